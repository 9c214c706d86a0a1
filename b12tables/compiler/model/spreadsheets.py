"""What a spreadsheet program does to what is typed, and how to keep it from doing so."""

from __future__ import annotations

AS_TEXT = "format the cell as text (or begin with an apostrophe) and write it again"

MOST = 10**15
"""From here on a spreadsheet puts zeros in place of digits."""


def too_long(value: int | float) -> str:
    """What is wrong with a number of more digits than a spreadsheet keeps."""
    return f"the cell holds a number of {len(str(abs(int(value))))} digits, of which a spreadsheet keeps the first 15"
