"""The rows of the sheet Actions, as a package ships them, and which of them hold of a patient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from b12tables.interop.fhir.bindings import Code, matches
from b12tables.runtime.accepted import seen_in

ORDER, FITS, NOT_TO_ORDER, REASON = "order", "fits", "do not order", "reason"


@dataclass(frozen=True)
class Amount:
    """From one number to another in a unit; `units` are those that it can be compared in, each by its factor."""

    low: Fraction
    high: Fraction
    unit: str
    units: dict[str, Fraction]


@dataclass(frozen=True)
class Action:
    """A row. `codes` with their words; `fields` are those that it asks about."""

    id: str
    fields: tuple[str, ...]
    holds: Callable[..., bool]
    does: str
    label: str
    detail: str
    resource: str
    codes: tuple[tuple[str, str, str], ...]
    dose: Amount | None
    every: Amount | None
    route: tuple[str, str, str] | None
    lines: tuple[str, ...]
    """The lines of its When, as the sheet has them; none: it is for everybody."""

    def is_of(self, resource: str, codes: list[Code]) -> bool:
        """Whether an order with these codes is one that the row speaks of."""
        return self.resource == resource and matches([code[:2] for code in self.codes], codes)


def actions_of(table_set: Any) -> tuple[Action, ...]:
    """All rows of a set, in their order; none of a package that has no such sheet."""
    return tuple(_actions(getattr(table_set.details(), "ACTIONS", ())))


def _actions(rows: Any) -> Iterator[Action]:
    for id_, fields, holds, (about, dose, every, route, lines), codes in rows:
        does, label, detail, resource = about
        amounts = _amount(dose), _amount(every)
        yield Action(id_, fields, holds, does, label, detail, resource, codes, *amounts, route or None, lines)


def _amount(told: tuple[str, ...]) -> Amount | None:
    if not told:
        return None
    low, high, unit, *others = told
    factors = {code: Fraction(factor) for code, factor in (other.split(" ") for other in others)}
    return Amount(Fraction(low), Fraction(high), unit, {unit: Fraction(1), **factors})


def holding(actions: tuple[Action, ...], result: Any) -> tuple[Action, ...]:
    """Those that hold of a patient whose case has an answer. What a row asks about and nobody knows is not known."""
    seen = seen_in(result)
    return tuple(action for action in actions if action.holds(*[seen.get(name) for name in action.fields]))
