"""What the headline hangs on in the worked cases: whoever asks, asks that first of patients like theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from b12tables.compiler.model.cases import stated_by
from b12tables.compiler.model.evaluate import (
    Answer,
    Decide,
    Evaluation,
    Stuck,
    compared,
    evaluate,
    remembering,
    scores_after,
)
from b12tables.compiler.model.tables import Case, Model
from b12tables.compiler.model.unary_tests import Value
from b12tables.runtime.explain.nearest import spoken
from b12tables.runtime.explain.sentence import fields_of, parse
from b12tables.runtime.words import UNKNOWN

MOST_CASES = 500
"""Where there are more worked cases, so many of them are looked at, at even distances."""


@dataclass(frozen=True)
class Precedents:
    """Worked cases as bit sets: a bit for each in which the headline hangs on something that the case states.

    `decides` says for an input in which of them the headline is another once the input is left out; `stated` for each
    choice and yes/no among these inputs, and for each of its values (as `spoken`), which of them state it.
    """

    stated: Mapping[str, Mapping[str, int]]
    decides: Mapping[str, int]


def precedents(model: Model) -> Precedents:
    """Of every worked case that has an answer: each input that bears on the headline is left out once."""
    names = fields_of(parse(model.about.headline))
    if not names:
        return Precedents({}, {})
    asking = _Asking(model, names)
    decides: dict[str, int] = {}
    stated: dict[str, dict[str, int]] = {}
    bit = 1
    for case in _spread(model.cases):
        given, today = stated_by(case)
        hanging = asking.hangs_on(given, today)
        if not hanging:
            continue
        for name in hanging:
            decides[name] = decides.get(name, 0) | bit
        for name, value in given.items():
            if isinstance(value, (str, bool)):
                cases = stated.setdefault(name, {})
                cases[spoken(value)] = cases.get(spoken(value), 0) | bit
        bit <<= 1
    told = [name for name in model.fields if name in decides]
    choices = [name for name in told if model.fields[name].type in ("choice", "yes/no")]
    return Precedents(
        {name: dict(sorted(stated[name].items())) for name in choices}, {name: decides[name] for name in told}
    )


def _spread(cases: tuple[Case, ...]) -> Iterable[Case]:
    return cases[:: -(-len(cases) // MOST_CASES) or 1]


class _Asking:
    """Asks the reference for what the headline speaks of."""

    def __init__(self, model: Model, names: Collection[str]) -> None:
        self._model, self._names = model, names
        self._deciding: Decide = remembering()
        self._bearing = model.dependencies.behind(names)
        computed = [field.computed for field in model.fields.values() if field.computed is not None]
        self._seen_elsewhere = {part for one in computed for part in one.parts}
        self._seen_elsewhere |= {test.field for one in model.impossible for test in one.tests}
        """Fields that more than tables look at."""
        self._speakers = [(name, table.code) for name, table in model.produced_by.items() if name in names]

    def hangs_on(self, given: Mapping[str, Value], today: date | None) -> tuple[str, ...]:
        """The stated inputs without each of which the headline is another."""
        found = evaluate(self._model, given, today, self._deciding)
        whole = self._headline(given, found, today)
        if whole is None:
            return ()

        def hangs(name: str) -> bool:
            another = self._another_without(name, found)
            if another is not None:
                return another
            less = {n: value for n, value in given.items() if n != name}
            return self._headline(less, evaluate(self._model, less, today, self._deciding), today) != whole

        return tuple(name for name in given if name in self._bearing and hangs(name))

    def _another_without(self, name: str, found: Evaluation) -> bool | None:
        """Whether the headline is another once an input is not stated, where only tables look at what is another then:
        those that do are asked again. None where the whole case is to be evaluated.
        """
        field = self._model.fields[name]
        if not field.unknown or field.computed is not None or name in self._seen_elsewhere:
            return None
        changed: dict[str, Value] = {name: UNKNOWN}
        for table, step in zip(self._model.decisions, found.steps, strict=True):
            if changed.keys().isdisjoint(step.inputs):
                continue
            seen = {n: changed.get(n, value) for n, value in step.inputs.items()}
            try:
                taken = self._deciding(self._model, table, seen)
            except Stuck:
                return None
            if taken.answer == found.outputs[table.code]:
                continue
            if self._told({table.code: taken.answer}) != self._told({table.code: found.outputs[table.code]}):
                return True
            changed |= {n: value for n, value in taken.after.items() if value != step.after[n]}
            if not changed.keys().isdisjoint(self._seen_elsewhere):
                return None
        return False

    def _headline(
        self, given: Mapping[str, Value], found: Evaluation, today: date | None
    ) -> tuple[object, ...] | None:
        """What the headline speaks of, as it is compared; None where the case has no answer."""
        if found.status != "ok":
            return None
        told = self._told(found.outputs)
        if any(name in self._model.scores for name in self._names):
            scores = scores_after(self._model, given, found, today)
            told |= {n: v for n, v in scores.items() if n in self._names}
        return tuple(told.get(name) for name in self._names)

    def _told(self, outputs: Mapping[str, Answer]) -> dict[str, object]:
        """What decisions say of the fields of the headline."""
        told: dict[str, object] = {}
        for name, decision in self._speakers:
            answer = outputs.get(decision, ())
            rows = answer if isinstance(answer, tuple) else (answer,)
            if rows:
                told[name] = compared(tuple({name: row[name]} for row in rows))
        return told
