"""Edits that would mend a finding: each is applied to a copy of the model and checked again before it is
shown.

For a gap: the cells that would close it if they were wider, and the rows that would close it. For two rules
that hold together: the cells that would separate them, or the row that can go. An edit that would break
anything else, or that would contradict the first edit suggested for an earlier finding, is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice, product

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Condition,
    DecisionTable,
    Equals,
    Evaluation,
    Excludes,
    Field,
    Finding,
    HitPolicy,
    Includes,
    Model,
    Not,
    Place,
    Result,
    Rule,
    Test,
    decide,
    test_text,
)
from b12tables.compiler.proof.analysis import Analysis, named
from b12tables.compiler.proof.axes import bits, runs
from b12tables.compiler.proof.grid import BoundReached, Masks, meet
from b12tables.compiler.proof.table_space import TableSpace

MENDED = ("gap", "overlap", "conflict")
"""The kinds of finding that edits are suggested for."""

SHOWN = 4
"""So many edits are shown for one finding."""

DRAFTED = 12
"""So many rows are drafted for one gap; with more of them the table is better looked at as a whole."""

TOGETHER = 3
"""So many parts of a gap are closed by edits that are made together."""

TRIED = 12
"""So many edits are tried for one finding."""

CELL_STEPS, CASE_STEPS = 20, 2_000
"""What it costs to cut and look at one cell of a changed table again, and to evaluate one worked case."""

Recheck = Callable[[Analysis, Collection[str] | None], Iterable[Finding]]


@dataclass(frozen=True)
class Edit:
    """A change to one table: a cell with another text, rows that are added or dropped, several cells together."""

    decision: str
    words: str
    data: Mapping[str, object]
    cell: tuple[str, int, Condition] | None = None
    """Rule ID, column, and the new condition."""
    added: tuple[Rule, ...] = ()
    dropped: str = ""
    mends: frozenset[tuple[object, ...]] = frozenset()
    """The keys of other findings that it says it mends as well."""
    more: tuple[Edit, ...] = ()
    """Edits that are made along with it."""

    def apply(self, model: Model) -> Model:
        """A copy of the model with the edit."""
        table = model.decision[self.decision]
        rules = [rule for rule in table.rules if rule.id != self.dropped]
        if self.cell is not None:
            rule_id, column, condition = self.cell
            rules = [
                replace(r, conditions=(*r.conditions[:column], condition, *r.conditions[column + 1 :]))
                if r.id == rule_id
                else r
                for r in rules
            ]
        changed = replace(table, rules=(*rules, *self.added))
        edited = replace(
            model, decisions=tuple(changed if t.code == table.code else t for t in model.decisions)
        )
        for edit in self.more:
            edited = edit.apply(edited)
        return edited

    def touches(self, other: Edit) -> bool:
        """Whether both change the same cell or row, and so cannot both be made."""
        if self.more or other.more:
            mine, theirs = ((edit, *edit.more) for edit in (self, other))
            return self != other and any(
                replace(one, more=()).touches(replace(two, more=())) for one in mine for two in theirs
            )
        of_mine = {self.dropped, self.cell[0] if self.cell else ""} - {""}
        of_theirs = {other.dropped, other.cell[0] if other.cell else ""} - {""}
        if self.decision != other.decision or not of_mine & of_theirs or self == other:
            return False
        if self.cell and other.cell:
            return self.cell[:2] == other.cell[:2]
        return True


FINDINGS = 24
"""Findings of one report that edits are tried for; each trial is a check of its own."""

TOLD_APART = 12
"""From up to so many rules at once a cell is told apart: one that is in the way of more is not in the wrong place."""

LATER = "mend what stands above first, then check again: edits were not tried for this finding yet"

OF_CONDITIONS = ("gap", "overlap", "conflict", "analysis-incomplete")
"""The findings that depend on the conditions of rules alone."""


def suggest(analysis: Analysis, findings: list[Finding], recheck: Recheck) -> list[Finding]:
    """The findings, with the edits that mend them in `help` and `data`."""
    trial = _Trial(analysis, findings, recheck)
    asking = [
        n
        for n, finding in enumerate(findings)
        # that the order of the rows decides between two rules is information, nothing to be mended
        if finding.name in MENDED and finding.region and finding.severity == "error"
    ]
    tried, later = asking[:FINDINGS], frozenset(asking[FINDINGS:])
    mended = {n: trial.mended(findings[n]) for n in tried}
    return [
        replace(finding, help=(*finding.help, LATER)) if n in later else mended.get(n, finding)
        for n, finding in enumerate(findings)
    ]


class _Trial:
    def __init__(self, analysis: Analysis, findings: list[Finding], recheck: Recheck) -> None:
        self.analysis, self.recheck = analysis, recheck
        self.budget = analysis.budget.share(Fraction(1, 2))
        self.known = {_key(finding) for finding in findings}
        self.chosen: list[Edit] = []
        """The first edit of each finding so far: the next ones must go together with them."""
        self.promised: set[tuple[object, ...]] = set()
        """The keys of the findings that these mend; made together, they must mend all of them."""

    def mended(self, finding: Finding) -> Finding:
        assert finding.decision is not None
        ts = self.analysis.space.tables[finding.decision]
        edits: list[Edit] = []
        rows: Edit | None = None
        if self.budget.spent:
            return finding
        try:
            if finding.name == "gap":
                rows = _rows(self.analysis, ts, finding)
                if rows is not None and not self._good(rows, finding):
                    rows = None
            self._add_good(edits, islice(_edits(self.analysis, ts, finding), TRIED), finding)
        except BoundReached:
            pass
        best = [*edits, *([rows] if rows else [])]
        if best:
            self.chosen.append(best[0])
            self.promised |= {_key(finding), *best[0].mends}
        words = [edit.words for edit in best]
        data = dict(finding.data)
        if alone := [edit.data for edit in edits if not edit.more]:
            data["edits"] = alone
        if together := [edit for edit in edits if edit.more]:
            data["together"] = [[part.data for part in (edit, *edit.more)] for edit in together]
        if rows:
            data |= rows.data
        return replace(finding, help=(*words, *finding.help), data=data)

    def _add_good(self, edits: list[Edit], candidates: Iterable[Edit], finding: Finding) -> None:
        """Adds the edits that mend the finding. Raises `BoundReached`; what was added before stays."""
        for edit in candidates:
            # several cells together are for a gap that no cell closes alone
            needless = edit.more and any(not other.more for other in edits)
            if len(edits) < SHOWN and not needless and self._good(edit, finding):
                edits.append(edit)

    def _good(self, edit: Edit, finding: Finding) -> bool:
        """Whether the edit mends the finding and breaks nothing, alone and with the edits chosen before."""
        if any(edit.touches(other) for other in self.chosen):
            return False
        model = self.analysis.model
        mended = self.known - {_key(finding)} - edit.mends
        # most edits that fail fail here, and the conditions are judged in no time
        for names in (OF_CONDITIONS,) if edit.added else (OF_CONDITIONS, None):
            if self._found(edit.apply(model), edit, names, mended) is None:
                return False
        if not self.chosen:
            return True
        for other in self.chosen:
            model = other.apply(model)
        # the edits before may have brought something else to light: that is not this edit's doing
        names = OF_CONDITIONS if edit.added else None
        promised = self.promised | {_key(finding), *edit.mends}
        without = self._found(model, edit, names)
        return (
            without is not None
            and self._found(edit.apply(model), edit, names, (without | self.known) - promised) is not None
        )

    def _found(
        self,
        model: Model,
        edit: Edit,
        names: Collection[str] | None,
        allowed: Collection[tuple[object, ...]] | None = None,
    ) -> set[tuple[object, ...]] | None:
        """What is found in a changed model that the edit could have to do with, of these kinds (None: of all).

        None beyond the bound, and as soon as something is found that is not `allowed`. What a drafted row
        answers is not written yet: of it the conditions are judged.
        """
        before = self.analysis
        table = before.model.decision[edit.decision]
        downstream = _downstream(model, edit.decision)
        cases = tuple(
            case
            for case, evaluation in zip(before.model.cases, before.evaluations, strict=True)
            if _affected(model, table, model.decision[edit.decision], evaluation)
        )
        safety = tuple(rule for rule in model.safety_rules if edit.decision in model.upstream(rule.fields))
        if names is not None:
            cases, safety = (), ()
        copy = Analysis(replace(model, cases=cases, safety_rules=safety))
        copy.budget.limit = max(0, (self.budget.limit or 0) - self.budget.used)
        copy.focus = downstream
        found: set[tuple[object, ...]] = set()
        refused = False
        for entry in self.recheck(copy, names):
            found.add(_key(entry))
            refused = allowed is not None and _key(entry) not in allowed
            if refused:
                break
        cells = sum(len(t.rules) * (len(t.inputs) + 1) for t in model.decisions if t.code in downstream)
        self.budget.spend(copy.budget.used + 10_000 + CELL_STEPS * cells + CASE_STEPS * len(cases))
        return None if refused or copy.unfinished else found


def _key(finding: Finding) -> tuple[object, ...]:
    # a gap is one finding a table: its rules are only those that stand near
    return finding.name, finding.decision, () if finding.name == "gap" else finding.rules


def _downstream(model: Model, code: str) -> frozenset[str]:
    """A decision and all that depend on it."""
    return frozenset(
        t.code for t in model.decisions if t.code == code or code in model.upstream(t.input_fields)
    )


def _affected(model: Model, before: DecisionTable, after: DecisionTable, evaluation: Evaluation) -> bool:
    """Whether a worked case may come out otherwise with the changed table."""
    step = next((s for s in evaluation.steps if s.decision == before.code), None)
    if step is None:
        return any(trouble.about == before.code for trouble in evaluation.problems)
    try:
        return bool(decide(model, after, step.inputs)[1] != evaluation.outputs[before.code])
    except Exception:  # the changed table has no answer: however it says so, the case is affected
        return True


# ---------------------------------------------------------------- what could be done


def _edits(analysis: Analysis, ts: TableSpace, finding: Finding) -> Iterator[Edit]:
    for edit in _moved(analysis, ts, finding):
        if _key(finding) in edit.mends:
            yield edit
    if finding.name == "gap":
        part = analysis.gaps(ts)
        if part.whole:
            yield from _widened(analysis, ts, part.boxes)
            yield from _widened_together(analysis, ts, part.boxes)
    else:
        yield from _separated(analysis, ts, finding)


def _moved(analysis: Analysis, ts: TableSpace, finding: Finding) -> Iterator[Edit]:
    """Cells that stand in the wrong place: with another text the gap closes, and rules that hold together do no
    longer.
    """
    name = "overlap" if ts.policy is HitPolicy.UNIQUE else "conflict"
    part = analysis.gaps(ts)
    for index, c, needed in _reaching(ts, part.boxes) if part.whole else ():
        if finding.name != "gap" and ts.rule(index).id not in finding.rules:
            continue
        own = ts.grid.boxes[index]
        clashing = ts.grid.touching(own) & ts.mutual(index)
        if clashing.bit_count() > TOLD_APART:
            continue
        others = list(bits(clashing))
        taken = 0
        for i in others:
            taken |= own[c] & ts.grid.boxes[i][c]
        mask = (own[c] | needed) & ~taken
        edit = _cell_edit(analysis, ts, index, c, mask) if others and mask else None
        if edit is not None and _stays_whole(ts, index, c, mask):
            pairs = [tuple(ts.rule(i).id for i in sorted((index, other))) for other in others]
            mends = {("gap", ts.table.code, ()), *((name, ts.table.code, pair) for pair in pairs)}
            said = " and ".join(named(pair) for pair in pairs)
            words = f"{edit.words}: this closes the gap and tells {said} apart"
            yield replace(edit, words=words, mends=frozenset(mends))


def _widened(analysis: Analysis, ts: TableSpace, wanted: Sequence[Masks]) -> Iterator[Edit]:
    """Cells that would close these parts of a gap if they admitted more, those that need least first."""
    boxes = ts.grid.boxes
    candidates = [
        ((needed & ~boxes[index][c]).bit_count(), index, c, boxes[index][c] | needed)
        for index, c, needed in _reaching(ts, wanted)
    ]
    for _, index, c, mask in sorted(candidates):
        edit = _cell_edit(analysis, ts, index, c, mask)
        if edit is not None and _stays_whole(ts, index, c, mask):
            yield edit


def _widened_together(analysis: Analysis, ts: TableSpace, wanted: Sequence[Masks]) -> Iterator[Edit]:
    """Several cells that would close a gap of few parts, where no cell alone closes all of it."""
    if not 2 <= len(wanted) <= TOGETHER:
        return
    for edits in product(*(list(islice(_widened(analysis, ts, [box]), TOGETHER)) for box in wanted)):
        first, *more = edits
        if not any(one.touches(two) or one == two for one, two in combinations(edits, 2)):
            words = f"{' and '.join(edit.words for edit in edits)}, {'both' if len(edits) == 2 else 'all'} together"
            yield replace(first, words=words, more=tuple(more))


def _reaching(ts: TableSpace, wanted: Sequence[Masks]) -> Iterator[tuple[int, int, int]]:
    """The rules that would close all of these parts of a gap if one column admitted more: rule, column, what it
    would need.
    """
    if not ts.needs_cover:
        return
    for index, own in enumerate(ts.grid.boxes):
        for c in range(len(ts.fields)):
            needed = 0
            for box in wanted:
                if any(box[k] & ~own[k] for k in range(len(own)) if k != c):
                    needed = 0
                    break
                needed |= box[c]
            if needed:
                yield index, c, needed


def _stays_whole(ts: TableSpace, index: int, c: int, mask: int) -> bool:
    """Whether a range stays one range: an edit that adds an island to a cell is not what anybody meant."""
    before = sum(1 for _ in runs(ts.grid.boxes[index][c]))
    return not ts.grid.columns[c].ordered or sum(1 for _ in runs(mask)) <= before


def _separated(analysis: Analysis, ts: TableSpace, finding: Finding) -> Iterator[Edit]:
    """Cells that would tell two rules apart if narrower; the row that can go, if both say the same."""
    place = {rule.id: index for index, rule in enumerate(ts.table.rules)}
    i, j = (place[rule] for rule in finding.rules)
    boxes = ts.grid.boxes
    shared = meet(boxes[i], boxes[j])
    candidates = []
    for index in (i, j):
        for c, mask in enumerate(boxes[index]):
            rest = mask & ~shared[c]
            if rest:
                candidates.append((shared[c].bit_count(), index, c, rest))
    for _, index, c, mask in sorted(candidates):
        edit = _cell_edit(analysis, ts, index, c, mask)
        if edit is not None and _stays_whole(ts, index, c, mask):
            yield edit
    if ts.rows[i] == ts.rows[j]:
        for index in (j, i):
            if boxes[index] == shared:
                rule = ts.rule(index)
                other = ts.rule(i if index == j else j)
                words = f"delete rule {rule.id}: rule {other.id} says the same for all its cases"
                yield Edit(ts.table.code, words, {"delete": rule.id}, dropped=rule.id)


def _cell_edit(analysis: Analysis, ts: TableSpace, index: int, c: int, mask: int) -> Edit | None:
    """The edit that gives one cell another meaning; None where no cell text says it."""
    name = ts.fields[c]
    columns = [k for k, seen in enumerate(ts.table.input_fields) if seen == name]
    test = analysis.space.axes[name].test(mask)
    if len(columns) != 1 or not _writable(test):
        return None
    rule, column = ts.rule(index), columns[0]
    old = rule.conditions[column]
    text = cell_text(analysis, ts, name, test)
    words = f'{old.place.cells}: "{old.text}" to "{text}" (rule {rule.id}, {analysis.label(name)})'
    return Edit(
        ts.table.code,
        words,
        {"place": _place_data(old.place), "rule": rule.id, "field": name, "from": old.text, "to": text},
        cell=(rule.id, column, Condition(test, text, old.place)),
    )


def _writable(test: Test) -> bool:
    """Whether the grammar has a text for the test: `or` does not stand inside `and`."""
    match test:
        case AllOf(tests):
            return not any(isinstance(part, AnyOf) for part in tests)
        case AnyOf(tests):
            return all(map(_writable, tests))
        case Not(inner):
            return _writable(inner)
    return True


def cell_text(analysis: Analysis, ts: TableSpace, name: str, test: Test) -> str:
    """A test as a cell of this column would say it: in labels, and with its unit where the head names another."""
    field = analysis.model.fields[name]
    clause = next(clause for clause in ts.table.inputs if clause.field == name)
    return test_text(in_labels(field, test), field.unit if clause.unit not in ("", field.unit) else "")


def in_labels(field: Field, test: Test) -> Test:
    """The test with the labels of values in place of their codes."""
    match test:
        case Equals(value) if isinstance(value, str):
            return Equals(field.label_of(value))
        case Includes(value) if isinstance(value, str):
            return Includes(field.label_of(value))
        case Excludes(value) if isinstance(value, str):
            return Excludes(field.label_of(value))
        case Not(inner):
            return Not(in_labels(field, inner))
        case AnyOf(tests):
            return AnyOf(tuple(in_labels(field, part) for part in tests))
        case AllOf(tests):
            return AllOf(tuple(in_labels(field, part) for part in tests))
    return test


def _rows(analysis: Analysis, ts: TableSpace, finding: Finding) -> Edit | None:
    """The rows that would close a gap, merged to few; what they answer is for people to say."""
    part = analysis.gaps(ts)
    if (
        not part.whole
        or len(part.boxes) > DRAFTED
        or len(set(ts.table.input_fields)) != len(ts.table.input_fields)
    ):
        return None
    drafted = []
    rules = []
    for number, box in enumerate(part.boxes):
        cells = _row_cells(analysis, ts, box)
        if cells is None:
            return None
        drafted.append({name: text for name, (_, text) in cells.items()})
        conditions = tuple(Condition(test, text, ts.table.place) for test, text in cells.values())
        # a drafted row answers like the first rule: that it closes the gap does not depend on what it says
        results = tuple(Result(result.value, result.text, ts.table.place) for result in ts.rule(0).results)
        rules.append(Rule(f"new {number + 1}", conditions, results, ts.table.place))
    shown = " · ".join(
        ", ".join(f'{analysis.label(name)} "{text}"' for name, text in row.items() if text != "-") or "any"
        for row in drafted[:SHOWN]
    )
    if len(drafted) > SHOWN:
        shown += f" · {len(drafted) - SHOWN} more (check --annotate drafts them all)"
    head = "add a row for" if len(drafted) == 1 else f"add {len(drafted)} rows for"
    return Edit(ts.table.code, f"{head}: {shown}", {"rows": drafted}, added=tuple(rules))


def _row_cells(analysis: Analysis, ts: TableSpace, box: Masks) -> dict[str, tuple[Test, str]] | None:
    cells = {}
    for name, mask in zip(ts.fields, box, strict=True):
        test = analysis.space.axes[name].test(mask)
        if not _writable(test):
            return None
        cells[name] = test, cell_text(analysis, ts, name, test)
    return cells


def _place_data(place: Place) -> dict[str, str]:
    return {"file": place.file, "sheet": place.sheet, "cells": place.cells}
