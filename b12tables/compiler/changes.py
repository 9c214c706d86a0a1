"""What a comparison of two versions gives: changes, notes, and the step that the version number must make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from b12tables.compiler import reference
from b12tables.compiler.differences import Note
from b12tables.compiler.finding import Box, Place
from b12tables.compiler.model import Model
from b12tables.compiler.pieces import Axis

Step = Literal["none", "patch", "minor", "major"]
STEPS: tuple[Step, ...] = ("none", "patch", "minor", "major")


@dataclass(frozen=True)
class Cause:
    """A cell (or a row) that reads otherwise in the two versions. "" where a version does not have it."""

    old_place: Place | None
    new_place: Place | None
    old_text: str
    new_text: str


@dataclass(frozen=True)
class Change:
    """One kind of patient who gets another answer.

    `decision` is the code of the decision ("" where the case as a whole is accepted in one version only),
    `fields` are the results that differ. `before` and `after` are complete answers for `example`: `{field:
    value}`, a tuple of such where the decision gives a list, None where there is no answer. `only_before` and
    `only_after` are the rows of a list that only one version gives, the same all over the region. `region`
    holds field tests as pieces.
    """

    decision: str
    kind: Literal["changed", "no longer answered", "newly answered", "no longer accepted", "newly accepted"]
    fields: tuple[str, ...]
    region: tuple[Box, ...]
    masks: tuple[Mapping[str, int], ...]
    example: Mapping[str, object]
    before: reference.Answer | None
    after: reference.Answer | None
    only_before: tuple[reference.Row, ...]
    only_after: tuple[reference.Row, ...]
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    causes: tuple[Cause, ...]

    @property
    def step(self) -> Step:
        """What the change alone asks of the version number."""
        return "minor" if self.kind in ("newly answered", "newly accepted") else "major"


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two table sets.

    `identical` names the decisions that were proved to give the same answer for every case, `notes` what
    concerns the set as a whole, `unfinished` the decisions that could not be compared and why: nothing is
    claimed about them.
    """

    old: Model
    new: Model
    changes: tuple[Change, ...]
    notes: tuple[Note, ...]
    identical: tuple[str, ...]
    unfinished: Mapping[str, str]
    axes: Mapping[str, Axis] = field(repr=False, default_factory=dict)

    @property
    def same_answers(self) -> bool:
        """Whether it is proved that every case gets the same answer from both versions."""
        return (
            not self.changes
            and not self.unfinished
            and all(note.step in ("none", "patch") for note in self.notes)
        )

    @property
    def step(self) -> Step:
        """The step that the version number has to make. What could not be compared counts as changed."""
        steps: list[Step] = [change.step for change in self.changes] + [note.step for note in self.notes]
        if self.unfinished:
            steps.append("major")
        if self.old.content_hash != self.new.content_hash:
            steps.append("patch")
        return max(steps, key=STEPS.index, default="none")

    @property
    def version(self) -> str:
        """The version number that the new set should have."""
        return next_version(self.old.about.version, self.step)


def next_version(version: str, step: Step) -> str:
    """The version after a step (SemVer 2.0.0); a pre-release or build suffix is dropped."""
    parts = [int(part) for part in version.split("-")[0].split("+")[0].split(".")]
    major, minor, patch = ([*parts, 0, 0, 0])[:3]
    match step:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
    return version
