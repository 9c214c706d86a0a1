"""A result as one flat row: what a table of answers holds of it."""

from __future__ import annotations

from b12tables.runtime.explain.scores import score_codes
from b12tables.runtime.values import value_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from b12tables.runtime.result import Result
    from b12tables.runtime.values import Json


def row_of(result: Result) -> dict[str, Json]:
    """Status, reason and answers by the codes of their fields: the columns of `evaluate_frame`, in their order."""
    tables = result._set
    row: dict[str, Json] = {
        "status": result.status,
        "reason": " ".join(problem.message for problem in result.problems) or None,
    }
    # told where the tables have one, as the frame has it
    if getattr(tables.signatures(), "ACCEPTED", ()):
        row["accepted"] = "; ".join(map(str, result.accepted)) or None
    scores, outputs = result.scores, result.outputs
    row |= {code: value_json(scores.get(code)) for code in score_codes(tables)}
    by_code = {decision.code: decision for decision in tables.decisions}
    for code in tables.answers:
        answer = outputs.get(code)
        for name in by_code[code].outputs:
            if isinstance(answer, tuple):
                row[name] = [value_json(one[name]) for one in answer]
            else:
                row[name] = None if answer is None else value_json(answer[name])
    return row
