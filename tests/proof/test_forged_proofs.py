"""Proofs that were written to deceive: each claims what is not so, by something that the checker once believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b12tables import proofcheck
from tests.kit.tables import write_xlsx
from tests.proof.forger import judge
from tests.proof.test_proofcheck import GUARDED, checked, proof_of

Proof = dict[str, Any]

HEAD = """
## Fields
- a: yes/no
- b: yes/no
- n: number, 0..100, unit cm
- severity: choice (mild, severe)
"""

A_LIST_NAMED_S = f"""{HEAD}
- s: choice (s1, s2)

## Decision: S
- Hit policy: Collect
- May be empty: yes
- Code: list_of_s

| | When | Then |
|---|---|---|
| | A | S |
| R1 | yes | s1 |
| R2 | no | s2 |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | Severity: mild | S: includes s1 | not so |
"""

A_SET_NOT_KNOWN = f"""{HEAD}
- s: choices (s1, s2), unknown

## Decision: S
- Code: set_of_s

| | When | Then |
|---|---|---|
| | A | S |
| R1 | yes | s1 |
| R2 | no | unknown |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | A: no | S: known | not so |
"""

TWO_NUMBERS = f"""{HEAD}
- o: choice (one, two)

## Decision: O
- Hit policy: First

| | When | Then |
|---|---|---|
| | N | O |
| R1 | 20 or 30 | one |
| R2 | - | two |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | N: 30 | O: two | not so |
"""

A_LONGER_WORD = """
## Dictionary
| Field | Label | Type |
|---|---|---|
| g | Grade | choice |
| o | O | choice |

## Values
| Field | Value | Label |
|---|---|---|
| g | low | Grade 2 |
| g | high | Grade 2 b |
| o | one | One |
| o | two | Two |

## Decision: O
- Hit policy: First

| | When | Then |
|---|---|---|
| | Grade | O |
| R1 | Grade 2 b | one |
| R2 | Grade 2 | two |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | Grade: low | O: one | not so |
"""

EARLY_OTHERWISE = f"""{HEAD}
- o: choice (one, two, three)

## Decision: O
- Hit policy: First

| | When | Then |
|---|---|---|
| | A | O |
| R1 | yes | one |
| Otherwise | - | two |
| R2 | no | three |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | A: no | O: two | not so |
"""

A_GAP = f"""{HEAD}
- o: choice (one, two)
- p: choice (one, two)

## Decision: O
| | When | Then |
|---|---|---|
| | A | O |
| R1 | yes | one |

## Decision: P
| | When | Then |
|---|---|---|
| | A | P |
| P1 | yes | one |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | A: no | O: one | not so |
"""

SIGNS_IN_A_CELL = f"""{HEAD}
- o: choice (one, two)

## Decision: O
| | When | Then |
|---|---|---|
| | Severity | O |
| R1 | {{cell}} | one |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | A: no | O: one | so |
"""

MAY_STAY = (
    GUARDED
    + """
## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| B1 | Age: >= 65 | Next interval: not(mo) | not so |
"""
)


def begins_alike(proof: Proof) -> None:
    """What is supposed of *severity* is no member of the list whose code is its first letter."""
    proof["safety"]["B1"] = {"tree": ["severity", [["mild", "list_of_s"], ["severe", 0]]]}


def never_unknown(proof: Proof) -> None:
    """A table that gives *unknown* for a set may leave it unknown."""
    proof["safety"]["B1"] = {
        "tree": ["a", [["no", ["s", [["known", 0], ["unknown", "set_of_s"]]]], ["yes", 0]]]
    }


def swallowing_unit(proof: Proof) -> None:
    """A unit behind a number hides another number."""
    proof["fields"]["n"]["units"] = ["or 30"]
    proof["tables"]["o"]["rows"][0][2] = {"n": "20"}
    tree = ["o", [["two", 0], ["one", "o"]]]
    proof["safety"]["B1"] = {"tree": ["n", [["30", tree], ["not(30)", 0]]]}


def a_table_with_a_guard(proof: Proof) -> None:
    """The last of several tables for one decision is not what decides of everybody."""
    proof["safety"]["B1"] = {"tree": ["next", [["mo", "plan"], ["wk", 0]]]}


def a_kept_result(proof: Proof) -> None:
    """What a table that may leave a result as it was says of it is left open: it cannot be supposed away."""
    proof["safety"]["B1"] = {"tree": ["next", [["mo", "next_kept"], ["not(mo)", 0]]]}


def a_list_of_what_is_none(proof: Proof) -> None:
    """A choice is no list because the proof calls it one: `none of these members` leaves nobody out."""
    proof["fields"]["s"] = {"list": True}
    proof["safety"]["B1"] = {"tree": ["s includes s1", [["yes", 0], ["no", "set_of_s"]]]}


def a_unit_that_is_a_digit(proof: Proof) -> None:
    """What stands behind a number is cut away where the proof calls it the unit: not a digit of the number."""
    proof["fields"]["n"]["units"] = ["0"]
    proof["fields"]["n"]["cuts"].append("3")
    proof["safety"]["B1"] = {"tree": ["n", [["3", ["o", [["two", 0], ["one", "o"]]]], ["not(3)", 0]]]}


def a_word_cut_short(proof: Proof) -> None:
    """Nothing is cut away of a word, whatever the proof calls a unit."""
    proof["fields"]["g"] = {"units": ["b"]}
    proof["tables"] = {}
    proof["safety"]["B1"] = {"tree": ["g", [["low", ["o", [["one", 0], ["two", "o"]]]], ["high", 0]]]}


def an_answer_is_assumed_away(proof: Proof) -> None:
    """A leaf names a table that answers just this."""
    proof["safety"]["B1"] = {"tree": ["o", [["two", 0], ["one", "o"]]]}


def an_early_otherwise(proof: Proof) -> None:
    """*Otherwise* answers where no other row does, wherever it stands."""
    rows = proof["tables"]["o"]["rows"]
    rows.insert(1, rows.pop())
    proof["safety"]["B1"] = {"tree": ["a", [["yes", 0], ["no", ["o", [["two", 0], ["not(two)", "o"]]]]]]}


SET_AND_SUM = f"""{HEAD}
- s: choices (s1, s2, s3), unknown
- total: whole number, 0..1
- o: choice (one, two)
- often: choice (always, never)
- visits: whole number

