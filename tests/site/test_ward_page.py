"""The printable page of a value: it says what the runtime answers, block by block, and what the chart proves."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from b12tables.compiler.model import Model, evaluate, passes, stated_data, value_words, values_after
from b12tables.compiler.proof import derive_chart
from b12tables.runtime.explain.first_page import FirstPage
from b12tables.site.book import Book
from b12tables.site.html import text
from b12tables.site.pages import ward_page
from tests.kit.charts import IRON_CHART
from tests.kit.packages import package_of, real_model, real_package
from tests.kit.tables import model_from_markdown
from tests.site.sample import sample_findings

ROOT = Path(__file__).parents[2]
CAUSES = [row.code for row in real_model().fields["cause"].values]


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(real_model(), quick=True)


@pytest.fixture(scope="module")
def pages(book: Book) -> dict[str, str]:
    settings = {"by": "cause", "about": "cause_class, regimen, warnings"}
    return {path: str(page.html) for path, page in ward_page.summary_pages(book, settings).items()}


def plain(html: str) -> str:
    """The words of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("code", CAUSES)
def test_the_page_says_what_the_runtime_says_first(pages: dict[str, str], code: str) -> None:
    words = plain(pages[f"summary/cause-{code}.html"])
    page = FirstPage(real_package().evaluate({"cause": code}))
    lines = [*page.entries, *page.do_now, *page.next_check, *page.do_not, *page.always]
    assert page.headline and lines
    assert [
        line
        for line in (page.headline, *(line.text for line in lines))
        if plain(str(text(line))) not in words
    ] == []
    grave = [line.text for line in page.do_not if line.grave]
    assert all(f"CRITICAL: {line}" in words for line in grave)
    assert "hydroxocobalamin 1 mg" in words, "the drug and its dose"


@pytest.mark.parametrize("code", CAUSES)
def test_every_worked_case_of_the_chart_is_told(book: Book, pages: dict[str, str], code: str) -> None:
    """What a worked case of this cause gets stands on its page: in a sentence, a line, or among what else comes out."""
    model, words = real_model(), plain(pages[f"summary/cause-{code}.html"]).casefold()
    chart = model.charts[0]
    names = [name for name in chart.results if name not in model.set_valued]
    for case in model.cases:
        evaluation = evaluate(model, case.given)
        values = values_after(case.given, evaluation)
        inside = evaluation.status == "ok" and values.get("cause") == code
        if inside and all(passes(one.test, values.get(one.field, "unknown")) for one in chart.given):
            told = {name: value_words(values[name], model.fields[name]) for name in names if values.get(name)}
            assert {n: said for n, said in told.items() if str(text(said)).casefold() not in words} == {}, (
                case.id
            )


def test_each_sentence_is_that_of_its_patients(book: Book) -> None:
    """Every cell of the chart, beside the page: its patient's sentence stands there for them and for nobody else."""
    model = real_model()
    cells = derive_chart(model, model.charts[0]).cells
    for code in CAUSES:
        chart = ward_page._ChartOf.value(book, model.fields["cause"], code)
        assert chart is not None
        parts = chart.hanging[0].parts
        sentences = set()
        for cell in cells:
            if cell.case is not None and cell.case.get("cause") == code:
                given = {name: stated_data(value, model.fields[name]) for name, value in cell.case.items()}
                sentences.add(real_package().evaluate(given).headline)
        assert {sentence for _, sentence in parts} == sentences


def test_where_two_sides_decide_the_most_are_told_last(book: Book) -> None:
    chart = ward_page._ChartOf.value(book, real_model().fields["cause"], "pernicious_anaemia")
    assert chart is not None
    told = next(line.parts for line in chart.hanging if line.label == "Oral treatment")
    assert told == [
        ("Neurology: No involvement, Renal function: Unimpaired", "Disputed: the clinician decides"),
        ("Otherwise", "Ruled out"),
    ]


def _iron(chart: str = "") -> Model:
    return model_from_markdown((ROOT / "tests/kit/sets/iron.md").read_text("utf-8") + chart)


def test_sets_without_a_sentence_or_a_chart_have_their_pages() -> None:
    for model in (_iron(), _iron(IRON_CHART)):
        by = next(
            name
            for name, field in model.fields.items()
            if field.type == "choice" and name not in model.produced_by
        )
        settings = {"by": by, "about": ", ".join(table.code for table in model.decisions)}
        made = ward_page.summary_pages(Book(model, quick=True), settings)
        assert len(made) == len(model.fields[by].values)
        for row in model.fields[by].values:
            result = package_of(model).evaluate({by: row.code})
            words = plain(str(made[f"summary/{by}-{row.code}.html"].html))
            if result.status == "ok":
                assert all(str(text(line.text)) in words for line in FirstPage(result).do_now)


def test_a_set_that_cannot_be_built_says_what_it_can() -> None:
    """With an error in the tables no package answers: the page has the decisions with their rules, on paper too."""
    findings = [replace(finding, severity="error") for finding in sample_findings()]
    book = Book(real_model(), tuple(findings), quick=True)
    assert book.package is None
    made = ward_page.summary_pages(book, {"by": "cause", "about": "cause_class, regimen"})
    assert len(made) == len(CAUSES)
    for page in made.values():
        assert "first-page" not in str(page.html) and 'class="of-rules"' in str(page.html)
