"""What a reader of the sheet sees in a cell: a number together with its number format.

`50%` is stored as 0.5, a date as 46000, `5 mg` may be a 5 with a format that writes "mg" behind it. What is
seen is what counts; where a cell shows something else than it holds, that is a problem to be told.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from b12tables.compiler.reader.workbook import Raw
from b12tables.runtime.numbers import exact, number_text

_BUILT_IN = {
    "0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "11": "0.00E+00", "12": "# ?/?", "13": "# ??/??", "37": "#,##0", "38": "#,##0", "39": "#,##0.00",
    "40": "#,##0.00", "48": "##0.0E+0", "49": "@",
    **dict.fromkeys(map(str, [*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)]), "yyyy-mm-dd"),
    **dict.fromkeys(map(str, [*range(18, 22), *range(32, 36), 45, 46, 47]), "h:mm"),
}  # fmt: skip

Shown = tuple[Raw, str, str]
"""The value, and a problem and its remedy ("" where there is none)."""

_AS_TEXT = "format the cell as text and write again what is meant"


def shown(value: int | float | str, code: str, epoch: date) -> Shown:
    """The value that the cell shows under a number format. `epoch` is the day that counts as 0."""
    code = _BUILT_IN.get(code[1:], "General") if code.startswith("#") and code[1:].isdigit() else code
    if code in ("General", "@") and (isinstance(value, str) or value - value == 0):
        return value, "", ""
    sections = _sections(code)
    if isinstance(value, str):
        if value and len(sections) == 4 and not sections[3].strip():
            return (
                None,
                "the cell shows nothing, because its number format hides it",
                "set its format to General",
            )
        return value, "", ""
    if value != value or value in (float("inf"), float("-inf")):
        return None, "the cell holds no number", "write the number again"
    section = _section(sections, value)
    if not section.strip():
        if section == "" and len(sections) == 1:
            section = "General"
        else:
            return (
                None,
                "the cell shows nothing, because its number format hides it",
                "set its format to General",
            )
    bare = _bare(section)
    moment = _moment(bare, section)
    if moment:
        return _date(value, epoch) if moment == "date" else _no_time()
    return _number(value, section, bare)


def _sections(code: str) -> list[str]:
    """The parts for positive, negative, zero and text, cut at semicolons that are not quoted."""
    parts, quoted, escaped, start = [], False, False, 0
    for position, sign in enumerate(code):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            parts.append(code[start:position])
            start = position + 1
    return [*parts, code[start:]]


def _section(sections: list[str], value: int | float) -> str:
    if any(re.match(r"\[[<>=]", section) for section in sections):
        return sections[0]  # conditional sections: the first is as good as any for what is asked here
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def _bare(section: str) -> str:
    """The format without quoted and escaped letters, colours, spacing and filling."""
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", section)


def _moment(bare: str, section: str) -> str:
    """Whether the format shows a date, a time of day, or neither ("")."""
    if re.search(r"(?i)\[(h+|m+|s+)\]", section):
        return "time"
    letters = re.sub(r"(?i)general|standard|am/pm|a/p|e[+-]", "", bare).lower()
    if re.search(r"[dy]", letters) or ("m" in letters and not re.search(r"[hs]", letters)):
        return "date"
    return "time" if re.search(r"[hs]", letters) else ""


def _no_time() -> Shown:
    return None, "the cell holds a time of day or a duration", _AS_TEXT


def _date(value: int | float, epoch: date) -> Shown:
    days, rest = divmod(exact(value), 1)
    # Day 60 of the 1900 system is a 29 February that never was; the days before it are one off.
    days = int(days) + (1 if epoch.year == 1899 and 0 < days < 60 else 0)
    if days < (1 if epoch.year == 1899 else 0) or days > 2_958_465 or (epoch.year == 1899 and value == 60):
        return None, "the cell shows a date that does not exist", _AS_TEXT
    day = epoch + timedelta(days=days)
    seconds = round(rest * 86400)
    if not seconds:
        return day, "", ""
    return datetime.combine(day, time()) + timedelta(seconds=seconds), "", ""


def _number(value: int | float, section: str, bare: str) -> Shown:
    number = exact(value)
    if re.search(r"(?i)e[+-]", bare):
        problem = f"the cell shows {number_text(number)} as a power of ten, as if 1E5 had been typed"
        return (
            None,
            problem,
            "write the number in full and set its format to General, or format the cell as text",
        )
    if "/" in bare and "?" in bare:
        return None, f"the cell shows {number_text(number)} as a fraction", "set its format to General"
    digits = re.fullmatch(r"\s*[#0?,]*(?:\.([#0?]*))?\s*(%?)\s*", bare)
    percent = "%" in bare
    if percent:
        number *= 100
    if digits and re.search(r"[#0?]", bare) and not re.search(r",\s*%?$", bare.strip()):
        places = len(digits[1] or "")
        if (number * 10**places).denominator != 1:
            seen = number_text(Fraction(round(number * 10**places), 10**places))
            sign = "%" if percent else ""
            problem = f"the cell shows {seen}{sign}, but holds {number_text(number)}{sign}"
            return None, problem, "show all decimals (format General), or write the rounded number"
    before, after = _letters(section)
    if percent:
        return f"{before}{number_text(number)} %{after}", "", ""
    if before or after:
        return f"{before}{number_text(number)}{after and ' ' + after}", "", ""
    return value, "", ""


def _letters(section: str) -> tuple[str, str]:
    """What the format writes before and behind the number."""
    visible = re.sub(r"\[[^\]]*\]|_.|\*.", "", section)
    match = re.search(
        r"(?i)general|standard|[#0?][#0?.,]*%?", re.sub(r'"[^"]*"|\\.', lambda m: " " * len(m[0]), visible)
    )
    if match is None:
        return "", ""
    ends = visible[: match.start()], visible[match.end() :]
    before, after = (re.sub(r'"|\\(?=.)', "", end).strip() for end in ends)
    return before, after
