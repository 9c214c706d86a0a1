"""The report as a page: the same causes, tables drawn and marked, texts that stay texts; on phone, desk and paper."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.compiler import Report, check
from b12tables.compiler.model import Finding
from b12tables.compiler.reader import read_workbook
from b12tables.compiler.report import begin_here, report_page
from b12tables.desk.new import new_set
from b12tables.site.link_check import check_site
from benchmarks.reports import DAY, MISTAKES, make, original
from tests.report.test_begin_surfaces import words_of
from tests.site.browsing import Examiner, Watch, too_wide
from tests.site.sample import HOSTILE

SMALL = sorted(name for name, entry in MISTAKES.items() if entry["set"] != "b12")

PAYLOADS = [
    HOSTILE,
    "</style><script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7*7 }}{% for x in range(9) %}",
    "<a href=javascript:alert(1)>x</a>",
    "a\u202eb\u2066c",
    "<!--<script>",
]


TAGS = """
html head meta title style body header h1 h2 h3 p main section ol ul li b a span article div table caption thead tbody
tr th td footer details summary
"""


def page_of(folder: Path) -> tuple[Report, str]:
    report = check(folder, DAY)
    return report, report_page(report, read_workbook(folder)[0])


def mistaken(name: str, folder: Path) -> str:
    """Makes a mistake of the benchmark in a folder; its cells."""
    folder.mkdir(exist_ok=True)
    original(MISTAKES[name]["set"], folder)
    return make(MISTAKES[name], folder).cells


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_the_page_begins_where_the_report_begins(name: str, tmp_path: Path) -> None:
    mistaken(name, tmp_path / "set")
    report, page = page_of(tmp_path / "set")
    begin = plain(words_of(page.partition('<section class="begin"')[2].partition("</section>")[0]))
    causes = begin_here(report)
    assert causes
    for text in (t for cause in causes for t in (str(cause.cell or ""), cause.says, cause.edit)):
        assert plain(text) in begin


@pytest.mark.parametrize("name", ["i01", "i02", "l03", "i06"])
def test_the_cell_to_edit_is_drawn_and_marked(name: str, tmp_path: Path) -> None:
    cells = mistaken(name, tmp_path / "set")
    book = openpyxl.load_workbook(next((tmp_path / "set").glob("*.xlsx")))
    value = book[MISTAKES[name]["sheet"]][cells].value
    _, page = page_of(tmp_path / "set")
    marked = re.findall(r'<td class="edit">(.*?)<span class="role">edit here</span></td>', page, re.DOTALL)
    assert {plain(words_of(text)) for text in marked} == {plain(str(value))}


def test_the_page_is_one_file_that_obeys_nobody(tmp_path: Path) -> None:
    mistaken("i01", tmp_path / "set")
    page = page_of(tmp_path / "set")[1]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text(page, encoding="utf-8")
    assert check_site(tmp_path / "out") == []
    assert "<script" not in page and "http://" not in page and "https://" not in page
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in page


@pytest.mark.slow
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_text_stays_a_text(payload: str, tmp_path: Path) -> None:
    """In the title, a head, a cell, a value and the name of a sheet."""
    path = new_set(tmp_path / "set", "Ward")
    book = openpyxl.load_workbook(path)
    book["About"]["B2"], book["Next step"]["B1"] = payload, payload
    book["Next step"]["B9"], book["Values"]["C4"] = payload, payload
    book["Next step"].title = re.sub(r"[\[\]:*?/\\]", " ", payload)[:31]
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
    book.save(path)
    report, page = page_of(tmp_path / "set")
    assert not report.ok
    for wrong in ("<script", "<img", "<a href=j", 'onmouseover="alert', "49", "\u202e", "\u2066", "<!--"):
        assert wrong not in page.partition("<main>")[2].replace("&lt;!--", "")
    tags = set(re.findall(r"<([a-z0-9]+)", page))
    assert tags <= set(TAGS.split())
    opened, closed = (
        re.findall(r"<(td|tr|article|section)\b", page),
        re.findall(r"</(td|tr|article|section)>", page),
    )
    assert sorted(opened) == sorted(closed)


def test_a_set_that_passes_and_one_that_is_none_have_a_page(tmp_path: Path) -> None:
    new_set(tmp_path / "set", "Ward")
    (tmp_path / "empty").mkdir()
    run = CliRunner()
    fine = run.invoke(cli, ["check", str(tmp_path / "set"), "--format", "html"])
    assert (
        fine.exit_code == 0 and "Nothing stands in the way" in fine.output and "Begin here" not in fine.output
    )
    assert "right: that is for clinicians to say" in fine.output
    none = run.invoke(cli, ["check", str(tmp_path / "empty"), "--format", "html"])
    assert (
        none.exit_code == 2
        and none.output.startswith("<!doctype html>")
        and "Checked: nothing." in none.output
    )


def test_a_wide_table_is_drawn_with_the_columns_that_matter(tmp_path: Path) -> None:
    path = new_set(tmp_path / "set", "Ward")
    book = openpyxl.load_workbook(path)
    sheet = book["Next step"]
    sheet["B9"] = ">= 190"
    for column in range(7, 30):
        sheet.cell(7, column).value = f"Remark {column}"
    book.save(path)
    page = page_of(tmp_path / "set")[1]
    gap = page.partition("gap in Next step")[2].partition("</article>")[0]
    assert "Systolic blood pressure" in gap and "Remark 20" not in gap and '<th scope="col">…</th>' in gap


def test_a_long_list_can_be_opened_and_nothing_of_it_is_lost() -> None:
    """Of the rules on the way to an answer the last ones are seen first."""
    rules = [f"Table {number} R{number}" for number in range(40)]
    message = f"it does not hold\nrules that fire on the way: {'; '.join(rules)}"
    page = report_page(Report(None, (Finding("broken-safety-rule", "error", message),), None), [])
    shown = page.partition("<p>rules that fire on the way: ")[2].partition("</p>")[0].split("; ")
    folded = page.partition("<summary>and 32 more</summary><p>")[2].partition("</p>")[0].split("; ")
    assert shown == rules[-8:] and folded == rules[:-8]


def test_the_same_report_gives_the_same_page(tmp_path: Path) -> None:
    mistaken("i06", tmp_path / "set")
    shutil.copytree(tmp_path / "set", tmp_path / "again")
    assert page_of(tmp_path / "set")[1] == page_of(tmp_path / "again")[1]


@pytest.mark.parametrize("name", ["i01", "i06", "c05", "l04"])
def test_in_a_browser(name: str, tmp_path: Path, browser: Any) -> None:
    """Phone, desk and paper, in light and dark: nothing to be scrolled sideways, and axe has nothing to say."""
    mistaken(name, tmp_path / "set")
    (tmp_path / "report.html").write_text(page_of(tmp_path / "set")[1], encoding="utf-8")
    found: dict[str, Any] = {}
    for scheme in ("light", "dark"):
        for width in (360, 1280):
            # the examiner puts its own script into the page, which the policy of the page allows nobody
            watch = Watch(browser, f"file://{tmp_path}/", color_scheme=scheme, bypass_csp=True)
            examiner = Examiner()
            page = watch.open("report.html")
            page.set_viewport_size({"width": width, "height": 800})
            examiner.begin(page)
            what = (
                examiner.rules(page) + examiner.colours(page) + ([too_wide(page)] if too_wide(page) else [])
            )
            page.emulate_media(media="print", color_scheme="light")
            what += examiner.rules(page, but=("target-size",)) + examiner.colours(page) + watch.wrong
            found |= {f"{scheme} {width}": what} if what else {}
            watch.context.close()
    assert found == {}
