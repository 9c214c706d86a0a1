# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""B12 replete (classes.xlsx · B12 replete). Hit policy: Unique.

Is it shown that B12 is replete?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_anaemia_status,
    read_b12_band,
    read_biochemical_correction,
    read_hcy_band,
    read_mma_band,
    read_phase,
    read_renal_class,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    from .. import values


class Repleted(Answer):
    """An answer of B12 replete."""

    _codes = ("repleted",)
    __slots__ = _codes

    repleted: bool | Literal["unknown"]
    """B12 replete."""


HERE = Place("classes.xlsx", "B12 replete", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:K8) when Phase of treatment: Loading
#   then B12 replete: no
#   because statement S1-42; statement S3-50; inference still loading; conflict C38
B1 = Rule(
    "B1",
    Repleted(False),
    Place(FILE, SHEET, "A8:K8"),
    (("statement", "S1-42", ""), ("statement", "S3-50", ""), ("inference", "", "still loading"), ("conflict", "C38", ""),),
)

# B2 (A9:K9) when Phase of treatment: Loading complete; Maintenance; Correction documented: yes; B12 band:
#     Adequate; MMA band: On target
#   then B12 replete: yes
#   because statement S3-52; statement S2-26; inference loading complete, correction documented and the level of
#     today adequate; conflict C38
B2 = Rule(
    "B2",
    Repleted(True),
    Place(FILE, SHEET, "A9:K9"),
    (("statement", "S3-52", ""), ("statement", "S2-26", ""), ("inference", "", "loading complete, correction documented and the level of today adequate"), ("conflict", "C38", ""),),
    note="Documented once is not adequate today: both are asked for.",
)

# B2b (A10:K10) when Phase of treatment: Loading complete; Maintenance; Correction documented: yes; B12 band:
#     Adequate; MMA band: No result; Anaemia on treatment: not(Persists); Homocysteine band: On target; No
#     result
#   then B12 replete: yes
#   because statement S3-52; statement S2-26; inference loading complete, correction documented and the level of
#     today adequate; conflict C38
B2b = Rule(
    "B2b",
    Repleted(True),
    Place(FILE, SHEET, "A10:K10"),
    (("statement", "S3-52", ""), ("statement", "S2-26", ""), ("inference", "", "loading complete, correction documented and the level of today adequate"), ("conflict", "C38", ""),),
    note="Without an MMA nothing else may speak against it.",
)

# B11 (A11:K11) when Phase of treatment: Loading complete; Maintenance; Correction documented: yes; B12 band:
#     Adequate; MMA band: No result; Homocysteine band: Above target
#   then B12 replete: unknown
#   because statement S1-15; statement S3-27; statement S3-28; inference a functional marker above its target
#     without an MMA leaves open whether the cells have B12; conflict C29; conflict C38
B11 = Rule(
    "B11",
    Repleted("unknown"),
    Place(FILE, SHEET, "A11:K11"),
    (("statement", "S1-15", ""), ("statement", "S3-27", ""), ("statement", "S3-28", ""), ("inference", "", "a functional marker above its target without an MMA leaves open whether the cells have B12"), ("conflict", "C29", ""), ("conflict", "C38", ""),),
)

# B12 (A12:K12) when Phase of treatment: Loading complete; Maintenance; Correction documented: yes; B12 band:
#     Adequate; MMA band: No result; Anaemia on treatment: Persists; Homocysteine band: On target; No result
#   then B12 replete: unknown
#   because statement S1-11; statement S3-22; statement S1-43; statement S3-51; inference an anaemia that
#     persists is no shown repletion, and folic acid could mask it; conflict C38
B12 = Rule(
    "B12",
    Repleted("unknown"),
    Place(FILE, SHEET, "A12:K12"),
    (("statement", "S1-11", ""), ("statement", "S3-22", ""), ("statement", "S1-43", ""), ("statement", "S3-51", ""), ("inference", "", "an anaemia that persists is no shown repletion, and folic acid could mask it"), ("conflict", "C38", ""),),
)

# B9 (A13:K13) when Phase of treatment: Loading complete; Maintenance; Correction documented: yes; B12 band: No
#     result; MMA band: not(Raised)
#   then B12 replete: unknown
#   because statement S2-26; inference corrected once, and no level of today; conflict C38
B9 = Rule(
    "B9",
    Repleted("unknown"),
    Place(FILE, SHEET, "A13:K13"),
    (("statement", "S2-26", ""), ("inference", "", "corrected once, and no level of today"), ("conflict", "C38", ""),),
)

# B10 (A14:K14) when Phase of treatment: Loading complete; Maintenance; Correction documented: yes; B12 band:
#     Adequate; MMA band: At the limit
#   then B12 replete: unknown
#   because statement S3-26; inference exactly 271 nmol/L is not on target and confirms nothing; conflict C28;
#     conflict C38
B10 = Rule(
    "B10",
    Repleted("unknown"),
    Place(FILE, SHEET, "A14:K14"),
    (("statement", "S3-26", ""), ("inference", "", "exactly 271 nmol/L is not on target and confirms nothing"), ("conflict", "C28", ""), ("conflict", "C38", ""),),
)

# B3 (A15:K15) when Phase of treatment: not(Loading); unknown; Correction documented: no
#   then B12 replete: no
#   because statement S3-52; inference not corrected; conflict C38
B3 = Rule(
    "B3",
    Repleted(False),
    Place(FILE, SHEET, "A15:K15"),
    (("statement", "S3-52", ""), ("inference", "", "not corrected"), ("conflict", "C38", ""),),
)

