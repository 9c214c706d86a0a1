"""Values, tests and formulas in FEEL, the expression language of DMN.

What is not known is `null`. FEEL's `not(a)` holds for null and ours does not, a comparison with null is null and no
false, and engines differ on a test that is null: so every test that is written here says what it means for null.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Anything,
    Computed,
    Equals,
    Excludes,
    Field,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Not,
    Test,
    Value,
    passes,
)
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import UNKNOWN

ANY = "-"
NULL = "null"


def literal(value: Value) -> str:
    """A value: `null` where there is none and where it is not known."""
    match value:
        case None:
            return NULL
        case bool():
            return "true" if value else "false"
        case Fraction():
            return number(value)
        case date():
            return f'date("{value.isoformat()}")'
        case frozenset():
            return f"[{', '.join(literal(member) for member in sorted(value))}]"
    return NULL if value == UNKNOWN else quoted(value)


def number(value: Fraction) -> str:
    """A number in decimals, or as a quotient in brackets where decimals do not end."""
    text = number_text(value)
    return f"({text})" if "/" in text else text


def quoted(text: str) -> str:
    """A text between quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for sign, letter in (("\n", "n"), ("\r", "r"), ("\t", "t")):
        escaped = escaped.replace(sign, f"\\{letter}")
    return f'"{escaped}"'


# ---------------------------------------------------------------- tests


def unary_tests(test: Test, field: Field, as_set: bool) -> str:
    """What stands in an input entry for a condition on a field; `as_set` where it holds several values."""
    if isinstance(test, Anything):
        return ANY
    if as_set:
        return expression(test)
    if field.type == "yes/no":
        # a condition that is itself true or false would be compared with the value
        return _listed(test, (True, False)) or "not(true, false, null)"
    simple = _alternatives(test)
    if simple is None and field.type == "choice":
        simple = _listed(test, field.value_codes) or None
    return expression(test) if simple is None else simple


def _listed(test: Test, values: Sequence[Value]) -> str:
    """Of some values and what is not known, those that a test admits; empty where it admits none."""
    admitted = [literal(value) for value in (*values, UNKNOWN) if passes(test, value)]
    return ANY if len(admitted) > len(values) else ", ".join(admitted)


def _alternatives(test: Test) -> str | None:
    """A test as plain alternatives, or as all known values but some; None where it is neither."""
    match test:
        case IsKnown():
            return f"not({NULL})"
        case Not(AnyOf(parts)):
            listed = _joined(parts)
            return None if listed is None else f"not({listed}, {NULL})"
        case Not(inner):
            one = _plain(inner)
            return None if one is None else f"not({one}, {NULL})"
        case AnyOf(parts):
            return ANY if any(isinstance(part, Anything) for part in parts) else _joined(parts)
    return _plain(test)


def _joined(parts: Sequence[Test]) -> str | None:
    texts = [_plain(part) for part in parts]
    return None if None in texts else ", ".join(filter(None, texts))


def _plain(test: Test) -> str | None:
    match test:
        case IsUnknown():
            return NULL
        case Equals(value) if not isinstance(value, frozenset):
            return literal(value) if value is not None else None
        case Interval():
            return _interval(test)
    return None


def _interval(test: Interval) -> str | None:
    """An interval as FEEL writes it; None of one that is empty, or has an end that is no decimal."""
    low, high = test.low, test.high
    if any(isinstance(end, Fraction) and "/" in number_text(end) for end in (low, high)):
        return None
    if low is None and high is None:
        return f"not({NULL})"
    if low is None:
        return f"{'<=' if test.high_closed else '<'} {literal(high)}"
    if high is None:
        return f"{'>=' if test.low_closed else '>'} {literal(low)}"
    if low > high or (low == high and not (test.low_closed and test.high_closed)):  # type: ignore[operator]
        return None
    opening, closing = "[" if test.low_closed else "(", "]" if test.high_closed else ")"
    return f"{opening}{literal(low)}..{literal(high)}{closing}"


