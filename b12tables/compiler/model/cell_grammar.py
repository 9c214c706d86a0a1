"""The cell grammar: the text of a cell to a test or a value.

One grammar serves condition cells, impossible combinations, safety rules and the expectations of cases
(DMN 1.5, 7.3.16 "unary tests", with `unknown` and sets added).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from fractions import Fraction
from itertools import islice

from b12tables.compiler.model.cell_values import (
    FOR_CONDITIONS,
    CellError,
    Raw,
    Vocabulary,
    expected_words,
    in_known_unit,
    joined,
    kind_words,
    plain_date,
    plain_date_text,
    read_end,
    read_number_cell,
    read_scalar,
    read_text_value,
    read_word_value,
    several,
)
from b12tables.compiler.model.spreadsheets import AS_TEXT, MOST, too_long
from b12tables.compiler.model.thresholds import with_stand_ins
from b12tables.compiler.model.unary_tests import (
    SEPARATOR,
    AllOf,
    AnyOf,
    Anything,
    Equals,
    Excludes,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Not,
    Test,
    Value,
    folded,
    plained,
)
from b12tables.runtime.language import later, strung
from b12tables.runtime.numbers import read_quantity
from b12tables.runtime.words import UNKNOWN

LONGEST = 8_000
"""Characters of a condition: some hundred values. What is longer was hardly written by hand."""


def parse_test(raw: Raw, vocabulary: Vocabulary) -> Test:
    """The meaning of a condition cell. Raises `CellError` where it cannot be read."""
    known = vocabulary.tests.get((type(raw), raw))
    if known is None:
        known = vocabulary.tests[type(raw), raw] = _test(raw, vocabulary)
    return known


def _test(raw: Raw, vocabulary: Vocabulary) -> Test:
    if raw is None or (isinstance(raw, str) and not plained(raw)):
        raise CellError(
            later("the cell is blank, and nobody can see whether any value is meant or one was forgotten"),
            later("write - for any value"),
            "blank-cell",
        )
    if not isinstance(raw, str):
        return _wrap(vocabulary, parse_value(raw, vocabulary, cell_is_condition=True))
    text = plained(raw)
    if folded(text) in ("-", "any"):
        return Anything()
    if len(text) > LONGEST:
        raise CellError(later("the cell is too long for a condition"), later("split the row into several"))
    try:
        return _alternatives(text, vocabulary)
    except CellError as error:
        raise _with_form(error, text, vocabulary) from None


_FEW = 5
"""So many values are named as what could stand in a cell."""

OTHER_OFFERS = (
    FOR_CONDITIONS,
    "write it in",
    "write includes",
    "for any of",
    "if any of",
    "did you mean",
    "write yes, no",
)
"""How a help begins that offers something: beside the exact form it would be a second answer."""

_WRITABLE = 200
"""Characters of a cell for which another form is looked for."""


def _with_form(error: CellError, text: str, vocabulary: Vocabulary) -> CellError:
    """The error with the exact form to write, where the text looks like one that is written otherwise."""
    forms = _meant(text, vocabulary) if len(text) <= _WRITABLE else []
    if not forms and vocabulary.type == "choice" and not error.help.startswith("for any of"):
        # what is wrong may be a word between two values of the whole text, and not its part
        forms = ["; ".join(together)] if (together := joined(text, vocabulary)) else []
    if not forms:
        return error
    help = later("write {forms}", forms=forms[0])
    if len(forms) > 1:
        help = later(
            "write {forms}, or {forms2}, whichever is meant",
            forms=forms[0],
            forms2=strung(later(" or "), forms[1:]),
        )
    if not error.help.startswith(OTHER_OFFERS):
        help = strung("; ", (help, error.help))
    return CellError(error.message, help, error.name, tuple(forms))


def _meant(text: str, vocabulary: Vocabulary) -> list[str]:
    """Other forms of a text that the grammar reads, each with another meaning."""
    names = tuple({folded(vocabulary.name), folded(vocabulary.code)} - {""})
    ordered = vocabulary.type in ("number", "whole number", "date")
    # its many patterns are made only where a cell is written in another way
    from b12tables.compiler.model.other_forms import other_forms, other_words
    from b12tables.compiler.model.other_tongues import in_english

    found: dict[Test, str] = {}
    for words in dict.fromkeys((text, in_english(text))):
        if found:
            break
        plain_words, named = with_stand_ins(words, vocabulary.named.thresholds.values())
        forms = other_forms(folded(plain_words), names) if ordered else other_words(words, names)
        for form in islice((*([words] if words != text else []), *forms), 40):
            for number, name in named.items():
                form = form.replace(number, name)
            with suppress(CellError):
                found.setdefault(_form(form, vocabulary), form)
    return list(found.values())


def _form(text: str, vocabulary: Vocabulary) -> Test:
    return Anything() if folded(text) in ("-", "any") else _alternatives(text, vocabulary)


def _alternatives(text: str, vocabulary: Vocabulary, depth: int = 0) -> Test:
    if depth > 9:
        raise CellError(
            later("{text!r} negates too often", text=text[:40]), later("write the values that are meant")
        )
    negated = _negated(text, vocabulary)
    if negated is not None and not _is_word(text, vocabulary):
        return Not(_without_any(_alternatives(negated, vocabulary, depth + 1)))
    parts = [
        _one(part, vocabulary, depth) for part in _unambiguous(_split(text, vocabulary), text, vocabulary)
    ]
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _unambiguous(parts: list[str], text: str, vocabulary: Vocabulary) -> list[str]:
    """`not a, b` may be meant as `not(a), b` or as `not(a, b)`: it is refused."""
    if len(parts) > 1 and any(
        re.match(r"(?i)not\s+[^(]", part) and not _is_word(part, vocabulary) for part in parts
    ):
        raise CellError(
            later("in {text!r} it is not clear how far 'not' reaches", text=text),
            later("write not(…) with brackets"),
        )
    return parts


def _without_any(test: Test) -> Test:
    """The inside of a `not`. Of every value, or every known one, the rest would be nothing."""
    parts = test.tests if isinstance(test, AnyOf) else (test,)
    for part in parts:
        if isinstance(part, Anything):
            raise CellError(later("'not any' leaves nothing"), later("name the values that are meant"))
        if isinstance(part, IsKnown):
            raise CellError(
                later("'not known' leaves nothing, since not(…) means known values"), later("write unknown")
            )
    return test


def _negated(text: str, vocabulary: Vocabulary) -> str | None:
    """The inside of `not(…)` or `not …`, where it reaches to the end of the text."""
    match = re.fullmatch(r"(?is)not\s*\((.*)\)", text)
    if match and _balanced(match[1]):
        return match[1].strip()
    match = re.fullmatch(r"(?is)not\s+(.+)", text)
    if match is None:
        return None
    inner = match[1].strip()
    quoted = re.fullmatch(r'"[^"]*"', inner) is not None
    return (
        inner
        if quoted or _is_word(inner, vocabulary) or not re.search(r"(?i)[,;\n(]|\sor\s", inner)
        else None
    )


def _balanced(text: str) -> bool:
    depth = 0
    for sign in _masked(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


_INSIDE = r'(?:[^\[\]()"]|\[[A-Za-z]\w*\]|\("[^"]*"\))*?'
"""An end of an interval. It may have brackets of its own: `mm[Hg]`, `[in_i]`, `date("2026-11-21")`."""

_CLOSES = r"(?:[\])]|\[(?![A-Za-z]\w*\]))"

_OPAQUE = re.compile(rf'"[^"]*"|[\[\](]{_INSIDE}\.\.{_INSIDE}{_CLOSES}')


def _masked(text: str) -> str:
    """The text with quotes and intervals blanked: their separators and brackets are not the cell's own."""
    return _OPAQUE.sub(lambda match: "_" * len(match[0]), text)


