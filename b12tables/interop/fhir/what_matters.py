"""Which questions of a form still matter once an earlier one is answered: what `enableWhen` says.

A field is left out only where it is proved that nothing looks at it, for every value of all others: every rule that may
still hold then admits all that the field may still be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from b12tables.runtime.axes import bits
from b12tables.runtime.explain.scores import answers_and_behind, score_codes
from b12tables.runtime.fields import Choice, Choices, YesNo
from b12tables.runtime.questions.propagation import Propagation
from b12tables.runtime.questions.tables import TooMany

Answered = tuple[str, Any]
"""A field and its value."""


def idle_after(table_set: Any, questions: Iterable[str]) -> dict[str, list[Answered]]:
    """For each question the answers to earlier ones after which it does not matter; none for most.

    Only earlier ones: of two that make each other idle, one is asked. Nothing is claimed of a set whose decisions are
    too large to be looked at.
    """
    found: dict[str, list[Answered]] = {}
    known = Propagation(table_set)
    asked = list(questions)
    try:
        always = matters(known, {})
        for place, name in enumerate(asked):
            for value in _values(table_set.inputs[name]):
                if name not in known.axes:
                    continue
                left = matters(known, {name: known.axes[name].mask(value)})
                for other in asked[place + 1 :]:
                    if other in always and other not in left:
                        found.setdefault(other, []).append((name, value))
    except TooMany:
        return {}
    return found


def _values(field: Any) -> Iterator[str | bool]:
    if isinstance(field, YesNo):
        yield from (True, False)
    elif isinstance(field, Choice) and not isinstance(field, Choices):
        yield from field.labels


def matters(known: Propagation, stated: Mapping[str, int]) -> frozenset[str]:
    """The inputs that may still change an answer, or whether there is one, where some fields have these pieces."""
    tables = known.set
    state = {name: axis.full for name, axis in known.axes.items() if name in tables.inputs} | dict(stated)
    look = known.look(state, {}, tables.decisions)
    seeking = _Seeking(known)
    for name in (*score_codes(tables), *tables.needed):
        seeking.field(name)
    for combination in known.combinations:
        if all(mask & look.masks.get(name, mask) for name, mask in combination.items()):
            for name in combination:
                seeking.field(name)
    seeking.wanted |= {*answers_and_behind(tables), *look.fails, *look.dead}
    for decision in reversed(tables.decisions):
        if decision.code not in seeking.wanted:
            continue
        table = known.tables[decision.code]
        may = look.rules[decision.code][0]
        for c, name in enumerate(table.columns):
            mask = look.masks[name] if name in look.masks else known.mask(name, look)
            if any(mask & ~table.boxes[rule][c] for rule in bits(may)):
                seeking.field(name)
    return frozenset(seeking.inputs)


class _Seeking:
    """The inputs that were found to matter, and the decisions that have to be looked at for more."""

    def __init__(self, known: Propagation) -> None:
        self.tables = known.set
        self.inputs: set[str] = set()
        self.wanted: set[str] = set()

    def field(self, name: str) -> None:
        """Notes a field: the decision that gives it, or itself and what it follows from."""
        if name in self.tables.producer:
            self.wanted.add(self.tables.producer[name].code)
            return
        if name in self.inputs or name not in self.tables.by_code:
            return
        self.inputs.add(name)
        computed = self.tables.by_code[name].computed
        for part in computed.parts if computed is not None else ():
            self.field(part)
