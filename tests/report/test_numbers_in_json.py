"""Two numbers are never one in JSON, whichever command prints them."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.compiler.compare import compare
from b12tables.compiler.report import comparison_json
from b12tables.compiler.report.text import plain_data
from b12tables.runtime.values import number_json, value_json, value_text
from tests.kit.tables import model_from_markdown

TABLES = """
## Fields
- ill: yes/no
- dose: number, 0..5

## Decision: Dose
- Code: dosing
|    | When | Then |
|----|------|------|
|    | Ill  | Dose |
| R1 | yes  | {dose} |
| R2 | no   | 1 |
"""


def read_back(printed: object) -> Fraction:
    text = json.dumps(printed)
    return Fraction(json.loads(text)) if text.startswith('"') else Fraction(text)


@given(number=st.fractions() | st.decimals(allow_nan=False, allow_infinity=False).map(Fraction))
def test_a_number_is_read_back_exactly(number: Fraction) -> None:
    assert read_back(number_json(number)) == number
    assert plain_data(number) == value_json(number) == number_json(number)


@pytest.mark.parametrize("number", [Fraction(10**400), Fraction(10**400 * 2 + 1, 2), Fraction(1, 10**400)])
def test_a_number_beyond_floats_is_a_text_or_whole(number: Fraction) -> None:
    assert read_back(number_json(number)) == number


def test_answers_that_differ_in_the_last_of_many_digits_differ_in_the_comparison() -> None:
    old, new = (model_from_markdown(TABLES.format(dose=f"'0.12345678901234567{last}")) for last in (1, 2))
    printed = json.loads(comparison_json(compare(old, new), "old", "new"))
    [change] = [change for change in printed["changes"] if change["decision"] == "dosing"]
    assert change["before"] != change["after"]
    assert "0.123456789012345671" in json.dumps(change["before"])


def test_an_empty_set_and_what_is_not_known_have_one_word_each() -> None:
    from b12tables.compiler.model.tables import Field
    from b12tables.compiler.model.wording import value_words
    from b12tables.compiler.proof.analysis import value_words as in_findings
    from tests.kit.small_sets import place

    field = Field("s", "S", "choices", place("A1"))
    empty: frozenset[str] = frozenset()
    assert value_text(empty) == value_words(empty, field) == in_findings(empty, field) == "none of them"
    assert value_words("unknown", field) == in_findings("unknown", field) == "not known"
