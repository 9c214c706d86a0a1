"""Sets in which a dose follows from what a table gives and from a weight that no table looks at."""

from __future__ import annotations

from random import Random

DOSED = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Computed |
|---|---|---|---|---|---|---|---|
| age | Age | whole number | 0 | 120 | a | no | |
| weight | Weight | whole number | 30 | 150 | kg | yes | |
| extra | Extra | whole number | 0 | 30 | mg | yes | |
| rate | Rate | number | 0 | 20 | mg/kg | yes | |
| dose | Dose | number | 0 | 4000 | mg | yes | {dose} |
| whole_dose | Whole dose | number | 0 | 4100 | mg | yes | dose + extra |
| plan | Plan | choice | | | | no | |

## Values
| Field | Value | Label |
|---|---|---|
| plan | few | Few |
| plan | some | Some |
| plan | one | One |
| plan | many | Many |
| plan | ask | Ask |

## Decision: Rate of dose
| | When | Then |
|---|---|---|
| Rule | Age | Rate |
| R1 | < 18 | {low} |
| R2 | 18..64 | {high} |
| R3 | >= 65 | none |

## Decision: Plan
| | When | Then |
|---|---|---|
| Rule | Whole dose | Plan |
| P1 | < {first} | few |
| P2 | {first}..{second} | some |
| P3 | > {second} | many |
| P4 | unknown | ask |
"""


def dosed(random: Random) -> str:
    rounded = random.choice(["", ", rounded to 5 mg", ", rounded to 50 mg"])
    bounds = random.choice(["", ", at most 400 mg", ", at most 900 mg, at least 100 mg"])
    first = random.randrange(20, 900)
    return DOSED.format(
        dose=f"rate * weight{rounded}{bounds}",
        low=random.choice(["0.5", "1", "2.5"]),
        high=random.choice(["4", "7.5", "20"]),
        first=first,
        second=first + random.choice([0, 0, 1, 7, 300]),
    )
