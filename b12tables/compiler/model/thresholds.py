"""Thresholds: numbers with a name, said once, that cells may name instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from b12tables.compiler.model.place import Place
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import in_words
from b12tables.runtime.words import fold


@dataclass(frozen=True)
class Threshold:
    """A number with a name. `unit` as it is written; `source` says where it comes from."""

    name: str
    number: Fraction
    unit: str
    source: str
    place: Place
    note: str = ""

    @property
    def words(self) -> str:
        """The number with its unit, as people write it."""
        return " ".join(filter(None, (number_text(self.number), in_words(self.unit, self.number))))

    @property
    def written(self) -> str:
        """The number with its unit, as a cell may write it."""
        return " ".join(filter(None, (number_text(self.number), self.unit)))


@dataclass(frozen=True)
class Named:
    """What a cell about a number may name beside numbers.

    `thresholds` by their folded names; `broken` the names, by themselves folded, of rows that cannot be used: a cell
    that names one is not wrong itself. `fields` are the codes of the fields of numbers and dates by their folded codes
    and labels: a cell cannot compare with them, and says how it is done instead.
    """

    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)

    def stand_in(self, text: str) -> bool:
        """Whether a text names a threshold, one that cannot be used among them."""
        known = next(names_in(text, self.thresholds.values()), None) if self.thresholds else None
        return known is not None or any(name in fold(text) for name in self.broken)


NOTHING_NAMED = Named()

_QUOTED = re.compile(r'"[^"]*"')


def names_in(text: str, thresholds: Collection[Threshold]) -> Iterator[tuple[Threshold, int, int]]:
    """The thresholds that a text names outside of quotes, with where each name begins and ends, from the left."""
    if not thresholds:
        return
    by_name = {fold(threshold.name): threshold for threshold in thresholds}
    masked = _QUOTED.sub(lambda match: '"' * len(match[0]), text) if '"' in text else text
    for match in _any_of(tuple(by_name)).finditer(masked):
        threshold = by_name.get(fold(match[0]))
        if threshold is not None:
            yield threshold, match.start(), match.end()


@lru_cache(maxsize=64)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """One of the folded names, as a whole; of two that begin alike the longer one."""
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)")


def with_numbers(text: str, thresholds: Collection[Threshold]) -> str:
    """The text with the number in the place of the name of each threshold, as a cell may write it."""
    done, rest = "", 0
    for threshold, start, end in names_in(text, thresholds):
        done += text[rest:start] + threshold.written
        rest = end
    return done + text[rest:]


def with_figures(text: str, thresholds: Collection[Threshold]) -> str:
    """The text with the figure and the source behind the name of each threshold."""
    done, rest = "", 0
    for threshold, _, end in names_in(text, thresholds):
        source = f"; {threshold.source}" if threshold.source else ""
        done += f"{text[rest:end]} ({threshold.words}{source})"
        rest = end
    return done + text[rest:]


def with_stand_ins(text: str, thresholds: Collection[Threshold]) -> tuple[str, dict[str, str]]:
    """The text with a number in the place of the name of each threshold, for what looks for numbers; and the names of
    these numbers.
    """
    done, rest, named = "", 0, dict[str, str]()
    for threshold, start, end in names_in(text, thresholds):
        number = str(71_000_001 + len(named))
        named[number] = threshold.name
        done += text[rest:start] + number
        rest = end
    return done + text[rest:], named
