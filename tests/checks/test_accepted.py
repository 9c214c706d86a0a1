"""An error is accepted as one thing: its rules, for a time, by enough persons, for the patients that it is about."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.compiler import check, read
from b12tables.compiler.checks import run_checks
from b12tables.compiler.checks.accepted import meanings_to_fill
from b12tables.compiler.model import two_persons
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.tables import Model
from b12tables.desk import fill
from tests.kit.tables import model_from_markdown, write_xlsx

AS_OF = date(2026, 11, 21)

HEAD = """
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Also accepted by | Meaning |
|---|---|---|---|---|---|---|---|---|
"""


def _set(upto: str = "< 18", when: str = "Age: 100", expect: str = "child", rows: str = "") -> str:
    return f"""
## Fields
- age: number, 0..120
- sex: choice (female, male)
- group: choice (child, adult)

## Decision: Age group
| | When | When | Then |
|---|---|---|---|
| Rule | Age | Sex | Group |
| R1 | {upto} | - | child |
| R2 | > 19 | - | adult |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | {when} | Group: child | so |

## Cases
| | | Given | Given | Expect |
|---|---|---|---|---|
| ID | Description | Age | Sex | Group |
| C1 | one | 30 | male | {expect} |

## Accepted
{HEAD.strip()}
{rows}
"""


def _model(**parts: str) -> Model:
    return model_from_markdown(_set(**parts))


def _found(**parts: str) -> list[Finding]:
    findings, _ = run_checks(_model(**parts), as_of=AS_OF)
    kept = {
        "gap",
        "broken-safety-rule",
        "failed-case",
        "accepted-void",
        "accepted-hides",
        "accepted-unmatched",
    }
    return [finding for finding in findings if finding.name in kept]


def _said(**parts: str) -> Counter[str]:
    return Counter(f"{f.name}{' accepted' if 'accepted' in f.data else ''}" for f in _found(**parts))


GAP = "| gap | Age group | | so | Dr A | 2026-12-31 | 2026-11-01 | | Age: [18..19] |"
SAFETY = "| broken-safety-rule | | S1 | so | Dr A | 2026-12-31 | 2026-11-01 | Dr B | Age: 100 |"
CASE = "| failed-case | | C1 | so | Dr A | 2026-12-31 | 2026-11-01 | | Group: adult |"


def test_each_is_accepted_for_what_it_is() -> None:
    said = _said(rows="\n".join((GAP, SAFETY, CASE)))
    assert said == Counter(["gap accepted", "broken-safety-rule accepted", "failed-case accepted"])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("| gap | | | so | Dr A | 2026-12-31 | 2026-11-01 | | Age: [18..19] |", "no decision"),
        (
            "| broken-safety-rule | | | so | Dr A | 2026-12-31 | 2026-11-01 | Dr B | Age: 100 |",
            "no safety rule",
        ),
        ("| failed-case | | | so | Dr A | 2026-12-31 | 2026-11-01 | | Group: adult |", "no case"),
        ("| gap | Age group | | so | Dr A | 2026-12-31 | | | Age: [18..19] |", "Accepted on"),
        ("| gap | Age group | | so | Dr A | 2027-05-02 | 2026-11-01 | | Age: [18..19] |", "6 months"),
        ("| gap | Age group | | so | Dr A | 2027-05-02 | 2026-11-22 | | Age: [18..19] |", "still to come"),
        ("| gap | Age group | | so | Dr A | 2026-11-25 | 2026-11-22 | | Age: [18..19] |", "still to come"),
        ("| broken-safety-rule | | S1 | so | Dr A | 2026-12-31 | 2026-11-01 | | Age: 100 |", "second person"),
        (
            "| broken-safety-rule | | S1 | so | Dr A | 2026-12-31 | 2026-11-01 | dr  a | Age: 100 |",
            "second person",
        ),
        ("| gap | Age group | | so | Dr A | 2026-12-31 | 2026-11-01 | | |", "which patients"),
        ("| failed-case | | C1 | so | Dr A | 2026-12-31 | 2026-11-01 | | |", "which patients"),
    ],
)
def test_an_error_is_not_accepted_with_less(row: str, why: str) -> None:
    found = _found(rows=row)
    assert not any("accepted" in finding.data for finding in found)
    (void,) = [finding for finding in found if finding.name == "accepted-void"]
    assert why in void.message


def test_it_does_not_end_before_it_begins() -> None:
    row = "| gap | Age group | | so | Dr A | 2026-11-21 | {} | | Age: [18..19] |"
    assert _said(rows=row.format("2026-11-21"))["gap accepted"] == 1
    found, _ = run_checks(_model(rows=row.format("2026-11-22")))
    assert any("ends before" in f.message for f in found if f.name == "accepted-void")


def test_six_months_are_the_most() -> None:
    row = "| gap | Age group | | so | Dr A | {} | 2026-08-31 | | Age: [18..19] |"
    assert _said(rows=row.format("2027-02-28"))["gap accepted"] == 1
    assert _said(rows=row.format("2027-03-01"))["accepted-void"] == 1


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (GAP, {"upto": "< 17"}),
        (GAP.replace("[18..19]", "18"), {}),
        (GAP.replace("[18..19]", "[18..19]<br>Sex: female"), {}),
        (SAFETY, {"when": "Age: >= 100"}),
        (SAFETY, {"when": "Age: 50"}),
        (SAFETY.replace("Age: 100", "Age: 100<br>Sex: male"), {}),
        (CASE.replace("Group: adult", "Group: child"), {"expect": "child"}),
    ],
)
def test_what_goes_beyond_blocks(row: str, parts: dict[str, str]) -> None:
    found = _found(rows=row, **parts)
    hides = [finding for finding in found if finding.name == "accepted-hides"]
    assert [finding.severity for finding in hides] == ["error"]
    assert "accepted" not in hides[0].data


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (GAP, {"upto": "<= 18"}),
        (GAP.replace("[18..19]", "[10..30]"), {}),
        (GAP.replace("Age: [18..19]", "Age: 18<br>or<br>Age: (18..19]"), {}),
        (GAP.replace("Age: [18..19]", "always"), {}),
        (SAFETY, {"when": "Age: 100<br>Sex: male"}),
        (SAFETY.replace("Age: 100", "Age: >= 90"), {"when": "Age: [95..99]"}),
    ],
)
def test_what_lies_inside_stays_accepted(row: str, parts: dict[str, str]) -> None:
    said = _said(rows=row, **parts)
    assert said["accepted-hides"] == said["accepted-void"] == said["accepted-unmatched"] == 0
    assert said["gap accepted"] + said["broken-safety-rule accepted"] == 1


def test_the_tool_writes_the_patients(tmp_path: Path) -> None:
    rows = "\n".join(
        (GAP.replace("Age: [18..19]", ""), SAFETY.replace("Age: 100", ""), CASE.replace("Group: adult", ""))
    )
    write_xlsx(_set(rows=rows, when="Age: >= 100<br>Sex: male"), tmp_path)
    model, _ = read(tmp_path)
    assert model is not None
    assert [text for _, text in fill(tmp_path, model)] == [
        "Age: [18..19]",
        "Age: >= 100\nSex: male",
        "Age: 30\nSex: male\nGroup: adult",
    ]
    report = check(tmp_path, AS_OF)
    assert {f.name for f in report.findings if "accepted" in f.data} == {
        "gap",
        "broken-safety-rule",
        "failed-case",
    }
    assert report.ok


@pytest.mark.parametrize(
    ("row", "wide"),
    [
        (GAP, False),
        (GAP.replace("[18..19]", "[10..30]"), True),
        (GAP.replace("Age: [18..19]", "always"), True),
        (GAP.replace("Age: [18..19]", "Age: 18<br>or<br>Age: (18..19]"), False),
        (SAFETY, False),
        (SAFETY.replace("Age: 100", "Age: >= 90"), True),
        (SAFETY.replace("Age: 100", "Sex: -"), True),
    ],
)
def test_what_covers_more_than_the_error_is_told(row: str, wide: bool) -> None:
    findings, _ = run_checks(_model(rows=row), as_of=AS_OF)
    assert [f.name for f in findings if f.name == "accepted-wide"] == ["accepted-wide"] * wide


@pytest.mark.parametrize(
    "second",
    ["-", "none", "n/a", "Dr A", "A.", "Prof. Dr. A", "Ａ", "a", "?"],
)
def test_nobody_and_the_same_person_are_no_second_one(second: str) -> None:
    found = _found(rows=SAFETY.replace("Dr B", second))
    (void,) = [finding for finding in found if finding.name == "accepted-void"]
    assert "second person" in void.message


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("Ann Lee", "Lee, Ann", False),
        ("Ann Lee", "A. Lee", False),
        ("Ann Lee", "Lee", False),
        ("Dr Ann Lee", "Ann Lee, MD", False),
        ("A. Lee", "B. Lee", True),
        ("Ann Lee", "Anna Leeson", True),
        ("Ann Lee", "Ann Berg", True),
        ("王芳", "李娜", True),
        ("none", "Ann Lee", False),
        ("EV", "Eva Vogt", False),
        ("E.V.", "Vogt, Eva", False),
        ("EM", "Eva Vogt", True),
        ("Dr. med. Vogt", "Frau Vogt", False),
        ("Anna Müller", "A. Mueller", False),
        ("Chr. Vogt", "Christian Vogt", False),
        ("Michael Braun", "Michaela Braun", True),
        ("eva.vogt@clinic.org", "Eva Vogt", False),
        ("to be named", "Ann Lee", False),
        ("N. N.", "Ann Lee", False),
        ("pending", "Ann Lee", False),
    ],
)
def test_two_persons(one: str, other: str, two: bool) -> None:
    assert two_persons(one, other) == two_persons(other, one) == two


@pytest.mark.parametrize(
    "nobody", ["-", "pending", "to be named", "Dr. N. N.", "not yet known", "noch offen"]
)
def test_nobody_accepts_nothing(nobody: str) -> None:
    found = _found(rows=GAP.replace("Dr A", nobody))
    assert [f.name for f in found if "nobody is named" in f.message] == ["accepted-void"]


LISTED = """
## Fields
- age: number, 0..120
- dose: number, 0..50, unit mg
- note: choice (rest, walk, swim)

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | Age | Dose |
| R1 | < 50 | {low} |
| R2 | >= 50 | 7 |

