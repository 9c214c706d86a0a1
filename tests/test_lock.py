"""`ci.lock`, the releases that CI installs: all that is declared, on every Python, by hash, from anywhere."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LINES = re.sub(r" \\\n", " ", (ROOT / "ci.lock").read_text("utf-8")).splitlines()
PINNED = [line for line in LINES if not line.lstrip().startswith("#")]


def environment(python: str) -> dict[str, str]:
    """What a marker is asked for, on Linux."""
    full = {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": "linux"}
    return full | {"platform_python_implementation": "CPython", "implementation_name": "cpython", "extra": ""}


def pinned(python: str) -> dict[str, str]:
    """Each release that the lock names for a Python: its version by its name."""
    found: dict[str, str] = {}
    for line in PINNED:
        wanted = Requirement(line.split(" --hash", 1)[0])
        if wanted.marker is not None and not wanted.marker.evaluate(environment(python)):
            continue
        [only] = wanted.specifier
        assert only.operator == "==" and canonicalize_name(wanted.name) not in found, line
        found[canonicalize_name(wanted.name)] = only.version
    return found


def declared() -> Iterator[Requirement]:
    """What the extras and the build ask for, without ourselves."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    for line in [*PROJECT["build-system"]["requires"], *(line for extra in extras for line in extra)]:
        wanted = Requirement(line)
        if wanted.name != PROJECT["project"]["name"]:
            yield wanted


@pytest.mark.parametrize("python", PYTHONS)
def test_every_requirement_is_met_by_the_lock(python: str) -> None:
    found = pinned(python)
    missing = [
        str(wanted)
        for wanted in declared()
        if not wanted.specifier.contains(found.get(canonicalize_name(wanted.name), "0"))
    ]
    assert missing == [], "run: make lock"


@pytest.mark.parametrize("python", PYTHONS)
def test_what_a_release_asks_for_is_in_the_lock_too(python: str) -> None:
    """Asked of the releases that are installed here: others may be named in the lock."""
    found = pinned(python)
    seen = 0
    for name, version in found.items():
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue
        if installed.version != version:
            continue
        seen += 1
        for line in installed.requires or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate(environment(python)):
                assert canonicalize_name(wanted.name) in found, f"{name} asks for {line}: run make lock"
    assert seen


def test_every_release_has_its_hashes_and_no_place_to_come_from() -> None:
    for line in PINNED:
        assert re.fullmatch(r"[\w.-]+==\S+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+", line), line
    assert not [line for line in LINES if re.search(r"://|^\s*-|@ |\bindex\b", line)]


AUDITS = {
    "exit 0": (0, "No weakness is known"),
    "echo 'one 1.0 XYZ-1'; exit 1": (2, "Weaknesses are known"),
    "echo 'not found' >&2; exit 1": (2, "nothing is said of any release"),
}
"""What the tool does, the exit code of `make audit`, and what it says."""


@pytest.mark.parametrize("does", AUDITS)
def test_an_audit_that_could_not_ask_does_not_pass(does: str, tmp_path: Path) -> None:
    (tmp_path / ".venv-made").touch()
    python = tmp_path / "python"
    tool = f"mkdir -p $3/bin\ncp {python} $3/bin/python\nprintf '#!/bin/sh\\n{does.replace(chr(39), chr(34))}\\n'"
    python.write_text(f'#!/bin/sh\n[ "$2" = venv ] || exit 0\n{tool} > $3/bin/pip-audit\nchmod +x $3/bin/*\n')
    python.chmod(0o755)
    done = subprocess.run(
        ["make", "audit", f"VENV={tmp_path}", f"PYTHON={python}"], cwd=ROOT, capture_output=True, text=True
    )
    code, said = AUDITS[does]
    assert (done.returncode, said in done.stdout) == (code, True), done.stdout + done.stderr
