"""What the reader says of each mistake, and of what it leaves out because of it.

`SET` is a small good table set; each test changes one thing in it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from b12tables.compiler.model import Equals, Interval, IsUnknown
from b12tables.compiler.model.computed import Computed
from b12tables.compiler.model.finding import KINDS, Finding
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import Limit, Model
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.folder import Kept, read_workbook
from b12tables.compiler.reader.workbook import Workbook
from tests.kit.tables import model_and_findings, model_from_markdown, workbook_from_markdown, write_xlsx

SET = (Path(__file__).parents[1] / "kit" / "sets" / "level.md").read_text(encoding="utf-8")


ALONE = """
## Decision: Alone

|    | When       | Then |
|----|------------|------|
|    | Main cause | Alone |
| A1 | -          | yes  |
"""
"""A decision that depends on no other one."""


def changed(old: str, new: str, more: str = "") -> str:
    assert SET.count(old) >= 1, f"{old!r} does not stand in the set"
    declared = (
        SET.replace("| plan    | Plan ", "| alone | Alone | yes/no ||||||||\n| plan    | Plan ")
        if more
        else SET
    )
    return declared.replace(old, new, 1) + more


def findings_of(old: str, new: str) -> tuple[Finding, ...]:
    return model_and_findings(changed(old, new))[1]


def test_the_set_itself_is_good() -> None:
    assert model_and_findings(SET)[1] == ()


def mistakes() -> Iterator[tuple[str, ...]]:
    with (Path(__file__).parent / "mistakes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield tuple(row[name].replace("\\n", "\n") for name in ("was", "is", "finding", "cell", "words"))


@pytest.mark.parametrize(("was", "becomes", "name", "cell", "words"), list(mistakes()))
def test_a_mistake_is_named_placed_and_answered(
    was: str, becomes: str, name: str, cell: str, words: str
) -> None:
    findings = findings_of(was, becomes)
    told = [finding for finding in findings if finding.name == name and finding.places[0].cells == cell]
    assert told, findings
    assert any(words in " ".join((finding.message, *finding.help)) for finding in told), told
    assert all(finding.severity == KINDS[name].severity or name == "outside-domain" for finding in told)


def test_many_mistakes_are_told_at_once() -> None:
    text = (
        SET.replace("< 180", "soon")
        .replace(">= 180; unknown", "later")
        .replace("| low  | ask", "| lo  | aks")
    )
    _, findings = model_and_findings(text)
    assert [(f.name, f.places[0].sheet, f.places[0].cells) for f in findings if f.severity == "error"] == [
        ("bad-cell", "Level band", "B6"),
        ("bad-cell", "Level band", "B7"),
        ("unknown-name", "Warnings", "C8"),
        ("unknown-name", "Warnings", "D8"),
    ]


def test_what_cannot_be_read_is_left_out_and_said() -> None:
    model, findings = model_and_findings(changed("| < 180 ", "| soon ", ALONE))
    assert model is not None
    assert [table.code for table in model.decisions] == ["alone"], "what looks at the band is not judged"
    assert model.safety_rules == ()
    assert model.cases == ()
    assert model.skipped == (
        "Level band: one of its cells cannot be used",
        "Warnings: it depends on Level band, which could not be read",
        "Plan: it depends on Warnings, which could not be read",
        "safety rule I1: the table that decides band is left out",
        "case C1: a table that it needs is left out (level_band, plan, warnings)",
    )
    [cause] = [finding for finding in findings if finding.severity == "error"]
    assert cause.message.endswith("because of this 3 decisions, 1 case and 1 safety rule could not be judged")


def test_a_table_that_tests_a_list_goes_with_the_table_that_gives_it() -> None:
    model, _ = model_and_findings(changed("| dietary         | -    | check", "| dietry | - | check"))
    assert model is not None
    assert [table.code for table in model.decisions] == ["level_band"]
    assert "Plan: it depends on Warnings, which could not be read" in model.skipped


def test_without_a_dictionary_nothing_can_be_asked() -> None:
    model, findings = model_and_findings(changed("## Dictionary", "## Words"))
    assert model is not None and not model.fields and not model.decisions and model.skipped
    errors = {finding.name for finding in findings if finding.severity == "error"}
    assert errors == {"missing-sheet"}, "that nothing is declared is not said of every name"


@pytest.mark.parametrize("kind", ["About", "Dictionary", "Decision table"])
def test_a_missing_sheet_is_named(kind: str) -> None:
    _, findings = build_model(Workbook())
    assert [f for f in findings if f.name == "missing-sheet" and kind in f.message]


def test_what_a_set_does_not_say_of_itself_is_nowhere_empty() -> None:
    sheets = workbook_from_markdown(SET).sheets
    other, _ = build_model(Workbook(tuple(sheet for sheet in sheets if sheet.name != "About")))
    partly, findings = model_and_findings("## About\n- Identifier: a_set\n" + SET)
    for model in (other, partly):
        assert model is not None
        assert (model.about.title, model.about.version) == ("A table set without a title", "not stated")
    assert [finding for finding in findings if "does not state Title" in finding.message]


def test_about_must_be_complete() -> None:
    about = "## About\n- Title: A set\n- Identifier: My Set\n- Version: 1\n- Status: Final\n"
    _, findings = model_and_findings(about + SET)
    told = [(finding.name, finding.message) for finding in findings]
    assert ("missing-heading", "the About sheet does not state Intended use") in told
    assert ("missing-heading", "the About sheet does not state Disclaimer") in told
    assert sum(name == "bad-cell" for name, _ in told) == 3


def test_statements_and_sources() -> None:
    sheets = """
