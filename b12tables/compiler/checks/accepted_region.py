"""What an acceptance covers: the patients of a finding as the sheet writes them, and what lies beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from b12tables.compiler.checks import (
    action_conflict,
    broken_safety_rule,
    conflict,
    gap,
    overlap,
    score_out_of_range,
)
from b12tables.compiler.checks.other_policy import MeantAsFirst
from b12tables.compiler.checks.possible_edits import in_labels
from b12tables.compiler.model import (
    Accepted,
    AllOf,
    Anything,
    Case,
    Combination,
    Equals,
    Excludes,
    Field,
    FieldTest,
    Finding,
    Includes,
    IsEmpty,
    IsUnknown,
    Model,
    Place,
    SafetyRule,
    Test,
    Value,
    as_inputs,
    numbers_in,
    passes,
    scores_after,
    stated_by,
    test_text,
    value_text,
    written_otherwise,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.grid import BoundReached, Budget, Masks, merged, minus
from b12tables.compiler.proof.safety_proof import depends_on, judge
from b12tables.compiler.proof.score_range import may_leave
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import UNKNOWN, as_compared, held

Part = Mapping[str, Test]
"""A part of a region: a test for each field that it restricts."""

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
    module.KIND.name: module.check
    for module in (gap, overlap, conflict, score_out_of_range, broken_safety_rule, action_conflict)
}
"""The kinds of error that are about patients, with what finds them."""

PATIENTS = frozenset({*CHECKS, "failed-case"})
"""The kinds of error that are accepted for certain patients."""


class Endless(Exception):
    """A number that no unit of its field says with decimals."""


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
        lines = _lines(tests, ts.table.place)
        combinations.append(Combination(f"set aside {number}", lines, "", ts.table.place))
    return replace(model, impossible=(*model.impossible, *combinations))


def _same_answer(analysis: Analysis, entry: Accepted, finding: Finding) -> bool:
    """Whether a worked case still gets the answer that was accepted for it, and is the one of whom that was said."""
    case = _case(analysis.model, finding.rules[0])
    answers = _answers(analysis, case.id)
    stated = {name: value for name, value in case.given.items() if name in analysis.model.fields}
    wanted = {line.field for line in case.expect}
    return any(_is_of(box, wanted, answers, stated) for box in entry.meaning)


def _is_of(
    box: Sequence[FieldTest], wanted: set[str], answers: Mapping[str, Value], stated: Mapping[str, Value]
) -> bool:
    """Whether what was accepted of a case is what it states (where that is said at all), and what it gets."""
    named = {line.field for line in box}
    of_patient = named - answers.keys()
    values = {**stated, **answers}
    return (
        wanted <= named
        and (not of_patient or stated.keys() <= named)
        and all(line.field in values and passes(line.test, values[line.field]) for line in box)
    )


def _answers(analysis: Analysis, case_id: str) -> dict[str, Value]:
    """What a worked case gets, by field, as tables see it, and what is computed from that; nothing where it has no
    answer.
    """
    model = analysis.model
    place = [other.id for other in model.cases].index(case_id)
    evaluation = analysis.worked.evaluations[place]
    if evaluation.status != "ok":
        return {}
    given, today = stated_by(model.cases[place])
    found = scores_after(model, given, evaluation, today)
    for code, answer in evaluation.outputs.items():
        found.update(as_inputs(model.decision[code], answer))
    return found


def region_text(analysis: Analysis, finding: Finding) -> str | None:
    """The region of a finding as the cell `Meaning` says it. None where it cannot be written down."""
    parts = _region(analysis, finding)
    if parts is None:
        return None
    fields = analysis.model.fields
    try:
        lines = [[_line(fields[name], test) for name, test in part.items()] for part in parts]
    except Endless:
        return None
    return f"\n{OR}\n".join("\n".join(part) or ALWAYS for part in lines)


def _region(analysis: Analysis, finding: Finding) -> list[Part] | None:
    """The region of a finding as parts whose union it is; None where it is in too many, or in none that can be told."""
    try:
        parts = list(islice(_parts(analysis, finding), MOST + 1))
    except BoundReached:
        return None
    return parts if 0 < len(parts) <= MOST else None


def _parts(analysis: Analysis, finding: Finding) -> Iterator[Part]:
    if finding.name == "failed-case":
        part = _of_case(analysis, finding.rules[0])
        if part is not None:
            yield part
    elif finding.name in QUESTIONS:
        asked = QUESTIONS[finding.name](analysis, finding)
        axes = asked.analysis.space.axes
        names = [name for name in depends_on(asked.analysis, asked.fields) if name in axes]
        for box in merged(dict.fromkeys(islice(_patients(asked, names), MOST * MOST))):
            sides = zip(names, box, strict=True)
            yield {name: axes[name].test(mask) for name, mask in sides if mask != axes[name].full}
    elif finding.name in CHECKS and finding.decision in analysis.space.tables:
        ts = analysis.space.tables[finding.decision]
        for masks in _table_boxes(analysis, ts, finding):
            yield {name: analysis.space.axes[name].test(mask) for name, mask in ts.masks(masks).items()}


def _of_case(analysis: Analysis, case_id: str) -> Part | None:
    """What a worked case states and what it gets, each exactly; None where it has no answer."""
    case, answers = _case(analysis.model, case_id), _answers(analysis, case_id)
    wanted = [line.field for line in case.expect]
    if not all(name in answers for name in wanted):
        return None
    stated = {name: value for name, value in case.given.items() if name in analysis.model.fields}
    told = stated | {name: answers[name] for name in wanted}
    part = {name: _exactly(analysis.model, name, value) for name, value in told.items()}
    return part if all(passes(test, told[name]) for name, test in part.items()) else None


def _exactly(model: Model, name: str, value: Value) -> Test:
    """A test that nothing else passes: of a list, that what else its rows may give is not there."""
    if value is None or value == UNKNOWN:
        return IsUnknown()
    if not isinstance(value, frozenset):
        return Equals(value)
    table = model.produced_by.get(name)
    if table is None:
        may: Iterable[Value] = [row.code for row in model.fields[name].values]
    else:
        column = table.output_fields.index(name)
        may = [member for row in table.rules for member in held(row.results[column].value)]
    others = {as_compared(member): member for member in may if member is not None}
    mine = {as_compared(member) for member in value}
    away = [member for key, member in others.items() if key not in mine]
    there = tuple(Includes(member) for member in sorted(value, key=value_text))
    return AllOf((*there, *(Excludes(m) for m in sorted(away, key=value_text)))) if there else IsEmpty()


def _case(model: Model, case_id: str) -> Case:
    return next(case for case in model.cases if case.id == case_id)


def _line(field: Field, test: Test) -> str:
    """A test as a line; a number whose decimals do not end, in a unit in which they do. Raises `Endless`."""
    otherwise = written_otherwise(test, field)
    if any("/" in number_text(number) for number in numbers_in(test) if number not in otherwise):
        raise Endless
    words = test_text(in_labels(field, test), field.unit if field.needs_unit else "", otherwise)
    return f"{field.label}: {words}"


def covers_more(judging: Judging, model: Model, entry: Accepted, finding: Finding) -> bool:
    """Whether an acceptance is about patients too for whom there is no such error: an error that comes to them would be
    hidden. False as well where that could not be established.
    """
    if finding.name not in CHECKS or not entry.meaning:
        return False
    parts = _region(judging.of(model), finding)
    if parts is None or not all(parts):
        return False
    here = tuple(
        Combination(f"found {i}", _lines(part, entry.place), "", entry.place) for i, part in enumerate(parts)
    )
    # a part that restricts nothing is put to some field, so that somebody has to be there
    anybody = _lines({next(iter(parts[0])): Anything()}, entry.place)
    rules = tuple(
        SafetyRule(f"accepted {i}", box or anybody, (), "", entry.place)
        for i, box in enumerate(entry.meaning)
    )
    others = replace(model, impossible=(*model.impossible, *here), cases=(), safety_rules=rules, accepted=())
    analysis = judging.of(others)
    return any(judge(analysis, rule, count=False).outcome == "proved" for rule in rules)


def _lines(part: Part, place: Place) -> tuple[FieldTest, ...]:
    return tuple(FieldTest(name, test, "", place) for name, test in part.items())


def _table_boxes(analysis: Analysis, ts: TableSpace, finding: Finding) -> Iterable[Masks]:
    if finding.name == gap.KIND.name:
        part = analysis.gaps(ts)
        return part.boxes if part.whole else ()
    places = [i for i, rule in enumerate(ts.table.rules) if rule.id in finding.rules]
    shared = overlap.shared_region(analysis, ts, *places) if len(places) == 2 else None
    boxes, whole = ([], False) if shared is None else analysis.arising(ts, shared)
    return boxes if whole else ()


class Asked(NamedTuple):
    """Whom an error is about: who passes all lines `when`, and not one of the lines `must` (where there are any)."""

    analysis: Analysis
    when: tuple[FieldTest, ...]
    must: tuple[FieldTest, ...]

    @property
    def fields(self) -> set[str]:
        """The fields that it is asked by."""
        return {line.field for line in (*self.when, *self.must)}


def _of_safety_rule(analysis: Analysis, finding: Finding) -> Asked:
    rule = next(rule for rule in analysis.model.safety_rules if rule.id == finding.rules[0])
    if rule.worse is not None:
        # it is about pairs of patients
        raise BoundReached
    return Asked(analysis, rule.when, rule.must)


def _of_range(analysis: Analysis, finding: Finding) -> Asked:
    (name,) = finding.rules
    free, rule = may_leave(analysis.model, name)
    if free is not analysis.model:
        analysis = Analysis(free, analysis.bound, memory=analysis.memory, budget=analysis.budget)
    return Asked(analysis, rule.when, rule.must)


def _of_actions(analysis: Analysis, finding: Finding) -> Asked:
    both = [action for action in analysis.model.actions if action.id in finding.rules]
    return Asked(analysis, tuple(line for action in both for line in action.when), ())


QUESTIONS: Mapping[str, Callable[[Analysis, Finding], Asked]] = {
    broken_safety_rule.KIND.name: _of_safety_rule,
    score_out_of_range.KIND.name: _of_range,
    action_conflict.KIND.name: _of_actions,
}
"""The kinds of error that no one table is in, with the question for whom they are there."""


def _patients(asked: Asked, names: Sequence[str]) -> Iterator[Masks]:
    """Whom an error is about, as boxes over these entries. Raises `BoundReached`."""
    analysis, when, must = asked
    model, reach, axes = analysis.model, analysis.reach, analysis.space.axes
    behind = model.behind(asked.fields, computed=False)
    split = any(model.derived(n) and _is_of_inputs(model, n) for n in behind)
    full = tuple(axes[name].full for name in names)
    with reach.within(Budget(STEPS, analysis.budget)):
        for line in must or (None,):
            for question in reach.boxes(when, negated=line):
                left = [tuple(question.get(n, f) for n, f in zip(names, full, strict=True))]
                while left:
                    here = left.pop()
                    wanted = {**question, **dict(zip(names, here, strict=True))}
                    state = reach.witness(wanted, about=names, strict=names)
                    if state is not None:
                        seen = tuple(state[reach.number[name]] for name in names)
                        if split and _reaches_others(asked, dict(zip(names, seen, strict=True)), line):
                            # within one piece of what is entered some have the error and some not
                            raise BoundReached
                        yield seen
                        left.extend(minus(here, seen))


def _is_of_inputs(model: Model, name: str) -> bool:
    """Whether a score or dose hangs on inputs as they are, not only on what tables make of them."""
    return any(part not in model.produced_by and not model.derived(part) for part in model.parts[name])


def _reaches_others(asked: Asked, box: Mapping[str, int], line: FieldTest | None) -> bool:
    """Whether a box has patients, too, who do not pass all lines of `when`, or pass the other line. Raises
    `BoundReached`.
    """
    reach = asked.analysis.reach
    others = [question for test in asked.when for question in reach.boxes((), negated=test)]
    if line is not None:
        others += reach.boxes((line,))
    for question in others:
        wanted = {name: question.get(name, mask) & mask for name, mask in box.items()}
        if all(wanted.values()) and reach.witness({**question, **wanted}, about=box, strict=box) is not None:
            return True
    return False
