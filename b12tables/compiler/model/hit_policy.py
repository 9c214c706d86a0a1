"""The hit policies: which of the rules that hold give the answer, and what is said of each.

What makes a policy stands here: what kind of answer it gives, how its rules rank (`rank_rules`), and what it makes of
numbers (`aggregate`). Who takes rules, asks this: `evaluate` (the reference), the proof, `compare`, the checks, and
the code generator, which writes the ranks into the package. The runtime (`runtime.policies`) and the page's
script, which cannot ask here, have the same once each, and tests hold them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from fractions import Fraction

from b12tables.compiler.model.unary_tests import Value


class HitPolicy(Enum):
    """Which of the rules that hold give the answer (DMN 1.5, 8.2.8)."""

    UNIQUE = "Unique"
    ANY = "Any"
    FIRST = "First"
    PRIORITY = "Priority"
    RULE_ORDER = "Rule order"
    OUTPUT_ORDER = "Output order"
    COLLECT = "Collect"
    COLLECT_SUM = "Collect sum"
    COLLECT_MIN = "Collect min"
    COLLECT_MAX = "Collect max"
    COLLECT_COUNT = "Collect count"

    @property
    def gives_list(self) -> bool:
        """Whether the answer is a list of objects, one a rule that holds."""
        return self in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)

    @property
    def aggregates(self) -> bool:
        """Whether the answer is one number made of all rules that hold."""
        return self.value.startswith("Collect ")

    @property
    def counts_each(self) -> bool:
        """Whether every rule that holds changes the answer, although another one says the same."""
        return self in (HitPolicy.COLLECT_SUM, HitPolicy.COLLECT_COUNT)

    @property
    def mixes(self) -> bool:
        """Whether the answer can be a number that no rule has, made of the numbers of several."""
        return self is HitPolicy.COLLECT_SUM

    @property
    def ranks(self) -> bool:
        """Whether the order of the results' values in the dictionary counts."""
        return self in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)

    @property
    def takes_best(self) -> bool:
        """Whether, of the rules that hold, one of the best rank gives the answer; those of one rank have to agree."""
        return self is HitPolicy.PRIORITY

    @property
    def chooses(self) -> bool:
        """Whether several rules may hold and some come before the others."""
        return self is HitPolicy.FIRST or self.takes_best

    @property
    def ranked(self) -> bool:
        """Whether the ranks of the rules (`rank_rules`) count."""
        return self.ranks or self.takes_best

    @property
    def in_order(self) -> bool:
        """Whether the order of the rules counts (in an Output order table among rules of one rank)."""
        return self in (HitPolicy.FIRST, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)

    @property
    def towards_first(self) -> str | None:
        """Where a row is moved so that it comes before others; None where its place is not what counts."""
        return "up" if self is HitPolicy.FIRST else None

    @property
    def letter(self) -> str:
        """How DMN abbreviates it above a table."""
        return _LETTERS[self]

    @property
    def words(self) -> str:
        """What it means, in one sentence for a reader of the table."""
        return _WORDS[self]


def aggregate(policy: HitPolicy, values: Sequence[Value]) -> Value:
    """The number that a Collect sum, min, max or count table makes of what the rules give that hold.

    None where none of them gives a number.
    """
    if policy is HitPolicy.COLLECT_COUNT:
        return Fraction(len(values))
    numbers = [value for value in values if isinstance(value, Fraction)]
    return _MAKES[policy](numbers) if numbers else None


def rank_rules(
    policy: HitPolicy, orders: Sequence[Sequence[str]], rows: Iterable[Sequence[Value]]
) -> list[tuple[int, ...]]:
    """How the rules with these results, in sheet order, rank; the best has the lowest rank.

    `orders` are the values of each output field in the order of the dictionary.
    """
    return _RANKS.get(policy, _rank_by_values)(orders, rows)


def _rank_by_values(
    orders: Sequence[Sequence[str]], rows: Iterable[Sequence[Value]]
) -> list[tuple[int, ...]]:
    """By the order of the fields' values, column by column; what has no order ranks last."""
    places = [{code: place for place, code in enumerate(order)} for order in orders]
    return [tuple(_place(value, order) for value, order in zip(row, places, strict=True)) for row in rows]


def _place(value: Value, order: Mapping[str, int]) -> int:
    return order.get(value, len(order)) if isinstance(value, str) else len(order)


_RANKS: dict[
    HitPolicy, Callable[[Sequence[Sequence[str]], Iterable[Sequence[Value]]], list[tuple[int, ...]]]
] = {}
"""Policies whose rules rank otherwise than by the order of the values that they give."""

_MAKES: dict[HitPolicy, Callable[[Sequence[Fraction]], Fraction]] = {
    HitPolicy.COLLECT_SUM: lambda numbers: sum(numbers, Fraction(0)),
    HitPolicy.COLLECT_MIN: min,
    HitPolicy.COLLECT_MAX: max,
}
"""What each policy makes of numbers; one that is not here is an error, not a maximum."""

_LETTERS = {
    HitPolicy.UNIQUE: "U",
    HitPolicy.ANY: "A",
    HitPolicy.FIRST: "F",
    HitPolicy.PRIORITY: "P",
    HitPolicy.RULE_ORDER: "R",
    HitPolicy.OUTPUT_ORDER: "O",
    HitPolicy.COLLECT: "C",
    HitPolicy.COLLECT_SUM: "C+",
    HitPolicy.COLLECT_MIN: "C<",
    HitPolicy.COLLECT_MAX: "C>",
    HitPolicy.COLLECT_COUNT: "C#",
}

_WORDS = {
    HitPolicy.UNIQUE: "At most one row holds for any patient.",
    HitPolicy.ANY: "Several rows may hold together; they then give the same answer.",
    HitPolicy.FIRST: "Read from the top: the first row that holds gives the answer.",
    HitPolicy.PRIORITY: "Of the rows that hold, the one whose answer ranks first in the dictionary counts.",
    HitPolicy.RULE_ORDER: "Every row that holds contributes, from the top; none holding is a valid answer.",
    HitPolicy.OUTPUT_ORDER: "Every row that holds contributes, ranked as in the dictionary.",
    HitPolicy.COLLECT: "Every row that holds contributes; none holding is a valid answer.",
    HitPolicy.COLLECT_SUM: "The numbers of all rows that hold are added up.",
    HitPolicy.COLLECT_MIN: "The smallest number of all rows that hold counts.",
    HitPolicy.COLLECT_MAX: "The largest number of all rows that hold counts.",
    HitPolicy.COLLECT_COUNT: "The rows that hold are counted.",
}
