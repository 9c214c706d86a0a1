"""Table sets written in Markdown: to a Workbook, to a Model, or to a real .xlsx file.

    ## Fields
    - cause: choice (dietary, pernicious anaemia), unknown
    - age: whole number, 0..120, unit a
    - dose: number, > 0 ..50, unit mg, accepts ug | [IU] = 0.1 mg
    - regimen: choice (oral, refer)

    ## Decision: Regimen
    - Hit policy: First

    |    | When  |      | Then    | Because  |
    |----|-------|------|---------|----------|
    |    | Cause | Age  | Regimen | Evidence |
    | R1 | dietary | > 18 | oral | S1-01    |
    | Otherwise | | | refer | |

A heading `## Kind` or `## Kind: title` begins a sheet of that kind. `- Key: text` lines are the keys above
its table. The header row of a band sheet is the band row. `<br>` breaks a line in a cell, `\\|` is a bar. A
plain number becomes a number cell, an ISO date a date cell, as in a spreadsheet; a leading `'` keeps it a
text.

`## Fields` is a short form of Dictionary and Values (a line: `code: type (values), options`; options:
`low..high`, `> low ..`, `unit u`, `accepts u1 | u2 = f u`, `unknown`, `label text`, `question text`,
`computed text`). Labels follow from codes (`oral_option` -> `Oral option`); a value written with spaces has
the code with `_`. Where no About sheet is written, a complete one is added. A second `## Kind` of the same
name is a second sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.tables import Model
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.workbook import Cell, Raw, Sheet, Workbook

FILE = "tables.xlsx"

ABOUT = {
    "Title": "A table set of the tests",
    "Identifier": "test_tables",
    "Version": "0.1.0",
    "Status": "Draft",
    "Intended use": "Tests.",
    "Disclaimer": "This is no medical advice.",
}

DICTIONARY = [
    "Field", "Label", "Type", "Minimum", "Maximum", "Unit", "Also accepts", "Unknown", "Computed", "Question",
]  # fmt: skip


@dataclass
class Written:
    """A sheet as rows of raw cells, from A1."""

    name: str
    rows: list[list[Raw]] = field(default_factory=list)


def workbook_from_markdown(text: str) -> Workbook:
    """The workbook, as if read from the file `tables.xlsx`."""
    return Workbook(tuple(_sheet(written) for written in sheets_from_markdown(text)))


def model_and_findings(text: str) -> tuple[Model | None, tuple[Finding, ...]]:
    """What `build_model` makes of the text."""
    return build_model(workbook_from_markdown(text))


def model_from_markdown(text: str) -> Model:
    """The model; an AssertionError that lists the findings where there is an error among them."""
    model, findings = model_and_findings(text)
    errors = [finding for finding in findings if finding.severity == "error"]
    assert model is not None and not errors, "\n".join(
        f"{finding.name}: {finding.message} ({', '.join(map(str, finding.places))})" for finding in errors
    )
    return model


def write_xlsx(text: str, folder: Path, file: str = FILE) -> Path:
    """The workbook as a real file in the folder; its path."""
    path = folder / file
    path.write_bytes(_as_xlsx(text, tuple(ABOUT.items())))
    return path


@lru_cache(maxsize=64)
def _as_xlsx(text: str, about: tuple[tuple[str, str], ...]) -> bytes:
    """The workbook as openpyxl writes it, once: hundreds of edits begin with the same set.

    `about` is what is written where the text has no About: a test may have put another in its place.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for made in sheets_from_markdown(text):
        sheet = book.create_sheet(made.name)
        for row in made.rows:
            sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


# ---------------------------------------------------------------- Markdown