def expression(test: Test) -> str:
    """A test as a condition on `?` that is true or false for null too."""
    match test:
        case Anything():
            return "true"
        case IsUnknown():
            return "? = null"
        case IsKnown() | Interval(None, _, None, _):
            return "? != null"
        case Equals(frozenset() as members):
            held = [f"list contains(?, {literal(member)})" for member in sorted(members)]
            return _known([*held, f"count(distinct values(?)) = {len(members)}"])
        case Equals(value):
            return f"? = {literal(value)}"
        case Interval():
            return _known(_ends(test))
        case Includes(member):
            return _known([f"list contains(?, {literal(member)})"])
        case Excludes(member):
            return _known([f"not(list contains(?, {literal(member)}))"])
        case IsEmpty():
            return _known(["count(?) = 0"])
        case _:
            return _combined(test)


def _combined(test: Test) -> str:
    match test:
        case Not(inner):
            return _known([f"not({expression(inner)})"])
        case AnyOf(parts):
            return "(" + " or ".join(map(expression, parts)) + ")"
        case AllOf(parts):
            return "(" + " and ".join(map(expression, parts)) + ")"
    raise AssertionError(test)


def _known(conditions: Sequence[str]) -> str:
    """Conditions that hold together for a known value; for null they are not looked at."""
    return f"(if ? = null then false else {' and '.join(conditions)})"


def _ends(test: Interval) -> list[str]:
    low = [] if test.low is None else [f"? {'>=' if test.low_closed else '>'} {literal(test.low)}"]
    high = [] if test.high is None else [f"? {'<=' if test.high_closed else '<'} {literal(test.high)}"]
    return low + high


# ---------------------------------------------------------------- domains


def allowed_values(field: Field, nullable: bool) -> str:
    """What a field may hold, as the allowed values of its type; empty where nothing is said of it."""
    declared = _domain(field)
    if declared:
        return f"{declared}, {NULL}" if nullable else declared
    return "" if nullable else f"not({NULL})"


def _domain(field: Field) -> str:
    if field.values:
        return ", ".join(quoted(code) for code in field.value_codes)
    if field.type == "yes/no":
        return "true, false"
    low, high = field.low, field.high
    if low is None and high is None:
        return ""
    ends = Interval(
        low.value if low else None,
        bool(low and low.closed),
        high.value if high else None,
        bool(high and high.closed),
    )
    return _interval(ends) or expression(ends)


# ---------------------------------------------------------------- formulas


def formula(computed: Computed, named: Callable[[str], str]) -> str:
    """What a field follows from, `named` being how each part is called; null where a part is."""
    parts = [named(part) for part in computed.parts]
    missing = " or ".join(f"{part} = null" for part in dict.fromkeys(parts))
    return f"if {missing} then null else {_made_of(computed, parts)}"


def _made_of(computed: Computed, parts: Sequence[str]) -> str:
    if computed.kind == "between":
        start, end = parts
        return _between(start, end, computed.unit)
    if computed.kind == "dose":
        return _dose(computed, parts)
    return (" + " if computed.kind == "sum" else " - ").join(parts)


def _between(start: str, end: str, unit: str) -> str:
    """Completed days, months or years; backwards -1 from the first day."""
    if unit == "days":
        return f"({end} - {start}).days"
    begun = f"(if {end}.day < {start}.day then 1 else 0)"
    months = f"({end}.year - {start}.year) * 12 + {end}.month - {start}.month - {begun}"
    return months if unit == "months" else f"floor(({months}) / 12)"


def _dose(computed: Computed, parts: Sequence[str]) -> str:
    factor = [] if computed.factor == 1 else [number(computed.factor)]
    found = " * ".join([*factor, *parts])
    if computed.rounded is not None:
        step = number(computed.rounded)
        found = f"floor({found} / {step} + 0.5) * {step}"
    if computed.at_least is not None:
        found = f"max({found}, {number(computed.at_least)})"
    return found if computed.at_most is None else f"min({found}, {number(computed.at_most)})"
