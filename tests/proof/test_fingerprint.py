"""What a sign-off is about: it is voided when the rule means something else, and by nothing else."""

from __future__ import annotations

import pytest

from b12tables.compiler.proof import Meanings
from tests.kit.tables import model_from_markdown

SET = """
## Fields
- x: text
- a: number, 0..10, unit mg, accepts ug | [IU] = 0.1 mg
- b: number, 0..10, unit mg
- c: number, unit mg, computed a + b
- o: choice (first, second)

## Decision: T
- Hit policy: Priority

|    | When | When   | Then | Because  |
|----|------|--------|------|----------|
|    | X    | C      | O    | Evidence |
| R1 | yes  | > 3 mg | first  | inference: x |
| R2 | -    | -      | second | inference: x |
"""


def voided(*change: str) -> set[str]:
    """The rules whose sign-off a change of the text voids."""
    before, after = (Meanings(model_from_markdown(text)).rules for text in (SET, SET.replace(*change)))
    assert SET.count(change[0]), change
    return {rule for (_, rule), meaning in before.items() if after["t", rule] != meaning}


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        ("a + b", "b + a", set()),
        # R2 answers what R1, which ranks higher, leaves to it
        ("a + b", "a - b", {"R1", "R2"}),
        ("[IU] = 0.1 mg", "[IU] = 0.2 mg", {"R1", "R2"}),
        ("> 3 mg", "> 4 mg", {"R1", "R2"}),
        ("| yes ", "|  YES ", set()),
        ("- x: text", "- x: text, label The text", set()),
    ],
)
def test_a_sign_off_is_voided_by_what_changes_the_meaning(before: str, after: str, rules: set[str]) -> None:
    assert voided(before, after) == rules


FIRST = """
## Fields
- age: whole number, 0..120
- s: choices (pen, latex)
- o: choice (first, second, third)

## Decision: T
- Hit policy: First

| | When | | Then |
|---|---|---|---|
| Rule | Age | S | O |
| R1 | < 18 | - | first |
| R2 | >= 65 | includes pen | second |
| R3 | - | - | third |
{further}| Otherwise | | | second |
"""


def first_hashes(*changes: tuple[str, str], further: str = "") -> dict[str, str]:
    text = FIRST.format(further=further)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return {rule: meaning for (_, rule), meaning in Meanings(model_from_markdown(text)).rules.items()}


@pytest.mark.parametrize(
    ("changes", "voided"),
    [
        # the same cases are taken from R3, written in two rows, in another order, or with a part that is covered
        ([("| R1 | < 18 | - | first |\n", "| R0 | < 9 | - | first |\n| R1 | < 18 | - | first |\n")], set()),
        ([("| R1 | < 18 |", "| R1 | < 18; 3 |")], set()),
        (
            [
                (
                    "| R2 | >= 65 | includes pen | second |",
                    "| R2 | >= 65 | includes pen; includes pen | second |",
                )
            ],
            set(),
        ),
        ([("- s: choices (pen, latex)", "- s: choices (pen, latex, nut)")], set()),
        ([("| R1 | < 18 | - |", "| R1 | < 19 | - |")], {"R1", "R3"}),
        ([("| R2 | >= 65 | includes pen |", "| R2 | - | includes pen |")], {"R2", "R3"}),
        # what comes before and says the same takes nothing away
        ([("| R2 | >= 65 | includes pen | second |", "| R2 | >= 65 | includes pen | third |")], {"R2", "R3"}),
    ],
)
def test_under_first_a_row_is_voided_where_the_cases_that_it_answers_change(
    changes: list[tuple[str, str]], voided: set[str]
) -> None:
    before, after = first_hashes(), first_hashes(*changes)
    assert {rule for rule, meaning in before.items() if after.get(rule) != meaning} == voided


def test_otherwise_answers_the_same_however_the_other_rows_are_written() -> None:
    narrow = ("| R3 | - | - | third |", "| R3 | [18..64] | - | third |")
    split = ("| R3 | - | - | third |", "| R3 | [18..40] | - | third |\n| R4 | [30..64] | - | third |")
    one, two = first_hashes(narrow), first_hashes(split)
    assert one["Otherwise"] == two["Otherwise"] and one["R3"] != two["R3"]
    assert (
        one["Otherwise"]
        != first_hashes(("| R3 | - | - | third |", "| R3 | [18..65] | - | third |"))["Otherwise"]
    )


def test_a_row_among_very_many_is_told_by_their_conditions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("b12tables.compiler.proof.answered_cases.MOST", 1)
    before, after = first_hashes(), first_hashes(("| R1 | < 18 | - |", "| R1 | < 19 | - |"))
    assert {rule for rule in before if before[rule] != after[rule]} == {"R1", "R3", "Otherwise"}


@pytest.mark.parametrize(
    "cell", ["includes pen", "excludes pen", "empty", "not(empty)", "includes pen; empty"]
)
def test_a_new_value_of_a_set_that_no_cell_names_voids_nothing(cell: str) -> None:
    asked = ("| R2 | >= 65 | includes pen |", f"| R2 | >= 65 | {cell} |")
    before, after = (
        first_hashes(asked, values)
        for values in (("(pen, latex)", "(pen, latex)"), ("(pen, latex)", "(pen, latex, nut)"))
    )
    assert before == after


TEXTS = """
## Fields
- x: yes/no
- t: text
- w: text
- o: choice (first, second)

## Decision: T
- Hit policy: Collect

|    | When | When | Then | Because  |
|----|------|------|------|----------|
|    | X    | T    | W    | Evidence |
| R1 | yes  | {one} | {one} | inference: x |
| R2 | no   | not({one}) | rest | inference: x |

## Decision: U
- Hit policy: First

|    | When | Then | Because  |
|----|------|------|----------|
|    | W    | O    | Evidence |
| R1 | includes "{one}" | first | inference: x |
| R2 | excludes "{one}"; includes rest | second | inference: x |
| Otherwise | | first | inference: x |
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("call", "Call"),
        ("Straße", "STRASSE"),
        ("größer", "GRÖSSER"),
        ("İlaç", "ilaç"),
        ("σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("a  b", "A B"),
    ],
)
def test_a_text_in_another_case_voids_nothing_alone_and_in_a_list(one: str, other: str) -> None:
    before, after = (Meanings(model_from_markdown(TEXTS.format(one=text))) for text in (one, other))
    assert before.rules == after.rules and before.decisions == after.decisions
    for table, rule in before.rules:
        assert before.to_sign(table, rule) == after.to_sign(table, rule)
    another = Meanings(model_from_markdown(TEXTS.format(one="another")))
    assert all(before.rules[key] != another.rules[key] for key in (("t", "R1"), ("t", "R2"), ("u", "R1")))
