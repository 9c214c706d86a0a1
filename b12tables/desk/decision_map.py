"""The decisions of a draft as a map: in rows, each below all that it needs, with what is marked on its sheet."""

from __future__ import annotations

from b12tables.compiler.model import DecisionTable
from b12tables.desk.draft import Draft


def map_data(draft: Draft) -> dict[str, object]:
    """The decisions in rows from the first to be worked out to the last; what was left out of them stands on no map,
    and is named. Raises `NotDone` where no table set could be read.
    """
    model = draft.model
    rows: list[list[dict[str, object]]] = []
    depths: dict[str, int] = {}
    for table in model.decisions:
        needs = model.needed_by(table)
        depth = depths[table.code] = 1 + max((depths[other.code] for other in needs), default=-1)
        rows += [[] for _ in range(depth + 1 - len(rows))]
        rows[depth].append(_decision_data(draft, table, needs))
    return {"rows": rows, "left_out": [*draft.report.unread, *model.skipped]}


def _decision_data(draft: Draft, table: DecisionTable, needs: tuple[DecisionTable, ...]) -> dict[str, object]:
    return {
        "decision": table.code,
        "label": table.label,
        "place": table.place.as_data(),
        "needs": [other.code for other in needs],
        "answer": table.code in draft.model.answers,
        "marks": dict(draft.marks.get((table.place.file, table.place.sheet), {})),
    }
