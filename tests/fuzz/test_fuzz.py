"""Each target of the fuzzer for a moment, always from the same beginning; `make fuzz MINUTES=60` goes on."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.__main__ import TARGETS, Tally
from tests.fuzz.answers import Fragments
from tests.kit.packages import iron_package


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_what_is_broken_is_answered(target: Any, tmp_path: Path) -> None:
    if target is Fragments and shutil.which("node") is None:
        pytest.skip("node is not installed")
    made, rng = target(tmp_path), random.Random(17)
    try:
        for _ in range(40):
            made.try_one(rng)
    finally:
        if hasattr(made, "close"):
            made.close()


def test_a_failure_is_kept_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    class Failing:
        name = "failing"

        def try_one(self, rng: random.Random) -> None:
            raise RuntimeError("for the test")

        def last(self) -> bytes:
            return b"the input"

    tally = Tally(Failing())
    tally.turn(random.Random(1), 0.01, 1)
    assert tally.failed == tally.tried > 0
    assert (tmp_path / "fuzzed" / "failing-1-1").read_bytes() == b"the input"
    assert "for the test" in (tmp_path / "fuzzed" / "failing-1-1.txt").read_text()


def test_a_record_without_one_of_its_names_is_no_record() -> None:
    """Found by fuzzing: the name of the only part that may be null was broken."""
    package = iron_package()
    record = package.audit_record(package.evaluate({}))
    for name in ("today", "status", "asked"):
        with pytest.raises(ValueError, match="no audit record"):
            package.replay(record.replace(f'"{name}":', '"other":'))
