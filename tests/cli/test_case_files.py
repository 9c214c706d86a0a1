"""A case in a file as other programs write it: read for what it says, or refused; never half of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.desk.new import new_set

CASE = '{"systolic": 150, "symptoms": "no"}'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_set(tmp_path_factory.mktemp("sets") / "set", "Blood pressure").parent


def evaluated(folder: Path, content: bytes, command: str = "eval") -> tuple[int, str]:
    path = folder.parent / "case.json"
    path.write_bytes(content)
    more = ["--format", "json"] if command == "eval" else []
    result = CliRunner().invoke(cli, [command, str(folder), "--case", str(path), *more], input="stop\n")
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + CASE.encode(),
        b"\xff\xfe" + CASE.encode("utf-16-le"),
        b"\xfe\xff" + CASE.encode("utf-16-be"),
        CASE.encode("utf-16-le"),
        b'{"systolic": {"value": 150, "unit": "mm[Hg]"}, "symptoms": "no"}',
        b'{"systolic": 150.0, "symptoms": false}',
        b'{"systolic": "150 mm[Hg]", "symptoms": "No"}',
    ],
)
def test_one_patient_is_one_patient_however_the_file_is_written(folder: Path, content: bytes) -> None:
    code, said = evaluated(folder, content)
    assert code == 0, said
    assert json.loads(said)["outputs"] == json.loads(evaluated(folder, CASE.encode())[1])["outputs"]


@pytest.mark.parametrize("command", ["eval", "ask"])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"systolic": 150, "systolic": 100, "symptoms": "no"}', '"systolic" is given twice'),
        (b'{"systolic": {"value": 150, "value": 100, "unit": "mm[Hg]"}}', '"value" is given twice'),
        (b'{"systolic": 150, "syst\\u006flic": 100}', '"systolic" is given twice'),
        (b"[150]", "must be a JSON object"),
        (b'{"systolic": NaN}', "cannot be read"),
        (b'{"systolic": 150', "cannot be read"),
        (b"\xff\xfe" + CASE.encode("utf-16-le")[:-1], "cannot be read"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(
    folder: Path, content: bytes, why: str, command: str
) -> None:
    code, said = evaluated(folder, content, command)
    assert code == 2 and why in said and "systolic_band" not in said, said
