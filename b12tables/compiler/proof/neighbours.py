"""What comes out for patients who differ from one whose answers are known in a few entries: only what hangs on these
entries is decided again.

It says the same as the reference evaluator, or that it cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from b12tables.compiler.model import (
    FieldTest,
    Model,
    RuleColumn,
    Trouble,
    Value,
    answer_of,
    as_inputs,
    may_be_left_out,
    passes,
)
from b12tables.runtime.words import UNKNOWN

Entries = Iterable[tuple[str, Value]]


class Neighbours:
    """The tables of a model, ready to be taken again for what has changed."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.columns = [
            [(name, RuleColumn(table, place)) for place, name in enumerate(table.input_fields)]
            for table in model.decisions
        ]
        self.readers: dict[str, int] = {}
        """The tables that look at a field, as a bit set."""
        for place, table in enumerate(model.decisions):
            for name in table.input_fields:
                self.readers[name] = self.readers.get(name, 0) | 1 << place
        self.computed_of: dict[str, list[str]] = {}
        """The computed fields of which a field is a part."""
        for name, parts in model.parts.items():
            for part in parts:
                self.computed_of.setdefault(part, []).append(name)
        self.may_lack = may_be_left_out(model) if model.impossible else frozenset()
        self._after: dict[tuple[int, int], Mapping[str, Value] | None] = {}

    def of(self, case: Mapping[str, Value], values: Mapping[str, Value]) -> Nearby:
        """The patients near to one; `values` is what their fields hold after evaluation."""
        return Nearby(self, case, values)

    def after(self, place: int, rules: int) -> Mapping[str, Value] | None:
        """What a table gives where exactly these of its rules hold, as later tables see it; None: no answer."""
        key = place, rules
        if key not in self._after:
            table = self.model.decisions[place]
            answer = answer_of(
                self.model, table, [rule for i, rule in enumerate(table.rules) if rules >> i & 1]
            )
            self._after[key] = None if isinstance(answer, Trouble) else as_inputs(table, answer)
        return self._after[key]


@dataclass(frozen=True)
class Nearby:
    """A patient who has all answers, and what comes out for those near to them."""

    tables: Neighbours
    case: Mapping[str, Value]
    values: Mapping[str, Value]

    def with_entries(self, entries: Entries) -> Mapping[str, Value] | None:
        """The fields that hold something else where these entries are, after evaluation; empty: that cannot be.

        None where it hangs on more than the tables: on what is computed, or where some table has no answer.
        """
        changed = dict(entries)
        if any(self._computes(name, changed) for name in changed):
            return None
        if self._impossible(changed):
            return {}
        todo = 0
        for name in changed:
            todo |= self.tables.readers.get(name, 0)
        while todo:
            place = (todo & -todo).bit_length() - 1
            todo &= todo - 1
            given = self._taken(place, changed)
            if given is None:
                return None
            for name, value in given.items():
                if value == self.values[name]:
                    continue
                changed[name] = value
                if self._computes(name, changed):
                    return None
                todo |= self.tables.readers.get(name, 0)
        return changed

    def _taken(self, place: int, changed: Mapping[str, Value]) -> Mapping[str, Value] | None:
        rules = -1
        for name, column in self.tables.columns[place]:
            rules &= column.admits(changed[name] if name in changed else self.values[name])
        return self.tables.after(place, rules)

    def _held(self, name: str, changed: Mapping[str, Value]) -> Value:
        return changed.get(name, self.values.get(name, self.case.get(name, UNKNOWN)))

    def _computes(self, name: str, changed: Mapping[str, Value]) -> bool:
        """Whether something follows from a field by a formula, or the field itself from others that are known."""
        parts = self.tables.model.parts
        if name in parts and any(self._held(part, changed) != UNKNOWN for part in parts[name]):
            return True
        for whole in self.tables.computed_of.get(name, ()):
            others = [part for part in parts[whole] if part != name]
            if any(self._held(part, changed) != UNKNOWN for part in others):
                return True
            if self._held(whole, changed) != UNKNOWN:
                return True
        return False

    def _impossible(self, changed: Mapping[str, Value]) -> bool:
        return any(
            all(self._passes(test, changed) for test in combination.tests)
            for combination in self.tables.model.impossible
            if any(test.field in changed for test in combination.tests)
        )

    def _passes(self, test: FieldTest, changed: Mapping[str, Value]) -> bool:
        """Whether a line of a combination holds: none does of what is left out."""
        name = test.field
        there = name in changed or name in self.values or name in self.case
        return (there or name not in self.tables.may_lack) and passes(test.test, self._held(name, changed))
