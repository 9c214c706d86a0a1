"""What could be done about a gap, or about rules that hold together: cells with another text, rows more or less.

Nothing here is tried yet: `fixes` shows what it found to mend a finding without harm to anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice, product

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    CellEdit,
    Condition,
    Equals,
    Excludes,
    Field,
    Finding,
    HitPolicy,
    Includes,
    Mended,
    Model,
    Not,
    OtherwiseAdded,
    PolicyEdit,
    Result,
    ResultEdit,
    RowDeleted,
    RowsAdded,
    Rule,
    Test,
    factor_to,
    in_range,
    names_in,
    test_text,
    written_otherwise,
)
from b12tables.compiler.proof.analysis import Analysis, named
from b12tables.compiler.proof.axes import bits, runs
from b12tables.compiler.proof.axis import union
from b12tables.compiler.proof.gap_parts import Part, next_to
from b12tables.compiler.proof.grid import Masks, meet
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.compiler.proof.totals import within
from b12tables.runtime.language import t, tn

SHOWN = 4
"""So many edits are shown for one finding."""

TOGETHER = 3
"""So many parts of a gap are closed by edits that are made together."""

TOLD_APART = 12
"""From up to so many rules at once a cell is told apart: one that is in the way of more is not in the wrong place."""


@dataclass(frozen=True)
class Edit:
    """A change to one table: a cell with another text, rows that are added or dropped, several cells together."""

    decision: str
    words: str
    change: CellEdit | RowDeleted | RowsAdded | OtherwiseAdded | ResultEdit | PolicyEdit
    """The edit as it is told; what is made along with it has its own."""
    cell: tuple[str, int, Condition] | None = None
    """Rule ID, column, and the new condition."""
    result: tuple[str, int, Result] | None = None
    """Rule ID, column, and the new result."""
    added: tuple[Rule, ...] = ()
    dropped: str = ""
    mends: frozenset[tuple[object, ...]] = frozenset()
    """The keys of other findings that it says it mends as well."""
    closes: frozenset[int] = frozenset()
    """The numbers of the table's gaps that it closes."""
    clears: tuple[Masks, ...] = ()
    """Where rules hold together that it tells apart."""
    otherwise: Rule | None = None
    """The Otherwise row that is added."""
    policy: HitPolicy | None = None
    """The hit policy that is taken instead."""
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
        otherwise = self.otherwise or table.otherwise
        if self.result is not None:
            rules = [self._with_result(rule) for rule in rules]
            otherwise = None if otherwise is None else self._with_result(otherwise)
        policy = self.policy or table.hit_policy
        changed = replace(table, rules=(*rules, *self.added), otherwise=otherwise, hit_policy=policy)
        edited = replace(
            model, decisions=tuple(changed if t.code == table.code else t for t in model.decisions)
        )
        for edit in self.more:
            edited = edit.apply(edited)
        return edited

    def _with_result(self, rule: Rule) -> Rule:
        """A row with the new result, if it is its own."""
        assert self.result is not None
        rule_id, column, result = self.result
        if rule.id != rule_id:
            return rule
        return replace(rule, results=(*rule.results[:column], result, *rule.results[column + 1 :]))

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


def _cell(edit: Edit) -> CellEdit:
    """How an edit of a condition cell is told."""
    assert isinstance(edit.change, CellEdit)
    return edit.change


def moved(analysis: Analysis, ts: TableSpace, part: Part, number: int) -> Iterator[Edit]:
    """Cells that stand in the wrong place: with another text a gap closes, and rules that hold together do no
    longer.
    """
    for index, c, needed in _reaching(ts, part.boxes):
        others = _in_the_way(ts, index)
        if others:
            mask = (ts.grid.boxes[index][c] | needed) & ~_taken(ts, index, c, others)
            edit = _telling_apart(analysis, ts, index, c, mask, others)
            if edit is not None:
                said = t(" and ").join(named(pair) for pair in _pairs(ts, index, others))
                words = t("{edit}: this closes the gap and tells {said} apart", edit=edit.words, said=said)
                gap = Mended("gap", number=number + 1)
                change = _cell(edit)._replace(mends=(gap, *_cell(edit).mends))
                yield replace(edit, words=words, change=change, closes=frozenset({number}))


