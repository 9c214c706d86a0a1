"""Whether a process that made something is still there: it holds a lock, which goes with it however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def held(lock: Path) -> Iterator[None]:
    """Holds a lock of this name as long as the block lasts, once nobody else does; the file is gone afterwards."""
    while True:
        number = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        if _take(number, wait=True) and _is_still(number, lock):
            break
        os.close(number)  # it was taken for something left behind, and removed, before it was locked
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(number)


def is_held(lock: Path) -> bool:
    """Whether a living process holds the lock of this name."""
    try:
        number = os.open(lock, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return False
    except OSError:
        return True  # what cannot be looked at is left alone
    try:
        return not _take(number, wait=False)
    finally:
        os.close(number)


def _is_still(number: int, lock: Path) -> bool:
    try:
        here, there = os.fstat(number), lock.stat()
    except FileNotFoundError:
        return False
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)


def _take(number: int, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True
