"""What a report says of one mistake: forty mistakes, each made in one place of a set that was right.

    python benchmarks/reports.py             all of them
    python benchmarks/reports.py b02 l04     these

`mistakes.csv` holds the mistakes as data: a set, a sheet, a row (by what stands in its first column, or by the cell),
a column (by its head), and what is done there. Each is made in a copy of the workbooks, which is then checked as
`b12tables check` does it. Printed for each: whether *Begin here* names the place (and says what the entry `says`
expects), the lines on a terminal, the findings that are not true (those that an unread cell alone brought about), and
what becomes of the set when the first mend is made that is offered there: whether it is rid of that cause, and whether
everybody who had an answer before the mend has the same afterwards. What only people can do (bring a sheet back, say
what is meant) is not made.
"""

from __future__ import annotations

import csv
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import range_boundaries

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from b12tables.compiler import Report, check  # noqa: E402
from b12tables.compiler.compare import Change  # noqa: E402
from b12tables.compiler.compare.alignment import known_to  # noqa: E402
from b12tables.compiler.compare.decision_search import Kind  # noqa: E402
from b12tables.compiler.compare.differ import Compared, compare_known  # noqa: E402
from b12tables.compiler.compare.joint_model import Answers  # noqa: E402
from b12tables.compiler.compare.relevant_rules import bearing  # noqa: E402
from b12tables.compiler.model import (  # noqa: E402
    CellEdit,
    DecisionTable,
    Finding,
    Model,
    Place,
    ResultEdit,
    RowDeleted,
)
from b12tables.compiler.model.evaluate import evaluate  # noqa: E402
from b12tables.compiler.model.finding import KINDS  # noqa: E402
from b12tables.compiler.reader import Kept  # noqa: E402
from b12tables.compiler.report import Cause, begin_here, report_text  # noqa: E402
from tests.kit.cases import as_values  # noqa: E402
from tests.kit.tables import write_xlsx  # noqa: E402

DAY = date(2026, 11, 21)

with (Path(__file__).parent / "mistakes.csv").open(encoding="utf-8", newline="") as file:
    MISTAKES = {entry["id"]: entry for entry in csv.DictReader(file)}

OF_READING = tuple(KINDS)[: tuple(KINDS).index("gap")]
"""The kinds of finding that come from reading, not from a check."""

