"""What another reading of a conflict would change: its edits made in a copy, and both compared."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from b12tables.compiler.compare.comparison import Change
from b12tables.compiler.compare.decision_search import Kind
from b12tables.compiler.compare.differ import Compared, compare_known
from b12tables.compiler.compare.effort import Effort
from b12tables.compiler.compare.joint_model import Answers
from b12tables.compiler.compare.partial_evaluation import AFTER, base
from b12tables.compiler.model import (
    Alternative,
    Answer,
    Edit,
    Model,
    SafetyRule,
    members_asked,
)
from b12tables.compiler.proof.analysis import DEFAULT_BOUND, DEFAULT_MEMORY
from b12tables.compiler.proof.grid import Masks, minus, size
from b12tables.compiler.proof.safety_proof import judge
from b12tables.compiler.reader import edited

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


@dataclass(frozen=True)
class Changed:
    """One decision that would answer otherwise.

    `kinds` counts the combinations of `told_apart_by` (cut at the boundaries of both versions) in which a
    patient would get another answer; `of` counts all. The example is a complete case, in the form of `eval`.
    """

    decision: str
    told_apart_by: tuple[str, ...]
    kinds: int
    of: int
    example: Mapping[str, object]
    before: Answer | None
    after: Answer | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """What one alternative reading would change.

    `broken` are the safety rules of the set that would no longer hold, `unsettled` those for which that could
    not be found out, `unfinished` the decisions that could not be compared: nothing is claimed about them.
    """

    alternative: Alternative
    changed: tuple[Changed, ...]
    broken: tuple[str, ...]
    unfinished: tuple[str, ...]
    unsettled: tuple[str, ...] = ()


class Readings:
    """The other readings of one model, each compared with it within a bound of its own. What is known of the model is
    found out once.
    """

    def __init__(self, model: Model, bound: float = DEFAULT_BOUND, memory: int = DEFAULT_MEMORY) -> None:
        self.model, self.bound, self.memory = model, bound, memory
        self.known = Answers(model, effort=Effort(bound, memory))
        self._verdicts: dict[str, str] = {}

    def effect(self, alternative: Alternative) -> Effect:
        """What the alternative would change. One without edits changes nothing that can be computed."""
        if not alternative.edits:
            return Effect(alternative, (), (), ())
        touched = _touched(self.known.model, alternative.edits)
        effort = Effort(self.bound, self.memory)
        new = Answers(edited(self.model, alternative.edits), self.known, touched, effort)
        compared = compare_known(self.known, new)
        by_decision: dict[str, list[Kind | Change]] = {}
        found: list[Kind | Change] = [*compared.differences.kinds, *compared.acceptance.changes]
        for kind in found:
            by_decision.setdefault(kind.decision, []).append(kind)
        moved = {*by_decision, *compared.unfinished}
        outcomes = {rule.id: self._outcome(rule, new, compared, moved) for rule in self.model.safety_rules}
        told = {code: _changed(compared, code, kinds) for code, kinds in by_decision.items()}
        # that a computed field can have the value which a difference needs was not shown: nothing is claimed
        unconfirmed = [code for code, change in told.items() if change is None]
        return Effect(
            alternative,
            tuple(change for change in told.values() if change is not None),
            tuple(name for name, outcome in outcomes.items() if outcome == "broken"),
            tuple(dict.fromkeys([*compared.unfinished, *unconfirmed])),
            tuple(name for name, outcome in outcomes.items() if outcome == "not settled"),
        )

    def _outcome(self, rule: SafetyRule, new: Answers, compared: Compared, moved: Collection[str]) -> str:
        """What becomes of a safety rule. Where nothing that it speaks of changes to what it forbids, it stands
        as it did.
        """
        if rule.id not in self._verdicts:
            self._verdicts[rule.id] = judge(self.known.analysis, rule, count=False).outcome
        known = self._verdicts[rule.id]
        told = set(rule.fields)
        behind = self.model.behind(told, tables=False)
        decided = {self.model.produced_by[name].code for name in behind if name in self.model.produced_by}
        other = compared.differences.changed | compared.moved_scores.keys()
        # "" stands for the cases that are accepted at all
        if "" not in moved and decided.isdisjoint(moved) and told.isdisjoint(other):
            return known
        # of two patients, what one gets may change to anything beside what the other gets
        holds = known in ("proved", "vacuous") and rule.worse is None
        if holds and "" not in moved and not any(self._may_break(rule, n, compared) for n in told):
            return "proved"
        return judge(new.analysis, rule, count=False).outcome

    def _may_break(self, rule: SafetyRule, name: str, compared: Compared) -> bool:
        """Whether a case may break a rule that held, for what one field changes to.

        In such a case some field changed to a value that When admits, if it asks for it, and that the broken
        line of Must forbids, if that is about it; a field that is in neither has no part in it.
        """
        if self.model.derived(name):
            return True
        table = self.model.produced_by.get(name)
        if table is None:
            return False
        if table.code in compared.unfinished or name in compared.differences.newly:
            return True
        if name in self.model.set_valued:
            asked_for = [members_asked(line.test) for line in rule.when + rule.must if line.field == name]
            changed = compared.differences.members.get(name, set())
            return any(members is None or not members.isdisjoint(changed) for members in asked_for)
        changes = compared.differences.moves.get(name, [])
        if changes is None or self.model.fields[name].type not in ("choice", "yes/no"):
            # other pieces than words are not cut where safety rules cut them
            return True
        axis = compared.aligned.axes[name]
        values = 0
        for _, after in changes:
            values |= after
        asked = [line for line in rule.when if line.field == name]
        for line in asked:
            values &= axis.mask(line.test)
        forbidden = [values & ~axis.mask(line.test) for line in rule.must if line.field == name]
        elsewhere = any(line.field != name for line in rule.must)
        return any(forbidden) or bool(asked and elsewhere and values)


def effects(model: Model, alternatives: Sequence[Alternative]) -> list[Effect]:
    """What each alternative would change, in their order."""
    return Beside(model, alternatives).wait()


class Beside:
    """Finding out what some alternatives would change, begun at once and beside other work.

    The comparisons know nothing of each other, so they are shared out to the machine's cores, where processes
    can be made by copying this one; elsewhere they are made one after the other, when they are waited for, with
    the same result.
    """

    def __init__(
        self,
        model: Model,
        alternatives: Sequence[Alternative] | None = None,
        bound: float = DEFAULT_BOUND,
        memory: int = DEFAULT_MEMORY,
    ) -> None:
        """`alternatives`: all of the model, unless they are given; each may take so much."""
        if alternatives is None:
            alternatives = [other for conflict in model.conflicts for other in conflict.what_if]
        self._readings, self._alternatives = Readings(model, bound, memory), alternatives
        workers = min(os.cpu_count() or 1, sum(bool(other.edits) for other in alternatives))
        copies = sys.platform.startswith("linux") and threading.active_count() == 1
        self._pool: ProcessPoolExecutor | None = None
        if workers > 1 and copies:
            # only here are processes made, and what makes them takes long to load
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(
                workers,
                multiprocessing.get_context("fork"),
                initializer=_share,
                initargs=(self._readings, alternatives),
            )
            self._found = self._pool.map(_shared_effect, range(len(alternatives)))

    def wait(self) -> list[Effect]:
        """The effects, in the order of the alternatives. To be asked once."""
        if self._pool is None:
            return [self._readings.effect(other) for other in self._alternatives]
        with self._pool:
            return list(self._found)

    def cancel(self) -> None:
        """Nobody will ask: what has not begun is left."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


