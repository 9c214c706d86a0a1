"""What a test needs beyond Python's packages of the set-up: where it is missing the test skips, and fails in CI."""

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path
from typing import Any, NoReturn

import pytest


def lacking(reason: str) -> NoReturn:
    """Leaves the test: it is skipped for this reason, unless nothing may be skipped (as in CI)."""
    if os.environ.get("B12TABLES_NOTHING_SKIPPED"):
        pytest.fail(reason)
    pytest.skip(reason)


def library(name: str) -> Any:
    """A library that only an example needs."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        lacking(f"needs {name}, which is not installed")


def program(reason: str, *names: str) -> str:
    """The path of the first of these programs that is installed."""
    for name in names:
        if found := shutil.which(name):
            return found
    lacking(f"{reason}: none of {', '.join(names)} is installed")


def npm_package(folder: Path, name: str, what: str) -> None:
    """A package of Node.js beside the tests of a folder."""
    if not (folder / "node_modules" / name).is_dir():
        lacking(f"needs {what}: npm install --prefix tests/{folder.name}")