Mistake = Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What the report of a mistake is like."""

    mistake: Mistake
    first: bool
    """Whether *Begin here* names the place of the mistake."""
    lines: int
    findings: int
    untrue: tuple[str, ...]
    report: Report
    mend: str
    """What became of the first mend: `mended`, `by hand`, or what is wrong with it."""


PUT_RIGHT = {
    "clinic": [
        ("2026-01-31      | -    | 50 ", "2026-01-31      | -    | -  "),
        (
            "| R3   | < 2026-01-31; unknown | North, South | - | no |",
            "| R3   | < 2026-01-31; unknown | North, South | - | no |\n"
            "| R4   | < 2026-01-31; unknown | not(North, South) | - | no |",
        ),
    ],
    "level": [("Plan: not(wait)<br>", "")],
}
"""What is mended in the sets of the tests before: these two are there for their faults."""


KEPT: Kept = {}
"""What was read of the workbooks, of which each mistake leaves all but one as they were."""


# ---------------------------------------------------------------- making the mistake


def original(name: str, folder: Path) -> None:
    """The workbooks of a set, as they are without a mistake."""
    if name == "b12":
        for path in sorted((ROOT / "tables").glob("*.xlsx")):
            shutil.copy(path, folder / path.name)
    else:
        text = (ROOT / "tests" / "kit" / "sets" / f"{name}.md").read_text(encoding="utf-8")
        for was, becomes in PUT_RIGHT.get(name, ()):
            assert was in text
            text = text.replace(was, becomes)
        write_xlsx(text, folder)


def make(mistake: Mistake, folder: Path) -> Place:
    """Makes the mistake in the workbooks of a folder; the place at which it stands."""
    for path in sorted(folder.glob("*.xlsx")):
        if mistake["sheet"] not in _sheets(path):
            continue
        book = openpyxl.load_workbook(path)
        if (sheet := _sheet(book, mistake)) is not None:
            cells = _edit(book, sheet, mistake)
            book.save(path)
            return Place(path.name, mistake["sheet"], cells)
    raise AssertionError(f"{mistake['id']}: there is no sheet {mistake['sheet']}")


def _sheets(path: Path) -> list[str]:
    """The names of the sheets of a workbook, of which no cell is read."""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        return list(book.sheetnames)


def _sheet(book: Any, mistake: Mistake) -> Any:
    """The sheet of the mistake; several books may have a sheet of that name, one has the row."""
    if mistake["sheet"] not in book.sheetnames:
        return None
    sheet = book[mistake["sheet"]]
    return sheet if not mistake["row"] or mistake["row"] == "head" or _row(sheet, mistake["row"]) else None


def _row(sheet: Any, name: str) -> int | None:
    if re.fullmatch(r"[A-Z]\d", name) and not _rows_named(sheet, [name]):
        return int(name[1:])
    found = _rows_named(sheet, name.split("|"))
    return found[0] if found else None


def _rows_named(sheet: Any, words: Sequence[str]) -> list[int]:
    return [
        row
        for row in range(2, sheet.max_row + 1)
        if [str(sheet.cell(row, c).value) for c in range(1, len(words) + 1)] == list(words)
    ]


def _column(sheet: Any, head: str) -> int:
    places = [cell for row in sheet.iter_rows() for cell in row if cell.value == head and cell.row > 2]
    return int(places[0].column)


def _head_row(sheet: Any, head: str) -> int:
    return int(
        next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == head and cell.row > 2)
    )


def _edit(book: Any, sheet: Any, mistake: Mistake) -> str:
    """Makes the mistake in a sheet; the cells at which it stands ("": the whole sheet)."""
    if mistake["edit"] == "delete sheet":
        book.remove(sheet)
        return ""
    if mistake["edit"] == "insert column":
        column = _column(sheet, mistake["column"])
        row = _head_row(sheet, mistake["column"])
        sheet.insert_cols(column)
        sheet.cell(row + 1, column).value = "see the ward"
        return str(sheet.cell(row, column).coordinate)
    if mistake["edit"] == "cell":
        return _cell_edit(sheet, mistake)
    row = _row(sheet, mistake["row"])
    assert row is not None, mistake
    return _row_edit(sheet, mistake["edit"], row)


def _cell_edit(sheet: Any, mistake: Mistake) -> str:
    if not mistake["column"]:
        cell = sheet[mistake["row"]]
    elif mistake["row"] == "head":
        cell = sheet.cell(_head_row(sheet, mistake["column"]), _column(sheet, mistake["column"]))
    else:
        cell = sheet.cell(_row(sheet, mistake["row"]), _column(sheet, mistake["column"]))
    assert str(cell.value) != mistake["becomes"], f"{mistake['id']} changes nothing"
    cell.value = mistake["becomes"] or None
    return str(cell.coordinate)


def _row_edit(sheet: Any, edit: str, row: int) -> str:
    if edit == "delete row":
        sheet.delete_rows(row)
        return ""
    if edit == "double row":
        values = [cell.value for cell in sheet[row]]
        sheet.insert_rows(row + 1)
        for column, value in enumerate(values, 1):
            sheet.cell(row + 1, column).value = f"{value}x" if column == 1 else value
        return f"A{row}:A{row + 1}"
    if edit == "hide row":
        sheet.row_dimensions[row].hidden = True
    else:
        assert edit == "strike row", edit
        for cell in sheet[row]:
            cell.font = Font(strike=True)
    return f"A{row}"


# ---------------------------------------------------------------- looking at the report


def outcome(mistake: Mistake) -> Outcome:
    """What is said of a set with this mistake."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original(mistake["set"], folder)
        place = make(mistake, folder)
        report = check(folder, DAY, kept=KEPT)
        mend = after_mending(report, mistake, place, folder)
    known = said_before(mistake["set"])
    fresh = [finding for finding in report.findings if _key(finding) not in known]
    lines = report_text(report, notes=False).count("\n") + 1
    untrue = tuple(
        f"{f.name} {f.decision or ''} {','.join(f.rules)}" for f in fresh if _untrue(f, report, place)
    )
    return Outcome(mistake, named_first(report, mistake, place), lines, len(fresh), untrue, report, mend)


@cache
def _before(name: str) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        original(name, Path(folder))
        return check(Path(folder), DAY, kept=KEPT)


def said_before(name: str) -> frozenset[object]:
    """What is said of the set without a mistake: the small sets of the tests are not perfect."""
    return frozenset(_key(finding) for finding in _before(name).findings)


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.name, finding.decision, finding.rules, finding.message.partition("\n")[0]


def named_first(report: Report, mistake: Mistake, place: Place) -> bool:
    """Whether one of the entries of *Begin here* stands at the mistake, and says what it must."""
    return any(
        _at(cause, place) and re.search(mistake["says"], text) is not None
        for cause, text in beginnings(report)
    )


