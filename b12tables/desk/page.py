"""The page of the desk: its HTML, its style and its scripts, the same for both engines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from b12tables.compiler.report import page_from, report_style, script_messages, template_wordings
from b12tables.runtime.language import ENGLISH, LANGUAGES, speaking, t

ASSETS = Path(__file__).parent / "assets"

KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

STANDINGS = ("signed", "unsigned", "voided", "worded otherwise", "to be filled in")
"""How it can stand with a signature; the page looks them up by what the engine says."""

ENGINES: Mapping[str, str] = {
    "server": "script-src 'self'",
    "browser": "script-src 'self' 'wasm-unsafe-eval'",
}
"""What runs the compiler, a server on this machine or the browser itself, and which scripts the page then allows."""


def page_files(engine: str) -> dict[str, str]:
    """The files of the page by name. Nothing in them is loaded from elsewhere, and no script stands in the page."""
    policy = "; ".join(
        (
            "default-src 'none'",
            ENGINES[engine],
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    assert __package__ is not None
    page = page_from(__package__, "desk.html.j2", policy=policy, engine=f"{engine}.js")
    names = (
        "icon.svg",
        "words.js",
        "files.js",
        "table.js",
        "cell.js",
        "adding.js",
        "chart.js",
        "picture.js",
        "map.js",
        "question.js",
        "desk.js",
        f"{engine}.js",
        *(("worker.js",) if engine == "browser" else ()),
    )
    assets = {name: (ASSETS / name).read_text(encoding="utf-8") for name in names}
    assets["words.js"] = f"{_catalogue()}{assets['words.js']}"
    style = report_style() + (ASSETS / "desk.css").read_text(encoding="utf-8")
    return {"index.html": page, "desk.css": style, **assets}


def page_wordings() -> set[str]:
    """Every English wording of the page and of its scripts."""
    assert __package__ is not None
    scripts = (path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js"))
    return template_wordings(__package__, "desk.html.j2").union(STANDINGS, *map(script_messages, scripts))


def _catalogue() -> str:
    """What the page says in each other language, as a script that comes before the others."""
    told, wanted = {}, sorted(page_wordings())
    for code in LANGUAGES:
        if code != ENGLISH:
            with speaking(code):
                told[code] = {words: t(words) for words in wanted}
    return f"window.deskCatalogue = {json.dumps(told, ensure_ascii=True)};\n"


def kind_of_file(name: str) -> str:
    """What a server says of a file of the page."""
    return f"{KINDS[name.rpartition('.')[2]]}; charset=utf-8"
