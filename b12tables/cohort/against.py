"""Two editions over the same patients: who gets another answer, from what to what, and of which kind they are.

Both answer the same batches. What the two decide alike is decided once: a decision whose table is the same and that
looks at nothing else than such decisions and the same entries. The kinds are the exact regions of `compiler.compare`,
weighted by the patients who lie in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from b12tables.cohort.columns import Column, Measured
from b12tables.cohort.frames import Cohort
from b12tables.cohort.kernel import Batch, Shared
from b12tables.cohort.numbers import Array
from b12tables.cohort.outcomes import NONE, Held, Numbered
from b12tables.cohort.pictures import STANDS, Bar, Picture, patients
from b12tables.cohort.plan import CohortError, Settings
from b12tables.cohort.scores import pairs_of
from b12tables.compiler.compare import BEFORE, Change, Comparison, base, region_words
from b12tables.compiler.model import HitPolicy, worded_otherwise
from b12tables.runtime.axes import Axis
from b12tables.runtime.fields import Field
from b12tables.runtime.language import t, wording
from b12tables.runtime.problems import NO_RULE, OK
from b12tables.runtime.questions.hits import Spelling
from b12tables.runtime.result import Result
from b12tables.runtime.rules import Decision
from b12tables.runtime.tableset import TableSet
from b12tables.runtime.words import TODAY, UNKNOWN, fold

CHANGED = {
    "changed": wording("changed"),
    "no longer answered": wording("no longer answered"),
    "newly answered": wording("newly answered"),
    "no longer accepted": wording("no longer accepted"),
    "newly accepted": wording("newly accepted"),
}
"""What a change is, in words."""

AnswerKey = tuple[Any, ...]

MOST_PAIRS = 30
"""So many changes of a number are told each by itself."""


@dataclass(slots=True)
class Kind:
    """One kind of patient who gets another answer, and how many of the cohort are of it; None: it cannot be counted."""

    change: Change
    words: str
    rows: int | None


class Against:
    """Counts what is different from another edition; `add` is called with each batch, in order, from one thread.

    `cohort` and `other` have the same schema and settings; `comparison` is that of their models, `other` the old one.
    """

    def __init__(self, cohort: Cohort, other: Cohort, comparison: Comparison) -> None:
        self.cohort, self.other, self.comparison = cohort, other, comparison
        new, old = cohort.tables, other.tables
        codes = [*new.answers, *(code for code in old.answers if code not in new.answers)]
        both = {one.code for one in new.decisions} & {one.code for one in old.decisions}
        self.codes = [code for code in codes if code in both]
        self.scores = [code for code in cohort.kernel.scores if code in other.kernel.scores]
        """The scores and doses that both editions have among their answers."""
        self.alike = _alike(cohort, other)
        before, after = comparison.old.fields, comparison.new.fields
        self.otherwise = frozenset(
            name for name in after if name in before and worded_otherwise(before[name], after[name])
        )
        """The fields whose values say something else in the other edition: such an answer is another."""
        self.keys = {code: _keys(new, old, self.otherwise) for code in self.codes}
        self.rows = self.changed = 0
        self.statuses: Counter[tuple[str, str]] = Counter()
        """Rows of another status: the old one and the new one."""
        told = [*self.codes, *self.scores]
        self.pairs: dict[str, Counter[tuple[AnswerKey, AnswerKey]]] = {code: Counter() for code in told}
        """For each decision that gives one answer and each score, the rows by what they had and what they have, where
        that differs.
        """
        self.gained: dict[str, Counter[AnswerKey]] = {code: Counter() for code in told}
        self.lost: dict[str, Counter[AnswerKey]] = {code: Counter() for code in told}
        """For each decision that gives lists, the rows that have an answer that they did not have, and the reverse."""
        self.reordered: Counter[str] = Counter()
        """For each decision whose lists have an order, the rows with the same answers in another order."""
        self.several: Counter[str] = Counter()
        """For each decision the rows in which it is another."""
        regions = [change for change in comparison.changes if change.decision in both]
        self.regions = [_Region(self, change, masks) for change in regions for masks in change.masks]

    def old(self, batch: pa.RecordBatch, found: Batch) -> Batch:
        """What the other edition gives for a batch of which it is known what this one gives."""
        arrays = self.other.plan.arrays(batch)
        shared = Shared(
            {code: found.outcomes[code] for code in self.alike.decisions},
            {name: found.seen[name] for name in self.alike.fields if name in found.seen},
            np.fromiter(found.odd, np.int64, len(found.odd)),
        )
        return self.other.kernel.run(arrays, batch.num_rows, self.other.today, shared, brief=True)

    def add(self, batch: pa.RecordBatch, new: Batch, old: Batch) -> None:
        """Counts a batch."""
        self.rows += batch.num_rows
        both = np.ones(batch.num_rows, bool)
        neither = np.zeros(batch.num_rows, bool)
        for row in {*new.odd, *old.odd}:
            before, now = old.status(row), new.status(row)
            both[row] = before == now == OK
            neither[row] = before != OK and now != OK
            if before != now:
                self.statuses[before, now] += 1
        self._without_rule(new, old, both)
        changed = np.zeros(batch.num_rows, bool)
        for code in self.codes:
            if code in self.alike.decisions and not new.odd and not old.odd:
                continue
            other = self._compare(code, new, old, both)
            self.several[code] += int(other.sum())
            changed |= other
        for code in self.scores:
            other = self._compare_scores(code, new, old, both)
            self.several[code] += int(other.sum())
            changed |= other
        self.changed += int(changed.sum())
        pieces = _JointPieces(self, batch, new, old)
        # a kind that only one edition answers is none of those whom both answer, or refuse
        where = {True: np.flatnonzero(both), False: np.flatnonzero(~both & ~neither)}
        for region in self.regions:
            region.add(pieces, where[region.change.kind == "changed"])

    def _without_rule(self, new: Batch, old: Batch, both: Array) -> None:
        """Counts the rows that the other edition has no rule for, and that are no odd ones of this edition."""
        if old.refused is None:
            return
        rows = old.refused.copy()
        rows[list(new.odd)] = False
        both[rows] = False
        if rows.any():
            self.statuses[NO_RULE, OK] += int(rows.sum())

    # ---------------------------------------------------------------- from what to what

    def _compare(self, code: str, new: Batch, old: Batch, both: Array) -> Array:
        mine, theirs = new.outcomes[code], old.outcomes[code]
        if isinstance(mine, Numbered) and isinstance(theirs, Numbered):
            return self._pairs(code, mine, theirs, both)
        key, old_key = self.keys[code]
        gives, gave = _lists(mine, key), _lists(theirs, old_key)
        other = np.zeros(len(both), bool)
        nobody = np.zeros(len(both), bool)
        for answer in dict.fromkeys([*gave, *gives]):
            now, before = gives.get(answer, nobody), gave.get(answer, nobody)
            more, less = now & ~before & both, before & ~now & both
            self.gained[code][answer] += int(more.sum())
            self.lost[code][answer] += int(less.sum())
            other |= more | less
        if self.comparison.new.decision[code].hit_policy in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER):
            numbers: dict[AnswerKey, int] = {}
            sequence, old_sequence = _sequences(mine, numbers, key), _sequences(theirs, numbers, old_key)
            moved = both & ~other & (sequence != old_sequence)
            self.reordered[code] += int(moved.sum())
            other |= moved
        return other

    def _pairs(self, code: str, new: Numbered, old: Numbered, both: Array) -> Array:
        now, before = new.numbers, old.numbers
        if now is before:
            return np.zeros(len(both), bool)
        known = both & (now != NONE) & (before != NONE)
        key, old_key = self.keys[code]
        gives = [key.of(hit) for hit in new.outcomes.fired]
        gave = [old_key.of(hit) for hit in old.outcomes.fired]
        differ = np.array([[was != is_ for is_ in gives] for was in gave], bool).reshape(
            len(gave), len(gives)
        )
        other = np.asarray(known & differ[np.maximum(before, 0), np.maximum(now, 0)])
        places = before[other].astype(np.int64) * len(gives) + now[other]
        for place, count in zip(*np.unique(places, return_counts=True), strict=True):
            was, is_ = divmod(int(place), len(gives))
            self.pairs[code][gave[was], gives[is_]] += int(count)
        return other

    def _compare_scores(self, code: str, new: Batch, old: Batch, both: Array) -> Array:
        other = np.zeros(len(both), bool)
        before, after = self.other.tables.by_code[code], self.cohort.tables.by_code[code]
        found = pairs_of(code, new, old, both, other, alike=code not in self.otherwise)
        for pair, count in found.items():
            was, is_ = (UNKNOWN if value is None else value for value in pair)
            self.pairs[code][((code, was, before.text(was)),), ((code, is_, after.text(is_)),)] += count
        return other

    def look(self, batch: pa.RecordBatch, found: Batch) -> None:
        """Asks the other edition about a batch as well, and counts."""
        self.add(batch, found, self.old(batch, found))

    # ---------------------------------------------------------------- after the run

    def kinds(self) -> list[Kind]:
        """The kinds of patients who get another answer: those of most patients first."""
        found = [Kind(one.change, region_words(self.comparison, one.masks), one.rows) for one in self.regions]
        return sorted(found, key=lambda kind: -1 if kind.rows is None else -kind.rows)

    def pictures(self) -> Iterator[Picture]:
        """What is different, as pictures."""
        codes = [*self.codes, *self.scores]
        bars = [Bar(t("at least one answer is another"), (self.changed,))]
        bars += [Bar(self.label(code), (self.several[code],)) for code in codes if self.several[code]]
        bars += [
            Bar(f"{t(STANDS[was])} → {t(STANDS[now])}", (count,))
            for (was, now), count in sorted(self.statuses.items())
        ]
        heads = patients()
        kinds = [self._kind(kind) for kind in self.kinds() if kind.rows]
        note = [self.left_out(), self._how_exact() if self.changed and not kinds else ""]
        told = " ".join(filter(None, note))
        yield Picture("against", t("Who gets another answer"), told, heads, tuple(bars), self.rows)
        for code in codes:
            changes = self._told(code)
            if changes:
                title = t("{decision}: from what to what", decision=self.label(code))
                yield Picture(f"against-{code}", title, "", heads, tuple(changes), self.rows)
        if kinds:
            yield Picture(
                "against-kinds", t("By kind of patient"),
                f"{self._how_exact()} {t('Kinds of several decisions overlap.')}",
                (t("Who"), t("Patients")), tuple(kinds), self.rows,
            )  # fmt: skip

    def label(self, code: str) -> str:
        """A decision or a score as people call it."""
        new, old = self.comparison.new, self.comparison.old
        one = new.decision.get(code) or old.decision.get(code) or self._field(code)
        return one.label

    def _field(self, name: str) -> Field:
        return self.cohort.tables.by_code.get(name) or self.other.tables.by_code[name]

    def left_out(self) -> str:
        """The answers that only one of the editions gives: nobody can compare them. "" where there is none."""
        told = [
            code for one in (self.cohort, self.other) for code in (*one.tables.answers, *one.kernel.scores)
        ]
        compared = {*self.codes, *self.scores}
        labels = [self.label(code) for code in dict.fromkeys(told) if code not in compared]
        told_labels = ", ".join(labels)
        return (
            t("Not compared, because only one edition has them: {labels}.", labels=told_labels)
            if labels
            else ""
        )

    def _how_exact(self) -> str:
        """Whether all kinds are told, or what is not."""
        lost = list(self.comparison.unfinished)
        lost += sorted({one.change.decision for one in self.regions if one.rows is None})
        if lost:
            labels = dict.fromkeys(map(self.label, lost))
            return t(
                "Not all kinds are told: those of {labels} could not be counted.", labels=", ".join(labels)
            )
        # a number that follows from answers has no regions, nor has an answer that is only called otherwise
        worded = {one.code for one in self.cohort.tables.decisions if self.otherwise & {*one.outputs}}
        more = [code for code in self.codes if self.several[code] and code in worded]
        more += [code for code in self.scores if self.several[code]]
        if more:
            return t(
                "Not all kinds are told: {labels} is another for others as well.",
                labels=", ".join(map(self.label, more)),
            )
        return t("Exact: no other kind of patient gets another answer.")

    def _told(self, code: str) -> list[Bar]:
        pairs = sorted(self.pairs[code].items(), key=lambda one: (-one[1], str(one[0])))
        most = MOST_PAIRS if code in self.scores else len(pairs)
        told = [
            Bar(f"{self._words(was, now)} → {self._words(now, was)}", (count,))
            for (was, now), count in pairs[:most]
        ]
        if len(pairs) > most:
            rest = sum(count for _, count in pairs[most:])
            told.append(Bar(t("one of {n} other changes of the number", n=len(pairs) - most), (rest,)))
        for answer, count in sorted((+self.gained[code]).items(), key=lambda one: (-one[1], str(one[0]))):
            told.append(Bar(t("now also: {answer}", answer=self._words(answer)), (count,)))
        for answer, count in sorted((+self.lost[code]).items(), key=lambda one: (-one[1], str(one[0]))):
            told.append(Bar(t("no longer: {answer}", answer=self._words(answer)), (count,)))
        if self.reordered[code]:
            told.append(Bar(t("the same in another order"), (self.reordered[code],)))
        return told

    def _words(self, answer: AnswerKey, other: AnswerKey = ()) -> str:
        """An answer in words: of several fields those that are another."""
        told: list[Any] = [pair for pair in answer if pair not in other] if other else list(answer)
        words = []
        for name, value, *said in told or answer:
            words.append(said[0] if said else self._field(name).result_text(value))
        return ", ".join(words)

    def _kind(self, kind: Kind) -> Bar:
        return Bar(
            kind.words,
            (kind.rows or 0,),
            f"{self.label(kind.change.decision)}: {t(CHANGED[kind.change.kind])}",
        )


def other_edition(cohort: Cohort, tables: TableSet, schema: pa.Schema, settings: Settings) -> Cohort:
    """A cohort of the other edition: what the mapping says of fields that it does not have is left out.

    Raises `CohortError` where it cannot be asked for these columns.
    """
    words = tables.words()

    def known(told: Mapping[str, Any]) -> dict[str, Any]:
        return {name: what for name, what in told.items() if fold(name) in words or name == TODAY}

    fitting = Settings(
        known(settings.columns), known(settings.units), known(settings.unit_columns), known(settings.values),
        settings.nan, "drop",
    )  # fmt: skip
    try:
        return Cohort(tables, schema, fitting, today=cohort.today)
    except CohortError as why:
        raise CohortError(tuple(f"The other edition: {problem}" for problem in why.problems)) from None


class _Keys:
    """The answers of an edition by their fields and values: what is the same in both is equal.

    Another case or spaces make no other text. A field whose values say something else in the other edition goes by
    its words as well.
    """

    __slots__ = ("fields", "spelling")

    def __init__(self, spelling: Spelling, fields: Mapping[str, Field]) -> None:
        self.spelling, self.fields = spelling, fields

    def of(self, hit: Any) -> AnswerKey:
        """What fired; of several rows together the answer of each."""
        answer = getattr(hit, "answer", None)
        if answer is None:
            return ()
        return tuple(map(self.one, answer)) if isinstance(answer, tuple) else self.one(answer)

    def one(self, answer: Mapping[str, Any]) -> AnswerKey:
        """One answer."""
        values = zip(answer, self.spelling(tuple(answer.values())), strict=True)
        return tuple(
            (name, value, self.fields[name].result_text(value)) if name in self.fields else (name, value)
            for name, value in values
        )


def _keys(new: TableSet, old: TableSet, otherwise: frozenset[str]) -> tuple[_Keys, _Keys]:
    """The keys of a decision in the two editions, in one spelling."""
    spelling = Spelling()
    first, second = ({name: tables.by_code[name] for name in otherwise} for tables in (new, old))
    return _Keys(spelling, first), _Keys(spelling, second)


def _lists(found: Any, key: _Keys) -> dict[AnswerKey, Array]:
    """For each answer the rows that have it."""
    rows: dict[AnswerKey, Array] = {}
    if isinstance(found, Held):
        for place, rule in enumerate(found.listing.rules):
            answer = key.one(rule.answer)
            holds = found.holds[:, place]
            rows[answer] = rows[answer] | holds if answer in rows else holds
        return rows
    for number, hit in enumerate(found.outcomes.fired):
        found_here = key.of(hit)
        for one in found_here if isinstance(getattr(hit, "answer", None), tuple) else (found_here,):
            rows[one] = rows.get(one, np.zeros(len(found.numbers), bool)) | (found.numbers == number)
    return rows


def _sequences(found: Any, numbers: dict[AnswerKey, int], key: _Keys) -> Array:
    """The number of each row's list of answers, in its order."""
    if isinstance(found, Numbered):
        table = [numbers.setdefault(key.of(hit), len(numbers)) for hit in found.outcomes.fired]
        return np.array([*table, -1], np.int64)[found.numbers]
    assert isinstance(found, Held)
    patterns, back = np.unique(np.packbits(found.holds, axis=1), axis=0, return_inverse=True)
    holds = np.unpackbits(patterns, axis=1, count=found.holds.shape[1]).astype(bool)
    answers = [key.one(rule.answer) for rule in found.listing.rules]
    lists = [tuple(answers[place] for place in np.flatnonzero(row)) for row in holds]
    table = [numbers.setdefault(one, len(numbers)) for one in lists]
    return np.array(table, np.int64)[back.reshape(-1)]


