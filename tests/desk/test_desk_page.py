"""The desk in the open: a person at the page in a real browser, a workbook saved beside it, and what strangers get."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.desk.served import DeskServer, held_files
from b12tables.desk.session import Session
from tests.desk.desk_set import BROKEN, DAY, TABLES, workbook
from tests.desk.test_service import parts
from tests.kit.patience import PATIENCE, wait_until
from tests.site.browsing import Examiner, Watch

HOSTILE = '<img src=x onerror="document.title=1"></script><script>document.title=2</script>'


def saved_beside(folder: Path, text: str) -> None:
    """A save as spreadsheet programs make it: a new file, which takes the place of the old one."""
    fresh = folder / "saved.tmp"
    fresh.write_bytes(workbook(text))
    fresh.replace(folder / "tables.xlsx")


def sent(
    desk: DeskServer, path: str, method: str = "GET", body: object = None, **headers: str
) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", desk.server.server_port, timeout=PATIENCE)
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    connection.request(method, path, content if method == "POST" else None, more)
    answer = connection.getresponse()
    told = answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    return told


def own(desk: DeskServer) -> dict[str, str]:
    return {"Origin": f"http://127.0.0.1:{desk.server.server_port}", "Content_Type": "application/json"}


def test_an_hour_at_the_desk(desk: DeskServer, folder: Path, browser: Any) -> None:
    with Watch(browser, desk.address, ("data:",)) as watch:
        page = watch.open()
        examiner = Examiner()
        page.wait_for_selector("#verdict.ok")
        assert page.is_hidden("#begin") and page.is_disabled("#save")

        saved_beside(folder, BROKEN.replace("a child |", f"{HOSTILE} |"))
        page.wait_for_selector("#verdict.not-ok")
        assert page.locator("#causes li").count() == 1 and "new:" in page.inner_text("#news")
        # from the finding to its cell, with the keyboard alone, and back
        page.focus("#causes li .places button, #causes li p button")
        page.keyboard.press("Enter")
        page.wait_for_selector("#grid-around td.edit:focus")
        page.keyboard.press("Enter")
        page.wait_for_selector("#cell-text:focus")
        page.focus("#cell-back")
        page.keyboard.press("Enter")
        page.wait_for_selector("article.error:focus")

        page.click("text=Try: Group B7")
        page.wait_for_selector(".preview")
        assert "another answer" in page.inner_text(".preview")
        assert examiner.all_of(page) == []
        page.set_viewport_size({"width": 360, "height": 740})
        page.emulate_media(color_scheme="dark")
        assert examiner.all_of(page) == []
        page.emulate_media(color_scheme="light")
        page.click("text=Apply it here")
        page.wait_for_selector("#verdict.ok")
        assert "1 cell in 1 workbook" in page.inner_text("#pending")
        before = parts((folder / "tables.xlsx").read_bytes())
        page.click("#save")
        page.wait_for_selector("#pending", state="hidden")
        after = parts((folder / "tables.xlsx").read_bytes())
        [changed] = [name for name in before if before[name] != after[name]]
        assert changed.startswith("xl/worksheets/") and before.keys() == after.keys()
        assert CliRunner().invoke(cli, ["check", str(folder), "--no-release"]).exit_code == 0

        page.click("text=Try a patient")
        page.fill('[name="age"]', "19")
        page.select_option('[name="cause"]', "surgery")
        page.click("text=What do the tables answer?")
        page.wait_for_selector("#answers .answer")
        assert "Dose: large" in page.inner_text("#answers")
        assert examiner.all_of(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})
        page.fill("#keep-text", HOSTILE)
        page.click("text=Keep as a worked case")
        page.wait_for_selector("#pending:visible")
        page.click("nav >> text=Sign-off")
        page.fill("#sign-person", "A. Doctor")
        page.fill("#sign-role", "Physician")
        page.click("#sign button")
        page.locator("#signatures", has_text="2 signed").wait_for()
        page.click("#save")
        page.wait_for_selector("#pending", state="hidden")

        page.click("nav >> text=Compare")
        page.set_input_files(
            "#published", {"name": "tables.xlsx", "mimeType": "", "buffer": workbook(BROKEN)}
        )
        page.locator("#compared", has_text="another answer").wait_for()

        page.click("nav >> text=Findings")
        page.select_option("#sheets", label="tables.xlsx · Group")
        page.locator("#cell-B6").click()
        page.fill("#cell-text", "< 17")
        page.click("#cell-form [type=submit]")
        page.locator("#findings", has_text="voided-sign-off").wait_for()
        page.click("#undo")
        page.wait_for_selector("#verdict.ok")
        assert page.title() == "The desk"


def test_a_folder_that_is_gone_is_said_until_it_is_there_again(desk: DeskServer, folder: Path) -> None:
    desk.ask({"do": "write", "file": "tables.xlsx", "sheet": "Group", "row": 6, "column": 2, "text": "< 16"})
    away = folder.rename(folder.with_name("away"))
    desk.ask({"do": "state"})  # what is seen for the first time may be half-way
    for asked in ({"do": "state"}, {"do": "save"}, {"do": "state"}):
        assert "cannot be read any more" in str(desk.ask(asked)["refused"])
    away.rename(folder)
    desk.ask({"do": "state"})
    assert desk.ask({"do": "state"})["unsaved"] == "1 cell in 1 workbook"
    assert "refused" not in desk.ask({"do": "save"})


def test_a_lock_beside_a_workbook_is_no_workbook_that_changed(desk: DeskServer, folder: Path) -> None:
    for lock in (".~lock.tables.xlsx#", "~$tables.xlsx"):
        (folder / lock).write_bytes(b"A. Doctor")
    saved_beside(folder, BROKEN)
    desk.ask({"do": "state"})
    assert str(desk.ask({"do": "state"})["news"]).startswith("['tables.xlsx: 1 error")


@pytest.mark.parametrize("width", [360, 1280])
def test_it_begins_at_its_head(folder: Path, browser: Any, width: int) -> None:
    """Where there is something to mend, too: only what scrolls inside the page goes to the cell."""
    saved_beside(folder, BROKEN)
    desk = DeskServer(folder, Session(lambda: DAY))
    with Watch(browser, desk.address, ("data:",), viewport={"width": width, "height": 400}) as watch:
        page = watch.open()
        page.wait_for_selector("#verdict.not-ok")
        page.wait_for_selector("#grid-around td.edit", state="attached")
        assert page.evaluate("scrollY") == 0
    desk.close()


def test_a_page_of_elsewhere_gets_nothing(desk: DeskServer) -> None:
    page, ask = f"/{desk.secret}/", f"/{desk.secret}/ask"
    status, content, headers = sent(desk, page)
    assert status == 200 and b"default-src &#39;none&#39;; script-src &#39;self&#39;;" in content
    assert headers["content-security-policy"] == "frame-ancestors 'none'"
    for path in (
        "/",
        "/ask",
        "/index.html",
        f"/{desk.secret}",
        f"/{desk.secret}/../ask",
        f"/{desk.secret}x/",
        "//[",
    ):
        assert sent(desk, path)[0] == 404
    assert sent(desk, page, Host="evil.example")[0] == 421
    assert sent(desk, page, Sec_Fetch_Site="cross-site")[0] == 403
    good = own(desk)
    assert json.loads(sent(desk, ask, "POST", {"do": "state"}, **good)[1])["ok"]
    assert sent(desk, "/ask", "POST", {"do": "state"}, **good)[0] == 404
    assert sent(desk, ask, "POST", {"do": "state"}, Content_Type="application/json")[0] == 403
    assert sent(desk, ask, "POST", {"do": "state"}, **good | {"Origin": "http://evil.example"})[0] == 403
    assert sent(desk, ask, "POST", {"do": "state"}, **good | {"Content_Type": "text/plain"})[0] == 415
    assert sent(desk, ask, "POST", b"{" * 100_000, **good)[0] == 400
    assert sent(desk, ask, "POST", [1], **good)[0] == 400
    for length in ("99999999999", "9" * 5_000):
        assert sent(desk, ask, "POST", b"", **good | {"Content_Length": length})[0] == 413
    assert sent(desk, ask, "PUT", **good)[0] in (405, 501)


def test_a_request_that_breaks_off_is_not_done(
    desk: DeskServer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Half a request, from a client that goes away, says no more, or never ends: nothing is done, nothing is told."""
    monkeypatch.setattr(desk.server.RequestHandlerClass, "timeout", 0.1)
    place = {"file": "tables.xlsx", "sheet": "Cases", "row": 5, "column": 2}
    body = json.dumps({"do": "write", **place, "text": "half"}).encode()
    head = "".join(f"{name.replace('_', '-')}: {said}\r\n" for name, said in own(desk).items())
    address = ("127.0.0.1", desk.server.server_port)
    head += f"Host: 127.0.0.1:{address[1]}\r\nContent-Length: {len(body)}\r\n\r\n"
    request = f"POST /{desk.secret}/ask HTTP/1.1\r\n{head}".encode() + body
    for cut in range(1, len(request), 61):
        for ends in (True, False):
            with socket.create_connection(address, timeout=PATIENCE) as client:
                client.sendall(request[:cut])
                if ends:
                    client.shutdown(socket.SHUT_WR)
                with suppress(ConnectionResetError):
                    while client.recv(1000):
                        pass
    wait_until(lambda: not desk.server.clients)
    assert desk.session.steps == [] and capfd.readouterr() == ("", "")
    monkeypatch.undo()
    told = json.loads(sent(desk, f"/{desk.secret}/ask", "POST", body, **own(desk))[1])
    assert told["unsaved"] and len(desk.session.steps) == 1


