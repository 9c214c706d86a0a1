# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Barrier to tablets (regimen.xlsx · Barrier to tablets). Hit policy: Unique.

Does anything rule tablets out, whatever the cause?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_case_ok, read_neuro_class, read_phase, read_response_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class OralBarrier(Answer):
    """An answer of Barrier to tablets."""

    _codes = ("oral_barrier",)
    __slots__ = _codes

    oral_barrier: values.OralBarrierCode
    """Barrier to tablets."""


HERE = Place("regimen.xlsx", "Barrier to tablets", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:H8) when Entries consistent: no
#   then Barrier to tablets: Entries do not fit
#   because inference contradictory or out-of-scope entries
B1 = Rule(
    "B1",
    OralBarrier("entries"),
    Place(FILE, SHEET, "A8:H8"),
    (("inference", "", "contradictory or out-of-scope entries"),),
)

# B2 (A9:H9) when Entries consistent: yes; Neurology: Involved
#   then Barrier to tablets: Neurology
#   because statement S1-27
B2 = Rule(
    "B2",
    OralBarrier("neurology"),
    Place(FILE, SHEET, "A9:H9"),
    (("statement", "S1-27", ""),),
)

# B3 (A10:H10) when Entries consistent: yes; Neurology: unknown
#   then Barrier to tablets: Neurology
#   because statement S1-27; inference the absence of neurological symptoms is not shown
B3 = Rule(
    "B3",
    OralBarrier("neurology"),
    Place(FILE, SHEET, "A10:H10"),
    (("statement", "S1-27", ""), ("inference", "", "the absence of neurological symptoms is not shown"),),
)

# B4 (A11:H11) when Entries consistent: yes; Neurology: No involvement; Phase of treatment: Loading; No loading
#     given; unknown
#   then Barrier to tablets: Loading not complete
#   because statement S1-26; statement S3-66
B4 = Rule(
    "B4",
    OralBarrier("loading"),
    Place(FILE, SHEET, "A11:H11"),
    (("statement", "S1-26", ""), ("statement", "S3-66", ""),),
)

# B5 (A12:H12) when Entries consistent: yes; Neurology: No involvement; Phase of treatment: Loading complete;
#     Maintenance; Response: Neurology persists on monthly; Symptoms persist; Symptoms recurred
#   then Barrier to tablets: Symptoms
#   because statement S1-32; statement S1-49
B5 = Rule(
    "B5",
    OralBarrier("symptoms"),
    Place(FILE, SHEET, "A12:H12"),
    (("statement", "S1-32", ""), ("statement", "S1-49", ""),),
)

# B6 (A13:H13) when Entries consistent: yes; Neurology: No involvement; Phase of treatment: Loading complete;
#     Maintenance; Response: Level low; Functional deficiency
#   then Barrier to tablets: Laboratory result
#   because statement S3-67; statement S3-49; inference not corrected
B6 = Rule(
    "B6",
    OralBarrier("laboratory"),
    Place(FILE, SHEET, "A13:H13"),
    (("statement", "S3-67", ""), ("statement", "S3-49", ""), ("inference", "", "not corrected"),),
)

# B7 (A14:H14) when Entries consistent: yes; Neurology: No involvement; Phase of treatment: Loading complete;
#     Maintenance; Response: Anaemia persists; Function not shown; Unassessed; Responding
#   then Barrier to tablets: Nothing rules them out
#   because statement S1-26; statement S1-27; inference no barrier found
B7 = Rule(
    "B7",
    OralBarrier("none"),
    Place(FILE, SHEET, "A14:H14"),
    (("statement", "S1-26", ""), ("statement", "S1-27", ""), ("inference", "", "no barrier found"),),
)


def decide(
    case_ok: bool,
    neuro_class: values.NeuroClassCode | None,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[OralBarrier]:
    """Does anything rule tablets out, whatever the cause?"""
    if neuro_class == "involved":
        if case_ok:
            return B2
        return B1
    if neuro_class == "none":
        if case_ok:
            if phase in ("loading_complete", "maintenance"):
                if response_class in ("level_low", "functional_deficiency"):
                    return B6
                if response_class in ("neuro_persistent_on_monthly", "symptoms_persist", "symptoms_recurred"):
                    return B5
                return B7
            return B4
        return B1
    if case_ok:
        return B3
    return B1


KNOWN = frozenset(("case_ok", "neuro_class", "phase", "response_class"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[OralBarrier]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if (x := case["case_ok"]) is True or x is False else read_case_ok(x),
                read_neuro_class[get("neuro_class")],
                read_phase[get("phase")],
                read_response_class[case["response_class"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[OralBarrier] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "oral_barrier",
    "Barrier to tablets",
    question="Does anything rule tablets out, whatever the cause?",
    hit_policy="Unique",
    place=HERE,
    inputs=("case_ok", "neuro_class", "phase", "response_class"),
    unknown=("neuro_class", "phase"),
    outputs=("oral_barrier",),
    decide=decide,
    rules=(B1, B2, B3, B4, B5, B6, B7,),
    answer=OralBarrier,
    hash="7f1f72a6c95b504053b53fe1f045af2945601e36124c52220d635e48f6dd9632",
)
