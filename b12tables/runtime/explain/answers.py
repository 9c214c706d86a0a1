"""Which decisions and scores are answers, and in which order: one home for terminal, site, form, print, JSON and
patient text.

The author of the tables says it (`Answers` in About, in order; `Shown` in a table). Where nobody says it, an answer is
a decision with a result that no other table looks at, and whatever follows from a single answer: what is decided
*after* an answer is more of what to do, not a step on the way. (A list of remarks or checks has no such weight.)
A score, a field computed from what decisions give, is an answer too: it stands behind the single answers.
"""

from __future__ import annotations

from b12tables.runtime.dependencies import reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import NamedTuple

    class Outline(NamedTuple):
        """Of a decision just what decides whether it is an answer. `shown` is `yes`, `folded`, `no` or empty."""

        code: str
        inputs: tuple[str, ...]
        outputs: tuple[str, ...]
        gives_list: bool
        shown: str = ""

else:
    from collections import namedtuple

    Outline = namedtuple("Outline", "code inputs outputs gives_list shown", defaults=("",))

SHOWN = ("yes", "folded", "no")
"""What an author can write under `Shown`."""

BLOCKS = ("entries", "do now", "next check", "do not", "ask", "sources differ")
"""What an author can write under `Block`: where answers stand on the first page, in its order."""


def answers_of(
    tables: Sequence[Outline],
    parts: Mapping[str, Iterable[str]],
    stated: Sequence[str] = (),
    scores: Sequence[str] = (),
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the decisions that are answers, in the order in which they are told; then those that are folded.

    `tables` stand in the order in which they follow from each other, `parts` are the fields that computed fields
    follow from, `stated` is what the author listed. `Shown: yes` adds a table to the answers, `folded` moves it behind
    them, `no` takes it out. `scores` are the fields computed from what tables give; their codes are among the answers.
    """
    shown = {table.code: table.shown for table in tables}
    order = list(stated) or _by_the_graph(tables, parts, scores)
    order += [table.code for table in tables if table.shown in ("yes", "folded") and table.code not in order]
    told = tuple(code for code in order if shown.get(code, "") not in ("folded", "no"))
    folded = tuple(code for code in order if shown.get(code) == "folded")
    return told, folded


def unlisted(
    tables: Sequence[Outline],
    parts: Mapping[str, Iterable[str]],
    stated: Sequence[str],
    scores: Sequence[str] = (),
) -> tuple[str, ...]:
    """Decisions with a result that no table looks at and that no list names: nobody would ever read it. Then scores."""
    told, folded = answers_of(tables, parts, stated, scores)
    looked_at = fields_looked_at(tables, parts) | reach(parts, scores) - set(scores)
    return (
        *(
            table.code
            for table in tables
            if table.code not in (*told, *folded)
            and table.shown != "no"
            and not looked_at.issuperset(table.outputs)
        ),
        *(name for name in scores if name not in told and name not in looked_at),
    )


def fields_looked_at(tables: Iterable[Outline], parts: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The fields that some table has as a condition, with those from which they are computed."""
    return reach(parts, (name for table in tables for name in table.inputs))


def _by_the_graph(
    tables: Sequence[Outline], parts: Mapping[str, Iterable[str]], scores: Sequence[str]
) -> list[str]:
    """First the conclusion, then the other single answers in the order of the tables, then scores, lists last.

    Of the answers on which other answers build, the conclusion is the one that draws on most decisions: what builds on
    it (when to look again) comes after it. Where no answer builds on another it is the one that draws on most.
    """
    behind = _decisions_behind(tables, parts)
    looked_at = fields_looked_at(tables, parts) | reach(parts, scores)
    found: list[Outline] = []
    for table in tables:
        follows = not behind[table.code].isdisjoint(one.code for one in found if not one.gives_list)
        if follows or not looked_at.issuperset(table.outputs):
            found.append(table)
    single = [table for table in found if not table.gives_list]
    built_on = [table for table in single if any(table.code in behind[other.code] for other in single)]
    first = max(built_on or single, key=lambda table: len(behind[table.code]), default=None)
    rest = [table for table in single if table is not first]
    lists = [table for table in found if table.gives_list]
    singles = [table.code for table in (*([first] if first else []), *rest)]
    return [*singles, *scores, *(table.code for table in lists)]


def _decisions_behind(
    tables: Sequence[Outline], parts: Mapping[str, Iterable[str]]
) -> Mapping[str, set[str]]:
    """Each decision and all decisions from which it follows."""
    producer = {name: table.code for table in tables for name in table.outputs}
    behind: dict[str, set[str]] = {}
    for table in tables:
        needs = {producer[name] for name in reach(parts, table.inputs) if name in producer}
        behind[table.code] = needs.union(*[behind.get(code, set()) for code in needs])
    return behind
