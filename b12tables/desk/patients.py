"""A patient at the desk: what may be stated, what the draft answers, and a worked case to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from b12tables.compiler.model import (
    Evaluation,
    Field,
    Finding,
    Model,
    Rule,
    Trouble,
    Value,
    evaluate,
    scores_after,
    stated_data,
    value_words,
)
from b12tables.compiler.reader import (
    NewRow,
    field_columns,
    is_of_kind,
    new_row,
    read_stated,
)
from b12tables.compiler.report import known_of_case
from b12tables.desk.adding import next_name
from b12tables.desk.cell_changes import CellChange, Step, change_of, row_step
from b12tables.desk.cells import NotWritten
from b12tables.desk.draft import Draft, NotDone
from b12tables.runtime.language import t, wording
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import UNKNOWN, fold, how_many

EMPTY = "empty"
"""What states that none of several things is there."""


def form_data(draft: Draft) -> list[dict[str, object]]:
    """What may be stated of a patient, in the order of the dictionary: the questions of the draft."""
    model = draft.model
    return [
        {
            "code": field.code,
            "label": field.label,
            "question": field.question or field.label,
            "group": field.group,
            "type": field.type,
            "values": _choices(field),
            "several": [[row.code, row.label] for row in field.values] if field.type == "choices" else [],
            "unknown": field.unknown,
            "hint": _hint(field),
        }
        for field in _asked(model)
    ]


def _asked(model: Model) -> list[Field]:
    """The inputs that anything depends on, in the order of the dictionary."""
    combined = [test.field for combination in model.impossible for test in combination.tests]
    needed = set(model.inputs_behind([*model.inputs_needed, *combined]))
    return [field for name, field in model.fields.items() if name in needed and not model.derived(name)]


def _choices(field: Field) -> list[str]:
    """What may be picked; of several at once and of numbers nothing: that is typed."""
    words = [row.label for row in field.values] if field.type == "choice" else []
    words = ["yes", "no"] if field.type == "yes/no" else words
    return [*words, "unknown"] if words and field.unknown else words


def _hint(field: Field) -> str:
    if field.type == "date":
        return t("a date, as 2026-01-31")
    units = [unit_words(unit) for unit in (field.unit, *(option.unit for option in field.accepts)) if unit]
    said = [t(field.type), t("in {units}", units=", ".join(units)) if units else ""]
    return " ".join(filter(None, said)) if field.type not in ("choice", "choices", "yes/no") else ""


@dataclass(frozen=True)
class Told:
    """An answer of the draft: of which decision, whether it is one of the set's answers, in words, by which rules."""

    decision: str
    told: bool
    says: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Answered:
    """What the draft answers for a patient, as the reference evaluates it: the sentence about it all, each decision
    with the rules that fire; what is missing or refused; what nobody stated and some decision looked at.
    """

    status: str
    headline: str
    answers: tuple[Told, ...]
    scores: tuple[tuple[str, str], ...]
    """Each score by its label, in words."""
    problems: tuple[str, ...]
    unknown: tuple[str, ...]
    known: tuple[str, ...]
    """The errors of the tables that are known, were accepted, and concern this answer."""


def answered(draft: Draft, given: Mapping[str, Value], day: date | None) -> Answered:
    """What the draft answers for a patient who was read."""
    model = draft.model
    found = evaluate(model, given, day)
    rows = {step.decision: step for step in found.steps}
    order = [*model.answers, *(table.code for table in model.decisions if table.code not in model.answers)]
    answers = []
    for code in order:
        if code in found.outputs:
            table = model.decision[code]
            fired = tuple(rule for rule in table.rows if rule.id in rows[code].rules)
            says = tuple(_answer_words(model, found.outputs[code]))
            answers.append(Told(table.label, code in model.answers, says, fired))
    scores = scores_after(model, given, found, day)
    return Answered(
        found.status,
        _headline(draft, given, day) if found.status == "ok" else "",
        tuple(answers),
        tuple((model.fields[n].label, value_words(v, model.fields[n])) for n, v in scores.items()),
        tuple(_problem(model, problem) for problem in found.problems),
        tuple(_taken_as_unknown(model, given, found)),
        tuple(known_of_case(draft.package, model, given, day)),
    )


