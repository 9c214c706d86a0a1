"""Beginning and adding: an empty set, a table where none can be read, what is refused, what is said of one thing."""

from __future__ import annotations

import itertools
import re
import shutil
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from b12tables.compiler import check
from b12tables.compiler.model import KINDS, HitPolicy
from b12tables.desk.new import Refused, new_decision, new_set

FIELDS = {
    "side": ("Side", "choice", ("left", "Left"), ("right", "Right")),
    "step": ("Step", "choice", ("go", "Go"), ("stay", "Stay")),
    "signs": ("Signs", "choices", ("pale", "Pale"), ("tired", "Tired")),
    "dose": ("Dose", "number"),
    "count": ("Count", "whole number"),
    "fits": ("Fits", "yes/no"),
    "seen": ("Seen", "date"),
    "words": ("Words", "text"),
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)


def declare(path: Path) -> None:
    """Writes the fields into the Dictionary of an empty set."""
    book = openpyxl.load_workbook(path)
    for row, (code, (label, kind, *values)) in enumerate(FIELDS.items(), book["Dictionary"].max_row + 1):
        for column, text in enumerate((code, label, kind), 1):
            book["Dictionary"].cell(row, column).value = text
        for value in values:
            book["Values"].append([code, *value])
    book.save(path)


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    declare(new_set(tmp_path / "set", "Ward", empty=True))
    return tmp_path / "set"


# ---------------------------------------------------------------- an empty set


def test_an_empty_set_lacks_a_decision_and_nothing_else(tmp_path: Path) -> None:
    assert run("new", tmp_path / "set", "--empty").exit_code == 0
    report = check(tmp_path / "set")
    assert [finding.name for finding in report.findings] == ["missing-sheet"]
    assert "b12tables add decision" in report.findings[0].help[0]
    book = openpyxl.load_workbook(tmp_path / "set" / "set.xlsx")
    assert "systolic" not in str([[c.value for c in row] for sheet in book for row in sheet.iter_rows()])
    rules = book["Dictionary"].data_validations.dataValidation
    assert any("yes/no" in (rule.formula1 or "") for rule in rules)


def test_from_an_empty_set_to_one_that_passes(declared: Path) -> None:
    result = run("add", "decision", "Next step", declared, "--when", "side", "--then", "step")
    assert result.exit_code == 0, result.output
    path = declared / "next_step.xlsx"
    book = openpyxl.load_workbook(path)
    for row, cells in enumerate(
        (("R1", "Left", "Go", "inference: x"), ("R2", "Right", "Stay", "inference: x")), 8
    ):
        for column, text in enumerate(cells, 1):
            book["Next step"].cell(row, column).value = text
    book.save(path)
    assert check(declared).ok


def test_nobody_takes_another_set_along_into_an_empty_one(tmp_path: Path) -> None:
    run("new", tmp_path / "one")
    result = run("new", tmp_path / "two", "--empty", "--from", tmp_path / "one")
    assert result.exit_code == 2 and "take one of them" in result.output and not (tmp_path / "two").exists()


# ---------------------------------------------------------------- a table for a set that cannot be read


def test_a_decision_is_added_although_the_example_is_gone(tmp_path: Path) -> None:
    path = new_set(tmp_path / "set", "Blood pressure")
    book = openpyxl.load_workbook(path)
    del book["Next step"]
    book.save(path)
    report = check(tmp_path / "set")
    assert report.model is not None and not report.model.decisions and not report.ok
    result = run(
        "add", "decision", "Next step", tmp_path / "set", "--when", "symptoms", "--then", "next_step"
    )
    assert result.exit_code == 0, result.output
    heads = [
        cell.value for cell in openpyxl.load_workbook(tmp_path / "set" / "next_step.xlsx")["Next step"][7]
    ]
    assert heads == ["Rule", "Symptoms now", "Next step", "Evidence", "Note"]


