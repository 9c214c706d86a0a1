"""What a rule means, as a short hash: its conditions as sets of values, and its results.

Spelling, labels, the order of columns and the place of the row are no part of it, nor is a column of `-`. The
hit policy is. In a First or Priority table the cases are those that the rule answers: not those where rules that come
before it hold together with it and say something else. `Otherwise` answers what no other rule holds for. Both are the
same however the other rules are written (`answered_cases`). Type, unit, factors and formula of a field are part of a
condition on it, and the formula of a score or dose is part of each result that leads to it.

What a clinician reads of a rule is no part of the meaning, and is signed all the same. Two shorter hashes behind it
tell that a rule is worded otherwise since: one of the labels and definitions of its results, one of the words by which
its cases are stated, the labels of its fields and of the values that pass. Where two labels were exchanged, other
patients are stated by the word that was signed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Literal

from b12tables.compiler.model import (
    DecisionTable,
    Field,
    HitPolicy,
    Model,
    Piece,
    Rule,
    SignOff,
    Test,
    Value,
    field_meaning,
    precision_meaning,
    test_text,
)
from b12tables.compiler.proof.answered_cases import Answered, TooEntangled, written_sets
from b12tables.compiler.proof.axes import Axis, SetAxis, TooManyMembers, bits, make_axis
from b12tables.compiler.proof.table_space import Space, members_of
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import fold

LENGTH, OF_WORDS = 16, 8
"""Digits of a hash, and of the one of its words behind it. They guard against oversight, not against forgery."""


Naming = Callable[[Field, Value], object]
"""How a value of a field is told apart from others."""


class Meanings:
    """The hashes of a model's rules and decisions."""

    def __init__(self, model: Model, space: Space | None = None) -> None:
        self.model = model
        self._given = space

    @cached_property
    def _space(self) -> Space:
        return self._given or Space(self.model)

    @cached_property
    def rules(self) -> Mapping[tuple[str, str], str]:
        """The hash of each rule, by the codes of decision and rule."""
        return {
            (table.code, rule.id): _hash(self._rule(table, rule))
            for table in self.model.decisions
            for rule in table.rows
        }

    @cached_property
    def decisions(self) -> Mapping[str, str]:
        """The hash of each decision: of all of its rules together."""
        found = {}
        for table in self.model.decisions:
            rules = [self.rules[table.code, rule.id] for rule in table.rows]
            ordered = table.hit_policy in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
            found[table.code] = _hash([table.hit_policy.value, rules if ordered else sorted(rules)])
        return found

    def of(self, decision: str, rule: str) -> str | None:
        """The hash that a sign-off row is about; None where there is no such rule. Without a rule: the
        decision's.
        """
        return self.rules.get((decision, rule)) if rule else self.decisions.get(decision)

    @cached_property
    def _worded(self) -> Mapping[tuple[str, str], str]:
        """The hash of what is read of the results of each rule, and (without a rule) of each decision."""
        found: dict[tuple[str, str], str] = {}
        for table in self.model.decisions:
            for rule in table.rows:
                found[table.code, rule.id] = _hash(self._words(table, rule))[:OF_WORDS]
            found[table.code, ""] = self._of_all_rules(table, found)
        return found

    @cached_property
    def _stated(self) -> Mapping[tuple[str, str], str]:
        """The hash of the words by which the cases of each rule are stated, and (without a rule) of each decision."""
        found: dict[tuple[str, str], str] = {}
        for table in self.model.decisions:
            for rule in table.rows:
                when, asked = self._cases(table, rule, self._label)
                labels = sorted([name, fold(self.model.fields[name].label)] for name in asked)
                found[table.code, rule.id] = _hash([when, labels])[:OF_WORDS]
            found[table.code, ""] = self._of_all_rules(table, found)
        return found

    def _of_all_rules(self, table: DecisionTable, words: Mapping[tuple[str, str], str]) -> str:
        """The hash of the words of a decision, each with the rule of which they are: two rules may exchange them."""
        keys = [(table.code, rule.id) for rule in table.rows]
        return _hash(sorted([self.rules[key], words[key]] for key in keys))[:OF_WORDS]

    def _label(self, field: Field, value: Value) -> object:
        """A value by the word that states it."""
        if isinstance(value, str) and field.values:
            return fold(field.label_of(value))
        return _code(field, value)

    def _words(self, table: DecisionTable, rule: Rule) -> object:
        """What a clinician reads of the results, in whatever case and spaces: labels and definitions."""
        found = []
        for name, result in zip(table.output_fields, rule.results, strict=True):
            field, value = self.model.fields[name], result.value
            said = value if isinstance(value, frozenset) else {value}
            rows = [[fold(row.label), fold(row.definition)] for row in field.values if row.code in said]
            found.append([name, fold(field.label), rows])
        return found

    def to_sign(self, decision: str, rule: str) -> str | None:
        """What belongs under Meaning: the hash of the meaning, and behind it those of the words; None: no such rule."""
        meaning, key = self.of(decision, rule), (decision, rule)
        return None if meaning is None else f"{meaning}-{self._worded[key]}-{self._stated[key]}"

    def stands(self, sign: SignOff) -> Literal["signed", "worded otherwise", "voided"]:
        """How it stands with a filled row of the sheet Sign-off; without a hash of words it says nothing of them."""
        meaning, _, words = sign.meaning.partition("-")
        if meaning != self.of(sign.decision, sign.rule):
            return "voided"
        of_results, _, of_cases = words.partition("-")
        key = sign.decision, sign.rule
        same = of_results in ("", self._worded[key]) and of_cases in ("", self._stated[key])
        return "signed" if same else "worded otherwise"

    def signed(self) -> dict[tuple[str, str], tuple[SignOff, ...]]:
        """For each rule the sign-offs that stand: of the rule or of its whole table, with the hash of today."""
        standing = [s for s in self.model.sign_offs if s.meaning and self.stands(s) == "signed"]
        return {
            (table.code, rule.id): tuple(
                s for s in standing if s.decision == table.code and s.rule in ("", rule.id)
            )
            for table in self.model.decisions
            for rule in table.rows
        }

    def _rule(self, table: DecisionTable, rule: Rule) -> object:
        results = {
            name: self._said(name, result.value)
            for name, result in zip(table.output_fields, rule.results, strict=True)
        }
        when, asked = self._cases(table, rule, _code)
        return {
            "fields": self._fields(asked),
            "policy": table.hit_policy.value,
            "when": when,
            "then": results,
            "ranks": self._ranks(table),
            **self._follows(table),
        }

    def _follows(self, table: DecisionTable) -> dict[str, object]:
        """The scores and doses that the results of a table lead to, by how they are computed: they are answers too."""
        own = set(table.output_fields)
        names = [
            name
            for name in filter(self.model.derived, self.model.fields)
            if not own.isdisjoint(self.model.behind([name], tables=False))
        ]
        return {"follows": self._fields(names)} if names else {}

    def _cases(self, table: DecisionTable, rule: Rule, said: Naming) -> tuple[object, Collection[str]]:
        """The cases that a rule answers, each value as it is `said`, and the fields on which they hang."""

        def written(axis: Axis, mask: int) -> object:
            return self._written(axis, mask, said)

        others = self._others(table, rule)
        try:
            if (rule.otherwise or table.hit_policy.chooses) and table.code in self._space.tables:
                ts = self._space.tables[table.code]
                box = ts.grid.full if rule.otherwise else ts.grid.boxes[table.rules.index(rule)]
                answered = Answered(ts, box, [ts.grid.boxes[i] for i in others], written)
                return answered.form, answered.fields
        except TooEntangled:
            pass
        own = {} if rule.otherwise else self._conditions(table, rule, said)
        conditions = [self._conditions(table, table.rules[i], said) for i in others]
        without = sorted(json.dumps(one, sort_keys=True) for one in conditions)
        return ({"in": own, "none of": without} if others else own), own.keys() | {
            n for c in conditions for n in c
        }

    def _others(self, table: DecisionTable, rule: Rule) -> list[int]:
        """The rules whose cases a rule leaves to them: of `Otherwise` all, else those before it that say otherwise."""
        if rule.otherwise:
            return list(range(len(table.rules)))
        if not table.hit_policy.chooses:
            return []
        index = table.rules.index(rule)
        if table.code not in self._space.tables:
            return [
                i for i in range(len(table.rules)) if i < index or (i != index and table.hit_policy.ranked)
            ]
        ts = self._space.tables[table.code]
        box = ts.grid.boxes[index]
        return (
            list(bits(ts.grid.touching(box) & ts.prevents[index] & ~ts.same_row[ts.rows[index]]))
            if all(box)
            else []
        )

    def _written(self, axis: Axis, mask: int, said: Naming) -> object:
        """Some pieces of an axis in one form."""
        field = axis.field
        if isinstance(axis, SetAxis):
            return written_sets(axis, mask, lambda value: said(field, value))
        return self._pieces(field, [_as_said(piece, field, said) for piece in axis.pieces(mask)])

    def _conditions(self, table: DecisionTable, rule: Rule, said: Naming) -> dict[str, object]:
        tests: dict[str, list[Test]] = {}
        for name, condition in zip(table.input_fields, rule.conditions, strict=True):
            tests.setdefault(name, []).append(condition.test)
        found = {name: self._set(name, own, said) for name, own in tests.items()}
        return {name: pieces for name, pieces in found.items() if pieces is not None}

    def _set(self, name: str, tests: list[Test], said: Naming) -> object:
        """The values that pass, in one form whatever the spelling; None for all of them."""
        model, field = self.model, self.model.fields[name]
        is_set = field.type == "choices" or name in model.set_valued
        try:
            axis = make_axis(field, tests, True, is_set=is_set, declared=members_of(name, model))
        except TooManyMembers:
            return sorted(test_text(test) for test in tests)
        mask = axis.full
        for test in tests:
            mask &= axis.mask(test)
        if mask == axis.full:
            return None
        return self._written(axis, mask, said)

    def _pieces(self, field: Field, pieces: Iterable[Piece]) -> list[str]:
        """Pieces in one form; a text means the same in whatever case and spaces it is written."""
        # letters as they are: nothing of an escape could be folded
        written = [json.dumps(piece, sort_keys=True, ensure_ascii=False, default=_value) for piece in pieces]
        return sorted(fold(text) if field.type == "text" else text for text in written)

    def _said(self, name: str, value: Value) -> object:
        """A result, told apart from the same number in another unit."""
        field = self.model.fields[name]
        return [_value(value), field.unit] if field.unit else _code(field, value)

    def _fields(self, asked: Iterable[str]) -> object:
        """What conditions are about: type, unit, factors and formula of each field that they restrict."""
        found: dict[str, object] = {}
        for name in sorted(self.model.behind(asked, tables=False)):
            # without the words of the field's values, which are told apart
            field = self.model.fields[name]
            found[name] = _plain((*field_meaning(field).means[:-1], *precision_meaning(field)))
        return found

    def _ranks(self, table: DecisionTable) -> object:
        """The order of the values, where it decides which place an answer has in a list."""
        return (
            self.model.value_orders(table) if table.hit_policy.gives_list and table.hit_policy.ranks else None
        )


def _code(field: Field, value: Value) -> object:
    """A value by what it is; a text is one in whatever case and spaces it is written."""
    return fold(value) if isinstance(value, str) and field.type == "text" else _value(value)


def _as_said(piece: Piece, field: Field, said: Naming) -> Piece:
    """A piece with its value as it is said."""
    value = piece.get("value")
    return {**piece, "value": said(field, value)} if isinstance(value, str) else piece


def _plain(value: object) -> object:
    return [_plain(one) for one in value] if isinstance(value, tuple) else _value(value)


def _hash(meaning: object) -> str:
    text = json.dumps(meaning, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:LENGTH]


def _value(value: object) -> object:
    match value:
        case None | bool() | str():
            return value
        case frozenset():
            return {"set": sorted(map(str, value))}
    if hasattr(value, "isoformat"):
        return {"date": value.isoformat()}
    return {"number": number_text(value)}  # type: ignore[arg-type]
