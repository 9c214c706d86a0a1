"""What could not be read, and everything that depends on it: left out of the model, never judged.

A table with an unreadable cell gives nothing that could be relied on; no more do the tables that look at its results.
Taken for free inputs, they would have gaps and broken safety rules for patients who cannot exist. So all of them are
left out, with the cases and safety rules that need them, and each cause is told how much that is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from b12tables.compiler.model import (
    Case,
    DecisionTable,
    Field,
    Finding,
    Place,
    SafetyRule,
    Unjudged,
)
from b12tables.compiler.reader.decision_tables import Outline
from b12tables.compiler.reader.dictionary import head_name
from b12tables.compiler.reader.layout import Found, Grid
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.telling import head_of
from b12tables.compiler.reader.workbook import Sheet
from b12tables.runtime.dependencies import reach
from b12tables.runtime.language import later, strung, wording

UNREAD = later("it cannot be read")


class Skipped:
    """What was left out, and why; one line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)

    def add(self, what: str, ids: Sequence[str], why: str = UNREAD) -> None:
        self.lines.extend(later("{what} {id}: {why}", what=what, id=id_, why=why) for id_ in ids)


def needed(names: Sequence[str], fields: Mapping[str, Field], producers: Mapping[str, str]) -> list[str]:
    """The decisions that produce the fields, or the parts that they are computed from."""
    return sorted({producers[part] for part in with_parts(names, fields) if part in producers})


def with_parts(names: Sequence[str], fields: Mapping[str, Field]) -> frozenset[str]:
    """Some fields, and the parts that they are computed from."""
    return reach(parts_of(fields), names)


def parts_of(fields: Mapping[str, Field]) -> dict[str, list[str]]:
    """What each computed field is computed from."""
    return {
        name: [part for part in entry.computed.parts if part in fields]
        for name, entry in fields.items()
        if entry.computed is not None
    }


@dataclass
class LeftOut:
    """Which decisions could not be read, and which depend on them.

    `produced` says which decision gives each output, `orphans` are fields that some decision that is not there must
    give. `because` says for each decision left out which other one, or which field, it waits for; "" where the reason
    is its own.
    """

    outlines: Sequence[Outline]
    fields: Mapping[str, Field]
    produced: Mapping[str, str]
    orphans: Collection[str] = ()
    because: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[str]]:
        return parts_of(self.fields)

    def drop(self, tables: dict[str, DecisionTable]) -> None:
        """Takes the tables out that depend on what is not in `tables`."""
        while True:
            lost = {code: name for code, table in tables.items() if (name := self._lost(table, tables))}
            if not lost:
                return
            for code, name in lost.items():
                self.because[code] = self.produced.get(name, name)
                del tables[code]

    def _lost(self, table: DecisionTable, tables: Collection[str]) -> str:
        """A field that the table needs and nothing that could be read gives."""
        return self.lost(table.input_fields, tables)

    def lost(self, names: Sequence[str], tables: Collection[str]) -> str:
        """The first of some fields, with their parts, that comes from what is left out; "" where none does."""
        asked = reach(self._parts, names)
        return next((name for name in self.fields if name in asked and self._gone(name, tables)), "")

    def _gone(self, name: str, tables: Collection[str]) -> bool:
        return name in self.orphans or (name in self.produced and self.produced[name] not in tables)

    def told(self) -> Iterator[str]:
        """A line for each decision that is left out."""
        labels = {table.code: table.label for table in self.outlines}
        for table in self.outlines:
            if table.bad:
                yield strung(": ", (table.label, strung("; ", dict.fromkeys(table.bad))))
            elif table.code in self.because:
                why = self.because[table.code]
                what = labels.get(why) or self.fields[why].label
                yield later(
                    "{table}: it depends on {what}, which could not be read", table=table.label, what=what
                )

    def behind(self, names: Sequence[str]) -> frozenset[str]:
        """The codes of the decisions that some fields depend on, and the orphans among what they need."""
        for name in names:
            if name not in self._behind:
                self._behind[name] = reach(self._needs, self._sources([name]))
        return frozenset().union(*(self._behind[name] for name in names))

    @cached_property
    def _behind(self) -> dict[str, frozenset[str]]:
        """The same of each field that was asked about: the fields of many cases are few."""
        return {}

    @cached_property
    def _needs(self) -> Mapping[str, Sequence[str]]:
        """What each decision takes its inputs from, worked out once for all cases."""
        return {table.code: self._sources(table.input_fields) for table in self.outlines}

    def _sources(self, names: Sequence[str]) -> list[str]:
        asked = reach(self._parts, names)
        return [
            self.produced.get(name, name) for name in asked if name in self.produced or name in self.orphans
        ]


