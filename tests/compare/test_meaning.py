"""What a table depends on outside of its cells: no comparison calls identical what answers a stated case otherwise."""

from __future__ import annotations

import pytest

from b12tables.compiler.compare import Comparison, compare
from tests.kit.tables import model_from_markdown

SET = """
## Fields
- x: choice (p, q)
- s: choices (pen, latex)
- a: number, 0..10, unit mg, accepts ug | [IU] = 0.1 mg
- b: number, 0..10, unit mg
- c: number, unit mg, computed a + b
- o: choice (first, second)

## Decision: T
- Hit policy: Priority

|    | When | When | When | Then | Because  |
|----|------|------|------|------|----------|
|    | X    | S    | C    | O    | Evidence |
| R1 | -    | -    | -    | first  | inference: x |
| R2 | p    | includes pen | > 3 mg | second | inference: x |
"""


def compared(*changes: tuple[str, str]) -> Comparison:
    text = SET
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return compare(model_from_markdown(SET), model_from_markdown(text))


def test_the_same_is_identical() -> None:
    found = compared()
    assert (found.identical, found.changes, found.step) == (("t",), (), "none")


def test_a_sum_is_the_same_in_any_order() -> None:
    found = compared(("a + b", "b + a"))
    assert (found.identical, found.changes, found.step) == (("t",), (), "patch")


@pytest.mark.parametrize(
    "change",
    [
        ("(first, second)", "(second, first)"),  # the order of the values ranks the rows
        ("a + b", "a - b"),
        ("[IU] = 0.1 mg", "[IU] = 0.2 mg"),
    ],
)
def test_what_answers_otherwise_is_never_identical(change: tuple[str, str]) -> None:
    found = compared(change)
    assert found.identical == ()
    assert found.step == "major"


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (("(pen, latex)", "(pen)"), "major"),
        (("(pen, latex)", "(pen, latex, nut)"), "minor"),
        (("- b: number, 0..10", "- b: number, 0..5"), "major"),
        (("- b: number, 0..10", "- b: number, 0..20"), "minor"),
        (("- b: number, 0..10", "- b: number, > 0..10"), "major"),
    ],
)
def test_who_is_newly_refused_or_accepted_is_told(change: tuple[str, str], step: str) -> None:
    found = compared(change)
    assert found.step == step
    # identical is said of every case that either accepts
    assert (found.identical, found.identical_where_both_accept) == ((), ("t",))