def _headline(draft: Draft, given: Mapping[str, Value], day: date | None) -> str:
    """The author's sentence about the whole answer, as the package says it that would be built of the draft."""
    if not draft.model.about.headline or draft.package is None:
        return ""
    stated = {name: stated_data(value, draft.model.fields[name]) for name, value in given.items()}
    headline: str = draft.package.evaluate(stated, today=day).headline
    return headline


def answer(draft: Draft, texts: Mapping[str, str], day: date | None) -> dict[str, object]:
    """What the draft answers for a patient who is stated in texts, for the page: of each rule its row, and what of the
    tables is left out.
    """
    model = draft.model
    given, troubles = read_stated(model, texts)
    if troubles:
        return {
            "status": "not read",
            "wrong": {code: [said(finding) for finding in own] for code, own in troubles.items()},
            "answers": [],
            "problems": [],
            "known": _errors(draft),
            "left_out": list(model.skipped),
        }
    found = answered(draft, given, day)
    return {
        "status": found.status,
        "headline": found.headline,
        "wrong": {},
        "answers": [
            {
                "decision": one.decision,
                "told": one.told,
                "says": list(one.says),
                "rules": list(map(rule_data, one.rules)),
            }
            for one in found.answers
        ],
        "scores": [f"{label}: {words}" for label, words in found.scores],
        "problems": list(found.problems),
        "unknown": list(found.unknown),
        "known": [*_errors(draft), *found.known],
        "left_out": list(model.skipped),
    }


def _errors(draft: Draft) -> list[str]:
    """That errors stand in the draft, so that nobody takes what it answers for sound."""
    count = sum(finding.stands_in_the_way for finding in draft.report.findings)
    if not count:
        return []
    return [
        t(
            "This table set has {errors}: what it answers is not to be relied on.",
            errors=how_many(count, "error"),
        )
    ]


def rule_data(rule: Rule) -> dict[str, str]:
    """A rule with its row, as the page has it."""
    return {"rule": rule.id, **rule.place.as_data(), "where": str(rule.place)}


def _taken_as_unknown(model: Model, given: Mapping[str, Value], found: Evaluation) -> list[str]:
    """The questions that nobody answered and that some decision looked at: they count as not known."""
    seen: set[str] = set()
    for step in found.steps:
        seen |= {name for name, value in step.inputs.items() if value == UNKNOWN}
    open_ones = seen - given.keys() - model.produced_by.keys()
    return [field.label for name, field in model.fields.items() if name in open_ones]


def said(finding: Finding) -> str:
    """Why a cell cannot be read, in a line."""
    return f"{finding.message.partition(chr(10))[0]}{'; ' + finding.help[0] if finding.help else ''}"


def _answer_words(model: Model, answer: Mapping[str, Value] | tuple[Mapping[str, Value], ...]) -> list[str]:
    rows = answer if isinstance(answer, tuple) else (answer,)
    told = [
        "; ".join(f"{model.fields[n].label}: {value_words(v, model.fields[n])}" for n, v in row.items())
        for row in rows
    ]
    return told or [t("nothing is listed")]


_PROBLEMS = {
    "missing-input": wording("{name} is not stated, and is needed"),
    "out-of-range": wording("{name} is out of its range"),
    "not-an-input": wording("{name} follows from the tables and is not stated"),
    "contradiction": wording("{name} is not what follows from its parts"),
    "impossible": wording("the combination {name} cannot occur"),
    "no-rule": wording("{name}: no rule holds for this patient"),
    "overlap": wording("{name}: several rules hold together{rules}"),
    "conflict": wording("{name}: rules hold together with different results{rules}"),
}


def _problem(model: Model, problem: Trouble) -> str:
    """Why there is no answer, in a line."""
    about = model.decision.get(problem.about)
    field = model.fields.get(problem.about)
    name = about.label if about else field.label if field else problem.about
    rules = t(" (rules {rules})", rules=", ".join(problem.rules)) if problem.rules else ""
    return t(_PROBLEMS[problem.name], name=name, rules=rules)


