"""What is read from which column, settled before the first row: names, units, types. What does not fit is told at
once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from b12tables.cohort.columns import Column, Measured
from b12tables.runtime.axes import Axis
from b12tables.runtime.fields import Choices, Date, Field, Number, YesNo
from b12tables.runtime.refusals import no_input, unstated
from b12tables.runtime.tableset import TableSet
from b12tables.runtime.toml_text import read_toml
from b12tables.runtime.units import unit_key
from b12tables.runtime.words import TODAY, fold, nearest

NAN = ("refuse", "unknown")
OTHERS = ("refuse", "keep", "drop")


class CohortError(ValueError):
    """A frame that cannot be asked as it is; `problems` says each reason, in a sentence."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def toml_of(path: Path) -> dict[str, Any]:
    """What a file of TOML says. Raises `CohortError` where it is none, or nested without end."""
    try:
        return read_toml(path.read_bytes())
    except ValueError as why:
        raise CohortError((f"{path.name}: {why}",)) from None


@dataclass(frozen=True, slots=True)
class Settings:
    """How a frame is to be read.

    `columns` names the column of a field where it is not called by the field's code or label; `units` gives the
    unit of a column, `unit_columns` the column in which the unit of each row stands; `values` translates what
    stands in a column into values of its field. `nan`: "refuse" makes a row with NaN an invalid one, "unknown"
    takes it for not known. `others`: what is done with columns that no field reads.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    unit_columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)
    nan: str = "refuse"
    others: str = "refuse"


@dataclass(slots=True)
class Plan:
    """Which column each field is read from, and which columns are carried along unread."""

    columns: dict[str, Column]
    sources: dict[str, str]
    unit_sources: dict[str, str]
    carried: tuple[str, ...]

    def arrays(self, batch: pa.RecordBatch) -> dict[str, pa.Array]:
        """The column of each field in a batch; a number and the unit of its row as one."""
        found = {}
        for name, source in self.sources.items():
            array = _usual(batch.column(source))
            if name in self.unit_sources:
                unit = _usual(batch.column(self.unit_sources[name]))
                array = pa.StructArray.from_arrays([_wide(array), unit], ["value", "unit"])
            found[name] = array
        return found


def _usual(array: pa.Array) -> pa.Array:
    """A column as everything behind it reads it: texts as views, of which Arrow cannot take some rows, as texts; times
    of a zone as the day and the hour there.
    """
    if pa.types.is_string_view(array.type):
        return array.cast(pa.large_string())
    if pa.types.is_timestamp(array.type) and array.type.tz:
        return pc.local_timestamp(array)
    return array


def make_plan(tables: TableSet, schema: pa.Schema, settings: Settings) -> Plan:
    """Which column is which field. Raises `CohortError` with everything that does not fit."""
    return _Planner(tables, schema, settings).plan()


class _Planner:
    def __init__(self, tables: TableSet, schema: pa.Schema, settings: Settings) -> None:
        self.tables, self.schema, self.settings = tables, schema, settings
        self.axes: dict[str, Axis] = tables.grid().AXES
        self.stated = tables.inputs.keys() - tables.scores
        """The inputs that a row may state: what is computed from answers is none."""
        self.problems: list[str] = []
        self.used: set[str] = set()

    def plan(self) -> Plan:
        settings = self.settings
        self._options()
        named = self._named("columns", settings.columns)
        sources = self._sources(named)
        unit_sources = self._named("unit_columns", settings.unit_columns)
        self.used |= set(unit_sources.values())
        units = {self._field("units", name): unit for name, unit in settings.units.items()}
        values = {self._field("values", name): table for name, table in settings.values.items()}
        columns = {}
        for name, source in sources.items():
            one = self._input(name)
            shape = Measured if name in unit_sources else Column
            columns[name] = shape(one, self.axes.get(name), units.get(name, ""), settings.nan == "unknown",
                                  translate=dict(values.get(name, {})))  # fmt: skip
            self._fits(columns[name], source, name in unit_sources)
        self._told_for_nothing("units", units, sources)
        self._told_for_nothing("values", values, sources)
        self._told_for_nothing("unit_columns", unit_sources, sources)
        self._missing(sources)
        self._nobody_known(sources)
        carried = self._carried()
        if self.problems:
            raise CohortError(tuple(self.problems))
        return Plan(columns, sources, unit_sources, carried)

    # ---------------------------------------------------------------- names

    def _options(self) -> None:
        for name, value, options in (
            ("nan", self.settings.nan, NAN),
            ("others", self.settings.others, OTHERS),
        ):
            if value not in options:
                self.problems.append(f"{name}={value!r}: give one of {', '.join(options)}.")

    def _field(self, what: str, name: str) -> str:
        """The code of the input that a name means; the name itself, and a problem, where there is none."""
        if name == TODAY and TODAY not in self.tables.inputs:
            return name
        words = self.tables.words()
        code = words.get(fold(name))
        if code in self.stated:
            return code
        if code is not None:
            self.problems.append(f"{what}: {name} is no input but {_role(self.tables, code)}.")
            return name
        near = nearest(name, [word for word, one in words.items() if one in self.stated])
        hint = f" Did you mean {words[fold(near)]}?" if near else ""
        self.problems.append(f"{what}: no field is called {name!r}.{hint}")
        return name

    def _named(self, what: str, given: Mapping[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, column in given.items():
            code = self._field(what, name)
            if column not in self.schema.names:
                near = nearest(column, self.schema.names)
                hint = f" Did you mean {near!r}?" if near else ""
                self.problems.append(f"{what}: there is no column {column!r} for {name}.{hint}")
            elif code in found:
                self.problems.append(f"{what}: {code} is named twice.")
            else:
                found[code] = column
        return found

    def _sources(self, named: Mapping[str, str]) -> dict[str, str]:
        """The column of each field: as it was named, else the one with the field's code or label."""
        found = dict(named)
        self.used |= set(named.values())
        words = self.tables.words()
        for column in self.schema.names:
            code = words.get(fold(column), TODAY if fold(column) == TODAY else None)
            if column in self.used or code is None or (code not in self.stated and code != TODAY):
                continue
            if code in found:
                self.problems.append(
                    f"{code}: both {found[code]!r} and {column!r} would be its column; name one."
                )
                continue
            found[code] = column
            self.used.add(column)
        return {name: found[name] for name in (*self.tables.inputs, TODAY) if name in found}

    def _input(self, name: str) -> Field:
        if name in self.tables.inputs:
            return self.tables.inputs[name]
        return Date(TODAY, "Today", unknown=True)

    # ---------------------------------------------------------------- what does not fit

    def _fits(self, column: Column, source: str, measured: bool) -> None:
        kind = self.schema.field(source).type
        values = kind.value_type if pa.types.is_dictionary(kind) else kind
        if not column.translate and not _readable(column.field, values):
            self.problems.append(
                f"{column.field.code}: column {source!r} holds {_says(values)}; {_wanted(column.field)}."
            )
        elif isinstance(column.field, Number):
            self._unit(column, source, values, measured)
        elif column.unit:
            self.problems.append(f"{column.field.code} is no number and has no unit ({column.unit!r}).")

    def _unit(self, column: Column, source: str, values: pa.DataType, measured: bool) -> None:
        field = column.field
        assert isinstance(field, Number)
        if column.unit and column.unit not in field.exact and unit_key(column.unit) not in field.factors:
            units = ", ".join(field.units) or "none"
            self.problems.append(f"{field.code}: the unit {column.unit!r} is not known here; known: {units}.")
        elif field.needs_unit and not column.unit and not measured and not _is_text(values):
            units = ", ".join(field.units)
            self.problems.append(
                f"{field.code}: the numbers of column {source!r} could be in any of {units}; say which in units."
            )

    def _told_for_nothing(self, what: str, told: Mapping[str, Any], sources: Mapping[str, str]) -> None:
        for name in told:
            if name in self.tables.inputs and name not in sources:
                self.problems.append(f"{what}: {name} has no column.")

    def _missing(self, sources: Mapping[str, str]) -> None:
        for name in unstated(self.tables, sources):
            field = self.tables.inputs[name]
            self.problems.append(f"{name} ({field.label}) may not be unknown and has no column.")

    def _nobody_known(self, sources: Mapping[str, str]) -> None:
        """A file whose head is read otherwise than it was meant, say, has no column that is a field."""
        if self.stated and not sources.keys() & self.stated:
            listed = ", ".join(map(repr, self.schema.names[:5]))
            more = " …" if len(self.schema.names) > 5 else ""
            self.problems.append(
                f"No column is a field of the tables ({listed}{more}): name them in columns."
            )

    def _carried(self) -> tuple[str, ...]:
        rest = [column for column in self.schema.names if column not in self.used]
        if self.settings.others == "refuse":
            self.problems += [
                f"Column {column!r} is no field of the tables{hint}" for column, hint in self._hints(rest)
            ]
        return tuple(rest) if self.settings.others == "keep" else ()

    def _hints(self, rest: list[str]) -> Iterator[tuple[str, str]]:
        words = {word: code for word, code in self.tables.words().items() if code in self.stated}
        for column in rest:
            near = nearest(column, words)
            hint = f"; did you mean {words[fold(near)]}? Then name it in columns" if near else ""
            yield column, f'{hint}. others="keep" carries it along unread, others="drop" leaves it out.'


