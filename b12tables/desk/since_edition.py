"""What a value inherits that an edition of the tables did not have yet: told while somebody edits, not only when two
editions are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from b12tables.compiler import read
from b12tables.compiler.model import Anything, Finding, Model, Rule
from b12tables.compiler.reader import Kept, Sheet, is_of_kind, read_workbook
from b12tables.desk.versions import NotThere, edited_since, extract, read_version
from b12tables.runtime.language import later, t, told
from b12tables.runtime.words import how_many

if TYPE_CHECKING:
    from b12tables.compiler.compare import Inherited

HEAD = "HEAD"
LAST_COMMIT = later("the last commit")
"""What is compared with where nobody names an edition: what git holds, and the edits since."""

SHOWN = 8
"""So many decisions are told of one value where a report is short."""

CELLS = 3
"""And so many rows of each of them."""


@dataclass(frozen=True)
class NewValues:
    """The values that an edition did not have, and what they inherit; `trouble` says why nobody knows."""

    edition: str
    model: Model
    values: tuple[tuple[str, str], ...] = ()
    """Field and value."""
    found: tuple[Inherited, ...] = ()
    trouble: str = ""

    def lines(self, notes: bool = False) -> list[str]:
        """What the end of a report says: a head for each value, and a line for each decision (`notes`: all)."""
        if self.trouble:
            return [
                t(
                    "Whether a value is new since {edition} is not known: {why}",
                    edition=told(self.edition),
                    why=told(self.trouble),
                )
            ]
        if not self.values:
            return [t("Since {edition} no value of a choice is new.", edition=told(self.edition))]
        return [line for field, value in self.values for line in self._of_value(field, value, notes)]

    def _of_value(self, name: str, value: str, notes: bool) -> Iterator[str]:
        field = self.model.fields[name]
        own = [entry for entry in self.found if (entry.field, entry.value) == (name, value)]
        head = t(
            "New since {edition}: {value} in {field}.",
            edition=told(self.edition),
            value=field.label_of(value),
            field=field.label,
        )
        if not own:
            yield f"{head} {t('No row takes it in that does not name it.')}"
        else:
            yield f"{head} {t('Nobody wrote these rows for such a patient; they take it in without naming it:')}"
        yield from (f"  {line}" for line in (self._all(own) if notes else self._in_short(own)))
        if self.model.skipped:
            things = how_many(len(self.model.skipped), "thing")
            yield t("  What is left out of this report is not looked at: {things}.", things=things)

    def _all(self, own: Sequence[Inherited]) -> Iterator[str]:
        yield from (self._of_decision(entry, entry.rules, len(entry.rules)) for entry in own)

    def _in_short(self, own: Sequence[Inherited]) -> Iterator[str]:
        """First what a cell excludes others for (`not(…)`) or an Otherwise row catches: there somebody thought of a
        kind of patient. Of what holds for anybody only the decisions are named.
        """
        chosen = [(entry, rules) for entry in own if (rules := _choosing(entry))]
        for entry, rules in chosen[:SHOWN]:
            yield self._of_decision(entry, rules, CELLS)
        if chosen[SHOWN:]:
            more = how_many(len(chosen) - SHOWN, "more decision")
            yield t("and in {decisions} (--notes lists them)", decisions=more)
        anybody = [self.model.decision[e.decision].label for e in own if len(_choosing(e)) < len(e.rules)]
        if anybody:
            yield t(
                'through "-", as everybody does: rows of {decisions} (--notes lists them)',
                decisions=", ".join(anybody),
            )

    def _of_decision(self, entry: Inherited, rules: Sequence[Rule], most: int) -> str:
        from b12tables.compiler.report import inherited_words

        words = list(inherited_words(self.model, replace(entry, rules=tuple(rules))))
        left = how_many(len(words) - most, "more row")
        more = t("; and {rows}", rows=left) if len(words) > most else ""
        return f"{self.model.decision[entry.decision].label}: {'; '.join(words[:most])}{more}"

    def as_dict(self) -> dict[str, object]:
        """The same for tools."""
        from b12tables.compiler.report import inherited_json

        return {
            "edition": self.edition,
            "compared": not self.trouble,
            "why": self.trouble,
            "values": [{"field": field, "value": value} for field, value in self.values],
            "inherited": [inherited_json(entry) for entry in self.found],
            "left_out": list(self.model.skipped),
        }


def new_values(
    folder: Path, model: Model, since: str | None = None, kept: Kept | None = None
) -> NewValues | None:
    """What is new since an edition: a folder or a revision, or else since the last commit.

    None where nobody named an edition and none is known, or no workbook was edited since. `kept` is what was read of
    the workbooks of the folder. Raises `NotThere` for an edition that was named.
    """
    if since is not None:
        return values_new_since(since, *read_version(since, folder), model)
    names = edited_since(HEAD, folder)
    known = dict(kept or {})
    if not names or not _may_be_new(folder, names, known):
        return None
    import tempfile

    with tempfile.TemporaryDirectory() as copy:
        try:
            extract(HEAD, folder, Path(copy))
        except NotThere:
            return None
        found = values_new_since(LAST_COMMIT, *read(Path(copy), known), model)
    return found if found.values or found.trouble else None


def values_new_since(edition: str, old: Model | None, findings: Sequence[Finding], model: Model) -> NewValues:
    """What a model has that an edition, as it was read with these findings, did not have."""
    # a set whose values are as they were does not wait for what compares
    from b12tables.compiler.compare import declared, inherited

    unread = [finding for finding in findings if finding.severity == "error"]
    if old is None or unread:
        why = unread[0].message.partition("\n")[0] if unread else later("it has no tables")
        return NewValues(
            edition, model, trouble=later("that edition cannot be read completely ({why})", why=why)
        )
    values = tuple((field.code, row.code) for field, row in declared(old, model))
    return NewValues(edition, model, values, tuple(inherited(old, model)))


def _choosing(entry: Inherited) -> list[Rule]:
    """The rows that take a value in by more than asking for nothing."""
    if entry.otherwise:
        return list(entry.rules)
    return [rule for rule in entry.rules if not isinstance(rule.conditions[entry.column].test, Anything)]


def _may_be_new(folder: Path, names: Sequence[str], kept: Kept) -> bool:
    """Whether a Values sheet of an edited workbook has a row that it did not have: else nothing else is read."""
    now = {name: _rows(kept[name][1]) for name in names if name in kept}
    if not any(now.values()):
        return False
    import tempfile

    with tempfile.TemporaryDirectory() as copy:
        try:
            extract(HEAD, folder, Path(copy), names)
        except NotThere:
            return True
        before = _rows(read_workbook(Path(copy))[0].sheets)
    return any(rows - before for rows in now.values())


def _rows(sheets: Iterable[Sheet]) -> set[tuple[str, ...]]:
    """The rows of the Values sheets, as far as they may declare something."""
    own = [sheet for sheet in sheets if is_of_kind(sheet, "Values")]
    return {tuple(sheet.at(row, c).text for c in (1, 2, 3)) for sheet in own for row in sheet.by_row}