def kept_safety_rules(
    rows: Sequence[SafetyRule], left_out: LeftOut, tables: Collection[str], skipped: Skipped
) -> list[SafetyRule]:
    """The safety rules that speak of nothing that is left out."""
    kept = []
    for row in rows:
        lost = left_out.lost(row.fields, tables)
        if not lost:
            kept.append(row)
        else:
            skipped.add(
                later("safety rule"), [row.id], later("the table that decides {lost} is left out", lost=lost)
            )
    return kept


def kept_cases(
    cases: Sequence[Case], left_out: LeftOut, tables: Collection[str], skipped: Skipped
) -> list[Case]:
    """The cases whose expected decisions need nothing that is left out."""
    kept = []
    for case in cases:
        gone = left_out.behind([test.field for test in case.expect]) - set(tables)
        if not gone:
            kept.append(case)
        else:
            skipped.add(
                "case",
                [case.id],
                later("a table that it needs is left out ({gone})", gone=", ".join(sorted(gone))),
            )
    return kept


# ---------------------------------------------------------------- decisions that are not there


def orphans(
    outlines: Sequence[Outline],
    fields: Mapping[str, Field],
    produced: Mapping[str, str],
    cases: Sequence[Grid],
    names: Names,
    unread: bool,
    blind: bool,
) -> tuple[str, ...]:
    """The fields that a table which is not there must have given.

    Such a field is expected by cases, and nobody asks for it; or it is a condition that no table decides, that no case
    states, that cannot be unknown, and that an expected answer depends on: no case could come out. Where something
    could not be read (`unread`), a condition is enough that nobody asks for and no case states; where nobody knows what
    it decides (`blind`), without any case too.
    """
    given, expected = _case_fields(cases, names)
    if blind:
        read = {name for table in outlines for name in table.input_fields}
        return without_source(read, fields, produced, cases, names)
    if not any(grid.rows for grid in cases) or "" in given or given & set(produced):
        # without cases, or with a head among them that is not right, nothing follows from what they state
        return ()
    read = {name for table in outlines for name in table.input_fields}
    open_ = (read | (expected & set(fields))) - set(produced) - given
    promised = {name for name in open_ & expected if not fields[name].question}
    loose = {name for name in open_ & (read | promised) if fields[name].computed is None}
    if unread:
        return tuple(name for name in fields if name in loose and not fields[name].question)
    waits = LeftOut(outlines, fields, produced, loose)
    asked = waits.behind([name for name in expected if name in fields]) if loose else frozenset()
    needed_ = {name for name in loose & asked if not fields[name].unknown} | (loose & promised)
    return tuple(name for name in fields if name in needed_)


def blind(outlines: Sequence[Outline], tables: int) -> bool:
    """Whether nobody knows of some of so many decision tables what they decide: their heads could not be read."""
    return len(outlines) < tables or any(len(table.outputs) < _results(table) for table in outlines)


def _results(table: Outline) -> int:
    return max(1, sum(column.band == "Then" for column in table.grid.columns))