## Decision: Notes
- Hit policy: Collect
- May be empty: yes

| | When | Then |
|---|---|---|
| Rule | Age | Note |
| N1 | < 50 | {first} |
| N2 | < 90 | walk |

## Cases
| | | Given | Expect | Expect |
|---|---|---|---|---|
| ID | Description | Age | Dose | Note |
| C1 | one | {age} | 5 | includes rest |

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Meaning |
|---|---|---|---|---|---|---|---|
| failed-case | | C1 | so | Dr A | 2026-12-31 | 2026-11-01 | {meaning} |
"""

AS_IT_WAS = {"low": "7", "first": "rest", "age": "30"}
FILLED = "Age: 30<br>Dose: 7<br>Note: includes rest and includes walk"


def _of_the_case(**changed: str) -> list[str]:
    text = LISTED.format(**{**AS_IT_WAS, "meaning": FILLED, **changed})
    findings, _ = run_checks(model_from_markdown(text), as_of=AS_OF)
    return [finding.name for finding in findings if finding.severity == "error" and finding.accepted is None]


def test_a_case_is_accepted_as_it_is(tmp_path: Path) -> None:
    write_xlsx(LISTED.format(**AS_IT_WAS, meaning=""), tmp_path)
    model, _ = read(tmp_path)
    assert model is not None
    assert [text.replace("\n", "<br>") for _, text in fill(tmp_path, model)] == [FILLED]
    assert _of_the_case() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"low": "8"},  # another wrong dose
        {"first": "swim"},  # what was right in the list is wrong now
        {"first": "none"},
        {"age": "31"},  # another patient
    ],
)
def test_a_case_that_fails_otherwise_blocks(changed: dict[str, str]) -> None:
    assert _of_the_case(**changed) == ["accepted-hides"]


def test_what_was_accepted_without_the_patient_holds_for_the_answer() -> None:
    meaning = FILLED.removeprefix("Age: 30<br>")
    assert _of_the_case(meaning=meaning) == []
    assert _of_the_case(meaning=meaning, low="8") == ["accepted-hides"]


def test_a_row_that_lacks_more_than_its_patients_is_named(tmp_path: Path) -> None:
    """Nobody is told that no Meaning is missing where one could not be written."""
    rows = "| gap | Age group | | so | Dr A | 2026-12-31 | | | |"
    write_xlsx(_set(rows=rows), tmp_path)
    done = CliRunner().invoke(cli, ["signoff", str(tmp_path), "--fill"])
    assert done.exit_code == 1 and "No Meaning was missing" not in done.output
    assert "Without a Meaning as before: " in done.output and "Accepted · A" in done.output


def test_what_cannot_be_written_down_is_not_filled() -> None:
    row = "| gap | | | so | Dr A | 2026-12-31 | 2026-11-01 | | |"
    model = _model(rows=row)
    findings, _ = run_checks(model)
    assert list(meanings_to_fill(model, findings)) == []


def test_a_finding_of_reading_is_accepted(tmp_path: Path) -> None:
    rows = "| unused-field | | | kept for later | Dr A | 2026-12-31 | | | |"
    write_xlsx(_set(rows=rows).replace("- sex: choice", "- spare: number, 0..9\n- sex: choice"), tmp_path)
    found = {finding.name: finding for finding in check(tmp_path, AS_OF).findings}
    assert "accepted" in found["unused-field"].data


def test_an_error_of_reading_is_not_accepted(tmp_path: Path) -> None:
    rows = "| unknown-name | | | kept for later | Dr A | 2026-12-31 | 2026-11-01 | Dr B | |"
    text = _set(rows=rows).replace("| S1 |", "| S0 | Nothing: 1 | Group: child | so |\n| S1 |")
    write_xlsx(text, tmp_path)
    report = check(tmp_path, AS_OF)
    found = {finding.name: finding for finding in report.findings}
    assert "accepted" not in found["unknown-name"].data
    assert not report.ok


def test_that_nobody_is_possible_is_not_accepted() -> None:
    """Of nobody everything is true: all that is proved beside it would be worth nothing."""
    nobody = """
