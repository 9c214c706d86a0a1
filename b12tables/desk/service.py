"""What the desk can do, as functions: the bytes of workbooks and options in, plain data out.

No disk, no clock, no thread: the same bytes give the same data in a server and in a browser. A user's mistake comes
back as a sentence (`NotDone`); what is wrong with tables is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from b12tables.compiler import DEFAULT_BOUND, DEFAULT_MEMORY, Report, check, read
from b12tables.compiler.compare import compare, standings
from b12tables.compiler.model import Field, Model, Place, Trouble, Value, evaluate, scores_after, value_words
from b12tables.compiler.proof import Meanings
from b12tables.compiler.reader import (
    Files,
    Kept,
    NewRow,
    Sheet,
    case_columns,
    column_letters,
    head_rows,
    is_of_kind,
    new_row,
    read_stated,
    read_workbook,
)
from b12tables.compiler.report import (
    OF_READING,
    ROLES,
    Role,
    Told,
    begin_here,
    box_of,
    comparison_parts,
    finding_example,
    finding_title,
    marked,
    report_json,
    severity_counts,
    sheets_by_place,
    told,
)
from b12tables.desk.cell_changes import CellChange, Step, applied, mends_of
from b12tables.desk.cells import NotWritten
from b12tables.desk.drafts import drafted_rows
from b12tables.runtime.words import fold, how_many

ROWS, COLUMNS = 1_000, 120
"""So much of a sheet is drawn; what is left out is said."""

SHOWN = 300
"""So many findings are told; the rest is counted."""


class NotDone(Exception):
    """What cannot be done with these tables; the text is a sentence for the user."""


@dataclass(frozen=True)
class Limits:
    """What an analysis may take: seconds' worth of steps of an ordinary core, and megabytes."""

    bound: float = DEFAULT_BOUND
    memory: int = DEFAULT_MEMORY


@dataclass(frozen=True)
class Draft:
    """A table set as it is held in memory, checked as of a day."""

    files: Files
    report: Report
    sheets: tuple[Sheet, ...]

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str], Sheet]:
        return sheets_by_place(self.sheets)

    @cached_property
    def told(self) -> list[Told]:
        """The findings in the order in which they are mended."""
        return told(self.report)

    @property
    def model(self) -> Model:
        """What the tables mean. Raises `NotDone` where no table set could be read."""
        if self.report.model is None:
            raise NotDone("no table set could be read: mend what stands under Begin here first")
        return self.report.model

    @property
    def whole(self) -> Model:
        """The model of a set of which nothing was left out. Raises `NotDone` for another."""
        unread = [f for f in self.report.findings if f.stands_in_the_way and f.name in OF_READING]
        if self.model.skipped or unread:
            raise NotDone("something in these tables cannot be read: mend that first")
        return self.model


def check_files(files: Files, day: date | None, limits: Limits, kept: Kept | None = None) -> Draft:
    """Reads and checks the workbooks of a set. `kept` is what was read of them before (see `read_workbook`)."""
    known: Kept = {} if kept is None else kept
    report = check(files, day, limits.bound, memory=limits.memory, kept=known)
    workbook, _ = read_workbook(files, known)
    return Draft(files, report, workbook.sheets)


def findings_text(draft: Draft) -> str:
    """The report as `check --format json` prints it."""
    return report_json(draft.report)


# ---------------------------------------------------------------- what the page shows


def draft_data(draft: Draft) -> dict[str, object]:
    """How a set stands: where to begin, its findings with their mends, its sheets with the number of their marks."""
    report = draft.report
    about = report.model.about if report.model else None
    return {
        "title": about.title if about else "",
        "version_text": about.version if about else "",
        "status": about.status if about else "",
        "disclaimer": about.disclaimer if about else "",
        "ok": report.ok,
        "counts": severity_counts(report.findings),
        "begin": [
            {
                "place": cause.cell.as_data() if cause.cell else None,
                "where": str(cause.cell or ""),
                "says": cause.says,
                "edit": cause.edit,
                "finding": _number(draft, cause.finding),
            }
            for cause in begin_here(report)
        ],
        "findings": [_finding_data(draft, n, entry) for n, entry in enumerate(draft.told[:SHOWN], 1)],
        "more": max(0, len(draft.told) - SHOWN),
        "sheets": [_listed(draft, sheet) for sheet in draft.sheets],
        "checked": report.certificate.lines()
        if report.certificate
        else ["Checked: nothing.", *report.unread],
    }