## Sources

| ID | Title |
|----|-------|
| D1 | A paper |
| D1 | The same |

## Statements

| ID | Source | Statement | Disposition   | Why |
|----|--------|-----------|---------------|-----|
| S1 | D1     | One       | encoded       |     |
| S2 | D2     | Two       | context       | no  |
| S3 | D1     | Three     | not decidable |     |
| S4 | D1     | Four      | nonsense      |     |
"""
    model, findings = model_and_findings(SET + sheets)
    assert [(f.name, f.places[0].cells) for f in findings] == [
        ("duplicate-name", "A4"), ("unknown-name", "B5"), ("blank-cell", "E6"), ("bad-cell", "D7"),
    ]  # fmt: skip
    assert model is not None
    # whoever cites one of those that are not as they should be is not at fault
    assert [statement.id for statement in model.statements] == ["S1", "S2", "S3", "S4"]
    assert [line for line in model.skipped if line.startswith("statement")] == [
        "statement S2: it cannot be read",
        "statement S4: it cannot be read",
    ]


def test_accepted_and_signed() -> None:
    sheets = """
## Accepted

| Finding | Decision | Rules  | Reason | Accepted by | Until      |
|---------|----------|--------|--------|-------------|------------|
| gap     | Plan     | P1, P2 | so     | Anna        | 2027-01-01 |
| gapp    |          |        | so     | Anna        | 2027-01-01 |
| overlap | Plann    |        | so     | Anna        | soon       |

## Sign-off

