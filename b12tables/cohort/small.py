"""Which counts of people may be shown: small groups are not, and nobody can work them out from the others.

A count below the limit is shown as "< 5". As soon as one of a report is, every other count of the report, totals
included, is rounded to a multiple of the limit: the same people are counted in several pictures, and a number hidden in
one could be worked out with another. Where the parts of a whole are rounded so that a hidden one can still be narrowed
down, the smallest number beside it is left out as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from b12tables.runtime.language import grouped, t

LEAST = 5
"""A group of fewer is not shown, when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as people see it: in words, and as a number; None where the number is not shown."""

    words: str
    number: int | None


LEFT_OUT = Shown("*", None)
"""Instead of a number from which a hidden one could be worked out."""


class Small:
    """How the counts of one report are shown. `counts` are all of them, totals included."""

    __slots__ = ("least", "rounded")

    def __init__(self, least: int, counts: Iterable[int]) -> None:
        if least < 1:
            raise ValueError("the smallest group that is shown has at least one member")
        self.least = least
        self.rounded = any(0 < count < least for count in counts)

    def parts(self, counts: Sequence[int]) -> list[Shown]:
        """Counts that are shown beside their sum: no hidden one can be told better than that it is below the limit."""
        shown = [self.shown(count) for count in counts]
        hidden = [place for place, one in enumerate(shown) if one.number is None]
        if hidden and not self._safe(counts, shown):
            visible = [place for place, one in enumerate(shown) if one.number]
            if visible:
                shown[min(visible, key=lambda place: counts[place])] = LEFT_OUT
        return shown

    def _safe(self, counts: Sequence[int], shown: Sequence[Shown]) -> bool:
        """Whether each hidden count can be anything below the limit, for all that the others and the sum tell."""
        low, high = self._range(self.shown(sum(counts)))
        for one in shown:
            least, most = self._range(one)
            low, high = low - most, high - least
        # of one of the hidden ones the others may be anything as well
        return low + self.least - 1 <= 1 and high + 1 >= self.least - 1

    def _range(self, shown: Shown) -> tuple[int, int]:
        """What a count can be of which this is shown."""
        if shown.number is None:
            return 1, self.least - 1
        if shown.number == 0:
            return 0, 0
        below = self.least // 2
        return max(self.least, shown.number - below), shown.number + (self.least - 1) // 2

    def shown(self, count: int) -> Shown:
        """A count as it may be shown."""
        if 0 < count < self.least:
            return Shown(f"< {self.least}", None)
        if self.rounded:
            count = (2 * count + self.least) // (2 * self.least) * self.least
        return Shown(grouped(count), count)

    def note(self) -> str:
        """What a reader is told of it; "" where every count is shown."""
        if self.least == 1:
            return ""
        told = t("Groups of fewer than {least} are shown as “< {least}”", least=self.least)
        if not self.rounded:
            return f"{told}; {t('there is none. Every number is exact.')}"
        rounded = t(
            "Because there are such groups, every other number is rounded to a multiple of {least}, and some are left "
            "out ({sign}), so that none of them can be worked out; sums may differ by that.",
            least=self.least,
            sign=LEFT_OUT.words,
        )
        return f"{told}. {rounded}"


def share(part: Shown, whole: Shown) -> str:
    """A share in whole per cent, as far as the counts are shown."""
    if part.number is None or not whole.number:
        return ""
    if part.number == 0:
        return "0 %"
    per_mille = 1000 * part.number // whole.number
    if per_mille < 10:
        return "< 1 %"
    return f"{min(100, (per_mille + 5) // 10)} %"


__all__ = ["LEAST", "LEFT_OUT", "Shown", "Small", "share"]
