"""Merged cells that reach into what an error is about: what they say for several rows may not have been meant.

A merged cell is no fault: its text holds for every row that it spans. Where something is wrong in one of these rows it
may be why, and no part of it can be edited before it is split.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from b12tables.compiler.model import Finding, Merged, Model
from b12tables.runtime.language import t

SHOWN = 3
"""So many merged cells are named with one finding."""


def tell_merged(model: Model, findings: Iterable[Finding]) -> list[Finding]:
    """The findings; those that stand in the way name the merged cells that reach into them."""
    if not model.merged:
        return list(findings)
    return [
        _told(finding, model.merged_at(finding.decision, finding.rules, finding.places)[:SHOWN])
        for finding in findings
    ]


def _told(finding: Finding, merged: Sequence[Merged]) -> Finding:
    if not merged or not finding.stands_in_the_way:
        return finding
    lines = [
        t('merged cell {cells} says "{one}" in each of its rows', cells=one.place.cells, one=one.text)
        for one in merged
    ]
    help = [_split_first(text, merged) for text in finding.help]
    return replace(
        finding,
        message="\n".join((finding.message, *lines)),
        help=(*help, *(if_by_mistake(one) for one in merged)),
    )


def if_by_mistake(merged: Merged) -> str:
    """What to do with a merged cell that was not meant to be one."""
    return t(
        "if {cells} was merged by mistake, split it, and write into each row what it is to say",
        cells=merged.place.cells,
    )


_EDITED = re.compile(r'\b([A-Z]+\d+): "')


def _split_first(help: str, merged: Sequence[Merged]) -> str:
    """The words of an edit; of a cell that is part of a merged one, that it is to be split before."""
    cells = _EDITED.findall(help)
    parts = [
        one.place.cells for one in merged if any(one.meets(replace(one.place, cells=cell)) for cell in cells)
    ]
    return (
        t("{help}; split {cells} first", help=help, cells=t(" and ").join(dict.fromkeys(parts)))
        if parts
        else help
    )
