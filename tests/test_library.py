"""The library's face: what the commands do, for a program."""

from __future__ import annotations

import doctest
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import b12tables
from b12tables import NotOurs, NotReady, build, build_site, check, compare, load, read_tables
from b12tables.cli import cli

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "tables"


def broken(tmp_path: Path, text: str) -> Path:
    """The tables with a cell that says something else."""
    folder = tmp_path / "tables"
    shutil.copytree(TABLES, folder)
    book = openpyxl.load_workbook(folder / "classes.xlsx")
    sheet = book["Serum B12 band"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "< B12 lower limit")
    cell.value = text
    book.save(folder / "classes.xlsx")
    return folder


@pytest.mark.slow
def test_the_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False)
    assert result.attempted > 10 and result.failed == 0


def test_importing_it_loads_nothing() -> None:
    code = "import sys, b12tables; print(sorted(m for m in sys.modules if m.startswith('b12tables')))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['b12tables', 'b12tables.version']"


@pytest.mark.slow
def test_without_extras_the_tables_are_checked_and_the_site_says_what_it_needs(tmp_path: Path) -> None:
    code = (
        "from b12tables import check, build_site\n"
        "print(check('tables').ok)\n"
        "try: build_site('tables', 'out')\n"
        "except ImportError as why: print(why)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ok, why = done.stdout.splitlines()
    assert ok == "True" and why.endswith('is not installed; install it with: pip install "b12tables[docs]"')


def test_every_name_is_there_and_on_the_page() -> None:
    page = (ROOT / "docs" / "library.md").read_text("utf-8")
    for name in b12tables.__all__:
        assert getattr(b12tables, name) is not None
        assert name in page or name == "__version__"
    assert set(b12tables.__all__) <= set(dir(b12tables))
    with pytest.raises(AttributeError, match="nonsense"):
        b12tables.nonsense  # noqa: B018


@pytest.mark.slow
def test_a_report_as_data_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(
        cli, ["check", str(TABLES), "--format", "json", "--no-release", "--day", "2026-11-26"]
    )
    assert check(TABLES, as_of=date(2026, 11, 26)).to_dict() == json.loads(printed.stdout)


@pytest.mark.slow
def test_a_report_in_a_notebook_escapes_what_a_cell_says(tmp_path: Path) -> None:
    folder = broken(tmp_path, "<script>alert(1)</script>")
    report = check(folder)
    assert not report.ok and report.errors
    page = report._repr_html_()
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "not ok, error" in repr(report) and len(repr(report)) < 120


@pytest.mark.slow
def test_what_needs_sound_tables_is_refused_with_the_report(tmp_path: Path) -> None:
    folder = broken(tmp_path, "maybe?")
    out = tmp_path / "out"
    for ask in (lambda: load(folder), lambda: build(folder, out), lambda: compare(TABLES, folder)):
        with pytest.raises(NotReady) as refused:
            ask()
        assert refused.value.report.errors
        assert refused.value.report.errors[0].name in str(refused.value)
    assert not out.exists()
    with pytest.raises(NotReady, match="no-workbook"):
        build_site(tmp_path / "nowhere", out)


@pytest.mark.slow
def test_a_package_is_the_same_in_memory_and_on_disk(tmp_path: Path) -> None:
    files = build(str(TABLES), str(tmp_path))
    assert all(path.is_file() for path in files) and list(files) == sorted(files)
    case = {"cause": "pernicious_anaemia", "neuro_status": "none", "phase": "maintenance"}
    code = f"import b12_followup, json; print(json.dumps(b12_followup.evaluate({case!r}).to_dict()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == json.loads(json.dumps(load(TABLES).evaluate(case).to_dict()))


@pytest.mark.slow
def test_a_file_that_no_build_wrote_stops_the_next_one(tmp_path: Path) -> None:
    small = ROOT / "examples" / "warfarin"
    build(small, tmp_path)
    [package] = [path for path in tmp_path.iterdir() if path.is_dir()]
    (package / "mine.txt").write_text("kept")
    with pytest.raises(NotOurs):
        build(small, tmp_path)
    assert (package / "mine.txt").read_text() == "kept"


@pytest.mark.slow
def test_a_model_and_its_folder_compare_as_one() -> None:
    model, findings = read_tables(TABLES)
    assert model is not None and not [f for f in findings if f.severity == "error"]
    assert compare(model, str(TABLES)).same_answers
