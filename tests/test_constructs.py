"""Each construct of the format in each place where it must be known: `constructs.csv` names a test for each.

Comparison, hashes, annotated copies, refusals and the schema of cases are asked here, by one edit and one mistake of
each construct in one set; the surfaces that answer are asked in `test_construct_surfaces`.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from b12tables.compiler import check
from b12tables.compiler.codegen import emit_schema
from b12tables.compiler.compare import compare
from b12tables.compiler.proof import Meanings
from b12tables.desk.annotate import annotate_workbooks
from tests.kit.constructs import EDITS, SET, WRONG, edited
from tests.kit.tables import model_from_markdown, write_xlsx

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "workbook-format.md"


@pytest.mark.parametrize("construct", EDITS)
def test_a_comparison_notices_it_and_so_do_the_hashes(construct: str) -> None:
    old, new = model_from_markdown(SET), model_from_markdown(edited(construct))
    found = compare(old, new)
    assert found.changes or found.notes or found.unfinished
    # another word that is read is told, and no other meaning
    assert (Meanings(old).decisions == Meanings(new).decisions) == (construct == "also written")
    again = compare(old, model_from_markdown(SET))
    assert not again.changes and not again.notes and not again.unfinished
    assert Meanings(old).rules == Meanings(model_from_markdown(SET)).rules


def test_that_two_fields_are_no_longer_told_as_a_range_is_told() -> None:
    (row,) = [line for line in SET.splitlines() if line.endswith("| | | | | | low |")]
    found = compare(
        model_from_markdown(SET), model_from_markdown(SET.replace(row, row.replace("low |", "|")))
    )
    assert [note.message for note in found.notes] == ["To is no longer told as the end of a range"]
    assert not found.changes


def test_the_formula_of_a_dose_that_no_table_looks_at_is_signed_too() -> None:
    text = re.sub(r"(?s)## Decision: Size.*?(?=## Decision: Risk)", "", SET)
    old, new = (Meanings(model_from_markdown(text.replace("200 mg", most))) for most in ("200 mg", "900 mg"))
    assert old.of("plan", "R1") != new.of("plan", "R1")
    assert old.of("risk_of", "E1") == new.of("risk_of", "E1")


@pytest.mark.parametrize("construct", WRONG)
def test_a_mistake_is_told_with_the_way_to_say_it_at_its_cell(construct: str, tmp_path: Path) -> None:
    """In the report, and in the annotated copy at the very cell; what else the sheets mean stays as it is there."""
    before, after, message, help = WRONG[construct]
    write_xlsx(SET.replace(before, after), tmp_path)
    report = check(tmp_path)
    (finding,) = [one for one in report.findings if message in one.message]
    assert not report.ok and help in " ".join(finding.help)
    annotate_workbooks(tmp_path, tmp_path / "out", report)
    book = load_workbook(tmp_path / "out" / finding.places[0].file)
    for place in finding.places[:1]:
        said = book[place.sheet][place.cells.split(":")[0]].comment
        assert said is not None and message[:20] in said.text
    again = check(tmp_path / "out")
    assert [one.message for one in again.findings if one.severity == "error"] == (
        [one.message for one in report.findings if one.severity == "error"]
    )


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


SURFACES = (
    "page", "findings", "refusals", "reader", "proof", "code", "form", "compare", "fingerprint", "annotated copy",
    "schema", "DMN", "FHIR", "SQL", "cohort", "German",
)  # fmt: skip


def test_a_test_is_named_for_each_construct_in_each_place() -> None:
    """`*` in the list stands for every construct; of the page, the words with which it begins to speak of one."""
    rows = list(csv.DictReader((ROOT / "tests" / "constructs.csv").read_text(encoding="utf-8").splitlines()))
    named = {(row["construct"], row["surface"]) for row in rows}
    assert named <= {(construct, surface) for construct in ("*", *EDITS) for surface in SURFACES}
    lacking = [
        (construct, surface)
        for construct in EDITS
        for surface in SURFACES
        if not named & {(construct, surface), ("*", surface)}
    ]
    assert lacking == [] and set(WRONG) == set(EDITS)
    page = PAGE.read_text(encoding="utf-8")
    for row in rows:
        if row["surface"] == "page":
            assert row["test"] in page, row
        else:
            file, _, test = row["test"].partition("::")
            source = (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8")
            assert f"def {test}(" in source, row
