"""Findings that one threshold brings about in many cells: told once, where one cell mends them.

broken      a row of the sheet Thresholds that cannot be used: its own finding names the cells that wait for it
renamed     a name that many cells use, and no row declares
units       a threshold in a unit that fits none of the cells that name it: told at the threshold; where it fits
            elsewhere, the column is told
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from b12tables.compiler.model import Finding, Place, Threshold
from b12tables.compiler.reader.layout import Found
from b12tables.compiler.reader.telling import head_of
from b12tables.runtime.language import later
from b12tables.runtime.words import fold, nearest

_BROKEN = re.compile(r"the threshold (?P<name>.*) cannot be used")
_OTHER_UNIT = re.compile(r"(?P<field>.*) is not given in .*, which is the unit of the threshold (?P<name>.*)")
_NOT_THERE = re.compile(r"there is no threshold called (?P<quote>['\"])(?P<name>.*)(?P=quote)")
_NO_NUMBER = re.compile(r"(?P<quote>['\"])(?P<name>\D+)(?P=quote) is no number that .* could have")
_NO_UNIT = re.compile(r"the threshold (?P<name>.*) has no unit, and (?P<field>.*) is in .*")


def tell_thresholds(
    found: Found,
    thresholds: Sequence[Threshold],
    broken: Mapping[str, Place],
    uses: Callable[[], Mapping[str, int]],
) -> None:
    """Makes one finding of all that one threshold brings about.

    `broken` holds the rows that cannot be used, by the folded names in them; `uses` says how many cells name each.
    """
    if not thresholds and not broken:
        return
    waiting = dict(broken)
    for name, row in broken.items():
        own = [n for n, finding in enumerate(found) if _names(finding, (_BROKEN,)) == name]
        cause = next((n for n, finding in enumerate(found) if _in_row(finding, row)), None)
        if own and cause is not None:
            found[cause] = _waited_for([found[cause], *(found[n] for n in own)])
            _take_out(found, own)
            del waiting[name]
    if any(_names(finding, (_OTHER_UNIT, _NO_UNIT, _NOT_THERE, _NO_NUMBER)) for finding in found):
        counted = uses()
        idle = {one.name: one.place for one in thresholds if not counted.get(one.name)}
        idle.update(waiting)
        _tell_renamed(found, idle)
        for threshold in thresholds:
            _tell_unit(found, threshold, counted.get(threshold.name, 0))


def _names(finding: Finding, forms: Iterable[re.Pattern[str]]) -> str:
    """The folded name of the threshold that a finding is about."""
    head = head_of(finding)
    return next((fold(match["name"]) for form in forms if (match := form.fullmatch(head))), "")


def _in_row(finding: Finding, row: Place) -> bool:
    """Whether a finding is about a row of the sheet Thresholds."""
    return any(
        (place.file, place.sheet, _row(place)) == (row.file, row.sheet, _row(row)) for place in finding.places
    )


def _row(place: Place) -> str:
    return "".join(sign for sign in place.cells.partition(":")[0] if sign.isdigit())


def _take_out(found: Found, numbers: Iterable[int]) -> None:
    gone = set(numbers)
    found[:] = [finding for n, finding in enumerate(found) if n not in gone]


def _waited_for(same: Sequence[Finding]) -> Finding:
    cells, threshold = len(_places(same[1:])), head_of(same[1]).removesuffix(" cannot be used")
    wait = (
        later("1 cell names {threshold}", threshold=threshold)
        if cells == 1
        else later("{cells} cells name {threshold}", cells=cells, threshold=threshold)
    )
    return _as_one(same, later("{same}, and {wait}", same=same[0].message, wait=wait), same[0].help)


def _tell_renamed(found: Found, idle: Mapping[str, Place]) -> None:
    """Makes one finding of all cells that use a name for a number. `idle` are the thresholds that no test names."""
    groups: dict[str, list[int]] = {}
    for n, finding in enumerate(found):
        if name := _names(finding, (_NOT_THERE, _NO_NUMBER)):
            groups.setdefault(name, []).append(n)
    several = {name: numbers for name, numbers in groups.items() if len(numbers) > 1}
    for numbers in several.values():
        found[numbers[0]] = _not_there([found[n] for n in numbers], idle)
    _take_out(found, [n for numbers in several.values() for n in numbers[1:]])


def _not_there(same: Sequence[Finding], idle: Mapping[str, Place]) -> Finding:
    head = head_of(same[0])
    match = _NOT_THERE.fullmatch(head) or _NO_NUMBER.fullmatch(head)
    assert match is not None
    word = match["name"]
    cells = len(_places(same))
    told = _as_one(
        same,
        later(
            "there is no threshold called {word!r}, and {cells} cells use the name", word=word, cells=cells
        ),
        same[0].help,
    )
    now = nearest(word, idle) or (next(iter(idle)) if len(idle) == 1 else None)
    if now is None:
        offered = (help for finding in same for help in finding.help)
        declare = later("declare {word} on the sheet Thresholds, or write a number in the cells", word=word)
        help = next((help for help in offered if "did you mean" in help), declare)
        return replace(told, name="unknown-name", help=(help,))
    help = later(
        "if {now} was called {word} before, write that there again; else write {now} in the cells",
        now=now,
        word=word,
    )
    return replace(told, name="unknown-name", help=(help,), places=(idle[now], *told.places))


def _tell_unit(found: Found, threshold: Threshold, uses: int) -> None:
    name = fold(threshold.name)
    same = [n for n, finding in enumerate(found) if _names(finding, (_OTHER_UNIT, _NO_UNIT)) == name]
    if len(same) > 1 and len(_places([found[n] for n in same])) >= uses:
        found[same[0]] = _at_the_threshold([found[n] for n in same], threshold)
        _take_out(found, same[1:])
        return
    sheets: dict[tuple[str, str, str], list[int]] = {}
    for n in same:
        sheets.setdefault((found[n].places[0].file, found[n].places[0].sheet, head_of(found[n])), []).append(
            n
        )
    several = [numbers for numbers in sheets.values() if len(numbers) > 1]
    for numbers in several:
        help = later(
            "name another threshold; or, if another field is meant, write that: {threshold} fits elsewhere",
            threshold=threshold.name,
        )
        message = later(
            "{head} ({n} cells of this sheet name it)", head=head_of(found[numbers[0]]), n=len(numbers)
        )
        found[numbers[0]] = _as_one([found[n] for n in numbers], message, (help,))
    _take_out(found, [n for numbers in several for n in numbers[1:]])


def _at_the_threshold(same: Sequence[Finding], threshold: Threshold) -> Finding:
    heads = [head_of(finding) for finding in same]
    matches = (_OTHER_UNIT.fullmatch(head) or _NO_UNIT.fullmatch(head) for head in heads)
    fields = list(dict.fromkeys(match["field"] for match in matches if match))
    message = later("{heads}; {n} cells name it", heads=heads[0], n=len(_places(same)))
    if len(fields) > 1:
        message = later(
            "the threshold {threshold} is {threshold2}, which none of the fields can be that ",
            threshold=threshold.name,
            threshold2=threshold.words,
        )
        message += later(
            "{n} cells compare with it: {fields}", n=len(_places(same)), fields=", ".join(fields)
        )
    told = _as_one(same, message, same[0].help)
    help = told.help[0] if told.help else ""
    if "on the sheet" not in help:
        help = later("{help} (on the sheet Thresholds)", help=help)
    return replace(told, places=tuple(dict.fromkeys((threshold.place, *told.places))), help=(help,))


def _places(findings: Iterable[Finding]) -> dict[Place, None]:
    return dict.fromkeys(place for finding in findings for place in finding.places)


def _as_one(same: Sequence[Finding], message: str, help: tuple[str, ...]) -> Finding:
    decisions = {finding.decision for finding in same if finding.decision is not None}
    return replace(
        same[0],
        message=message,
        places=tuple(_places(same)),
        decision=decisions.pop() if len(decisions) == 1 else None,
        rules=(),
        help=help,
    )