def set_apart(analysis: Analysis, ts: TableSpace, finding: Finding) -> Iterator[Edit]:
    """Cells that would tell a rule apart from all that it holds together with, where these are several."""
    place = {rule.id: index for index, rule in enumerate(ts.table.rules)}
    found = []
    for index in (place[rule] for rule in finding.rules):
        others = _in_the_way(ts, index)
        for c, own in enumerate(ts.grid.boxes[index]) if len(others) > 1 else ():
            mask = own & ~_taken(ts, index, c, others)
            edit = _telling_apart(analysis, ts, index, c, mask, others) if mask != own else None
            if edit is not None:
                rules = named([ts.rule(i).id for i in others])
                told = replace(
                    edit, words=t("{edit}: this tells it apart from {rules}", edit=edit.words, rules=rules)
                )
                found.append((-len(others), index, c, told))
    yield from (edit for _, _, _, edit in sorted(found, key=lambda entry: entry[:3]))


def _in_the_way(ts: TableSpace, index: int) -> list[int]:
    """The rules that a rule holds together with, to nobody's use; none where they are too many."""
    clashing = ts.grid.touching(ts.grid.boxes[index]) & ts.hits.clashing[index]
    return list(bits(clashing)) if clashing.bit_count() <= TOLD_APART else []


def _taken(ts: TableSpace, index: int, c: int, others: Sequence[int]) -> int:
    """What other rules admit of a rule's cell."""
    return union(ts.grid.boxes[index][c] & ts.grid.boxes[i][c] for i in others)


def _pairs(ts: TableSpace, index: int, others: Sequence[int]) -> list[tuple[str, ...]]:
    return [tuple(ts.rule(i).id for i in sorted((index, other))) for other in others]


def _telling_apart(
    analysis: Analysis, ts: TableSpace, index: int, c: int, mask: int, others: Sequence[int]
) -> Edit | None:
    """The edit of a cell after which a rule holds together with none of the others."""
    edit = _cell_edit(analysis, ts, index, c, mask) if mask and _stays_whole(ts, index, c, mask) else None
    if edit is None:
        return None
    name = "overlap" if ts.policy is HitPolicy.UNIQUE else "conflict"
    pairs = _pairs(ts, index, others)
    boxes = ts.grid.boxes
    return replace(
        edit,
        change=_cell(edit)._replace(mends=tuple(Mended(name, pair) for pair in pairs)),
        mends=frozenset((name, ts.table.code, pair) for pair in pairs),
        clears=tuple(meet(boxes[index], boxes[i]) for i in others),
    )


def widened(analysis: Analysis, ts: TableSpace, wanted: Sequence[Masks]) -> Iterator[Edit]:
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


def widened_alike(analysis: Analysis, ts: TableSpace, wanted: Sequence[Masks]) -> Iterator[Edit]:
    """The cells of one text that border a gap together: with another text in all of them it closes."""
    alike: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for c, axis in enumerate(ts.axes[name] for name in ts.fields):
        for index, own in enumerate(ts.grid.boxes):
            needed = union(box[c] for box in wanted if _misses_only(own, box, c))
            if needed and (not axis.ordered or next_to(axis, own[c]) & needed):
                text = _text_of(ts, index, c)
                alike.setdefault((c, text), []).append((index, needed))
    for (c, _), rows in alike.items():
        if len(rows) > 1:
            needed = union(mask for _, mask in rows)
            masks = [(index, ts.grid.boxes[index][c] | needed) for index, _ in rows]
            edits = [_cell_edit(analysis, ts, index, c, mask) for index, mask in masks]
            whole = all(_stays_whole(ts, index, c, mask) for index, mask in masks)
            if whole and None not in edits:
                first, *more = (edit for edit in edits if edit is not None)
                yield replace(
                    first,
                    words=_words_alike(ts, [first, *more], analysis.label(ts.fields[c])),
                    more=tuple(more),
                )


def _misses_only(own: Masks, box: Masks, c: int) -> bool:
    """Whether a rule misses a box in one column, and in no other."""
    return not own[c] & box[c] and all(a & b for k, (a, b) in enumerate(zip(own, box, strict=True)) if k != c)


def _text_of(ts: TableSpace, index: int, c: int) -> str:
    column = ts.table.input_fields.index(ts.fields[c])
    return ts.rule(index).conditions[column].text.strip()


def _words_alike(ts: TableSpace, edits: Sequence[Edit], label: str) -> str:
    cells = [edit.cell for edit in edits if edit.cell is not None]
    where = ", ".join(ts.table.cell_words(condition.place) for _, _, condition in cells)
    change = _cell(edits[0])
    rules = named([id_ for id_, _, _ in cells])
    return t(
        '{where}: "{before}" to "{after}" ({rules}, {label}), all together',
        where=where,
        before=change.before,
        after=change.after,
        rules=rules,
        label=label,
    )


