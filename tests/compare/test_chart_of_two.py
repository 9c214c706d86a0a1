"""A wall chart with both answers: each cell says what both say to its patients, by brute force over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings

from b12tables.compiler.compare import ChartOfTwo, Guidelines, chart_of_two, compare_guidelines
from b12tables.compiler.model import Model, Value, evaluate
from b12tables.compiler.proof import NoChart
from b12tables.site.book import Book
from b12tables.site.pages.chart_of_two import charts_of_two
from b12tables.site.pages.guidelines import SecondGuideline, guidelines_page
from tests.compare.test_guidelines import ADVICE, FIRST, GRID, NERVES, OTHER, PLAIN, PLANS, SECOND, relation
from tests.kit.tables import model_from_markdown

CHART = """
## Wall chart
- Title: Both at once
- Rows: Cause
- Columns: Nerves
- Show: Plan
"""
FIELDS = ("plan", "months"), ("advice", "again")


def compared(first: str, second: str) -> Guidelines:
    return compare_guidelines(model_from_markdown(first + CHART), model_from_markdown(second))


@pytest.fixture(scope="module")
def found() -> Guidelines:
    return compared(FIRST.format(**PLAIN), SECOND.format(**OTHER))


def answers(model: Model, names: tuple[str, str], case: dict[str, Value]) -> tuple[Value, ...]:
    """What one guideline says to a patient, in the order of the aspects."""
    known = {name: value for name, value in case.items() if name in model.fields}
    outputs = evaluate(model, known).outputs
    said = {name: value for answer in outputs.values() for name, value in dict(answer).items()}  # type: ignore[call-overload]
    return tuple(said[name] for name in names)


def patients(cause: Value, nerves: Value) -> Iterator[dict[str, Value]]:
    for vegan, level in product(GRID["vegan"], GRID["level"]):
        yield {"cause": cause, "nerves": nerves, "vegan": vegan, "level": level}


def at_of(case: Mapping[str, Value]) -> tuple[Value, Value]:
    """The cell of a patient; what is not stated is not known."""
    return case.get("cause", "unknown"), case.get("nerves", "unknown")


def agrees_with_brute_force(found: Guidelines) -> None:
    chart: ChartOfTwo = chart_of_two(found, found.models[0].charts[0])
    cells = {at_of(cell.case): cell for cell in chart.derived.cells if cell.case is not None}
    assert set(cells) == set(product(GRID["cause"], GRID["nerves"]))
    for at, cell in cells.items():
        every = [
            [answers(m, n, case) for case in patients(*at)] for m, n in zip(found.models, FIELDS, strict=True)
        ]
        assert cell.case is not None
        plain = {name: cell.case.get(name, "unknown") for name in GRID}
        for number, one in enumerate(chart.both(cell)):
            for side in (0, 1):
                assert one.values[side] == answers(found.models[side], FIELDS[side], plain)[number]
                assert one.more[side] == (len({row[number] for row in every[side]}) > 1)
            assert one.relation == relation(("How", "When")[number], *one.values)


def test_a_chart_says_what_both_say(found: Guidelines) -> None:
    agrees_with_brute_force(found)


@given(a=PLANS, b=PLANS, n=NERVES, n2=NERVES, d=ADVICE, e=ADVICE)
@settings(max_examples=8)
def test_charts_of_random_guidelines_say_what_both_say(
    a: str, b: str, n: str, n2: str, d: str, e: str
) -> None:
    first = FIRST.format(**{**PLAIN, "a": a, "b": b, "n": n})
    agrees_with_brute_force(compared(first, SECOND.format(**{**OTHER, "n2": n2, "d": d, "e": e})))


def test_where_they_differ_both_stand_in_the_cell(found: Guidelines) -> None:
    (chart,) = charts_of_two(found)
    lines = [line for _, cells in chart.rows for lines in cells for line in lines]
    differ = [line for line in lines if line.differs]
    assert differ and all([words[:3] for words in line.words] == ["A: ", "B: "] for line in differ)
    assert all(line.sign == "≠" for line in differ)
    page = guidelines_page(Book(found.models[0]), SecondGuideline("second", found)).html
    assert "Both answers on the wall chart: Both at once" in page and 'class="differs"' in page


def test_where_one_alone_speaks_its_words_say_whose_they_are(found: Guidelines) -> None:
    (chart,) = charts_of_two(found)
    lines = [line for _, cells in chart.rows for cell in cells for line in cell]
    assert {line.sign for line in lines} <= {"=", "≠", "", "–"}
    for line in lines:
        alone = [words for words in line.words if words.startswith(("A only: ", "B only: "))]
        assert bool(alone) == (line.sign == "") and (line.sign != "–" or line.words == ())


def test_rows_that_say_the_same_are_one(found: Guidelines) -> None:
    (chart,) = charts_of_two(found)
    assert all(len(cells) == len(chart.heads) for _, cells in chart.rows)
    bodies = [repr(cells) for _, cells in chart.rows]
    assert len(set(bodies)) == len(bodies)


def test_a_second_guideline_that_takes_less_is_not_drawn_and_says_so() -> None:
    second = SECOND.format(**OTHER).replace(
        "choice (diet, loss, gas), unknown", "choice (diet, gas), unknown"
    )
    found = compared(FIRST.format(**PLAIN), second.replace("loss, gas |", "gas |"))
    with pytest.raises(NoChart, match="does not take every entry of the first for Cause"):
        chart_of_two(found, found.models[0].charts[0])
    page = guidelines_page(Book(found.models[0]), SecondGuideline("second", found)).html
    assert "Not drawn: the second does not take every entry" in page
