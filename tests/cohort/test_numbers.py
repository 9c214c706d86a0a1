"""Which numbers of a column are out of range: the same whether the whole column is looked at or each row."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.runtime.fields import Number

np = pytest.importorskip("numpy")
pytest.importorskip("pyarrow")

from b12tables.cohort.numbers import Cuts  # noqa: E402

LIMITS = st.sampled_from([None, *map(Fraction, ("-1", "0", "1e-31", "0.1", "5", "1e29", "1e31"))])
FLOATS = [-0.0, 0.0, 1e-31, -1e-31, 1e-30, 0.1, -1.0, 1.0, 5.0, 1e29, 1e30, float("nan"), float("inf")]


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64])
@given(data=st.data())
def test_a_column_within_its_range_is_told_at_a_glance_as_row_by_row(kind: type, data: st.DataObject) -> None:
    low, high = data.draw(LIMITS), data.draw(LIMITS)
    opened = {"low_open": data.draw(st.booleans()), "high_open": data.draw(st.booleans())}
    step = data.draw(st.sampled_from([None, Fraction(1)]))
    field = Number("n", "N", low=low, high=high, step=step, **opened)
    values = st.sampled_from(FLOATS if kind is not np.int64 else [-1, 0, 1, 4, 5, 6])
    numbers = np.array(data.draw(st.lists(values, max_size=6)), kind)
    cuts = Cuts(field, None, Fraction(1), numbers.dtype)
    outside = cuts.outside(numbers)
    found = [False] * len(numbers) if outside is None else outside.tolist()
    alone = [cuts.looked_through(numbers[row : row + 1]) for row in range(len(numbers))]
    assert found == [bool(one[0]) for one in alone]
