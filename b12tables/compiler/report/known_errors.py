"""What is said beside answers of the errors of their tables that are known and were accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from b12tables.compiler.model import (
    FieldTest,
    Model,
    Value,
    accepted_errors,
    passes,
    stated_data,
    test_words,
)
from b12tables.runtime.accepted import known_errors
from b12tables.runtime.language import t


def known_of_case(
    package: Any, model: Model, case: Mapping[str, Value], today: date | None = None
) -> list[str]:
    """The accepted errors that the answer for one case passes; none without the package of the tables: there errors
    stand in the way.
    """
    if package is None or not model.accepted:
        return []
    given = {name: stated_data(value, model.fields[name]) for name, value in case.items()}
    return known_errors(package.evaluate(given, today=today))


def known_of_patients(model: Model, known: Mapping[str, Value]) -> list[str]:
    """The accepted errors that answers for patients of whom so much is known may pass, each with for whom it was."""
    return list(_told(model, known))


def _told(model: Model, known: Mapping[str, Value]) -> Iterator[str]:
    for error in accepted_errors(model):
        if error.parts is None:
            yield t("An error in the tables is known and was accepted: {error}", error=error.told)
            continue
        parts = [part for part in error.parts if _may_be(part, known)]
        if parts:
            yield t(
                "An error in the tables is known and was accepted for these patients ({whom}): {error}",
                whom=t(" or ").join(_words(model, part) for part in parts),
                error=error.told,
            )


def _may_be(part: tuple[FieldTest, ...], known: Mapping[str, Value]) -> bool:
    return all(line.field not in known or passes(line.test, known[line.field]) for line in part)


def _words(model: Model, part: tuple[FieldTest, ...]) -> str:
    fields = model.fields
    lines = (f"{fields[line.field].label}: {test_words(line.test, fields[line.field])}" for line in part)
    return "; ".join(lines) or t("everybody")