def widened_together(analysis: Analysis, ts: TableSpace, wanted: Sequence[Masks]) -> Iterator[Edit]:
    """Several cells that would close a gap of few parts, where no cell alone closes all of it."""
    if not 2 <= len(wanted) <= TOGETHER:
        return
    for edits in product(*(list(islice(widened(analysis, ts, [box]), TOGETHER)) for box in wanted)):
        first, *more = edits
        if not any(one.touches(two) or one == two for one, two in combinations(edits, 2)):
            told = t(" and ").join(edit.words for edit in edits)
            words = t("{edits}, both together" if len(edits) == 2 else "{edits}, all together", edits=told)
            yield replace(first, words=words, more=tuple(more))


def _reaching(ts: TableSpace, wanted: Sequence[Masks]) -> Iterator[tuple[int, int, int]]:
    """The rules that would close all of these parts of a gap if one column admitted more: rule, column, what it
    would need.
    """
    if not ts.expects_cover:
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
    axis = ts.axes[ts.fields[c]]
    before, after = (sum(1 for _ in runs(m & axis.known)) for m in (ts.grid.boxes[index][c], mask))
    return not axis.ordered or after <= before


def separated(analysis: Analysis, ts: TableSpace, finding: Finding) -> Iterator[Edit]:
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
            yield replace(edit, clears=(shared,))
    if ts.rows[i] == ts.rows[j]:
        for index in (j, i):
            if boxes[index] == shared:
                rule = ts.rule(index)
                other = ts.rule(i if index == j else j)
                words = t(
                    "delete rule {rule}: rule {other} says the same for all its cases",
                    rule=rule.id,
                    other=other.id,
                )
                yield Edit(ts.table.code, words, RowDeleted(rule.id), dropped=rule.id, clears=(shared,))


def _cell_edit(analysis: Analysis, ts: TableSpace, index: int, c: int, mask: int) -> Edit | None:
    """The edit that gives one cell another meaning; None where no cell text says it."""
    name = ts.fields[c]
    columns = [k for k, seen in enumerate(ts.table.input_fields) if seen == name]
    test = analysis.space.axes[name].test(mask)
    if len(columns) != 1 or not _writable(test):
        return None
    rule, column = ts.rule(index), columns[0]
    old = rule.conditions[column]
    if old.implied:
        return None
    text = cell_text(analysis, ts, name, test)
    words = t(
        '{cell}: "{old}" to "{text}" (rule {rule}, {label})',
        cell=ts.table.cell_words(old.place),
        old=old.text,
        text=text,
        rule=rule.id,
        label=analysis.label(name),
    )
    before, after = _whole_cell(old, text, analysis.label(name))
    return Edit(
        ts.table.code,
        words,
        CellEdit(old.place, rule.id, name, before, after),
        cell=(rule.id, column, Condition(test, text, old.place)),
    )


def _whole_cell(old: Condition, text: str, label: str) -> tuple[str, str]:
    """What a cell says, and what it would say with another text for a condition, which may be a line of it."""
    whole, line = old.above
    if line:
        return whole, whole.replace(line, line.rstrip().removesuffix(old.text) + text, 1)
    if not whole:
        return old.text, text
    more = f"{label}: {text}"
    return whole, more if whole.strip() in ("-", "any") else f"{whole}\n{more}"


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
    """A test as a cell of this column would say it: in labels, with its unit where the head names another or its
    decimals end in no other, and by the name of a threshold where the column names it for that number.
    """
    field = analysis.model.fields[name]
    clause = next(clause for clause in ts.table.inputs if clause.field == name)
    unit = field.unit if clause.unit not in ("", field.unit) else ""
    names = written_otherwise(test, field) | _named_numbers(analysis.model, ts, field)
    return test_text(in_labels(field, test), unit, names)


def _named_numbers(model: Model, ts: TableSpace, field: Field) -> dict[Fraction, str]:
    """The thresholds that cells of a column name, by their numbers in the field's unit. A number with two names stands
    for itself: which of them is meant, nobody can say.
    """
    found: dict[Fraction, str] = {}
    twice = set()
    column = ts.table.input_fields.index(field.code)
    texts = {rule.conditions[column].text for rule in ts.table.rules}
    for name in sorted({one.name for text in texts for one, _, _ in names_in(text, model.thresholds)}):
        threshold = next(one for one in model.thresholds if one.name == name)
        factor = factor_to(field.unit, threshold.unit, field.further_units) if threshold.unit else Fraction(1)
        if factor is not None and found.setdefault(threshold.number * factor, name) != name:
            twice.add(threshold.number * factor)
    return {number: name for number, name in found.items() if number not in twice}


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


