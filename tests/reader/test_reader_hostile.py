"""Hostile and broken files: refused with a sentence, within 2 seconds and 300 MB, never with a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.folder import read_workbook
from tests.kit.patience import PATIENCE, slowness
from tests.kit.tables import write_xlsx
from tests.reader.edits import GOOD
from tests.reader.hostile_files import HOSTILE, Hostile, truncated

PROGRAM = """
import json, sys, time
from pathlib import Path
from b12tables.compiler.reader.folder import read_workbook
from b12tables.compiler.reader.build_model import build_model
begin = time.process_time()
workbook, unreadable = read_workbook(Path(sys.argv[1]))
model, findings = build_model(workbook)
seconds = time.process_time() - begin
status = Path("/proc/self/status")  # not getrusage, which counts the parent from before the exec
lines = status.read_text().splitlines() if status.exists() else ["VmHWM: 0 kB"]
peak = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
print(json.dumps({
    "seconds": seconds,
    "megabytes": int(peak) / 1024,
    "refusals": [[f.name, f.message, f.help[0] if f.help else ""] for f in unreadable],
}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.make.__name__)
def test_hostile_file(hostile: Hostile, tmp_path: Path) -> None:
    hostile.make(tmp_path / "hostile.xlsx")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["seconds"] / slowness() < 2
    assert answer["megabytes"] < 300
    if hostile.sentence:
        ((name, message, help),) = answer["refusals"]
        assert name == "unreadable-file"
        assert hostile.sentence in message
        assert help
    else:
        assert answer["refusals"] == []


def test_the_corpus_is_large_and_documented() -> None:
    assert len(HOSTILE) >= 15
    assert all(hostile.make.__doc__ for hostile in HOSTILE)


def test_the_other_files_are_read_all_the_same(tmp_path: Path) -> None:
    write_xlsx(GOOD, tmp_path)
    truncated(tmp_path / "another.xlsx")
    workbook, findings = read_workbook(tmp_path)
    model, _ = build_model(workbook)
    assert [finding.name for finding in findings] == ["unreadable-file"]
    assert model is not None


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = write_xlsx(GOOD, tmp_path_factory.mktemp("fuzz"))
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def survives(folder: Path) -> None:
    """Reading gives findings, each with a place and a sentence; never an exception."""
    workbook, unreadable = read_workbook(folder)
    _, findings = build_model(workbook)
    for finding in (*unreadable, *findings):
        assert finding.message
        assert finding.places or finding.name in ("missing-sheet", "no-workbook")


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_bytes_in_a_part(data: st.DataObject, parts: dict[str, bytes], tmp_path: Path) -> None:
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        end = at + data.draw(st.integers(0, 20))
        content[at:end] = data.draw(st.binary(max_size=20))
    with zipfile.ZipFile(tmp_path / "fuzzed.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for other, text in parts.items():
            archive.writestr(other, bytes(content) if other == name else text)
    survives(tmp_path)


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_bytes_in_the_file(data: st.DataObject, parts: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "fuzzed.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    file.write_bytes(bytes(content))
    survives(tmp_path)


TOKENS = """
Decision table Dictionary Values Cases When Then Because Given Expect Rule Otherwise Evidence Note Field Label
Type choice number yes/no date text choices whole unknown - any not( ) cause length dietary oral none 20 > >=
.. : ; , S1 months from to today + Hit policy First Collect sum Unit mg % pg/mL = About Title Version 0.1.0 ID
Must Why
"""
WRITTEN = st.one_of(
    st.none(),
    st.lists(st.sampled_from(TOKENS.split()), min_size=1, max_size=5).map(" ".join),
    st.text(max_size=20),
    st.integers(-10, 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
)


@pytest.mark.slow
@settings(max_examples=200)
@given(data=st.data())
def test_random_cell_texts(data: st.DataObject) -> None:
    """Any content of any cells of a good table set: findings only."""
    from b12tables.compiler.reader.workbook import Cell, Sheet, Workbook
    from tests.kit.tables import workbook_from_markdown

    sheets = []
    for sheet in workbook_from_markdown(GOOD):
        cells = dict(sheet.cells)
        for _ in range(data.draw(st.integers(0, 5))):
            row, column = data.draw(st.integers(1, 14)), data.draw(st.integers(1, 11))
            cells[row, column] = Cell(data.draw(WRITTEN), sheet.place(row, column))
        sheets.append(Sheet(sheet.file, sheet.name, cells))
    model, findings = build_model(Workbook(tuple(sheets)))
    for finding in findings:
        assert finding.message
        assert finding.places or finding.name == "missing-sheet"
    if model is not None and not any(finding.severity == "error" for finding in findings):
        assert model.skipped == (), "something is left out without an error that says so"
