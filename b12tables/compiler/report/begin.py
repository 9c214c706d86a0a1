"""Where to begin: of all that is found, the few causes to mend first, each with its cell, what is there, and an edit.

The order is that of causes, not of severity: what names a sheet or declares a field comes before the cells that use it,
what could not be read before what was proved, a table before the tables that look at its results, a broken rule before
the safety rules and worked cases that notice it. Of one table, and of one cell, the first finding stands for all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from b12tables.compiler.model import (
    KINDS,
    CellEdit,
    ExpectEdit,
    Finding,
    Merged,
    Model,
    Place,
    PolicyEdit,
    ResultEdit,
    RowDeleted,
)
from b12tables.compiler.report.in_words import in_its_language
from b12tables.runtime.language import t
from b12tables.runtime.words import how_many

if TYPE_CHECKING:
    from b12tables.compiler import Report

MOST = 3
"""So many causes are named."""

SIMILAR = 5
"""For each cause that is named, so many findings about one sheet are looked at."""

_NAMES = tuple(KINDS)
OF_READING = frozenset(_NAMES[: _NAMES.index("gap")])
"""The kinds that come from reading the sheets, not from a proof."""

STRUCTURE = (
    "unreadable-file",
    "no-workbook",
    "missing-sheet",
    "skipped-sheet",
    "sheet-shape",
    "missing-heading",
)
"""What is wrong with files and sheets as a whole."""

CAUSING = frozenset(
    {"skipped-sheet", "unknown-heading", "look-alike", "ambiguous-number", "unit-mismatch", "unused-field"}
)
"""Warnings that may be the cause of errors: what was meant is not there, not read, or read as something else."""

NOTICING = ("broken-safety-rule", "failed-case")
"""What a wrong rule is noticed by; where it stands they do not know for certain."""


class Cause(NamedTuple):
    """One thing to mend first. `cell` is where to begin, `says` what is wrong there, `edit` what would mend it ("": the
    finding knows none). `edited` are the cells that are to be changed; none where a row is to be added.
    """

    finding: Finding
    places: tuple[Place, ...]
    says: str
    edit: str
    edited: tuple[Place, ...] = ()

    @property
    def cell(self) -> Place | None:
        """Where to begin; None where it is the folder as a whole."""
        return self.places[0] if self.places else None

    @property
    def text(self) -> str:
        """The cause in one line."""
        where = f"{self.cell}: " if self.cell else ""
        return f"{where}{self.says}{t('; mend it: {edit}', edit=self.edit) if self.edit else ''}"

    def as_dict(self) -> dict[str, object]:
        """The cause as plain data."""
        place = self.cell
        cell = {"file": place.file, "sheet": place.sheet, "cells": place.cells} if place else None
        return {"finding": self.finding.name, "place": cell, "says": self.says, "edit": self.edit}


@in_its_language
def begin_here(report: Report, most: int = MOST) -> list[Cause]:
    """The causes to mend first; none where nothing stands in the way of a build."""
    if report.ok:
        return []
    ranked = _in_order(report, [finding for finding in report.findings if may_be_cause(finding)])
    found = list(_distinct(_few_of_each(ranked, most), ranked, report.model))
    # of two mistakes neither hides the other: a sheet is named again when the others have been named
    times: Counter[object] = Counter()
    turns: list[tuple[int, int]] = []
    for number, cause in enumerate(found):
        sheet = (cause.cell.file, cause.cell.sheet) if cause.cell else None
        turns.append((times[sheet], number))
        times[sheet] += 1
    return [found[number] for number in sorted(number for _, number in sorted(turns)[:most])]


def _few_of_each(ranked: Sequence[Finding], most: int) -> list[Finding]:
    """Of the findings about each sheet, and about each proved table, so many as may be told, and as many more as may
    turn out to begin where another does.
    """
    times: Counter[object] = Counter()
    kept: list[Finding] = []
    for finding in ranked:
        place = finding.places[0] if finding.places else Place("")
        about = (place.file, place.sheet, finding.decision)
        times[about] += 1
        if times[about] <= SIMILAR * most:
            kept.append(finding)
    return kept


def by_cause(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order in which they are mended: causes first."""
    ranked = _in_order(report, findings)
    return sorted(ranked, key=lambda finding: not may_be_cause(finding))


