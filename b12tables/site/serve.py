"""Shows a finished site on this machine, and lets the pages in a browser follow it when it is written anew.

A page of the site allows no script inside it and no connection of its own; that stays so. The server adds one
line to each page on its way out, a script of the same origin, which asks again and again by loading another small
script. Nothing of it is in the files of the site.

The tables of a draft are nobody else's: a page of another origin gets nothing, neither by a name that leads to this
machine nor through a script, a picture or a frame; folders are not listed; where the state stands cannot be guessed.
"""

from __future__ import annotations

import json
import secrets
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SCRIPT = (Path(__file__).parent / "live.js").read_bytes()
HOME = "127.0.0.1"
TRIES = 20
"""So many ports are tried, from the wanted one on."""


class LiveSite:
    """A server of a folder that may be replaced by another. No other machine can reach it.

    Raises `OSError` where no port is free.
    """

    def __init__(self, port: int = 8000) -> None:
        self.version = 0
        """Counts the sites that were shown; pages load themselves again when it changes."""
        self.lines: tuple[str, ...] = ()
        """What the pages say in their corner."""
        self.folder: Path | None = None
        self.secret = secrets.token_urlsafe(16)
        """Part of the address of what the pages load: no page of elsewhere knows it."""
        self.server = _bound(self, port)
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://{HOME}:{self.server.server_port}/"

    def tell(self, lines: Sequence[str]) -> None:
        """Says something in the corner of the pages that are open."""
        self.lines = tuple(lines)

    def show(self, folder: Path) -> None:
        """Shows this folder from now on, and lets the pages that are open load themselves again."""
        self.folder = folder
        self.version += 1

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def wait(self) -> None:
        """Goes on until the server is closed."""
        self._thread.join()

    def state(self) -> bytes:
        """The script with which a page learns how things stand."""
        told = json.dumps({"version": self.version, "lines": self.lines}).replace("<", "\\u003c")
        return f"window.b12tablesLive({told});\n".encode()


def _bound(live: LiveSite, port: int) -> _Server:
    handler = type("Handler", (_Handler,), {"live": live})
    for offset in range(TRIES if port else 1):
        try:
            return _Server((HOME, port + offset), handler)
        except OSError:
            if offset == TRIES - 1 or not port:
                raise
    raise AssertionError(port)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False  # another program on the port is not pushed aside
    most = 64
    """So many clients are answered at once: a browser opens six."""
    patience = 30.0
    """Seconds that a client may take over its request and its answer, however it spreads them."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.clients: dict[Any, float] = {}
        """The clients that are being answered, and since when."""

    def verify_request(self, request: Any, client_address: Any) -> bool:
        return len(self.clients) < self.most

    def process_request(self, request: Any, client_address: Any) -> None:
        self.clients[request] = time.monotonic()
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.clients.pop(request, None)
        super().shutdown_request(request)

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


class _Handler(SimpleHTTPRequestHandler):
    live: LiveSite
    timeout = 10
    """Seconds after which a client is left that says nothing."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, directory=str(self.live.folder or Path("/nowhere")))

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
        if self.command not in ("GET", "HEAD"):
            self.send_error(405)
            return False
        return True

    def _addressed(self) -> bool:
        """Whether the request names this server: a name of elsewhere may have been made to lead here."""
        said = self.headers.get_all("Host", [])
        port = f":{self.live.server.server_port}"
        return len(said) == 1 and said[0] in (HOME, "localhost", HOME + port, "localhost" + port)

    def _own_origin(self) -> str:
        return f"http://{self.headers.get('Host', '')}"

    def do_GET(self) -> None:
        path = self._path()
        if path == f"/-/{self.live.secret}/live.js":
            self._send(SCRIPT, "text/javascript; charset=utf-8")
        elif path == f"/-/{self.live.secret}/state.js":
            self._send(self.live.state(), "text/javascript; charset=utf-8")
        elif self.live.folder is None:
            self._send(self._with_script(WAITING), "text/html; charset=utf-8")
        else:
            self._file(path)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _path(self) -> str:
        """The path that is asked for; one that leads nowhere where the address is none."""
        try:
            return urlsplit(self.path).path
        except ValueError:
            return "/-/"

    def _file(self, path: str) -> None:
        """A file of the site. Nothing outside of its folder, no folder's list, nothing that is no file."""
        assert self.live.folder is not None
        file = self._named(self.live.folder, path)
        if file is None:
            if path.endswith((".html", "/")):
                # the page of a table in error: it comes back by itself when its cells can be read again
                self._send(self._with_script(GONE), "text/html; charset=utf-8", status=404)
            else:
                self.send_error(404)
            return
        content = file.read_bytes()
        if file.suffix == ".html":
            self._send(self._with_script(content), "text/html; charset=utf-8")
        else:
            self._send(content, self.guess_type(str(file)))

    def _named(self, folder: Path, path: str) -> Path | None:
        """The file that a path names; None where there is none, or it stands outside of the folder."""
        try:
            file = Path(self.translate_path(path))
            file = file / "index.html" if path.endswith("/") else file
            inside = file.resolve().is_relative_to(folder.resolve())
            return file if inside and file.is_file() else None
        except (OSError, ValueError):  # a name that no file can have
            return None

    def _with_script(self, page: bytes) -> bytes:
        tag = f'<script src="/-/{self.live.secret}/live.js" data-version="{self.live.version}" defer></script>\n'
        return page.replace(b"</head>", tag.encode() + b"</head>", 1)

    def _send(self, content: bytes, kind: str, status: int = 200) -> None:
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


WAITING = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<title>The site is being written</title></head>
<body><p>The site is being written. This page shows it as soon as it is there.</p></body></html>
"""

GONE = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<title>Not in the site now</title></head>
<body><p>This page is not in the site now: what it is about cannot be read, or has another name.
It comes back by itself when its cells are mended. <a href="/findings.html">What is wrong</a></p></body></html>
"""
