"""What the generated package says of some cases, in whatever Python this runs in; its last value is the answer.

`given` is a JSON list of cases. Nothing but the standard library and the package is there.
"""

import json
import pickle
import sys

import b12_followup


def said(case):
    """All that a tool could keep of a result; it survives being stored."""
    result = b12_followup.evaluate(case, today="2026-11-21")
    assert b12_followup.Result.from_json(result.to_json()) == result
    assert pickle.loads(pickle.dumps(result)) == result
    record = b12_followup.audit_record(result)
    assert b12_followup.replay(record).same_answer
    return [result.to_json(), record, result.explain(), result.explain(audience="patient")]


cases = json.loads(given)  # noqa: F821
json.dumps(
    {
        "python": list(sys.version_info[:2]),
        "answers": [said(case) for case in cases],
        "matter": [b12_followup.possible(case, "regimen").matter() for case in cases[:1]],
        "refused": b12_followup.evaluate({"b12": 453, "colour": True}).to_json(),
    }
)
