"""The main job, as its users do it: a clinician changes the real workbooks, and a program asks for a patient."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from b12tables.compiler import blocks
from b12tables.compiler.checks import gap
from b12tables.compiler.model import Finding, Model
from b12tables.compiler.model.evaluate import evaluate as reference
from tests.kit.cases import as_values
from tests.kit.packages import real_model, real_package
from tests.kit.tables import write_xlsx
from tests.kit.versions import analysis

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "tables"


def run(*arguments: str, input: str | None = None) -> Result:
    """A command, in this process; an exception in it is a failure of the test."""
    return CliRunner().invoke(cli, list(arguments), input=input, catch_exceptions=False)


def check(folder: Path) -> tuple[int, dict[str, Any]]:
    result = run("check", str(folder), "--format", "json")
    return result.exit_code, json.loads(result.stdout)


def evaluate(case: dict[str, Any], folder: Path = TABLES) -> dict[str, Any]:
    result = run("eval", str(folder), "--case", "-", "--format", "json", input=json.dumps(case))
    return json.loads(result.stdout)


def answered(case: dict[str, Any]) -> dict[str, Any]:
    """What `evaluate` says of the real tables, which are compiled once here (a test below asks both)."""
    return dict(json.loads(json.dumps(real_package().evaluate(case).to_dict())))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the real table set that a test may change."""
    return Path(shutil.copytree(TABLES, tmp_path / "tables"))


def edit(workbook: Path, change: Callable[[Any], None], sheet: str) -> None:
    book = openpyxl.load_workbook(workbook)
    change(book[sheet])
    book.save(workbook)


def rule_rows(sheet: Any) -> list[int]:
    """The rows of a decision table's rules."""
    head = next(row for row in range(1, 30) if str(sheet.cell(row, 1).value).strip().casefold() == "rule")
    return [row for row in range(head + 1, sheet.max_row + 1) if sheet.cell(row, 1).value]


@cache
def regimen_sheet() -> str:
    book = openpyxl.load_workbook(TABLES / "regimen.xlsx")
    for sheet in book:
        if any(sheet.cell(r, 1).value == "Code" and sheet.cell(r, 2).value == "regimen" for r in range(1, 8)):
            return str(sheet.title)
    raise AssertionError("regimen.xlsx has no decision 'regimen'")


@cache
def regimen_rows() -> list[int]:
    return rule_rows(openpyxl.load_workbook(TABLES / "regimen.xlsx")[regimen_sheet()])


@pytest.mark.slow
def test_the_real_tables_can_be_built() -> None:
    code, report = check(TABLES)
    assert [f["message"] for f in report["findings"] if f["severity"] == "error"] == []
    assert code == 0 and report["ok"] is True
    assert report["table_set"] == "b12_followup"
    assert report["checked"]["decisions"] >= 12
    assert int(report["checked"]["possible_cases"]) > 10**9


def without_rule(index: int) -> Model:
    """The real tables as they are read where a row of regimen is gone."""
    model = real_model()
    rules = [rule for place, rule in enumerate(model.decision["regimen"].rules) if place != index]
    tables = (replace(t, rules=tuple(rules)) if t.code == "regimen" else t for t in model.decisions)
    return replace(model, decisions=tuple(tables))


def gap_of(index: int) -> Finding:
    """The gap that a deleted row of regimen leaves, with a patient whom nobody answers."""
    model = without_rule(index)
    found = [finding for finding in gap.check(analysis(model)) if finding.decision == "regimen"]
    assert found and blocks(found[0]), index
    assert found[0].example and found[0].region
    assert any(p.file == "regimen.xlsx" and p.sheet == regimen_sheet() and p.cells for p in found[0].places)
    said = reference(model, as_values(model, found[0].example))
    assert [problem.about for problem in said.problems] == ["regimen"], index
    return found[0]


@pytest.mark.slow
def test_every_deleted_regimen_row_is_a_gap_with_a_patient_whom_nobody_answers() -> None:
    rules = real_model().decision["regimen"].rules
    assert len(rules) == len(regimen_rows()) >= 6
    for index in range(len(rules)):
        gap_of(index)


