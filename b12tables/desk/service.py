"""What the desk can do, as functions: the bytes of workbooks and options in, plain data out.

No disk, no clock, no thread: the same bytes give the same data in a server and in a browser. A user's mistake comes
back as a sentence (`NotDone`); what is wrong with tables is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from b12tables.compiler import Report, read
from b12tables.compiler.model import (
    Place,
    needs_quote,
)
from b12tables.compiler.proof import Meanings
from b12tables.compiler.reader import (
    Files,
    Kept,
    Sheet,
    column_letters,
    head_rows,
    read_workbook,
)
from b12tables.compiler.report import (
    ROLES,
    Role,
    Told,
    begin_here,
    box_of,
    finding_example,
    finding_title,
    marked,
    report_json,
    severity_counts,
)
from b12tables.desk.adding import free_row, listed_cells
from b12tables.desk.cell_changes import CellChange, Step, applied, mends_of, row_step
from b12tables.desk.cells import NotWritten
from b12tables.desk.draft import Draft, Limits, NotDone, check_files
from b12tables.desk.drafts import drafted_rows
from b12tables.desk.pictures import has_picture
from b12tables.runtime.language import LANGUAGES, speaking, t
from b12tables.runtime.words import how_many

ROWS, COLUMNS = 1_000, 120
"""So much of a sheet is drawn; what is left out is said."""

SHOWN = 300
"""So many findings are told; the rest is counted."""


def findings_text(draft: Draft) -> str:
    """The report as `check --format json` prints it."""
    return report_json(draft.report)


# ---------------------------------------------------------------- what the page shows


def draft_data(draft: Draft) -> dict[str, object]:
    """How a set stands: where to begin, its findings with their mends, its sheets with the number of their marks."""
    with speaking(draft.report.language):
        return {**_drafted(draft), "counts": counts_data(draft)}


def counts_data(draft: Draft) -> dict[str, str]:
    """How much was found, by language: it stands in a sentence of the page, whose language may be another one."""
    counts = {}
    for language in LANGUAGES:
        with speaking(language):
            counts[language] = severity_counts(draft.report.findings)
    return counts


def _drafted(draft: Draft) -> dict[str, object]:
    report = draft.report
    about = report.model.about if report.model else None
    return {
        # where no set could be read the page stays in the language of its reader
        "language": report.language if report.model else "",
        "title": about.title if about else "",
        "version_text": about.version if about else "",
        "status": about.status if about else "",
        "disclaimer": about.disclaimer if about else "",
        "ok": report.ok,
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
        else [t("Checked: nothing."), *report.unread],
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
        "picture": has_picture(finding),
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
    return f"'{flat}" if needs_quote(flat) else flat


def _listed(draft: Draft, sheet: Sheet) -> dict[str, object]:
    return {
        "file": sheet.file,
        "sheet": sheet.name,
        "kind": sheet.at(1, 1).text,
        "title": sheet.at(1, 2).text,
        "marks": dict(draft.marks.get((sheet.file, sheet.name), {})),
    }


def _on(place: Place, sheet: Sheet) -> bool:
    return (place.file, place.sheet) == (sheet.file, sheet.name)


def sheet_data(draft: Draft, file: str, name: str) -> dict[str, object]:
    """A sheet as it looks: its rows of cells, what each is marked as, and the numbers of the findings behind it."""
    sheet = draft.by_place.get((file, name))
    if sheet is None:
        raise NotDone(t("there is no sheet {name} in {file}", name=name, file=file))
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
    raise NotDone(t("the tables have changed since this mend was shown: look at the finding again"))


def with_steps(
    files: Files, steps: Sequence[Step], day: date | None, limits: Limits, kept: Kept | None = None
) -> Draft:
    """The set with some cells changed, one step after the other, checked once. Raises `NotDone` where a cell cannot be
    written.
    """
    for step in steps:
        files = changed(files, step)
    return check_files(files, day, limits, kept)


def changed(files: Files, step: Step) -> Files:
    """The workbooks with the cells of a step changed. Raises `NotDone` where one cannot be written."""
    try:
        return applied(files, step)
    except NotWritten as why:
        raise NotDone(t("this cannot be written: {why}", why=why)) from None


def whose_answers(before: Draft, after: Draft, limits: Limits, names: tuple[str, str]) -> dict[str, object]:
    """Which kinds of patients get another answer; where a side cannot be read completely, that nothing is claimed."""
    try:
        old, new = before.whole, after.whole
    except NotDone as why:
        return {
            "compared": False,
            "why": t("Whose answers change is not known: {why}.", why=why),
            "parts": [],
        }
    # here and below: what many people never ask for is loaded when somebody does
    from b12tables.compiler.compare import compare
    from b12tables.compiler.report import comparison_parts

    found = compare(old, new, limits.bound, limits.memory)
    return {
        "compared": True,
        "same": found.same_answers,
        "why": "",
        "parts": [{"head": head, "lines": lines} for head, lines in comparison_parts(found, *names)],
    }


# ---------------------------------------------------------------- editions and signatures


def compared(published: Files, draft: Draft, limits: Limits, name: str) -> dict[str, object]:
    """Whose answers differ from those of an edition that is given as its workbooks."""
    model, findings = read(published)
    sheets = read_workbook(published)[0].sheets
    return whose_answers(
        Draft(published, Report(model, findings, None), sheets), draft, limits, (name, t("the draft"))
    )


def signatures(draft: Draft) -> list[dict[str, object]]:
    """How it stands with the sign-off of each decision: how many of its rules are signed as they are, how many not."""
    from b12tables.compiler.compare import standings

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
        raise NotDone(t("errors stand in these tables: mend or accept them before somebody signs"))
    table = model.decision.get(decision)
    meaning = Meanings(model).to_sign(decision, rule) if table is not None else None
    if table is None or meaning is None:
        raise NotDone(t("there is no such decision or rule"))
    if not person.strip() or not role.strip():
        raise NotDone(t("write who signs, and in which role"))
    texts = (table.code, rule, person, role, day.isoformat(), meaning)
    row = free_row(draft.sheets, "Sign-off")
    cells = listed_cells(row, dict(zip(SIGNED, texts, strict=True)))
    return row_step(row, cells, t("sign {what}", what=f"{table.label} {rule}".strip()))


SIGNED = ("Decision", "Rule", "Person", "Role", "Date", "Meaning")


def counted(steps: Sequence[Step]) -> str:
    """How much is changed and not saved yet."""
    fresh = {name for step in steps for name, _ in step.added}
    changes = [change for change in _cells(steps) if change.file not in fresh]
    files = {change.file for change in changes}
    told = []
    if changes:
        cells, books = how_many(len(set(changes)), "cell"), how_many(len(files), "workbook")
        told.append(t("{cells} in {books}", cells=cells, books=books))
    return ", ".join([*told, *([how_many(len(fresh), "new workbook")] if fresh else [])])


def _cells(steps: Sequence[Step]) -> Iterator[CellChange]:
    for step in steps:
        yield from step.changes
