"""What would mend a finding, as edits that a program can make: each was tried before it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from b12tables.compiler.model.place import Box, Place


class Mended(NamedTuple):
    """A finding that an edit mends: by its rules or, of several gaps of one table, by its number (from 1)."""

    name: str
    rules: tuple[str, ...] = ()
    number: int | None = None

    def as_data(self) -> dict[str, object]:
        """As JSON has it."""
        told = {"rules": list(self.rules)} if self.number is None else {"number": self.number}
        return {"name": self.name, **told}


class CellEdit(NamedTuple):
    """A condition cell of a rule with another text."""

    place: Place
    rule: str
    field: str
    before: str
    after: str
    mends: tuple[Mended, ...] = ()
    """Other findings that it mends as well."""

    def as_data(self) -> dict[str, object]:
        """As JSON has it."""
        edit: dict[str, object] = {
            "place": self.place.as_data(),
            "rule": self.rule,
            "field": self.field,
            "from": self.before,
            "to": self.after,
        }
        return {**edit, "mends": [one.as_data() for one in self.mends]} if self.mends else edit


class RowDeleted(NamedTuple):
    """A rule that is deleted."""

    rule: str

    def as_data(self) -> dict[str, object]:
        """As JSON has it."""
        return {"delete": self.rule}


class RowsAdded(NamedTuple):
    """Rows that are added, each by the texts of its condition cells; what they answer is for people to say."""

    rows: tuple[Mapping[str, str], ...]


class OtherwiseAdded(NamedTuple):
    """A row Otherwise that is added, by the texts of its results."""

    results: Mapping[str, str]


class ResultEdit(NamedTuple):
    """A result cell of a rule with another text."""

    place: Place
    decision: str
    rule: str
    field: str
    before: str
    after: str
    mends: int = 0
    """How many of the findings that notice something are gone with it."""
    region: tuple[Box, ...] = ()
    """Exactly whose answers it changes, in what the table sees."""

    def as_data(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "place": self.place.as_data(),
            "decision": self.decision,
            "rule": self.rule,
            "field": self.field,
            "from": self.before,
            "to": self.after,
            "mends": self.mends,
            "region": list(self.region),
        }


class PolicyEdit(NamedTuple):
    """Another hit policy for a decision; `place` is the cell that names it, or the sheet where none does."""

    place: Place
    decision: str
    before: str
    after: str
    mends: int = 0
    """How many of the findings that notice something, or of the pairs of rules that hold together, are gone with it."""

    def as_data(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "place": self.place.as_data(),
            "decision": self.decision,
            "from": self.before,
            "to": self.after,
            "mends": self.mends,
        }


class ExpectEdit(NamedTuple):
    """What a worked case expects, with another text: what the tables give."""

    place: Place
    case: str
    field: str
    before: str
    after: str

    def as_data(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "place": self.place.as_data(),
            "case": self.case,
            "field": self.field,
            "from": self.before,
            "to": self.after,
        }


class Mends(NamedTuple):
    """All that would mend one finding. Each entry of `edits`, `together` and `results` mends it alone."""

    expects: tuple[ExpectEdit, ...] = ()
    mended_with: Mended | None = None
    """The earlier finding whose edit mends this one as well."""
    edits: tuple[CellEdit | RowDeleted, ...] = ()
    together: tuple[tuple[CellEdit, ...], ...] = ()
    """Edits of several cells that are made together."""
    otherwise: OtherwiseAdded | None = None
    rows: RowsAdded | None = None
    results: tuple[ResultEdit, ...] = ()
    policy: PolicyEdit | None = None

    @property
    def first(self) -> tuple[CellEdit | RowDeleted, ...]:
        """The first edit of conditions, which may be one of several cells; empty where there is none."""
        return self.edits[:1] or (self.together[0] if self.together else ())

    def as_data(self) -> dict[str, object]:
        """As JSON has it: what there is, by name."""
        told: dict[str, object] = {}
        if self.expects:
            told["expects"] = [edit.as_data() for edit in self.expects]
        if self.mended_with is not None:
            told["mended_with"] = self.mended_with.as_data()
        if self.edits:
            told["edits"] = [edit.as_data() for edit in self.edits]
        if self.together:
            told["together"] = [[edit.as_data() for edit in edits] for edits in self.together]
        if self.otherwise is not None:
            told["otherwise"] = self.otherwise.results
        if self.rows is not None:
            told["rows"] = list(self.rows.rows)
        if self.results:
            told["results"] = [edit.as_data() for edit in self.results]
        if self.policy is not None:
            told["policy"] = self.policy.as_data()
        return told
