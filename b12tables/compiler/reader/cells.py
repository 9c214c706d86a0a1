"""One cell about one field: read, and held against the range that the Dictionary gives the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from b12tables.compiler.model import (
    FOR_CONDITIONS,
    NUMERIC,
    AnyOf,
    Anything,
    CellError,
    Equals,
    Excludes,
    Field,
    Includes,
    Interval,
    IsUnknown,
    Limit,
    Test,
    Value,
    Vocabulary,
    expected_words,
    leaves,
    mark_help,
    mark_words,
    parse_test,
    parse_value,
    value_text,
    without_marks,
)
from b12tables.compiler.reader.kept_fields import UNCHANGED, how_to_keep
from b12tables.compiler.reader.layout import Found, ask_thousands, note, readable
from b12tables.compiler.reader.telling import THE_CELL_SAYS
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later, strung
from b12tables.runtime.words import UNKNOWN, fold, plain


@dataclass(frozen=True)
class Failed:
    """A cell that could not be read; the finding has been made."""


def yes_or_no(text: str) -> bool | None:
    """What a cell says that is no value of a field: yes or no; None where it says neither."""
    return {"yes": True, "true": True, "no": False, "false": False}.get(fold(text))


def read_test(
    cell: Cell,
    field: Field,
    words: Vocabulary,
    found: Found,
    decision: str | None = None,
    rules: tuple[str, ...] = (),
) -> Test | None:
    """The test in a cell, checked against the range of its field; None, with findings, where unusable."""
    if not readable(cell, found, decision, rules):
        return None
    return test_of(cell.value, cell, field, words, found, decision, rules)


def test_of(
    raw: object,
    cell: Cell,
    field: Field,
    words: Vocabulary,
    found: Found,
    decision: str | None,
    rules: tuple[str, ...],
) -> Test | None:
    """As `read_test`, for a part of the cell's text."""
    try:
        test = parse_test(raw, words)  # type: ignore[arg-type]
    except CellError as error:
        told = _marked(raw, lambda text: parse_test(text, words)) or error
        _cell_error(told, cell, found, decision, rules)
        return None
    if field.type in NUMERIC:
        ask_thousands(raw, cell, found, decision, rules)
    return test if inside(test, field, cell, found, decision, rules) else None


def read_value(
    cell: Cell,
    field: Field,
    words: Vocabulary,
    found: Found,
    decision: str | None = None,
    rules: tuple[str, ...] = (),
) -> Value | Failed:
    """The value in a cell, checked against the range of its field."""
    if not readable(cell, found, decision, rules):
        return Failed()
    try:
        value = parse_value(cell.value, words)
        if isinstance(value, str) and value == UNKNOWN and field.type != "text" and not field.unknown:
            raise CellError(
                later("{field} cannot be unknown", field=field.label),
                later("name a value, or write yes under Unknown in its Dictionary row"),
            )
        limited = field.low is not None or field.high is not None
        if limited and isinstance(value, (Fraction, date)) and not in_range(value, field):
            raise CellError(
                later(
                    "{cell!r} is outside the range of {field}, {range}",
                    cell=cell.text,
                    field=field.label,
                    range=range_text(field),
                ),
                later("change the value, or the Minimum or Maximum in the Dictionary"),
                "outside-domain",
            )
    except CellError as error:
        told = _marked(cell.value, lambda text: parse_value(text, words)) or _of_a_value(error, words)
        if decision is not None and fold(cell.text) == UNCHANGED:
            told = CellError(told.message, how_to_keep(field), told.name)
        _cell_error(told, cell, found, decision, rules)
        return Failed()
    if field.type in NUMERIC:
        ask_thousands(cell.value, cell, found, decision, rules)
    return value


def _of_a_value(error: CellError, words: Vocabulary) -> CellError:
    """The error as it is said of a cell that holds one value: how conditions are written is of no use there."""
    if not error.help.startswith(FOR_CONDITIONS) and "- for any" not in error.help:
        return error
    return CellError(error.message, expected_words(words), error.name, error.forms)


def _marked(raw: object, parse: Callable[[str], object]) -> CellError | None:
    """What is wrong with a text that can be read but for a mark that leads to a note; None where that is not it."""
    if not isinstance(raw, str):
        return None
    text, mark = without_marks(raw)
    if not mark or not text:
        return None
    try:
        parse(text)
    except CellError:
        return None
    return CellError(mark_words(raw, mark), mark_help(plain(text)))


def _cell_error(
    error: CellError, cell: Cell, found: Found, decision: str | None, rules: tuple[str, ...]
) -> None:
    typed = cell.value if isinstance(cell.value, str) else cell.text
    quotes = (typed, cell.text, repr(cell.text)[1:-1])
    quoted = not cell.text or any(quote in error.message for quote in quotes)
    message = error.message if quoted else later(THE_CELL_SAYS, error=error.message, cell=cell.text)
    help = error.help
    note(found, error.name, message, cell.place, help=help, decision=decision, rules=rules)


# ---------------------------------------------------------------- the range of a field


def in_range(value: Fraction | date, field: Field) -> bool:
    """Whether the field can have the value."""
    return not _misses(value, field.low, 1) and not _misses(value, field.high, -1)


