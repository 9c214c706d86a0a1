"""Scores of many values: what two of them cannot be together is told from what they can."""

from __future__ import annotations

from pathlib import Path

import pytest

from b12tables.compiler import check
from tests.kit.tables import write_xlsx

INR = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unknown | Step | Computed |
|---|---|---|---|---|---|---|---|
| valve | Mechanical valve | yes/no | | | no | | |
| inr | INR | number | 0.5 | HIGHEST | no | 0.1 | |
| low | Low end | number | 2 | 3 | | 0.1 | |
| high | High end | number | 3 | 4 | | 0.1 | |
| below | Below the low end | number | -40 | 40 | | | low - inr |
| above | Above the high end | number | -40 | 40 | | | inr - high |
| position | Position | text | | | | | |

## Decision: Range
- Code: range
- Hit policy: Unique

| | When | Then | |
|---|---|---|---|
| Rule | Mechanical valve | Low end | High end |
| T1 | yes | 3 | 4 |
| T2 | no | 2 | 3 |

## Decision: Position
- Code: position
- Hit policy: Unique

| | When | | Then |
|---|---|---|---|
| Rule | Below the low end | Above the high end | Position |
| P1 | > 0 | - | too low |
| P2 | - | > 0 | too high |
| P3 | <= 0 | <= 0 | in range |
"""


@pytest.mark.parametrize("highest", [8, 20, 30])
def test_nobody_is_below_and_above_a_range_at_once(tmp_path: Path, highest: int) -> None:
    write_xlsx(INR.replace("HIGHEST", str(highest)), tmp_path)
    assert [f for f in check(tmp_path).findings if f.severity == "error"] == []
