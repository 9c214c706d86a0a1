"""# score-out-of-range

**A score, a dose or a total that leaves its own range for some patients.** It is computed, or made of the rows that
hold (*Collect sum*, *Collect count*), so nobody states it. Where a score or a dose is below its `Minimum` or above its
`Maximum`, the evaluator refuses the patient. A total is answered all the same, and the tables that ask about it are
looked at for such patients too; but what it can be is not what the Dictionary says. So that is proved like a safety
rule: over every patient, with one of them as the example.

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
score-out-of-range score
```

A patient of 65 who fell has the score 3.

## How to mend it

Widen `Minimum` or `Maximum` in the Dictionary to what can come out; or let the tables give other numbers. A dose is
kept within its range by `, at most N` and `, at least N` behind its formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from b12tables.compiler.model import (
    KINDS,
    DecisionTable,
    Field,
    Finding,
    Model,
    evaluate,
    passes,
    scores_after,
    value_words,
    values_after,
)
from b12tables.compiler.proof.analysis import Analysis, Case
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.score_range import SHARE, beyond, without_range
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.compiler.proof.totals import NO_COLUMN, least_and_most, let_out, points, within
from b12tables.runtime.language import t

KIND = KINDS["score-out-of-range"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each score, dose or total that some patient's tables take out of its range."""
    model, grids = analysis.model, analysis.space.grids
    adding = [table.output_fields for table in model.decisions if table.hit_policy.counts_each]
    for name in (*model.scores, *filter(analysis.space.axes.__contains__, chain(*adding))):
        field, table = model.fields[name], model.produced_by.get(name)
        if let_out(field, least_and_most(model, grids, name)) is field:
            continue
        try:
            case = beyond(analysis, field) if table is None else _total_beyond(analysis, field, table)
        except BoundReached:
            analysis.leave_open(None, t("whether {field} always lies in its range", field=field.label))
        else:
            if case is not None:
                yield _finding(analysis, field, case)


def _total_beyond(analysis: Analysis, field: Field, table: DecisionTable) -> Case | None:
    """The same of a total, of which the tables are looked at beyond its range as well.

    A patient with the most points of each column, or the least, is tried first: a score of many signs would be
    searched for long.
    """
    ts = analysis.space.tables.get(table.code)
    for box in () if ts is None else _extremes(ts, field.code):
        case = analysis.example(box, (field.code,))
        if case is not None and _is_beyond(analysis.model, field, case):
            return case
    axis = analysis.space.axes[field.code]
    inside = axis.full
    for test in within(field):
        inside &= axis.mask(test)
    with analysis.reach.within(analysis.budget.share(SHARE)):
        case = analysis.case_of({field.code: axis.known & ~inside})
    if case is not None and not _is_beyond(analysis.model, field, case):
        # a table that could not be analysed stands between
        raise BoundReached
    return case


def _is_beyond(model: Model, field: Field, case: Case) -> bool:
    value = values_after(case, evaluate(model, case)).get(field.code)
    return isinstance(value, Fraction) and not all(passes(test, value) for test in within(field))


def _extremes(ts: TableSpace, name: str) -> Iterator[dict[str, int]]:
    """The pieces of the columns with the most points, and those with the least."""
    by_column = points(ts.table, name, ts.grid)
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


def _finding(analysis: Analysis, field: Field, case: Case) -> Finding:
    free = without_range(analysis.model, field)
    evaluation = evaluate(free, case)
    values = values_after(case, evaluation) | scores_after(free, case, evaluation, None)
    value, table = values.get(field.code), analysis.model.produced_by.get(field.code)
    said = f" {value_words(value, field)}" if isinstance(value, Fraction) else ""
    places = [field.place]
    on_the_way = analysis.model.upstream([field.code])
    for step in evaluation.steps:
        if step.decision in on_the_way:
            places += [
                row.place for row in analysis.model.decision[step.decision].rows if row.id in step.rules
            ]
    message, mend = _of_formula(field, said) if table is None else _of_rows(field, table, said)
    return KIND.finding(
        message,
        places=tuple(dict.fromkeys(places)),
        decision=None if table is None else table.code,
        rules=(field.code,),
        help=(mend,),
        example=analysis.as_given(case),
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
        "{field} leaves its range for some patients: here it is{said}\nit is made of all rows of {table} that hold",
        field=field.label,
        said=said,
        table=table.label,
    ), t(
        "widen Minimum or Maximum of {field} in the Dictionary to what can come out, or change what the rows give",
        field=field.label,
    )
