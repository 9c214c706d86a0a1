"""The errors of a set that somebody accepted, and the patients whom they concern: an answer that passes one says so."""

from __future__ import annotations

from typing import NamedTuple

from b12tables.compiler.model.finding import KINDS
from b12tables.compiler.model.tables import Accepted, Case, FieldTest, Model
from b12tables.compiler.model.unary_tests import Equals, IsUnknown
from b12tables.runtime.accepted import AcceptedError
from b12tables.runtime.words import UNKNOWN

Part = tuple[FieldTest, ...]


class KnownError(NamedTuple):
    """An accepted error as an answer tells it, and the parts of its region; None: it says for no patients."""

    told: AcceptedError
    parts: tuple[Part, ...] | None
    entry: Accepted


def accepted_errors(model: Model) -> list[KnownError]:
    """The acceptances of errors. Of information and warnings nothing is said: they stand in nobody's way."""
    found = []
    for entry in model.accepted:
        if _is_error(model, entry):
            table = model.decision.get(entry.decision)
            told = AcceptedError(
                entry.finding,
                entry.decision,
                table.label if table else entry.decision,
                entry.rules,
                reason=entry.reason,
                by=" and ".join(filter(None, (entry.by, entry.also_by))),
                until=entry.until.isoformat(),
                patients=None,
            )
            found.append(KnownError(told, _parts(model, entry) or None, entry))
    return found


def _is_error(model: Model, entry: Accepted) -> bool:
    """Whether what was accepted is an error; that the order of rows decides between two is none."""
    table = model.decision.get(entry.decision)
    in_order = table is not None and table.hit_policy.chooses
    if entry.finding not in KINDS or (entry.finding == "overlap" and in_order):
        return False
    return KINDS[entry.finding].severity == "error"


def _parts(model: Model, entry: Accepted) -> tuple[Part, ...]:
    """The patients whom an acceptance is about; of a worked case that fails it is the one whom the case tells of."""
    told = [case for case in model.cases if entry.finding == "failed-case" and case.id in entry.rules]
    return tuple(map(_of_case, told)) or entry.meaning


def _of_case(case: Case) -> Part:
    stated = ((name, value) for name, value in case.given.items() if name != "today")
    return tuple(
        FieldTest(name, IsUnknown() if value == UNKNOWN else Equals(value), "", case.place)
        for name, value in stated
    )
