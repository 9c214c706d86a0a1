"""Each construct of the format in each place where it must be known: the table in the docs, held by tests.

What reads, refuses and proves a construct has tests of its own, which the table names; comparison, hashes, annotated
copies and the schema of cases are asked here, by one edit of each construct in one set.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from b12tables.compiler import check
from b12tables.compiler.codegen import emit_schema
from b12tables.compiler.compare import compare
from b12tables.compiler.proof import Meanings
from b12tables.desk.annotate import annotate_workbooks
from tests.kit.tables import model_from_markdown, write_xlsx

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "workbook-format.md"
SET = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| cut | 5 | a book |

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Step | Kept from | Computed | Also written | Upper of |
|---|---|---|---|---|---|---|---|---|---|---|---|
| age | Age | number | 0 | 10 | | | 1 | | | Years | |
| kid | Kidneys | choice | | | | yes | | | | | |
| now | Present interval | choice | | | | | | | | | |
| weight | Weight | number | 1 | 100 | kg | | | | | | |
| next | Next interval | choice | | | | | | now | | | |
| rate | Rate | number | 0 | 10 | mg/kg | | | | | | |
| dose | Dose | number | 0 | 1000 | mg | | | | rate * weight, rounded to 5 mg, at most 200 mg | | |
| low | From | whole number | 0 | 9 | mo | | | | | | |
| high | To | whole number | 0 | 9 | mo | | | | | | low |
| both | Score | whole number | 0 | 20 | mo | | | | low + high | | |
| act | Actions | choices | | | | | | | | | |
| size | Size | choice | | | | | | | | | |
| risk | Risk | choice | | | | | | | | | |

## Values
| Field | Value | Label | Also written |
|---|---|---|---|
| kid | fine | Fine | well |
| kid | bad | Bad | |
| now | wk | Weekly | |
| now | mo | Monthly | |
| next | wk | Weekly | |
| next | mo | Monthly | |
| act | call | Call | |
| act | test | Test | |
| size | little | Little | |
| size | much | Much | |
| risk | few | Few | |
| risk | many | Many | |

## Decision: Plan
- Code: plan
- Applies when: Age: < cut

| | When | Then | | | | |
|---|---|---|---|---|---|---|
| Rule | Renal | Next interval | Rate | From | To | Actions |
| R1 | well | unchanged | 1 mg/kg | 1 | 3 | Call |
| R2 | bad; unknown | Monthly | 2 mg/kg | 2 | 2 | Call; Test |

## Decision: Plan
- Code: plan
- Applies when: Years: >= cut

| | When | Then | | | | |
|---|---|---|---|---|---|---|
| Rule | Combination | Next interval | Rate | From | To | Actions |
| S1 | Age: 5 to 7 | unchanged | 1 mg/kg | 1 | 3 | none |
| S2 | Age: 8 to 10 | Weekly | 2 mg/kg | 2 | 2 | Test |

## Decision: Size
- Code: size_of

| | When | Then |
|---|---|---|
| Rule | Dose | Size |
| D1 | <= 100 mg | Little |
| D2 | > 100 mg | Much |

## Decision: Risk
- Code: risk_of

| | When | Then |
|---|---|---|
| Rule | Score | Risk |
| E1 | <= 4 | Few |
| E2 | > 4 | Many |
""".replace("| Rule | Renal |", "| Rule | Kidneys |")
EDITS = {
    "thresholds": ("| cut | 5 |", "| cut | 6 |"),
    "step": ("| 0 | 10 | | | 1 |", "| 0 | 10 | | | 0.5 |"),
    "also written": ("| kid | fine | Fine | well |", "| kid | bad2 | Fine | well |"),
    "sums": ("low + high", "high - low"),
    "doses": ("at most 200 mg", "at most 95 mg"),
    "relations of two fields": ("low + high", "low - high"),
    "ranges as results": (
        "| R1 | well | unchanged | 1 mg/kg | 1 | 3 |",
        "| R1 | well | unchanged | 1 mg/kg | 1 | 4 |",
    ),
    "several actions": ("| 2 | 2 | Call; Test |", "| 2 | 2 | Call |"),
    "unchanged": ("| R1 | well | unchanged |", "| R1 | well | Weekly |"),
    "guards": ("Applies when: Age: < cut", "Applies when: Age: < 4"),
}


def edited(construct: str) -> str:
    before, after = EDITS[construct]
    assert before in SET
    text = SET.replace(before, after)
    return text.replace("Years: >= cut", "Years: >= 4") if construct == "guards" else text


@pytest.mark.parametrize("construct", EDITS)
def test_a_comparison_notices_it_and_so_do_the_hashes(construct: str) -> None:
    old, new = model_from_markdown(SET), model_from_markdown(edited(construct))
    found = compare(old, new)
    assert found.changes or found.notes or found.unfinished
    assert Meanings(old).decisions != Meanings(new).decisions
    again = compare(old, model_from_markdown(SET))
    assert not again.changes and not again.notes and not again.unfinished
    assert Meanings(old).rules == Meanings(model_from_markdown(SET)).rules


def test_an_annotated_copy_means_the_same(tmp_path: Path) -> None:
    write_xlsx(SET.replace("| R2 | bad; unknown |", "| R2 | bad |"), tmp_path)
    report = check(tmp_path)
    assert not report.ok
    annotate_workbooks(tmp_path, tmp_path / "out", report)
    copy = check(tmp_path / "out").model
    assert copy is not None and report.model is not None
    assert Meanings(copy).rules == Meanings(report.model).rules


def test_the_schema_of_cases_knows_them() -> None:
    (case,) = [text for path, text in emit_schema(model_from_markdown(SET)).items() if "case" in path]
    inputs = json.loads(case)["properties"]
    # what follows, and what a table or the reader makes, is never stated
    assert set(inputs) - {"today"} == {"age", "kid", "now", "weight"}
    assert inputs["age"]["description"] == "In steps of 1."


def test_the_page_names_a_test_for_each_construct_and_place() -> None:
    table = (
        PAGE.read_text(encoding="utf-8")
        .partition("## Where each construct is proved")[2]
        .partition("\n## ")[0]
    )
    rows = [line for line in table.splitlines() if line.startswith("| ") and "`" in line]
    assert {line.split("|")[1].strip().lower() for line in rows} == set(EDITS)
    for line in rows:
        files = re.findall(r"`(test_\w+)`", line)
        assert len(files) >= 2, line
        for name in files:
            assert list((ROOT / "tests").rglob(f"{name}.py")), name