## Impossible
| ID | Combination | Why |
|---|---|---|
| K1 | Sex: male | so |
| K2 | Sex: female | so |
"""
    rows = "| contradicting-impossible | | K1, K2 | so | Dr A | 2026-12-31 | 2026-11-01 | Dr B | |"
    findings, _ = run_checks(model_from_markdown(_set(rows=rows) + nobody), as_of=AS_OF)
    assert [f.accepted for f in findings if f.name == "contradicting-impossible"] == [None]
    assert "accepted-unmatched" in {f.name for f in findings}


def test_an_error_behind_a_score_is_accepted_for_patients_and_not_for_the_score() -> None:
    """Patients who come to the same score are other patients."""
    text = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Computed |
|---|---|---|---|---|---|
| age | Age | whole number | 0 | 9 | |
| one | One | whole number | 0 | 9 | |
| two | Two | whole number | 0 | 9 | |
| sum | Sum | whole number | 0 | 18 | one + two |

## Decision: Points
| | When | Then | |
|---|---|---|---|
| Rule | Age | One | Two |
| R1 | < 4 | 2 | 2 |
| R2 | >= 4 | 0 | 1 |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | - | Sum: < 4 | so |
"""
    rows = "| broken-safety-rule | | S1 | so | Dr A | 2026-12-31 | 2026-11-01 | Dr B | |"
    model = model_from_markdown(text + "\n## Accepted\n" + HEAD.strip() + "\n" + rows)
    findings, _ = run_checks(model, as_of=AS_OF)
    assert [meaning for _, meaning in meanings_to_fill(model, findings)] == ["Age: <= 3"]


