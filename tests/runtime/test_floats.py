"""A float is the shortest decimal that it prints as, on the quick way too; numbers of other programs are told apart."""

from __future__ import annotations

import math
import operator
import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from b12tables.runtime.numbers import Threshold, exact
from tests.kit.packages import package_from, real_package

COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)

finite = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def decimals(draw: st.DrawFn) -> Fraction:
    """Decimals of up to twenty digits, some of them more than a float can tell apart."""
    return Fraction(draw(st.integers(-(10**20), 10**20)), 10 ** draw(st.integers(0, 20)))


fractions = decimals() | st.fractions(max_denominator=1000)


@given(finite)
@example(0.1)
@example(-0.0)
@example(1e22)
@example(5e-324)
@example(999999999999.9995)
def test_a_float_is_the_decimal_that_it_prints_as(number: float) -> None:
    assert exact(number) == Fraction(repr(number))


@st.composite
def near(draw: st.DrawFn) -> tuple[Fraction, float | int | Fraction]:
    """A threshold, and a number on it, just beside it, or anywhere."""
    threshold = draw(fractions)
    on = float(threshold)
    beside = st.sampled_from([on, math.nextafter(on, math.inf), math.nextafter(on, -math.inf)])
    return threshold, draw(beside | finite | st.integers(-(10**30), 10**30) | fractions)


@given(near())
@example((Fraction("3e-324"), 5e-324))
@example((Fraction("1e400"), math.inf))
@example((Fraction("1e400"), 1.7976931348623157e308))
@example((Fraction("9007199254740993"), 9007199254740993))
@example((Fraction("0.30000000000000004"), 0.1 + 0.2))
@example((Fraction("0.1"), 10**40))
def test_a_threshold_is_compared_exactly(pair: tuple[Fraction, float | int | Fraction]) -> None:
    value, other = pair
    threshold = Threshold(value.numerator, value.denominator)
    for compare in COMPARISONS:
        seen = 10**500 if other == math.inf else exact(other)
        assert compare(other, threshold) is compare(seen, value)
        assert compare(threshold, other) is compare(value, seen)
    assert pickle.loads(pickle.dumps(threshold)) == value == threshold


SET = """
## Fields
- level: number, 0..100, unit mg/L, unknown
- ratio: number, unknown
- count: whole number, 0..1000
- start: number, 0 ..1000
- end: number, 0..1000
- passed: number, computed end - start
- band: choice (a, b, c, d)
- told: choice (some, none)
- side: choice (low, middle, high)

## Decision: Band
| | When | | Then |
|---|---|---|---|
| Rule | level | count | band |
| R1 | < 0.1 | - | a |
| R2 | 0.1..7.3 | < 3 | b |
| R3 | 0.1..7.3 | >= 3 | c |
| R4 | > 7.3; unknown | - | d |

## Decision: Side
| | When | Then |
|---|---|---|
| Rule | ratio | side |
| S1 | < 1.0000000000000001 | low |
| S2 | '1.0000000000000001 | middle |
| Otherwise | | high |

## Decision: Told
| | When | Then |
|---|---|---|
| Rule | passed | told |
| T1 | >= 0.3 | some |
| T2 | < 0.3 | none |

## Impossible
| ID | Combination | Why |
|---|---|---|
| X1 | level: 99.9<br>count: 1000 | never seen |
"""


@pytest.fixture(scope="module")
def package() -> Any:
    return package_from(SET)


TELLING = [0.1, 7.3, 0.3, 99.9, 3.0, 2.0, 1000.0, 1.0, 0.0, -0.0, 100.0]
telling = st.sampled_from(TELLING) | st.sampled_from(TELLING[:7]).map(lambda x: math.nextafter(x, math.inf))
measured = finite.filter(lambda number: number == 0 or abs(number) > 1e-40)
numbers = (
    telling | telling.map(lambda x: math.nextafter(x, -math.inf)).filter(lambda x: abs(x) > 1e-40) | measured
)


@pytest.mark.slow
@given(case=st.fixed_dictionaries(dict.fromkeys(("level", "ratio", "count", "start", "end"), numbers)))
@example(case={"level": 99.9, "ratio": 1.0, "count": 1000.0, "start": 0.1, "end": 0.4})
@example(case={"level": 0.1, "ratio": 1.0, "count": 3.0, "start": 0.1, "end": 0.4})
def test_floats_are_answered_as_their_decimals(package: Any, case: dict[str, float]) -> None:
    quick, slow = package.evaluate(case), package.evaluate({name: exact(v) for name, v in case.items()})
    assert quick.status == slow.status and quick.outputs == slow.outputs
    assert [problem.name for problem in quick.problems] == [problem.name for problem in slow.problems]
    assert quick.inputs == slow.inputs
    assert not any(isinstance(value, float) for value in quick.inputs.values())
    assert [step.to_dict() for step in quick.trace] == [step.to_dict() for step in slow.trace]
    assert package.Result.from_json(quick.to_json()) == quick
    assert package.replay(package.audit_record(quick)).same


