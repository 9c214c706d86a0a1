"""A folder that a command writes whole. Nothing is ever removed that is not proved to have been written here.

What was written is listed in the folder's `MANIFEST`, with hashes. A folder that holds the sources, anything that is
not in its list, a file that was changed since, or no list at all is refused, and stays as it is. A new state is
written beside and put there in one step: killed at any moment, disk full, or two at once, there is the old state or
the new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from b12tables.disk import locks, swap
from b12tables.disk.earlier import Earlier
from b12tables.disk.links import led_elsewhere, unlistable
from b12tables.runtime.manifest import MANIFEST, manifest_text, read_manifest
from b12tables.version import __version__

_PREFIX = ".b12tables-"
"""How everything begins that stands beside for a moment."""

_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave in any folder that they show: nobody's work."""


class NotOurs(Exception):
    """A folder that may not be written; the text is a sentence for the user."""


def check_no_link(*folders: Path) -> None:
    """Raises `NotOurs` where a folder into which something is made is a link."""
    for folder in folders:
        if why := led_elsewhere(folder, "folder"):
            raise NotOurs(why)


class OwnFolder:
    """The folder at `path`, as a command that makes it from `sources` writes it. `by` names the command.

    `earlier` recognises what earlier releases wrote. `kept` is where such a folder stands now, if one had to be kept.
    Raises `NotOurs` where the folder is not ours to write.
    """

    def __init__(
        self, path: Path, by: str, sources: Iterable[Path] = (), earlier: Earlier | None = None
    ) -> None:
        self.path, self.by, self.earlier = path, by, earlier or Earlier()
        self.sources = tuple(sources)
        self.kept: Path | None = None
        self.check()

    def check(self) -> None:
        """Raises `NotOurs` where the folder is not ours to write, or holds what it is made from."""
        self._check_place()
        if self.path.is_dir():
            with self._alone():
                self._check_content()

    def _check_place(self) -> None:
        path = self.path
        check_no_link(path)
        if not os.path.lexists(path):
            return
        if not path.is_dir():
            raise NotOurs(f"{path} is a file: name a folder")
        for source in self.sources:
            if _holds(path, source):
                what = (
                    "what it would be made from"
                    if _same(path, source)
                    else f"{source}, from which it is made"
                )
                raise NotOurs(f"{path} holds {what}: name a folder of its own")
        if _holds(path, Path.cwd()):
            raise NotOurs(
                f"{path} is the folder in which you are, and it is replaced as a whole: name another"
            )
        if os.path.ismount(path):
            raise NotOurs(f"{path} is a disk of its own: name a folder in it")

    def _check_content(self) -> None:
        path = self.path
        if not path.is_dir():
            return
        if not self.earlier.unproved(path) and (why := foreign(path, self.earlier)):
            raise NotOurs(why)

    @contextlib.contextmanager
    def fresh(self, listed: bool = True) -> Iterator[Path]:
        """An empty folder to write the new state into. It is listed and put in place when the block ends well.

        Without a list the folder is not ours any more from then on: no command will write it again.
        """
        target = self.path.absolute()
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._sweep(target)
        stage = self._beside(f"-{secrets.token_hex(4)}")
        with locks.held(stage.with_suffix(".lock")):
            try:
                stage.mkdir()
                new = stage / target.name
                new.mkdir()
                yield new
                if listed:
                    self._list(new)
                with self._alone():
                    self._put(new, target)
            finally:
                shutil.rmtree(stage, ignore_errors=True)

    def write(self, files: Mapping[str, str]) -> None:
        """Writes these texts as the whole content of the folder, by path."""
        with self.fresh() as new:
            # the list last: what has none was never finished
            for name, text in sorted(files.items(), key=lambda file: file[0] == MANIFEST):
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                if name == MANIFEST:
                    _write_list(new, text)
                else:
                    path.write_text(text, encoding="utf-8", newline="\n")

    def _list(self, new: Path) -> None:
        if (new / MANIFEST).exists():
            return
        files = {
            path.relative_to(new).as_posix(): path.read_bytes() for path in new.rglob("*") if path.is_file()
        }
        if why := unlistable(*map(Path, files)):
            raise NotOurs(why)
        head = (
            f"Written by b12tables {__version__} ({self.by}), which replaces this folder as a whole.",
            "A file that is not in this list, or was changed, is never removed.",
        )
        _write_list(new, manifest_text(files, head))

    def _beside(self, end: str) -> Path:
        """A name beside the folder, short whatever the folder is called."""
        target = self.path.absolute()
        return target.parent / f"{_PREFIX}{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:8]}{end}"

    def _alone(self) -> AbstractContextManager[None]:
        """While it lasts no other process looks at the folder in order to replace it, or replaces it."""
        return locks.held(self._beside(".lock"))

    def _put(self, new: Path, target: Path) -> None:
        self._check_place()
        self._check_content()
        if target.is_dir():
            new.chmod(stat.S_IMODE(target.stat().st_mode))
        swap.put(new, target)
        if not new.is_dir():
            return
        if self.earlier.unproved(new):
            self._keep(new, target)
        elif why := foreign(new, self.earlier):
            # somebody put something there a moment ago: it goes back, and nothing is lost
            swap.put(new, target)
            raise NotOurs(why.replace(str(new), str(target)))

    def _keep(self, old: Path, target: Path) -> None:
        """Gives a folder whose content is not proved to be ours a name of its own beside."""
        number, aside = 1, target.with_name(f"{target.name}-earlier")
        while os.path.lexists(aside):
            number, aside = number + 1, target.with_name(f"{target.name}-earlier-{number + 1}")
        old.rename(aside)
        self.kept = aside

    def _sweep(self, target: Path) -> None:
        """Removes what killed processes left beside: a state that was never finished, or one that was replaced."""
        for left in target.parent.glob(self._beside("-*").name):
            if left.suffix == ".lock":
                if not locks.is_held(left):
                    left.unlink(missing_ok=True)
            elif not locks.is_held(left.with_suffix(".lock")) and left.is_dir() and not left.is_symlink():
                self._sweep_state(left, target)

    def _sweep_state(self, left: Path, target: Path) -> None:
        for state in list(left.iterdir()):
            if self.earlier.unproved(state):
                self._keep(state, target)
            elif foreign(state, self.earlier, unlisted=True):
                return
        shutil.rmtree(left, ignore_errors=True)


