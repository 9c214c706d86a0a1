"""What is delivered: tool and tables as two distributions, each with its bill; what survives an upgrade; the
source archive with all that `make demo` needs.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import hatch_build
from b12tables.cli import cli
from b12tables.compiler.codegen import emit_project
from tests.kit.packages import real_model
from tests.kit.tables import write_xlsx

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


CONTENT = ROOT / "generated"
SHIPPED = tomllib.loads((CONTENT / "pyproject.toml").read_text("utf-8"))


def built(kind: str, to: Path, project: Path = ROOT, backend: str = "hatchling.build") -> Path:
    """A wheel or a source archive, made by the build backend as pip calls it."""
    make = f"import sys; from {backend} import build_{kind}; print(build_{kind}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", make, str(to)],
        cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip
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
    assert {part["scope"] for part in bill["components"]} == {"optional"}
    optional = {name for name, part in parts.items() if part.get("scope") == "optional"}
    shipped = [r for extra in hatch_build.SHIPPED for r in PROJECT["optional-dependencies"][extra]]
    asked = {re.match(r"[\w-]+", requirement)[0].lower() for requirement in shipped}  # type: ignore[index]
    assert optional == asked - {"b12tables"} and PROJECT["dependencies"] == []
    # every extra is a user's, gathers others, or is for tests: a new one must be placed
    assert {*PROJECT["optional-dependencies"]} - {*hatch_build.SHIPPED} == {"all", "test"}
    told = {entry["ref"] for entry in bill["dependencies"]}
    assert told == {part["bom-ref"] for part in [tool, *bill["components"]]}


@pytest.mark.slow
def test_the_tables_are_a_distribution_of_their_own(tmp_path: Path) -> None:
    """The wheel of the tool has none of them; theirs has package and bill and nothing else, from its archive too."""
    with zipfile.ZipFile(built("wheel", tmp_path / "tool")) as wheel:
        assert {name.split("/")[0].split("-")[0] for name in wheel.namelist()} == {"b12tables"}
    with tarfile.open(built("sdist", tmp_path / "archive", CONTENT)) as archive:
        archive.extractall(tmp_path, filter="data")
    [unpacked] = tmp_path.glob("b12_followup-*")
    kept = {path.name: path.read_bytes() for path in (unpacked / "tables").iterdir()}
    assert kept == {path.name: path.read_bytes() for path in (ROOT / "tables").iterdir()}
    found = []
    for name, project in (("one", CONTENT), ("two", unpacked)):
        with zipfile.ZipFile(built("wheel", tmp_path / name, project)) as wheel:
            files = {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("RECORD")}
            found.append(files)
    assert found[0] == found[1]
    package = {
        path.relative_to(CONTENT).as_posix(): path.read_bytes()
        for path in (CONTENT / "b12_followup").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    told = "b12_followup-1.0.0.dist-info"
    assert package == {name: data for name, data in files.items() if not name.startswith(told)}
    bill = (CONTENT / "bill-of-materials.cdx.json").read_bytes()
    assert files[f"{told}/sboms/bill-of-materials.cdx.json"] == bill
    [hashed] = json.loads(bill)["metadata"]["component"]["properties"]
    assert f"; content {hashed['value']}\n".encode() in package["b12_followup/MANIFEST"]


def test_the_project_of_our_tables_is_one_as_everybody_gets_it() -> None:
    """What `build --project` would write, but for authors, keywords, licences and where the workbooks stand."""
    model = real_model()
    written = emit_project(model)
    told, ours = tomllib.loads(written["pyproject.toml"]), SHIPPED
    assert ours["build-system"] == told["build-system"]
    assert {name: ours["project"][name] for name in told["project"]} == told["project"]
    wheel = ours["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel == told["tool"]["hatch"]["build"]["targets"]["wheel"]
    readme = (CONTENT / "README.md").read_text("utf-8")
    head = written["README.md"].partition("The rules stand")[0]
    assert readme.startswith(head) and readme.splitlines()[-1] == written["README.md"].splitlines()[-1]
    for name in ("LICENSE", "LICENSE-CONTENT"):
        assert (CONTENT / name).read_bytes() == (ROOT / name).read_bytes()


OWN = """
## About
- Title: A hospital's rules
- Identifier: our_rules
- Version: 1.0.0
- Status: Draft
- Intended use: Tests.
- Disclaimer: Not for patients.

