"""A list of patients answered: a workbook with a patient in each row, and a copy of it with the answers beside them.

The list is no part of the table set, and the copy goes back to whoever brought it: nothing of it is kept.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from b12tables.compiler.model import Model
from b12tables.compiler.reader import (
    HeldFile,
    NoPatients,
    PatientList,
    Refused,
    column_letters,
    guarded,
    patient_list,
    read_workbook,
)
from b12tables.desk import patients
from b12tables.desk.annotate import free_name
from b12tables.desk.copies import content_of, opened
from b12tables.desk.draft import Draft, NotDone
from b12tables.desk.sheets import write_text
from b12tables.runtime.language import t, told, wording
from b12tables.runtime.words import how_many

MOST = 5_000
"""So many patients are answered in one go; for more there is `b12tables cohort`."""

ABOUT = wording("About the answers")

ANSWERED, REFUSED, UNREAD = wording("answered"), wording("without an answer"), wording("that cannot be read")

WHY_NOT, NOT_KNOWN = wording("Why there is no answer"), wording("Not stated, and taken as not known")

TO_DO, KNOWN = wording("What to do"), wording("Known errors of the tables")

OURS = (WHY_NOT, NOT_KNOWN, TO_DO, KNOWN)


def answered_list(draft: Draft, name: str, content: bytes, day: date) -> dict[str, object]:
    """The copy of a workbook with the answers of the draft beside its patients, and what is to be said of it.

    Raises `NotDone` where the tables are not whole, or the workbook holds no list that can be read.
    """
    model = draft.whole
    listed = _listed(model, name, content)
    answers = [_answer(draft, listed, row, day) for row in listed.rows]
    heads = _heads(model, answers)
    book, lost = _opened(name, content)
    _write_beside(book[listed.sheet.name], listed, heads, answers)
    says = _says(listed, answers)
    _write_about(book, draft, day, says)
    lost_words = [t("The copy does not hold its {what}; your workbook does.", what=what) for what in lost]
    return {
        "name": t("Answered {name}", name=name),
        "base64": b64encode(_written(name, book)).decode(),
        "says": [*says, *lost_words],
    }


def _opened(name: str, content: bytes) -> tuple[Any, list[str]]:
    try:
        return opened(HeldFile(name, content))
    except Refused as why:
        raise _not_answered(name, why) from None


def _written(name: str, book: Any) -> bytes:
    try:
        return content_of(book)
    except Refused as why:
        raise _not_answered(name, why) from None


def _not_answered(name: str, why: Exception) -> NotDone:
    return NotDone(t("{name} is not answered: {why}", name=name, why=told(why.args[0])))


def _listed(model: Model, name: str, content: bytes) -> PatientList:
    try:
        guarded(HeldFile(name, content))
        listed = patient_list(model, read_workbook({name: content})[0].sheets)
    except (NoPatients, Refused) as why:
        raise _not_answered(name, why) from None
    if not listed.rows:
        raise NotDone(t("{name} has no patient below the heads in row {row}", name=name, row=listed.head))
    if len(listed.rows) > MOST:
        raise NotDone(
            t(
                "{name} has {patients}; up to {most} are answered here, and any number by b12tables cohort",
                name=name,
                patients=how_many(len(listed.rows), "patient"),
                most=MOST,
            )
        )
    return listed


def _answer(draft: Draft, listed: PatientList, row: int, day: date) -> dict[str, str]:
    """What stands beside a patient, by the head of its column; how it stands with them under ""."""
    given, troubles = listed.stated(draft.model, row)
    if troubles:
        cells = {code: listed.sheet.place(row, listed.columns[code][0]).cells for code in troubles}
        wrong = [f"{cells[code]}: {'; '.join(map(patients.said, found))}" for code, found in troubles.items()]
        return {"": UNREAD, WHY_NOT: "; ".join(wrong)}
    found = patients.answered(draft, given, day)
    beside = {"": ANSWERED if found.status == "ok" else REFUSED, KNOWN: " ".join(found.known)}
    if found.headline:
        beside[TO_DO] = found.headline
    # a case that is refused has answers to some questions: beside a refusal they would be taken for the whole
    for answer in found.answers if found.status == "ok" else ():
        if answer.told:
            beside[answer.decision] = " · ".join(
                says.removeprefix(f"{answer.decision}: ") for says in answer.says
            )
    if found.status == "ok":
        beside |= dict(found.scores)
    return {**beside, WHY_NOT: "; ".join(found.problems), NOT_KNOWN: ", ".join(found.unknown)}


def _heads(model: Model, answers: Sequence[dict[str, str]]) -> list[str]:
    """The columns: what is known to be wrong, the sentence, the answers in their order, what is missing."""
    last = [WHY_NOT, NOT_KNOWN]
    used: dict[str, str] = {}
    for answer in answers:
        used |= {head: text for head, text in answer.items() if head and text}
    order = [KNOWN, TO_DO, *(model.decision[code].label for code in model.answers)]
    return [
        *(head for head in order if head in used),
        *(head for head in used if head not in order and head not in last),
        *(head for head in last if head in used),
    ]


def _write_beside(
    sheet: Any, listed: PatientList, heads: Sequence[str], answers: Sequence[dict[str, str]]
) -> None:
    from openpyxl.styles import Alignment, Font

    first = listed.width + 1
    for column, head in enumerate(heads, first):
        cell = sheet.cell(listed.head, column)
        write_text(cell, t(head) if head in OURS else head)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[column_letters(column)].width = 50 if head in (KNOWN, TO_DO, WHY_NOT) else 30
    for row, answer in zip(listed.rows, answers, strict=True):
        for column, head in enumerate(heads, first):
            if text := answer.get(head, ""):
                cell = sheet.cell(row, column)
                write_text(cell, text)
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _says(listed: PatientList, answers: Sequence[dict[str, str]]) -> list[str]:
    counts = Counter(answer[""] for answer in answers)
    counts_told = [f"{counts[kind]} {t(kind)}" for kind in (ANSWERED, REFUSED, UNREAD) if counts[kind]]
    says = [
        t(
            "{patients} on the sheet {sheet}: {counts}.",
            patients=how_many(len(answers), "patient"),
            sheet=listed.sheet.name,
            counts=", ".join(counts_told),
        )
    ]
    says += [t("A column that was not used: {why}.", why=told(why)) for why in listed.unused]
    return says


def _write_about(book: Any, draft: Draft, day: date, says: Sequence[str]) -> None:
    """A sheet that says who answered, when, and how it stands."""
    about = draft.model.about
    lines = [
        t(
            "{title}, version {version}, status: {status}; content {content}",
            title=about.title,
            version=about.version,
            status=about.status,
            content=draft.model.content_hash[:12],
        ),
        t("Answered as of {day}.", day=day.isoformat()),
        *(() if draft.report.ok else (t("Something stands in the way of a build of these tables."),)),
        *says,
        about.disclaimer,
    ]
    sheet = book.create_sheet(free_name(book, t(ABOUT)))
    sheet.column_dimensions["A"].width = 110
    for row, line in enumerate(lines, 1):
        write_text(sheet.cell(row, 1), line)
