"""A copy of a workbook with a further sheet: worked cases that are proposed, what is expected left to be filled in.

What the tables answer today does not stand in the cells: whoever fills them in would otherwise write down what is there
already, and a mistake with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from b12tables.compiler.grading import Proposal, Proposals
from b12tables.compiler.model import Answer, Field, Model, Value, given_words, value_words
from b12tables.compiler.reader import MARK
from b12tables.compiler.report import proposal_reasons
from b12tables.desk.annotate import free_name
from b12tables.desk.copies import content_of, opened
from b12tables.desk.patients import head_of
from b12tables.desk.sheets import Column, NewSheet, add_sheet, write_sheets
from b12tables.disk import OwnFolder
from b12tables.runtime.words import UNKNOWN, fold

SHEET = "Proposed cases"

ALONE = "Proposed cases.xlsx"
"""The workbook of a set without worked cases."""


def write_proposed(
    folder: Path, out: Path, found: Proposals, answers: bool = False
) -> tuple[Path, list[str]]:
    """Writes into `out` a copy of the workbook that has the worked cases, the proposed ones on a sheet of their own;
    the copy, and what it could not keep. `answers`: what the tables answer stands in comments.

    Raises `NotOurs` where `out` holds anything that was not written by an earlier call, or the folder itself, and
    `Refused` where the workbook cannot be copied.
    """
    own = OwnFolder(out, "cases --propose", [folder])
    file = next((case.place.file for case in found.model.cases), None)
    lost: list[str] = []
    with own.fresh() as fresh:
        sheet = proposed_sheet(found)
        if file is None:
            book = write_sheets([sheet])
        else:
            book, lost = opened(folder / file)
            sheet = replace(sheet, name=free_name(book, SHEET))
            add_sheet(book, sheet)
        if answers:
            _comments(book[sheet.name], found)
        (fresh / (file or ALONE)).write_bytes(content_of(book))
    return out / (file or ALONE), [f"the copy does not hold its {what}; the original does" for what in lost]


def proposed_sheet(found: Proposals) -> NewSheet:
    """The proposed cases as a sheet of worked cases."""
    model = found.model
    given, expected = _given(found), _expected(found)
    ids = _ids(model, len(found.proposals))
    columns = [
        Column("Case", 8),
        Column(
            "Description", 60, help="Why the case is wanted. Say here whom it is about, once it is filled in."
        ),
        *(Column(head_of(model, name), 18, help="Blank: not stated.") for name in given),
        *(
            Column(head_of(model, name), 22, help="What this patient should be answered.")
            for name in expected
        ),
    ]
    bands = {3: "Given", 3 + len(given): "Expect"}
    rows = [
        [
            id_,
            _description(proposal, model),
            *(_cell(model.fields[name], proposal, name) for name in given),
            *(None for _ in expected),
        ]
        for id_, proposal in zip(ids, found.proposals, strict=True)
    ]
    return NewSheet(SHEET, "Cases", columns=columns, rows=rows, bands=bands)


def _description(proposal: Proposal, model: Model) -> str:
    labels = ", ".join(model.decision[code].label for code in proposal.decisions)
    return f"Say what is right for: {labels}. " + "; ".join(proposal_reasons(proposal, model))


def _given(found: Proposals) -> list[str]:
    """The inputs that some case states, in the order of the dictionary."""
    stated = {name for one in found.proposals for name in one.values}
    return [name for name in found.model.fields if name in stated]


def _expected(found: Proposals) -> list[str]:
    """The results of the decisions that some case is about."""
    codes = {code for one in found.proposals for code in one.decisions}
    tables = (table for table in found.model.decisions if table.code in codes)
    return [name for table in tables for name in table.output_fields]


def _cell(field: Field, proposal: Proposal, name: str) -> object:
    """A value as a cell of the sheet states it; blank where the case does not state it."""
    if name not in proposal.given:
        return None
    value, given = proposal.values[name], proposal.given[name]
    if value == UNKNOWN:
        return UNKNOWN
    if isinstance(value, Fraction) and not isinstance(given, str) and Fraction(str(given)) == value:
        return given
    if isinstance(value, frozenset):
        return "; ".join(field.label_of(member) for member in sorted(value)) or value_words(value, field)
    return given_words(given, field)


def _ids(model: Model, count: int) -> list[str]:
    """IDs that no case has."""
    taken = {fold(case.id) for case in model.cases}
    found: list[str] = []
    number = 0
    while len(found) < count:
        number += 1
        if fold(name := f"P{number}") not in taken:
            found.append(name)
    return found


def _comments(sheet: Any, found: Proposals) -> None:
    """What the tables answer today, as comments on the cells that are to be filled in."""
    from openpyxl.comments import Comment

    given, expected = _given(found), _expected(found)
    for row, proposal in enumerate(found.proposals, start=5):
        for column, name in enumerate(expected, start=3 + len(given)):
            for text in _today(found.model, proposal.today, name):
                comment = Comment(f"{MARK} the tables answer today: {text}", "b12tables")
                sheet.cell(row, column).comment = comment


def _today(model: Model, today: Mapping[str, Answer], name: str) -> Iterator[str]:
    table = model.produced_by[name]
    if table.code in today:
        answer = today[table.code]
        rows = answer if isinstance(answer, tuple) else (answer,)
        values: list[Value] = [row[name] for row in rows]
        yield "; ".join(value_words(value, model.fields[name]) for value in values) or "nothing"
