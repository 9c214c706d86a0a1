"""The generated package in later Pythons than the one that runs the tests: the same bytes from each of them.

They are CPython compiled for Node.js: `npm install --prefix tests/pythons` brings them.
"""

from __future__ import annotations

import ast
import json
from functools import cache
from typing import Any

import pytest

from tests.kit.needed import npm_package
from tests.kit.node import asked_in_node
from tests.kit.packages import ROOT, given_json, real_model

PYTHONS = ROOT / "tests" / "pythons"
SCRIPT = PYTHONS / "answers.py"
VERSIONS = sorted(
    name.removeprefix("python-")
    for name in json.loads((PYTHONS / "package.json").read_text())["dependencies"]
)


SHARES = 2


@cache
def cases(share: int) -> str:
    """Every twentieth worked case, dealt out: the suites beside this one run all of them here."""
    model = real_model()
    given = [{k: v for k, v in case.given.items() if k != "today"} for case in model.cases]
    return json.dumps([given_json(model, case) for case in given[::20][share::SHARES]])


@cache
def here(share: int) -> dict[str, Any]:
    """What this Python says. The file's last statement is an expression, as where it runs elsewhere."""
    module = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    last = module.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {"given": cases(share)}
    exec(compile(module, str(SCRIPT), "exec"), names)
    return dict(json.loads(eval(compile(ast.Expression(last.value), str(SCRIPT), "eval"), names)))


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("version", VERSIONS)
def test_a_later_python_says_the_same(version: str, share: int, node: str) -> None:
    npm_package(PYTHONS, f"python-{version}", f"Python {version} for Node.js")
    said = asked_in_node(node, PYTHONS / "run.mjs", version, SCRIPT.name, ROOT, asked=cases(share))
    there = json.loads(said)
    assert there.pop("python") == [int(part) for part in version.split(".")]
    assert there == {name: said for name, said in here(share).items() if name != "python"}
