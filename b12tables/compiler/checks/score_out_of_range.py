"""# score-out-of-range

**A score, a dose or a total that leaves its own range for some patients.** It is computed, or made of the rows that
hold (*Collect sum*, *Collect count*), so nobody states it; where it is below its `Minimum` or above its `Maximum`, the
evaluator refuses the patient, or answers beyond what was proved: tables that ask about it are looked at within that
range. So that is proved like a safety rule: over every patient, with one of them as the example.

## Example

```tables
## Dictionary
| Field | Label | Type | Minimum | Maximum | Computed |
|---|---|---|---|---|---|
| age | Age | whole number | 0 | 120 | |
| fell | Fell | yes/no | | | |
| by_age | Points for age | whole number | 0 | 9 | |
| by_falls | Points for falls | whole number | 0 | 9 | |
| score | Score | whole number | 0 | 2 | by_age + by_falls |

## Decision: Age points
| | When | Then |
|---|---|---|
| Rule | Age | Points for age |
| R1 | < 65 | 0 |
| R2 | >= 65 | 2 |

## Decision: Fall points
| | When | Then |
|---|---|---|
| Rule | Fell | Points for falls |
| R1 | no | 0 |
| R2 | yes | 1 |
```

```findings
score-out-of-range
```

A patient of 65 who fell has the score 3.

## How to mend it

Widen `Minimum` or `Maximum` in the Dictionary to what can come out; or let the tables give other numbers. A dose is
kept within its range by `, at most N` and `, at least N` behind its formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain

from b12tables.compiler.model import (
    KINDS,
    AnyOf,
    DecisionTable,
    Field,
    FieldTest,
    Finding,
    HitPolicy,
    Interval,
    IsUnknown,
    Model,
    SafetyRule,
    evaluate,
    passes,
    scores_after,
    value_words,
    values_after,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.safety_proof import Verdict, judge
from b12tables.compiler.proof.scores import Ends, least_and_most
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t

KIND = KINDS["score-out-of-range"]

SHARE = Fraction(1, 8)
"""So much of what is left of the bound one score or total gets."""

NO_COLUMN = -1
"""The place of a rule that holds for everybody."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each score, dose or total that some patient's tables take out of its range."""
    model = analysis.model
    adding = [table.output_fields for table in model.decisions if table.hit_policy.counts_each]
    for name in (*model.scores, *filter(analysis.space.axes.__contains__, chain(*adding))):
        field = model.fields[name]
        within = tuple(_within(field))
        if not within or _surely_within(field, _ends(analysis, name)):
            continue
        rule = SafetyRule("", (), within, "", field.place)
        fields = {**model.fields, name: replace(field, low=None, high=None)}
        free = replace(model, fields=fields, safety_rules=(rule,))
        looked = Analysis(free, budget=analysis.budget.share(SHARE))
        verdict = _tried(looked, rule, name) or judge(looked, rule, count=False)
        if verdict.outcome == "broken":
            yield _finding(analysis, free, field, verdict)
        elif verdict.outcome == "not settled":
            analysis.leave_open(None, t("whether {field} always lies in its range", field=field.label))


def _within(field: Field) -> Iterator[FieldTest]:
    """That a field lies in its range, each end a test of its own."""
    low, high = field.low, field.high
    if low is not None:
        yield FieldTest(
            field.code, _or_unknown(Interval(low.value, low.closed, None, False)), "", field.place
        )
    if high is not None:
        yield FieldTest(
            field.code, _or_unknown(Interval(None, False, high.value, high.closed)), "", field.place
        )


def _or_unknown(test: Interval) -> AnyOf:
    return AnyOf((test, IsUnknown()))


def _surely_within(field: Field, ends: Ends) -> bool:
    """Whether even the least and the most that could be made lie in the range of a field."""
    least, most = ends
    low, high = field.low, field.high
    above = low is None or (least is not None and (least, not low.closed) >= (low.value, False))
    return above and (high is None or (most is not None and (most, not high.closed) <= (high.value, False)))


def _ends(analysis: Analysis, name: str) -> Ends:
    """Between which numbers a score or a total lies, whatever the patient."""
    table = analysis.model.produced_by.get(name)
    if table is None:
        return least_and_most(analysis.model, name)
    ts = analysis.space.tables.get(table.code)
    return least_and_most(analysis.model, name) if ts is None else _ends_of_rows(ts, name)


