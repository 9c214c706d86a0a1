"""What the pages about the house name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "b12tables"
FILES = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
ROWS = re.findall(
    r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs" / "words.md").read_text("utf-8"), re.M
)
WORDS = [row for row in ROWS if "`" in row[2]]


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/words.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_files_that_a_page_names_are_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for name in re.findall(r"`([\w/.]+\.(?:py|toml|yaml|yml))`", text):
        assert (ROOT / name).exists() or any(f"/{path}".endswith(f"/{name}") for path in FILES), name
    for name in re.findall(r"\]\(([\w/.-]+)\)", text):
        assert (ROOT / page).parent.joinpath(name).exists(), name


@pytest.mark.parametrize(("field", "here", "where"), WORDS, ids=[row[0] for row in WORDS])
def test_a_word_lives_where_the_page_says(field: str, here: str, where: str) -> None:
    homes = [FILES[name] for name in re.findall(r"`([\w/.]+)`", where)]
    for name in re.findall(r"`([\w-]+)`", here):
        assert any(re.search(rf"\b{name}\b", home) for home in homes), f"{name} in {where}"


def test_the_page_of_words_is_read() -> None:
    assert len(WORDS) > 40
