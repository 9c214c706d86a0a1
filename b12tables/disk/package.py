"""The generated package, in a folder of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from b12tables.disk.earlier import EarlierPackage
from b12tables.disk.own_folder import OwnFolder, check_no_link


def write_package(out: Path, identifier: str, files: Mapping[str, str], sources: Sequence[Path]) -> None:
    """Puts the files of a package below `out`, in the place of those of an earlier build.

    Raises `NotOurs` where something stands there that no build wrote, where `out` is a link, or where `sources` would
    be written over.
    """
    check_no_link(out)
    own = OwnFolder(out / identifier, "build", sources, EarlierPackage())
    own.write({name.removeprefix(f"{identifier}/"): text for name, text in files.items()})
