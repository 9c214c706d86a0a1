"""The Dictionary and Values sheets: which fields there are, and what a cell about one may say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from b12tables.compiler.model import (
    AS_TEXT,
    FOR_CONDITIONS,
    NUMERIC,
    RESERVED,
    CellError,
    Field,
    FieldType,
    Limit,
    ValueRow,
    Vocabulary,
    conversion,
    parse_value,
)
from b12tables.compiler.reader.bindings import bind_fields
from b12tables.compiler.reader.cells import yes_or_no
from b12tables.compiler.reader.computed_fields import in_circles, read_computed
from b12tables.compiler.reader.field_units import further_units, own_unit
from b12tables.compiler.reader.kept_fields import read_kept
from b12tables.compiler.reader.layout import Found, Grid, Record, ask_thousands, listed, note
from b12tables.compiler.reader.list_rows import complete, records
from b12tables.compiler.reader.names import Names, a_code, code_trouble
from b12tables.compiler.reader.precision import read_precision, tell_computed
from b12tables.compiler.reader.sentences import read_ranges
from b12tables.compiler.reader.terminology import code_troubles, is_snomed
from b12tables.compiler.reader.thresholds import DeclaredThresholds
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later, strung
from b12tables.runtime.units import unit_key
from b12tables.runtime.words import fold, nearest, plain

TYPES: tuple[FieldType, ...] = get_args(FieldType)


# ---------------------------------------------------------------- fields


def read_fields(
    dictionaries: Sequence[Grid], values: Sequence[Grid], thresholds: DeclaredThresholds, found: Found
) -> tuple[dict[str, Field], Names]:
    """All declared fields that can be used, and all names."""
    names = Names("field", silent=not dictionaries)
    drafts = _drafts(dictionaries, names, found)
    rows, unclear = _value_rows(values, names, {code: draft for code, (draft, _) in drafts.items()}, found)
    names.broken |= {code: drafts[code][0].place for code in unclear if code in drafts}
    fields: dict[str, Field] = {}
    for code, (draft, record) in drafts.items():
        if code in unclear:
            continue
        finished = _finish(replace(draft, values=tuple(rows.get(code, ()))), record, found)
        if finished is None:
            names.broken[code] = draft.place
        else:
            fields[code] = finished
    computed: dict[str, Field] = {}
    for code, (_, record) in drafts.items():
        if code in fields and not record["Computed"].blank:
            how = read_computed(record["Computed"], fields[code], fields, names, thresholds, found)
            tell_computed(fields[code], record, found)
            computed[code] = replace(fields[code], computed=how)
    fields |= computed
    fields |= read_ranges({code: record for code, (_, record) in drafts.items()}, fields, names, found)
    fields |= read_kept({code: record for code, (_, record) in drafts.items()}, fields, names, found)
    fields = bind_fields(fields, {code: record for code, (_, record) in drafts.items()}, found)
    for code in [*_without_formula(computed), *in_circles(computed, found)]:
        # what would be answered if it were an input like others is not what the sheet says
        fields.pop(code, None)
        names.broken[code] = drafts[code][0].place
    return fields, names


def _drafts(dictionaries: Sequence[Grid], names: Names, found: Found) -> dict[str, tuple[Field, Record]]:
    """The fields of all rows, before their values and parts are known; their names are added to `names`."""
    drafts: dict[str, tuple[Field, Record]] = {}
    for grid in dictionaries:
        for record in records(grid, found):
            draft = _field(record, grid, found)
            if draft is None:
                lost = {fold(record.text("Field")), fold(record.text("Label"))} - {""}
                names.broken |= dict.fromkeys(lost, record.place)
            elif draft.code in drafts:
                note(
                    found,
                    "duplicate-name",
                    later("the field {draft} is declared twice", draft=draft.code),
                    drafts[draft.code][0].place,
                    draft.place,
                    help=later("keep one of the two rows"),
                )
            else:
                names.add(draft.code, draft.label, draft.place, found, record["Label"].place)
                drafts[draft.code] = draft, record
    for draft, _ in drafts.values():
        names.add_also(draft.code, draft.label, draft.place, draft.also, found)
    return drafts


def _without_formula(computed: Mapping[str, Field]) -> list[str]:
    """The fields whose rule is in error, and those that are computed from them."""
    lost: dict[str, None] = {code: None for code, field in computed.items() if field.computed is None}
    while True:
        more = [
            code
            for code, field in computed.items()
            if field.computed and code not in lost and set(field.computed.parts) & lost.keys()
        ]
        if not more:
            return list(lost)
        lost.update(dict.fromkeys(more))


def _field(record: Record, grid: Grid, found: Found) -> Field | None:
    """A row of the Dictionary as far as it can be read alone; None where its code or type cannot be used."""
    complete(record, grid, found)
    _terminology(record, found)
    code, label, type_text = record.text("Field"), record.text("Label"), record.text("Type")
    if not code or not type_text or record["Field"].problem or record["Type"].problem:
        return None
    trouble = code_trouble(code)
    if trouble:
        note(
            found,
            "bad-cell",
            later("{code!r} cannot be a field's code: {trouble}", code=code, trouble=trouble),
            record["Field"].place,
            help=later(
                "write for example {a_code}, and the words for people under Label", a_code=a_code(code, label)
            ),
        )
        return None
    type_ = next((t for t in TYPES if fold(t) == fold(type_text)), None)
    if type_ is None:
        near = nearest(type_text, TYPES)
        note(
            found,
            "bad-cell",
            later("{type_text!r} is no type of field", type_text=type_text),
            record["Type"].place,
            help=(later("did you mean {near}? ", near=near) if near else "")
            + later("types: {types}", types=", ".join(TYPES)),
        )
        return None
    if fold(label) in RESERVED or fold(label) == "today":
        note(
            found,
            "bad-cell",
            later("{label!r} has a meaning of its own", label=label),
            record["Label"].place,
            help=later("choose another label"),
        )
        label = ""
    return Field(
        code=code,
        label=label or code,
        type=type_,
        place=record["Field"].place,
        unknown=_yes(record["Unknown"], found),
        question=record.text("Question"),
        patient=record.text("Patient wording"),
        system=record.text("System"),
        system_code=record.text("Code"),
        note=record.text("Note"),
        group=record.text("Group"),
        also=_also_written(record["Also written"], found),
    )


def _also_written(cell: Cell, found: Found) -> tuple[str, ...]:
    """The synonyms in a cell, one a line. A word with a meaning of its own is told."""
    words = [] if cell.problem else listed(cell)
    for word in words:
        if fold(word) in RESERVED | {"none", "today"}:
            note(
                found,
                "bad-cell",
                later(
                    "{word!r} has a meaning of its own and cannot be another word for something", word=word
                ),
                cell.place,
                help=later("take it out"),
            )
    return tuple(dict.fromkeys(word for word in words if fold(word) not in RESERVED | {"none", "today"}))


def _terminology(record: Record, found: Found) -> None:
    """Findings for codes that cannot be of the system that is named beside them."""
    system, cell = record.text("System"), record["Code"]
    if cell.problem or record["System"].problem:
        return
    if isinstance(cell.value, (int, float)) and not is_snomed(system):
        note(
            found,
            "bad-cell",
            later(
                "the cell holds the number {cell}, where a code is meant: the spreadsheet drops a 0 at "
                "either end",
                cell=cell.text,
            ),
            cell.place,
            help=AS_TEXT,
        )
        return
    for code, why in code_troubles(system, cell.text):
        note(
            found,
            "bad-cell",
            strung(" ", (repr(code), why)),
            cell.place,
            help=later("look it up and write it again; several codes stand one a line"),
        )


def _yes(cell: Cell, found: Found) -> bool:
    if cell.problem or cell.blank:
        return False  # a problem has been told
    said = yes_or_no(cell.text)
    if said is not None:
        return said
    note(
        found,
        "bad-cell",
        later("{cell!r} is neither yes nor no", cell=cell.text),
        cell.place,
        help=later("write yes or no"),
    )
    return False


def _finish(draft: Field, record: Record, found: Found) -> Field | None:
    """The field with its unit, range and values; None where what is left would mean something else."""
    before = len(found)
    unit = own_unit(draft, record["Unit"], found)
    # what fits a unit that cannot be used, nobody knows
    sound = len(found) == before
    accepts = further_units(draft, unit, record["Also accepts"], record["Unit"], found) if sound else ()
    field = replace(draft, unit=unit, accepts=accepts)
    if not (record["Step"].blank and record["Between"].blank):
        field = read_precision(field, _of_bound(field), record, found)
    low = _limit(field, record["Minimum"], "Minimum", found)
    high = _limit(field, record["Maximum"], "Maximum", found)
    if low is not None or high is not None:
        field = replace(field, low=low, high=high)
    if field.low and field.high and _upside_down(field.low, field.high):
        note(
            found,
            "bad-cell",
            later(
                "the range of {field} holds nothing: its minimum is not below its maximum", field=field.label
            ),
            record["Minimum"].place,
            record["Maximum"].place,
            help=later("turn the two round"),
        )
    if field.type in ("choice", "choices") and not field.values:
        note(
            found,
            "bad-cell",
            later(
                "{field} is {kinds}, but no Values sheet says what it can be",
                field=field.label,
                kinds=_KINDS[field.type],
            ),
            record["Type"].place,
            help=later("add rows with {field} under Field to the Values sheet", field=field.code),
        )
    return None if any(finding.severity == "error" for finding in found[before:]) else field


_KINDS = {"choice": later("a choice"), "choices": later("a set of choices")}


def _upside_down(low: Limit, high: Limit) -> bool:
    if low.value == high.value:
        return not (low.closed and high.closed)
    return low.value > high.value  # type: ignore[operator]


def _limit(field: Field, cell: Cell, which: str, found: Found) -> Limit | None:
    """A bound: `0`, `> 0`, `2020-01-01`. Bare bounds are included."""
    if cell.blank or cell.problem:
        return None
    if field.type not in (*NUMERIC, "date"):
        note(
            found,
            "bad-cell",
            later("{field} is a {type} and has no {which}", field=field.label, type=field.type, which=which),
            cell.place,
            help=later("clear the cell, or make the type number"),
        )
        return None
    signs = (">", ">=") if which == "Minimum" else ("<", "<=")
    match = re.fullmatch(r"(<=|>=|<|>)\s*(.+)", cell.text)
    try:
        if match and match[1] not in signs:
            raise CellError(
                later("{cell!r} cannot be a {which}", cell=cell.text, which=which),
                later("write a number, or {signs} and a number", signs=signs[0]),
            )
        raw = match[2] if match else cell.value
        value = parse_value(raw, _of_bound(field))
        if isinstance(value, (str, bool, frozenset)) or value is None:
            raise CellError(
                later("{cell!r} is no bound", cell=cell.text),
                later("write a number or a date, or leave the cell blank"),
            )
    except CellError as error:
        # a bound is one value: how conditions are written does not help here
        help = (
            _bound_help(field, cell.text, signs[0]) if error.help.startswith(FOR_CONDITIONS) else error.help
        )
        note(found, error.name, error.message, cell.place, help=help)
        return None
    ask_thousands(cell.value, cell, found)
    return Limit(value, not (match and match[1] in "<>"))


def _of_bound(field: Field) -> Vocabulary:
    """What an end of a field's range, or its step, may say: any number in its units, or a date."""
    return vocabulary(replace(field, type="number" if field.type in NUMERIC else "date", step=None))


