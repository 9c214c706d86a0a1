"""Names that the Python package of a table set can have, and those that would hide something else."""

from __future__ import annotations

import builtins
import keyword
import re
import sys

from b12tables.runtime.language import later
from b12tables.runtime.words import fold

_DEPENDENCIES = frozenset(
    {
        "click", "colorama", "defusedxml", "et_xmlfile", "fastapi", "jinja2", "markdown", "markupsafe", "mkdocs",
        "numpy", "openpyxl", "pandas", "pip", "pkg_resources", "properdocs", "pydantic", "pytest", "setuptools",
        "starlette", "test", "tests", "uvicorn", "wheel", "yaml",
    }
)  # fmt: skip
"""What stands beside the tool, or beside a program that uses its packages."""

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)
"""Names that no folder can have under Windows."""

_OTHER_EDITIONS = frozenset(
    {"annotationlib", "asynchat", "asyncore", "compression", "distutils", "imp", "smtpd"}
)
"""Modules of the standard library of some supported edition of Python that this one may not have."""


def identifier_trouble(text: str) -> str:
    """Why a text cannot be the name of a set's package, or "" where it can."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text) or keyword.iskeyword(text):
        return later("cannot be the name of a Python package: small letters, digits and _, a letter first")
    if text == "b12tables":
        return later("is the name of the tool itself")
    if text in sys.stdlib_module_names or text in _OTHER_EDITIONS or keyword.issoftkeyword(text):
        return later("is a name of Python's own, which the package would hide")
    if hasattr(builtins, text):
        return later("is a word of Python's own, which the package would hide")
    if text in _DEPENDENCIES:
        return later("is the name of a package that the tool or its users need, which this one would hide")
    return later("is a name that no folder can have under Windows") if text in _DEVICES else ""


def slug(label: str) -> str:
    """A code for a label: `Next step` -> `next_step`."""
    code = re.sub(r"[^a-z0-9]+", "_", fold(label))[:60].strip("_") or "table"
    return f"t_{code}" if code[0].isdigit() or keyword.iskeyword(code) else code


def identifier(title: str) -> str:
    """A name for the package of a set: `Next step` -> `next_step`, `Test` -> `test_tables`."""
    name = slug(title)
    return f"{name}_tables" if identifier_trouble(name) else name
