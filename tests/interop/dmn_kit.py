"""DMN documents given to other programs, and cases and answers in the form that they speak."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler.model import Model, Value
from b12tables.interop.dmn.names import Names
from b12tables.runtime.words import UNKNOWN

HERE = Path(__file__).parent


def asked_of_others(node: str, documents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What dmn-moddle, libxml2 and feelin say of documents and their cases (`engine.mjs`)."""
    if not (HERE / "node_modules" / "feelin").is_dir():
        reason = "needs other readers of DMN: npm install --prefix tests/interop"
        if os.environ.get("B12TABLES_NOTHING_SKIPPED"):
            pytest.fail(reason)
        pytest.skip(reason)
    ran = subprocess.run(
        [node, str(HERE / "engine.mjs")],
        input=json.dumps({"documents": documents}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return list(json.loads(ran.stdout))


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
