"""The corpus of hostile workbooks through every command that opens one: never a traceback, and within steps.

`python -m tests.reader.test_hostile_commands` tries all of them with every command, and says what it took.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.desk.served import held_files
from b12tables.desk.session import Session
from tests.kit.steps import A_SECOND, counted
from tests.kit.tables import write_xlsx
from tests.reader.hostile_files import HOSTILE, SOUND
from tests.reader.test_reader_bounds import KINDS, LATER

Make = Callable[[Path], None]


def _edited(old: str, new: str) -> Make:
    """The sound set with one of its texts replaced."""
    assert old in SOUND
    return lambda file: shutil.move(write_xlsx(SOUND.replace(old, new, 1), file.parent, "made.xlsx"), file)


TITLE = next(line for line in SOUND.splitlines() if line.startswith("## Decision: "))
CELLS = {
    "a title with a line break and code behind it": _edited(TITLE, TITLE + '<br>"""; import os  #'),
    "a title with a mark that turns the direction": _edited(TITLE, TITLE + "\u202e\u2066"),
    "a title with a sequence for the terminal": _edited(TITLE, TITLE + " [2J %s {0} {{ x }}"),
}
CORPUS: dict[str, Make] = {
    **{hostile.make.__name__: hostile.make for hostile in HOSTILE},
    **{kind: KINDS[kind] for kind in list(KINDS)[::2]},
    **{kind: KINDS[kind] for kind in LATER},
    **CELLS,
}
"""What a file is, and what makes it."""

COMMANDS = {
    "check": ("check", "set", "--no-release", "--bound", "2"),
    "check --format html": ("check", "set", "--no-release", "--bound", "2", "--format", "html"),
    "check --proof": ("check", "set", "--no-release", "--bound", "2", "--proof", "proof.json"),
    "check --annotate": ("check", "set", "--no-release", "--bound", "2", "--annotate", "copies"),
    "show": ("show", "set/hostile.xlsx"),
    "watch": ("watch", "set", "--times", "1", "--no-site"),
    "new --from": ("new", "another", "--from", "set"),
    "build": ("build", "set", "--bound", "2"),
    "docs build": ("docs", "build", "set", "--bound", "2"),
    "compare": ("compare", "sound", "set"),
    "signoff --fill": ("signoff", "set", "--fill"),
    "signoff": ("signoff", "set"),
    "cases": ("cases", "set"),
    "compare --format json": ("compare", "set", "sound", "--bound", "2", "--format", "json"),
    "ask": ("ask", "set", "--case", "case.json"),
    "build --project": ("build", "set", "--bound", "2", "--project", "project"),
    "cases --grade": ("cases", "set", "--grade", "--store", "grade.json"),
    "cases --propose": ("cases", "set", "--propose", "3"),
    "compare --guidelines": ("compare", "sound", "set", "--guidelines", "--bound", "2"),
    "docs build --guideline": ("docs", "build", "sound", "--guideline", "set", "--bound", "2"),
    "export dmn": ("export", "dmn", "set", "--out", "set.dmn", "--bound", "2"),
    "export sql": ("export", "sql", "set", "--dialect", "duckdb", "--out", "set.sql", "--bound", "2"),
    "cohort --against": (
        "cohort",
        "cohort.csv",
        "--tables",
        "sound",
        "--against",
        "set",
        "--out",
        "answers.parquet",
    ),
    "population": ("population", "people.parquet", "--tables", "set", "--rows", "5"),
    "add decision": ("add", "decision", "Another decision", "set", "--when", "Age", "--then", "Advice"),
    "cohort": ("cohort", "cohort.csv", "--tables", "set", "--out", "answers.parquet"),
    "eval": ("eval", "set", "--case", "case.json"),
    "export cql": ("export", "cql", "set", "--out", "set.cql", "--bound", "2"),
    "export fhir": (
        "export",
        "fhir",
        "set",
        "--out",
        "set.json",
        "--base",
        "https://example.org/fhir",
        "--bound",
        "2",
    ),
    "import --map": ("import", "set/hostile.xlsx", "imported", "--map", "mapping.toml"),
    "desk": ("desk", "set"),
}

MAPPING = """title = "Plain"
decision = "Step"
"hit policy" = "Unique"
[[when]]
head = "Age"
type = "number"
[[then]]
head = "Advice"
type = "choice"
values = "cells"
"""
"""What the heads of a plain table mean, for a workbook of the corpus that is taken for one."""

MOST = 2 * 2 * A_SECOND
"""Reading may take two seconds; a command reads a workbook at most twice (to check it, and to write its copy)."""


