"""Which changes under git touched the cells of which decision, newest first."""

from __future__ import annotations

import tempfile
from pathlib import Path

from b12tables.compiler import read
from b12tables.compiler.compare import Cause, Edition, cell_differences
from b12tables.compiler.model import Model
from b12tables.compiler.reader import Kept
from b12tables.desk.versions import NotThere, described, extract, revisions


def editions(model: Model, folder: Path, limit: int) -> list[Edition]:
    """The newest `limit` changes of the tables, by the decisions whose cells read otherwise after them.

    A version that can only be read in part tells nothing of the tables that it lacks. Empty where the folder is
    not under git.
    """
    # one more than asked for: a change lies between two versions
    names = revisions(folder, limit + 1)
    kept: Kept = {}
    found: list[Edition] = []
    later, change = model, "edits that are not committed yet"
    for name in names:
        earlier = _version(name, folder, kept)
        if earlier is None:
            return found
        found += _between(earlier, later, change)
        later, change = earlier, described(name, folder)
    if 0 < len(names) <= limit:
        # the beginning of the history: what stood there was new
        found += [Edition(table.code, change, ()) for table in later.decisions]
    return found


def _version(revision: str, folder: Path, kept: Kept) -> Model | None:
    with tempfile.TemporaryDirectory() as copy:
        try:
            extract(revision, folder, Path(copy))
        except NotThere:
            return None
        return read(Path(copy), kept)[0]


def _between(earlier: Model, later: Model, change: str) -> list[Edition]:
    found = []
    for code in later.decision:
        before = earlier.decision.get(code)
        if before is None and earlier.skipped:
            continue
        causes = tuple(Cause(*one) for one in cell_differences(before, later.decision[code], (), ()))
        if causes:
            found.append(Edition(code, change, causes))
    return found
