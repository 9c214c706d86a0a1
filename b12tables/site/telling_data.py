"""How answers are told, as data for the browser: templates, blocks, what each input may be, other readings."""

from __future__ import annotations

from collections.abc import Mapping

from b12tables.compiler.model import (
    Alternative,
    DecisionTable,
    Model,
    Rule,
    block_of,
    lowered,
    precedents,
    stated_data,
)
from b12tables.compiler.proof import (
    Axis,
    BoundReached,
    Budget,
    Space,
    TableSpace,
    asked_axes,
    bits,
    tried_values,
)
from b12tables.compiler.reader import edited
from b12tables.runtime.explain.sentence import Part, Plain, Slot, Template, parse
from b12tables.site.values_data import Json, test_data, value_data

STEPS = 200_000
"""Steps of the analysis that are spent to learn whether a table always has an answer."""

MOST_PIECES = 64
"""An input of more pieces (a set of many values) is asked about by these first ones."""


def telling_data(model: Model) -> dict[str, Json]:
    """What the script of the first page needs to know, beside the tables."""
    space = Space(model)
    return {
        "sentences": _sentences(model),
        "blocks": {code: block_of(model, code) for code in (*model.answers, *model.folded)},
        "quiet": _quiet(model),
        "upper": {field.upper_of: field.code for field in model.fields.values() if field.upper_of},
        "lowered": list(lowered(model)),
        "pieces": _tried(model, space),
        "total": [code for code, ts in space.tables.items() if _always(ts)],
        "readings": _readings(model, space),
        "worked": _worked(model),
    }


def _worked(model: Model) -> Json:
    """The worked cases as the runtime looks them up (`explain.nearest`): bit sets, as hexadecimal numbers."""
    found = precedents(model)
    return {
        "stated": [[name, [[value, hex(n)] for value, n in of.items()]] for name, of in found.stated.items()],
        "decides": [[name, hex(cases)] for name, cases in found.decides.items()],
    }


def _always(ts: TableSpace) -> bool:
    """Whether a table has an answer for every case that can be written down; False where that is not soon known."""
    try:
        return ts.always_answers(Budget(STEPS))
    except BoundReached:
        return False


def _sentences(model: Model) -> dict[str, Json]:
    told = {table.code: (table.telling.sentence, table.telling.patient_sentence) for table in model.decisions}
    told[""] = model.about.headline, model.about.patient_headline
    return {code: [_template(parse(text)) for text in both] for code, both in told.items() if any(both)}


def _template(template: Template) -> list[Json]:
    return [
        {"o": list(map(_part, part.parts))} if isinstance(part, Part) else _part(part) for part in template
    ]


def _part(part: Plain | Slot) -> Json:
    return part.text if isinstance(part, Plain) else {"s": [list(field) for field in part.fields]}


def _quiet(model: Model) -> dict[str, Json]:
    quiet: dict[str, list[str]] = {}
    for table in model.decisions:
        for name, value in table.telling.quiet:
            quiet.setdefault(name, []).append(value)
    return {**quiet}


def _tried(model: Model, space: Space) -> dict[str, Json]:
    """With which entries each input is tried: one for each piece, and what else a score may hang on."""
    found: dict[str, Json] = {}
    more, asked = tried_values(model, space), asked_axes(model, space)
    for name in dict.fromkeys((*space.axes, *more)):
        if name not in model.produced_by:
            # of what no table tells apart the pieces are those of a proof
            own = name in space.axes and (name in asked or name not in more)
            pieces = _pieces(model, name, space.axes[name]) if own else []
            found[name] = [*pieces, *(stated_data(value, model.fields[name]) for value in more.get(name, ()))]
    return found


def _pieces(model: Model, name: str, axis: Axis) -> list[Json]:
    """An entry for each known piece of an input."""
    pieces = list(bits(axis.known))[:MOST_PIECES]
    return [stated_data(axis.witness(1 << piece), model.fields[name]) for piece in pieces]


def _readings(model: Model, space: Space) -> list[Json]:
    """Each other reading that edits say: its disagreement, and the rules as they then read."""
    found: list[Json] = []
    for conflict in model.conflicts:
        for other in conflict.what_if:
            if other.edits and all(edit.decision in space.tables for edit in other.edits):
                found.append([conflict.id, conflict.title, _edits(model, other)])
    return found


def _edits(model: Model, other: Alternative) -> list[Json]:
    after = edited(model, other.edits)
    rules = dict.fromkeys((edit.decision, edit.rule) for edit in other.edits)
    return [_edit(model.decision, after.decision, code, rule) for code, rule in rules]


def _edit(
    before: Mapping[str, DecisionTable], after: Mapping[str, DecisionTable], code: str, id_: str
) -> list[Json]:
    old, new = _rule(before[code], id_), _rule(after[code], id_)
    asks = [one.test for one in old.conditions] != [one.test for one in new.conditions]
    gives = [one.value for one in old.results] != [one.value for one in new.results]
    return [
        code,
        id_,
        [test_data(one.test) for one in new.conditions] if asks else None,
        [value_data(one.value) for one in new.results] if gives else None,
    ]


def _rule(table: DecisionTable, id_: str) -> Rule:
    return next(rule for rule in table.rows if rule.id == id_)
