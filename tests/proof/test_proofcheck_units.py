"""What the checker of proofs reads by itself where cells are written in another way: units, letters of policies."""

from __future__ import annotations

from pathlib import Path

import pytest

from b12tables import proofcheck
from b12tables.compiler.proof.proof_file import NO_SPLIT
from tests.kit.tables import write_xlsx
from tests.proof.test_proofcheck import checked, proof_of

WRITTEN_OTHERWISE = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| low limit | 30 µg/L | a book |

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Also accepts |
|---|---|---|---|---|---|---|
| ferritin | Ferritin | number | 0 | 5000 | ug/L | ng/mL |
| points | Points | number | 0 | 9 | | |
| dose | Dose | number | 0 | 2000 | mg | |

## Decision: Points
- Hit policy: C+
| | When | Then |
|---|---|---|
| Rule | Ferritin | Points |
| R1 | < low limit | 1 |
| R2 | < 0.0001 g/L | 2 |
| Otherwise | | 0 |

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | Ferritin | Dose |
| D1 | < 30 ng/mL | 1000 mg |
| D2 | >= 30 μg/L | 500 mg |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | | Dose: <= 1 g | w |
| S2 | Ferritin: < 0.03 mg/L | Dose: 1 g | w |
"""


def test_what_is_written_in_another_unit_or_by_the_letter_of_a_policy(tmp_path: Path) -> None:
    write_xlsx(WRITTEN_OTHERWISE, tmp_path)
    proof = proof_of(tmp_path)
    assert proof["left_out"] == {}
    (said,) = checked(proof, tmp_path)
    assert said.startswith("2 decision tables") and "2 safety rules" in said
    write_xlsx(WRITTEN_OTHERWISE.replace("| low limit | 30 µg/L", "| low limit | 31 µg/L"), tmp_path)
    with pytest.raises(proofcheck.Refused):
        checked(proof, tmp_path)


def test_what_no_split_shows_is_not_said_to_exceed_the_bound(tmp_path: Path) -> None:
    """A rule that holds because of what rows add up to: true, and not in the proof, where a sum is any number."""
    counted = "| S3 | Ferritin: >= 100 ug/L | Points: 0 | w |\n"
    write_xlsx(WRITTEN_OTHERWISE + counted, tmp_path)
    proof = proof_of(tmp_path)
    assert proof["left_out"] == {"S3": NO_SPLIT}
    assert checked(proof, tmp_path)[1] == "a partial proof: it says nothing of 1 safety rules (S3)"