def _bound_help(field: Field, text: str, sign: str) -> str:
    """What can stand under Minimum or Maximum; a number that is there already is kept."""
    numbers = re.findall(r"-?\d+(?:\.\d+)?", text)
    if field.type in NUMERIC and len(numbers) == 1:
        return later(
            "write {numbers}, or {sign} {numbers} where {numbers} itself cannot be",
            numbers=numbers[0],
            sign=sign,
        )
    return (
        later("write one date, year-month-day")
        if field.type == "date"
        else later("write one number, or clear the cell")
    )


# ---------------------------------------------------------------- values


def _value_rows(
    grids: Sequence[Grid], names: Names, fields: Mapping[str, Field], found: Found
) -> tuple[dict[str, list[ValueRow]], set[str]]:
    """The values by field, and the fields of which one word means two values: they cannot be used."""
    rows: dict[str, list[ValueRow]] = {}
    unclear: set[str] = set()
    seen: dict[str, Names] = {}
    for grid in grids:
        for record in records(grid, found):
            complete(record, grid, found)
            _terminology(record, found)
            if record["Field"].blank or record["Field"].problem or record["Value"].problem:
                continue
            code = names.require(record.text("Field"), record["Field"].place, found)
            if code is None or record["Value"].blank:
                continue
            if fields[code].type not in ("choice", "choices"):
                note(
                    found,
                    "bad-cell",
                    later(
                        "{field} is a {type} and has no list of values",
                        field=fields[code].label,
                        type=fields[code].type,
                    ),
                    record["Field"].place,
                    help=later("remove the row, or make the type choice"),
                )
                continue
            row = _value_row(record, found)
            label = fields[code].label
            known = seen.setdefault(
                code,
                Names(later("value of {label}", label=label), plural=later("values of {label}", label=label)),
            )
            if row is None:
                continue
            if known.stands_for_another(row.code, row.label, *row.also):
                unclear.add(code)
            fine = known.add(row.code, row.label, row.place, found)
            if known.add_also(row.code, row.label, row.place, row.also, found) and fine:
                rows.setdefault(code, []).append(row)
    return rows, unclear


