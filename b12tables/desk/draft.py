"""A table set as the desk holds it: in memory, checked; and what cannot be done with it, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from b12tables.compiler import DEFAULT_BOUND, DEFAULT_MEMORY, Report, check, package_if_sound
from b12tables.compiler.model import (
    Model,
)
from b12tables.compiler.reader import (
    Files,
    Kept,
    Sheet,
    read_workbook,
)
from b12tables.compiler.report import (
    OF_READING,
    ROLES,
    Role,
    Told,
    marked,
    sheets_by_place,
    told,
)
from b12tables.runtime.language import t


class NotDone(Exception):
    """What cannot be done with these tables; the text is a sentence for the user."""


@dataclass(frozen=True)
class Limits:
    """What an analysis may take: seconds' worth of steps of an ordinary core, and megabytes."""

    bound: float = DEFAULT_BOUND
    memory: int = DEFAULT_MEMORY


@dataclass(frozen=True)
class Draft:
    """A table set as it is held in memory, checked as of a day."""

    files: Files
    report: Report
    sheets: tuple[Sheet, ...]

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str], Sheet]:
        return sheets_by_place(self.sheets)

    @cached_property
    def told(self) -> list[Told]:
        """The findings in the order in which they are mended."""
        return told(self.report)

    @cached_property
    def marks(self) -> Mapping[tuple[str, str], Mapping[Role, int]]:
        """How many places of each sheet are marked as what, the strongest first; without the sheets that have none."""
        found: dict[tuple[str, str], list[Role]] = {}
        for place, mark in marked(self.told).items():
            found.setdefault((place.file, place.sheet), []).append(mark.role)
        return {
            sheet: {role: roles.count(role) for role in ROLES if role in roles}
            for sheet, roles in found.items()
        }

    @property
    def model(self) -> Model:
        """What the tables mean. Raises `NotDone` where no table set could be read."""
        if self.report.model is None:
            raise NotDone(t("no table set could be read: mend what stands under Begin here first"))
        return self.report.model

    @cached_property
    def package(self) -> Any:
        """The package that would be built of these tables, in memory; None where something stands in the way."""
        return package_if_sound(self.report.model, self.report.findings)

    @property
    def whole(self) -> Model:
        """The model of a set of which nothing was left out. Raises `NotDone` for another."""
        unread = [f for f in self.report.findings if f.stands_in_the_way and f.name in OF_READING]
        if self.model.skipped or unread:
            raise NotDone(t("something in these tables cannot be read: mend that first"))
        return self.model


def is_whole(draft: Draft) -> bool:
    """Whether nothing of a set was left out."""
    try:
        return bool(draft.whole)
    except NotDone:
        return False


def check_files(files: Files, day: date | None, limits: Limits, kept: Kept | None = None) -> Draft:
    """Reads and checks the workbooks of a set. `kept` is what was read of them before (see `read_workbook`)."""
    known: Kept = {} if kept is None else kept
    report = check(files, day, limits.bound, memory=limits.memory, kept=known)
    workbook, _ = read_workbook(files, known)
    return Draft(files, report, workbook.sheets)
