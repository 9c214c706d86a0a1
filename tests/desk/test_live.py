"""Watching in the open: a browser shows the site, a workbook is replaced as spreadsheet programs do it, and the page
follows. Also what the server must not do.
"""

from __future__ import annotations

import http.client
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any

import openpyxl
import pytest

from b12tables.desk.new import new_set
from b12tables.site.serve import LiveSite
from tests.kit.patience import PATIENCE, wait_until
from tests.site.browsing import Watch

ROOT = Path(__file__).parent.parent.parent


def replaced(path: Path, sheet: str, cell: str, value: object) -> None:
    """A save as LibreOffice and Excel make it: a lock file, a new file, which takes the place of the old one."""
    lock = path.with_name(f".~lock.{path.name}#")
    owner = path.with_name(f"~${path.name}")
    lock.write_text("A. Doctor")
    owner.write_bytes(b"\x08A. Doctor")
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    fresh = path.with_name("lu12345.tmp")
    book.save(fresh)
    path.rename(path.with_name("old.tmp"))
    fresh.rename(path)
    for left in (path.with_name("old.tmp"), lock, owner):
        left.unlink()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[tuple[Path, str, Any]]:
    path = new_set(tmp_path / "set", "Blood pressure")
    command = [sys.executable, "-u", "-m", "b12tables", "watch", str(path.parent), "--port", "0"]
    command += ["--site", str(tmp_path / "kept"), "--docs", str(tmp_path / "docs")]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT,
        env={**os.environ, "COLUMNS": "500"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield path, process.stdout.readline().split()[4], process.stdout
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()


def test_the_page_in_the_browser_follows_a_save(
    watch: tuple[Path, str, Any], browser: Any, tmp_path: Path
) -> None:
    path, address, said = watch
    with Watch(browser, address) as watched:
        page = watched.open()  # perhaps before there is a site: then it comes by itself
        page.wait_for_selector("main")
        page.goto(f"{address}decisions/next_step_decision.html")
        assert "≥ 180" in page.inner_text("main") and not page.is_visible("#b12tables-live")
        assert [said.readline()[:4] for _ in range(3)] == ["bloo", "  ne", "  me"]

        replaced(path, "Next step", "B9", ">= 190")
        page.locator("main", has_text="≥ 190").wait_for()
        page.wait_for_selector("#b12tables-live:visible")
        corner = page.inner_text("#b12tables-live")
        assert "1 error" in corner and "new:    gap" in corner and "mended: nothing" in corner
        assert corner.split("\n")[3] == "Begin here:" and "mend it:" in corner
        assert corner.split("\n") == [said.readline().rstrip("\n") for _ in corner.split("\n")]

        replaced(path, "Next step", "B9", ">= 180")
        page.locator("main", has_text="≥ 180").wait_for()
        page.locator("#b12tables-live", has_text="mended: gap").wait_for()
        page.click("#b12tables-live")
        assert not page.is_visible("#b12tables-live")
    kept = "".join(file.read_text("utf-8") for file in (tmp_path / "kept").rglob("*.html"))
    assert "≥ 180" in kept and "live.js" not in kept


@pytest.mark.slow
def test_a_save_reads_only_the_file_that_was_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real tables: what makes the answer to a save quick; how quick it is, the benchmarks measure."""
    from b12tables.compiler import check
    from b12tables.compiler.reader import folder as xlsx
    from b12tables.compiler.reader.folder import Kept

    kept: Kept = {}
    before = check(ROOT / "tables", kept=kept)
    kept.pop("regimen.xlsx")  # this one was saved
    read: list[str] = []
    reading = xlsx._read_file

    def noted(path: Path, *rest: object) -> object:
        read.append(path.name)
        return reading(path, *rest)

    monkeypatch.setattr(xlsx, "_read_file", noted)
    after = check(ROOT / "tables", kept=kept)
    assert read == ["regimen.xlsx"]
    assert after.findings == before.findings


def asked(
    live: LiveSite, path: str, host: str = "", method: str = "GET", **headers: str
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", live.server.server_port, timeout=PATIENCE)
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=more | ({"Host": host} if host else {}))
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveSite]:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<html><head></head><body>Here</body></html>")
    (tmp_path / "secret.txt").write_text("secret")
    made = LiveSite(0)
    yield made
    made.close()


def test_before_there_is_a_site_a_page_waits_for_it(live: LiveSite, tmp_path: Path) -> None:
    assert b"is being written" in asked(live, "/decisions/x.html")[1]
    live.show(tmp_path / "site")
    status, page = asked(live, "/")
    assert status == 200 and b'/live.js" data-version="1" defer' in page and b"Here" in page
    live.tell(["</script><b>"])
    status, state = asked(live, f"/-/{live.secret}/state.js")
    assert status == 200 and b"</script>" not in state and b"b12tablesLive" in state
    assert asked(live, "/-/state.js")[0] == 404


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/none.html"])
def test_nothing_beside_the_site_is_served(live: LiveSite, tmp_path: Path, path: str) -> None:
    live.show(tmp_path / "site")
    assert asked(live, path)[0] == 404


def test_only_this_machine_is_answered(live: LiveSite, tmp_path: Path) -> None:
    live.show(tmp_path / "site")
    assert live.server.server_address[0] == "127.0.0.1"
    assert asked(live, "/", "tables.example.org")[0] == 421


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT", "NONSENSE"])
def test_a_page_of_elsewhere_gets_nothing(live: LiveSite, tmp_path: Path, method: str) -> None:
    """Neither by a name made to lead here, nor as a script, a picture, a frame or a form."""
    live.show(tmp_path / "site")
    port = live.server.server_port
    for host in (
        "tables.example.org",
        "127.0.0.1.example.org",
        f"localhost:{port + 1}",
        "127.0.0.1:80:80",
        " ",
    ):
        status, content = asked(live, "/", host, method)
        assert status in (400, 421) and b"Here" not in content
    for headers in (
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "http://tables.example.org"},
        {"Origin": "null"},
    ):
        status, content = asked(live, "/", method=method, **headers)
        assert status == 403 and b"Here" not in content
    status, content = asked(live, "/", method=method, Sec_Fetch_Site="same-origin")
    assert status == (200 if method in ("GET", "HEAD") else 405)
    assert (b"Here" in content) == (method == "GET")


def test_what_is_sent_can_be_used_by_no_other_page(live: LiveSite, tmp_path: Path) -> None:
    live.show(tmp_path / "site")
    connection = http.client.HTTPConnection("127.0.0.1", live.server.server_port, timeout=PATIENCE)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert answer.getheader("Cross-Origin-Resource-Policy") == "same-origin"
    assert answer.getheader("X-Frame-Options") == "DENY"
    connection.close()


def test_folders_are_not_listed_and_links_not_followed_outside(live: LiveSite, tmp_path: Path) -> None:
    (tmp_path / "site" / "assets").mkdir()
    (tmp_path / "site" / "link.txt").symlink_to(tmp_path / "secret.txt")
    live.show(tmp_path / "site")
    assert [asked(live, path)[0] for path in ("/assets/", "/assets", "/link.txt")] == [404, 404, 404]


def test_an_idle_client_is_left(live: LiveSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live.server.RequestHandlerClass, "timeout", 0.2)
    with socket.create_connection(("127.0.0.1", live.server.server_port), timeout=PATIENCE) as client:
        client.sendall(b"GET / HT")
        assert client.recv(10) == b""


def test_a_client_that_drips_is_left(live: LiveSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live.server, "patience", 0.2)
    with socket.create_connection(("127.0.0.1", live.server.server_port), timeout=PATIENCE) as client:
        for letter in b"GET / HTTP/1.1" * 100:
            time.sleep(0.05)
            try:
                client.send(bytes([letter]))
            except OSError:
                return
    raise AssertionError("it was waited for")


def test_more_clients_than_a_browser_opens_are_sent_away(
    live: LiveSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live.server, "most", 2)
    port = live.server.server_port
    with ExitStack() as open_:
        clients = [
            open_.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE)) for _ in range(3)
        ]
        assert clients[2].recv(10) == b""
    wait_until(lambda: not live.server.clients)
    assert asked(live, "/")[0] == 200


def test_two_hundred_clients_at_once_are_answered(live: LiveSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live.server, "room", PATIENCE)  # however slowly this machine answers
    found: list[int] = []
    asking = [Thread(target=lambda: found.append(asked(live, "/")[0])) for _ in range(200)]
    for client in asking:
        client.start()
    for client in asking:
        client.join()
    assert found == [200] * 200


ODD = {
    b"GET /%(long)s HTTP/1.1": 404, b"GET /%(long)s.html HTTP/1.1": 404, b"GET /%(deep)s HTTP/1.1": 404,
    b"GET /%%00 HTTP/1.1": 404, b"GET /%%00.html HTTP/1.1": 404, b"GET /%%ff HTTP/1.1": 404,
    b"GET http://[ HTTP/1.1": 404, b"GET //[ HTTP/1.1": 404, b"GET * HTTP/1.1": 404,
    b"GET http://tables.example.org/none HTTP/1.1": 404, b"GET /index.html/ HTTP/1.1": 404,
    b"GET /\\..\\secret.txt HTTP/1.1": 404, b"CONNECT tables.example.org:443 HTTP/1.1": 405,
    b"GET / HTTP/1.1\r\nHost: %(host)s": 421, b"GET / HTTP/1.1\r\nOrigin: http://%(host)s\r\nOrigin: null": 403,
    b"GET / HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site": 403,
    b"GET / HTTP/1.1\r\nX: %(long)s%(long)s": 431, b"\xed\xa0\x80 /\x1b[2J\x00 HTTP/1.1": 400,
}  # fmt: skip
"""First lines of requests, and with what they are answered."""


@pytest.mark.parametrize("first", ODD)
def test_odd_requests_are_answered_and_nothing_is_said_of_them(
    live: LiveSite, tmp_path: Path, first: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    live.show(tmp_path / "site")
    host = f"127.0.0.1:{live.server.server_port}".encode()
    words = {b"long": b"a" * 40_000, b"deep": b"a/" * 3_000, b"host": host}
    with socket.create_connection(("127.0.0.1", live.server.server_port), timeout=PATIENCE) as client:
        client.sendall(first % words + b"\r\nHost: " + host + b"\r\n\r\n")
        said = client.makefile("rb").readline()
    assert said.split()[1] == str(ODD[first]).encode()
    assert asked(live, "/")[0] == 200 and capfd.readouterr().err == ""


def test_a_client_that_goes_away_is_no_mistake(
    live: LiveSite, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site" / "large.json").write_bytes(b" " * 30_000_000)
    live.show(tmp_path / "site")
    host = f"127.0.0.1:{live.server.server_port}".encode()
    client = socket.create_connection(("127.0.0.1", live.server.server_port), timeout=PATIENCE)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.sendall(b"GET /large.json HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
    client.recv(10)
    client.close()
    wait_until(lambda: not live.server.clients)
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_left_to_its_program(live: LiveSite) -> None:
    other = LiveSite(live.server.server_port)
    assert other.server.server_port != live.server.server_port
    other.close()
