"""Shows a finished site on this machine, and lets the pages in a browser follow it when it is written anew.

A page of the site allows no script inside it and no connection of its own; that stays so. The server adds one
line to each page on its way out, a script of the same origin, which asks again and again by loading another small
script. Nothing of it is in the files of the site.

Who may ask stands in `loopback`; folders are not listed; where the state stands cannot be guessed.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from b12tables.loopback import HOME, GuardedHandler, bind

SCRIPT = (Path(__file__).parent / "live.js").read_bytes()


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
        self.server = bind(type("Handler", (_Handler,), {"live": self}), port)
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


class _Handler(GuardedHandler):
    live: LiveSite

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, directory=str(self.live.folder or Path("/nowhere")))

    def do_GET(self) -> None:
        path = self._path()
        if path == f"/-/{self.live.secret}/live.js":
            self.send_whole(SCRIPT, "text/javascript; charset=utf-8")
        elif path == f"/-/{self.live.secret}/state.js":
            self.send_whole(self.live.state(), "text/javascript; charset=utf-8")
        elif self.live.folder is None:
            self.send_whole(self._with_script(WAITING), "text/html; charset=utf-8")
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
                self.send_whole(self._with_script(GONE), "text/html; charset=utf-8", status=404)
            else:
                self.send_error(404)
            return
        content = file.read_bytes()
        if file.suffix == ".html":
            self.send_whole(self._with_script(content), "text/html; charset=utf-8")
        else:
            self.send_whole(content, self.guess_type(str(file)))

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
