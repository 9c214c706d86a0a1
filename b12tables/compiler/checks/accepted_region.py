"""What an acceptance covers: the patients of a finding as the sheet writes them, and what lies beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice

from b12tables.compiler.checks import broken_safety_rule, conflict, gap, overlap
from b12tables.compiler.checks.other_policy import MeantAsFirst
from b12tables.compiler.checks.possible_edits import in_labels
from b12tables.compiler.model import (
    Accepted,
    Combination,
    FieldTest,
    Finding,
    Model,
    Value,
    as_inputs,
    passes,
    test_text,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.grid import BoundReached, Budget, Masks, minus
from b12tables.compiler.proof.safety_proof import depends_on
from b12tables.compiler.proof.table_space import TableSpace

MOST = 40
"""In so many parts a region is written down; more than that nobody can judge."""

STEPS = 400_000
"""What finding a region may take."""

RESERVE = Fraction(1, 5)
"""Acceptances are judged with what is left of the bound, or with this part of it where less is left."""

ALWAYS = "always"
"""A part of a region that restricts nothing."""

OR = "or"
"""The line between two parts of a region."""

CHECKS: Mapping[str, Callable[[Analysis], Iterable[Finding]]] = {
    module.KIND.name: module.check for module in (gap, overlap, conflict, broken_safety_rule)
}
"""The kinds of error that are about patients, with what finds them."""


class Judging:
    """What analyses of other models, made to judge acceptances, may take together: what is left of an analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self._like = analysis
        limit = analysis.budget.limit
        left = None if limit is None else max(limit - analysis.budget.used, int(limit * RESERVE))
        self._left = Budget(left, analysis.budget)

    def of(self, model: Model) -> Analysis:
        """Another model under analysis; no single one takes all that is left."""
        like = self._like
        return Analysis(model, like.bound, memory=like.memory, budget=self._left.share(Fraction(1, 2)))


def beyond(judging: Judging, model: Model, entry: Accepted, finding: Finding) -> Finding | None:
    """What is found for patients whom an acceptance does not cover: the same finding about them, or None.

    Where that could not be established it counts as found.
    """
    if isinstance(finding.extras, MeantAsFirst):
        # many pairs in one: for which patients nobody can say
        return finding
    if finding.name == "failed-case":
        return None if _same_answer(judging.of(model), entry, finding) else finding
    if finding.name not in CHECKS or not all(entry.meaning):
        # nothing is about patients, or a part restricts nothing
        return None
    covered = tuple(Combination(f"accepted {i}", box, "", entry.place) for i, box in enumerate(entry.meaning))
    rules = tuple(rule for rule in model.safety_rules if rule.id in finding.rules)
    others = replace(
        model, impossible=(*model.impossible, *covered), cases=(), safety_rules=rules, accepted=()
    )
    analysis = judging.of(others)
    if finding.decision is not None:
        analysis.focus = frozenset({finding.decision})
    for found in CHECKS[finding.name](analysis):
        if (found.decision, found.rules) == (finding.decision, finding.rules):
            return found
    return finding if analysis.unfinished else None


def only_gap(judging: Judging, model: Model, finding: Finding, others: Sequence[Finding]) -> Model:
    """The model without the other gaps of the table: as if their patients could not be."""
    if finding.name != gap.KIND.name or not others:
        return model
    analysis = judging.of(model)
    ts = analysis.space.tables[finding.decision or ""]
    told = gap.told(analysis, ts)
    gaps = [part for part in told if analysis.region(ts, part.boxes) != finding.region]
    if len(gaps) != len(told) - 1:
        # which one it is cannot be said: then it is judged by all of them
        return model
    return _without(model, analysis, ts, [box for part in gaps for box in part.boxes])


def speaks_of(judging: Judging, model: Model, entry: Accepted, left: Finding) -> bool:
    """Whether an acceptance is about some patients of a gap, of which `left` lies beyond it."""
    covered = tuple(Combination(f"accepted {i}", box, "", entry.place) for i, box in enumerate(entry.meaning))
    beside = replace(model, impossible=(*model.impossible, *covered), cases=(), safety_rules=(), accepted=())
    analysis = judging.of(beside)
    ts = analysis.space.tables[left.decision or ""]
    still = _without(model, analysis, ts, analysis.gaps(ts).boxes)
    inside = judging.of(replace(still, cases=(), safety_rules=(), accepted=()))
    return bool(inside.gaps(inside.space.tables[ts.table.code]).boxes)


