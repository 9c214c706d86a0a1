"""What a generated decision is made of: places, answers, rules, and what fired."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import GenericAlias

from b12tables.runtime import Pacted
from b12tables.runtime.frozen import Frozen
from b12tables.runtime.frozen import put as _put
from b12tables.runtime.values import seen_json, value_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction
    from typing import Any, Generic, Literal, TypeVar

    from b12tables.runtime.values import Json, Value

    A = TypeVar("A", covariant=True)

    class Typed(Generic[A]):
        """A class with a type parameter."""
else:

    class Typed:
        """Stands for `typing.Generic`, whose import alone would cost a quarter of the budget."""

        __slots__ = ()
        __class_getitem__ = classmethod(GenericAlias)


class Place(Frozen):
    """Where something is written: a workbook file, a sheet, and a range of cells."""

    __slots__ = ("cells", "file", "sheet")

    file: str
    sheet: str
    cells: str

    def __init__(self, file: str, sheet: str, cells: str) -> None:
        _put(self, "file", file)
        _put(self, "sheet", sheet)
        _put(self, "cells", cells)

    def __reduce__(self) -> tuple[type[Place], tuple[str, str, str]]:
        return type(self), (self.file, self.sheet, self.cells)

    def __str__(self) -> str:
        return f"{self.file} · {self.sheet} · {self.cells}"

    def __repr__(self) -> str:
        return f"Place({self.file!r}, {self.sheet!r}, {self.cells!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.file, self.sheet, self.cells))

    def to_dict(self) -> dict[str, Json]:
        return {"file": self.file, "sheet": self.sheet, "cells": self.cells}


class Evidence(Frozen):
    """What a rule rests on.

    `kind`: statement, inference, other guidance, conflict or unmarked; `ref` its ID or "".
    """

    __slots__ = ("kind", "ref", "text")

    kind: str
    ref: str
    text: str

    def __init__(self, kind: str, ref: str, text: str = "") -> None:
        _put(self, "kind", kind)
        _put(self, "ref", ref)
        _put(self, "text", text)

    def __reduce__(self) -> tuple[type[Evidence], tuple[str, str, str]]:
        return type(self), (self.kind, self.ref, self.text)

    def to_dict(self) -> dict[str, Json]:
        return {"kind": self.kind, "ref": self.ref, "text": self.text}

    def __str__(self) -> str:
        return ": ".join(filter(None, (" ".join(filter(None, (self.kind, self.ref))), self.text)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Evidence) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.kind, self.ref, self.text))


class Answer(Mapping[str, "Value"]):
    """One answer of a decision: its output fields as attributes and as a mapping.

    Immutable, made once a rule.

    A result `none` is None; a result `unknown` is the word. A field whose code Python or this class has
    taken (`class`, `items`) is an attribute with `_` behind it; as a key it keeps its code.
    """

    __slots__ = ("_row",)

    _row: dict[str, Value]
    _codes: tuple[str, ...] = ()

    def __init__(self, *values: Value) -> None:
        _put(self, "_row", dict(zip(self._codes, values, strict=True)))
        for name, value in zip(self.__slots__, values, strict=True):
            _put(self, name, value)

    def __getitem__(self, name: str) -> Value:
        return self._row[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def __eq__(self, other: object) -> bool:
        # as any two mappings are compared, without a copy of either: an explanation does so thousands of times
        return self._row == other._row if isinstance(other, Answer) else super().__eq__(other)

    def __hash__(self) -> int:
        return hash(tuple(self._row.values()))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an answer cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an answer cannot be changed: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _answer_again, (type(self), self._row.copy())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.items())})"

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        return {name: value_json(value) for name, value in self._row.items()}


def _answer_again(kind: type[Answer], row: dict[str, Value]) -> Answer:
    """An answer that was stored. Raises ValueError where the decision gives other fields by now."""
    if set(row) != set(kind._codes):
        told = f"{', '.join(sorted(row))}; its decision gives {', '.join(kind._codes)}"
        raise ValueError(f"a stored answer of other tables than these: it holds {told}")
    return kind(*(row[name] for name in kind._codes))


class Rule(Frozen, Typed["A"]):
    """A row of a decision table, with its answer ready made: one object for all cases, which nobody can change.

    As what fired it stands for itself alone: `rules` is this rule.
    """

    __slots__ = ("_evidence", "answer", "id", "note", "place", "rules")

    id: str
    answer: A
    place: Place
    note: str
    rules: tuple[Rule[A], ...]
    _evidence: tuple[tuple[str, str, str], ...]

    def __init__(
        self,
        id: str,
        answer: A,
        place: Place,
        evidence: tuple[tuple[str, str, str], ...] = (),
        note: str = "",
    ) -> None:
        _put(self, "id", id)
        _put(self, "answer", answer)
        _put(self, "place", place)
        _put(self, "note", note)
        _put(self, "_evidence", evidence)
        _put(self, "rules", (self,))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the rule rests on."""
        return tuple([Evidence(*parts) for parts in self._evidence])

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.id, self.answer, self.place, self._evidence, self.note)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Rule) and self.__reduce__() == other.__reduce__())

    def __hash__(self) -> int:
        return hash((self.id, self.place))

    def __repr__(self) -> str:
        return f"<rule {self.id}>"


class Fired(Frozen, Typed["A"]):
    """Several rules that give one answer together, or none at all where the hit policy allows it."""

    __slots__ = ("answer", "rules")

    answer: A
    rules: tuple[Rule[Any], ...]

    def __init__(self, answer: A, rules: tuple[Rule[Any], ...]) -> None:
        _put(self, "answer", answer)
        _put(self, "rules", rules)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.answer, self.rules)


