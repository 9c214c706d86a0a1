"""What is written differently in two versions of a table set: cells, rows, and what concerns the set as a
whole.

Whether a difference changes an answer is for `compare` to say; here stands what a reader would point at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from b12tables.compiler.model import (
    Action,
    DecisionTable,
    Field,
    Limit,
    Model,
    Place,
    Rule,
    formula_meaning,
    value_text,
)
from b12tables.runtime.words import fold

Difference = tuple[Place | None, Place | None, str, str]
"""Where it stands in the old version and in the new one (None: not there), and what each says."""


@dataclass(frozen=True)
class Note:
    """A difference that concerns the set as a whole, and the version step that it asks for."""

    about: str
    message: str
    step: Literal["patch", "minor", "major"]
    places: tuple[Place, ...] = ()


def cell_differences(
    old: DecisionTable | None, new: DecisionTable | None, fired_old: Sequence[str], fired_new: Sequence[str]
) -> list[Difference]:
    """The cells of two tables that read otherwise: of the rules that answered, or else of all rules."""
    if old is None or new is None:
        table = new or old
        assert table is not None
        label = f"decision {table.label}"
        return [(None, table.place, "", label)] if old is None else [(table.place, None, label, "")]
    found: list[Difference] = []
    if old.hit_policy is not new.hit_policy:
        found.append(
            (old.place, new.place, f"Hit policy {old.hit_policy.value}", f"Hit policy {new.hit_policy.value}")
        )
    rules_old, rules_new = _by_id(old), _by_id(new)
    fired = list(dict.fromkeys([*fired_old, *fired_new]))
    named = [
        d for rule in fired for d in _rule_differences(old, new, rules_old.get(rule), rules_new.get(rule))
    ]
    if not named:
        everyone = list(dict.fromkeys([*rules_old, *rules_new]))
        named = [
            d
            for rule in everyone
            for d in _rule_differences(old, new, rules_old.get(rule), rules_new.get(rule))
        ]
    if not named and not found and [r.id for r in old.rules] != [r.id for r in new.rules]:
        found.append((old.place, new.place, _order(old), _order(new)))
    return found + named


def _by_id(table: DecisionTable) -> dict[str, Rule]:
    rows = table.rows
    return {rule.id: rule for rule in rows}


def _order(table: DecisionTable) -> str:
    return "rows in the order " + ", ".join(rule.id for rule in table.rules)


def _rule_differences(
    old: DecisionTable, new: DecisionTable, before: Rule | None, after: Rule | None
) -> Iterator[Difference]:
    if before is None or after is None:
        rule = after or before
        if rule is not None:
            row = f"row {rule.id}"
            yield (None, rule.place, "", row) if before is None else (rule.place, None, row, "")
        return
    old_cells, new_cells = _cells(old, before), _cells(new, after)
    for name in dict.fromkeys([*old_cells, *new_cells]):
        first, second = old_cells.get(name), new_cells.get(name)
        meanings = [cell[1] if cell else None for cell in (first, second)]
        if meanings[0] != meanings[1]:
            yield (
                first[0] if first else None,
                second[0] if second else None,
                first[2] if first else "",
                second[2] if second else "",
            )


def _cells(table: DecisionTable, rule: Rule) -> dict[tuple[str, str, int], tuple[Place, object, str]]:
    """The cells of a rule by what they are about: (condition or result, field, which of several columns)."""
    found: dict[tuple[str, str, int], tuple[Place, object, str]] = {}

    def add(part: str, name: str, place: Place, meaning: object, text: str) -> None:
        number = 0
        while (part, name, number) in found:
            number += 1
        found[part, name, number] = (place, meaning, text)

    for name, condition in zip(table.input_fields, rule.conditions, strict=False):
        add("condition", name, condition.place, condition.test, condition.explained)
    for name, result in zip(table.output_fields, rule.results, strict=True):
        add("result", name, result.place, result.value, result.text or value_text(result.value))
    return found


# ---------------------------------------------------------------- the set as a whole


def set_notes(old: Model, new: Model, changed: Collection[str]) -> list[Note]:
    """What differs beside the answers of single decisions. `changed` are the output fields whose answers
    changed.
    """
    found: list[Note] = []
    if old.about.identifier != new.about.identifier:
        message = f"the table set is called {new.about.identifier}, it was {old.about.identifier}"
        found.append(Note(new.about.identifier, message, "major", (new.about.place,)))
    found += _decision_notes(old, new)
    found += _answer_notes(old, new)
    found += _threshold_notes(old, new)
    found += _action_notes(old, new)
    for name in dict.fromkeys([*old.fields, *new.fields]):
        found += _field_notes(old, new, name, changed)
    return found


def _answer_notes(old: Model, new: Model) -> Iterator[Note]:
    """What is told as an answer, and in which order. Of a score that is told no more, nobody learns the value."""
    before, after = ((*model.told, *model.folded) for model in (old, new))
    for code in before:
        known = new.decision.get(code) or new.fields.get(code)
        if code not in after and known is not None:
            step: Literal["patch", "major"] = "patch" if code in new.decision else "major"
            yield Note(code, f"{known.label} ({code}) is no longer told as an answer", step, (known.place,))
    for code in after:
        was, known = (
            old.decision.get(code) or old.fields.get(code),
            new.decision.get(code) or new.fields[code],
        )
        if code not in before and was is not None:
            more: Literal["patch", "minor"] = "patch" if code in new.decision else "minor"
            yield Note(code, f"{known.label} ({code}) is told as an answer now", more, (known.place,))
    if [code for code in old.told if code in new.told] != [code for code in new.told if code in old.told]:
        yield Note(new.about.identifier, "the answers are told in another order", "patch", (new.about.place,))


def _threshold_notes(old: Model, new: Model) -> Iterator[Note]:
    """Thresholds that were moved. Whose answers change is told where they are named."""
    before = {fold(threshold.name): threshold for threshold in old.thresholds}
    for threshold in new.thresholds:
        was = before.get(fold(threshold.name))
        if was is not None and was.words != threshold.words:
            message = f"the threshold {threshold.name} is {threshold.words}, it was {was.words}"
            yield Note(threshold.name, message, "patch", (threshold.place,))


def _action_notes(old: Model, new: Model) -> Iterator[Note]:
    """Rows of Actions: what other programs are told of orders changes, and no answer does."""
    before = {fold(action.id): action for action in old.actions}
    after = {fold(action.id): action for action in new.actions}
    for name, action in before.items():
        if name not in after:
            yield Note(
                action.id, f"the action {action.id} ({action.label}) is gone", "minor", (action.place,)
            )
    for name, action in after.items():
        was = before.get(name)
        if was is None:
            yield Note(action.id, f"the action {action.id} ({action.label}) is new", "minor", (action.place,))
        elif what := _other_parts(was, action):
            message = f"the action {action.id} ({action.label}) has another {', another '.join(what)}"
            yield Note(action.id, message, "minor", (action.place,))


def _other_parts(was: Action, action: Action) -> list[str]:
    """The parts in which two rows of one ID differ, by the heads of their columns."""
    told = {
        "When": ([(t.field, t.test) for t in was.when], [(t.field, t.test) for t in action.when]),
        "Does": (was.does, action.does),
        "Label": (was.label, action.label),
        "Detail": (was.detail, action.detail),
        "Resource": (was.ordered.resource, action.ordered.resource),
        "Code": (was.ordered.codes, action.ordered.codes),
        "Dose": (was.ordered.dose, action.ordered.dose),
        "Route": (was.ordered.route, action.ordered.route),
        "Every": (was.ordered.every, action.ordered.every),
    }
    return [name for name, (one, other) in told.items() if one != other]


def _decision_notes(old: Model, new: Model) -> Iterator[Note]:
    for code, table in old.decision.items():
        if code not in new.decision:
            yield Note(code, _gone(table, new), "major", (table.place,))
    for code, table in new.decision.items():
        before = old.decision.get(code)
        if before is None:
            yield Note(code, f"{table.label} ({code}) is decided now", "minor", (table.place,))
        else:
            yield from _same_decision(code, (old, before), (new, table))


def _gone(table: DecisionTable, new: Model) -> str:
    heirs = {new.produced_by[name].label for name in table.output_fields if name in new.produced_by}
    if heirs:
        return (
            f"{table.label} ({table.code}) is gone; its results are now given by {', '.join(sorted(heirs))}"
        )
    return f"{table.label} ({table.code}) is no longer decided"


def _same_decision(
    code: str, before: tuple[Model, DecisionTable], after: tuple[Model, DecisionTable]
) -> Iterator[Note]:
    """How a decision that both versions have is called, and what it gives."""
    (old, was), (new, table) = before, after
    if was.label != table.label:
        yield Note(code, f"{was.label} ({code}) is now called {table.label}", "patch", (table.place,))
    if was.may_be_empty != table.may_be_empty:
        now = "is said to be right empty" if table.may_be_empty else "is no longer said to be right empty"
        yield Note(code, f"the list of {table.label} {now}; no answer changes by it", "patch", (table.place,))
    for clause in was.outputs:
        if clause.field not in table.output_fields:
            label = old.fields[clause.field].label
            yield Note(code, f"{table.label} no longer gives {label}", "major", (clause.place,))
    for clause in table.outputs:
        if clause.field not in was.output_fields:
            label = new.fields[clause.field].label
            yield Note(code, f"{table.label} also gives {label}", "minor", (clause.place,))


def _field_notes(old: Model, new: Model, name: str, changed: Collection[str]) -> Iterator[Note]:
    before, after = old.fields.get(name), new.fields.get(name)
    if before is None or after is None:
        yield from _one_sided(old, new, name)
        return
    place = (after.place,)
    if (name in old.produced_by) != (name in new.produced_by):
        now = (
            "decided by a table, and was asked before"
            if name in new.produced_by
            else "asked, and was decided before"
        )
        yield Note(name, f"{after.label} is now {now}", "major", place)
        return
    yield from _called(old, new, before, after)
    if (before.type, before.unit) != (after.type, after.unit):
        yield Note(name, f"{after.label} was {before.type_words} and is {after.type_words}", "major", place)
        return
    if name not in new.produced_by:
        yield from _input_notes(old, new, before, after, changed)


def _called(old: Model, new: Model, before: Field, after: Field) -> Iterator[Note]:
    """Other words for a field and its values. Cases are stated and results are read by them: a word is an answer."""
    name = after.code
    yield from _also_called(after, before.also, after.also, after.label, after.place)
    rows = {row.code: row for row in before.values}
    for row in after.values:
        known = rows.get(row.code, row)
        yield from _also_called(after, known.also, row.also, f"{after.label}: {row.label}", row.place)
    if before.label != after.label:
        message = f"{before.label} ({name}) is now called {after.label}"
        yield Note(name, message, _grave(before.label, after.label), (after.place,))
    if before.upper_of != after.upper_of:
        yield Note(name, _told_as(after, new), "patch", (after.place,))
    labels = {row.code: row.label for row in before.values}
    for row in after.values:
        was = labels.get(row.code, row.label)
        if was != row.label:
            message = f"{after.label}: {was} ({row.code}) is now called {row.label}"
            yield Note(name, message, _grave(was, row.label), (row.place,))


def _told_as(field: Field, model: Model) -> str:
    """That a number is told otherwise: as an end of a range, or by itself."""
    if not field.upper_of:
        return f"{field.label} is no longer told as the end of a range"
    return (
        f"{field.label} is told as the end of the range that begins with {model.fields[field.upper_of].label}"
    )


def _also_called(
    field: Field, before: Collection[str], after: Collection[str], label: str, place: Place
) -> Iterator[Note]:
    """Other words for a field or a value, by which cases may state it."""
    words = {fold(word) for word in after}
    for word in before:
        if fold(word) not in words:
            message = f"{label} is no longer also written {word!r}: a case that says so is refused"
            yield Note(field.code, message, "major", (place,))
    words = {fold(word) for word in before}
    for word in after:
        if fold(word) not in words:
            yield Note(field.code, f"{label} is also written {word!r}", "minor", (place,))


def _grave(before: str, after: str) -> Literal["patch", "major"]:
    """What another word does: a case that states the old one is refused, or means another value. Case and spaces do
    nothing.
    """
    return "patch" if fold(before) == fold(after) else "major"


def _one_sided(old: Model, new: Model, name: str) -> Iterator[Note]:
    if name in old.fields:
        field = old.fields[name]
        if name not in old.produced_by:
            yield Note(
                name,
                f"{field.label} is no longer in the dictionary: a case that states it is refused",
                "major",
                (field.place,),
            )
        return
    field = new.fields[name]
    if name in new.produced_by:
        return
    if field.computed is None and _missed(new, name):
        yield Note(name, f"{field.label} must be stated now", "major", (field.place,))
    else:
        yield Note(name, f"{field.label} can be stated now", "minor", (field.place,))


def _input_notes(
    old: Model, new: Model, before: Field, after: Field, changed: Collection[str]
) -> Iterator[Note]:
    name, place = after.code, (after.place,)
    yield from _admitted(old, new, before, after)
    yield from _required(old, new, after)
    if before.needs_unit != after.needs_unit:
        now = "is refused now" if after.needs_unit else "is accepted now"
        yield Note(
            name, f"{after.label} without a unit {now}", "major" if after.needs_unit else "minor", place
        )
    units = [{option.unit: option.factor for option in field.accepts} for field in (before, after)]
    for unit in dict.fromkeys([*units[0], *units[1]]):
        factors = [side.get(unit) for side in units]
        if factors[1] is None:
            yield Note(name, f"{after.label} is no longer accepted in {unit}", "major", place)
        elif factors[0] is None:
            yield Note(name, f"{after.label} is accepted in {unit} too", "minor", place)
        elif factors[0] != factors[1]:
            yield Note(name, f"{after.label} in {unit} is converted by another factor", "major", place)
    yield from _precision_notes(before, after)
    old_way, new_way = (field.computed.text if field.computed else "" for field in (before, after))
    if formula_meaning(before) != formula_meaning(after):
        message = (
            f"{after.label} follows from {new_way or 'nothing'}; it followed from {old_way or 'nothing'}"
        )
        yield Note(name, message, "major", place)
    rests_on = [part for part in new.behind([name], tables=False) if part != name and part in changed]
    if rests_on and name in needed(new):
        labels = ", ".join(new.fields[part].label for part in rests_on)
        yield Note(name, f"{after.label} is computed from {labels}, whose answers changed", "major", place)


def _required(old: Model, new: Model, field: Field) -> Iterator[Note]:
    """Whether a field must be stated now, or need not any more, where no region says so: of what both tables look at
    the regions do. What is looked at only to compute another is missed where that is not stated.
    """
    looked_at = [field.code in needed(model) for model in (old, new)]
    before, after = (_missed(model, field.code) for model in (old, new))
    if all(looked_at):
        return
    if after and (not before or looked_at[1]):
        yield Note(field.code, f"{field.label} must be stated now", "major", (field.place,))
    elif before and (not after or looked_at[0]):
        yield Note(field.code, f"{field.label} need not be stated any more", "minor", (field.place,))


def _missed(model: Model, name: str) -> bool:
    """Whether a field must be known, and a table looks at it, or at what is computed from it, or that is told."""
    wanted = model.behind((*needed(model), *model.told_scores), tables=False)
    return not model.fields[name].unknown and name in wanted


def _precision_notes(before: Field, after: Field) -> Iterator[Note]:
    """Another precision of what is stated: a case is refused that was answered, or is read as another number."""
    was, now = before.precision, after.precision
    if (was, before.rounds) == (now, after.rounds):
        return
    still_read = now is None or (was is not None and was % now == 0)
    grave: Literal["major", "minor"] = "minor" if still_read and not before.rounds else "major"
    message = f"{after.label} is given {after.precision_words}; it was given {before.precision_words}"
    yield Note(after.code, message, grave, (after.place,))


def _admitted(old: Model, new: Model, before: Field, after: Field) -> Iterator[Note]:
    """Values and ranges of a field that no region speaks of: of several values, or behind a computed field."""
    name, place = after.code, (after.place,)
    by_regions = name in needed(old) and name in needed(new) and after.type != "choices"
    labels = {row.code: row.label for field in (after, before) for row in field.values}
    if not by_regions:
        for code in dict.fromkeys([*before.value_codes, *after.value_codes]):
            if code not in after.value_codes:
                yield Note(name, f"{after.label} can no longer be {labels[code]}", "major", place)
            elif code not in before.value_codes:
                yield Note(name, f"{after.label} can be {labels[code]} too", "minor", place)
    if (before.low, before.high) != (after.low, after.high) and not by_regions:
        narrower = _narrower(before, after)
        what = "is a narrower one: some cases are refused now" if narrower else "is a wider one"
        yield Note(name, f"{after.label}: its range {what}", "major" if narrower else "minor", place)


def _narrower(before: Field, after: Field) -> bool:
    """Whether some value that was in a field's range is outside of it now."""

    def cuts(was: Limit | None, now: Limit | None, side: int) -> bool:
        if now is None:
            return False
        if was is None:
            return True
        order = (now.value > was.value) - (now.value < was.value)  # type: ignore[operator]
        return order == side or (order == 0 and was.closed and not now.closed)

    return cuts(before.low, after.low, 1) or cuts(before.high, after.high, -1)


def needed(model: Model) -> set[str]:
    """The fields that some table looks at."""
    return {name for table in model.decisions for name in table.input_fields}
