"""The page `docs/reading-a-finding.md`: each mistake on it is made in a new set, and what the tool prints is what the
page shows.

To write the page anew after a message has changed: `python -m tests.report.test_reading_a_finding`.
"""

from __future__ import annotations

import re
import tempfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from b12tables.compiler import check
from b12tables.compiler.report.text import finding_text, sorted_findings
from b12tables.desk.new import new_set

PAGE = Path(__file__).parent.parent.parent / "docs" / "reading-a-finding.md"

MISTAKE = re.compile(r"^Typed: ([^\n]+)\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EDIT = re.compile(r"`([^`!]+)!([A-Z]+\d+)` = (?:`([^`]+)`|(nothing)|the date (\S+))")


def printed(typed: str, folder: Path) -> str:
    """What `check` says of a new set in which these cells were typed."""
    path = new_set(folder, "Blood pressure")
    book = openpyxl.load_workbook(path)
    edits = EDIT.findall(typed)
    assert edits, typed
    for sheet, cell, text, nothing, day in edits:
        book[sheet][cell] = None if nothing else datetime.fromisoformat(day) if day else text
    book.save(path)
    report = check(folder, date(2026, 1, 31))
    return "\n\n".join(finding_text(f, report.model) for f in sorted_findings(report.findings)) + "\n"


MISTAKES = MISTAKE.findall(PAGE.read_text(encoding="utf-8"))


def test_there_are_ten_mistakes_and_more() -> None:
    assert len(MISTAKES) >= 10


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "shown"), MISTAKES, ids=[typed for typed, _ in MISTAKES])
def test_the_page_shows_what_is_printed(typed: str, shown: str, tmp_path: Path) -> None:
    assert printed(typed, tmp_path / "set") == shown


@pytest.mark.parametrize("text", [text for _, text in MISTAKES])
def test_each_text_names_a_cell_and_says_what_to_do(text: str) -> None:
    for finding in text.split("\n\n"):
        assert re.search(r"^  at .+ · .+ · [A-Z]+\d+", finding, re.MULTILINE), finding
        assert "mend it" in finding, finding


def rewritten() -> str:
    """The page with what is printed today."""

    def fresh(found: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            text = printed(found[1], Path(folder) / "set")
        return f"Typed: {found[1]}\n\n```text\n{text}```"

    return MISTAKE.sub(fresh, PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(rewritten(), encoding="utf-8")
