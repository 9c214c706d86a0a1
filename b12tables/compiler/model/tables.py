"""What the tables mean, in the words of DMN: frozen, made by `build`, every part with the cell it came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from b12tables.compiler.model.about import About
from b12tables.compiler.model.actions import Does, Ordered
from b12tables.compiler.model.binding import Binding
from b12tables.compiler.model.computed import Computed
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.mapping import MappingRow
from b12tables.compiler.model.merged import Merged
from b12tables.compiler.model.place import Place
from b12tables.compiler.model.sources import Conflict, OtherGuidance, Source, Statement
from b12tables.compiler.model.telling import Telling
from b12tables.compiler.model.thresholds import NOTHING_NAMED, Named, Threshold
from b12tables.compiler.model.told import told_of
from b12tables.compiler.model.unary_tests import Test, Value
from b12tables.compiler.model.wall_chart import WallChart
from b12tables.runtime.dependencies import Dependencies
from b12tables.runtime.explain.answers import Outline
from b12tables.runtime.language import t
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import unit_key
from b12tables.runtime.words import row_compared

if TYPE_CHECKING:
    from b12tables.compiler.model.cell_values import Vocabulary

FieldType = Literal["choice", "choices", "number", "whole number", "yes/no", "date", "text"]
NUMERIC: tuple[FieldType, ...] = ("number", "whole number")


@dataclass(frozen=True)
class ValueRow:
    """One declared value of a `choice` or `choices` field."""

    code: str
    label: str
    place: Place
    patient: str = ""
    definition: str = ""
    system: str = ""
    system_code: str = ""
    also: tuple[str, ...] = ()
    """Other words for it, which are read and never printed."""
    short: str = ""
    """The label where there is little room."""


@dataclass(frozen=True)
class Limit:
    """One end of a number's or date's range."""

    value: Fraction | date
    closed: bool = True


@dataclass(frozen=True)
class UnitOption:
    """A further unit that a number may be given in: `base = given × factor`.

    `written` tells that the factor stands in the cell (it depends on the substance): then a number
    without a unit is ambiguous and refused.
    """

    unit: str
    factor: Fraction
    written: bool


@dataclass(frozen=True)
class Field:
    """A name in the dictionary: an input, or an output where a decision table produces it."""

    code: str
    label: str
    type: FieldType
    place: Place
    values: tuple[ValueRow, ...] = ()
    low: Limit | None = None
    high: Limit | None = None
    unit: str = ""
    accepts: tuple[UnitOption, ...] = ()
    unknown: bool = False
    computed: Computed | None = None
    question: str = ""
    patient: str = ""
    system: str = ""
    system_code: str = ""
    note: str = ""
    upper_of: str = ""
    """The field of whose range this one is the upper end; the two are told as one."""
    kept_from: str = ""
    """The field whose value it keeps where a row says that it is unchanged."""
    says_of: str = ""
    """The result of which a table says a value or that it is unchanged; empty for a field that is declared."""
    group: str = ""  # the heading under which a form asks for it
    binding: Binding | None = None  # where in a patient's record its value stands
    also: tuple[str, ...] = ()
    """Other names of it, which are read and never printed."""
    step: Fraction | None = None
    """What the values of a number are multiples of, where the Dictionary says so, in the field's unit."""
    rounds: bool = False
    """Whether a stated value between two multiples is read as the nearest of them; else it is refused."""
    named: Named = field(default=NOTHING_NAMED, compare=False, repr=False)
    """What a cell about it may name beside numbers."""

    @cached_property
    def precision(self) -> Fraction | None:
        """What its values are multiples of: its step, 1 for a whole number, None where there is no such number."""
        return Fraction(1) if self.step is None and self.type == "whole number" else self.step

    @property
    def precision_words(self) -> str:
        """To which precision a number is given: `in steps of 0.1`, `to the nearest 0.1`."""
        if self.precision is None:
            return t("to any precision")
        step = number_text(self.precision)
        return t("to the nearest {step}" if self.rounds else "in steps of {step}", step=step)

    @property
    def type_words(self) -> str:
        """The type with its unit: `number (mg)`."""
        return f"{self.type} ({self.unit})" if self.unit else self.type

    @property
    def further_units(self) -> dict[str, Fraction]:
        """The units it accepts beside its own, by their `unit_key`: the factor of each to its own."""
        return {unit_key(option.unit): option.factor for option in self.accepts}

    @property
    def needs_unit(self) -> bool:
        """Whether a number without its unit is refused."""
        return any(option.written for option in self.accepts)

    @cached_property
    def value_codes(self) -> tuple[str, ...]:
        return tuple(row.code for row in self.values)

    @cached_property
    def vocabularies(self) -> dict[tuple[bool, str], Vocabulary]:
        """What cells about it may say, made once for each use: as a set or not, and the unit of the column."""
        return {}

    def label_of(self, value: Value) -> str:
        """The label of a choice value, or the code itself where it is none."""
        return next((row.label for row in self.values if row.code == value), str(value))


