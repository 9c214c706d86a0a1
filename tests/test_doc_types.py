"""What the pages show in Python is typed as it is shown: mypy --strict and pyright find nothing in any of it.

Each page is one module, its examples in their order: what a reader types who follows it.
"""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.codegen.test_clean import checked_by_pyright
from tests.kit.packages import ROOT

pytestmark = pytest.mark.slow

CLUSTER = importlib.util.find_spec("pyspark") is None
"""Whether what is shown for a cluster is left out: its library is far larger than all others, and CI has it."""

FENCED = re.compile(r"^```python[^\n]*\n(.*?)^```", re.M | re.S)


def pages() -> dict[str, str]:
    """The Python of each page that has some, by the name of its module."""
    found = {}
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = path.read_text("utf-8")
        shown = "".join(example.source for example in doctest.DocTestParser().get_examples(text))
        blocks = [block for block in FENCED.findall(text) if ">>>" not in block]
        blocks = [block for block in blocks if not (CLUSTER and "pyspark" in block)]
        for number, source in enumerate([shown, *blocks]):
            if source.strip():
                found[f"{path.stem.lower().replace('-', '_')}_{number}"] = source
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pages")
    for name, source in pages().items():
        (root / f"{name}.py").write_text(source, encoding="utf-8")
    return root


def test_every_page_that_shows_python_is_read() -> None:
    read = {name.rpartition("_")[0] for name in pages()}
    assert {"readme", "integrating", "library", "fhir", "cohorts", "tour"} <= read


def test_mypy_finds_nothing(folder: Path) -> None:
    paths = f"{ROOT}:{ROOT / 'generated'}"
    loose = ["--follow-untyped-imports", "--follow-imports=silent"]
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, *loose, "."],
        cwd=folder, env=os.environ | {"MYPYPATH": paths}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-1000:]


def test_pyright_finds_nothing(folder: Path, node: str) -> None:
    assert node
    checked_by_pyright(folder, ROOT, ROOT / "generated")
