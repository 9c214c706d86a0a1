"""Whether a generated package is still as the compiler wrote it."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from b12tables.runtime.tableset import TableSet


def altered(table_set: TableSet) -> tuple[str, ...] | None:
    """The files of the generated package that differ from its manifest, sorted; none where nothing was altered. None
    where its sources are no files that could be compared: frozen into a program, or compiled only.
    """
    from importlib.resources import files

    root = files(sys.modules[table_set.package])
    return _altered(root) if (root / "__init__.py").is_file() else None


def _altered(root: Any) -> tuple[str, ...]:
    """The files below a folder that differ from the manifest in it."""
    import hashlib

    from b12tables.runtime.manifest import MANIFEST, read_manifest

    try:
        wanted = read_manifest((root / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return (MANIFEST,)
    found = {
        name: hashlib.sha256(file.read_bytes()).hexdigest()
        for name, file in _files(root, "")
        if name != MANIFEST and not _is_cache(name)
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


def runtime_altered() -> tuple[str, ...] | None:
    """The files of the runtime that differ from what was installed, are gone or were added, sorted; None where no list
    says what was: in a checkout, a zip or a frozen program, or where another runtime is installed than answers.
    """
    from importlib import metadata
    from importlib.resources import files

    from b12tables import runtime

    try:
        installed = metadata.distribution("b12tables")
        here = files(runtime)
    except (metadata.PackageNotFoundError, OSError):
        return None
    try:
        every = installed.files or ()
    except Exception:  # whatever the standard library makes of a list that is damaged
        return ("RECORD",)
    listed = {file.as_posix(): file for file in every if _is_of_runtime(file.as_posix())}
    # what answers may come first on the path, and not be what is installed
    if not listed or not _same_place(here, installed.locate_file(_RUNTIME)):
        return None
    added = (f"{_RUNTIME}{name}" for name, _ in _files(here, "") if not _is_cache(name))
    differ = {name for name, file in listed.items() if file.hash is not None and not _is_as_listed(file)}
    return tuple(sorted(differ.union(name for name in added if name not in listed)))


_RUNTIME = "b12tables/runtime/"


def _is_of_runtime(name: str) -> bool:
    """Whether an installed file is one that an answer rests on."""
    return name.startswith(_RUNTIME) or name in ("b12tables/__init__.py", "b12tables/version.py")


def _is_cache(name: str) -> bool:
    return "__pycache__" in name.split("/")


def _same_place(one: Any, other: Any) -> bool:
    from os.path import realpath

    return realpath(str(one)) == realpath(str(other))


def _is_as_listed(file: Any) -> bool:
    import hashlib
    from base64 import urlsafe_b64encode

    try:
        digest = hashlib.sha256(file.read_binary()).digest()
    except OSError:
        return False
    return bool(urlsafe_b64encode(digest).rstrip(b"=").decode() == file.hash.value)


def outdated(table_set: TableSet, folder: str) -> tuple[str, ...]:
    """What the workbooks in a folder say otherwise than this package: tables by code, or words for the rest; none
    where they say the same.

    Raises ValueError for workbooks that cannot be read, or that are of another table set.
    """
    said = _compiled(folder)
    if "why" in said:
        raise ValueError(said["why"])
    if said["identifier"] != table_set.identifier:
        raise ValueError(f"the workbooks in {folder} are those of {said['identifier']}")
    if said["content_hash"] == table_set.content_hash:
        return ()
    old, new = table_set.hashes(), said["hashes"]
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return tuple(changed) or ("wording that decides nothing",)


def _compiled(folder: str) -> dict[str, Any]:
    """What the compiler says of the workbooks in a folder. It is another program: nothing of it is loaded here."""
    import json
    import os
    import subprocess

    command = [sys.executable, "-m", "b12tables.compiler", folder]
    # what this program can import, that one can
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True)
        said: dict[str, Any] = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError):
        raise ValueError(f"the compiler could not be run for {folder}: b12tables check {folder}") from None
    return said


def main(table_set: TableSet, arguments: list[str] | None = None) -> int:
    """What `python -m <package> [FOLDER]` and `python -m <package> eval FILE` do, printed so that any terminal can show
    it; the exit code.
    """
    from b12tables.runtime.terminal import showing

    with showing():
        try:
            if arguments and arguments[0] == "eval":
                from b12tables.runtime.answer_files import answer_file

                return answer_file(table_set, arguments[1:])
            return _told(table_set, arguments or [])
        except BrokenPipeError:  # whoever read it has gone
            return 1


def unloaded(name: str) -> int:
    """Says of a package which of its files were altered without running any of it: one of them may keep it from being
    imported. 0, 1 where some were, 2 where there is no such package with its sources.
    """
    from importlib.util import find_spec

    spec = find_spec(name) if name.isidentifier() else None
    loader: Any = spec and spec.loader
    if spec is None or spec.submodule_search_locations is None or not hasattr(loader, "get_resource_reader"):
        print(f"There is no package {name} here whose files could be compared.")
        return 2
    names = _altered(loader.get_resource_reader(name).files())
    for one in names:
        print(f"altered: {one}")
    print(_AS_IT_WAS_NOT if names else f"Every file of {name} is as it was written.")
    return 1 if names else 0


_AS_IT_WAS_NOT = (
    "The package is not as it was written: remove its folder, and build it again from the workbooks."
)


def _told(table_set: TableSet, arguments: list[str]) -> int:
    """Says what the package is, whether it was altered and, where a folder of workbooks is named, whether they still
    say the same. 1 where something differs, 2 where that cannot be found out.
    """
    runtime = runtime_altered()
    if runtime:  # which could say anything of the rest, or nothing any more
        print(f"The runtime is not as it was installed ({', '.join(runtime)}): install b12tables again.")
        return 1
    from b12tables.runtime.versions import answering

    print(f"{table_set.title}, version {table_set.version}, status: {table_set.review_status}")
    print(f"content {table_set.content_hash}")
    print(table_set.safety)
    by = answering(table_set)
    print(f"written by b12tables {by['compiler']}, for runtimes of pact {by['pact']}")
    print(f"runtime {by['runtime']} {by['runtime_hash'] or '(without its sources)'}")
    names = altered(table_set)
    for name in names or ():
        print(f"altered: {name}")
    if names is None:
        print("The package comes without its sources, so that nobody can tell here whether it was altered.")
    if runtime is None:
        print("The runtime that answers is a checkout or a zip: no list says which files were installed.")
    stale: tuple[str, ...] = ()
    for folder in arguments:
        try:
            stale += outdated(table_set, folder)
        except ValueError as why:
            print(why)
            return 2
        print(f"the workbooks in {folder} say {'something else' if stale else 'the same'}")
    for name in stale:
        print(f"changed in the workbooks: {name}")
    if names:
        print(_AS_IT_WAS_NOT)
    elif stale:
        print("Build the package again from the workbooks.")
    return 1 if names or stale else 0 if names is not None else 2


if __name__ == "__main__":
    from b12tables.runtime.terminal import showing

    with showing():
        sys.exit(max(map(unloaded, sys.argv[1:]), default=2))
