"""Why a case has no answer: data first, and words for the person who asked."""

from __future__ import annotations

from types import MappingProxyType

from b12tables.runtime.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal, Self

    from b12tables.runtime.result import Result
    from b12tables.runtime.rules import Place
    from b12tables.runtime.values import Json

    ProblemName = Literal[
        "conflict",
        "contradiction",
        "impossible",
        "missing-input",
        "no-rule",
        "not-a-case",
        "not-a-date",
        "not-a-number",
        "not-a-value",
        "not-an-input",
        "out-of-range",
        "overlap",
        "stated-twice",
        "unit-needed",
        "unknown-field",
        "unknown-unit",
    ]
    """Why a case may have no answer, as a stable word."""

INVALID: Literal["invalid-input"] = "invalid-input"
MISSING: Literal["missing-input"] = "missing-input"
NO_RULE: Literal["no-rule"] = "no-rule"
OK: Literal["ok"] = "ok"

STATUS: dict[str, Literal["no-rule", "missing-input"]] = {
    "missing-input": MISSING,
    "no-rule": NO_RULE,
    "overlap": NO_RULE,
    "conflict": NO_RULE,
}
"""The status that a problem of this name leads to; every other name leads to `invalid-input`."""


class Problem(Frozen):
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

    name: ProblemName
    message: str
    field: str
    question: str
    given: object
    accepted: tuple[str, ...]
    decision: str
    rules: tuple[str, ...]
    inputs: Mapping[str, object]
    places: tuple[Place, ...]

    def __init__(
        self,
        name: ProblemName,
        message: str,
        *,
        field: str = "",
        question: str = "",
        given: Json = None,
        accepted: tuple[str, ...] = (),
        decision: str = "",
        rules: tuple[str, ...] = (),
        inputs: Mapping[str, Any] | None = None,
        places: tuple[Place, ...] = (),
    ) -> None:
        for attribute, value in (
            ("name", name),
            ("message", message),
            ("field", field),
            ("question", question),
            ("given", _kept(given)),
            ("accepted", accepted),
            ("decision", decision),
            ("rules", rules),
            ("inputs", MappingProxyType(dict(inputs or {}))),
            ("places", places),
        ):
            object.__setattr__(self, attribute, value)

    def with_more(self, words: str) -> Self:
        """The same problem, told with more words."""
        return self.from_dict(self.to_dict() | {"message": f"{self.message} {words}"})

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.to_dict(),)

    @property
    def status(self) -> Literal["no-rule", "missing-input", "invalid-input"]:
        """The status of a result that has this problem and no graver one."""
        return STATUS.get(self.name, INVALID)

    def to_dict(self) -> dict[str, Json]:
        """Plain data; what is empty is left out, but `name`, `field` and `message` are always there."""
        found: dict[str, Json] = {"name": self.name, "field": self.field or None, "message": self.message}
        if self.question:
            found["question"] = self.question
        if self.field and self.given is not None:
            found["given"] = _plain(self.given)
        if self.accepted:
            found["accepted"] = list(self.accepted)
        if self.decision:
            found["decision"] = self.decision
        if self.rules:
            found["rules"] = list(self.rules)
        if self.inputs:
            found["inputs"] = {name: _plain(value) for name, value in self.inputs.items()}
        if self.places:
            found["places"] = [place.to_dict() for place in self.places]
        return found

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
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


def _kept(given: object) -> object:
    """Plain data that nobody can change."""
    if isinstance(given, list):
        return tuple([_kept(member) for member in given])
    if isinstance(given, dict):
        return MappingProxyType({name: _kept(value) for name, value in given.items()})
    return given


def _plain(kept: Any) -> Json:
    """Kept data as plain data again."""
    if isinstance(kept, tuple):
        return [_plain(member) for member in kept]
    if isinstance(kept, MappingProxyType):
        return {name: _plain(value) for name, value in kept.items()}
    found: Json = kept
    return found


def _restored(data: dict[str, Any]) -> Problem:
    return Problem.from_dict(data)


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


def worst(problems: tuple[Problem, ...]) -> Literal["ok", "no-rule", "missing-input", "invalid-input"]:
    """The status of a result with these problems."""
    found = {problem.status for problem in problems}
    return next((status for status in (INVALID, MISSING, NO_RULE) if status in found), OK)