def sum_of_nothing(analysis: Analysis, ts: TableSpace, gaps: int) -> Iterator[Edit]:
    """The Otherwise row that says 0 where nothing is added up; nothing where that is no sum, or 0 no value of it."""
    table, fields = ts.table, analysis.model.fields
    outputs = [fields[name] for name in table.output_fields]
    if ts.policy is HitPolicy.COLLECT_SUM and all(in_range(field, Fraction(0)) for field in outputs):
        results = tuple(Result(Fraction(0), "0", table.place) for _ in outputs)
        row = Rule("Otherwise", (), results, table.place, otherwise=True)
        yield Edit(
            table.code,
            t("add a row Otherwise with 0: where no row holds, the sum is 0"),
            OtherwiseAdded(dict.fromkeys(table.output_fields, "0")),
            closes=frozenset(range(gaps)),
            otherwise=row,
        )


def drafted(analysis: Analysis, ts: TableSpace, part: Part, number: int) -> Edit | None:
    """The rows that would close a gap, merged to few; what they answer is for people to say."""
    if not part.whole or len(set(ts.table.input_fields)) != len(ts.table.input_fields):
        return None
    if ts.table.chooses or _not_in_columns(ts):
        # a row stands in one of several sheets, or its conditions in the lines of one cell
        return None
    written = []
    rules = []
    known: dict[tuple[str, int], tuple[Test, str]] = {}
    for row, box in enumerate(part.boxes):
        cells = _row_cells(analysis, ts, box, known)
        if cells is None:
            return None
        written.append({name: text for name, (_, text) in cells.items()})
        conditions = tuple(Condition(test, text, ts.table.place) for test, text in cells.values())
        # a drafted row answers like the first rule: that it closes the gap does not depend on what it says
        results = tuple(Result(result.value, result.text, ts.table.place) for result in ts.rule(0).results)
        rules.append(Rule(f"new {number + 1}.{row + 1}", conditions, results, ts.table.place))
    shown = " · ".join(
        ", ".join(f'{analysis.label(name)} "{text}"' for name, text in row.items() if text != "-") or t("any")
        for row in written[:SHOWN]
    )
    if len(written) > SHOWN:
        shown += t(" · {n} more (check --annotate drafts them all)", n=len(written) - SHOWN)
    head = tn(len(written), "add a row for: {rows}", "add {n} rows for: {rows}", rows=shown)
    closes = frozenset({number})
    return Edit(ts.table.code, head, RowsAdded(tuple(written)), added=tuple(rules), closes=closes)


def past_its_range(analysis: Analysis, ts: TableSpace, part: Part) -> str:
    """What has to be done before rows for a gap can be written: its rows take a total past its range, and a cell that
    speaks only of that is refused. "": nothing.
    """
    for place, name in enumerate(ts.fields):
        field, table = analysis.model.fields[name], analysis.model.produced_by.get(name)
        if table is None or not table.hit_policy.counts_each:
            continue
        axis = analysis.space.axes[name]
        inside = axis.full
        for test in within(field):
            inside &= axis.mask(test) | axis.unknown
        if not all(box[place] & inside for box in part.boxes):
            return t(
                "first widen Minimum or Maximum of {field} in the Dictionary to what can come out: such a cell is "
                "refused",
                field=field.label,
            )
    return ""


def _not_in_columns(ts: TableSpace) -> bool:
    """Whether the conditions of a decision do not stand in one table with a column for each."""
    cells = [condition for rule in ts.table.rules for condition in rule.conditions]
    return any(condition.implied or condition.above[0] for condition in cells)


def _row_cells(
    analysis: Analysis, ts: TableSpace, box: Masks, known: dict[tuple[str, int], tuple[Test, str]]
) -> dict[str, tuple[Test, str]] | None:
    """The cells of a row for a box; `known` remembers those of other rows. None where the grammar has no text."""
    cells = {}
    for name, mask in zip(ts.fields, box, strict=True):
        cell = known.get((name, mask))
        if cell is None:
            test = analysis.space.axes[name].test(mask)
            if not _writable(test):
                return None
            cell = known[name, mask] = test, cell_text(analysis, ts, name, test)
        cells[name] = cell
    return cells
