"""Sign-off: the hash of a rule's meaning, what voids it, and the list."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from b12tables.cli.desk import compare_command, signoff_command
from b12tables.compiler import check, read
from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare.sign_offs import standings
from b12tables.compiler.model import Model
from b12tables.compiler.proof.fingerprint import Meanings
from b12tables.desk.versions import last_release
from tests.kit.tables import model_from_markdown, write_xlsx

TABLES = """
## About
- Title: Age groups
- Identifier: age_groups
- Version: 1.0.0
- Status: Draft
- Intended use: An example.
- Disclaimer: This is no medical advice.

## Fields
- cause: choice (dietary, surgery, other), unknown
- age: number, 0..120
- group: choice (child, adult)

## Decision: Age group
- Code: age_group

| | When | | Then | Because |
|---|---|---|---|---|
| | Cause | Age | Group | Evidence |
| R1 | - | < 18 | child | inference: a |
| R2 | dietary; surgery | >= 18 | adult | inference: b |
| R3 | other; unknown | >= 18 | adult | inference: c |

## Sign-off
| Decision | Rule | Person | Role | Date | Meaning |
|---|---|---|---|---|---|
| age_group | R1 | A. Doctor | Physician | 2026-01-31 | |
| age_group | R2 | A. Doctor | Physician | 2026-01-31 | |
"""

HASHES = {rule: meaning for (_, rule), meaning in Meanings(model_from_markdown(TABLES)).rules.items()}


def hashes(*edits: tuple[str, str]) -> dict[str, str]:
    text = TABLES
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after)
    return {rule: meaning for (_, rule), meaning in Meanings(model_from_markdown(text)).rules.items()}


@pytest.mark.parametrize(
    "edit",
    [
        ("dietary; surgery", "surgery, Dietary"),
        ("dietary; surgery", "not(other)"),
        ("| >= 18 |", "| [18..120] |"),
        ("| < 18 |", "| not(>= 18) |"),
        ("inference: a", "inference: said otherwise"),
        ("## Decision: Age group", "## Decision: Group by age"),
        (
            "| R1 | - | < 18 | child | inference: a |\n| R2 | dietary; surgery | >= 18 | adult | inference: b |",
            "| R2 | dietary; surgery | >= 18 | adult | inference: b |\n| R1 | - | < 18 | child | inference: a |",
        ),
    ],
)
def test_another_spelling_or_place_means_the_same(edit: tuple[str, str]) -> None:
    assert hashes(edit) == HASHES


def test_a_new_column_of_any_means_the_same() -> None:
    wider = hashes(
        ("- group:", "- weight: number, unknown\n- group:"),
        ("| | When | | Then", "| | When | | | Then"),
        ("|---|---|---|---|---|\n| | Cause | Age |", "|---|---|---|---|---|---|\n| | Cause | Weight | Age |"),
        ("| - | < 18", "| - | - | < 18"),
        ("surgery | >= 18", "surgery | - | >= 18"),
        ("unknown | >= 18", "unknown | - | >= 18"),
    )
    assert wider == HASHES


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (("| < 18 | child", "| <= 18 | child"), "R1"),
        (("dietary; surgery | >= 18 | adult", "dietary; surgery | >= 18 | child"), "R2"),
        (("other; unknown", "other"), "R3"),
    ],
)
def test_an_edit_of_the_logic_voids_that_rule_alone(edit: tuple[str, str], rule: str) -> None:
    now = hashes(edit)
    assert {name for name in HASHES if now[name] != HASHES[name]} == {rule}


def test_a_new_value_voids_what_said_not_of_another() -> None:
    edits = (
        ("dietary; surgery", "not(other)"),
        ("(dietary, surgery, other)", "(dietary, surgery, other, newer)"),
    )
    now = hashes(*edits)
    assert now["R2"] != HASHES["R2"] and now["R1"] == HASHES["R1"]


def test_otherwise_means_what_no_other_rule_holds_for() -> None:
    text = TABLES.replace(
        "| R3 | other; unknown | >= 18 | adult | inference: c |", "| Otherwise | | | adult | inference: c |"
    )

    def otherwise(before: str, after: str) -> str:
        assert before in text
        return Meanings(model_from_markdown(text.replace(before, after))).rules["age_group", "Otherwise"]

    now = otherwise("< 18", "< 18")
    assert now == otherwise("dietary; surgery", "Surgery or dietary")  # other words
    assert now == otherwise("inference: a", "inference: another reason")
    assert now != otherwise("dietary; surgery", "dietary")  # more is left over
    assert now != otherwise("| R1 | - | < 18 | child | inference: a |\n", "")  # a row is gone


def test_in_a_first_table_a_row_that_comes_to_stand_above_counts() -> None:
    first = TABLES.replace("- Code: age_group", "- Code: age_group\n- Hit policy: First").replace(
        "| < 18 |", "| <= 20 |"
    )
    rows = [line for line in first.splitlines() if line.startswith(("| R1", "| R2", "| R3"))]
    moved = first.replace("\n".join(rows), "\n".join([rows[1], rows[0], rows[2]]))
    harmless = first.replace("\n".join(rows), "\n".join([rows[0], rows[2], rows[1]]))
    before, after, same = (Meanings(model_from_markdown(text)).rules for text in (first, moved, harmless))
    assert {rule for _, rule in before if before["age_group", rule] != after["age_group", rule]} == {
        "R1",
        "R2",
    }
    assert same == before


# ---------------------------------------------------------------- the command


def signoff(*arguments: str) -> Result:
    return CliRunner().invoke(signoff_command, list(arguments), catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    write_xlsx(TABLES, tmp_path / "tables")
    return tmp_path / "tables"


def edit_cell(folder: Path, text: str, to: str) -> None:
    for path in folder.glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value == text:
                        cell.value = to
        book.save(path)


def test_filling_in_the_hashes_touches_nothing_else(folder: Path) -> None:
    before = {p.name: cells(p) for p in folder.glob("*.xlsx")}
    result = signoff(str(folder), "--fill")
    assert result.exit_code == 0 and "2 cells under Meaning filled in" in result.output
    after = {p.name: cells(p) for p in folder.glob("*.xlsx")}
    changed = {
        value for name in after for place, value in after[name].items() if before[name].get(place) != value
    }
    assert {str(value).partition("-")[0] for value in changed} == {HASHES["R1"], HASHES["R2"]}
    model, findings = read(folder)
    assert model is not None and not [f for f in findings if f.severity == "error"]
    assert [s.standing for s in standings(model)] == ["signed", "signed", "unsigned"]
    assert "No Meaning was missing" in signoff(str(folder), "--fill").output


def cells(path: Path) -> dict[tuple[str, str], object]:
    book = openpyxl.load_workbook(path)
    return {
        (s.title, c.coordinate): c.value
        for s in book
        for row in s.iter_rows()
        for c in row
        if c.value is not None
    }


def test_an_edited_cell_voids_the_sign_off_and_git_tells_which(folder: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=A. Doctor", "-c", "user.email=doctor@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=folder.parent, check=True, capture_output=True)

    signoff(str(folder), "--fill")
    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "Signed")
    edit_cell(folder, "< 18", "< 16")
    result = signoff(str(folder))
    assert result.exit_code == 1
    assert "R1: voided by A. Doctor, Physician, 2026-01-31" in result.output
    assert "not committed yet" in result.output and '"< 18" is now "< 16"' in result.output
    git("commit", "-am", "A new border")
    result = signoff(str(folder))
    assert "(A new border)" in result.output and "R2: signed" in result.output and "unsigned" in result.output
    report = check(folder)
    assert [(f.name, f.rules) for f in report.findings if "sign" in f.name] == [("voided-sign-off", ("R1",))]
    compared = CliRunner().invoke(compare_command, ["HEAD~1", str(folder)], catch_exceptions=False)
    assert (
        compared.exit_code == 0 and '"< 18" is now "< 16"' in compared.output and "major" in compared.output
    )
    without = CliRunner().invoke(compare_command, [f"HEAD~1:{folder}", str(folder)], catch_exceptions=False)
    assert '"< 18" is now "< 16"' in without.output
    git("tag", "tables-v1.0.0", "HEAD~1")
    assert last_release(folder) == "tables-v1.0.0"
    assert "HEAD~9" in CliRunner().invoke(compare_command, ["HEAD~9", str(folder)]).output


def test_an_approved_set_needs_every_rule_signed(folder: Path) -> None:
    signoff(str(folder), "--fill")
    edit_cell(folder, "Draft", "Approved")
    report = check(folder)
    assert [(f.name, f.rules, f.severity) for f in report.findings if "sign" in f.name] == [
        ("unsigned-rule", ("R3",), "error")
    ]
    assert not report.ok


def test_the_comparison_for_tools_and_for_reviews(folder: Path, tmp_path: Path) -> None:
    import json
    import shutil

    other = Path(shutil.copytree(folder, tmp_path / "other"))
    edit_cell(other, "< 18", "< 16")
    edit_cell(other, "dietary; surgery", "surgery; dietary")

    def compared(*more: str) -> Result:
        return CliRunner().invoke(compare_command, [str(folder), str(other), *more], catch_exceptions=False)

    found = json.loads(compared("--format", "json").output)
    [change] = found["changes"]
    assert (
        found["step"] == "major" and found["proposed_version"] == "2.0.0" and not found["version_is_enough"]
    )
    assert change["decision"] == "age_group" and change["kind"] == "no longer answered"
    assert change["region"] == [{"age": [{"low": 16, "low_closed": True, "high": 18, "high_closed": False}]}]
    assert (
        change["before"] == {"group": "child"}
        and change["after"] is None
        and 16 <= change["example"]["age"] < 18
    )
    assert change["causes"][0]["text_before"] == "< 18" and change["causes"][0]["after"]["sheet"]
    assert "1. **Age: \\[16..18)**" in compared("--format", "markdown").output
    assert compared("--exit-code").exit_code == 1
    same = CliRunner().invoke(
        compare_command, [str(folder), str(folder), "--exit-code"], catch_exceptions=False
    )
    assert same.exit_code == 0 and "none: the two are the same" in same.output


def test_check_compares_with_the_last_release(folder: Path) -> None:
    import json

    from b12tables.cli.main import cli

    def git(*arguments: str) -> None:
        who = ["-c", "user.name=A. Doctor", "-c", "user.email=doctor@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=folder.parent, check=True, capture_output=True)

    def checked(*more: str) -> str:
        output = CliRunner().invoke(cli, ["check", str(folder), *more], catch_exceptions=False).output
        return output if more else " ".join(output.split())

    assert "last release" not in checked()
    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "First")
    assert json.loads(checked("--format", "json"))["since_release"] is None
    git("tag", "tables-v1.0.0")
    assert "tables-v1.0.0: 0 of 1 decision with another answer for somebody. Version step: none" in checked()
    edit_cell(folder, "dietary; surgery", "surgery, Dietary")
    assert "Version step: patch: no answer changes" in checked() and "1.0.0 asks for 1.0.1" in checked()
    edit_cell(folder, "< 18", "<= 18")
    edit_cell(folder, ">= 18", "> 18")
    text = checked()
    assert "1 of 1 decision with another answer for somebody. Version step: major" in text
    assert (
        "1.0.0 asks for 2.0.0 at least; the new set says 1.0.0." in text
        and "For whom, and through which rows: b12tables compare" in text
    )
    found = json.loads(checked("--format", "json"))["since_release"]
    assert found["step"] == "major" and not found["version_is_enough"] and found["changed"] == ["age_group"]
    assert "last release" not in checked("--no-release")
    edit_cell(folder, "> 18", "> 20")
    assert "gap" in checked() and "last release" not in checked()  # first it has to be whole


RELABELLED = [
    ("another label", ("label", "adult", "Grown up"), {"R2", "R3"}),
    ("another definition", ("definition", "adult", "from 18 years on"), {"R2", "R3"}),
    ("case and spaces", ("label", "adult", " ADULT "), set[str]()),
    ("a label of a condition", ("label", "dietary", "From food"), {"R2"}),
    ("case and spaces of a condition", ("label", "dietary", " DIETARY "), set[str]()),
]


@pytest.mark.parametrize(
    ("edit", "reworded"), [entry[1:] for entry in RELABELLED], ids=[e[0] for e in RELABELLED]
)
@pytest.mark.parametrize("whole", [False, True])
def test_other_words_of_a_result_are_to_be_confirmed(
    edit: tuple[str, str, str], reworded: set[str], whole: bool
) -> None:
    model = model_from_markdown(TABLES.replace("Status: Draft", "Status: Approved"))
    meanings = Meanings(model)
    signs = tuple(
        replace(model.sign_offs[0], rule=rule, meaning=meanings.to_sign("age_group", rule) or "")
        for rule in ([""] if whole else ["R1", "R2", "R3"])
    )
    signed = replace(model, sign_offs=signs)
    assert [s.standing for s in standings(signed)] == ["signed"] * 3
    assert not [f for f in run_checks(signed)[0] if "sign" in f.name]

    attribute, code, text = edit
    fields = {
        name: replace(
            field,
            values=tuple(
                replace(row, **{attribute: text}) if row.code == code else row for row in field.values
            ),
        )
        for name, field in model.fields.items()
    }
    after = replace(signed, fields=fields)
    if reworded and whole:
        reworded = {"R1", "R2", "R3"}
    assert {s.rule for s in standings(after) if s.standing == "worded otherwise"} == reworded
    findings = [f for f in run_checks(after)[0] if "sign" in f.name]
    assert {f.name for f in findings} == ({"voided-sign-off", "unsigned-rule"} if reworded else set())
    assert all("worded otherwise since" in f.message for f in findings if f.name == "voided-sign-off")
    # the meaning is the same: it is not voided
    assert Meanings(after).rules == meanings.rules


def test_a_sign_off_from_before_words_were_hashed_stands() -> None:
    model = model_from_markdown(TABLES)
    sign = replace(model.sign_offs[0], meaning=HASHES["R1"])
    assert standings(replace(model, sign_offs=(sign,)))[0].standing == "signed"


def relabelled(model: Model, name: str, labels: dict[str, str]) -> Model:
    field = model.fields[name]
    values = tuple(replace(row, label=labels.get(row.code, row.label)) for row in field.values)
    return replace(model, fields={**model.fields, name: replace(field, values=values)})


EXCHANGED = [
    ({"dietary": "other", "other": "dietary"}, {"R2", "R3"}),
    # the same words state the patients of R2 before and after
    ({"dietary": "surgery", "surgery": "dietary"}, set[str]()),
    ({"dietary": "surgery", "surgery": "other", "other": "dietary"}, {"R2", "R3"}),
]


@pytest.mark.parametrize(("labels", "reworded"), EXCHANGED)
@pytest.mark.parametrize("policy", ["Unique", "First"])
def test_exchanged_labels_of_a_condition_are_to_be_confirmed(
    labels: dict[str, str], reworded: set[str], policy: str
) -> None:
    text = TABLES.replace("- Code: age_group", f"- Code: age_group\n- Hit policy: {policy}")
    if policy == "First":
        text = text.replace("other; unknown | >= 18 | adult | inference: c", "- | - | other | inference: c")
        text = text.replace("choice (child, adult)", "choice (child, adult, other)")
    model = model_from_markdown(text)
    meanings = Meanings(model)
    rules = ("R1", "R2", "R3")
    signs = [
        replace(model.sign_offs[0], rule=r, meaning=meanings.to_sign("age_group", r) or "") for r in rules
    ]
    after = relabelled(replace(model, sign_offs=tuple(signs)), "cause", labels)
    # under First the last row answers whom the rows before it leave
    assert {s.rule for s in standings(after) if s.standing == "worded otherwise"} == reworded
    assert all(s.standing in ("signed", "worded otherwise") for s in standings(after))


ONE_TO_ONE = """
## Fields
- kidneys: choice (healthy, impaired)
- product: choice (hydroxocobalamin, cyanocobalamin)