@pytest.mark.slow
@pytest.mark.parametrize("index", [0, -1], ids=["first", "last"])
def test_the_commands_say_so_where_the_row_is_deleted_in_the_workbook(copy: Path, index: int) -> None:
    row = regimen_rows()[index]
    edit(copy / "regimen.xlsx", lambda sheet: sheet.delete_rows(row), regimen_sheet())
    code, report = check(copy)
    assert code == 1 and not report["ok"]
    told = next(f for f in report["findings"] if f["name"] == "gap" and f["decision"] == "regimen")
    expected = gap_of(regimen_rows().index(row))
    wanted = json.loads(json.dumps([expected.example, expected.region]))
    assert [told["example"], told["region"]] == wanted
    assert told["places"][0]["sheet"] == regimen_sheet() and told["places"][0]["cells"]
    answer = evaluate(told["example"], copy)
    assert answer["status"] == "no-rule" and "regimen" not in answer["outputs"]


@pytest.mark.slow
def test_a_duplicated_row_with_another_result_is_an_overlap_of_both(copy: Path) -> None:
    name = regimen_sheet()

    def duplicate(sheet: Any) -> None:
        rows = rule_rows(sheet)
        heads = {str(sheet.cell(rows[0] - 1, c).value): c for c in range(1, sheet.max_column + 1)}
        source, target = rows[0], rows[-1] + 1
        for column in range(1, sheet.max_column + 1):
            sheet.cell(target, column).value = sheet.cell(source, column).value
        sheet.cell(target, 1).value = "COPY"
        regimen = next(
            c for head, c in heads.items() if head.casefold() in ("regimen", "maintenance regimen")
        )
        others = {sheet.cell(row, regimen).value for row in rows} - {sheet.cell(source, regimen).value}
        sheet.cell(target, regimen).value = sorted(others)[0]

    edit(copy / "regimen.xlsx", duplicate, name)
    code, report = check(copy)
    overlaps = [f for f in report["findings"] if f["name"] == "overlap" and f["decision"] == "regimen"]
    assert code == 1
    assert any("COPY" in f["rules"] and len(f["rules"]) == 2 for f in overlaps)
    answer = evaluate(overlaps[0]["example"], copy)
    assert answer["status"] == "no-rule" and "regimen" not in answer["outputs"]


