"""A small share of `tests.oracles.completions`, and sets in which something else was told than completions show."""

from __future__ import annotations

from itertools import product

import pytest

from b12tables.runtime.possible import Possible
from b12tables.runtime.questions.search import Search
from tests.kit.packages import package_from
from tests.kit.tables import model_from_markdown
from tests.oracles.completions import differences

HARD = [64, 77, 107, 158, 213, 418]
"""Seeds of sets that were once told otherwise: a part left out, a score out of its range, a table with a gap."""

CHANGES = [7, 20, 25, 35, 71, 111, 172]
"""Seeds of sets of which too little was said to matter, or that no change leads there where one does."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*HARD, *CHANGES])
def test_what_is_possible_is_what_all_completions_show(seed: int) -> None:
    assert differences(seed) == []


def test_so_it_is_where_a_length_of_time_is_stated_with_a_part_of_a_unit() -> None:
    assert (
        differences(205, finer=True) == []
    )  # once a case was said to be possible of which half a day is out of range


BESIDE_ITS_PARTS = """
## Fields
- born: whole number, 1900..2026
- age: whole number, 0..120, computed year - born
- year: whole number, 2026..2026
- o: choice (child, adult)

## Decision: T
|    | When  | When      | Then  | Because      |
|----|-------|-----------|-------|--------------|
|    | Age   | Born      | O     | Evidence     |
| R1 | < 18  | -         | child | inference: x |
| R2 | >= 18 | -         | adult | inference: x |
"""


def test_a_computed_field_and_its_parts_agree() -> None:
    """A part that must be known leaves no age of its own choosing, and a stated age no other birth."""
    package = package_from(BESIDE_ITS_PARTS)
    known = package.possible({"year": 2026, "born": 1950}).outcomes("t")
    assert [answer["o"] for answer in known.answers] == ["adult"] and known.settled
    either = package.possible({"year": 2026}).outcomes("t")
    assert [answer["o"] for answer in either.answers] == ["child", "adult"]


LEFT_OUT = """
## Fields
- a: whole number, 0..2
- b: whole number, 0..2
- c: whole number, 0..3, unknown, computed a + b
- p: whole number, 0..2
- s: whole number, -3..6, unknown, computed p - c
- o: choice (p, r)

## Impossible
| ID | Combination | Why |
|----|----|----|
| I0 | C: <= 0; unknown<br>A: > 0 | w |

## Decision: D
|    | When | Then | Because      |
|----|------|------|--------------|
|    | B    | P    | Evidence     |
| D1 | -    | 2    | inference: x |

## Decision: T
|    | When  | Then | Because      |
|----|-------|------|--------------|
|    | C     | O    | Evidence     |
| T1 | >= 0  | p    | inference: x |
"""


def test_an_input_that_nothing_looks_at_may_be_left_out() -> None:
    """`a` must be known, and yet nobody asks for it where `c` is stated as not known: that is no answer, and told."""
    package = package_from(LEFT_OUT)
    assert package.evaluate({"b": 1, "c": "unknown"}).status == "no-rule"
    assert package.possible({"b": 1}, "t").outcomes("t").may_fail
    assert any(finding.name == "gap" for finding in _findings(LEFT_OUT))


NOTHING_THERE = """
## Fields
- y: yes/no
- a: whole number, 0..2
- b: whole number, 0..2
- c: whole number, 0..4, unknown, computed a + b
- o: choice (p, q)

## Impossible
| ID | Combination | Why |
|----|----|----|
| I0 | C: unknown<br>Y: yes | w |
| I1 | C: >= 0<br>Y: yes | w |

## Decision: T
|    | When | Then | Because      |
|----|------|------|--------------|
|    | Y    | O    | Evidence     |
| T1 | no   | p    | inference: x |
| T2 | yes  | q    | inference: x |
"""


def test_what_follows_from_an_input_left_out_is_not_even_unknown() -> None:
    """Without `a` there is no `c`, and no combination holds: that answer is possible, and a change leads to it."""
    package = package_from(NOTHING_THERE)
    assert package.evaluate({"y": True}).outputs["t"]["o"] == "q"
    assert not package.possible({}).settled
    assert [answer["o"] for answer in package.possible({}).outcomes("t").answers] == ["p", "q"]
    assert [change.values for change in package.why_not({"y": False}, "t", "q").changes] == [{"y": True}]
    # where it is said to be not known, or follows, the combinations hold
    assert package.possible({"c": "unknown"}).outcomes("t").settled
    assert package.possible({"a": 1, "b": 1}).outcomes("t").settled


ONLY_THERE = """
## Fields
- y: yes/no
- a: whole number, 0..2
- b: whole number, 0..2
- o: choice (p, q)

