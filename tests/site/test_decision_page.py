"""The page of a decision, and the page of the lists: what matters, what is told apart, what differs, what was found."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.site.book import Book
from b12tables.site.pages.decision import decision_page, told_apart
from b12tables.site.pages.messages import messages_page
from tests.kit.tables import model_from_markdown

TABLES = """
## Fields
- cause: choice (diet, bleeding, gut, other), unknown
- ferritin: number, 0..1000, unit ug/L, unknown
- pregnant: yes/no
- route: choice (tablets, drip)
- reminder: choice (measure_again, ask_about_diet)
- weight: choice (low, high)

## Decision: Route
- Code: route_table
- Question: Tablets or a drip?
| | When | | | Then | Because |
|---|---|---|---|---|---|
| | Pregnant | Cause | Ferritin | Route | Evidence |
| R1 | - | gut | - | drip | conflict: C1 |
| R2 | - | not(gut) | < 15 | tablets | other guidance: E1 |
| R3 | - | unknown | < 15 | tablets | inference: safer |
| R4 | - | not(gut) | >= 15; unknown | tablets | inference: enough |
| R5 | - | unknown | >= 15; unknown | drip | inference: enough |

## Decision: Reminders
- Code: reminder_table
- Question: What must not be forgotten?
- Hit policy: Rule order
- May be empty: yes
| | When | | Then | | Because |
|---|---|---|---|---|---|
| | Ferritin | Cause | Reminder | Weight | Evidence |
| M1 | unknown | - | measure_again | high | inference: nothing is known |
| M2 | < 5 | - | measure_again | low | inference: very low |
| M3 | - | diet | ask_about_diet | low | inference: it may change |

## Conflicts
| ID | Title | Statements | Readings | Chosen | Why | Severity | Decisions | What if |
|---|---|---|---|---|---|---|---|---|
| C1 | Who gets a drip | one says the gut, one nobody | both | The gut. | safer | treatment | route_table | |

## Other guidance
| ID | Decisions | Topic | The tables say | Elsewhere | Reference | Date | Seen |
|---|---|---|---|---|---|---|---|
| E1 | route_table | Ferritin | below 15 | below 30 | A journal | 2017 | abstract |
"""


@pytest.fixture(scope="module")
def book() -> Book:
    model = model_from_markdown(TABLES)
    findings, certificate = run_checks(model)
    return Book(model, findings, certificate)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def part(html: str, name: str) -> str:
    return words(html.partition(f'id="{name}"')[2].partition("</section>")[0])


@pytest.fixture(scope="module")
def page(book: Book) -> str:
    return decision_page(book, book.model.decision["route_table"]).html


def test_values_that_no_row_tells_apart_stand_together(book: Book) -> None:
    table = book.model.decision["route_table"]
    assert [said for said, _ in told_apart(book, table, "cause")] == [
        "diet or bleeding or other",
        "gut",
        "not known",
    ]
    assert [said for said, _ in told_apart(book, table, "ferritin")] == [
        "< 15 µg/L",
        "≥ 15 µg/L or not known",
    ]


def test_the_inputs_that_decide_most_come_first_and_idle_ones_say_so(page: str) -> None:
    said = part(page, "inputs")
    places = [said.index(name) for name in ("Cause 5 of 5", "Ferritin 4 of 5", "Pregnant 0 of 5")]
    assert places == sorted(places)
    assert "Pregnant 0 of 5; but it never changes the answer" in said
    assert "the patient or the record" in said


def test_where_sources_or_guidance_differ_the_page_says_how(page: str) -> None:
    said = part(page, "evidence")
    assert "C1 : Who gets a drip. Taken: The gut. ( R1 )" in said
    assert "E1 : Ferritin. Elsewhere: below 30 ( R2 )" in said


def test_what_was_found_and_what_was_not(book: Book, page: str) -> None:
    assert "unused-input" in part(page, "findings")
    quiet = decision_page(book, book.model.decision["reminder_table"]).html
    assert "The check found nothing in this table" in part(quiet, "findings")
    unchecked = Book(book.model)
    said = decision_page(unchecked, unchecked.model.decision["route_table"]).html
    assert "not checked when this page was written" in part(said, "findings")


def test_each_entry_of_a_list_says_when_it_is_shown_and_why(book: Book) -> None:
    made = messages_page(book)
    assert made is not None
    entry = words(
        made.html.partition('id="entry-reminder_table-measure_again"')[2].partition("</article>")[0]
    )
    assert "Reminders · M1 : Ferritin : not known . Weight: high inference nothing is known" in entry
    assert "Reminders · M2 : Ferritin : < 5 µg/L . Weight: low" in entry
    assert "M3" not in entry
    assert "Route · R1" not in words(made.html)


def test_without_a_list_there_is_no_page_of_lists(book: Book) -> None:
    model = replace(book.model, decisions=book.model.decisions[:1])
    assert messages_page(Book(model)) is None


def test_links_into_the_site_survive_edits(book: Book) -> None:
    """A row more, another order of rows, another label: every address of before still leads to the same thing."""
    lines = TABLES.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("| R1 "))
    edited = [*lines[:at], "| R0 | yes | - | > 900 | drip | inference: new |", *reversed(lines[at : at + 5])]
    after = Book(
        model_from_markdown(
            "\n".join([*edited, *lines[at + 5 :]]).replace("Decision: Route", "Decision: How")
        )
    )
    for table in book.model.decisions:
        old, new = (decision_page(one, one.model.decision[table.code]).html for one in (book, after))
        anchors = set(re.findall(r' id="([^"]+)"', old))
        assert {f"rule-{rule.id}" for rule in table.rules} <= anchors
        assert anchors <= set(re.findall(r' id="([^"]+)"', new))
    lists = [messages_page(one) for one in (book, after)]
    assert lists[0] and lists[1]
    assert set(re.findall(r' id="([^"]+)"', lists[0].html)) <= set(
        re.findall(r' id="([^"]+)"', lists[1].html)
    )
