"""The desk without Python on the machine: the compiler runs in a real browser, from files of a static server, and says
the same to the byte.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.desk.draft import Limits, check_files
from b12tables.desk.in_a_site import HASHES, NoPyodide, site_part
from b12tables.desk.served import held_files
from b12tables.desk.service import findings_text
from b12tables.site.build import build_site
from b12tables.site.link_check import check_site
from tests.desk.desk_set import BROKEN, TABLES, opened, workbook
from tests.desk.test_adding_by_forms import make_by_forms
from tests.desk.test_charts_and_lists import CHARTED, listed, table
from tests.kit.needed import npm_package
from tests.site.browsing import Watch, over_http
from tests.site.sample import sample_findings, sample_model

ROOT = Path(__file__).parents[2]
PYTHONS = ROOT / "tests" / "pythons"


@pytest.fixture(scope="module")
def pyodide() -> Path:
    npm_package(PYTHONS, "python-3.13", "Pyodide")
    return PYTHONS / "node_modules" / "python-3.13"


FOLDER = """async () => {
  const root = await navigator.storage.getDirectory();
  window.showDirectoryPicker = async () => root;
  window.saveBeside = async (base64) => {
    const out = await (await root.getFileHandle("tables.xlsx", { create: true })).createWritable();
    await out.write(Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)));
    await out.close();
  };
  window.onDisk = async () => {
    const file = await (await root.getFileHandle("tables.xlsx")).getFile();
    return (await window.deskFiles.inBase64(file)).base64;
  };
}"""
"""Stands for the window in which a person picks a folder: a folder that the browser keeps, and really writes into."""


@pytest.fixture(scope="module")
def kept_page(pyodide: Path, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("desk")
    for name, content in site_part(pyodide, {"tables.xlsx": workbook()}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with over_http(folder) as address, Watch(browser, address, ("data:", "blob:")) as watch:
        page = watch.open()
        page.locator("#verdict", has_text="Drop the workbooks").wait_for()
        wide = page.viewport_size
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == 360, "a phone has room for it"
        page.set_viewport_size(wide)
        yield page


def asked(page: Any, request: object) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("request => window.deskEngine.ask(request)", request)
    return found


def undo_all(page: Any) -> None:
    """Takes back what was left unsaved: no other set is opened over it."""
    while "refused" not in asked(page, {"do": "undo"}):
        pass


@pytest.fixture
def page(kept_page: Any) -> Any:
    """The page with nothing unsaved and the findings in front: the tests come in any order."""
    undo_all(kept_page)
    kept_page.click("#parts [data-part=findings]")
    return kept_page


def chosen(files: dict[str, bytes]) -> dict[str, object]:
    sent = [{"name": name, "base64": b64encode(content).decode()} for name, content in files.items()]
    return {"do": "open", "files": sent}


SETS: dict[str, dict[str, bytes]] = {
    "sound": {"tables.xlsx": workbook()},
    "with a gap": {"tables.xlsx": workbook(BROKEN)},
    "with a cell that cannot be read": {
        "tables.xlsx": workbook(TABLES.replace("| < 18 |", "| < eighteen |"))
    },
    "twice": {"tables.xlsx": workbook(), "copy.xlsx": workbook()},
    "damaged": {
        "tables.xlsx": workbook(),
        "a.xlsx": b"PK nonsense",
        "b.xlsx": workbook()[:900],
        "c.ods": b"",
    },
    "none": {},
    **{
        name: {file: content for file, content in held_files(ROOT / name).items() if content}
        for name in ("examples/warfarin", "examples/leg-vein", "tables")
    },
}


TODAY = "new Intl.DateTimeFormat('sv-SE').format(new Date())"
"""The day in the browser."""


@pytest.mark.parametrize("name", SETS)
def test_both_engines_find_the_same_to_the_byte(page: Any, name: str) -> None:
    files = SETS[name]
    assert "refused" not in asked(page, chosen(files))
    day = date.fromisoformat(page.evaluate(TODAY))
    report = findings_text(check_files(files, day, Limits()))
    assert asked(page, {"do": "report"})["json"] == report
    assert 0 < int(page.evaluate("document.documentElement.dataset.memory")) < 400_000_000


def test_a_set_in_german_is_told_in_german(page: Any) -> None:
    text = BROKEN.replace("- Status: Draft", "- Status: Draft\n- Language: de")
    told = asked(page, chosen({"tables.xlsx": workbook(text)}))
    # whoever comes next finds an English set
    assert "refused" not in asked(page, chosen({"tables.xlsx": workbook()}))
    assert told["language"] == "de" and "wird niemandem gesagt" in str(told["findings"])


def test_a_folder_is_followed_and_only_the_changed_cell_is_written(page: Any) -> None:
    page.evaluate(FOLDER)
    page.evaluate("content => window.saveBeside(content)", b64encode(workbook()).decode())
    page.click("#open-folder")
    page.wait_for_selector("#verdict.ok")
    page.evaluate("content => window.saveBeside(content)", b64encode(workbook(BROKEN)).decode())
    page.wait_for_selector("#verdict.not-ok")
    page.click("text=Try: Group B7")
    page.click("text=Apply it here")
    page.wait_for_selector("#verdict.ok")
    page.click("#save")
    page.wait_for_selector("#pending", state="hidden")
    # the other engine writes the very same file
    session = opened(BROKEN)
    assert session.draft is not None
    mends: Any = [mend for one in session.ask({"do": "state"})["findings"] for mend in one["mends"]]  # type: ignore[attr-defined]
    session.ask({"do": "mend", "id": next(mend["id"] for mend in mends if "B7" in mend["title"])})
    [content] = session.unsaved().values()
    assert page.evaluate("() => window.onDisk()") == b64encode(content).decode()

    page.click("nav >> text=Compare")
    page.click("#compare")
    page.locator(
        "#compared", has_text="Nobody gets another answer than from the published edition"
    ).wait_for()


def choose_and_mend(page: Any) -> None:
    """Opens the set with the broken cell as a file that was chosen, and mends it on a page that has nothing open."""
    page.reload()
    page.locator("#verdict", has_text="Drop the workbooks").wait_for()
    page.set_input_files("#choose", {"name": "tables.xlsx", "mimeType": "", "buffer": workbook(BROKEN)})
    page.wait_for_selector("#verdict.not-ok")
    assert page.is_hidden("#save")
    page.click("text=Try: Group B7")
    page.click("text=Apply it here")
    page.wait_for_selector("#verdict.ok")


def test_files_that_were_chosen_come_back_as_downloads(page: Any) -> None:
    choose_and_mend(page)
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename == "tables.xlsx"
    assert Path(download.value.path()).read_bytes() != workbook(BROKEN)


def test_long_work_can_be_stopped(page: Any) -> None:
    assert not asked(page, chosen({"tables.xlsx": workbook(BROKEN)}))["ok"]
    place = {"do": "write", "file": "tables.xlsx", "sheet": "Cases", "row": 5, "column": 2}
    assert asked(page, {**place, "text": "kept"})["unsaved"]
    asked_and_stopped = """async (request) => {
      const asked = window.deskEngine.ask(request);
      document.getElementById("stop").click();
      return (await asked).refused;
    }"""
    assert "Stopped" in page.evaluate(asked_and_stopped, chosen({"tables.xlsx": workbook()}))
    # what was checked last is open again as it was, and not taken for what was opened since
    page.locator("#verdict.not-ok", has_text="was stopped").wait_for()
    # with what somebody changed here, and can still take back
    page.locator("#pending", has_text="→ kept").wait_for(state="visible")
    page.click("#undo")
    page.wait_for_selector("#pending", state="hidden")


def test_a_set_for_another_subject_is_made_by_forms(page: Any) -> None:
    page.reload()
    page.locator("#verdict", has_text="Drop the workbooks").wait_for()
    page.click("nav >> text=Add")
    make_by_forms(page)
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename == "foot_ulcers.xlsx"


def test_a_site_with_the_desk_leads_to_it(pyodide: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "site", site_part(pyodide, {"tables.xlsx": workbook()})
    part = site_part(pyodide, {"tables.xlsx": workbook()})
    assert part == again
    build_site(sample_model(), sample_findings(), None, None, out, quick=True, desk_files=part)
    assert 'href="desk/index.html"' in (out / "index.html").read_text("utf-8")
    assert "../desk/index.html" in next((out / "decisions").glob("*.html")).read_text("utf-8")
    assert (out / "desk" / "pyodide" / "pyodide.asm.wasm").stat().st_size > 1_000_000
    assert [str(problem) for problem in check_site(out)] == []


def test_other_files_than_those_of_pyodide_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoPyodide, match="npm install pyodide"):
        site_part(tmp_path, {})
    for name in HASHES:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(NoPyodide, match="its hash is another"):
        site_part(tmp_path, {})
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "tables.xlsx").write_bytes(workbook())
    wanted = ["docs", "build", str(tmp_path / "set"), "--desk", "--pyodide", str(tmp_path)]
    told = CliRunner().invoke(cli, [*wanted, "--out", str(tmp_path / "out")])
    assert told.exit_code == 1 and "its hash is another" in told.output and not (tmp_path / "out").exists()


def test_chart_sentence_and_list_are_the_same_there(page: Any) -> None:
    """What writes the package of a draft, and the copy of a list, is fetched when somebody asks for it."""
    text = CHARTED.replace("- Status: Draft", "- Status: Draft\n- Headline: Give a {Dose} dose.")
    files = [{"name": "tables.xlsx", "base64": b64encode(workbook(text)).decode()}]
    here = opened(text)
    asked(page, {"do": "open", "files": files})
    given = {"do": "answer", "given": {"age": "50", "cause": "surgery"}}
    assert asked(page, {"do": "charts"}) == here.ask({"do": "charts"})
    assert asked(page, given) == here.ask(given)
    assert here.ask(given)["headline"] == "Give a large dose."
    ward = listed(("Age", "Cause"), (5, "dietary"), (50, "surgery"))
    found = asked(
        page, {"do": "answer list", "files": [{"name": "w.xlsx", "base64": b64encode(ward).decode()}]}
    )
    assert [row[2] for row in table(found)] == ["What to do", "Give a small dose.", "Give a large dose."]
