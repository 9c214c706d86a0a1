"""The sheet Safety rules: what must hold for every case, and for every two cases that differ in one input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Literal, TypeVar

from b12tables.compiler.model import (
    NUMERIC,
    AllOf,
    AnyOf,
    CellError,
    DecisionTable,
    Equals,
    Field,
    FieldTest,
    Includes,
    Interval,
    Never,
    Not,
    SafetyRule,
    Test,
    Value,
    Worsening,
    alternatives,
    in_order,
    passes,
)
from b12tables.compiler.reader.evidence import parse_evidence
from b12tables.compiler.reader.layout import Found, Grid, Record, note
from b12tables.compiler.reader.list_rows import complete, records
from b12tables.compiler.reader.lists import Ids, Scope, field_of, field_test, test_lines
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later
from b12tables.runtime.words import UNKNOWN, fold

NOT_MORE = ("later", "longer", "higher", "more", "greater", "stronger", "rarer")
NOT_LESS = ("earlier", "sooner", "shorter", "lower", "less", "fewer", "weaker")
"""What may stand behind `never`: what the worse of two patients must not get, compared with the other."""

ALWAYS = ("-", "always", "any")

_NEVER = re.compile(
    r"never\s+(?P<word>\w+)"
    r"(?:\s+of\s+(?P<members>.+?)|\s+in\s+(?P<order>.+?))?"
    r"(?:\s*[,;]\s*none\s+(?P<none>first|last))?"
    r"(?:\s*[,;]\s*not\s+comparing\s+(?P<apart>.+?))?"
    r"(?:\s*[,;]?\s+unless\s+(?P<unless>.+))?",
    re.IGNORECASE,
)

_HOW = later(
    'write "never later", "never longer", "never more", "never stronger", or "never '
    'earlier", "never shorter", "never less", "never fewer", "never weaker"'
)


def read_safety_rules(
    grids: Sequence[Grid], scope: Scope, tables: Mapping[str, DecisionTable], found: Found
) -> tuple[list[SafetyRule], list[str]]:
    """The safety rules, and the IDs of those that cannot be used. `tables` are the decisions that could be read."""
    ids, rules, skipped = Ids(later("safety rule")), list[SafetyRule](), list[str]()
    reader = _Reader(scope, tables, found)
    for grid in grids:
        for record in records(grid, found):
            fine = complete(record, grid, found) and ids.new(record["ID"], found)
            rule = reader.rule(record)
            if fine and rule is not None:
                rules.append(rule)
            else:
                skipped.append(record.text("ID") or later("without ID ({place})", place=record.place))
    return rules, skipped


Line = TypeVar("Line")


class _Unusable(Exception):
    """A line that cannot be used; the finding has been made."""


class _Reader:
    def __init__(self, scope: Scope, tables: Mapping[str, DecisionTable], found: Found) -> None:
        self.scope, self.tables, self.found = scope, tables, found

    def rule(self, record: Record) -> SafetyRule | None:
        """The rule of a row; None, with findings, where it cannot be used."""
        when = (
            self._lines(record["When"], self._when) if fold(record.text("When")) not in ("", *ALWAYS) else []
        )
        must = self._lines(record["Must"], self._must)
        if when is None or must is None:
            return None
        worse = [line for line in when if isinstance(line, Worsening)]
        never = [line for line in must if isinstance(line, Never)]
        plain = [line for line in must if isinstance(line, FieldTest)]
        if not self._goes_together(record, worse, never, plain):
            return None
        return SafetyRule(
            record.text("ID"),
            tuple(line for line in when if isinstance(line, FieldTest)),
            tuple(plain),
            record.text("Why"),
            record.place,
            parse_evidence(record["Evidence"], self.scope.statements),
            worse[0] if worse else None,
            tuple(never),
        )

    def _lines(self, cell: Cell, read: Callable[[str, Cell], Line]) -> list[Line] | None:
        """What a cell says, line by line; None where a line cannot be used, or there is none."""
        if cell.blank or cell.problem:
            return None
        lines: list[Line] = []
        fine = True
        for line in test_lines(cell):
            try:
                lines.append(read(line, cell))
            except _Unusable:
                fine = False
        return lines if fine else None

    def _goes_together(
        self, record: Record, worse: list[Worsening], never: list[Never], plain: list[FieldTest]
    ) -> bool:
        """Whether the lines of a row make one rule."""
        if len(worse) > 1:
            what = later("two inputs get worse at once")
            self._say(record["When"], what, later("write one rule for each: everything else stays as it is"))
        elif worse and plain:
            what = later("{plain!r} speaks of one patient, in a rule that compares two", plain=plain[0].text)
            self._say(record["Must"], what, later("write it as a rule of its own"))
        elif never and not worse:
            what = later("two patients are compared, but nothing says how they differ")
            self._say(
                record["Must"],
                what,
                later("write into When which input gets worse: Field: one < another < a third"),
            )
        else:
            return True
        return False

    def _say(self, cell: Cell, message: str, help: str) -> None:
        note(self.found, "bad-cell", message, cell.place, help=help)

    def _refuse(self, cell: Cell, message: str, help: str) -> _Unusable:
        self._say(cell, message, help)
        return _Unusable()

    # ---------------------------------------------------------------- When

    def _when(self, line: str, cell: Cell) -> FieldTest | Worsening:
        code, text = self._field(line, cell)
        if fold(text) in ("rising", "falling") and self._ordered(code):
            return self._input(Worsening(code, (), text, cell.place, fold(text) == "falling"), cell)
        parts = in_order(text, self.scope.words(code))
        if len(parts) < 2:
            return self._test(text, code, cell)
        steps = self._steps(parts, code, cell)
        return self._input(Worsening(code, steps, text, cell.place), cell)

    def _input(self, worse: Worsening, cell: Cell) -> Worsening:
        if self.scope.decided(worse.field):
            label = self.scope.fields[worse.field].label
            help = later(
                "name the input that it follows from: two patients are compared who differ in what is entered"
            )
            raise self._refuse(
                cell, later("a table decides {label}, so it cannot be what gets worse", label=label), help
            )
        return worse

    def _ordered(self, code: str) -> bool:
        return self.scope.fields[code].type in (*NUMERIC, "date") and code not in self.scope.set_valued

    def _field(self, line: str, cell: Cell) -> tuple[str, str]:
        found = field_of(line, cell, self.scope, self.found)
        if found is None:
            raise _Unusable
        return found

    def _test(self, text: str, code: str, cell: Cell) -> FieldTest:
        test = field_test(text, text, code, cell, self.scope, self.found)
        if test is None:
            raise _Unusable
        return test

    def _steps(self, parts: Sequence[str], code: str, cell: Cell) -> tuple[Test, ...]:
        """The steps of an order, of which no value may stand in two."""
        steps = tuple(self._any_of(part, code, cell) for part in parts)
        for value in _telling_values(self.scope.fields[code], steps):
            if sum(passes(step, value) for step in steps) > 1:
                said = "unknown" if value == UNKNOWN else str(value)
                raise self._refuse(
                    cell,
                    later("{said} stands in two steps of the order", said=said),
                    later("let each value stand once"),
                )
        return steps

    # ---------------------------------------------------------------- Must

    def _must(self, line: str, cell: Cell) -> FieldTest | Never:
        code, text = self._field(line, cell)
        if not fold(text).startswith("never ") or fold(text) in self.scope.words(code).words:
            return self._test(text, code, cell)
        return self._never(text, code, cell)

    def _never(self, text: str, code: str, cell: Cell) -> Never:
        match = _NEVER.fullmatch(text)
        word = fold(match["word"]) if match else ""
        if match is None or word not in NOT_MORE + NOT_LESS:
            raise self._refuse(cell, later("{text!r} does not say what never happens", text=text), _HOW)
        table = self.tables.get(self.scope.produced.get(code, ""))
        if code not in self.scope.produced:
            raise self._refuse(cell, *self._not_answered(code))
        if table is None:
            raise _Unusable  # the table is left out, which has been said
        unless = None if match["unless"] is None else self._unless(match["unless"], cell)
        line = Never(code, word in NOT_MORE, text, cell.place, unless=unless)
        if code in self.scope.set_valued:
            return self._of_list(line, match, cell)
        if self.scope.fields[code].type in (*NUMERIC, "date"):
            return self._of_number(line, match, table, cell)
        return self._of_words(line, match, table, cell)

    def _not_answered(self, code: str) -> tuple[str, str]:
        """Why what is no answer of a table cannot be compared between two patients, and what can be."""
        field = self.scope.fields[code]
        parts = field.computed.parts if field.computed is not None else ()
        answered = [self.scope.fields[name].label for name in parts if name in self.scope.produced]
        if answered:
            why = later(
                "{field} is computed from {answered}, and only what a table answers is compared",
                field=field.label,
                answered=", ".join(answered),
            )
            return why, later(
                "name {answered}, or ask for a number of {field} in a rule of its own",
                answered=answered[0],
                field=field.label,
            )
        return later("{field} is entered, and is the same for both patients", field=field.label), later(
            "name what a decision answers"
        )

    def _unless(self, text: str, cell: Cell) -> FieldTest:
        code, test = self._field(text, cell)
        return self._test(test, code, cell)

    def _without(self, match: re.Match[str], parts: Sequence[str], label: str, cell: Cell) -> None:
        """Refuses what makes no sense for such a field."""
        words = {
            "members": later("of …"),
            "order": later("in …"),
            "none": later("none …"),
            "apart": later("not comparing …"),
        }
        for part in parts:
            if match[part] is not None:
                help = later('take "{what}" out', what=words[part])
                raise self._refuse(
                    cell, later('"{what}" says nothing of {label}', what=words[part], label=label), help
                )

    def _of_list(self, line: Never, match: re.Match[str], cell: Cell) -> Never:
        label = self.scope.fields[line.field].label
        self._without(match, ("order", "none", "apart"), later("{label}, which is a list", label=label), cell)
        members = None if match["members"] is None else self._members(match["members"], line.field, cell)
        return replace(line, members=members)

    def _members(self, text: str, code: str, cell: Cell) -> tuple[Value, ...]:
        """The values of a list, as its own cells would name them."""
        try:
            parts = alternatives(text, self.scope.words(code))
        except CellError as refused:
            raise self._refuse(cell, str(refused), refused.help) from None
        tests = [self._test(later("includes {part}", part=part), code, cell).test for part in parts]
        members = tuple(test.value for test in tests if isinstance(test, Includes))
        if len(members) < len(tests):
            raise self._refuse(
                cell,
                later("{text!r} is no list of values", text=text),
                later("write values, with commas between"),
            )
        return members

    def _of_number(self, line: Never, match: re.Match[str], table: DecisionTable, cell: Cell) -> Never:
        label = self.scope.fields[line.field].label
        self._without(
            match, ("members", "order"), later("{label}, which is a number or a date", label=label), cell
        )
        if table.hit_policy.mixes:
            help = later("compare what is added up, or say it of single cases")
            raise self._refuse(cell, later("{label} is a sum, which cannot be compared", label=label), help)
        apart = self._apart(match, line.field, cell)
        known = match["none"] is not None or (apart is not None and passes(apart, UNKNOWN))
        if None in _produced(table, line.field) and not known:
            help = later('add ", none last", ", none first" or ", not comparing none"')
            raise self._refuse(
                cell,
                later("{label} can be none: is that later than every value, or earlier?", label=label),
                help,
            )
        places: dict[str, Literal["first", "last", ""]] = {"first": "first", "last": "last", "": ""}
        return replace(line, none=places[fold(match["none"] or "")], apart=apart)

    def _any_of(self, text: str, code: str, cell: Cell) -> Test:
        """Values with commas between, `none` among them where a decision can give it."""
        try:
            parts = alternatives(text, self.scope.words(code))
        except CellError as refused:
            raise self._refuse(cell, str(refused), refused.help) from None
        tests = [self._test(part, code, cell).test for part in parts]
        return tests[0] if len(tests) == 1 else AnyOf(tuple(tests))

    def _apart(self, match: re.Match[str], code: str, cell: Cell) -> Test | None:
        return None if match["apart"] is None else self._any_of(match["apart"], code, cell)

    def _of_words(self, line: Never, match: re.Match[str], table: DecisionTable, cell: Cell) -> Never:
        field = self.scope.fields[line.field]
        self._without(match, ("members", "none"), field.label, cell)
        if match["order"] is None or field.type == "choices":
            help = later(
                "write {match} in which order: never {match} in one < another < a third", match=match["word"]
            )
            raise self._refuse(
                cell, later("nothing says which {field} is more and which is less", field=field.label), help
            )
        steps = self._steps(in_order(match["order"], self.scope.words(line.field)), line.field, cell)
        apart = self._apart(match, line.field, cell)
        named = (*steps, apart) if apart is not None else steps
        given = [UNKNOWN if value is None else value for value in _produced(table, line.field)]
        lost = [value for value in given if not any(passes(test, value) for test in named)]
        if lost:
            told = ", ".join("none" if value == UNKNOWN else field.label_of(value) for value in lost)
            help = later('put it into the order, or add ", not comparing {told}"', told=told)
            raise self._refuse(
                cell,
                later(
                    "the order says nothing of {told}, which {table} can answer", told=told, table=table.label
                ),
                help,
            )
        return replace(line, order=steps, apart=apart)


def _produced(table: DecisionTable, name: str) -> list[Value]:
    """What the rows of a table give a field."""
    column = table.output_fields.index(name)
    rows = table.rows
    values = [row.results[column].value for row in rows]
    if table.hit_policy.aggregates:
        values = [value for value in values if value is not None]
    return list(dict.fromkeys(values))


def _elementary(test: Test) -> Iterator[Test]:
    if isinstance(test, (AnyOf, AllOf)):
        for part in test.tests:
            yield from _elementary(part)
    elif isinstance(test, Not):
        yield from _elementary(test.test)
    else:
        yield test


def _telling_values(field: Field, steps: Sequence[Test]) -> list[Value]:
    """Values of which two stand in one step wherever any two do."""
    found: list[Value] = [UNKNOWN]
    if field.type == "yes/no":
        return [*found, False, True]
    if field.type not in (*NUMERIC, "date"):
        return [*found, *field.value_codes]
    ends: set[Fraction | date] = set()
    for part in (part for step in steps for part in _elementary(step)):
        if isinstance(part, Interval):
            ends |= {end for end in (part.low, part.high) if end is not None}
        elif isinstance(part, Equals) and isinstance(part.value, (Fraction, date)):
            ends.add(part.value)
    days = sorted(end for end in ends if isinstance(end, date))
    numbers = sorted(end for end in ends if isinstance(end, Fraction))
    found += [day + timedelta(beside) for day in days for beside in (-1, 0, 1)]
    found += [*numbers, *((low + high) / 2 for low, high in pairwise(numbers))]
    return found + ([numbers[0] - 1, numbers[-1] + 1] if numbers else [])
