"""A set whose Dictionary, cells and cases say units as people write them: one meaning on every surface."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.tables import model_from_markdown
from tests.site.test_engine import in_node, package_of

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Also accepts |
|---|---|---|---|---|---|---|
| x | Measure | number | 0 | 100000 | {unit} | {also} |
| plan | Plan | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| plan | treat | Treat |
| plan | wait | Wait |

## Decision: What to do
| | When | Then |
|---|---|---|
| Rule | Measure | Plan |
| R1 | < 4 {cell} | treat |
| R2 | [4..9) {cell} | wait |
| R3 | >= 9 {cell} | treat |

## Cases
| | | Given | Expect |
|---|---|---|---|
| ID | Description | Measure | Plan |
| C1 | low | 3.9 {cell} | treat |
| C2 | not low | 4 {cell} | wait |
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unit", "also", "cell", "cases"),
    [
        ("mmHg", "kPa", "mmHg", ["4 mmHg", "4 mm[Hg]", "4 mm Hg", "4 MMHG"]),
        ("mm[Hg]", "", "mmHg", ["4 mmHg"]),
        ("10*9/L", "", "10*9/L", ["4 10*9/L", "4 x10^9/L", "4 × 10⁹/L", "4 10⁹/l"]),
        ("10^9/L", "/uL", "×10⁹/L", ["4 10*9/L", "4000 /µL"]),
        ("°C", "", "Cel", ["4 °C", "4 ºC", "4 degC", "4 Cel"]),
        ("lb", "kg", "lbs", ["4 lb", "4 pounds", "4 [lb_av]"]),
        ("mL/min/1.73 m²", "mL/s/1.73m2", "mL/min/{1.73_m2}", ["4 ml/min/1.73m2", "4 mL / min / 1.73 m²"]),
        ("µg", "mg", "mcg", ["4 ug", "4 μg", "4 µg", "0.004 mg"]),
        ("years", "", "y", ["4 a", "4 years", "4 yrs"]),
    ],
)
def test_one_meaning(node: str, tmp_path: Path, unit: str, also: str, cell: str, cases: list[str]) -> None:
    model = model_from_markdown(SET.format(unit=unit, also=also, cell=cell))
    package = package_of(model)
    answers = in_node(node, model, [({"x": text}, None) for text in cases], tmp_path)
    for text, answer in zip(cases, answers, strict=True):
        result = package.evaluate({"x": text})
        assert result.to_dict()["outputs"] == answer["outputs"] == {"what_to_do": {"plan": "wait"}}, text
    for text in ("4¹", "4 ⁹", "4 ²", "4 apples", "4 10*9"):
        (answer,) = in_node(node, model, [({"x": text}, None)], tmp_path)
        assert answer["status"] == package.evaluate({"x": text}).status == "invalid-input", text