def _without(model: Model, analysis: Analysis, ts: TableSpace, boxes: Iterable[Masks]) -> Model:
    """The model as if what lies in these boxes of a table could not be."""
    combinations = []
    for number, box in enumerate(boxes):
        tests = {name: analysis.space.axes[name].test(mask) for name, mask in ts.masks(box).items()}
        lines = tuple(FieldTest(name, test, "", ts.table.place) for name, test in tests.items())
        combinations.append(Combination(f"set aside {number}", lines, "", ts.table.place))
    return replace(model, impossible=(*model.impossible, *combinations))


def _same_answer(analysis: Analysis, entry: Accepted, finding: Finding) -> bool:
    """Whether a worked case still gets the answer that was accepted for it."""
    model = analysis.model
    values = _answers(analysis, finding.rules[0])
    (case,) = (case for case in model.cases if case.id == finding.rules[0])
    wanted = {line.field for line in case.expect}
    return any(
        wanted <= {line.field for line in box}
        and all(line.field in values and passes(line.test, values[line.field]) for line in box)
        for box in entry.meaning
    )


def _answers(analysis: Analysis, case: str) -> dict[str, Value]:
    """What a worked case gets, by field, as tables see it; nothing where it has no answer."""
    model = analysis.model
    place = [other.id for other in model.cases].index(case)
    evaluation = analysis.worked.evaluations[place]
    if evaluation.status != "ok":
        return {}
    found: dict[str, Value] = {}
    for code, answer in evaluation.outputs.items():
        found.update(as_inputs(model.decision[code], answer))
    return found


def region_text(analysis: Analysis, finding: Finding) -> str | None:
    """The region of a finding as the cell `Meaning` says it. None where it cannot be written down."""
    try:
        parts = list(islice(_parts(analysis, finding), MOST + 1))
    except BoundReached:
        return None
    if not parts or len(parts) > MOST:
        return None
    return f"\n{OR}\n".join("\n".join(part) or ALWAYS for part in parts)


def _parts(analysis: Analysis, finding: Finding) -> Iterator[list[str]]:
    model = analysis.model
    if finding.name == "failed-case":
        case = next(case for case in model.cases if case.id == finding.rules[0])
        values = _answers(analysis, case.id)
        axes = analysis.space.axes
        names = [line.field for line in case.expect]
        if all(name in values and name in axes for name in names):
            yield [_line(analysis, name, axes[name].value_mask(values[name])) for name in names]
    elif finding.name == "broken-safety-rule":
        for box in _breaking(analysis, finding.rules[0]):
            yield [_line(analysis, name, mask) for name, mask in box.items()]
    elif finding.name in CHECKS and finding.decision in analysis.space.tables:
        ts = analysis.space.tables[finding.decision]
        for masks in _table_boxes(analysis, ts, finding):
            yield [_line(analysis, name, mask) for name, mask in ts.masks(masks).items()]


def _line(analysis: Analysis, name: str, mask: int) -> str:
    field = analysis.model.fields[name]
    test = in_labels(field, analysis.space.axes[name].test(mask))
    return f"{field.label}: {test_text(test, field.unit if field.needs_unit else '')}"


def _table_boxes(analysis: Analysis, ts: TableSpace, finding: Finding) -> Iterable[Masks]:
    if finding.name == gap.KIND.name:
        part = analysis.gaps(ts)
        return part.boxes if part.whole else ()
    places = [i for i, rule in enumerate(ts.table.rules) if rule.id in finding.rules]
    shared = overlap.shared_region(analysis, ts, *places) if len(places) == 2 else None
    boxes, whole = ([], False) if shared is None else analysis.arising(ts, shared)
    return boxes if whole else ()


def _breaking(analysis: Analysis, rule_id: str) -> Iterator[dict[str, int]]:
    """The patients for whom a safety rule does not hold, as boxes of what is entered. Raises `BoundReached`."""
    rule = next(rule for rule in analysis.model.safety_rules if rule.id == rule_id)
    if rule.worse is not None:
        return
    reach, axes = analysis.reach, analysis.space.axes
    names = [name for name in depends_on(analysis, rule) if name in axes]
    full = tuple(axes[name].full for name in names)
    with reach.within(Budget(STEPS, analysis.budget)):
        for line in rule.must:
            for question in reach.boxes(rule.when, negated=line):
                left = [tuple(question.get(n, f) for n, f in zip(names, full, strict=True))]
                while left:
                    here = left.pop()
                    asked = {**question, **dict(zip(names, here, strict=True))}
                    state = reach.witness(asked, about=names, strict=names)
                    if state is not None:
                        seen = tuple(state[reach.number[name]] for name in names)
                        yield {n: m for n, m, f in zip(names, seen, full, strict=True) if m != f}
                        left.extend(minus(here, seen))
