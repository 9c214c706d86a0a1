"""What is printed: nothing in it is obeyed by a terminal, and it can be printed in any encoding, into any pipe.

Texts come from workbooks, cases and file names of strangers. An escape sequence could rewrite what a report says, a
direction mark could turn it round. They are shown by their numbers, as JSON writes them, so that JSON stays as it was.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that change how the text around them is shown, and halves of signs, which no encoding has."""

PLAIN = {
    **dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...", "→": "->", "⇄": "<->", "≥": ">=", "≤": "<=", "≠": "!=", "×": "x", "·": "-", "•": "*",
    "µ": "u", "μ": "u", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
}  # fmt: skip
"""What stands for a sign where an encoding does not have it."""

NARROWEST = 20


def number(sign: str) -> str:
    """A sign by its number, as JSON writes it: two numbers for one beyond the first 65,536."""
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def harmless(text: str) -> str:
    """The text with every sign by its number that a terminal would obey."""
    return OBEYED.sub(lambda found: number(found[0]), text)


def _by_number(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(number, error.object[error.start : error.end])), error.end


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(PLAIN.get(sign) or number(sign) for sign in signs), error.end


codecs.register_error("b12tables.number", _by_number)
codecs.register_error("b12tables.plainer", _plainer)


class Shown:
    """A stream of text before another one: what is written is harmless, can be encoded, and fits the terminal."""

    encoding = "utf-8"
    errors = "strict"
    """Any text may be written here; what the stream behind cannot encode is its own matter."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._width = _width(stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Writes a text for a person: lines that are too wide are broken, signs that are not there get plainer ones."""
        if not isinstance(text, str):
            raise TypeError("a text is written here")
        self._put(_fitted(harmless(text), self._width), "b12tables.plainer")
        return len(text)

    def write_exact(self, text: str) -> None:
        """Writes JSON: it says the same to whoever reads it, whatever the encoding."""
        self._put(harmless(text), "b12tables.number")

    def _put(self, text: str, errors: str) -> None:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        self._stream.write(text.encode(encoding, errors).decode(encoding))


def write_json(text: str) -> None:
    """Prints a text of JSON, on a line of its own."""
    write = getattr(sys.stdout, "write_exact", sys.stdout.write)
    write(text + "\n")


@contextmanager
def showing() -> Iterator[None]:
    """Whatever is printed meanwhile is harmless; a pipe that was closed at its other end is left in silence.

    Bytes that are no text of the terminal's encoding are read as replacement characters.
    """
    typed: Any = sys.stdin
    if hasattr(typed, "reconfigure"):
        typed.reconfigure(errors="replace")
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Shown(before[0]), Shown(before[1])
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in before:
            _flush(stream)


def _flush(stream: Any) -> None:
    try:
        stream.flush()
    except (OSError, ValueError):
        # nobody reads it any more; Python would try again at its end, and complain
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        except (OSError, ValueError):
            return


def _width(stream: Any) -> int:
    """The columns of the terminal; 0 where none is known."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit():
        return max(int(said), NARROWEST)
    try:
        return max(os.get_terminal_size(stream.fileno()).columns, NARROWEST) if stream.isatty() else 0
    except (OSError, ValueError, AttributeError):
        return 0


def _fitted(text: str, width: int) -> str:
    if not width or len(text) <= width:
        return text
    return "".join(
        _broken(line, width) if len(line) > width else line for line in text.splitlines(keepends=True)
    )


def _broken(line: str, width: int) -> str:
    """One line, broken between words; what is broken off stands two columns further in."""
    import textwrap

    body = line.rstrip("\n")
    indent = " " * min(len(body) - len(body.lstrip(" ")) + 2, width // 2)
    parts = textwrap.wrap(
        body,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return "\n".join(parts or [body]) + line[len(body) :]