def case_step(draft: Draft, texts: Mapping[str, str], description: str, day: date | None) -> Step:
    """What keeps a patient as a worked case: a row with what is stated and what the draft answers, in the first Cases
    sheet that has a column for each statement, or none for any: then the heads are written too. Raises `NotDone` where
    there is none.
    """
    model = draft.whole
    given, troubles = read_stated(model, texts)
    if troubles or not given:
        raise NotDone(t("state the patient first, and mend what cannot be read of it"))
    if not description.strip():
        raise NotDone(t("say in a few words whom the case is about"))
    found = evaluate(model, given, day)
    if found.status != "ok":
        raise NotDone(t("the draft gives this patient no answer, so that there is nothing to expect"))
    missing: list[str] = []
    for sheet in draft.sheets:
        row = new_row(sheet) if is_of_kind(sheet, "Cases") else None
        if row is None or not row.first:
            continue
        row, heads = _headed(model, row)
        columns = field_columns(model.fields, row, "Given")
        lacking = [model.fields[code].label for code in given if code not in columns]
        if not lacking:
            kept = _case_row(draft, row, texts, description, dict(given), day)
            return replace(kept, changes=(*heads, *kept.changes))
        missing = missing or lacking
    if not missing:
        raise NotDone(t("there is no Cases sheet with a free row below its table"))
    raise NotDone(
        t(
            "the Cases sheet has no column under Given for {fields}: add it, then keep the case",
            fields=", ".join(missing),
        )
    )


def _headed(model: Model, row: NewRow) -> tuple[NewRow, list[CellChange]]:
    """Of a sheet on which no field stands over any column yet: a column for every question and every single answer, and
    the cells that say so. Any other as it is.
    """
    first_below = ("", row.sheet.at(row.row - 1, row.first[0]).text) in row.columns
    if not first_below or any(field_columns(model.fields, row, band) for band in ("Given", "Expect")):
        return row, []
    single = [table for table in model.decisions if not table.hit_policy.gives_list]
    given = [("Given", field.code) for field in _asked(model)]
    expect = [("Expect", name) for table in single for name in table.output_fields]
    start = row.first[-1] + 1
    heads = {
        (band, head_of(model, name)): column for column, (band, name) in enumerate([*given, *expect], start)
    }
    bands = {start: "Given", start + len(given): "Expect"}
    try:
        changes = _head_changes(row, heads, bands)
    except NotWritten:
        return row, []
    return row._replace(columns={**row.columns, **heads}), changes


def _head_changes(
    row: NewRow, heads: Mapping[tuple[str, str], int], bands: Mapping[int, str]
) -> list[CellChange]:
    """The cells of heads and of the bands over them that do not say so yet. Raises `NotWritten`."""
    changes = []
    for (_, head), column in heads.items():
        for at, text in ((row.row - 2, bands.get(column, "")), (row.row - 1, head)):
            if row.sheet.at(at, column).text != text:
                changes.append(change_of(row.sheet, at, column, text))
    return changes


def head_of(model: Model, name: str) -> str:
    """The head of a column of a field: its label, or its code where two fields have the label."""
    label = model.fields[name].label
    alike = [
        field
        for field in model.fields.values()
        if fold(field.label) == fold(label) or fold(field.code) == fold(label)
    ]
    return label if len(alike) == 1 else name


def _case_row(
    draft: Draft,
    row: NewRow,
    texts: Mapping[str, str],
    description: str,
    given: dict[str, Value],
    day: date | None,
) -> Step:
    model = draft.model
    cells = {row.first[0]: next_name([case.id for case in model.cases], "C1")}
    if len(row.first) > 1:
        cells[row.first[1]] = " ".join(description.split())
    for code, (column, _) in field_columns(model.fields, row, "Given").items():
        if code in given:
            cells[column] = " ".join(texts[code].split())
    found = evaluate(model, given, day)
    values: dict[str, Value] = {}
    for answer in found.outputs.values():
        values |= answer if isinstance(answer, Mapping) else {}
    for code, (column, _) in field_columns(model.fields, row, "Expect").items():
        if code in values and not isinstance(values[code], frozenset):
            cells[column] = _expected(model.fields[code], values[code])
    return row_step(
        row, cells, t("keep a worked case {case} in {sheet}", case=cells[row.first[0]], sheet=row.sheet.name)
    )


def _expected(field: Field, value: Value) -> str:
    if value is None:
        return "none"
    return field.label_of(value) if field.values else value_words(value, field)
