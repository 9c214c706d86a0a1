"""A clinician's hour at the desk with our own tables: LibreOffice saves, the page follows, and the terminal agrees.

The same acts with both engines: a server that reads the folder, and the browser alone, whose folder is one that the
browser keeps.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from b12tables.desk.in_a_site import site_part
from b12tables.desk.served import DeskServer, held_files
from b12tables.desk.session import Session
from tests.desk.desk_set import DAY
from tests.desk.test_hour import Office, office_python, run  # noqa: F401
from tests.desk.test_in_browser import pyodide  # noqa: F401
from tests.desk.test_service import parts
from tests.site.browsing import over_http

ROOT = Path(__file__).parents[2]
OURS = {name: content for name, content in held_files(ROOT / "tables").items() if content}
BROKEN = ("Over 80", "B9", "< very old age")

IN_THE_BROWSER = """async () => {
  const root = await navigator.storage.getDirectory();
  window.showDirectoryPicker = async () => root;
  window.put = async ([name, base64]) => {
    const out = await (await root.getFileHandle(name, { create: true })).createWritable();
    await out.write(Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)));
    await out.close();
  };
  window.got = async (name) => {
    const file = await (await root.getFileHandle(name)).getFile();
    return (await window.deskFiles.inBase64(file)).base64;
  };
}"""
"""Stands for the window in which a person picks a folder: a folder that the browser keeps, and really writes into."""


class Desk:
    """The page with our tables open, and the folder on which LibreOffice works."""

    def __init__(self, page: Any, folder: Path, in_browser: bool) -> None:
        self.page, self.folder, self.in_browser = page, folder, in_browser

    def saved(self, *names: str) -> None:
        """What a spreadsheet program saved in the folder stands where the page looks."""
        for name in names if self.in_browser else ():
            self.page.evaluate(
                "put => window.put(put)", [name, b64encode((self.folder / name).read_bytes()).decode()]
            )

    def save(self) -> None:
        """Saves at the page, and brings what it wrote into the folder."""
        self.page.click("#save")
        self.page.wait_for_selector("#pending", state="hidden")
        for name in OURS if self.in_browser else ():
            written = b64decode(self.page.evaluate("name => window.got(name)", name))
            (self.folder / name).write_bytes(written)


@pytest.fixture(scope="module", params=["server", "browser"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page of the browser's engine stands; "" for the server, which is started for each folder."""
    if request.param == "server":
        yield ""
        return
    folder = tmp_path_factory.mktemp("site")
    for name, content in site_part(request.getfixturevalue("pyodide"), OURS).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with over_http(folder) as address:
        yield address


@pytest.fixture
def desk(address: str, browser: Any, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, content in OURS.items():
        (folder / name).write_bytes(content)
    server = None if address else DeskServer(folder, Session(lambda: DAY))
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(server.address if server else address)
    made = Desk(page, folder, server is None)
    if server is None:
        page.locator("#verdict", has_text="Drop the workbooks").wait_for()
        page.evaluate(IN_THE_BROWSER)
        made.saved(*OURS)
        page.click("#open-folder")
    page.wait_for_selector("#verdict.ok")
    yield made
    assert wrong == []
    page.close()
    if server is not None:
        server.close()


@pytest.mark.office
def test_a_broken_cell_is_seen_mended_and_written(
    desk: Desk,
    office_python: str,  # noqa: F811
    soffice: str,
    tmp_path: Path,
) -> None:
    page, book = desk.page, desk.folder / "classes.xlsx"
    assert page.locator("#findings article").count() == 0 and page.is_hidden("#begin")
    Office(office_python, soffice, tmp_path).type_in({book: [BROKEN]})
    before = parts(book.read_bytes())
    desk.saved("classes.xlsx")
    page.wait_for_selector("#verdict.not-ok")
    assert page.locator("#causes li").count() == 1 and "Over 80" in page.inner_text("#causes")
    assert "gap" in run("check", desk.folder).output
    page.click("text=Try: Over 80 B9")
    page.click("text=Apply it here")
    page.wait_for_selector("#verdict.ok")
    desk.save()
    after = parts(book.read_bytes())
    assert before.keys() == after.keys() and len([n for n in before if before[n] != after[n]]) == 1
    told = run("check", desk.folder)
    assert told.exit_code == 0, told.output


def test_a_value_a_patient_and_a_case(desk: Desk) -> None:
    page = desk.page
    page.click("nav >> text=Add")
    page.click("text=A value of a field")
    page.select_option("#add-value [name=Field]", label="Absorption")
    page.fill("#add-value [name=Label]", "Half absorbed")
    page.click("#add-value [type=submit]")
    page.wait_for_selector("#undo:enabled")
    page.locator("#news", has_text="Half absorbed").wait_for()
    page.click("#undo")
    page.locator("#pending").wait_for(state="hidden")

    page.click("text=Try a patient")
    page.fill('[name="age_years"]', "81")
    page.click("text=What do the tables answer?")
    page.wait_for_selector("#answers .headline")
    page.fill("#keep-text", "Somebody of 81 years, of whom nothing else is known")
    page.click("text=Keep as a worked case")
    page.locator("#pending", has_text="1 workbook").wait_for()
    desk.save()
    assert "Somebody of 81 years" in run("show", desk.folder / "cases.xlsx").output
    assert run("check", desk.folder).exit_code == 0


def test_compared_signed_and_the_sign_off_void(desk: Desk) -> None:
    page = desk.page
    page.click("nav >> text=Compare")
    published = [{"name": name, "mimeType": "", "buffer": content} for name, content in OURS.items()]
    page.set_input_files("#published", published)
    page.locator("#compared", has_text="Nobody gets another answer").wait_for()
    page.click("nav >> text=Sign-off")
    page.select_option("#sign-decision", label="Over 80")
    page.fill("#sign-person", "A. Doctor")
    page.fill("#sign-role", "Physician")
    page.click("#sign button")
    page.locator("#signatures", has_text="3 signed").wait_for()
    page.click("nav >> text=Findings")
    page.select_option("#sheets", label="classes.xlsx · Over 80")
    page.locator("#cell-B8").click()
    page.fill("#cell-text", ">= very old age")
    page.click("#cell-form [type=submit]")
    page.locator("#findings", has_text="voided-sign-off").wait_for()
