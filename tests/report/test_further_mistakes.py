"""Mistakes beyond the forty of the benchmark: whole sheets, rows, columns. Of each the report begins at the cause."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b12tables.compiler import Report, check
from b12tables.compiler.compare import compare
from b12tables.compiler.report import begin_here, report_text
from benchmarks.reports import DAY, MISTAKES, original
from tests.report.sheet_edits import (
    Edit,
    changed,
    column,
    copied,
    copied_over,
    gone,
    merged,
    moved,
    moved_down,
    pasted,
    policy,
    policy_added,
    row,
    swapped,
    without_column,
)

MOST_LINES = 60


FURTHER: dict[str, tuple[Edit, str, str]] = {
    # the edit, where *Begin here* begins (sheet and cells), what it says
    "a table that others read is gone": (
        gone("Stores"),
        "Dictionary A12",
        "no table decides Iron stores.*bring the sheet",
    ),
    "a table of an answer is gone": (
        gone("Treatment"),
        "Dictionary A13",
        "no table decides Route.*bring the sheet",
    ),
    "a list is gone": (gone("Advice"), "Dictionary A15", "no table decides Advice.*bring the sheet"),
    "all values are gone": (
        gone("Values"),
        "Dictionary C7",
        "Values sheet .*Source of bleeding, Medicines.*bring",
    ),
    "the sources are gone": (
        gone("Sources"),
        "Statements B4",
        "no source called 'T', and 7 cells.*Sources in A1",
    ),
    "a table twice": (
        copied("Treatment"),
        "Treatment Copy A1",
        "says what the sheet 'Treatment' says.*delete",
    ),
    "cases twice": (copied("Cases"), "Cases Copy A1", "says what the sheet 'Cases' says.*delete"),
    "the dictionary twice": (copied("Dictionary"), "Dictionary Copy A1", "cell for cell.*delete"),
    "About twice": (copied("About"), "About Copy A1", "cell for cell.*delete"),
    "an edited copy": (
        copied("Treatment", C9="< 8"),
        "Treatment Copy B1",
        "if one of the two sheets is a copy, delete it",
    ),
    "edited cases": (copied("Cases", C5="12 ug/L"), "Cases Copy A5", "have 3 names in common.*copy, delete"),
    "an edited dictionary": (
        copied("Dictionary", B4="F"),
        "Dictionary Copy A4",
        "have 12 names in common.*copy, delete",
    ),
    "a row pasted twice": (pasted("Stores", "R2"), "Stores A9:F9", "rows 8 and 9 are the same.*delete row 9"),
    "a row pasted over the next": (pasted("Stores", "R2", True), "Stores A9:F9", "write R3 again into row 9"),
    "two heads": (swapped("Stores", "B6", "C6"), "Stores B6", "have changed places.*Ferritin into B6"),
    "two heads of results": (
        swapped("Treatment", "E7", "F7"),
        "Treatment E7",
        "have changed places.*Route into E7",
    ),
    "two heads of a list": (swapped("Advice", "B8", "C8"), "Advice B8", "have changed places"),
    "two cells": (
        swapped("Stores", "B8", "C8"),
        "Stores B8",
        r"have changed places.*write \[15\.\.30\) into B8",
    ),
    "a list for one value": (
        policy_added("Stores", "Collect"),
        "Stores B4",
        "makes a list of Iron stores.*Unique, or First",
    ),
    "one value for a list": (
        policy("Advice", "Unique"),
        "Advice B4",
        "gives one answer.*Collect, Rule order",
    ),
    "no condition band": (
        without_column("Treatment", "Stores"),
        "Treatment A6",
        "no column stands under When",
    ),
    "the statements are gone": (gone("Statements"), "Stores E7", "13 rows cite statements.*Statements in A1"),
    "Otherwise misspelt": (changed("Treatment", A11="Otherwis"), "Treatment A11", "did you mean Otherwise"),
    "a band misspelt": (changed("Stores", D5="Thn"), "Stores D5", "'Thn' is no band.*did you mean Then"),
    "two labels": (changed("Dictionary", B5="Ferritin"), "Dictionary B4", "two fields are called 'Ferritin'"),
    "a number is a choice": (
        changed("Dictionary", C4="choice"),
        "Dictionary A4:C4",
        "a choice, but has a unit.*number",
    ),
    "a choice is a number": (
        changed("Dictionary", C7="number"),
        "Dictionary A7:C7",
        "3 rows of values.*choice",
    ),
    "choices are a choice": (
        changed("Dictionary", C9="choice"),
        "Dictionary A9:C9",
        "1 cell asks.*make its type choices",
    ),
    "a choice is choices": (
        changed("Dictionary", C7="choices"),
        "Dictionary A7:C7",
        "2 cells ask for one.*type choice",
    ),
    "a maximum": (
        changed("Dictionary", E4=50),
        "Dictionary A4:E4",
        "3 cells speak of .*0 to 50.*change Minimum or Maximum",
    ),
    "a unit misspelt": (changed("Dictionary", F5="g/l."), "Dictionary F5", "the unit 'g/l.' is not known"),
    "a policy misspelt": (policy("Advice", "Colect"), "Advice B4", "did you mean Collect"),
    "a row to the right": (
        moved("Stores", "B8:E8", 1),
        "Stores A8:F8",
        "too far to the right.*one column to the left",
    ),
    "a row to the left": (
        moved("Stores", "C8:F8", -1),
        "Stores A8:F8",
        "too far to the left.*what stood there",
    ),
    "another head": (
        changed("Stores", B6="Route"),
        "Stores B6",
        "no cell under Route .*could stand under Ferritin",
    ),
    "a date": (changed("Dictionary", D10="31.01.2000"), "Dictionary D10", "year-month-day, 2000-01-31"),
    "a date of two days": (
        changed("Dictionary", D10="1/2/2000"),
        "Dictionary D10",
        "2000-02-01 or 2000-01-02",
    ),
    "a date in words": (
        changed("Dictionary", D10="Feb 1, 2000"),
        "Dictionary D10",
        "year-month-day, 2000-02-01",
    ),
    "no date": (changed("Dictionary", D10="31.02.2000"), "Dictionary D10", "year-month-day, 2026-11-21"),
    "cells merged": (merged("Stores", "B8:C8"), "Stores B8:C8", r"one merged cell.*\[15\.\.30\).*split it"),
    "a row merged": (
        merged("Stores", "A7:F7"),
        "Stores A7:F7",
        "one merged cell, and says 'R1'.*2 more.*split",
    ),
    "heads merged": (
        merged("Stores", "B6:C6"),
        "Stores B6:C6",
        "one merged cell, and says 'Ferritin'.*split it",
    ),
    "IDs merged": (
        merged("Stores", "A8:A9"),
        "Stores A8:A9",
        "one merged cell.*two rules are called R2.*split it",
    ),
    "a range merged": (
        merged("Dictionary", "D4:E4"),
        "Dictionary D4:E4",
        "one merged cell, and says '0'.*split",
    ),
    "A1 is blank": (
        changed("Stores", A1=None),
        "Stores A1",
        "decides Iron stores.*'Stores' looks like.*write Decision table",
    ),
    "A1 says little": (
        changed("Stores", A1="decision"),
        "Stores A1",
        "left out.*did you mean Decision table",
    ),
    "a row above": (
        lambda book: book["Stores"].insert_rows(1),
        "Stores A2",
        "left out.*'Decision table' stands in A1",
    ),
    "Otherwise over a rule": (
        copied_over("Treatment", "Otherwise", "R3"),
        "Treatment A10:G10",
        "two rows are called Otherwise, 10 and 11.*write R3 again into row 10",
    ),
    "a rule called Otherwise": (
        changed("Treatment", A10="Otherwise"),
        "Treatment A10:G10",
        "row 10 has conditions.*an ID of its own, such as R3",
    ),
    "conditions moved down": (
        moved_down("Stores", "B", 7, 12),
        "Stores B7:B13",
        "column B seem to stand one row too low from row 8 on.*move B8:B13 up",
    ),
    "results moved down": (moved_down("Stores", "D", 9, 12), "Stores D9:D13", "too low.*move D10:D13 up"),
    "IDs moved down": (moved_down("Stores", "A", 7, 12), "Stores A7:A13", "too low.*move A8:A13 up"),
    "evidence moved down": (moved_down("Stores", "E", 7, 12), "Stores E7:E13", "too low.*move E8:E13 up"),
    "one cell moved down": (moved_down("Stores", "C", 12, 12), "Stores C12:C13", "too low.*move C13 up"),
    "conditions moved into Otherwise": (
        moved_down("Treatment", "C", 8, 10),
        "Treatment C8:C11",
        "C8 is blank, and C11 asks in Otherwise.*move C9:C11 up",
    ),
    "oder": (changed("Advice", B9="bowel oder menstrual"), "Advice B9", "write bowel or menstrual"),
    "or between members": (
        changed("Advice", C10="includes calcium or ppi"),
        "Advice C10",
        "write includes calcium; includes ppi",
    ),
    "too much is impossible": (
        changed("Impossible", B4="Haemoglobin: < 20 g/dL"),
        "Impossible A4:C4",
        "3 worked cases .*cannot occur.*mend the combination",
    ),
    "all is impossible": (
        changed("Impossible", B4="Haemoglobin: < 40 g/dL"),
        "Impossible A4:C4",
        "exclude every case",
    ),
}


def report_of(edit: Edit, folder: Path) -> Report:
    original("iron", folder)
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    edit(book)
    book.save(folder / "tables.xlsx")
    return check(folder, DAY)


def entries(report: Report) -> list[tuple[str, str]]:
    """Where each entry of *Begin here* begins, and its words."""
    causes = begin_here(report)
    return [(f"{cause.cell.sheet} {cause.cell.cells}" if cause.cell else "", cause.text) for cause in causes]


@pytest.mark.parametrize("name", FURTHER)
def test_the_report_begins_at_the_cause_and_says_nothing_else(name: str, tmp_path: Path) -> None:
    edit, where, says = FURTHER[name]
    report = report_of(edit, tmp_path)
    (told,) = entries(report)
    assert told[0] == where
    assert re.search(says, told[1]), told[1]
    # one mistake, one error: no safety rule is broken, and no case fails, because of what could not be read
    assert len(report.errors) == 1
    assert report_text(report, notes=False).count("\n") < MOST_LINES


BESIDE: dict[str, tuple[Edit, str, str]] = {
    # mistakes that let something else go wrong, of which the cause comes first
    "a unit nobody names": (
        changed("Treatment", C9="< 7 mg/dL"),
        "Treatment C9",
        "read as 0.07 g/L, far.*write < 7 g/dL",
    ),
    "the unit beside it": (
        changed("Treatment", C9="< 7 g/L"),
        "Treatment C9",
        "read as 7 g/L, outside.*write < 7 g/dL",
    ),
    "a thousandth": (
        changed("Stores", B11=">= 100 ng/L"),
        "Stores B11",
        "read as 0.1 µg/L, far.*100 µg/L or",
    ),
    "a thousand times": (
        changed("Stores", B7="< 15 mg/L"),
        "Stores B7",
        "read as 15000 µg/L, far.*15 µg/L or",
    ),
    "a condition is gone": (
        without_column("Stores", "Inflammation"),
        "Dictionary A6",
        "nothing uses it.*bring it back",
    ),
}


def as_one_number(word: str) -> Edit:
    """A table of doses alone, of which the first row that holds is meant, under another policy."""

    def edit(book: Any) -> None:
        sheet = book["Treatment"]
        sheet.delete_cols(column(sheet, "Route"))
        changed("Treatment", E6="Then", E8=0)(book)
        changed("Cases", H4="Dose", H5="100 mg", H6="1 g", H7=0)(book)
        changed("Safety rules", C4="Dose: 1 g")(book)
        if word != "First":
            policy("Treatment", word)(book)

    return edit


def without_cases(edit: Edit) -> Edit:
    def both(book: Any) -> None:
        edit(book)
        book["Cases"].delete_rows(5, 3)

    return both


def without_row(edit: Edit, name: str, rule: str) -> Edit:
    def both(book: Any) -> None:
        edit(book)
        book[name].delete_rows(row(book[name], rule))

    return both


UNIQUE, ANY = policy("Treatment", "Unique"), policy("Treatment", "Any")

NOTICED: dict[str, tuple[Edit, str, str]] = {
    # conditions that are wrong, of which only a worked case or a safety rule knows
    "unknown forgotten": (
        changed("Advice", D11=">= 3"),
        "Advice D11",
        "rule A3 would give it, but for this cell",
    ),
    "a lower boundary": (
        changed("Treatment", C9="< 6"),
        "Treatment C9",
        "rule R2 would give it, but for this",
    ),
}


AMONG: dict[str, tuple[Edit, str, str]] = {
    # mistakes that could be another one: both are named
    "Unique for First": (UNIQUE, "Treatment B4", "policy is Unique, and 3 pairs.*write First"),
    "Any for First": (ANY, "Treatment B4", "policy is Any, and 3 pairs.*write First"),
    "Priority for First": (
        policy("Treatment", "Priority"),
        "Treatment B4",
        "Priority, and a pair.*write First",
    ),
    "without cases": (without_cases(UNIQUE), "Treatment B4", "policy is Unique, and 3 pairs.*write First"),
    "one pair": (
        without_row(UNIQUE, "Treatment", "R3"),
        "Treatment B4",
        "a pair of rules holds.*write First",
    ),
    "one pair without cases": (
        without_cases(without_row(UNIQUE, "Treatment", "R3")),
        "Treatment B4",
        "a pair of rules holds.*write First",
    ),
    "no policy": (
        lambda book: book["Treatment"].delete_rows(row(book["Treatment"], "Hit policy")),
        "Treatment A1",
        "no hit policy is named, and 3 pairs.*write First",
    ),
    "the least for First": (as_one_number("Collect min"), "Treatment B4", "Collect min.*First would mend"),
    "two conditions merged": (
        merged("Stores", "B7:B8"),
        "Stores B7:B8",
        "'< 15' in each of its rows.*split it",
    ),
    "three conditions merged": (
        merged("Stores", "C7:C9"),
        "Stores C7:C9",
        "'-' in each of its rows.*split it",
    ),
    "results merged": (
        merged("Treatment", "E8:E9"),
        "Treatment E8:E9",
        "'no_iron' in each of its rows.*split",
    ),
}


@pytest.mark.parametrize("name", [*AMONG, *NOTICED])
def test_the_cause_is_among_those_named(name: str, tmp_path: Path) -> None:
    edit, where, says = {**AMONG, **NOTICED}[name]
    report = report_of(edit, tmp_path)
    told = dict(entries(report))
    assert re.search(says, told[where]), told
    assert report_text(report, notes=False).count("\n") < MOST_LINES


def test_a_boundary_that_belongs_to_two_rows_is_no_question_of_policy(tmp_path: Path) -> None:
    report = report_of(changed("Stores", B8="[15..30]"), tmp_path)
    assert [where for where, _ in entries(report)] == ["Stores B8"]


def test_a_policy_that_is_offered_mends_all_that_it_says_and_changes_no_other_answer(tmp_path: Path) -> None:
    report = report_of(UNIQUE, tmp_path)
    (edit,) = (f.mends.policy for f in report.findings if f.mends.policy is not None)
    assert (edit.place.cells, edit.after, edit.mends) == ("B4", "First", 3)
    (tmp_path / "mended").mkdir()
    after = report_of(policy("Treatment", edit.after), tmp_path / "mended")
    assert after.ok and report.model is not None and after.model is not None
    assert [c for c in compare(report.model, after.model).changes if c.before is not None] == []


@pytest.mark.parametrize("written", ["Collect min", "Collect max"])
def test_a_policy_that_is_offered_by_what_notices_mends_so_many_and_brings_nothing(
    written: str, tmp_path: Path
) -> None:
    report = report_of(as_one_number(written), tmp_path)
    offered = {f.mends.policy for f in report.findings if f.mends.policy is not None}
    (tmp_path / "mended").mkdir()
    for edit in offered:
        after = report_of(as_one_number(edit.after), tmp_path / "mended")
        assert len(_wrong(report) - _wrong(after)) == edit.mends and not _wrong(after) - _wrong(report)
    assert offered or written != "Collect min"


def _wrong(report: Report) -> set[tuple[str, str]]:
    """What stands in the way, by its first line."""
    return {(f.name, f.message.partition("\n")[0]) for f in report.findings if f.stands_in_the_way}


def test_merged_cells_that_say_what_is_right_are_no_finding(tmp_path: Path) -> None:
    report = report_of(merged("Treatment", "C10:C11"), tmp_path)
    assert report.ok and not any("merged" in finding.message for finding in report.findings)


@pytest.mark.parametrize("name", BESIDE)
def test_the_cause_comes_before_what_it_brings_about(name: str, tmp_path: Path) -> None:
    edit, where, says = BESIDE[name]
    report = report_of(edit, tmp_path)
    first = entries(report)[0]
    assert first[0] == where
    assert re.search(says, first[1]), first[1]
    assert report_text(report, notes=False).count("\n") < MOST_LINES


def test_otherwise_above_other_rules_is_asked_about_where_a_number_is_missing(tmp_path: Path) -> None:
    cells = {"A9": "Otherwise", "B9": None, "C9": None, "D9": "unknown"}
    report = report_of(changed("Stores", **cells), tmp_path)
    (told,) = (finding for finding in report.findings if finding.name == "sheet-shape")
    assert told.severity == "warning" and str(told.places[0].cells) == "A9:F9"
    assert "write R3 again" in told.help[0]


def test_of_several_mistakes_each_has_its_line(tmp_path: Path) -> None:
    """Many bad cells of one sheet do not hide those of another one, nor a gap."""

    def edit(book: Any) -> None:
        changed("Stores", B7="x", B8="y", B9="z", B10="w")(book)
        changed("Advice", B9="bowell")(book)
        changed("Treatment", F8="much")(book)

    first = [where for where, _ in entries(report_of(edit, tmp_path))]
    assert first == ["Stores B7", "Treatment F8", "Advice B9"]


@pytest.mark.parametrize("text", ["< 0.7 kg/m3", "< 7 g/dL", "< 70", "< 70 g/L", "< 70000 mg/L"])
def test_a_unit_that_says_what_is_meant_is_no_finding(text: str, tmp_path: Path) -> None:
    """Converted, the number lies among the others: whatever its unit, it can have been meant."""
    report = report_of(lambda book: book["Treatment"].__setitem__("C9", text), tmp_path)
    assert [finding.message for finding in report.findings if finding.name == "unit-mismatch"] == []


def test_many_warnings_about_one_table_are_one_where_nothing_stands_in_the_way(tmp_path: Path) -> None:
    original("clinic", tmp_path)
    report = check(tmp_path, DAY)
    assert report.ok
    told = report_text(report, notes=False)
    assert told.count("uncited-rule in Check") == 1 and "and 3 more of this kind (--notes tells each)" in told
    assert report_text(report).count("uncited-rule in Check") == 4


@pytest.mark.parametrize("edited", [False, True], ids=["as it was", "edited since"])
def test_a_workbook_that_was_copied(edited: bool, tmp_path: Path) -> None:
    original("iron", tmp_path)
    shutil.copy(tmp_path / "tables.xlsx", tmp_path / "tables (2).xlsx")
    if edited:
        book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
        changed("Stores", B7="< 12")(book)
        book.save(tmp_path / "tables.xlsx")
    report = check(tmp_path, DAY)
    (cause,) = begin_here(report)
    assert str(cause.cell) == "tables (2).xlsx" and len(report.errors) == 1
    assert "if tables (2).xlsx is a copy of tables.xlsx, move it out of the folder" in cause.edit


def test_what_is_no_copy_is_read(tmp_path: Path) -> None:
    """Two sheets that only begin alike are two sheets, and so are two on which nothing is written yet."""
    original("iron", tmp_path)
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    sheet = book.copy_worksheet(book["Cases"])
    for number in range(5, sheet.max_row + 1):
        sheet.cell(number, 1).value = f"D{number}"
    for name in ("Sign-off", "Sign-off 2"):
        empty = book.create_sheet(name)
        for line in (["Sign-off"], ["Decision", "Rule", "Person", "Role", "Date", "Meaning"]):
            empty.append(line)
    book.save(tmp_path / "tables.xlsx")
    report = check(tmp_path, DAY)
    assert report.errors == () and report.model is not None
    assert len(report.model.cases) == 6


def test_no_list_of_the_benchmark_says_the_same_mistake_twice() -> None:
    said = [
        tuple(value for key, value in entry.items() if key not in ("id", "kind"))
        for entry in MISTAKES.values()
    ]
    assert len(set(said)) == len(said)