def _misses(value: Fraction | date, limit: Limit | None, direction: int) -> bool:
    """Whether a value lies on the wrong side of a limit; `direction`: 1 for a lower one, -1 for an upper."""
    if limit is None:
        return False
    sign = (value > limit.value) - (value < limit.value)  # type: ignore[operator]
    return sign * direction < 0 or (sign == 0 and not limit.closed)


def range_text(field: Field) -> str:
    """The range in words: `0 to 120 a`, `more than 0 mg`, `more than 0 and at most 10 mg`."""
    unit = f" {field.unit}" if field.unit else ""
    if field.low and field.high and field.low.closed and field.high.closed:
        return later(
            "{value} to {value2}{unit}",
            value=value_text(field.low.value),
            value2=value_text(field.high.value),
            unit=unit,
        )
    ends = []
    if field.low:
        ends.append(
            strung(
                " ",
                (later("at least") if field.low.closed else later("more than"), value_text(field.low.value)),
            )
        )
    if field.high:
        ends.append(
            strung(
                " ",
                (later("at most") if field.high.closed else later("less than"), value_text(field.high.value)),
            )
        )
    return strung(later(" and "), ends) + unit


def inside(
    test: Test,
    field: Field,
    cell: Cell,
    found: Found,
    decision: str | None = None,
    rules: tuple[str, ...] = (),
) -> bool:
    """Whether what a test speaks of can occur, and can have been meant.

    Wholly outside the range is an error, partly a warning.
    """
    if isinstance(test, AnyOf) and _meant_both(test):
        note(
            found,
            "bad-cell",
            later(
                "{cell!r} holds for every value that is known, because a comma (or ; or a new line) means or",
                cell=cell.text,
            ),
            cell.place,
            help=later(
                "for both at once write {both_at_once}; for any value that is known write known",
                both_at_once=_both_at_once(cell.text),
            ),
            decision=decision,
            rules=rules,
        )
        return False
    if field.low is None and field.high is None:
        return True
    fine = True
    for part in _parts(test):
        outside = _outside(part, field)
        if not outside:
            continue
        wholly = outside == "wholly"
        fine = fine and not wholly
        note(
            found,
            "outside-domain",
            later(
                "{cell!r} speaks {what}of values that {field} can never have: its range is {range}",
                cell=cell.text,
                what=later("only ") if wholly else "",
                field=field.label,
                range=range_text(field),
            ),
            cell.place,
            help=later("change the cell, or the Minimum or Maximum in the Dictionary"),
            severity="error" if wholly else "warning",
            decision=decision,
            rules=rules,
        )
    return fine


def _meant_both(test: AnyOf) -> bool:
    """Whether two comparisons, upwards and downwards, hold for everything together and overlap: `> 5, < 10`."""
    match [part for part in test.tests if isinstance(part, Interval)]:
        case [Interval(None, _, high, _), Interval(low, _, None, _)]:
            pass
        case [Interval(low, _, None, _), Interval(None, _, high, _)]:
            pass
        case _:
            return False
    return low is not None and high is not None and low < high  # type: ignore[operator]


def _both_at_once(text: str) -> str:
    """The interval that somebody meant who wrote two comparisons."""
    found = {
        sign[0]: (sign, number.strip()) for sign, number in re.findall(r"([<>]=?)([^<>=,;\n]+)", plain(text))
    }
    if set(found) != {"<", ">"}:
        return later("an interval such as [10..20)")
    (low_sign, low), (high_sign, high) = found[">"], found["<"]
    return f"{'[' if low_sign == '>=' else '('}{low}..{high}{']' if high_sign == '<=' else ')'}"


def _parts(test: Test) -> Iterator[Test]:
    for part in leaves(test):
        yield Equals(part.value) if isinstance(part, (Includes, Excludes)) else part


def _outside(test: Test, field: Field) -> str:
    match test:
        case Equals(value) if isinstance(value, (Fraction, date)):
            return "" if in_range(value, field) else "wholly"
        case Interval(low, low_closed, high, high_closed):
            below = high is not None and _before(high, high_closed, field.low)
            above = low is not None and _after(low, low_closed, field.high)
            if below or above:
                return "wholly"
            ends = [end for end in (low, high) if end is not None]
            return "partly" if any(_beyond(end, field) for end in ends) else ""
    return ""


def _before(end: Fraction | date, closed: bool, low: Limit | None) -> bool:
    """Whether everything up to an end lies below the field's lower limit."""
    if low is None:
        return False
    return end < low.value or (end == low.value and not (closed and low.closed))  # type: ignore[operator]


def _after(end: Fraction | date, closed: bool, high: Limit | None) -> bool:
    if high is None:
        return False
    return end > high.value or (end == high.value and not (closed and high.closed))  # type: ignore[operator]


def _beyond(end: Fraction | date, field: Field) -> bool:
    """Whether an end lies truly outside (an end on the limit itself does not)."""
    below = field.low is not None and end < field.low.value  # type: ignore[operator]
    return below or (field.high is not None and end > field.high.value)  # type: ignore[operator]


def speaks_of_unknown(test: Test) -> str:
    """Whether a test admits unknown by that word: `only`, `also`, or not at all ("")."""
    if isinstance(test, IsUnknown):
        return "only"
    if isinstance(test, AnyOf):
        inner = [speaks_of_unknown(part) for part in test.tests]
        if any(inner) and not any(isinstance(part, Anything) for part in test.tests):
            return "only" if all(word == "only" for word in inner) else "also"
    return ""
