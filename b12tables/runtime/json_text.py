"""JSON as it is read from outside, everywhere: cases, results, records.

What JSON leaves open is decided here. A byte order mark is read, UTF-16 too; a name that is given twice is refused, and
so are NaN and infinities, numbers beyond every measurement, and nesting without end.
"""

from __future__ import annotations

from b12tables.runtime.numbers import LONGEST_NUMBER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEEPEST = 30
"""Levels of lists and objects that are still read."""

_MARKS = (
    (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip


def read_json(text: str | bytes, exact: bool = False) -> Any:
    """What a text of JSON says. `exact`: a number with a point becomes a `Fraction`, as it was typed.

    Raises ValueError, with a sentence about what cannot be read.
    """
    import json

    if isinstance(text, bytes):
        text = _decoded(text)
    try:
        found = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_exact if exact else _float,
            parse_constant=_constant,
        )
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if _depth(found) > DEEPEST:
        raise ValueError(_TOO_DEEP)
    return found


_TOO_DEEP = f"lists and objects stand in each other more than {DEEPEST} deep"


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    if not encoding:
        encoding = (
            "utf-8" if b"\0" not in content[:4] else ("utf-16-be" if content[:1] == b"\0" else "utf-16-le")
        )
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as why:
        raise ValueError(f"the text is not {encoding.upper()} throughout (byte {why.start + 1})") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{_quoted(twice)} is given twice")
    return found


def _whole(text: str) -> int:
    _within(text)
    return int(text)


def _float(text: str) -> float:
    _within(text)
    return float(text)


def _exact(text: str) -> Any:
    from fractions import Fraction

    _within(text)
    return Fraction(text)


def _within(text: str) -> None:
    size = text.lower().partition("e")[2].lstrip("+-0")
    if len(text) > LONGEST_NUMBER or len(size) > 3 or (size and int(size) > LONGEST_NUMBER):
        raise ValueError(f"the number {text[:20]}{'…' if len(text) > 20 else ''} is beyond every measurement")


def _constant(text: str) -> Any:
    raise ValueError(f"{text} is no number that JSON knows")


def _depth(found: Any) -> int:
    """How deep lists and objects stand in each other; counting ends beyond what is read."""
    level, depth = [found], 0
    while level and depth <= DEEPEST:
        nested = [part for part in level if isinstance(part, (list, dict))]
        level = [one for part in nested for one in (part.values() if isinstance(part, dict) else part)]
        depth += bool(nested)
    return depth


def _quoted(text: str) -> str:
    from b12tables.runtime.words import visible

    return f'"{visible(text[:60])}"'
