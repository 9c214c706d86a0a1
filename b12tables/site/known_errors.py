"""What a page that answers for patients says of the errors of its tables that are known and were accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from b12tables.compiler.model import (
    FieldTest,
    Model,
    Value,
    accepted_errors,
    passes,
    stated_data,
    test_words,
)
from b12tables.runtime.language import t
from b12tables.site.book import Book


def told_of_a_case(book: Book, case: Mapping[str, Value], today: date | None = None) -> list[str]:
    """The accepted errors that the answer for one case passes."""
    if book.package is None:
        # errors stand in the way, and every page says so
        return []
    fields = book.model.fields
    given = {name: stated_data(value, fields[name]) for name, value in case.items() if name in fields}
    return [
        t("An error in the tables is known and was accepted for this case: {error}", error=error)
        for error in book.package.evaluate(given, today=today).accepted
    ]


def told_of_patients(book: Book, known: Mapping[str, Value]) -> list[str]:
    """The accepted errors that answers for patients of whom so much is known may pass, each with for whom it was."""
    return list(_told(book.model, known))


def _told(model: Model, known: Mapping[str, Value]) -> Iterator[str]:
    for error in accepted_errors(model):
        if error.parts is None:
            yield t("An error in the tables is known and was accepted: {error}", error=error.told)
            continue
        parts = [part for part in error.parts if _may_be(part, known)]
        if parts:
            whom = t(" or ").join(_words(model, part) for part in parts)
            yield t(
                "An error in the tables is known and was accepted for these patients ({whom}): {error}",
                whom=whom,
                error=error.told,
            )


def _may_be(part: tuple[FieldTest, ...], known: Mapping[str, Value]) -> bool:
    return all(line.field not in known or passes(line.test, known[line.field]) for line in part)


def _words(model: Model, part: tuple[FieldTest, ...]) -> str:
    fields = model.fields
    lines = (f"{fields[line.field].label}: {test_words(line.test, fields[line.field])}" for line in part)
    return "; ".join(lines) or t("everybody")
