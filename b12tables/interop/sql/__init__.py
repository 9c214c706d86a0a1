"""A table set as one SQL statement, for a warehouse in which no Python runs.

In: a `Model`. Out: the text of a statement that gives a status, a reason and every answer for each row of a table.

    dialects    how DuckDB, Spark and PostgreSQL say the same
    conditions  a test as a condition
    trees       a decision as a tree of questions, or as the list of the rules that hold
    doses       a dose in whole numbers, which no database rounds
    reading     an input, from a column to a value or the reason why it is refused
    statement   the columns of a set, step by step
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import Model
from b12tables.interop.sql.dialects import DIALECTS
from b12tables.interop.sql.reading import Asked, NotWritten, units_of
from b12tables.interop.sql.statement import Column, Statement, comment
from b12tables.runtime.words import visible

OURS = "-- Written by b12tables export sql"
"""How a file of ours begins."""

MOST_TEXTS = 50

STATUSES = ("invalid-input", "missing-input", "no-rule")


def export_sql(model: Model, dialect: str, asked: Asked | None = None) -> str:
    """The statement of a set that was checked. Raises `NotWritten` with what cannot be said of it."""
    asked = asked or Asked()
    _fits(model, asked)
    statement = Statement(model, DIALECTS[dialect], asked)
    statement.take()
    return "\n".join([*_head(statement), *_steps(statement), *_last(statement), ""])


def _fits(model: Model, asked: Asked) -> None:
    """Raises `NotWritten` where what is asked has no meaning."""
    if model.accepted:
        raise NotWritten("Errors of this set are accepted; a statement could not say whose answers pass one.")
    broken = [
        name for name in (asked.source, *asked.columns.values(), *asked.keep) if len(name.splitlines()) != 1
    ]
    if broken:
        raise NotWritten(f"{broken[0]!r} is no name of a table or column that a statement could hold.")
    inputs = [name for name in model.fields if name not in model.produced_by and not model.derived(name)]
    for name in (*asked.columns, *asked.units, *sorted(asked.absent)):
        if name not in inputs:
            raise NotWritten(f"{name} is no input of the tables.")
    for name in inputs:
        one = model.fields[name]
        if one.needs_unit and one.computed is None and name not in asked.units and name not in asked.absent:
            raise NotWritten(
                f"{one.label}: its numbers could be in any of {units_of(one)}; say in which ({name})."
            )
    ours = {"status", "reason", *model.produced_by, *model.told_scores}
    twice = sorted(name for name in asked.keep if name.casefold() in {one.casefold() for one in ours})
    if twice:
        raise NotWritten(f"{twice[0]} is the name of an answer: rename the column that is kept.")


def _head(statement: Statement) -> list[str]:
    about, dialect = statement.model.about, statement.dialect
    lines = [
        f"{about.title} {about.version} ({about.status}), for {dialect.title}.",
        f"Content {statement.model.content_hash[:16]}.",
        "Each row of the table of patients gives one row: status, reason, answers. NULL is not known.",
        "A row that is not ok has no answers, its reason says why. Choices are codes, numbers in the units said below.",
        "It supports clinicians and does not replace their judgement.",
    ]
    day = statement.asked.today
    if "today" in statement.level:
        lines.append(
            f"Counted to {day.isoformat() if day else 'no day: what is counted to today is not known'}."
        )
    return [OURS, *[f"-- {comment(line)}" for line in lines]]


def _steps(statement: Statement) -> Iterator[str]:
    source = ".".join(statement.q(part) for part in statement.asked.source.split("."))
    kept = [
        f"p.{statement.q(name)} AS {statement.q(f'kept {n}')}" for n, name in enumerate(statement.asked.keep)
    ]
    for number, columns in enumerate(statement.steps):
        first = number == 0
        yield f"{'WITH' if first else ','} step_{number} AS ("
        head = kept if first else ["s.*"]
        yield "SELECT"
        yield from _columns(statement, columns, head)
        origin = f"{source} AS p" if first else f"step_{number - 1} AS s"
        yield f"FROM {origin} {statement.dialect.fence}".rstrip()
        yield ")"


def _columns(statement: Statement, columns: list[Column], head: list[str]) -> Iterator[str]:
    """The columns of a step, each under what is said of it."""
    items = [("", one) for one in head]
    items += [(one.said, f"{one.sql} AS {statement.q(one.name)}") for one in columns]
    for place, (said, sql) in enumerate(items):
        if said:
            yield f"  -- {comment(said)}"
        end = "," if place < len(items) - 1 else ""
        yield "\n".join(f"  {line}" for line in f"{sql}{end}".split("\n"))


def _last(statement: Statement) -> Iterator[str]:
    """Status and reason, then the answers."""
    dialect, model = statement.dialect, statement.model
    number = len(statement.steps)
    reasons = [
        f"CASE WHEN {asked} THEN {dialect.literal(visible(' '.join(reason.split())))} END"
        for _, asked, reason in statement.problems
    ]
    arms = []
    for status in STATUSES:
        found = [f"COALESCE({asked}, FALSE)" for named, asked, _ in statement.problems if named == status]
        if found:
            inside = "\n    OR ".join(found)
            arms.append(f"  WHEN {inside}\n    THEN '{status}'")
    status = "\n".join(["CASE", *arms, "  ELSE 'ok' END"]) if arms else "'ok'"
    reason = _together(reasons)
    yield f", step_{number} AS ("
    yield "SELECT"
    yield from _columns(statement, [Column("the status", status), Column("the reason", reason)], ["s.*"])
    yield f"FROM step_{number - 1} AS s {dialect.fence}".rstrip()
    yield ")"
    yield "SELECT"
    yield from _columns(statement, list(_answers(statement, model)), _kept(statement))
    yield f"FROM step_{number} AS s"


def _together(texts: list[str]) -> str:
    """Texts behind one another, NULL where there is none; PostgreSQL takes 100 at a time."""
    while len(texts) > MOST_TEXTS:
        parts = [texts[start : start + MOST_TEXTS] for start in range(0, len(texts), MOST_TEXTS)]
        texts = [_together(part) for part in parts]
    if not texts:
        return "CAST(NULL AS VARCHAR(1))"
    told = ",\n  ".join(["' '", *texts])
    return f"NULLIF(concat_ws({told}), '')"


def _kept(statement: Statement) -> list[str]:
    return [
        f"s.{statement.q(f'kept {n}')} AS {statement.q(name)}" for n, name in enumerate(statement.asked.keep)
    ]


def _answers(statement: Statement, model: Model) -> Iterator[Column]:
    ok = f"{statement.q('the status')} = 'ok'"
    yield Column("status", statement.q("the status"))
    yield Column("reason", statement.q("the reason"))
    for name in model.told_scores:
        yield Column(name, f"CASE WHEN {ok} THEN {statement.q(name)} END", model.fields[name].label)
    for table in model.decisions:
        for name in table.output_fields:
            field = model.fields[name]
            said = field.label + (f", in {field.unit}" if field.unit else "")
            yield Column(name, f"CASE WHEN {ok} THEN {statement.answer(table, name)} END", said)


__all__ = ["DIALECTS", "OURS", "Asked", "NotWritten", "export_sql"]
