"""The accepted errors of a set, for `signatures.py` of the generated package: an answer that passes one says so."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from b12tables.compiler.codegen.impossible import Written, written
from b12tables.compiler.codegen.source import Module, unique
from b12tables.compiler.model import Combination, FieldTest, Model, accepted_errors
from b12tables.runtime.accepted import AcceptedError


class WrittenError(NamedTuple):
    """An accepted error, and the functions of the parts of its region; None: it says for no patients."""

    told: AcceptedError
    patients: list[Written] | None


def lines_of_errors(model: Model) -> tuple[FieldTest, ...]:
    """What is asked of a patient to tell whether an accepted error concerns them.

    Lists and scores are left out: their pieces are those of what tables ask about them.
    """
    parts = [part for error in accepted_errors(model) for part in error.parts or ()]
    return tuple(line for line in chain(*parts) if _of_one_value(model, line.field))


def _of_one_value(model: Model, name: str) -> bool:
    is_list = model.fields[name].type == "choices" or name in model.set_valued
    return not is_list and not model.derived(name)


def written_errors(model: Model, module: Module) -> list[WrittenError]:
    """The accepted errors, each part of a region as a function that says whether a patient lies in it."""
    known = accepted_errors(model)
    numbers = [(n, k) for n, error in enumerate(known) for k, _ in enumerate(error.parts or ())]
    functions = unique([f"{n}_{k}" for n, k in numbers], prefix="accepted_")
    module.take(functions.values())
    # what is not decided of a patient excludes nobody; what is decided may
    left_open = module.use("LEFT_OPEN") if numbers else ""
    found = []
    for n, error in enumerate(known):
        combinations = (
            Combination(error.told.finding, tests, error.told.reason, error.entry.place)
            for tests in error.parts or ()
        )
        regions = [
            written(model, one, functions[f"{n}_{k}"], module, left_open)
            for k, one in enumerate(combinations)
        ]
        found.append(WrittenError(error.told, regions or None))
    return found