def _split(text: str, vocabulary: Vocabulary) -> list[str]:
    """The alternatives of a cell. A label that itself holds a separator is kept whole where it is known."""
    if _is_word(text, vocabulary):
        return [text]
    if vocabulary.type in ("number", "whole number") and re.search(r"\d,\d", text):
        raise CellError(
            later("{text!r} has a comma between digits", text=text),
            later("write a decimal point (0.5), no thousands sign (1000), and ; between two numbers (1; 2)"),
        )
    cuts = [(0, 0), *_cuts(_masked(text))]
    starts = [end for _, end in cuts]
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    parts: list[str] = []
    i = 0
    while i < len(starts):
        last = min(i + vocabulary.separators, len(ends) - 1)
        j = next((j for j in range(last, i, -1) if _is_word(text[starts[i] : ends[j]], vocabulary)), i)
        part = text[starts[i] : ends[j]].strip()
        if not part:
            raise CellError(
                later("{text!r} has a separator with nothing beside it", text=text),
                later("remove it, or name a value there"),
            )
        parts.append(part)
        i = j + 1
    return parts


def alternatives(text: str, vocabulary: Vocabulary) -> list[str]:
    """The parts of `a, b or c`, each as it is written; a label that holds a separator is kept whole."""
    return _split(text, vocabulary)


