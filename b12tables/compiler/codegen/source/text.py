"""Texts and values as Python source. What comes from a workbook is a stranger's: none of it may end a line, a
string or a comment, say anything to a tool, or change what an editor shows.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from b12tables.compiler.model import Value

WIDTH = 112
"""Signs to which comments and docstrings are wrapped."""

_TO_TOOLS = re.compile(
    r"(coding|pragma|(?<![^\W\d_])(?:type|fmt|yapf|ruff|flake8|mypy|pyright|pylint|pytype|pyre|isort|cython|vim?|ex"
    r"|local variables))\s*[:=]|(no)(?=qa\b|sec\b)|(-\*)(?=-)",
    re.IGNORECASE,
)
"""Where a comment says something to Python, a linter, a type checker or an editor; a dash makes words of it."""

_TO_EDITORS = re.compile(r"(?<![^\W\d_])(vim?|ex)\s*:", re.IGNORECASE)
"""The same in a docstring: editors look for their own settings in every line."""


_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What does not show, or changes how the rest shows: control and format characters, spaces but the common one,
halves of a character. A list, not `isprintable`, which knows other characters in every Python.
"""


class Code(str):
    """Python source. What is no `Code` does not enter a template: it has to say first what it is to be."""

    __slots__ = ()


def plain(text: str) -> str:
    """A text as one line: white space of every kind is one space, and what does not print is escaped."""
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def quoted(text: str) -> Code:
    """A text as a literal in double quotes."""
    within = text.replace("\\", "\\\\").replace('"', '\\"')
    return Code(f'"{_escaped(within)}"')


def literal(value: Value) -> Code:
    """A value as the runtime holds it."""
    match value:
        case None | bool():
            return Code(repr(value))
        case str():
            return quoted(value)
        case Fraction():
            if value.denominator == 1:
                return Code(value.numerator)
            return Code(f"Fraction({value.numerator}, {value.denominator})")
        case date():
            return Code(f"date({value.year}, {value.month}, {value.day})")
        case frozenset():
            listed = ", ".join(map(literal, sorted(value)))
            return Code(f"frozenset({{{listed}}})" if value else "frozenset()")
    raise AssertionError(value)


def items(parts: Iterable[str]) -> Code:
    """A tuple of what is already source."""
    listed = list(parts)
    return Code(f"({listed[0]},)" if len(listed) == 1 else f"({', '.join(listed)})")


def comment(text: str, hanging: str = "") -> list[str]:
    """A text as the lines of a comment, those after the first behind `hanging`. It says nothing to any tool."""
    # spaces in front are the caller's
    start = text[: len(text) - len(text.lstrip(" "))]
    words = _TO_TOOLS.sub(_dashed, plain(text))
    lines = _wrapped(start + words, WIDTH - 2, hanging)
    return [f"# {line}".rstrip() for line in lines] or ["#"]


def docstring(text: str, indent: int = 0) -> Code:
    """A docstring, wrapped; its first line stands behind code that is already indented."""
    paragraphs = [_in_docstring(paragraph) for paragraph in text.split("\n\n")]
    lines = "\n\n".join(
        "\n".join(_wrapped(paragraph, WIDTH - indent - 4)) for paragraph in paragraphs if paragraph
    ).split("\n")
    if not any(lines):
        lines = ["Nothing is said of it."]
    pad = " " * indent
    if len(lines) > 1:
        rest = [pad + line if line else "" for line in lines[1:]]
        return Code("\n".join(['"""' + lines[0], *rest, pad + '"""']))
    # a quotation mark at the end would join those that end the docstring
    space = " " if lines[0].endswith(('"', "\\")) else ""
    return Code(f'"""{lines[0]}{space}"""')


def _in_docstring(text: str) -> str:
    """A text as one line of a docstring."""
    within = plain(text.replace("\\", "\\\\")).replace('"""', '\\"\\"\\"')
    return _TO_EDITORS.sub(_dashed, within)


def _dashed(found: re.Match[str]) -> str:
    return f"{found[found.lastindex or 0]} -"


def _wrapped(text: str, width: int, hanging: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )
