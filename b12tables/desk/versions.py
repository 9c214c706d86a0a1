"""Where a version of a table set comes from: a folder, or a folder as it was in a git revision."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from b12tables.compiler import read
from b12tables.compiler.model import Finding, Model


class NotThere(Exception):
    """A version that cannot be found; the text is a sentence for the user."""


def read_version(name: str, folder: Path) -> tuple[Model | None, tuple[Finding, ...]]:
    """The table set called so: a folder, `REVISION` (of the given folder), or `REVISION:FOLDER`.

    Raises `NotThere`.
    """
    if Path(name).is_dir():
        return read(Path(name))
    import tempfile

    revision, _, path = name.partition(":")
    with tempfile.TemporaryDirectory() as copy:
        extract(revision, Path(path) if path else folder, Path(copy))
        return read(Path(copy))


def extract(revision: str, folder: Path, out: Path, only: Collection[str] | None = None) -> None:
    """Writes the workbooks of a folder (`only` these) into another one, as a revision has them. Raises `NotThere`."""
    inside = folder if folder.is_dir() else Path()
    try:
        top = Path(_git(inside, "rev-parse", "--show-toplevel").strip())
    except NotThere:
        raise NotThere("there is no such folder, and no revision either: this is not under git") from None
    commit = _git(
        inside, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    ).strip()
    tree = folder.resolve().relative_to(top.resolve()).as_posix() if folder.is_dir() else folder.as_posix()
    prefix = "" if tree == "." else f"{tree}/"
    listing = _git(top, "ls-tree", "-z", "--name-only", commit, *([prefix] if prefix else []))
    names = [name for name in listing.split("\0") if name.casefold().endswith(".xlsx")]
    if not names:
        raise NotThere(f"{revision} has no workbook in {tree}")
    for name in names if only is None else (n for n in names if PurePosixPath(n).name in only):
        content = _git_bytes(top, "cat-file", "blob", f"{commit}:{name}")
        (out / PurePosixPath(name).name).write_bytes(content)


def edited_since(revision: str, folder: Path) -> list[str]:
    """The names of the workbooks of a folder that are not as a revision has them; none where it is not under git."""
    if not folder.is_dir() or not _may_be_under_git(folder):
        return []
    try:
        tracked = _git(folder, "diff", "--name-only", "--relative", "-z", revision, "--", ".").split("\0")
    except NotThere:
        return []
    return [name for name in tracked if name.casefold().endswith(".xlsx") and "/" not in name]


def revisions(folder: Path, limit: int = 100) -> list[str]:
    """The commits that touched the folder, newest first; none where it is not under git."""
    try:
        listing = _git(folder, "log", f"--max-count={limit}", "--format=%H", "--", ".")
    except NotThere:
        return []
    return listing.split()


def described(revision: str, folder: Path) -> str:
    """A commit in a line: its short name, its day, and what it says."""
    return _git(
        folder, "log", "-1", "--date=short", "--format=%h of %cd (%s)", "--end-of-options", revision
    ).strip()


def last_release(folder: Path) -> str | None:
    """The newest tag that holds a version of the table set (`tables-v1.2.0`, or `v1.2.0`), or None."""
    if not _may_be_under_git(folder):
        return None
    try:
        tags = _git(
            folder, "tag", "--merged", "HEAD", "--sort=-creatordate", "--list", "tables-v*", "v*"
        ).split()
    except NotThere:
        return None
    return next((tag for tag in tags if _holds(tag, folder)), None)


def _may_be_under_git(folder: Path) -> bool:
    """Whether git could know a folder. Where nothing above it is git's, no git is started to hear just that."""
    if any(name.startswith("GIT_") for name in os.environ):
        return True
    here = folder.resolve()
    return any((above / ".git").exists() for above in (here, *here.parents))


def _holds(tag: str, folder: Path) -> bool:
    import tempfile

    with tempfile.TemporaryDirectory() as copy:
        try:
            extract(tag, folder, Path(copy))
        except NotThere:
            return False
    return True


def _git(inside: Path, *arguments: str) -> str:
    return _git_bytes(inside, *arguments).decode("utf-8", "replace")


def _git_bytes(inside: Path, *arguments: str) -> bytes:
    # a set that is not under git waits for none of this
    import subprocess

    try:
        done = subprocess.run(["git", *arguments], cwd=inside, capture_output=True, check=True)
    except FileNotFoundError:
        raise NotThere("git is not installed, so that only folders can be compared") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise NotThere(f"git does not find {arguments[-1]!r}{': ' + said if said else ''}") from None
    return done.stdout
