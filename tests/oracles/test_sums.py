"""Sums and differences of fields: the reference, the generated package and the form say the same of random sets."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from b12tables.compiler.model import Model, Value
from tests.codegen.test_reference import same
from tests.kit.derived_sets import derived_model
from tests.kit.packages import given_json, package_of
from tests.oracles.test_derived import values_of
from tests.site.test_engine import assert_same

SETS, CASES = 12, 25


def long_sums(model: Model) -> bool:
    return any(field.computed and len(field.computed.parts) > 2 for field in model.fields.values())


def random_cases(model: Model, chance: random.Random) -> list[dict[str, Value]]:
    """Cases that state most inputs, and now and then what is computed from them."""
    stated = [name for name in model.fields if name not in model.produced_by and not model.derived(name)]
    often = {name: 0.15 if model.fields[name].computed else 0.95 for name in stated}
    return [
        {
            name: chance.choice(values_of(model.fields[name]))
            for name in stated
            if chance.random() < often[name]
        }
        for _ in range(CASES)
    ]


def check_set(seed: int, node: str, folder: Path) -> None:
    chance = random.Random(seed)
    model = derived_model(chance)
    while not long_sums(model):
        model = derived_model(chance)
    cases = random_cases(model, chance)
    package = package_of(model)
    for case in cases:
        same(model, package, case, None)
    assert_same(node, model, [given_json(model, case) for case in cases], folder)


@pytest.mark.parametrize("seed", range(SETS))
def test_reference_package_and_form_agree(seed: int, node: str, tmp_path: Path) -> None:
    check_set(seed, node, tmp_path)
