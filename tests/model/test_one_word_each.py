"""What is not there is told in one word on every surface: not known, no member, no value, no row."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from b12tables.compiler.model import given_words, value_words
from b12tables.compiler.report import example_text
from b12tables.runtime import words
from b12tables.runtime.whynot import why_not
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown

PACKAGE = Path(words.__file__).parents[1]
ASSETS = PACKAGE / "site" / "theme" / "assets"
TOLD = {name: str(getattr(words, name)) for name in ("NOT_KNOWN", "EMPTY_SET", "NO_RESULT", "NO_ROWS")}

MODEL = model_from_markdown(
    """
## Fields
- seen: choices (zoster, mumps, ataxia), unknown
- grade: choice (high, low), unknown
- mark: choice (red, blue)
- note: choice (rest, call)

## Decision: Marked
|    | When | Then |
|----|------|------|
|    | Seen | Mark |
| R1 | includes ataxia | red |
| Otherwise | | none |

## Decision: Noted
- Hit policy: Rule order
|    | When | Then |
|----|------|------|
|    | Grade | Note |
| R1 | high  | call |
"""
)
PACKAGE_OF_IT = package_of(MODEL)


def test_the_compiler_and_the_runtime_say_the_same_of_a_value() -> None:
    for code, field in MODEL.fields.items():
        mine = PACKAGE_OF_IT.SET.by_code[code]
        sets: list[frozenset[str]] = [frozenset(), frozenset({"ataxia", "mumps", "zoster"})]
        values = [words.UNKNOWN, *(sets if field.type == "choices" else field.value_codes)]
        for value in values:
            assert mine.text(value) == value_words(value, field) == given_words(value, field), (code, value)
        assert mine.text(None) == words.NOT_KNOWN  # an input
        assert mine.result_text(None) == value_words(None, field) == words.NO_RESULT
    assert PACKAGE_OF_IT.SET.by_code["seen"].text(frozenset()) == words.EMPTY_SET
    # in the order of the dictionary, as the sheets have it
    assert PACKAGE_OF_IT.SET.by_code["seen"].text(frozenset({"ataxia", "zoster"})) == "zoster, ataxia"


def test_an_explanation_says_it_so() -> None:
    nobody = PACKAGE_OF_IT.evaluate({})
    told = nobody.explain()
    assert f"Seen: {words.NOT_KNOWN}" in told and "unknown" not in told
    assert nobody.words("mark") == words.NO_RESULT and nobody.words("note") == words.NO_ROWS
    empty = PACKAGE_OF_IT.evaluate({"seen": [], "grade": "low"})
    assert f"Seen: {words.EMPTY_SET}" in empty.explain()
    assert f"Seen: {words.EMPTY_SET}" in example_text({"seen": []}, MODEL)
    assert example_text({"seen": "unknown"}, MODEL) == f"{words.NOT_KNOWN}: Seen"
    wanted = why_not(PACKAGE_OF_IT.SET, {"seen": ["ataxia"]}, "marked", None)
    assert wanted.wanted == words.NO_RESULT


def test_the_script_of_the_pages_says_the_same() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    values = json.dumps(str(ASSETS / "values.js"))
    script = f"require({values}); console.log(JSON.stringify(globalThis.tableValues.WORDS))"
    found = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(found.stdout) == TOLD


def test_each_word_has_one_home() -> None:
    """A sentence may hold them; as a word of its own each stands in one file of Python and one script."""
    homes: dict[str, set[str]] = {TOLD["NOT_KNOWN"]: set(), TOLD["EMPTY_SET"]: set()}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in homes:
                homes[node.value].add(path.relative_to(PACKAGE).as_posix())
    for path in ASSETS.glob("*.js"):
        for word in homes:
            if re.search(rf"[\"']{word}[\"']", path.read_text("utf-8")):
                homes[word].add(path.name)
    assert set(map(frozenset, homes.values())) == {frozenset({"runtime/words.py", "values.js"})}
