"""Work counted in steps, so that a bound on it holds on every machine: calls of Python and of what is built into it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")

A_SECOND = 6_000_000
"""Steps that stand for a second of an ordinary core: measured on the reading of sound workbooks."""


class TooMuch(Exception):
    """More steps than were allowed."""


def counted(work: Callable[[], Given], most: float) -> tuple[Given, int]:
    """What the work gives, and how many steps it took. Raises `TooMuch` beyond `most`."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1
        if steps > most:
            sys.setprofile(None)
            raise TooMuch(f"more than {most:,.0f} steps")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        given = work()
    finally:
        sys.setprofile(before)
    return given, steps
