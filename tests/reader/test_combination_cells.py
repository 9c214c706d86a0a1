"""Conditions in the lines of one cell mean what they mean in columns, and what is said of them names that cell."""

from __future__ import annotations

from random import Random

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Finding
from tests.kit.tables import model_and_findings, model_from_markdown

FIELDS = """
## Fields
- age: whole number, 0..120
- kidneys: choice (fine, impaired), unknown
- sign: choices (cough, fever)
- dose: choice (low, high, refer)
"""
TABLE = """
## Decision: Dose
- Hit policy: {policy}

| | When | Then | Because |
|---|---|---|---|
| Rule | Combination | Dose | Note |
"""
ROWS = ("Age: < 18", "Age: >= 18<br>Kidneys: fine", "Age: >= 18<br>Kidneys: impaired, unknown")


def text(*rows: str, policy: str = "Unique") -> str:
    lines = [f"| C{n} | {row} | {['low', 'high', 'refer', 'low'][n % 4]} | |" for n, row in enumerate(rows)]
    return FIELDS + TABLE.format(policy=policy) + "\n".join(lines)


def told(*rows: str, policy: str = "Unique") -> list[Finding]:
    return [f for f in model_and_findings(text(*rows, policy=policy))[1] if f.severity == "error"]


def proved(*rows: str) -> list[Finding]:
    return [f for f in run_checks(model_from_markdown(text(*rows)))[0] if f.severity == "error"]


HEADS = ("Age", "Kidneys", "Sign")
CELLS = {
    "Age": ("-", "< 18", ">= 18", "[20..30)", "not(5)", "1, 7"),
    "Kidneys": ("-", "fine", "impaired", "unknown", "not(fine); unknown"),
    "Sign": ("-", "includes cough", "excludes fever", "empty"),
}


def test_lines_mean_what_columns_mean() -> None:
    random = Random(7)
    for _ in range(25):
        rows = [{head: random.choice(CELLS[head]) for head in HEADS} for _ in range(random.randrange(1, 6))]
        asked = [head for head in HEADS if any(row[head] != "-" for row in rows)]
        if not asked:
            continue
        lines = ["<br>".join(f"{h}: {row[h]}" for h in HEADS if row[h] != "-") or "-" for row in rows]
        spread = model_from_markdown(text(*lines, policy="Collect"))
        heads = "".join(f"| {head} " for head in asked)
        table = "\n## Decision: Dose\n- Hit policy: Collect\n\n"
        table += f"| | When {'| ' * (len(asked) - 1)}| Then |\n|---|---|---|\n"
        body = [f"| C{n} {''.join(f'| {row[h]} ' for h in asked)}| {['low', 'high', 'refer', 'low'][n % 4]} |"
                for n, row in enumerate(rows)]  # fmt: skip
        columns = model_from_markdown(FIELDS + table + f"| Rule {heads}| Dose |\n" + "\n".join(body))
        assert compare(columns, spread).same_answers
        assert sorted(f.name for f in run_checks(columns)[0]) == sorted(f.name for f in run_checks(spread)[0])


def test_a_complete_table_is_complete() -> None:
    assert proved(*ROWS) == []


def test_an_edit_changes_one_line_of_the_cell() -> None:
    (gap,) = proved(*ROWS[:2], "Age: > 18<br>Kidneys: impaired, unknown")
    (edit,) = gap.mends.edits
    assert (edit.place.cells, edit.before) == ("B8", "Age: > 18\nKidneys: impaired, unknown")
    assert edit.after == "Age: >= 18\nKidneys: impaired, unknown"
    assert gap.mends.rows is None
    assert proved(*ROWS[:2], edit.after.replace("\n", "<br>")) == []


def test_an_edit_may_add_a_line() -> None:
    (overlap,) = proved("Age: < 18", "Kidneys: fine", *ROWS[2:])
    afters = {edit.after for edit in overlap.mends.edits}
    assert "Kidneys: fine\nAge: >= 18" in afters
    assert proved("Age: < 18", "Kidneys: fine<br>Age: >= 18", *ROWS[2:]) == []


def test_the_place_of_a_row_ends_where_its_sheet_does() -> None:
    model = model_from_markdown(text(*ROWS))
    assert [rule.place.cells for rule in model.decisions[0].rules] == ["A6:D6", "A7:D7", "A8:D8"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("", "the row has no conditions"),
        ("everybody", "'everybody' names no field"),
        ("Ages: < 18", "there is no field called 'Ages'"),
        ("Age: < 18<br>age: > 3", "two lines speak of age, and all lines hold together"),
        ("Age: young", "'young' is no number that Age could have"),
        ("Kidneys: good", "Kidneys has no value 'good'"),
    ],
)
def test_a_line_that_says_nothing_is_told_with_its_cell(row: str, message: str) -> None:
    found = [f for f in told(*ROWS[:2], row, *ROWS[2:]) if message in f.message]
    assert [f.places[0].cells for f in found] == ["B8"]


def test_a_condition_stands_in_a_line_or_in_a_column() -> None:
    both = (
        text(*ROWS)
        .replace("| When | Then |", "| When | | Then |")
        .replace("| Combination |", "| Combination | Age |")
    )
    both = (
        both.replace("| low |", "| - | low |")
        .replace("| high |", "| - | high |")
        .replace("| refer |", "| - | refer |")
    )
    assert "Age has two columns" in [f.message.splitlines()[0] for f in model_and_findings(both)[1]]