| Decision | Rule | Person | Role   | Date       | Meaning |
|----------|------|--------|--------|------------|---------|
| Plan     | P1   | Anna   | doctor | 2026-11-21 |         |
| Plan     |      |        | doctor | 2026-11-21 | abc     |
"""
    model, findings = model_and_findings(SET + sheets)
    assert model is not None
    assert [(a.finding, a.decision, a.rules, a.until) for a in model.accepted] == [
        ("gap", "plan", ("P1", "P2"), date(2027, 1, 1))
    ]
    assert [(s.decision, s.rule, s.meaning) for s in model.sign_offs] == [("plan", "P1", "")]
    assert [(f.name, f.places[0].cells) for f in findings] == [
        ("bad-cell", "A5"), ("bad-cell", "F6"), ("unknown-name", "B6"), ("blank-cell", "C5"),
    ]  # fmt: skip


# ---------------------------------------------------------------- what is read


@pytest.fixture(scope="module")
def model() -> Model:
    return model_from_markdown(SET)


def test_fields(model: Model) -> None:
    level, age, months = model.fields["level"], model.fields["age"], model.fields["months"]
    assert level.needs_unit
    assert level.accepts[0].factor == Fraction("1.355")
    assert level.low == Limit(Fraction(0))
    assert level.high is None
    assert not age.needs_unit
    assert age.accepts[0].factor == Fraction(1, 12)
    assert months.computed == Computed("between", "begun", "today", "months", "months from begun to today")
    assert model.fields["cause"].value_codes == ("dietary", "other")


def test_decisions_stand_in_an_order_in_which_they_can_be_taken() -> None:
    first, second, third = (part for part in SET.split("## ") if part.startswith("Decision"))
    turned = SET.replace(first, "@1").replace(third, "@3").replace("@1", third).replace("@3", first)
    assert second in turned
    codes = [table.code for table in model_from_markdown(turned).decisions]
    assert codes == ["level_band", "warnings", "plan"]


def test_an_order_goes_through_computed_fields() -> None:
    text = """
## Fields
- a: number
- b: number
- c: number
- d: number, computed b - a
- e: yes/no

## Decision: Late

|    | When | Then |
|----|------|------|
|    | d    | e    |
| R1 | -    | yes  |

## Decision: Early

