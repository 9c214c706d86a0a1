"""A result cell that is wrong: what in it would make the worked cases and safety rules hold that notice it.

Which cell it is nobody knows for certain. The rules that fire where something is noticed, and seldom where all is
well, are looked at first (spectrum-based fault localisation); each is tried with the other values of its field, and
shown only where what noticed it holds afterwards and nothing else is broken. Such an edit changes answers, so it says
whose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from b12tables.compiler.checks import broken_safety_rule, failed_case
from b12tables.compiler.checks.near_rules import with_near_rules
from b12tables.compiler.checks.other_policy import policy_edits
from b12tables.compiler.checks.possible_edits import Edit
from b12tables.compiler.model import (
    NUMERIC,
    Box,
    Case,
    DecisionTable,
    Evaluation,
    ExpectEdit,
    Field,
    FieldTest,
    Finding,
    Mended,
    Miss,
    Model,
    Place,
    PolicyEdit,
    Result,
    ResultEdit,
    Rule,
    Value,
    evaluate,
    evaluated,
    passes,
    remembering,
    run_case,
    value_text,
    values_after,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.changed_answers import changed_answers
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.safety_proof import Verdict, verdicts
from b12tables.runtime.language import t, tn
from b12tables.runtime.words import UNKNOWN, how_many

NOTICING = (broken_safety_rule.KIND.name, failed_case.KIND.name)

SEARCHED = 4
"""The wrong cell is looked for from so many findings; one edit mostly mends all that notice it."""

CELLS = 12
"""So many result cells are tried for one finding, those first that fire where something is noticed."""

SHOWN = 3
"""So many edits are shown for one finding."""

STEPS = 2_000
"""What it costs to evaluate one case again."""

Breaks = Callable[[Edit, Finding], bool]
"""Whether an edit breaks something, once it is made for a finding."""


@dataclass(frozen=True)
class _Noticed:
    """A finding that notices a wrong answer, and the rules (decision, ID) on the way to it."""

    number: int
    finding: Finding
    fired: frozenset[tuple[str, str]]
    named: tuple[FieldTest, ...]
    """What must hold there and does not, or may not."""
    case: Case | None = None
    verdict: Verdict | None = None


def with_results(analysis: Analysis, findings: Sequence[Finding], breaks: Breaks) -> list[Finding]:
    """The findings, with edits of result cells (and of what a worked case expects) for those that notice something."""
    search = _Suspects(analysis, findings, breaks)
    told = {entry.number: _expecting(analysis.model, entry) for entry in search.noticed}
    with suppress(BoundReached):
        search.run()
    for entry in search.noticed:
        told[entry.number] = search.told(entry, told[entry.number])
    return [with_near_rules(analysis.model, told.get(n, finding)) for n, finding in enumerate(findings)]


class _Suspects:
    def __init__(self, analysis: Analysis, findings: Sequence[Finding], breaks: Breaks) -> None:
        self.analysis, self.breaks = analysis, breaks
        self.noticed = list(_noticed(analysis, findings))
        self.deciding = remembering()
        self.offered: dict[int, list[tuple[Edit, frozenset[int]]]] = {}
        """For the number of a finding the edits found for it, each with the numbers of all that it mends."""
        failing = Counter(rule for entry in self.noticed for rule in entry.fired)
        passing = Counter(rule for rules in _passing(analysis) for rule in rules)
        order = {table.code: n for n, table in enumerate(analysis.model.decisions)}
        self.suspects = sorted(
            failing, key=lambda rule: (-failing[rule], passing[rule], -order[rule[0]], rule[1])
        )

    def run(self) -> None:
        """Looks for the edits. Raises `BoundReached`; what was found before stays."""
        searched = 0
        for entry in self.noticed:
            if searched == SEARCHED:
                return
            if not any(entry.number in mends for offers in self.offered.values() for _, mends in offers[:1]):
                searched += 1
                self._search(entry)

    def _search(self, entry: _Noticed) -> None:
        found: list[tuple[Edit, frozenset[int]]] = []
        suspects = islice((rule for rule in self.suspects if rule in entry.fired), CELLS)
        for code, id_ in suspects:
            for edit in _edits(self.analysis.model, code, id_, entry.named):
                self._try(edit, entry, found)
            self.offered[entry.number] = sorted(found, key=lambda offer: -len(offer[1]))[:SHOWN]
        policies: list[tuple[Edit, frozenset[int]]] = []
        for edit in policy_edits(self.analysis.model, {code for code, _ in entry.fired}):
            self._try(edit, entry, policies)
        # one finding speaks for a cell, if there is one, and not for a whole table, unless several of its rules fired
        fired = Counter(code for code, _ in entry.fired)
        known = [(e, of) for e, of in policies if len(of) > 1 or not found or fired[e.decision] > 1][:1]
        offers = [*self.offered.get(entry.number, []), *known]
        self.offered[entry.number] = sorted(offers, key=lambda offer: -len(offer[1]))[: SHOWN + 1]

    def _try(self, edit: Edit, entry: _Noticed, found: list[tuple[Edit, frozenset[int]]]) -> None:
        mends = self._mends(edit, entry)
        if mends and not self.breaks(edit, entry.finding):
            found.append((edit, mends))

    def _mends(self, edit: Edit, entry: _Noticed) -> frozenset[int]:
        """The numbers of the findings whose examples come out with the edit; none where this one's does not."""
        model = edit.apply(self.analysis.model)
        if self._fails(model, entry):
            return frozenset()
        others = {other.number for other in self.noticed if not self._fails(model, other)}
        return frozenset({entry.number, *others})

    def _fails(self, model: Model, entry: _Noticed) -> bool:
        """Whether a finding is still there, as far as its own example tells."""
        self.analysis.budget.spend(STEPS)
        if entry.case is not None:
            result = run_case(model, entry.case, self.deciding)
            return bool(result.misses or result.evaluation.problems)
        assert entry.verdict is not None
        rule, case = entry.verdict.rule, entry.verdict.case
        if case is None or entry.verdict.beside is not None:
            return False
        values = values_after(case, evaluate(model, case, deciding=self.deciding))
        lines = [line for line in rule.must if line.field in values]
        return _hold(rule.when, values) and not _hold(lines, values)

    def told(self, entry: _Noticed, finding: Finding) -> Finding:
        """The finding with its edits; one that an edit of an earlier finding mends, with that one."""
        leader, offers = self._offers(entry)
        if not offers:
            return finding if finding is entry.finding else _table_unknown(finding)
        told, more = finding.mends, finding.help
        if len(offers[0][1]) > 1 and told.expects:
            # more than this case speaks for the cell
            told, more = told._replace(expects=()), more[1:]
        if leader is not entry:
            told = told._replace(mended_with=Mended(leader.finding.name, leader.finding.rules))
        words = [_words(self.analysis, edit, mends, self.noticed) for edit, mends in offers]
        results = [
            edit.change._replace(mends=len(mends), region=self._changed(edit))
            for edit, mends in offers
            if isinstance(edit.change, ResultEdit)
        ]
        policies = [
            edit.change._replace(mends=len(mends))
            for edit, mends in offers
            if isinstance(edit.change, PolicyEdit)
        ]
        told = told._replace(results=tuple(results), policy=next(iter(policies), None))
        places = finding.places
        if entry.case is None:
            # where to edit stands before all that fires on the way
            places = tuple(dict.fromkeys((places[0], _place(offers[0][0]), *places[1:])))
        return replace(finding, help=(*words, *more), mends=told, places=places)

    def _offers(self, entry: _Noticed) -> tuple[_Noticed, list[tuple[Edit, frozenset[int]]]]:
        for other in self.noticed:
            offers = self.offered.get(other.number, [])
            if offers and entry.number in offers[0][1]:
                return other, [offer for offer in offers if entry.number in offer[1]]
        return entry, self.offered.get(entry.number, [])

    def _changed(self, edit: Edit) -> tuple[Box, ...]:
        """Exactly whose answers of the table the edit changes: the region, in what the table sees."""
        ts = self.analysis.space.tables[edit.decision]
        after = edit.apply(self.analysis.model).decision[edit.decision]
        changes = changed_answers(self.analysis, ts, after, self.analysis.budget)
        try:
            return self.analysis.region(ts, [change.box for change in changes])
        except BoundReached:
            return ()