def _number(draft: Draft, finding: object) -> int:
    return next((n for n, entry in enumerate(draft.told, 1) if entry.finding is finding), 0)


def _finding_data(draft: Draft, number: int, entry: Told) -> dict[str, object]:
    finding, model = entry.finding, draft.report.model
    return {
        "number": number,
        "name": finding.name,
        "severity": finding.severity,
        "title": finding_title(finding, model),
        "accepted": finding.accepted,
        "lines": [line for line in finding.message.split("\n") if line.strip()],
        "example": finding_example(finding, model) if finding.example is not None else "",
        "help": list(finding.help),
        "places": [{**place.as_data(), "where": str(place), "role": role} for place, role in entry.roles()],
        "mends": [_step_data(step) for step in mends_of(finding, model, draft.by_place)],
        "rows": rows_to_paste(draft, entry),
    }


def _step_data(step: Step) -> dict[str, object]:
    return {"id": step.id, "title": step.title, "changes": [change.as_data() for change in step.changes]}


def rows_to_paste(draft: Draft, entry: Told) -> str:
    """The rows that would close a gap as a spreadsheet program pastes them, from the first column of the table on: what
    they answer is for people to say. "" where none is known.
    """
    model, finding = draft.report.model, entry.finding
    table = model.decision.get(finding.decision or "") if model else None
    if model is None or table is None:
        return ""
    lines = []
    for texts in drafted_rows(finding, model, table):
        cells = ["", *(texts.get(name, "-") for name in table.input_fields)]
        lines.append("\t".join(_pasted(cell) for cell in cells))
    return "\n".join(lines)


