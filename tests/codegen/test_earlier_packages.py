"""A package that was written before packages said for which runtimes they are made: one sentence, no riddle."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path

import pytest

from b12tables.runtime.rules import Decision
from b12tables.runtime.tableset import TableSet
from tests.kit.packages import ROOT, iron_package

SENTENCE = "was written before packages of b12tables said for which runtimes they are made"
COMMON = (
    'package="old_set", identifier="old_set", title="Old", version="1.0.0", review_status="Draft", safety="", '
    'intended_use="", language="en", content_hash="0", combinations_hash="0", fields=(), inputs=(), needed=(), '
    "decisions=(), combinations=(), quick=None, flow=None, result=None"
)
EARLIER = {
    "a set without answers": f"from b12tables.runtime.tableset import TableSet\nTableSet({COMMON})\n",
    "a set with answers": (
        "from b12tables.runtime.tableset import TableSet\n"
        f'TableSet({COMMON}, dictionary_hash="0", answers=(), folded=())\n'
    ),
    "a reader that is looked for where it was": (
        "from b12tables.runtime.tableset import OPEN, Obstacle, TableSet, check_range, quick_reader, words_of\n"
        f"TableSet({COMMON})\n"
    ),
    "a decision that does not say what may be unknown": (
        "from b12tables.runtime.rules import Decision, Place\n"
        'Decision("a", "A", question="", hit_policy="Unique", place=Place("f", "s", "A1"), inputs=(), outputs=("b",), '
        'decide=None, rules=(), answer=None, hash="0")\n'
    ),
}


@pytest.mark.parametrize("earlier", EARLIER)
def test_an_earlier_package_says_in_one_sentence_that_it_is_built_again(tmp_path: Path, earlier: str) -> None:
    package = tmp_path / "old_set"
    package.mkdir()
    (package / "__init__.py").write_text(EARLIER[earlier], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "import old_set"], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True,
    )  # fmt: skip
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 1 and last.startswith("ImportError: ")
    assert SENTENCE in last and last.endswith("build it again from its workbooks")


def test_a_package_of_today_is_not_refused() -> None:
    made = [value for value in vars(iron_package()).values() if isinstance(value, TableSet)]
    assert made
    for one in made:
        assert copy.copy(one).decisions == one.decisions
        assert all(isinstance(decision, Decision) for decision in one.decisions)