# ---------------------------------------------------------------- what notices something


def _noticed(analysis: Analysis, findings: Sequence[Finding]) -> Iterator[_Noticed]:
    of_rule = {verdict.rule.id: verdict for verdict in verdicts(analysis)}
    of_case = {case.id: n for n, case in enumerate(analysis.model.cases)}
    for number, finding in enumerate(findings):
        if finding.name == broken_safety_rule.KIND.name:
            verdict = of_rule[finding.rules[0]]
            fired = _named((*verdict.fired.items(), *verdict.fired_beside.items()))
            yield _Noticed(number, finding, fired, verdict.rule.must, verdict=verdict)
        elif isinstance(finding.extras, failed_case.FailedCase) and not finding.extras.troubles:
            n = of_case[finding.rules[0]]
            case, evaluation = analysis.model.cases[n], analysis.worked.evaluations[n]
            wrong = [miss.expected for miss in run_case(analysis.model, case).misses]
            way = analysis.model.upstream([line.field for line in wrong])
            yield _Noticed(number, finding, _fired(evaluation, way), tuple(wrong), case=case)


def _fired(evaluation: Evaluation, among: Collection[str]) -> frozenset[tuple[str, str]]:
    return _named((step.decision, step.rules) for step in evaluation.steps if step.decision in among)


