"""What the headline hangs on in the worked cases: whoever asks, asks that first of patients like theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from b12tables.compiler.model.cases import stated_by
from b12tables.compiler.model.evaluate import Decide, compared, evaluate, remembering, scores_after
from b12tables.compiler.model.tables import Case, Model
from b12tables.compiler.model.unary_tests import Value
from b12tables.runtime.explain.nearest import spoken
from b12tables.runtime.explain.sentence import fields_of, parse

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

    def hangs_on(self, given: Mapping[str, Value], today: date | None) -> tuple[str, ...]:
        """The stated inputs without each of which the headline is another."""
        whole = self._headline(given, today)
        if whole is None:
            return ()
        bearing = (name for name in given if name in self._bearing)
        return tuple(
            name
            for name in bearing
            if self._headline({n: value for n, value in given.items() if n != name}, today) != whole
        )

    def _headline(self, given: Mapping[str, Value], today: date | None) -> tuple[object, ...] | None:
        """What the headline speaks of, as it is compared; None where the case has no answer."""
        found = evaluate(self._model, given, today, self._deciding)
        if found.status != "ok":
            return None
        told: dict[str, object] = {}
        for answer in found.outputs.values():
            rows = answer if isinstance(answer, tuple) else (answer,)
            for name in self._names:
                if rows and name in rows[0]:
                    told[name] = compared(tuple({name: row[name]} for row in rows))
        if any(name in self._model.scores for name in self._names):
            told |= {
                n: v for n, v in scores_after(self._model, given, found, today).items() if n in self._names
            }
        return tuple(told.get(name) for name in self._names)
