"""Who signed what, and whether it still counts, wherever a reader meets the rule: in words, never by colour."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.compiler.proof.fingerprint import Meanings
from b12tables.site.book import Book
from b12tables.site.pages.decision import decision_page
from b12tables.site.pages.generate import start_page
from b12tables.site.pages.sign_offs import sign_offs_page
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
- age: number, 0..120
- group: choice (child, adult, old)

## Decision: Age group
- Code: age_group

| | When | Then |
|---|---|---|
| | Age | Group |
| R1 | < 18 | child |
| R2 | [18..75] | adult |
| R3 | > 75 | old |
"""

MEANINGS = Meanings(model_from_markdown(TABLES)).rules

SIGNED = (
    TABLES
    + f"""
## Sign-off
| Decision | Rule | Person | Role | Date | Meaning |
|---|---|---|---|---|---|
| age_group | R1 | A. Doctor | Physician | 2026-01-31 | {MEANINGS["age_group", "R1"]} |
| age_group | R2 | B. Nurse | Ward | 2026-02-28 | {MEANINGS["age_group", "R2"]} |
| age_group | R9 | C. Gone | Ward | 2026-03-31 | 0123456789abcdef |
"""
)

CHANGED = SIGNED.replace("[18..75]", "[18..74]").replace("> 75", "> 74")

VOIDED = "signed off, but changed since: no longer counts"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


def row(html: str, rule: str) -> str:
    return words(html.partition(f'id="rule-{rule}"')[2].partition("</tr>")[0])


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(model_from_markdown(CHANGED))


def test_the_first_page_counts_what_is_signed_and_what_no_longer_counts(book: Book) -> None:
    said = words(start_page(book).html)
    assert (
        "1 of 3 rows is signed as it stands; 1 was signed off, but changed since: no longer counts." in said
    )
    assert "No row is signed off by name yet." in words(start_page(Book(model_from_markdown(TABLES))).html)


def test_each_row_says_by_whom_it_is_signed_and_whether_that_counts(book: Book) -> None:
    page = decision_page(book, book.model.decisions[0]).html
    assert "Signed off (A. Doctor, Physician, 2026-01-31)" in row(page, "R1")
    assert f"{VOIDED.capitalize()} (B. Nurse, Ward, 2026-02-28)" in row(page, "R2")
    assert "igned" not in row(page, "R3")


def test_the_part_on_sign_offs_names_every_row_of_the_sheet(book: Book) -> None:
    page = words(decision_page(book, book.model.decisions[0]).html)
    for said in (
        "R1: A. Doctor, Physician, 2026-01-31: signed as it stands.",
        f"R2: B. Nurse, Ward, 2026-02-28: {VOIDED}.",
        "R9: C. Gone, Ward, 2026-03-31: signed off, but not there any more: no longer counts.",
        "Not signed: R3.",
        # as events of the history
        f"2026-02-28: B. Nurse, Ward, signed row R2 ({VOIDED})",
        "2026-01-31: A. Doctor, Physician, signed row R1",
    ):
        assert said in page, said


def test_the_page_of_all_sign_offs_shows_what_no_longer_counts(book: Book) -> None:
    page = words(sign_offs_page(book).html)
    assert f"Age group · R2: B. Nurse, Ward, 2026-02-28: {VOIDED}." in page
    assert (
        "Age group · R9: C. Gone, Ward, 2026-03-31: signed off, but not there any more: no longer counts."
        in page
    )
    assert "Age group111" in page, "signed, changed since, not signed: one row each"


def test_a_sign_off_of_the_whole_table_counts_for_each_row() -> None:
    whole = Meanings(model_from_markdown(TABLES)).decisions["age_group"]
    text = TABLES + (
        "\n## Sign-off\n| Decision | Rule | Person | Role | Date | Meaning |\n|---|---|---|---|---|---|\n"
        f"| age_group | | A. Doctor | Physician | 2026-01-31 | {whole} |\n"
    )
    book = Book(model_from_markdown(text))
    page = decision_page(book, book.model.decisions[0]).html
    assert "(A. Doctor, Physician, 2026-01-31, for the whole table)" in row(page, "R3")
    assert "3 of 3 rows are signed as they stand." in words(page)


def test_the_built_site_says_by_which_change_a_sign_off_was_voided(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A. Doctor", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    write_xlsx(SIGNED, folder)
    git("add", ".")
    git("commit", "-m", "Signed")
    write_xlsx(CHANGED, folder)
    git("commit", "-am", "A new border")
    done = CliRunner().invoke(
        cli, ["docs", "build", str(folder), "--out", str(tmp_path / "out"), "--docs", str(tmp_path / "none")]
    )
    assert done.exit_code == 0, done.output
    for path in ("decisions/age_group.html", "sign-offs.html"):
        page = words((tmp_path / "out" / path).read_text(encoding="utf-8"))
        assert VOIDED in page
        assert "A new border" in page
        assert "[18..75]" in page, "the cell before"
        assert "[18..74]" in page, "the cell now"


def test_the_history_of_a_decision_lists_the_changes_that_touched_it(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()

    def commit(text: str, words: str) -> None:
        write_xlsx(text, folder)
        who = ("-c", "user.name=A. Doctor", "-c", "user.email=a@example.org")
        for arguments in (("add", "."), ("commit", "-m", words)):
            subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    subprocess.run(["git", "init", "-b", "main"], cwd=tmp_path, check=True, capture_output=True)
    commit(TABLES, "A beginning")
    commit(TABLES.replace("An example.", "Another example."), "Words")
    commit(TABLES.replace("[18..75]", "[18..74]").replace("> 75", "> 74"), "A new border")
    write_xlsx(TABLES.replace("[18..75]", "[18..73]").replace("> 75", "> 73"), folder)
    arguments = [
        "docs",
        "build",
        str(folder),
        "--out",
        str(tmp_path / "out"),
        "--docs",
        str(tmp_path / "none"),
    ]
    page = tmp_path / "out" / "decisions" / "age_group.html"

    assert CliRunner().invoke(cli, [*arguments, "--history", "9"]).exit_code == 0
    said = words(page.read_text(encoding="utf-8").partition('id="history"')[2])
    events = ("edits that are not committed yet", "(A new border)", "First written: ")
    places = [said.index(event) for event in events]
    assert places == sorted(places), "newest first"
    assert '"[18..74]" is now "[18..73]"' in said[places[0] : places[1]]
    assert '"[18..75]" is now "[18..74]"' in said[places[1] : places[2]]
    assert "(A beginning)" in said[places[2] :]
    assert "(Words)" not in said, "it touched no cell of this table"

    assert CliRunner().invoke(cli, [*arguments, "--history", "1"]).exit_code == 0
    said = words(page.read_text(encoding="utf-8").partition('id="history"')[2])
    assert "not committed yet" in said and "First written" not in said

    assert CliRunner().invoke(cli, arguments).exit_code == 0
    assert "not committed yet" not in page.read_text(encoding="utf-8")
