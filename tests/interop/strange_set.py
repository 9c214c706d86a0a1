"""A small set for texts of strangers: two results that a test puts its own in, a text, a list, units of other sorts."""

STRANGE = """
## Fields
- level: number, 0..1000, unit nmol/L, accepts umol/L | [IU] = 0.3 nmol/L
- note: text, unknown
- sign: choices (tired, pale), unknown
- step: text

## Decision: Step
| | When | | | Then |
|---|---|---|---|---|
| Rule | Level | Note | Sign | Step |
| R1 | < 100.5 | - | - | TEXT |
| R2 | >= 100.5 | look out | - | OTHER |
| R3 | >= 100.5 | not(look out); unknown | includes pale | "third" |
| R4 | >= 100.5 | not(look out); unknown | excludes pale; unknown | "fourth" |
"""

__all__ = ["STRANGE"]
