"""A name that was changed where it is declared: all the cells that use it as before are one finding.

The cells are right and the declaration is new, or the other way round: nobody can tell, so both are offered, and the
declaration, where one cell mends everything, comes first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from b12tables.compiler.model import Field, Finding, Place
from b12tables.compiler.reader.kept_fields import UNCHANGED
from b12tables.compiler.reader.layout import Found
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.telling import head_of
from b12tables.runtime.language import later
from b12tables.runtime.words import nearest

_OTHER = re.compile(r"there is no (?P<what>source|decision) called (['\"])(?P<word>.*)\2")
_FIELD = re.compile(r"there is no field called (['\"])(?P<word>.*)\1")
_VALUE = re.compile(r"(?P<field>.*) has no value (['\"])(?P<word>.*)\2")


def tell_once(found: Found, fields: Mapping[str, Field], names: Names, used: set[str]) -> None:
    """Makes one finding of all that say the same name is not there. `used` are the fields that something uses."""
    groups: dict[str, list[int]] = {}
    for number, finding in enumerate(found):
        head = head_of(finding)
        if finding.name == "unknown-name" and any(form.fullmatch(head) for form in (_FIELD, _VALUE, _OTHER)):
            groups.setdefault(head, []).append(number)
    gone: set[int] = set()
    for head, numbers in groups.items():
        if len(numbers) > 1:
            found[numbers[0]] = _merged(
                [found[n] for n in numbers], head, _declared(head, fields, names, used)
            )
            gone |= set(numbers[1:])
    found[:] = [finding for number, finding in enumerate(found) if number not in gone]


def _declared(
    head: str, fields: Mapping[str, Field], names: Names, used: set[str]
) -> tuple[Place, str] | None:
    """Where the name may have been changed, and how it is called there now; None where nothing is like it."""
    if match := _FIELD.fullmatch(head):
        idle = [entry.label for code, entry in fields.items() if code not in used]
        label = nearest(match["word"], idle) or (idle[0] if len(idle) == 1 else None)
        code = names.find(label) if label else None
        return (fields[code].place, label) if label and code is not None and code in fields else None
    match = _VALUE.fullmatch(head)
    if match is None:
        return None
    entry = next((entry for entry in fields.values() if entry.label == match["field"]), None)
    if entry is None:
        return None
    # a result may say that it is unchanged: no sheet declares that word
    values = [row for row in entry.values if not (entry.says_of and row.code == UNCHANGED)]
    rows = {written: row for row in values for written in (row.code, row.label)}
    near = nearest(match["word"], rows)
    return (rows[near].place, near) if near else None


def _merged(same: list[Finding], head: str, declared: tuple[Place, str] | None) -> Finding:
    places = [place for finding in same for place in finding.places]
    cells = later("{n} cells use the name", n=len(places))
    match = _FIELD.fullmatch(head) or _VALUE.fullmatch(head) or _OTHER.fullmatch(head)
    assert match is not None
    help = same[0].help
    if declared is None and _VALUE.fullmatch(head):
        help = (
            (later("{help}; if it is a value, add a row for it to the Values sheet", help=help[0]),)
            if help
            else help
        )
    if declared is not None:
        place, now = declared
        help = (
            later(
                "if {now} was called {match} before, write that there again; else write {now} in the cells",
                now=now,
                match=match["word"],
            ),
        )
        places.insert(0, Place(place.file, place.sheet, _whole_row(place)))
    decisions = {finding.decision for finding in same}
    return replace(
        same[0],
        message=later("{head}, and {cells}", head=head, cells=cells),
        places=tuple(dict.fromkeys(places)),
        help=help,
        decision=decisions.pop() if len(decisions) == 1 else None,
        rules=(),
    )


def _whole_row(place: Place) -> str:
    """The first three columns of the row in which something is declared: its code, and how it is called."""
    row = "".join(sign for sign in place.cells if sign.isdigit())
    return f"A{row}:C{row}"