@dataclass(frozen=True)
class Clause:
    """A condition or result column: the field it is about, and its head."""

    field: str
    place: Place
    unit: str = ""


@dataclass(frozen=True)
class Condition:
    """A condition cell: what it means, and what is written."""

    test: Test
    text: str
    place: Place
    figures: str = ""
    """What is written, with the figures of the thresholds that it names; empty where it names none."""
    above: tuple[str, str] = ("", "")
    """Where it stands in a line of a cell: all that the cell says, and its line ("" where it has none)."""
    implied: bool = False
    """Whether no cell of its own says it: it follows from the table in which its rule stands."""

    @property
    def explained(self) -> str:
        """What is written, with the figure and the source of each threshold."""
        return self.figures or self.text


@dataclass(frozen=True)
class Result:
    """A result cell: its value, and what is written."""

    value: Value
    text: str
    place: Place


@dataclass(frozen=True)
class Evidence:
    """What a rule rests on: a source statement, our inference, other guidance, or a named conflict of sources.

    `ref` is the statement's, guidance's or conflict's ID ("" for an inference without one); `text` is the wording.
    """

    kind: Literal["statement", "inference", "other guidance", "conflict", "unmarked"]
    ref: str
    text: str
    place: Place


@dataclass(frozen=True)
class Rule:
    """A row of a decision table. `Otherwise` rows hold where no other rule does and have no conditions."""

    id: str
    conditions: tuple[Condition, ...]
    results: tuple[Result, ...]
    place: Place
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    otherwise: bool = False

    def row(self, columns: Sequence[int]) -> tuple[object, ...]:
        """The results of some output columns as they are compared with others."""
        return row_compared(self.results[c].value for c in columns)


@dataclass(frozen=True)
class DecisionTable:
    """One decision: its question, hit policy, input and output clauses and rules, in sheet order."""

    code: str
    label: str
    hit_policy: HitPolicy
    inputs: tuple[Clause, ...]
    outputs: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    place: Place
    question: str = ""
    otherwise: Rule | None = None
    shown: str = ""
    """What the author wrote under `Shown`: `yes`, `folded`, `no`, or nothing."""
    may_be_empty: bool = False
    """Of a list: the author says that any of its rows may hold together, or none (`May be empty: yes`)."""
    telling: Telling = field(default_factory=Telling)
    policy_place: Place | None = field(default=None, compare=False)  # None: no hit policy is named
    chooses: str = ""
    """The code of the decision of which it chooses the table; empty for a table that stands for itself."""
    keeps: str = ""
    """The field whose value comes out where a result stays as it was; empty for a table that somebody wrote."""

    def condition(self, rule: str, field: str) -> Condition:
        """The condition of a rule about a field."""
        row = next(row for row in self.rules if row.id == rule)
        return row.conditions[self.input_fields.index(field)]

    @cached_property
    def in_one_sheet(self) -> bool:
        """Whether all its rules stand in one sheet."""
        return len({(rule.place.file, rule.place.sheet) for rule in self.rules}) < 2

    def cell_words(self, place: Place) -> str:
        """A cell of it in words: with its sheet, where its rules stand in several."""
        return place.cells if self.in_one_sheet else f"{place.sheet} {place.cells}"

    @cached_property
    def outline(self) -> Outline:
        """Of the table what decides whether it is an answer."""
        fields = self.input_fields, self.output_fields
        return Outline(self.code, *fields, self.hit_policy.gives_list, self.shown)

    @cached_property
    def rows(self) -> tuple[Rule, ...]:
        """Every row: the rules in sheet order, and the Otherwise row last."""
        return self.rules if self.otherwise is None else (*self.rules, self.otherwise)

    @cached_property
    def input_fields(self) -> tuple[str, ...]:
        return tuple(clause.field for clause in self.inputs)

    @cached_property
    def output_fields(self) -> tuple[str, ...]:
        return tuple(clause.field for clause in self.outputs)


@dataclass(frozen=True)
class FieldTest:
    """`Field: test`, one line of a combination, a When or a Must, or one Expect cell."""

    field: str
    test: Test
    text: str
    place: Place


