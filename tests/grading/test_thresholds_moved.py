"""Thresholds moved by a step, beside the slow way: the tables are asked for every patient, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.compiler.grading import Grade, grade, read_grade
from b12tables.compiler.model import Model, evaluate
from b12tables.compiler.reader import build_model
from b12tables.compiler.report import grade_text, stored_grade
from tests.kit.tables import model_from_markdown, workbook_from_markdown, write_xlsx

SET = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| lower limit | 60 | S1 |
| upper limit | 80 | S1 |
| idle limit | 5 | S1 |

## Dictionary
| Field | Label | Type | Minimum | Maximum |
|---|---|---|---|---|
| level | Level | whole number | 0 | 100 |
| other | Other | whole number | 0 | 10 |
| step | Step | choice | | |

## Values
| Field | Value | Label |
|---|---|---|
| step | low | Low |
| step | middle | Middle |
| step | high | High |

## Decision: Step
- Code: step_table
| | When | | Then | Because |
|---|---|---|---|---|
| | Level | Other | Step | Evidence |
| R1 | < lower limit | - | low | inference: a test |
| R2 | [lower limit..upper limit) | - | middle | inference: a test |
| R3 | >= upper limit | < idle limit | high | inference: a test |
| R4 | >= upper limit | >= idle limit | high | inference: a test |
"""
CASES = """
## Cases
| | Given | | Expect |
|---|---|---|---|
| Case | Level | Other | Step |
| C1 | 60 | 1 | middle |
| C2 | 95 | 1 | high |
| C3 | upper limit | 1 | high |
"""
SAFETY = """
## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Level: >= 80 | Step: high | it must be so |
"""


def graded(text: str) -> Grade:
    workbook = workbook_from_markdown(text)

    def moved(numbers: Mapping[str, Fraction]) -> Model | None:
        model, findings = build_model(workbook, moved=numbers)
        return None if any(finding.severity == "error" for finding in findings) else model

    return grade(model_from_markdown(text), moved=moved)


def patients_told_otherwise(text: str, name: str, number: int) -> int:
    before = model_from_markdown(text)
    after, _ = build_model(workbook_from_markdown(text), moved={name: Fraction(number)})
    assert after is not None
    asked = [{"level": Fraction(n), "other": Fraction(1)} for n in range(101)]
    return sum(evaluate(before, case).outputs != evaluate(after, case).outputs for case in asked)


@pytest.mark.parametrize(
    ("beside", "up", "down"),
    [
        ("", ("nobody", "nobody"), ("nobody", "nobody")),
        (CASES, ("case", "nobody"), ("nobody", "nobody")),
        (SAFETY, ("nobody", "safety rule"), ("nobody", "nobody")),
        (CASES + SAFETY, ("case", "safety rule"), ("nobody", "nobody")),
    ],
)
def test_who_notices_a_threshold_that_moves(beside: str, up: tuple[str, str], down: tuple[str, str]) -> None:
    found = graded(SET + beside).thresholds
    assert [one.after.number for one in found] == [61, 59, 81, 79, 6, 4]
    assert tuple(one.outcome for one in found) == (up[0], down[0], up[1], down[1], "same", "same")
    for one in found:
        changed = patients_told_otherwise(SET + beside, one.threshold.name, int(one.after.number))
        assert (changed == 0) == (one.outcome == "same")
        if one.outcome == "nobody":
            assert one.example is not None and one.decisions == ("step_table",)


def test_a_threshold_that_leaves_its_rows_empty_is_refused() -> None:
    narrow = SET.replace("| upper limit | 80 |", "| upper limit | 61 |")
    [up, *_] = graded(narrow).thresholds
    assert up.outcome == "refused", "from 61 to below 61 there is nobody"


def test_the_grade_is_kept_and_told(tmp_path: Path) -> None:
    """The score of all has the thresholds in it; on the terminal each that nobody notices is named."""
    found = graded(SET + CASES)
    kept = read_grade(stored_grade(found))
    assert (kept.score.noticed, kept.score.of) == (found.score.noticed, found.score.graded)
    assert kept.content_hash == found.model.content_hash and len(kept.unnoticed) <= 12
    told = grade_text(found)
    assert 'threshold moved: lower limit from "60" to "59", in Step' in told and "patient: Level: 59" in told


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"content": 1}', '{"score": {"noticed": 2, "of": 1}}', "\\ud800"]
)
def test_what_is_no_grade_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_grade(text)
    (tmp_path / "grade.json").write_text(text, "utf-8")
    folder = tmp_path / "set"
    folder.mkdir()
    write_xlsx(SET, folder, "set.xlsx")
    kept = CliRunner().invoke(cli, ["cases", str(folder), "--grade", "--store", str(tmp_path / "grade.json")])
    assert kept.exit_code == 2 and "holds no grade" in kept.output
    assert (tmp_path / "grade.json").read_text("utf-8") == text
    site = CliRunner().invoke(
        cli,
        [
            "docs",
            "build",
            str(folder),
            "--grade",
            str(tmp_path / "grade.json"),
            "--out",
            str(tmp_path / "site"),
        ],
    )
    assert site.exit_code == 2 and "--grade" in site.output and not (tmp_path / "site").exists()
