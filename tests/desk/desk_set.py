"""A small set for the desk: two decisions, worked cases, a sheet for signatures; and one edit that breaks it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from b12tables.desk.session import Session
from tests.kit.tables import write_xlsx

DAY = date(2026, 3, 1)

TABLES = """
## About
- Title: Age groups
- Identifier: age_groups
- Version: 1.0.0
- Status: Draft
- Intended use: An example.
- Disclaimer: This is no medical advice.

## Fields
- cause: choice (dietary, surgery, other), unknown
- age: number, 0..120, question How old is the patient?
- group: choice (child, adult)
- dose: choice (small, large)

## Decision: Group
- Code: group_of

| | When | Then | Because |
|---|---|---|---|
| | Age | Group | Evidence |
| R1 | < 18 | child | inference: a |
| R2 | >= 18 | adult | inference: b |

## Decision: Dose
- Code: dose_of

| | When | | Then | Because |
|---|---|---|---|---|
| | Group | Cause | Dose | Evidence |
| D1 | child | - | small | inference: a |
| D2 | adult | dietary; surgery | large | inference: b |
| D3 | adult | other; unknown | small | inference: c |

## Cases
| | | Given | | Expect | |
|---|---|---|---|---|---|
| Case | Description | Age | Cause | Group | Dose |
| C1 | a child | 5 | dietary | child | small |
| C2 | an adult | 50 | surgery | adult | large |

## Sign-off
| Decision | Rule | Person | Role | Date | Meaning |
|---|---|---|---|---|---|
"""

BROKEN = TABLES.replace("| R2 | >= 18 |", "| R2 | >= 21 |")
"""Nobody is told what to do from 18 to 20."""

SURGERY = """
## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Cause: surgery | Dose: small | so |

## Wall chart
| Title | Rows | Columns | Show |
|---|---|---|---|
| Chart | Age | Cause | Dose |
"""
"""A safety rule that does not hold, and a chart."""

SURGERY_ACCEPTED = """
## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Also accepted by | Meaning |
|---|---|---|---|---|---|---|---|---|
| broken-safety-rule | | S1 | known | Ann Berg | 2026-06-01 | 2026-02-01 | Eva Vogt | Age: >= 18<br>Cause: surgery |
"""
"""That two persons accept it."""


@cache
def workbook(text: str = TABLES) -> bytes:
    with TemporaryDirectory() as folder:
        return write_xlsx(text, Path(folder)).read_bytes()


def opened(text: str = TABLES) -> Session:
    session = Session(lambda: DAY)
    session.open({"tables.xlsx": workbook(text)})
    return session
