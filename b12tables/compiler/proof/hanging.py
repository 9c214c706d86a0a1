"""On what a table or a safety rule hangs, as the checker of proofs follows it: by what stands in cells.

Nothing hangs on a field of which only `-` stands there, nor behind one that is computed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

from b12tables.compiler.model import AllOf, AnyOf, Anything, DecisionTable, FieldTest, IsEmpty, Model, Test
from b12tables.compiler.proof.axes import named_values


def looked_at(model: Model) -> dict[str, set[str]]:
    """The fields of which rows ask something, by the code of the table."""
    return {table.code: {name for name, _ in tests_of(table)} for table in model.decisions}


def tests_of(table: DecisionTable) -> Iterator[tuple[str, Test]]:
    """What the rows of a table ask of its fields."""
    for row in table.rows:
        for name, condition in zip(table.input_fields, row.conditions, strict=False):
            if not isinstance(condition.test, Anything):
                yield name, condition.test


def asking(lines: Iterable[FieldTest]) -> tuple[FieldTest, ...]:
    """Of some lines those that ask something of their field."""
    return tuple(line for line in lines if not isinstance(line.test, Anything))


def tables_behind(model: Model, names: Iterable[str], looked: Mapping[str, set[str]]) -> set[str]:
    """The codes of the decisions on which some fields hang; `looked` is what each table looks at."""
    found: set[str] = set()
    open_ = [*names]
    while open_:
        table = model.produced_by.get(open_.pop())
        if table is not None and table.code not in found:
            found.add(table.code)
            open_ += looked[table.code]
    return found


def questions(model: Model, name: str, test: Test) -> Iterator[Hashable]:
    """What is to be known for a test of a field: the field, and of a set the members of which it asks, as `(field,
    member)`.
    """
    yield name
    if model.fields[name].type == "choices":
        parts = test.tests if isinstance(test, AllOf | AnyOf) else (test,)
        every = any(isinstance(part, IsEmpty) for part in parts)
        members = model.fields[name].value_codes if every else named_values([test])
        yield from ((name, member) for member in members)
