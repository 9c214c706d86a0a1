"""Random sets with all constructs of the format at once: proof, reference, generated code and form say the same.

`tests/kit/construct_sets.py` says what stands in them. A few sets are tried with the other tests; thousands by

    python -m tests.oracles.test_all_constructs SETS [FIRST SEED]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random
from shutil import which
from tempfile import TemporaryDirectory

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import DecisionTable, Model, Value, evaluate
from b12tables.compiler.model.evaluate import Taken, scores_after, take_decision, values_after
from b12tables.interop.dmn import export_dmn, import_dmn
from b12tables.interop.dmn.names import Names
from tests.codegen.test_reference import same
from tests.interop.dmn_kit import asked_of_others, given_to_dmn, plain
from tests.interop.test_dmn_in import model_of
from tests.interop.test_dmn_out import cannot_agree, compared
from tests.kit.construct_sets import between_steps, everybody, in_other_words, random_set
from tests.kit.packages import given_json, package_of
from tests.kit.small_sets import Look, Whole, look_at
from tests.kit.tables import model_from_markdown
from tests.oracles.enumerated import named, safety_as_enumerated, tables_as_enumerated
from tests.site.test_engine import assert_same

ASKED = 25
"""Patients of a set who are asked of the generated package; the proof and the form answer for all, or a share."""


def construct_model(seed: int) -> Model:
    return model_from_markdown(random_set(Random(seed)))


def taken(model: Model, case: Mapping[str, Value], seen: dict[object, Look]) -> Whole | None:
    """A patient through all tables, as the reference takes them; nothing of one who is refused.

    `seen` remembers what tables did with what they saw.
    """
    looks: dict[str, Look] = {}

    def looking(asked: Model, table: DecisionTable, values: Mapping[str, Value]) -> Taken:
        key = table.code, *values.values()
        looks[table.code] = seen.get(key) or seen.setdefault(key, look_at(asked, table, values))
        return take_decision(asked, table, values)

    evaluation = evaluate(model, case, deciding=looking)
    if evaluation.status == "invalid-input":
        return None
    values = values_after(case, evaluation) | scores_after(model, case, evaluation, None)
    return Whole(case, values, looks)


def proof_is_as_enumerated(model: Model) -> int:
    """Holds what is proved to every patient, and says how many there are."""
    findings, certificate = run_checks(model)
    assert not certificate.skipped and not named(findings, "score-out-of-range")
    seen: dict[object, Look] = {}
    cases = [whole for case in everybody(model) if (whole := taken(model, case, seen)) is not None]
    tables_as_enumerated(model, cases, findings)
    safety_as_enumerated(model, cases, findings)
    return len(cases)


def package_agrees(model: Model, seed: int) -> None:
    package, cases = package_of(model), everybody(model)
    for number, case in enumerate(Random(seed).sample(cases, ASKED)):
        same(model, package, case if number % 5 else between_steps(case, model), None)
        stated = given_json(model, case)
        assert package.evaluate(in_other_words(stated)).outputs == package.evaluate(stated).outputs


def form_agrees(node: str, model: Model, seed: int, folder: Path, share: int) -> None:
    """Answers of the form are those of the package; some patients are given between two steps or in other words."""
    cases = Random(seed).sample(everybody(model), share)
    stated = [given_json(model, case) for case in cases]
    stated += [given_json(model, between_steps(case, model)) for case in cases[: share // 5]]
    assert_same(node, model, [*stated, *map(in_other_words, stated[: share // 5])], folder)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_proved_is_what_every_patient_shows(seed: int) -> None:
    proof_is_as_enumerated(construct_model(seed))


@pytest.mark.parametrize("seed", range(6))
def test_the_generated_code_agrees(seed: int) -> None:
    package_agrees(construct_model(seed), seed)


@pytest.mark.parametrize("seed", range(3))
def test_the_form_agrees(seed: int, node: str, tmp_path: Path) -> None:
    form_agrees(node, construct_model(seed), seed, tmp_path, 100)


@pytest.mark.parametrize("seed", range(3))
def test_they_go_out_to_dmn_and_in_again(seed: int) -> None:
    model = model_from_markdown(random_set(Random(seed), doses=False))
    again = model_of(import_dmn(export_dmn(model).text.encode()))
    found = compare(model, again)
    assert not found.changes and not found.notes and not found.unfinished


def test_another_engine_of_dmn_takes_the_same_decisions(node: str) -> None:
    """What follows from answers is compared as well: doses, sums and differences are written as formulas of FEEL."""
    sets = [(model := construct_model(seed), Random(seed).sample(everybody(model), 12)) for seed in range(6)]
    documents = [
        {"xml": export_dmn(model).text, "cases": [given_to_dmn(model, case) for case in cases]}
        for model, cases in sets
    ]
    for (model, cases), there in zip(sets, asked_of_others(node, documents), strict=True):
        of_field, counted = Names(model).of_field, 0
        for case, told in zip(cases, there["answers"], strict=True):
            counted += compared(model, case, None, told, cannot_agree(model))
            for name, value in scores_after(model, case, evaluate(model, case), None).items():
                assert told[of_field[name]]["value"] == plain(value), (name, case)
        assert counted > len(cases)


def main(sets: int, first: int) -> int:
    """Tries many sets, says the seed of each that differs and what was tried."""
    node, tried = which("node"), Counter[str]()
    assert node is not None
    for seed in range(first, first + sets):
        try:
            model = construct_model(seed)
            tried["cases proved"] += proof_is_as_enumerated(model)
            package_agrees(model, seed)
            with TemporaryDirectory() as folder:
                form_agrees(node, model, seed, Path(folder), 100)
        except AssertionError as differs:
            tried["sets that differ"] += 1
            print(f"seed {seed} differs: {str(differs)[:600]}", flush=True)
        tried["sets"] += 1
        if seed % 100 == 99:
            print(dict(tried), flush=True)
    print(dict(tried))
    return tried["sets that differ"]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0) > 0)
