"""The list of what b12tables wrote into a folder: `sha256sum -c MANIFEST` reads it too.

Lines that begin with `#` say who wrote it; each other line is a SHA-256, two spaces, and a path with slashes.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MANIFEST = "MANIFEST"
"""The name of the list, in the folder that it is about."""

_DIGITS = frozenset("0123456789abcdef")


def manifest_text(files: Mapping[str, bytes], head: Sequence[str]) -> str:
    """The list of some files by path, each with its hash, below the lines that say who wrote them."""
    import hashlib

    lines = [f"# {line}" for line in head]
    lines += [f"{hashlib.sha256(files[path]).hexdigest()}  {path}" for path in sorted(files)]
    return "\n".join(lines) + "\n"


def read_manifest(text: str) -> dict[str, str]:
    """The hash of each file that a list names, by path. Raises ValueError for a text that is no such list."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        digest, gap, path = line.partition("  ")
        if not gap or len(digest) != 64 or not _DIGITS.issuperset(digest) or path in found:
            raise ValueError(f"this is no list of files: {line[:80]!r}")
        found[path] = digest
    if not found:
        raise ValueError("the list of files is empty")
    return found