def _value_row(record: Record, found: Found) -> ValueRow | None:
    code, label = record.text("Value"), record.text("Label") or record.text("Value")
    for text, name in ((code, "Value"), (label, "Label")):
        if fold(text) in RESERVED:
            note(
                found,
                "bad-cell",
                later("{text!r} has a meaning of its own and cannot be a value", text=text),
                record[name].place,
                help=later("that an answer is not known is said by Unknown = yes in the Dictionary")
                if fold(text) == "unknown"
                else later("choose another word"),
            )
            return None
    if not re.fullmatch(r"[^\s,;\"()\[\]<>=!]+", code) or ".." in code:
        note(
            found,
            "bad-cell",
            later("{code!r} cannot be a value's code", code=code),
            record["Value"].place,
            help=later(
                "write for example {a_code}, and the words for people under Label",
                a_code=a_code(code, label, otherwise="a_value"),
            ),
        )
        return None
    return ValueRow(
        code,
        label,
        record["Value"].place,
        record.text("Patient wording"),
        record.text("Definition"),
        record.text("System"),
        record.text("Code"),
        _also_written(record["Also written"], found),
        record.text("Short"),
    )


# ---------------------------------------------------------------- what a cell may say


def vocabulary(field: Field, as_set: bool = False, head_unit: str = "", stated: bool = False) -> Vocabulary:
    """What a cell about the field may say. `as_set`: it collects the answers of a table that gives a list.

    `head_unit` is the unit that stands in the head of the column, for numbers written bare. `stated`: the cell states
    what is known of a patient, which may be more precise than what is kept of it.
    """
    if stated and field.rounds:
        return replace(vocabulary(field, as_set, head_unit), type="number", element_type="number", step=None)
    made = field.vocabularies.get((as_set, head_unit))
    if made is None:
        made = field.vocabularies[as_set, head_unit] = _vocabulary(field, as_set, head_unit)
    return made