@dataclass(frozen=True)
class Combination:
    """A combination that cannot occur: all its tests together."""

    id: str
    tests: tuple[FieldTest, ...]
    why: str
    place: Place
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Action:
    """A row of Actions: for whom it holds, and the order that it asks for or advises against; of a reason to depart
    from an answer `ordered` has codes only, or none.
    """

    id: str
    when: tuple[FieldTest, ...]
    does: Does
    label: str
    detail: str
    ordered: Ordered
    place: Place
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Worsening:
    """`Field: a < b < c` in a When: two patients who differ in this input alone, the second worse off.

    `steps` are tests, each worse than the one before. Of a number or date that gets worse as it rises or falls
    there are none, and `falling` says which.
    """

    field: str
    steps: tuple[Test, ...]
    text: str
    place: Place
    falling: bool = False


@dataclass(frozen=True)
class Never:
    """`Field: never later` in a Must: what the worse of two patients never gets, compared with the other.

    `more`: never a greater value (of a list: no further member); else never a less one. `order` are the values of
    a choice from the least on, each step a test; `apart` what is not compared. `none` says where no answer stands
    among numbers. Of a list `members` are those that count (None: all). It need not hold where the worse patient
    passes `unless`.
    """

    field: str
    more: bool
    text: str
    place: Place
    order: tuple[Test, ...] = ()
    apart: Test | None = None
    none: Literal["first", "last", ""] = ""
    members: tuple[Value, ...] | None = None
    unless: FieldTest | None = None


