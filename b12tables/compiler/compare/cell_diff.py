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
from b12tables.runtime.language import t
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
        label = t("decision {label}", label=table.label)
        return [(None, table.place, "", label)] if old is None else [(table.place, None, label, "")]
    found: list[Difference] = []
    if old.hit_policy is not new.hit_policy:
        before, after = (t("Hit policy {policy}", policy=one.hit_policy.value) for one in (old, new))
        found.append((old.place, new.place, before, after))
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
    return t("rows in the order {rules}", rules=", ".join(rule.id for rule in table.rules))


def _rule_differences(
    old: DecisionTable, new: DecisionTable, before: Rule | None, after: Rule | None
) -> Iterator[Difference]:
    if before is None or after is None:
        rule = after or before
        if rule is not None:
            row = t("row {id}", id=rule.id)
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
        message = t(
            "the table set is called {new}, it was {old}", new=new.about.identifier, old=old.about.identifier
        )
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
            message = t("{label} ({code}) is no longer told as an answer", label=known.label, code=code)
            yield Note(code, message, step, (known.place,))
    for code in after:
        was, known = (
            old.decision.get(code) or old.fields.get(code),
            new.decision.get(code) or new.fields[code],
        )
        if code not in before and was is not None:
            more: Literal["patch", "minor"] = "patch" if code in new.decision else "minor"
            message = t("{label} ({code}) is told as an answer now", label=known.label, code=code)
            yield Note(code, message, more, (known.place,))
    if [code for code in old.told if code in new.told] != [code for code in new.told if code in old.told]:
        message = t("the answers are told in another order")
        yield Note(new.about.identifier, message, "patch", (new.about.place,))


def _threshold_notes(old: Model, new: Model) -> Iterator[Note]:
    """Thresholds that were moved. Whose answers change is told where they are named."""
    before = {fold(threshold.name): threshold for threshold in old.thresholds}
    for threshold in new.thresholds:
        was = before.get(fold(threshold.name))
        if was is not None and was.words != threshold.words:
            message = t(
                "the threshold {name} is {new}, it was {old}",
                name=threshold.name,
                new=threshold.words,
                old=was.words,
            )
            yield Note(threshold.name, message, "patch", (threshold.place,))


def _action_notes(old: Model, new: Model) -> Iterator[Note]:
    """Rows of Actions: what other programs are told of orders changes, and no answer does."""
    before = {fold(action.id): action for action in old.actions}
    after = {fold(action.id): action for action in new.actions}
    for name, action in before.items():
        if name not in after:
            message = t("the action {id} ({label}) is gone", id=action.id, label=action.label)
            yield Note(action.id, message, "minor", (action.place,))
    for name, action in after.items():
        was = before.get(name)
        if was is None:
            message = t("the action {id} ({label}) is new", id=action.id, label=action.label)
            yield Note(action.id, message, "minor", (action.place,))
        elif what := _other_parts(was, action):
            message = t(
                "the action {id} ({label}) is another one under {heads}",
                id=action.id,
                label=action.label,
                heads=", ".join(what),
            )
            yield Note(action.id, message, "minor", (action.place,))