def _write_list(folder: Path, text: str) -> None:
    """Writes the list of a folder, whole or not at all: by half of one the other files would be somebody else's."""
    part = folder / f"{MANIFEST}.new"
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(folder / MANIFEST)


def foreign(folder: Path, earlier: Earlier, unlisted: bool = False) -> str:
    """Why a folder holds something that b12tables did not write there, in a sentence; "" where all of it is ours.

    `unlisted`: a folder without a list is ours as well, as one is that was never finished.
    """
    found = list(_entries(folder))
    if not found:
        return ""
    listed = _listed(folder)
    if listed is None and unlisted:
        return ""
    if listed is not None:
        listed |= earlier.listed(folder)
    if listed is None:
        return (
            f"{folder} holds other files ({found[0][0]}) and no list of what b12tables wrote there, so that nothing "
            "in it is touched: name an empty or a new folder"
        )
    for name, path in found:
        if name not in listed or path.is_symlink() or not path.is_file():
            return f"{folder} holds {name}, which b12tables did not write: move it elsewhere, or name another folder"
        if listed[name] is not None and hashlib.sha256(path.read_bytes()).hexdigest() != listed[name]:
            return (
                f"{path} was changed after b12tables wrote it: move elsewhere what you want to keep and remove the "
                f"folder {folder}, or name another folder"
            )
    return ""


def _entries(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything in a folder but its list, by path, sorted. No link is followed."""
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if name == MANIFEST and path.is_file() and not path.is_symlink():
            continue
        yield name, path


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        elif not (entry.is_file(follow_symlinks=False) and _is_litter(path)):
            yield path


def _is_litter(path: Path) -> bool:
    """What Python or a file manager leaves in any folder."""
    return path.name in _LITTER or (path.suffix == ".pyc" and path.parent.name == "__pycache__")


def _listed(folder: Path) -> dict[str, str | None] | None:
    manifest = folder / MANIFEST
    if manifest.is_symlink() or not manifest.is_file():
        return None
    try:
        return dict(read_manifest(manifest.read_text(encoding="utf-8")))
    except ValueError:
        return None


def _holds(folder: Path, inner: Path) -> bool:
    """Whether a path is a folder or lies in it, however either is spelled."""
    real = inner.resolve()
    return any(_same(folder, place) for place in (real, *real.parents))


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
