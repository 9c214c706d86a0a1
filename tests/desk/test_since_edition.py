"""What a value inherits that was added since the last commit, or since an edition that somebody names."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.compiler import check
from b12tables.compiler.reader import Kept, read_workbook
from b12tables.desk import new_values, summary
from b12tables.desk.since_edition import LAST_COMMIT
from b12tables.runtime.language import speaking
from tests.kit.tables import write_xlsx

TABLES = """
## Dictionary
| Field | Label | Type | Unknown |
|---|---|---|---|
| cause | Cause | choice | |
| age | Age | number | |
| product | Product | choice | |
| length | Length | choice | |

## Values
| Field | Value | Label |
|---|---|---|
| cause | dietary | Dietary |
| cause | medicine | Medicine |
| product | tablet | Tablet |
| product | injection | Injection |
| length | short | Short |
| length | long | Long |

## Decision: Product
| | When | Then |
|---|---|---|
| Rule | Cause | Product |
| P1 | dietary | tablet |
| P2 | not(dietary) | injection |

## Decision: Length
| | When | When | Then |
|---|---|---|---|
| Rule | Cause | Age | Length |
| L1 | - | < 18 | short |
| L2 | - | >= 18 | long |
"""


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    folder.mkdir()
    write_xlsx(TABLES, folder)
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "First")
    return folder


def add_value(folder: Path, *cells: str, sheet: str = "Values") -> None:
    (path,) = folder.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    book[sheet].append(cells)
    book.save(path)


def checked(folder: Path, *options: str) -> str:
    done = CliRunner().invoke(cli, ["check", str(folder), *options])
    assert done.exit_code in (0, 1), done.output
    return done.output


def said(folder: Path, *options: str) -> str:
    return " ".join(checked(folder, *options).split())


HEAD = f"New since {LAST_COMMIT}: Surgery in Cause. Nobody wrote these rows for such a patient"
PRODUCT = 'Product: Product injection, where rule P2 holds, through "not(dietary)" (Product B6)'


def test_a_value_that_was_typed_is_told_at_once(committed: Path) -> None:
    add_value(committed, "cause", "surgery", "Surgery")
    text = said(committed)
    assert f"{HEAD}; they take it in without naming it: {PRODUCT}" in text
    assert 'through "-", as everybody does: rows of Length (--notes lists them)' in text
    whole = said(committed, "--notes")
    assert 'Length: Length short, where rule L1 holds, through "-" (Length B5); Length long' in whole


def test_json_and_page_tell_it_too(committed: Path) -> None:
    add_value(committed, "cause", "surgery", "Surgery")
    found = json.loads(checked(committed, "--format", "json"))["new_values"]
    assert found["edition"] == LAST_COMMIT and found["compared"]
    assert found["values"] == [{"field": "cause", "value": "surgery"}]
    assert [entry["decision"] for entry in found["inherited"]] == ["product", "length"]
    page = checked(committed, "--format", "html")
    assert '<h2 id="new">New values</h2>' in page and "Surgery in Cause" in page


def test_it_is_told_in_the_language_of_the_tables(committed: Path) -> None:
    add_value(committed, "cause", "surgery", "Surgery")
    kept: Kept = {}
    model = check(committed, kept=kept).model
    assert model is not None
    news = new_values(committed, model, None, kept)
    assert news is not None
    with speaking("de"):
        assert news.lines()[0].startswith("Neu seit dem letzten Commit: Surgery in Cause.")


def test_watch_tells_it_with_the_save(committed: Path) -> None:
    add_value(committed, "cause", "surgery", "Surgery")
    kept: Kept = {}
    report = check(committed, kept=kept)
    assert report.model is not None
    news = new_values(committed, report.model, None, kept)
    assert news is not None and PRODUCT in " ".join(summary((), None, report, news.lines()).split())


def test_where_to_begin_stays_last(committed: Path) -> None:
    add_value(committed, "cause", "surgery", "Surgery")
    add_value(committed, "P3", "dietery", "tablet", sheet="Product")
    text = checked(committed)
    assert text.index("New since") < text.index("Begin here:")
    assert "What is left out of this report is not looked at: " in text


@pytest.mark.parametrize("options", [(), ("--format", "json")])
def test_no_edition_known_is_not_nothing_new(tmp_path: Path, options: tuple[str, ...]) -> None:
    """A folder that is not under git, one as it was committed, and one with other edits: nothing is claimed."""
    folder = tmp_path / "set"
    folder.mkdir()
    write_xlsx(TABLES, folder)
    for step in ("no git", "committed", "another edit"):
        if step == "committed":
            git(tmp_path, "init")
            git(tmp_path, "add", ".")
            git(tmp_path, "commit", "-m", "First")
        if step == "another edit":
            add_value(folder, "L3", "-", "> 200", "long", sheet="Length")
        text = checked(folder, *options)
        if options:
            assert json.loads(text)["new_values"] is None
        else:
            assert "new" not in text.lower().split("found:")[0], step


def test_an_edition_that_is_named(committed: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    write_xlsx(TABLES, old)
    assert "Since HEAD no value of a choice is new." in said(committed, "--since", "HEAD")
    add_value(committed, "cause", "surgery", "Surgery")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "Second")
    assert "New since" not in checked(committed)
    assert f"New since {old}: Surgery in Cause." in said(committed, "--since", str(old))
    assert "New since HEAD~1: Surgery in Cause." in said(committed, "--since", "HEAD~1", "--no-release")
    done = CliRunner().invoke(cli, ["check", str(committed), "--since", "nowhere"])
    assert done.exit_code == 2 and "nowhere: git does not find" in done.output


def test_an_edition_that_cannot_be_read_claims_nothing(committed: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    write_xlsx(TABLES.replace("not(dietary)", "not(dietery)"), old)
    assert "is not known: that edition cannot be read completely" in said(committed, "--since", str(old))


def test_nothing_is_read_twice_where_no_value_was_added(
    committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another edit costs one look at git: the old edition is not read for it."""
    add_value(committed, "L3", "-", "> 200", "long", sheet="Length")
    kept: Kept = {}
    report = check(committed, kept=kept)
    read: list[Path] = []
    monkeypatch.setattr("b12tables.desk.since_edition.read", lambda *a: read.append(a[0]))
    assert report.model is not None and new_values(committed, report.model, None, kept) is None
    assert read == [] and read_workbook(committed, kept)[0].sheets