SCENES = {
    "methylcobalamin given, nothing else known": (
        {"current_product": "methylcobalamin"},
        {"regimen_action": "confirm_loading_complete_first", "product": "hydroxocobalamin"},
    ),
    "453 pmol/L after four weekly injections, depression improved": (
        {
            "b12": "453 pmol/L",
            "phase": "loading_complete",
            "depression_course": "improved",
            "months_since_start": 1,
        },
        {"regimen_action": "start_maintenance", "product": "hydroxocobalamin"},
    ),
    "cyanocobalamin four weekly then monthly: may it be stopped?": (
        {
            "current_product": "cyanocobalamin",
            "current_route": "im",
            "current_interval": "monthly",
            "phase": "maintenance",
        },
        {
            "regimen_action": "keep_shorter",
            "product_safety": "check_first",
            "discontinuation": "refer_not_permitted",
        },
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENES)
def test_the_scenes_of_the_sources_get_an_explained_answer(name: str) -> None:
    case, expected = SCENES[name]
    answer = answered(case)
    assert answer["status"] == "ok"
    for decision, value in expected.items():
        assert value in answer["outputs"][decision].values()
    for step in answer["trace"]:
        assert (
            step["decision"]
            and step["inputs"] is not None
            and (step["rules"] or isinstance(answer["outputs"][step["decision"]], list))
        )
    text = real_package().evaluate(case).explain()
    for step in answer["trace"]:
        if step["decision"] in ("regimen", "product", "discontinuation"):
            place = step["places"][0]
            assert place["sheet"] in text and place["cells"] in text and step["rules"][0] in text
    assert "S1-20" in text
    words = " ".join(text.split())
    assert "does not replace the judgement" in words and "Under review" in words


@pytest.mark.slow
def test_the_command_says_what_the_compiled_tables_say() -> None:
    case, _ = SCENES["453 pmol/L after four weekly injections, depression improved"]
    assert evaluate(case) == answered(case)
    said = run("eval", str(TABLES), "--case", "-", input=json.dumps(case)).stdout
    assert real_package().evaluate(case).explain().rstrip() in said


@pytest.mark.slow
def test_a_b12_without_its_unit_is_refused_with_a_question() -> None:
    answer = answered({"b12": 453})
    assert answer["status"] == "invalid-input"
    [problem] = [p for p in answer["problems"] if p["field"] == "b12"]
    assert "pmol/L" in problem["message"] and "pg/mL" in problem["message"] and problem["question"]
    assert answer["outputs"] == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "band"),
    [
        ("453 pmol/L", "adequate"),
        ("613.815 pg/mL", "adequate"),
        ("180 pg/mL", "borderline"),
        ("350 pg/mL", "borderline"),
        ("179.999 pg/mL", "low"),
        ("350.001 pg/mL", "adequate"),
        ("132 pmol/L", "low"),
        ("133 pmol/L", "borderline"),
        ("258 pmol/L", "borderline"),
        ("259 pmol/L", "adequate"),
        ("180 ng/L", "borderline"),
    ],
)
def test_a_b12_lands_in_its_band_in_every_unit(given: str, band: str) -> None:
    assert answered({"b12": given})["outputs"]["b12_band"] == {"b12_band": band}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real tables, built here."""
    out = tmp_path_factory.mktemp("built")
    assert run("build", str(TABLES), "--out", str(out)).exit_code == 0
    return out


@pytest.mark.slow
def test_building_gives_the_bytes_of_the_checked_in_package(built: Path) -> None:
    """Which another process built, on another day."""
    [package] = built.iterdir()
    here, there = (
        {p.relative_to(top): p.read_bytes() for p in top.rglob("*") if p.is_file() and p.suffix != ".pyc"}
        for top in (package, ROOT / "generated" / package.name)
    )
    assert here == there and here
    assert run("build", str(TABLES), "--out", str(ROOT / "generated"), "--verify").exit_code == 0


@pytest.mark.slow
def test_a_stale_package_is_noticed(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    victim = next(path for path in sorted(tmp_path.rglob("*.py")))
    victim.write_text(victim.read_text("utf-8") + "\n", "utf-8")
    result = run("build", str(TABLES), "--out", str(tmp_path), "--verify")
    assert result.exit_code == 1 and victim.name in result.stderr


@pytest.mark.slow
def test_a_set_with_errors_is_not_built(copy: Path, tmp_path: Path) -> None:
    name = regimen_sheet()
    edit(copy / "regimen.xlsx", lambda sheet: sheet.delete_rows(rule_rows(sheet)[0]), name)
    result = run("build", str(copy), "--out", str(tmp_path / "out"))
    assert result.exit_code == 1 and not (tmp_path / "out").exists()
    assert "Nothing was written" in result.stderr


@pytest.mark.slow
def test_a_set_that_nobody_approved_is_not_built_where_approval_is_required(tmp_path: Path) -> None:
    result = run("build", str(TABLES), "--out", str(tmp_path / "out"), "--require-approved")
    assert result.exit_code == 1 and "Under review" in result.stderr and not (tmp_path / "out").exists()


def test_the_generated_package_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import b12_followup, sys; "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'openpyxl','pandas','numpy','click','jinja2'}))"
    )
    python = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT / "generated",
                            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'generated'}"}, check=True)  # fmt: skip
    assert python.stdout.strip() == "[]"


# ---------------------------------------------------------------- the day that dates are counted to


DATED = """
## Fields
- born: date, unknown
- age: whole number, 0..120, unknown, computed years from born to today
- dose: choice (full, half)

