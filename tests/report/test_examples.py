"""Examples and counts speak of what matters: the entries that the rules ask for first, the rest by its number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from b12tables.compiler import Report, check
from b12tables.compiler.report import report_text
from tests.kit.tables import write_xlsx

SET = """
## Fields
- age: number, 0..
- cause: choice (diet, ileum)
- sex: choice (female, male)
- ward: choice (north, south)
- smoker: yes/no
- height: number, 0..250
- group: choice (child, adult)
- plan: choice (a, b)
- bed: choice (a, b)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| A1 | < 18 | child |
| A2 | >= 18 | adult |

## Decision: Plan table
| | When | When | When | Then |
|---|---|---|---|---|
| Rule | Group | Cause | Sex | Plan |
| R1 | child | - | - | a |
| R2 | adult | ileum | female | b |
| R3 | adult | ileum | male | a |

## Decision: Bed table
| | When | When | When | Then |
|---|---|---|---|---|
| Rule | Ward | Smoker | Height | Bed |
| B1 | north | - | - | a |
| B2 | south | yes | - | b |
| B3 | south | no | < 150 | a |
| B4 | south | no | >= 150 | b |
"""


def _report(text: str, folder: Path) -> Report:
    write_xlsx(text, folder)
    return check(folder)


def test_an_example_begins_with_what_the_rules_ask_for(tmp_path: Path) -> None:
    report = _report(SET, tmp_path)
    (gap,) = report.errors
    assert gap.data["asked"] == ["age", "cause", "sex"]
    assert gap.example is not None and len(gap.example) == 6
    short = report_text(report, notes=False)
    assert (
        "for example: Age: 20; Cause: diet; Sex: female; and 3 more entries (--notes lists them)\n" in short
    )
    assert "Height" not in short and "Ward" not in short
    whole = report_text(report)
    assert "for example: Age: 20; Cause: diet; Sex: female; Ward: north; Smoker: yes; Height:" in whole


def test_a_kind_of_patient_is_not_multiplied_by_what_nothing_tests(tmp_path: Path) -> None:
    """Sex is a column of the table, but for adults with a dietary cause no rule asks for it."""
    (gap,) = _report(SET, tmp_path).errors
    assert gap.message.startswith("nobody is told what to do for 1 kind of patient\n")
    assert "here this is: Group adult, Cause diet\n" in gap.message
    assert gap.data["cases"] == "2"


def test_of_an_overlap_only_the_tested_columns_count(tmp_path: Path) -> None:
    report = _report(SET.replace("| R3 | adult | ileum | male | a |", "| R3 | adult | - | - | a |"), tmp_path)
    (overlap,) = report.errors
    assert overlap.message.startswith("rules R2 and R3 both hold for 1 kind of patient\n")
    assert overlap.data["asked"] == ["age", "cause", "sex"]


def test_several_findings_with_one_edit_are_one_block(tmp_path: Path) -> None:
    text = """
## Fields
- length: number, 0..
- band: choice (none, short, long)

## Decision: Length band
| | When | Then |
|---|---|---|
| Rule | Length | Band |
| B1 | - | none |
| B2 | (0..20] | short |
| B3 | > 20 | long |
"""
    report = _report(text, tmp_path)
    assert [finding.rules for finding in report.errors] == [("B1", "B2"), ("B1", "B3")]
    assert report.errors[1].data["mended_with"] == {"name": "overlap", "rules": ["B1", "B2"]}
    short = report_text(report, notes=False)
    assert short.count("error: overlap") == 1
    assert "  the same edit mends: overlap of B1, B3\n" in short
    assert "Found: 2 errors" in short


def test_an_acceptance_is_one_line_whatever_it_covers(tmp_path: Path) -> None:
    text = """
## Fields
- age: number, 0..
- group: choice (child, adult, old)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | (18..65) | adult |
| R3 | > 65 | old |

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Meaning |
|---|---|---|---|---|---|---|---|
| gap | Age group | | nobody is 18 or 65 | Dr A | 2026-12-31 | 2026-11-01 | Age: 18; 65 |
"""
    write_xlsx(text, tmp_path)
    report = check(tmp_path, date(2026, 11, 21))
    assert [f.name for f in report.findings if "accepted" in f.data] == ["gap", "gap"]
    short = report_text(report, notes=False)
    assert (
        "accepted error: gap in Age group, 2 findings: nobody is 18 or 65 (accepted by Dr A until 2026-12-31)\n"
        in short
    )
    assert "for example" not in short and report.ok
    assert report_text(report).count("(accepted)") == 2
