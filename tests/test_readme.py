"""What the README and the page for developers show is run as it is written."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "docs/integrating.md",
        "docs/device.md",
        "docs/editions.md",
        "docs/tour.md",
        "docs/two-guidelines.md",
    )
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_run(page: Path) -> None:
    result = doctest.testfile(str(page), module_relative=False)
    assert result.attempted > 3 and result.failed == 0


def _pictures(page: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\((?:docs/)?images/([^)]+\.png)\)", (ROOT / page).read_text("utf-8"))


def test_the_readme_shows_an_answer_and_the_page_of_the_site_the_rest() -> None:
    shown = _pictures("README.md") + _pictures("docs/site.md")
    assert shown[0] == "form.png" and len(_pictures("README.md")) == 1
    assert [name for name in shown if (ROOT / "docs" / "images" / name).stat().st_size < 10_000] == []
    # what the target `screenshots` takes is what is shown
    assert sorted(shown) == sorted(path.name for path in (ROOT / "docs" / "images").glob("*.png"))
