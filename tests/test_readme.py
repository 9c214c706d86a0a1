"""What the README and the page for developers show is run as it is written."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [page for page in (ROOT / "README.md", ROOT / "docs" / "integrating.md") if page.exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_run(page: Path) -> None:
    result = doctest.testfile(str(page), module_relative=False)
    assert result.attempted > 3 and result.failed == 0


def test_the_readme_shows_pictures_that_are_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert (
        "docs/images/decision.png" in readme
        and (ROOT / "docs" / "images" / "decision.png").stat().st_size > 10_000
    )
