"""What is delivered: the wheel with its bill of materials, the source archive with all that `make demo` needs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

import hatch_build

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def built(kind: str, to: Path) -> Path:
    """A wheel or a source archive, made by the build backend as pip calls it."""
    make = f"import sys; from hatchling.build import build_{kind}; print(build_{kind}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", make, str(to)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return to / done.stdout.split()[-1]


def test_the_wheel_says_what_it_is_made_of(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        with zipfile.ZipFile(built("wheel", tmp_path / name)) as wheel:
            [path] = [path for path in wheel.namelist() if "/sboms/" in path]
            assert re.fullmatch(r"b12tables-[0-9.]+\.dist-info/sboms/b12tables\.cdx\.json", path)
            found.append(wheel.read(path))
    assert found[0] == found[1] == hatch_build.bill(ROOT).encode()


def test_the_bill_of_materials_is_that_of_the_project() -> None:
    bill: dict[str, Any] = json.loads(hatch_build.bill(ROOT))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    tool = bill["metadata"]["component"]
    assert (tool["name"], tool["version"]) == (PROJECT["name"], PROJECT["version"])
    parts = {part["name"]: part for part in bill["components"]}
    manifest = (ROOT / "generated/b12_followup/MANIFEST").read_text("utf-8")
    [hashed] = parts["b12_followup"]["properties"]
    assert f"; content {hashed['value']}\n" in manifest
    assert f", version {parts['b12_followup']['version']} " in manifest
    optional = {name for name, part in parts.items() if part.get("scope") == "optional"}
    shipped = [r for extra in hatch_build.SHIPPED for r in PROJECT["optional-dependencies"][extra]]
    asked = {re.match(r"[\w-]+", requirement)[0].lower() for requirement in shipped}  # type: ignore[index]
    assert optional == asked - {"b12tables"} and PROJECT["dependencies"] == []
    # every extra is a user's, gathers others, or is for tests: a new one must be placed
    assert {*PROJECT["optional-dependencies"]} - {*hatch_build.SHIPPED} == {"all", "test"}
    told = {entry["ref"] for entry in bill["dependencies"]}
    assert told == {part["bom-ref"] for part in [tool, *bill["components"]]}


@pytest.mark.slow
def test_the_source_archive_is_all_that_the_demo_needs(tmp_path: Path) -> None:
    """Every file of the repository, byte for byte; and the quick parts of `make demo`, run where it is unpacked.

    The site, which takes minutes on a busy machine, is made of the same files.
    """
    with tarfile.open(built("sdist", tmp_path)) as archive:
        archive.extractall(tmp_path, filter="data")
    [root] = [path for path in tmp_path.iterdir() if path.is_dir()]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in tracked.stdout.splitlines() if not name.startswith(".git")]
    assert [name for name in names if not _same(ROOT / name, root / name)] == []
    tools = root / ".venv" / "bin"
    tools.mkdir(parents=True)
    (tools / "b12tables").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m b12tables "$@"\n')
    (tools / "b12tables").chmod(0o755)
    for stamp in (".venv-made", ".demo"):
        (root / ".venv" / stamp).touch()
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        ["make", "check", "build"], cwd=root, capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Found: no errors" in done.stdout
    assert _same(ROOT / "generated/b12_followup/MANIFEST", root / "generated/b12_followup/MANIFEST")


def _same(one: Path, other: Path) -> bool:
    """Whether both are there and hold the same; what is not in the working copy any more is not asked for."""
    return not one.is_file() or (other.is_file() and one.read_bytes() == other.read_bytes())
