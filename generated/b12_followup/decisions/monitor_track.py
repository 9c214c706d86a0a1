# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Monitoring track (monitoring.xlsx · Monitoring track). Hit policy: Unique.

On which monitoring track is the patient?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_age_band,
    read_bariatric_pregnancy,
    read_closer_checks,
    read_phase,
    read_stabilised,
    read_year_band,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class MonitorTrack(Answer):
    """An answer of Monitoring track."""

    _codes = ("track",)
    __slots__ = _codes

    track: values.TrackCode
    """Monitoring track."""


HERE = Place("monitoring.xlsx", "Monitoring track", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# M1 (A8:J8) when Bariatric surgery and pregnancy: Pregnant after surgery; Age band: not(Under 18)
#   then Monitoring track: Each trimester
#   because statement S3-33; statement S3-34
M1 = Rule(
    "M1",
    MonitorTrack("each_trimester"),
    Place(FILE, SHEET, "A8:J8"),
    (("statement", "S3-33", ""), ("statement", "S3-34", ""),),
)

# M2 (A9:J9) when Bariatric surgery and pregnancy: not(Pregnant after surgery); Phase of treatment: Loading; Age
#     band: not(Under 18)
#   then Monitoring track: After loading
#   because statement S1-02; statement S3-14
M2 = Rule(
    "M2",
    MonitorTrack("after_loading"),
    Place(FILE, SHEET, "A9:J9"),
    (("statement", "S1-02", ""), ("statement", "S3-14", ""),),
)

# M4 (A10:J10) when Bariatric surgery and pregnancy: not(Pregnant after surgery); Phase of treatment:
#     not(Loading); unknown; Closer checks: Every 3 months at most; Age band: not(Under 18)
#   then Monitoring track: Every 3 months
#   because statement S2-13; statement S1-49; statement S1-50
M4 = Rule(
    "M4",
    MonitorTrack("three_monthly"),
    Place(FILE, SHEET, "A10:J10"),
    (("statement", "S2-13", ""), ("statement", "S1-49", ""), ("statement", "S1-50", ""),),
    note="Also where two checks were normal.",
)

# M3 (A11:J11) when Bariatric surgery and pregnancy: not(Pregnant after surgery); Phase of treatment:
#     not(Loading); unknown; Closer checks: Every 3 to 6 months; Stabilised: yes; Age band: not(Under 18)
#   then Monitoring track: Every 3 to 6 months
#   because statement S3-18; statement S3-19; statement S3-20; conflict C58
M3 = Rule(
    "M3",
    MonitorTrack("every_3_to_6_months"),
    Place(FILE, SHEET, "A11:J11"),
    (("statement", "S3-18", ""), ("statement", "S3-19", ""), ("statement", "S3-20", ""), ("conflict", "C58", ""),),
)

# M5 (A12:J12) when Bariatric surgery and pregnancy: not(Pregnant after surgery); Phase of treatment:
#     not(Loading); unknown; Closer checks: Every 3 to 6 months; Stabilised: no; unknown; Age band: not(Under
#     18)
#   then Monitoring track: Every 3 months
#   because statement S2-13; statement S1-17; inference what holds for everybody who is not stable holds for
#     these groups too; conflict C58
M5 = Rule(
    "M5",
    MonitorTrack("three_monthly"),
    Place(FILE, SHEET, "A12:J12"),
    (("statement", "S2-13", ""), ("statement", "S1-17", ""), ("inference", "", "what holds for everybody who is not stable holds for these groups too"), ("conflict", "C58", ""),),
)

# M7 (A13:J13) when Bariatric surgery and pregnancy: not(Pregnant after surgery); Phase of treatment:
#     not(Loading); unknown; Closer checks: No reason for closer checks; Year of treatment: First year; Age
#     band: not(Under 18)
#   then Monitoring track: First year
#   because statement S1-02; statement S1-03; statement S1-04; statement S3-09; statement S3-10; statement
#     S2-13; conflict C18; conflict C20
M7 = Rule(
    "M7",
    MonitorTrack("first_year"),
    Place(FILE, SHEET, "A13:J13"),
    (("statement", "S1-02", ""), ("statement", "S1-03", ""), ("statement", "S1-04", ""), ("statement", "S3-09", ""), ("statement", "S3-10", ""), ("statement", "S2-13", ""), ("conflict", "C18", ""), ("conflict", "C20", ""),),
)

# M8 (A14:J14) when Bariatric surgery and pregnancy: not(Pregnant after surgery); Phase of treatment:
#     not(Loading); unknown; Closer checks: No reason for closer checks; Year of treatment: After the first
#     year; Stabilised: yes; Age band: not(Under 18)
#   then Monitoring track: Every year
#   because statement S1-05; statement S1-17; statement S1-18; statement S3-17; statement S2-14; statement
#     S3-11; statement S1-19; conflict C20; inference raised MMA or homocysteine alone brings no check forward
M8 = Rule(
    "M8",
    MonitorTrack("annual"),
    Place(FILE, SHEET, "A14:J14"),
    (("statement", "S1-05", ""), ("statement", "S1-17", ""), ("statement", "S1-18", ""), ("statement", "S3-17", ""), ("statement", "S2-14", ""), ("statement", "S3-11", ""), ("statement", "S1-19", ""), ("conflict", "C20", ""), ("inference", "", "raised MMA or homocysteine alone brings no check forward"),),
)

# M9 (A15:J15) when Bariatric surgery and pregnancy: not(Pregnant after surgery); Phase of treatment:
#     not(Loading); unknown; Closer checks: No reason for closer checks; Year of treatment: After the first
#     year; Stabilised: no; unknown; Age band: not(Under 18)
#   then Monitoring track: Every 3 months
#   because statement S2-13; statement S1-17; conflict C20
M9 = Rule(
    "M9",
    MonitorTrack("three_monthly"),
    Place(FILE, SHEET, "A15:J15"),
    (("statement", "S2-13", ""), ("statement", "S1-17", ""), ("conflict", "C20", ""),),
)

# M10 (A16:J16) when Bariatric surgery and pregnancy: not(Pregnant after surgery); Phase of treatment:
#     not(Loading); unknown; Closer checks: No reason for closer checks; Year of treatment: Start not recorded;
#     Age band: not(Under 18)
#   then Monitoring track: Start date needed
#   because inference start date needed
M10 = Rule(
    "M10",
    MonitorTrack("not_known"),
    Place(FILE, SHEET, "A16:J16"),
    (("inference", "", "start date needed"),),
)

# M0 (A17:J17) when Age band: Under 18
#   then Monitoring track: Outside these rules
#   because inference the sources are about adults
M0 = Rule(
    "M0",
    MonitorTrack("outside"),
    Place(FILE, SHEET, "A17:J17"),
    (("inference", "", "the sources are about adults"),),
)


def decide(
    bariatric_pregnancy: values.BariatricPregnancyCode,
    phase: values.PhaseCode | None,
    closer_checks: values.CloserChecksCode,
    year_band: values.YearBandCode,
    stabilised: bool | None,
    age_band: values.AgeBandCode,
) -> Rule[MonitorTrack]:
    """On which monitoring track is the patient?"""
    if age_band == "lt18":
        return M0
    if closer_checks == "three":
        if bariatric_pregnancy == "pregnant":
            return M1
        if phase == "loading":
            return M2
        return M4
    if closer_checks == "three_to_six":
        if bariatric_pregnancy == "pregnant":
            return M1
        if phase == "loading":
            return M2
        if stabilised:
            return M3
        return M5
    if bariatric_pregnancy == "pregnant":
        return M1
    if phase == "loading":
        return M2
    if year_band == "first_year":
        return M7
    if year_band == "after_first_year":
        if stabilised:
            return M8
        return M9
    return M10


KNOWN = frozenset(("bariatric_pregnancy", "phase", "closer_checks", "year_band", "stabilised", "age_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[MonitorTrack]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_bariatric_pregnancy[case["bariatric_pregnancy"]],
                read_phase[get("phase")],
                read_closer_checks[case["closer_checks"]],
                read_year_band[case["year_band"]],
                x if (x := get("stabilised")) is True or x is None or x is False else read_stabilised(x),
                read_age_band[case["age_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[MonitorTrack] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "monitor_track",
    "Monitoring track",
    question="On which monitoring track is the patient?",
    hit_policy="Unique",
    place=HERE,
    inputs=("bariatric_pregnancy", "phase", "closer_checks", "year_band", "stabilised", "age_band"),
    unknown=("phase", "stabilised"),
    outputs=("track",),
    decide=decide,
    rules=(M1, M2, M4, M3, M5, M7, M8, M9, M10, M0,),
    answer=MonitorTrack,
    hash="48290b0aad782407564e32b6cfda553cf576f354acb777c62ad8015d1f248c9a",
)
