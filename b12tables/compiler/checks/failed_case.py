"""# failed-case

**A worked case gives another answer than the one written.** Either the tables or the case are wrong; both
were written by someone who meant something.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |

## Cases
| | | Given | Expect |
|---|---|---|---|
| ID | Description | Age | Group |
| W1 | a baby | 0 | child |
| W2 | the birthday | 18 | child |
```

```findings
failed-case W2
```

## How to mend it

Look at the rule that fired. Mend the table, or what the case expects: where one cell would do, both edits are named,
that of a result cell with the patients whose answers it changes. It is tried first: every other worked case and
safety rule must hold afterwards. Where no such cell is known, the rules are named that would give what is expected
but for one condition: that cell may be the wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from b12tables.compiler.checks.near_rules import near_rules
from b12tables.compiler.model import (
    KINDS,
    Case,
    Evaluation,
    Extras,
    FieldTest,
    Finding,
    Model,
    NearRule,
    Place,
    Trouble,
    as_inputs,
    passes,
    scores_after,
    stated_by,
    value_words,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.asked import asked
from b12tables.runtime.language import t, wording
from b12tables.runtime.words import NOT_KNOWN

KIND = KINDS["failed-case"]


@dataclass(frozen=True)
class FailedCase(Extras):
    """Where the case has no answer: the name of each trouble, and what it is about."""

    troubles: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()
    near_rules: tuple[NearRule, ...] = ()
    """Rules that would give what is expected, were it not for one condition."""


_TROUBLE = {
    "missing-input": wording("it does not state {label}, which is needed"),
    "out-of-range": wording("its {label} is out of range"),
    "contradiction": wording("its {label} is not what follows from the rest that it gives"),
    "impossible": wording("the Impossible sheet excludes it ({about})"),
    "no-rule": wording("{label} has no rule for it"),
    "overlap": wording("in {label} several rules hold ({rules})"),
    "conflict": wording("in {label} rules contradict each other ({rules})"),
}


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each worked case that has no answer or another one."""
    model = analysis.model
    for case, evaluation in zip(model.cases, analysis.worked.evaluations, strict=True):
        troubles = [trouble for trouble in evaluation.problems if _concerns(model, case, trouble)]
        wrong, places = _wrong(model, case, evaluation, troubles)
        if wrong:
            stops = tuple((trouble.name, trouble.about) for trouble in troubles)
            expected = [line.field for line in case.expect]
            lines = () if troubles else case.expect
            near = tuple(one for line in lines for one in near_rules(model, evaluation, line))
            head = t(
                "{case} ({description}) does not come out as written: {wrong}",
                case=case.id,
                description=case.description,
                wrong=wrong[0],
            )
            yield KIND.finding(
                "\n".join([head, *wrong[1:]]),
                places=tuple(dict.fromkeys((case.place, *places))),
                rules=(case.id,),
                help=(_help(troubles),),
                example=analysis.as_given({n: v for n, v in case.given.items() if n in model.fields}),
                extras=FailedCase(stops, asked(model, case.given, expected), near),
            )


def _help(troubles: Sequence[Trouble]) -> str:
    if any(trouble.name == "impossible" for trouble in troubles):
        return t("mend what the case gives, or the combination that excludes it")
    return t("mend the rule that fired, or what the case expects")


def _wrong_score(model: Model, case: Case, evaluation: Evaluation, line: FieldTest) -> list[str]:
    """What is wrong about a field computed from answers."""
    given, today = stated_by(case)
    field, scores = model.fields[line.field], scores_after(model, given, evaluation, today)
    if line.field in scores and passes(line.test, scores[line.field]):
        return []
    came = value_words(scores[line.field], field) if line.field in scores else t(NOT_KNOWN)
    assert field.computed is not None
    return [
        t(
            '{field} is {came}, expected "{line}" (it is computed: {computed})',
            field=field.label,
            came=came,
            line=line.text,
            computed=field.computed.text,
        )
    ]


def _wrong(
    model: Model, case: Case, evaluation: Evaluation, troubles: Sequence[Trouble]
) -> tuple[list[str], list[Place]]:
    if troubles:
        named = {trouble.about for trouble in troubles if trouble.name == "impossible"}
        places = [row.place for row in model.impossible if row.id in named]
        return [_trouble(model, trouble) for trouble in troubles], places
    wrong: list[str] = []
    places = []
    for line in case.expect:
        table = model.produced_by.get(line.field)
        if table is None:
            wrong += _wrong_score(model, case, evaluation, line)
            places += [line.place] if wrong else []
            continue
        value = as_inputs(table, evaluation.outputs[table.code])[line.field]
        if not passes(line.test, value):
            fired = next(step.rules for step in evaluation.steps if step.decision == table.code)
            field = model.fields[line.field]
            wrong.append(
                t(
                    '{field} is {value}, expected "{line}" ({table}: {fired})',
                    field=field.label,
                    value=value_words(value, field),
                    line=line.text,
                    table=table.label,
                    fired=", ".join(fired) or t("no rule"),
                )
            )
            places += [line.place, *(row.place for row in table.rows if row.id in fired)]
    return wrong, places


def _concerns(model: Model, case: Case, trouble: Trouble) -> bool:
    """Whether a trouble stands in the way of what the case expects; of a case that expects nothing, any does."""
    if not case.expect or trouble.name in ("impossible", "out-of-range"):
        return True
    asked = [test.field for test in case.expect]
    if trouble.name == "missing-input":
        return trouble.about in model.behind(asked)
    return trouble.about in model.upstream(asked)


def _trouble(model: Model, trouble: Trouble) -> str:
    named = model.fields.get(trouble.about) or model.decision.get(trouble.about)
    label = named.label if named else trouble.about
    return t(_TROUBLE[trouble.name], label=label, about=trouble.about, rules=", ".join(trouble.rules))
