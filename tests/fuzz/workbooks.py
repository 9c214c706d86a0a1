"""Workbooks broken at random: bytes of their parts, and texts in their cells."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

from b12tables.compiler.checks import run_checks
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.workbook import Cell, Sheet, Workbook
from tests.kit.tables import workbook_from_markdown, write_xlsx
from tests.reader.edits import GOOD
from tests.reader.test_reader_hostile import TOKENS, survives

XML = [b"<", b">", b"</", b"/>", b'"', b"&amp;", b"&#0;", b"&x;", b"<c>", b"<row r='1048576'>", b'r="XFD1048576"',
       b't="s"', b"<v>99999999</v>", b"<is><t>", b"]]>", b"<![CDATA[", b"<?x?>", b"\xff\xfe", b"\x00", b"-1", b"1e999",
       b'hidden="1"', b"<mergeCell ref='A1:XFD1048576'/>", b"<f>1+1</f>", b"xmlns='x'"]  # fmt: skip


def broken(rng: random.Random, content: bytes) -> bytes:
    """Some bytes of a part replaced, doubled, taken out or moved."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice([0, 0, 1, 4, 20, 200]))
        new = rng.choice([b"", rng.randbytes(rng.randint(1, 12)), rng.choice(XML), bytes(data[at:end]) * 2])
        data[at:end] = new
    return bytes(data)


def broken_file(rng: random.Random, parts: dict[str, bytes], path: Path) -> None:
    """A workbook with one to three parts broken, sometimes its zip too."""
    victims = rng.sample(sorted(parts), rng.randint(0, 3))
    with zipfile.ZipFile(path, "w", rng.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as archive:
        for name, content in parts.items():
            if name in victims and rng.random() < 0.05:
                continue
            archive.writestr(name, broken(rng, content) if name in victims else content)
    if not victims or rng.random() < 0.1:
        path.write_bytes(broken(rng, path.read_bytes()))


def random_text(rng: random.Random) -> object:
    """What a cell might hold: signs of any kind, values, or pieces of the cells' own language."""
    kind = rng.randrange(5)
    if kind == 0:
        return "".join(
            chr(rng.choice([rng.randint(9, 126), rng.randint(160, 0x2FFF)]))
            for _ in range(rng.randint(0, 30))
        )
    if kind == 1:
        return rng.choice(
            [None, True, rng.randint(-5, 10**9), rng.uniform(-1e9, 1e9), "1-2", "=1+1", "not(" * 50]
        )
    return "".join(
        rng.choice(TOKENS.split()) + rng.choice([" ", "", ";", "\n"]) for _ in range(rng.randint(1, 7))
    )


class Files:
    """Every broken file is answered with findings."""

    name = "reader"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "files"
        self.folder.mkdir()
        self.path = write_xlsx(GOOD, self.folder)
        with zipfile.ZipFile(self.path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def try_one(self, rng: random.Random) -> None:
        broken_file(rng, self.parts, self.path)
        survives(self.folder)

    def last(self) -> bytes:
        """The input that was tried last."""
        return self.path.read_bytes()


class Cells:
    """Random texts in random cells go through reading and every check."""

    name = "cells"

    def __init__(self, folder: Path) -> None:
        self.good = workbook_from_markdown(GOOD)
        self.put: list[tuple[str, int, int, object]] = []

    def try_one(self, rng: random.Random) -> None:
        sheets = []
        self.put = []
        for sheet in self.good:
            cells = dict(sheet.cells)
            for _ in range(rng.choice([0, 0, 1, 2, 6])):
                row, column, text = rng.randint(1, 14), rng.randint(1, 11), random_text(rng)
                self.put.append((sheet.name, row, column, text))
                cells[row, column] = Cell(text, sheet.place(row, column))  # type: ignore[arg-type]
            sheets.append(Sheet(sheet.file, sheet.name, cells))
        model, findings = build_model(Workbook(tuple(sheets)))
        assert all(finding.message for finding in findings)
        if model is not None:
            run_checks(model)

    def last(self) -> bytes:
        return repr(self.put).encode("utf-8", "backslashreplace")
