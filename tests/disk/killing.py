"""A command that is killed, or refused by the disk, at its n-th write.

The interpreter tells an audit hook before it opens a file for writing, makes, renames, links or removes something.
`faults` runs the command in a forked process, whose hook counts these and at the n-th kills the process as `kill -9`
does, or says that the disk is full. `every_fault` does the same for each n, in one process and so far quicker: from the
n-th write on nothing reaches the disk any more, and what was written last is cut in half.
"""

from __future__ import annotations

import contextlib
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


class Killed(BaseException):
    """The end of a process that is killed: nothing that it does afterwards reaches the disk."""


HANDLES = Path("/proc/self/fd")
"""The files that this process holds open."""


class Death:
    """From the n-th write on, what a killed process, or one whose disk is full, still gets written."""

    def __init__(self, below: Path, kind: str) -> None:
        self.watch = Watch(below, 0, lambda: None)
        self.kind, self.below, self.at = kind, str(below), 0
        self.last = ""
        """The file that is being written, if it was opened by the last write."""
        sync = os.fsync
        os.fsync = lambda number: (self("os.fsync", (self.below,)), sync(number))[1]  # type: ignore[assignment]

    def arm(self, at: int) -> None:
        """Counts anew, to the n-th write."""
        self.watch.count, self.at, self.last = 0, at, ""

    def disarm(self) -> bool:
        """Lets everything through again; whether the end had come."""
        came, self.at = self.watch.count >= self.at, 0
        # the locks of a process go with it
        for path in list(HANDLES.iterdir()):
            with contextlib.suppress(OSError):
                if str(path.readlink()).startswith(self.below):
                    os.close(int(path.name))
        last = Path(self.last)
        if came and self.kind == "kill" and self.last and last.is_file():
            os.truncate(last, last.stat().st_size // 2)
        return came

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.at or not (event == "os.fsync" or self.watch._is_write(event, arguments)):
            return
        self.watch.count += 1
        if self.watch.count == self.at and self.kind == "full":
            _full()
        if self.watch.count >= self.at and self.kind == "kill":
            raise Killed
        self.last = str(arguments[0]) if event == "open" else ""


def every_fault(
    below: Path, command: Callable[[], object], check: Callable[[int], object], kind: str, step: int = 1
) -> int:
    """Runs the command with a fault at its first write, its second, and so on to its last, and `check` after each;
    how many faults there were. Raises `AssertionError` where one of them ended otherwise than as it should.
    """
    reader, writer = os.pipe()
    number = os.fork()
    if number == 0:
        code = BROKEN
        try:
            count = _all_of_them(Death(below, kind), command, check, step)
            os.write(writer, str(count).encode())
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        said = told.read()
    _, status = os.waitpid(number, 0)
    assert status == 0, "see what was printed"
    return int(said)


def _all_of_them(
    death: Death, command: Callable[[], object], check: Callable[[int], object], step: int
) -> int:
    sys.addaudithook(death)
    count, at = 0, 1
    while True:
        death.arm(at)
        with contextlib.suppress(Killed, OSError):
            command()
        came = death.disarm()
        check(at)
        if not came:
            return count
        count, at = count + 1, at + step


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