@dataclass(frozen=True)
class SafetyRule:
    """A property of every possible case: where all of `when` hold, all of `must` hold.

    One with `worse` is a property of every two possible cases that differ in one input: where all of `when` hold for
    both, all of `never` hold for the second beside the first.
    """

    id: str
    when: tuple[FieldTest, ...]
    must: tuple[FieldTest, ...]
    why: str
    place: Place
    evidence: tuple[Evidence, ...] = ()
    worse: Worsening | None = None
    never: tuple[Never, ...] = ()

    @cached_property
    def tests(self) -> tuple[FieldTest, ...]:
        """Every test that it puts to a field, those of its orders and lists too."""
        found = [*self.when, *self.must]
        if self.worse is not None:
            found += [
                FieldTest(self.worse.field, s, self.worse.text, self.worse.place) for s in self.worse.steps
            ]
        for line in self.never:
            apart = () if line.apart is None else (line.apart,)
            found += [FieldTest(line.field, test, line.text, line.place) for test in (*line.order, *apart)]
            found += [] if line.unless is None else [line.unless]
        return tuple(found)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Every field that it speaks of."""
        worse = () if self.worse is None else (self.worse.field,)
        tested = [test.field for test in self.tests]
        return tuple(dict.fromkeys((*tested, *worse, *(line.field for line in self.never))))

    @property
    def when_lines(self) -> tuple[FieldTest | Worsening, ...]:
        """What stands in its When, the order of what gets worse first."""
        return self.when if self.worse is None else (self.worse, *self.when)

    @property
    def must_lines(self) -> tuple[FieldTest | Never, ...]:
        """What stands in its Must."""
        return self.must + self.never


@dataclass(frozen=True)
class Case:
    """A worked example: what is given, and what is expected. `given` holds values in the base unit."""

    id: str
    description: str
    given: Mapping[str, Value]
    expect: tuple[FieldTest, ...]
    place: Place


@dataclass(frozen=True)
class Accepted:
    """A finding that a named person accepts until a date."""

    finding: str
    decision: str
    rules: tuple[str, ...]
    reason: str
    by: str
    until: date
    place: Place
    on: date | None = None
    """The day of the acceptance."""
    also_by: str = ""
    """The second person, whom a broken safety rule needs."""
    meaning: tuple[tuple[FieldTest, ...], ...] = ()
    """The patients that it is about, as parts whose union they are; empty: nobody said it yet."""


@dataclass(frozen=True)
class SignOff:
    decision: str
    rule: str
    person: str
    role: str
    date: date
    meaning: str
    place: Place


@dataclass(frozen=True)
class Model:
    """A whole table set. `decisions` stand in the order in which they can be evaluated."""

    about: About
    fields: Mapping[str, Field]
    decisions: tuple[DecisionTable, ...]
    impossible: tuple[Combination, ...] = ()
    safety_rules: tuple[SafetyRule, ...] = ()
    cases: tuple[Case, ...] = ()
    statements: tuple[Statement, ...] = ()
    sources: tuple[Source, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    other_guidance: tuple[OtherGuidance, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    charts: tuple[WallChart, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    merged: tuple[Merged, ...] = ()
    """The merged cells in the rows of its tables."""
    mapping: tuple[MappingRow, ...] = ()
    actions: tuple[Action, ...] = ()
    content_hash: str = ""
    """SHA-256 over what the sheets say (not over the files' bytes)."""
    skipped: tuple[str, ...] = field(default=())
    """What could not be read or depends on that, a line each: nothing of it is part of the model."""

    def merged_at(
        self, decision: str | None, rules: Collection[str], places: Iterable[Place]
    ) -> list[Merged]:
        """The merged cells that reach into some places, or into the rows of some rules of a decision."""
        if not self.merged:
            return []
        table = self.decision.get(decision) if decision else None
        rows = [row.place for row in table.rows if row.id in rules] if table else []
        about = (*places, *rows)
        return [one for one in self.merged if any(one.meets(place) for place in about)]

    @cached_property
    def produced_by(self) -> Mapping[str, DecisionTable]:
        """Each output field and the decision table that produces it."""
        return {name: table for table in self.decisions for name in table.output_fields}

    @cached_property
    def inputs_needed(self) -> tuple[str, ...]:
        """The inputs that some decision looks at and the scores that are told, sorted."""
        used = {name for table in self.decisions for name in table.input_fields}
        return tuple(sorted((used - self.produced_by.keys()) | set(self.told_scores)))

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """The fields that each computed field follows from."""
        return {
            name: tuple(part for part in entry.computed.parts if part in self.fields)
            for name, entry in self.fields.items()
            if entry.computed
        }

    def derived(self, name: str) -> bool:
        """Whether a field is computed from what tables decide, or is a dose: then it is never stated."""
        return self.dependencies.derived(name)

    @cached_property
    def scores(self) -> tuple[str, ...]:
        """The fields that are computed from what tables decide, in the dictionary's order: nobody states them."""
        return tuple(filter(self.derived, self.fields))

    @cached_property
    def dependencies(self) -> Dependencies:
        """What each field depends on, through tables and computed fields."""
        return Dependencies(
            {name: table.input_fields for name, table in self.produced_by.items()},
            self.parts,
            {n for n, f in self.fields.items() if f.computed is not None and f.computed.kind == "dose"},
        )

    def behind(self, names: Iterable[str], *, tables: bool = True, computed: bool = True) -> tuple[str, ...]:
        """Everything that some fields depend on, through tables and computed fields, in the dictionary's order.

        The fields themselves are among it. `computed` False: what is computed is taken as it comes, as the proof
        does, but for scores and doses; `tables` False: what tables decide is.
        """
        found = self.dependencies.behind(names, tables=tables, computed=computed)
        return tuple(name for name in self.fields if name in found)

    def inputs_behind(self, names: Iterable[str], *, computed: bool = True) -> tuple[str, ...]:
        """Of what some fields depend on, that which no table decides."""
        return tuple(n for n in self.behind(names, computed=computed) if n not in self.produced_by)

    def upstream(self, names: Iterable[str]) -> tuple[str, ...]:
        """The codes of the decisions that some fields depend on, in the order of evaluation."""
        found = {self.produced_by[name].code for name in self.behind(names) if name in self.produced_by}
        return tuple(table.code for table in self.decisions if table.code in found)

    def needed_by(self, table: DecisionTable) -> tuple[DecisionTable, ...]:
        """The decisions at which a decision looks itself, also through what is computed, in the order of evaluation."""
        names = self.dependencies.behind(table.input_fields, tables=False)
        wanted = {self.produced_by[name].code for name in names if name in self.produced_by}
        return tuple(other for other in self.decisions if other.code in wanted)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The codes of the decisions and scores that are answers, in the order in which they are told."""
        return self._told[0]

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """The decisions among them."""
        return tuple(code for code in self.told if code in self.decision)

    @cached_property
    def told_scores(self) -> tuple[str, ...]:
        """The scores among them."""
        return tuple(code for code in self.told if code not in self.decision)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The codes of the answers that are told behind the others, folded."""
        return self._told[1]

    @cached_property
    def _told(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return told_of(self)

    @cached_property
    def set_valued(self) -> frozenset[str]:
        """Output fields of tables that give a list: elsewhere in the set they are tested as sets."""
        lists = [table for table in self.decisions if table.hit_policy.gives_list]
        return frozenset(name for table in lists for name in table.output_fields)

    def value_orders(self, table: DecisionTable) -> list[tuple[str, ...]]:
        """The order of each output's values, by which Priority and Output order rank the rows."""
        return [self.fields[name].value_codes for name in table.output_fields]

    @cached_property
    def decision(self) -> Mapping[str, DecisionTable]:
        return {table.code: table for table in self.decisions}

    def can_be_unknown(self, name: str) -> bool:
        """Whether a test may meet *unknown* in this field: it is declared so, or a result cell gives none."""
        if self.fields[name].unknown:
            return True
        table = self.produced_by.get(name)
        if table is None or name in self.set_valued:
            return False
        column = table.output_fields.index(name)
        return any(row.results[column].value is None for row in table.rows)
