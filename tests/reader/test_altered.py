"""What a spreadsheet made of a text is found wherever a text is meant, and codes of terminologies are proved."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from b12tables.compiler.model.finding import Finding
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.sheet_kinds import KINDS_OF_SHEET
from b12tables.compiler.reader.terminology import code_troubles, luhn, verhoeff
from b12tables.compiler.reader.workbook import Raw, Workbook
from tests.kit.tables import workbook_from_markdown

SET = """
## About
- Title: A set
- Identifier: a_set
- Version: 0.1.0
- Status: Draft
- Owner: Dr A
- Intended use: Tests
- Disclaimer: None

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Also accepts | Unknown | Question | System | Code | Note |
|---|---|---|---|---|---|---|---|---|---|---|---|
| level | Level | number | 0 | 2000 | pg/mL | pmol/L = 1.355 pg/mL | yes | Which? | http://loinc.org | 2132-9 | note |
| plan | Plan | choice | | | | | | What? | | | |

## Values
| Field | Value | Label | Definition | System | Code |
|---|---|---|---|---|---|
| plan | treat | Treat | To treat | http://snomed.info/sct | 84027009 |
| plan | wait | Wait | | | |

## Decision: What to do
- Code: what
- Question: What now?
- Hit policy: Unique

| | When | Then | Because | |
|---|---|---|---|---|
| Rule | Level | Plan | Evidence | Note |
| R1 | < 200 | treat | S1-01 | note |
| R2 | >= 200; unknown | wait | S1-01 | note |

## Safety rules
| ID | When | Must | Why | Evidence |
|---|---|---|---|---|
| SR1 | Level: < 100 | Plan: treat | Why | S1-01 |

## Cases
| | | Given | Expect |
|---|---|---|---|
| ID | Description | Level | Plan |
| C1 | low | 100 pg/mL | treat |

## Statements
| ID | Source | Section | Statement | Kind | Disposition | Why |
|---|---|---|---|---|---|---|
| S1-01 | S1 | Part 1 | Low levels are treated | rule | encoded | |