def beginnings(report: Report) -> Iterator[tuple[Sequence[Place], str]]:
    """The entries of *Begin here*: where each of them leads, and its words."""
    for cause in begin_here(report):
        yield cause.places, cause.text


def _at(places: Sequence[Place], place: Place) -> bool:
    """Whether something begins at the mistake; of a row or sheet that is gone, in that sheet or anywhere."""
    if not place.cells:
        return any(p.sheet == place.sheet for p in places) or bool(places)
    return any(
        p.file == place.file and p.sheet == place.sheet and _meet(p.cells, place.cells) for p in places
    )


def _meet(one: str, other: str) -> bool:
    if not one:
        return False
    left, top, right, bottom = range_boundaries(one)
    left2, top2, right2, bottom2 = range_boundaries(other)
    return bool(left <= right2 and left2 <= right and top <= bottom2 and top2 <= bottom)


def _untrue(finding: Finding, report: Report, place: Place) -> bool:
    """Whether a finding is not so, or only so because something could not be read."""
    if finding.severity == "info":
        return False
    unread = any(f.severity == "error" and f.name in OF_READING for f in report.findings)
    if finding.name in OF_READING:
        return False
    if unread:
        return True
    return not _holds(finding, report)


def _holds(finding: Finding, report: Report) -> bool:
    """Whether the example of a finding is a patient to whom it happens, by the reference evaluator."""
    if finding.example is None or finding.name not in ("gap", "overlap", "conflict"):
        return True
    assert report.model is not None
    troubles = evaluate(report.model, as_values(report.model, finding.example)).problems
    name = "no-rule" if finding.name == "gap" else finding.name
    return finding.severity != "error" or any(
        t.name == name and t.about == finding.decision for t in troubles
    )


# ---------------------------------------------------------------- making the mend

BY_HAND = "by hand"

WORDS = (
    r"write (?P<to>.+) into A1",
    r"did you mean (?P<to>[^?]+)\?.*",
    r"for any of them write (?P<to>.+)",
    r"if (?P<was>.+) was called (?P<to>.+) before, write that there again; .*",
    r"write (?P<to>[<>]=? ?[\d.]+|[\d.]+), or .*",
    r"write (?P<to>[\w.]+);.*",
)
"""Mends that a reader makes as they stand; of several forms the first."""


def after_mending(report: Report, mistake: Mistake, place: Place, folder: Path) -> str:
    """What becomes of the set in a folder when the first mend is made that *Begin here* offers for the mistake."""
    cause = next(
        (c for c in begin_here(report) if _at(c.places, place) and re.search(mistake["says"], c.text)), None
    )
    if cause is None or not _made(report, cause, folder):
        return BY_HAND
    after = check(folder, DAY, kept=KEPT)
    before = {_key(finding) for finding in report.findings}
    found = {_key(finding) for finding in after.findings if finding.severity == "error"}
    if _key(cause.finding) in found:
        return "NOT MENDED"
    mends = cause.finding.mends
    drafted = mends.rows is not None and not mends.first
    # what a drafted row answers is for people to say: of it the conditions are judged
    broken = {key for key in found - before if not drafted or key[0] in ("gap", "overlap", "conflict")}
    if broken:
        return f"BREAKS {len(broken)}"
    if report.model is None or after.model is None:
        return "mended" if after.model is not None else "NOT MENDED"
    changes = _changes(report.model, after.model)
    others = (c for c in changes if not _says_so(report.model, cause.finding, c))
    return "mended" if next(others, None) is None else "CHANGES ANSWERS"


def _changes(old: Model, new: Model) -> Iterator[Change]:
    """Who had an answer of a decision before and gets another: exact, but nobody asks for the cells behind it."""
    compared = compare_known(Answers(old), Answers(new), bearing(old, new))
    kinds = (kind for kind in compared.differences.kinds if kind.decision in old.decision)
    told = (compared.told(kind, causes=False) for kind in kinds if _answered_before(compared, kind))
    accepted = (change for change in compared.acceptance.changes if change.decision in old.decision)
    shown = (change for change in (*told, *accepted) if change is not None)
    return (change for change in shown if change.before is not None)


def _answered_before(compared: Compared, kind: Kind) -> bool:
    """Whether the patients of a kind had an answer: to tell all of a kind takes many times as long."""
    model = compared.aligned.stating[0]
    deciding = compared.aligned.answers[0].deciding
    before = evaluate(model, known_to(model, kind.case), deciding=deciding)
    return before.outputs.get(kind.pair.old.code) is not None


def _says_so(model: Model, finding: Finding, change: Change) -> bool:
    """Whether the mend of a finding says that it changes the answer of the patient of a change."""
    if not finding.mends.results:
        return False
    edit = finding.mends.results[0]
    steps = evaluate(model, as_values(model, change.example)).steps
    return any(step.decision == edit.decision and edit.rule in step.rules for step in steps)