def without_source(
    asked: Collection[str],
    fields: Mapping[str, Field],
    produced: Mapping[str, str],
    cases: Sequence[Grid],
    names: Names,
) -> tuple[str, ...]:
    """Those of some fields that no table decides, no question asks for and no case states.

    Where a table could not be read at all it may be the one that decides them.
    """
    given, _ = _case_fields(cases, names)
    loose = set(asked) - set(produced) - given
    return tuple(
        name
        for name in fields
        if name in loose and fields[name].computed is None and not fields[name].question
    )


def _case_fields(cases: Sequence[Grid], names: Names) -> tuple[set[str], set[str]]:
    """The fields under Given and under Expect of all cases; "" for a head that names none."""
    given, expected = set[str](), set[str]()
    for grid in cases:
        for column in grid.columns:
            code = names.find(head_name(column.head.text, names)[0]) or ""
            if column.band == "Given":
                given.add(code)
            elif column.band:
                expected.add(code)
    return given, expected


def orphan_findings(
    missing: Sequence[str],
    outlines: Sequence[Outline],
    fields: Mapping[str, Field],
    cases: Sequence[Grid],
    names: Names,
    left: Sequence[Finding],
    partial: bool,
) -> Iterator[Finding]:
    """A finding for each field that nothing decides although it must be decided.

    `left` are the findings about sheets that were left out although they may be decision tables; where tables are known
    in part (`partial`), what no worked case expects may be asked for.
    """
    _, expected = _case_fields(cases, names)
    for name in missing:
        if partial and name not in expected:
            continue
        readers = [table for table in outlines if name in table.input_fields]
        heads = [table.head_of(name) for table in readers]
        label = fields[name].label
        why = (
            later("and worked cases expect it")
            if name in expected
            else later("no worked case states it, and it cannot be unknown")
        )
        needs = later(
            "; {both} {what} it",
            both=_and([table.label for table in readers]),
            what=later("needs") if len(readers) == 1 else later("need"),
        )
        yield Finding(
            "undecided-field",
            "error",
            later(
                "no table decides {label}, {why}{what}{left}",
                label=label,
                why=why,
                what=needs if readers else "",
                left=_left_words(left),
            ),
            (*(finding.places[0] for finding in left), fields[name].place, *heads),
            help=(
                later(
                    "write Decision table into the first cell of that sheet, if it decides {label}",
                    label=label,
                )
                if left
                else later(
                    "bring the sheet back that decides {label}; if it is asked for, give it a question and "
                    "cases",
                    label=label,
                ),
            ),
        )


def _left_words(left: Sequence[Finding]) -> str:
    sheets = _and([repr(finding.places[0].sheet) for finding in left])
    return (
        later(
            "; {sheets} looks like a decision table and is left out, because of its first cell", sheets=sheets
        )
        if left
        else ""
    )


def sheets_left_out(sheets: Iterable[Sheet], found: Found) -> list[Finding]:
    """The findings about sheets that say nothing known in their first cell, and have the bands of a decision table."""
    bands = {(sheet.file, sheet.name) for sheet in sheets if _has_bands(sheet)}
    skipped = [finding for finding in found if finding.name == "skipped-sheet" and finding.places]
    return [f for f in skipped if (f.places[0].file, f.places[0].sheet) in bands]


def _has_bands(sheet: Sheet) -> bool:
    return any({"when", "then"} <= words for words in sheet.words.values())


def fold_undecided(found: Found, missing: Sequence[str], fields: Mapping[str, Field]) -> None:
    """Takes the findings out that only say that a decision is not there: they are counted where it is told."""
    for name in missing:
        number = next((n for n, f in enumerate(found) if _tells_undecided(f, fields[name])), None)
        if number is None:
            continue
        same = [f for f in found if _misses(f, fields[name])]
        if same:
            cells = sum(max(1, len(f.places)) for f in same)
            more = later(
                "{n} cell elsewhere speaks of it" if cells == 1 else "{n} cells elsewhere speak of it",
                n=cells,
            )
            main = found[number]
            places = (*main.places, *(place for f in same for place in f.places))
            found[number] = replace(main, message=strung("\n", (main.message, more)), places=places)
            found[:] = [f for f in found if not _misses(f, fields[name])]


