"""Whether a generated package is still as the compiler wrote it."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from b12tables.runtime.tableset import TableSet


def altered(table_set: TableSet) -> tuple[str, ...]:
    """The files of the generated package that differ from its manifest, sorted;

    none where nothing was altered.
    """
    import hashlib
    from importlib.resources import files

    from b12tables.runtime.manifest import MANIFEST, read_manifest

    root = files(sys.modules[table_set.package])
    wanted = read_manifest((root / MANIFEST).read_text("utf-8"))
    found = {
        name: hashlib.sha256(file.read_bytes()).hexdigest()
        for name, file in _files(root, "")
        if name != MANIFEST and "__pycache__" not in name
    }
    return tuple(sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)))


def _files(folder: Any, inside: str) -> Iterator[tuple[str, Any]]:
    """Every file below a folder, in a zip too, by path."""
    for entry in folder.iterdir():
        name = f"{inside}{entry.name}"
        if entry.is_dir():
            yield from _files(entry, f"{name}/")
        else:
            yield name, entry


def outdated(table_set: TableSet, folder: str) -> tuple[str, ...]:
    """What the workbooks in a folder say otherwise than this package: tables by code, or words for the rest; none
    where they say the same.

    Raises ValueError for workbooks that cannot be read, or that are of another table set.
    """
    from importlib import import_module
    from pathlib import Path

    # by name, on purpose: the runtime does not rest on the compiler, only this check of a developer's does
    model, _ = import_module("b12tables.compiler.compile").read(Path(folder))
    if model is None:
        raise ValueError(f"the workbooks in {folder} cannot be read: b12tables check {folder}")
    if model.about.identifier != table_set.identifier:
        raise ValueError(f"the workbooks in {folder} are those of {model.about.identifier}")
    if model.content_hash == table_set.content_hash:
        return ()
    old, new = table_set.hashes(), import_module("b12tables.compiler.codegen.hashes").hashes(model)
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return tuple(changed) or ("wording that decides nothing",)


def main(table_set: TableSet, arguments: list[str] | None = None) -> int:
    """`python -m <package> [FOLDER]`: says what the package is, whether it was altered and, where a folder of workbooks
    is named, whether they still say the same. 1 where something differs, 2 where that cannot be found out.
    """
    print(f"{table_set.title}, version {table_set.version}, status: {table_set.review_status}")
    print(f"content {table_set.content_hash}")
    print(table_set.safety)
    names = altered(table_set)
    for name in names:
        print(f"altered: {name}")
    stale: tuple[str, ...] = ()
    for folder in arguments or []:
        try:
            stale += outdated(table_set, folder)
        except ValueError as why:
            print(why)
            return 2
        print(f"the workbooks in {folder} say {'something else' if stale else 'the same'}")
    for name in stale:
        print(f"changed in the workbooks: {name}")
    if names or stale:
        print("Build the package again from the workbooks.")
    return 1 if names or stale else 0