def asked(words: tuple[str, ...]) -> None:
    """Calls a command in the folder where it lies: it says something, and no traceback."""
    if words[0] == "desk":
        _shown_at_the_desk(Path(words[1]))
        return
    result = CliRunner().invoke(cli, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output and result.output.strip() and "\x1b" not in result.output


def _shown_at_the_desk(folder: Path) -> None:
    """What the page asks for when it is opened, when each tab is, and with the workbook as a list of patients."""
    session = Session(lambda: date(2026, 11, 27))
    session.open(held_files(folder))
    content = b64encode((folder / "hostile.xlsx").read_bytes()).decode()
    ward = {"do": "answer list", "files": [{"name": "hostile.xlsx", "base64": content}]}
    state = session.ask({"do": "state"})
    tabs = ("report", "form", "charts", "map", "forms", "signatures", "changed files")
    told = [state, *(session.ask({"do": tab}) for tab in tabs), session.ask(ward)]
    for one in told:
        assert "Traceback" not in json.dumps(one) and one.get("refused", "x")


def placed(kind: str, folder: Path) -> None:
    """A folder that holds one workbook of the corpus, beside a sound set, a case of a patient and a cohort.

    A workbook without a table of ours lies among the sound ones: where it is read, the command goes on to its end.
    """
    (folder / "set").mkdir()
    CORPUS[kind](folder / "set" / "hostile.xlsx")
    (folder / "sound").mkdir()
    write_xlsx(SOUND, folder / "sound", "sound.xlsx")
    if kind in KINDS:
        write_xlsx(SOUND, folder / "set", "sound.xlsx")
    (folder / "case.json").write_text("{}", encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "cohort.csv").write_text("Age,Weight\n60,70\n", encoding="utf-8")


def test_the_corpus_has_the_kinds() -> None:
    assert len(CORPUS) >= 112


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_fails_or_goes_on_without_end(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command takes a few other files of the corpus; `main` takes all of it."""
    turn = list(COMMANDS).index(command)
    for number, kind in enumerate(list(CORPUS)[turn * 5 :: 47]):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        monkeypatch.chdir(folder)
        placed(kind, folder)
        _, steps = counted(lambda: asked(COMMANDS[command]), MOST)
        assert steps, kind


@dataclass(frozen=True)
class Tried:
    """One file with one command: what went wrong ("" where nothing did), seconds of a core, megabytes."""

    why: str
    seconds: float
    megabytes: float


PATIENCE = 120
"""Seconds of a core after which a command is ended, and has failed."""


def tried(kind: str, commands: Iterable[str]) -> Iterator[tuple[str, Tried]]:
    """One file with each of some commands, each in a process and a folder of its own; the file is made once."""
    with tempfile.TemporaryDirectory() as name:
        made, folder = Path(name) / "made", Path(name) / "folder"
        made.mkdir()
        _apart(lambda: placed(kind, made))
        for command in commands:
            shutil.copytree(made, folder)
            status, used = _apart(partial(_said, folder, command))
            said = folder / "said.txt"
            why = said.read_text("utf-8") if said.exists() else f"ended by signal {os.WTERMSIG(status)}"
            shutil.rmtree(folder)
            yield command, Tried(why, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _said(folder: Path, command: str) -> None:
    os.chdir(folder)
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    try:
        asked(COMMANDS[command])
        why = ""
    except Exception as error:
        why = repr(error)
    Path("said.txt").write_text(why, encoding="utf-8")


def _apart(work: Callable[[], None]) -> tuple[int, resource.struct_rusage]:
    """Does something in a process that is a copy of this one: its wait status, and what it used."""
    number = os.fork()
    if number == 0:
        try:
            work()
        finally:
            os._exit(0)
    _, status, used = os.wait4(number, 0)
    return status, used


def _loaded(commands: list[str]) -> None:
    """Calls commands for a sound set here, so that no process has to load the program anew.

    Not those that work with data frames: their threads would be missing in a copy of this process.
    """
    here = Path.cwd()
    for command in commands:
        if COMMANDS[command][0] not in ("cohort", "population"):
            with tempfile.TemporaryDirectory() as name:
                placed(next(iter(CELLS)), Path(name))
                os.chdir(name)
                asked(COMMANDS[command])
                os.chdir(here)


def main(wanted: list[str]) -> int:
    """Every file with every command, or with those that are named."""
    commands = wanted or list(COMMANDS)
    failed = slow = large = 0
    _loaded(commands)
    for number, kind in enumerate(CORPUS):
        if number % 10 == 0:
            print(f"{number} files of {len(CORPUS)}", file=sys.stderr, flush=True)
        for command, took in tried(kind, commands):
            failed += bool(took.why)
            slow += took.seconds > 2
            large += took.megabytes > 300
            if took.why or took.seconds > 2 or took.megabytes > 300:
                figures = f"{took.seconds:6.2f} s {took.megabytes:4.0f} MB"
                print(f"{figures}  {command}, {kind}: {took.why or 'answered'}", flush=True)
    number = len(CORPUS) * len(commands)
    print(
        f"{len(CORPUS)} files, {len(commands)} commands: {number} tried, {number - failed} answered, "
        f"{slow} over 2 s, {large} over 300 MB"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
