"""DMN documents given to other programs, and cases and answers in the form that they speak."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from b12tables.compiler.model import Model, Value
from b12tables.interop.dmn.names import Names
from b12tables.runtime.words import UNKNOWN
from tests.kit.needed import npm_package
from tests.kit.node import asked_in_node

HERE = Path(__file__).parent


def asked_of_others(node: str, documents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What dmn-moddle, libxml2 and feelin say of documents and their cases (`engine.mjs`)."""
    npm_package(HERE, "feelin", "other readers of DMN")
    return list(
        json.loads(asked_in_node(node, HERE / "engine.mjs", asked=json.dumps({"documents": documents})))
    )


def given_to_dmn(model: Model, given: Mapping[str, Value], today: date | None = None) -> dict[str, Any]:
    """A case by the names of the document: every input, `null` where it is not known."""
    names = Names(model)
    case: dict[str, Any] = {
        name: None for code, name in names.of_field.items() if model.fields[code].computed is None
    }
    case |= dict.fromkeys(names.stated.values())
    if names.today:
        case[names.today] = plain(today)
    for code, value in given.items():
        name = names.stated.get(code, names.of_field.get(code, ""))
        if name in case:
            case[name] = plain(value)
    return case


def plain(value: Value) -> Any:
    match value:
        case None:
            return None
        case bool():
            return value
        case Fraction():
            return float(value) if value.denominator > 1 else value.numerator
        case date():
            return {"$date": value.isoformat()}
        case frozenset():
            return sorted(value)
    return None if value == UNKNOWN else value


def answer_in_dmn(names: Names, answer: Any) -> Any:
    """An answer as an engine of DMN gives it: one value, a context of several, or a list of either."""

    def row(of: Mapping[str, Value]) -> Any:
        values = {names.component(code): told(value) for code, value in of.items()}
        return next(iter(values.values())) if len(values) == 1 else values

    return [row(one) for one in answer] if isinstance(answer, tuple) else row(answer)


def told(value: Value) -> Any:
    """A value as `engine.mjs` prints it."""
    return value.isoformat() if isinstance(value, date) else plain(value)
