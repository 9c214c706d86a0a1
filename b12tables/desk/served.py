"""The desk on this machine: a server that reads the workbooks of a folder, and writes them when somebody says so."""

from __future__ import annotations

import json
import secrets
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from b12tables.compiler.reader import Files, is_workbook
from b12tables.desk.page import kind_of_file, page_files
from b12tables.desk.session import Data, Session
from b12tables.desk.stoppable import Stoppable, Stopped
from b12tables.desk.versions import NotThere, extract, last_release
from b12tables.desk.watch import Snapshot, contents, snapshot
from b12tables.disk import NotReplaced, check_replaceable, create_file, replace_file
from b12tables.loopback import HOME, GuardedHandler, bind
from b12tables.runtime.json_text import read_json
from b12tables.runtime.language import speaking, t, told

LARGEST = 64 * 1024 * 1024
"""Bytes of a request, and of a workbook that is read, at most; what is larger is refused by the reader."""


def held_files(folder: Path) -> Files:
    """The files of a folder as they are now: the content of the workbooks, of the others the names."""
    held: dict[str, bytes | None] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file():
            continue
        held[path.name] = b""
        if is_workbook(path):
            try:
                with path.open("rb") as stream:
                    held[path.name] = stream.read(LARGEST + 1)
            except OSError:
                held[path.name] = None
    return held


class DeskServer:
    """A server of the page for one folder. No other machine, and no other page, can reach it.

    Raises `OSError` where no port is free, or the folder cannot be read.
    """

    def __init__(self, folder: Path, session: Session, port: int = 0) -> None:
        self.folder, self.session = folder, session
        self.secret = secrets.token_urlsafe(16)
        """Part of every address: no page of elsewhere knows it."""
        self.files: Mapping[str, str] = page_files("server")
        self._one_at_a_time = threading.Lock()
        self._work = Stoppable()
        self._seen: Snapshot = snapshot(folder)
        self._read = contents(self._seen)
        """What the workbooks held when they were last read, as hashes."""
        session.open(held_files(folder))
        self.server = bind(type("Handler", (_Handler,), {"desk": self}), port)
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://{HOME}:{self.server.server_port}/{self.secret}/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def wait(self) -> None:
        """Goes on until the server is closed."""
        self._thread.join()

    def ask(self, request: Mapping[str, Any]) -> Data:
        """What the page asked for; requests of several tabs one after the other, but `stop` at once."""
        if request.get("do") == "stop":
            return {"stopped": self._work.stop()}
        with self._one_at_a_time, speaking(self.session.language_for(request)):
            if request.get("do") == "save":
                return self._save()  # it takes a moment, and ends what it began
            before, read = self.session.held(), self._read
            try:
                return self._work.run(lambda: self._ask(request))
            except Stopped:
                self.session.take_back(before, behind=contents(self._seen) == self._read != read)
                return {"refused": t("Stopped. What is shown here is as it was before.")}

    def _ask(self, request: Mapping[str, Any]) -> Data:
        action = request.get("do")
        if action == "state":
            try:
                self._look()
            except OSError:
                return {"refused": self._gone()}
        elif action == "compare" and self.session.published is None:
            self._find_release()
        return self.session.ask(request)

    def _look(self) -> None:
        """Takes the folder as it is now, once its files have stayed the same between two looks."""
        fresh = snapshot(self.folder, self._seen)
        settled = contents(fresh) == contents(self._seen)
        self._seen = fresh
        if settled and contents(fresh) != self._read:
            held = held_files(self.folder)
            self._read = contents(fresh)  # first, so that what somebody stops is not begun again by itself
            self.session.open(held)

    def _gone(self) -> str:
        return t(
            "The folder {folder} cannot be read any more: what is shown here is of before. Put it back, or download "
            "what was changed here.",
            folder=self.folder.name,
        )

    def _save(self) -> Data:
        """Writes the workbooks with unsaved edits, each whole or not at all, unless somebody saved them meanwhile."""
        unsaved = self.session.unsaved()
        try:
            known = [name for name in unsaved if name in self.session.files]
            for name in known:
                check_replaceable(self.folder / name)
            for name in sorted(unsaved.keys() - known):
                create_file(self.folder / name, unsaved[name])
            for name in sorted(known):
                replace_file(self.folder / name, unsaved[name], self.session.files[name] or b"")
        except FileExistsError as why:
            return self._not_saved(
                t("{name} is there already, and none is ever overwritten", name=Path(why.filename).name)
            )
        except (NotReplaced, OSError) as why:
            return self._not_saved(
                told(why.args[0]) if isinstance(why, NotReplaced) else why.strerror or t("the disk refuses")
            )
        self.session.saved()
        return self.session.ask({"do": "state"})

    def _not_saved(self, why: str) -> Data:
        try:
            # what was written before that is part of the files now
            self.session.open(held_files(self.folder))
        except OSError:
            return {"refused": self._gone()}
        return {"refused": t("Not everything was saved: {message}", message=f"{why}.")}

    def _find_release(self) -> None:
        """Takes the last release that git holds as the published edition, where there is one."""
        tag = last_release(self.folder)
        if tag is None:
            return
        with tempfile.TemporaryDirectory() as copy:
            try:
                extract(tag, self.folder, Path(copy))
            except NotThere:
                return
            self.session.published = tag, held_files(Path(copy))


class _Handler(GuardedHandler):
    desk: DeskServer
    methods = ("GET", "HEAD", "POST")

    def do_GET(self) -> None:
        name = self._name()
        if name in self.desk.files:
            self.send_whole(self.desk.files[name].encode("utf-8"), kind_of_file(name))
        else:
            self.send_error(404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        """Answers the page: only a page of this very origin sends this one as its own."""
        if self._name() != "ask":
            self.send_error(404)
        elif self.headers.get_all("Origin", []) != [self._own_origin()]:
            self.send_error(403)
        elif self.headers.get_content_type() != "application/json":
            self.send_error(415)
        else:
            self._answer()

    def _answer(self) -> None:
        said = self.headers.get("Content-Length", "")
        # by its digits first: a number of thousands of them is none that Python would read
        if not said.isdecimal() or len(said) > len(str(LARGEST)) or int(said) > LARGEST:
            self.send_error(413)
            return
        content = self.rfile.read(int(said))
        try:
            if len(content) < int(said):
                raise ValueError("the client went away in the middle of it")
            request = read_json(content)
        except ValueError:
            self.send_error(400)
            return
        if not isinstance(request, Mapping):
            self.send_error(400)
            return
        with self.server.at_work(self.request):  # a large set may take a minute
            answer = json.dumps(self.desk.ask(request), ensure_ascii=False)
        self.send_whole(answer.encode("utf-8"), "application/json; charset=utf-8")

    def _name(self) -> str:
        """The file that is asked for below the secret; "" where it is none."""
        try:
            path = urlsplit(self.path).path
        except ValueError:
            return ""
        before, _, name = path.rpartition("/")
        return (name or "index.html") if before == f"/{self.desk.secret}" else ""
