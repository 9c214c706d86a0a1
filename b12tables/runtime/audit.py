"""Audit: one line that says what was asked, what was answered and by which tables; and asking again later.

A record holds no time and no name: who keeps it adds these. It is canonical JSON (sorted, without spaces),
and `hash` is the SHA-256 of the rest of it.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.result import Result
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Json

FORMAT = 1
"""The version of the record's form."""


def audit_record(result: Result) -> str:
    """A result as one canonical line of JSON: case as given and as converted, rules, answers, versions, hashes.

    Raises ValueError for the result of one decision that was asked alone: there is nothing to replay it with.
    """
    if sys.modules[result._set.package].SET is not result._set:
        raise ValueError("only the result of a whole case is recorded, not that of a decision asked alone")
    plain = result.to_dict()
    record: dict[str, Json] = {
        "format": FORMAT,
        "table_set": plain["table_set"],
        "version": plain["version"],
        "content_hash": plain["content_hash"],
        "review_status": plain["review_status"],
        "today": plain["today"],
        "given": plain["given"],
        "inputs": plain["inputs"],
        "status": plain["status"],
        "outputs": plain["outputs"],
        "seen": {step.decision.code: step.to_dict()["inputs"] for step in result.trace},
        "rules": {step.decision.code: [rule.id for rule in step.rules] for step in result.trace},
        "problems": plain["problems"],
        "signed": plain["signed"],
        "signatures": plain["signatures"],
        "tables": dict(result._set.hashes()),
    }
    record["hash"] = _hash(record)
    return _line(record)


def _line(record: dict[str, Any]) -> str:
    import json

    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _hash(record: dict[str, Any]) -> str:
    import hashlib

    rest = {name: value for name, value in record.items() if name != "hash"}
    return hashlib.sha256(_line(rest).encode("utf-8")).hexdigest()


class Replay:
    """What became of a recorded answer.

    `intact`: the record is as it was written. `same_answer`: status and answers are still the same.
    `same_rules`: by the same rules. `same_tables`: nothing in the tables has changed. `changed` names the
    tables that have, and `responsible` those of them that took the same inputs and gave something else.
    """

    __slots__ = ("changed", "intact", "responsible", "result", "same_answer", "same_rules", "same_tables")

    def __init__(
        self,
        result: Result,
        intact: bool,
        same_answer: bool,
        same_rules: bool,
        same_tables: bool,
        changed: tuple[str, ...],
        responsible: tuple[str, ...],
    ) -> None:
        self.result, self.intact = result, intact
        self.same_answer, self.same_rules, self.same_tables = same_answer, same_rules, same_tables
        self.changed, self.responsible = changed, responsible

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        return {
            "intact": self.intact,
            "same_answer": self.same_answer,
            "same_rules": self.same_rules,
            "same_tables": self.same_tables,
            "changed": list(self.changed),
            "responsible": list(self.responsible),
        }

    def __str__(self) -> str:
        told = [] if self.intact else ["The record was altered after it was written."]
        told.append("The answer is still the same." if self.same_answer else "The answer is another one now.")
        if self.responsible:
            told.append(f"It is decided otherwise by: {', '.join(self.responsible)}.")
        if not self.same_tables:
            told.append(f"Changed since then: {', '.join(self.changed) or 'wording that decides nothing'}.")
        return " ".join(told)


def replay(table_set: TableSet, record: str) -> Replay:
    """Asks again what a record was the answer to.

    Raises ValueError for a text that is no record of this table set.
    """
    import json

    try:
        old: dict[str, Any] = json.loads(record)
        given, today, tables = old["given"], old["today"], old["tables"]
        wanted = (
            old["status"],
            old["outputs"],
            old["rules"],
            old["seen"],
            old["content_hash"],
            old["table_set"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"this is no audit record: {error}") from None
    if old.get("format") != FORMAT:
        raise ValueError(f"audit records of the form {old.get('format')!r} are not known here")
    status, outputs, rules, seen, content_hash, name = wanted
    if name != table_set.identifier:
        raise ValueError(f"the record is of {name}, not of {table_set.identifier}")
    result = table_set.evaluate(given, today)
    new = json.loads(audit_record(result))
    hashes = table_set.hashes()
    changed = tuple(sorted(c for c in tables.keys() | hashes.keys() if tables.get(c) != hashes.get(c)))
    responsible = tuple(
        code
        for code in seen
        if code in changed
        and seen[code] == new["seen"].get(code, seen[code])
        and (outputs.get(code) != new["outputs"].get(code) or rules[code] != new["rules"].get(code))
    )
    return Replay(
        result,
        intact=old.get("hash") == _hash(old),
        same_answer=(status, outputs) == (new["status"], new["outputs"]),
        same_rules=rules == new["rules"],
        same_tables=content_hash == table_set.content_hash and not changed,
        changed=changed,
        responsible=responsible,
    )
