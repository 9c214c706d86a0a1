"""What can be said of a workbook: a finding, where it stands, and the kinds there are.

A finding is data. Its `message` speaks of a patient and of cells; only `help` says how to mend it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple

from b12tables.compiler.model.mends import Mends
from b12tables.compiler.model.place import Box, Place

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Extras:
    """What the findings of one kind know beyond their message; each check declares its own, with a type for each."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The entries of the example that the finding is about, in the dictionary's order."""
        return ()

    @property
    def near_rules(self) -> tuple[NearRule, ...]:
        """Rules that would give what was expected, were it not for one condition."""
        return ()

    def as_data(self) -> dict[str, object]:
        """As JSON has it: each field by its name, in order; what is as by default is left out."""
        told: dict[str, object] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, Extras):
                told |= value.as_data()
            elif value != part.default:
                told[part.name] = [_as_data(one) for one in value] if isinstance(value, tuple) else value
        return told


def _as_data(value: object) -> object:
    return value.as_data() if isinstance(value, Extras) else value


@dataclass(frozen=True)
class NearRule(Extras):
    """A rule of which one condition alone does not hold, and the field that it asks for."""

    decision: str
    rule: str
    field: str


@dataclass(frozen=True)
class Unjudged:
    """How much could not be judged because of what could not be read."""

    decisions: int
    cases: int
    safety_rules: int

    @property
    def count(self) -> int:
        return self.decisions + self.cases + self.safety_rules

    def as_data(self) -> dict[str, int]:
        """As JSON has it, and by the words for each."""
        return {"decisions": self.decisions, "cases": self.cases, "safety rules": self.safety_rules}


NO_MENDS = Mends()


@dataclass(frozen=True)
class Finding:
    """One thing that a reader of the tables should know.

    `name` is a kind of `KINDS`; `rules` holds rule IDs; `example` is one complete case that shows it;
    `region` is exact: the union of its boxes is precisely the set of cases meant. `extras` is what its kind knows
    besides, `mends` the edits that were tried.
    """

    name: str
    severity: Severity
    message: str
    places: tuple[Place, ...] = ()
    decision: str | None = None
    rules: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    example: Mapping[str, object] | None = None
    region: tuple[Box, ...] = ()
    extras: Extras | None = None
    mends: Mends = NO_MENDS
    unjudged: Unjudged | None = None
    """What could not be judged because of it; None: nothing was lost."""
    accepted: str | None = None
    """Who accepted it, in words; None where nobody did."""
    stopped: tuple[str, ...] = ()
    """The worked cases that have no answer because of it."""

    @property
    def stands_in_the_way(self) -> bool:
        """Whether it is an error that nobody has accepted."""
        return self.severity == "error" and self.accepted is None

    @property
    def asked(self) -> tuple[str, ...]:
        """The entries of its example that it is about; none where its kind does not say."""
        return self.extras.asked if self.extras is not None else ()

    @property
    def data(self) -> dict[str, object]:
        """All of it that JSON has under `data`; programs that run beside us ask the typed fields."""
        told = self.extras.as_data() if self.extras is not None else {}
        told |= self.mends.as_data()
        if self.unjudged is not None:
            told["unjudged"] = self.unjudged.as_data()
        if self.accepted is not None:
            told["accepted"] = self.accepted
        if self.stopped:
            told["cases"] = list(self.stopped)
        return told

    def __post_init__(self) -> None:
        if self.name not in KINDS:
            raise AssertionError(f"finding of an undeclared kind: {self.name}")


class Kind(NamedTuple):
    """A kind of finding: its stable name, its usual severity, and one line saying what it means."""

    name: str
    severity: Severity
    summary: str

    def finding(
        self,
        message: str,
        *,
        severity: Severity | None = None,
        places: tuple[Place, ...] = (),
        decision: str | None = None,
        rules: tuple[str, ...] = (),
        help: tuple[str, ...] = (),
        example: Mapping[str, object] | None = None,
        region: tuple[Box, ...] = (),
        extras: Extras | None = None,
    ) -> Finding:
        """A finding of this kind; `severity` only where it is another than usual."""
        severity = severity or self.severity
        return Finding(self.name, severity, message, places, decision, rules, help, example, region, extras)


def _kinds(*rows: tuple[str, Severity, str]) -> dict[str, Kind]:
    return {name: Kind(name, severity, summary) for name, severity, summary in rows}


