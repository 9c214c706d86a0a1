"""The accepted errors of a set, for `signatures.py` of the generated package: an answer that passes one says so."""

from __future__ import annotations

from typing import NamedTuple

from b12tables.compiler.codegen.impossible import Written, written
from b12tables.compiler.codegen.source import Module, unique
from b12tables.compiler.model import KINDS, Accepted, Case, Combination, Equals, FieldTest, IsUnknown, Model
from b12tables.runtime.words import UNKNOWN


class WrittenError(NamedTuple):
    """An acceptance, the label of its decision, and the parts of its region; None: it says for no patients."""

    entry: Accepted
    label: str
    persons: str
    until: str
    patients: list[Written] | None


def accepted_errors(model: Model, module: Module) -> list[WrittenError]:
    """The acceptances of errors. Of information and warnings nothing is said: they stand in nobody's way."""
    entries = [entry for entry in model.accepted if _is_error(model, entry)]
    parts = [(n, k) for n, entry in enumerate(entries) for k, _ in enumerate(_parts(model, entry))]
    functions = unique([f"{n}_{k}" for n, k in parts], prefix="accepted_")
    module.take(functions.values())
    found = []
    for n, entry in enumerate(entries):
        regions = [
            written(model, _as_combination(entry, tests), functions[f"{n}_{k}"], module)
            for k, tests in enumerate(_parts(model, entry))
        ]
        table = model.decision.get(entry.decision)
        persons = " and ".join(filter(None, (entry.by, entry.also_by)))
        label = table.label if table else entry.decision
        found.append(WrittenError(entry, label, persons, entry.until.isoformat(), regions or None))
    return found


def _is_error(model: Model, entry: Accepted) -> bool:
    """Whether what was accepted is an error; that the order of rows decides between two is none."""
    table = model.decision.get(entry.decision)
    ordered = (
        table is not None and entry.finding == "overlap" and table.hit_policy.value in ("First", "Priority")
    )
    return entry.finding in KINDS and KINDS[entry.finding].severity == "error" and not ordered


def _parts(model: Model, entry: Accepted) -> tuple[tuple[FieldTest, ...], ...]:
    """The patients whom an acceptance is about; of a worked case that fails it is the one whom the case tells of."""
    told = [case for case in model.cases if entry.finding == "failed-case" and case.id in entry.rules]
    return tuple(map(_of_case, told)) or entry.meaning


def _of_case(case: Case) -> tuple[FieldTest, ...]:
    stated = ((name, value) for name, value in case.given.items() if name != "today")
    return tuple(
        FieldTest(name, IsUnknown() if value == UNKNOWN else Equals(value), "", case.place)
        for name, value in stated
    )


def _as_combination(entry: Accepted, tests: tuple[FieldTest, ...]) -> Combination:
    """A part of a region as what a patient can be asked about."""
    return Combination(entry.finding, tests, entry.reason, entry.place)