def _wide(array: pa.Array) -> pa.Array:
    """Narrow floats as wide ones that print the same."""
    if array.type not in (pa.float16(), pa.float32()):
        return array
    numbers = array.to_numpy(zero_copy_only=False).astype(str).astype(np.float64)
    return pa.array(numbers, mask=~array.is_valid().to_numpy(zero_copy_only=False))


def _role(tables: TableSet, code: str) -> str:
    return no_input(tables, code)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _readable(field: Field, kind: pa.DataType) -> bool:
    """Whether values of a machine type can be values of the field at all."""
    read = pa.types
    if read.is_null(kind) or (_is_text(kind) and not isinstance(field, Choices)):
        return True
    if isinstance(field, Choices):
        return bool(read.is_list(kind) or read.is_large_list(kind))
    if isinstance(field, Number):
        return bool(read.is_integer(kind) or read.is_floating(kind) or read.is_decimal(kind))
    if isinstance(field, Date):
        return bool(read.is_date(kind) or read.is_timestamp(kind))
    return bool(isinstance(field, YesNo) and read.is_boolean(kind))


def _says(kind: pa.DataType) -> str:
    """A machine type in words."""
    if pa.types.is_boolean(kind):
        return "yes and no"
    if pa.types.is_temporal(kind):
        return "dates or times"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "numbers"
    if _is_text(kind):
        return "texts"
    return f"values of the type {kind}"


def _wanted(field: Field) -> str:
    accepted = field.accepted()
    return f"it is read from {' or '.join(accepted[:6])}, or say in values what its values mean"


__all__ = ["NAN", "OTHERS", "CohortError", "Plan", "Settings", "make_plan"]
