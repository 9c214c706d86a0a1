"""What is printed is harmless and can be printed everywhere: in any encoding, into a closed pipe, in 60 columns."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.runtime.terminal import OBEYED, Shown, harmless, number
from tests.kit.tables import write_xlsx

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ENCODINGS = ["cp1252", "cp437", "latin-1", "ascii", "utf-8", "cp932"]
CLINIC = (ROOT / "tests" / "kit" / "sets" / "clinic.md").read_text("utf-8")


def run(*words: object, **more: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", "b12tables", *map(str, words)]
    return subprocess.run(command, capture_output=True, env=env, check=False)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set whose texts hold signs of many scripts, direction marks, and an error to be told of each."""
    folder = tmp_path_factory.mktemp("clinic")
    odd = CLINIC.replace("Dietary deficiency", "Diät ≥ 5 → \u202eالطعام\u202c 食 𝔄").replace(
        "< 20 ", "< 2O\u202e "
    )
    write_xlsx(odd, folder, "clinic.xlsx")
    (folder / "case.json").write_text(json.dumps({"cause": "\u202eالطعام\x1b[2J", "ward": "\ud800"}))
    return folder


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_command_prints_in_any_encoding(clinic: Path, encoding: str) -> None:
    for words in (
        ("check", clinic),
        ("show", clinic),
        ("cases", clinic),
        ("signoff", clinic),
        ("eval", clinic, "--case", clinic / "case.json"),
        ("compare", clinic, clinic),
        ("explain-finding", "gap"),
        ("check", clinic / "\u202enot-there-→"),
    ):
        done = run(*words, PYTHONIOENCODING=encoding)
        said = (done.stdout + done.stderr).decode(encoding)
        assert done.returncode in (0, 1, 2) and "Traceback" not in said, said
        assert said and not OBEYED.search(said.replace("\r\n", "\n"))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_says_the_same_in_any_encoding(clinic: Path, encoding: str) -> None:
    for words in (("check", clinic, "--format", "json"), ("check", clinic, "--format", "sarif")):
        told = json.loads(run(*words, PYTHONIOENCODING=encoding).stdout.decode(encoding))
        assert told == json.loads(run(*words, PYTHONIOENCODING="utf-8").stdout)
        assert not json.dumps(told, ensure_ascii=False).isascii()


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_what_is_typed_in_another_encoding_is_asked_again(clinic: Path, encoding: str) -> None:
    command = [sys.executable, "-m", "b12tables", "ask", str(clinic)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, input=b"x\n\xff\xfc\n", capture_output=True, env=env, check=False)
    assert b"Traceback" not in done.stderr and done.returncode == 1, done.stderr
    assert done.stdout.count(b"they cannot be read. Answer anew.") == 1, done.stdout


def test_a_pipe_that_is_closed_early_is_left_in_silence(clinic: Path) -> None:
    for words in ("check", "show", "signoff"):
        reading, writing = os.pipe()
        os.close(reading)
        command = [sys.executable, "-m", "b12tables", words, str(clinic)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=env, check=False)
        os.close(writing)
        assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr, done.stderr


def test_sixty_columns_are_enough(clinic: Path) -> None:
    for words in (("check", clinic), ("signoff", clinic), ("explain-finding", "gap")):
        done = run(*words, COLUMNS="60", PYTHONIOENCODING="utf-8")
        said = (done.stdout + done.stderr).decode()
        wide = [line for line in said.splitlines() if len(line) > 60 and " " in line.strip()[:60]]
        assert said and not wide, wide


@given(st.text(), st.sampled_from(ENCODINGS))
def test_whatever_is_written_arrives(text: str, encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    shown = Shown(stream)
    shown.write(text)
    shown.write_exact(json.dumps(text, ensure_ascii=False))
    stream.flush()
    said = stream.buffer.getvalue().decode(encoding)
    assert not OBEYED.search(said)


@given(st.text())
def test_json_stays_the_same(text: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    Shown(stream).write_exact(json.dumps(text, ensure_ascii=False))
    stream.flush()
    assert json.loads(stream.buffer.getvalue()) == text


def test_a_sign_by_its_number() -> None:
    assert [number(sign) for sign in "\x1b\u202e𝔄"] == [r"\u001b", r"\u202e", r"\ud835\udd04"]
    assert harmless("a\tb\nc\x1b[31m\r") == "a\tb\nc\\u001b[31m\\u000d"
    with pytest.raises(TypeError):
        Shown(io.StringIO()).write(b"")  # type: ignore[arg-type]
