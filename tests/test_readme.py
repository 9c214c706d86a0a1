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


def test_the_readme_shows_pictures_that_are_there() -> None:
    shown = re.findall(r"!\[[^\]]+\]\((docs/images/[^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert "docs/images/decision.png" in shown
    assert [name for name in shown if (ROOT / name).stat().st_size < 10_000] == []
    # what the target `screenshots` takes is what is shown
    taken = {f"docs/images/{path.name}" for path in (ROOT / "docs" / "images").glob("*.png")}
    assert set(shown) == taken