# ---------------------------------------------------------------- what is decided once


@dataclass(frozen=True, slots=True)
class Alike:
    """Decisions that both editions decide alike, and fields that both see alike."""

    decisions: frozenset[str]
    fields: frozenset[str]


def _alike(cohort: Cohort, other: Cohort) -> Alike:
    """What need not be decided twice: proved from the tables' hashes, never guessed."""
    new, old = cohort.tables, other.tables
    if new.dictionary_hash != old.dictionary_hash or cohort.plan.sources != other.plan.sources:
        return Alike(frozenset(), frozenset())
    axes, others = cohort.kernel.axes, other.kernel.axes
    same_axis = {name for name in axes if name in others and _shape(axes[name]) == _shape(others[name])}
    fields = {
        name for name in new.inputs if name not in new.scores and (name in same_axis or name not in others)
    }
    fields -= {name for name in fields if new.inputs[name].computed is not None and name not in same_axis}
    by_code = {one.code: one for one in old.decisions}
    decisions: set[str] = set()
    for decision in new.decisions:
        twin = by_code.get(decision.code)
        if twin is None or twin.hash != decision.hash or not _same_look(decision, twin, fields):
            continue
        if all(name in same_axis or (name not in axes and name not in others) for name in decision.outputs):
            decisions.add(decision.code)
            fields |= set(decision.outputs)
    return Alike(frozenset(decisions), frozenset(fields))


