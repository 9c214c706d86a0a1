"""CQL in two engines = the evaluator, for many random sets: `python -m tests.interop.cql_thousands COUNT [SEED]`.

Sets of every kind that the tests draw, 40 cases each. Each set is drawn from a seed of its own, which is printed where
an engine says something else: `asked_at(seed)` is that set again. Exit 1 where one does.
"""

from __future__ import annotations

import shutil
import sys
from random import Random

from b12tables.compiler.model import Model
from b12tables.interop.cql import NotWritten, export_cql
from tests.interop.cql_kit import Asked, differences, run_in_cql
from tests.interop.test_dmn_out import stated
from tests.kit.construct_sets import everybody, random_set
from tests.kit.derived_sets import derived_model
from tests.kit.dosed_sets import dosed
from tests.kit.packages import random_case
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.tables import model_from_markdown
from tests.site.random_cases import TODAY

CASES = 40
TOGETHER = 10
"""So many sets are put to one process."""


def _written(random: Random) -> Model:
    return model_from_markdown(random_set(random))


def _dosed(random: Random) -> Model:
    return model_from_markdown(dosed(random))


KINDS = (small_model, random_model, derived_model, _written, _dosed)


def asked_at(seed: int, cases: int = CASES) -> Asked:
    """The set of a seed and its cases, some of them with values beside the borders that its cells name."""
    random = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    model = kind(random)
    if kind is _written:
        every = everybody(model)
        return Asked(model, random.sample(every, min(cases, len(every))), TODAY)
    if kind is _dosed:
        return Asked(model, [random_case(model, random) for _ in range(cases)], TODAY)
    return Asked(model, [stated(random, model) for _ in range(cases)], TODAY)


def is_said(asked: Asked) -> bool:
    """Whether the set can be said in CQL; else it is refused."""
    try:
        export_cql(asked.model)
    except NotWritten:
        return False
    return True


def main(count: int, first: int = 1) -> int:
    """How many of the sets are answered otherwise."""
    node = shutil.which("node") or "node"
    differing = cases = refused = 0
    for start in range(first, first + count, TOGETHER):
        seeds = range(start, min(start + TOGETHER, first + count))
        asked = {seed: one for seed in seeds if is_said(one := asked_at(seed))}
        refused += len(seeds) - len(asked)
        for (seed, one), told in zip(asked.items(), run_in_cql(node, list(asked.values())), strict=True):
            found = list(differences(one, told))
            differing += bool(found)
            cases += len(one.cases)
            if found:
                print(f"seed {seed}: {len(found)} differ, the first: {found[0]}", flush=True)
    print(f"{count} random sets, {refused} refused, {cases} cases: {differing} differ")
    return differing


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) > 0)
