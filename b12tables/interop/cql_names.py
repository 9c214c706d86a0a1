"""What things are called in a library of CQL, and how a text or a name is written there.

Who writes such a library (`interop.cql`) and who refers to it (the plan of `interop.fhir`) both ask here.
"""

from __future__ import annotations

import hashlib
import re

STATUS, PROBLEMS = "Result status", "Result problems"
"""The names of what is said of a case beside its answers."""

LONGEST_NAME = 255
"""Characters of the name of a resource of FHIR; a library has the same."""


def library_name(*parts: str) -> str:
    """The name of a library, which is that of the resource of FHIR that holds it: `iron_followup` is `IronFollowup`.

    Every other resource of a set is named in the same way by the codes that it is of. A longer one ends in a hash.
    """
    whole = "-".join(parts)
    name = "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", whole))
    name = name if name[:1].isalpha() else f"N{name}"
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(whole.encode("utf-8")).hexdigest()[:12]
    return f"{name[: LONGEST_NAME - 12]}{digest}"


def answer_name(code: str) -> str:
    """The name of the definition of an answer: of a decision or a score."""
    return f"{code} answer"


def action_name(id_: str) -> str:
    """The name of the definition of whom a row of Actions is for: no code of a decision has a colon."""
    return f"action: {id_}"


def rules_name(code: str) -> str:
    """The name of the definition of the rules that hold in a decision."""
    return f"{code} rules"


def quoted(text: str) -> str:
    """A text, as CQL has it."""
    return f"'{_escaped(text, chr(39))}'"


def name(text: str) -> str:
    """A name of anything, as CQL has it."""
    return f'"{_escaped(text, chr(34))}"'


def _escaped(text: str, mark: str) -> str:
    return "".join(_character(one, mark) for one in text)


def _character(one: str, mark: str) -> str:
    if one in ("\\", mark):
        return f"\\{one}"
    if one.isprintable():
        return one
    units = one.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
