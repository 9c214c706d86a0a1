"""Scores among the answers: a field computed from what decisions give is told as a decision with one result is."""

from __future__ import annotations

from b12tables.runtime.language import t
from b12tables.runtime.numbers import nearest_multiple
from b12tables.runtime.rules import Step
from b12tables.runtime.values import product
from b12tables.runtime.words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    from b12tables.runtime.fields import Field
    from b12tables.runtime.result import Result
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Value


class Score:
    """A score in the place of a decision. `text` is its formula."""

    __slots__ = ("code", "inputs", "label", "outputs", "text")

    gives_list = False
    rules = ()

    def __init__(self, table_set: TableSet, code: str) -> None:
        field = table_set.by_code[code]
        assert field.computed is not None
        self.code, self.label, self.outputs = code, field.label, (code,)
        self.inputs = field.computed.parts
        self.text = field.computed.text


def score_codes(table_set: TableSet) -> tuple[str, ...]:
    """The scores among the answers of a set, in the order in which they are told."""
    decisions = {decision.code for decision in table_set.decisions}
    return tuple(code for code in table_set.told if code not in decisions)


def answers_and_behind(table_set: TableSet) -> tuple[str, ...]:
    """The codes of the decisions that are answers, shown or folded, and of those from which told scores follow."""
    decided = table_set.dependencies.decided(score_codes(table_set))
    behind = (d.code for d in table_set.decisions if not decided.isdisjoint(d.outputs))
    return tuple(dict.fromkeys((*table_set.answers, *table_set.folded, *behind)))


def unstated_parts(table_set: TableSet, scores: tuple[str, ...], given: Collection[str]) -> Iterator[Field]:
    """The inputs from which scores follow without any decision, and which a case does not state."""
    behind = table_set.dependencies.behind(scores, tables=False)
    for name, field in table_set.inputs.items():
        if name in behind and field.computed is None and name not in given:
            yield field


def figures(field: Field, parts: Collection[object]) -> str:
    """What a dose comes to step by step, in words; "" where it is no dose or not known."""
    formula = field.computed
    found = product(formula, [*parts]) if formula is not None and formula.kind == "dose" else None
    if formula is None or found is None:
        return ""
    said = [t("this makes {found}", found=field.text(found))]
    near = found if formula.rounded is None else nearest_multiple(found, formula.rounded)
    if near != found:
        said.append(t("rounded {near}", near=field.text(near)))
    if formula.at_least is not None and near < formula.at_least:
        said.append(t("at least {at_least}", at_least=field.text(formula.at_least)))
    if formula.at_most is not None and near > formula.at_most:
        said.append(t("at most {at_most}", at_most=field.text(formula.at_most)))
    return ", ".join(said)


def scores_of(result: Result) -> dict[str, Value]:
    """The scores among the answers that could be worked out, by code; None where one is not known."""
    values = result._values if result.status != "invalid-input" else {}
    return {code: values[code] for code in score_codes(result._set) if code in values}


def told_steps(result: Result) -> list[Step]:
    """The steps that are answers in the order in which they are told, scores among them; then those that are folded."""
    table_set, seen = result._set, dict(result._values)
    steps: dict[str, Any] = {step.decision.code: step for step in result.trace}
    for step in result.trace:
        seen |= table_set.as_inputs(step.decision, step.answer)
    for code, value in scores_of(result).items():
        score: Any = Score(table_set, code)
        row: Any = {code: UNKNOWN if value is None else value}
        steps[code] = Step(score, {name: seen[name] for name in score.inputs if name in seen}, (), row)
    return [steps[code] for code in (*table_set.told, *table_set.folded) if code in steps]