# B6 (A16:K16) when Phase of treatment: not(Loading); unknown; Correction documented: yes; unknown; B12 band:
#     Low; Borderline
#   then B12 replete: no
#   because statement S2-26; statement S3-52; inference a level that is low or borderline today is no adequate
#     level, whatever was documented before; conflict C38
B6 = Rule(
    "B6",
    Repleted(False),
    Place(FILE, SHEET, "A16:K16"),
    (("statement", "S2-26", ""), ("statement", "S3-52", ""), ("inference", "", "a level that is low or borderline today is no adequate level, whatever was documented before"), ("conflict", "C38", ""),),
)

# B7 (A17:K17) when Phase of treatment: not(Loading); unknown; Correction documented: yes; unknown; B12 band:
#     Adequate; No result; MMA band: Raised; Renal function: Unimpaired
#   then B12 replete: no
#   because statement S1-14; statement S1-51; statement S3-52; conflict C38
B7 = Rule(
    "B7",
    Repleted(False),
    Place(FILE, SHEET, "A17:K17"),
    (("statement", "S1-14", ""), ("statement", "S1-51", ""), ("statement", "S3-52", ""), ("conflict", "C38", ""),),
    note="With kidneys shown to be unimpaired a raised MMA is a deficiency.",
)

# B8 (A18:K18) when Phase of treatment: not(Loading); unknown; Correction documented: yes; unknown; B12 band:
#     Adequate; No result; MMA band: Raised; Renal function: Impaired; unknown
#   then B12 replete: unknown
#   because other guidance E15; inference impaired kidneys raise MMA whatever the B12 status, so neither is
#     shown; conflict C38
B8 = Rule(
    "B8",
    Repleted("unknown"),
    Place(FILE, SHEET, "A18:K18"),
    (("other guidance", "E15", ""), ("inference", "", "impaired kidneys raise MMA whatever the B12 status, so neither is shown"), ("conflict", "C38", ""),),
)

# B4 (A19:K19) when Phase of treatment: Loading complete; Maintenance; Correction documented: unknown; B12 band:
#     Adequate; No result; MMA band: not(Raised)
#   then B12 replete: unknown
#   because statement S3-52; inference correction not known; conflict C38
B4 = Rule(
    "B4",
    Repleted("unknown"),
    Place(FILE, SHEET, "A19:K19"),
    (("statement", "S3-52", ""), ("inference", "", "correction not known"), ("conflict", "C38", ""),),
)

# B5 (A20:K20) when Phase of treatment: No loading given; unknown; Correction documented: yes; unknown; B12
#     band: Adequate; No result; MMA band: not(Raised)
#   then B12 replete: unknown
#   because statement S3-52; inference loading is not shown to be complete; conflict C38
B5 = Rule(
    "B5",
    Repleted("unknown"),
    Place(FILE, SHEET, "A20:K20"),
    (("statement", "S3-52", ""), ("inference", "", "loading is not shown to be complete"), ("conflict", "C38", ""),),
)


def decide(
    phase: values.PhaseCode | None,
    biochemical_correction: bool | None,
    b12_band: values.B12BandCode,
    mma_band: values.MmaBandCode,
    renal_class: values.RenalClassCode | None,
    anaemia_status: values.AnaemiaStatusCode,
    hcy_band: values.HcyBandCode,
) -> Rule[Repleted]:
    """Is it shown that B12 is replete?"""
    if phase == "loading":
        return B1
    if phase in ("loading_complete", "maintenance"):
        if biochemical_correction:
            if mma_band == "on_target":
                if b12_band == "adequate":
                    return B2
                if b12_band == "not_measured":
                    return B9
                return B6
            if mma_band == "at_limit":
                if b12_band == "adequate":
                    return B10
                if b12_band == "not_measured":
                    return B9
                return B6
            if mma_band == "raised":
                if b12_band in ("low", "borderline"):
                    return B6
                if renal_class == "not_impaired":
                    return B7
                return B8
            if b12_band == "adequate":
                if hcy_band == "above_target":
                    return B11
                if anaemia_status == "persists":
                    return B12
                return B2b
            if b12_band == "not_measured":
                return B9
            return B6
        if biochemical_correction is False:
            return B3
        if b12_band in ("low", "borderline"):
            return B6
        if mma_band == "raised":
            if renal_class == "not_impaired":
                return B7
            return B8
        return B4
    if biochemical_correction is False:
        return B3
    if b12_band in ("low", "borderline"):
        return B6
    if mma_band == "raised":
        if renal_class == "not_impaired":
            return B7
        return B8
    return B5


KNOWN = frozenset(("phase", "biochemical_correction", "b12_band", "mma_band", "renal_class", "anaemia_status", "hcy_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[Repleted]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_phase[get("phase")],
                x if (x := get("biochemical_correction")) is True or x is None or x is False else read_biochemical_correction(x),
                read_b12_band[case["b12_band"]],
                read_mma_band[case["mma_band"]],
                read_renal_class[get("renal_class")],
                read_anaemia_status[case["anaemia_status"]],
                read_hcy_band[case["hcy_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[Repleted] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "repleted",
    "B12 replete",
    question="Is it shown that B12 is replete?",
    hit_policy="Unique",
    place=HERE,
    inputs=("phase", "biochemical_correction", "b12_band", "mma_band", "renal_class", "anaemia_status", "hcy_band"),
    unknown=("phase", "biochemical_correction", "renal_class"),
    outputs=("repleted",),
    decide=decide,
    rules=(B1, B2, B2b, B11, B12, B9, B10, B3, B6, B7, B8, B4, B5,),
    answer=Repleted,
    hash="81ebd09adc385ef8415f703c352998161898ff93d2ec1c0240d732ccfbaf83fe",
)
