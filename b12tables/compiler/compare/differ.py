"""Two versions of a table set: which kinds of patients get another answer, and what proves that no other
does.

Decisions are compared in the order of evaluation, output field by output field. A table's own columns carry
the comparison where they are the same in both versions; a column whose own decision changed is followed
upstream. What is found is exact: among the cases that both versions accept, those and only those of the
listed regions get another answer. Which cases are accepted is compared by itself.

    align               two models      -> Aligned        one axis a field, what both accept
    find_differences    Aligned         -> Differences    kinds of difference, decision by decision
    compare_acceptance  Aligned, ...    -> Acceptance     which cases are accepted at all
    tell                a Kind          -> Change         the simplest example, the cells behind it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from b12tables.compiler.compare.acceptance import Acceptance, compare_acceptance
from b12tables.compiler.compare.alignment import Aligned, align, pairs
from b12tables.compiler.compare.cell_diff import set_notes
from b12tables.compiler.compare.comparison import Change, Comparison
from b12tables.compiler.compare.decision_search import Differences, Kind, find_differences
from b12tables.compiler.compare.effort import Effort
from b12tables.compiler.compare.joint_model import Answers
from b12tables.compiler.compare.partial_evaluation import field_of
from b12tables.compiler.compare.relevant_rules import bearing
from b12tables.compiler.compare.telling import tell
from b12tables.compiler.model import Model, means_another, reads_another, says_another, stated_outside
from b12tables.compiler.proof.analysis import DEFAULT_BOUND, DEFAULT_MEMORY


def compare(old: Model, new: Model, bound: float = DEFAULT_BOUND, memory: int = DEFAULT_MEMORY) -> Comparison:
    """Compares two models. Neither needs to be free of gaps or overlaps.

    `bound` limits all of it, in seconds' worth of steps of an ordinary core, `memory` in megabytes; what could not be
    established within them is `unfinished`.
    """
    effort = Effort(bound, memory)
    known = Answers(old, effort=effort), Answers(new, effort=effort)
    return compare_known(*known, bearing(old, new)).whole()


NOT_SHOWN = "its example is refused in one version for a score that leaves its range: mend that first"


@dataclass(frozen=True)
class Compared:
    """All that was found of two versions, before it is told: telling a kind of difference is work of its own."""

    aligned: Aligned
    differences: Differences
    acceptance: Acceptance

    @property
    def unfinished(self) -> Mapping[str, str]:
        """The decisions of which nothing is claimed, each with its reason; "" stands for what is accepted at all."""
        why = {"": self.acceptance.unfinished} if self.acceptance.unfinished else {}
        return {**self._behind_scores(), **self.differences.unfinished, **why}

    def told(self, kind: Kind, causes: bool = True) -> Change | None:
        """A kind of difference in full; the cells behind it if they are asked for. None where its example does not show
        it.
        """
        return tell(self.aligned, self.differences.same, kind, causes)

    def whole(self) -> Comparison:
        """What was found, all of it told."""
        unfinished = {**_moved(*self.aligned.whole_sets), **self.unfinished}
        shown: list[Change] = []
        for kind in self.differences.kinds:
            change = self.told(kind)
            if change is None:
                unfinished[kind.decision] = NOT_SHOWN
            else:
                shown.append(change)
        changes = (*shown, *self.acceptance.changes)
        settled = {*unfinished, *(change.decision for change in changes)}
        compared = dict.fromkeys(pair.code for pair in pairs(*self.aligned.answering))
        same = [code for code in compared if code not in settled]
        narrowed = {code for code in same if self._refuses_some(code)}
        return Comparison(
            *self.aligned.whole_sets,
            changes,
            tuple(set_notes(*self.aligned.whole_sets, self.differences.changed)),
            tuple(code for code in same if code not in narrowed),
            unfinished,
            self.aligned.axes,
            tuple(code for code in same if code in narrowed),
        )

    def _behind_scores(self) -> dict[str, str]:
        """The decisions that rest on what is computed from answers which are not the same in both, where the search
        takes that as it comes: nothing is claimed of them.
        """
        found: dict[str, str] = {}
        for model in self.aligned.answering:
            moved = {name: parts for name, parts in self.moved_scores.items() if name in model.fields}
            for table in model.decisions if moved else ():
                for name in sorted(moved.keys() & {*model.behind(table.input_fields)}):
                    label, parts = model.fields[name].label, _labels(model, moved[name])
                    found[table.code] = (
                        f"it rests on {label}, computed from what is not answered alike in both: {parts}"
                    )
        return found

    @cached_property
    def moved_scores(self) -> Mapping[str, list[str]]:
        """The scores that the search does not follow, each with the answers behind it that are not the same in both."""
        sides = zip(self.aligned.answering, self.aligned.models, strict=True)
        found = {name: self._not_same(model, name) for model, side in sides for name in side.scores}
        return {name: parts for name, parts in found.items() if parts}

    def _not_same(self, model: Model, name: str) -> list[str]:
        """The answers from which a field is computed that are not the same in both versions."""
        behind = model.behind([name], tables=False)
        return [part for part in behind if part in model.produced_by and part not in self.differences.same]

    def _refuses_some(self, code: str) -> bool:
        """Whether only one version accepts some case of what a decision rests on, or that could not be found out."""
        old, new = self.aligned.whole_sets
        table = new.decision[code]
        before = old.produced_by[table.output_fields[0]]
        if self.acceptance.unfinished or stated_outside(old, before) != stated_outside(new, table):
            return True
        rests_on = set(new.behind(table.input_fields))
        masks = (mask for change in self.acceptance.changes for mask in change.masks)
        return any(not rests_on.isdisjoint(map(field_of, mask)) for mask in masks)


def compare_known(old: Answers, new: Answers, among: tuple[Model, Model] | None = None) -> Compared:
    """Compares two versions of which something is known already.

    `among` are the two models without the rules that play no part (`bearing`): the search is made in them.
    """
    # a score is followed in both versions, or in the one that has it
    names = [
        n
        for n in {**old.plans, **new.plans}
        if all(n in v.plans or n not in v.whole.fields for v in (old, new))
    ]
    aligned = align(old.following(names), new.following(names), among)
    differences = find_differences(aligned)
    return Compared(aligned, differences, compare_acceptance(aligned, differences))


def _moved(old: Model, new: Model) -> dict[str, str]:
    """The decisions under a field that means something else now, or whose results say something else: that they answer
    alike is not claimed.
    """
    found: dict[str, str] = {}
    for table in new.decisions:
        before = old.produced_by.get(table.output_fields[0])
        if before is None:
            continue
        if names := means_another(old, new, before, table):
            found[table.code] = (
                f"{_labels(new, names)}: the words, the unit, a factor or the formula mean something else"
            )
        elif names := reads_another(old, new, table):
            found[table.code] = f"{_labels(new, names)}: what is stated is read as another number"
        elif names := says_another(old, new, before, table):
            found[table.code] = (
                f"{_labels(new, names)}: what it gives is called otherwise, or in another unit"
            )
    return found


def _labels(model: Model, names: Iterable[str]) -> str:
    return ", ".join(model.fields[name].label for name in names)
