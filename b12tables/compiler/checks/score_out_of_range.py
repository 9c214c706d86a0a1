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
    Interval,
    IsUnknown,
    Model,
    SafetyRule,
    evaluate,
    scores_after,
    value_words,
    values_after,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.safety_proof import Verdict, judge
from b12tables.compiler.proof.scores import least_and_most
from b12tables.runtime.language import t

KIND = KINDS["score-out-of-range"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each score, dose or total that some patient's tables take out of its range."""
    model = analysis.model
    adding = [table.output_fields for table in model.decisions if table.hit_policy.counts_each]
    for name in (*model.scores, *filter(analysis.space.axes.__contains__, chain(*adding))):
        field = model.fields[name]
        within = tuple(_within(field))
        if not within or _surely_within(model, field):
            continue
        rule = SafetyRule("", (), within, "", field.place)
        fields = {**model.fields, name: replace(field, low=None, high=None)}
        free = replace(model, fields=fields, safety_rules=(rule,))
        verdict = judge(Analysis(free, budget=analysis.budget), rule, count=False)
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


def _surely_within(model: Model, field: Field) -> bool:
    """Whether even the least and the most that its parts could make together lie in its range."""
    least, most = least_and_most(model, field.code)
    low, high = field.low, field.high
    above = low is None or (least is not None and (least, not low.closed) >= (low.value, False))
    return above and (high is None or (most is not None and (most, not high.closed) <= (high.value, False)))


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
        "and what is proved of the tables behind it is proved within its range",
        field=field.label,
        said=said,
        table=table.label,
    ), t(
        "widen Minimum or Maximum of {field} in the Dictionary to what can come out, or change what the rows give",
        field=field.label,
    )
