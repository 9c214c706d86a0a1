"""Numbers as XML writes them."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"-?[0-9]{1,300}")


def written_number(text: str) -> int | float:
    """A number as XML Schema writes it: `float` also reads `1_0` and digits of other scripts."""
    if _INTEGER.fullmatch(text):
        return int(text)
    if text in ("INF", "-INF", "NaN") or text.lower() in ("inf", "-inf", "nan"):
        return float(text.lower())
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(text)
    return float(text)


def written_decimal(text: str) -> float:
    if _NUMBER.fullmatch(text.strip(" \t\r\n")) is None:
        raise ValueError(text)
    return float(text)
