"""What a rule means, as a short hash: its conditions as sets of values, and its results.

Spelling, labels, the order of columns and the place of the row are no part of it, nor is a column of `-`. The
hit policy is; in a First table so are the rules above it that hold together with it and say something else,
because they decide where it does not. What `Otherwise` means is what no other rule of the table holds for, so
that the conditions of all of them are part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property

from b12tables.compiler.model import DecisionTable, HitPolicy, Model, Rule, SignOff, Test, test_text
from b12tables.compiler.proof.axes import TooManyMembers, bits, make_axis
from b12tables.compiler.proof.table_space import Space, members_of
from b12tables.runtime.numbers import number_text

LENGTH = 16
"""Digits of a hash. It guards against oversight, not against forgery."""


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

    def signed(self) -> dict[tuple[str, str], tuple[SignOff, ...]]:
        """For each rule the sign-offs that stand: of the rule or of its whole table, with the hash of today."""
        standing = [s for s in self.model.sign_offs if s.meaning and s.meaning == self.of(s.decision, s.rule)]
        return {
            (table.code, rule.id): tuple(
                s for s in standing if s.decision == table.code and s.rule in ("", rule.id)
            )
            for table in self.model.decisions
            for rule in table.rows
        }

    def _rule(self, table: DecisionTable, rule: Rule) -> object:
        results = {
            name: _value(result.value) for name, result in zip(table.output_fields, rule.results, strict=True)
        }
        return {
            "policy": table.hit_policy.value,
            "when": self._left_over(table) if rule.otherwise else self._conditions(table, rule),
            "then": results,
            "ranks": self._ranks(table),
            "after": self._above(table, rule),
        }

    def _conditions(self, table: DecisionTable, rule: Rule) -> dict[str, object]:
        tests: dict[str, list[Test]] = {}
        for name, condition in zip(table.input_fields, rule.conditions, strict=True):
            tests.setdefault(name, []).append(condition.test)
        found = {name: self._set(name, own) for name, own in tests.items()}
        return {name: pieces for name, pieces in found.items() if pieces is not None}

    def _left_over(self, table: DecisionTable) -> dict[str, object]:
        """What `Otherwise` stands for."""
        others = {json.dumps(self._conditions(table, rule), sort_keys=True) for rule in table.rules}
        return {"none of": sorted(others)}

    def _set(self, name: str, tests: list[Test]) -> object:
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
        return sorted(json.dumps(piece, sort_keys=True, default=_value) for piece in axis.pieces(mask))

    def _ranks(self, table: DecisionTable) -> object:
        """The order of the values, where it decides which rule answers."""
        if not table.hit_policy.ranks:
            return None
        return [self.model.fields[name].value_codes for name in table.output_fields]

    def _above(self, table: DecisionTable, rule: Rule) -> object:
        """The rules above a rule of a First table that hold together with it and say something else."""
        if table.hit_policy is not HitPolicy.FIRST or rule.otherwise or table.code not in self._space.tables:
            return None
        ts = self._space.tables[table.code]
        index = table.rules.index(rule)
        box = ts.grid.boxes[index]
        above = ts.grid.touching(box) & ((1 << index) - 1) & ~ts.same_row[ts.rows[index]] if all(box) else 0
        return sorted(table.rules[i].id for i in bits(above))


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
