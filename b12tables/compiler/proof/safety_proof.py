"""Safety rules: proved over every possible case, or refuted by one complete case (or two that it compares)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from b12tables.compiler.model import (
    FieldTest,
    Model,
    Never,
    SafetyRule,
    evaluate,
    passes,
    scores_after,
    values_after,
)
from b12tables.compiler.proof.analysis import Analysis, Case
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.pair_proof import protects_somebody, refute
from b12tables.compiler.proof.solver import ANYTHING_AT_ALL, Restriction, question

Outcome = Literal["proved", "broken", "vacuous", "not settled"]


@dataclass(frozen=True)
class Verdict:
    """What is known of a safety rule.

    `cases` counts the possible combinations of the inputs that it depends on (None: too many to count); a
    `broken` one has the line that fails, a complete case, and the rules that fire on the way to it.
    """

    rule: SafetyRule
    outcome: Outcome
    cases: int | None
    failing: FieldTest | Never | None = None
    case: Case | None = None
    fired: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Case | None = None
    """Of a rule that compares two cases: the better one, beside which `case` fails."""
    fired_beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def verdicts(analysis: Analysis) -> tuple[Verdict, ...]:
    """What is known of each safety rule of a model, worked out once for an analysis."""
    return analysis.once(_every_verdict)


def _every_verdict(analysis: Analysis) -> tuple[Verdict, ...]:
    return tuple(judge(analysis, rule) for rule in analysis.model.safety_rules)


def judge(analysis: Analysis, rule: SafetyRule, count: bool = True) -> Verdict:
    """Proves or refutes a safety rule. It holds where every Must line does, in every possible case that When
    admits.

    A case that some table upstream leaves without an answer is not counted against the rule: nothing is
    advised there, and the gap is an error of its own. `count` False: nobody asks over how many cases.
    """
    cases = _counted(analysis, rule) if count else 0
    try:
        if rule.worse is not None:
            return _judge_pairs(analysis, rule, cases)
        for line in rule.must:
            for box in analysis.reach.boxes(rule.when, negated=line):
                verdict = _refuted(analysis, rule, line, box, cases)
                if verdict is not None:
                    return verdict
        if rule.when and not meets_somebody(analysis, rule.when):
            return Verdict(rule, "vacuous", cases)
    except BoundReached:
        return Verdict(rule, "not settled", cases)
    return Verdict(rule, "proved", cases)


def meets_somebody(analysis: Analysis, when: Sequence[FieldTest]) -> bool:
    """Whether some possible case passes all lines. Raises `BoundReached`."""
    if analysis.worked.answered_with(when):
        return True
    told = _variables(analysis, when)
    boxes = analysis.reach.boxes(when)
    return any(analysis.lenient.witness(box, about=told) is not None for box in boxes)


def shown_case(analysis: Analysis, lines: Sequence[FieldTest]) -> Case | None:
    """A complete case that passes all lines, as the reference sees it; None where nobody does. Raises `BoundReached`,
    also where a table that could not be analysed stands between.
    """
    for box in analysis.reach.boxes(lines):
        case = analysis.case_of(box, _variables(analysis, lines))
        if case is None:
            continue
        evaluation = evaluate(analysis.model, case)
        values = values_after(case, evaluation) | scores_after(analysis.model, case, evaluation, None)
        if all(line.field in values and passes(line.test, values[line.field]) for line in lines):
            return case
        raise BoundReached
    return None


def _judge_pairs(analysis: Analysis, rule: SafetyRule, cases: int | None) -> Verdict:
    """The same of a rule that compares two cases, which holds where every line of its Must does for every two."""
    assert rule.worse is not None
    on_the_way = analysis.model.upstream(rule.fields)
    lost = rule.worse.field not in analysis.space.axes or analysis.space.left_out.keys() & {*on_the_way}
    if lost or any(name in analysis.space.too_many for name in rule.fields):
        return Verdict(rule, "not settled", cases)
    for broken in refute(analysis, rule):
        if broken is None:
            return Verdict(rule, "not settled", cases)
        line, better, worse = broken
        fired, beside = (_on_the_way(analysis.model, case, on_the_way) for case in (worse, better))
        return Verdict(rule, "broken", cases, line, worse, fired, better, beside)
    return Verdict(rule, "proved" if protects_somebody(analysis, rule) else "vacuous", cases)


def _on_the_way(model: Model, case: Case, codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The rules that fire in some decisions."""
    return {step.decision: step.rules for step in evaluate(model, case).steps if step.decision in codes}


def _counted(analysis: Analysis, rule: SafetyRule) -> int | None:
    """Over how many cases a rule is judged; None where even counting them is too much."""
    try:
        return analysis.count(depends_on(analysis, rule.fields))
    except BoundReached:
        return None


def _refuted(
    analysis: Analysis, rule: SafetyRule, line: FieldTest, box: Restriction, cases: int | None
) -> Verdict | None:
    told = _variables(analysis, (*rule.when, line))
    if analysis.reach.witness(box, about=told) is None:
        return None
    # a case in which all that the rule speaks of is decided tells most; one with less breaks it too
    case = analysis.example(box, _variables(analysis, rule.when + rule.must)) or analysis.example(box, told)
    if case is None:
        return Verdict(rule, "not settled", cases, line)
    fired = _fired(analysis.model, rule, case)
    if fired is None:
        # a table that could not be analysed stands between: the case may not arise; or nobody is possible at all
        return Verdict(rule, "vacuous" if analysis.excluded({}) else "not settled", cases, line)
    return Verdict(rule, "broken", cases, line, case, fired)


def _variables(analysis: Analysis, lines: Iterable[FieldTest]) -> list[str]:
    """What must have a value for these lines to be about something."""
    axes = analysis.space.axes
    names = dict.fromkeys(line.field for line in lines)
    return [
        n if n in axes else question(n, ANYTHING_AT_ALL)
        for n in names
        if n in axes or n in analysis.model.set_valued
    ]


def depends_on(analysis: Analysis, fields: Iterable[str]) -> tuple[str, ...]:
    """The inputs over which something is proved of some fields, what is computed from inputs among them."""
    model = analysis.model
    return tuple(name for name in model.inputs_behind(fields, computed=False) if not model.derived(name))


def _fired(model: Model, rule: SafetyRule, case: Case) -> dict[str, tuple[str, ...]] | None:
    """The rules that fire on the way, as the reference evaluator sees them; None where it does not confirm
    the case.
    """
    evaluation = evaluate(model, case)
    if any(trouble.name in ("impossible", "contradiction") for trouble in evaluation.problems):
        return None
    values = values_after(case, evaluation) | scores_after(model, case, evaluation, None)
    if not all(line.field in values and passes(line.test, values[line.field]) for line in rule.when):
        return None
    if all(line.field not in values or passes(line.test, values[line.field]) for line in rule.must):
        return None
    on_the_way = model.upstream(rule.fields)
    return {step.decision: step.rules for step in evaluation.steps if step.decision in on_the_way}
