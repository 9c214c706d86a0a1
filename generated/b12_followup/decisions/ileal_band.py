# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Ileal resection band (classes.xlsx · Ileal resection band). Hit policy: Unique.

In which band is the resected length of ileum?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_cause, read_ileal_resection_cm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class IlealBand(Answer):
    """An answer of Ileal resection band."""

    _codes = ("ileal_band",)
    __slots__ = _codes

    ileal_band: values.IlealBandCode
    """Ileal resection band."""


HERE = Place("classes.xlsx", "Ileal resection band", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:F8) when Ileum resected: 0
#   then Ileal resection band: No ileal resection
#   because statement S1-33; statement S3-38
B1 = Rule(
    "B1",
    IlealBand("none"),
    Place(FILE, SHEET, "A8:F8"),
    (("statement", "S1-33", ""), ("statement", "S3-38", ""),),
)

# B2 (A9:F9) when Ileum resected: (0..ileum limit (20 cm; S1-33, S3-38, S2-32)]
#   then Ileal resection band: Up to 20 cm
#   because statement S1-33; statement S3-38; conflict C06
B2 = Rule(
    "B2",
    IlealBand("le20"),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S1-33", ""), ("statement", "S3-38", ""), ("conflict", "C06", ""),),
    note="Exactly 20 cm is not more than 20 cm.",
)

# B3 (A10:F10) when Ileum resected: > ileum limit (20 cm; S1-33, S3-38, S2-32)
#   then Ileal resection band: More than 20 cm
#   because statement S1-33; statement S3-38; statement S2-32; conflict C06
B3 = Rule(
    "B3",
    IlealBand("gt20"),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S1-33", ""), ("statement", "S3-38", ""), ("statement", "S2-32", ""), ("conflict", "C06", ""),),
)

# B4 (A11:F11) when Ileum resected: unknown; Main cause: Ileal resection
#   then Ileal resection band: Length not recorded
#   because inference the cause says resection so the length is missing and not zero; conflict C41
B4 = Rule(
    "B4",
    IlealBand("not_known"),
    Place(FILE, SHEET, "A11:F11"),
    (("inference", "", "the cause says resection so the length is missing and not zero"), ("conflict", "C41", ""),),
)

# B5 (A12:F12) when Ileum resected: unknown; Main cause: not(Ileal resection); unknown
#   then Ileal resection band: No ileal resection
#   because inference a length that nobody recorded counts as none when the main cause is another
B5 = Rule(
    "B5",
    IlealBand("none"),
    Place(FILE, SHEET, "A12:F12"),
    (("inference", "", "a length that nobody recorded counts as none when the main cause is another"),),
    note="Nothing permissive follows, because absorption must be confirmed normal first.",
)


def decide(
    ileal_resection_cm: float | Fraction | None,
    cause: values.CauseCode | None,
) -> Rule[IlealBand]:
    """In which band is the resected length of ileum?"""
    if ileal_resection_cm is None:
        if cause == "ileal_resection":
            return B4
        return B5
    if ileal_resection_cm <= 0:
        return B1
    if ileal_resection_cm <= 20:
        return B2
    return B3


KNOWN = frozenset(("ileal_resection_cm", "cause"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[IlealBand]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if ((kind := type(x := get("ileal_resection_cm"))) is int and 0 <= x <= 700) or (kind is float and 0.0 <= x <= 700.0) else read_ileal_resection_cm(x),
                read_cause[get("cause")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[IlealBand] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "ileal_band",
    "Ileal resection band",
    question="In which band is the resected length of ileum?",
    hit_policy="Unique",
    place=HERE,
    inputs=("ileal_resection_cm", "cause"),
    unknown=("ileal_resection_cm", "cause"),
    outputs=("ileal_band",),
    decide=decide,
    rules=(B1, B2, B3, B4, B5,),
    answer=IlealBand,
    hash="d944f5419400566a212c9d50b064784d6e72b9ab5465289eddad1c5d871a6cca",
)
