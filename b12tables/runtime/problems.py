"""Why a case has no answer: data first, and words for the person who asked."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.result import Result
    from b12tables.runtime.rules import Place
    from b12tables.runtime.values import Json

INVALID = "invalid-input"
MISSING = "missing-input"
NO_RULE = "no-rule"
OK = "ok"

STATUS = {"missing-input": MISSING, "no-rule": NO_RULE, "overlap": NO_RULE, "conflict": NO_RULE}
"""The status that a problem of this name leads to; every other name leads to `invalid-input`."""


class Problem:
    """One reason why a case was refused or could not be decided.

    `name` is a stable word; `field` or `decision` says what it is about; `message` speaks to the person;
    `given` is what was stated, `accepted` what could be; `question` is the question of the field.
    """

    __slots__ = (
        "accepted",
        "decision",
        "field",
        "given",
        "inputs",
        "message",
        "name",
        "places",
        "question",
        "rules",
    )

    def __init__(
        self,
        name: str,
        message: str,
        *,
        field: str = "",
        question: str = "",
        given: Json = None,
        accepted: tuple[str, ...] = (),
        decision: str = "",
        rules: tuple[str, ...] = (),
        inputs: dict[str, Json] | None = None,
        places: tuple[Place, ...] = (),
    ) -> None:
        self.name, self.message = name, message
        self.field, self.question, self.given, self.accepted = field, question, given, accepted
        self.decision, self.rules, self.inputs, self.places = decision, rules, inputs or {}, places

    @property
    def status(self) -> str:
        """The status of a result that has this problem and no graver one."""
        return STATUS.get(self.name, INVALID)

    def to_dict(self) -> dict[str, Json]:
        """Plain data; what is empty is left out, but `name`, `field` and `message` are always there."""
        found: dict[str, Json] = {"name": self.name, "field": self.field or None, "message": self.message}
        if self.question:
            found["question"] = self.question
        if self.field and self.given is not None:
            found["given"] = self.given
        if self.accepted:
            found["accepted"] = list(self.accepted)
        if self.decision:
            found["decision"] = self.decision
        if self.rules:
            found["rules"] = list(self.rules)
        if self.inputs:
            found["inputs"] = self.inputs
        if self.places:
            found["places"] = [place.to_dict() for place in self.places]
        return found

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Problem:
        """The problem that `to_dict` gave."""
        from b12tables.runtime.rules import Place

        return cls(
            data["name"],
            data["message"],
            field=data["field"] or "",
            question=data.get("question", ""),
            given=data.get("given"),
            accepted=tuple(data.get("accepted", ())),
            decision=data.get("decision", ""),
            rules=tuple(data.get("rules", ())),
            inputs=data.get("inputs"),
            places=tuple(Place(p["file"], p["sheet"], p["cells"]) for p in data.get("places", ())),
        )

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"Problem({self.name!r}, {self.message!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.name, self.field, self.message))


class Refused(Exception):
    """A case without an answer, raised where an answer was asked for.

    `result` and `problems` carry the data.
    """

    def __init__(self, result: Result) -> None:
        super().__init__("\n".join([result.status, *map(str, result.problems)]))
        self.result = result
        self.problems = result.problems

    def __reduce__(self) -> tuple[type[Refused], tuple[Result]]:
        return type(self), (self.result,)


class InvalidCase(Refused, ValueError):
    """The case itself is refused (`invalid-input`) or lacks something that every answer needs
    (`missing-input`).
    """


class NoRule(Refused, LookupError):
    """The tables do not say what happens for this case."""


def worst(problems: tuple[Problem, ...]) -> str:
    """The status of a result with these problems."""
    found = {problem.status for problem in problems}
    return next((status for status in (INVALID, MISSING, NO_RULE) if status in found), OK)
