"""Who answers: the version of the runtime and the hash of its files, the compiler, and the pact between both."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Json

_known: list[str] = []


def runtime_hash() -> str:
    """SHA-256 over the files of the runtime, by their paths; "" where it comes without its sources."""
    if not _known:
        _known.append(_hash())
    return _known[0]


def answering(table_set: TableSet) -> dict[str, Json]:
    """The runtime that answers and the compiler that wrote the tables, as plain data."""
    from b12tables.runtime import PACT_NUMBER
    from b12tables.version import __version__

    return {
        "runtime": __version__,
        "runtime_hash": runtime_hash(),
        "compiler": table_set.compiler,
        "pact": PACT_NUMBER,
    }


def _hash() -> str:
    import hashlib
    from importlib.resources import files

    from b12tables import runtime

    digest = hashlib.sha256()
    try:
        found = sorted(_sources(files(runtime), ""))
    except OSError:  # frozen into a program, in which modules are no files
        return ""
    for name, content in found:
        # a checkout with other line ends is the same runtime
        digest.update(f"{name}\0".encode() + content.replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest() if found else ""


def _sources(folder: Any, inside: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{inside}{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _sources(entry, f"{name}/")
        elif name.endswith((".py", ".json")):  # the words of a language are told with answers
            yield name, entry.read_bytes()
