"""The examples of docs/cohorts.md run as they are written."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("pandas")

PAGE = Path(__file__).parents[2] / "docs" / "cohorts.md"


def test_the_examples_of_the_page_run() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert found.attempted > 8 and not found.failed
