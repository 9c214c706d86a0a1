"""Hit policies where several rules may hold: which of them give the answer (DMN 1.5, 8.2.8)."""

from __future__ import annotations

from fractions import Fraction

from b12tables.runtime.rules import Answer, Fired, Rule, Undecided
from b12tables.runtime.values import whole
from b12tables.runtime.words import row_compared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TypeVar

    from b12tables.runtime.values import Value

    A = TypeVar("A", bound=Answer)


def only(decision: str, hits: Sequence[Rule[A]]) -> Rule[A]:
    """Unique: the one rule that holds. Raises `Undecided` where none holds, or several."""
    if len(hits) == 1:
        return hits[0]
    raise Undecided("overlap" if hits else "no-rule", decision, tuple(hits))


def same_answers(hits: Sequence[Rule[A]]) -> bool:
    """Whether rules give the same results, in whatever case and spaces a text is written."""
    first = hits[0].answer
    others = [hit.answer for hit in hits if hit.answer != first]
    return all(row_compared(answer.values()) == row_compared(first.values()) for answer in others)


def agreed(decision: str, hits: Sequence[Rule[A]]) -> Rule[A] | Fired[A]:
    """Any: the answer that all rules share.

    Raises `Undecided` where none holds, or they contradict each other.
    """
    if not hits:
        raise Undecided("no-rule", decision)
    if not same_answers(hits):
        raise Undecided("conflict", decision, tuple(hits))
    return hits[0] if len(hits) == 1 else Fired(hits[0].answer, tuple(hits))


def first_agreed(decision: str, hits: Sequence[Rule[A]]) -> Rule[A]:
    """Priority, among rules of one rank: the first. Raises `Undecided` where they contradict each other."""
    if not same_answers(hits):
        raise Undecided("conflict", decision, tuple(hits))
    return hits[0]


BY_RANK = ("Priority",)
"""The policies under which a rule of the best rank gives the answer; the ranks stand in the package."""

CHOOSING = ("First", *BY_RANK)
"""The policies under which some rules come before the others."""


def competing(policy: str, held: Sequence[int], ranks: Sequence[int]) -> Sequence[int]:
    """Of the rules that hold, by their places and the best first, those among which the answer is."""
    if policy == "First":
        return held[:1]
    if policy in BY_RANK:
        return [place for place in held if ranks[place] == ranks[held[0]]]
    return held


def listed(hits: Sequence[Rule[A]]) -> Fired[tuple[A, ...]]:
    """Rule order, Output order, Collect: the answers of all rules that hold, in the order given;

    maybe none.
    """
    return Fired(tuple([hit.answer for hit in hits]), tuple(hits))


def added(decision: str, hits: Sequence[Rule[A]]) -> Fired[A]:
    """Collect sum. Raises `Undecided` where no rule holds."""
    return _made("Collect sum", decision, hits)


def smallest(decision: str, hits: Sequence[Rule[A]]) -> Fired[A]:
    """Collect min. Raises `Undecided` where no rule holds."""
    return _made("Collect min", decision, hits)


def largest(decision: str, hits: Sequence[Rule[A]]) -> Fired[A]:
    """Collect max. Raises `Undecided` where no rule holds."""
    return _made("Collect max", decision, hits)


MAKES: dict[str, Callable[[list[Any]], Any]] = {"Collect sum": sum, "Collect min": min, "Collect max": max}
"""What the policies make of the numbers of all rules that hold."""

OF_NUMBERS = {"Collect sum": added, "Collect min": smallest, "Collect max": largest}
"""The policies that make one number of the numbers of all rules that hold."""


def counted(answer: type[A], hits: Sequence[Rule[A]]) -> Fired[A]:
    """Collect count: how many rules hold, in each output field."""
    return Fired(answer(*[len(hits)] * len(answer._codes)), tuple(hits))


def number_of(policy: str, values: Iterable[Any]) -> Any:
    """The number that a policy makes of what the rules give; None where none of them gives a number."""
    numbers = [v for v in values if isinstance(v, (int, Fraction)) and not isinstance(v, bool)]
    return MAKES[policy](numbers) if numbers else None


def _made(policy: str, decision: str, hits: Sequence[Rule[A]]) -> Fired[A]:
    if not hits:
        raise Undecided("no-rule", decision)
    answer = type(hits[0].answer)
    made: list[Value] = []
    for name in answer._codes:
        number = number_of(policy, [hit.answer[name] for hit in hits])
        made.append(None if number is None else whole(number))
    return Fired(answer(*made), tuple(hits))
