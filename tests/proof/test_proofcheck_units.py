"""What the checker of proofs reads of units: other spellings of a field's own, and nothing that has to be converted."""

from __future__ import annotations

from pathlib import Path

import pytest

from b12tables import proofcheck
from b12tables.compiler.proof.proof_file import NOT_READ, RESTS_ON_IT
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
| age | Age | whole number | 0 | 120 | a | |
| dose | Dose | number | 0 | 2000 | mg | |
| other | Other dose | number | 0 | 2000 | mg | |

## Decision: Dose
| | When | | Then |
|---|---|---|---|
| Rule | Ferritin (ug/L) | Age | Dose (mg) |
| D1 | < 30 ng/mL | - | 1000 mg |
| D2 | >= low limit | < 18 years | 250 |
| D3 | >= 30 μg/L | >= 18 | 500 mg |

## Decision: Other dose
| | When | Then |
|---|---|---|
| Rule | Ferritin | Other dose |
| O1 | < 0.03 mg/L | 1000 |
| O2 | >= 0.03 mg/L | 500 |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | | Dose: <= 1000 | w |
| S2 | Ferritin: < 30 | Dose: 1 g | w |
| S3 | Ferritin: < 30 | Other dose: > 500 | w |
"""


def test_no_unit_hides_an_exponent(tmp_path: Path) -> None:
    """A number so small that the workbook holds it as `1e-05` is none with a unit, whatever the proof says."""
    write_xlsx(WRITTEN_OTHERWISE, tmp_path)
    fields = proof_of(tmp_path)["fields"]
    field = proofcheck.Check({"fields": fields}, tmp_path).fields["dose"]
    assert field.cell("250mg") == field.cell("250")
    fields["dose"]["units"] = ["e-250"]
    field = proofcheck.Check({"fields": fields}, tmp_path).fields["dose"]
    with pytest.raises(proofcheck.Refused):
        field.cell("250e-250")


def test_a_unit_that_is_the_fields_own_is_read_and_no_other(tmp_path: Path) -> None:
    write_xlsx(WRITTEN_OTHERWISE, tmp_path)
    proof = proof_of(tmp_path)
    assert proof["left_out"] == {"other_dose": NOT_READ, "S2": NOT_READ, "S3": RESTS_ON_IT}
    assert proof["fields"]["age"]["units"] == ["years"]
    assert checked(proof, tmp_path)[0].startswith("1 decision tables and 1 safety rules: shown")
    write_xlsx(WRITTEN_OTHERWISE.replace("| low limit | 30 µg/L", "| low limit | 31 µg/L"), tmp_path)
    with pytest.raises(proofcheck.Refused):
        checked(proof, tmp_path)
