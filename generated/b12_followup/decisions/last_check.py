# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Last check (classes.xlsx · Last check). Hit policy: Unique.

In which part of the treatment was the last check?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from .. import impossible
from ..readers import read_check_done, read_last_check_month, read_months_since_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class LastCheck(Answer):
    """An answer of Last check."""

    _codes = ("last_check",)
    __slots__ = _codes

    last_check: values.LastCheckCode
    """Last check."""


HERE = Place("classes.xlsx", "Last check", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:G8) when Checked on treatment: no
#   then Last check: No check yet
#   because statement S1-02; inference no check yet is an answer of its own
B1 = Rule(
    "B1",
    LastCheck("none"),
    Place(FILE, SHEET, "A8:G8"),
    (("statement", "S1-02", ""), ("inference", "", "no check yet is an answer of its own"),),
)

# B2 (A9:G9) when Checked on treatment: yes; unknown; Month of last check: < 3
#   then Last check: Before month 3
#   because statement S1-02
B2 = Rule(
    "B2",
    LastCheck("before_3"),
    Place(FILE, SHEET, "A9:G9"),
    (("statement", "S1-02", ""),),
)

# B3 (A10:G10) when Checked on treatment: yes; unknown; Month of last check: [3..6)
#   then Last check: Month 3 to 5
#   because statement S1-02; statement S1-03
B3 = Rule(
    "B3",
    LastCheck("3_to_5"),
    Place(FILE, SHEET, "A10:G10"),
    (("statement", "S1-02", ""), ("statement", "S1-03", ""),),
)

# B4 (A11:G11) when Checked on treatment: yes; unknown; Month of last check: [6..9)
#   then Last check: Month 6 to 8
#   because statement S1-03; statement S2-13
B4 = Rule(
    "B4",
    LastCheck("6_to_8"),
    Place(FILE, SHEET, "A11:G11"),
    (("statement", "S1-03", ""), ("statement", "S2-13", ""),),
)

# B5 (A12:G12) when Checked on treatment: yes; unknown; Month of last check: [9..12)
#   then Last check: Month 9 to 11
#   because statement S2-13; statement S1-04
B5 = Rule(
    "B5",
    LastCheck("9_to_11"),
    Place(FILE, SHEET, "A12:G12"),
    (("statement", "S2-13", ""), ("statement", "S1-04", ""),),
)

# B6 (A13:G13) when Checked on treatment: yes; unknown; Month of last check: >= 12
#   then Last check: From month 12
#   because statement S1-04; statement S1-05
B6 = Rule(
    "B6",
    LastCheck("12_or_later"),
    Place(FILE, SHEET, "A13:G13"),
    (("statement", "S1-04", ""), ("statement", "S1-05", ""),),
)

# B7 (A14:G14) when Checked on treatment: yes; unknown; Month of last check: unknown; Months since start: >= 3;
#     unknown
#   then Last check: Time not recorded
#   because inference start or last check not recorded
B7 = Rule(
    "B7",
    LastCheck("not_known"),
    Place(FILE, SHEET, "A14:G14"),
    (("inference", "", "start or last check not recorded"),),
)

# B8 (A15:G15) when Checked on treatment: yes; unknown; Month of last check: unknown; Months since start: < 3
#   then Last check: Before month 3, if any
#   because statement S1-02; statement S3-09; inference whatever was checked so far, the first check that counts
#     is that of month 3
B8 = Rule(
    "B8",
    LastCheck("before_3_if_any"),
    Place(FILE, SHEET, "A15:G15"),
    (("statement", "S1-02", ""), ("statement", "S3-09", ""), ("inference", "", "whatever was checked so far, the first check that counts is that of month 3"),),
)


def decide(
    check_done: bool | None,
    last_check_month: float | Fraction | None,
    months_since_start: float | Fraction | None,
) -> Rule[LastCheck]:
    """In which part of the treatment was the last check?"""
    if last_check_month is None:
        if check_done is False:
            return B1
        if months_since_start is None:
            return B7
        if months_since_start < 3:
            return B8
        return B7
    if last_check_month < 6:
        if last_check_month < 3:
            if check_done is False:
                return B1
            return B2
        if check_done is False:
            return B1
        return B3
    if last_check_month < 9:
        if check_done is False:
            return B1
        return B4
    if last_check_month < 12:
        if check_done is False:
            return B1
        return B5
    if check_done is False:
        return B1
    return B6


KNOWN = frozenset(("check_done", "last_check_month", "months_since_start"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[LastCheck]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            stated = (
                x if (x := get("check_done")) is True or x is None or x is False else read_check_done(x),
                x if ((kind := type(x := get("last_check_month"))) is int and -1200 <= x <= 1200) or (kind is float and -1200.0 <= x <= 1200.0) else read_last_check_month(x),
                x if ((kind := type(x := get("months_since_start"))) is int and 0 <= x <= 1200) or (kind is float and 0.0 <= x <= 1200.0) else read_months_since_start(x),
            )
            if impossible.impossible_X2(stated[0], stated[1]) or impossible.impossible_X3(stated[2], stated[1]) or impossible.impossible_X4(stated[2], stated[1]) or impossible.impossible_X5(stated[2], stated[1]) or impossible.impossible_X6(stated[2], stated[1]):
                raise Obstacle
            return decide(*stated)
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[LastCheck] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "last_check",
    "Last check",
    question="In which part of the treatment was the last check?",
    hit_policy="Unique",
    place=HERE,
    inputs=("check_done", "last_check_month", "months_since_start"),
    unknown=("check_done", "last_check_month", "months_since_start"),
    outputs=("last_check",),
    decide=decide,
    rules=(B1, B2, B3, B4, B5, B6, B7, B8,),
    answer=LastCheck,
    hash="8122c53c9f18756a5d7bcabe6c8dabe0d6c93cdfc1f2820ffc4ffd81017ba871",
)