def _tried(analysis: Analysis, rule: SafetyRule, name: str) -> Verdict | None:
    """The verdict where a patient with the most points of each column, or the least, is out of range: a score of many
    signs would be searched for long.
    """
    table = analysis.model.produced_by.get(name)
    ts = None if table is None else analysis.space.tables.get(table.code)
    if ts is None:
        return None
    for box in _extremes(ts, name):
        try:
            case = analysis.example(box, (name,))
        except BoundReached:
            return None
        if case is None:
            continue
        evaluation = evaluate(analysis.model, case)
        value = values_after(case, evaluation).get(name)
        for line in rule.must:
            if evaluation.status == "ok" and isinstance(value, Fraction) and not passes(line.test, value):
                fired = next(step.rules for step in evaluation.steps if step.decision == ts.table.code)
                return Verdict(rule, "broken", 0, line, case, {ts.table.code: fired})
    return None


def _extremes(ts: TableSpace, name: str) -> Iterator[dict[str, int]]:
    """The pieces of the columns with the most points, and those with the least."""
    by_column = _points(ts, name)
    for sign in (1, -1):
        box = {}
        for column, rows in by_column.items():
            if column != NO_COLUMN:
                best = max(
                    bits(ts.grid.full[column]),
                    key=lambda piece: sum((sign * v for mask, v in rows if mask >> piece & 1), Fraction(0)),
                )
                box[ts.fields[column]] = 1 << best
        yield box


def _ends_of_rows(ts: TableSpace, name: str) -> Ends:
    """The same of what is made of rows: of those that ask about one column only such hold together that share a piece
    of it, as the points of one sign in a score.
    """
    counts, place = ts.policy is HitPolicy.COLLECT_COUNT, ts.table.output_fields.index(name)
    least = most = Fraction(0)
    for column, rows in _points(ts, name).items():
        pieces = bits(1 if column == NO_COLUMN else ts.grid.full[column])
        held = [[value for mask, value in rows if mask >> piece & 1] for piece in pieces]
        least += min(sum((v for v in values if v < 0), Fraction(0)) for values in held)
        most += max(sum((v for v in values if v > 0), Fraction(0)) for values in held)
    otherwise = ts.table.otherwise
    alone = None if otherwise is None else Fraction(1) if counts else otherwise.results[place].value
    return (min(least, alone), max(most, alone)) if isinstance(alone, Fraction) else (least, most)


def _points(ts: TableSpace, name: str) -> dict[int, list[tuple[int, Fraction]]]:
    """What each rule adds and for which pieces of the first column that it asks about, by that column."""
    counts, place = ts.policy is HitPolicy.COLLECT_COUNT, ts.table.output_fields.index(name)
    by_column: dict[int, list[tuple[int, Fraction]]] = {}
    for box, row in zip(ts.grid.boxes, ts.rows, strict=True):
        value = Fraction(1) if counts else row[place]
        asking = (c for c, mask in enumerate(box) if mask != ts.grid.full[c])
        column = next(asking, NO_COLUMN)
        if isinstance(value, Fraction):
            by_column.setdefault(column, []).append((1 if column == NO_COLUMN else box[column], value))
    return by_column


def _finding(analysis: Analysis, free: Model, field: Field, verdict: Verdict) -> Finding:
    assert verdict.case is not None
    evaluation = evaluate(free, verdict.case)
    values = values_after(verdict.case, evaluation) | scores_after(free, verdict.case, evaluation, None)
    value, table = values.get(field.code), analysis.model.produced_by.get(field.code)
    said = f" {value_words(value, field)}" if isinstance(value, Fraction) else ""
    places = [field.place]
    for code, ids in verdict.fired.items():
        places += [row.place for row in analysis.model.decision[code].rows if row.id in ids]
    message, mend = _of_formula(field, said) if table is None else _of_rows(field, table, said)
    return KIND.finding(
        message,
        places=tuple(dict.fromkeys(places)),
        decision="" if table is None else table.code,
        help=(mend,),
        example=analysis.as_given(verdict.case),
    )


def _of_formula(field: Field, said: str) -> tuple[str, str]:
    assert field.computed is not None
    return t(
        "{field} leaves its range for some patients, whom the evaluator refuses: here it "
        "is{said}\nit is computed: {computed}",
        field=field.label,
        said=said,
        computed=field.computed.text,
    ), t(
        "widen Minimum or Maximum of {field} in the Dictionary to what can come out, or change "
        "what the tables give; of a dose write at most or at least behind its formula",
        field=field.label,
    )


def _of_rows(field: Field, table: DecisionTable, said: str) -> tuple[str, str]:
    return t(
        "{field} leaves its range for some patients: here it is{said}\nit is made of all rows of {table} that hold, "
        "and the tables that ask about it were looked at within its range only: what such a patient gets is not proved",
        field=field.label,
        said=said,
        table=table.label,
    ), t(
        "widen Minimum or Maximum of {field} in the Dictionary to what can come out, or change what the rows give",
        field=field.label,
    )