## Decision: Dose
| | When | Then | Because |
|---|---|---|---|
| | Age | Dose | Evidence |
| R1 | < 60 | full | inference: a test |
| R2 | >= 60; unknown | half | inference: a test |
"""


def test_the_clock_is_never_asked(tmp_path: Path) -> None:
    write_xlsx(DATED, tmp_path)
    born = {"born": "1960-01-01"}
    refused = run("eval", str(tmp_path), "--case", "-", input=json.dumps(born))
    assert refused.exit_code == 2 and "Age" in refused.stderr and "--today" in refused.stderr
    assert evaluate({**born, "today": "2026-06-01"}, tmp_path)["inputs"]["age"] == 66
    counted = ("eval", str(tmp_path), "--case", "-", "--format", "json", "--today", "2020-06-01")
    assert json.loads(run(*counted, input=json.dumps(born)).stdout)["inputs"]["age"] == 60
    # what the case states itself needs no counting
    assert evaluate({**born, "age": 59}, tmp_path)["inputs"]["age"] == 59


# ---------------------------------------------------------------- what cannot be read


def test_an_empty_folder(tmp_path: Path) -> None:
    code, report = check(tmp_path)
    assert code == 2 and [f["name"] for f in report["findings"]] == ["no-workbook"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    code, report = check(tmp_path / "nowhere")
    assert code == 2 and report["findings"][0]["name"] == "no-workbook"


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_text("not a workbook")
    code, report = check(tmp_path)
    assert code in (1, 2)
    assert ("unreadable-file", "broken.xlsx") in [
        (f["name"], f["places"][0]["file"]) for f in report["findings"] if f["places"]
    ]


@pytest.mark.parametrize("command", ["build", "eval"])
def test_the_other_commands_refuse_an_empty_folder_too(command: str, tmp_path: Path) -> None:
    more = ["--case", "-"] if command == "eval" else ["--out", str(tmp_path / "out")]
    result = run(command, str(tmp_path), *more, input="{}")
    assert result.exit_code == 2 and "no-workbook" in result.stderr


def test_a_case_that_is_no_json_is_a_wrong_call() -> None:
    assert run("eval", str(TABLES), "--case", "-", input="{").exit_code == 2
    assert run("eval", str(TABLES), "--case", "-", input="[1]").exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("bananas", ("unknown-name", "bad-cell")),
        ("> 20 kg", ("unknown-name", "bad-cell")),
        (None, ("blank-cell",)),
    ],
)
def test_a_cell_of_nonsense_is_named_with_what_could_stand_there(
    copy: Path, text: str | None, names: tuple[str, ...]
) -> None:
    sheet_name = regimen_sheet()
    where: list[str] = []

    def spoil(sheet: Any) -> None:
        cell = sheet.cell(rule_rows(sheet)[0], 2)
        cell.value = text
        where.append(cell.coordinate)

    edit(copy / "regimen.xlsx", spoil, sheet_name)
    code, report = check(copy)
    found = [
        f
        for f in report["findings"]
        if f["places"] and f["places"][0]["cells"] == where[0] and f["severity"] == "error"
    ]
    assert code == 1 and found and found[0]["name"] in names
    assert found[0]["places"][0]["file"] == "regimen.xlsx" and found[0]["help"]


@pytest.mark.slow
def test_a_missing_dictionary_is_named(copy: Path) -> None:
    book = openpyxl.load_workbook(copy / "b12_followup.xlsx")
    for sheet in list(book):
        if sheet["A1"].value == "Dictionary":
            book.remove(sheet)
    book.save(copy / "b12_followup.xlsx")
    code, report = check(copy)
    assert code in (1, 2) and any(
        f["name"] == "missing-sheet" and "Dictionary" in f["message"] for f in report["findings"]
    )


@pytest.mark.slow
def test_an_unknown_field_in_a_head_is_named_with_the_nearest(copy: Path) -> None:
    sheet_name = regimen_sheet()

    def spoil(sheet: Any) -> None:
        head = rule_rows(sheet)[0] - 1
        sheet.cell(head, 2).value = "Resonse class"

    edit(copy / "regimen.xlsx", spoil, sheet_name)
    code, report = check(copy)
    assert code == 1 and any(
        f["name"] == "unknown-name" and "Resonse class" in f["message"] for f in report["findings"]
    )