def test_a_table_that_cannot_be_read_keeps_its_name_and_its_field(declared: Path) -> None:
    new_decision(declared, "Next step", ["side"], ["step"])  # without rules no model has it
    for label, said in (("Next step", "there already|already"), ("Other", "decided by Next step already")):
        result = run("add", "decision", label, declared, "--when", "side", "--then", "step")
        assert result.exit_code == 1 and re.search(said, result.output)


@pytest.mark.parametrize(
    ("when", "then", "said"),
    [
        (["side"], ["side"], "a condition for itself"),
        (["side", "side"], ["step"], "named twice"),
        (["side"], ["step", "step"], "named twice"),
        (["fits"], ["side"], "decided from what is itself decided from Side"),
    ],
)
def test_a_table_that_could_be_part_of_no_set_is_refused(
    declared: Path, when: list[str], then: list[str], said: str
) -> None:
    new_decision(declared, "Does it fit", ["side"], ["fits"])
    with pytest.raises(Refused, match=said):
        new_decision(declared, "New", when, then)


@pytest.mark.slow
@pytest.mark.parametrize("policy", [policy.value for policy in HitPolicy])
def test_what_add_accepts_check_accepts(declared: Path, tmp_path: Path, policy: str) -> None:
    """Every type of result under every policy: a table is written, or refused with the words of the check."""
    for number, outputs in enumerate(itertools.chain(((n,) for n in list(FIELDS)[1:]), [("step", "dose")])):
        folder = tmp_path / f"{number}"
        shutil.copytree(declared, folder)
        try:
            path = new_decision(folder, "New", ["side"], list(outputs), policy)
        except Refused:
            continue
        book = openpyxl.load_workbook(path)
        book["New"].append(["R1", "-", *["none"] * len(outputs)])
        book.save(path)
        heads = [
            f
            for f in check(folder).findings
            if "hit policy" in f.message or policy in f.message.split(",")[0]
        ]
        assert [f.message for f in heads if f.severity == "error" and f.name == "bad-cell"] == []


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    "typed", ["bad-cell", "Bad cell", "bad_cell", "error: bad-cell in Dose: 'x'", "bad-cell (accepted)"]
)
def test_a_kind_is_found_as_it_is_typed_or_copied(typed: str) -> None:
    assert run("explain-finding", typed).output == run("explain-finding", "bad-cell").output


@pytest.mark.parametrize("typed", ["name", "names"])
def test_a_word_of_several_kinds_names_them(typed: str) -> None:
    result = run("explain-finding", typed)
    named = re.findall(r"[a-z]+-name\b", result.output)
    assert result.exit_code == 2 and named == [kind for kind in KINDS if kind.endswith("-name")]


def test_a_word_of_no_kind_leads_to_the_list() -> None:
    assert "explain-finding lists all" in run("explain-finding", "frobnication").output


ONE_OF_MANY = re.compile(r"\b1 (?!(?:is|was|has|gives|needs|waits|this)\b)[a-z][a-z-]*[^s\W]s\b")
NOUN_OF_NAMES = re.compile(r"\b(?:\d+|two) [a-z]+ of [A-Za-z]+s (?:are|look)\b")


def _words(page: Path) -> str:
    return re.sub(r"<[^>]+>", "", page.read_text("utf-8").partition("<main")[2])


