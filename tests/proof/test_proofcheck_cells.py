"""What the checker of proofs reads in cells: names of thresholds, and what it does not confirm."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables import proofcheck
from b12tables.cli import cli
from tests.kit.tables import write_xlsx
from tests.proof.test_proofcheck import checked, proof_of

LIMITS = """
## Fields
- egfr: number, 0..200, unit mL/min/{1.73_m2}, unknown
- age: whole number, 0..120, unit a
- advice: choice (check, go_on)

## Thresholds
| Name | Value | Source |
|---|---|---|
| eGFR limit | 60 mL/min/1.73 m2 | us |
| old age | 75 years | us |
| very old age | 80 years | us |

## Decision: Advice
| | When | | Then |
|---|---|---|---|
| | Egfr | Age | Advice |
| A1 | < eGFR limit; unknown | - | check |
| A2 | >= eGFR limit | [old age..very old age] | check |
| A3 | >= eGFR limit | not([old age..very old age]) | go_on |
"""


def test_names_of_thresholds_are_read_and_a_moved_one_is_refused(tmp_path: Path) -> None:
    write_xlsx(LIMITS, tmp_path)
    proof = proof_of(tmp_path)
    (said,) = checked(proof, tmp_path)
    assert said.startswith("1 decision tables and 0 safety rules: shown")
    write_xlsx(LIMITS.replace("| old age | 75", "| old age | 74"), tmp_path)
    with pytest.raises(proofcheck.Refused):
        checked(proof, tmp_path)


def test_what_the_checker_would_refuse_is_not_said_to_be_confirmed(tmp_path: Path) -> None:
    """A result in another unit than the dictionary's: `check` reads it; the proof, which claims nothing, is written."""
    write_xlsx(
        LIMITS.replace("advice: choice (check, go_on)", "advice: number, 0..9, unit g")
        .replace("Advice |", "Advice (mg) |")
        .replace("go_on |", "2000 |")
        .replace("check |", "1000 |"),
        tmp_path,
    )
    run = CliRunner().invoke(
        cli, ["check", str(tmp_path), "--no-release", "--proof", str(tmp_path / "p.json")]
    )
    assert "does not confirm it" in run.output and "anyone can" not in run.output
