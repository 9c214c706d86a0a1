"""The patient of a finding can be: also where what the finding is about leaves a score without a value."""

from __future__ import annotations

from b12tables.compiler.checks import run_checks
from tests.kit.tables import model_from_markdown

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Computed |
|---|---|---|---|---|---|---|
| age | Age | number | 0 | 6 | a | |
| kidneys | Kidneys | choice | | | | |
| low | Low | whole number | 0 | 9 | | |
| high | High | whole number | 0 | 9 | | |
| span | Span | whole number | -9 | 9 | | high - low |
| group | Group | choice | | | | |
| risk | Risk | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| kidneys | fine | Fine |
| kidneys | bad | Bad |
| group | small | Small |
| group | large | Large |
| risk | some | Some |

## Impossible
| ID | Combination | Why |
|---|---|---|
| X1 | Age: <= 1<br>Kidneys: bad | too young |

## Decision: Plan
- Hit policy: Any

| | When | Then | |
|---|---|---|---|
| Rule | Kidneys | Low | High |
| R1 | - | 1 | 2 |
| R2 | bad | 1 | 3 |

## Decision: Group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| A1 | <= 1 | small |
| A2 | > 1 | large |

## Decision: Risk
| | When | Then |
|---|---|---|
| Rule | Span | Risk |
| S1 | - | some |
"""


def test_the_patient_of_a_conflict_is_not_impossible() -> None:
    model = model_from_markdown(SET)
    conflicts = [found for found in run_checks(model)[0] if found.name in ("conflict", "overlap")]
    assert len(conflicts) == 1
    example = conflicts[0].example
    assert example is not None
    assert example["kidneys"] == "bad" and float(str(example["age"]).split()[0]) > 1, example