@pytest.mark.slow
def test_of_one_thing_nothing_is_said_as_of_many(tmp_path: Path) -> None:
    """A set with one of everything, on every surface that counts."""
    folder = tmp_path / "one"
    path = new_set(folder, "One", empty=True)
    book = openpyxl.load_workbook(path)
    book["Dictionary"].append(["side", "Side", "choice", *[None] * 4, "no", None, "Which side?"])
    book["Dictionary"].append(["step", "Step", "choice"])
    for row in (("side", "left", "Left"), ("step", "go", "Go")):
        book["Values"].append(row)
    book["Sources"].append(["S1", "A source"])
    book["Statements"].append(["S1-1", "S1", "1", "Go left.", "rule", "encoded"])
    sheet = book["Cases"]
    sheet["C4"], sheet["D4"] = "Side", "Step"
    head = next(cell.row for cell in sheet["A"] if cell.value == "Case")
    sheet.cell(head, 3).value, sheet.cell(head, 4).value = "Side", "Step"
    sheet.append(["C1", "One", "Left", "Go"])
    book["Sign-off"].append(["Step", "R1", "A. Doctor", "Physician", "2026-11-01"])
    book.save(path)
    rules = new_decision(folder, "Step decision", ["side"], ["step"])
    book = openpyxl.load_workbook(rules)
    for column, text in enumerate(("R1", "Left", "Go", "S1-1"), 1):
        book["Step decision"].cell(8, column).value = text
    book.save(rules)
    book = openpyxl.load_workbook(path)
    row = next(cell.row for cell in book["Sign-off"]["A"] if cell.value == "Step")
    book["Sign-off"].cell(row, 1).value = "Step decision"
    book.save(path)
    said = {
        " ".join(map(str, command)): run(*command).output
        for command in (
            ("check", folder, "--notes"),
            ("check", folder),
            ("signoff", folder),
            ("signoff", folder, "--fill"),
            ("signoff", folder),
            ("cases", folder),
            ("build", folder, "--out", tmp_path / "generated"),
            ("check", folder, "--annotate", tmp_path / "marked"),
            ("docs", "build", folder, "--docs", tmp_path / "none", "--out", tmp_path / "site"),
        )
    }
    assert "Nothing stands in the way" in said[f"check {folder}"], said[f"check {folder}"]
    pages = (tmp_path / "site").rglob("*.html")
    said |= {page.name: _words(page) for page in pages if page.parent.name != "findings"}
    assert len(said) > 20
    wrong = {(name, found[0]) for name, text in said.items() for found in ONE_OF_MANY.finditer(text)}
    wrong |= {(name, found[0]) for name, text in said.items() for found in NOUN_OF_NAMES.finditer(text)}
    assert wrong == set()


def test_a_site_in_its_own_pages_is_refused_with_a_sentence(tmp_path: Path) -> None:
    new_set(tmp_path / "set", "Ward")
    docs = tmp_path / "docs"
    docs.mkdir()
    result = run("docs", "build", tmp_path / "set", "--docs", docs, "--out", docs / "site")
    assert result.exit_code == 1 and "copied into itself" in result.output


@pytest.mark.slow
def test_what_nobody_has_worded_is_a_note_of_the_check_and_of_the_site(tmp_path: Path) -> None:
    path = new_set(tmp_path / "set", "Ward")
    book = openpyxl.load_workbook(path)
    sheet = book["Dictionary"]
    column = next(c.column for row in sheet.iter_rows() for c in row if c.value == "Patient wording")
    for row in range(3, sheet.max_row + 1):
        if sheet.cell(row, 1).value == "symptoms":
            sheet.cell(row, column).value = None
    book.save(path)
    report = check(tmp_path / "set")
    assert report.ok and [(f.name, f.message) for f in report.findings] == [
        ("missing-wording", "1 question without the patient's words (Symptoms now)")
    ]
    run("docs", "build", tmp_path / "set", "--docs", tmp_path / "none", "--out", tmp_path / "site")
    result = run("docs", "check", tmp_path / "site")
    assert result.exit_code == 0 and result.output.count("note: ") == 2


# ---------------------------------------------------------------- what a library warns of


def test_no_warning_of_a_library_reaches_the_user(tmp_path: Path) -> None:
    """A drop-down of a newer kind, of which openpyxl warns with a path of its own."""
    path = new_set(tmp_path / "set", "Blood pressure")
    quiet = run("check", tmp_path / "set", "--annotate", tmp_path / "none")
    assert "so that none was copied" in quiet.output
    changed = openpyxl.load_workbook(path)
    changed.create_sheet("Remarks")["A1"] = "Ours"  # so that something is said
    changed.save(path)
    parts = {}
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    newer = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"></ext></extLst></worksheet>'
    parts[sheet] = parts[sheet].replace(b"</worksheet>", newer)
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = run("check", tmp_path / "set", "--annotate", tmp_path / "marked")
    assert result.exit_code == 0 and "newer kinds of drop-downs" in result.output