def _pasted(text: str) -> str:
    """A text as a cell that is pasted: a program would take a formula for one."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat[:1] in ("=", "+", "@") or (flat[:1] == "-" and flat != "-") else flat


def _listed(draft: Draft, sheet: Sheet) -> dict[str, object]:
    roles = [mark.role for place, mark in marked(draft.told).items() if _on(place, sheet)]
    return {
        "file": sheet.file,
        "sheet": sheet.name,
        "kind": sheet.at(1, 1).text,
        "title": sheet.at(1, 2).text,
        "marks": {role: roles.count(role) for role in ROLES if role in roles},
    }


def _on(place: Place, sheet: Sheet) -> bool:
    return (place.file, place.sheet) == (sheet.file, sheet.name)


def sheet_data(draft: Draft, file: str, name: str) -> dict[str, object]:
    """A sheet as it looks: its rows of cells, what each is marked as, and the numbers of the findings behind it."""
    sheet = draft.by_place.get((file, name))
    if sheet is None:
        raise NotDone(f"there is no sheet {name} in {file}")
    last_row, last_column = max(sheet.by_row, default=0), max((c for _, c in sheet.cells), default=0)
    rows, columns = min(last_row, ROWS), min(last_column, COLUMNS)
    marks = _marks_of(draft, sheet, rows, columns)
    heads = head_rows(sheet)
    filled = set(sheet.by_row) | {row for row, _ in marks}
    return {
        "file": file,
        "sheet": name,
        "kind": sheet.at(1, 1).text,
        "columns": [column_letters(column) for column in range(1, columns + 1)],
        "rows": [
            {
                "number": row,
                "head": row in heads,
                "cells": [_cell_data(sheet, row, column, marks) for column in range(1, columns + 1)],
            }
            for row in range(1, rows + 1)
            if row in filled
        ],
        "left_out": {"rows": last_row - rows, "columns": last_column - columns},
    }


Marks = Mapping[tuple[int, int], tuple[Role, list[int]]]


def _cell_data(sheet: Sheet, row: int, column: int, marks: Marks) -> dict[str, object]:
    cell = sheet.at(row, column)
    told: dict[str, object] = {"text": cell.text}
    if cell.spread or cell.formula:
        told["fixed"] = True
    if (row, column) in marks:
        told["role"], told["findings"] = marks[row, column]
    return told


def _marks_of(draft: Draft, sheet: Sheet, rows: int, columns: int) -> Marks:
    """The marks of a sheet, cell by cell; the strongest counts."""
    numbers = {id(entry): n for n, entry in enumerate(draft.told, 1)}
    marks: dict[tuple[int, int], tuple[Role, list[int]]] = {}
    for place, mark in marked(draft.told).items():
        box = box_of(place) if _on(place, sheet) else None
        if box is None:
            continue
        for row in range(box[0], min(box[2], rows) + 1):
            for column in range(box[1], min(box[3], columns) + 1):
                before = marks.get((row, column), (mark.role, []))
                role = min(before[0], mark.role, key=ROLES.index)
                own = sorted({*before[1], *(numbers[id(entry)] for entry in mark.told)})
                marks[row, column] = role, own
    return marks


# ---------------------------------------------------------------- mends


def mend(draft: Draft, id: str) -> Step:
    """The mend of some finding with this id. Raises `NotDone` where the tables have changed meanwhile."""
    for entry in draft.told:
        for step in mends_of(entry.finding, draft.report.model, draft.by_place):
            if step.id == id:
                return step
    raise NotDone("the tables have changed since this mend was shown: look at the finding again")


def with_step(draft: Draft, step: Step, day: date | None, limits: Limits, kept: Kept | None = None) -> Draft:
    """The set with some cells changed, checked again. Raises `NotDone` where a cell cannot be written."""
    try:
        files = applied(draft.files, step.changes)
    except NotWritten as why:
        raise NotDone(f"this cannot be written: {why}") from None
    return check_files(files, day, limits, kept)


def whose_answers(before: Draft, after: Draft, limits: Limits, names: tuple[str, str]) -> dict[str, object]:
    """Which kinds of patients get another answer; where a side cannot be read completely, that nothing is claimed."""
    try:
        old, new = before.whole, after.whole
    except NotDone as why:
        return {"compared": False, "why": f"Whose answers change is not known: {why}.", "parts": []}
    found = compare(old, new, limits.bound, limits.memory)
    return {
        "compared": True,
        "same": found.same_answers,
        "why": "",
        "parts": [{"head": head, "lines": lines} for head, lines in comparison_parts(found, *names)],
    }


# ---------------------------------------------------------------- a patient


def form_data(draft: Draft) -> list[dict[str, object]]:
    """What may be stated of a patient, in the order of the dictionary: the questions of the draft."""
    model = draft.model
    combined = [test.field for combination in model.impossible for test in combination.tests]
    needed = set(model.inputs_behind([*model.inputs_needed, *combined]))
    asked = [field for name, field in model.fields.items() if name in needed and not model.derived(name)]
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
        for field in asked
    ]


def _choices(field: Field) -> list[str]:
    """What may be picked; of several at once and of numbers nothing: that is typed."""
    words = [row.label for row in field.values] if field.type == "choice" else []
    words = ["yes", "no"] if field.type == "yes/no" else words
    return [*words, "unknown"] if words and field.unknown else words


def _hint(field: Field) -> str:
    if field.type == "date":
        return "a date, as 2026-01-31"
    units = [field.unit, *(option.unit for option in field.accepts)]
    said = [field.type, f"in {', '.join(filter(None, units))}" if any(units) else ""]
    return " ".join(filter(None, said)) if field.type not in ("choice", "choices", "yes/no") else ""


def answer(draft: Draft, texts: Mapping[str, str], day: date | None) -> dict[str, object]:
    """What the draft answers for a patient, as the reference evaluates it: each decision with the rules that fire and
    their rows; what is missing, refused or left out.
    """
    model = draft.model
    given, troubles = read_stated(model, texts)
    wrong = {
        code: [_said(finding.message, finding.help) for finding in own] for code, own in troubles.items()
    }
    if wrong:
        return {
            "status": "not read",
            "wrong": wrong,
            "answers": [],
            "problems": [],
            "left_out": list(model.skipped),
        }
    found = evaluate(model, given, day)
    rows = {step.decision: step for step in found.steps}
    order = [*model.answers, *(table.code for table in model.decisions if table.code not in model.answers)]
    answers = []
    for code in order:
        if code in found.outputs:
            table = model.decision[code]
            fired = [rule for rule in table.rows if rule.id in rows[code].rules]
            answers.append(
                {
                    "decision": table.label,
                    "told": code in model.answers,
                    "says": _answer_words(model, found.outputs[code]),
                    "rules": [
                        {"rule": rule.id, **rule.place.as_data(), "where": str(rule.place)} for rule in fired
                    ],
                }
            )
    scores = scores_after(model, given, found, day)
    return {
        "status": found.status,
        "wrong": {},
        "answers": answers,
        "scores": [f"{model.fields[n].label}: {value_words(v, model.fields[n])}" for n, v in scores.items()],
        "problems": [_problem(model, problem) for problem in found.problems],
        "left_out": list(model.skipped),
    }


def _said(message: str, help: Sequence[str]) -> str:
    return f"{message.partition(chr(10))[0]}{'; ' + help[0] if help else ''}"


def _answer_words(model: Model, answer: Mapping[str, Value] | tuple[Mapping[str, Value], ...]) -> list[str]:
    rows = answer if isinstance(answer, tuple) else (answer,)
    told = [
        "; ".join(f"{model.fields[n].label}: {value_words(v, model.fields[n])}" for n, v in row.items())
        for row in rows
    ]
    return told or ["nothing is listed"]


def _problem(model: Model, problem: Trouble) -> str:
    """Why there is no answer, in a line."""
    about = model.decision.get(problem.about)
    field = model.fields.get(problem.about)
    name = about.label if about else field.label if field else problem.about
    rules = f" (rules {', '.join(problem.rules)})" if problem.rules else ""
    return {
        "missing-input": f"{name} is not stated, and is needed",
        "out-of-range": f"{name} is out of its range",
        "not-an-input": f"{name} follows from the tables and is not stated",
        "contradiction": f"{name} is not what follows from its parts",
        "impossible": f"the combination {name} cannot occur",
        "no-rule": f"{name}: no rule holds for this patient",
        "overlap": f"{name}: several rules hold together{rules}",
        "conflict": f"{name}: rules hold together with different results{rules}",
    }[problem.name]


def case_step(draft: Draft, texts: Mapping[str, str], description: str, day: date | None) -> Step:
    """What keeps a patient as a worked case: a row with what is stated and what the draft answers, in the first Cases
    sheet that has a column for each statement. Raises `NotDone` where none has.
    """
    model = draft.whole
    given, troubles = read_stated(model, texts)
    if troubles or not given:
        raise NotDone("state the patient first, and mend what cannot be read of it")
    if not description.strip():
        raise NotDone("say in a few words whom the case is about")
    found = evaluate(model, given, day)
    if found.status != "ok":
        raise NotDone("the draft gives this patient no answer, so that there is nothing to expect")
    missing: list[str] = []
    for sheet in draft.sheets:
        row = new_row(sheet) if is_of_kind(sheet, "Cases") else None
        if row is None or not row.first:
            continue
        columns = case_columns(model, row, "Given")
        lacking = [model.fields[code].label for code in given if code not in columns]
        if not lacking:
            return _case_row(draft, row, texts, description, dict(given), day)
        missing = missing or lacking
    if not missing:
        raise NotDone("there is no Cases sheet with a free row below its table")
    raise NotDone(
        f"the Cases sheet has no column under Given for {', '.join(missing)}: add it, then keep the case"
    )


def _case_row(
    draft: Draft,
    row: NewRow,
    texts: Mapping[str, str],
    description: str,
    given: dict[str, Value],
    day: date | None,
) -> Step:
    model = draft.model
    cells = {row.first[0]: _next_case(model)}
    if len(row.first) > 1:
        cells[row.first[1]] = " ".join(description.split())
    for code, (column, _) in case_columns(model, row, "Given").items():
        if code in given:
            cells[column] = " ".join(texts[code].split())
    found = evaluate(model, given, day)
    values: dict[str, Value] = {}
    for answer in found.outputs.values():
        values |= answer if isinstance(answer, Mapping) else {}
    for code, (column, _) in case_columns(model, row, "Expect").items():
        if code in values and not isinstance(values[code], frozenset):
            cells[column] = _expected(model.fields[code], values[code])
    return _row_step(row, cells, f"keep a worked case {cells[row.first[0]]} in {row.sheet.name}")


def _expected(field: Field, value: Value) -> str:
    if value is None:
        return "none"
    return field.label_of(value) if field.values else value_words(value, field)


def _next_case(model: Model) -> str:
    """An ID that no case has: the last one counted on."""
    taken = {fold(case.id) for case in model.cases}
    last = model.cases[-1].id if model.cases else "C0"
    stem = last.rstrip("0123456789")
    number, width = int(last[len(stem) :] or 0), len(last) - len(stem)
    while True:
        number += 1
        if fold(name := f"{stem}{number:0{width}}") not in taken:
            return name


def _row_step(row: NewRow, cells: Mapping[int, str], title: str) -> Step:
    sheet = row.sheet
    written = sorted((column, text) for column, text in cells.items() if text)
    changes = [CellChange(sheet.file, sheet.name, row.row, column, "", text) for column, text in written]
    return Step(title, tuple(changes))


# ---------------------------------------------------------------- editions and signatures


def compared(published: Files, draft: Draft, limits: Limits, name: str) -> dict[str, object]:
    """Whose answers differ from those of an edition that is given as its workbooks."""
    model, findings = read(published)
    sheets = read_workbook(published)[0].sheets
    return whose_answers(
        Draft(published, Report(model, findings, None), sheets), draft, limits, (name, "the draft")
    )


def signatures(draft: Draft) -> list[dict[str, object]]:
    """How it stands with the sign-off of each decision: how many of its rules are signed as they are, how many not."""
    model = draft.model
    rows = standings(model)
    found: list[dict[str, object]] = []
    for table in model.decisions:
        own = [signed for signed in rows if signed.decision == table.code]
        counts: dict[str, int] = {}
        for signed in own:
            counts[signed.standing] = counts.get(signed.standing, 0) + 1
        voided = [signed.rule for signed in own if signed.standing == "voided"]
        found.append({"decision": table.code, "label": table.label, "counts": counts, "voided": voided})
    return found


def sign_step(draft: Draft, what: tuple[str, str], who: tuple[str, str], day: date) -> Step:
    """What signs a decision as it is, or one rule of it ("": all of them), by a person in a role: a row of the Sign-off
    sheet with the hash of the meaning. Raises `NotDone`.
    """
    decision, rule = what
    person, role = who
    model = draft.whole
    if not draft.report.ok:
        raise NotDone("errors stand in these tables: mend or accept them before somebody signs")
    table = model.decision.get(decision)
    meaning = Meanings(model).to_sign(decision, rule) if table is not None else None
    if table is None or meaning is None:
        raise NotDone("there is no such decision or rule")
    if not person.strip() or not role.strip():
        raise NotDone("write who signs, and in which role")
    for sheet in draft.sheets:
        row = new_row(sheet) if is_of_kind(sheet, "Sign-off") else None
        if row is not None:
            texts = (table.code, rule, person, role, day.isoformat(), meaning)
            return _signed_row(row, table.label, dict(zip(SIGNED, texts, strict=True)))
    raise NotDone("there is no sheet Sign-off with a free row below its table")


SIGNED = ("Decision", "Rule", "Person", "Role", "Date", "Meaning")


def _signed_row(row: NewRow, label: str, texts: Mapping[str, str]) -> Step:
    heads = {fold(head).rstrip("*").strip(): column for (_, head), column in row.columns.items()}
    cells: dict[int, str] = {}
    for name, text in texts.items():
        column = heads.get(fold(name))
        if column is None and text:
            raise NotDone(f"the sheet {row.sheet.name} has no column {name}")
        if column is not None:
            cells[column] = " ".join(text.split())
    return _row_step(row, cells, f"sign {label}{' ' + texts['Rule'] if texts['Rule'] else ''}")


def counted(steps: Sequence[Step]) -> str:
    """How much is changed and not saved yet."""
    changes = list(_cells(steps))
    files = {change.file for change in changes}
    return f"{how_many(len(set(changes)), 'cell')} in {how_many(len(files), 'workbook')}" if changes else ""


def _cells(steps: Sequence[Step]) -> Iterator[CellChange]:
    for step in steps:
        yield from step.changes
