# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Check on record (monitoring.xlsx · Check on record). Hit policy: Unique.

Is there a check on record that is recent enough to rest a permission on?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_due_status, read_last_check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class CheckRecord(Answer):
    """An answer of Check on record."""

    _codes = ("check_record",)
    __slots__ = _codes

    check_record: values.CheckRecordCode
    """Check on record."""


HERE = Place("monitoring.xlsx", "Check on record", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# Y1 (A8:F8) when Last check: No check yet
#   then Check on record: None done yet
#   because statement S3-67; inference correction is shown by a check
Y1 = Rule(
    "Y1",
    CheckRecord("none_yet"),
    Place(FILE, SHEET, "A8:F8"),
    (("statement", "S3-67", ""), ("inference", "", "correction is shown by a check"),),
)

# Y2 (A9:F9) when Last check: Time not recorded; Before month 3, if any; Next check status: not(Overdue)
#   then Check on record: Date not known
#   because inference the date is asked for
Y2 = Rule(
    "Y2",
    CheckRecord("not_known"),
    Place(FILE, SHEET, "A9:F9"),
    (("inference", "", "the date is asked for"),),
)

# Y3 (A10:F10) when Last check: not(No check yet); Next check status: Overdue
#   then Check on record: Last check too old
#   because statement S3-67; statement S3-68; inference a permission rests on checks that go on
Y3 = Rule(
    "Y3",
    CheckRecord("overdue"),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S3-67", ""), ("statement", "S3-68", ""), ("inference", "", "a permission rests on checks that go on"),),
)

# Y4 (A11:F11) when Last check: Before month 3; Month 3 to 5; Month 6 to 8; Month 9 to 11; From month 12; Next
#     check status: not(Overdue)
#   then Check on record: Recent enough
#   because statement S3-68
Y4 = Rule(
    "Y4",
    CheckRecord("current"),
    Place(FILE, SHEET, "A11:F11"),
    (("statement", "S3-68", ""),),
)


def decide(
    last_check: values.LastCheckCode,
    due_status: values.DueStatusCode,
) -> Rule[CheckRecord]:
    """Is there a check on record that is recent enough to rest a permission on?"""
    if last_check == "none":
        return Y1
    if last_check in ("before_3_if_any", "not_known"):
        if due_status == "overdue":
            return Y3
        return Y2
    if due_status == "overdue":
        return Y3
    return Y4


def evaluate(case: Mapping[str, Any]) -> Rule[CheckRecord]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and len(case) == 2:
        try:
            return decide(
                read_last_check[case["last_check"]],
                read_due_status[case["due_status"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[CheckRecord] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "check_record",
    "Check on record",
    question="Is there a check on record that is recent enough to rest a permission on?",
    hit_policy="Unique",
    place=HERE,
    inputs=("last_check", "due_status"),
    unknown=(),
    outputs=("check_record",),
    decide=decide,
    rules=(Y1, Y2, Y3, Y4,),
    answer=CheckRecord,
    hash="c1fabf28a47c532b20e99c7a6ec6afa343b70e854b07fdd7ea4f698bfb69f8f5",
)
