# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Reading of results (monitoring.xlsx · Reading of results). Hit policy: Collect.

What does a result mean against the target?
"""

from __future__ import annotations

from b12tables.runtime import policies
from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_age_band,
    read_b12_band,
    read_cause_is_bariatric,
    read_cbc_status,
    read_hcy_band,
    read_mma_band,
    read_vitd_band,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from b12tables.runtime.rules import Fired

    from .. import values


class LabReading(Answer):
    """An answer of Reading of results."""

    _codes = ("reading",)
    __slots__ = _codes

    reading: values.ReadingCode
    """Reading of a result."""


HERE = Place("monitoring.xlsx", "Reading of results", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# R1 (A9:K9) when B12 band: Low; Age band: not(Under 18)
#   then Reading of a result: B12 below the borderline range: the level remains low
#   because statement S3-24; statement S1-49; inference below 180 pg/mL
R1 = Rule(
    "R1",
    LabReading("b12_low"),
    Place(FILE, SHEET, "A9:K9"),
    (("statement", "S3-24", ""), ("statement", "S1-49", ""), ("inference", "", "below 180 pg/mL"),),
)

# R2 (A10:K10) when B12 band: Borderline; MMA band: No result; Age band: not(Under 18)
#   then Reading of a result: B12 borderline (180 to 350 pg/mL): measure MMA
#   because statement S3-24; statement S3-23; statement S1-12; conflict C25
R2 = Rule(
    "R2",
    LabReading("b12_borderline"),
    Place(FILE, SHEET, "A10:K10"),
    (("statement", "S3-24", ""), ("statement", "S3-23", ""), ("statement", "S1-12", ""), ("conflict", "C25", ""),),
)

# R2b (A11:K11) when B12 band: Borderline; MMA band: On target; At the limit; Raised; Age band: not(Under 18)
#   then Reading of a result: B12 borderline (180 to 350 pg/mL): read it together with the MMA
#   because statement S3-24; statement S3-23; statement S1-12; conflict C25
R2b = Rule(
    "R2b",
    LabReading("b12_borderline_with_mma"),
    Place(FILE, SHEET, "A11:K11"),
    (("statement", "S3-24", ""), ("statement", "S3-23", ""), ("statement", "S1-12", ""), ("conflict", "C25", ""),),
)

# R3 (A12:K12) when B12 band: Adequate; Age band: not(Under 18)
#   then Reading of a result: B12 above the borderline range: this fits a successful treatment, and on its own
#     it does not show repletion
#   because statement S3-24; statement S3-49; statement S3-54; statement S2-04; conflict C26; other guidance E23
R3 = Rule(
    "R3",
    LabReading("b12_adequate"),
    Place(FILE, SHEET, "A12:K12"),
    (("statement", "S3-24", ""), ("statement", "S3-49", ""), ("statement", "S3-54", ""), ("statement", "S2-04", ""), ("conflict", "C26", ""), ("other guidance", "E23", ""),),
)

# R4 (A13:K13) when MMA band: Raised; Age band: not(Under 18)
#   then Reading of a result: MMA above 271 nmol/L: functional deficiency confirmed
#   because statement S1-14; statement S1-51; other guidance E16
R4 = Rule(
    "R4",
    LabReading("mma_raised"),
    Place(FILE, SHEET, "A13:K13"),
    (("statement", "S1-14", ""), ("statement", "S1-51", ""), ("other guidance", "E16", ""),),
)

# R5 (A14:K14) when MMA band: At the limit; Age band: not(Under 18)
#   then Reading of a result: MMA exactly 271 nmol/L: not on target and not confirming, repeat
#   because statement S3-26; inference neither on target nor confirming; conflict C28
R5 = Rule(
    "R5",
    LabReading("mma_at_limit"),
    Place(FILE, SHEET, "A14:K14"),
    (("statement", "S3-26", ""), ("inference", "", "neither on target nor confirming"), ("conflict", "C28", ""),),
)

# R6 (A15:K15) when MMA band: On target; Age band: not(Under 18)
#   then Reading of a result: MMA on target, below 271 nmol/L
#   because statement S3-26
R6 = Rule(
    "R6",
    LabReading("mma_on_target"),
    Place(FILE, SHEET, "A15:K15"),
    (("statement", "S3-26", ""),),
)

# R7 (A16:K16) when Homocysteine band: Above target; Age band: not(Under 18)
#   then Reading of a result: Homocysteine not on target, which is below 10 umol/L
#   because statement S1-09; statement S2-15; statement S3-28; conflict C29; other guidance E19
R7 = Rule(
    "R7",
    LabReading("hcy_above_target"),
    Place(FILE, SHEET, "A16:K16"),
    (("statement", "S1-09", ""), ("statement", "S2-15", ""), ("statement", "S3-28", ""), ("conflict", "C29", ""), ("other guidance", "E19", ""),),
)

# R8 (A17:K17) when Homocysteine band: On target; Age band: not(Under 18)
#   then Reading of a result: Homocysteine on target, below 10 umol/L
#   because statement S1-09; statement S1-16; statement S2-15; statement S3-28; conflict C29; other guidance E19
R8 = Rule(
    "R8",
    LabReading("hcy_on_target"),
    Place(FILE, SHEET, "A17:K17"),
    (("statement", "S1-09", ""), ("statement", "S1-16", ""), ("statement", "S2-15", ""), ("statement", "S3-28", ""), ("conflict", "C29", ""), ("other guidance", "E19", ""),),
)

# R9 (A18:K18) when Bariatric patient: yes; Vitamin D band: Below target; Age band: not(Under 18)
#   then Reading of a result: Vitamin D below the target after bariatric surgery, 75 nmol/L
#   because statement S3-32
R9 = Rule(
    "R9",
    LabReading("vitamin_d_below_target"),
    Place(FILE, SHEET, "A18:K18"),
    (("statement", "S3-32", ""),),
)

# R10 (A19:K19) when Bariatric patient: yes; Vitamin D band: On target; Age band: not(Under 18)
#   then Reading of a result: Vitamin D on the target after bariatric surgery
#   because statement S3-32
R10 = Rule(
    "R10",
    LabReading("vitamin_d_on_target"),
    Place(FILE, SHEET, "A19:K19"),
    (("statement", "S3-32", ""),),
)

# R11 (A20:K20) when Blood count: Megaloblastic anaemia; Age band: not(Under 18)
#   then Reading of a result: Blood count still shows megaloblastic anaemia: not yet resolved
#   because statement S1-11; statement S3-22; inference the blood count is taken to see whether the anaemia
#     resolves
R11 = Rule(
    "R11",
    LabReading("anaemia_not_resolved"),
    Place(FILE, SHEET, "A20:K20"),
    (("statement", "S1-11", ""), ("statement", "S3-22", ""), ("inference", "", "the blood count is taken to see whether the anaemia resolves"),),
    note="From month 3 on it is no good response (our inference): see Anaemia on treatment.",
)

# R12 (A21:K21) when Blood count: Other abnormality; Age band: not(Under 18)
#   then Reading of a result: Blood count not normal in another way: the documents do not say what follows, look
#     for its cause
#   because statement S3-22; inference a result that is entered is read
R12 = Rule(
    "R12",
    LabReading("blood_count_abnormal"),
    Place(FILE, SHEET, "A21:K21"),
    (("statement", "S3-22", ""), ("inference", "", "a result that is entered is read"),),
)


def decide(
    b12_band: values.B12BandCode,
    mma_band: values.MmaBandCode,
    hcy_band: values.HcyBandCode,
    cause_is_bariatric: bool,
    vitd_band: values.VitdBandCode,
    cbc_status: values.CbcStatusCode | None,
    age_band: values.AgeBandCode,
) -> Fired[tuple[LabReading, ...]]:
    """What does a result mean against the target?"""
    hits: list[Rule[LabReading]] = []
    if b12_band == "low" and age_band != "lt18":
        hits.append(R1)
    if b12_band == "borderline" and mma_band == "not_measured" and age_band != "lt18":
        hits.append(R2)
    if b12_band == "borderline" and mma_band in ("on_target", "at_limit", "raised") and age_band != "lt18":
        hits.append(R2b)
    if b12_band == "adequate" and age_band != "lt18":
        hits.append(R3)
    if mma_band == "raised" and age_band != "lt18":
        hits.append(R4)
    if mma_band == "at_limit" and age_band != "lt18":
        hits.append(R5)
    if mma_band == "on_target" and age_band != "lt18":
        hits.append(R6)
    if hcy_band == "above_target" and age_band != "lt18":
        hits.append(R7)
    if hcy_band == "on_target" and age_band != "lt18":
        hits.append(R8)
    if cause_is_bariatric is True and vitd_band == "below_target" and age_band != "lt18":
        hits.append(R9)
    if cause_is_bariatric is True and vitd_band == "on_target" and age_band != "lt18":
        hits.append(R10)
    if cbc_status == "megaloblastic_anaemia" and age_band != "lt18":
        hits.append(R11)
    if cbc_status == "other_abnormal" and age_band != "lt18":
        hits.append(R12)
    return policies.listed(hits)


KNOWN = frozenset(("b12_band", "mma_band", "hcy_band", "cause_is_bariatric", "vitd_band", "cbc_status", "age_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Fired[tuple[LabReading, ...]]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_b12_band[case["b12_band"]],
                read_mma_band[case["mma_band"]],
                read_hcy_band[case["hcy_band"]],
                x if (x := case["cause_is_bariatric"]) is True or x is False else read_cause_is_bariatric(x),
                read_vitd_band[case["vitd_band"]],
                read_cbc_status[get("cbc_status")],
                read_age_band[case["age_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Fired[tuple[LabReading, ...]] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "lab_reading",
    "Reading of results",
    question="What does a result mean against the target?",
    hit_policy="Collect",
    place=HERE,
    inputs=("b12_band", "mma_band", "hcy_band", "cause_is_bariatric", "vitd_band", "cbc_status", "age_band"),
    unknown=("cbc_status",),
    outputs=("reading",),
    decide=decide,
    rules=(R1, R2, R2b, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12,),
    answer=LabReading,
    hash="d4ec2d0661374d4df656eddb12faeb42661769ce07a0903c013f538160bbaa17",
)
