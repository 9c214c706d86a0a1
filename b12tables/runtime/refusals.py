"""What stands in the way of a case: what it must state and does not, what it may not state, what cannot be decided.

Loaded where a case is refused.
"""

from __future__ import annotations

from b12tables.runtime.language import t
from b12tables.runtime.problems import Problem
from b12tables.runtime.reading import shown
from b12tables.runtime.values import seen_json
from b12tables.runtime.words import fold, nearest, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    from b12tables.runtime.rules import Combination, Decision, Undecided
    from b12tables.runtime.tableset import TableSet


def no_such(kind: str, name: object, options: Collection[str]) -> str:
    """That no field, decision or answer has a name, and which is like it."""
    like = nearest(name, options) if isinstance(name, str) and len(name) <= LONGEST_NAME else None
    return f"no {kind} is called {shown(name)}" + (f": did you mean {like}?" if like else "")


def no_decision(table_set: TableSet, name: object) -> KeyError:
    """What is raised for a decision that does not exist."""
    return KeyError(no_such("decision", name, [decision.code for decision in table_set.decisions]))


LONGEST_NAME = 500
"""Nothing is looked for that is like a longer one."""

SUGGESTED = 20
"""For so many names that no field has, one is looked for that is like them."""


def stranger(table_set: TableSet, key: object, number: int) -> Problem:
    """A name that no field has, the one of this number; of the first ones which field's is like it."""
    if not isinstance(key, str) or len(key) > LONGEST_NAME:
        return Problem("unknown-field", t("The name of a field is a text, not {name}.", name=shown(key)))
    words = table_set.words()
    inputs = table_set.inputs.keys() - table_set.scores
    options = [word for word, code in words.items() if code in inputs] if number <= SUGGESTED else []
    like = nearest(key[:200], options)
    code = words[fold(like)] if like else ""
    hint = (
        t(" Did you mean {code} ({label})?", code=code, label=table_set.by_code[code].label) if code else ""
    )
    message = t("No field is called {name}.", name=shown(key)) + hint
    return Problem("unknown-field", message, field=visible(key[:200]), accepted=(code,) if code else ())


def missing(table_set: TableSet, name: str) -> Problem:
    """A field that must be known and is not; one that nobody states is told with what it follows from."""
    field = table_set.by_code[name]
    if name in table_set.scores:
        assert field.computed is not None
        message = t(
            "{field} cannot be worked out: not all of {parts} is known.",
            field=field.label,
            parts=field.computed.text,
        )
        return Problem("missing-input", message, field=name)
    message = f"{t('{field} is needed and was not stated.', field=field.label)} {field.ask()}"
    return Problem("missing-input", message, field=name, question=field.ask(), accepted=field.accepted())


def unstated(table_set: TableSet, given: Collection[str]) -> tuple[str, ...]:
    """The inputs that a case must state and does not; of a computed one the parts that it follows from."""
    used = {name for decision in table_set.decisions for name in decision.inputs} | {*table_set.told}
    names = (name for name in table_set.inputs if name in used)
    return tuple(dict.fromkeys(part for name in names for part in _lacking(table_set, name, given)))


def _lacking(table_set: TableSet, name: str, given: Collection[str]) -> Iterator[str]:
    if name in given or name not in table_set.inputs:
        return
    field = table_set.inputs[name]
    if field.computed is not None:
        parts = field.computed.parts
        found = [one for part in parts for one in _lacking(table_set, part, given)]
        yield from found
        if found or _stated(table_set, name, given):
            return
    if not field.unknown:
        yield name


def _stated(table_set: TableSet, name: str, given: Collection[str]) -> bool:
    """Whether a case states an input, or all that it follows from."""
    computed = table_set.inputs[name].computed if name in table_set.inputs else None
    if name in given or computed is None:
        return name in given or name not in table_set.inputs
    return all(_stated(table_set, part, given) for part in computed.parts)


def no_input(table_set: TableSet, code: str) -> str:
    """What a field is that no case states."""
    if code in table_set.producer:
        return t("an answer of the tables")
    if code in table_set.scores:
        computed = table_set.by_code[code].computed
        assert computed is not None
        if computed.kind == "dose":
            return t("a dose that is ({parts})", parts=computed.text)
        return t("computed from answers of the tables ({parts})", parts=computed.text)
    if len(table_set.decisions) == 1:
        return t("not looked at by {decision}", decision=table_set.decisions[0].label)
    return t("used by no table")


def undecided(table_set: TableSet, decision: Decision, found: Undecided, known: dict[str, Any]) -> Problem:
    """A decision that cannot be taken: no rule holds, or rules that are at odds."""
    seen = {name: known[name] for name in decision.inputs}
    told = "; ".join(f"{table_set.by_code[n].label}: {table_set.by_code[n].text(v)}" for n, v in seen.items())
    ids = tuple(rule.id for rule in found.rules)
    what = {
        "no-rule": t("no rule holds for this case"),
        "overlap": t("the rules {rules} hold together, and only one may", rules=t(" and ").join(ids)),
        "conflict": t(
            "the rules {rules} hold together and contradict each other", rules=t(" and ").join(ids)
        ),
    }[found.name]
    places = tuple(rule.place for rule in found.rules) or (decision.place,)
    return Problem(
        found.name,
        f"{decision.label}: {what} ({told}). {t('No answer is given rather than a guess.')}",
        decision=decision.code,
        rules=ids,
        inputs={name: seen_json(value) for name, value in seen.items()},
        places=places,
    )


def impossible(table_set: TableSet, combination: Combination, known: dict[str, Any]) -> Problem:
    """A combination of values that no patient has."""
    seen = {name: known[name] for name in combination.fields}
    told = "; ".join(f"{table_set.by_code[n].label}: {table_set.by_code[n].text(v)}" for n, v in seen.items())
    return Problem(
        "impossible",
        t("These cannot be together ({told}): {why}", told=told, why=combination.why),
        field=combination.fields[0],
        question=table_set.by_code[combination.fields[0]].ask(),
        rules=(combination.id,),
        inputs={name: seen_json(value) for name, value in seen.items()},
        places=(combination.place,),
    )
