"""The decisions of a draft as a map: in rows, each below all that it needs, with what is marked on its sheet."""

from __future__ import annotations

from b12tables.compiler.model import DecisionTable, Model
from b12tables.compiler.report import ROLES, marked
from b12tables.desk.draft import Draft


def map_data(draft: Draft) -> dict[str, object]:
    """The decisions in rows from the first to be worked out to the last; what was left out of them stands on no map,
    and is named. Raises `NotDone` where no table set could be read.
    """
    model = draft.model
    marks = _marks_by_sheet(draft)
    rows: list[list[dict[str, object]]] = []
    depths: dict[str, int] = {}
    for table in model.decisions:
        needs = model.needed_by(table)
        depth = depths[table.code] = 1 + max((depths[other.code] for other in needs), default=-1)
        rows += [[] for _ in range(depth + 1 - len(rows))]
        rows[depth].append(_decision_data(model, table, needs, marks))
    return {"rows": rows, "left_out": [*draft.report.unread, *model.skipped]}


def _decision_data(
    model: Model,
    table: DecisionTable,
    needs: tuple[DecisionTable, ...],
    marks: dict[tuple[str, str], list[str]],
) -> dict[str, object]:
    own = marks.get((table.place.file, table.place.sheet), [])
    return {
        "decision": table.code,
        "label": table.label,
        "place": table.place.as_data(),
        "needs": [other.code for other in needs],
        "answer": table.code in model.answers,
        "marks": {role: own.count(role) for role in ROLES if role in own},
    }


def _marks_by_sheet(draft: Draft) -> dict[tuple[str, str], list[str]]:
    """What the marked places of each sheet are marked as."""
    found: dict[tuple[str, str], list[str]] = {}
    for place, mark in marked(draft.told).items():
        found.setdefault((place.file, place.sheet), []).append(mark.role)
    return found