## Decision: Product
| | When | Then |
|---|---|---|
| Rule | Kidneys | Product |
| R1 | healthy | hydroxocobalamin |
| R2 | impaired | cyanocobalamin |

## Sign-off
| Decision | Rule | Person | Role | Date | Meaning |
|---|---|---|---|---|---|
| Product | | A. Doctor | Physician | 2026-01-31 | |
"""


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [("kidneys", "healthy", "impaired"), ("product", "hydroxocobalamin", "cyanocobalamin")],
)
def test_exchanged_labels_under_a_signature_of_the_whole_table_are_to_be_confirmed(
    name: str, one: str, other: str
) -> None:
    """All the words that were signed are still there, each in another rule."""
    model = model_from_markdown(ONE_TO_ONE)
    sign = replace(model.sign_offs[0], meaning=Meanings(model).to_sign("product", "") or "")
    signed = replace(model, sign_offs=(sign,))
    assert {s.standing for s in standings(signed)} == {"signed"}
    after = relabelled(signed, name, {one: other, other: one})
    assert {s.standing for s in standings(after)} == {"worded otherwise"}


def test_exchanged_labels_of_two_fields_are_to_be_confirmed() -> None:
    text = TABLES.replace("- age: number, 0..120", "- age: number, 0..120\n- weight: number, 0..120")
    model = model_from_markdown(text)
    meanings = Meanings(model)
    sign = replace(model.sign_offs[0], meaning=meanings.to_sign("age_group", "R1") or "")
    fields = {**model.fields}
    fields["age"], fields["weight"] = (
        replace(fields["age"], label=fields["weight"].label),
        replace(fields["weight"], label=fields["age"].label),
    )
    after = replace(model, fields=fields, sign_offs=(sign,))
    assert standings(after)[0].standing == "worded otherwise"


def test_a_sign_off_from_before_words_of_cases_were_hashed_stands() -> None:
    model = model_from_markdown(TABLES)
    meaning = (Meanings(model).to_sign("age_group", "R1") or "").rpartition("-")[0]
    sign = replace(model.sign_offs[0], meaning=meaning)
    assert standings(replace(model, sign_offs=(sign,)))[0].standing == "signed"
