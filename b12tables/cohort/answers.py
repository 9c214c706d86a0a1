"""The answers of a batch as Arrow columns: a code or a number a row, a list where the hit policy gives one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from b12tables.cohort.kernel import Batch, Kernel
from b12tables.cohort.outcomes import Found
from b12tables.cohort.scores import score_column
from b12tables.runtime.fields import Choice, Choices, Date, Field, Number, YesNo
from b12tables.runtime.rules import Decision
from b12tables.runtime.values import number_json, value_json
from b12tables.runtime.words import UNKNOWN

STATUSES = ("ok", "no-rule", "missing-input", "invalid-input")
YES_NO = ("yes", "no")


class Shape:
    """How one output field of a decision becomes a column."""

    __slots__ = ("code", "field", "lists", "name", "options", "places", "plain", "type", "words")

    def __init__(self, decision: Decision, field: Field, words: bool) -> None:
        self.name, self.field, self.words, self.lists = field.code, field, words, decision.gives_list
        doubtful = any(rule.answer[field.code] == UNKNOWN for rule in decision.rules)
        self.type = self._type(doubtful)
        options = self._options()
        self.options, self.places = (
            pa.array(options, pa.string()),
            {word: i for i, word in enumerate(options)},
        )
        # bound once: what is kept of a column is found again by the function that made its cells
        self.plain, self.code = self._plain, self._code
        if self.lists:
            self.type = pa.list_(pa.string() if pa.types.is_dictionary(self.type) else self.type)

    def _type(self, doubtful: bool) -> pa.DataType:
        if isinstance(self.field, Choices):
            return pa.list_(pa.string())
        if isinstance(self.field, Choice):
            return pa.dictionary(pa.int32(), pa.string())
        if isinstance(self.field, YesNo):
            return pa.dictionary(pa.int32(), pa.string()) if doubtful else pa.bool_()
        if doubtful:
            return pa.string()
        if isinstance(self.field, Number):
            return pa.int64() if self.field.whole else pa.float64()
        return pa.date32() if isinstance(self.field, Date) else pa.string()

    def _options(self) -> list[str]:
        """The values of a dictionary column, in the order of the tables."""
        if isinstance(self.field, Choice):
            codes = list(self.field.labels)
            return [*[self._word(code) for code in codes], UNKNOWN]
        return [*YES_NO, UNKNOWN]

    def column(self, found: Found) -> pa.Array:
        """The field over a batch."""
        if not pa.types.is_dictionary(self.type):
            return found.column(self.name, self.type, self.plain)
        codes = found.column(self.name, pa.int32(), self.code)
        # they are places in the options, each found by its word: they need not be looked through again
        return pa.DictionaryArray.from_arrays(codes, self.options, safe=False)

    def _code(self, value: Any) -> int | None:
        word = self._plain(value)
        return None if word is None else self.places[word]

    def _plain(self, value: Any) -> Any:
        if value is None or value == UNKNOWN:
            return value
        if isinstance(value, frozenset):
            return sorted(self._word(str(member)) for member in value)
        if isinstance(value, bool):
            return value if self._cell == pa.bool_() else YES_NO[not value]
        if isinstance(value, (int, Fraction)):
            return self._number(Fraction(value))
        if isinstance(value, date):
            return value if self._cell == pa.date32() else value_json(value)
        return self._word(value)

    def _number(self, value: Fraction) -> Any:
        if self._cell == pa.int64():
            return int(value)
        return float(value) if self._cell == pa.float64() else str(number_json(value))

    @property
    def _cell(self) -> pa.DataType:
        """The type of one answer: of a list, of what is in it."""
        return self.type.value_type if self.lists else self.type

    def _word(self, code: str) -> str:
        return self.field.text(code) if self.words else code


class Answers:
    """Which columns there are, and how a batch fills them."""

    def __init__(
        self,
        kernel: Kernel,
        decisions: Sequence[str] | None = None,
        *,
        words: bool = False,
        rules: bool = False,
    ) -> None:
        tables = kernel.tables
        chosen = tuple(tables.answers if decisions is None else decisions)
        by_code = {decision.code: decision for decision in tables.decisions}
        self.kernel, self.rules = kernel, rules
        fields = [tables.by_code[code] for code in kernel.scores if decisions is None]
        self.scores = [field for field in fields if isinstance(field, Number)]
        self.decisions = [by_code[code] for code in chosen]
        self.shapes = {
            one.code: [Shape(one, tables.by_code[name], words) for name in one.outputs]
            for one in self.decisions
        }

    def names(self) -> list[str]:
        """The columns in their order."""
        return [name for name, _ in self._fields()]

    def schema(self) -> pa.Schema:
        """The columns and their types."""
        return pa.schema(list(self._fields()))

    def _fields(self) -> Iterator[tuple[str, pa.DataType]]:
        yield "status", pa.dictionary(pa.int32(), pa.string())
        yield "reason", pa.string()
        if self.kernel.errors.entries:
            yield "accepted", pa.string()
        for field in self.scores:
            yield field.code, pa.int64() if field.whole else pa.float64()
        for decision in self.decisions:
            for shape in self.shapes[decision.code]:
                yield shape.name, shape.type
            if self.rules:
                yield f"{decision.code}_rules", pa.list_(pa.string())

    def table(self, batch: Batch) -> pa.RecordBatch:
        """A batch as columns: status and reason first, then the answers."""
        columns = [_statuses(batch), _reasons(batch)]
        if batch.accepted is not None:
            columns.append(batch.accepted)
        columns += [score_column(batch, field) for field in self.scores]
        for decision in self.decisions:
            found = batch.outcomes[decision.code]
            columns += [shape.column(found) for shape in self.shapes[decision.code]]
            if self.rules:
                columns.append(found.rules())
        return pa.RecordBatch.from_arrays(columns, schema=self.schema())


def _statuses(batch: Batch) -> pa.Array:
    codes = np.zeros(batch.rows, np.int32)
    for row, result in batch.odd.items():
        codes[row] = STATUSES.index(result.status)
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(STATUSES), safe=False)


def _reasons(batch: Batch) -> pa.Array:
    if not batch.odd:
        return pa.nulls(batch.rows, pa.string())
    told: list[str | None] = [None] * batch.rows
    for row, result in batch.odd.items():
        if result.problems:
            told[row] = " ".join(problem.message for problem in result.problems)
    return pa.array(told, pa.string())


__all__ = ["STATUSES", "Answers", "Shape"]
