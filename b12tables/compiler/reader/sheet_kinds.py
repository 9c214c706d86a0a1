"""The kinds of sheet: the word in A1, the keys above the table, its bands and its column heads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from b12tables.runtime.words import fold


class SheetKind(NamedTuple):
    """A kind of sheet: the word in A1, the keys above its table, its bands and its column heads.

    A kind with bands names its columns after fields; there `heads` are those outside of them.
    """

    name: str
    keys: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    required: frozenset[str] = frozenset()
    bands: tuple[str, ...] = ()
    unnamed: int = 0
    """How many columns at the left are known by their place and need no head."""

    @property
    def in_pairs(self) -> bool:
        """Whether its heads may stand one below the other, as keys."""
        return bool(self.keys) and self.keys == self.heads


def _kind(name: str, columns: str = "", *, keys: str = "", bands: str = "", unnamed: int = 0) -> SheetKind:
    """A kind from its line in the format: names separated by commas, a star behind what is required."""

    def names(text: str) -> tuple[str, ...]:
        return tuple(part.strip().rstrip("*") for part in text.split(",") if part.strip())

    starred = frozenset(
        part.strip()[:-1] for part in f"{columns},{keys}".split(",") if part.strip().endswith("*")
    )
    return SheetKind(name, names(keys), names(columns), starred, names(bands), unnamed)


CHART = "Title, Rows*, Columns*, Strip, Show*, Aside, Given"

KINDS_OF_SHEET: Mapping[str, SheetKind] = {
    fold(kind.name): kind
    for kind in (
        _kind(
            "About",
            keys="Title*, Identifier*, Version*, Status*, Owner, Approved by, Approved on, Review due, "
            "Intended use*, Disclaimer*, Licence, Language, Answers, Questions, "
            "Headline, Patient headline, Short headline, Department, Contact, Report to, Site address, Colour, Logo",
        ),
        _kind(
            "Dictionary",
            "Field*, Label*, Type*, Minimum, Maximum, Unit, Also accepts, Unknown, Computed, Question, "
            "Patient wording, System, Code, Note, Upper of, Group, Step, Between, Also written, Source, "
            "Kept from",
        ),
        _kind(
            "Values", "Field*, Value*, Label*, Patient wording, Definition, System, Code, Also written, Short"
        ),
        _kind(
            "Decision table",
            "Evidence, Note",
            keys="Code, Question, Hit policy, Shown, May be empty, Sentence, Patient sentence, Block, Quiet, "
            "Applies when, Evidence",
            bands="When, Then, Because",
            unnamed=1,
        ),
        _kind("Thresholds", "Name*, Value*, Source*, Note"),
        _kind("Impossible", "ID*, Combination*, Why*, Evidence"),
        _kind("Safety rules", "ID*, When, Must*, Why*, Evidence"),
        _kind("Cases", "Case, Description", bands="Given, Expect", unnamed=2),
        _kind("Statements", "ID*, Source*, Section, Statement*, Kind, Disposition*, Why, Citations"),
        _kind("Sources", "ID*, Title*, Publisher, Date, Locator, Review status"),
        _kind(
            "Conflicts",
            "ID*, Title*, Statements*, Readings*, Chosen*, Why*, Severity, Decisions, What if",
        ),
        _kind(
            "Other guidance",
            "ID*, Decisions, Topic*, The tables say*, Elsewhere*, Reference*, Date, Seen",
        ),
        _kind("Wall chart", CHART, keys=CHART),
        _kind("Mapping", "Field or value here*, Field or value there*, Aspect, Note"),
        _kind(
            "Actions",
            "ID*, When, Does*, Label*, Detail, Resource, System, Code, Dose, Route, Every, Evidence, Note",
        ),
        _kind("Sign-off", "Decision*, Rule, Person*, Role*, Date*, Meaning*"),
        _kind("Read me"),
        _kind(
            "Accepted",
            "Finding*, Decision, Rules, Reason*, Accepted by*, Until*, Accepted on, Also accepted by, Meaning",
        ),
    )
}
