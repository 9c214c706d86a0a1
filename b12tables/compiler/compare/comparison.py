"""What a comparison of two versions gives: changes, notes, and the step that the version number must make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from b12tables.compiler.compare.accepted_cases import SAID
from b12tables.compiler.compare.cell_diff import Note
from b12tables.compiler.compare.partial_evaluation import AFTER, BEFORE, STATED, base, field_of
from b12tables.compiler.model import (
    AllOf,
    Answer,
    AnyOf,
    Box,
    Equals,
    Excludes,
    Field,
    Includes,
    Model,
    Not,
    Place,
    Row,
    Test,
    test_text,
)
from b12tables.compiler.proof.axes import Axis
from b12tables.runtime.language import t, wording

Step = Literal["none", "patch", "minor", "major"]
STEPS: tuple[Step, ...] = ("none", "patch", "minor", "major")

STEP_WORDS = {
    "major": wording("major: some patients who were covered before get another answer"),
    "minor": wording("minor: more is covered, and nobody gets another answer than before"),
    "patch": wording("patch: no answer changes"),
    "none": wording("none: the two are the same"),
}
AS_A_WHOLE = {
    "major": wording("major: what concerns the set as a whole asks for it"),
    "minor": wording(
        "minor: what concerns the set as a whole asks for it; nobody gets another answer than before"
    ),
}
BOTH = wording(
    "major: what concerns the set as a whole asks for it; and not everything could be compared, and what could not be "
    "counts as changed"
)
NOT_COMPARED = wording("major: not everything could be compared, and what could not be counts as changed")


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
    holds field tests as pieces; `x stated` says of an input that a case may leave out whether it is stated, which it is
    where a box says what it is.
    """

    decision: str
    kind: Literal["changed", "no longer answered", "newly answered", "no longer accepted", "newly accepted"]
    fields: tuple[str, ...]
    region: tuple[Box, ...]
    masks: tuple[Mapping[str, int], ...]
    example: Mapping[str, object]
    before: Answer | None
    after: Answer | None
    only_before: tuple[Row, ...]
    only_after: tuple[Row, ...]
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    causes: tuple[Cause, ...]
    confirmed: bool = True
    """Whether the example can arise: else no value was found that a computed field of it follows from."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Of a case that only one version accepts: what each decision of that version answers for the example."""

    @property
    def step(self) -> Step:
        """What the change alone asks of the version number."""
        return "minor" if self.kind in ("newly answered", "newly accepted") else "major"


@dataclass(frozen=True)
class Edition:
    """One change under git that touched cells of a decision table; without `causes` the table was new with it."""

    decision: str
    change: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two table sets.

    `identical` names the decisions that were proved to give the same answer for every case that either version
    accepts, `identical_where_both_accept` those that give the same to every case that both accept, while only one
    accepts some of what they rest on. `notes` is what concerns the set as a whole, `unfinished` the decisions that
    could not be compared and why: nothing is claimed about them.
    """

    old: Model
    new: Model
    changes: tuple[Change, ...]
    notes: tuple[Note, ...]
    identical: tuple[str, ...]
    unfinished: Mapping[str, str]
    axes: Mapping[str, Axis] = field(repr=False, default_factory=dict)
    identical_where_both_accept: tuple[str, ...] = ()

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
    def step_words(self) -> str:
        """The step, and why: that patients get another answer, or one at all, is said only where some were found."""
        step = self.step
        if step not in AS_A_WHOLE or any(change.step == step for change in self.changes):
            return t(STEP_WORDS[step])
        if not any(note.step == step for note in self.notes):
            return t(NOT_COMPARED)
        return t(BOTH if self.unfinished else AS_A_WHOLE[step])

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


# ---------------------------------------------------------------- words


def cause_text(cause: Cause) -> str:
    """Where the two versions differ, in words."""
    if cause.old_place is None:
        return t("{place}: {text} is new", place=cause.new_place, text=cause.new_text)
    if cause.new_place is None:
        return t("{place}: {text} is gone", place=cause.old_place, text=cause.old_text)
    return t('{place}: "{old}" is now "{new}"', place=cause.new_place, old=cause.old_text, new=cause.new_text)


def region_words(comparison: Comparison, masks: Mapping[str, int]) -> str:
    """A box of a region in a clinician's words."""
    parts: list[str] = []
    order = {name: i for i, name in enumerate([*comparison.new.fields, *comparison.old.fields])}
    for name in sorted(masks, key=lambda n: (order.get(field_of(n), 0), n.endswith(AFTER))):
        # a value of before is called as it was called then
        first, second = comparison.new.fields, comparison.old.fields
        if name.endswith(BEFORE):
            first, second = second, first
        field = first.get(field_of(name)) or second[field_of(name)]
        if name.endswith(STATED):
            parts.append(f"{field.label}: {stated_words(masks[name])}")
            continue
        when = t(" (before)") if name.endswith(BEFORE) else t(" (now)") if name.endswith(AFTER) else ""
        test = comparison.axes[base(name)].test(masks[name])
        parts.append(f"{field.label}{when}: {test_text(labelled(test, field), field.unit)}")
    return "; ".join(parts) or t("every case")


def stated_words(mask: int) -> str:
    """Of an input that a case may leave out, whether it is stated."""
    return t("stated") if mask == SAID else t("left out")


def labelled(test: Test, field: Field) -> Test:
    """The test with labels in the place of codes."""
    match test:
        case Equals(str() as value):
            return Equals(field.label_of(value))
        case Includes(value):
            return Includes(field.label_of(value))
        case Excludes(value):
            return Excludes(field.label_of(value))
        case Not(inner):
            return Not(labelled(inner, field))
        case AnyOf(tests):
            return AnyOf(tuple(labelled(part, field) for part in tests))
        case AllOf(tests):
            return AllOf(tuple(labelled(part, field) for part in tests))
    return test
