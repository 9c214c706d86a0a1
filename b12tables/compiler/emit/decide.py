"""A decision table -> the body of its generated `decide` function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from b12tables.compiler.emit.expression import FALSE, TRUE, Constants, all_of, expression, quoted
from b12tables.compiler.model import DecisionTable, HitPolicy, Model, Rule


@dataclass(frozen=True)
class Decide:
    """The body of `decide`, the type that it returns, and functions that it calls."""

    lines: list[str]
    type: str
    helpers: list[str] = field(default_factory=list)


def decide_function(
    model: Model,
    table: DecisionTable,
    parameters: Mapping[str, str],
    constants: Mapping[str, str],
    answer: str,
    numbers: Constants,
) -> Decide:
    """The code that takes a decision.

    `parameters` are the local names of the input fields, `constants` the names of the rules, `answer` the
    class of the answers; dates and fractions that the code compares with are noted in `numbers`.
    """
    writer = _Writer(model, table, parameters, constants, answer, numbers)
    return writer.by_rules()


class _Writer:
    def __init__(
        self,
        model: Model,
        table: DecisionTable,
        parameters: Mapping[str, str],
        constants: Mapping[str, str],
        answer: str,
        numbers: Constants,
    ) -> None:
        self.model, self.table, self.parameters, self.constants = model, table, parameters, constants
        self.answer, self.numbers = answer, numbers

    def condition(self, rule: Rule) -> str:
        """All conditions of a rule as one expression."""
        return all_of(
            [
                self.test(name, condition.test)
                for name, condition in zip(self.table.input_fields, rule.conditions, strict=True)
            ]
        )

    def test(self, name: str, test: object) -> str:
        return expression(
            test,  # type: ignore[arg-type]
            self.parameters[name],
            unknown=self.model.can_be_unknown(name),
            text=self.model.fields[name].type == "text",
            constants=self.numbers,
        )

    def by_rules(self) -> Decide:
        """Rule by rule, in the order in which the hit policy asks."""
        table, policy, code = self.table, self.table.hit_policy, quoted(self.table.code)
        rules: Sequence[Rule] = table.rules
        if policy in (HitPolicy.OUTPUT_ORDER, HitPolicy.PRIORITY):
            rules = sorted(rules, key=self.rank)
        if policy is HitPolicy.FIRST:
            return Decide(self.first(rules), f"Rule[{self.answer}]")
        if policy is HitPolicy.PRIORITY:
            return Decide(self.by_rank(rules), f"Rule[{self.answer}]")
        lines = [f"hits: list[Rule[{self.answer}]] = []"]
        for rule in rules:
            lines += self.guarded(self.condition(rule), f"hits.append({self.constants[rule.id]})")
        if table.otherwise is not None:
            lines += ["if not hits:", f"    hits = [{self.constants[table.otherwise.id]}]"]
        match policy:
            case HitPolicy.UNIQUE:
                return Decide([*lines, f"return policies.only({code}, hits)"], f"Rule[{self.answer}]")
            case HitPolicy.ANY:
                kind = f"Rule[{self.answer}] | Fired[{self.answer}]"
                return Decide([*lines, f"return policies.agreed({code}, hits)"], kind)
            case HitPolicy.COLLECT_COUNT:
                return Decide(
                    [*lines, f"return policies.counted({self.answer}, hits)"], f"Fired[{self.answer}]"
                )
            case HitPolicy.COLLECT_SUM:
                return Decide([*lines, f"return policies.added({code}, hits)"], f"Fired[{self.answer}]")
            case HitPolicy.COLLECT_MIN:
                return Decide([*lines, f"return policies.smallest({code}, hits)"], f"Fired[{self.answer}]")
            case HitPolicy.COLLECT_MAX:
                return Decide([*lines, f"return policies.largest({code}, hits)"], f"Fired[{self.answer}]")
        return Decide([*lines, "return policies.listed(hits)"], f"Fired[tuple[{self.answer}, ...]]")

    def first(self, rules: Sequence[Rule]) -> list[str]:
        lines: list[str] = []
        for rule in rules:
            condition = self.condition(rule)
            lines += self.guarded(condition, f"return {self.constants[rule.id]}")
            if condition == TRUE:
                return lines
        return lines + self.nothing()

    def nothing(self) -> list[str]:
        """What happens where no rule holds."""
        if self.table.otherwise is not None:
            return [f"return {self.constants[self.table.otherwise.id]}"]
        return [f'raise Undecided("no-rule", {quoted(self.table.code)})']

    def by_rank(self, rules: Sequence[Rule]) -> list[str]:
        """Priority: rank by rank. Rules of one rank with different results contradict each other."""
        lines: list[str] = []
        groups: dict[tuple[int, ...], list[Rule]] = {}
        for rule in rules:
            groups.setdefault(self.rank(rule), []).append(rule)
        for group in groups.values():
            rows = {tuple(result.value for result in rule.results) for rule in group}
            if len(rows) == 1:
                for rule in group:
                    condition = self.condition(rule)
                    lines += self.guarded(condition, f"return {self.constants[rule.id]}")
                    if condition == TRUE:
                        return lines
                continue
            lines.append(
                f"hits: list[Rule[{self.answer}]] = []" if "hits" not in "".join(lines) else "hits = []"
            )
            for rule in group:
                lines += self.guarded(self.condition(rule), f"hits.append({self.constants[rule.id]})")
            lines += ["if hits:", f"    return policies.first_agreed({quoted(self.table.code)}, hits)"]
        return lines + self.nothing()

    def rank(self, rule: Rule) -> tuple[int, ...]:
        """The rank of a rule's results in the order of the Values rows, column by column;

        what has no order ranks last.
        """
        found = []
        for name, result in zip(self.table.output_fields, rule.results, strict=True):
            codes = self.model.fields[name].value_codes
            found.append(codes.index(result.value) if result.value in codes else len(codes))
        return tuple(found)

    def guarded(self, condition: str, then: str) -> list[str]:
        """`if condition: then`, nothing where the condition never holds."""
        if condition == FALSE:
            return []
        if condition == TRUE:
            return [then]
        return [f"if {condition}:", f"    {then}"]