def _made(report: Report, cause: Cause, folder: Path) -> bool:
    """Makes a mend in the workbooks of a folder; False where only people can."""
    mends = cause.finding.mends
    if mends.first:
        for edit in mends.first:
            _make_edit(report, cause.finding, edit, folder)
        return True
    if mends.results and (not mends.expects or mends.results[0].mends > 1):
        _make_edit(report, cause.finding, mends.results[0], folder)
        return True
    if mends.rows is not None:
        _add_rows(report, cause.finding, mends.rows.rows, folder)
        return True
    text = next((m for words in WORDS if (m := re.fullmatch(words, cause.edit))), None)
    if text is None or cause.cell is None:
        return False
    _write_text(cause.cell, text, cause.says, folder)
    return True


def _write_text(place: Place, text: re.Match[str], says: str, folder: Path) -> None:
    """Writes what the mend says into its cell; for a word of the cell that the finding quotes, where it quotes one."""
    quoted = re.findall(r"'([^']+)'", says)
    book = openpyxl.load_workbook(folder / place.file)
    area = book[place.sheet][place.cells]
    was = text.groupdict().get("was")
    cells = [cell for row in area for cell in row] if isinstance(area, tuple) else [area]
    for cell in cells:
        if was is not None and cell.value == was:
            cell.value = text["to"]
        elif was is None:
            part = next((word for word in quoted if word in str(cell.value)), str(cell.value))
            cell.value = str(cell.value).replace(part, text["to"])
    book.save(folder / place.file)


def _make_edit(
    report: Report, finding: Finding, edit: CellEdit | ResultEdit | RowDeleted, folder: Path
) -> None:
    if isinstance(edit, RowDeleted):
        table = _table_of(report, finding)
        place = next(rule.place for rule in table.rules if rule.id == edit.rule)
    else:
        place = edit.place
    book = openpyxl.load_workbook(folder / place.file)
    sheet = book[place.sheet]
    if isinstance(edit, RowDeleted):
        sheet.delete_rows(int(re.findall(r"\d+", place.cells)[0]))
    else:
        sheet[place.cells] = edit.after
    book.save(folder / place.file)


def _add_rows(report: Report, finding: Finding, rows: Sequence[Mapping[str, str]], folder: Path) -> None:
    """Writes the rows below the last rule; what they answer is for people to say: here they answer as it does."""
    table = _table_of(report, finding)
    last = table.rules[-1]
    book = openpyxl.load_workbook(folder / last.place.file)
    sheet = book[last.place.sheet]
    bottom = int(re.findall(r"\d+", last.place.cells)[0])
    for number, row in enumerate(rows, 1):
        sheet.insert_rows(bottom + number)
        for cell in sheet[bottom]:
            sheet.cell(bottom + number, cell.column).value = cell.value
        sheet.cell(bottom + number, 1).value = f"NEW{number}"
        for name, condition in zip(table.input_fields, last.conditions, strict=True):
            sheet[re.sub(r"\d+", str(bottom + number), condition.place.cells)] = row[name]
    book.save(folder / last.place.file)


def _table_of(report: Report, finding: Finding) -> DecisionTable:
    assert report.model is not None and finding.decision is not None
    return report.model.decision[finding.decision]


# ---------------------------------------------------------------- printing


def main(chosen: Sequence[str]) -> None:
    """Prints a line for each mistake, and what they come to."""
    outcomes = []
    for name in chosen or MISTAKES:
        found = outcome(MISTAKES[name])
        outcomes.append(found)
        entry = found.mistake
        begin = "begin here" if found.first else "NOT FIRST"
        where = f"{entry['sheet']} {entry['row']} {entry['column']}".strip()
        print(
            f"{name}  {entry['kind']:34} {where[:40]:40} {begin:10} {found.lines:5} lines "
            f"{found.findings:4} findings {len(found.untrue):4} untrue  {found.mend}",
            flush=True,
        )
    lines = [found.lines for found in outcomes]
    made = [found.mend for found in outcomes if found.mend != BY_HAND]
    print(
        f"\nof {len(outcomes)}: {sum(found.first for found in outcomes)} begin at the mistake; lines: median "
        f"{statistics.median(lines):g}, most {max(lines)}; untrue findings: {sum(len(o.untrue) for o in outcomes)}"
    )
    print(
        f"first mends that can be made as they stand: {len(made)}; of these {made.count('mended')} leave a set without "
        "that cause, and everybody's answer as it was"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
