"""One value as a cell states it: what a field's cells may name (`Vocabulary`), and numbers, dates, words read by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from b12tables.compiler.model.look_alikes import difference, skeleton
from b12tables.compiler.model.spreadsheets import AS_TEXT
from b12tables.compiler.model.thresholds import NOTHING_NAMED, Named, Threshold
from b12tables.compiler.model.unary_tests import (
    SEPARATOR,
    Test,
    Value,
)
from b12tables.compiler.model.units import factor_to, near_unit
from b12tables.runtime.language import later, strung
from b12tables.runtime.numbers import exact, number_text, read_quantity
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import UNKNOWN, fold, keeps_meaning, named_in, nearest

FOR_CONDITIONS = later("write for example")
"""How a help begins that shows how conditions are written; elsewhere it is of no use."""


@dataclass(frozen=True)
class Vocabulary:
    """What a cell about one field may say.

    `type` is the field's type, or `set` for a `choices` field and for the answers of a multi-hit table.
    `words` maps the folded code and label of each value to its code; `codes` lists codes in order.
    `units` maps the `unit_key` of each unit that the field accepts to its exact factor to the base unit.
    `default_unit` is the unit of a bare number ("" = the base unit).
    """

    name: str
    type: str
    words: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    unit: str = ""
    units: Mapping[str, Fraction] = field(default_factory=dict)
    default_unit: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    """The label of each value by its code, as people write it."""
    element_type: str = "choice"
    """Of a `set`: the type of what it holds."""
    may_hold_unknown: bool = False
    """Of a `set`: whether `unknown` can be one of its members, because a row of a list may give it."""
    code: str = ""
    """The field's code, which somebody may write before a comparison."""
    named: Named = NOTHING_NAMED
    """What it may name beside numbers."""
    step: Fraction | None = None
    """What its numbers are multiples of, in the base unit."""

    def said(self, code: str) -> str:
        """A value as its cell would say it: by label, in quotes where the label holds a separator."""
        label = self.labels.get(code, code)
        return f'"{label}"' if SEPARATOR.search(label) else label

    @cached_property
    def separators(self) -> int:
        """How many separators the label has that holds most of them."""
        return max((len(SEPARATOR.findall(word)) for word in self.words), default=0)

    @cached_property
    def tests(self) -> dict[tuple[object, Raw], Test]:
        """The tests read so far, by what the cell holds: in a column, few differ."""
        return {}

    @cached_property
    def stated(self) -> dict[tuple[object, Raw], Value]:
        """The same of the values that results and cases state."""
        return {}


