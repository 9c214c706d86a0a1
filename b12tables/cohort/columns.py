"""Reading one column of a frame: every row's piece of the field, or that the row has to be looked at by itself.

What a machine type says without doubt (whole numbers, floats, days, yes and no) is compared as a whole column.
Everything else is read value by value through the field, each distinct value once. A row that is refused, or that
cannot be decided this way, is marked as odd: it goes the way of a single case, which says what is wrong in its own
words.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from b12tables.cohort.days import FIRST, LAST
from b12tables.cohort.numbers import Array, Cuts, Exact, exact_column
from b12tables.runtime.axes import Axis, Ordered
from b12tables.runtime.fields import Choices, Date, Field, Number, YesNo
from b12tables.runtime.problems import Problem
from b12tables.runtime.units import unit_key
from b12tables.runtime.values import Quantity

_DIGITS = re.compile(r"\s*[+-]?[\d.,]+(?:[eE][+-]?\d+)?\s*", re.ASCII)
"""A text that is a number and nothing else: the unit of its column is its own."""

NOWHERE = -1
"""The piece of a row that has none."""


@dataclasses.dataclass(slots=True)
class Seen:
    """A field over a batch: the piece of each row, which rows are known, and exact values where others follow from
    it.
    """

    pieces: Array
    known: Array
    exact: Exact | None = None
    days: Array | None = None
    _placed: tuple[Array, Array | None] | None = None

    def placed(self) -> tuple[Array, Array | None]:
        """The pieces, the first for a row that has none, and these rows; None where each row has one. Found once."""
        if self._placed is None:
            pieces, nowhere = self.pieces, None
            if pieces.size and pieces.min() == NOWHERE:
                nowhere = pieces == NOWHERE
                pieces = np.maximum(pieces, 0)
            self._placed = pieces, nowhere
        return self._placed


@dataclasses.dataclass
class Column:
    """How the column of a field is to be read: its unit, and whether NaN says "not known" (else such a row is
    refused).
    """

    field: Field
    axis: Axis | None
    unit: str = ""
    nan_is_unknown: bool = False
    keep_exact: bool = False
    translate: dict[Any, Any] = dataclasses.field(default_factory=dict)
    cuts: dict[Any, Cuts] = dataclasses.field(default_factory=dict)
    read: dict[Any, Any] = dataclasses.field(default_factory=dict)

    # ---------------------------------------------------------------- the way of a batch

    def see(self, array: pa.Array, odd: Array) -> Seen:
        """The column of a batch; rows that a single case has to tell about are added to `odd`."""
        if pa.types.is_null(array.type):
            return self.unknown(len(array))
        if self.translate:
            return self._distinct(array, odd)
        if isinstance(self.field, Number) and _is_number(array.type):
            return self._numbers(array, odd)
        if isinstance(self.field, Date) and pa.types.is_temporal(array.type):
            return self._days(array, odd)
        if isinstance(self.field, YesNo) and pa.types.is_boolean(array.type):
            return self._flags(array)
        if isinstance(self.field, Choices) and _is_list(array.type):
            return self._sets(array, odd)
        return self._distinct(array, odd)

    def unknown(self, rows: int) -> Seen:
        """A column in which nothing is stated."""
        return Seen(np.full(rows, self.unknown_piece, np.int32), np.zeros(rows, bool))

    @property
    def unknown_piece(self) -> int:
        """The piece of what is not known; `NOWHERE` where it has to be known."""
        if self.axis is None:
            return 0 if self.field.unknown else NOWHERE
        return _place(self.axis.unknown)

    def _finish(self, pieces: Array, known: Array, **more: Any) -> Seen:
        if known.all():
            return Seen(pieces, known, **more)
        return Seen(np.where(known, pieces, self.unknown_piece), known, **more)

    # ---------------------------------------------------------------- machine types

    def _numbers(self, array: pa.Array, odd: Array) -> Seen:
        assert isinstance(self.field, Number)
        known = _known(array)
        numbers = _plain(array)
        if numbers.dtype.kind == "f" and self.nan_is_unknown:
            known = known & ~np.isnan(numbers)
        factor = self._factor()
        if factor is None:
            odd |= known
            return self.unknown(len(array))
        exact = None
        if self.keep_exact:
            exact, inexact = exact_column(numbers, factor)
            odd |= inexact & known
        return self._placed(numbers, factor, known, odd, exact)

    def of_exact(self, exact: Exact, known: Array, odd: Array) -> Seen:
        """A computed column: the pieces of its numbers; what the field cannot have is odd."""
        if not isinstance(self.field, Number):
            odd |= known
            return Seen(np.full(len(known), self.unknown_piece, np.int32), known)
        return self._placed(exact.mantissa, exact.scale, known, odd, exact)

    def _placed(
        self, numbers: Array, factor: Fraction, known: Array, odd: Array, exact: Exact | None
    ) -> Seen:
        assert isinstance(self.field, Number)
        cuts = self._cuts(factor, numbers.dtype)
        outside = cuts.outside(numbers)
        if outside is not None:
            odd |= outside & known
        return self._finish(cuts.pieces(numbers), known, exact=exact)

    def _cuts(self, factor: Fraction, kind: np.dtype[Any]) -> Cuts:
        assert isinstance(self.field, Number)
        found = self.cuts.get((factor, kind))
        if found is None:
            axis = self.axis if isinstance(self.axis, Ordered) else None
            found = self.cuts[factor, kind] = Cuts(self.field, axis, factor, kind)
        return found

    def _factor(self) -> Fraction | None:
        """What a number of the column is multiplied by; None where its unit is not known here or is missing."""
        assert isinstance(self.field, Number)
        if not self.unit:
            return None if self.field.needs_unit else Fraction(1)
        factor = self.field.exact.get(self.unit)
        if factor is None:
            factor = self.field.factors.get(unit_key(self.unit))
        return None if factor is None else Fraction(factor)

    def _days(self, array: pa.Array, odd: Array) -> Seen:
        assert isinstance(self.field, Date)
        known = _known(array)
        exactly = array.to_numpy(zero_copy_only=False)
        days = exactly.astype("datetime64[D]")
        days = np.where(np.isnat(days), FIRST, days)
        if exactly.dtype != days.dtype:
            odd |= (np.where(np.isnat(exactly), days.astype(exactly.dtype), exactly) != days) & known
        odd |= ((days < FIRST) | (days > LAST) | self._out_of_range(days)) & known
        return self._finish(self._day_pieces(days), known, days=days)

    def _out_of_range(self, days: Array) -> Array:
        assert isinstance(self.field, Date)
        odd = np.zeros(len(days), bool)
        low, high = self.field.low, self.field.high
        if low is not None:
            odd |= days <= low if self.field.low_open else days < low
        if high is not None:
            odd |= days >= high if self.field.high_open else days > high
        return odd

    def _day_pieces(self, days: Array) -> Array:
        found = np.zeros(len(days), np.int32)
        if isinstance(self.axis, Ordered):
            for value, side in self.axis.borders:
                assert isinstance(value, date)
                border = np.datetime64(value, "D")
                found += (days > border) if side else (days >= border)
        return found

    def _flags(self, array: pa.Array) -> Seen:
        known = _known(array)
        values = array.fill_null(False).to_numpy(zero_copy_only=False)
        no, yes = self._piece(False), self._piece(True)
        return self._finish(np.where(values, yes, no).astype(np.int32), known)

    # ---------------------------------------------------------------- values, each read once

    def _piece(self, value: Any) -> int:
        """The piece of a value of the field."""
        if value is None:
            return self.unknown_piece
        return 0 if self.axis is None else _place(self.axis.mask(value))

    def _sets(self, array: pa.Array, odd: Array) -> Seen:
        """Lists of members: each member is read once, a list is the set of its members."""
        rows, known = len(array), _known(array)
        flat = array.flatten()
        values = flat.dictionary_encode() if not pa.types.is_dictionary(flat.type) else flat
        words = values.dictionary.to_pylist()
        read = [self.field.read([word]) for word in words]
        bad = np.array([not isinstance(one, frozenset) for one in read] + [True])
        bits = np.array([0 if bad[i] else self._piece(one) for i, one in enumerate(read)] + [0], np.int64)
        codes = values.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
        lengths = pc.list_value_length(array).fill_null(0).to_numpy(zero_copy_only=False)
        owner = np.repeat(np.arange(rows), lengths)
        pieces = np.zeros(rows, np.int64)
        np.bitwise_or.at(pieces, owner, bits[codes])
        odd[owner[bad[codes]]] = True
        odd |= (lengths > 1000) & known
        return self._finish(pieces.astype(np.int32), known)

    def _distinct(self, array: pa.Array, odd: Array) -> Seen:
        """Values of any type: each distinct one is read by the field, as that of a single case is."""
        codes, values = _encoded(array)
        read = [self._value(value) for value in values]
        bad = np.array([isinstance(value, Problem) for value in read] + [False])
        unknown = np.array([value is None for value in read] + [array.null_count > 0])
        pieces = [NOWHERE if isinstance(value, Problem) else self._piece(value) for value in read]
        places = np.array([*pieces, self.unknown_piece], np.int32)
        if bad.any():
            odd |= np.take(bad, codes)
        known = ~np.take(unknown, codes) if unknown.any() else np.ones(len(codes), bool)
        exact = _exact_values(read, codes, odd) if self.keep_exact else None
        days = _day_values(read, codes) if isinstance(self.field, Date) else None
        return Seen(np.take(places, codes), known, exact, days)

    def _value(self, given: Any) -> Any:
        key = (type(given), given) if isinstance(given, (str, int, float, bool, date)) else None
        if key is not None and key in self.read:
            return self.read[key]
        value = self.field.read(self.stated(given))
        if key is not None and len(self.read) < 100_000:
            self.read[key] = value
        return value

    def stated(self, given: Any) -> Any:
        """A value as a single case states it: translated, and with the unit of the column, where it is a number."""
        if self.translate and isinstance(given, (str, int, float)):
            given = self.translate.get(given, self.translate.get(str(given), given))
        if given is None or not isinstance(self.field, Number):
            return given
        if isinstance(given, (float, np.floating)) and given != given:
            return None if self.nan_is_unknown else given
        if self.unit and isinstance(given, str):
            return f"{given} {self.unit}" if _DIGITS.fullmatch(given) else given
        if self.unit and not isinstance(given, (bool, dict)):
            return Quantity(given, self.unit)
        return given


class Measured(Column):
    """A column of numbers beside a column with the unit of each row, as one array of value and unit."""

    def see(self, array: pa.Array, odd: Array) -> Seen:
        rows = len(array)
        numbers, units = array.field("value"), array.field("unit")
        found = self.unknown(rows)
        if self.keep_exact:
            return self._distinct(pa.array(array.to_pylist()), odd)
        for unit in units.unique().to_pylist():
            mine = np.asarray(
                (pc.equal(units, unit) if unit is not None else units.is_null()).fill_null(False)
            )
            places = np.flatnonzero(mine)
            part = numbers.take(pa.array(places))
            part_odd = np.zeros(len(places), bool)
            seen = self._in(unit).see(part, part_odd)
            found.pieces[places], found.known[places] = seen.pieces, seen.known
            odd[places] |= part_odd
        return found

    def _in(self, unit: str | None) -> Column:
        column = self.read.get(unit)
        if column is None:
            column = Column(self.field, self.axis, unit or "", self.nan_is_unknown, translate=self.translate)
            self.read[unit] = column
        return column

    def stated(self, given: Any) -> Any:
        """A value and its unit as a single case states them."""
        value, unit = given["value"], given["unit"]
        return Column(
            self.field, self.axis, unit or "", self.nan_is_unknown, translate=self.translate
        ).stated(value)


# ---------------------------------------------------------------- of Arrow


def _place(mask: int) -> int:
    return mask.bit_length() - 1 if mask else NOWHERE


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_floating(kind) or (pa.types.is_integer(kind) and kind != pa.uint64()))


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _known(array: pa.Array) -> Array:
    if array.null_count == 0:
        return np.ones(len(array), bool)
    return np.asarray(array.is_valid().to_numpy(zero_copy_only=False))


def _plain(array: pa.Array) -> Array:
    """The numbers without their nulls, in the width in which they were given."""
    if array.null_count:
        array = array.fill_null(pa.scalar(0, array.type))
    numbers = array.to_numpy(zero_copy_only=False)
    return np.asarray(numbers.astype(np.int64) if numbers.dtype.kind in "iu" else numbers)


def _encoded(array: pa.Array) -> tuple[Array, list[Any]]:
    """A code per row and the value of each code; the last code, behind all values, is null."""
    if not pa.types.is_dictionary(array.type):
        try:
            array = array.dictionary_encode()
        except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
            values = array.to_pylist()
            return np.arange(len(values)), values
    values = list(array.dictionary.to_pylist())
    if pa.types.is_floating(array.dictionary.type):
        values = list(array.dictionary.to_numpy(zero_copy_only=False))
    codes = array.indices
    if codes.null_count:
        codes = codes.fill_null(len(values))
    return codes.to_numpy(zero_copy_only=False), values


def _exact_values(read: list[Any], codes: Array, odd: Array) -> Exact:
    """The numbers that were read, over one common factor; what does not fit is odd."""
    from math import lcm

    numbers = [
        Fraction(v) if isinstance(v, (int, Fraction)) and not isinstance(v, bool) else Fraction(0)
        for v in read
    ]
    bottom = lcm(*[number.denominator for number in numbers]) if numbers else 1
    if bottom > 10**15:
        odd[:] = True
        return Exact(np.zeros(len(codes), np.int64), Fraction(1))
    tops = [int(number * bottom) for number in numbers]
    fits = np.array([abs(top) < 2**61 for top in tops] + [True])
    table = np.array([top if abs(top) < 2**61 else 0 for top in tops] + [0], np.int64)
    odd |= ~fits[codes]
    return Exact(table[codes], Fraction(1, bottom))


def _day_values(read: list[Any], codes: Array) -> Array:
    days = [value if isinstance(value, date) else date(1, 1, 1) for value in read] + [date(1, 1, 1)]
    return np.array(days, "datetime64[D]")[codes]


__all__ = ["NOWHERE", "Column", "Measured", "Seen"]
