"""Rules of care in ordinary spreadsheets: proved, compiled, explained.

    report = check("tables")                    # workbooks -> what is wrong with them, each with a patient
    report.ok, report.findings                  # whether a package may be made of them, and why not
    package = load("tables")                    # ... the package, in memory
    package.evaluate({"egfr": "45 mL/min"})     # a case -> answers, with rule, cell and sentence behind each
    build("tables", "generated")                # ... or on disk, where it needs nothing but `b12tables.runtime`
    compare("tables-1.0", "tables").changes     # two versions -> the kinds of patients who get another answer
    build_site("tables", "site")                # ... and everything as pages to read

Importing this package costs nothing: each name is loaded when it is first used. What is stable is said in
docs/library.md; the rooms behind the names stand in docs/architecture.md.
"""

from __future__ import annotations

from b12tables.version import __version__

# `typing` is not imported: this package stands in front of every generated one, which is to load quickly
TYPE_CHECKING = False

if TYPE_CHECKING:
    from b12tables.library import (
        NotOurs,
        NotReady,
        Report,
        build,
        build_site,
        check,
        compare,
        load,
        read_tables,
    )

__all__ = [
    "NotOurs",
    "NotReady",
    "Report",
    "__version__",
    "build",
    "build_site",
    "check",
    "compare",
    "load",
    "read_tables",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'b12tables' has no attribute {name!r}")
    from b12tables import library

    return getattr(library, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
