"""What a hit policy makes of the rules that hold (DMN 1.5, 8.2.8): where they are known, and where some are open.

A set of rules is an int used as a bit set: bit i stands for rule i, and Otherwise has none. The proof, `compare` and
the questions ask here. One case alone is decided elsewhere, on purpose: by the reference (`compiler.model.evaluate`),
by the generated evaluators with `runtime.policies`, by the page's script; tests hold them together.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from b12tables.runtime.axes import bits
from b12tables.runtime.policies import BY_RANK, CHOOSING, number_of
from b12tables.runtime.rules import LISTS
from b12tables.runtime.words import row_compared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from typing import Any, TypeVar

    Row = tuple[Any, ...]

    H = TypeVar("H", bound=Hashable)


def compared_list(rows: Iterable[Row], policies: Iterable[str]) -> tuple[Row, ...]:
    """What counts in a list that one of these policies gives: two lists are the same where this is.

    What is said twice counts twice. The order counts, but of what a Collect table gives (DMN 1.5, 8.2.8). Whatever
    judges whether a list changes asks here: `compare`, and the questions of a package.
    """
    return tuple(sorted(rows, key=_row_key)) if "Collect" in policies else tuple(rows)


def _row_key(row: Row) -> tuple[str, ...]:
    """By which rows are put into an order where they have none; the same however a set was made."""
    return tuple([repr(sorted(value)) if isinstance(value, frozenset) else repr(value) for value in row])


class Spelling:
    """Rows of results in one spelling: two that are the same (`row_compared`) come out equal.

    Each text is written as the first of its column that is the same.
    """

    def __init__(self) -> None:
        self._first: dict[tuple[int, object], Any] = {}

    def __call__(self, row: Row) -> Row:
        """The row, spelt as those before it."""
        keys = enumerate(row_compared(row))
        return tuple([self._first.setdefault(key, value) for key, value in zip(keys, row, strict=True)])


class Hits:
    """The rules of a decision, as its hit policy takes them.

    `rows` are the results of each rule, in one spelling, `otherwise` those of the Otherwise row, `width` the number of
    results; `ranks` (of what takes the best rank, and Output order) tell of each rule how its results rank, the lowest
    first.
    """

    def __init__(
        self,
        policy: str,
        width: int,
        rows: Sequence[Row],
        otherwise: Row | None = None,
        ranks: Sequence[Any] = (),
    ) -> None:
        alike = Spelling()
        self.rows = [alike(row) for row in rows]
        self.otherwise = None if otherwise is None else alike(otherwise)
        self.policy, self.width, self.ranks = policy, width, ranks

    @cached_property
    def same_row(self) -> dict[Row, int]:
        """For each row of results the rules that give it."""
        return _together(self.rows)

    @cached_property
    def _of_rank(self) -> dict[Any, int]:
        return _together(self.ranks)

    @cached_property
    def comes_before(self) -> list[int]:
        """For each rule those that decide before it where both hold."""
        if self.policy == "First":
            return [(1 << i) - 1 for i in range(len(self.rows))]
        if self.policy not in BY_RANK:
            return [0] * len(self.rows)
        higher: dict[Any, int] = {}
        union = 0
        for rank in sorted(self._of_rank):
            higher[rank] = union
            union |= self._of_rank[rank]
        return [higher[rank] for rank in self.ranks]

    @cached_property
    def clashing(self) -> list[int]:
        """For each rule those with which it leaves no answer where both hold and nothing comes before them."""
        everyone = (1 << len(self.rows)) - 1
        if self.policy == "Unique":
            return [everyone ^ 1 << i for i in range(len(self.rows))]
        if self.policy == "Any":
            return [everyone & ~self.same_row[row] for row in self.rows]
        if self.policy in BY_RANK:
            pairs = zip(self.ranks, self.rows, strict=True)
            return [self._of_rank[rank] & ~self.same_row[row] for rank, row in pairs]
        return [0] * len(self.rows)

    @cached_property
    def prevents(self) -> list[int]:
        """For each rule those of which one that holds keeps it from giving the answer."""
        return [one | other for one, other in zip(self.comes_before, self.clashing, strict=True)]

    # ---------------------------------------------------------------- some rules may hold, some of these must

    def remaining(self, may: int, must: int) -> int:
        """The rules that may hold, without those before which one decides that must hold."""
        if not must or self.policy not in CHOOSING:
            return may
        if self.policy == "First":
            return may & ((must & -must) << 1) - 1
        return _without(may, must, self.comes_before)

    def candidates(self, may: int, must: int) -> int:
        """The rules that may give the answer."""
        return _without(may, must, self.prevents) if must else may

    def may_clash(self, may: int, must: int) -> bool:
        """Whether rules can hold together that leave no answer."""
        left = self.remaining(may, must)
        return any(self.clashing[rule] & left for rule in bits(left))

    def decided(self, may: int, must: int) -> int | None:
        """A rule that gives the answer whichever of the others hold; None: there is none."""
        return next((rule for rule in bits(must) if not self.prevents[rule] & may), None)

    def rows_left(self, may: int, must: int) -> list[Row]:
        """The different rows that may be the answer, where it is that of one rule; Otherwise's where none need hold."""
        rows = dict.fromkeys(self.rows[rule] for rule in bits(self.candidates(may, must)))
        if not must and self.otherwise is not None:
            rows[self.otherwise] = None
        return list(rows)

    def held(self, may: int, must: int, column: int) -> tuple[list[Any], list[Any]]:
        """What the rows of a list give in one column: those that are in it, and those that may be."""
        sure, maybe = ([self.rows[rule][column] for rule in bits(rules)] for rules in (must, may))
        if not must and self.otherwise is not None:
            (maybe if may else sure).append(self.otherwise[column])
        return sure, maybe

    # ---------------------------------------------------------------- exactly these rules hold

    def outcome(self, hits: int) -> Row | tuple[Row, ...] | None:
        """The answer: a row, or several where the policy gives a list. None: there is none, or rules are at odds."""
        if self.policy in LISTS:
            return tuple(self._held(hits))
        if self.policy.startswith("Collect "):
            return self._number(hits)
        rule = self.decided(hits, hits)
        if rule is not None:
            return self.rows[rule]
        return None if hits else self.otherwise

    def _held(self, hits: int) -> list[Row]:
        """The rows of the rules that hold, in the order of the policy; Otherwise's where none does."""
        rules = list(bits(hits))
        if self.policy == "Output order":
            rules.sort(key=lambda rule: self.ranks[rule])
        return [self.rows[rule] for rule in rules] or ([] if self.otherwise is None else [self.otherwise])

    def _number(self, hits: int) -> Row | None:
        rows = self._held(hits)
        if self.policy == "Collect count":
            return (Fraction(len(rows)),) * self.width
        if not rows:
            return None
        return tuple(number_of(self.policy, column) for column in zip(*rows, strict=True))


def _together(keys: Iterable[H]) -> dict[H, int]:
    """For each key the places at which it stands."""
    found: dict[H, int] = {}
    for place, key in enumerate(keys):
        found[key] = found.get(key, 0) | 1 << place
    return found


def _without(may: int, must: int, those: Sequence[int]) -> int:
    """The rules that may hold of whose own no one must."""
    left = may
    for rule in bits(may):
        if those[rule] & must:
            left ^= 1 << rule
    return left