def in_order(text: str, vocabulary: Vocabulary) -> list[str]:
    """The steps of `a < b < c`, each as it is written; the text alone where it is no order."""
    if _is_word(text, vocabulary):
        return [text]
    masked = _masked(text)
    # behind a separator, a bracket or `not` the sign compares: `0; < 5` is no order
    signs = [
        match.start()
        for match in re.finditer("<(?!=)", masked)
        if not re.search(r"(?i)(?:[,;\n(]|\bor|\bnot)\s*$", masked[: match.start()])
    ]
    starts, ends = [0, *(at + 1 for at in signs)], [*signs, len(text)]
    parts = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return parts if all(parts) else [text]


def _cuts(masked: str) -> list[tuple[int, int]]:
    """The separators that stand outside of brackets."""
    cuts: list[tuple[int, int]] = []
    depth = position = 0
    for match in SEPARATOR.finditer(masked):
        depth += masked.count("(", position, match.start()) - masked.count(")", position, match.start())
        position = match.start()
        if depth <= 0:
            cuts.append(match.span())
    return cuts


def _is_word(text: str, vocabulary: Vocabulary) -> bool:
    return folded(text) in vocabulary.words


KEYWORDS: Mapping[str, Test] = {
    "-": Anything(),
    "any": Anything(),
    UNKNOWN: IsUnknown(),
    "known": IsKnown(),
}
"""Words that are a condition by themselves, unless the field declares a value of that name."""


def _one(text: str, vocabulary: Vocabulary, depth: int) -> Test:
    """One alternative of a cell."""
    word = folded(text)
    if _is_word(text, vocabulary) and vocabulary.type != "set":
        return Equals(vocabulary.words[word])
    if word in KEYWORDS:
        return KEYWORDS[word]
    negated = _negated(text, vocabulary)
    if negated is not None:
        return Not(_without_any(_alternatives(negated, vocabulary, depth + 1)))
    if re.match(r"(?i)not\s*\(", text):
        raise CellError(
            later("the brackets in {text!r} do not match", text=text),
            later("write not(…) with one closing bracket at its end"),
        )
    match vocabulary.type:
        case "set":
            return _set_test(text, vocabulary)
        case "number" | "whole number" | "date":
            return _ordered_test(text, vocabulary)
        case "choice" | "yes/no":
            return _word_test(text, vocabulary)
    return _text_test(text, vocabulary)


def _word_test(text: str, vocabulary: Vocabulary) -> Test:
    """A declared value, with or without `=` or `!=` before it."""
    unequal = re.fullmatch(r"(!?=)\s*(.+)", text, re.DOTALL)
    if unequal is None:
        return Equals(read_word_value(text, vocabulary))
    value = Equals(read_word_value(unequal[2], vocabulary))
    return Not(value) if unequal[1] == "!=" else value


def _text_test(text: str, vocabulary: Vocabulary) -> Test:
    match = re.fullmatch(r"(!?=)\s*(.+)", text, re.DOTALL)
    sign, wanted = (match[1], match[2]) if match else ("=", text)
    if re.match(r"[<>]", text):
        raise CellError(
            later("{text!r} compares, but {vocabulary} is a text", text=text, vocabulary=vocabulary.name),
            later('put a text that is meant literally in quotes: "…"'),
        )
    if wanted.count('"') and not re.fullmatch(r'"[^"]*"', wanted):
        raise CellError(
            later("{text!r} has a quotation mark in the middle", text=text),
            later("quotes stand around a whole text, or not at all"),
        )
    value = Equals(read_text_value(wanted))
    return Not(value) if sign == "!=" else value


def _set_test(text: str, vocabulary: Vocabulary) -> Test:
    if folded(text) == "empty":
        return IsEmpty()
    tests: list[Test] = []
    verb = ""
    for part in _joined_by_and(text, vocabulary):
        match = re.fullmatch(r"(?is)(?:(includes|excludes)\s+)?(.+)", part)
        assert match is not None
        verb = (match[1] or verb).lower()
        if not verb:
            raise CellError(
                later("{text!r}: {vocabulary} holds several values", text=text, vocabulary=vocabulary.name),
                later("write includes {text}, excludes {text}, or empty", text=text),
            )
        member = _member(match[2], vocabulary)
        tests.append(Includes(member) if verb == "includes" else Excludes(member))
    return tests[0] if len(tests) == 1 else AllOf(tuple(tests))


