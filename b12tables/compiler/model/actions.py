"""What the sheet Actions orders, or advises against: a medicine or a service by its codes, and how it is given."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from b12tables.compiler.model.units import conversion

Does = Literal["order", "fits", "do not order", "reason"]
"""What a row does: an order is asked for, is as right as that, is advised against; or why one may depart from it."""

RESOURCES = ("MedicationRequest", "ServiceRequest")
"""What can be ordered, as FHIR calls it."""

UNITS_OF_TIME = (("h", "d", "wk"), ("mo", "a"))
"""The units in which it is said how often something is given, as FHIR has them. Those of one group are exact multiples
of each other: no month is a number of weeks.
"""

LONGEST_LABEL = 100
"""Letters of a label: it stands on a button, and behind words of ours in a summary of 140."""

ATC = "http://www.whocc.no/atc"
"""Its codes are classes of each other by how they begin."""

Coded = tuple[str, str, str]
"""A system by its address, a code of it, and its words ("" where the cell has none)."""


@dataclass(frozen=True)
class Amount:
    """From one number to another, with a unit of UCUM: `1000 to 2000 ug`; the two are the same where there is one."""

    low: Fraction
    high: Fraction
    unit: str

    def meets(self, other: Amount) -> bool:
        """Whether some amount lies in both; False where their units do not measure the same."""
        factor = conversion(other.unit, self.unit)
        return factor is not None and self.low <= other.high * factor and other.low * factor <= self.high


@dataclass(frozen=True)
class Ordered:
    """An order. Of several codes the first is its own, the others count as the same.

    `dose`, `every` and `route` only of a medicine, and only where the row says them.
    """

    resource: str
    codes: tuple[Coded, ...]
    dose: Amount | None = None
    every: Amount | None = None
    route: Coded | None = None

    def is_one_with(self, other: Ordered) -> bool:
        """Whether one order may be both."""
        return self.resource == other.resource and any(
            _same(one, two) for one in self.codes for two in other.codes
        )

    def differs(self, other: Ordered) -> bool:
        """Whether no order can be given as both say."""
        routes = self.route is not None and other.route is not None and self.route[:2] != other.route[:2]
        return routes or _apart(self.dose, other.dose) or _apart(self.every, other.every)


def _apart(one: Amount | None, other: Amount | None) -> bool:
    return one is not None and other is not None and not one.meets(other)


def _same(one: Coded, other: Coded) -> bool:
    """Whether two codes may be of one order: the same, or in the ATC one a class of the other."""
    if one[0] != other[0]:
        return False
    if one[0] == ATC:
        return one[1].startswith(other[1]) or other[1].startswith(one[1])
    return one[1] == other[1]