## Impossible
| ID | Combination | Why |
|----|----|----|
| I0 | A: <= 1<br>Y: yes | w |
| I1 | A: > 1<br>Y: yes | w |

## Decision: T
- Hit policy: Unique

|    | When | When | Then | Because      |
|----|------|------|------|--------------|
|    | Y    | B    | O    | Evidence     |
| T1 | no   | -    | p    | inference: x |
| T2 | yes  | <= 1 | p    | inference: x |
| T3 | yes  | > 1  | p    | inference: x |
| T4 | yes  | -    | q    | inference: x |
"""


def test_no_answer_that_only_an_input_left_out_leads_to_is_told() -> None:
    package = package_from(ONLY_THERE)
    assert package.evaluate({"y": True, "b": 1}).status == "no-rule"
    assert package.possible({"y": True}).outcomes("t").may_fail
    assert not package.possible({}).settled


TAKEN_BACK = """
## Fields
- y: yes/no
- a: whole number, 0..2
- o: choice (p, q)

## Impossible
| ID | Combination | Why |
|----|----|----|
| I0 | A: <= 1<br>Y: yes | w |
| I1 | A: > 1<br>Y: no | w |

## Decision: T
|    | When | Then | Because      |
|----|------|------|--------------|
|    | A    | O    | Evidence     |
| T1 | <= 1 | p    | inference: x |
| T2 | > 1  | q    | inference: x |
"""


def test_an_input_that_nothing_looks_at_may_be_taken_back() -> None:
    """Where nobody is left for whom Y is stated, the answer is there without it, and that is a change."""
    text = TAKEN_BACK.replace("| I1 |", "| I2 | A: > 1<br>Y: yes | w |\n| I1 |")
    (change,) = package_from(text).why_not({"y": False, "a": 0}, "t", "q").changes
    assert change.values == {"y": "unknown", "a": 2} and "Y: not stated" in str(change)
    # one that is there does as well, and then nothing is taken back
    (change,) = package_from(TAKEN_BACK).why_not({"y": False, "a": 0}, "t", "q").changes
    assert change.values == {"y": True, "a": 2} and str(change) == "Y: yes; A: 2"


SAID_OR_OPEN = """
## Fields
- a: whole number, 0..2
- b: whole number, 0..2, unknown
- c: whole number, -2..5, unknown, computed a - b
- p: whole number, 0..2
- s: whole number, -2..7, unknown, computed p + c
- o: choice (p, q)

## Decision: D
|    | When | Then | Because      |
|----|------|------|--------------|
|    | A    | P    | Evidence     |
| D1 | -    | 2    | inference: x |

## Decision: T
|    | When          | Then | Because      |
|----|---------------|------|--------------|
|    | S             | O    | Evidence     |
| T1 | <= 4; unknown | p    | inference: x |
| T2 | > 4           | q    | inference: x |
"""


def test_what_is_remembered_of_a_part_said_to_be_unknown_is_not_taken_for_an_open_one() -> None:
    table_set = package_from(SAID_OR_OPEN).SET
    search = Search(table_set)
    assert Possible(table_set, {"a": 0, "c": "unknown"}, ("t",), None, search).settled
    assert not Possible(table_set, {"a": 0}, ("t",), None, search).settled


def _findings(text: str) -> list[object]:
    from b12tables.compiler.checks import run_checks

    return list(run_checks(model_from_markdown(text))[0])


OF_A_TOTAL = """
## Fields
- a: yes/no
- b: yes/no
- x: whole number, 0..2
- total: whole number, 0..1, unknown
- score: whole number, 0..2, unknown, computed total + x
- plan: choice (p, q)

## Decision: Count
- Hit policy: Collect count

|    | When | When | When | Then  | Because      |
|----|------|------|------|-------|--------------|
|    | A    | B    | X    | Total | Evidence     |
| R0 | no   | yes  | 1..2 | 1     | inference: x |
| R1 | -    | no   | 1..2 | 1     | inference: x |
| R2 | -    | yes  | > 0  | 1     | inference: x |