@given(level=numbers, count=numbers)
def test_a_decision_alone_too(package: Any, level: float, count: float) -> None:
    decide = __import__(f"{package.__name__}.decisions.band", fromlist=["x"]).evaluate

    def fired(case: dict[str, Any]) -> str:
        try:
            return str(decide(case).id)
        except package.InvalidCase as refused:
            return ", ".join(problem.name for problem in refused.result.problems)

    assert fired({"level": level, "count": count}) == fired({"level": exact(level), "count": exact(count)})


READ = [
    (Decimal("8E+1"), 80), (Decimal("0.8E2"), 80), (Decimal("-0"), 0), (Decimal("0E-200"), 0), (Decimal("0E+500"), 0),
    (Decimal("80." + "0" * 300), 80), (Decimal("7.30"), Fraction(73, 10)), (Decimal("1E-60"), Fraction(1, 10**60)),
    (np.float64(7.3), Fraction(73, 10)), (np.float32(7.3), Fraction(73, 10)), (np.float16(7.3), Fraction(73, 10)),
    (np.longdouble("7.3"), Fraction(73, 10)), (np.int8(7), 7), (np.uint64(7), 7), (np.int64(7), 7), (7.0, 7),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "wanted"), READ, ids=repr)
def test_numbers_of_other_programs_are_read(package: Any, stated: object, wanted: Fraction) -> None:
    result = package.evaluate({"level": stated, "ratio": 1, "count": 1, "start": 0, "end": 1})
    assert not result.problems and result.inputs["level"] == wanted
    assert package.replay(package.audit_record(result)).same


MISSING = [
    (float("nan"), "NaN"), (np.float64("nan"), "NaN"), (np.float32("nan"), "NaN"), (Decimal("NaN"), "NaN"),
    (Decimal("sNaN"), "NaN"), (pd.NA, "pd.NA"), (pd.NaT, "pd.NaT"), (np.datetime64("NaT"), "pd.NaT"),
    (np.ma.masked, "np.ma.masked"),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "name"), MISSING, ids=repr)
def test_what_says_that_it_is_missing_is_told_by_name(package: Any, stated: object, name: str) -> None:
    result = package.evaluate({"level": stated, "ratio": 1, "count": 1, "start": 0, "end": 1})
    assert [problem.name for problem in result.problems] == ["not-a-number"]
    assert f"{name} says that a value is missing" in result.problems[0].message
    assert 'give None or "unknown", or leave it out' in result.problems[0].message
    assert package.replay(package.audit_record(result)).same


BEYOND = [Decimal("1E+100"), Decimal("1E-100"), Decimal("1E+999999"), Decimal("Infinity"), Decimal("0." + "1" * 130),
          Decimal("1." + "0" * 148 + "1"), Decimal("1." + "0" * 450 + "1"), float("inf"), 1e300]  # fmt: skip


@pytest.mark.parametrize("stated", BEYOND, ids=lambda one: repr(one)[:30])
def test_what_nobody_measures_is_refused(package: Any, stated: object) -> None:
    result = package.evaluate({"level": stated, "ratio": 1, "count": 1, "start": 0, "end": 1})
    assert [problem.name for problem in result.problems] == ["not-a-number"]
    assert package.replay(package.audit_record(result)).same


DAYS = [
    (np.datetime64("2026-01-01"), date(2026, 1, 1)), (np.datetime64("2026-01-01", "ns"), date(2026, 1, 1)),
    (pd.Timestamp("2026-01-01"), date(2026, 1, 1)), (np.datetime64("2026-01-01T00:00:00.000000001"), None),
    (pd.Timestamp("2026-01-01T00:00:00.000000001"), None), (np.datetime64("2026-01-01T00:00:01"), None),
    (np.datetime64("2026-01"), None), (np.datetime64("2026"), None),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "day"), DAYS, ids=repr)
def test_a_time_of_other_programs_is_a_day_at_midnight_only(stated: object, day: date | None) -> None:
    package = real_package()
    result = package.evaluate({"cause": "dietary", "date_of_birth": stated}, today="2026-11-28")
    assert [problem.name for problem in result.problems] == ([] if day else ["not-a-date"])
    assert not day or result.inputs["date_of_birth"] == day
    assert "missing" not in " ".join(problem.message for problem in result.problems)
    assert package.replay(package.audit_record(result)).same
