"""The house: rooms know each other by their faces, from upper floors to lower ones, and never by a name in a string."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from tests import house

PACKAGE = Path(__file__).parents[1] / "b12tables"
FILES = sorted(PACKAGE.rglob("*.py"))
ROOMS = sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)
FIRST = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in FILES}
BY_NAME = {"import_module", "__import__", "find_spec", "run_module", "run_path", "resolve_name"}
ON_PURPOSE = {
    # each loads a package that was generated (or looks where it is), whose name no room can know
    "cohort/spark.py",
    "compiler/codegen/load.py",
    "proofwalk.py",
    "runtime/result.py",
    "runtime/selfcheck.py",
    "runtime/tableset.py",
    # each loads a file of a room when something of it is first asked for, for whom it is called by that room
    "cli/elsewhere.py",
    "late_face.py",
}


def called(tree: ast.AST) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        f.attr if isinstance(f, ast.Attribute) else f.id
        for f in calls
        if isinstance(f, ast.Attribute | ast.Name)
    }


def named(tree: ast.AST) -> set[str]:
    """The modules of this project that stand in strings which are no docstrings."""
    words = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    names = {word for word in words if re.fullmatch(r"b12tables(\.\w+)+", word)}
    # a name that no room has is no module: the standard library is told of some, to call them by
    return {name for name in names if name.split(".")[1] in FIRST}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_is_imported_by_name(path: Path) -> None:
    """The contract on floors sees import statements only; an arrow hidden in a string would pass under it."""
    tree = ast.parse(path.read_text("utf-8"))
    if path.relative_to(PACKAGE).as_posix() not in ON_PURPOSE:
        assert not called(tree) & BY_NAME
    # the self-check starts the compiler as a program of its own
    allowed = {"b12tables.compiler"} if path.name == "selfcheck.py" else set()
    assert named(tree) <= allowed


def test_what_a_finding_knows_is_asked_by_its_types() -> None:
    """`data` is for JSON; whoever reads a key of it breaks unseen when the key is called otherwise."""
    reading = re.compile(r"\b(finding|told|cause|found|entry|one|other|f|error)\.data\b")
    readers = {
        path.relative_to(PACKAGE).as_posix() for path in FILES if reading.search(path.read_text("utf-8"))
    }
    assert readers == {"compiler/report/text.py"}


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_has_a_face(room: Path) -> None:
    """A docstring with a line for each file, which begins with its name, and the names that others may use."""
    tree = ast.parse((room / "__init__.py").read_text("utf-8"))
    page = ast.get_docstring(tree) or ""
    parts = {path.stem for path in room.glob("*.py")} | {
        path.parent.name for path in room.glob("*/__init__.py")
    }
    # the checks are registered there one by one, and each has a page of its own
    registered = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "b12tables.compiler.checks"
        for alias in node.names
    }
    heads = re.findall(r"^ *((?:\w+, )*\w+)(?= |$)", page, re.M)
    told = {name for head in heads for name in head.split(", ")} | registered
    assert {part for part in parts if not part.startswith("__")} <= told
    assert any(
        isinstance(node, ast.Assign | ast.AnnAssign) and "__all__" in ast.unparse(node) for node in tree.body
    )


@pytest.mark.parametrize("face", ["compiler.proof", "compiler.report", "desk", "site"])
def test_a_face_that_loads_late_gives_what_it_names(face: str) -> None:
    room = importlib.import_module(f"b12tables.{face}")
    assert set(room._FILES) == set(room.__all__)
    for name in room.__all__:
        file = importlib.import_module(f"{room.__name__}.{room._FILES[name]}")
        assert getattr(room, name) is getattr(file, name)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        room.nonsense  # noqa: B018


def test_the_picture_of_the_rooms_is_as_they_are() -> None:
    """Drawn by `make picture`."""
    assert (PACKAGE.parent / "docs" / "images" / "rooms.svg").read_text("utf-8") == house.picture()


def test_what_the_measures_count_is_seen() -> None:
    a_circle = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert house.circles(a_circle) == ["a ⇄ b ⇄ c"] and not house.circles({"d": {"a"}, "a": set()})
    [crowded] = [
        node
        for node in ast.walk(ast.parse("[x for y in z for x in y if x]"))
        if isinstance(node, ast.ListComp)
    ]
    assert house.clauses(crowded) == 3
    assert list(house.types_of(ast.parse("class _Row: ...\nAnswer = int | str\nLIMIT = 3"))) == [
        "Row",
        "Answer",
    ]
    told = ast.parse(
        "def f():\n import b12tables.site.book\n from b12tables.compiler.model import tables, evaluate"
    )
    assert list(house.imports_of(told)) == ["site.book", "compiler.model.tables", "compiler.model"]
    assert house.passes_a_face("cli.main", "site.book") and not house.passes_a_face("cli.main", "site")
    assert house.passes_a_face("cli.main", "compiler.proof.grid")
    assert not house.passes_a_face("compiler.checks.gap", "compiler.proof.grid")
    assert {room for floor in house.floors() for room in floor} == {*house.ROOMS, "__main__"}


def test_the_house_keeps_within_its_limits() -> None:
    counted = house.measures()
    assert {name: found for name, found in counted.items() if len(found) > house.LIMITS[name]} == {}


def test_only_the_functions_that_have_a_reason_are_hard() -> None:
    assert house.complex_functions() == sorted(house.HARD)


def test_the_tests_above_can_fail() -> None:
    assert called(ast.parse("import importlib; importlib.import_module('x')")) & BY_NAME
    assert named(ast.parse("load('b12tables.compiler.checks')")) == {"b12tables.compiler.checks"}