def _other_parts(was: Action, action: Action) -> list[str]:
    """The parts in which two rows of one ID differ, by the heads of their columns."""
    told = {
        "When": ([(one.field, one.test) for one in was.when], [(one.field, one.test) for one in action.when]),
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
            message = t("{label} ({code}) is decided now", label=table.label, code=code)
            yield Note(code, message, "minor", (table.place,))
        else:
            yield from _same_decision(code, (old, before), (new, table))


def _gone(table: DecisionTable, new: Model) -> str:
    heirs = {new.produced_by[name].label for name in table.output_fields if name in new.produced_by}
    if heirs:
        return t(
            "{label} ({code}) is gone; its results are now given by {heirs}",
            label=table.label,
            code=table.code,
            heirs=", ".join(sorted(heirs)),
        )
    return t("{label} ({code}) is no longer decided", label=table.label, code=table.code)


def _same_decision(
    code: str, before: tuple[Model, DecisionTable], after: tuple[Model, DecisionTable]
) -> Iterator[Note]:
    """How a decision that both versions have is called, and what it gives."""
    (old, was), (new, table) = before, after
    if was.label != table.label:
        yield Note(code, _renamed(was.label, code, table.label), "patch", (table.place,))
    if was.may_be_empty != table.may_be_empty:
        message = t(
            "the list of {label} is said to be right empty; no answer changes by it"
            if table.may_be_empty
            else "the list of {label} is no longer said to be right empty; no answer changes by it",
            label=table.label,
        )
        yield Note(code, message, "patch", (table.place,))
    for clause in was.outputs:
        if clause.field not in table.output_fields:
            label = old.fields[clause.field].label
            message = t("{table} no longer gives {label}", table=table.label, label=label)
            yield Note(code, message, "major", (clause.place,))
    for clause in table.outputs:
        if clause.field not in was.output_fields:
            label = new.fields[clause.field].label
            message = t("{table} also gives {label}", table=table.label, label=label)
            yield Note(code, message, "minor", (clause.place,))


def _field_notes(old: Model, new: Model, name: str, changed: Collection[str]) -> Iterator[Note]:
    before, after = old.fields.get(name), new.fields.get(name)
    if before is None or after is None:
        yield from _one_sided(old, new, name)
        return
    place = (after.place,)
    if (name in old.produced_by) != (name in new.produced_by):
        message = t(
            "{label} is now decided by a table, and was asked before"
            if name in new.produced_by
            else "{label} is now asked, and was decided before",
            label=after.label,
        )
        yield Note(name, message, "major", place)
        return
    yield from _called(old, new, before, after)
    if (before.type, before.unit) != (after.type, after.unit):
        message = t(
            "{label} was {old} and is {new}", label=after.label, old=before.type_words, new=after.type_words
        )
        yield Note(name, message, "major", place)
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
        message = _renamed(before.label, name, after.label)
        yield Note(name, message, _grave(before.label, after.label), (after.place,))
    if before.upper_of != after.upper_of:
        yield Note(name, _told_as(after, new), "patch", (after.place,))
    labels = {row.code: row.label for row in before.values}
    for row in after.values:
        was = labels.get(row.code, row.label)
        if was != row.label:
            message = f"{after.label}: {_renamed(was, row.code, row.label)}"
            yield Note(name, message, _grave(was, row.label), (row.place,))


def _told_as(field: Field, model: Model) -> str:
    """That a number is told otherwise: as an end of a range, or by itself."""
    if not field.upper_of:
        return t("{label} is no longer told as the end of a range", label=field.label)
    return t(
        "{label} is told as the end of the range that begins with {other}",
        label=field.label,
        other=model.fields[field.upper_of].label,
    )


def _renamed(before: str, code: str, after: str) -> str:
    return t("{before} ({code}) is now called {after}", before=before, code=code, after=after)


def _also_called(
    field: Field, before: Collection[str], after: Collection[str], label: str, place: Place
) -> Iterator[Note]:
    """Other words for a field or a value, by which cases may state it."""
    words = {fold(word) for word in after}
    for word in before:
        if fold(word) not in words:
            message = t(
                "{label} is no longer also written {word!r}: a case that says so is refused",
                label=label,
                word=word,
            )
            yield Note(field.code, message, "major", (place,))
    words = {fold(word) for word in before}
    for word in after:
        if fold(word) not in words:
            message = t("{label} is also written {word!r}", label=label, word=word)
            yield Note(field.code, message, "minor", (place,))


def _grave(before: str, after: str) -> Literal["patch", "major"]:
    """What another word does: a case that states the old one is refused, or means another value. Case and spaces do
    nothing.
    """
    return "patch" if fold(before) == fold(after) else "major"


def _one_sided(old: Model, new: Model, name: str) -> Iterator[Note]:
    if name in old.fields:
        field = old.fields[name]
        if name not in old.produced_by:
            message = t(
                "{label} is no longer in the dictionary: a case that states it is refused", label=field.label
            )
            yield Note(name, message, "major", (field.place,))
        return
    field = new.fields[name]
    if name in new.produced_by:
        return
    if field.computed is None and _missed(new, name):
        yield Note(name, t("{label} must be stated now", label=field.label), "major", (field.place,))
    else:
        yield Note(name, t("{label} can be stated now", label=field.label), "minor", (field.place,))


def _input_notes(
    old: Model, new: Model, before: Field, after: Field, changed: Collection[str]
) -> Iterator[Note]:
    name, place = after.code, (after.place,)
    yield from _admitted(old, new, before, after)
    yield from _required(old, new, after)
    yield from _followed(old, new, after)
    if before.needs_unit != after.needs_unit:
        message = t(
            "{label} without a unit is refused now"
            if after.needs_unit
            else "{label} without a unit is accepted now",
            label=after.label,
        )
        yield Note(name, message, "major" if after.needs_unit else "minor", place)
    units = [{option.unit: option.factor for option in field.accepts} for field in (before, after)]
    for unit in dict.fromkeys([*units[0], *units[1]]):
        factors = [side.get(unit) for side in units]
        if factors[1] is None:
            message = t("{label} is no longer accepted in {unit}", label=after.label, unit=unit)
            yield Note(name, message, "major", place)
        elif factors[0] is None:
            message = t("{label} is accepted in {unit} too", label=after.label, unit=unit)
            yield Note(name, message, "minor", place)
        elif factors[0] != factors[1]:
            message = t("{label} in {unit} is converted by another factor", label=after.label, unit=unit)
            yield Note(name, message, "major", place)
    yield from _precision_notes(before, after)
    old_way, new_way = (field.computed.text if field.computed else "" for field in (before, after))
    if formula_meaning(before) != formula_meaning(after):
        message = t(
            "{label} follows from {new}; it followed from {old}",
            label=after.label,
            new=new_way or t("nothing"),
            old=old_way or t("nothing"),
        )
        yield Note(name, message, "major", place)
    rests_on = [part for part in new.behind([name], tables=False) if part != name and part in changed]
    if rests_on and name in needed(new):
        labels = ", ".join(new.fields[part].label for part in rests_on)
        message = t(
            "{label} is computed from {labels}, whose answers changed", label=after.label, labels=labels
        )
        yield Note(name, message, "major", place)


def _required(old: Model, new: Model, field: Field) -> Iterator[Note]:
    """Whether a field must be stated now, or need not any more, where no region says so: of what both tables look at
    the regions do. What is looked at only to compute another is missed where that is not stated.
    """
    looked_at = [field.code in needed(model) for model in (old, new)]
    before, after = (_missed(model, field.code) for model in (old, new))
    if all(looked_at):
        return
    if after and (not before or looked_at[1]):
        yield Note(field.code, t("{label} must be stated now", label=field.label), "major", (field.place,))
    elif before and (not after or looked_at[0]):
        message = t("{label} need not be stated any more", label=field.label)
        yield Note(field.code, message, "minor", (field.place,))


def _followed(old: Model, new: Model, field: Field) -> Iterator[Note]:
    """Whether what is computed is looked at in one version only: there a case is refused where it leaves its range."""
    if field.computed is None or new.derived(field.code) or (field.low is None and field.high is None):
        return
    before, after = (_looked_at(model, field.code) for model in (old, new))
    if before > after:
        message = t(
            "{label} is not looked at any more: a case in which it leaves its range is not refused",
            label=field.label,
        )
        yield Note(field.code, message, "minor", (field.place,))
    elif after > before:
        message = t(
            "{label} is looked at now: a case in which it leaves its range is refused", label=field.label
        )
        yield Note(field.code, message, "major", (field.place,))


def _looked_at(model: Model, name: str) -> int:
    """Whether tables or combinations look at an input: 2 at itself, 1 where what is computed from it is not stated."""
    combined = [line.field for combination in model.impossible for line in combination.tests]
    asked = [*needed(model), *combined, *model.told_scores]
    return (name in asked) + (name in model.behind(asked, tables=False))


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
    message = t(
        "{label} is given {new}; it was given {old}",
        label=after.label,
        new=after.precision_words,
        old=before.precision_words,
    )
    yield Note(after.code, message, grave, (after.place,))


def _admitted(old: Model, new: Model, before: Field, after: Field) -> Iterator[Note]:
    """Values and ranges of a field that no region speaks of: of several values, or behind a computed field."""
    name, place = after.code, (after.place,)
    by_regions = name in needed(old) and name in needed(new) and after.type != "choices"
    labels = {row.code: row.label for field in (after, before) for row in field.values}
    if not by_regions:
        for code in dict.fromkeys([*before.value_codes, *after.value_codes]):
            if code not in after.value_codes:
                message = t("{label} can no longer be {value}", label=after.label, value=labels[code])
                yield Note(name, message, "major", place)
            elif code not in before.value_codes:
                message = t("{label} can be {value} too", label=after.label, value=labels[code])
                yield Note(name, message, "minor", place)
    if (before.low, before.high) != (after.low, after.high) and not by_regions:
        narrower = _narrower(before, after)
        message = t(
            "{label}: its range is a narrower one: some cases are refused now"
            if narrower
            else "{label}: its range is a wider one",
            label=after.label,
        )
        yield Note(name, message, "major" if narrower else "minor", place)


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