def _tells_undecided(finding: Finding, field: Field) -> bool:
    return finding.name == "undecided-field" and field.place in finding.places


def _misses(finding: Finding, field: Field) -> bool:
    """Whether a finding only says that the decision of a field is not there."""
    head = head_of(finding)
    names = {field.label, field.code}
    if re.fullmatch(rf"{re.escape(field.label)} has no value (['\"])(includes|excludes) .*\1", head):
        # whether it is a list, the table says that decides it
        return True
    return head in {
        f"{field.label} is decided by no table and cannot be expected",
        *(f"there is no decision called {name!r}" for name in names),
    }


def _and(words: Sequence[str]) -> str:
    if len(words) > 3:
        words = [*words[:2], later("{n} more", n=len(words) - 2)]
    return strung(later(" and "), [strung(", ", words[:-1]), words[-1]] if len(words) > 1 else words)


# ---------------------------------------------------------------- how much hangs on each cause


def tell_causes(
    found: Found,
    left_out: LeftOut,
    names: Names,
    cases: Sequence[Case],
    rules: Sequence[SafetyRule],
) -> None:
    """Writes into each cause how many decisions, cases and safety rules could not be judged because of it."""
    roots = [table.code for table in left_out.outlines if table.bad]
    sought = {root: _cause(found, root, left_out, names) for root in (*roots, *left_out.orphans)}
    causes = {root: number for root, number in sought.items() if number is not None}
    of_cases = [left_out.behind([test.field for test in case.expect]) for case in cases]
    of_rules = [left_out.behind(rule.fields) for rule in rules]
    of_tables = {table.code: left_out.behind(table.output_fields) for table in left_out.outlines}
    for number in dict.fromkeys(causes.values()):
        own = {root for root, n in causes.items() if n == number}
        counts = Unjudged(
            decisions=sum(bool(own & behind) for behind in of_tables.values()),
            cases=sum(bool(own & behind) for behind in of_cases),
            safety_rules=sum(bool(own & behind) for behind in of_rules),
        )
        found[number] = with_consequences(found[number], counts)


_NUMBERED = {
    "decisions": (wording("{n} decision"), wording("{n} decisions")),
    "cases": (wording("{n} case"), wording("{n} cases")),
    "safety rules": (wording("{n} safety rule"), wording("{n} safety rules")),
}


def with_consequences(finding: Finding, counts: Unjudged) -> Finding:
    """The finding, with a line that says how much could not be judged because of it."""
    told = {what: count for what, count in counts.as_data().items() if count}
    words = [later(_NUMBERED[what][count != 1], n=count) for what, count in told.items()]
    if not words:
        return finding
    line = later("because of this {both} could not be judged", both=_and(words))
    return replace(finding, message=strung("\n", (finding.message, line)), unjudged=counts)


def _cause(found: Found, root: str, left_out: LeftOut, names: Names) -> int | None:
    """The number of the finding that a decision, or a field, is left out for."""
    errors = [n for n, finding in enumerate(found) if finding.severity == "error" and finding.places]
    table = next((table for table in left_out.outlines if table.code == root), None)
    if table is None:
        place = left_out.fields[root].place
        return next((n for n in errors if place in found[n].places), None)
    sheet = table.grid.sheet
    own = [n for n in errors if any((p.file, p.sheet) == (sheet.file, sheet.name) for p in found[n].places)]
    for n in own or errors:
        if own or _declares(
            found[n].places[0], [names.broken[name] for name in table.waits_for & set(names.broken)]
        ):
            return n
    return None


def _declares(place: Place, rows: Sequence[Place]) -> bool:
    """Whether a place stands in one of the rows that declare something."""
    return any((place.file, place.sheet, _row(place)) == (row.file, row.sheet, _row(row)) for row in rows)


def _row(place: Place) -> str:
    return "".join(sign for sign in place.cells.split(":")[0] if sign.isdigit())
