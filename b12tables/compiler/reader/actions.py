"""The sheet Actions: what an answer asks a clinician to order, or not to order, and the reasons to depart from it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import get_args

from b12tables.compiler.model import (
    LONGEST_LABEL,
    RESOURCES,
    UNITS_OF_TIME,
    Action,
    Amount,
    Coded,
    Does,
    FieldTest,
    Ordered,
    conversion,
    parse_unit,
)
from b12tables.compiler.reader.evidence import parse_evidence
from b12tables.compiler.reader.layout import Found, Grid, Record, did_you_mean, note
from b12tables.compiler.reader.list_rows import complete, records
from b12tables.compiler.reader.lists import Ids, Scope, read_tests
from b12tables.compiler.reader.safety_rules import ALWAYS
from b12tables.compiler.reader.terminology import SNOMED, code_troubles, is_snomed
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later, strung
from b12tables.runtime.numbers import read_quantity
from b12tables.runtime.units import unit_code
from b12tables.runtime.words import fold

_OF_TIME = tuple(unit for units in UNITS_OF_TIME for unit in units)

_ONE = re.compile(r"(?P<code>[^|]+?)\s*(?:\|(?P<words>[^|]*)\|)?")
_RANGE = re.compile(r"(?P<low>[^ ].*?)(?:\s+to\s+|\s*\.\.\s*|\s+-\s+)(?P<high>[^ ].*)", re.IGNORECASE)


def read_actions(
    grids: Sequence[Grid], scope: Scope, decided: Collection[str], found: Found
) -> tuple[list[Action], list[str]]:
    """The rows, and the IDs of those that cannot be used. `decided` are the decisions that could be read."""
    ids, actions, skipped = Ids("action"), list[Action](), list[str]()
    for grid in grids:
        for record in records(grid, found):
            fine = complete(record, grid, found) and ids.new(record["ID"], found)
            action = _action(record, scope, found)
            if fine and action is not None and not _rests_on_lost(action.when, scope, decided):
                actions.append(action)
            else:
                skipped.append(record.text("ID") or later("without ID ({place})", place=record.place))
    return actions, skipped


def _rests_on_lost(when: Sequence[FieldTest], scope: Scope, decided: Collection[str]) -> bool:
    return any(scope.produced[test.field] not in decided for test in when if test.field in scope.produced)


def _action(record: Record, scope: Scope, found: Found) -> Action | None:
    before = len(found)
    always = fold(record.text("When")) in ("", *ALWAYS)
    when = () if always else read_tests(record["When"], scope, found)
    does = _does(record["Does"], found)
    if does is None:
        return None
    _label(record["Label"], found)
    resource = _resource(record["Resource"], does, found)
    codes = _codes(record["Code"], record.text("System"), record, does, found)
    dose = _amount(record["Dose"], "dose", found)
    every = _amount(record["Every"], "time", found)
    route = _route(record["Route"], found)
    for name in ("Dose", "Every", "Route"):
        ordered = does in ("order", "fits")
        if not record[name].blank and not (resource == "MedicationRequest" and ordered):
            what = {"do not order": later("what is not to be ordered"), "reason": later("a reason")}
            told = what.get(does, later("an order of a {resource}", resource=resource or "resource"))
            _refuse(
                record[name],
                later("{name} says nothing of {told}", name=name, told=told),
                later("leave it blank"),
                found,
            )
    if when is None or len(found) > before:
        return None
    return Action(
        record.text("ID"),
        when,
        does,
        record.text("Label"),
        record.text("Detail"),
        Ordered(resource, codes, dose, every, route),
        record.place,
        parse_evidence(record["Evidence"], scope.statements),
    )


def _refuse(cell: Cell, message: str, help: str, found: Found) -> None:
    note(found, "bad-cell", message, cell.place, help=help)


def _does(cell: Cell, found: Found) -> Does | None:
    if cell.blank or cell.problem:
        return None
    options: tuple[Does, ...] = get_args(Does)
    known = next((one for one in options if fold(one) == fold(cell.text)), None)
    if known is None:
        near = did_you_mean(cell.text, options)
        _refuse(
            cell,
            later("{cell!r} is nothing that a row does", cell=cell.text),
            near or ", ".join(options),
            found,
        )
    return known


def _label(cell: Cell, found: Found) -> None:
    if len(" ".join(cell.text.split())) > LONGEST_LABEL:
        over = len(" ".join(cell.text.split())) - LONGEST_LABEL
        help = later("say the rest under Detail")
        _refuse(
            cell,
            later(
                "the label is longer than {longest_label} letters, by {over}",
                longest_label=LONGEST_LABEL,
                over=over,
            ),
            help,
            found,
        )


def _resource(cell: Cell, does: Does, found: Found) -> str:
    if does == "reason":
        if not cell.blank:
            _refuse(cell, later("a reason to depart orders nothing"), later("leave Resource blank"), found)
        return ""
    known = next((one for one in RESOURCES if fold(one) == fold(cell.text)), "")
    if not known and not cell.problem:
        said = (
            later("{cell!r} cannot be ordered", cell=cell.text)
            if cell.text
            else later("nothing says what kind of order it is")
        )
        _refuse(
            cell,
            said,
            did_you_mean(cell.text, RESOURCES)
            or later("write {resources}", resources=strung(later(" or "), RESOURCES)),
            found,
        )
    return known


def _codes(cell: Cell, system: str, record: Record, does: Does, found: Found) -> tuple[Coded, ...]:
    if cell.blank or cell.problem:
        if does != "reason" and not cell.problem:
            _refuse(
                cell,
                later("no code says which order is meant"),
                later("write it under Code, and its System"),
                found,
            )
        return ()
    if not re.fullmatch(r"(https?://|urn:)[!-~]+", system):
        help = later("write for example http://www.whocc.no/atc, http://snomed.info/sct or http://loinc.org")
        _refuse(
            record["System"], later("{system!r} is no address of a code system", system=system), help, found
        )
        return ()
    if isinstance(cell.value, (int, float)) and not is_snomed(system):
        _refuse(
            cell,
            later("the cell holds the number {cell}, where a code is meant", cell=cell.text),
            later("write a text"),
            found,
        )
        return ()
    codes = []
    for text in filter(None, (part.strip() for part in re.split(r"[\n;]", cell.text))):
        match = _ONE.fullmatch(text)
        if match is None or " " in match["code"]:
            _refuse(
                cell,
                later("{text!r} is no code", text=text),
                later("write the code, and its words between bars: 1 |one|"),
                found,
            )
            return ()
        codes.append((system, match["code"], (match["words"] or "").strip()))
    _check_digits(cell, system, found)
    if does == "order" and codes and not codes[0][2]:  # what is written has to be read by somebody
        _refuse(
            cell,
            later("{codes} has no words", codes=codes[0][1]),
            later("write them behind it, between bars: B03BA03 |…|"),
            found,
        )
    return tuple(codes)


def _check_digits(cell: Cell, system: str, found: Found) -> None:
    for code, why in code_troubles(system, cell.text):
        _refuse(cell, strung(" ", (repr(code), why)), later("look it up and write it again"), found)


def _route(cell: Cell, found: Found) -> Coded | None:
    if cell.blank or cell.problem:
        return None
    match = _ONE.fullmatch(cell.text)
    if match is None or not match["words"] or not match["code"].isdigit():
        help = later("write it as 78421000 |Intramuscular route|")
        _refuse(
            cell,
            later("{cell!r} is no route as a code of SNOMED CT with its words", cell=cell.text),
            help,
            found,
        )
        return None
    _check_digits(cell, SNOMED, found)
    return SNOMED, match["code"], match["words"].strip()


def _amount(cell: Cell, kind: str, found: Found) -> Amount | None:
    """A number with its unit, or two with `to` between."""
    if cell.blank or cell.problem:
        return None
    parts = _RANGE.fullmatch(cell.text)
    ends = [parts["low"], parts["high"]] if parts else [cell.text]
    read = [read_quantity(end) for end in ends]
    help = (
        later("write for example 1 mg, or 1000 to 2000 ug")
        if kind == "dose"
        else later("write for example 2 to 3 mo")
    )
    if any(one is None for one in read):
        _refuse(cell, later("{cell!r} is no amount with a unit", cell=cell.text), help, found)
        return None
    numbers = [one for one in read if one is not None]
    unit = unit_code(numbers[-1][1])
    low = _in_unit(numbers[0], unit)
    high = numbers[-1][0]
    fits = unit in _OF_TIME if kind == "time" else bool(unit) and parse_unit(unit) is not None
    if not fits or low is None:
        said = (
            later("{cell!r} has no unit of time", cell=cell.text)
            if kind == "time"
            else later("{cell!r} has no unit that is known", cell=cell.text)
        )
        _refuse(cell, said, help, found)
    elif not 0 < low <= high:
        _refuse(
            cell,
            later("{cell!r} is no amount above 0, from the smaller to the greater", cell=cell.text),
            help,
            found,
        )
    else:
        return Amount(low, high, unit)
    return None


def _in_unit(number: tuple[Fraction, str], unit: str) -> Fraction | None:
    """A number in a unit; one that has none is in that unit already."""
    value, own = number
    factor = Fraction(1) if not own else conversion(unit_code(own), unit)
    return None if factor is None else value * factor
