"""What is made of a record: a case, where each value comes from, what was left out, what somebody has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from b12tables.interop.fhir.resources import Resource, altered, name_of, set_aside


@dataclass(frozen=True)
class Provenance:
    """Where a value of the case comes from: the resource, its date as written, the value as given, how it was read."""

    resource: str
    date: str
    given: str
    note: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A resource that would fill a field and was not taken, and why."""

    resource: str
    field: str
    why: str


@dataclass(frozen=True)
class Trouble:
    """Why a field is not in the case though the record speaks of it; somebody has to look.

    `name` is `several-values`, `comparator`, `partial-date`, `unreadable-value`, `since-not-known`, `several-patients`,
    `several-versions`, `further-pages`, `incomplete-record` or `active-and-over`; `field` is blank where it concerns
    the whole record, of which there is no case then.
    """

    name: str
    field: str
    message: str
    resources: tuple[str, ...] = ()


@dataclass(frozen=True)
class FromRecord:
    """A case, where each of its values comes from, what was left out, and what somebody has to look at."""

    case: Mapping[str, object]
    provenance: Mapping[str, tuple[Provenance, ...]]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Trouble, ...]

    @property
    def refused(self) -> bool:
        """Whether something concerns the whole record, so that nothing of it is taken."""
        return any(not problem.field for problem in self.problems)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, to be kept with the answer."""
        return {
            "case": dict(self.case),
            "provenance": {name: [vars(one) for one in told] for name, told in self.provenance.items()},
            "left_out": [vars(one) for one in self.left_out],
            "problems": [{**vars(one), "resources": list(one.resources)} for one in self.problems],
        }


@dataclass
class Making:
    """A case while it is made of a record."""

    table_set: Any
    today: date
    case: dict[str, object] = field(default_factory=dict)
    provenance: dict[str, tuple[Provenance, ...]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)
    passed_over: dict[int, str] = field(default_factory=dict)
    """Why a resource says nothing of this patient, by its `id()`."""

    def why_aside(self, resource: Resource, take: str = "") -> str:
        """Why a resource says nothing of this patient, or does not count for what is taken; "" where it does."""
        why = self.passed_over.get(id(resource), "") or altered(resource)
        return why or (set_aside(resource, take, self.today) if take else "")

    def aside(self, resource: Resource, name: str, why: str) -> None:
        self.left_out.append(LeftOut(name_of(resource), name, why))

    def trouble(self, name: str, about_field: str, message: str, resources: Iterable[Resource]) -> None:
        self.problems.append(Trouble(name, about_field, message, tuple(map(name_of, resources))))

    def state(self, name: str, value: object, told: Sequence[Provenance]) -> None:
        self.case[name] = value
        self.provenance[name] = tuple(told)
