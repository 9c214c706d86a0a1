"""A slip in the Dictionary that many cells notice: a type, or a range. Told once, in the row that declares the field.

Each cell alone is told what it could hold; where several say the same of one field, its declaration may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from b12tables.compiler.model import Field, Finding, Place
from b12tables.compiler.reader.layout import Found
from b12tables.compiler.reader.one_cause import LIST_OF_ONE, ONE_OF_A_LIST
from b12tables.compiler.reader.telling import head_of
from b12tables.runtime.language import later, strung

_BEYOND = re.compile(
    r".* (?:values that|outside the range of) (?P<label>.*?)(?: can never have: its range is|,) (?P<range>.*)"
)
_TYPE = re.compile(
    r"(?P<label>.*) is a (?P<type>choice|choices|set of choices|number|whole number|date|text|yes/no)"
    r"(?: and has no (?P<part>.*)|, but no Values sheet says what it can be)"
)
_NO_NUMBER = re.compile(
    r"(?:.* is no (?:number|date) that|no cell under) (?P<label>.*?) could (?:have|stand there.*)"
)


def tell_declarations(found: Found, fields: Mapping[str, Field], produced: Collection[str]) -> None:
    """Makes one finding of those that say of one field that its range, or its type, is not what cells reckon with."""
    if not any(finding.severity == "error" for finding in found):
        return
    told = _Told(found)
    labels = {entry.label: entry for entry in fields.values()}
    _tell_ranges(told, labels)
    _tell_types(told, labels)
    _tell_sets(told, labels, produced)
    told.apply()


@dataclass
class _Told:
    """The findings, and what is told in the place of several of them."""

    found: Found
    instead: dict[int, Finding] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)

    def by_label(self, form: re.Pattern[str]) -> dict[str, list[int]]:
        """The numbers of the findings of a form, by the field that they are about."""
        groups: dict[str, list[int]] = {}
        for n, finding in enumerate(self.found):
            match = form.fullmatch(head_of(finding)) if n not in self.gone else None
            if match is not None:
                groups.setdefault(match["label"], []).append(n)
        return groups

    def places(self, numbers: Sequence[int]) -> tuple[Place, ...]:
        return tuple(dict.fromkeys(place for n in numbers for place in self.found[n].places))

    def once(self, numbers: Sequence[int], told: Finding) -> None:
        """Tells one finding in the place of several."""
        self.instead[min(numbers)] = told
        self.gone |= set(numbers)

    def apply(self) -> None:
        kept = [
            (n, finding) for n, finding in enumerate(self.found) if n in self.instead or n not in self.gone
        ]
        self.found[:] = [self.instead.get(n, finding) for n, finding in kept]


def _row(place: Place, last: str) -> Place:
    """The first columns of the row in which something is declared."""
    row = "".join(sign for sign in place.cells.split(":")[0] if sign.isdigit())
    return Place(place.file, place.sheet, f"A{row}:{last}{row}")


# ---------------------------------------------------------------- ranges


def _tell_ranges(told: _Told, labels: Mapping[str, Field]) -> None:
    for label, same in told.by_label(_BEYOND).items():
        errors = [told.found[n] for n in same if told.found[n].severity == "error"]
        cells = told.places(same)
        match = _BEYOND.fullmatch(head_of(errors[0])) if errors else None
        if len(cells) > 1 and label in labels and match is not None:
            one = Finding(
                "outside-domain",
                "error",
                later(
                    "{n} cells speak of values that {label} can never have: its range is {match}",
                    n=len(cells),
                    label=label,
                    match=match["range"],
                ),
                (_row(labels[label].place, "E"), *cells),
                help=(
                    later(
                        "if the range is wrong, change Minimum or Maximum in the Dictionary; else change the "
                        "cells"
                    ),
                ),
            )
            told.once(same, one)


# ---------------------------------------------------------------- types


def _tell_types(told: _Told, labels: Mapping[str, Field]) -> None:
    no_number = told.by_label(_NO_NUMBER)
    for label, same in told.by_label(_TYPE).items():
        noticed = no_number.get(label, [])
        if len(same) + len(noticed) > 1:
            told.once([*same, *noticed], _of_type(told, same, noticed, labels.get(label)))


def _of_type(told: _Told, same: Sequence[int], noticed: Sequence[int], entry: Field | None) -> Finding:
    first = told.found[same[0]]
    matches = [match for n in same if (match := _TYPE.fullmatch(head_of(told.found[n])))]
    parts = [match["part"] or "" for match in matches]
    rows = parts.count("list of values")
    has = [later("a {part}", part=part) for part in dict.fromkeys(parts) if part and part != "list of values"]
    if rows:
        has.append(later("{rows} row of values" if rows == 1 else "{rows} rows of values", rows=rows))
    has += [later("no row of values")] if "" in parts else []
    type_ = matches[0]["type"]
    place = _row(entry.place if entry is not None else first.places[0], "C")
    return replace(
        first,
        message=later(
            "{label} is a {type}, but has {parts}",
            label=matches[0]["label"],
            type=type_,
            parts=strung(", ", has),
        ),
        places=tuple(dict.fromkeys((place, *told.places([*same, *noticed])))),
        help=(
            later(
                "make the type {other}; if it is a {type}, clear what it has not",
                other="choice" if rows else "number",
                type=type_,
            ),
        ),
    )


# ---------------------------------------------------------------- sets of choices


def _tell_sets(told: _Told, labels: Mapping[str, Field], produced: Collection[str]) -> None:
    """An input that is a choice where cells ask what it includes, or a set where all cells ask for one value."""
    for type_, form in (("choice", LIST_OF_ONE), ("choices", ONE_OF_A_LIST)):
        for label, same in told.by_label(form).items():
            entry = labels.get(label)
            # of one cell that asks for a value of a set, the cell is told how to ask
            enough = len(same) > (0 if type_ == "choice" else 1)
            if entry is not None and entry.type == type_ and entry.code not in produced and enough:
                told.once(same, _of_set(told, same, entry))


def _of_set(told: _Told, same: Sequence[int], entry: Field) -> Finding:
    ask = later("1 cell asks") if len(same) == 1 else later("{n} cells ask", n=len(same))
    if entry.type == "choice":
        message = later(
            "{entry} is a choice, which is one value, and {ask} what it includes", entry=entry.label, ask=ask
        )
        help = later("make its type choices, or write the value alone in the cells")
    else:
        message = later(
            "{entry} holds several values (its type is choices), and {ask} for one",
            entry=entry.label,
            ask=ask,
        )
        help = later("make its type choice, or write includes and the value in the cells")
    places = tuple(dict.fromkeys((_row(entry.place, "C"), *told.places(same))))
    return replace(told.found[same[0]], message=message, places=places, help=(help,))
