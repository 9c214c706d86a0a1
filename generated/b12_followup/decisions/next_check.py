# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Next check (monitoring.xlsx · Next check). Hit policy: Unique.

When is the next check?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_last_check, read_stabilised, read_track, read_year_band

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class NextCheck(Answer):
    """An answer of Next check."""

    _codes = ("check_basis", "next_check_from", "next_check_to", "check_not_after", "sources_note")
    __slots__ = _codes

    check_basis: values.CheckBasisCode
    """How the next check counts."""

    next_check_from: int | Fraction | None
    """Next check from. Unit: mo."""

    next_check_to: int | Fraction | None
    """Next check to. Unit: mo."""

    check_not_after: int | Fraction | None
    """Not after month. Unit: mo."""

    sources_note: values.SourcesNoteCode
    """What the sources say."""


HERE = Place("monitoring.xlsx", "Next check", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# D1 (A11:L11) when Monitoring track: After loading; Last check: No check yet; Before month 3; Before month 3,
#     if any; Time not recorded
#   then How the next check counts: From the start of treatment; Next check from: 3; Next check to: 3; Not after
#     month: none; What the sources say: First check 3 months after the start
#   because statement S1-02; statement S3-14; conflict C19
D1 = Rule(
    "D1",
    NextCheck("from_start", 3, 3, None, "three_after_start"),
    Place(FILE, SHEET, "A11:L11"),
    (("statement", "S1-02", ""), ("statement", "S3-14", ""), ("conflict", "C19", ""),),
)

# D2 (A12:L12) when Monitoring track: Each trimester
#   then How the next check counts: This trimester; Next check from: none; Next check to: none; Not after month:
#     none; What the sources say: Once in every trimester
#   because statement S3-33
D2 = Rule(
    "D2",
    NextCheck("this_trimester", None, None, None, "each_trimester"),
    Place(FILE, SHEET, "A12:L12"),
    (("statement", "S3-33", ""),),
)

# D3 (A13:L13) when Monitoring track: First year; Every 3 months; Every year; Every 3 to 6 months; Last check:
#     No check yet; Before month 3; Before month 3, if any
#   then How the next check counts: From the start of treatment; Next check from: 3; Next check to: 3; Not after
#     month: none; What the sources say: Nothing to add
#   because statement S1-02; statement S3-09; statement S2-13
D3 = Rule(
    "D3",
    NextCheck("from_start", 3, 3, None, "none"),
    Place(FILE, SHEET, "A13:L13"),
    (("statement", "S1-02", ""), ("statement", "S3-09", ""), ("statement", "S2-13", ""),),
)

# D4 (A14:L14) when Monitoring track: First year; Last check: Month 3 to 5
#   then How the next check counts: From the start of treatment; Next check from: 6; Next check to: 6; Not after
#     month: none; What the sources say: Nothing to add
#   because statement S1-03; statement S3-10; statement S3-15; statement S2-13
D4 = Rule(
    "D4",
    NextCheck("from_start", 6, 6, None, "none"),
    Place(FILE, SHEET, "A14:L14"),
    (("statement", "S1-03", ""), ("statement", "S3-10", ""), ("statement", "S3-15", ""), ("statement", "S2-13", ""),),
)

# D5 (A15:L15) when Monitoring track: First year; Last check: Month 6 to 8; Stabilised: yes
#   then How the next check counts: From the start of treatment; Next check from: 12; Next check to: 12; Not
#     after month: none; What the sources say: Nothing to add
#   because statement S1-04; statement S1-17; statement S3-16
D5 = Rule(
    "D5",
    NextCheck("from_start", 12, 12, None, "none"),
    Place(FILE, SHEET, "A15:L15"),
    (("statement", "S1-04", ""), ("statement", "S1-17", ""), ("statement", "S3-16", ""),),
)

# D6 (A16:L16) when Monitoring track: First year; Last check: Month 6 to 8; Stabilised: no; unknown
#   then How the next check counts: From the start of treatment; Next check from: 9; Next check to: 9; Not after
#     month: none; What the sources say: Two sources say month 12 and one says month 9: the earlier is taken
#   because statement S2-13; statement S1-04; statement S3-16; conflict C18
D6 = Rule(
    "D6",
    NextCheck("from_start", 9, 9, None, "nine_or_twelve"),
    Place(FILE, SHEET, "A16:L16"),
    (("statement", "S2-13", ""), ("statement", "S1-04", ""), ("statement", "S3-16", ""), ("conflict", "C18", ""),),
)

# D7 (A17:L17) when Monitoring track: First year; Last check: Month 9 to 11
#   then How the next check counts: From the start of treatment; Next check from: 12; Next check to: 12; Not
#     after month: none; What the sources say: Nothing to add
#   because statement S1-04; statement S1-08; statement S3-16
D7 = Rule(
    "D7",
    NextCheck("from_start", 12, 12, None, "none"),
    Place(FILE, SHEET, "A17:L17"),
    (("statement", "S1-04", ""), ("statement", "S1-08", ""), ("statement", "S3-16", ""),),
)

# D8 (A18:L18) when Monitoring track: Every year; Last check: Month 3 to 5; Month 6 to 8; Month 9 to 11
#   then How the next check counts: From the start of treatment; Next check from: 12; Next check to: 12; Not
#     after month: none; What the sources say: The check at month 12 is still owed
#   because statement S1-04; statement S3-16; conflict C20
D8 = Rule(
    "D8",
    NextCheck("from_start", 12, 12, None, "twelve_still_owed"),
    Place(FILE, SHEET, "A18:L18"),
    (("statement", "S1-04", ""), ("statement", "S3-16", ""), ("conflict", "C20", ""),),
)

# D9 (A19:L19) when Monitoring track: Every year; Last check: From month 12
#   then How the next check counts: After the last check; Next check from: 12; Next check to: 12; Not after
#     month: none; What the sources say: Nothing to add
#   because statement S1-05; statement S3-11; statement S2-14; statement S1-19
D9 = Rule(
    "D9",
    NextCheck("after_last_check", 12, 12, None, "none"),
    Place(FILE, SHEET, "A19:L19"),
    (("statement", "S1-05", ""), ("statement", "S3-11", ""), ("statement", "S2-14", ""), ("statement", "S1-19", ""),),
)

# D10 (A20:L20) when Monitoring track: Every 3 months; After loading; Last check: Month 6 to 8; Year of
#     treatment: After the first year; Start not recorded
#   then How the next check counts: After the last check; Next check from: 3; Next check to: 3; Not after month:
#     none; What the sources say: Nothing to add
#   because statement S2-13; inference a loading course that still runs is not stable, and a check during it
#     counts
D10 = Rule(
    "D10",
    NextCheck("after_last_check", 3, 3, None, "none"),
    Place(FILE, SHEET, "A20:L20"),
    (("statement", "S2-13", ""), ("inference", "", "a loading course that still runs is not stable, and a check during it counts"),),
)

# D18 (A21:L21) when Monitoring track: Every 3 months; After loading; Last check: Month 3 to 5; Year of
#     treatment: First year; After the first year
#   then How the next check counts: From the start of treatment; Next check from: 6; Next check to: 6; Not after
#     month: none; What the sources say: Nothing to add
#   because statement S2-13; statement S1-03; statement S3-10; inference never later than the ordinary checks of
#     the first year
D18 = Rule(
    "D18",
    NextCheck("from_start", 6, 6, None, "none"),
    Place(FILE, SHEET, "A21:L21"),
    (("statement", "S2-13", ""), ("statement", "S1-03", ""), ("statement", "S3-10", ""), ("inference", "", "never later than the ordinary checks of the first year"),),
)

# D19 (A22:L22) when Monitoring track: Every 3 months; After loading; Last check: Month 6 to 8; Year of
#     treatment: First year
#   then How the next check counts: From the start of treatment; Next check from: 9; Next check to: 9; Not after
#     month: none; What the sources say: Two sources say month 12 and one says month 9: the earlier is taken
#   because statement S2-13; statement S1-04; statement S3-16; inference never later than the ordinary checks of
#     the first year; conflict C18
D19 = Rule(
    "D19",
    NextCheck("from_start", 9, 9, None, "nine_or_twelve"),
    Place(FILE, SHEET, "A22:L22"),
    (("statement", "S2-13", ""), ("statement", "S1-04", ""), ("statement", "S3-16", ""), ("inference", "", "never later than the ordinary checks of the first year"), ("conflict", "C18", ""),),
)

# D20 (A23:L23) when Monitoring track: Every 3 months; After loading; Last check: From month 12
#   then How the next check counts: After the last check; Next check from: 3; Next check to: 3; Not after month:
#     none; What the sources say: Nothing to add
#   because statement S2-13
D20 = Rule(
    "D20",
    NextCheck("after_last_check", 3, 3, None, "none"),
    Place(FILE, SHEET, "A23:L23"),
    (("statement", "S2-13", ""),),
)

# D11 (A24:L24) when Monitoring track: Every 3 months; Every 3 to 6 months; After loading; Last check: Month 9
#     to 11; Year of treatment: First year
#   then How the next check counts: From the start of treatment; Next check from: 12; Next check to: 12; Not
#     after month: 12; What the sources say: The checks of the first year still count: not later than month 12
#   because statement S1-04; statement S3-16; inference three months later would miss the check at month 12
D11 = Rule(
    "D11",
    NextCheck("from_start", 12, 12, 12, "inside_first_year"),
    Place(FILE, SHEET, "A24:L24"),
    (("statement", "S1-04", ""), ("statement", "S3-16", ""), ("inference", "", "three months later would miss the check at month 12"),),
)

# D21 (A25:L25) when Monitoring track: Every 3 months; After loading; Last check: Month 9 to 11; Year of
#     treatment: After the first year
#   then How the next check counts: From the start of treatment; Next check from: 12; Next check to: 12; Not
#     after month: none; What the sources say: The check at month 12 is still owed
#   because statement S1-04; statement S3-16; inference never later than for those who have no reason for closer
#     checks
D21 = Rule(
    "D21",
    NextCheck("from_start", 12, 12, None, "twelve_still_owed"),
    Place(FILE, SHEET, "A25:L25"),
    (("statement", "S1-04", ""), ("statement", "S3-16", ""), ("inference", "", "never later than for those who have no reason for closer checks"),),
)

# D22 (A26:L26) when Monitoring track: Every 3 months; After loading; Last check: Month 3 to 5; Month 9 to 11;
#     Year of treatment: Start not recorded
#   then How the next check counts: After the last check; Next check from: 3; Next check to: 3; Not after month:
#     none; What the sources say: Nothing to add
#   because statement S2-13
D22 = Rule(
    "D22",
    NextCheck("after_last_check", 3, 3, None, "none"),
    Place(FILE, SHEET, "A26:L26"),
    (("statement", "S2-13", ""),),
)

# D13 (A27:L27) when Monitoring track: Every 3 to 6 months; Last check: Month 3 to 5
#   then How the next check counts: From the start of treatment; Next check from: 6; Next check to: 6; Not after
#     month: none; What the sources say: Nothing to add
#   because statement S3-18; statement S1-03
D13 = Rule(
    "D13",
    NextCheck("from_start", 6, 6, None, "none"),
    Place(FILE, SHEET, "A27:L27"),
    (("statement", "S3-18", ""), ("statement", "S1-03", ""),),
    note="The check at month 6 falls inside the window.",
)

# D14 (A28:L28) when Monitoring track: Every 3 to 6 months; Last check: Month 6 to 8; Year of treatment: First
#     year
#   then How the next check counts: After the last check; Next check from: 3; Next check to: 6; Not after month:
#     12; What the sources say: The checks of the first year still count: not later than month 12
#   because statement S3-18; statement S3-19; statement S3-20; statement S1-04; statement S3-16
D14 = Rule(
    "D14",
    NextCheck("after_last_check", 3, 6, 12, "inside_first_year"),
    Place(FILE, SHEET, "A28:L28"),
    (("statement", "S3-18", ""), ("statement", "S3-19", ""), ("statement", "S3-20", ""), ("statement", "S1-04", ""), ("statement", "S3-16", ""),),
    note="The window ends at month 12 at the latest.",
)

# D15 (A29:L29) when Monitoring track: Every 3 to 6 months; Last check: From month 12
#   then How the next check counts: After the last check; Next check from: 3; Next check to: 6; Not after month:
#     none; What the sources say: Nothing to add
#   because statement S3-18; statement S3-19; statement S3-20
D15 = Rule(
    "D15",
    NextCheck("after_last_check", 3, 6, None, "none"),
    Place(FILE, SHEET, "A29:L29"),
    (("statement", "S3-18", ""), ("statement", "S3-19", ""), ("statement", "S3-20", ""),),
)

# D23 (A30:L30) when Monitoring track: Every 3 to 6 months; Last check: Month 6 to 8; Month 9 to 11; Year of
#     treatment: After the first year
#   then How the next check counts: From the start of treatment; Next check from: 12; Next check to: 12; Not
#     after month: none; What the sources say: The check at month 12 is still owed
#   because statement S1-04; statement S3-16; inference never later than for those who have no reason for closer
#     checks
D23 = Rule(
    "D23",
    NextCheck("from_start", 12, 12, None, "twelve_still_owed"),
    Place(FILE, SHEET, "A30:L30"),
    (("statement", "S1-04", ""), ("statement", "S3-16", ""), ("inference", "", "never later than for those who have no reason for closer checks"),),
)

# D24 (A31:L31) when Monitoring track: Every 3 to 6 months; Last check: Month 6 to 8; Month 9 to 11; Year of
#     treatment: Start not recorded
#   then How the next check counts: After the last check; Next check from: 3; Next check to: 6; Not after month:
#     none; What the sources say: Nothing to add
#   because statement S3-18; statement S3-19; statement S3-20
D24 = Rule(
    "D24",
    NextCheck("after_last_check", 3, 6, None, "none"),
    Place(FILE, SHEET, "A31:L31"),
    (("statement", "S3-18", ""), ("statement", "S3-19", ""), ("statement", "S3-20", ""),),
)

# D16 (A32:L32) when Monitoring track: First year; Every 3 months; Every year; Every 3 to 6 months; Last check:
#     Time not recorded
#   then How the next check counts: Now; Next check from: none; Next check to: none; Not after month: none; What
#     the sources say: Not known when the last check was: give the date, or check now
#   because inference the last check is not known so the next is now
D16 = Rule(
    "D16",
    NextCheck("now", None, None, None, "last_check_unknown"),
    Place(FILE, SHEET, "A32:L32"),
    (("inference", "", "the last check is not known so the next is now"),),
)

# D17 (A33:L33) when Monitoring track: Start date needed
#   then How the next check counts: Now; Next check from: none; Next check to: none; Not after month: none; What
#     the sources say: Start date not known: check now
#   because inference the start is not known so the check is now
D17 = Rule(
    "D17",
    NextCheck("now", None, None, None, "start_unknown"),
    Place(FILE, SHEET, "A33:L33"),
    (("inference", "", "the start is not known so the check is now"),),
)

# D0 (A34:L34) when Monitoring track: Outside these rules
#   then How the next check counts: Nothing planned here; Next check from: none; Next check to: none; Not after
#     month: none; What the sources say: The sources are about adults
#   because inference the sources are about adults
D0 = Rule(
    "D0",
    NextCheck("none", None, None, None, "outside"),
    Place(FILE, SHEET, "A34:L34"),
    (("inference", "", "the sources are about adults"),),
)


def _arm_1_1(
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    year_band: values.YearBandCode,
) -> Rule[NextCheck]:
    return D2


def _arm_1_2(
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    year_band: values.YearBandCode,
) -> Rule[NextCheck]:
    if last_check == "3_to_5":
        if year_band == "not_known":
            return D22
        return D18
    if last_check == "6_to_8":
        if year_band == "first_year":
            return D19
        return D10
    if last_check == "9_to_11":
        if year_band == "first_year":
            return D11
        if year_band == "after_first_year":
            return D21
        return D22
    if last_check == "12_or_later":
        return D20
    return D1


def _arm_1_3(
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    year_band: values.YearBandCode,
) -> Rule[NextCheck]:
    if last_check == "3_to_5":
        return D13
    if last_check == "6_to_8":
        if year_band == "first_year":
            return D14
        if year_band == "after_first_year":
            return D23
        return D24
    if last_check == "9_to_11":
        if year_band == "first_year":
            return D11
        if year_band == "after_first_year":
            return D23
        return D24
    if last_check == "12_or_later":
        return D15
    if last_check == "not_known":
        return D16
    return D3


def _arm_1_4(
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    year_band: values.YearBandCode,
) -> Rule[NextCheck]:
    if last_check == "3_to_5":
        if year_band == "not_known":
            return D22
        return D18
    if last_check == "6_to_8":
        if year_band == "first_year":
            return D19
        return D10
    if last_check == "9_to_11":
        if year_band == "first_year":
            return D11
        if year_band == "after_first_year":
            return D21
        return D22
    if last_check == "12_or_later":
        return D20
    if last_check == "not_known":
        return D16
    return D3


def _arm_1_5(
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    year_band: values.YearBandCode,
) -> Rule[NextCheck]:
    if last_check == "3_to_5":
        return D4
    if last_check == "6_to_8":
        if stabilised:
            return D5
        return D6
    if last_check == "9_to_11":
        return D7
    if last_check == "12_or_later":
        raise Undecided("no-rule", "next_check")
    if last_check == "not_known":
        return D16
    return D3


def _arm_1_6(
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    year_band: values.YearBandCode,
) -> Rule[NextCheck]:
    if last_check == "12_or_later":
        return D9
    if last_check == "not_known":
        return D16
    if last_check in ("none", "before_3", "before_3_if_any"):
        return D3
    return D8


def _arm_1_7(
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    year_band: values.YearBandCode,
) -> Rule[NextCheck]:
    return D17


def _arm_1_8(
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    year_band: values.YearBandCode,
) -> Rule[NextCheck]:
    return D0


_ARMS_1 = {
    "each_trimester": _arm_1_1,
    "after_loading": _arm_1_2,
    "every_3_to_6_months": _arm_1_3,
    "three_monthly": _arm_1_4,
    "first_year": _arm_1_5,
    "annual": _arm_1_6,
    "not_known": _arm_1_7,
    "outside": _arm_1_8,
}


def decide(
    track: values.TrackCode,
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    year_band: values.YearBandCode,
) -> Rule[NextCheck]:
    """When is the next check?"""
    return _ARMS_1[track](last_check, stabilised, year_band)


KNOWN = frozenset(("track", "last_check", "stabilised", "year_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[NextCheck]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_track[case["track"]],
                read_last_check[case["last_check"]],
                x if (x := get("stabilised")) is True or x is None or x is False else read_stabilised(x),
                read_year_band[case["year_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[NextCheck] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "next_check",
    "Next check",
    question="When is the next check?",
    hit_policy="Unique",
    place=HERE,
    inputs=("track", "last_check", "stabilised", "year_band"),
    unknown=("stabilised",),
    outputs=("check_basis", "next_check_from", "next_check_to", "check_not_after", "sources_note"),
    decide=decide,
    rules=(D1, D2, D3, D4, D5, D6, D7, D8, D9, D10, D18, D19, D20, D11, D21, D22, D13, D14, D15, D23, D24, D16, D17, D0,),
    answer=NextCheck,
    hash="c639a281a5ba253d458a0008028ee270e403062b6828eabfa9b2e0244b53bdf2",
)