def test_work_that_takes_long_is_answered(desk: DeskServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The patience of the server is with a client who is slow, not with its own work."""

    def slow(request: object) -> dict[str, object]:
        desk.server.patience = 0.2  # from here on: the client may have taken longer to ask
        time.sleep(1.5)  # the server looks for slow clients twice a second
        desk.server.patience = PATIENCE
        return {"done": True}

    monkeypatch.setattr(desk, "ask", slow)
    status, content, _ = sent(desk, f"/{desk.secret}/ask", "POST", {"do": "state"}, **own(desk))
    assert (status, json.loads(content)) == (200, {"done": True})


def test_a_workbook_that_is_open_elsewhere_is_not_written(desk: DeskServer, folder: Path) -> None:
    write = {"do": "write", "file": "tables.xlsx", "sheet": "Group", "row": 6, "column": 2, "text": "< 17"}
    desk.ask(write)
    lock = folder / "~$tables.xlsx"
    lock.write_bytes(b"A. Doctor")
    before = (folder / "tables.xlsx").read_bytes()
    assert "close it first" in str(desk.ask({"do": "save"})["refused"])
    lock.unlink()
    # and one that somebody saved since it was read is not lost
    saved_beside(folder, BROKEN)
    assert "by somebody else" in str(desk.ask({"do": "save"})["refused"])
    assert (folder / "tables.xlsx").read_bytes() == workbook(BROKEN) != before
    told: Any = desk.ask({"do": "state"})
    assert "< 17" in told["steps"][0]
    assert not desk.ask({"do": "save"}).get("refused") and desk.ask({"do": "state"})["unsaved"] == ""


def test_a_program_that_holds_a_file_open_is_told_of(
    desk: DeskServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace what another program holds open."""

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file", str(target))

    desk.ask({"do": "write", "file": "tables.xlsx", "sheet": "Group", "row": 6, "column": 2, "text": "< 17"})
    monkeypatch.setattr(Path, "replace", held)
    assert "another program holds it open" in str(desk.ask({"do": "save"})["refused"])
    assert desk.ask({"do": "state"})["steps"]


def test_a_workbook_that_comes_or_goes_is_seen(desk: DeskServer, folder: Path) -> None:
    (folder / "more.xlsx").write_bytes(workbook(TABLES))
    seen = [desk.ask({"do": "state"})["ok"] for _ in range(3)]
    assert seen[-1] is False
    (folder / "more.xlsx").unlink()
    assert [desk.ask({"do": "state"})["ok"] for _ in range(3)][-1] is True
    assert set(held_files(folder)) == {"tables.xlsx"}


AS_ON_WINDOWS = """
import os, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios", "lzma", "_lzma"):
    sys.modules[name] = None
# the standard library knows its way about; it is loaded as what it is
import concurrent.futures.process, http.server, shutil, subprocess, tempfile, webbrowser, zipfile
sys.platform = "win32"
import types
sys.modules["msvcrt"] = types.SimpleNamespace(LK_LOCK=1, LK_NBLCK=2, locking=lambda *_: None)
for name in ("fork", "forkpty", "chown", "getuid", "geteuid", "kill", "setsid", "mkfifo"):
    delattr(os, name)
from datetime import date
from pathlib import Path
from b12tables.desk import DeskServer, Session
folder = Path(sys.argv[1])
desk = DeskServer(folder, Session(lambda: date(2026, 3, 1)))
print(desk.ask({"do": "state"})["counts"]["de"].encode("cp1252"))
desk.ask({"do": "write", "file": "tables.xlsx", "sheet": "Cases", "row": 4, "column": 2, "text": "a girl"})
print(desk.ask({"do": "save"}).get("refused"), desk.ask({"do": "state"})["unsaved"] == "")
desk.close()
"""


def test_nothing_needs_what_windows_does_not_have(folder: Path) -> None:
    """No module and no call of POSIX alone on the way from the page to the saved workbook."""
    command = [sys.executable, "-c", AS_ON_WINDOWS, str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[1:] == ["None True"]
    assert (folder / "tables.xlsx").read_bytes() != workbook()


def test_without_a_command_the_desk_is_offered_and_programs_are_told_what_there_is(tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, [])
    assert told.exit_code == 2 and "a page in the browser" in told.output and "desk" in told.output
    told = CliRunner().invoke(cli, ["desk", str(tmp_path / "nowhere")])
    assert told.exit_code == 2 and "is no folder" in told.output
