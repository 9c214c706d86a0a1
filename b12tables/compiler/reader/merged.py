"""What a merged cell brings about: several cells say the same, and mostly one text was all that was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from b12tables.compiler.model import Finding, Merged, Place
from b12tables.compiler.reader.layout import Found, Grid
from b12tables.compiler.reader.workbook import Sheet
from b12tables.runtime.language import later, strung


def merged_of(sheet: Sheet) -> list[Merged]:
    """The merged cells of a sheet that say something."""
    cells = [
        Merged(sheet.place(top, left, bottom, right), sheet.at(top, left).text)
        for top, left, bottom, right in sheet.merged
    ]
    return [one for one in cells if one.text]


def merged_in_rows(grids: Mapping[str, Sequence[Grid]]) -> tuple[Merged, ...]:
    """The merged cells that reach into the rows of tables, below their heads."""
    found: list[Merged] = []
    for same in grids.values():
        for grid in same:
            if grid.rows and grid.columns and grid.sheet.merged:
                ends = grid.columns[0].index, grid.columns[-1].index
                rows = grid.sheet.place(grid.rows[0], ends[0], grid.rows[-1], ends[1])
                found.extend(one for one in merged_of(grid.sheet) if one.meets(rows))
    return tuple(found)


def tell_merged(found: Found, sheets: Iterable[Sheet]) -> None:
    """Makes one finding, at the merged cell, of the errors about its cells.

    Where its own text is wrong, that is said once. Where its text fits its first cell and none behind, merging it was
    the mistake.
    """
    if not any(finding.severity == "error" for finding in found):
        return
    gone: set[int] = set()
    for one in chain.from_iterable(merged_of(sheet) for sheet in sheets if sheet.merged):
        own = [n for n, f in enumerate(found) if n not in gone and f.severity == "error" and _about(f, one)]
        if any(_behind(found[n], one) for n in own):
            at_first = [n for n in own if not _behind(found[n], one)]
            first = (at_first or own)[0]
            same = [found[n] for n in own]
            found[first] = _once(same, found[first], one) if at_first else _split(same, one)
            gone |= set(own) - {first}
    found[:] = [finding for n, finding in enumerate(found) if n not in gone]


def _cells(finding: Finding, one: Merged) -> list[Place]:
    """The cells of a merged one that a finding is about: of rows with one name that of the name."""
    named = finding.name == "duplicate-name"
    places = [
        replace(p, cells=p.cells.partition(":")[0]) if named or ":" not in p.cells else p
        for p in finding.places
    ]
    declared = finding.name == "outside-domain"
    return [p for p in places if (":" not in p.cells or declared) and one.meets(p)]


def _about(finding: Finding, one: Merged) -> bool:
    return bool(_cells(finding, one))


def _behind(finding: Finding, one: Merged) -> bool:
    """Whether it is about a cell of the merged one that is not the first."""
    return any(place.cells != one.first for place in _cells(finding, one))


def _places(same: Sequence[Finding], *first: Place) -> tuple[Place, ...]:
    return tuple(dict.fromkeys((*first, *(place for finding in same for place in finding.places))))


def _once(same: Sequence[Finding], told: Finding, one: Merged) -> Finding:
    return replace(told, places=_places(same, *told.places))


def _split(same: Sequence[Finding], one: Merged) -> Finding:
    first = same[0]
    more = later(" (and {n} more)", n=len(same) - 1) if len(same) > 1 else ""
    # what could stand in the one cell helps; that of two rows one is to be renamed does not
    help = (
        strung("", ("; ", first.help[0]))
        if first.help and len(same) == 1 and first.name != "duplicate-name"
        else ""
    )
    cells = later(
        "{cells} is one merged cell, and says {one!r} in each of its cells",
        cells=one.place.cells,
        one=one.text,
    )
    return replace(
        first,
        message=strung("", (cells, ": ", first.message, more)),
        places=_places(same, one.place),
        help=(later("split it, and write into each part what it is to say{help}", help=help),),
    )
