"""Whether a generated package is still as the compiler wrote it."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from b12tables.runtime.tableset import TableSet


def altered(table_set: TableSet) -> tuple[str, ...]:
    """The files of the generated package that differ from its manifest, sorted;

    none where nothing was altered.
    """
    import hashlib
    from pathlib import Path

    module = sys.modules[table_set.package]
    root = Path(str(module.__file__)).parent
    wanted: dict[str, str] = {}
    for line in (root / "MANIFEST").read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        wanted[name] = digest
    found = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*.py")
    }
    return tuple(sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)))


def main(table_set: TableSet) -> int:
    """`python -m <package>`: says what the package is and whether it was altered; 1 where it was."""
    print(f"{table_set.title}, version {table_set.version}, status: {table_set.review_status}")
    print(f"content {table_set.content_hash}")
    print(table_set.safety)
    names = altered(table_set)
    for name in names:
        print(f"altered: {name}")
    if names:
        print("Build the package again from the workbooks.")
    return 1 if names else 0