## Sources
| ID | Title | Publisher | Date | Locator | Review status |
|---|---|---|---|---|---|
| S1 | A guideline | Somebody | 2024 | page 1 | |
"""

WORKBOOK = workbook_from_markdown(SET)

DATES = {"Date", "Minimum", "Maximum"}
"""Columns of the set in which a date or number stands for itself, or is told in its own words."""


def test_the_set_is_sound() -> None:
    model, findings = build_model(WORKBOOK)
    assert model is not None and not findings, findings


def cells() -> list[tuple[int, tuple[int, int], str]]:
    """Every cell below the heads, beside a key, or in the title that holds something: sheet, place, its head."""
    found = []
    for number, sheet in enumerate(WORKBOOK.sheets):
        keys = [row for row, at in sheet.by_row.items() if row > 1 and set(at) == {1, 2} and row < 10]
        kind = KINDS_OF_SHEET[sheet.at(1, 1).text.lower()]
        heads = next(
            (r for r, at in sheet.by_row.items() if {c.text for c in at.values()} & {"Rule", "ID", "Field"}),
            99,
        )
        for row, at in sheet.by_row.items():
            for column in at:
                if row > heads:
                    found.append((number, (row, column), sheet.at(heads, column).text))
                elif row in keys and column == 2 and (kind.name == "About" or row < 5):
                    found.append((number, (row, column), at[1].text))
    return found


def findings_with(sheet: int, place: tuple[int, int], value: Raw) -> tuple[Finding, ...]:
    """What is said where one cell holds something else."""
    old = WORKBOOK.sheets[sheet]
    cell = replace(old.at(*place), value=value)
    changed = replace(old, cells={**old.cells, place: cell})
    sheets = [changed if number == sheet else one for number, one in enumerate(WORKBOOK.sheets)]
    return build_model(Workbook(tuple(sheets)))[1]


def told(sheet: int, place: tuple[int, int], value: Raw) -> list[Finding]:
    where = WORKBOOK.sheets[sheet].at(*place).place
    return [f for f in findings_with(sheet, place, value) if where in f.places and f.severity == "error"]


@pytest.mark.parametrize("value", [date(2026, 2, 1), 12345678901234500, 1e17], ids=str)
def test_a_date_or_a_number_too_long_is_found_in_every_cell(value: Raw) -> None:
    assert len(cells()) > 55
    for sheet, place, head in cells():
        if head in DATES and isinstance(value, date):
            continue
        if head == "Date":
            continue
        (finding,) = told(sheet, place, value)
        assert finding.name in ("bad-cell", "outside-domain"), (head, finding)
        assert finding.help, head


NAMING = {
    "ID",
    "Rule",
    "Field",
    "Value",
    "Code",
    "Version",
    "Identifier",
    "Evidence",
    "Section",
    "Source",
    "System",
}


def test_a_number_that_may_have_lost_its_zero_is_found_where_something_is_named() -> None:
    seen = set()
    for sheet, place, head in cells():
        if head in NAMING and WORKBOOK.sheets[sheet].at(1, 1).text != "Cases":
            seen.add(head)
            (finding,) = told(sheet, place, 1.1)
            assert finding.name == "bad-cell" and "1.1" in finding.message, (head, finding)
    assert seen >= NAMING - {"Identifier"} or seen == NAMING


def test_in_prose_and_for_a_plain_number_as_id_nothing_is_said() -> None:
    for sheet, place, head in cells():
        if head in ("Note", "Why", "Question", "Title", "Owner", "Description"):
            assert not told(sheet, place, 1.5), head
        if head in ("ID", "Rule"):
            assert not [f for f in told(sheet, place, 7) if f.name == "bad-cell"], head


def test_a_leading_zero_is_not_lost_in_a_code() -> None:
    for sheet, place, head in cells():
        if head == "Code" and WORKBOOK.sheets[sheet].at(1, 1).text == "Dictionary":
            (finding,) = told(sheet, place, 21329)
            assert "drops a 0" in finding.message
        if head == "Code" and WORKBOOK.sheets[sheet].at(1, 1).text == "Values":
            assert not told(sheet, place, 84027009), (
                "codes of SNOMED CT are numbers, and their digits are proved"
            )


def test_two_values_of_one_number_are_told_apart_by_text_only() -> None:
    text = SET.replace("| Treat | To treat", "| 1.1 | To treat").replace("| Wait | |", "| '1.10 | |")
    workbook = workbook_from_markdown(
        text.replace("| 1.1 | To treat", "| '1.1 | To treat").replace("| treat | S1", "| 1.1 | S1")
    )
    (finding,) = [f for f in build_model(workbook)[1] if f.name == "bad-cell"]
    assert "1.1 or 1.10" in finding.message or "1.10 or 1.1" in finding.message


# ---------------------------------------------------------------- check digits

LOINC = ["2132-9", "14685-2", "30525-0", "2284-8", "2276-4", "21112-8", "98979-8", "787-2"]
SNOMED = ["84027009", "190634004", "35489007", "73211009", "709044004", "900000000000207008"]


@pytest.mark.parametrize(("system", "codes"), [("http://loinc.org", LOINC), ("SNOMED CT", SNOMED)])
def test_a_code_with_one_digit_wrong_is_told(system: str, codes: list[str]) -> None:
    assert not list(code_troubles(system, "\n".join(codes))) and not list(
        code_troubles(system, "; ".join(codes))
    )
    for code in codes:
        for position, sign in enumerate(code):
            for digit in "0123456789" if sign.isdigit() else "":
                slip = code[:position] + digit + code[position + 1 :]
                assert bool(list(code_troubles(system, slip))) == (digit != sign), slip


def test_two_digits_of_a_snomed_code_exchanged_are_told() -> None:
    for code in SNOMED:
        for i in range(len(code) - 1):
            slip = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
            assert slip == code or list(code_troubles("http://snomed.info/sct", slip)), slip


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("LOINC", "2132"), ("LOINC", "2132-9, 14685-2"), ("LOINC", "2132 - 9"), ("LOINC", "1/2/2026"), ("loinc", "B12"),
        ("snomed", "84027"), ("snomed", "084027009"), ("snomed", "84027009 35489007"), ("snomed", "751689013"),
        ("urn:oid:2.16.840.1.113883.6.96", "84027008"), ("urn:oid:2.16.840.1.113883.6.1", "2132-8"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_told(system: str, code: str) -> None:
    assert list(code_troubles(system, code))


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("snomed", "84027009 |Pernicious anaemia|"),
        ("http://www.whocc.no/atc", "A02BC; A10BA02"),
        ("", "x"),
        ("LOINC", ""),
    ],
)
def test_what_may_be_one_is_not(system: str, code: str) -> None:
    assert not list(code_troubles(system, code))


def test_check_digits_against_their_definition() -> None:
    """The group table of Verhoeff by its multiplication; modulo 10 by doubling."""
    chance = random.Random(4)
    for _ in range(500):
        digits = "".join(chance.choices("0123456789", k=chance.randint(5, 17)))
        right = [d for d in "0123456789" if verhoeff(digits + d) == 0]
        assert len(right) == 1, "exactly one digit is right"
        doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(digits))]
        assert (sum(n // 10 + n % 10 for n in doubled) + luhn(digits)) % 10 == 0
    assert verhoeff("2363") == 0
