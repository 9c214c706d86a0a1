"""The smallest set that says something: a dose by age, without a case."""

DOSES = """
## Fields
- age: whole number, 0..120, unit a, label Age
- dose: choice (none, low, full)

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | Age | Dose |
| R1 | < 18 | none |
| R2 | 18 to 64 | full |
| R3 | > 64 | low |
"""
