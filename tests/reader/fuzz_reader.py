"""Breaks workbooks at random for as long as is wanted: `python -m tests.reader.fuzz_reader MINUTES [SEED]`.

The suite does the same for a moment only. Every file must be answered with findings, never with an exception, and
within the two seconds that a hostile file may take. A file that fails is kept beside the message.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from b12tables.compiler.checks import run_checks
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.workbook import Cell, Sheet, Workbook
from tests.kit.tables import workbook_from_markdown, write_xlsx
from tests.reader.test_reader_hostile import GOOD, TOKENS, survives

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


def random_cells(rng: random.Random, good: Workbook) -> None:
    """Random texts in random cells, through reading and every check."""
    sheets = []
    for sheet in good:
        cells = dict(sheet.cells)
        for _ in range(rng.choice([0, 0, 1, 2, 6])):
            row, column = rng.randint(1, 14), rng.randint(1, 11)
            cells[row, column] = Cell(random_text(rng), sheet.place(row, column))  # type: ignore[arg-type]
        sheets.append(Sheet(sheet.file, sheet.name, cells))
    model, findings = build_model(Workbook(tuple(sheets)))
    assert all(finding.message for finding in findings)
    if model is not None:
        run_checks(model)


def main(minutes: float, seed: int) -> int:
    rng = random.Random(seed)
    good = workbook_from_markdown(GOOD)
    end = time.monotonic() + 60 * minutes
    files = cells = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = write_xlsx(GOOD, Path(folder))
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        while time.monotonic() < end:
            state = rng.getstate()
            begin = time.process_time()
            try:
                if rng.random() < 0.7:
                    files += 1
                    broken_file(rng, parts, path)
                    survives(Path(folder))
                else:
                    cells += 1
                    random_cells(rng, good)
                slowest = max(slowest, time.process_time() - begin)
                assert time.process_time() - begin < 4, "too slow"
            except Exception:
                kept = Path(f"fuzzed-{files + cells}.xlsx")
                kept.write_bytes(path.read_bytes())
                print(
                    f"after {files} files and {cells} sets of cells; the file is {kept}; state {hash(state)}"
                )
                raise
    print(
        f"{files} broken files and {cells} sets of random cells, no exception; the slowest took {slowest:.2f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())))