def _in_order(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order of `_rank`."""
    model = report.model
    order = {table.code: n for n, table in enumerate(model.decisions)} if model else {}
    fields = model.fields.values() if model else ()
    places = [place for entry in fields for place in (entry.place, *(row.place for row in entry.values))]
    declaring = {(place.file, place.sheet) for place in places}
    return sorted(findings, key=lambda finding: _rank(finding, order, declaring))


def may_be_cause(finding: Finding) -> bool:
    """Whether it stands in the way of a build, or may be why something else does."""
    if finding.accepted:
        return False
    return finding.severity == "error" or (finding.severity == "warning" and finding.name in CAUSING)


def _rank(
    finding: Finding, order: Mapping[str, int], declaring: Collection[tuple[str, str]]
) -> tuple[int, bool, int, int, int, str, str, int, str]:
    """Its stage; whether it declares nothing; how much hangs on it; then as the tables and sheets stand."""
    place = finding.places[0] if finding.places else Place("")
    row = int("".join(sign for sign in place.cells.split(":")[0] if sign.isdigit()) or 0)
    return (
        _stage(finding),
        _stage(finding) != 1 or (place.file, place.sheet) not in declaring,
        -_weight(finding),
        order.get(finding.decision or "", len(order)),
        _NAMES.index(finding.name),
        place.file,
        # the second sheet of a kind before the tenth
        re.sub(r"\d+", lambda number: number[0].zfill(9), place.sheet),
        row,
        place.cells,
    )


def _stage(finding: Finding) -> int:
    """Whether it is about a sheet, about something read, about a table that is proved, or about what notices it."""
    if finding.name in STRUCTURE or (finding.name == "bad-cell" and finding.places[:1] and _is_a1(finding)):
        return 0
    if finding.name in OF_READING:
        return 1
    return 3 if finding.name in NOTICING else 2


def _is_a1(finding: Finding) -> bool:
    return finding.places[0].cells == "A1"


def _weight(finding: Finding) -> int:
    """How much could not be judged because of it."""
    return finding.unjudged.count if finding.unjudged is not None else 0


def _distinct(chosen: Sequence[Finding], ranked: Sequence[Finding], model: Model | None) -> Iterator[Cause]:
    """Of the chosen findings one cause for each place, and for each proved table."""
    seen: set[object] = set()
    for finding in chosen:
        proved = finding.name not in OF_READING and finding.decision
        if proved and proved in seen:
            continue
        for key, cause in _causes_of(finding, ranked, model):
            if key not in seen:
                seen.add(key)
                yield cause


def _causes_of(
    finding: Finding, ranked: Sequence[Finding], model: Model | None
) -> Iterator[tuple[object, Cause]]:
    """What may be why something is found, each with what tells it from others."""
    near = list(_near_causes(finding, model))
    yield from ((cause.cell, cause) for cause in near)
    if near and not _noticed_edits(finding):
        # which result is wrong would only be guessed
        return
    cause = _cause(finding, ranked, model)
    proved = finding.name not in OF_READING
    yield (proved and finding.decision) or cause.cell or finding.message, cause
    policy = finding.mends.policy
    if policy is not None and policy.place != cause.cell:
        yield policy.place, _policy(finding, policy, model)
    if proved and model is not None:
        for merged in model.merged_at(finding.decision, finding.rules, finding.places):
            yield merged.place, _merged(finding, merged)


def _near_causes(finding: Finding, model: Model | None) -> Iterator[Cause]:
    """The conditions that keep a rule from giving what was expected, where no result is known to be wrong."""
    near = finding.extras.near_rules if finding.extras is not None else ()
    known = [*finding.mends.results[:1], *([finding.mends.policy] if finding.mends.policy else [])]
    if model is None or known:
        return
    for one in near[:1]:
        cell = model.decision[one.decision].condition(one.rule, one.field)
        says = " ".join(finding.message.partition("\n")[0].split())
        label = model.fields[one.field].label
        edit = t(
            'if that is right, look at {label} "{cell}": rule {rule} would give it, but for this cell',
            label=label,
            cell=cell.text,
            rule=one.rule,
        )
        yield Cause(finding, tuple(dict.fromkeys((cell.place, *finding.places))), says, edit, (cell.place,))


def _policy(finding: Finding, policy: PolicyEdit, model: Model | None) -> Cause:
    """That the hit policy may be why."""
    table = model.decision[policy.decision].label if model else policy.decision
    named = (
        t("the hit policy is {before}", before=policy.before)
        if policy.before
        else t("no hit policy is named")
    )
    if finding.name in NOTICING:
        says = f"{table}: {named}"
        edit = t(
            "{after} would mend {errors} of what notices something wrong",
            after=policy.after,
            errors=how_many(policy.mends, "error"),
        )
    else:
        pairs = (
            t("a pair of rules holds")
            if policy.mends == 1
            else t("{mends} pairs of rules hold", mends=policy.mends)
        )
        says = t("{table}: {named}, and {pairs} for the same patients", table=table, named=named, pairs=pairs)
        edit = t("if the rows are meant in this order, write {after} as the hit policy", after=policy.after)
    return Cause(finding, (policy.place,), says, edit, (policy.place,))


def _merged(finding: Finding, merged: Merged) -> Cause:
    """That a merged cell may be why: what it says for several rows may not have been meant."""
    says = t("the merged cell says {merged!r} in each of its rows", merged=merged.text)
    edit = t("if it was merged by mistake, split it, and write into each row what it is to say")
    return Cause(finding, (merged.place,), says, edit, (merged.place,))


def _cause(finding: Finding, all_of_them: Sequence[Finding], model: Model | None) -> Cause:
    says = " ".join(finding.message.partition("\n")[0].split())
    table = model.decision.get(finding.decision) if model and finding.decision else None
    if table is not None and finding.name not in OF_READING:
        says = f"{table.label}: {says}"
    edit = finding.help[0] if finding.help else ""
    edited = edit_places(finding, model)
    if finding.name in NOTICING:
        edit = "; ".join(finding.help[: len(_open_which(finding)) or 1])
        edited = _noticed_edits(finding) or tuple(
            cell for row in _suspects(finding, all_of_them, model) for cell in _results(row, finding, model)
        )
    return Cause(finding, tuple(dict.fromkeys((*edited, *finding.places))), says, edit, edited)


def edit_places(finding: Finding, model: Model | None) -> tuple[Place, ...]:
    """The cells that the first mend of a finding changes, or the row that it deletes; of what could not be read the
    cell itself. None where nobody knows: where a row is to be added, and where several cells may be wrong.
    """
    if finding.name in OF_READING:
        return finding.places[:1]
    first = finding.mends.first
    table = model.decision.get(finding.decision) if model and finding.decision else None
    gone = {edit.rule for edit in first if isinstance(edit, RowDeleted)}
    rows = [rule.place for rule in table.rules if rule.id in gone] if table else []
    return (*rows[-1:], *(edit.place for edit in first if isinstance(edit, CellEdit)))


def _noticed_edits(finding: Finding) -> tuple[Place, ...]:
    """The cells that the first mend changes of what notices something wrong; of a case that alone does so, the result
    and what the case expects: one of the two is wrong.
    """
    policy, results = finding.mends.policy, finding.mends.results
    if policy is not None and (not results or results[0].mends < policy.mends):
        return (policy.place,)
    return tuple(edit.place for edit in _open_which(finding) or results[:1])


def _open_which(finding: Finding) -> tuple[ResultEdit | ExpectEdit, ...]:
    """The edit of a table and that of a case, one of which is right and nobody knows which; none where more speaks for
    the table, or nothing is known.
    """
    results, expects = finding.mends.results, finding.mends.expects
    most = max((edit.mends for edit in results[:1]), default=0)
    if finding.mends.policy is not None:
        most = max(most, finding.mends.policy.mends)
    if not expects or most > 1:
        return ()
    return (*results, *expects)


def _results(row: Place, finding: Finding, model: Model | None) -> list[Place]:
    """Of a rule under suspicion the results that the finding is about; all of them where it is about none."""
    assert model is not None
    about = _about(finding, model)
    for table in model.decisions:
        for rule in table.rules:
            if rule.place == row:
                cells = dict(zip(table.output_fields, (result.place for result in rule.results), strict=True))
                return [place for name, place in cells.items() if name in about] or list(cells.values())
    return [row]


def _about(finding: Finding, model: Model) -> frozenset[str]:
    """The fields that are not as a safety rule, or a worked case, says that they must be."""
    names: set[str] = set()
    for rule in model.safety_rules if finding.name == "broken-safety-rule" else ():
        if rule.place in finding.places:
            names |= {line.field for line in rule.must} | {line.field for line in rule.never}
    for case in model.cases if finding.name == "failed-case" else ():
        names |= {line.field for line in case.expect if line.place in finding.places}
    return frozenset(names)


def _suspects(finding: Finding, all_of_them: Sequence[Finding], model: Model | None) -> list[Place]:
    """The rule that fires in most of what notices something wrong, the last one on the way first."""
    if model is None:
        return []
    rows = {row.place: n for n, table in enumerate(model.decisions) for row in table.rules}
    noticing = [other for other in all_of_them if other.name in NOTICING]
    seen = Counter(place for other in noticing for place in other.places)
    own = [place for place in finding.places if place in rows]
    return sorted(own, key=lambda place: (-seen[place], -rows[place]))[:1]
