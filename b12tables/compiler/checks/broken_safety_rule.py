"""# broken-safety-rule

**A safety rule does not hold for some possible case.** The report shows one complete patient, which
`b12tables eval` confirms, and the rules that fire on the way. A safety rule that is not reported as broken is
proved: over every possible combination of the inputs that it depends on, leaving out what the Impossible
sheet excludes.

A safety rule that compares two patients who differ in one input is proved for every two of them. Where it does not
hold, the report shows both patients, what each of them gets, and the rules in which they part.

## Example

```tables
## Fields
- kidneys: choice (healthy, impaired), unknown
- product: choice (half_dose, full_dose)
- nerves: choice (none, gone, present)
- check: whole number, 0.., unit mo

## Decision: Product choice
| | When | Then |
|---|---|---|
| Rule | Kidneys | Product |
| R1 | impaired | half_dose |
| R2 | healthy; unknown | full_dose |

## Decision: Next check
| | When | Then |
|---|---|---|
| Rule | Nerves | Check |
| C1 | none | 12 |
| C2 | gone | 3 |
| C3 | present | 6 |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| SR1 | Kidneys: not(healthy) | Product: not(full_dose) | it is cleared by the kidneys |
| SR2 | Kidneys: unknown | Product: not(full_dose) | not known is not healthy |
| SR3 | Nerves: none < gone < present | Check: never later | nerves are looked at sooner |
```

```findings
broken-safety-rule SR2
broken-safety-rule SR3
```

SR1 is proved: `not(healthy)` speaks of known kidneys only. SR3 fails for two patients: whose nerves have recovered
is seen after 3 months, whose are still affected only after 6.

## How to mend it

Mend the rules that fire on the way; or the safety rule, if it says more than it should. Where another value in one
result cell would make everything hold that notices something wrong (safety rules and worked cases), that edit is
named, with the patients whose answers it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from b12tables.compiler.checks.certificate import cases_text
from b12tables.compiler.checks.near_rules import near_rules
from b12tables.compiler.model import (
    KINDS,
    Extras,
    FieldTest,
    Finding,
    Model,
    NearRule,
    Never,
    Place,
    Value,
    evaluate,
    value_words,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.asked import asked
from b12tables.compiler.proof.pair_proof import answer_text
from b12tables.compiler.proof.safety_proof import Verdict, verdicts
from b12tables.compiler.proof.table_space import lines_text
from b12tables.runtime.language import t

KIND = KINDS["broken-safety-rule"]


@dataclass(frozen=True)
class BrokenSafetyRule(Extras):
    """The rules that fire on the way, by decision, and how many kinds of patient it breaks for."""

    fired: Mapping[str, list[str]]
    cases: str
    asked: tuple[str, ...] = ()
    near_rules: tuple[NearRule, ...] = ()
    """Rules that would give what must be, were it not for one condition."""


@dataclass(frozen=True)
class BrokenBetween(Extras):
    """The same of a rule that compares two patients: the other one, what each gets, and what fires for either."""

    beside: Mapping[str, object]
    answers: Mapping[str, str]
    fired: Mapping[str, list[str]]
    fired_beside: Mapping[str, list[str]]
    cases: str
    asked: tuple[str, ...] = ()


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each safety rule that a possible case breaks."""
    for verdict in verdicts(analysis):
        if verdict.outcome == "broken":
            yield (_finding if verdict.beside is None else _pair_finding)(analysis, verdict)
        elif verdict.outcome == "not settled":
            analysis.leave_open(None, t("whether safety rule {rule} always holds", rule=verdict.rule.id))