|    | When | Then |
|----|------|------|
|    | c    | b    |
| R1 | -    | 5    |
"""
    assert [table.code for table in model_from_markdown(text).decisions] == ["early", "late"]
    _, findings = model_and_findings(text.replace("|    | c    | b    |", "|    | e    | b    |"))
    assert [finding.name for finding in findings if finding.severity == "error"] == ["cycle"]


def test_a_list_is_a_set_elsewhere(model: Model) -> None:
    assert model.set_valued == {"warning"}
    assert model.decision["warnings"].hit_policy is HitPolicy.COLLECT
    assert [test.text for test in model.safety_rules[0].must] == ["not(wait)", "includes ask"]


def test_evidence(model: Model) -> None:
    first, second = model.decision["warnings"].rules
    assert [(e.kind, e.ref) for e in first.evidence] == [("statement", "S1")]
    assert [(e.kind, e.ref, e.text) for e in second.evidence] == [
        ("inference", "", "none, really"),
        ("statement", "S2", ""),
    ]


def test_cases_are_in_base_units(model: Model) -> None:
    (case,) = model.cases
    assert case.given == {"cause": "dietary", "level": Fraction("135.5"), "age": Fraction(40)}
    assert case.description == "first"


def test_none_is_what_a_decision_gives_nothing_for() -> None:
    text = changed("| P3 | -              | -    | -      | wait |", "| P3 | - | - | - | none |")
    text = text.replace("| treat  | includes check |", "| none | includes check |")
    model = model_from_markdown(text)
    assert model.decision["plan"].rules[2].results[0].value is None
    assert model.cases[0].expect[0].test == IsUnknown()
    assert model.can_be_unknown("plan")


def test_none_may_be_a_value() -> None:
    text = changed("| plan    | wait     | Wait  ", "| plan | none | Nothing ").replace("| wait", "| none")
    text = text.replace("not(wait)", "not(none)")
    model = model_from_markdown(text.replace("| treat  | includes check |", "| none | includes check |"))
    assert model.decision["plan"].rules[2].results[0].value == "none"
    assert model.cases[0].expect[0].test == Equals("none")


def test_bounds_may_be_open() -> None:
    model = model_from_markdown(changed("| 0       | 120 ", "| > 0 | < 120 "))
    assert model.fields["age"].low == Limit(Fraction(0), False)
    assert model.fields["age"].high == Limit(Fraction(120), False)


def test_a_head_may_give_the_unit_of_its_column() -> None:
    model = model_from_markdown(
        changed("| Age  | Months |", "| Age (mo) | Months |").replace("> 18", "> 216")
    )
    assert model.decision["plan"].rules[0].conditions[1].test == Interval(Fraction(18), False, None, False)


def test_unused_fields_are_told() -> None:
    row = "| spare | Spare | text | | | | | | | |\n| plan    | Plan  "
    findings = findings_of("| plan    | Plan  ", row)
    assert [(finding.name, finding.severity) for finding in findings] == [("unused-field", "warning")]


def test_the_hash_is_of_what_is_said(model: Model) -> None:
    wider = SET.replace("| L1 | < 180       | low  |", "|  L1  |   <   180  | low |")
    assert model_from_markdown(wider).content_hash == model.content_hash
    assert model_from_markdown(changed("< 180", "< 179")).content_hash != model.content_hash
    assert len(model.content_hash) == 64


def test_the_same_from_a_real_file(model: Model, tmp_path: Path) -> None:
    write_xlsx(SET, tmp_path)
    workbook, findings = read_workbook(tmp_path)
    again, more = build_model(workbook)
    assert findings + more == ()
    assert again == model


# ---------------------------------------------------------------- folders


def test_an_empty_folder(tmp_path: Path) -> None:
    _, findings = read_workbook(tmp_path)
    assert [(finding.name, finding.severity) for finding in findings] == [("no-workbook", "error")]


def test_no_folder(tmp_path: Path) -> None:
    _, findings = read_workbook(tmp_path / "gone")
    assert [finding.name for finding in findings] == ["no-workbook"]
    assert str(tmp_path) not in str(findings), "no absolute path"


def test_a_single_file(tmp_path: Path) -> None:
    workbook, findings = read_workbook(write_xlsx(SET, tmp_path))
    assert findings == ()
    assert build_model(workbook)[0] is not None


def test_workbooks_in_inner_folders_are_left_out_and_said(tmp_path: Path) -> None:
    write_xlsx(SET, tmp_path)
    (tmp_path / "old").mkdir()
    write_xlsx(SET, tmp_path / "old")
    workbook, findings = read_workbook(tmp_path)
    assert [(finding.name, finding.severity) for finding in findings] == [("skipped-sheet", "info")]
    assert {sheet.file for sheet in workbook} == {"tables.xlsx"}


@pytest.mark.parametrize("suffix", ["xls", "xlsm", "xlsb", "ods", "csv", "tsv", "numbers", "XLS"])
def test_other_formats_are_refused_with_how_to_convert(suffix: str, tmp_path: Path) -> None:
    write_xlsx(SET, tmp_path)
    (tmp_path / f"more.{suffix}").write_bytes(b"x")
    workbook, findings = read_workbook(tmp_path)
    assert [finding.name for finding in findings] == ["unreadable-file"]
    assert ".xlsx" in findings[0].help[0] or "Excel" in findings[0].help[0]
    assert build_model(workbook)[0] is not None


def test_a_file_is_read_again_only_where_its_content_is_another(tmp_path: Path) -> None:
    """What was kept from last time gives what reading gives, whatever happened to the files meanwhile."""
    for name in ("a", "b"):
        book = openpyxl.Workbook()
        book.worksheets[0]["A1"] = name
        book.save(tmp_path / f"{name}.xlsx")
    kept: Kept = {}
    first, _ = read_workbook(tmp_path, kept)
    again, _ = read_workbook(tmp_path, kept)
    assert [s is t for s, t in zip(first, again, strict=True)] == [True, True]
    (tmp_path / "a.xlsx").unlink()
    (tmp_path / "b.xlsx").write_bytes(b"PK broken")
    sheets, findings = read_workbook(tmp_path, kept)
    assert not sheets.sheets and [f.name for f in findings] == ["unreadable-file"]
    assert (sheets, findings) == read_workbook(tmp_path)
