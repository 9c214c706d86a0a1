"""What the tests of the site share: the site of this project's tables, built once for all."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from b12tables.compiler import Report, check
from b12tables.site.build import build_site
from tests.kit.patience import wait_until
from tests.site.browsing import Examiner

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


@pytest.fixture(scope="session")
def examiner(shared: Path) -> Examiner:
    return Examiner(shared)


def build_real(out: Path) -> Report:
    """Builds the site of the tables of this project, as `docs build` does."""
    report = check(ROOT / "tables", date.today())
    assert report.model is not None
    build_site(report.model, report.findings, report.certificate, ROOT / "docs", out)
    return report


@pytest.fixture(scope="session")
def real_site(shared: Path) -> Path:
    """The site of the tables of this project. The first worker that asks builds it, the others wait; `.ci/run` says
    where it has just built it.
    """
    if built := os.environ.get("B12TABLES_SITE"):
        return Path(built).resolve(strict=True)
    out, done, failed = shared / "real-site", shared / "real-site.done", shared / "real-site.failed"
    try:
        (shared / "real-site.begun").touch(exist_ok=False)
    except FileExistsError:
        wait_until(lambda: done.exists() or failed.exists())
        assert not failed.exists(), "the site could not be built: see the first failure"
        return out
    try:
        build_real(out)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return out
