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


SEVERAL = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Step | Computed |
|---|---|---|---|---|---|---|---|---|
| severe | Severe | yes/no | | | | yes | | |
| weight | Weight | number | 0.5 | 400 | kg | yes | {step} | |
| extra | Extra | number | 0 | 50 | kg | no | {step} | |
| mass | Mass | number | 0.5 | 450 | kg | yes | {step} | weight + extra |
| rate | Rate | number | 0 | 20 | mg/kg/d | yes | | |
| daily | Daily dose | number | 0 | 9000 | mg/d | yes | | rate * mass{daily} |
| single | Single dose | number | 0 | 9000 | mg | yes | | 8 h * daily, rounded to {round}{single} |
| first | First dose | number | 0 | 90000 | mg | yes | | {load} mg/kg * weight{first} |
| both | Both | number | 0 | 99000 | mg | yes | | single + first |
| plan | Plan | choice | | | | no | | |

## Values
| Field | Value | Label |
|---|---|---|
| plan | few | Few |
| plan | many | Many |
| plan | ask | Ask |

## Decision: Rate of dose
| | When | Then |
|---|---|---|
| Rule | Severe | Rate |
| R1 | yes | {high} |
| R2 | no | {low} |
| R3 | unknown | none |

## Decision: Plan
| | When | Then |
|---|---|---|
| Rule | Both | Plan |
| P1 | < {cut} | few |
| P2 | >= {cut} | many |
| P3 | unknown | ask |
"""
"""A dose of a sum, a dose of a dose by the hour, one of a number in the formula, and a sum of two of them."""


def several_doses(random: Random) -> str:
    """Weights in steps of a tenth, or as fine as they are stated; rounded doses, and some that are not."""
    stepped = random.random() < 0.6
    daily = random.choice(
        ["", ", rounded to 0.25 mg/d", ", at most 2 g/d", ", rounded to 7 mg/d, at least 20 mg/d"]
    )
    return SEVERAL.format(
        step="0.1" if stepped else "",
        # of a weight as fine as any the product is finer than a statement can hold
        daily=daily if stepped or "rounded" in daily else ", rounded to 0.001 mg/d",
        round=random.choice(["0.3 mg", "1 mg", "12.5 mg", "0.000001 g"]),
        single=random.choice(["", ", at most 300 mg", ", at least 1 mg, at most 0.5 g"]),
        load=random.choice(["15", "3", "120"]),
        first=random.choice(["", ", rounded to 0.7 mg", ", at most 333 mg"]),
        high=random.choice(["7.5", "0.125", "20"]),
        low=random.choice(["0.1", "3", "0.333"]),
        cut=random.choice(["10", "100.3", "333", "1000"]),
    )
