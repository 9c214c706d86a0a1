"""The rules of a table as statements, one after the other, in the order in which the hit policy asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from b12tables.compiler.codegen.expression import FALSE, TRUE, Local, all_of, expression
from b12tables.compiler.codegen.source import Module, quoted
from b12tables.compiler.model import DecisionTable, HitPolicy, Model, Rule, Test
from b12tables.compiler.proof import ranks
from b12tables.runtime.policies import OF_NUMBERS


@dataclass(frozen=True)
class Decide:
    """The body of `decide`, the type that it returns, and functions that it calls."""

    lines: list[str]
    type: str
    helpers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scope:
    """What the code of a decision may name: `parameters` are the local names of the input fields with their `types`,
    `constants` the names of the rules, `answer` the class of the answers.
    """

    model: Model
    table: DecisionTable
    module: Module
    parameters: Mapping[str, str]
    constants: Mapping[str, str]
    answer: str
    types: Mapping[str, str]

    @property
    def rule(self) -> str:
        """The type of a rule of this table."""
        return f"{self.module.use('Rule')}[{self.answer}]"

    def test(self, name: str, test: Test) -> str:
        """A test of a field."""
        text = self.model.fields[name].type == "text"
        unknown = self.model.can_be_unknown(name)
        return expression(test, Local(self.parameters[name], self.module, unknown=unknown, text=text))

    def condition(self, rule: Rule) -> str:
        """All conditions of a rule as one expression."""
        conditions = zip(self.table.input_fields, rule.conditions, strict=True)
        return all_of([self.test(name, condition.test) for name, condition in conditions])

    def nothing(self) -> str:
        """What happens where no rule holds."""
        if self.table.otherwise is not None:
            return f"return {self.constants[self.table.otherwise.id]}"
        return f'raise {self.module.use("Undecided")}("no-rule", {quoted(self.table.code)})'


def by_rules(scope: Scope) -> Decide:
    """Rule by rule."""
    if scope.table.hit_policy is HitPolicy.FIRST:
        return Decide(_first(scope), scope.rule)
    if scope.table.hit_policy.takes_best:
        return Decide(_by_rank(scope), scope.rule)
    return _by_hits(scope)


_OUTCOMES = {
    HitPolicy.UNIQUE: ("policies.only({code}, hits)", "{Rule}[{answer}]"),
    HitPolicy.ANY: ("policies.agreed({code}, hits)", "{Rule}[{answer}] | {Fired}[{answer}]"),
    HitPolicy.RULE_ORDER: ("policies.listed(hits)", "{Fired}[tuple[{answer}, ...]]"),
    HitPolicy.OUTPUT_ORDER: ("policies.listed(hits)", "{Fired}[tuple[{answer}, ...]]"),
    HitPolicy.COLLECT: ("policies.listed(hits)", "{Fired}[tuple[{answer}, ...]]"),
    HitPolicy.COLLECT_COUNT: ("policies.counted({answer}, hits)", "{Fired}[{answer}]"),
}
"""What the runtime makes of the rules that hold, and the type of it; `OF_NUMBERS` has the others."""


def _outcome(policy: HitPolicy) -> tuple[str, str]:
    if policy.value in OF_NUMBERS:
        return f"policies.{OF_NUMBERS[policy.value].__name__}({{code}}, hits)", "{Fired}[{answer}]"
    return _OUTCOMES[policy]


def _by_hits(scope: Scope) -> Decide:
    """All rules that hold, and what the hit policy makes of them."""
    table, module = scope.table, scope.module
    lines = [f"hits: list[{scope.rule}] = []"]
    for rule in _ranked(scope):
        lines += _guarded(scope.condition(rule), f"hits.append({scope.constants[rule.id]})")
    if table.otherwise is not None:
        lines += ["if not hits:", f"    hits = [{scope.constants[table.otherwise.id]}]"]
    module.use("policies")
    call, type_ = _outcome(table.hit_policy)
    if "{Fired}" in type_:
        module.hint("Fired")
    names = {"code": quoted(table.code), "answer": scope.answer, "Rule": "Rule", "Fired": "Fired"}
    return Decide([*lines, f"return {call.format_map(names)}"], type_.format_map(names))


def _first(scope: Scope) -> list[str]:
    lines: list[str] = []
    for rule in scope.table.rules:
        condition = scope.condition(rule)
        lines += _guarded(condition, f"return {scope.constants[rule.id]}")
        if condition == TRUE:
            return lines
    return [*lines, scope.nothing()]


def _by_rank(scope: Scope) -> list[str]:
    """Rank by rank, the best first. Rules of one rank with different results contradict each other."""
    lines: list[str] = []
    declared = False
    for group in _ranks(scope):
        rows = {tuple(result.value for result in rule.results) for rule in group}
        if len(rows) > 1:
            lines += _agreed(scope, group, declared)
            declared = True
            continue
        for rule in group:
            condition = scope.condition(rule)
            lines += _guarded(condition, f"return {scope.constants[rule.id]}")
            if condition == TRUE:
                return lines
    return [*lines, scope.nothing()]


def _agreed(scope: Scope, group: Sequence[Rule], declared: bool) -> list[str]:
    """The rules of one rank where they may contradict each other."""
    lines = ["hits = []" if declared else f"hits: list[{scope.rule}] = []"]
    for rule in group:
        lines += _guarded(scope.condition(rule), f"hits.append({scope.constants[rule.id]})")
    call = f"{scope.module.use('policies')}.first_agreed({quoted(scope.table.code)}, hits)"
    return [*lines, "if hits:", f"    return {call}"]


def _ranks(scope: Scope) -> list[list[Rule]]:
    """The rules in groups of one rank, the first rank first."""
    groups: dict[tuple[int, ...], list[Rule]] = {}
    for rank, rule in sorted(_with_ranks(scope), key=lambda pair: pair[0]):
        groups.setdefault(rank, []).append(rule)
    return list(groups.values())


def _ranked(scope: Scope) -> list[Rule]:
    """The rules in the order in which their answers are told."""
    if not scope.table.hit_policy.ranked:
        return list(scope.table.rules)
    return [rule for rank, rule in sorted(_with_ranks(scope), key=lambda pair: pair[0])]


def _with_ranks(scope: Scope) -> list[tuple[tuple[int, ...], Rule]]:
    return list(zip(ranks(scope.model, scope.table), scope.table.rules, strict=True))


def _guarded(condition: str, then: str) -> list[str]:
    """`if condition: then`, nothing where the condition never holds."""
    if condition == FALSE:
        return []
    if condition == TRUE:
        return [then]
    return [f"if {condition}:", f"    {then}"]
