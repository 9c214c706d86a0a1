"""One file, new or in the place of another: whole or not at all.

The content is written beside and put there in one step, and what was there before keeps its mode. A workbook that is
edited may be a link: the file that it leads to is replaced, not the link. Whatever is made anew is not written by one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from b12tables.disk import locks
from b12tables.disk.links import led_elsewhere
from b12tables.runtime.language import later

_PREFIX, _NEW = ".b12tables-", ".new"
"""How the name of a file begins and ends that stands beside for a moment: short, whatever the other is called."""


class NotReplaced(Exception):
    """A file that may not be written now; the text is a sentence for the user."""


def locked_by(path: Path) -> Path | None:
    """The lock file of a spreadsheet program that has a workbook open, or None."""
    name = path.name
    candidates = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    return next((lock for n in candidates if os.path.lexists(lock := path.with_name(n))), None)


def check_replaceable(path: Path) -> None:
    """Raises `NotReplaced` where a file is open in a spreadsheet program, is protected, or is no ordinary file."""
    real = path.resolve()
    lock = locked_by(path) or locked_by(real)
    if lock is not None:
        raise NotReplaced(
            later(
                "{name} is open in a spreadsheet program ({lock} says so): close it first",
                name=path.name,
                lock=lock.name,
            )
        )
    about = real.stat()
    if not stat.S_ISREG(about.st_mode):
        raise NotReplaced(later("{name} is no ordinary file", name=path.name))
    if not about.st_mode & 0o222:
        raise NotReplaced(later("{name} is protected against writing", name=path.name))
    if about.st_nlink > 1:
        sweep(real.parent)  # a process that was killed just after it made the file left its first name
    if real.stat().st_nlink > 1:
        raise NotReplaced(
            later(
                "{name} is one file under several names (hard links): make it a file of its own",
                name=path.name,
            )
        )


def replace_file(path: Path, content: bytes, before: bytes) -> None:
    """Puts content in the place of what a file held before, in one step, so that nobody ever reads half of it.

    Raises `NotReplaced`, also where the file holds something else by now.
    """
    check_replaceable(path)
    real = path.resolve()
    about = real.stat()
    with _written_beside(real, _all_of(content)) as fresh:
        with contextlib.suppress(OSError):  # what a stranger's disk cannot keep is no reason not to write
            shutil.copystat(real, fresh)
            os.utime(fresh)
            if (about.st_uid, about.st_gid) != (fresh.stat().st_uid, fresh.stat().st_gid):
                os.chown(fresh, about.st_uid, about.st_gid)
        fresh.chmod(stat.S_IMODE(about.st_mode))
        if real.read_bytes() != before:
            raise NotReplaced(later("{name} was saved by somebody else meanwhile: try again", name=path.name))
        check_replaceable(path)
        try:
            fresh.replace(real)
        except PermissionError:  # what Windows says of a file that a program holds open
            raise NotReplaced(
                later(
                    "{name} may not be replaced: another program holds it open, or the folder is protected",
                    name=path.name,
                )
            ) from None


def create_file(path: Path, content: bytes) -> None:
    """Writes a file that is not there yet, whole or not at all. Raises `FileExistsError` where one is, or a link."""
    with _written_beside(path, _all_of(content)) as fresh:
        try:
            os.link(fresh, path)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links; there a name is taken by whoever makes it first
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            fresh.rename(path)


def write_own(path: Path, content: bytes, is_own: Callable[[bytes], bool], what: str) -> None:
    """A file of ours, `what` it is called: new, or in the place of one of which `is_own` says that it is the same.

    Raises `NotReplaced` where anything else has the name.
    """
    if not path.parent.is_dir():
        raise NotReplaced(f"{path.parent} is no folder")
    if not os.path.lexists(path):
        create_file(path, content)
        return
    if path.is_dir() and not path.is_symlink():
        raise NotReplaced(f"{path} is a folder: name a file")
    check_own(path)  # before it is opened: a pipe would be waited for
    before = path.read_bytes()
    if not is_own(before):
        raise NotReplaced(f"{path} is there, and is no {what}")
    replace_file(path, content, before)


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """A result that may be larger than memory: what `write` writes to the path that it is given, whole or not at all.

    What stood in its place is replaced. Raises `NotReplaced` where that is a link, is no ordinary file, is protected,
    or is open in a spreadsheet program.
    """
    check_own(path)
    before = path.exists()
    with _written_beside(path, write) as fresh:
        if before:
            fresh.chmod(stat.S_IMODE(path.stat().st_mode))
        fresh.replace(path)


def check_own(path: Path) -> None:
    """Raises `NotReplaced` where something has the name of a result that may not be replaced by it, such as a link."""
    if why := led_elsewhere(path, "file"):
        raise NotReplaced(why)
    if path.exists():
        check_replaceable(path)


def _all_of(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


@contextlib.contextmanager
def _written_beside(path: Path, write: Callable[[Path], object]) -> Iterator[Path]:
    """A finished file beside another; it is gone afterwards, and so is what a killed process left."""
    sweep(path.parent)
    fresh = path.with_name(f"{_PREFIX}{secrets.token_hex(6)}{_NEW}")
    with locks.held(fresh.with_suffix(".lock")):
        try:
            fresh.touch(exist_ok=False)
            write(fresh)
            with fresh.open("rb+") as out:
                os.fsync(out.fileno())
            yield fresh
        except OSError as why:
            if why.filename in (str(fresh), fresh):  # nobody knows that name: what was wanted is told
                why.filename = str(path)
            raise
        finally:
            fresh.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Removes what killed processes left: files that were never put in their place, then locks that nobody holds."""
    for end in (_NEW, ".lock"):
        for left in folder.glob(f"{_PREFIX}*{end}"):
            if not locks.is_held(left.with_suffix(".lock")) and not left.is_dir():
                left.unlink(missing_ok=True)
