"""Which numbers of a column are out of range: the same whether the whole column is looked at or each row."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from b12tables.runtime.fields import Number

np = pytest.importorskip("numpy")
pytest.importorskip("pyarrow")

from b12tables.cohort.numbers import Cuts  # noqa: E402

LIMITS = [None, Fraction(-1), Fraction(0), Fraction(1, 10), Fraction(5)]
FLOATS = [-1.0, -0.0, 0.0, 1e-31, -1e-31, 1e-30, 0.1, 2.5, 5.0, 1e30, float("nan"), float("inf")]
WHOLE = [-1, 0, 1, 5, 6]


@pytest.mark.parametrize(
    ("kind", "step"), [("f8", None), ("f4", None), ("f8", 1), ("i8", None), ("i8", 1), ("i8", 5)]
)
def test_a_column_within_its_range_is_told_at_a_glance_as_row_by_row(kind: str, step: int | None) -> None:
    values = np.array(WHOLE if kind == "i8" else FLOATS, kind)
    pairs = [*([one] for one in range(len(values))), *map(list, product(range(len(values)), repeat=2))]
    for low, high, opened in product(LIMITS, LIMITS, (False, True)):
        field = Number("n", "N", low=low, high=high, low_open=opened, high_open=opened, step=step)
        cuts = Cuts(field, None, Fraction(1), values.dtype)
        alone = [bool(cuts.looked_through(values[i : i + 1])[0]) for i in range(len(values))]
        for pair in pairs:
            outside = cuts.outside(values[pair])
            found = [False] * len(pair) if outside is None else outside.tolist()
            assert found == [alone[i] for i in pair], (low, high, opened, values[pair])
