"""The page of a wall chart: what stands where, on paper, on a phone, and that each patient of it opens in the form."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler.proof import derive_chart
from b12tables.compiler.report.chart_layout import ChartLayout, letters
from b12tables.site import templating
from b12tables.site.html import text
from tests.kit.charts import IRON_CHART
from tests.kit.packages import real_model
from tests.kit.tables import model_from_markdown
from tests.site.browsing import Examiner, Watch, examine
from tests.site.sample import HOSTILE
from tests.site.test_paper import sheets

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def layout() -> ChartLayout:
    model = real_model()
    return ChartLayout(model, derive_chart(model, model.charts[0]))


def test_each_result_stands_where_it_hangs(layout: ChartLayout) -> None:
    """Beside the exact test: the sets of sides on which it hangs are the least that settle it."""
    assert layout.margins == ("duration",)
    assert [line.label for line in layout.everybody.lines] == ["Product for injection"]
    assert [line.label for line in layout.strip[0].box.lines] == ["Alternative product"]
    assert layout.in_cells[0] == "regimen"
    cells = layout.derived.cells
    for name in layout.told:
        at = [
            (cell.at, cell.plain[name], tuple(f.because for f in cell.further if f.field == name))
            for cell in cells
        ]
        hangs = {
            side
            for side in range(3)
            if len({(a[:side] + a[side + 1 :]) for a, *_ in at})
            < len({(a[:side] + a[side + 1 :], repr(said)) for a, *said in at})
        }
        assert layout.hangs[name] == hangs, name


def test_rows_that_agree_are_one_and_every_combination_is_in_one_cell(layout: ChartLayout) -> None:
    members = [member for band in layout.rows for member in band.members]
    assert sorted(members) == list(range(12))
    assert len(layout.rows) < 12
    entries = [entry.words for band in layout.rows for cell in band.cells for entry in cell.entries]
    assert len(entries) == len(set(entries)) == 108


def test_every_letter_has_its_footnote(layout: ChartLayout) -> None:
    boxes = [cell for band in layout.rows for cell in (band.box, *band.cells)]
    boxes += [band.box for band in (*layout.columns, *layout.strip)] + [layout.everybody]
    used = {letter for box in boxes for line in box.lines for part in line.parts for letter in part.letters}
    assert used == {letter for letter, *_ in layout.notes}


def test_letters_go_on_after_z() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["a", "z", "aa", "az", "ba", "zz", "aaa"]


def test_a_chart_of_another_set_is_laid_out() -> None:
    model = model_from_markdown((ROOT / "tests/kit/sets/iron.md").read_text("utf-8") + IRON_CHART)
    made = ChartLayout(model, derive_chart(model, model.charts[0]))
    assert sum(len(cell.entries) for band in made.rows for cell in band.cells) == made.possible
    assert made.legend


def test_the_page_proves_itself(real_site: Path) -> None:
    words = (real_site / "wall-chart.html").read_text("utf-8")
    assert "108 combinations of Main cause, Neurology, Renal function, each in exactly one cell." in words
    assert re.search(
        r"\d+ of \d\d\d worked cases belong here; each agrees with its cell or with a footnote", words
    )
    start = (real_site / "index.html").read_text("utf-8")
    assert start.index("wall-chart.html") < start.index("try.html")


SMALLEST = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let least = Infinity;
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    const points = parseFloat(getComputedStyle(one).fontSize) * 72 / 96;
    if (texts.currentNode.data.trim() && one.checkVisibility()) least = Math.min(least, points);
  }
  return least;
}"""


def first_sheet(pdf: bytes) -> str:
    """The words on the first sheet of a PDF."""
    reader = shutil.which("pdftotext") or pytest.skip("needs pdftotext (Debian: poppler-utils)")
    told = subprocess.run([reader, "-l", "1", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def test_it_fits_one_sheet_with_what_its_signs_mean(real_site: Path, browser: Any) -> None:
    """Whoever pins up the first sheet has the signs and what overrides it; the letters are on its back."""
    watch = Watch(browser, f"file://{real_site}/")
    page = watch.open("wall-chart.html")
    pdf = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    smallest = page.evaluate(SMALLEST)
    watch.context.close()
    assert sheets(pdf) == 2 and round(smallest, 3) >= 7, "points"
    words = first_sheet(pdf)
    assert "What overrides every cell" in words
    layout = ChartLayout(real_model(), derive_chart(real_model(), real_model().charts[0]))
    assert [mark for mark, meaning in layout.legend if f"{mark} {meaning[:30]}" not in words] == []
    assert re.search(rb"/MediaBox\s*\[0 0 84\d\S* 59\d", pdf)


def test_it_is_accessible_in_every_form(real_site: Path, browser: Any, examiner: Examiner) -> None:
    assert examine(browser, examiner, real_site, ["wall-chart.html"], {"wall-chart.html"}) == {}


def test_a_cell_opens_the_form_with_its_patient(real_site: Path, browser: Any) -> None:
    watch = Watch(browser, f"file://{real_site}/", viewport={"width": 360, "height": 800})
    page = watch.open("wall-chart.html")
    page.get_by_text("No involvement", exact=True).first.click()
    card = page.locator(".chart tbody tr").first
    assert card.locator("td.column-2").is_visible()
    assert not card.locator("td.column-1").is_visible()
    card.locator("td.column-2 summary").click()
    card.locator("td.column-2 li a").first.click()
    page.wait_for_url("**/try.html#case=*")
    page.wait_for_selector(".entered li")
    entered = page.locator(".entered").inner_text()
    assert (
        "Pernicious anaemia" in entered and "No neurological involvement" in entered
    ) or "none" in entered.lower()
    assert watch.wrong == []
    watch.context.close()


def test_hostile_words_are_shown_and_never_obeyed(tmp_path: Path) -> None:
    from b12tables.site.build import build_site
    from tests.site.sample import sample_model

    build_site(sample_model(), (), None, tmp_path / "none", tmp_path / "out")
    words = (tmp_path / "out" / "wall-chart.html").read_text("utf-8")
    assert str(text(HOSTILE)) in words
    assert "<script>alert" not in words
    assert "Iron &lt;at a glance&gt;" in words


TEMPLATES = sorted((ROOT / "b12tables/site/templates").glob("*.j2"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_text_enters_an_attribute_as_if_it_were_content(path: Path) -> None:
    source, expressions = path.read_text("utf-8"), []

    def kept(found: re.Match[str]) -> str:
        expressions.append(found[0])
        return f"\0{len(expressions) - 1}\1"

    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", kept, source, flags=re.DOTALL)
    for tag in re.findall(r"<[a-z][^<>]*>", plain):
        for number in re.findall("\0(\\d+)\1", tag):
            expression = expressions[int(number)]
            assert not expression.startswith("{{") or expression.endswith("|attribute }}"), expression
    assert "|safe" not in source


def test_a_template_refuses_what_it_is_not_given() -> None:
    with pytest.raises(Exception, match="undefined"):
        templating.render("no_wall_chart", "wall-chart.html", why="x")
