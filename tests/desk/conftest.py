"""A folder with the small set, and its desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from b12tables.desk.served import DeskServer
from b12tables.desk.session import Session
from tests.desk.desk_set import DAY, workbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "set"
    made.mkdir()
    (made / "tables.xlsx").write_bytes(workbook())
    return made


@pytest.fixture
def desk(folder: Path) -> Iterator[DeskServer]:
    made = DeskServer(folder, Session(lambda: DAY))
    yield made
    made.close()