def _named(way: Iterable[tuple[str, Sequence[str]]]) -> frozenset[tuple[str, str]]:
    """The rules of some decisions, each with its decision."""
    return frozenset((code, id_) for code, ids in way for id_ in ids)


def _passing(analysis: Analysis) -> Iterator[frozenset[tuple[str, str]]]:
    """Of each worked case that comes out: the rules on the way to what it expects."""
    for case, evaluation in zip(analysis.model.cases, analysis.worked.evaluations, strict=True):
        expected = [line.field for line in case.expect]
        values = values_after({}, evaluation)
        if expected and _hold([line for line in case.expect if line.field in values], values):
            yield _fired(evaluation, analysis.model.upstream(expected))


def _hold(lines: Iterable[FieldTest], values: Mapping[str, Value]) -> bool:
    return all(line.field in values and passes(line.test, values[line.field]) for line in lines)


# ---------------------------------------------------------------- the edits


def _edits(model: Model, code: str, id_: str, named: Sequence[FieldTest]) -> Iterator[Edit]:
    """The result cells of a rule, each with the other values that its column could hold."""
    table = model.decision[code]
    rule = next(row for row in table.rows if row.id == id_)
    for column, name in enumerate(table.output_fields):
        tests = [line.test for line in named if line.field == name]
        for value, text in _values(model, table, column):
            # what must hold is asked first: it refuses most values at no cost
            fits = name in model.set_valued or all(
                passes(test, UNKNOWN if value is None else value) for test in tests
            )
            if fits and (type(value), value) != (
                type(rule.results[column].value),
                rule.results[column].value,
            ):
                yield _edit(table, rule, column, Result(value, text, rule.results[column].place))


def _values(model: Model, table: DecisionTable, column: int) -> Iterator[tuple[Value, str]]:
    """What the cells of a result column say, in their words, and the other values of a choice or a yes/no field."""
    seen: dict[tuple[type, Value], None] = {}
    field = model.fields[table.output_fields[column]]
    for row in table.rows:
        result = row.results[column]
        if (type(result.value), result.value) not in seen:
            seen[type(result.value), result.value] = None
            yield result.value, result.text
    declared: list[Value] = [row.code for row in field.values] if field.type == "choice" else []
    declared += [True, False] if field.type == "yes/no" else []
    for value in declared:
        if (type(value), value) not in seen:
            yield value, field.label_of(value) if field.type == "choice" else value_text(value)


def _edit(table: DecisionTable, rule: Rule, column: int, result: Result) -> Edit:
    old, name = rule.results[column], table.output_fields[column]
    place = old.place
    return Edit(
        table.code,
        t(
            '{sheet}!{cells}: "{old}" to "{result}"',
            sheet=place.sheet,
            cells=place.cells,
            old=old.text,
            result=result.text,
        ),
        ResultEdit(place, table.code, rule.id, name, old.text, result.text),
        result=(rule.id, column, result),
    )


def _place(edit: Edit) -> Place:
    """The cell that an edit of a result, or of a hit policy, changes."""
    assert isinstance(edit.change, ResultEdit | PolicyEdit)
    return edit.change.place