def _same_look(decision: Decision, twin: Decision, fields: set[str]) -> bool:
    return (
        decision.inputs == twin.inputs and decision.outputs == twin.outputs and fields >= set(decision.inputs)
    )


def _shape(axis: Axis) -> Hashable:
    """What an axis is made of."""
    slots = [name for kind in type(axis).__mro__ for name in getattr(kind, "__slots__", ())]
    return type(axis).__name__, tuple(
        (name, repr(getattr(axis, name, None))) for name in slots if not name.startswith("_")
    )


# ---------------------------------------------------------------- by kind of patient


class _JointPieces:
    """The fields of a batch on the axes of the comparison, which are cut for both editions."""

    def __init__(self, against: Against, batch: pa.RecordBatch, new: Batch, old: Batch) -> None:
        self.against, self.new, self.old = against, new, old
        self.arrays = against.cohort.plan.arrays(batch)
        self.made: dict[str, Array | None] = {}

    def of(self, name: str) -> Array | None:
        """The piece of each row; None where that cannot be said for whole columns."""
        if name not in self.made:
            old = name.endswith(BEFORE)
            cohort, batch = (self.against.other, self.old) if old else (self.against.cohort, self.new)
            found = self._pieces(cohort, batch, base(name))
            if found is not None:
                found = self._late(batch, base(name), found)
            self.made[name] = found
        return self.made[name]

    def _pieces(self, cohort: Cohort, batch: Batch, name: str) -> Array | None:
        axis = self.against.comparison.axes[name].at_runtime
        producer = cohort.tables.producer.get(name)
        if producer is not None:
            return _of_outcomes(batch.outcomes[producer.code], name, axis, cohort)
        if name not in cohort.tables.inputs:
            return None
        field, odd = cohort.tables.inputs[name], np.zeros(batch.rows, bool)
        seen = batch.seen[name]
        if field.computed is not None:
            if seen.exact is None:
                return None
            return Column(field, axis).of_exact(seen.exact, seen.known, odd).pieces
        column = self._column(cohort, name, field, axis)
        array = self.arrays.get(name)
        return (column.unknown(batch.rows) if array is None else column.see(array, odd)).pieces

    def _column(self, cohort: Cohort, name: str, field: Field, axis: Axis) -> Column:
        """The column of a field on another axis; made once, for what it remembers."""
        kept = self.against.__dict__.setdefault("columns", {})
        if name not in kept:
            like = cohort.kernel.columns.get(name)
            shape = Measured if isinstance(like, Measured) else Column
            kept[name] = shape(
                field, axis, like.unit if like else "", like.nan_is_unknown if like else False,
                translate=like.translate if like else {},
            )  # fmt: skip
        column: Column = kept[name]
        return column

    def _late(self, batch: Batch, name: str, found: Array) -> Array:
        """The rows that were asked one by one, as they turned out."""
        axis = self.against.comparison.axes[name].at_runtime
        late = {row: result for row, result in batch.odd.items() if result.status == "ok"}
        if not late:
            return found
        found = found.copy()
        for row, result in late.items():
            value = _value(result, name)
            found[row] = axis.mask(value).bit_length() - 1
        return found


