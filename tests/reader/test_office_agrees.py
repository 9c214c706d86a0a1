"""Every cell that we take, LibreOffice reads the same: over all workbooks that the tests and the project have.

A cell that we refuse is not asked for: there the programs may differ. A start of LibreOffice reads a fifth of them. The
files that are written part by part (hostile ones, Google's) are left out: LibreOffice opens none of them.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest

from b12tables.compiler.reader.folder import read_workbook
from b12tables.compiler.reader.workbook import Cell, Sheet
from b12tables.runtime.numbers import read_quantity
from b12tables.runtime.words import plain
from tests.kit.tables import write_xlsx
from tests.reader.edits import Edited, edited_book
from tests.reader.office import converted
from tests.reader.seen_edits import SEEN
from tests.reader.test_reader_clumsy import CLUMSY

ROOT = Path(__file__).parents[2]


def corpus() -> list[Callable[[Path], Path]]:
    """What writes the workbooks of all corpora into a folder, each under a name of its own."""
    edits = enumerate((*CLUMSY, *SEEN.edits))
    own = enumerate(sorted(ROOT.glob("tables/*.xlsx")))
    return [
        *(partial(_edited, edited, f"edit{number}.xlsx") for number, edited in edits),
        *(partial(_own, path, f"own{number}.xlsx") for number, path in own),
    ]


def _own(path: Path, name: str, folder: Path) -> Path:
    return Path(shutil.copy(path, folder / name))


def _edited(edited: Edited, name: str, folder: Path) -> Path:
    workshop = folder / "one"
    workshop.mkdir(exist_ok=True)
    return Path(shutil.move(edited_book(edited.edit, workshop), folder / name))


SHARES = 5


@pytest.fixture(params=range(SHARES))
def office(soffice: str, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[list[Path], Path]:
    """A share of the workbooks, and the folder with what LibreOffice shows of each of their sheets."""
    folder = tmp_path
    files = [make(folder) for make in corpus()[request.param :: SHARES]]
    converted(soffice, files, folder / "shown")
    return files, folder / "shown"


def says(cell: Cell, text: str) -> bool:
    """Whether a text that LibreOffice shows is the content that we took."""
    match cell.value:
        case bool():
            return text.upper() == str(cell.value).upper()
        case datetime() | date():
            return str(cell.value.day) in text and f"{cell.value.year % 100:02}" in text
        case int() | float():
            return read_quantity(bare(text)) == read_quantity(bare(cell.text))
        case str() if plain(cell.value) != plain(text):
            # a number with a unit or a per cent sign, where the format writes it
            return bare(text).replace(" ", "") == bare(cell.value).replace(" ", "")
    return True


def bare(text: str) -> str:
    """Without the marks between groups of digits, and with the minus beside its number."""
    return re.sub(r"^-\s+", "-", re.sub(r"(?<=\d),(?=\d{3})", "", plain(text)))


def taken(sheet: Sheet) -> Iterator[tuple[int, int, Cell]]:
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.value is not None and not cell.problem and not cell.spread and not cell.looks:
            yield row, column, cell


def test_what_we_take_libreoffice_reads_the_same(office: tuple[list[Path], Path]) -> None:
    files, shown = office
    compared, different = 0, []
    for file in files:
        workbook, _ = read_workbook(file)
        for sheet in workbook.sheets:
            rows = table(shown, file, sheet)
            for row, column, cell in taken(sheet):
                text = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""
                compared += 1
                if not says(cell, text):
                    different.append((file.name, sheet.name, cell.place.cells, cell.value, text))
    assert different == []
    assert compared > 5_000


def table(shown: Path, file: Path, sheet: Sheet) -> list[list[str]]:
    with (shown / f"{file.stem}-{sheet.name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    write_xlsx("## Sources\n\n| ID | Title |\n|---|---|\n| 7 | A |", tmp_path)
    workbook, _ = read_workbook(tmp_path)
    cells = {cell.value: cell for sheet in workbook.sheets for _, _, cell in taken(sheet)}
    assert says(cells[7], "7") and not says(cells[7], "70") and not says(cells["A"], "B")