def _finding(analysis: Analysis, verdict: Verdict) -> Finding:
    model, rule = analysis.model, verdict.rule
    assert verdict.failing is not None and verdict.case is not None
    places: list[Place] = [rule.place]
    way = []
    for code, ids in verdict.fired.items():
        table = model.decision[code]
        way.append(f"{table.label} {', '.join(ids) or t('no rule')}")
        places += [row.place for row in table.rows if row.id in ids]
    when = t("when {lines}, ", lines=lines_text(rule.when, model)) if rule.when else ""
    lines = [
        t(
            "{rule} does not hold: {when}it must be {lines}",
            rule=rule.id,
            when=when,
            lines=lines_text([verdict.failing], model),
        ),
        t("why it must: {why}", why=rule.why),
    ]
    help_ = t("mend the safety rule if it says more than it should, or say under Impossible what cannot be")
    if way:
        lines.append(t("rules that fire on the way: {way}", way="; ".join(way)))
        help_ = t("mend the rules that fire on the way, or the safety rule if it says more than it should")
    elif not model.upstream(rule.fields):
        lines.append(t("no rule has a part in it: it speaks of entries alone"))
    problems = evaluate(model, verdict.case).problems
    beyond = dict.fromkeys(one.about for one in problems if one.name == "out-of-range")
    if beyond:
        lines.append(
            t(
                "as it stands the case is refused, because {fields} leaves its range: once that is mended, it is "
                "answered so",
                fields=t(" or ").join(map(analysis.label, beyond)),
            )
        )
    return KIND.finding(
        "\n".join(lines),
        places=tuple(dict.fromkeys(places)),
        rules=(rule.id,),
        help=(help_,),
        example=analysis.as_given(verdict.case),
        extras=BrokenSafetyRule(
            fired={code: list(ids) for code, ids in verdict.fired.items()},
            cases=cases_text(verdict.cases),
            asked=_asked(model, verdict.case, rule.fields),
            near_rules=_near(model, verdict),
        ),
    )


def _near(model: Model, verdict: Verdict) -> tuple[NearRule, ...]:
    """The rules that would give what must be, were it not for one condition."""
    line, case = verdict.failing, verdict.case
    if case is None or not isinstance(line, FieldTest):
        return ()
    return near_rules(model, evaluate(model, case), line)


def _pair_finding(analysis: Analysis, verdict: Verdict) -> Finding:
    """Of a rule that compares two patients: both of them, what each gets, and the rules in which they part."""
    model, rule, line = analysis.model, verdict.rule, verdict.failing
    assert rule.worse is not None and isinstance(line, Never)
    assert verdict.case is not None and verdict.beside is not None
    when = lines_text(rule.when_lines, model)
    lines = [
        t(
            "{rule} does not hold: when {when}, it must be {lines}",
            rule=rule.id,
            when=when,
            lines=lines_text([line], model),
        ),
        t("why it must: {why}", why=rule.why),
    ]
    field = model.fields[rule.worse.field]
    told = {}
    for case, fired in ((verdict.beside, verdict.fired_beside), (verdict.case, verdict.fired)):
        state = value_words(case[field.code], field)
        told[state] = answer_text(analysis, case, line.field)
        parting = [
            f"{model.decision[code].label} {', '.join(ids) or t('no rule of its own')}"
            for code, ids in _parting(verdict, fired)
        ]
        lines.append(
            t(
                "with {field} {state} the answer is: {told} ({parting})",
                field=field.label,
                state=state,
                told=told[state],
                parting="; ".join(parting),
            )
        )
    both = [
        (code, ids)
        for fired in (verdict.fired, verdict.fired_beside)
        for code, ids in _parting(verdict, fired)
    ]
    places: list[Place] = []
    for code, ids in both:
        places += [row.place for row in model.decision[code].rows if row.id in ids]
    return KIND.finding(
        "\n".join([*lines, t("everything else is the same for both")]),
        places=tuple(dict.fromkeys((rule.place, *places))),
        rules=(rule.id,),
        help=(t("mend the rules that differ, or the safety rule if it says more than it should"),),
        example=analysis.as_given(verdict.case),
        extras=BrokenBetween(
            beside=analysis.as_given(verdict.beside),
            answers=told,
            fired={code: list(ids) for code, ids in verdict.fired.items()},
            fired_beside={code: list(ids) for code, ids in verdict.fired_beside.items()},
            cases=cases_text(verdict.cases),
            asked=_asked(model, verdict.case, [rule.worse.field, *rule.fields]),
        ),
    )


def _asked(model: Model, case: Mapping[str, Value], names: Sequence[str]) -> tuple[str, ...]:
    """The entries that a safety rule rests on: those that it names before those that are asked on the way."""
    rests_on = asked(model, case, names)
    return (*(name for name in rests_on if name in names), *(n for n in rests_on if n not in names))


def _parting(verdict: Verdict, fired: Mapping[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    """The decisions in which other rules fire for the one patient than for the other, with those that only fire for
    the one.
    """
    other = verdict.fired_beside if fired is verdict.fired else verdict.fired
    parts = {code: ids for code, ids in fired.items() if ids != other.get(code)}
    return [(code, tuple(i for i in ids if i not in other.get(code, ()))) for code, ids in parts.items()]
