"""Several tables for one decision: each says above its rows to whom it applies, and exactly one must.

Out of `Applies when` comes a decision of its own, which chooses the table: Unique, a rule a table. So that exactly one
applies is proved as of any other table, and told with its cells. The rules stand together in one decision, each under
the condition that its table is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from b12tables.compiler.model import (
    Anything,
    Clause,
    Condition,
    DecisionTable,
    Equals,
    Evidence,
    Field,
    FieldTest,
    Result,
    Rule,
    Telling,
    ValueRow,
)
from b12tables.compiler.reader.altered import as_text
from b12tables.compiler.reader.decision_tables import Outline, figures_of
from b12tables.compiler.reader.evidence import parse_evidence
from b12tables.compiler.reader.layout import Found, note, readable
from b12tables.compiler.reader.lists import Scope, read_tests, test_lines
from b12tables.compiler.reader.names import Names, a_code
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later, speaking, t
from b12tables.runtime.words import fold

KEY = "Applies when"


@dataclass
class Part:
    """One of the tables for a decision: what it is called, and to whom it applies."""

    outline: Outline
    code: str
    label: str
    cell: Cell
    tests: tuple[FieldTest, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    """Of the tests, by their fields, what is written with the figures of thresholds; empty where it names none."""
    evidence: tuple[Evidence, ...] = ()

    @property
    def written(self) -> bool:
        """Whether it says to whom it applies."""
        return not self.cell.blank


@dataclass
class Chosen:
    """The tables for one decision, with the field that names the one that applies."""

    code: str
    label: str
    parts: list[Part]
    chooser: Outline
    joined: Outline
    named: Field
    columns: dict[str, Clause]
    """The conditions that any of the tables has, each once."""


def take_apart(outlines: Sequence[Outline]) -> tuple[list[Outline], list[list[Outline]]]:
    """The tables that stand for themselves, and those that share a decision, of which any says to whom it applies."""
    groups: dict[str, list[Outline]] = {}
    for table in outlines:
        groups.setdefault(fold(table.code), []).append(table)
    shared = [same for same in groups.values() if any(KEY in table.grid.keys for table in same)]
    among = {id(table) for same in shared for table in same}
    return [table for table in outlines if id(table) not in among], shared


def read_chosen(same: Sequence[Outline], scope: Scope, found: Found) -> Chosen:
    """What the tables of one decision say above their rows. What does not fit together is told, and then `bad`."""
    first = same[0]
    parts = [_part(table, name, scope, found) for table, name in zip(same, _names(same), strict=True)]
    _agree(parts, found)
    code = a_code(f"{first.code}_table")
    with speaking(scope.language):
        label = t("Table for {label}", label=first.label)
        question = t("Which of the tables for {label} applies?", label=first.label)
    values = tuple(ValueRow(part.code, part.label, part.cell.place) for part in parts)
    field_ = Field(
        code,
        label,
        "choice",
        first.grid.place,
        values=values,
        note=question,
    )
    columns: dict[str, Clause] = {}
    for part in parts:
        for _, clause in part.outline.inputs:
            columns.setdefault(clause.field, replace(clause, unit=scope.fields[clause.field].unit))
    guards = {test.field: Clause(test.field, test.place) for part in parts for test in part.tests}
    column = first.grid.columns[0]
    by_result = Clause(code, parts[0].cell.place)
    bad = [line for part in parts for line in part.outline.bad]
    chooser = Outline(
        code,
        label,
        replace(first.grid, columns=(), keys={}),
        inputs=[(column, clause) for clause in guards.values()],
        outputs=[(column, by_result)],
        bad=list(bad),
    )
    joined = replace(
        first,
        inputs=[(column, by_result), *((column, clause) for clause in columns.values())],
        bad=bad,
    )
    return Chosen(first.code, first.label, parts, chooser, joined, field_, columns)


def declare(chosen: Chosen, fields: Mapping[str, Field], names: Names, found: Found) -> dict[str, Field]:
    """The fields with the one that names the table; a finding where its name is taken."""
    field_ = chosen.named
    if not names.add(field_.code, field_.label, chosen.parts[0].cell.place, found):
        for table in (chosen.chooser, chosen.joined):
            table.bad.append(later("{field} is the name of something else", field=field_.label))
        return dict(fields)
    return {**fields, field_.code: field_}


def _names(same: Sequence[Outline]) -> Iterator[str]:
    """What each table is called: as its sheet, with the file where two sheets are called the same."""
    count = Counter(fold(table.grid.sheet.name) for table in same)
    for table in same:
        sheet = table.grid.sheet
        twice = count[fold(sheet.name)] > 1
        yield f"{sheet.name} ({sheet.file.removesuffix('.xlsx')})" if twice else sheet.name


def _part(table: Outline, name: str, scope: Scope, found: Found) -> Part:
    cell = table.grid.keys.get(KEY, Cell(None, table.grid.title.place))
    part = Part(table, a_code(name), name, as_text(cell, exact=False))
    if not part.written:
        _not_said(table, cell, found)
        return part
    if not readable(part.cell, found, table.code):
        table.bad.append(later("what stands above it cannot be relied on"))
        return part
    tests = read_tests(part.cell, scope, found)
    if tests is None:
        table.bad.append(later("to whom it applies cannot be read"))
        return part
    twice = next((name for name, n in Counter(test.field for test in tests).items() if n > 1), None)
    if twice is not None:
        label = scope.fields[twice].label
        message = later("two lines speak of {label}, and all lines hold together", label=label)
        help = later("say it in one line, such as a range")
        note(found, "bad-cell", message, cell.place, decision=table.code, help=help)
        table.bad.append(later("{label} stands in two lines above it", label=label))
    cited = table.grid.keys.get("Evidence")
    evidence = () if cited is None or cited.blank else parse_evidence(cited, scope.statements)
    figures = {test.field: figures_of(test.text, scope.fields[test.field]) for test in tests}
    return replace(part, tests=tests, figures=figures, evidence=evidence)


def _not_said(table: Outline, cell: Cell, found: Found) -> None:
    note(
        found,
        "blank-cell",
        later(
            "several tables decide {table}, and this one does not say to whom it applies", table=table.label
        ),
        cell.place,
        decision=table.code,
        help=later(
            "write {key} above the table, and beside it a test a line (Age: >= 18); or give the "
            "decision a Code of its own",
            key=KEY,
        ),
    )
    table.bad.append(later("it does not say to whom it applies"))


def _agree(parts: Sequence[Part], found: Found) -> None:
    """Findings where tables for one decision do not fit together: one for each way in which they differ."""
    first, *others = [part.outline for part in parts]
    outputs = sorted(first.output_fields)
    for table in [other for other in others if other.label != first.label][:1]:
        what = later("are called {first!r} and {table!r}", first=first.label, table=table.label)
        _differ(first, table, what, later("write the same into B1"), found)
    for table in [other for other in others if other.policy is not first.policy][:1]:
        what = later(
            "have the hit policies {policy} and {policy2}",
            policy=first.policy.value,
            policy2=table.policy.value,
        )
        _differ(first, table, what, later("give all of them one"), found)
    sound = [other for other in others if not other.bad and not first.bad]
    for table in [other for other in sound if sorted(other.output_fields) != outputs][:1]:
        _differ(
            first,
            table,
            later("do not decide the same"),
            later("give all the same columns under Then"),
            found,
        )


def _differ(first: Outline, table: Outline, what: str, help: str, found: Found) -> None:
    places = first.grid.title.place, table.grid.title.place
    message = later("the tables for one decision {what}", what=what)
    note(found, "sheet-shape", message, *places, decision=table.code, help=help)
    table.bad.append(later("it does not fit the other tables for the decision"))


# ---------------------------------------------------------------- the two decisions


def chooser_of(chosen: Chosen) -> DecisionTable:
    """The decision that chooses the table: a rule for each."""
    outline = chosen.chooser
    return DecisionTable(
        code=outline.code,
        label=outline.label,
        hit_policy=outline.policy,
        inputs=tuple(clause for _, clause in outline.inputs),
        outputs=tuple(clause for _, clause in outline.outputs),
        rules=tuple(_choice(part, outline.input_fields) for part in chosen.parts),
        place=chosen.parts[0].outline.grid.place,
        question=chosen.named.note,
        chooses=chosen.code,
    )


def _choice(part: Part, fields: Sequence[str]) -> Rule:
    place, text = part.cell.place, part.cell.text
    lines = dict(zip((test.field for test in part.tests), test_lines(part.cell), strict=True))
    said = {
        test.field: Condition(
            test.test, test.text, place, part.figures[test.field], (text, lines[test.field])
        )
        for test in part.tests
    }
    any_ = Condition(Anything(), "-", place, implied=True)
    conditions = tuple(said.get(name, any_) for name in fields)
    return Rule(part.label, conditions, (Result(part.code, part.label, place),), place, part.evidence)


def join(chosen: Chosen, tables: Sequence[DecisionTable], found: Found) -> DecisionTable | None:
    """The rules of all tables in one decision, each under the condition that its table is chosen."""
    first = tables[0]
    before = len(chosen.joined.bad)
    _own_ids(chosen, tables, found)
    _no_otherwise(chosen, tables, found)
    telling = _one_telling(chosen, tables, found)
    if len(chosen.joined.bad) > before:
        return None
    return replace(
        first,
        inputs=tuple(clause for _, clause in chosen.joined.inputs),
        rules=tuple(
            _under(part, rule, table, chosen.columns, first)
            for part, table in zip(chosen.parts, tables, strict=True)
            for rule in table.rules
        ),
        question=next((table.question for table in tables if table.question), ""),
        shown=next((table.shown for table in tables if table.shown), ""),
        may_be_empty=any(table.may_be_empty for table in tables),
        telling=telling,
    )


def _under(
    part: Part, rule: Rule, table: DecisionTable, columns: Mapping[str, Clause], first: DecisionTable
) -> Rule:
    own = dict(zip(table.input_fields, rule.conditions, strict=True))
    any_ = Condition(Anything(), "-", rule.place, implied=True)
    chosen = Condition(Equals(part.code), part.label, part.cell.place, implied=True)
    results = dict(zip(table.output_fields, rule.results, strict=True))
    return replace(
        rule,
        conditions=(chosen, *(own.get(name, any_) for name in columns)),
        results=tuple(results[name] for name in first.output_fields),
    )


def _own_ids(chosen: Chosen, tables: Sequence[DecisionTable], found: Found) -> None:
    seen: dict[str, Rule] = {}
    for table in tables:
        for rule in table.rules:
            other = seen.setdefault(fold(rule.id), rule)
            if other is not rule:
                note(
                    found,
                    "duplicate-name",
                    later(
                        "two rules of {chosen} are called {rule}, in two of its tables",
                        chosen=chosen.label,
                        rule=rule.id,
                    ),
                    other.place,
                    rule.place,
                    decision=chosen.code,
                    rules=(rule.id,),
                    help=later("give each rule its own ID, in all tables for the decision"),
                )
                chosen.joined.bad.append(later("two of its rules have one ID"))


def _no_otherwise(chosen: Chosen, tables: Sequence[DecisionTable], found: Found) -> None:
    for table in tables:
        if table.otherwise is not None and len(tables) > 1:
            note(
                found,
                "bad-cell",
                later(
                    "Otherwise would speak for all tables of {chosen}, and stands in one of them",
                    chosen=chosen.label,
                ),
                table.otherwise.place,
                decision=chosen.code,
                rules=("Otherwise",),
                help=later(
                    "write a row for the patients whom it is for; or make the hit policy First, in all "
                    "tables, and this row the last one with an ID of its own and - in each condition"
                ),
            )
            chosen.joined.bad.append(later("Otherwise stands in one of several tables"))


def _one_telling(chosen: Chosen, tables: Sequence[DecisionTable], found: Found) -> Telling:
    """What stands above the tables about how answers are told: once, or everywhere the same."""
    told = [table.telling for table in tables if replace(table.telling, place=None) != Telling()]
    kept = told[0] if told else tables[0].telling
    other = next((one for one in told if replace(one, place=kept.place) != kept), None)
    if other is not None:
        places = [place for place in (kept.place, other.place) if place is not None]
        message = later(
            "two tables for {chosen} say differently how its answers are told", chosen=chosen.label
        )
        help = later("write Sentence, Patient sentence, Block and Quiet above one of the tables")
        note(found, "sheet-shape", message, *places, decision=chosen.code, help=help)
        chosen.joined.bad.append(later("its tables say differently how answers are told"))
    return kept


# ---------------------------------------------------------------- all decisions of a set


def with_choosers(
    outlines: Sequence[Outline], scope: Scope, found: Found
) -> tuple[list[Outline], list[Chosen], dict[str, Field]]:
    """The decisions of a set, several tables for one joined into it and the one that chooses; what was joined; the
    fields, with those that name a table.
    """
    alone, shared = take_apart(outlines)
    chosen: list[Chosen] = []
    fields = dict(scope.fields)
    for same in shared:
        one = read_chosen(same, scope, found)
        fields = declare(one, fields, scope.names, found)
        chosen.append(one)
    return [*alone, *(table for one in chosen for table in (one.chooser, one.joined))], chosen, fields


def read_chosen_rules(
    chosen: Chosen, read: Callable[[Outline], DecisionTable | None], found: Found
) -> Iterator[DecisionTable]:
    """The decision that chooses, and the one that is chosen, as far as their cells can be used."""
    tables = [table for part in chosen.parts if (table := read(part.outline)) is not None]
    if not chosen.chooser.bad:
        yield chooser_of(chosen)
    if len(tables) < len(chosen.parts):
        chosen.joined.bad += [line for part in chosen.parts for line in part.outline.bad]
        return
    joined = join(chosen, tables, found) if not chosen.joined.bad else None
    if joined is not None:
        yield joined
