"""Dates and times of FHIR: what is not given to the day is a stretch, and of two stretches one may be the later."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from b12tables.runtime.language import t

_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(T.*)?)?)?", re.ASCII)

_LEAP = re.compile(r"(T\d\d:\d\d:)60(?=\D|$)", re.ASCII)

_ANYWHERE = timedelta(hours=14)
"""How far the clocks of two places are apart from Greenwich at most."""


@dataclass(frozen=True)
class When:
    """From the first to the last moment that may be meant, and as it was written."""

    low: datetime
    high: datetime
    text: str

    def before(self, other: When) -> bool:
        """Whether it is earlier, whatever was meant."""
        return self.high < other.low

    @property
    def day(self) -> date:
        """The last day that may be meant, by the clock that it was written by."""
        return days(self.text)[1]


def days(text: str) -> tuple[date, date]:
    """The first and the last day that a date of FHIR may mean. Raises ValueError where it is none."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise _no_date(text)
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        if match[2] is None:
            return date(year, 1, 1), date(year, 12, 31)
        if match[3] is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:  # a month or a day that there is not
        raise _no_date(text) from None


def when(text: str) -> When:
    """A date or a moment. Raises ValueError where it is none."""
    try:
        return _stretch(text)
    except OverflowError:  # in the first year or the last one, half a day from an end of time
        raise _no_date(text) from None


def _no_date(text: str) -> ValueError:
    return ValueError(t("{text!r} is no date", text=text[:40]))


def _stretch(text: str) -> When:
    first, last = days(text)
    if "T" in text:
        try:
            # the sixty-first second of a minute, which now and then there is, is the one before it here
            moment = datetime.fromisoformat(_LEAP.sub(r"\g<1>59", text))
        except ValueError:
            raise _no_date(text) from None
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
            return When(moment, moment, text)
    midnight = datetime.min.time()
    low = datetime.combine(first, midnight, UTC)
    high = datetime.combine(last, midnight, UTC) + timedelta(days=1, microseconds=-1)
    return When(low - _ANYWHERE, high + _ANYWHERE, text)


def earliest(today: date, within: tuple[int, str]) -> date:
    """The first day that is not longer ago than a number of days (d), months (mo) or years (a)."""
    number, unit = within
    if unit == "d":
        return today - timedelta(days=number)
    months = today.year * 12 + today.month - 1 - number * (12 if unit == "a" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
