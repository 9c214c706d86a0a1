"""One folder in the place of another in a single step, so that nobody ever sees half of either.

Linux and macOS can exchange two names at once. Elsewhere the old folder is moved aside first: killed between the two
steps, nothing stands there, and the next build writes it again.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_HERE = -100
"""AT_FDCWD: paths are taken from the working directory."""

_EXCHANGE = 2
"""RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS."""

_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def put(fresh: Path, target: Path) -> None:
    """Puts a folder in the place of another; what stood there, if anything, stands in the place of `fresh` afterwards.

    Raises `OSError`.
    """
    while True:
        try:
            _exchange(fresh, target)
            return
        except FileNotFoundError:
            if not fresh.is_dir():
                raise
        except _NotPossible:
            _one_after_the_other(fresh, target)
            return
        try:
            fresh.rename(target)
            return
        except OSError as why:
            # somebody else was quicker: what they wrote is replaced in turn
            if why.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise


class _NotPossible(Exception):
    """This system or this disk cannot exchange two names."""


def _exchange(fresh: Path, target: Path) -> None:
    library = None if sys.platform == "win32" else ctypes.CDLL(None, use_errno=True)
    arguments: tuple[object, ...]
    if (call := getattr(library, "renameat2", None)) is not None:
        arguments = (_HERE, os.fsencode(fresh), _HERE, os.fsencode(target), _EXCHANGE)
    elif (call := getattr(library, "renamex_np", None)) is not None:
        arguments = (os.fsencode(fresh), os.fsencode(target), _EXCHANGE)
    else:
        raise _NotPossible
    if call(*arguments) == 0:
        return
    number = ctypes.get_errno()
    if number in _CANNOT:
        raise _NotPossible
    raise OSError(number, os.strerror(number), str(target))


def _one_after_the_other(fresh: Path, target: Path) -> None:
    aside = fresh.with_name(f"{fresh.name}.before")
    for _ in range(100):
        if target.exists():
            target.rename(aside)
        try:
            fresh.rename(target)
            break
        except OSError as why:
            if why.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                if aside.exists() and not target.exists():
                    aside.rename(target)
                raise
    if aside.exists():
        aside.rename(fresh)
