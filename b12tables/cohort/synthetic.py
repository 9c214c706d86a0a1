"""A population that nobody is part of: drawn from a seed, within what the tables take, after a small description.

Without a description every field that a table looks at is stated in half of the rows, its values all alike and numbers
near the places where the tables change. A description (TOML) says more, field by field:

    in how many rows          known = 0.9                            1 when nothing is said
    choices, yes and no       values = { none = 70, present = 30 }   by weight
    numbers                   normal = [mean, deviation], lognormal = [mean, deviation], uniform = [low, high]
                              round = 0                              decimal places
    dates                     days_ago = [from, to]
    the same for all          constant = 0
    for some                  [[fields.NAME.when]] with `if = { cause = ["dietary"] }` and one of the above

Numbers are in the unit that `[units]` names, or else in the field's own; what lies outside of a field's range is moved
to its end. The same tables, description, seed and rows give the same population.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from b12tables.cohort.numbers import Array
from b12tables.cohort.plan import CohortError, toml_of
from b12tables.runtime.axes import Axis, Ordered
from b12tables.runtime.fields import Choice, Choices, Date, Field, Many, Number, Text, YesNo
from b12tables.runtime.tableset import TableSet
from b12tables.runtime.units import unit_key

SYNTHETIC = b"b12tables.synthetic"
"""The metadata of a table that says that nobody is part of it."""

WAYS = ("values", "normal", "lognormal", "uniform", "days_ago", "constant")
ALSO = ("known", "round", "when", "if")
KNOWN = 0.5
"""In so many rows a field is stated that no description names."""


def read_description(path: Path | None) -> dict[str, Any]:
    """A description; nothing is described without one. Raises `CohortError` where it is none."""
    if path is None:
        return {}
    return toml_of(path)


def synthetic_population(
    tables: TableSet, rows: int, seed: int, description: Mapping[str, Any], today: date
) -> pa.Table:
    """So many patients as a table: one column a field, a null where it is not known.

    Raises `CohortError` with everything in the description that does not fit the tables.
    """
    return _Population(tables, rows, seed, description, today).table()


class _Population:
    def __init__(
        self, tables: TableSet, rows: int, seed: int, description: Mapping[str, Any], today: date
    ) -> None:
        self.tables, self.rows, self.seed, self.today = tables, rows, seed, today
        self.said: Mapping[str, Any] = description.get("fields", {})
        self.units: Mapping[str, str] = description.get("units", {})
        looked_at = {name for decision in tables.decisions for name in decision.inputs}
        stated = [name for name in tables.inputs if name not in tables.scores]
        plain = [n for n in stated if n in looked_at and tables.inputs[n].computed is None]
        wanted = {*plain, *self.said}
        self.names = [name for name in stated if name in wanted]
        self.drawn: dict[str, Array] = {}
        self._check(description, stated)

    def _check(self, description: Mapping[str, Any], stated: list[str]) -> None:
        problems = [
            f"The description says {name!r}, which is none of fields and units."
            for name in description
            if name not in ("fields", "units")
        ]
        for name in (*self.said, *self.units):
            if name not in stated:
                problems.append(f"The description speaks of {name!r}, which is no input of the tables.")
        for name, said in self.said.items():
            if name in stated:
                problems += [f"{name}: {why}" for why in self._wrong(self.tables.inputs[name], said)]
        if problems:
            raise CohortError(tuple(problems))

    def _wrong(self, field: Field, said: Any) -> list[str]:
        """What does not fit in the description of a field."""
        if not isinstance(said, dict):
            return ["it is described by a table."]
        problems = [f"nobody knows {key!r}." for key in said if key not in (*WAYS, *ALSO)]
        parts = [said, *said.get("when", [])]
        for part in parts:
            problems += [f"{word!r} is none of its values." for word in self._no_values(field, part)]
            for other in part.get("if", {}):
                if other not in self.names or self.names.index(other) >= self.names.index(field.code):
                    problems.append(f"it can hang on a field before it only, and {other!r} is none.")
        return problems

    def _no_values(self, field: Field, part: Mapping[str, Any]) -> list[str]:
        words = [*part.get("values", {})]
        if "constant" in part:
            words.append(part["constant"])
        if isinstance(field, Choice):
            return [str(word) for word in words if word not in field.labels]
        return []

    # ---------------------------------------------------------------- drawing

    def table(self) -> pa.Table:
        columns = {}
        for place, name in enumerate(self.names):
            field = self.tables.inputs[name]
            # each field has a stream of its own: what is said of one changes no other
            draw = np.random.default_rng([self.seed, place])
            said = self.said.get(name, {})
            values = self._values(draw, field, said)
            for part in said.get("when", []):
                values = np.where(self._holds(part.get("if", {})), self._values(draw, field, part), values)
            self.drawn[name] = values
            known = draw.random(self.rows) < (said.get("known", 1) if said else KNOWN)
            columns[name] = self._column(field, values, known)
        told = f"Nobody is part of this population: it was drawn by b12tables from the seed {self.seed}."
        return pa.table(columns).replace_schema_metadata({SYNTHETIC: told.encode()})

    def _holds(self, conditions: Mapping[str, Any]) -> Array:
        found = np.ones(self.rows, bool)
        for name, words in conditions.items():
            found &= np.isin(self.drawn[name], words if isinstance(words, list) else [words])
        return found

    def _values(self, draw: np.random.Generator, field: Field, said: Mapping[str, Any]) -> Array:
        if "constant" in said:
            return np.full(self.rows, said["constant"])
        if isinstance(field, Number):
            return self._numbers(draw, field, said)
        if isinstance(field, Date):
            low, high = said.get("days_ago", (0, 3650))
            return np.datetime64(self.today, "D") - draw.integers(low, high + 1, self.rows)
        options, weights = self._options(field, said)
        return np.array(options)[draw.choice(len(options), self.rows, p=weights / weights.sum())]

    def _options(self, field: Field, said: Mapping[str, Any]) -> tuple[list[Any], Array]:
        if "values" in said:
            words = list(said["values"])
            options = [word == "yes" for word in words] if isinstance(field, YesNo) else words
            return options, np.array(list(said["values"].values()), float)
        if isinstance(field, YesNo):
            options = [True, False]
        elif isinstance(field, (Choice, Choices)):
            options = list(field.labels)
        else:
            axis = self.tables.grid().AXES.get(field.code)
            options = [str(value) for value in getattr(axis, "values", ())] or ["something"]
        return options, np.ones(len(options))

    def _numbers(self, draw: np.random.Generator, field: Number, said: Mapping[str, Any]) -> Array:
        ways: dict[str, Any] = {"normal": draw.normal, "lognormal": draw.lognormal, "uniform": draw.uniform}
        way = next((way for way in ways if way in said), None)
        if way is None:
            found = self._near(draw, self.tables.grid().AXES.get(field.code))
        else:
            first, second = said[way]
            found = ways[way](first, second, self.rows)
        factor = self._factor(field)
        low = None if field.low is None else float(field.low / factor)
        high = None if field.high is None else float(field.high / factor)
        if low is not None or high is not None:
            found = np.clip(found, low, high)
        if field.step not in (None, 1):
            # in steps of 0.1 a multiple is told by its decimals, and what floats add to it is rounded away
            step = float(field.step / factor)
            return np.asarray(np.round(np.rint(found / step) * step, 9))
        return np.asarray(np.round(found, 0 if field.whole else said.get("round", 1)))

    def _factor(self, field: Number) -> Any:
        unit = self.units.get(field.code, "")
        if not unit:
            return 1
        factor = field.exact.get(unit, field.factors.get(unit_key(unit)))
        if factor is None:
            raise CohortError((f"{field.code}: the unit {unit!r} is not known here.",))
        return factor

    def _near(self, draw: np.random.Generator, axis: Axis | None) -> Array:
        """Numbers at the places where the tables change, and a little beside them."""
        borders = [float(value) for value, _ in axis.borders] if isinstance(axis, Ordered) else []  # type: ignore[arg-type]
        places = np.array(borders or [1.0])
        chosen = places[draw.integers(0, len(places), self.rows)]
        return np.asarray(chosen + draw.choice([-1, -0.5, 0, 0, 0.5, 1, 10], self.rows))

    def _column(self, field: Field, values: Array, known: Array) -> pa.Array:
        hidden = ~known
        if isinstance(field, Choices):
            lists = [None if lost else [str(value)] for value, lost in zip(values, hidden, strict=True)]
            return pa.array(lists, pa.list_(pa.string()))
        if isinstance(field, Date):
            return pa.array(values.astype("datetime64[D]"), pa.date32(), mask=hidden)
        if isinstance(field, Number):
            return pa.array(values.astype(np.int64 if field.whole else np.float64), mask=hidden)
        if isinstance(field, YesNo):
            return pa.array(values.astype(bool), mask=hidden)
        assert isinstance(field, (Choice, Text, Many))
        return pa.array(values.astype(str), mask=hidden).dictionary_encode()


def is_synthetic(schema: pa.Schema) -> bool:
    """Whether a table says that nobody is part of it."""
    return SYNTHETIC in (schema.metadata or {})


__all__ = ["SYNTHETIC", "is_synthetic", "read_description", "synthetic_population"]