def _words(analysis: Analysis, edit: Edit, mended: Collection[int], noticed: Sequence[_Noticed]) -> str:
    """An edit of a result cell, or of a hit policy, in words: what it mends, and whose answers it changes."""
    model = analysis.model
    alone = [entry for entry in noticed if entry.number in mended and entry.case is not None]
    if_right = (
        t("if case {rules} is right, ", rules=alone[0].finding.rules[0])
        if len(mended) == len(alone) == 1
        else ""
    )
    table = model.decision[edit.decision]
    below = [
        t.label
        for t in model.decisions
        if t is not table and edit.decision in model.upstream(t.output_fields)
    ]
    follows = t(" and, where they rest on it, in {few}", few=_few(below)) if below else ""
    if isinstance(edit.change, ResultEdit):
        rule = edit.change.rule
        cases = sum((edit.decision, rule) in _fired(e, [edit.decision]) for e in analysis.worked.evaluations)
        what = t("rule {rule}, {label}", rule=rule, label=analysis.label(edit.change.field))
        whose = t(
            "everybody for whom rule {rule} decides, {worked_cases} among them",
            rule=rule,
            worked_cases=how_many(cases, "worked case"),
        )
    else:
        what, whose = t("hit policy"), t("those for whom several rules hold")
    return t(
        "{if_right}{edit} ({what}){gone}; it changes the answer in {table}{follows} of {whose}",
        if_right=if_right,
        edit=edit.words,
        what=what,
        gone=_gone(len(mended), len(noticed)),
        table=table.label,
        follows=follows,
        whose=whose,
    )


def _gone(mended: int, of: int) -> str:
    """How many of the errors that notice something are gone then; nothing where there is one."""
    if of == 1:
        return ""
    if mended == of:
        return t(": all {n} errors that notice something wrong are gone then", n=of)
    return tn(
        mended,
        ": {n} of the {of} errors that notice something wrong is gone then",
        ": {n} of the {of} errors that notice something wrong are gone then",
        of=of,
    )


def _few(labels: Sequence[str]) -> str:
    return (
        ", ".join(labels)
        if len(labels) <= 2
        else t("{labels} and {n} more decisions", labels=labels[0], n=len(labels) - 1)
    )


# ---------------------------------------------------------------- what a case expects


def _expecting(model: Model, entry: _Noticed) -> Finding:
    """Of a worked case that misses one expectation: the cell in which it would expect what comes."""
    if entry.case is None:
        return entry.finding
    misses: Sequence[Miss] = run_case(model, entry.case).misses
    if len(misses) != 1 or misses[0].expected.field not in model.produced_by:
        return entry.finding
    line = misses[0].expected
    text = _as_cell(model, line.field, _came(model, entry.case, line.field))
    if not text:
        return entry.finding
    place = line.place
    edit = ExpectEdit(place, entry.case.id, line.field, line.text, text)
    words = t(
        'if the tables are right, {sheet}!{cells}: "{line}" to "{text}" (what case {case} '
        "expects); no answer changes",
        sheet=place.sheet,
        cells=place.cells,
        line=line.text,
        text=text,
        case=entry.case.id,
    )
    mends = entry.finding.mends._replace(expects=(edit,))
    return replace(entry.finding, help=(words, *entry.finding.help), mends=mends)


def _table_unknown(finding: Finding) -> Finding:
    """A case of which only the edit of what it expects is known: that the case may be right is said with it."""
    first, *others = finding.help
    return replace(finding, help=(f"{first}; if the case is right, mend the rule that fired", *others[1:]))


def _came(model: Model, case: Case, name: str) -> Value:
    answer = evaluated(model, case).outputs[model.produced_by[name].code]
    return None if isinstance(answer, tuple) else answer[name]


def _as_cell(model: Model, name: str, value: Value) -> str:
    """A value as a cell under Expect says it; "" where it is a list, or a text."""
    field: Field = model.fields[name]
    if name in model.set_valued or (field.type in ("choices", "text") and value not in (None, UNKNOWN)):
        return ""
    if isinstance(value, str) and field.type == "choice":
        return field.label_of(value)
    unit = f" {field.unit}" if field.type in NUMERIC and field.unit and isinstance(value, Fraction) else ""
    return f"{value_text(value)}{unit}"
