"""Generated code as others' tools see it, each without any configuration: ruff, mypy --strict, pyright.

Every package lies in one folder, so that each tool starts once.
"""

from __future__ import annotations

import ast
import functools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from b12tables.compiler import emit
from b12tables.compiler.model import Model
from tests.codegen.test_hostile_texts import FIXED, PAYLOADS, spoilt
from tests.codegen.test_package import ODD, written
from tests.kit.needed import lacking
from tests.kit.packages import ROOT, iron_model, real_model
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.tables import model_from_markdown

pytestmark = pytest.mark.slow

FIVE_RULES = """
## Fields
- stage: choice (early, late), unknown
- frail: yes/no
- plan: choice (treat, wait, ask)

## Decision: Plan
|    | When  |       | Then |
|----|-------|-------|------|
|    | Stage | Frail | Plan |
| R1 | early | no    | treat |
| R2 | early | yes   | wait |
| R3 | late  | no    | wait |
| R4 | late  | yes   | ask |
| R5 | unknown | -   | ask |
"""

SEEDS = range(24)

TURNS = 6
"""In so many packages all hostile texts that a cell can hold stand behind every text of the set."""

HOSTILE = [text for text in PAYLOADS if not re.search(r"[\ud800-\udfff]", text)]


def named(model: Model, name: str) -> Model:
    return replace(model, about=replace(model.about, identifier=name))


def models() -> list[Model]:
    written_out = [model_from_markdown(FIVE_RULES), model_from_markdown(ODD)]
    drawn = [make(Random(seed)) for seed in SEEDS for make in (small_model, random_model)]
    hostile = [spoilt(iron_model(), "".join(HOSTILE[turn::TURNS]), FIXED) for turn in range(TURNS)]
    assert all(isinstance(model, Model) for model in hostile)
    sets = [named(model, f"set_{i}") for i, model in enumerate([*written_out, *drawn, *hostile])]  # type: ignore[type-var]
    return [real_model(), iron_model(), *sets]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("packages")
    for model in models():
        written(emit(model), root)
    return root


def run(*command: str, cwd: Path) -> None:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{cwd}", "MYPYPATH": f"{ROOT}:{cwd}"}
    ran = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]


def test_ruff_finds_nothing(folder: Path) -> None:
    run(sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", ".", cwd=folder)
    run(sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache", "--check", ".", cwd=folder)


def test_every_import_and_constant_is_used(folder: Path) -> None:
    """Said by the syntax tree, should a linter look away."""
    for path in folder.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        aliases = [
            alias
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom) and getattr(node, "module", "") != "__future__"
            for alias in node.names
        ]
        imported = {alias.asname or alias.name for alias in aliases}
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        exported = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert not {name for name in imported - names if name not in exported}, path


def packages_in(folder: Path, kind: str) -> list[str]:
    """The package of the shipped tables, or a half of all others: so that no test takes long."""
    found = sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name[0] != ".")
    others = [name for name in found if name != "b12_followup"]
    return {"real": ["b12_followup"], "half": others[::2], "other half": others[1::2]}[kind]


KINDS = pytest.mark.parametrize("kind", ["real", "half", "other half"])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy knows of Python's own modules and of the runtime is the same for every package."""
    return tmp_path_factory.mktemp("mypy")


@KINDS
def test_mypy_finds_nothing(folder: Path, kind: str, cache: Path) -> None:
    arguments = [part for name in packages_in(folder, kind) for part in ("-p", name)]
    run(sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), *arguments, cwd=folder)


@KINDS
def test_pyright_finds_nothing(folder: Path, node: str, kind: str) -> None:
    assert node
    checked_by_pyright(folder, ROOT, names=packages_in(folder, kind))


@functools.cache
def pyright_here() -> str | None:
    """The path of a pyright that runs."""
    found = shutil.which("pyright", path=str(Path(sys.executable).parent)) or shutil.which("pyright")
    runs = found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    return found if runs else None


def checked_by_pyright(folder: Path, *paths: Path, names: Sequence[str] = (".",)) -> None:
    """Nothing is found in these folders of one in basic mode, which is what an editor shows."""
    pyright = pyright_here() or lacking(
        "needs pyright, which fetches itself once: pip install pyright; pyright --version"
    )
    settings = {
        "typeCheckingMode": "basic",
        "extraPaths": [str(path) for path in paths],
        "include": list(names),
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    run(pyright, "--pythonpath", sys.executable, cwd=folder)