## Decision: Plan
|    | When  | Then | Because      |
|----|-------|------|--------------|
|    | Score | Plan | Evidence     |
| P1 | <= 0  | p    | inference: x |
| P2 | 1..2  | q    | inference: x |
"""


def test_a_score_of_a_total_out_of_its_range_is_no_answer() -> None:
    """Whoever has `x` 2 has one row at least, and a score of 3: refused, whatever `a` and `b` are."""
    package = package_from(OF_A_TOTAL)
    values: dict[str, list[object]] = {"a": [True, False], "b": [True, False], "x": [0, 1, 2]}
    stated = [[None, *some] for some in values.values()]
    every = [
        {name: value for name, value in zip(values, case, strict=True) if value is not None}
        for case in product(*stated)
    ]
    whole = {tuple(case.values()): package.evaluate(case) for case in every if len(case) == len(values)}
    for case in every:
        rows = {
            result.outputs["plan"].plan
            for key, result in whole.items()
            if result.outputs.get("plan") and case.items() <= dict(zip(values, key, strict=True)).items()
        }
        assert {answer["plan"] for answer in package.possible(case).outcomes("plan").answers} == rows, case


OF_ONE_SIGN = """
## Fields
- a: whole number, 0..3
- b: whole number, 0..1
- c: whole number, 0..2
- e: whole number, 0..5, computed a + c
- p: whole number, 0..2
- q: whole number, 0..2
- s: whole number, 0..5, computed p + q + b
- t: whole number, 0..5, computed p + a
- o: choice (none, half, whole)
- ot: choice (three, other)

## Decision: P
|    | When | Then | Because      |
|----|------|------|--------------|
|    | C    | P    | Evidence     |
| P1 | 0    | 2    | inference: x |
| P2 | > 0  | 0    | inference: x |

## Decision: Q
|    | When | Then | Because      |
|----|------|------|--------------|
|    | C    | Q    | Evidence     |
| Q1 | 0    | 0    | inference: x |
| Q2 | > 0  | 2    | inference: x |

## Decision: Sum
|    | When | Then  | Because      |
|----|------|-------|--------------|
|    | S    | O     | Evidence     |
| S1 | <= 1 | none  | inference: x |
| S2 | 2..3 | half  | inference: x |
| S3 | > 3  | whole | inference: x |

## Decision: Three
|    | When | When | Then  | Because      |
|----|------|------|-------|--------------|
|    | T    | E    | Ot    | Evidence     |
| T1 | 3    | -    | three | inference: x |
| T2 | < 3  | -    | other | inference: x |
| T3 | > 3  | -    | other | inference: x |
"""


def test_rows_behind_a_score_hold_where_their_conditions_do() -> None:
    """Each row of P and Q comes to 4 and to 0 with a row of the other that nobody has beside it, and `p` 0 to 3 with an
    `a` of 3 for which `c` is 0.
    """
    package = package_from(OF_ONE_SIGN)
    assert [answer["o"] for answer in package.possible({}).outcomes("sum").answers] == ["half"]
    assert package.possible({}, "sum").settled
    assert [answer["ot"] for answer in package.possible({"e": 3}).outcomes("three").answers] == ["other"]
    assert [answer["ot"] for answer in package.possible({"e": 5}).outcomes("three").answers] == ["three"]
    assert not package.why_not({"a": 1, "b": 1, "c": 1}, "sum", "whole").changes


WHERE_A_TABLE_FAILS = """
## Fields
- b: whole number, 0..2
- c: whole number, 0..2
- e: whole number, 0..3, computed b + c
- p: whole number, 0..2
- s: whole number, 0..3, unknown, computed p - b
- o: choice (q, r)

## Decision: P
|    | When | Then | Because      |
|----|------|------|--------------|
|    | C    | P    | Evidence     |
| P1 | <= 1 | 1    | inference: x |

## Decision: T
|    | When | When | Then | Because      |
|----|------|------|------|--------------|
|    | B    | E    | O    | Evidence     |
| T1 | <= 1 | -    | q    | inference: x |
| T2 | > 1  | -    | r    | inference: x |
"""


def test_no_score_follows_only_where_a_table_behind_it_fails() -> None:
    """With `b` 2 a score is out of its range, or there is none as P fails: then `e` is out of its own."""
    package = package_from(WHERE_A_TABLE_FAILS)
    refused = [package.evaluate({"b": 2, "c": c}).status for c in range(3)]
    assert refused == ["invalid-input"] * 3
    assert package.possible({"b": 2}).outcomes("t").answers == ()
    assert [answer["o"] for answer in package.possible({}).outcomes("t").answers] == ["q"]
