"""How many questions it takes until the form shows what the whole record gives, for the worked patients.

python benchmarks/questions.py [FOLDER [SHEET ...]]

The form asks, and gets the answer that the record has, or *not known*; whoever has an age instead of a date of birth
says it in its place. *Shown*: after so many answers the headline is that of the whole record, and stays. *Least*: the
fewest entries of the record that give the headline at all. *Needed*: of whoever needs more than the goal, so many
entries are such that the headline cannot come out while one of them is not known, whatever else is. *Alone*: after so
many answers no further one can change the headline alone.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import b12tables
from b12tables.compiler.model import Case
from b12tables.runtime.explain.influence import Weighed, to_ask
from b12tables.runtime.explain.sentence import fields_of
from b12tables.runtime.explain.telling import Telling
from b12tables.runtime.fields import as_given
from b12tables.runtime.possible import possible
from b12tables.runtime.questions.ask import NextQuestion

GOAL = 8
"""So many answers at most until the headline is that of the whole record."""

MOST = 60
"""So many questions are asked at most."""

SHEETS = ("Scenes", "Ten patients")


class Walk(NamedTuple):
    """What was asked of one patient, and after how many answers the headline stood, was alone, and could be at all."""

    asked: tuple[str, ...]
    shown: int | None
    alone: int | None
    least: int


class Walker:
    """Asks what the form asks."""

    def __init__(self, package: Any) -> None:
        self.set = package.SET
        telling = Telling(self.set)
        self.weighed = Weighed(telling)
        self.headline_fields = fields_of(telling.parsed(telling.template("")))
        self.next = NextQuestion(self.set, (), None)
        self.instead = dict(self._instead())

    def _instead(self) -> list[tuple[str, str]]:
        """For a date the computed field that the form offers in its place."""
        found = []
        for name, field in self.set.inputs.items():
            parts = [part for part in field.computed.parts if part != "today"] if field.computed else []
            if len(parts) == 1 and field.question and parts[0] in self.set.inputs:
                found.append((parts[0], name))
        return found

    def headline(self, case: Mapping[str, object], today: date | None) -> object:
        """What the headline speaks of."""
        return self.weighed.parts(self.set.evaluate(dict(case), today))[0]

    def walk(self, record: Mapping[str, object], today: date | None) -> Walk:
        """Asks until nothing alone can change what stands first, and on until the headline stands."""
        whole, said = self.headline(record, today), {}
        shown = alone = None
        while len(said) < MOST:
            same = self.headline(said, today) == whole
            shown = None if not same else len(said) if shown is None else shown
            name = self._next(said, today)
            if name is None or (shown is not None and alone is not None):
                break
            if alone is None and not self._heavy(name, said, today):
                alone = len(said)
            name = name if name in record else self._known(name, record)
            said[name] = record.get(name, "unknown")
        return Walk(tuple(said), shown, alone, self._least(record, today, whole))

    def _known(self, name: str, record: Mapping[str, object]) -> str:
        other = self.instead.get(name, name)
        return other if other in record else name

    def _next(self, said: Mapping[str, object], today: date | None) -> str | None:
        order = to_ask(self.set.evaluate(dict(said), today), self.weighed)
        if order:
            return order[0]
        field, first = self.next.field(dict(said), list(said))
        return field.code if field is not None and first else None

    def _heavy(self, name: str, said: Mapping[str, object], today: date | None) -> bool:
        """Whether some answer to the question is another headline; what is asked first is, where any is."""
        before, axes = self.headline(said, today), self.set.grid().AXES
        for one in (name, self.instead.get(name, name)):
            axis = axes.get(one)
            pieces = range(axis.known.bit_length()) if axis is not None else ()
            values = [as_given(self.set.by_code[one], axis.witness(1 << piece)) for piece in pieces]
            if any(self.headline({**said, one: value}, today) != before for value in values):
                return True
        return False

    def needed(self, record: Mapping[str, object], today: date | None) -> list[str]:
        """The entries without each of which some part of the headline cannot be what it is, whatever else is known:
        proved by the kernel of the questions, not by trying.
        """
        told = self.set.evaluate(dict(record), today).outputs
        parts: dict[str, list[str]] = {}
        for name in self.headline_fields:
            if name in self.set.producer:
                parts.setdefault(self.set.producer[name].code, []).append(name)

        def can_be(without: str, code: str, names: list[str]) -> bool:
            still = possible(self.set, {without: "unknown"}, (code,), today).outcomes(code)
            wanted = [told[code][name] for name in names]
            return any([answer[name] for name in names] == wanted for answer in still.answers)

        single = {
            code: names for code, names in parts.items() if not isinstance(told.get(code), tuple | None)
        }
        return [one for one in record if not all(can_be(one, code, names) for code, names in single.items())]

    def _least(self, record: Mapping[str, object], today: date | None, whole: object) -> int:
        """The size of a small part of the record that gives the headline: entries left out one by one, often."""
        rng, least = Random(8), len(record)
        for _ in range(8):
            kept, names = dict(record), list(record)
            rng.shuffle(names)
            for name in names:
                less = {other: value for other, value in kept.items() if other != name}
                if self.headline(less, today) == whole:
                    kept = less
            least = min(least, len(kept))
        return least


def record_of(package: Any, case: Case) -> tuple[dict[str, object], Any]:
    """A worked case as somebody enters it, and the day that it counts to."""
    given = {n: as_given(package.SET.by_code[n], v) for n, v in case.given.items() if n != "today"}
    return given, case.given.get("today")


def main(folder: str = "tables", *sheets: str) -> int:
    """Prints a line for each patient. 1 where one takes more than the goal although its record would not need to."""
    model, _ = b12tables.read_tables(Path(folder))
    assert model is not None
    package = b12tables.load(Path(folder))
    walker, missed = Walker(package), 0
    for case in model.cases:
        if case.place.sheet in (sheets or SHEETS):
            walk = walker.walk(*record_of(package, case))
            missed += walk.least <= GOAL and (walk.shown is None or walk.shown > GOAL)
            more = walk.least > GOAL
            needed = f", needed {len(walker.needed(*record_of(package, case)))}" if more else ""
            print(
                f"{case.id}: shown {walk.shown}, least {walk.least}{needed}, alone {walk.alone}: {' '.join(walk.asked)}"
            )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
