"""What stands in the way of a case, and the questions of the terminal, in the language of the tables."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from b12tables.runtime.questions.ask import ask
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown

SETS = Path(__file__).parents[1] / "kit" / "sets"


@cache
def package(language: str) -> Any:
    model = model_from_markdown((SETS / "iron.md").read_text("utf-8"))
    return package_of(replace(model, about=replace(model.about, language=language)))


CASES: list[tuple[Any, str, str]] = [
    ([], "A case is an object", "Ein Fall ist ein Objekt"),
    ({"nobody knows this": 1}, "No field is called", "Kein Feld heißt"),
    ({"tolerates": "perhaps"}, "is neither yes nor no", "ist weder ja noch nein"),
    ({"haemoglobin": "plenty"}, "Give ", "Möglich ist "),
]


@pytest.mark.parametrize(("case", "english", "german"), CASES)
def test_a_problem_is_told_in_the_language_of_the_tables(case: Any, english: str, german: str) -> None:
    found = [[str(one) for one in package(code).evaluate(case).problems] for code in ("en", "de")]
    assert any(english in told for told in found[0]) and not any(german in told for told in found[0])
    assert any(german in told for told in found[1]) and not any(english in told for told in found[1])


def test_the_terminal_asks_in_the_language_of_the_tables() -> None:
    said: list[str] = []
    lines = iter(["?", "130", "", "stop"])
    ask(package("de").SET, lambda prompt: next(lines, "stop"), said.append)
    words = "\n".join(said)
    assert words.startswith("Antworten Sie mit einer Zahl oder einem Wort.")
    assert "(leere Zeile: nicht bekannt)" in words and "empty line" not in words
    said.clear()
    ask(package("en").SET, lambda prompt: "stop", said.append)
    assert said[0].startswith("Answer with a number or a word.")
