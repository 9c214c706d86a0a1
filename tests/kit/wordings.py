"""Every English wording that is looked up: what the sources of the program, the templates and the scripts say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from b12tables.site.templating import environment_of
from b12tables.site.wording import SHARED, messages, script_messages

ROOT = Path(__file__).parents[2] / "b12tables"
THEME = ROOT / "site" / "theme"


def every_wording() -> dict[str, set[str]]:
    """Each wording, and the files that say it."""
    found: dict[str, set[str]] = {}
    for file, words in [
        *_in_python(),
        *_in_templates(),
        *_in_scripts(),
        *(("wording.py", w) for w in SHARED),
    ]:
        found.setdefault(words, set()).add(file)
    return found


def _in_python() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if any(f"{name}(" in source for name in ("t", "tn", "wording", "how_many")):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield from ((path.name, words) for words in _said(node.func.id, node))


def _said(name: str, call: ast.Call) -> Iterator[str]:
    places = {"t": (0,), "wording": (0,), "tn": (1, 2), "how_many": (1,)}.get(name, ())
    for place in places:
        given = call.args[place] if place < len(call.args) else None
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield given.value
            if name == "how_many":
                yield f"{given.value}s"


def _in_templates() -> Iterator[tuple[str, str]]:
    environment = environment_of("en")
    for path in [*sorted((ROOT / "site" / "templates").glob("*.j2")), THEME / "main.html"]:
        for words in messages(environment, path.read_text(encoding="utf-8")):
            yield path.name, words


def _in_scripts() -> Iterator[tuple[str, str]]:
    for path in sorted((THEME / "assets").glob("*.js")):
        for words in script_messages(path.read_text(encoding="utf-8")):
            yield path.name, words