def _value(result: Result, name: str) -> Any:
    if name in result.inputs:
        return result.inputs[name]
    decision = result._set.producer[name]
    return result._set.as_inputs(decision, result._answer(decision.code))[name]


def _of_outcomes(found: Any, name: str, axis: Axis, cohort: Cohort) -> Array | None:
    if not isinstance(found, Numbered):
        return None
    view: Callable[..., Mapping[str, Any]] = cohort.tables.as_inputs
    places = []
    for hit in found.outcomes.fired:
        answer = getattr(hit, "answer", None)
        value = None if answer is None else view(found.outcomes.decision, answer)[name]
        places.append(axis.mask(value).bit_length() - 1)
    table = np.array([*places, -1], np.int64)
    return np.asarray(table[found.numbers])


class _Region:
    """A box of a change, and how many patients lie in it."""

    def __init__(self, against: Against, change: Change, masks: Mapping[str, int]) -> None:
        self.change, self.masks = change, masks
        self.rows: int | None = 0
        inside: dict[str, Array] = {}
        for name, mask in masks.items():
            size = against.comparison.axes[base(name)].size
            inside[name] = np.array([mask >> piece & 1 for piece in range(size)] + [0], bool)
        # what leaves fewest rows comes first
        self.inside = dict(sorted(inside.items(), key=lambda one: float(one[1].mean())))

    def add(self, pieces: _JointPieces, rows: Array) -> None:
        """Counts the patients among some rows of a batch."""
        if self.rows is None:
            return
        for name, allowed in self.inside.items():
            places = pieces.of(name)
            if places is None:
                self.rows = None
                return
            rows = rows[allowed[places[rows]]]
        self.rows += len(rows)


__all__ = ["Against", "Kind", "other_edition"]
