"""New sets and decisions, plain text, annotated copies, watching, pages of findings."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from b12tables.cli.main import cli
from b12tables.compiler import check, read
from b12tables.compiler.model.finding import KINDS
from b12tables.compiler.report import begin_text
from b12tables.desk.annotate import MARK, annotate_workbooks, stripped
from b12tables.desk.cells import NotWritten, write_cells
from b12tables.desk.show import workbook_text
from b12tables.desk.watch import changes, summary

ROOT = Path(__file__).parent.parent.parent
FILL = PatternFill("solid", fgColor="FFCCFFCC", bgColor="FFCCFFCC")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("new", tmp_path / "set", "--title", "Blood pressure").exit_code == 0
    return tmp_path / "set"


def edit(path: Path, sheet: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


# ---------------------------------------------------------------- new


def test_a_new_set_has_nothing_to_find(folder: Path) -> None:
    report = check(folder)
    assert report.ok and not report.findings and report.certificate is not None
    assert report.model is not None and report.model.about.identifier == "blood_pressure"
    assert report.model.safety_rules and report.model.cases and report.model.decisions


def test_a_new_set_has_drop_downs_and_help(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "blood_pressure.xlsx")
    rules = book["Next step"].data_validations.dataValidation
    assert any("See today" in (rule.formula1 or "") and rule.showErrorMessage for rule in rules)
    assert any((rule.prompt and "unknown" in rule.prompt) or "any" in (rule.prompt or "") for rule in rules)
    assert all(
        len(rule.formula1 or "") <= 255 for sheet in book for rule in sheet.data_validations.dataValidation
    )
    assert [rule.formula1 for rule in book["About"].data_validations.dataValidation]


def test_nothing_is_ever_overwritten(folder: Path) -> None:
    before = (folder / "blood_pressure.xlsx").read_bytes()
    result = run("new", folder)
    assert result.exit_code == 1 and "Nothing was written" in result.output
    assert (folder / "blood_pressure.xlsx").read_bytes() == before


@pytest.mark.slow
def test_a_set_from_the_real_one_passes_under_its_own_name(tmp_path: Path) -> None:
    result = run("new", tmp_path / "other", "--from", ROOT / "tables", "--title", "Another subject")
    assert result.exit_code == 0, result.output
    report = check(tmp_path / "other")
    assert report.model is not None and report.ok
    about = report.model.about
    assert (about.title, about.identifier, about.version, about.status) == (
        "Another subject", "another_subject", "0.1.0", "Draft",
    )  # fmt: skip
    assert not report.model.sign_offs and not report.model.accepted


def test_a_new_decision_has_the_heads_and_values_of_the_dictionary(folder: Path) -> None:
    edit(folder / "blood_pressure.xlsx", "Dictionary", "A6", "who")
    edit(folder / "blood_pressure.xlsx", "Dictionary", "B6", "Who")
    edit(folder / "blood_pressure.xlsx", "Dictionary", "C6", "yes/no")
    result = run(
        "add", "decision", "Who sees", folder, "--when", "Next step", "--when", "symptoms", "--then", "who"
    )
    assert result.exit_code == 0, result.output
    sheet = openpyxl.load_workbook(folder / "who_sees.xlsx")["Who sees"]
    assert [c.value for c in sheet[7]] == ["Rule", "Next step", "Symptoms now", "Who", "Evidence", "Note"]
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert '"-,Routine visit,See soon,See today"' in lists and '"yes,no,none"' in lists
    again = run("add", "decision", "Who sees", folder, "--when", "symptoms", "--then", "who")
    assert again.exit_code == 1


@pytest.mark.parametrize(
    ("when", "then", "said"),
    [("symptom", "systolic", "did you mean"), ("symptoms", "next step", "decided by Next step already")],
)
def test_a_decision_that_cannot_be_is_refused_with_a_sentence(
    folder: Path, when: str, then: str, said: str
) -> None:
    result = run("add", "decision", "Other", folder, "--when", when, "--then", then)
    assert result.exit_code == 1 and said in result.output and len(list(folder.glob("*.xlsx"))) == 1


@pytest.mark.slow
def test_long_lists_of_values_stand_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tables", tmp_path / "tables")
    model, _ = read(tmp_path / "tables")
    assert model is not None
    edit(tmp_path / "tables" / "b12_followup.xlsx", "Dictionary", "A200", "extra_answer")
    edit(tmp_path / "tables" / "b12_followup.xlsx", "Dictionary", "B200", "Extra answer")
    edit(tmp_path / "tables" / "b12_followup.xlsx", "Dictionary", "C200", "yes/no")
    longest = max(model.fields.values(), key=lambda f: sum(len(row.label) for row in f.values))
    result = run(
        "add", "decision", "Extra", tmp_path / "tables", "--when", longest.code, "--then", "extra_answer"
    )
    assert result.exit_code == 0, result.output
    book = openpyxl.load_workbook(tmp_path / "tables" / "extra.xlsx")
    assert book["Lists"]["A1"].value == "Read me"
    assert any("Lists!" in (r.formula1 or "") for r in book["Extra"].data_validations.dataValidation)


# ---------------------------------------------------------------- show


def test_the_text_of_a_workbook_is_stable_and_says_each_row_once(folder: Path) -> None:
    path = folder / "blood_pressure.xlsx"
    text, findings = workbook_text(path)
    assert not findings and text == workbook_text(path)[0]
    assert (
        "R2 | >= 180 | no; unknown | See today | inference: an example, to be replaced" in text.splitlines()
    )
    assert "## Next step" in text
    book = openpyxl.load_workbook(path)
    book["Next step"].column_dimensions["B"].width = 60
    book.save(path)
    assert workbook_text(path)[0] == text


def test_a_row_that_is_inserted_changes_no_other_line(folder: Path) -> None:
    path = folder / "blood_pressure.xlsx"
    before = workbook_text(path)[0].splitlines()
    book = openpyxl.load_workbook(path)
    book["Next step"].insert_rows(9)
    for column, text in enumerate(["R9", "-", "-", "See soon"], 1):
        book["Next step"].cell(9, column).value = text
    book.save(path)
    after = workbook_text(path)[0].splitlines()
    assert [line for line in after if line not in before] == ["R9 | - | - | See soon"]
    assert [line for line in before if line not in after] == []
    assert "9: R9 | - | - | See soon" in run("show", path, "--places").output.splitlines()


@pytest.mark.slow
def test_git_shows_the_difference_of_two_workbooks_line_by_line(folder: Path, tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.attributesFile=/dev/null"]
        program = "python -m b12tables show"
        textconv = ["-c", f"diff.xlsx.textconv={program}"]
        return subprocess.run(
            ["git", *who, *textconv, *arguments],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
            env=ENV,
        ).stdout

    import os
    import sys

    ENV = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    git("init", "-b", "main")
    (tmp_path / ".gitattributes").write_text("*.xlsx diff=xlsx\n")
    git("add", ".")
    git("commit", "-m", "first")
    edit(folder / "blood_pressure.xlsx", "Next step", "B9", ">= 170")
    lines = [line for line in git("diff").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert [line[:13] for line in lines] == ["-R2 | >= 180 ", "+R2 | >= 170 "]


# ---------------------------------------------------------------- annotated copies


def spoiled(folder: Path) -> Path:
    """The set with a gap, an overlap and a bad cell, with things in the workbook that have to stay."""
    path = folder / "blood_pressure.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Next step"]
    sheet["B9"] = ">= 190"
    sheet["F8"].comment = Comment("Ask the nephrologist", "A. Doctor")
    sheet["B10"].comment = Comment("Since 2024", "A. Doctor")
    notes = book.create_sheet("Notes")
    notes["A1"] = "Notes of ours"
    notes["A2"] = "=1+1"
    notes["B2"] = "a note over several cells"
    notes.merge_cells("B2:C4")
    sheet.row_dimensions[9].height = 40
    sheet.conditional_formatting.add(
        "D8:D12", CellIsRule(operator="equal", formula=['"See today"'], fill=FILL)
    )
    sheet["F9"].fill = FILL
    sheet.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="H1:H4"))
    book.save(path)
    return path


def described(book: Any) -> dict[str, object]:
    """What has to be the same in a copy: cells, comments, validations, widths, merged ranges."""
    found: dict[str, object] = {}
    for sheet in book:
        found[sheet.title] = (
            {
                c.coordinate: (c.value, c.data_type, c.number_format)
                for row in sheet.iter_rows()
                for c in row
                if c.value is not None
            },
            {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment},
            sorted(
                str((v.sqref, v.type, v.formula1, v.prompt)) for v in sheet.data_validations.dataValidation
            ),
            {k: d.width for k, d in sheet.column_dimensions.items()},
            {k: d.height for k, d in sheet.row_dimensions.items() if d.height},
            sorted(map(str, sheet.merged_cells.ranges)),
            sheet.freeze_panes,
            [(str(r.sqref), [rule.type for rule in r.rules]) for r in sheet.conditional_formatting],
        )
    return found


def test_the_copy_without_its_marks_is_the_original(folder: Path, tmp_path: Path) -> None:
    path = spoiled(folder)
    before = path.read_bytes()
    result = run("check", folder, "--annotate", tmp_path / "out")
    assert result.exit_code == 1 and path.read_bytes() == before
    assert described(stripped(tmp_path / "out" / path.name)) == described(
        openpyxl.load_workbook(path, rich_text=True)
    )
    assert "stored results of formulas" in result.output
    assert stripped(tmp_path / "out" / path.name)["Next step"]["F9"].fill.fgColor.rgb == FILL.fgColor.rgb


def test_the_findings_stand_on_their_cells_in_a_list_and_as_rows(folder: Path, tmp_path: Path) -> None:
    path = spoiled(folder)
    report = check(folder)
    annotate_workbooks(folder, tmp_path / "out", report)
    book = openpyxl.load_workbook(tmp_path / "out" / path.name)
    sheet = book["Next step"]
    comments = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert comments["F8"] == "Ask the nephrologist"
    gap = next(f for f in report.findings if f.name == "gap")
    cell = sheet[gap.places[0].cells.split(":")[0]]
    assert MARK in cell.comment.text and "gap" in cell.comment.text
    assert book.sheetnames[0] == "Findings" and book.active.title == "Findings"
    assert [s.title for s in book if s.sheet_view.tabSelected] == ["Findings"]
    rows = [row for row in book["Findings"].iter_rows(min_row=5) if str(row[0].value).isdigit()]
    own = [row for row in rows if row[0].value == str(row[0].row)]
    assert len(own) == len(report.findings) and own[0][1].value == "error"
    assert own[0][3].hyperlink.location.startswith("'Next step'!")
    drafted = list(book["Rows for Next step"].iter_rows(min_row=4, values_only=True))
    assert drafted[0][:4] == ("Rule", "Systolic blood pressure", "Symptoms now", "Next step")
    assert drafted[1][:3] == ("NEW1", "[180..190)", "no; unknown") and drafted[1][3] is None


def test_drafted_rows_close_the_gap_when_they_are_pasted(folder: Path, tmp_path: Path) -> None:
    path = spoiled(folder)
    annotate_workbooks(folder, tmp_path / "out", check(folder))
    drafted = openpyxl.load_workbook(tmp_path / "out" / path.name)["Rows for Next step"]
    book = openpyxl.load_workbook(path)
    sheet = book["Next step"]
    for offset, row in enumerate(drafted.iter_rows(min_row=5, values_only=True)):
        for column, text in enumerate(row, 1):
            sheet.cell(13 + offset, column).value = text
        sheet.cell(13 + offset, 4).value = "See today"
        sheet.cell(13 + offset, 5).value = "inference: pasted"
    book.save(path)
    assert not [f.message for f in check(folder).findings if f.severity == "error"]


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_text_never_becomes_a_formula(folder: Path, tmp_path: Path, evil: str) -> None:
    path = folder / "blood_pressure.xlsx"
    book = openpyxl.load_workbook(path)
    cell = book["Next step"]["B9"]
    cell.value = evil
    cell.data_type = "s"
    cell.quotePrefix = True
    book.save(path)
    annotate_workbooks(folder, tmp_path / "out", check(folder))
    copy = openpyxl.load_workbook(tmp_path / "out" / path.name)
    formulas = [
        (s.title, c.coordinate) for s in copy for row in s.iter_rows() for c in row if c.data_type == "f"
    ]
    assert formulas == []
    assert any(evil[:6] in str(c.value) for row in copy["Findings"].iter_rows() for c in row)


def test_what_a_copy_cannot_hold_is_named(folder: Path, tmp_path: Path) -> None:
    import zipfile

    path = folder / "blood_pressure.xlsx"
    edit(path, "Dictionary", "K4", None)
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/media/image1.png", b"no picture")
        book.writestr("xl/ctrlProps/ctrlProp1.xml", "<x/>")
    _, messages = annotate_workbooks(folder, tmp_path / "out", check(folder))
    assert any("pictures" in m for m in messages) and any("form controls" in m for m in messages)


def test_the_copies_never_take_the_place_of_the_originals(folder: Path) -> None:
    result = run("check", folder, "--annotate", folder)
    assert result.exit_code == 2 and "No copies were written" in result.output


def test_a_workbook_that_cannot_be_read_is_said_and_left_out(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.xlsx").write_bytes(b"PK nothing")
    edit(folder / "blood_pressure.xlsx", "Next step", "B9", ">= 190")
    written, messages = annotate_workbooks(folder, tmp_path / "out", check(folder))
    assert [p.name for p in written] == ["blood_pressure.xlsx"] and any(
        "broken.xlsx is not copied" in m for m in messages
    )


# ---------------------------------------------------------------- single cells


def test_writing_a_cell_leaves_every_other_part_as_it_is(folder: Path) -> None:
    import io
    import zipfile

    content = (folder / "blood_pressure.xlsx").read_bytes()
    changed = write_cells(content, "Sign-off", {(2, 6): "Meaning", (2, 9): "1+1 & <more>"})
    parts = [zipfile.ZipFile(io.BytesIO(c)) for c in (content, changed)]
    different = [n for n in parts[0].namelist() if parts[0].read(n) != parts[1].read(n)]
    assert parts[0].namelist() == parts[1].namelist() and len(different) == 1
    sheet = openpyxl.load_workbook(io.BytesIO(changed))["Sign-off"]
    assert (
        sheet["I2"].value == "1+1 & <more>"
        and sheet["I2"].data_type != "f"
        and sheet["A2"].value == "Decision"
    )
    with pytest.raises(NotWritten):
        write_cells(content, "Nowhere", {(1, 1): "x"})


# ---------------------------------------------------------------- watch


@pytest.mark.slow
def test_every_save_is_noticed_once_and_said_in_few_lines(folder: Path) -> None:
    path = folder / "blood_pressure.xlsx"
    seen: list[tuple[str, ...]] = []
    steps: Iterator[object] = iter(
        [
            lambda: None,
            lambda: (folder / "~$blood_pressure.xlsx").write_text("lock"),
            lambda: (folder / ".~lock.blood_pressure.xlsx#").write_text("lock"),
            lambda: edit(path, "Next step", "B9", ">= 190"),
            lambda: None,
            lambda: path.rename(folder / "away.tmp"),
            lambda: (folder / "away.tmp").rename(path),
            lambda: path.touch(),
            lambda: None,
            lambda: edit(path, "Next step", "B9", ">= 180"),
            lambda: None,
            lambda: None,
        ]
    )

    class Done(Exception):
        pass

    def wait(_: float) -> None:
        step = next(steps, None)
        if step is None:
            raise Done
        step()  # type: ignore[operator]

    reports: list[Any] = [None]
    said: list[str] = []
    with pytest.raises(Done):
        for changed in changes(folder, wait):
            seen.append(changed)
            report = check(folder)
            said.append(summary(changed, reports[-1], report))
            reports.append(report)
    assert seen == [("blood_pressure.xlsx",)] * 3
    assert [len(text.splitlines()) for text in (said[0], said[2])] == [3, 3]
    assert said[1].splitlines()[3:] == begin_text(reports[2]).splitlines() != []
    assert "new:    gap (Next step" in said[1] and "cannot be built" in said[1]
    assert "mended: gap" in said[2] and "nothing stands in the way" in said[2]


def test_the_command_watch_checks_at_once(folder: Path) -> None:
    result = run("watch", folder, "--times", "1", "--no-site")
    assert result.exit_code == 0 and "no error, no warning" in result.output


# ---------------------------------------------------------------- pages of findings


def test_every_kind_of_finding_can_be_explained() -> None:
    for name, kind in KINDS.items():
        assert name in run("explain-finding", name).output
        assert kind.summary in run("explain-finding").output
    result = run("explain-finding", "gaps")
    assert result.exit_code == 2 and "did you mean gap?" in result.output


# ---------------------------------------------------------------- clumsy calls

LONG = "a" * 200
CLUMSY = """
check nowhere | check FILE | check EMPTY | check SET --annotate FILE | check SET --annotate SET | check SET --day soon
check SET --format yaml | build nowhere | build SET --out FILE | build SET --out FILE/x | build EMPTY
build SET --verify --out EMPTY | build SET --require-approved | eval SET --case nowhere.json | eval SET --case FILE
eval SET --case EMPTY | eval SET --case LIST | eval EMPTY --case LIST | cases EMPTY | cases FILE
docs build SET --out FILE | docs build SET --out SET | docs build EMPTY --out OUT | docs check FILE | docs check EMPTY
docs serve EMPTY | compare nowhere SET | compare SET nowhere | compare SET EMPTY | compare SET FILE
compare --upload-pack=x SET | signoff nowhere | signoff EMPTY | signoff FILE | show FILE | show nowhere | show EMPTY
new SET | new FILE | new FILE/x | new OUT --from EMPTY | new OUT --from FILE | add decision | add decision X SET
add decision X EMPTY --when a --then b | add decision X SET --when symptoms --then next_step | watch nowhere
watch FILE | watch SET --port 99999 | explain-finding gaps | frobnicate
"""


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    top = tmp_path_factory.mktemp("clumsy")
    run("new", top / "set")
    (top / "empty").mkdir()
    (top / "file.txt").write_bytes(b"\xff\xfe{ hello")
    (top / "list.json").write_text("[1]")
    names = {"SET": "set", "EMPTY": "empty", "FILE": "file.txt", "LIST": "list.json", "OUT": "out"}
    return {word: str(top / name) for word, name in names.items()}


@pytest.mark.parametrize("call", CLUMSY.strip().replace("\n", " | ").split(" | "))
def test_a_clumsy_call_is_answered_with_a_sentence(
    call: str, things: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(things["SET"]).parent)
    words = [
        "/".join(things.get(part, part) for part in word.split("/"))
        if "/" in word
        else things.get(word, word)
        for word in call.split()
    ]
    result = CliRunner().invoke(cli, words)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output and len(result.output.strip()) > 20


def test_names_may_be_long_or_without_a_latin_letter(tmp_path: Path) -> None:
    for number, title in enumerate((LONG, "血圧", "=1+1", "a/b: c?")):
        assert run("new", tmp_path / str(number), "--title", title).exit_code == 0
        assert check(tmp_path / str(number)).ok
    refused = run("new", tmp_path / "longer", "--title", LONG + "a")
    assert refused.exit_code == 1 and "too long" in refused.output and not (tmp_path / "longer").exists()


def test_of_a_folder_without_a_workbook_the_folder_is_named(tmp_path: Path) -> None:
    """No sheet is there to be named, and no empty brackets stand in its place."""
    (tmp_path / "blank").mkdir()
    assert "no-workbook (blank): there is no workbook" in summary([], None, check(tmp_path / "blank"))