## Decision: Points
- Hit policy: Collect sum

| | When | | Then |
|---|---|---|---|
| | S | A | Total |
| P0 | - | - | 0 |
| P1 | includes s1 | - | 1 |
| P2 | - | yes | 1 |

## Decision: O
- Hit policy: First

| | When | | Then |
|---|---|---|---|
| | Total | S | O |
| R1 | >= 1 | includes s1 and excludes s2 | one |
| R2 | - | - | two |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | A: no | S: known | not so |
| B2 | S: known | S: includes s1 | not so |
| B3 | A: yes | Total: <= 1 | not so |
| B4 | A: yes<br>S: includes s1 and excludes s2 | O: two | not so |
| B5 | A: yes | N: < 50<br>N: >= 0 | not so |
| B6 | S: excludes s1 | S: includes s1<br>S: excludes s1 | not so |
| B7 | A: yes | Often: always | not so |
| B8 | A: yes | Visits: <= 20 | not so |
"""

ABOVE_A_SUM = ["o", [["two", 0], ["one", "o"]]]

FORGED_TREES = [
    # whether a set that is not known holds a member is said by neither side
    ("B1", ["s includes s1", [["yes", 0], ["no", 0]]]),
    ("B1", ["s", [["known", 0]]]),
    ("B2", ["s includes s1", [["yes", 0]]]),
    ("B2", ["s", [["known", ["s includes s1", [["yes", 0], ["no", "points"]]]], ["unknown", 0]]]),
    # nothing is added up, and the Maximum of a sum is no promise
    ("B3", 0),
    ("B3", ["total", [["<= 1", 0], ["> 1", "points"]]]),
    ("B3", ["total", [["<= 1", 0], ["unknown", "points"]]]),
    ("B4", ["total", [[">= 1", "points"], ["< 1", ABOVE_A_SUM]]]),
    ("B4", ["s includes s2", [["yes", 0], ["no", ["s", [["known", ABOVE_A_SUM], ["unknown", 0]]]]]]),
    # of two lines about one field both count
    ("B5", 0),
    ("B6", ["s", [["known", ["s includes s1", [["yes", 0], ["no", 0]]]], ["unknown", 0]]]),
    # a word is a value where it is one, and a number without a Maximum has no end
    ("B7", 0),
    ("B8", ["visits", [["<= 20", 0]]]),
]


FORGED: dict[str, tuple[str, Callable[[Proof], None]]] = {
    "a list whose code begins another": (A_LIST_NAMED_S, begins_alike),
    "a set that may be unknown": (A_SET_NOT_KNOWN, never_unknown),
    "a unit that hides a number": (TWO_NUMBERS, swallowing_unit),
    "a table with a guard": (MAY_STAY, a_table_with_a_guard),
    "a result that is kept": (MAY_STAY, a_kept_result),
    "a list that is none": (A_SET_NOT_KNOWN, a_list_of_what_is_none),
    "a unit that is a digit": (TWO_NUMBERS, a_unit_that_is_a_digit),
    "a word that is cut short": (A_LONGER_WORD, a_word_cut_short),
    "an Otherwise before the last row": (EARLY_OTHERWISE, an_early_otherwise),
    "an answer that is given": (TWO_NUMBERS, an_answer_is_assumed_away),
}


def test_a_forged_tree_over_a_set_or_a_sum_is_refused(tmp_path: Path) -> None:
    write_xlsx(SET_AND_SUM, tmp_path)
    proof = proof_of(tmp_path)
    assert {*proof["tables"]} == {"points", "o"} and checked(proof, tmp_path)
    assert not proof["safety"] and proof["left_out"]["B1"] == proof["left_out"]["B2"] == "broken"
    proof["fields"]["visits"] = {"cuts": ["20"]}
    check = proofcheck.Check(proof, tmp_path)
    for rule, tree in FORGED_TREES:
        check.proof = {**proof, "safety": {rule: {"tree": tree}}}
        with pytest.raises(proofcheck.Refused):
            list(check.run())


@pytest.mark.parametrize(
    "tree",
    [
        ["a", [["yes", 0], ["no", "o"]]],
        ["a", [["yes", 0], ["no", "p"]]],
        ["o", [["one", ["a", [["yes", 0], ["no", "o"]]]], ["two", "o"], ["unknown", "o"]]],
    ],
)
def test_a_gap_is_not_shown_by_a_gap(tmp_path: Path, tree: object) -> None:
    """Only what a table hangs on can say that nobody comes to it: not the table itself, nor another one beside it."""
    write_xlsx(A_GAP, tmp_path)
    proof = proof_of(tmp_path)
    assert "o" in proof["left_out"]
    proof["tables"]["o"] = {"policy": "unique", "rows": [["R1", "", {"a": "yes"}, ["one"]]], "tree": tree}
    with pytest.raises(proofcheck.Refused, match="nobody is said to be"):
        checked(proof, tmp_path)
    del proof["tables"]["o"]
    # nor does a gap of a table beside it show a rule
    proof["safety"]["B1"] = {"tree": ["a", [["yes", 0], ["no", "p"]]]}
    with pytest.raises(proofcheck.Refused, match="nobody is said to be"):
        checked(proof, tmp_path)


@pytest.mark.parametrize("cell", ["0xff", "mild \\| severe", "mild & ~severe", "~mild"])
def test_signs_of_the_formula_are_none_of_a_cell(tmp_path: Path, cell: str) -> None:
    """What the checker writes between the pieces of a cell is not read in the sheet."""
    write_xlsx(SIGNS_IN_A_CELL.format(cell="mild"), tmp_path)
    check = proofcheck.Check(proof_of(tmp_path), tmp_path)
    assert check.asked(("severity", "mild; severe"))
    with pytest.raises(proofcheck.Refused):
        check.asked(("severity", cell.replace("\\", "")))


def test_the_strongest_forger_shows_nothing_that_is_not_so(tmp_path: Path) -> None:
    """A share of what `python -m tests.proof.forger` tries: every leaf at every point of a claim."""
    found = Counter[str]()
    for seed in (*range(5), 81450, 82071):
        (tmp_path / str(seed)).mkdir()
        judge(seed, tmp_path / str(seed), found)


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_proof_is_refused(name: str, tmp_path: Path) -> None:
    text, forge = FORGED[name]
    write_xlsx(text, tmp_path)
    proof = proof_of(tmp_path)
    assert proof["left_out"]["B1"] == "broken"
    assert checked(proof, tmp_path)
    forge(proof)
    with pytest.raises(proofcheck.Refused):
        checked(proof, tmp_path)


def test_an_answer_is_never_assumed_away(tmp_path: Path) -> None:
    """A combination of what tables decide leaves nobody out, whatever a sheet says of it, also where others ask it."""
    asking = "| | When | Then |\n|---|---|---|\n| | O | Severity |\n| P1 | one | mild |\n"
    write_xlsx(f"{TWO_NUMBERS}\n## Decision: Severity\n\n{asking}", tmp_path)
    check = proofcheck.Check(proof_of(tmp_path), tmp_path)
    check.impossible |= {"X1": "N: 20", "X2": "N: 20\nO: one"}
    everybody = {field: field.full for field in check.fields.values()}
    state = {
        **everybody,
        **{check.fields[name]: check.fields[name].cell(cell) for name, cell in (("n", "20"), ("o", "one"))},
    }
    rule = proofcheck.Table("B1", "first", [], [("", [(check.fields["o"], 0)], [])])
    check.walk("X1", state, rule, ())
    with pytest.raises(proofcheck.Refused):
        check.walk("X2", state, rule, ())


A_SET_ASKED_IN_PART = f"""{HEAD}
- s: choices (s1, s2), unknown
- o: choice (one, two)

