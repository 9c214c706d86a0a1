"""What is marked in drawn tables and in copies of workbooks: where to edit, what is involved, what to look at.

Red is a promise: only the cells that a mend changes are *edit here*. Of what notices that something is wrong (a safety
rule, a worked case) nobody knows for certain where, so that only the causes of *Begin here* are edited for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from b12tables.compiler.model import Finding, Model, Place
from b12tables.compiler.report.begin import NOTICING, begin_here, by_cause, edit_places
from b12tables.runtime.language import wording

if TYPE_CHECKING:
    from b12tables.compiler import Report

Role = Literal["edit", "involved", "look"]

ROLES: tuple[Role, ...] = ("edit", "involved", "look")
"""What a cell may be marked as, the strongest first."""

ROLE_WORDS: Mapping[Role, str] = {
    "edit": wording("edit here"),
    "involved": wording("involved"),
    "look": wording("to look at"),
}


@dataclass(frozen=True)
class Told:
    """A finding as the cells of it are marked: which are to be edited, which others it names."""

    finding: Finding
    edit: tuple[Place, ...]
    others: tuple[Place, ...]
    blocks: bool

    @property
    def places(self) -> tuple[Place, ...]:
        """All places, the first to edit first."""
        return (*self.edit, *self.others)

    def roles(self) -> Iterable[tuple[Place, Role]]:
        """Each place and what it is marked as."""
        yield from ((place, "edit") for place in self.edit)
        yield from ((place, "involved" if self.blocks else "look") for place in self.others)


@dataclass
class Mark:
    """What is marked at one place, and the findings that it is marked for, the first to mend first."""

    role: Role
    told: list[Told] = field(default_factory=list)


def told(report: Report) -> list[Told]:
    """The findings of a report in the order in which they are mended, with what is marked for each."""
    causes: dict[int, tuple[Place, ...]] = {}
    for cause in begin_here(report):
        # of a finding that may have two causes both are marked
        before = causes.get(id(cause.finding), ())
        causes[id(cause.finding)] = tuple(dict.fromkeys((*before, *cause.edited)))
    return [
        _told(finding, causes.get(id(finding)), report.model) for finding in by_cause(report, report.findings)
    ]


def _told(finding: Finding, edited: tuple[Place, ...] | None, model: Model | None) -> Told:
    if not finding.stands_in_the_way:
        return Told(finding, (), finding.places, False)
    if edited is None:
        edited = () if finding.name in NOTICING else edit_places(finding, model)
    return Told(finding, edited, tuple(place for place in finding.places if place not in edited), True)


def marked(findings: Sequence[Told]) -> dict[Place, Mark]:
    """Each place that is marked, with its strongest mark; places to edit last, so that they are painted over others."""
    found: dict[Place, Mark] = {}
    for entry in findings:
        for place, role in entry.roles():
            mark = found.setdefault(place, Mark(role))
            mark.role = min(mark.role, role, key=ROLES.index)
            mark.told.append(entry)
    return dict(sorted(found.items(), key=lambda item: -ROLES.index(item[1].role)))
