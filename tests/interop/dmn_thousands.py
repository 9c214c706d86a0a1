"""DMN for many random sets: `python -m tests.interop.dmn_thousands COUNT [SEED]`.

Out: FEEL decides 15 cases of each set by the same rules and to the same answers as the evaluator, where the export
does not say that an engine may differ; what follows from answers, doses and scores among it, is the same too. Out and
in again: the set is the same, or what is not is named. A cell that no workbook may have, because it asks for what never
is, becomes "-" first. Each set is drawn from a seed of its own, which is printed where something differs (`set_at`);
every fourth has all constructs of the format. Exit 1 where something differs.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from openpyxl.worksheet.cell_range import CellRange

from b12tables.compiler import read
from b12tables.compiler.compare.differ import compare
from b12tables.compiler.model import Model, Value
from b12tables.compiler.model.evaluate import evaluate, scores_after
from b12tables.compiler.model.place import Place
from b12tables.interop.dmn import export_dmn
from b12tables.interop.dmn.names import Names
from b12tables.interop.dmn.tables import HIT_POLICIES
from tests.interop.dmn_kit import asked_of_others, given_to_dmn, plain
from tests.interop.test_dmn_in import back, model_of
from tests.interop.test_dmn_out import EVERY, TODAY, cannot_agree, compared, stated
from tests.kit.construct_sets import everybody, random_set
from tests.kit.derived_sets import derived_model
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.tables import model_from_markdown
from tests.kit.written_sets import write_model


def construct_model(random: Random) -> Model:
    """A set with all constructs of the format; about every second one without doses."""
    return model_from_markdown(random_set(random, doses=random.random() < 0.5))


KINDS = (random_model, small_model, derived_model, construct_model)
KEYS = ("Code", "May be empty")
"""Lines above a table, in which nothing is taken back."""

UNRANKED = {"Output order": "Rule order"}
"""What takes the place of a policy that ranks what cannot be ranked."""

TOGETHER = 10
"""So many sets are put to one process."""


def set_at(seed: int) -> Model:
    """The set of a seed."""
    return KINDS[seed % len(KINDS)](Random(seed))


def out(node: str, seeds: list[int]) -> tuple[int, int]:
    """How many decisions were compared, and how many sets differ."""
    models = {seed: one for seed in seeds if is_said(one := set_at(seed))}
    cases = {seed: cases_of(seed, model) for seed, model in models.items()}
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
                if is_of_constructs(seed):
                    what_follows(model, case, answers)
        except AssertionError as why:
            differing += 1
            print(f"seed {seed}: {str(why)[:400]}", flush=True)
    return compared_, differing


def is_of_constructs(seed: int) -> bool:
    return KINDS[seed % len(KINDS)] is construct_model


def cases_of(seed: int, model: Model) -> list[dict[str, Value]]:
    """Random cases of a set."""
    random = Random(-seed)
    if is_of_constructs(seed):
        return random.sample(everybody(model), EVERY)
    return [stated(random, model) for _ in range(EVERY)]


def what_follows(model: Model, case: Mapping[str, Value], told: Mapping[str, Any]) -> None:
    """Asserts that what is computed from answers is the same there."""
    of_field = Names(model).of_field
    for name, value in scores_after(model, case, evaluate(model, case), None).items():
        assert told[of_field[name]]["value"] == plain(value), (name, case)


def is_said(model: Model) -> bool:
    return all(table.hit_policy in HIT_POLICIES for table in model.decisions)


def again(seed: int) -> str:
    """How a set differs once it was written, exported and imported; "" where it does not, else `unread` or `named`."""
    if is_of_constructs(seed):
        model: Model | None = set_at(seed)
    else:
        with TemporaryDirectory() as folder:
            model = as_a_workbook_may(set_at(seed), Path(folder))
    if model is None:
        return "unread"
    imported = back(model)
    if imported.not_taken:
        return "named"
    found = compare(model, model_of(imported))
    return f"{found.changes}"[:400] if found.changes or found.unfinished else ""


def as_a_workbook_may(model: Model, folder: Path) -> Model | None:
    """A set read from a workbook, without what a workbook may not say; None where more than cells is wrong."""
    file = write_model(model, folder) / "set.xlsx"
    for _ in range(8):
        read_, findings = read(folder)
        places = {place for one in findings if one.severity == "error" for place in one.places}
        if read_ is not None and not places:
            return read_
        if not _without(file, places):
            return None
    return None


def _without(file: Path, places: Iterable[Place]) -> bool:
    """Takes back what stands at some places: a test becomes "-", a line about combinations goes. True if any did."""
    book, changed = openpyxl.load_workbook(file), False
    for sheet in book:
        ranges = [CellRange(place.cells) for place in places if place.sheet == sheet.title and place.cells]
        for row, column in sorted({cell for one in ranges for cell in one.cells}, reverse=True):
            kind, line = sheet["A1"].value, sheet.cell(row, 1).value
            if kind in ("Impossible", "Safety rules"):
                sheet.delete_rows(row)
            elif line == "Hit policy":
                sheet.cell(row, 2).value = UNRANKED.get(sheet.cell(row, 2).value, "First")
            elif kind == "Decision table" and line == "Rule":  # two columns that seem to have changed places
                for below in range(row + 1, sheet.max_row + 1):
                    sheet.cell(below, column).value = "-"
            elif kind == "Decision table" and line not in (None, *KEYS) and column > 1:
                sheet.cell(row, column).value = "-"
            else:
                continue
            changed = True
    book.save(file)
    return changed


def main(count: int, first: int = 1) -> int:
    """How many sets differ."""
    node = shutil.which("node") or "node"
    decisions, told = 0, Counter[str]()
    for start in range(first, first + count, TOGETHER):
        seeds = list(range(start, min(start + TOGETHER, first + count)))
        more, wrong = out(node, seeds)
        decisions += more
        told["differ"] += wrong
        for seed in seeds:
            came = again(seed)
            told[came if came in ("unread", "named") else "differ" if came else "alike"] += 1
            if came not in ("", "unread", "named"):
                print(f"seed {seed}, in again: {came}", flush=True)
    print(
        f"{count} random sets, {decisions} decisions alike; in again {told['alike']} alike, {told['named']} with what "
        f"is not taken named, {told['unread']} no workbook can say: {told['differ']} differ"
    )
    return told["differ"]


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) > 0)
