"""Suites in Markdown: table sets, and exactly the findings expected of each.

A suite is a piece of Markdown. A ```tables block is a table set; the ```findings block behind it lists what is said of
it, one a line: the kind, then rule IDs or other words that the finding must have (see `summary`). A finding that is
not listed fails, and so does one that is listed and not found. A set without ```findings is clean. Between the
two may stand

    ```edit       what is done to the workbook by hand: `hide row 6 of Age group`, `delete sheet About`,
                  `strike row 6 of …`, `comment on B6 of …: text`, `formula TODAY() in B6 of …`
    ```files      files of the folder, `name: text` a line; alone, they are all that is in the folder
    ```bound      how many seconds' worth of steps the analysis may take
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from b12tables.compiler import read
from b12tables.compiler.checks import DEFAULT_BOUND, run_checks
from b12tables.compiler.checks.certificate import Certificate
from b12tables.compiler.model.finding import KINDS, Finding
from b12tables.compiler.model.tables import Model
from b12tables.compiler.reader.build_model import build_model
from tests.kit.tables import workbook_from_markdown, write_xlsx

TODAY = date(2026, 11, 21)

READING = tuple(KINDS)[: tuple(KINDS).index("gap")]
"""The kinds of finding that come from reading, not from a check."""


@dataclass(frozen=True)
class Suite:
    """One table set and what is expected of it."""

    heading: str
    tables: str = ""
    edit: str = ""
    files: str = ""
    bound: str = ""
    findings: str = ""

    @property
    def expected(self) -> list[str]:
        return [line.strip() for line in self.findings.splitlines() if line.strip()]


_BLOCK = re.compile(
    r"^# ([^\n]+)$|^```(tables|edit|files|bound|findings)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def suites(text: str) -> list[Suite]:
    """The suites of a text."""
    found: list[Suite] = []
    heading, blocks = "", dict[str, str]()
    for title, kind, body in _BLOCK.findall(text):
        if blocks and (title or kind in blocks or "findings" in blocks or kind == "tables"):
            found.append(Suite(heading, **blocks))
            blocks = {}
        if title:
            heading = title
        else:
            blocks[kind] = body
    return [*found, Suite(heading, **blocks)] if blocks else found


@dataclass(frozen=True)
class Ran:
    """What is said of a table set."""

    model: Model | None
    findings: tuple[Finding, ...]
    certificate: Certificate | None

    @property
    def summaries(self) -> list[str]:
        return [summary(self.model, finding) for finding in self.findings]


def run(suite: Suite) -> Ran:
    """Reads and checks the set of a suite; from real files where it is about files."""
    if suite.edit or suite.files:
        with tempfile.TemporaryDirectory() as folder:
            _write(suite, Path(folder))
            model, findings = read(Path(folder))
    else:
        model, findings = build_model(workbook_from_markdown(suite.tables))
    if model is None:
        return Ran(None, findings, None)
    more, certificate = run_checks(model, as_of=TODAY, bound=float(suite.bound or DEFAULT_BOUND))
    return Ran(model, (*findings, *more), certificate)


def _write(suite: Suite, folder: Path) -> None:
    if suite.tables:
        _edit(write_xlsx(suite.tables, folder), suite.edit)
    for line in suite.files.splitlines():
        name, _, text = line.partition(": ")
        (folder / name).write_text(text, encoding="utf-8")


def _edit(path: Path, edit: str) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    formulas: list[tuple[str, str, str]] = []
    for line in edit.splitlines():
        if match := re.fullmatch(r"formula (.+) in (\w+) of (.+)", line):
            formulas.append((match[1], match[2], match[3]))
        else:
            _edit_line(book, line)
    book.save(path)
    for formula, cell, sheet in formulas:
        _formula(path, book.sheetnames.index(sheet) + 1, cell, formula)


def _edit_line(book: Any, line: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    if line.startswith("delete sheet "):
        del book[line.removeprefix("delete sheet ")]
    elif line.startswith("hide sheet "):
        book[line.removeprefix("hide sheet ")].sheet_state = "hidden"
    elif match := re.fullmatch(r"strike row (\d+) of (.+)", line):
        for cell in book[match[2]][int(match[1])]:
            cell.font = Font(strike=True)
    elif match := re.fullmatch(r"comment on (\w+) of (.+?): (.+)", line):
        book[match[2]][match[1]].comment = Comment(match[3], "Anna")
    else:
        match = re.fullmatch(r"hide (row|column) (\w+) of (.+)", line)
        assert match, f"no edit: {line!r}"
        sheet = book[match[3]]
        sizes = sheet.row_dimensions if match[1] == "row" else sheet.column_dimensions
        sizes[int(match[2]) if match[1] == "row" else match[2]].hidden = True


def _formula(path: Path, number: int, cell: str, formula: str) -> None:
    """Puts a formula before the value that a cell holds, as the value that was stored with it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = f"xl/worksheets/sheet{number}.xml"
    before = parts[name].decode()
    after = re.sub(rf'(<c r="{cell}"[^>]*>)<v', rf"\1<f>{formula}</f><v", before)
    assert after != before, f"no value in {cell}"
    parts[name] = after.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def summary(model: Model | None, finding: Finding) -> str:
    """The finding as a line of a ```findings block."""
    words = [finding.name, *finding.rules]
    if finding.name in READING and finding.places:
        first = finding.places[0]
        # the name of the folder, which `no-workbook` is about, is another in every run
        words.append(first.cells or ("" if finding.name == "no-workbook" else first.file))
    elif not finding.rules:
        words += [str(finding.data[key]) for key in ("value", "finding") if key in finding.data]
        if "field" in finding.data and "value" not in finding.data:
            assert model is not None
            words.append(model.fields[str(finding.data["field"])].label)
    if "accepted" in finding.data:
        words.append("accepted")
    return " ".join(word for word in words if word)


def pages_and_suites(folder: Path, pages: dict[str, str]) -> Iterator[tuple[str, Suite]]:
    """Every suite there is, with its name: of the pages of the kinds, and of the .md files of a folder."""
    for name, page in sorted(pages.items()):
        for i, suite in enumerate(suites(page)):
            yield f"page of {name} {i}", suite
    for path in sorted(folder.glob("*.md")):
        for suite in suites(path.read_text(encoding="utf-8")):
            yield f"{path.stem}: {suite.heading}", suite
