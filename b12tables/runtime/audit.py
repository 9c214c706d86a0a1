"""Audit: one line that says what was asked, what was answered and by whom; and asking again later.

A record holds no time and no name: who keeps it adds these. It is canonical JSON (sorted, without spaces, ASCII only),
and `hash` is the SHA-256 of the rest of it. That shows damage and careless edits. It does not show what somebody did
who knew how the hash is made: they can make it anew. Who needs to show that gives a key, known to those who write and
check records and to nobody else; then `hash` is an HMAC-SHA256 with it, and nobody without the key can make one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from b12tables.runtime.result import Result
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Json

FORMAT = 2
"""The version of the record's form."""

SEALS = {"": "sha256", "key": "hmac-sha256"}


def audit_record(result: Result, key: bytes | None = None, origin: Mapping[str, Any] | None = None) -> str:
    """A result as one canonical line of JSON: the case as asked, given and converted, rules, answers, versions, hashes.

    `key`: the record is sealed with it. `origin`: where the values come from, as `to_dict` of a case from a patient's
    record gave it; it is kept, and takes no part in the answer. Raises ValueError for an empty key, for an origin that
    is none, and for the result of one decision that was asked alone: there is nothing to replay it with.
    """
    if result._set.only is not None:
        raise ValueError("only the result of a whole case is recorded, not that of a decision asked alone")
    plain = result.to_dict()
    record: dict[str, Any] = {
        name: value
        for name, value in plain.items()
        if name not in ("trace", "title", "safety", "alone", "headline")
    }
    record |= {
        "format": FORMAT,
        "seal": _seal(key),
        "seen": {step.decision.code: step.to_dict()["inputs"] for step in result.trace},
        "rules": {step.decision.code: [rule.id for rule in step.rules] for step in result.trace},
        "tables": dict(result._set.hashes()),
    }
    if origin is not None:
        from b12tables.runtime.explain.origin import check_origin

        record["origin"] = check_origin(origin)
    record["hash"] = _hash(record, key)
    return _line(record)


def _seal(key: bytes | None) -> str:
    if key is None:
        return SEALS[""]
    if not isinstance(key, bytes) or not key:
        raise ValueError("a key is bytes, and not empty")
    return SEALS["key"]


def _line(record: dict[str, Any]) -> str:
    import json

    return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _hash(record: dict[str, Any], key: bytes | None) -> str:
    import hashlib
    import hmac

    rest = _line({name: value for name, value in record.items() if name != "hash"}).encode("ascii")
    return hashlib.sha256(rest).hexdigest() if key is None else hmac.new(key, rest, "sha256").hexdigest()


class Replay:
    """What became of a recorded answer.

    `intact`: the record is, to the byte, as it was written. `same_answer`: status and answers are still the same.
    `same_rules`: by the same rules. `same_tables`: nothing in the tables has changed. `changed` names the
    tables that have, and `responsible` those of them that took the same inputs and gave something else. `differs` names
    every part of the record that would be written otherwise now, and `same` says that there is none.
    """

    __slots__ = (
        "changed",
        "differs",
        "intact",
        "responsible",
        "result",
        "same_answer",
        "same_rules",
        "same_tables",
    )

    def __init__(
        self,
        result: Result,
        intact: bool,
        same_answer: bool,
        same_rules: bool,
        same_tables: bool,
        changed: tuple[str, ...],
        responsible: tuple[str, ...],
        differs: tuple[str, ...] = (),
    ) -> None:
        self.result, self.intact = result, intact
        self.same_answer, self.same_rules, self.same_tables = same_answer, same_rules, same_tables
        self.changed, self.responsible, self.differs = changed, responsible, differs

    @property
    def same(self) -> bool:
        """Whether the record is intact, and would be written now as it was then."""
        return self.intact and not self.differs

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        return {
            "intact": self.intact,
            "same": self.same,
            "same_answer": self.same_answer,
            "same_rules": self.same_rules,
            "same_tables": self.same_tables,
            "changed": list(self.changed),
            "responsible": list(self.responsible),
            "differs": list(self.differs),
        }

    def __str__(self) -> str:
        from b12tables.runtime.stored import shown

        told = [] if self.intact else ["The record was altered after it was written."]
        told.append("The answer is still the same." if self.same_answer else "The answer is another one now.")
        if self.responsible:
            told.append(f"It is decided otherwise by: {', '.join(self.responsible)}.")
        if not self.same_tables:
            told.append(f"Changed since then: {', '.join(self.changed) or 'wording that decides nothing'}.")
        others = [
            _ALSO.get(name) or f"what is called {shown(name)}" for name in self.differs if name not in _TOLD
        ]
        if others:
            told.append(f"Not as it was then: {', '.join(others)}.")
        return " ".join(told)


