"""Proofs that were written to deceive: each claims what is not so, by something that the checker once believed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from b12tables import proofcheck
from tests.kit.tables import write_xlsx
from tests.proof.test_proofcheck import GUARDED, proof_of

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
    proof["safety"]["B1"] = {"tree": ["a", [["no", ["s", None, 0, "set_of_s"]], ["yes", 0]]]}


def swallowing_unit(proof: Proof) -> None:
    """A unit behind a number hides another number."""
    proof["fields"]["n"]["units"] = {"or 30": "1"}
    proof["tables"]["o"]["rows"][0][2] = {"n": "20"}
    tree = ["o", [["two", 0], ["one", "o"]]]
    proof["safety"]["B1"] = {"tree": ["n", [["30", tree], ["not(30)", 0]]]}


def kept_rows(proof: Proof) -> None:
    """A row of the decision behind a kept result is left out, and the decision with it."""
    entry = proof["tables"].pop("next_kept")
    proof["kept"] = {"next_kept": [row for row in entry["rows"] if row[3] != ["mo"]]}
    proof["safety"]["B1"] = {"tree": ["next", [["mo", "next_kept"], ["not(mo)", 0]]]}


def changed_kept_row(proof: Proof) -> None:
    """A row that no sheet has says something else than that it stays as it was."""
    proof["tables"]["next_kept"]["rows"][0][3] = ["mo"]


def two_tables_of_one_name(proof: Proof) -> None:
    """The code of one table is the name of the sheet of another."""
    proof["fields"]["plan_table"]["codes"] = ["Plan 2", "Plan"]


def a_label_that_is_taken(proof: Proof) -> None:
    """A field that stands in no sheet has the label of one that does: what cells mean is not for the proof to say."""
    proof["fields"]["next_or_unchanged"]["label"] = "Present interval"
    proof["tables"]["plan"]["rows"][0][2] = {"plan_table": "plan", "next_or_unchanged": "wk"}


FORGED: dict[str, tuple[str, Callable[[Proof], None]]] = {
    "a list whose code begins another": (A_LIST_NAMED_S, begins_alike),
    "a set that may be unknown": (A_SET_NOT_KNOWN, never_unknown),
    "a unit that hides a number": (TWO_NUMBERS, swallowing_unit),
    "a kept result without its row": (MAY_STAY, kept_rows),
    "a kept result that changes": (MAY_STAY, changed_kept_row),
    "two tables of one name": (MAY_STAY, two_tables_of_one_name),
    "a label that is taken": (MAY_STAY, a_label_that_is_taken),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_proof_is_refused(name: str, tmp_path: Path) -> None:
    text, forge = FORGED[name]
    write_xlsx(text, tmp_path)
    proof = proof_of(tmp_path)
    assert proof["left_out"] == {"B1": "broken"}
    assert list(proofcheck.Check(proof, tmp_path).run())
    forge(proof)
    with pytest.raises(proofcheck.Refused):
        list(proofcheck.Check(proof, tmp_path).run())


def test_an_answer_is_never_assumed_away(tmp_path: Path) -> None:
    """A combination of what tables decide leaves nobody out, whatever a sheet says of it."""
    write_xlsx(TWO_NUMBERS, tmp_path)
    check = proofcheck.Check(proof_of(tmp_path), tmp_path)
    check.sheets.impossible |= {"X1": [("n", "20")], "X2": [("n", "20"), ("o", "one")]}
    state = {"n": check.fields["n"].cell("20")[1], "o": check.fields["o"].cell("one")[1]}
    assert check.nobody("X1", state)
    assert not check.nobody("X2", state)


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
