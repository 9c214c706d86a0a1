"""What the worked cases already show: the rules that they fire, and possible cases that need no search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from b12tables.compiler.model import (
    Case,
    Evaluation,
    FieldTest,
    Model,
    Test,
    Value,
    evaluate,
    evaluated,
    passes,
    remembering,
    stated_by,
    values_after,
)


class WorkedCases:
    """The worked cases of a model, evaluated when somebody first asks.

    `beside` are cases that the model does not hold, with what the reference evaluator says of them all the same.
    """

    def __init__(self, model: Model, beside: Sequence[tuple[Case, Evaluation]] = ()) -> None:
        self.model, self._beside = model, beside
        self._by_value: dict[str, dict[Value, int]] = {}
        self._passed: dict[tuple[str, Test], int] = {}
        self._varied: dict[tuple[int, str, Value], Mapping[str, Value] | None] = {}
        self._deciding = remembering()

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """What the reference evaluator says of each worked case."""
        return tuple(evaluated(self.model, case, self._deciding) for case in self.model.cases)

    @cached_property
    def _fine(self) -> tuple[tuple[Case, Evaluation], ...]:
        """The cases that have all their answers."""
        both = (*zip(self.model.cases, self.evaluations, strict=True), *self._beside)
        return tuple((case, evaluation) for case, evaluation in both if evaluation.status == "ok")

    @cached_property
    def answered(self) -> tuple[Mapping[str, Value], ...]:
        """What tables see of each case that has all its answers: possible cases that need no search."""
        return tuple(values_after({}, evaluation) for _, evaluation in self._fine)

    def varied(self, place: int, name: str, value: Value) -> Mapping[str, Value] | None:
        """What tables see of the case in a place of `answered` with another value in one input; None where that is no
        possible case, or has not all its answers.
        """
        key = place, name, value
        if key not in self._varied:
            given, today = stated_by(self._fine[place][0])
            evaluation = evaluate(self.model, {**given, name: value}, today, self._deciding)
            self._varied[key] = values_after({}, evaluation) if evaluation.status == "ok" else None
        return self._varied[key]

    def answered_with(self, lines: Iterable[FieldTest]) -> int:
        """The cases of `answered` that pass all lines, as a bit set."""
        found = (1 << len(self.answered)) - 1
        for line in lines:
            found &= self._passing(line)
            if not found:
                break
        return found

    def _passing(self, line: FieldTest) -> int:
        """The cases of `answered` that pass a line; many a rule says the same as another."""
        key = line.field, line.test
        known = self._passed.get(key)
        if known is None:
            having = self._having(line.field)
            known = sum(cases for value, cases in having.items() if passes(line.test, value))
            self._passed[key] = known
        return known

    def _having(self, name: str) -> Mapping[Value, int]:
        """For each value of a field the cases of `answered` that have it."""
        if name not in self._by_value:
            having = self._by_value.setdefault(name, {})
            for place, values in enumerate(self.answered):
                if name in values:
                    having[values[name]] = having.get(values[name], 0) | 1 << place
        return self._by_value[name]

    @cached_property
    def fired(self) -> frozenset[tuple[str, str]]:
        """The rules (decision, ID) that give an answer in a case that has all its answers."""
        steps = (step for _, evaluation in self._fine for step in evaluation.steps)
        return frozenset((step.decision, rule) for step in steps for rule in step.rules)
