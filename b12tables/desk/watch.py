"""Looks at a folder and checks it again whenever a workbook in it has been saved.

Files are looked at again and again instead of asking the system for events: that works on every disk and with
every program. Excel and LibreOffice write a new file and put it in the place of the old one, and leave lock
files meanwhile; a change counts once the files have stayed as they are for a moment and none of them is
missing half-way.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from b12tables.compiler import Report
from b12tables.compiler.model import Finding
from b12tables.compiler.reader import is_workbook
from b12tables.compiler.report import WIDTH, begin_text, kind_title, sorted_findings, wrapped
from b12tables.runtime.language import speaking, t
from b12tables.runtime.words import how_many

PAUSE = 0.15
"""Seconds between two looks, and for how long the files must have stayed the same."""

Snapshot = Mapping[str, tuple[int, int, str]]
"""For each workbook: when it was changed, its size, and the hash of its content."""


def snapshot(folder: Path, last: Snapshot | None = None, pages: Path | None = None) -> Snapshot:
    """The workbooks of a folder, and the files of a folder of pages, as they are now. Content is read only where
    time or size differ from last time.
    """
    found: dict[str, tuple[int, int, str]] = {}
    for name, path in (*_workbooks(folder), *_pages(pages)):
        try:
            stat = path.stat()
            before = (last or {}).get(name)
            if before is not None and before[:2] == (stat.st_mtime_ns, stat.st_size):
                found[name] = before
                continue
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name] = (stat.st_mtime_ns, stat.st_size, content)
        except OSError:
            continue  # being replaced at this very moment: the next look finds it
    return found


def _workbooks(folder: Path) -> list[tuple[str, Path]]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    return [(path.name, path) for path in entries if is_workbook(path)]


def _pages(folder: Path | None) -> list[tuple[str, Path]]:
    if folder is None or not folder.is_dir():
        return []
    paths = sorted(path for path in folder.rglob("*") if not path.name.startswith(".") and path.is_file())
    return [(path.relative_to(folder.parent).as_posix(), path) for path in paths]


def contents(state: Snapshot) -> dict[str, str]:
    """What matters of a snapshot: a file that was saved without a change is no change."""
    return {name: content for name, (_, _, content) in state.items()}


def changes(
    folder: Path, wait: Callable[[float], None] = time.sleep, pages: Path | None = None
) -> Iterator[tuple[str, ...]]:
    """The names of the workbooks (and pages) that changed, each time some did; the first time all of them.

    Never ends.
    """
    seen: dict[str, str] = {}
    state: Snapshot = {}
    first = True
    while True:
        fresh = snapshot(folder, state, pages)
        settled = contents(fresh) == contents(state)
        state = fresh
        now = contents(fresh)
        if settled and (now != seen or first):
            changed = sorted(name for name in now.keys() | seen.keys() if now.get(name) != seen.get(name))
            seen, first = now, False
            yield tuple(changed)
        wait(PAUSE)


def summary(changed: Sequence[str], before: Report | None, after: Report, besides: Sequence[str] = ()) -> str:
    """Three lines: what was saved and how it stands, what is new, what is mended; then `besides`. Where something
    stands in the way of a build, then where to begin, as the report says it. All in the language of the tables.
    """
    with speaking(after.language):
        return _summary(changed, before, after, besides)


def _summary(changed: Sequence[str], before: Report | None, after: Report, besides: Sequence[str]) -> str:
    new, mended = news(before.findings if before else (), after.findings)
    counts = ", ".join(
        how_many(n, word)
        for word in ("error", "warning")
        if (n := sum(f.severity == word and f.accepted is None for f in after.findings))
    )
    verdict = t("nothing stands in the way of a build") if after.ok else t("cannot be built")
    names = ", ".join(changed[:3]) + (t(" and {n} more", n=len(changed) - 3) if len(changed) > 3 else "")
    head = f"{names or t('no workbook')}: {counts or t('no error, no warning')}; {verdict}"
    stands = [
        _cut(line)
        for line in (head, t("  new:    {said}", said=_said(new)), t("  mended: {said}", said=_said(mended)))
    ]
    stands += map(wrapped, besides)
    begin = begin_text(after)
    return "\n".join([*stands, begin] if begin else stands)


def news(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings that are new, and those that are gone. One that only moved to another row is neither."""
    old, now = {_key(f): f for f in before}, {_key(f): f for f in after}
    new = [finding for key, finding in now.items() if key not in old]
    gone = [finding for key, finding in old.items() if key not in now]
    return sorted_findings(new), sorted_findings(gone)


def _key(finding: Finding) -> tuple[object, ...]:
    return (finding.name, finding.severity, finding.decision, finding.rules, finding.message.split("\n")[0])


def _said(findings: Sequence[Finding]) -> str:
    worth = [finding for finding in findings if finding.severity != "info"]
    if not worth:
        return t("nothing")
    said = []
    for finding in worth[:3]:
        place = finding.places[0] if finding.places else None
        # the workbooks are named in the line above; of a whole file, or a folder, the name is all there is
        where = place and (" ".join(filter(None, (place.sheet, place.cells))) or place.file)
        said.append(
            f"{kind_title(finding.name)}{f' ({where})' if where else ''}: " + finding.message.split("\n")[0]
        )
    more = t("; and {n} more", n=len(worth) - 3) if len(worth) > 3 else ""
    return "; ".join(said) + more


def _cut(line: str) -> str:
    return line if len(line) <= 2 * WIDTH else line[: 2 * WIDTH - 2].rstrip() + " …"