def _joined_by_and(text: str, vocabulary: Vocabulary) -> list[str]:
    """The parts of `includes a and b`. A label that itself holds `and` is kept whole where it is known."""
    words = re.split(r"(?i)(\s+and\s+)", text)
    parts = [words[0]]
    for joint, part in zip(words[1::2], words[2::2], strict=True):
        whole = parts[-1] + joint + part
        if (
            _is_word(re.sub(r"(?i)^(includes|excludes)\s+", "", whole), vocabulary)
            or whole.count('"') == 2 > part.count('"') > 0
        ):
            parts[-1] = whole
        else:
            parts.append(part)
    return parts


def _member(text: str, vocabulary: Vocabulary) -> Value:
    if folded(text) == UNKNOWN and not _is_word(text, vocabulary):
        if vocabulary.may_hold_unknown:
            return UNKNOWN
        raise CellError(
            later(
                "unknown is nothing that {vocabulary} could hold beside other values",
                vocabulary=vocabulary.name,
            ),
            later(
                "write unknown alone where {vocabulary} is not known as a whole; a list holds it only "
                "where its rows may give unknown (Unknown: yes in the Dictionary)",
                vocabulary=vocabulary.name,
            ),
        )
    if vocabulary.element_type == "choice":
        return read_word_value(text, vocabulary)
    return read_scalar(text, vocabulary, vocabulary.element_type)


_COMPARISON = re.compile(r"(<=|>=|!=|<|>|=)\s*(.+)", re.DOTALL)

_BRACKETS = re.compile(rf"([\[\](])\s*({_INSIDE})\s*\.\.\s*({_INSIDE})\s*({_CLOSES})\s*({_INSIDE})")

_RANGE = re.compile(r"(?i)(?:between\s+(.+?)\s+and\s+(.+)|(.+?)\s*(?:\.\.|\s+to\s+)\s*(.+))")

_DOTS = re.compile(r"\.\s*\.\s*\.")

_DASH = re.compile(r"(-?[^-]+?)\s*-\s*(-?[\d.].*)", re.DOTALL)

_DATES = re.compile(r"(\S+)\s+-\s+(\S+)")


def _ordered_test(text: str, vocabulary: Vocabulary) -> Test:
    """A comparison, interval or single number or date."""
    if _DOTS.search(text):
        raise CellError(
            later("{text!r} has three dots in a row, of which one could be a decimal point", text=text),
            later("write two dots, and a digit before every point: 0..30, 0..0.30"),
        )
    if re.search(r"(?i)\sand\s", text) and not re.match(r"(?i)between\s", text):
        raise CellError(
            later("{text!r} joins two tests by 'and'", text=text),
            later("write an interval such as (20..30] or >= 20"),
        )
    if match := _COMPARISON.fullmatch(text):
        return _compared(match[1], read_end(match[2], vocabulary))
    if match := _BRACKETS.fullmatch(text):
        low, high = _both_ends(match[2], match[3], vocabulary, match[5])
        return _interval(text, low, match[1] == "[", high, match[4] == "]")
    if match := _RANGE.fullmatch(text):
        low, high = _both_ends(match[1] or match[3], match[2] or match[4], vocabulary)
        return _interval(text, low, True, high, True)
    dash = _DATES if vocabulary.type == "date" else _DASH
    if (match := dash.fullmatch(text)) and not in_known_unit(text, vocabulary):
        low, high = _both_ends(match[1], match[2], vocabulary)
        return _interval(text, low, True, high, True)
    return Equals(read_end(text, vocabulary))


def _compared(sign: str, end: Fraction | date) -> Test:
    meanings: dict[str, Test] = {
        "<": Interval(None, False, end, False),
        "<=": Interval(None, False, end, True),
        ">": Interval(end, False, None, False),
        ">=": Interval(end, True, None, False),
        "=": Equals(end),
        "!=": Not(Equals(end)),
    }
    return meanings[sign]


def _interval(
    text: str, low: Fraction | date, low_closed: bool, high: Fraction | date, high_closed: bool
) -> Interval:
    if low > high or (low == high and not (low_closed and high_closed)):  # type: ignore[operator]
        raise CellError(
            later("{text!r} holds nothing: its lower end is not below its upper end", text=text),
            later("turn the ends round"),
        )
    return Interval(low, low_closed, high, high_closed)


