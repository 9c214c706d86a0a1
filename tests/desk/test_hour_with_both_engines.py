"""A clinician's hour at the desk: LibreOffice saves, the page follows, and the terminal agrees.

The same acts with both engines: a server that reads the folder, with our own tables, and the browser alone, whose
folder is one that the browser keeps, with a smaller set, so that no act takes long (that both find the same in ours is
held by `test_in_browser`).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler import blocks, read
from b12tables.desk.in_a_site import site_part
from b12tables.desk.served import DeskServer, held_files
from b12tables.desk.session import Session
from tests.desk.desk_set import DAY
from tests.desk.test_hour import Office, office_python, run  # noqa: F401
from tests.desk.test_in_browser import pyodide  # noqa: F401
from tests.desk.test_service import parts
from tests.site.browsing import Watch, over_http

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Played:
    """What is done in the hour, in words of one set."""

    tables: str
    book: str
    sheet: str
    broken: tuple[str, str]
    """A cell, and what somebody types into it by mistake."""
    changed: tuple[str, str]
    """A cell, and what somebody means otherwise later."""
    rules: int
    choice: str
    """A field that gets a value."""
    stated: tuple[str, str]
    cases: str

    @property
    def files(self) -> Mapping[str, bytes]:
        return {name: content for name, content in held_files(ROOT / self.tables).items() if content}


HOURS = {
    "server": Played(
        "tables", "classes.xlsx", "Over 80", ("B9", "< very old age"), ("B8", ">= very old age"), 3,
        "Absorption", ("age_years", "81"), "cases.xlsx",
    ),
    "browser": Played(
        "examples/warfarin", "decisions.xlsx", "Next INR check", ("D17", "> Long stable"),
        ("D16", "[Stable..Long stable]"), 9, "Indication", ("inr", "6.2"), "warfarin.xlsx",
    ),
}  # fmt: skip

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


def meaning(folder: Path) -> str:
    model, findings = read(folder)
    assert model is not None and not any(map(blocks, findings))
    return model.content_hash


class Desk:
    """The page with the tables open, and the folder on which LibreOffice works."""

    def __init__(self, page: Any, folder: Path, in_browser: bool, hour: Played) -> None:
        self.page, self.folder, self.in_browser, self.hour = page, folder, in_browser, hour

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
        for name in self.hour.files if self.in_browser else ():
            written = b64decode(self.page.evaluate("name => window.got(name)", name))
            (self.folder / name).write_bytes(written)


@pytest.fixture(scope="module", params=HOURS)
def hour(request: pytest.FixtureRequest) -> Played:
    return HOURS[request.param]


@pytest.fixture(scope="module")
def address(
    request: pytest.FixtureRequest, hour: Played, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the page of the browser's engine stands; "" for the server, which is started for each folder."""
    if hour is HOURS["server"]:
        yield ""
        return
    folder = tmp_path_factory.mktemp("site")
    for name, content in site_part(request.getfixturevalue("pyodide"), hour.files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with over_http(folder) as address:
        yield address


@pytest.fixture
def desk(address: str, hour: Played, browser: Any, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, content in hour.files.items():
        (folder / name).write_bytes(content)
    server = None if address else DeskServer(folder, Session(lambda: DAY))
    with Watch(browser, server.address if server else address, ("data:", "blob:")) as watch:
        page = watch.open()
        made = Desk(page, folder, server is None, hour)
        if server is None:
            page.locator("#verdict", has_text="Drop the workbooks").wait_for()
            page.evaluate(IN_THE_BROWSER)
            made.saved(*hour.files)
            page.click("#open-folder")
        page.wait_for_selector("#verdict.ok")
        yield made
    if server is not None:
        server.close()


@pytest.fixture(scope="module")
def typed(
    hour: Played,
    office_python: str,  # noqa: F811
    soffice: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> bytes:
    """The workbook with the mistake, as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("typed")
    book = folder / hour.book
    book.write_bytes(hour.files[hour.book])
    Office(office_python, soffice, folder).type_in({book: [(hour.sheet, *hour.broken)]})
    return book.read_bytes()


@pytest.mark.office
def test_a_broken_cell_is_seen_mended_and_written(desk: Desk, typed: bytes) -> None:
    page, hour, book = desk.page, desk.hour, desk.folder / desk.hour.book
    assert page.locator("#findings article.error").count() == 0 and page.is_hidden("#begin")
    book.write_bytes(typed)
    desk.saved(hour.book)
    page.wait_for_selector("#verdict.not-ok")
    assert page.locator("#causes li").count() == 1 and hour.sheet in page.inner_text("#causes")
    page.click(f"text=Try: {hour.sheet} {hour.broken[0]}")
    page.click("text=Apply it here")
    page.wait_for_selector("#verdict.ok")
    desk.save()
    before, after = parts(typed), parts(book.read_bytes())
    assert before.keys() == after.keys() and len([n for n in before if before[n] != after[n]]) == 1
    # what was mended means what it meant before the mistake; what the terminal says of these sets tests/cli asks
    assert meaning(desk.folder) == meaning(ROOT / hour.tables)


def test_a_value_is_added_and_taken_back(desk: Desk) -> None:
    page = desk.page
    page.click("nav >> text=Add")
    page.click("text=A value of a field")
    page.select_option("#add-value [name=Field]", label=desk.hour.choice)
    page.fill("#add-value [name=Label]", "Half of it")
    page.click("#add-value [type=submit]")
    page.wait_for_selector("#undo:enabled")
    page.locator("#news", has_text="Half of it").wait_for()
    page.click("#undo")
    page.locator("#pending").wait_for(state="hidden")


def test_a_patient_is_tried_and_kept_as_a_case(desk: Desk) -> None:
    page, hour = desk.page, desk.hour
    page.click("text=Try a patient")
    name, value = hour.stated
    page.fill(f'[name="{name}"]', value)
    page.click("text=What do the tables answer?")
    page.wait_for_selector("#answers .headline")
    page.fill("#keep-text", "Somebody of whom little is known")
    page.click("text=Keep as a worked case")
    page.locator("#pending", has_text="1 workbook").wait_for()
    desk.save()
    assert "Somebody of whom little is known" in run("show", desk.folder / hour.cases).output


def test_compared_signed_and_the_sign_off_void(desk: Desk) -> None:
    page, hour = desk.page, desk.hour
    page.click("nav >> text=Compare")
    published = [{"name": name, "mimeType": "", "buffer": content} for name, content in hour.files.items()]
    page.set_input_files("#published", published)
    page.locator("#compared", has_text="Nobody gets another answer").wait_for()
    page.click("nav >> text=Sign-off")
    page.select_option("#sign-decision", label=hour.sheet)
    page.fill("#sign-person", "A. Doctor")
    page.fill("#sign-role", "Physician")
    page.click("#sign button")
    page.locator("#signatures", has_text=f"{hour.rules} signed").wait_for()
    page.click("nav >> text=Findings")
    page.select_option("#sheets", label=f"{hour.book} · {hour.sheet}")
    page.locator(f"#cell-{hour.changed[0]}").click()
    page.fill("#cell-text", hour.changed[1])
    page.click("#cell-form [type=submit]")
    page.locator("#findings", has_text="voided-sign-off").wait_for()
