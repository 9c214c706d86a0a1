"""Where the sources differ for this patient: each other reading of a disagreement tried, and what it would change."""

from __future__ import annotations

import copy

from b12tables.runtime import policies
from b12tables.runtime.explain.influence import Weighed
from b12tables.runtime.explain.telling import values_of
from b12tables.runtime.language import t
from b12tables.runtime.rules import Rule, Undecided

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, NamedTuple

    from b12tables.runtime.explain.telling import Telling
    from b12tables.runtime.result import Result
    from b12tables.runtime.rules import Decision, Fired, Step
    from b12tables.runtime.tableset import TableSet

    class Differing(NamedTuple):
        """A disagreement whose other reading changes the answer: its ID, what it is about, the other answer."""

        ref: str
        title: str
        otherwise: str

    Edits = Sequence[tuple[str, str, Callable[..., bool] | None, tuple[Any, ...] | None]]

else:
    from collections import namedtuple

    Differing = namedtuple("Differing", "ref title otherwise")


def differing(result: Result, telling: Telling) -> tuple[Differing, ...]:
    """The disagreements, of all in the set, whose other reading changes the headline or what else is to be done.

    Where the case has no answer none is told, and none under which it would have no answer.
    """
    table_set = result._set
    if result.status != "ok" or table_set.only is not None:
        return ()
    weighed = Weighed(telling)
    steps = {step.decision.code: step for step in result.trace}
    found: dict[str, tuple[bool, Differing]] = {}
    for ref, _, edits in getattr(table_set.details(), "READINGS", ()):
        if ref in found:
            continue
        other = _under(result, steps, edits)
        if other is None or other.status != "ok":
            continue
        before, after = weighed.done(result), weighed.done(other)
        names = [name for name, value in after.items() if before.get(name) != value]
        if names:
            told = Differing(ref, table_set.conflict(ref)[0], _said(telling, names, other))
            found[ref] = (not weighed.in_headline(names), told)
    # those that change the headline first
    return tuple(told for _, told in sorted(found.values(), key=lambda entry: entry[0]))


def _said(telling: Telling, names: Iterable[str], other: Result) -> str:
    """What the first of some fields would say that says anything; else that it would say nothing."""
    values = values_of(other)
    for name in names:
        if text := telling.say(name, values):
            return f"{telling.table_set.by_code[name].label}: {text}"
    return t("nothing under {label}", label=telling.table_set.by_code[next(iter(names))].label)


def _under(result: Result, steps: Mapping[str, Step], edits: Edits) -> Result | None:
    """The result under another reading; None where no decision gives the patient anything else. `steps` are its own.

    Where the edited decisions give the same for what they see today, all that follows is the same too.
    """
    table_set = result._set
    by_decision: dict[str, dict[str, tuple[Any, Any]]] = {}
    for code, rule, asks, gives in edits:
        by_decision.setdefault(code, {})[rule] = (asks, gives)
    changed = {}
    for decision in table_set.decisions:
        if decision.code in by_decision:
            boxes = table_set.grid().BOXES.get(decision.code)
            if boxes is None:
                return None
            changed[decision.code] = _edited(table_set, decision, boxes, by_decision[decision.code])
    if not any(_differs(result, steps[decision.code], decision) for decision in changed.values()):
        return None
    other = copy.copy(table_set)
    other.decisions = tuple(changed.get(decision.code, decision) for decision in table_set.decisions)
    other.quick = other.flow = _the_longer_way
    answer: Result = other.evaluate(dict(result.given), result.today)
    return answer


def _the_longer_way(*_: object) -> Any:
    """Stands where the generated code takes the decisions as they are: they are then taken one by one."""
    raise Undecided("no-rule", "")


def _differs(result: Result, step: Step, decision: Decision) -> bool:
    seen = step.inputs
    values = [result._set.compared(name, seen[name]) for name in decision.inputs]
    try:
        return bool(decision.decide(*values).answer != step.answer)
    except Undecided:
        return True


def _edited(
    table_set: TableSet,
    decision: Decision,
    boxes: Sequence[tuple[int, ...]],
    edits: Mapping[str, tuple[Any, Any]],
) -> Decision:
    """A decision with some of its rules edited."""
    axes, ranks = table_set.grid().AXES, table_set.grid().RANKS.get(decision.code, ())
    rules = [_rule(decision, rule, edits) for rule in decision.rules]
    asked = [edits[rule.id][0] if rule.id in edits else None for rule in rules]

    def decide(*values: Any) -> Rule[Any] | Fired[Any]:
        pieces = [axes[name].mask(value) for name, value in zip(decision.inputs, values, strict=True)]
        held = []
        for place, box in enumerate(boxes):
            asks = asked[place]
            if asks(*values) if asks else all(a & b for a, b in zip(box, pieces, strict=True)):
                held.append(place)
        return _hit(decision, rules, held, rules[-1] if len(rules) > len(boxes) else None, ranks)

    other = copy.copy(decision)
    other.decide = decide
    return other


def _rule(decision: Decision, rule: Rule[Any], edits: Mapping[str, tuple[Any, Any]]) -> Rule[Any]:
    gives = edits[rule.id][1] if rule.id in edits else None
    if gives is None:
        return rule
    return Rule(rule.id, decision.answer(*gives), rule.place, rule._evidence, rule.note)


def _hit(
    decision: Decision,
    rules: Sequence[Rule[Any]],
    held: list[int],
    otherwise: Rule[Any] | None,
    ranks: Sequence[int],
) -> Rule[Any] | Fired[Any]:
    """What a decision gives where these rules hold, by its hit policy."""
    policy, code = decision.hit_policy, decision.code
    if ranks:
        held = sorted(held, key=lambda place: (ranks[place], place))
    hits = [rules[place] for place in held] or ([otherwise] if otherwise is not None else [])
    if decision.gives_list:
        return policies.listed(hits)
    if policy == "Collect count":
        return policies.counted(decision.answer, hits)
    if policy in policies.OF_NUMBERS:
        return policies.OF_NUMBERS[policy](code, hits)
    if not hits:
        raise Undecided("no-rule", code)
    if policy in policies.CHOOSING:
        best = policies.competing(policy, held, ranks)
        return policies.first_agreed(code, [rules[place] for place in best] or hits)
    return policies.agreed(code, hits) if policy == "Any" else policies.only(code, hits)
