"""Scores and doses of a batch: what follows from the answers, as a column, and where two editions give another one."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from b12tables.cohort.kernel import Batch
from b12tables.cohort.numbers import Array, Exact, combined
from b12tables.runtime.fields import Number

Numbers = tuple[Exact, Array]
"""The numbers of a batch, and the rows in which they are known."""

Pairs = Counter[tuple[Fraction | None, Fraction | None]]
"""Rows by what they had and what they have; None: it is not known."""


def score_column(batch: Batch, field: Number) -> pa.Array:
    """A score over a batch, null where it is not known."""
    exact, plain = _exact(batch, field.code)
    numbers, known = exact.completed() if field.whole else exact.floats(), plain.copy()
    for row, result in batch.odd.items():
        value: Any = result.scores.get(field.code)
        known[row] = value is not None
        numbers[row] = 0 if value is None else value
    return pa.array(numbers, mask=~known)


def pairs_of(code: str, new: Batch, old: Batch, where: Array, differ: Array, *, alike: bool) -> Pairs:
    """The rows of `where` in which two editions give a score otherwise; they are flagged in `differ`.

    `alike`: whether a number means the same in both; if not, every number is another.
    """
    found: Pairs = Counter()
    alone = np.zeros(new.rows, bool)
    alone[list({*new.odd, *old.odd})] = True
    now, before = _exact(new, code), _exact(old, code)
    both = now[1] & before[1]
    difference, over = combined(now[0], before[0], -1)
    other = (both & (difference.mantissa != 0)) | (now[1] != before[1])
    if not alike:
        other |= both
    # what int64 is too small for is compared one by one
    alone |= both & over
    rows = np.flatnonzero(where & other & ~alone)
    keys = np.stack([before[0].mantissa[rows], now[0].mantissa[rows], before[1][rows], now[1][rows]], axis=1)
    distinct, counts = np.unique(keys, axis=0, return_counts=True)
    for (was, is_, was_known, is_known), count in zip(distinct.tolist(), counts.tolist(), strict=True):
        pair = was * before[0].scale if was_known else None, is_ * now[0].scale if is_known else None
        found[pair] += count
    differ[rows] = True
    for row in np.flatnonzero(where & alone).tolist():
        one = _value(old, code, row, before), _value(new, code, row, now)
        if one[0] != one[1] or (one[0] is not None and not alike):
            found[one] += 1
            differ[row] = True
    return found


def _exact(batch: Batch, code: str) -> Numbers:
    """The numbers of the rows that are not odd, and where they are known; 0 where they are not."""
    seen = batch.seen[code]
    if seen.exact is None:
        return Exact(np.zeros(batch.rows, np.int64), Fraction(1)), np.zeros(batch.rows, bool)
    return Exact(np.where(seen.known, seen.exact.mantissa, 0), seen.exact.scale), seen.known


def _value(batch: Batch, code: str, row: int, exact: Numbers) -> Fraction | None:
    """The number of one row; `exact` are those of the batch."""
    result = batch.odd.get(row)
    if result is not None:
        value: Any = result.scores.get(code)
        return None if value is None else Fraction(value)
    numbers, known = exact
    return int(numbers.mantissa[row]) * numbers.scale if known[row] else None


__all__ = ["Pairs", "pairs_of", "score_column"]
