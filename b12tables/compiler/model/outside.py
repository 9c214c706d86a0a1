"""What the answer of a table depends on outside of its own cells: what its fields are, as the dictionary says.

Two tables with the same cells answer alike only where this is the same: a number is compared in the unit of its field,
a computed field follows from others, the order of values ranks the rows. Comparison, sign-offs and the hashes of a
package all ask here; which fields stand behind others is told by `Model.behind` alone.
"""

from __future__ import annotations

from typing import NamedTuple

from b12tables.compiler.model.tables import DecisionTable, Field, Limit, Model
from b12tables.runtime.units import unit_key
from b12tables.runtime.words import fold


class FieldMeaning(NamedTuple):
    """What a field is. `means` decides what a case that states it is; `admits` which cases there are."""

    means: tuple[object, ...]
    admits: tuple[object, ...]


def field_meaning(field: Field) -> FieldMeaning:
    """What a field is, whatever it is called."""
    formula = formula_meaning(field)
    factors = tuple(sorted((unit_key(option.unit), option.factor) for option in field.accepts))
    return FieldMeaning(
        (field.type, unit_key(field.unit), formula, factors, _words(field)),
        (
            _limit(field.low),
            _limit(field.high),
            field.unknown,
            tuple(sorted(field.value_codes)),
            *precision_meaning(field),
        ),
    )


def formula_meaning(field: Field) -> tuple[object, ...] | None:
    """What a field follows from, and how; a sum is the same in any order. None where it is not computed."""
    return None if field.computed is None else field.computed.meaning


def _words(field: Field) -> tuple[tuple[str, str], ...]:
    """The words by which a case states a value, each with what it means."""
    found = {fold(word): row.code for row in field.values for word in (*row.also, row.label)}
    return tuple(sorted({**found, **{fold(row.code): row.code for row in field.values}}.items()))


def precision_meaning(field: Field) -> tuple[str, ...]:
    """To which precision its numbers are given, where the dictionary says so."""
    return (field.precision_words,) if field.step is not None or field.rounds else ()


def _limit(limit: Limit | None) -> object:
    return limit and (limit.value, limit.closed)


def own_fields(model: Model, table: DecisionTable) -> tuple[str, ...]:
    """The fields of which the dictionary decides what a table answers, other tables as they come: its columns, with
    all that they are computed from, and its results.
    """
    return model.behind((*table.input_fields, *table.output_fields), tables=False)


def outside(model: Model, table: DecisionTable) -> dict[str, FieldMeaning]:
    """The fields that a table's answer hangs on, through tables and formulas, with what each of them is."""
    return {name: field_meaning(model.fields[name]) for name in model.behind(table.input_fields)}


def stated_outside(model: Model, table: DecisionTable) -> dict[str, FieldMeaning]:
    """Those among them that a case may state: the words of what tables decide change nothing of what is accepted."""
    return {name: one for name, one in outside(model, table).items() if name not in model.produced_by}


def means_another(old: Model, new: Model, before: DecisionTable, after: DecisionTable) -> tuple[str, ...]:
    """The fields behind a table that a stated case means differently in two versions: another unit, factor, formula."""
    sides = outside(old, before), outside(new, after)
    called = {fold(field.label): code for code, field in old.fields.items()}
    return tuple(
        name
        for name, meaning in sides[1].items()
        if name in sides[0]
        and not (_alike(sides[0][name], meaning) and called.get(fold(new.fields[name].label), name) == name)
    )


def reads_another(old: Model, new: Model, after: DecisionTable) -> tuple[str, ...]:
    """The fields behind a table of which a stated number is read as another one in two versions, which round it."""
    pairs = ((name, old.fields[name], new.fields[name]) for name in outside(new, after) if name in old.fields)
    return tuple(
        name
        for name, before, now in pairs
        if (before.rounds or now.rounds) and (before.rounds, before.precision) != (now.rounds, now.precision)
    )


def says_another(old: Model, new: Model, before: DecisionTable, after: DecisionTable) -> tuple[str, ...]:
    """The results of a table that say something else in two versions: another unit or type, a value that is called
    otherwise. Case and spaces do nothing.
    """
    return tuple(
        name
        for name in after.output_fields
        if name in before.output_fields
        and (
            old.fields[name].type != new.fields[name].type
            or worded_otherwise(old.fields[name], new.fields[name])
        )
    )


def worded_otherwise(before: Field, after: Field) -> bool:
    """Whether a value says something else as a value of another version's field: another unit, another label."""
    if unit_key(before.unit) != unit_key(after.unit):
        return True
    labels = {row.code: fold(row.label) for row in before.values}
    return any(labels.get(row.code, fold(row.label)) != fold(row.label) for row in after.values)


def _alike(before: FieldMeaning, after: FieldMeaning) -> bool:
    if before.means[:3] != after.means[:3]:
        return False
    # a unit or a word that only one version reads changes which cases there are, not what they mean
    return all(_agree(*sides) for sides in zip(before.means[3:], after.means[3:], strict=True))


def _agree(before: object, after: object) -> bool:
    now = dict(after)  # type: ignore[call-overload]
    return all(now.get(key, value) == value for key, value in before)  # type: ignore[attr-defined]
