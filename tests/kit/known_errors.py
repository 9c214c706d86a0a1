"""A small set with accepted errors, and whom each of them concerns."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from b12tables.compiler.model import Accepted, FieldTest, Model
from b12tables.compiler.model.tables import Place
from tests.kit.tables import model_from_markdown

HERE = Place("tables.xlsx", "Accepted", "A2")

TABLES = """
## Fields
- age: whole number, 0..120
- kidneys: choice (healthy, impaired), unknown
- dose: choice (half, full)
- remark: choice (look, wait)
- signs: choices (tired, pale), unknown

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | Age | Dose |
| R1 | < 18 | half |
| R2 | >= 18 | full |

## Decision: Remarks
- Hit policy: Collect
- May be empty: yes

| | When | | | Then |
|---|---|---|---|---|
| Rule | Dose | Kidneys | Signs | Remark |
| M1 | full | impaired | - | look |
| M2 | - | unknown | - | wait |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Kidneys: impaired | Dose: half | it is cleared by the kidneys |
| X1 | Kidneys: impaired<br>Age: >= 18 | Dose: half | a |
| X2 | Remark: includes look<br>Age: >= 18 | Dose: half | a |
| X3 | Dose: full<br>Kidneys: impaired, unknown | Dose: half | a |

## Cases
| | Given | | | Expect |
|---|---|---|---|---|
| Case | Age | Kidneys | Signs | Dose |
| C2 | 50 | healthy | | half |
| C3 | 50 | unknown | tired | half |
"""
"""X1 to X3 are only where the parts of regions are taken from."""


def _parts(model: Model) -> dict[str, tuple[FieldTest, ...]]:
    return {rule.id: rule.when for rule in model.safety_rules}


def known_error_model(finding: str, decision: str, rules: tuple[str, ...], *parts: str) -> Model:
    """The set with one accepted error; a part of its region is the When of a safety rule, or "" for everybody."""
    model = model_from_markdown(TABLES)
    known = _parts(model)
    entry = Accepted(
        finding,
        decision,
        rules,
        "known, and being mended",
        "A. Doctor",
        date(2027, 1, 31),
        HERE,
        date(2026, 11, 26),
        "B. Doctor",
        tuple(known[part] if part else () for part in parts),
    )
    return replace(model, safety_rules=(), accepted=(entry,))


IMPAIRED = {"age": 50, "kidneys": "impaired"}
HEALTHY = {"age": 50, "kidneys": "healthy"}
NOT_KNOWN = {"age": 50, "kidneys": "unknown", "signs": ["tired"]}
CHILD = {"age": 5, "kidneys": "impaired"}

EVERYBODY = [IMPAIRED, HEALTHY, NOT_KNOWN, CHILD]

KNOWN_ERRORS = [
    (("broken-safety-rule", "", ("S1",), "X1"), [IMPAIRED]),
    (("broken-safety-rule", "", ("S1",), "X2"), [IMPAIRED]),
    (("gap", "dose", (), "X3"), [IMPAIRED, NOT_KNOWN]),
    (("gap", "dose", (), "X3", "X1"), [IMPAIRED, NOT_KNOWN]),
    (("failed-case", "", ("C1",), ""), EVERYBODY),
    (("failed-case", "", ("C2",), ""), [HEALTHY]),
    (("failed-case", "", ("C3",), ""), [NOT_KNOWN]),
    (("unknown-statement", "dose", ("R1",)), [CHILD]),
    (("unknown-statement", "dose", ()), EVERYBODY),
    (("unencoded-statement", "", ()), EVERYBODY),
    (("unused-input", "dose", ()), []),
]
"""What was accepted, and for which cases an answer says so."""

BEHIND = """
## Fields
- age: whole number, 0..9
- kidneys: choice (healthy, impaired)
- plan: choice (rest, walk)
- next: choice (soon, late)
- group: choice (young, old)

## Decision: Group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| G1 | < 3 | young |
| G2 | >= 3 | old |

## Decision: Plan
| | When | Then |
|---|---|---|
| Rule | Age | Plan |
| P1 | < 5 | rest |
| P2 | > 5 | walk |

## Decision: Next
| | When | | Then |
|---|---|---|---|
| Rule | Plan | Kidneys | Next |
| N1 | - | healthy | soon |
| N2 | walk | impaired | late |

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Meaning |
|---|---|---|---|---|---|---|---|
| gap | Plan | | known | A. Doctor | 2027-01-31 | 2026-11-01 | Age: 5 |
| gap | Next | | known | A. Doctor | 2027-01-31 | 2026-11-01 | Plan: rest<br>Kidneys: impaired |
"""
"""What the second error asks about is not decided for whom the first one is."""

_OF_EVERYBODY = r"- group: choice \(young, old\)\n|## Decision: Group\n.*?(?=## Decision: Plan)"

ALONE = re.sub(_OF_EVERYBODY, "", BEHIND, flags=re.DOTALL)
"""The same without a decision that everybody has: somebody gets no answer at all."""

BEHIND_TOLD = [
    ({"age": 5, "kidneys": "healthy"}, ["plan"]),
    ({"age": 5, "kidneys": "impaired"}, ["plan", "next"]),
    ({"age": 4, "kidneys": "impaired"}, ["next"]),
    ({"age": 6, "kidneys": "impaired"}, []),
]
"""Cases, and the decisions of the errors that each is told of: nobody is told of what an entry excludes."""
