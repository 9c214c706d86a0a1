"""A server that no other machine can reach, and that answers nobody else's page.

The tables of a draft are nobody else's: a page of another origin gets nothing, neither by a name that leads to this
machine nor through a script, a picture or a frame.
"""

from __future__ import annotations

import math
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOME = "127.0.0.1"
TRIES = 20
"""So many ports are tried, from the wanted one on."""


class GuardedServer(ThreadingHTTPServer):
    """Answers many clients, none of them for long."""

    daemon_threads = True
    allow_reuse_address = False  # another program on the port is not pushed aside
    request_queue_size = 256
    """So many wait at the door while others are let in; of more, the system lets some wait for a minute."""
    most = 64
    """So many clients are answered at once: a browser opens six."""
    room = 0.5
    """Seconds that one more waits for one of them to be done."""
    patience = 30.0
    """Seconds that a client may take over its request and its answer, however it spreads them."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.clients: dict[Any, float] = {}
        """The clients that are being answered, and since when."""

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whether there is room; of those who are being answered some are done in a moment."""
        end = time.monotonic() + self.room
        while len(self.clients) >= self.most and time.monotonic() < end:
            time.sleep(0.01)
        return len(self.clients) < self.most

    def process_request(self, request: Any, client_address: Any) -> None:
        self.clients[request] = time.monotonic()
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.clients.pop(request, None)
        super().shutdown_request(request)

    @contextmanager
    def at_work(self, request: Any) -> Iterator[None]:
        """While an answer is worked out nobody is waiting for the client: the patience begins anew with the answer."""
        self.clients[request] = math.inf
        try:
            yield
        finally:
            self.clients[request] = time.monotonic()

    def service_actions(self) -> None:
        """Leaves the clients that take too long: called twice a second."""
        latest = time.monotonic() - self.patience
        for client, since in list(self.clients.items()):
            if since < latest:
                with suppress(OSError):
                    client.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a client that went away in the middle; what else fails is our mistake, and is told."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def bind(handler: Callable[..., GuardedHandler], port: int) -> GuardedServer:
    """A server at the first free port from this one on; 0: at any. Raises `OSError` where none is free."""
    for offset in range(TRIES if port else 1):
        try:
            return GuardedServer((HOME, port + offset), handler)
        except OSError:
            if offset == TRIES - 1 or not port:
                raise
    raise AssertionError(port)


class GuardedHandler(SimpleHTTPRequestHandler):
    """Refuses what a page of elsewhere asks for, before anything looks at the request."""

    server: GuardedServer
    methods: tuple[str, ...] = ("GET", "HEAD")
    timeout = 10
    """Seconds after which a client is left that says nothing."""

    def parse_request(self) -> bool:
        """Refuses, whatever the method, what a page of elsewhere asks for."""
        if not super().parse_request():
            return False
        if not self._addressed():
            self.send_error(421)
            return False
        # a browser says of what origin the page is that asks; "none" is a person who typed the address
        sites = self.headers.get_all("Sec-Fetch-Site", [])
        origins = self.headers.get_all("Origin", [])
        if not {"same-origin", "none"}.issuperset(sites) or not {self._own_origin()}.issuperset(origins):
            self.send_error(403)
            return False
        if self.command not in self.methods:
            self.send_error(405)
            return False
        return True

    def _addressed(self) -> bool:
        """Whether the request names this server: a name of elsewhere may have been made to lead here."""
        said = self.headers.get_all("Host", [])
        port = f":{self.server.server_port}"
        return len(said) == 1 and said[0] in (HOME, "localhost", HOME + port, "localhost" + port)

    def _own_origin(self) -> str:
        return f"http://{self.headers.get('Host', '')}"

    def send_whole(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing: the terminal is for what is new and what is mended."""