## Decision: O
| | When | | Then |
|---|---|---|---|
| | S | A | O |
| R1 | includes s1 | yes | one |
| R2 | includes s1 | no | two |
| R3 | excludes s1 | - | two |
| R4 | unknown | yes | two |

## Impossible
| ID | Combination | Why |
|---|---|---|
| X1 | A: no<br>S: unknown | tests |
| X2 | A: no<br>S: includes s2 | tests |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | A: no | S: excludes s2 | so |
"""


def test_a_combination_counts_where_its_members_are_asked(tmp_path: Path) -> None:
    """The prover leans on no combination about a member of a set that no row asks: the checker would not have it."""
    write_xlsx(A_SET_ASKED_IN_PART, tmp_path)
    proof = proof_of(tmp_path)
    assert {*proof["tables"]} == {"o"} and {*proof["left_out"]} == {"B1"}
    assert checked(proof, tmp_path)
    of_members = ["s includes s2", [["yes", "X2"], ["no", 0]]]
    of_the_set = ["s", [["known", of_members], ["unknown", "X1"]]]
    proof["safety"]["B1"] = {"tree": ["a", [["yes", 0], ["no", of_the_set]]]}
    with pytest.raises(proofcheck.Refused, match="X2 leaves somebody"):
        checked(proof, tmp_path)


@pytest.mark.parametrize("sheet", ["Impossible", "Decision: O"])
def test_a_proof_leans_on_nothing_that_was_taken_from_the_sheets(sheet: str, tmp_path: Path) -> None:
    """The list of combinations emptied, or a table taken away or put beside itself once more."""
    write_xlsx(A_SET_ASKED_IN_PART, tmp_path)
    proof = proof_of(tmp_path)
    (file,) = tmp_path.glob("*.xlsx")
    book = openpyxl.load_workbook(file)
    (found,) = [
        one
        for one in book
        if one["A1"].value in ("Impossible", "Decision table") and sheet.startswith(one["A1"].value[:8])
    ]
    again = book.copy_worksheet(found) if sheet != "Impossible" else None
    book.save(file)
    if again is not None:
        with pytest.raises(proofcheck.Refused):
            checked(proof, tmp_path)
        book.remove(again)
    found.delete_rows(4 if sheet == "Impossible" else 1, 20)
    book.save(file)
    with pytest.raises(proofcheck.Refused):
        checked(proof, tmp_path)


TWO_ANSWERING = f"""{HEAD}
- o: choice (one, two)