def sheets_from_markdown(text: str) -> list[Written]:
    """The sheets with their raw cells, About added where it is missing."""
    sheets: list[Written] = []
    for heading, lines in _sections(text):
        kind, _, title = (part.strip() for part in heading.partition(":"))
        kind = "Decision table" if kind == "Decision" else kind
        if kind == "Fields":
            sheets.extend(_fields(lines))
        else:
            sheets.append(Written(title or kind, _rows(kind, title, lines)))
    if not any(sheet.rows[0][0] == "About" for sheet in sheets):
        sheets.insert(0, Written("About", [["About"], *([key, value] for key, value in ABOUT.items())]))
    names: dict[str, int] = {}
    for sheet in sheets:
        stem = re.sub(r"[\\/*?:\[\]]", " ", sheet.name)[:28]
        names[stem] = names.get(stem, 0) + 1
        sheet.name = stem if names[stem] == 1 else f"{stem} {names[stem]}"
    return sheets


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    heading, lines = "", list[str]()
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("## "):
            if heading:
                yield heading, lines
            heading, lines = line[3:].strip(), []
        else:
            lines.append(line)
    if heading:
        yield heading, lines


def _rows(kind: str, title: str, lines: Sequence[str]) -> list[list[Raw]]:
    rows: list[list[Raw]] = [[kind, title] if title else [kind]]
    for line in lines:
        if match := re.fullmatch(r"- ([^:|]+):\s*(.*)", line):
            rows.append([match[1], raw(match[2])])
    table = [
        _cells(line)
        for line in lines
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+-[|\s:-]*", line)
    ]
    return [*rows, [], *table]


def _cells(line: str) -> list[Raw]:
    parts = re.split(r"(?<!\\)\|", line.strip())[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return [raw(part.replace("\\|", "|")) for part in parts]


def raw(text: str) -> Raw:
    """What a spreadsheet makes of a typed text: a number, a date, or the text."""
    text = re.sub(r"\s*<br>\s*", "\n", text.strip())
    if text.startswith("'"):
        return text[1:]
    if re.fullmatch(r"-?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", text):
        return float(text)
    with suppress(ValueError):
        return date.fromisoformat(text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else "")
    return text or None


def _sheet(written: Written) -> Sheet:
    blank = Sheet(FILE, written.name, {})
    cells = {
        (row, column): Cell(value, blank.place(row, column))
        for row, values in enumerate(written.rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return Sheet(FILE, written.name, cells)


# ---------------------------------------------------------------- the short form of fields


def _fields(lines: Sequence[str]) -> list[Written]:
    dictionary: list[list[Raw]] = [["Dictionary"], [], list(DICTIONARY)]
    values: list[list[Raw]] = [["Values"], [], ["Field", "Value", "Label"]]
    for line in lines:
        match = re.fullmatch(r"- (\w+):\s*([a-z/ ]+?)\s*(?:\(([^()]*)\))?\s*(?:,\s*(.*))?", line)
        if match is None:
            assert not line, f"no field: {line!r}"
            continue
        code = match[1]
        row: dict[str, Raw] = {"Field": code, "Label": _label(code), "Type": match[2]}
        for option in re.split(r",\s*", match[4] or ""):
            row |= _option(option)
        dictionary.append([row.get(name) for name in DICTIONARY])
        for value in filter(None, re.split(r",\s*", (match[3] or "").strip())):
            values.append(
                [code, "_".join(value.split()), _label(value) if " " in value else value.replace("_", " ")]
            )
    return [Written("Dictionary", dictionary), *([Written("Values", values)] if len(values) > 3 else [])]


def _option(option: str) -> dict[str, Raw]:
    word, _, rest = option.partition(" ")
    match word:
        case "":
            return {}
        case "unknown":
            return {"Unknown": "yes"}
        case "unit":
            return {"Unit": rest}
        case "accepts":
            return {"Also accepts": "\n".join(part.strip() for part in rest.split("|"))}
        case "label" | "question" | "computed":
            return {word.capitalize(): rest}
    low, dots, high = option.partition("..")
    assert dots, f"no option of a field: {option!r}"
    return {"Minimum": raw(low), "Maximum": raw(high)}


def _label(code: str) -> str:
    text = code.replace("_", " ")
    return text[:1].upper() + text[1:]
