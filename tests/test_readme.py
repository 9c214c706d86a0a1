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


def test_the_readme_shows_an_answer_and_names_the_other_pictures() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme) == ["docs/images/form.png"]
    named = re.findall(r"\]\(docs/images/([^)]+\.png)\)", readme)
    assert [name for name in named if (ROOT / "docs" / "images" / name).stat().st_size < 10_000] == []
    # what the target `screenshots` takes is what is named
    assert sorted(named) == sorted(path.name for path in (ROOT / "docs" / "images").glob("*.png"))
