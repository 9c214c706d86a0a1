"""How random sets are made: what hypothesis draws shrinks, so that none of it is a seed."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parent


def seeds_drawn(text: str) -> list[str]:
    """The tests that make a whole number which hypothesis draws the seed of something else."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and any(map(_given, node.decorator_list)):
            numbers = {one.arg for one in node.args.args if _is_int(one.annotation)}
            if any(_seeded(call, numbers) for call in ast.walk(node)):
                found.append(node.name)
    return found


def _given(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and _name(decorator.func) == "given"


def _is_int(annotation: ast.expr | None) -> bool:
    return annotation is not None and _name(annotation) == "int"


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _seeded(node: ast.AST, numbers: set[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    seeds = _name(node.func) in ("Random", "default_rng", "seed")
    return seeds and any(_name(argument) in numbers for argument in node.args)


def test_no_seed_is_drawn() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(TESTS.rglob("test_*.py"))}
    drawn = {path.name: seeds_drawn(text) for path, text in texts.items() if "@given" in text}
    assert {name: tests for name, tests in drawn.items() if tests} == {}


def test_a_seed_is_seen() -> None:
    for seeding in ("Random(number)", "random.Random(number)", "numpy.random.default_rng(number)"):
        text = f"@given(st.integers())\ndef test(number: int) -> None:\n    model = small_model({seeding})\n"
        assert seeds_drawn(text) == ["test"]
        assert seeds_drawn(text.replace("number: int", "number: Random")) == []
        assert (
            seeds_drawn(text.replace("@given(st.integers())", "@pytest.mark.parametrize('number', [1])"))
            == []
        )
