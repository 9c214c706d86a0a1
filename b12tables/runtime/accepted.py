"""What is known to be wrong with the tables and was accepted: which answers it concerns, and what they say of it."""

from __future__ import annotations

from b12tables.runtime.frozen import Frozen, put
from b12tables.runtime.problems import NO_RULE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from b12tables.runtime.result import Result
    from b12tables.runtime.values import Json

    Patients = tuple[tuple[str, ...], Callable[..., bool]]
    """The fields that a part of a region speaks of, and whether a patient lies in it."""


LEFT_OPEN: Any = object()
"""Instead of the value of a field of which nothing is known: it passes every test of a region."""


class AcceptedError(Frozen):
    """An error of the tables that named persons accepted for some patients, until a day (ISO).

    `finding` is its kind, `decision` and `rules` say where it stands; `patients` are the parts of its region (None: it
    concerns every answer of that decision, or of these rules).
    """

    __slots__ = ("by", "decision", "finding", "label", "patients", "reason", "rules", "until")

    finding: str
    decision: str
    label: str
    rules: tuple[str, ...]
    reason: str
    by: str
    until: str
    patients: tuple[Patients, ...] | None

    def __init__(
        self,
        finding: str,
        decision: str,
        label: str,
        rules: tuple[str, ...],
        *,
        reason: str,
        by: str,
        until: str,
        patients: tuple[Patients, ...] | None,
    ) -> None:
        put(self, "finding", finding)
        put(self, "decision", decision)
        put(self, "label", label)
        put(self, "rules", rules)
        put(self, "reason", reason)
        put(self, "by", by)
        put(self, "until", until)
        put(self, "patients", patients)

    def __str__(self) -> str:
        where = f" in {self.label}" if self.label else ""
        rules = f" ({', '.join(self.rules)})" if self.rules else ""
        return f"{self.finding}{where}{rules}: {self.reason} (accepted by {self.by} until {self.until})"

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        return {
            "finding": self.finding,
            "decision": self.decision,
            "rules": list(self.rules),
            "reason": self.reason,
            "by": self.by,
            "until": self.until,
        }


def passed(result: Result) -> tuple[AcceptedError, ...]:
    """The accepted errors that an answer passes, or for which there is none. A case that is refused passes none."""
    # a package from before this was told has no such name
    entries: tuple[AcceptedError, ...] = getattr(result._set.signatures(), "ACCEPTED", ())
    if not entries or (not result.trace and result.status != NO_RULE):
        return ()
    seen = seen_in(result)
    # a package from before this was told has functions that know no such value
    knows_open = hasattr(result._set.signatures(), "LEFT_OPEN")
    return tuple([entry for entry in entries if _concerns(entry, result, seen, knows_open)])


def known_errors(result: Result) -> list[str]:
    """The accepted errors that an answer passes, each as a sentence."""
    from b12tables.runtime.language import t

    return [
        t("An error in the tables is known and was accepted for this case: {error}", error=error)
        for error in result.accepted
    ]


def seen_in(result: Result) -> dict[str, Any]:
    """What a result knows of each field, as tables compare it: inputs, and the answers that were given."""
    seen: dict[str, Any] = dict(result.inputs)
    for step in result.trace:
        seen.update(result._set.as_inputs(step.decision, step.answer))
    return {name: result._set.compared(name, value) for name, value in seen.items()}


def _concerns(entry: AcceptedError, result: Result, seen: dict[str, Any], knows_open: bool) -> bool:
    if entry.patients is None:
        fired = {step.decision.code: {rule.id for rule in step.rules} for step in result.trace}
        if entry.decision and entry.decision not in fired:
            return False
        return not entry.rules or not entry.decision or not fired[entry.decision].isdisjoint(entry.rules)
    return any(_lies_in(part, seen, knows_open) for part in entry.patients)


def _lies_in(part: Patients, seen: dict[str, Any], knows_open: bool) -> bool:
    fields, holds = part
    # of whom it is not known whether the error concerns them, it is said: an error is never passed in silence
    if not knows_open and any(name not in seen for name in fields):
        return True
    return holds(*[seen.get(name, LEFT_OPEN) for name in fields])
