"""A table set as one statement: steps of columns, each made of columns of the steps before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from b12tables.compiler.model import Computed, DecisionTable, Field, FieldTest, HitPolicy, Model, Rule, Value
from b12tables.compiler.proof import Space, diagram
from b12tables.interop.sql import reading
from b12tables.interop.sql.conditions import Tested, condition, literal, member_text, on_grid
from b12tables.interop.sql.dialects import Dialect
from b12tables.interop.sql.doses import Dose, numbers_of
from b12tables.interop.sql.reading import Asked, NotWritten, Reader, beyond
from b12tables.interop.sql.trees import NOT_TAKEN, Tree, chosen, holding
from b12tables.runtime.words import TODAY, UNKNOWN, held, visible

_FURTHEST = {HitPolicy.COLLECT_MIN: "least", HitPolicy.COLLECT_MAX: "greatest"}
"""The function that gives the one number of several."""


@dataclass(frozen=True)
class Column:
    """A column of a step, with what is said of it."""

    name: str
    sql: str
    said: str = ""


class Statement:
    """Collects columns by the step in which they can stand: behind all that they are made of."""

    def __init__(self, model: Model, dialect: Dialect, asked: Asked) -> None:
        self.model, self.dialect, self.asked = model, dialect, asked
        self.space = Space(model)
        self.reader = Reader(dialect, asked.units)
        self.steps: list[list[Column]] = [[]]
        self.level: dict[str, int] = {}
        self.problems: list[tuple[str, str, str]] = []
        """Status, condition and reason of each thing that can stand in the way of an answer."""
        self.stuck: dict[str, str] = {}
        """For each decision that may have no answer, the condition under which it has none."""
        self.lacking: dict[str, list[str]] = {}
        """For each field that is stated or computed, the conditions under which it cannot be used."""
        self.feeding = _feeding(model)
        self.inputs: list[Field] = []
        self.consumed = _consumed(model)

    def add(self, column: Column, first: bool = False) -> None:
        """A column behind all that it names; `first` where it names the table of patients."""
        named = [] if first else [self.level[name] for name in self.level if self.q(name) in column.sql]
        level = 1 + max(named, default=-1)
        while len(self.steps) <= level:
            self.steps.append([])
        self.steps[level].append(column)
        self.level[column.name] = level

    def q(self, name: str) -> str:
        return self.dialect.name_of(name)

    # ---------------------------------------------------------------- fields

    def tested(self, name: str) -> Tested:
        """A field as a column of conditions."""
        self.ensure(name)
        table = self.model.produced_by.get(name)
        spelt: tuple[str, ...] = ()
        if table is not None:
            spelt = tuple(
                sorted({text for rule in table.rows for text in _texts(_value_of(table, rule, name))})
            )
        free = table is None and self.model.fields[name].type == "text"
        is_set = name in self.model.set_valued
        return Tested(self.q(name), self.dialect, spelt, free, is_set)

    def ensure(self, name: str) -> None:
        """The columns of a field, once."""
        if name in self.level or name in self.model.produced_by:
            return
        one = self.model.fields[name]
        if one.computed is None:
            self._read(one, name)
        else:
            self._computed(one, one.computed)

    def _read(self, one: Field, into: str) -> None:
        """What is stated of a field."""
        self.inputs.append(one)
        raw = f"p.{self.q(self.asked.columns.get(one.code, one.code))}"
        raw = "NULL" if one.code in self.asked.absent else raw
        if into == one.code and not one.unknown:
            self.lacking[one.code] = [f"{self.q(one.code)} IS NULL"]
        read = self.reader.read(one, raw)
        self.add(Column(reading.text_column(one.code), read.text, _told(one, self.asked)), first=True)
        self.add(Column(reading.made_column(one.code), read.made))
        refused = reading.refused_column(one.code)
        self.add(Column(refused, read.refused))
        self.add(Column(into, read.value, f"{one.label}: what is stated, NULL where it is not known"))
        self.problems.append(("invalid-input", self.q(refused), f"{one.label}: {_expected(one, self.asked)}"))

    def _computed(self, one: Field, computed: Computed) -> None:
        """What follows from other fields, and what is stated in its place."""
        for part in computed.parts:
            self._ensure_part(part)
        follows = f"{one.code} follows"
        if computed.kind == "dose":
            self._dose(one, computed)
        else:
            said = f"{one.label}: {computed.text or 'what follows'}"
            self.add(Column(follows, self._formula(computed), said))
        stated = reading.stated_column(one.code)
        unless = "" if self._follows_only(one.code) else f" AND {self.q(stated)} IS NULL"
        out = self._out(one)
        follow = f"CASE WHEN NOT {out} THEN {self.q(follows)} END" if out else self.q(follows)
        if self.model.derived(one.code):
            self.add(Column(one.code, follow))
        else:
            self._read(one, stated)
            self.add(Column(one.code, f"COALESCE({self.q(stated)}, {follow})"))
            mine = self._whole(self.q(stated)) if computed.kind == "between" else self.q(stated)
            self.problems.append(
                ("invalid-input", f"{mine} <> {self.q(follows)}", f"{one.label}: it contradicts what follows")
            )
        found = [] if unless else self._of_parts(computed)
        found += [f"({out}{unless})"] if out else []
        found += [] if one.unknown else [f"{self.q(one.code)} IS NULL"]
        self.lacking[one.code] = found
        if len(found) > 1:
            self.add(Column(f"{one.code} lacks", " OR ".join(found)))
            self.lacking[one.code] = [self.q(f"{one.code} lacks")]

    def _follows_only(self, name: str) -> bool:
        """Whether a computed field has no column. NULL in a column says that it is not known: then nothing has to be
        known of its parts.
        """
        return self.model.derived(name) or name in self.asked.absent

    def _out(self, one: Field) -> str:
        """The column that says whether what follows is out of range; blank where it cannot be."""
        found = beyond(one, self.q(f"{one.code} follows"), self.dialect)
        if not found:
            return ""
        self.add(Column(f"{one.code} out", " OR ".join(found), f"{one.label}: whether it is out of range"))
        return self.q(f"{one.code} out")

    def _of_parts(self, computed: Computed) -> list[str]:
        return list(dict.fromkeys(asked for part in computed.parts for asked in self.lacks(part)))

    def lacks(self, name: str) -> list[str]:
        """The conditions under which a field cannot be used: it is not there, or follows from what is not."""
        table = self.model.produced_by.get(name)
        if table is not None:
            return [self.stuck[table.code]] if table.code in self.stuck else []
        return self.lacking.get(name, [])

    def _dose(self, one: Field, computed: Computed) -> None:
        """The columns of a dose; what a part is counted in stands there once, whichever dose it is a part of."""
        parts = [numbers_of(self.model, part, self.asked.units) for part in computed.parts]
        for written in Dose(one, computed, parts).columns(self.dialect):
            if written.name not in self.level:
                self.add(Column(*written))

    def _whole(self, number: str) -> str:
        """The whole number at or below a number."""
        return self.dialect.typed(f"floor({number})")

    def _ensure_part(self, part: str) -> None:
        if part != TODAY or part in self.model.fields:
            self.ensure(part)
        elif TODAY not in self.level:
            day = "NULL" if self.asked.today is None else self.dialect.date(self.asked.today)
            self.add(Column(TODAY, f"CAST({day} AS DATE)", "the day that is counted to"))

    def _formula(self, computed: Computed) -> str:
        parts = [self.q(part) for part in computed.parts]
        if computed.kind == "between":
            return self.dialect.typed(_time_between(parts[0], parts[1], computed.unit, self.dialect))
        found = parts[0]
        for part in parts[1:]:
            found = self.dialect.typed(f"{found} {'+' if computed.kind == 'sum' else '-'} {part}")
        return found

    def _before(self, name: str) -> list[str]:
        """The decisions from which a field follows."""
        table = self.model.produced_by.get(name)
        if table is not None:
            return [table.code]
        one = self.model.fields.get(name)
        parts = one.computed.parts if one is not None and one.computed is not None else ()
        return list(dict.fromkeys(code for part in parts for code in self._before(part)))

    def troubles(self, name: str) -> Iterator[tuple[str, str, str]]:
        """What keeps a field from being used, where it is needed: status, condition and reason."""
        if name in self.model.produced_by or name not in self.model.fields:
            return
        one, before = self.model.fields[name], []
        if one.computed is not None:
            unless = f" AND {self.q(reading.stated_column(name))} IS NULL"
            if self._follows_only(name):
                unless, before = "", self._of_parts(one.computed)
                for part in one.computed.parts:
                    yield from self.troubles(part)
            if f"{name} out" in self.level:
                out = self.q(f"{name} out")
                before.append(out)
                yield "invalid-input", f"{out}{unless}", f"{one.label}: what follows is out of range"
        if not one.unknown:
            waits = "".join(f" AND NOT {asked}" for asked in before)
            yield "missing-input", f"{self.q(name)} IS NULL{waits}", f"{one.label} is missing."

    # ---------------------------------------------------------------- decisions

    def decide(self, table: DecisionTable) -> None:
        """The number of the rule that answers, or the list of those that hold; and what tables behind see of it."""
        for name in table.input_fields:
            self.ensure(name)
        if table.code in self.feeding:
            waits = dict.fromkeys(asked for name in table.input_fields for asked in self.lacks(name))
        else:
            before = (code for name in table.input_fields for code in self._before(name))
            waits = dict.fromkeys(self.stuck[code] for code in before if code in self.stuck)
        open_ = " OR ".join(waits)
        if table.hit_policy.gives_list or table.hit_policy.aggregates:
            self._all_rules(table, open_)
        else:
            self._one_rule(table, open_)
        for name in table.output_fields:
            if name in self.consumed:
                self.add(
                    Column(
                        name, self._seen(table, name), f"{self.model.fields[name].label}, for what follows"
                    )
                )

    def _one_rule(self, table: DecisionTable, open_: str) -> None:
        root = diagram(self.model, table, self.space)
        if root is None:
            raise NotWritten(f"{table.label}: its tree would be too large for a statement.")
        tree = Tree(table, root, self.space, self.tested, self.dialect)
        for name, sql in tree.parts:
            self.add(Column(name, sql, f"{table.label}: a part that is reached on several ways"))
        rule = f"{table.code} rule"
        sql = f"CASE WHEN {open_} THEN {NOT_TAKEN} ELSE\n{tree.root} END" if open_ else tree.root
        self.add(Column(rule, sql, f"{table.label}: which row answers ({_rows(table)})"))
        if tree.stuck or open_:
            self.stuck[table.code] = f"{self.q(rule)} < 1"
            self.problems.append(("no-rule", f"{self.q(rule)} = 0", f"{table.label}: no rule holds."))
            self.problems.append(
                ("no-rule", f"{self.q(rule)} = -1", f"{table.label}: rules contradict each other.")
            )

    def _all_rules(self, table: DecisionTable, open_: str) -> None:
        rules = f"{table.code} rules"
        found = holding(self.model, table, self.tested, self.dialect)
        if table.otherwise is not None:
            self.add(Column(f"{rules} alone", found, f"{table.label}: which rows hold, Otherwise aside"))
            alone = self.q(f"{rules} alone")
            last = self.dialect.array([str(len(table.rows))])
            found = f"CASE WHEN {self.dialect.size(alone)} = 0 THEN {last} ELSE {alone} END"
        if open_:
            found = f"CASE WHEN {open_} THEN NULL ELSE {found} END"
        self.add(Column(rules, found, f"{table.label}: which rows hold ({_rows(table)})"))
        policy = table.hit_policy
        none = f"{self.dialect.size(self.q(rules))} = 0"
        if policy.aggregates and policy is not HitPolicy.COLLECT_COUNT:
            self.problems.append(("no-rule", none, f"{table.label}: no rule holds."))
            open_ = f"{open_} OR {none}" if open_ else none
        if open_:
            self.stuck[table.code] = f"({self.q(rules)} IS NULL OR {open_})"

    def _seen(self, table: DecisionTable, name: str) -> str:
        """An answer as the tables behind see it: unknown where there is none, of a list the set of its members."""
        policy = table.hit_policy
        if policy.gives_list:
            return self._members(table, name)
        if policy.aggregates:
            return self._aggregate(table, name)
        values = {
            n: self._literal(_value_of(table, rule, name), True) for n, rule in enumerate(table.rows, 1)
        }
        found = chosen(self.q(f"{table.code} rule"), values)
        numeric = self.model.fields[name].type in ("number", "whole number")
        return self.dialect.typed(found) if numeric else found

    def _members(self, table: DecisionTable, name: str) -> str:
        """The set of what a list holds: its members in the order of their code points."""
        dialect, rules = self.dialect, self.q(f"{table.code} rules")
        by_member: dict[str, list[int]] = {}
        for number, rule in enumerate(table.rows, 1):
            for member in held(_value_of(table, rule, name)):
                by_member.setdefault(member_text(member), []).append(number)
        items = [f"CAST(NULL AS {dialect.text})"]
        for member in sorted(by_member):
            holds = " OR ".join(f"({dialect.contains(rules, str(number))})" for number in by_member[member])
            items.append(f"CASE WHEN {holds} THEN {dialect.literal(member)} END")
        inside = ",\n  ".join(items)
        return f"CASE WHEN {rules} IS NOT NULL THEN {dialect.kept(dialect.array([inside]))} END"

    def _aggregate(self, table: DecisionTable, name: str) -> str:
        dialect, rules = self.dialect, self.q(f"{table.code} rules")
        if table.hit_policy is HitPolicy.COLLECT_COUNT:
            return dialect.typed(dialect.size(rules))
        numbers = [(n, _value_of(table, rule, name)) for n, rule in enumerate(table.rows, 1)]
        known = [(n, self._literal(value, True)) for n, value in numbers if isinstance(value, Fraction)]
        if not known:
            return dialect.typed("NULL")
        if table.hit_policy is HitPolicy.COLLECT_SUM:
            added = " + ".join(
                f"CASE WHEN {dialect.contains(rules, str(n))} THEN {v} ELSE 0 END" for n, v in known
            )
            some = " OR ".join(f"({dialect.contains(rules, str(n))})" for n, _ in known)
            return dialect.typed(f"CASE WHEN {some} THEN {added} END")
        if table.hit_policy not in _FURTHEST:
            raise NotWritten(f"{table.label}: a statement does not say {table.hit_policy.value!r}.")
        items = [f"CASE WHEN {dialect.contains(rules, str(n))} THEN {dialect.typed(v)} END" for n, v in known]
        return f"{_FURTHEST[table.hit_policy]}({', '.join([*items, items[0]])})"

    def _literal(self, value: Value, seen: bool) -> str:
        """A result; `seen` as tables behind see it, else as it is told."""
        if value == UNKNOWN and seen:
            return "NULL"
        if isinstance(value, Fraction) and not on_grid(value):
            raise NotWritten("A result is no decimal of 18 places.")
        return literal(value, self.dialect)

    # ---------------------------------------------------------------- answers

    def answer(self, table: DecisionTable, name: str) -> str:
        """The column of an answer, for rows that are ok."""
        policy = table.hit_policy
        if policy.aggregates:
            return self._aggregate(table, name)
        results = {number: _value_of(table, rule, name) for number, rule in enumerate(table.rows, 1)}
        words = any(value == UNKNOWN for value in results.values())
        values = {number: self._told_literal(value, words) for number, value in results.items()}
        if policy.gives_list:
            rules = self.q(f"{table.code} rules")
            return self.dialect.each(rules, lambda number: chosen(number, values))
        return chosen(self.q(f"{table.code} rule"), values)

    def _told_literal(self, value: Value, words: bool) -> str:
        """Where a column may say `unknown`, all of it are words."""
        if not words or value is None or isinstance(value, str):
            return self._literal(value, False)
        if isinstance(value, bool):
            return "'yes'" if value else "'no'"
        return f"CAST({self._literal(value, False)} AS {self.dialect.text})"

    def take(self) -> None:
        """All of the set: decisions, scores, and what stands in the way of answers."""
        for name in self.model.fields:
            if name not in self.model.produced_by and not self.model.derived(name):
                self.ensure(name)
        for table in self.model.decisions:
            self.decide(table)
        for name in self.model.told_scores:
            self.ensure(name)
        needed = [trouble for name in self.model.inputs_needed for trouble in self.troubles(name)]
        asked = [test.field for combination in self.model.impossible for test in combination.tests]
        # what is asked for a combination only may be missing
        also = [trouble for name in asked for trouble in self.troubles(name)]
        needed += [trouble for trouble in also if trouble[0] == "invalid-input"]
        self.problems += dict.fromkeys(needed)
        for combination in self.model.impossible:
            holds = " AND ".join(map(self._held, combination.tests))
            self.problems.append(("invalid-input", holds, f"{combination.id}: {combination.why}"))

    def _held(self, test: FieldTest) -> str:
        """That a test of a combination holds; it does not where there is no value to be tested."""
        name = test.field
        there = [f"NOT ({asked})" for asked in self.lacks(name)]
        return " AND ".join([f"({condition(test.test, self.tested(name))})", *there])


def _consumed(model: Model) -> set[str]:
    """The fields that something behind looks at."""
    found: set[str] = set()
    for table in model.decisions:
        found.update(table.input_fields)
    for one in model.fields.values():
        if one.computed is not None:
            found.update(one.computed.parts)
    for combination in model.impossible:
        found.update(test.field for test in combination.tests)
    return found


def _feeding(model: Model) -> set[str]:
    """The decisions from which a computed field or a combination follows: these are not taken where they cannot be.

    What others say of a row without an answer is never looked at.
    """
    names = [test.field for combination in model.impossible for test in combination.tests]
    behind = model.behind([*model.scores, *names])
    return {model.produced_by[name].code for name in behind if name in model.produced_by}


def _value_of(table: DecisionTable, rule: Rule, name: str) -> Value:
    return rule.results[table.output_fields.index(name)].value


def _texts(value: Value) -> Iterator[str]:
    yield from (str(member) for member in held(value) if isinstance(member, str))


def _rows(table: DecisionTable) -> str:
    return ", ".join(f"{number} {rule.id}" for number, rule in enumerate(table.rows, 1))


def _expected(one: Field, asked: Asked) -> str:
    """What may be stated, in words."""
    unit = asked.units.get(one.code, one.unit)
    kind = {
        "choice": "one of its codes",
        "choices": "a list of its codes",
        "date": "a date as year-month-day",
    }
    told = kind.get(one.type, f"a {one.type}" + (f" in {unit}" if unit else ""))
    return f"not {told} within its range, or too many decimal places."


def _told(one: Field, asked: Asked) -> str:
    unit = asked.units.get(one.code, one.unit)
    said = f"{one.label}: {one.type}" + (f" in {unit}" if unit else "")
    return said + (f" ({', '.join(one.value_codes)})" if one.value_codes else "")


LONG_AGO = 10_000
"""More years than there are between two dates."""


def _time_between(start: str, end: str, unit: str, dialect: Dialect) -> str:
    """Completed days, months or years; backwards -1 from the first day."""
    if unit == "days":
        return dialect.days(start, end)

    def part(word: str, day: str) -> str:
        return f"CAST(EXTRACT({word} FROM {day}) AS INTEGER)"

    months = (
        f"(({part('YEAR', end)} - {part('YEAR', start)}) * 12 + {part('MONTH', end)} - {part('MONTH', start)} - "
        f"CASE WHEN {part('DAY', end)} < {part('DAY', start)} THEN 1 ELSE 0 END)"
    )
    if unit == "months":
        return months
    # whole divisions cut towards 0: counted from so long ago, no number is below 0
    return f"({dialect.whole_division(f'{months} + {12 * LONG_AGO}', 12)} - {LONG_AGO})"


def comment(text: str) -> str:
    """A text as what stands behind `--`: one line, without signs that a program could take for its own."""
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text)
    return " ".join(visible(plain.translate(_HARMLESS)).split())


_HARMLESS = {
    ord(";"): ",",
    ord("'"): "\u2019",
    ord('"'): "\u2019",
    ord("`"): "\u2019",
    ord("$"): "S",
    ord("*"): "\u00d7",
}
