"""How three databases say the same: names, texts, casts that never raise, lists.

A database is told apart here and nowhere else. Every number is a decimal of 18 places: what has more is refused, not
rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from b12tables.runtime.words import escaped

PLACES = 18
"""Decimal places of every number in a statement."""

LARGEST = 15
"""Digits before the point of a stated number: sums of many such numbers still fit."""

_PLAIN = "[0-9]+([.][0-9]*)?"
_SCIENTIFIC = "[0-9]([.][0-9]{0,16})?[eE][+-]?[0-9]{1,3}"
NUMBER = f"^[+-]?({_PLAIN}|{_SCIENTIFIC})$"
TOO_FINE = f"[.][0-9]{{{PLACES}}}[0-9]*[1-9]"
DAY = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])( 00:00:00([.]0+)?)?$"
"""A day, or a time that is the beginning of a day."""


@dataclass(frozen=True)
class Dialect:
    """The words of one database, each a function from SQL to SQL."""

    name: str
    title: str
    mark: str
    """What stands around a name."""
    text: str
    """The type of texts."""
    double: str
    fence: str
    """What keeps the planner from writing one step into the next, where the same part would stand there many times."""
    escape: Callable[[str], str]
    matches: Callable[[str, str], str]
    decimal: Callable[[str], str]
    """A text that looks like a number as a decimal."""
    finer: Callable[[str, str], str]
    """Whether a text says more than the decimal that was made of it."""
    day: Callable[[str], str]
    """A text that looks like a day, as a date; NULL where there is no such day."""
    days: Callable[[str, str], str]
    """Days from one date to another."""
    whole_division: Callable[[str, int], str]
    """A whole number by another, cut towards 0."""
    whole: str
    """The type of whole numbers of any size."""
    array: Callable[[Iterable[str]], str]
    kept: Callable[[str], str]
    """A list without its NULLs."""
    size: Callable[[str], str]
    contains: Callable[[str, str], str]
    each: Callable[[str, Callable[[str], str]], str]
    """A list with something made of each of its members, in its order."""
    sorted: Callable[[str], str]
    """A list of texts without repetition, in the order of their code points."""
    foreign: Callable[[str, str], str]
    """Whether a list has a member that another has not, or a NULL."""
    empty: str
    """A list of texts without members."""
    members: Callable[[str], str]
    """A column of texts as a list: the column."""

    def name_of(self, name: str) -> str:
        """A name, whatever signs it has."""
        return f"{self.mark}{name.replace(self.mark, self.mark * 2)}{self.mark}"

    def literal(self, text: str) -> str:
        """A text, whatever signs it has."""
        return f"'{self.escape(text)}'"

    def number(self, value: Fraction) -> str:
        """A decimal; `value` has at most `PLACES` places."""
        return decimal_text(value)

    def typed(self, sql: str) -> str:
        """As the decimal type of all numbers."""
        return f"CAST({sql} AS {DECIMAL})"

    def counted(self, sql: str | int) -> str:
        """As the type of whole numbers of any size."""
        return f"CAST({sql} AS {self.whole})"

    def date(self, day: date) -> str:
        return f"DATE '{day.isoformat()}'"


DECIMAL = f"DECIMAL(36, {PLACES})"


def decimal_text(value: Fraction) -> str:
    """An exact decimal, without an exponent."""
    scaled = value * 10**PLACES
    assert scaled.denominator == 1
    sign, digits = "-" if scaled < 0 else "", str(abs(int(scaled))).zfill(PLACES + 1)
    whole, rest = digits[:-PLACES], digits[-PLACES:].rstrip("0")
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def _doubled(text: str) -> str:
    """A line break is named, not written: the lines of a statement are indented. So is a mark of direction: a reader
    of the statement sees it in the order in which it is.
    """
    doubled = escaped(text.replace("'", "''"), _named)
    return doubled.replace("\n", _named("\n")).replace("\r", _named("\r"))


def _named(sign: str) -> str:
    return f"' || chr({ord(sign)}) || '"


def _backslashed(text: str) -> str:
    """Spark reads backslashes, and puts the value of a variable where a dollar and a brace stand."""
    quoted = escaped(text.replace("\\", "\\\\").replace("'", "\\'"))
    return quoted.replace("$", "\\u0024").replace("\n", "\\n").replace("\r", "\\r")


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items)


DUCKDB = Dialect(
    name="duckdb",
    title="DuckDB",
    mark='"',
    text="VARCHAR",
    double="DOUBLE",
    fence="",
    escape=_doubled,
    matches=lambda text, pattern: f"regexp_matches({text}, '{pattern}')",
    decimal=lambda text: f"TRY_CAST({text} AS {DECIMAL})",
    finer=lambda text, value: (
        f"(regexp_matches({text}, '{TOO_FINE}') OR (regexp_matches({text}, '[eE]') "
        f"AND TRY_CAST({text} AS DOUBLE) <> CAST({value} AS DOUBLE)))"
    ),
    day=lambda text: f"TRY_CAST(substr({text}, 1, 10) AS DATE)",
    days=lambda start, end: f"({end} - {start})",
    whole_division=lambda sql, by: f"({sql}) // {by}",
    whole="HUGEINT",
    array=lambda items: f"[{_listed(items)}]",
    kept=lambda sql: f"[r FOR r IN {sql} IF r IS NOT NULL]",
    size=lambda sql: f"len({sql})",
    contains=lambda sql, member: f"list_contains({sql}, {member})",
    each=lambda sql, make: f"[{make('r')} FOR r IN {sql}]",
    sorted=lambda sql: f"list_sort(list_distinct({sql}))",
    foreign=lambda sql, known: f"len([r FOR r IN {sql} IF r IS NULL OR NOT list_contains({known}, r)]) > 0",
    empty="CAST([] AS VARCHAR[])",
    members=lambda sql: f"CAST({sql} AS VARCHAR[])",
)

SPARK = Dialect(
    name="spark",
    title="Spark SQL",
    mark="`",
    text="STRING",
    double="DOUBLE",
    fence="",
    escape=_backslashed,
    matches=lambda text, pattern: f"{text} RLIKE '{_backslashed(pattern)}'",
    decimal=lambda text: f"TRY_CAST({text} AS {DECIMAL})",
    finer=lambda text, value: (
        f"({text} RLIKE '{_backslashed(TOO_FINE)}' OR ({text} RLIKE '[eE]' "
        f"AND TRY_CAST({text} AS DOUBLE) <> CAST({value} AS DOUBLE)))"
    ),
    day=lambda text: f"TRY_CAST(substr({text}, 1, 10) AS DATE)",
    days=lambda start, end: f"datediff({end}, {start})",
    whole_division=lambda sql, by: f"(({sql}) DIV {by})",
    whole="DECIMAL(38, 0)",
    array=lambda items: f"array({_listed(items)})",
    kept=lambda sql: f"filter({sql}, r -> r IS NOT NULL)",
    size=lambda sql: f"size({sql})",
    contains=lambda sql, member: f"array_contains({sql}, {member})",
    each=lambda sql, make: f"transform({sql}, r -> {make('r')})",
    sorted=lambda sql: f"array_sort(array_distinct({sql}))",
    foreign=lambda sql, known: f"exists({sql}, r -> r IS NULL OR NOT array_contains({known}, r))",
    empty="CAST(array() AS ARRAY<STRING>)",
    members=lambda sql: f"CAST({sql} AS ARRAY<STRING>)",
)


def _postgres_day(text: str) -> str:
    """PostgreSQL has no cast that gives NULL: the length of the month is asked before."""
    first = f"CAST(left({text}, 8) || '01' AS DATE)"
    length = f"EXTRACT(DAY FROM {first} + INTERVAL '1 month' - INTERVAL '1 day')"
    return (
        f"CASE WHEN left({text}, 4) <> '0000' THEN "
        f"CASE WHEN CAST(substr({text}, 9, 2) AS INTEGER) <= {length} THEN CAST(left({text}, 10) AS DATE) END END"
    )


POSTGRES = Dialect(
    name="postgres",
    title="PostgreSQL",
    mark='"',
    text="TEXT",
    double="DOUBLE PRECISION",
    fence="OFFSET 0",
    escape=_doubled,
    matches=lambda text, pattern: f"{text} ~ '{pattern}'",
    decimal=lambda text: (
        f"CASE WHEN abs(CAST({text} AS NUMERIC)) < 1e{LARGEST} THEN CAST({text} AS {DECIMAL}) END"
    ),
    finer=lambda text, value: f"CAST({text} AS NUMERIC) <> {value}",
    day=_postgres_day,
    days=lambda start, end: f"({end} - {start})",
    whole_division=lambda sql, by: f"div({sql}, {by})",
    whole="NUMERIC",
    array=lambda items: f"ARRAY[{_listed(items)}]",
    kept=lambda sql: f"array_remove({sql}, NULL)",
    size=lambda sql: f"cardinality({sql})",
    contains=lambda sql, member: f"{member} = ANY({sql})",
    each=lambda sql, make: (
        f"ARRAY(SELECT {make('u.r')} FROM unnest({sql}) WITH ORDINALITY AS u(r, place) ORDER BY u.place)"
    ),
    sorted=lambda sql: (
        f'CASE WHEN {sql} IS NOT NULL THEN ARRAY(SELECT DISTINCT u.r COLLATE "C" FROM unnest({sql}) '
        f"AS u(r) ORDER BY 1) END"
    ),
    foreign=lambda sql, known: f"NOT ({sql} <@ {known})",
    empty="CAST(ARRAY[] AS TEXT[])",
    members=lambda sql: f"CAST({sql} AS TEXT[])",
)

DIALECTS = {dialect.name: dialect for dialect in (DUCKDB, SPARK, POSTGRES)}
