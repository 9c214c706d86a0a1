"""Scripts in Node.js: the engine of the site's pages as they load it, and what others wrote."""

from __future__ import annotations

import subprocess
from pathlib import Path

from b12tables.site.pages.generate import ENGINE
from tests.kit.packages import ROOT

ASSETS = ROOT / "b12tables" / "site" / "theme" / "assets"
"""The scripts of the site's theme."""

ENGINE_FILES = tuple(ASSETS / name for name in ENGINE)
"""The engine, file by file, in the order in which a page loads them."""


def asked_in_node(node: str, script: Path, *arguments: str | Path, asked: str) -> str:
    """What a script prints to what it is asked; where it fails, so does the test, with what it says."""
    done = subprocess.run(
        [node, script.name, *map(str, arguments)],
        cwd=script.parent, input=asked, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