_TOLD = {"status", "outputs", "scores", "tables", "content_hash"}
"""Parts of a record that the sentences about answer and tables speak of."""

_ALSO = {
    "accepted": "which errors of the tables were accepted",
    "answered_by": "the runtime that answers",
    "answers": "which decisions are answers",
    "asked": "what was asked",
    "given": "what was given",
    "inputs": "how the case is read",
    "problems": "what stands in the way",
    "review_status": "the status of the tables",
    "rules": "by which rules",
    "seal": "how the record is sealed",
    "seen": "what the decisions looked at",
    "signatures": "who has signed",
    "signed": "whether all of it is signed",
    "today": "the day of the call",
    "version": "the version of the tables",
}
"""Parts of a record that nothing else in the report speaks of, in words."""

_SHAPE: dict[str, type | tuple[type, ...]] = {
    "answered_by": dict, "asked": dict, "content_hash": str, "given": dict, "hash": str, "inputs": dict,
    "outputs": dict, "problems": list, "review_status": str, "rules": dict, "seal": str, "seen": dict,
    "signatures": dict, "signed": bool, "status": str, "table_set": str, "tables": dict,
    "today": (str, type(None)), "version": str,
}  # fmt: skip


def replay(table_set: TableSet, record: str | bytes, key: bytes | None = None) -> Replay:
    """Asks again what a record was the answer to. `key` is that with which the record was sealed.

    Raises ValueError for a text that is no record of this table set, and for a record that is sealed with a key where
    none is given.
    """
    from b12tables.runtime.given import Asked

    text, old = _read(record)
    if old["table_set"] != table_set.identifier:
        raise ValueError(f"the record is of {old['table_set'][:100]}, not of {table_set.identifier}")
    if key is None and old["seal"] == SEALS["key"]:
        raise ValueError("the record is sealed with a key: only with it can be said whether it is intact")
    result = table_set.ask(Asked.recall(old["asked"]))
    new = _read(audit_record(result, key, old.get("origin")))[1]
    tables, hashes = old["tables"], new["tables"]
    changed = tuple(sorted(c for c in tables.keys() | hashes.keys() if tables.get(c) != hashes.get(c)))
    from b12tables.runtime.stored import differences

    # a name that only one of them has is a difference, whatever stands there
    differs = [
        name
        for name in sorted({*old, *new} - {"hash"})
        if name not in old or name not in new or differences(old[name], new[name])
    ]
    return Replay(
        result,
        intact=_is_intact(text, old, key),
        same_answer=not {"status", "outputs", "scores"} & set(differs),
        same_rules="rules" not in differs,
        same_tables="content_hash" not in differs and not changed,
        changed=changed,
        responsible=tuple(
            code for code in old["seen"] if code in changed and _is_responsible(code, old, new)
        ),
        differs=tuple(differs),
    )


def _is_responsible(code: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether a decision took the same inputs and gave something else."""
    if old["seen"][code] != new["seen"].get(code, old["seen"][code]):
        return False
    return any(old[part].get(code) != new[part].get(code) for part in ("outputs", "rules"))


def _is_intact(text: str, old: dict[str, Any], key: bytes | None) -> bool:
    """Whether a record is to the byte what was written: nothing twice, nothing in another order, the hash right."""
    import hmac

    return (
        old["seal"] == _seal(key)
        and text == _line(old)
        and old["hash"].isascii()
        and hmac.compare_digest(old["hash"], _hash(old, key))
    )


def _read(record: str | bytes) -> tuple[str, dict[str, Any]]:
    """The line itself, and what it says. Raises ValueError for anything that is no record."""
    from b12tables.runtime.json_text import read_json

    if not isinstance(record, (str, bytes)):
        raise ValueError("this is no audit record: a record is a line of text")
    try:
        text = record.decode("ascii") if isinstance(record, bytes) else record
        old = read_json(text)
    except ValueError as error:
        raise ValueError(f"this is no audit record: {error}") from None
    if not isinstance(old, dict):
        raise ValueError("this is no audit record: it is no object")
    if type(old.get("format")) is not int or old["format"] != FORMAT:
        if "format" not in old or len(old) < 3:
            raise ValueError("this is no audit record: it does not say of which form it is")
        raise ValueError(f"audit records of the form {str(old['format'])[:40]} are not known here")
    for name, kind in _SHAPE.items():
        if name not in old or not isinstance(old[name], kind):
            raise ValueError(f"this is no audit record: {name} is not as a record has it")
    return text.removesuffix("\n"), old