# All kinds stand here, not each in its check, because the reader must know them too: the sheet Accepted names them.
# A check takes its own (`KIND = KINDS["gap"]`), so its name, severity and summary are said once.
KINDS: dict[str, Kind] = _kinds(
    # reading files and sheets
    ("unreadable-file", "error", "A file that cannot be read as a workbook."),
    ("no-workbook", "error", "A folder without any workbook."),
    ("missing-sheet", "error", "A kind of sheet that every table set needs is not there."),
    ("skipped-sheet", "info", "A sheet whose first cell names no known kind; it is left out."),
    (
        "hidden-cells",
        "error",
        "Hidden rows or columns inside a table: a reader would not see the rule that fires.",
    ),
    ("hidden-sheet", "warning", "A hidden sheet that holds a table: it is read like any other."),
    ("struck-out-row", "error", "A row that is struck out: a reader takes it for withdrawn."),
    ("cell-comment", "info", "A comment on a cell of a table: it is not read by the evaluator."),
    ("sheet-shape", "error", "A sheet that does not have the shape of its kind."),
    ("unknown-heading", "warning", "A key or column head that is not known."),
    ("missing-heading", "error", "A key or column head that the sheet needs is not there."),
    # reading cells
    ("bad-cell", "error", "A cell whose text cannot be read."),
    ("blank-cell", "error", "A cell that must not be blank is blank."),
    ("volatile-formula", "error", "A formula whose value changes although nobody edits the table."),
    ("stored-formula", "info", "Cells that hold formulas: their stored values are read."),
    ("unknown-name", "error", "A name that nothing declares."),
    ("ambiguous-name", "error", "A name that could mean two things."),
    ("duplicate-name", "error", "Two things with one name."),
    ("look-alike", "warning", "Two names that look the same and are not."),
    ("outside-domain", "error", "A cell speaks of values that the field can never have."),
    ("ambiguous-number", "warning", "A number that may be one, or a thousand times as much."),
    ("unit-mismatch", "error", "A unit that does not fit the field, or is not known."),
    # the set as a whole
    ("cycle", "error", "Decisions that need each other in a circle."),
    ("duplicate-output", "error", "Two decision tables that produce one field."),
    ("undecided-field", "error", "A field that no table decides and no case states, although rules need it."),
    ("unlisted-answer", "warning", "A decision whose results nothing reads and no list of answers names."),
    ("unused-field", "warning", "A declared field that nothing uses."),
    ("unused-threshold", "warning", "A threshold that nothing names."),
    # one decision table
    ("gap", "error", "Cases for which no rule holds."),
    ("overlap", "error", "Cases for which several rules hold together."),
    ("conflict", "error", "Rules of an Any table that hold together with different results."),
    ("empty-list", "warning", "Cases for which a list is empty: nothing is said."),
    (
        "two-values",
        "warning",
        "Rules of a list that hold together and give two values to a result that has one.",
    ),
    ("masked-rule", "warning", "A rule that can never give the answer, because others always come first."),
    ("subsumed-rule", "warning", "A rule that another rule with the same result already covers."),
    ("duplicate-rule", "warning", "Two rules with the same conditions."),
    ("mergeable-rules", "info", "Rules that differ in one condition and could be one row."),
    ("unused-input", "warning", "A condition column that never changes the answer."),
    ("impossible-rule", "warning", "A rule that only impossible cases reach."),
    (
        "unreachable-rule",
        "warning",
        "A rule that no case reaches, given what the tables upstream can produce.",
    ),
    ("unreachable-value", "warning", "A value that nothing produces, or that no downstream table hears of."),
    ("otherwise-covers", "info", "Cases that only the Otherwise row covers."),
    (
        "score-out-of-range",
        "error",
        "A score, dose or total that leaves its own range; with such a score or dose a patient is refused.",
    ),
    (
        "odd-dose",
        "warning",
        "A dose that rounding or a bound makes into something its figures do not say.",
    ),
    ("analysis-incomplete", "error", "The analysis reached its bound before everything was established."),
    # impossible combinations, safety rules, cases
    ("unused-impossible", "warning", "An impossible combination that changes nothing."),
    ("contradicting-impossible", "error", "Impossible combinations that leave no case possible."),
    ("broken-safety-rule", "error", "A safety rule that does not hold for some possible case."),
    ("vacuous-safety-rule", "warning", "A safety rule whose When never holds."),
    ("indirect-safety-rule", "info", "A safety rule whose When rests on a step on the way to an answer."),
    ("failed-case", "error", "A worked case that gives another answer than the one written."),
    ("idle-case", "warning", "A worked case that expects nothing: whatever comes out, nobody notices."),
    # accounting
    ("uncited-rule", "warning", "A rule without evidence."),
    ("unknown-statement", "error", "Evidence that names a statement which is not declared."),
    ("unencoded-statement", "error", "A statement said to be encoded that no rule cites."),
    (
        "uncited-what-if",
        "info",
        "A row that another reading of a conflict changes, and that does not cite it.",
    ),
    (
        "unmarked-inference",
        "warning",
        "Evidence that is neither a statement nor marked as inference or other guidance.",
    ),
    ("missing-wording", "info", "A question, or its wording for patients, that nobody has written."),
    (
        "label-number",
        "warning",
        "A label that says another number than the conditions that lead to it.",
    ),
    ("dead-part", "warning", "A part of a sentence that can never appear."),
    (
        "rough-sentence",
        "warning",
        "A sentence that some answers make read badly, or that cannot be said of them.",
    ),
    (
        "long-headline",
        "warning",
        "Words for a card that some patient gets, and that are longer than a card takes.",
    ),
    (
        "action-conflict",
        "error",
        "Two rows of Actions that some patient gets, and that nobody can both follow.",
    ),
    ("idle-action", "warning", "A row of Actions that holds for nobody."),
    ("unasked-input", "info", "An input that decides an answer and that no question asks for."),
    # acceptance and sign-off
    ("accepted-expired", "error", "An acceptance whose date has passed."),
    ("accepted-hides", "error", "An accepted error that goes beyond the patients for whom it was accepted."),
    ("accepted-void", "warning", "An acceptance of an error that does not say enough to count."),
    ("accepted-unmatched", "warning", "An acceptance that matches no finding."),
    ("accepted-wide", "warning", "An acceptance that is about more patients than the error."),
    ("voided-sign-off", "warning", "A sign-off whose rule has changed its meaning since."),
    ("unsigned-rule", "error", "A rule of an approved set that nobody has signed as it is."),
)
