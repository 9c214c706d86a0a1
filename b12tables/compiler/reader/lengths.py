"""How long a name may be, and how much of a word a message repeats."""

from __future__ import annotations

import re

from b12tables.runtime.language import later

LONGEST_NAME = 200
"""Characters of a name: of an ID, a code, a label, a title."""

NAMES = frozenset(
    {"Title", "Identifier", "Version", "Field", "Label", "Value", "Code", "Unit", "ID", "Case", "Rule", "Source"}
    | {"Decision", "Decisions", "Person", "Role", "System"}
)  # fmt: skip
"""The heads and keys under which names stand."""

_LONG_WORD = re.compile(r"\S{121,}")


def name_too_long(name: str) -> str:
    """What is wrong with a name that is longer than a name can be; "" where it is not."""
    if len(name) <= LONGEST_NAME:
        return ""
    return later(
        "a name of {n} characters is too long: {longest_name} are the most",
        n=len(name),
        longest_name=LONGEST_NAME,
    )


def cut(message: str) -> str:
    """The message, each word shortened that no line could hold."""
    return _LONG_WORD.sub(lambda word: f"{word[0][:60]}…{word[0][-10:]}", message)
