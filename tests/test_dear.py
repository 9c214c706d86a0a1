"""What `make fast` leaves out: by what was measured, and only tests that there are."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import dear
from tests.conftest import pytest_collection_modifyitems

ROOT = Path(__file__).parents[1]


def test_every_test_in_the_list_is_there() -> None:
    """Where one was renamed or removed the list is due: `make dear`, or the line."""
    files = {function.partition("::")[0] for function in dear.dear()}
    there = {f"{file}::{name}" for file in files for name in _tests_of(ROOT / file)}
    assert sorted(dear.dear() - there) == []


def _tests_of(file: Path) -> list[str]:
    if not file.is_file():
        return []
    return [
        node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    ]


def test_the_mean_of_the_cases_counts(tmp_path: Path) -> None:
    """Many quick cases stay in, and so does one that was slow among quick ones; workers are taken together."""
    first, second = tmp_path / "times0", tmp_path / "times1"
    first.write_text(json.dumps({"a.py::many[0]": 0.01, "a.py::one": 0.06, "b.py::mixed[x]": 0.03}))
    second.write_text(json.dumps({"a.py::many[1]": 0.01, "b.py::mixed[y[z]]": 0.001}))
    lines = dear.listed(dear.read_times([first, second])).splitlines()
    assert lines[1:] == ["    60 a.py::one"]


def test_what_is_listed_is_marked_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.conftest.TIMES", "")  # also while all of them are measured
    listed = sorted(dear.dear())[0]
    items = [
        _Item(f"{listed}[a case]"),
        _Item(listed),
        _Item(f"{listed}_too"),
        _Item("tests/oracles/test_a.py::b"),
    ]
    pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    assert [item.marks for item in items] == [["slow"], ["slow"], [], ["slow"]]


class _Item(SimpleNamespace):
    """As much of a collected test as the marks ask for."""

    def __init__(self, nodeid: str) -> None:
        super().__init__(nodeid=nodeid, path=Path(nodeid.partition("::")[0]), marks=[])

    def add_marker(self, mark: Any) -> None:
        self.marks.append(mark)