def _vocabulary(field: Field, as_set: bool, head_unit: str) -> Vocabulary:
    return Vocabulary(
        name=field.label,
        type="set" if as_set or field.type == "choices" else field.type,
        words=dict(_words(field.values)),
        codes=field.value_codes,
        labels={row.code: row.label for row in field.values},
        unit=field.unit,
        units=field.further_units,
        default_unit=head_unit,
        element_type="choice" if field.type == "choices" else field.type,
        may_hold_unknown=as_set and field.unknown,
        code=field.code,
        named=field.named,
        step=field.precision,
    )


def _words(values: Iterable[ValueRow]) -> Iterable[tuple[str, str]]:
    for row in values:
        yield from ((fold(word), row.code) for word in (*row.also, row.label, row.code))


def fits(field: Field, unit: str) -> bool:
    """Whether a number of the field may be written in that unit."""
    if unit_key(unit) == unit_key(field.unit) or any(
        unit_key(o.unit) == unit_key(unit) for o in field.accepts
    ):
        return True
    return bool(field.unit) and conversion(unit, field.unit) is not None


def head_name(head: str, names: Names) -> tuple[str, str]:
    """A column head as a field's name and a unit: `Dose (mg)`. A name that ends in brackets comes first."""
    text = " ".join(plain(head).split())
    match = re.fullmatch(r"(.+?)\s*[(\[]\s*(\S.*?)\s*[)\]]", text)
    if names.find(text) is not None or match is None or names.find(match[1]) is None:
        return text, ""
    return match[1], match[2]
