"""Templates: the sentences that an author writes about answers, read and their names found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from b12tables.compiler.model import BLOCKS, About, Field, Telling
from b12tables.compiler.reader.altered import as_text
from b12tables.compiler.reader.layout import Found, Grid, Record, did_you_mean, listed, note, readable
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.explain.sentence import BadTemplate, fields_of, parse, with_codes
from b12tables.runtime.language import later
from b12tables.runtime.words import fold

NOTHING: Mapping[str, str] = MappingProxyType({})


def read_template(
    cell: Cell | None,
    names: Names,
    fields: Mapping[str, Field],
    known: Collection[str],
    whose: str,
    found: Found,
    decision: str | None = None,
    instead: Mapping[str, str] = NOTHING,
) -> str:
    """A template with each field by its code; "" where there is none, or where a finding says what is wrong with it.

    `known` are the fields that it may name, `whose` says of what they are; some stand for another, `instead` of it.
    """
    if cell is None or cell.blank:
        return ""
    cell = as_text(cell, exact=False)
    if not readable(cell, found, decision):
        return ""
    try:
        template = parse(cell.text)
    except BadTemplate as trouble:
        help = later(
            "write {field} for an answer in words, {field.code} for its code, [ … ] for what may be left out"
        )
        note(
            found,
            "bad-cell",
            later("the sentence cannot be read: {trouble}", trouble=trouble),
            cell.place,
            decision=decision,
            help=help,
        )
        return ""
    codes: dict[str, str] = {}
    for name in fields_of(template):
        code = names.require(name, cell.place, found, decision)
        if code is None or code not in fields:
            return ""
        if instead.get(code, code) not in known:
            help = later(
                "name one of: {what}", what=", ".join(fields[one].label for one in known if one in fields)
            )
            message = later(
                "the sentence names {field}, which is no {whose}", field=fields[code].label, whose=whose
            )
            note(found, "bad-cell", message, cell.place, decision=decision, help=help)
            return ""
        codes[name] = instead.get(code, code)
    return with_codes(cell.text, codes)


def read_headlines(
    about: About,
    grids: Sequence[Grid],
    names: Names,
    fields: Mapping[str, Field],
    produced: Sequence[str],
    found: Found,
) -> About:
    """About with its headlines, which speak of what any decision gives, and of the scores that are answers."""

    def read(key: str) -> str:
        cells = [grid.keys[key] for grid in grids if key in grid.keys]
        whose = later("result of a decision, and no score among the answers")
        return read_template(next(iter(cells), None), names, fields, produced, whose, found)

    return replace(
        about,
        headline=read("Headline"),
        patient_headline=read("Patient headline"),
        short_headline=read("Short headline"),
    )


def read_telling(
    grid: Grid,
    decision: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    fields: Mapping[str, Field],
    names: Names,
    found: Found,
) -> Telling:
    """What stands above a table about how its answers are told; `outputs` with the scores that follow from them."""
    # of a result that may stay as it was, the table says what its cell says
    instead = {fields[name].says_of: name for name in outputs if name in fields and fields[name].says_of}

    def read(key: str) -> str:
        known = (*outputs, *inputs)
        whose = later("result and no condition of this table, and no answer computed from its results")
        return read_template(grid.keys.get(key), names, fields, known, whose, found, decision, instead)

    return Telling(
        read("Sentence"),
        read("Patient sentence"),
        _block(grid.keys.get("Block"), decision, found),
        _quiet(grid.keys.get("Quiet"), decision, [fields[name] for name in outputs if name in fields], found),
        grid.keys["Sentence"].place if "Sentence" in grid.keys else grid.place,
    )


def _block(cell: Cell | None, decision: str, found: Found) -> str:
    if cell is None or cell.blank or not readable(cell, found, decision):
        return ""
    if fold(cell.text) not in BLOCKS:
        message = later("{cell!r} is no block of the first page", cell=cell.text)
        help = later("write one of: {blocks}", blocks=", ".join(BLOCKS))
        note(found, "bad-cell", message, cell.place, decision=decision, help=help)
        return ""
    return fold(cell.text)


def _quiet(
    cell: Cell | None, decision: str, outputs: Sequence[Field], found: Found
) -> tuple[tuple[str, str], ...]:
    """The values that go without saying, one a line or with `;`, by code or label."""
    if cell is None or cell.blank or not readable(cell, found, decision):
        return ()
    known: dict[str, list[tuple[str, str]]] = {}
    for field in outputs:
        for row in field.values:
            for name in sorted({fold(row.code), fold(row.label)}):
                known.setdefault(name, []).append((field.code, row.code))
    quiet: dict[tuple[str, str], None] = {}
    for word in listed(cell):
        if fold(word) not in known:
            help = did_you_mean(word, [row.label for field in outputs for row in field.values])
            message = later("{word!r} is no value of a result of this table", word=word)
            note(found, "unknown-name", message, cell.place, decision=decision, help=help)
            continue
        quiet |= dict.fromkeys(known[fold(word)])
    return tuple(quiet)


def read_ranges(
    records: Mapping[str, Record], fields: Mapping[str, Field], names: Names, found: Found
) -> dict[str, Field]:
    """The fields that are the upper ends of ranges (`Upper of`), each with the field of the lower end."""
    ranges: dict[str, Field] = {}
    taken: dict[str, str] = {}
    for code, field in fields.items():
        cell = records[code]["Upper of"]
        if cell.blank or not readable(cell, found):
            continue
        lower = names.require(cell.text, cell.place, found)
        if lower is None or lower not in fields:
            continue
        trouble = _no_range(field, fields[lower], taken.get(lower))
        if trouble:
            help = later("name a number or date of the same unit, whose upper end this field alone is")
            note(
                found,
                "bad-cell",
                later(
                    "{field} is no upper end of {field2}: {trouble}",
                    field=field.label,
                    field2=fields[lower].label,
                    trouble=trouble,
                ),
                cell.place,
                help=help,
            )
            continue
        taken[lower] = field.label
        ranges[code] = replace(field, upper_of=lower)
    return ranges


def _no_range(upper: Field, lower: Field, taken: str | None) -> str:
    if upper.code == lower.code:
        return later("they are the same field")
    if upper.type not in ("number", "whole number", "date"):
        return later("its type is {type}", type=upper.type)
    if (upper.type == "date") != (lower.type == "date") or upper.unit != lower.unit:
        return later("the two have different types or units")
    return later("{taken} is its upper end already", taken=taken) if taken else ""
