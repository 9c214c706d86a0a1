"""Dates as people write them, in the one form that cells have: 31.01.2026, 1/31/2026, 31 January 2026 -> 2026-01-31."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH = "|".join(sorted((*_MONTHS, *(month[:3] for month in _MONTHS), "sept"), key=len, reverse=True))
_FORMS = (
    re.compile(r"(?<![\d.])(?P<one>\d{1,2})(?P<sign>[./-])(?P<two>\d{1,2})(?P=sign)(?P<year>\d{4})(?![\d.])"),
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<sign>[./])(?P<two>\d{1,2})(?P=sign)(?P<one>\d{1,2})(?!\d)"),
    re.compile(
        rf"(?i)(?<!\d)(?P<one>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})(?!\d)"
    ),
    re.compile(
        rf"(?i)\b(?P<month>{_MONTH})\.?\s+(?P<one>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)"
    ),
)


def with_dates(text: str) -> list[str]:
    """The text with its dates in the form of cells; several where a date could be two days, none where it has none."""
    found = [text]
    for form in _FORMS:
        found = [other for written in found for other in _written(written, form)]
    return [other for other in dict.fromkeys(found) if other != text]


def only_dates(text: str) -> list[str]:
    """The days that a text may mean which is a date and nothing else, in the form of cells."""
    return [written for written in with_dates(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", written)]


def _written(text: str, form: re.Pattern[str]) -> Iterator[str]:
    match = form.search(text)
    if match is None:
        yield text
        return
    days = list(dict.fromkeys(_days(match)))
    if not days:
        yield text
    for day in days:
        head = f"{text[: match.start()]}{day.isoformat()}"
        yield from (head + rest for rest in _written(text[match.end() :], form))


def _days(match: re.Match[str]) -> Iterator[date]:
    """The days that a date may mean: with points the day stands first, with strokes it may be the month."""
    parts = match.groupdict()
    year, one = int(parts["year"]), int(parts["one"])
    if parts.get("month"):
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(parts["month"].lower()[:3]))
        pairs = [(month, one)]
    else:
        two = int(parts["two"])
        turned = match.re is _FORMS[0] and parts["sign"] != "."
        pairs = [(two, one), (one, two)] if turned else [(two, one)]
    for month, day in pairs:
        with suppress(ValueError):
            yield date(year, month, day)