def _both_ends(
    low: str, high: str, vocabulary: Vocabulary, unit: str = ""
) -> tuple[Fraction | date, Fraction | date]:
    """Two ends; a unit written only behind the second (`20..30 cm`), or behind the bracket, holds for both."""
    if vocabulary.type != "date":
        first, second = read_quantity(low), read_quantity(high)
        if unit and (first is None or second is None or first[1] or second[1]):
            raise CellError(
                later("{unit!r} stands behind the interval, and its ends are no bare numbers", unit=unit),
                later(
                    "write the unit once: {low}..{high} with the unit behind the last number",
                    low=low,
                    high=high,
                ),
            )
        if unit:
            return read_end(f"{low} {unit}", vocabulary), read_end(f"{high} {unit}", vocabulary)
        if first and second and second[1] and not first[1]:
            low = f"{low} {second[1]}"
        if first and second and first[1] and not second[1]:
            raise CellError(
                later("only the first of {low!r} and {high!r} has a unit", low=low, high=high),
                later("write the unit behind both, or behind the last"),
            )
    return read_end(low, vocabulary), read_end(high, vocabulary)


def parse_value(raw: Raw, vocabulary: Vocabulary, *, cell_is_condition: bool = False) -> Value:
    """The value that a result cell, or a Given cell of a case, states. Raises `CellError`.

    `none` is None, unless the field declares a value of that name; `unknown` is UNKNOWN (whether the field
    may be unknown is for the caller to say).
    """
    if cell_is_condition:
        return _value(raw, vocabulary, True)
    key = type(raw), raw
    if key not in vocabulary.stated:
        vocabulary.stated[key] = _value(raw, vocabulary, False)
    return vocabulary.stated[key]


def _value(raw: Raw, vocabulary: Vocabulary, cell_is_condition: bool) -> Value:
    if raw is None or (isinstance(raw, str) and not plained(raw)):
        raise CellError(later("the cell is blank"), _what_to_state(vocabulary), "blank-cell")
    if isinstance(raw, bool):
        return _yes_or_no_cell(raw, vocabulary)
    if isinstance(raw, (date, datetime)):
        return _date_cell(raw, vocabulary)
    if isinstance(raw, (int, float)):
        if abs(raw) >= MOST:
            raise CellError(too_long(raw), AS_TEXT)
        return read_number_cell(raw, vocabulary)
    return _written_value(plained(raw), vocabulary, cell_is_condition)


def _what_to_state(vocabulary: Vocabulary) -> str:
    """What can stand in a blank result: that nothing is given is one of the possibilities, and not the first."""
    words = ", ".join(map(vocabulary.said, vocabulary.codes[:_FEW]))
    named = f" ({words}{', …' if vocabulary.codes[_FEW:] else ''})" if words else ""
    return later(
        "write what this row gives{named}; or none, where the decision gives nothing here", named=named
    )


def _yes_or_no_cell(raw: bool, vocabulary: Vocabulary) -> Value:
    type_ = vocabulary.type
    if type_ == "yes/no" or (type_ == "set" and vocabulary.element_type == "yes/no"):
        return raw
    raise CellError(
        later(
            "the cell holds {upper}, but {vocabulary} is {kind}",
            upper=str(raw).upper(),
            vocabulary=vocabulary.name,
            kind=kind_words(type_),
        ),
        expected_words(vocabulary),
    )


def _date_cell(raw: date, vocabulary: Vocabulary) -> Value:
    if vocabulary.type == "date":
        return plain_date(raw)
    raise CellError(
        later(
            "the cell holds the date {plain_date}, but {vocabulary} is {kind}: the spreadsheet has "
            "probably turned a text such as 1-2 into a date",
            plain_date=plain_date_text(raw),
            vocabulary=vocabulary.name,
            kind=kind_words(vocabulary.type),
        ),
        later("format the cell as text and write it again"),
    )


def _written_value(text: str, vocabulary: Vocabulary, cell_is_condition: bool) -> Value:
    type_ = vocabulary.type
    word = folded(text)
    if word in vocabulary.words and type_ != "set":
        return vocabulary.words[word]
    if word == "none" and not cell_is_condition:
        return None
    if word == UNKNOWN:
        return UNKNOWN
    if type_ == "set":
        if word == "empty":
            return frozenset()
        members = [_member(part, vocabulary) for part in _split(text, vocabulary)]
        return frozenset(member for member in members if isinstance(member, str))
    if not cell_is_condition:
        _one_of_them(text, vocabulary)
    return read_scalar(text, vocabulary, type_)


def _one_of_them(text: str, vocabulary: Vocabulary) -> None:
    """Refuses a list of values where a cell holds one."""
    together = several(text, vocabulary) if vocabulary.type == "choice" else []
    if together:
        raise CellError(
            later("{text!r} names {n} values, and this cell holds one", text=text, n=len(together)),
            later("write one of them: {together}", together=strung(later(" or "), together)),
            "unknown-name",
        )


def _wrap(vocabulary: Vocabulary, value: Value) -> Test:
    return Includes(value) if vocabulary.type == "set" else Equals(value)
