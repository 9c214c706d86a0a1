"""Every English wording that is looked up: what the sources of the program, the templates and the scripts say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import get_args

from b12tables.compiler.checks import pages
from b12tables.compiler.checks.page_words import wordings_of
from b12tables.compiler.model.finding import KINDS, Severity
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import FieldType
from b12tables.compiler.proof.safety_proof import Outcome
from b12tables.compiler.report.page_words import SHARED, messages, script_messages
from b12tables.desk.page import page_wordings
from b12tables.runtime.units import ALONE, ONE
from b12tables.site.pages.findings import SEVERITIES
from b12tables.site.templating import environment_of

ROOT = Path(__file__).parents[2] / "b12tables"
_SAYS = re.compile(r"\b(?:tn?|wording|how_many|later|later_of)\(")
SPEAKING = (
    "runtime",
    "site",
    "cohort",
    "compiler/model",
    "compiler/checks",
    "compiler/reader",
    "compiler/proof",
    "compiler/compare",
    "compiler/report",
    "desk",
    "disk/files.py",
    "interop/fhir",
)
"""Rooms and files whose words stand in answers and on pages; commands and the check speak English."""

THEME = ROOT / "site" / "theme"


def every_wording() -> dict[str, set[str]]:
    """Each wording, and the files that say it."""
    found: dict[str, set[str]] = {}
    for file, words in [*_in_python(), *_in_templates(), *_in_scripts(), *_in_lists()]:
        found.setdefault(words, set()).add(file)
    return found


def _in_lists() -> Iterator[tuple[str, str]]:
    """What stands in a list of its home, and is looked up one by one."""
    yield from (("hit_policy.py", policy.words) for policy in HitPolicy)
    yield from (("tables.py", name) for name in get_args(FieldType))
    yield from (("units.py", words) for words in (*ALONE.values(), *ONE.values()))
    for word in SEVERITIES.values():
        yield from (("findings.py", said) for said in (word, f"{word}s", word.lower(), f"{word.lower()}s"))
    yield from (("dictionary.html.j2", f"no {what} yet") for what in ("question", "patient wording"))
    yield from (("safety_rules.py", f"none counts as the {which}") for which in ("first", "last"))
    yield from (("certificate.py", verdict) for verdict in ("unknown", "undecided", *get_args(Outcome)))
    yield from (("finding.py", words) for kind in KINDS.values() for words in (kind.name, kind.summary))
    yield from (("finding.py", severity) for severity in get_args(Severity))
    yield from (("titles.py", f"no {weight}s") for weight in ("error", "warning", "note"))
    yield from ((name, words) for name, page in pages().items() for words in wordings_of(page))
    yield from (("how_many", "0"), *(("wording.py", words) for words in SHARED))


def _in_python() -> Iterator[tuple[str, str]]:
    for path in sorted(chain.from_iterable(map(_files, SPEAKING))):
        source = path.read_text(encoding="utf-8")
        if _SAYS.search(source):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield from ((path.name, words) for words in _said(node.func.id, node))


def _files(place: str) -> list[Path]:
    found = ROOT / place
    return [found] if found.is_file() else sorted(found.rglob("*.py"))


def _said(name: str, call: ast.Call) -> Iterator[str]:
    places = {"t": (0,), "wording": (0,), "later": (0,), "tn": (1, 2), "how_many": (1,)}.get(name, ())
    for place in places:
        for given in _either(call.args[place] if place < len(call.args) else None):
            yield given
            if name == "how_many":
                yield f"{given}s"


def _either(given: ast.expr | None) -> Iterator[str]:
    """The text that an argument is, or each of those that it may be."""
    if isinstance(given, ast.IfExp):
        yield from _either(given.body)
        yield from _either(given.orelse)
    elif isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value


def _in_templates() -> Iterator[tuple[str, str]]:
    environment = environment_of("en")
    rooms = (ROOT / "site", ROOT / "compiler" / "report", ROOT / "cohort")
    templates = [path for room in rooms for path in sorted((room / "templates").glob("*.j2"))]
    for path in [*templates, THEME / "main.html"]:
        for words in messages(environment, path.read_text(encoding="utf-8")):
            yield path.name, words


def _in_scripts() -> Iterator[tuple[str, str]]:
    yield from (("the desk", words) for words in page_wordings())
    for path in sorted((THEME / "assets").glob("*.js")):
        for words in script_messages(path.read_text(encoding="utf-8")):
            yield path.name, words
