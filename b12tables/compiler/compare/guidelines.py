"""Two guidelines on the same patients: for which kinds of them they agree, differ, or one of them is silent.

Inputs are shared by their codes; results are matched by a Mapping sheet. For each aspect both tables are given one
result of the same name, whose values say whose they are: so every pair of answers is a kind of difference of `compare`,
those that agree too, and its regions are the exact partition of the cases that both accept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from b12tables.compiler.compare.comparison import Change
from b12tables.compiler.compare.differ import NOT_SHOWN, Compared, compare_known
from b12tables.compiler.compare.effort import Effort
from b12tables.compiler.compare.joint_model import Answers
from b12tables.compiler.compare.matching import RELATIONS, Aspect, Relation, given, read_aspects, unmatched
from b12tables.compiler.compare.relevant_rules import bearing
from b12tables.compiler.model import (
    Clause,
    DecisionTable,
    Evidence,
    Field,
    Model,
    Result,
    Rule,
    Value,
    ValueRow,
)
from b12tables.compiler.proof.analysis import DEFAULT_BOUND, DEFAULT_MEMORY
from b12tables.compiler.proof.axes import Axis

Models = tuple[Model, Model]


@dataclass(frozen=True)
class Meeting:
    """The patients for whom the two give one pair of answers: what each says, and the exact region, with an example.

    `values` are the answers, `rules` the IDs of the rules that gave them for the example; None: no answer at all.
    """

    relation: Relation
    values: tuple[Value, Value]
    change: Change

    @property
    def rules(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.change.rules_before, self.change.rules_after


@dataclass(frozen=True)
class Matched:
    """One aspect: its kinds of patients, those who get different answers first; why it is `unfinished`, or ""."""

    aspect: Aspect
    tables: tuple[str, str]
    meetings: tuple[Meeting, ...]
    unmatched: tuple[tuple[int, Value], ...]
    unfinished: str = ""

    def of(self, relation: Relation) -> tuple[Meeting, ...]:
        return tuple(meeting for meeting in self.meetings if meeting.relation == relation)


@dataclass(frozen=True)
class Guidelines:
    """What comparing two guidelines gives. `accepted` are the kinds of patients of whom only one of them speaks.

    `unsettled` says why that could not be found out, or "". `axes` are those of the regions.
    """

    models: Models
    aspects: tuple[Matched, ...]
    accepted: tuple[Change, ...]
    unsettled: str
    axes: Mapping[str, Axis] = field(repr=False)

    @cached_property
    def words(self) -> Model:
        """The second guideline with the fields and the values of both: the words for every entry."""
        first, second = self.models
        return replace(second, fields={**second.fields, **_with_values(first.fields, second.fields)})

    def evidence(
        self, side: int, one: Matched, meeting: Meeting
    ) -> Iterator[tuple[Rule, tuple[Evidence, ...]]]:
        """The rules of one guideline behind a pair of answers, each with what it rests on."""
        table = self.models[side].decision[one.tables[side]]
        for rule in table.rows:
            if rule.id in meeting.rules[side]:
                yield rule, rule.evidence


def _with_values(first: Mapping[str, Field], second: Mapping[str, Field]) -> dict[str, Field]:
    """The fields of the first, each with the values that only the second has."""
    found: dict[str, Field] = {}
    for name, field_ in first.items():
        own = second[name].values if name in second else ()
        further = [row for row in own if row.code not in field_.value_codes]
        found[name] = replace(field_, values=(*field_.values, *further))
    return found


def compare_guidelines(
    first: Model, second: Model, bound: float = DEFAULT_BOUND, memory: int = DEFAULT_MEMORY
) -> Guidelines:
    """Compares what two guidelines say to the same patients. Raises `BadMapping`.

    `bound` and `memory` limit all of it as those of `compare` do; of an aspect that could not be settled nothing is
    claimed.
    """
    models = first, second
    aspects = read_aspects(first, second)
    effort = Effort(bound, memory)
    sides = [_with_aspects(models, side, aspects) for side in (0, 1)]
    known = [Answers(model, effort=effort) for model in sides]
    compared = compare_known(known[0], known[1], bearing(*sides))
    values = [_values(models, aspect) for aspect in aspects]
    told = tuple(
        _aspect(models, number, aspect, values[number], compared) for number, aspect in enumerate(aspects)
    )
    return Guidelines(
        models, told, compared.acceptance.changes, compared.acceptance.unfinished, compared.aligned.axes
    )


def _aspect(
    models: Models, number: int, aspect: Aspect, values: Mapping[str, Value], compared: Compared
) -> Matched:
    name = _name(number)
    kinds = [kind for kind in compared.differences.kinds if kind.decision == name]
    why = compared.unfinished.get(name, "")
    changes = [compared.told(kind, causes=False) for kind in kinds]
    meetings = [_meeting(aspect, name, values, change) for change in changes if change is not None]
    if None in changes:
        why = why or NOT_SHOWN
    meetings.sort(key=lambda meeting: RELATIONS.index(meeting.relation))
    tables = [given(model, field.code)[0].code for model, field in zip(models, aspect.fields, strict=True)]
    return Matched(aspect, (tables[0], tables[1]), tuple(meetings), tuple(unmatched(models, aspect)), why)


def _meeting(aspect: Aspect, name: str, values: Mapping[str, Value], change: Change) -> Meeting:
    first, second = (_said(answer, name, values) for answer in (change.before, change.after))
    relation: Relation = aspect.relation(first, second)
    return Meeting(relation, (first, second), change)


def _said(answer: object, name: str, values: Mapping[str, Value]) -> Value:
    """What an answer says of an aspect; None where there is no answer."""
    return values[str(answer[name])] if isinstance(answer, Mapping) else None


# ---------------------------------------------------------------- the models that are compared


def _name(number: int) -> str:
    """The name of an aspect among fields and decisions; no dictionary can have it."""
    return f"aspect {number}"


def _code(side: int, value: Value) -> str:
    return f"{side} {value}"


def _values(models: Models, aspect: Aspect) -> dict[str, Value]:
    """Every value that either guideline can give, by the code that says whose it is."""
    return {
        _code(side, value): value
        for side, model in enumerate(models)
        for value in given(model, aspect.fields[side].code)[2]
    }


def _with_aspects(models: Models, side: int, aspects: Sequence[Aspect]) -> Model:
    """One guideline with a decision for each aspect, and without what none of them needs."""
    model = models[side]
    needed = set(model.upstream(aspect.fields[side].code for aspect in aspects))
    decisions = [table for table in model.decisions if table.code in needed]
    fields = dict(model.fields)
    for number, aspect in enumerate(aspects):
        name = _name(number)
        rows = tuple(ValueRow(code, code, aspect.place) for code in _values(models, aspect))
        fields[name] = Field(name, aspect.label, "choice", aspect.place, rows)
        decisions.append(_alone(model, side, aspect, name))
    return replace(
        model, fields=fields, decisions=tuple(decisions), safety_rules=(), cases=(), charts=(), accepted=()
    )


def _alone(model: Model, side: int, aspect: Aspect, name: str) -> DecisionTable:
    """The table of a result with that result alone, under the name of the aspect."""
    table, column, _ = given(model, aspect.fields[side].code)

    def alone(rule: Rule) -> Rule:
        result = rule.results[column]
        return replace(rule, results=(Result(_code(side, result.value), result.text, result.place),))

    otherwise = None if table.otherwise is None else alone(table.otherwise)
    return replace(
        table, code=name, label=aspect.label, outputs=(Clause(name, table.outputs[column].place),),
        rules=tuple(map(alone, table.rules)), otherwise=otherwise,
    )  # fmt: skip
