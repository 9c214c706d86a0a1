"""What `make mutants` found that nobody noticed: a place each, asked where a mistake of one sign shows."""

from __future__ import annotations

from fractions import Fraction

import pytest

from b12tables.compiler.model.evaluate import as_precise
from b12tables.runtime.policies import competing
from tests.kit.tables import model_from_markdown


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("First", [4]), ("Priority", [4, 2]), ("Unique", [4, 2, 7]), ("Collect", [4, 2, 7])],
)
def test_the_rules_among_which_the_answer_is(policy: str, expected: list[int]) -> None:
    ranks = [0, 0, 1, 0, 1, 0, 0, 2]
    assert list(competing(policy, [4, 2, 7], ranks)) == expected


STEPS = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Step | Between |
|---|---|---|---|---|---|---|
| n | N | number | -10 | 10 | 2 | nearest |
| m | M | number | -10 | 10 | 2 | |
| o | O | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| o | one | One |

## Decision: O
| | When | | Then |
|---|---|---|---|
| | N | M | O |
| R1 | - | - | one |
"""


def test_of_two_steps_that_are_as_near_the_one_farther_from_0_is_taken() -> None:
    fields = model_from_markdown(STEPS).fields
    near = {
        "3": 4,
        "-3": -4,
        "29/10": 2,
        "31/10": 4,
        "-29/10": -2,
        "4": 4,
        "1": 2,
        "-1": -2,
        "0": 0,
        "11": 11,
    }
    for stated, expected in near.items():
        assert as_precise(fields["n"], Fraction(stated)) == expected, stated
        assert as_precise(fields["m"], Fraction(stated)) == Fraction(stated)
