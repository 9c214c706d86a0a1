"""What is declared is what is imported: in the package, room by room, and in the tests."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from b12tables.extras import EXTRAS

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OUR_OWN = {"hatch_build", "b12tables", "tests", "benchmarks", "b12_followup"}
OF_THE_SYSTEM = {"uno", "com"}
"""What LibreOffice brings with it, for its own Python."""

FRAMES = {"pandas", "polars", "duckdb"}
"""Imported where a frame of theirs is given back: who gives one has it."""

STANDS_IN = {"properdocs"}
"""Imported where mkdocs, which is declared, is not there."""

BY_MAKE = {"cosmic_ray", "coverage"}
"""What `make mutants` installs for itself: nobody else needs it."""

NOT_IMPORTED = {
    "defusedxml": "openpyxl imports it",
    "types-openpyxl": "mypy reads it",
    "pytest-xdist": "make test calls it: -n auto",
    "ruff": "make lint",
    "mypy": "make types",
    "pyright": "tests/codegen/test_clean.py calls it",
    "import-linter": "make floors: lint-imports",
    "setuptools": "tests/cli/test_project.py builds with it",
    "uvicorn": "docs/integrating.md starts the endpoint with it",
    "httpx": "fastapi's client for tests imports it",
}


def declared(*extras: str) -> set[str]:
    """The distributions of some extras; an extra that names another one includes it."""
    names: set[str] = set()
    for extra in extras:
        for line in PROJECT["optional-dependencies"][extra]:
            name, inner = re.fullmatch(r"([\w-]+)(?:\[([\w,]+)\])?.*", line).groups()  # type: ignore[union-attr]
            names |= declared(*inner.split(",")) if inner else {name.lower()}
    return names


def modules(source: str) -> Iterator[str]:
    """What a text of Python imports from elsewhere, and what a test skips without."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
    yield from re.findall(r'(?:importorskip|library)\(\s*"([\w.]+)"', source)


def others(sources: Iterable[str]) -> set[str]:
    """The distributions that give what is imported."""
    homes = packages_distributions()
    roots = {module.split(".")[0] for source in sources for module in modules(source)}
    foreign = roots - sys.stdlib_module_names - OUR_OWN - OF_THE_SYSTEM
    # a dot in the name of a distribution stands for a hyphen
    return {homes.get(root, [root])[0].lower().replace(".", "-") for root in foreign}


def texts(*folders: str) -> dict[Path, str]:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path: path.read_text("utf-8") for path in paths if "node_modules" not in path.parts}


def in_the_pages() -> list[str]:
    """The blocks of Python in the pages for developers."""
    text = (ROOT / "docs" / "integrating.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
    return [block for block in blocks if not block.startswith(">>>")]


def test_the_base_install_needs_nothing() -> None:
    assert PROJECT["dependencies"] == []
    assert others(texts("b12tables/runtime", "b12tables/disk", "generated").values()) == set()


def test_the_commands_need_what_their_extra_brings() -> None:
    code = texts("b12tables")
    site = {path: text for path, text in code.items() if "site" in path.relative_to(ROOT).parts}
    cohort = {path: text for path, text in code.items() if "cohort" in path.relative_to(ROOT).parts}
    web = {path: text for path, text in code.items() if "web" in path.relative_to(ROOT).parts}
    assert others(web.values()) <= declared("endpoint")
    rest = {path: text for path, text in code.items() if path not in {*site, *cohort, *web}}
    brought = {name for name in declared("compile") if name not in NOT_IMPORTED}
    assert others(rest.values()) == brought
    assert others([*rest.values(), *site.values()]) - STANDS_IN == declared("docs") - set(NOT_IMPORTED)
    # the report of a cohort is a page, made as all pages are: its docs name both extras
    pages = {name for path in cohort if path.name == "report.py" for name in others([cohort[path]])}
    assert pages - declared("cohort") <= brought
    spark = {path for path in cohort if path.name in ("spark.py", "spark_files.py")}
    others_of = [text for path, text in cohort.items() if path.name != "report.py" and path not in spark]
    assert others(others_of) - FRAMES == declared("cohort")
    assert others(cohort[path] for path in spark) == declared("spark") - {"numpy"}


def test_the_tests_need_what_their_extra_brings() -> None:
    needed = others([*texts("b12tables", "tests").values(), *in_the_pages()])
    # a test runs on Spark where it is installed: too large for everybody who runs tests
    assert needed - declared("test", "spark") == BY_MAKE
    assert declared("test", "spark") - needed - set(NOT_IMPORTED) == set()


def test_what_is_called_and_not_imported_is_called() -> None:
    made = (ROOT / "Makefile").read_text("utf-8")
    assert '"cosmic-ray>=' in made and '"pytest-cov>=' in made  # which brings coverage
    for name, reason in NOT_IMPORTED.items():
        assert name in declared("test")
        if reason.startswith("make "):
            command = reason.rpartition(": ")[2] if ": " in reason else name
            assert command in made, name


def test_whoever_lacks_an_extra_is_told_which_one() -> None:
    """`b12tables.extras` knows the extra of everything that a command may miss."""
    homes = packages_distributions()
    told = {homes.get(module, [module])[0].lower(): extra for module, extra in EXTRAS.items()}
    expected = dict.fromkeys(declared("docs") | STANDS_IN, "docs") | dict.fromkeys(
        declared("compile"), "compile"
    )
    expected |= dict.fromkeys(declared("spark"), "spark") | dict.fromkeys(declared("cohort"), "cohort")
    expected["fastapi"] = "endpoint"
    assert told == expected


def test_the_tests_above_can_fail() -> None:
    skips = "pytest." + 'importorskip("json.tool")'  # apart, so that this file does not skip without it
    assert set(modules(f"import os.path, z3\nfrom . import x\n{skips}")) == {"os.path", "z3", "json.tool"}
    assert others(["import os, no_such_module"]) == {"no_such_module"}
    with pytest.raises(KeyError):
        declared("no such extra")
