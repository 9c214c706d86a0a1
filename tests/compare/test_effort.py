"""A comparison ends within its bound, whatever the tables, and claims nothing that it did not establish."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from b12tables import compare as compare_folders
from b12tables.cli.main import cli
from b12tables.compiler.compare import compare, differ
from b12tables.compiler.compare.effort import Effort
from b12tables.compiler.model import HitPolicy, Model
from benchmarks.analysis import yes_no
from tests.kit.patience import slowness
from tests.kit.tables import write_xlsx
from tests.reader.edits import GOOD
from tests.strategies import edited_pairs


def _hard(rules: int, columns: int, policy: HitPolicy) -> tuple[Model, Model]:
    """Two random tables over the same yes/no columns: nothing of the one is in the other."""
    models = [yes_no(rules, columns, 5, seed=seed) for seed in (1, 2)]
    one, two = (replace(m, decisions=(replace(m.decisions[0], hit_policy=policy),)) for m in models)
    return one, two


def _spent(old: Model, new: Model, bound: float, monkeypatch: pytest.MonkeyPatch) -> float:
    """The part of its bound that a comparison used."""
    made: list[Effort] = []

    def keep(*given: float) -> Effort:
        made.append(Effort(*given))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(differ, "Effort", keep)
    compare(old, new, bound)
    [effort] = made
    assert effort.budget.limit
    return effort.budget.used / effort.budget.limit


@pytest.mark.parametrize("policy", [HitPolicy.FIRST, HitPolicy.UNIQUE, HitPolicy.COLLECT])
def test_hard_tables_are_given_up_at_the_bound(policy: HitPolicy, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = _hard(120, 40, policy)
    begin = time.process_time()
    assert _spent(old, new, 0.1, monkeypatch) <= 1.2
    # what an ordinary machine may take for steps that stand for less
    assert (time.process_time() - begin) / slowness() < 3
    found, again = compare(old, new, 0.1), compare(old, new, 0.1)
    assert found.unfinished and not found.identical
    assert "--bound" in next(iter(found.unfinished.values()))
    # nobody was found who gets another answer, and it is not said of anybody
    assert found.changes or found.step_words.startswith("major: not everything could be compared")
    assert (found.changes, found.unfinished) == (again.changes, again.unfinished)


def test_more_of_the_bound_establishes_more() -> None:
    old, new = _hard(12, 6, HitPolicy.FIRST)
    assert compare(old, new, 0.02).unfinished
    assert not compare(old, new).unfinished


def test_the_memory_limits_the_regions_that_are_kept() -> None:
    assert Effort(1000, 300).regions == 10 * Effort(1000, 30).regions
    assert Effort(20, 300).regions == Effort(20, 3000).regions == 4_000


@settings(max_examples=30)
@given(edited_pairs())
def test_what_is_said_within_a_small_bound_is_true(pair: tuple[Model, Model]) -> None:
    old, new = pair
    whole, less = compare(old, new), compare(old, new, 0.01)
    assert set(less.identical) <= {*whole.identical, *whole.unfinished}
    changed = {change.decision for change in whole.changes} | set(whole.unfinished)
    assert {change.decision for change in less.changes} <= changed
    if less.same_answers:
        assert whole.same_answers or whole.unfinished


BOUNDED = (("check",), ("build",), ("eval",), ("ask",), ("cohort",), ("compare",), ("signoff",), ("watch",),
           ("docs", "build"), ("docs", "serve"))  # fmt: skip


@pytest.mark.parametrize("command", BOUNDED, ids=" ".join)
def test_every_command_that_analyses_takes_a_bound(command: tuple[str, ...]) -> None:
    told = CliRunner().invoke(cli, [*command, "--help"]).output
    assert "--bound SECONDS" in told and "--memory MB" in told


def test_a_bound_is_taken_by_the_command_and_the_library(tmp_path: Path) -> None:
    for name, text in (("old", GOOD), ("new", GOOD.replace("| yes    | oral ", "| yes    | im   ", 1))):
        (tmp_path / name).mkdir()
        write_xlsx(text, tmp_path / name, "made.xlsx")
    old, new = tmp_path / "old", tmp_path / "new"
    assert compare_folders(old, new, bound=1e-6).unfinished
    assert not compare_folders(old, new, bound=5, memory=100).unfinished
    said = CliRunner().invoke(cli, ["compare", str(old), str(new), "--bound", "0.000001"])
    assert said.exit_code == 0 and "--bound" in said.output