## Decision: O
- Code: first

| | When | Then |
|---|---|---|
| | A | O |
| R1 | yes | one |
| R2 | no | two |

## Decision: O again
- Code: second

| | When | Then |
|---|---|---|
| | A | O |
| R1 | - | one |

## Safety rules
| ID | When | Must | Why |
|----|------|------|-----|
| B1 | A: no | O: one | not so |
"""


def test_two_decisions_that_answer_the_same_are_refused(tmp_path: Path) -> None:
    write_xlsx(TWO_ANSWERING, tmp_path)
    with pytest.raises(proofcheck.Refused, match="two decisions answer the same"):
        proofcheck.Check({"fields": {"n": {"cuts": ["0", "100"]}}}, tmp_path)


def test_unknown_may_be_said_by_true(tmp_path: Path) -> None:
    """`true` in the Dictionary is as good as `yes`: an answer that may not be known is not forgotten."""
    write_xlsx(
        """
## Dictionary
| Field | Label | Type | Unknown |
|---|---|---|---|
| a | A | yes/no | true |
| o | O | choice | |

## Values
| Field | Value | Label |
|---|---|---|
| o | one | One |

## Decision: O
| | When | Then |
|---|---|---|
| Rule | A | O |
| R1 | yes | one |
| R2 | no; unknown | one |
""",
        tmp_path,
    )
    proof = proof_of(tmp_path)
    assert list(proofcheck.Check(proof, tmp_path).run())
    proof["tables"]["o"]["tree"] = ["a", [["yes", 0], ["no", 0]]]
    with pytest.raises(proofcheck.Refused, match="leaves something out"):
        list(proofcheck.Check(proof, tmp_path).run())


@pytest.mark.parametrize("name", ["TABLES.XLSX", "~tables.xlsx"])
def test_a_workbook_of_another_name_is_not_passed_over(tmp_path: Path, name: str) -> None:
    """What a table answers in a workbook that the checker does not see would be taken for an input."""
    written = write_xlsx(A_LONGER_WORD, tmp_path)
    proof = proof_of(tmp_path)
    written.rename(tmp_path / name)
    assert checked(proof, tmp_path)[0].startswith("1 decision tables")
