"""DMN for many random sets: `python -m tests.interop.dmn_thousands COUNT [SEED]`.

Out: FEEL decides 15 cases of each set by the same rules and to the same answers as the evaluator, where the export
does not say that an engine may differ. Out and in again: the set is the same, or what is not is named. Each set is
drawn from a seed of its own, which is printed where something differs (`set_at`). Exit 1 where it does.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from b12tables.compiler import read
from b12tables.compiler.compare.differ import compare
from b12tables.compiler.model import Model
from b12tables.interop.dmn import export_dmn
from b12tables.interop.dmn.tables import HIT_POLICIES
from tests.interop.dmn_kit import asked_of_others, given_to_dmn
from tests.interop.test_dmn_in import back, model_of
from tests.interop.test_dmn_out import EVERY, TODAY, cannot_agree, compared, stated
from tests.kit.derived_sets import derived_model
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.written_sets import write_model

KINDS = (random_model, small_model, derived_model)
TOGETHER = 10
"""So many sets are put to one process."""


def set_at(seed: int) -> Model:
    """The set of a seed."""
    return KINDS[seed % len(KINDS)](Random(seed))


def out(node: str, seeds: list[int]) -> tuple[int, int]:
    """How many decisions were compared, and how many sets differ."""
    models = {seed: one for seed in seeds if is_said(one := set_at(seed))}
    cases = {seed: [stated(Random(-seed), model) for _ in range(EVERY)] for seed, model in models.items()}
    asked = [
        {"xml": export_dmn(model).text, "validate": True, "cases": [given_to_dmn(model, c, TODAY) for c in cases[seed]]}
        for seed, model in models.items()
    ]  # fmt: skip
    compared_, differing = 0, 0
    for (seed, model), there in zip(models.items(), asked_of_others(node, asked), strict=True):
        aside = cannot_agree(model)
        try:
            assert not there["warnings"] and not there["schema"], there
            for case, answers in zip(cases[seed], there["answers"], strict=True):
                compared_ += compared(model, case, TODAY, answers, aside)
        except AssertionError as why:
            differing += 1
            print(f"seed {seed}: {str(why)[:400]}", flush=True)
    return compared_, differing


def is_said(model: Model) -> bool:
    return all(table.hit_policy in HIT_POLICIES for table in model.decisions)


def again(seed: int) -> str:
    """How a set differs once it was written, exported and imported; "" where it does not, or where that is named."""
    with TemporaryDirectory() as folder:
        model, findings = read(write_model(set_at(seed), Path(folder)))
    if model is None or any(one.severity == "error" for one in findings):
        return "unread"
    imported = back(model)
    if imported.not_taken:
        return ""
    found = compare(model, model_of(imported))
    return f"{found.changes}"[:400] if found.changes or found.unfinished else ""


def main(count: int, first: int = 1) -> int:
    """How many sets differ."""
    node = shutil.which("node") or "node"
    decisions = differing = unread = 0
    for start in range(first, first + count, TOGETHER):
        seeds = list(range(start, min(start + TOGETHER, first + count)))
        more, wrong = out(node, seeds)
        decisions, differing = decisions + more, differing + wrong
        for seed in seeds:
            told = again(seed)
            unread += told == "unread"
            if told not in ("", "unread"):
                differing += 1
                print(f"seed {seed}, in again: {told}", flush=True)
    print(
        f"{count} random sets, {decisions} decisions alike, {unread} no workbook can say: {differing} differ"
    )
    return differing


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) > 0)
