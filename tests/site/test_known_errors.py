"""A page that answers for patients says which errors of its tables are known and were accepted, and for whom."""

from __future__ import annotations

import re

from b12tables.site.book import Book
from b12tables.site.pages.reference import cases_pages
from b12tables.site.pages.wall_chart import chart_pages
from b12tables.site.pages.ward_page import summary_pages
from tests.kit.tables import model_from_markdown

TABLES = """
## Fields
- age: whole number, 0..20, unknown
- kidneys: choice (healthy, impaired), unknown
- plan: choice (rest, walk)

## Decision: Plan
| | When | | Then |
|---|---|---|---|
| Rule | Age | Kidneys | Plan |
| P1 | < 10 | - | rest |
| P2 | >= 10 | healthy, unknown | walk |
| P3 | >= 10, unknown | impaired | rest |
| P4 | unknown | healthy, unknown | walk |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Kidneys: impaired | Plan: walk | so |

## Cases
| | | Given | | Expect |
|---|---|---|---|---|
| ID | Description | Age | Kidneys | Plan |
| C1 | one | 13 | healthy | rest |
| C2 | two | 13 | impaired | rest |
| C3 | three | 3 | healthy | rest |

## Wall chart
| Title | Rows | Columns | Show |
|---|---|---|---|
{chart}

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Also accepted by | Meaning |
|---|---|---|---|---|---|---|---|---|
| broken-safety-rule | | S1 | first | Ann Berg | 2999-01-31 | 2998-11-01 | Eva Vogt | Kidneys: impaired |
| failed-case | | C1 | second | Ann Berg | 2999-01-31 | 2998-11-01 | | Age: 13<br>Kidneys: healthy<br>Plan: walk |
"""

CHART = "| Chart | Age | Kidneys | Plan |"

FIRST = "is known and was accepted for {}: broken-safety-rule (S1): first (accepted by Ann Berg and Eva Vogt until"
SECOND = "is known and was accepted for {}: failed-case (C1): second (accepted by Ann Berg until"
WHOM = "these patients (Kidneys: impaired)", "these patients (Age: 13; Kidneys: healthy)"


def _book(chart: str = CHART) -> Book:
    return Book(model_from_markdown(TABLES.format(chart=chart)))


def _said(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_worked_case_says_what_comes_and_which_error_that_passes() -> None:
    pages = cases_pages(_book())
    first, second, third = (_said(str(pages[f"cases/C{n}.html"].html)) for n in (1, 2, 3))
    assert SECOND.format("this case") in first and "What comes out instead Plan walk" in first
    assert FIRST.format("this case") in second and "instead" not in second
    assert "is known" not in third and "instead" not in third


def test_a_chart_says_for_whom_an_error_was_accepted() -> None:
    said = _said(str(chart_pages(_book())["wall-chart.html"].html))
    assert FIRST.format(WHOM[0]) in said and SECOND.format(WHOM[1]) in said


def test_a_page_for_a_ward_says_it_of_its_patients_only() -> None:
    asked = {"by": "kidneys", "about": "plan"}
    for chart, whom in ((CHART, WHOM), ("", ("this case", "this case"))):
        pages = summary_pages(_book(chart), asked)
        healthy, impaired = (
            _said(str(pages[f"summary/kidneys-{n}.html"].html)) for n in ("healthy", "impaired")
        )
        assert FIRST.format(whom[0]) in impaired and "failed-case" not in impaired
        assert (SECOND.format(whom[1]) in healthy) == bool(chart)
        assert "broken-safety-rule" not in healthy


def test_nothing_is_said_where_no_error_was_accepted() -> None:
    book = Book(model_from_markdown(TABLES.format(chart=CHART).partition("## Accepted")[0]))
    pages = {**cases_pages(book), **chart_pages(book)}
    assert not any("is known and" in _said(str(page.html)) for page in pages.values())