## Fields
- age: whole number, 0..120
- step: choice (now, later)

## Decision: Step

|    | When  | Then | Because  |
|----|-------|------|----------|
|    | Age   | Step | Evidence |
| R1 | >= 65 | now | inference: a test |
| R2 | < 65 | later | inference: a test |
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh machine: a Python with nothing in it."""
    folder = tmp_path_factory.mktemp("machine")
    venv.create(folder, with_pip=False, symlinks=True)
    return folder


@pytest.mark.slow
def test_a_hospital_s_package_survives_every_upgrade(machine: Path, tmp_path: Path) -> None:
    """Beside ours, on one machine: tool, our tables and theirs are upgraded one after the other, and taken away."""
    write_xlsx(OWN, tmp_path)
    own = tmp_path / "own"
    made = CliRunner().invoke(cli, ["build", str(tmp_path), "--project", str(own)])
    assert made.exit_code == 0, made.output
    text = (own / "pyproject.toml").read_text("utf-8")
    for old, new in (("hatchling>=1.28", "setuptools>=77"), ("hatchling.build", "setuptools.build_meta")):
        text = text.replace(f'"{old}"', f'"{new}"')
    (own / "pyproject.toml").write_text(text, "utf-8")
    first = tmp_path / "first"
    tool = built("wheel", first)
    pip(
        machine,
        "install",
        tool,
        built("wheel", first, CONTENT),
        built("wheel", first, own, "setuptools.build_meta"),
    )
    before = their_files(machine)
    assert before and asks(machine, "our_rules") == asks(machine, "b12_followup") == 0
    later = raised(tool, tmp_path / "later", "0.1.0", "0.1.9")
    pip(machine, "install", "--upgrade", later)
    assert "b12tables 0.1.9" in pip(machine, "list", "--format", "freeze").replace("==", " ")
    assert their_files(machine) == before
    assert asks(machine, "our_rules") == asks(machine, "b12_followup") == 0
    # what breaks the bound is refused, with the name of who is concerned
    with pytest.raises(AssertionError, match="our-rules"):
        pip(machine, "install", "our-rules", raised(tool, tmp_path / "much-later", "0.1.0", "0.2.0"))
    pip(machine, "uninstall", "--yes", "b12-followup")
    assert their_files(machine) == before and asks(machine, "our_rules") == 0
    assert asks(machine, "b12_followup") != 0


def pip(machine: Path, *arguments: object) -> str:
    """What pip says, asked for the Python of a machine; no index is asked."""
    words = [str(one) for one in arguments]
    offline = ["--no-index", "--no-compile"] if words[0] == "install" else []
    env = {"PATH": os.environ["PATH"], "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(machine / "bin/python"), words[0], *offline, *words[1:]],
        capture_output=True, text=True, env=env, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asks(machine: Path, package: str) -> int:
    """What a package on a machine says of itself: 0 where all of it is as it was built."""
    done = subprocess.run(
        [str(machine / "bin/python"), "-m", package], capture_output=True, cwd=machine, check=False
    )
    return done.returncode


def their_files(machine: Path) -> dict[str, bytes]:
    [folder] = machine.glob("lib/python*/site-packages")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.glob("our_rules*/**/*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def raised(wheel: Path, to: Path, old: str, new: str) -> Path:
    """The same wheel as another release: its name, what it says of itself, and the list of its files."""
    to.mkdir()
    made = to / wheel.name.replace(old, new)
    inside = f"b12tables-{old}.dist-info/"
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == f"{inside}METADATA":
                data = data.replace(f"Version: {old}".encode(), f"Version: {new}".encode())
            elif name == f"{inside}RECORD":
                lines = data.decode().replace(inside, inside.replace(old, new)).splitlines()
                data = "\n".join(
                    f"{line.split(',')[0]},," if "/METADATA," in line else line for line in lines
                ).encode()
            target.writestr(name.replace(inside, inside.replace(old, new)), data)
    return made


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