_shared: list[tuple[Readings, Sequence[Alternative]]] = []
"""In a worker: what it was copied with."""


def _share(readings: Readings, alternatives: Sequence[Alternative]) -> None:
    # what was copied stays as it is: to go through it for garbage would only copy its pages
    gc.freeze()
    _shared.append((readings, alternatives))


def _shared_effect(number: int) -> Effect:
    readings, alternatives = _shared[-1]
    return readings.effect(alternatives[number])


def _touched(model: Model, edits: Sequence[Edit]) -> frozenset[str]:
    """The edited decisions and all that may answer otherwise because of them.

    Where an impossible combination speaks of one of their results, that is every decision: it ties fields
    together that no table does.
    """
    codes = {edit.decision for edit in edits}
    fields: set[str] = set()
    for table in model.decisions:
        if table.code in codes or not fields.isdisjoint(table.input_fields):
            codes.add(table.code)
            fields |= set(table.output_fields)
    if any(line.field in fields for combination in model.impossible for line in combination.tests):
        codes = set(model.decision)
    return frozenset(codes)


def _changed(compared: Compared, code: str, kinds: Sequence[Kind | Change]) -> Changed | None:
    """All that changes in a decision, with the first example that can arise; None where there is none."""
    told = (kind if isinstance(kind, Change) else compared.told(kind, causes=False) for kind in kinds)
    first = next((change for change in told if change is not None and change.confirmed), None)
    if first is None:
        return None
    # what a column holds after the change tells nothing about which patients these are today
    regions = [
        {base(n): m for n, m in mask.items() if not n.endswith(AFTER)}
        for kind in kinds
        for mask in kind.masks
    ]
    names = tuple(dict.fromkeys(name for region in regions for name in region))
    full = tuple(compared.aligned.axes[name].full for name in names)
    boxes = [tuple(r.get(name, whole) for name, whole in zip(names, full, strict=True)) for r in regions]
    return Changed(
        code,
        names,
        _union_size(boxes),
        prod(mask.bit_count() for mask in full),
        first.example,
        first.before,
        first.after,
        first.fields,
    )


def _union_size(boxes: Sequence[Masks]) -> int:
    """How many combinations some boxes hold together; they may overlap."""
    disjoint: list[Masks] = []
    for box in boxes:
        new = [box]
        for other in disjoint:
            new = [part for piece in new for part in minus(piece, other)]
        disjoint += new
    return sum(size(box) for box in disjoint)
