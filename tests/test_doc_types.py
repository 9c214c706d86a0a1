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

LIBRARIES = ("", "pandas", "fastapi", "pyspark")
"""Pages are looked at by the library that they use: to read its types takes most of the time. "" for none of them."""

ASIDE = {
    "pandas": "numpy.*,pandas.io.*,pandas.plotting.*,pandas.tseries.*,pandas.errors.*,pandas.util.*,"
    "pandas.core.window.*,pandas.core.resample.*,pandas.core.groupby.*,pandas.core.reshape.*",
    "pyspark": "pandas.*,numpy.*,pyspark.pandas.*,pyspark.ml.*,pyspark.mllib.*,pyspark.sql.connect.*,"
    "IPython.*,plotly.*,scipy.*",
}
"""What a library draws in beside what a page shows of it: mypy reads none of it, which takes half of its time."""

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


def library_of(source: str) -> str:
    """The first of the libraries that a page uses."""
    used = re.compile(r"^\s*(?:import|from) (\w+)", re.M).findall(source)
    return next((library for library in LIBRARIES if library in used), "")


@pytest.fixture(params=LIBRARIES, ids=lambda library: library or "none")
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The pages that use a library."""
    shown = {name: source for name, source in pages().items() if library_of(source) == request.param}
    if not shown and request.param == "pyspark" and CLUSTER:
        pytest.skip("what is shown for a cluster needs pyspark")
    assert shown
    for name, source in shown.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    aside = f"[mypy-{ASIDE[request.param]}]\nfollow_imports = skip\n" if request.param in ASIDE else ""
    (tmp_path / "mypy.ini").write_text(f"[mypy]\n{aside}", encoding="utf-8")
    return tmp_path


def test_every_page_that_shows_python_is_read() -> None:
    read = {name.rpartition("_")[0] for name in pages()}
    assert {"readme", "integrating", "library", "fhir", "cohorts", "tour"} <= read


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy knows of our own modules and of Python's is the same for every page: of this worker, for two programs
    should not write into one.
    """
    return tmp_path_factory.mktemp("mypy")


def checked_by_mypy(folder: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    paths = f"{ROOT}:{ROOT / 'generated'}"
    loose = ["--follow-untyped-imports", "--follow-imports=silent"]
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), *loose, "."],
        cwd=folder, env=os.environ | {"MYPYPATH": paths}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_mypy_finds_nothing(folder: Path, cache: Path) -> None:
    ran = checked_by_mypy(folder, cache)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-1000:]


@pytest.mark.parametrize(
    ("folder", "shown", "mistaken"),
    [("pyspark", ".parquet(", ".parkett("), ("pandas", ".DataFrame(", ".DataFrane(")],
    indirect=["folder"],
)
def test_mypy_knows_what_is_shown_of_a_library_that_is_read_in_part(
    folder: Path, cache: Path, shown: str, mistaken: str
) -> None:
    """Nothing of what is put aside is what a page shows."""
    pages = [page for page in folder.glob("*.py") if shown in page.read_text("utf-8")]
    assert pages
    for page in pages:
        page.write_text(page.read_text("utf-8").replace(shown, mistaken), encoding="utf-8")
    ran = checked_by_mypy(folder, cache)
    assert f'has no attribute "{mistaken.strip(".(")}"' in ran.stdout, ran.stdout + ran.stderr


def test_pyright_finds_nothing(folder: Path, node: str) -> None:
    assert node
    checked_by_pyright(folder, ROOT, ROOT / "generated")
