# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Crohn's ileal band (classes.xlsx · Crohn's ileal band). Hit policy: Unique.

In which band is the length of ileum with Crohn's disease?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_cause, read_crohns_ileal_cm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class CrohnsBand(Answer):
    """An answer of Crohn's ileal band."""

    _codes = ("crohns_band",)
    __slots__ = _codes

    crohns_band: values.CrohnsBandCode
    """Crohn's ileal band."""


HERE = Place("classes.xlsx", "Crohn's ileal band", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:F8) when Ileum with Crohn's disease: 0
#   then Crohn's ileal band: No ileal Crohn's disease
#   because statement S1-34; statement S3-42
B1 = Rule(
    "B1",
    CrohnsBand("none"),
    Place(FILE, SHEET, "A8:F8"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""),),
)

# B2 (A9:F9) when Ileum with Crohn's disease: (0..Crohn limit (30 cm; S1-34, S3-42)]
#   then Crohn's ileal band: Up to 30 cm
#   because statement S1-34; statement S3-42; conflict C04
B2 = Rule(
    "B2",
    CrohnsBand("le30"),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""), ("conflict", "C04", ""),),
)

# B3 (A10:F10) when Ileum with Crohn's disease: (Crohn limit (30 cm; S1-34, S3-42)..long Crohn limit (60 cm;
#     S1-34, S3-42)]
#   then Crohn's ileal band: More than 30 up to 60 cm
#   because statement S1-34; statement S3-42; conflict C04
B3 = Rule(
    "B3",
    CrohnsBand("gt30_le60"),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""), ("conflict", "C04", ""),),
    note="The sources write a range where a threshold is meant; the lower end is taken.",
)

# B4 (A11:F11) when Ileum with Crohn's disease: > long Crohn limit (60 cm; S1-34, S3-42)
#   then Crohn's ileal band: More than 60 cm
#   because statement S1-34; statement S3-42
B4 = Rule(
    "B4",
    CrohnsBand("gt60"),
    Place(FILE, SHEET, "A11:F11"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""),),
)

# B5 (A12:F12) when Ileum with Crohn's disease: unknown; Main cause: Crohn's disease of the ileum
#   then Crohn's ileal band: Length not recorded
#   because inference the cause says Crohn's disease so the length is missing and not zero; conflict C41
B5 = Rule(
    "B5",
    CrohnsBand("not_known"),
    Place(FILE, SHEET, "A12:F12"),
    (("inference", "", "the cause says Crohn's disease so the length is missing and not zero"), ("conflict", "C41", ""),),
)

# B6 (A13:F13) when Ileum with Crohn's disease: unknown; Main cause: not(Crohn's disease of the ileum); unknown
#   then Crohn's ileal band: No ileal Crohn's disease
#   because inference a length that nobody recorded counts as none when the main cause is another
B6 = Rule(
    "B6",
    CrohnsBand("none"),
    Place(FILE, SHEET, "A13:F13"),
    (("inference", "", "a length that nobody recorded counts as none when the main cause is another"),),
)


def decide(
    crohns_ileal_cm: float | Fraction | None,
    cause: values.CauseCode | None,
) -> Rule[CrohnsBand]:
    """In which band is the length of ileum with Crohn's disease?"""
    if crohns_ileal_cm is None:
        if cause == "crohns_ileal":
            return B5
        return B6
    if crohns_ileal_cm <= 0:
        return B1
    if crohns_ileal_cm <= 30:
        return B2
    if crohns_ileal_cm <= 60:
        return B3
    return B4


KNOWN = frozenset(("crohns_ileal_cm", "cause"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[CrohnsBand]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if ((kind := type(x := get("crohns_ileal_cm"))) is int and 0 <= x <= 700) or (kind is float and 0.0 <= x <= 700.0) else read_crohns_ileal_cm(x),
                read_cause[get("cause")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[CrohnsBand] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "crohns_band",
    "Crohn's ileal band",
    question="In which band is the length of ileum with Crohn's disease?",
    hit_policy="Unique",
    place=HERE,
    inputs=("crohns_ileal_cm", "cause"),
    unknown=("crohns_ileal_cm", "cause"),
    outputs=("crohns_band",),
    decide=decide,
    rules=(B1, B2, B3, B4, B5, B6,),
    answer=CrohnsBand,
    hash="358f81795b0437a4923e83f6a76dae5318ee9f9258701fae082494972b79a596",
)
