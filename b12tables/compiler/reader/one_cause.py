"""Several findings of reading that one mistake brings about: told as one, at the mistake.

repeated    names that two sheets declare both: one of them is an edited copy
policies    a hit policy that makes a list of what others compare with one value, or the other way round
values      choices of which no row says what they can be
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from b12tables.compiler.model import Field, Finding
from b12tables.compiler.reader.copies import copied_files
from b12tables.compiler.reader.decision_tables import Outline
from b12tables.compiler.reader.layout import Found
from b12tables.compiler.reader.telling import head_of
from b12tables.runtime.language import later, strung

TWICE = ("duplicate-name", "duplicate-output", "ambiguous-name")


def tell_repeated(found: Found) -> None:
    """Makes one finding of all that say that something stands in two sheets, for each two sheets.

    What two workbooks have in common of which most is the same is told with that.
    """
    _with_their_files(found)
    groups: dict[frozenset[tuple[str, str]], list[int]] = {}
    for number, finding in enumerate(found):
        sheets = frozenset((place.file, place.sheet) for place in finding.places)
        if finding.name in TWICE and finding.severity == "error" and len(sheets) == 2:
            groups.setdefault(sheets, []).append(number)
    gone: set[int] = set()
    for numbers in groups.values():
        if len(numbers) > 1:
            found[numbers[0]] = _repeated([found[n] for n in numbers])
            gone |= set(numbers[1:])
    found[:] = [finding for number, finding in enumerate(found) if number not in gone]


def _with_their_files(found: Found) -> None:
    whole = {files: n for n, finding in enumerate(found) if (files := copied_files(finding))}
    for files, number in whole.items():
        same = [f for f in found if f.name in TWICE and {place.file for place in f.places} == files]
        places = [place for finding in same for place in finding.places]
        found[number] = replace(found[number], places=tuple(dict.fromkeys((*found[number].places, *places))))
        found[:] = [f for f in found if f is found[number] or all(f is not other for other in same)]


def _repeated(same: Sequence[Finding]) -> Finding:
    first = same[0]
    sheets = list(dict.fromkeys((place.file, place.sheet) for place in first.places))
    one_file = sheets[0][0] == sheets[1][0]
    names = [
        repr(sheet) if one_file else later("{sheet!r} of {file}", sheet=sheet, file=file)
        for file, sheet in sheets
    ]
    return replace(
        first,
        message=later(
            "{message}: the sheets {one} and {other} have {n} names in common",
            message=first.message,
            one=names[0],
            other=names[1],
            n=len(same),
        ),
        # where to begin is the later sheet: a copy stands behind what was copied
        places=tuple(
            dict.fromkeys(place for finding in same for place in (finding.places[-1], *finding.places[:-1]))
        ),
        help=(
            later("if one of the two sheets is a copy, delete it; else {help}", help=first.help[0])
            if first.help
            else "",
        ),
        decision=None,
        rules=(),
    )


# ---------------------------------------------------------------- a hit policy that nobody else reckons with

ONE_OF_A_LIST = re.compile(r"(['\"]).*\1: (?P<label>.*) holds several values")
LIST_OF_ONE = re.compile(r"(?P<label>.*) has no value (['\"]).*\b(includes|excludes)\b.*\2")
_MAY_BE_EMPTY = later("May be empty is said of a list")


def tell_policies(found: Found, outlines: Sequence[Outline], fields: Mapping[str, Field]) -> None:
    """Makes one finding, at the hit policy, of all cells that take the results of a table for a list where it gives one
    answer, or the other way round.
    """
    for table in outlines:
        if "its hit policy cannot be read" in table.bad:
            _silence(
                found, {fields[name].label for name in table.output_fields if name in fields}, table.code
            )
        labels = {fields[name].label for name in table.output_fields if name in fields}
        same = [n for n, finding in enumerate(found) if _reckons_otherwise(finding, table, labels)]
        cells = [n for n in same if not found[n].message.startswith(_MAY_BE_EMPTY)]
        if len(same) > 1 and cells and len(cells) == len(_asking(found, labels)):
            found[same[0]] = _of_policy([found[n] for n in same], len(cells), table, sorted(labels))
            found[:] = [finding for n, finding in enumerate(found) if n not in same[1:]]


def _silence(found: Found, labels: Collection[str], code: str) -> None:
    """Takes out what says only that results are taken for a list, or for one value, where nobody can know."""

    def tells(finding: Finding) -> bool:
        forms = (form.fullmatch(head_of(finding)) for form in (ONE_OF_A_LIST, LIST_OF_ONE))
        about = any(match is not None and match["label"] in labels for match in forms)
        return about or (finding.message.startswith(_MAY_BE_EMPTY) and finding.decision == code)

    found[:] = [finding for finding in found if not tells(finding)]


def _reckons_otherwise(finding: Finding, table: Outline, labels: Collection[str]) -> bool:
    if finding.message.startswith(_MAY_BE_EMPTY):
        return finding.decision == table.code
    form = ONE_OF_A_LIST if table.policy.gives_list else LIST_OF_ONE
    match = form.fullmatch(head_of(finding))
    return match is not None and match["label"] in labels


def _asking(found: Found, labels: Collection[str]) -> list[Finding]:
    """The findings about cells that cannot be read as a value of these fields."""
    heads = [(finding, head_of(finding)) for finding in found]
    return [
        finding
        for finding, head in heads
        if any(
            f"{label} holds several values" in head or head.startswith(f"{label} has no value")
            for label in labels
        )
    ]


def _of_policy(same: Sequence[Finding], cells: int, table: Outline, labels: Sequence[str]) -> Finding:
    cell = table.grid.keys.get("Hit policy")
    place = cell.place if cell is not None and not cell.blank else table.grid.title.place
    policy = (
        table.policy.value
        if place != table.grid.title.place
        else later("{policy} (no hit policy is named)", policy=table.policy.value)
    )
    about = strung(later(" and "), labels)
    ask = later("1 cell elsewhere asks") if cells == 1 else later("{cells} cells elsewhere ask", cells=cells)
    if table.policy.gives_list:
        message = later(
            "{policy} makes a list of {about}, and {ask} for one value", policy=policy, about=about, ask=ask
        )
        help = later(
            "take the policy that gives one answer: Unique, or First; if a list is meant, write "
            "includes … there"
        )
    else:
        message = later(
            "{policy} gives one answer, and {ask} what the list {about} includes",
            policy=policy,
            ask=ask,
            about=about,
        )
        help = later(
            "take the policy that gives a list: Collect, Rule order or Output order; else write one "
            "value there"
        )
    places = [place for finding in same for place in finding.places]
    return Finding(
        "bad-cell", "error", message, tuple(dict.fromkeys((place, *places))), table.code, help=(help,)
    )


# ---------------------------------------------------------------- choices of which nobody says what they can be

_NO_VALUES = " no Values sheet says what it can be"


def tell_values(found: Found) -> None:
    """Makes one finding of all fields that have no rows on a Values sheet."""
    same = [n for n, finding in enumerate(found) if finding.message.endswith(_NO_VALUES)]
    if len(same) > 1:
        labels = [found[n].message.partition(" is a ")[0] for n in same]
        named = ", ".join(labels[:4]) + (later(" and {n} more", n=len(labels) - 4) if len(labels) > 4 else "")
        found[same[0]] = replace(
            found[same[0]],
            message=later("no Values sheet says what {named} can be", named=named),
            places=tuple(place for n in same for place in found[n].places),
            help=(
                later(
                    "bring the sheet back that has Values in A1, or add rows to it, with the field's code under Field"
                ),
            ),
        )
        found[:] = [finding for n, finding in enumerate(found) if n not in same[1:]]
