"""Lengths of time between days in any order: every engine counts the same completed units, backwards as well."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from b12tables.compiler.model import time_between
from tests.agreement import test_agreement
from tests.agreement.test_agreement import ENGINES, TODAY, differing
from tests.kit.packages import package_from
from tests.kit.tables import model_from_markdown

UNITS = ("days", "months", "years")

DAYS = [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2025, 1, 31), date(2025, 2, 28)]
"""Around the end of a short month, and a year later."""

BORN = """
## Fields
- born: date
- age: whole number, 0..120, computed years from born to today
- o: choice (child, adult)

## Decision: T
|    | When  | Then  | Because      |
|----|-------|-------|--------------|
|    | Age   | O     | Evidence     |
| R1 | < 18  | child | inference: x |
| R2 | >= 18 | adult | inference: x |
"""


def apart() -> str:
    """A set that says of two days how many days, months and years they are apart, each number by a row of its own."""
    fields, tables = ["- first: date", "- last: date"], []
    for unit in UNITS:
        lengths = sorted({time_between(one, other, unit) for one, other in product(DAYS, DAYS)})
        words = [f"n{number}".replace("-", "minus_") for number in lengths]
        fields.append(f"- {unit}: whole number, -4000..4000, computed {unit} from first to last")
        fields.append(f"- in_{unit}: choice ({', '.join([*words, 'other'])})")
        rows = [f"| R{n} | {lengths[n]} | {word} | inference: x |" for n, word in enumerate(words)]
        tables.append(
            f"\n## Decision: D {unit}\n|  | When | Then | Because |\n|---|---|---|---|\n"
            f"|  | {unit.capitalize()} | In {unit} | Evidence |\n"
            + "\n".join(rows)
            + "\n| Otherwise |  | other | inference: x |\n"
        )
    return "## Fields\n" + "\n".join(fields) + "\n" + "".join(tables)


@pytest.mark.slow
def test_every_engine_counts_the_same_backwards(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_from_markdown(apart())
    pairs = tuple({"first": one, "last": other} for one, other in product(DAYS, DAYS))
    monkeypatch.setattr(test_agreement, "model_of", lambda name: model)
    monkeypatch.setattr(test_agreement, "patients", lambda name: pairs)
    for engine, ask in ENGINES.items():
        told = ask("days apart", node)
        assert told.answers, (engine, told.why)
        assert differing("days apart", told) == [], engine


def test_backwards_a_length_of_time_is_below_zero_from_the_first_day() -> None:
    for unit, one, other in product(UNITS, DAYS, DAYS):
        assert (time_between(one, other, unit) < 0) == (other < one)


def test_who_is_not_born_yet_has_no_age() -> None:
    package = package_from(BORN)
    for days, age in ((-1, 0), (0, 0), (1, -1), (364, -1), (366, -2)):
        result = package.evaluate({"born": (TODAY + timedelta(days=days)).isoformat()}, today=TODAY)
        if age == 0:
            assert result.t.o == "child"
        else:
            assert [problem.name for problem in result.problems] == ["out-of-range"]
            assert f"{age} is out of range" in str(result.problems[0])
