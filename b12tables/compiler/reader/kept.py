"""Results that may stay as they were: `unchanged` in a result cell, where the Dictionary says what they are kept from.

The table then decides about a field of its own, which has one value more, and a decision behind it says what comes out:
what the table says, or the value that was there. It has a row for each value, so that nobody writes them; and it is
proved, told and answered like any other: where what is kept is not known, that is a gap with its patient.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from b12tables.compiler.model import (
    Anything,
    Clause,
    Condition,
    DecisionTable,
    Equals,
    Field,
    IsUnknown,
    Place,
    Result,
    Rule,
    Test,
    Value,
    ValueRow,
)
from b12tables.compiler.reader.decision_tables import Outline
from b12tables.compiler.reader.kept_fields import COLUMN, UNCHANGED
from b12tables.compiler.reader.layout import Found, note
from b12tables.compiler.reader.names import Names, a_code
from b12tables.runtime.language import later, t
from b12tables.runtime.words import UNKNOWN


@dataclass
class KeptResult:
    """A result that may stay as it was: the table that says so, and the decision behind it."""

    table: Outline
    behind: Outline
    result: Field
    said: Field
    """What the table decides: the values of the result, and that it is unchanged."""
    source: Field
    question: str
    """What the decision behind it is asked, in the language of the set."""


def read_kept_results(
    outlines: Sequence[Outline], fields: dict[str, Field], names: Names, found: Found
) -> list[KeptResult]:
    """The results that may stay as they were. What their tables decide goes into `fields`, and into their heads."""
    kept: dict[str, KeptResult] = {}
    for table in outlines:
        for number, (column, clause) in enumerate(table.outputs):
            result = fields[clause.field]
            if not result.kept_from or not _gives_one(table, result, clause.place, found):
                continue
            one = kept.get(result.code) or _kept(table, result, fields[result.kept_from], clause)
            if result.code not in kept and not names.add(one.said.code, one.said.label, result.place, found):
                table.bad.append(later("{said} is the name of something else", said=one.said.label))
                continue
            # tables for one decision, or by mistake for one result, share what they say of it
            kept[result.code], fields[one.said.code] = one, one.said
            table.outputs[number] = column, replace(clause, field=one.said.code)
    return list(kept.values())


def _gives_one(table: Outline, result: Field, place: Place, found: Found) -> bool:
    """Whether a table gives one answer, which can stay as it was; a finding where it does not."""
    if not (table.policy.gives_list or table.policy.aggregates):
        return True
    message = later(
        "{policy} gives no single answer, so that {result} cannot stay as it was",
        policy=table.policy.value,
        result=result.label,
    )
    help = later(
        "take Unique, Any, First or Priority as hit policy, or leave {column} blank in the Dictionary",
        column=COLUMN,
    )
    note(found, "bad-cell", message, place, decision=table.code, help=help)
    table.bad.append(later("{result} cannot be kept in a list", result=result.label))
    return False


def _kept(table: Outline, result: Field, source: Field, clause: Clause) -> KeptResult:
    values = result.values or (
        ValueRow("yes", "yes", result.place),
        ValueRow("no", "no", result.place),
    )
    said = Field(
        a_code(f"{result.code}_or_{UNCHANGED}"),
        t("{label} or unchanged", label=result.label),
        "choice",
        result.place,
        values=(*values, ValueRow(UNCHANGED, t("unchanged"), result.place)),
        unknown=result.unknown,
        says_of=result.code,
        note=t("What the table says of {label}: a value, or that it stays as it was", label=result.label),
    )
    column = table.grid.columns[0]
    behind = Outline(
        a_code(f"{result.code}_kept"),
        t("{label}, kept or changed", label=result.label),
        replace(table.grid, columns=(), keys={}),
        inputs=[(column, Clause(said.code, clause.place)), (column, Clause(source.code, clause.place))],
        outputs=[(column, Clause(result.code, clause.place))],
    )
    question = t("Which {label} comes out, where it may stay as it was?", label=result.label)
    return KeptResult(table, behind, result, said, source, question)


def add_kept(kept: Sequence[KeptResult], tables: dict[str, DecisionTable]) -> None:
    """Adds the decisions behind results that may stay as they were, as far as their tables could be read."""
    for one in kept:
        table = tables.get(one.table.code)
        if table is None:
            one.behind.bad.append(
                later("it depends on {table}, which could not be read", table=one.table.label)
            )
        else:
            tables[one.behind.code] = _behind(one, table)


def _behind(kept: KeptResult, table: DecisionTable) -> DecisionTable:
    """The decision behind a result that may stay as it was: a row for what the table says, and for what is kept."""
    outline = kept.behind
    place = outline.outputs[0][1].place
    rows = [*_changed(kept, table), *_unchanged(kept)]
    return DecisionTable(
        code=outline.code,
        label=outline.label,
        hit_policy=outline.policy,
        inputs=tuple(clause for _, clause in outline.inputs),
        outputs=tuple(clause for _, clause in outline.outputs),
        rules=tuple(_rule(id_, tests, value, place, kept) for id_, tests, value in rows),
        place=table.place,
        question=kept.question,
        keeps=kept.source.code,
    )


_Row = tuple[str, tuple[Test, Test], Value]


def _changed(kept: KeptResult, table: DecisionTable) -> Iterator[_Row]:
    """What the rows of the table say, other than that it is unchanged."""
    column = table.output_fields.index(kept.said.code)
    given = dict.fromkeys(row.results[column].value for row in table.rows)
    for value in given:
        if value is None or value == UNKNOWN:
            yield "none" if value is None else "unknown", (IsUnknown(), Anything()), value
        elif value != UNCHANGED:
            yield kept.said.label_of(value), (Equals(value), Anything()), _as_result(kept, str(value))


def _unchanged(kept: KeptResult) -> Iterator[_Row]:
    """What is kept: the values that both fields have. Of another one nothing is said, which the proof tells."""
    same = kept.said.label_of(UNCHANGED)
    common = [code for code in kept.said.value_codes if code in (kept.source.value_codes or ("yes", "no"))]
    for code in common:
        test = Equals(_as_result(kept, code))
        yield f"{same}: {kept.said.label_of(code)}", (Equals(UNCHANGED), test), _as_result(kept, code)
    if kept.source.unknown and kept.result.unknown:
        yield later("{same}: unknown", same=same), (Equals(UNCHANGED), IsUnknown()), UNKNOWN


def _as_result(kept: KeptResult, code: str) -> Value:
    return code == "yes" if kept.result.type == "yes/no" else code


def _rule(id_: str, tests: tuple[Test, Test], value: Value, place: Place, kept: KeptResult) -> Rule:
    conditions = tuple(Condition(test, _text(test, kept), place, implied=True) for test in tests)
    return Rule(
        id_,
        conditions,
        (Result(value, id_.removeprefix(f"{kept.said.label_of(UNCHANGED)}: "), place),),
        place,
    )


def _text(test: Test, kept: KeptResult) -> str:
    if isinstance(test, Equals):
        value = (
            {True: "yes", False: "no"}.get(test.value, test.value)
            if isinstance(test.value, bool)
            else test.value
        )
        return kept.said.label_of(value)
    return "unknown" if isinstance(test, IsUnknown) else "-"


def listed_with_kept(answers: Sequence[str], kept: Sequence[KeptResult]) -> tuple[str, ...]:
    """The answers that About lists, with what comes out of a table behind the table itself."""
    found: list[str] = []
    for code in answers:
        behind = [one.behind.code for one in kept if one.table.code == code]
        found += [code, *(one for one in behind if one not in answers)]
    return tuple(found)