class CellError(Exception):
    """A cell text that cannot be read. `name` is the kind of finding; `help` says what could stand there.

    `forms`: texts that are read, one of which was probably meant.
    """

    def __init__(
        self, message: str, help: str = "", name: str = "bad-cell", forms: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message, self.help, self.name, self.forms = message, help, name, forms


Raw = str | int | float | bool | date | datetime | None
"""What a workbook cell holds."""


def in_known_unit(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text with a dash is one number: the dash belongs to its unit (`5 mol.L-1`, `5 10*-3`) or its name."""
    if fold(text) in vocabulary.named.thresholds or fold(text) in vocabulary.named.broken:
        return True
    quantity = read_quantity(text)
    return quantity is not None and bool(quantity[1]) and _unit_factor(quantity[1], vocabulary) is not None


def read_end(text: str, vocabulary: Vocabulary) -> Fraction | date:
    value = read_scalar(text, vocabulary, vocabulary.type)
    assert isinstance(value, (Fraction, date))
    return value


def read_scalar(text: str, vocabulary: Vocabulary, type_: str) -> Value:
    match type_:
        case "number" | "whole number":
            return _number(text, vocabulary, type_)
        case "date":
            return _date(text, vocabulary)
        case "text":
            return read_text_value(text)
    return read_word_value(text, vocabulary)


def _number(text: str, vocabulary: Vocabulary, type_: str) -> Fraction:
    threshold = vocabulary.named.thresholds.get(fold(text))
    quantity = read_quantity(text)
    if threshold is None and quantity is None:
        raise _no_number(text, vocabulary)
    if threshold is not None:
        value = _threshold(threshold, vocabulary)
    elif quantity is not None:
        number, unit = quantity
        value = number * _factor(unit or vocabulary.default_unit, vocabulary)
    step = Fraction(1) if vocabulary.step is None and type_ == "whole number" else vocabulary.step
    if step is not None and value % step:
        raise _between_steps(text, value, step, vocabulary)
    return value


def _between_steps(text: str, value: Fraction, step: Fraction, vocabulary: Vocabulary) -> CellError:
    """What is said of a number that the precision of its field does not have."""
    if step == 1 and vocabulary.type == "whole number":
        return CellError(
            later("{text!r}: {vocabulary} is a whole number", text=text, vocabulary=vocabulary.name),
            later("write a number without decimals"),
        )
    below = value // step * step
    unit = f" {unit_words(vocabulary.unit)}" if vocabulary.unit else ""
    return CellError(
        later(
            "{text!r}: {vocabulary} is given in steps of {number}{unit} (Dictionary, Step)",
            text=text,
            vocabulary=vocabulary.name,
            number=number_text(step),
            unit=unit,
        ),
        later(
            "write {number} or {number2}{unit}",
            number=number_text(below),
            number2=number_text(below + step),
            unit=unit,
        ),
    )


def _threshold(threshold: Threshold, vocabulary: Vocabulary) -> Fraction:
    """The number of a threshold in the field's own unit. Its unit is its own, whatever the column says."""
    if vocabulary.unit and not threshold.unit:
        raise CellError(
            later(
                "the threshold {threshold} has no unit, and {vocabulary} is in {unit}",
                threshold=threshold.name,
                vocabulary=vocabulary.name,
                unit=vocabulary.unit,
            ),
            later(
                "write {written} {unit} on the sheet Thresholds",
                written=threshold.written,
                unit=vocabulary.unit,
            ),
            "unit-mismatch",
        )
    try:
        return threshold.number * _factor(threshold.unit, vocabulary)
    except CellError as error:
        message = later(
            "{error}, which is the unit of the threshold {threshold}",
            error=error.message,
            threshold=threshold.name,
        )
        raise CellError(message, error.help, error.name) from None


def _no_number(text: str, vocabulary: Vocabulary) -> CellError:
    """What is said of a text where a number is meant."""
    waits = vocabulary.named.broken.get(fold(text))
    if waits is not None:
        return CellError(
            later("the threshold {waits} cannot be used", waits=waits),
            later("mend its row on the sheet Thresholds"),
        )
    other = vocabulary.named.fields.get(fold(text))
    if other is not None and other != vocabulary.code:
        return CellError(
            later(
                "{text!r} is a field, and a cell compares {vocabulary} with numbers",
                text=text,
                vocabulary=vocabulary.name,
            ),
            later(
                "add a field to the Dictionary, Computed {vocabulary} - {other}, and ask here whether "
                "that is > 0",
                vocabulary=vocabulary.code,
                other=other,
            ),
        )
    names = [threshold.name for threshold in vocabulary.named.thresholds.values()]
    near = nearest(text, names) if names and not re.search(r"\d", text) else None
    if near:
        return CellError(
            later("there is no threshold called {text!r}", text=text),
            later("did you mean {near}?", near=near),
            "unknown-name",
        )
    return CellError(
        later("{text!r} is no number that {vocabulary} could have", text=text, vocabulary=vocabulary.name),
        without_comma(text)
        or later(
            "{for_conditions} > 20, <= 20, [20..30], not(20), unknown, or - for any",
            for_conditions=FOR_CONDITIONS,
        ),
    )


def without_comma(text: str) -> str:
    """How a number is written that has a comma; nothing where it is none."""
    point, whole = re.sub(r"(?<=\d),(?=\d)", ".", text), re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    meant = [
        form for form in dict.fromkeys((whole, point)) if form != text and read_quantity(form) is not None
    ]
    if len(meant) > 1:
        return later("write {meant}: a comma could be read as either", meant=strung(later(" or "), meant))
    return later("write {meant}, without a comma", meant=meant[0]) if meant else ""


def _factor(unit: str, vocabulary: Vocabulary) -> Fraction:
    factor = _unit_factor(unit, vocabulary)
    if factor is None:
        units = [unit for unit in (vocabulary.unit, *sorted(vocabulary.units)) if unit]
        near = near_unit(unit, units)
        raise CellError(
            later("{vocabulary} is not given in {unit!r}", vocabulary=vocabulary.name, unit=unit),
            (later("did you mean {unit}? ", unit=unit_words(near)) if near else "")
            + later(
                "write it in one of the units that are known there: {map}",
                map=", ".join(map(unit_words, units)) or later("no unit"),
            ),
            "unit-mismatch",
        )
    return factor


def _unit_factor(unit: str, vocabulary: Vocabulary) -> Fraction | None:
    """The exact factor from a unit to the field's own; None where it is not given in that unit."""
    return factor_to(vocabulary.unit, unit, vocabulary.units) if unit else Fraction(1)


def _date(text: str, vocabulary: Vocabulary) -> date:
    match = re.fullmatch(r'(?:date\("\s*)?(\d{4})-(\d{2})-(\d{2})(?:\s*"\))?(?:[ T]00:00(?::00)?)?', text)
    try:
        if match is None:
            raise ValueError
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        other = vocabulary.named.fields.get(fold(text))
        if other is not None and other != vocabulary.code:
            raise CellError(
                later(
                    "{text!r} is a field, and a cell compares {vocabulary} with dates",
                    text=text,
                    vocabulary=vocabulary.name,
                ),
                later(
                    "add a field to the Dictionary, Computed days from {other} to {vocabulary}, and ask here "
                    "whether that is > 0",
                    other=other,
                    vocabulary=vocabulary.code,
                ),
            ) from None
        # the patterns are made only where there is such a cell
        from b12tables.compiler.model.other_dates import only_dates

        raise CellError(
            later("{text!r} is no date that {vocabulary} could have", text=text, vocabulary=vocabulary.name),
            later(
                "write it as year-month-day, {only_dates}",
                only_dates=strung(later(" or "), only_dates(text)) or "2026-11-21",
            ),
        ) from None


def read_text_value(text: str) -> str:
    quoted = re.fullmatch(r'"([^"]*)"', text)
    value = quoted[1].strip() if quoted else text
    if not value or fold(value) == UNKNOWN:
        raise CellError(
            later("{text!r} cannot be a value", text=text),
            later("an answer that is not known is written unknown, without quotes"),
        )
    return value


def read_word_value(text: str, vocabulary: Vocabulary) -> Value:
    word = fold(read_text_value(text))
    if vocabulary.type == "yes/no" or vocabulary.element_type == "yes/no":
        if word in ("yes", "true"):
            return True
        if word in ("no", "false"):
            return False
        raise CellError(
            later("{text!r} is neither yes nor no", text=text), later("write yes, no, unknown, or - for any")
        )
    if word in vocabulary.words:
        return vocabulary.words[word]
    raise CellError(
        later("{vocabulary} has no value {text!r}", vocabulary=vocabulary.name, text=text),
        _could_be(text, vocabulary),
        "unknown-name",
    )


def joined(text: str, vocabulary: Vocabulary) -> list[str]:
    """The values of which a text is a list, however they are joined; none where a part is no value, or is alone."""
    parts = _parts_of(text)
    known = [fold(part) in vocabulary.words for part in parts]
    if len(parts) < 2 or not all(known):
        return []
    return [vocabulary.said(vocabulary.words[fold(part)]) for part in parts]


def _parts_of(text: str) -> list[str]:
    # the words of other languages are looked at only where a cell cannot be read
    from b12tables.compiler.model.other_tongues import joints

    return [part for part in joints().split(text) if part]


def several(text: str, vocabulary: Vocabulary) -> list[str]:
    """The values that a text names together, whatever stands between them and however they are spelt; none where it
    names less than two, or says something else of them.
    """
    if together := joined(text, vocabulary):
        return together
    words = list(dict.fromkeys(named_in(fold(text), vocabulary.words)))
    codes = list(dict.fromkeys(vocabulary.words[word] for word in words))
    if len(codes) < 2 or not keeps_meaning(text, " ".join(words)):
        codes = _nearly_joined(text, vocabulary)
    return [vocabulary.said(code) for code in codes]


def _nearly_joined(text: str, vocabulary: Vocabulary) -> list[str]:
    """The values of a list of which some are misspelt; none where the text is no such list."""
    parts = [fold(part) for part in _parts_of(text)]
    if len(parts) < 2 or not any(part in vocabulary.words for part in parts):
        return []
    near = [part if part in vocabulary.words else nearest(part, vocabulary.words) for part in parts]
    codes = [vocabulary.words[word] for word in near if word is not None]
    return codes if len(set(codes)) == len(parts) else []


def _could_be(text: str, vocabulary: Vocabulary) -> str:
    if together := joined(text, vocabulary):
        return later("for any of them write {together}", together="; ".join(together))
    if together := several(text, vocabulary):
        return later(
            "if any of {all} is meant, write {together}; {values}",
            all=_all(together),
            together="; ".join(together),
            values=_values(vocabulary),
        )
    twin = next((word for word in vocabulary.words if skeleton(word) == skeleton(text)), None)
    if twin is not None:
        return later(
            "did you mean {said}? It looks the same, but differs in {difference}",
            said=vocabulary.said(vocabulary.words[twin]),
            difference=difference(twin, text),
        )
    near = nearest(text, vocabulary.words)
    suggestion = later("did you mean {said}? ", said=vocabulary.said(vocabulary.words[near])) if near else ""
    return strung("", (suggestion, _values(vocabulary)))


def _all(words: list[str]) -> str:
    return later("{what} and {what2}", what=", ".join(words[:-1]), what2=words[-1])


def _values(vocabulary: Vocabulary) -> str:
    return later("values that can stand here: {map}", map=", ".join(map(vocabulary.said, vocabulary.codes)))


def read_number_cell(raw: int | float, vocabulary: Vocabulary) -> Value:
    if vocabulary.type in ("number", "whole number"):
        return _number(number_text(exact(raw)), vocabulary, vocabulary.type)
    word = fold(number_text(exact(raw)))
    if word in vocabulary.words and vocabulary.type != "set":
        _one_spelling(exact(raw), vocabulary)
        return vocabulary.words[word]
    raise CellError(
        later(
            "the cell holds the number {number}, but {vocabulary} is {kind}",
            number=number_text(exact(raw)),
            vocabulary=vocabulary.name,
            kind=kind_words(vocabulary.type),
        ),
        later("if a text is meant that looks like a number, format the cell as text and write it again")
        if vocabulary.type == "text"
        else expected_words(vocabulary),
    )


def _one_spelling(number: Fraction, vocabulary: Vocabulary) -> None:
    """Refuses a number where two values are called like it: of 1.1 and 1.10, nobody sees which was typed."""
    quantities = {word: read_quantity(word) for word in vocabulary.words}
    same = [word for word, quantity in quantities.items() if quantity == (number, "")]
    if len({vocabulary.words[word] for word in same}) > 1:
        raise CellError(
            later(
                "the cell holds the number {number}, which could be {same}",
                number=number_text(number),
                same=strung(later(" or "), same),
            ),
            AS_TEXT,
        )


def plain_date(raw: date | datetime) -> date:
    if isinstance(raw, datetime):
        if raw.time() != datetime.min.time():
            raise CellError(later("{raw} has a time of day", raw=raw), later("write the date alone"))
        return raw.date()
    return raw


def plain_date_text(raw: date | datetime) -> str:
    return (raw.date() if isinstance(raw, datetime) else raw).isoformat()


def kind_words(type_: str) -> str:
    return {"set": later("a set of values"), "yes/no": later("yes or no")}.get(type_, later(f"a {type_}"))


def expected_words(vocabulary: Vocabulary) -> str:
    match vocabulary.type:
        case "choice" | "set":
            return _values(vocabulary)
        case "yes/no":
            return later("write yes or no")
        case "date":
            return later("write a date as year-month-day, 2026-11-21")
        case "number" | "whole number":
            return later("write a number")
    return later("write a text")
