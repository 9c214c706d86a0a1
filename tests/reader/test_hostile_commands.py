"""The corpus of hostile workbooks through every command that opens one: never a traceback, and within steps.

`python -m tests.reader.test_hostile_commands` tries all of them with every command, and says what it took.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from tests.kit.steps import A_SECOND, TooMuch, counted
from tests.kit.tables import write_xlsx
from tests.reader.test_reader_bounds import KINDS
from tests.reader.test_reader_hostile import GOOD, HOSTILE

Make = Callable[[Path], None]


def _edited(old: str, new: str) -> Make:
    """The sound set with one of its texts replaced."""
    assert old in GOOD
    return lambda file: shutil.move(write_xlsx(GOOD.replace(old, new, 1), file.parent, "made.xlsx"), file)


TITLE = next(line for line in GOOD.splitlines() if line.startswith("## Decision: "))
CELLS = {
    "a title with a line break and code behind it": _edited(TITLE, TITLE + '<br>"""; import os  #'),
    "a title with a mark that turns the direction": _edited(TITLE, TITLE + "\u202e\u2066"),
    "a title with a sequence for the terminal": _edited(TITLE, TITLE + " [2J %s {0} {{ x }}"),
}
CORPUS: dict[str, Make] = {
    **{hostile.make.__name__: hostile.make for hostile in HOSTILE},
    **{kind: KINDS[kind] for kind in list(KINDS)[::2]},
    **CELLS,
}
"""What a file is, and what makes it."""

COMMANDS = {
    "check": ("check", "set", "--no-release", "--bound", "2"),
    "check --annotate": ("check", "set", "--no-release", "--bound", "2", "--annotate", "copies"),
    "show": ("show", "set/hostile.xlsx"),
    "watch": ("watch", "set", "--times", "1", "--no-site"),
    "new --from": ("new", "another", "--from", "set"),
}

MOST = 2 * 2 * A_SECOND
"""Reading may take two seconds; a command reads a workbook at most twice (to check it, and to write its copy)."""


def asked(words: tuple[str, ...]) -> Result:
    """What a command says in the folder where it is called."""
    result = CliRunner().invoke(cli, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output and result.output.strip() and "\x1b" not in result.output
    return result


def placed(make: Make, folder: Path) -> None:
    """A folder that holds one workbook of the corpus."""
    (folder / "set").mkdir()
    make(folder / "set" / "hostile.xlsx")


def test_the_corpus_has_the_kinds() -> None:
    assert len(CORPUS) >= 112


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_fails_or_goes_on_without_end(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command takes a few other files of the corpus; `main` takes all of it."""
    turn = list(COMMANDS).index(command)
    for number, kind in enumerate(list(CORPUS)[turn * 5 :: 37]):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        monkeypatch.chdir(folder)
        placed(CORPUS[kind], folder)
        _, steps = counted(lambda: asked(COMMANDS[command]), MOST)
        assert steps, kind


def tried(kind: str, command: str) -> tuple[str, float]:
    """What went wrong with one file and command, "" where nothing did; and the seconds of a core."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        placed(CORPUS[kind], Path(folder))
        os.chdir(folder)
        begin = time.process_time()
        try:
            asked(COMMANDS[command])
        except (Exception, TooMuch) as why:
            return repr(why), time.process_time() - begin
        finally:
            os.chdir(before)
        return "", time.process_time() - begin


def main() -> int:
    """Every file with every command."""
    failed = slow = 0
    for kind in CORPUS:
        for command in COMMANDS:
            why, seconds = tried(kind, command)
            failed += bool(why)
            slow += seconds > 4
            if why or seconds > 2:
                print(f"{seconds:6.2f} s  {command}, {kind}: {why or 'answered'}", flush=True)
    number = len(CORPUS) * len(COMMANDS)
    print(
        f"{len(CORPUS)} files, {len(COMMANDS)} commands: {number} tried, {number - failed} answered, {slow} over 4 s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
