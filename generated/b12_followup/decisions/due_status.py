# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Next check status (monitoring.xlsx · Next check status). Hit policy: Unique.

Is the next check due?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_after_last_closes,
    read_after_last_opens,
    read_check_basis,
    read_from_start_closes,
    read_from_start_opens,
    read_months_since_last_check,
    read_trimester_check_done,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class DueStatus(Answer):
    """An answer of Next check status."""

    _codes = ("due_status",)
    __slots__ = _codes

    due_status: values.DueStatusCode
    """Next check status."""


HERE = Place("monitoring.xlsx", "Next check status", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# X1 (A10:K10) when How the next check counts: From the start of treatment; Window opens from start: > 0
#   then Next check status: Too early
#   because statement S1-02; statement S1-03; statement S1-04; statement S3-10
X1 = Rule(
    "X1",
    DueStatus("not_due"),
    Place(FILE, SHEET, "A10:K10"),
    (("statement", "S1-02", ""), ("statement", "S1-03", ""), ("statement", "S1-04", ""), ("statement", "S3-10", ""),),
)

# X2 (A11:K11) when How the next check counts: From the start of treatment; Window opens from start: <= 0;
#     Window closes from start: >= -1
#   then Next check status: Due
#   because statement S1-02; statement S3-10; inference one month of tolerance which the sources do not give
X2 = Rule(
    "X2",
    DueStatus("due"),
    Place(FILE, SHEET, "A11:K11"),
    (("statement", "S1-02", ""), ("statement", "S3-10", ""), ("inference", "", "one month of tolerance which the sources do not give"),),
)

# X3 (A12:K12) when How the next check counts: From the start of treatment; Window opens from start: <= 0;
#     Window closes from start: < -1
#   then Next check status: Overdue
#   because statement S1-02; statement S3-10; inference more than a month after the window
X3 = Rule(
    "X3",
    DueStatus("overdue"),
    Place(FILE, SHEET, "A12:K12"),
    (("statement", "S1-02", ""), ("statement", "S3-10", ""), ("inference", "", "more than a month after the window"),),
)

# X5 (A13:K13) when How the next check counts: From the start of treatment; Window opens from start: unknown
#   then Next check status: Cannot be told
#   because inference months since the start not known
X5 = Rule(
    "X5",
    DueStatus("not_known"),
    Place(FILE, SHEET, "A13:K13"),
    (("inference", "", "months since the start not known"),),
)

# X6 (A14:K14) when How the next check counts: After the last check; Window opens after last: > 0
#   then Next check status: Too early
#   because statement S1-05; statement S2-13; statement S2-14; statement S3-18
X6 = Rule(
    "X6",
    DueStatus("not_due"),
    Place(FILE, SHEET, "A14:K14"),
    (("statement", "S1-05", ""), ("statement", "S2-13", ""), ("statement", "S2-14", ""), ("statement", "S3-18", ""),),
)

# X7 (A15:K15) when How the next check counts: After the last check; Window opens after last: <= 0; Window
#     closes after last: >= -1
#   then Next check status: Due
#   because statement S1-05; statement S2-13; inference one month of tolerance which the sources do not give
X7 = Rule(
    "X7",
    DueStatus("due"),
    Place(FILE, SHEET, "A15:K15"),
    (("statement", "S1-05", ""), ("statement", "S2-13", ""), ("inference", "", "one month of tolerance which the sources do not give"),),
)

# X8 (A16:K16) when How the next check counts: After the last check; Window opens after last: <= 0; Window
#     closes after last: < -1
#   then Next check status: Overdue
#   because statement S1-05; statement S2-13; inference more than a month after the window
X8 = Rule(
    "X8",
    DueStatus("overdue"),
    Place(FILE, SHEET, "A16:K16"),
    (("statement", "S1-05", ""), ("statement", "S2-13", ""), ("inference", "", "more than a month after the window"),),
)

# X10 (A17:K17) when How the next check counts: After the last check; Window opens after last: unknown
#   then Next check status: Cannot be told
#   because inference months since the last check not known
X10 = Rule(
    "X10",
    DueStatus("not_known"),
    Place(FILE, SHEET, "A17:K17"),
    (("inference", "", "months since the last check not known"),),
    note="Only when the month of the last check is entered by hand without the time since then.",
)

# X11 (A18:K18) when How the next check counts: Now
#   then Next check status: Due
#   because statement S1-02; inference nothing says that it has been done
X11 = Rule(
    "X11",
    DueStatus("due"),
    Place(FILE, SHEET, "A18:K18"),
    (("statement", "S1-02", ""), ("inference", "", "nothing says that it has been done"),),
)

# X12 (A19:K19) when How the next check counts: This trimester; Check of this trimester: no; unknown
#   then Next check status: Due
#   because statement S3-33; inference nothing says that it has been done
X12 = Rule(
    "X12",
    DueStatus("due"),
    Place(FILE, SHEET, "A19:K19"),
    (("statement", "S3-33", ""), ("inference", "", "nothing says that it has been done"),),
)

# X13 (A20:K20) when How the next check counts: This trimester; Check of this trimester: yes; Months since last
#     check: <= 3; unknown
#   then Next check status: Too early
#   because statement S3-33; inference the next belongs in the next trimester
X13 = Rule(
    "X13",
    DueStatus("not_due"),
    Place(FILE, SHEET, "A20:K20"),
    (("statement", "S3-33", ""), ("inference", "", "the next belongs in the next trimester"),),
)

# X14 (A21:K21) when How the next check counts: This trimester; Check of this trimester: yes; Months since last
#     check: > 3
#   then Next check status: Due
#   because statement S3-33; inference a trimester lasts 3 months, so a check before that was in an earlier one
X14 = Rule(
    "X14",
    DueStatus("due"),
    Place(FILE, SHEET, "A21:K21"),
    (("statement", "S3-33", ""), ("inference", "", "a trimester lasts 3 months, so a check before that was in an earlier one"),),
)

# X0 (A22:K22) when How the next check counts: Nothing planned here
#   then Next check status: Nothing planned here
#   because inference the sources are about adults
X0 = Rule(
    "X0",
    DueStatus("none"),
    Place(FILE, SHEET, "A22:K22"),
    (("inference", "", "the sources are about adults"),),
)


def decide(
    check_basis: values.CheckBasisCode,
    from_start_opens: float | Fraction | None,
    from_start_closes: float | Fraction | None,
    after_last_opens: float | Fraction | None,
    after_last_closes: float | Fraction | None,
    trimester_check_done: bool | None,
    months_since_last_check: float | Fraction | None,
) -> Rule[DueStatus]:
    """Is the next check due?"""
    if check_basis == "from_start":
        if from_start_opens is None:
            return X5
        if from_start_opens <= 0:
            if from_start_closes is None:
                raise Undecided("no-rule", "due_status")
            if from_start_closes < -1:
                return X3
            return X2
        return X1
    if check_basis == "after_last_check":
        if after_last_opens is None:
            return X10
        if after_last_opens <= 0:
            if after_last_closes is None:
                raise Undecided("no-rule", "due_status")
            if after_last_closes < -1:
                return X8
            return X7
        return X6
    if check_basis == "this_trimester":
        if trimester_check_done:
            if months_since_last_check is None:
                return X13
            if months_since_last_check <= 3:
                return X13
            return X14
        return X12
    if check_basis == "now":
        return X11
    return X0


KNOWN = frozenset(("check_basis", "from_start_opens", "from_start_closes", "after_last_opens", "after_last_closes", "trimester_check_done", "months_since_last_check"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[DueStatus]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_check_basis[case["check_basis"]],
                x if ((kind := type(x := get("from_start_opens"))) is int and -1200 <= x <= 24) or (kind is float and -1200.0 <= x <= 24.0) else read_from_start_opens(x),
                x if ((kind := type(x := get("from_start_closes"))) is int and -1200 <= x <= 24) or (kind is float and -1200.0 <= x <= 24.0) else read_from_start_closes(x),
                x if ((kind := type(x := get("after_last_opens"))) is int and -1200 <= x <= 24) or (kind is float and -1200.0 <= x <= 24.0) else read_after_last_opens(x),
                x if ((kind := type(x := get("after_last_closes"))) is int and -1200 <= x <= 24) or (kind is float and -1200.0 <= x <= 24.0) else read_after_last_closes(x),
                x if (x := get("trimester_check_done")) is True or x is None or x is False else read_trimester_check_done(x),
                x if ((kind := type(x := get("months_since_last_check"))) is int and 0 <= x <= 1200) or (kind is float and 0.0 <= x <= 1200.0) else read_months_since_last_check(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[DueStatus] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "due_status",
    "Next check status",
    question="Is the next check due?",
    hit_policy="Unique",
    place=HERE,
    inputs=("check_basis", "from_start_opens", "from_start_closes", "after_last_opens", "after_last_closes", "trimester_check_done", "months_since_last_check"),
    unknown=("from_start_opens", "from_start_closes", "after_last_opens", "after_last_closes", "trimester_check_done", "months_since_last_check"),
    outputs=("due_status",),
    decide=decide,
    rules=(X1, X2, X3, X5, X6, X7, X8, X10, X11, X12, X13, X14, X0,),
    answer=DueStatus,
    hash="2899ee226d6b2381dbebae72e5788df604a433361369f9e08a0be896aeb1ed60",
)