class Undecided(Exception):
    """A decision that has no answer for what it sees: `no-rule`, `overlap` or `conflict`, with the rules at
    odds.
    """

    def __init__(
        self,
        name: Literal["no-rule", "overlap", "conflict"],
        decision: str,
        rules: tuple[Rule[Any], ...] = (),
    ) -> None:
        super().__init__(name, decision, tuple(rule.id for rule in rules))
        self.name, self.decision, self.rules = name, decision, rules


LISTS = ("Rule order", "Output order", "Collect")
"""The policies that give the answers of all rules that hold."""


class Decision(Pacted):
    """A decision table: what it asks, what it looks at, and the function that takes it."""

    __slots__ = (
        "answer",
        "code",
        "decide",
        "hash",
        "hit_policy",
        "inputs",
        "label",
        "outputs",
        "place",
        "question",
        "rules",
        "unknown",
    )

    def __init__(
        self,
        code: str,
        label: str,
        *,
        question: str,
        hit_policy: str,
        place: Place,
        inputs: tuple[str, ...],
        unknown: tuple[str, ...],
        outputs: tuple[str, ...],
        decide: Callable[..., Rule[Any] | Fired[Any]],
        rules: tuple[Rule[Any], ...],
        answer: type[Answer],
        hash: str,
    ) -> None:
        self.code, self.label, self.question, self.hit_policy = code, label, question, hit_policy
        self.place, self.inputs, self.outputs, self.decide = place, inputs, outputs, decide
        self.rules, self.answer, self.hash = rules, answer, hash
        self.unknown = unknown
        """Those of the inputs that may be unknown here."""

    def rule(self, id: str) -> Rule[Any]:
        """The rule of that ID. Raises KeyError."""
        for rule in self.rules:
            if rule.id == id:
                return rule
        raise KeyError(id)

    def __reduce__(self) -> tuple[Any, ...]:
        return _decision_again, (self.decide, self.code, self.hash)

    @property
    def gives_list(self) -> bool:
        """Whether the answer is a tuple of answers, one a rule that holds."""
        return self.hit_policy in LISTS

    @property
    def made_of_several(self) -> bool:
        """Whether the answer is a number made of all rules that hold: none of them gives it alone."""
        return self.hit_policy.startswith("Collect ")

    @property
    def takes_one(self) -> bool:
        """Whether the answer is that of one rule, and neither a list nor a number made of several."""
        return not self.gives_list and not self.made_of_several


def _decision_again(decide: Callable[..., object], code: str, hash: str) -> Decision:
    """The decision of a package as it is now, for one that was stored. Raises ValueError where it is another one."""
    for one in decide.__globals__.values():
        if isinstance(one, Decision) and (one.code, one.hash) == (code, hash):
            return one
    raise ValueError(f"the stored decision {code[:60]!r} is another one than in these tables")


class Combination:
    """A combination of values that cannot occur, and the sheet's reason."""

    __slots__ = ("fields", "holds", "id", "place", "tests", "why")

    def __init__(
        self,
        id: str,
        fields: tuple[str, ...],
        holds: Callable[..., bool],
        *,
        tests: tuple[str, ...],
        why: str,
        place: Place,
    ) -> None:
        self.id, self.fields, self.holds, self.tests, self.why, self.place = (
            id,
            fields,
            holds,
            tests,
            why,
            place,
        )


class Computed:
    """How a field follows from others. `kind`: between, sum, difference or dose; `unit` of `between` only.

    `more` are the further parts of a sum of more than two. A dose is its parts times `factor`, `rounded` to the nearest
    multiple, of two that are as near the larger, and then kept between `at_least` and `at_most`.
    """

    __slots__ = ("at_least", "at_most", "factor", "kind", "parts", "rounded", "text", "unit")

    def __init__(
        self,
        kind: str,
        left: str,
        right: str,
        unit: str,
        text: str,
        *more: str,
        factor: int | Fraction = 1,
        rounded: int | Fraction | None = None,
        at_least: int | Fraction | None = None,
        at_most: int | Fraction | None = None,
    ) -> None:
        self.kind, self.unit, self.text = kind, unit, text
        self.parts = tuple(part for part in (left, right, *more) if part)
        self.factor, self.rounded, self.at_least, self.at_most = factor, rounded, at_least, at_most


class Step(Frozen):
    """One decision as it was taken: what it looked at, the rules that gave the answer, where they stand."""

    __slots__ = ("answer", "decision", "inputs", "rules")

    decision: Decision
    inputs: Mapping[str, Value]
    rules: tuple[Rule[Any], ...]
    answer: Answer | tuple[Answer, ...]

    def __init__(
        self,
        decision: Decision,
        inputs: Mapping[str, Value],
        rules: tuple[Rule[Any], ...],
        answer: Answer | tuple[Answer, ...],
    ) -> None:
        _put(self, "decision", decision)
        _put(self, "inputs", inputs)
        _put(self, "rules", rules)
        _put(self, "answer", answer)

    def __reduce__(self) -> str:
        raise TypeError("a step is stored with its result: store that")

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(rule.place for rule in self.rules)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the rules rest on, each named once."""
        return tuple(dict.fromkeys(evidence for rule in self.rules for evidence in rule.evidence))

    def to_dict(self) -> dict[str, Json]:
        return {
            "decision": self.decision.code,
            "label": self.decision.label,
            "inputs": {n: seen_json(v) for n, v in self.inputs.items()},
            "rules": [rule.id for rule in self.rules],
            "places": [place.to_dict() for place in self.places],
            "evidence": [evidence.to_dict() for evidence in self.evidence],
        }
