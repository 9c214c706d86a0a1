"""A command that is killed, or refused by the disk, at its n-th write.

The interpreter tells an audit hook before it opens a file for writing, makes, renames, links or removes something. The
command runs in a forked process, whose hook counts these and at the n-th kills the process as `kill -9` does, or says
that the disk is full.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

WRITES = frozenset(
    {
        "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate",
        "os.utime", "shutil.rmtree", "ctypes.dlopen", "shutil.copyfile", "shutil.copystat", "shutil.copymode",
    }
)  # fmt: skip


class Watch:
    """Counts the writes below a folder, and does something at one of them."""

    def __init__(self, below: Path, at: int, then: Callable[[], None]) -> None:
        self.below, self.at, self.then, self.count = str(below), at, then, 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._is_write(event, arguments):
            return
        self.count += 1
        if self.count == self.at:
            self.then()

    def _is_write(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "open":
            flags = arguments[2]
            written = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            return bool(written) and str(arguments[0]).startswith(self.below)
        if event not in WRITES:
            return False
        where = str(arguments[0])
        return not where.startswith("/") or where.startswith(self.below)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def faults(
    below: Path, command: Callable[[], object], kind: str, step: int = 1, start: int = 1
) -> Iterator[tuple[int, int]]:
    """Runs the command again and again in processes of their own, with a fault at its first write, its second, …,
    until it comes through without one. After each: which write it was, and the process's wait status.
    """
    at = 1
    while True:
        number = os.fork()
        if number == 0:
            os._exit(_child(below, command, at, kind))
        _, status = os.waitpid(number, 0)
        yield at, status
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
            return
        at += step


REFUSED, BROKEN = 3, 4


def _child(below: Path, command: Callable[[], object], at: int, kind: str) -> int:
    """0 where the fault never came, `REFUSED` where it was met with an OSError, `BROKEN` with anything else."""
    watch = Watch(below, at, _kill if kind == "kill" else _full)
    sys.addaudithook(watch)
    try:
        command()
    except OSError:
        return REFUSED
    except BaseException:
        traceback.print_exc()
        return BROKEN
    # a fault while something is tidied up is no reason to fail
    return 0 if watch.count < at else REFUSED


def state(folder: Path) -> dict[str, bytes]:
    """The files of a folder by path, without what stands beside for a moment."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".b12tables-") for part in path.relative_to(folder).parts)
    }


def left_beside(folder: Path) -> list[str]:
    """What stands beside for a moment and was left there."""
    return sorted(str(path) for path in folder.rglob(".b12tables-*"))
