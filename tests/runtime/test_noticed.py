"""What small mistakes in the code showed that no test held (`make mutants`)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from b12tables.compiler.model import Interval
from b12tables.compiler.proof.doses import lies_in
from b12tables.runtime.result import Signature
from b12tables.runtime.words import keeps_meaning


def test_two_signatures_are_the_same_where_all_of_them_is() -> None:
    one = Signature("A. Tester", "haematologist", "2026-01-02")
    assert one == Signature("A. Tester", "haematologist", "2026-01-02")
    assert one != Signature("A. Tester", "haematologist", "2026-01-03")
    assert one != Signature("A. Tester", "pharmacist", "2026-01-02")
    assert one != "A. Tester"


@pytest.mark.parametrize(
    ("one", "other"),
    [("overdose", "underdose"), ("leftward shift", "rightward shift"), ("highest level", "lowest level")],
)
def test_a_word_that_begins_with_the_opposite_means_something_else(one: str, other: str) -> None:
    assert not keeps_meaning(one, other)
    assert not keeps_meaning(other, one)
    assert keeps_meaning(one, one.upper())


@pytest.mark.parametrize("low_closed", [False, True])
@pytest.mark.parametrize("high_closed", [False, True])
def test_an_end_lies_in_a_stretch_where_it_is_closed(low_closed: bool, high_closed: bool) -> None:
    stretch = Interval(Fraction(1), low_closed, Fraction(3), high_closed)
    inside = [lies_in(Fraction(value), stretch) for value in (0, 1, 2, 3, 4)]
    assert inside == [False, low_closed, True, high_closed, False]
    assert lies_in(Fraction(-9), Interval(None, False, Fraction(3), high_closed))
    assert lies_in(Fraction(9), Interval(Fraction(1), low_closed, None, False))
