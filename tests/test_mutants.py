"""The parts of `make mutants` that need no cosmic-ray: what is left alone, what is drawn, what is told."""

from __future__ import annotations

import ast
from pathlib import Path
from random import Random
from types import SimpleNamespace

from tests.mutants import Coming, annotations, drawn, report

SOURCE = """
if TYPE_CHECKING:
    A = 1 | 2

Cut = tuple[str, int]
LIMIT = 2 * 3

def f(x: int | None = 4) -> str | None:
    y: int | str = 5 + 6
    return y
"""


def test_annotations_and_names_of_types_are_left_alone() -> None:
    lines = SOURCE.splitlines()
    spared = sorted(
        "\n".join(lines[start[0] - 1 : end[0]])[start[1] :].partition("\n")[0]
        for start, end in annotations(ast.parse(SOURCE))
    )
    assert [text[:12] for text in spared] == [
        "Cut = tuple[",
        "if TYPE_CHEC",
        "int | None =",
        "int | str = ",
        "str | None:",
    ]


def test_no_two_are_drawn_in_one_place() -> None:
    every = [
        SimpleNamespace(module_path=Path(file), start_pos=(line, 0), operator_name=name)
        for file in ("a.py", "b.py")
        for line in range(5)
        for name in ("AddNot", "NumberReplacer")
    ]
    places = [(one.module_path, one.start_pos) for one in drawn(every, 7, Random(1))]
    assert len(places) == len(set(places)) == 7
    assert len(drawn(every, 99, Random(1))) == 10


def test_the_quick_tests_are_run_first_and_the_others_after_them() -> None:
    coming = object.__new__(Coming)
    coming.passed = {"a": 1.0, "b": 15.0, "c": 30.0, "d": 150.0, "e": 300.0}
    assert list(coming.rounds(list("abcde"))) == [["a", "b"], ["c", "d"]]
    assert list(coming.rounds(["e"])) == [["e"]]
    assert list(coming.rounds([])) == []


def test_the_report_names_what_nobody_noticed() -> None:
    one = {"line": 3, "what": "core/AddNot", "tests": 2, "diff": "--- a\n+++ b\n-if x:\n+if not x:"}
    told = report(
        [
            {**one, "file": "b12tables/runtime/words.py", "outcome": "noticed"},
            {**one, "file": "b12tables/runtime/words.py", "outcome": "not noticed"},
            {**one, "file": "b12tables/compiler/proof/grid.py", "outcome": "noticed"},
        ]
    )
    assert "2 of     3 noticed   66.7 %  all" in told
    assert "1 of     2 noticed   50.0 %  runtime/" in told
    assert told.endswith("words.py:3: core/AddNot: not noticed (2 tests)\n-if x:\n+if not x:")