IN_WEEKS = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Also accepts |
|---|---|---|---|---|---|---|
| interval | Interval | number | 0 | 100 | mo | wk |
| plan | Plan | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| plan | early | Early |
| plan | late | Late |

## Decision: Plan
| | When | Then |
|---|---|---|
| Rule | Interval | Plan |
| R1 | < 4 wk | early |
| R2 | > 6 wk | late |
"""


def test_what_no_decimal_says_is_written_in_a_unit_that_does(tmp_path: Path) -> None:
    """6 weeks are 672/487 months, which no cell could hold."""
    row = "| gap | Plan | | so | Dr A | 2026-12-31 | 2026-11-01 | | |"
    write_xlsx(f"{IN_WEEKS}\n## Accepted\n{HEAD.strip()}\n{row}", tmp_path)
    model, _ = read(tmp_path)
    assert model is not None
    (found,) = [f for f in run_checks(model, as_of=AS_OF)[0] if f.name == "gap"]
    assert any('"<= 6 wk"' in help for help in found.help) and not any("/487" in help for help in found.help)
    assert [text for _, text in fill(tmp_path, model)] == ["Interval: [4 wk..6 wk]"]
    report = check(tmp_path, AS_OF)
    assert report.ok and [f.name for f in report.findings if f.accepted is not None] == ["gap"]
