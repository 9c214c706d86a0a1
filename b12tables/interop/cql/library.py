"""A set as a library of CQL 1.5: parameters, what follows, decisions in their order, the status, the answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from b12tables.compiler.model import NUMERIC, DecisionTable, Field, FieldTest, Model, Value
from b12tables.compiler.report import LeftOut
from b12tables.interop.cql.conditions import condition
from b12tables.interop.cql.decisions import aggregate, chosen, decide
from b12tables.interop.cql.fields import TYPES, Library
from b12tables.interop.cql.limits import left_out
from b12tables.interop.cql.text import NotWritten, comment, literal
from b12tables.interop.cql_names import (
    PROBLEMS,
    STATUS,
    action_name,
    answer_name,
    library_name,
    name,
    quoted,
    rules_name,
)
from b12tables.runtime.words import UNKNOWN

OURS = "// Written by b12tables export cql"
"""How a file of ours begins."""


@dataclass(frozen=True)
class CqlExport:
    """The text of a library, and by name what CQL cannot say of the set."""

    text: str
    left_out: tuple[LeftOut, ...]


def export_cql(model: Model) -> CqlExport:
    """The library of a set that was checked. Raises `NotWritten` with what cannot be said of it."""
    if model.accepted:
        raise NotWritten("errors of this set are accepted; a library could not say whose answers pass one")
    library = Library(model)
    for code in model.fields:
        if code not in model.produced_by and not model.derived(code):
            library.value(code)
    consumed = _consumed(model)
    for table in model.decisions:
        decide(library, table, consumed)
    for code in model.told_scores:
        library.value(code)
    _status(library)
    for table in model.decisions:
        _answer(library, table)
    for code in model.told_scores:
        field = model.fields[code]
        made = _with_unit(field, library.value(code))
        _told(library, code, f"{field.label}: what follows from the answers", made)
    _actions(library)
    lost = left_out(model)
    head = [
        *_head(model, lost),
        f"library {name(library_name(model.about.identifier))} version {quoted(model.about.version)}",
        *library.parameters,
        "",
        "context Unfiltered",
    ]
    return CqlExport("\n".join([*head, *library.lines, ""]), lost)


def _head(model: Model, lost: tuple[LeftOut, ...]) -> list[str]:
    about = model.about
    lines = [
        f"{about.title} {about.version} ({about.status}), CQL 1.5.",
        f"Content {model.content_hash[:16]}.",
        f"Every input is a parameter: null is not known. Ask for {STATUS!r} first: where it is not 'ok' there are no "
        f"answers, and {PROBLEMS!r} says why. Each decision has its answer and the IDs of the rules that hold.",
        "It supports clinicians and does not replace their judgement.",
    ]
    if lost:
        lines.append("What CQL cannot say of this set, by name:")
    lines += [f"- {one.name}: {one.text} ({', '.join(one.concerns)})" for one in lost]
    return [OURS, *[part for line in lines for part in comment(line)], ""]


def _consumed(model: Model) -> set[str]:
    """The fields that something behind looks at."""
    found: set[str] = set()
    for table in model.decisions:
        found.update(table.input_fields)
    for one in model.fields.values():
        if one.computed is not None:
            found.update(one.computed.parts)
    for combination in model.impossible:
        found.update(test.field for test in combination.tests)
    for action in model.actions:
        found.update(test.field for test in action.when)
    return found


# ---------------------------------------------------------------- the status


def _status(library: Library) -> None:
    """What stands in the way of answers, and the one word for it."""
    library.section("What can stand in the way of an answer")
    model = library.model
    tested = [test.field for combination in model.impossible for test in combination.tests]
    used = dict.fromkeys((*model.inputs_needed, *tested))
    library.refused += dict.fromkeys(found for code in used for found in library.refused_behind(code))
    told = dict.fromkeys(found for code in model.inputs_needed for found in library.missing(code))
    for number, combination in enumerate(model.impossible, 1):
        asked = "\n  and ".join(dict.fromkeys(_held(library, test) for test in combination.tests))
        said = f"{combination.id}: {combination.why}"
        library.refused.append((library.define(f"impossible {number}", asked, said), said))
    lists = {
        "invalid-input": _reasons(library, "Result refused", library.refused),
        "missing-input": _reasons(library, "Result missing", list(told)),
        "no-rule": _reasons(library, "Result undecided", library.undecided),
    }
    arms = [f"  when exists {found} then '{status}'" for status, found in lists.items()]
    library.section("The answers")
    library.define(STATUS, "\n".join(["case", *arms, "  else 'ok'", "end"]), private=False)
    library.define(PROBLEMS, f"flatten {{ {', '.join(lists.values())} }}", private=False)


def _reasons(library: Library, called: str, found: list[tuple[str, str]]) -> str:
    each = ",\n  ".join(f"if {asked} then {quoted(_line(reason))} else null" for asked, reason in found)
    made = f"({{\n  {each}\n}}) One where One is not null" if each else "List<String>{ }"
    return library.define(called, made)


def _line(text: str) -> str:
    return " ".join(text.split())


def _held(library: Library, test: FieldTest) -> str:
    """That a test of a combination holds; it does not where there is no value to be tested."""
    there = [f"not ({asked})" for asked, _ in library.missing(test.field)]
    parts = [f"({condition(test.test, library.tested(test.field))})", *there, *library.decided(test.field)]
    return " and ".join(parts)


# ---------------------------------------------------------------- the answers


def _answer(library: Library, table: DecisionTable) -> None:
    policy, fields = table.hit_policy, library.model.fields
    rule = "Row" if policy.gives_list else name(f"{table.code} rule")
    elements = []
    for code in table.output_fields:
        if policy.aggregates:
            number = library.define(f"{table.code} {code}", aggregate(library, table, code))
            made = _with_unit(fields[code], number)
        else:
            made = _typed(fields[code], chosen(rule, table, code, partial(_plain, fields[code])))
        elements.append((code, made))
        if any(_unknown(row.results[table.output_fields.index(code)].value) for row in table.rows):
            elements.append((f"{code} unknown", chosen_unknown(rule, table, code)))
    inside = ",\n".join(f"  {name(code)}: {_indented(made)}" for code, made in elements)
    made = f"Tuple {{\n{inside}\n}}"
    if policy.gives_list:
        made = f"({name(rules_name(table.code))}) Row return all {made}"
    said = ", ".join(
        f"{fields[code].label}" + (f" in {fields[code].unit}" if fields[code].unit else "")
        for code in table.output_fields
    )
    _told(library, table.code, f"{table.label}: {said}", made)


def _told(library: Library, code: str, said: str, made: str) -> None:
    gated = f"if {name(STATUS)} != 'ok' then null else\n{made}"
    library.define(answer_name(code), gated, said, private=False)


def _actions(library: Library) -> None:
    """Whom each row of Actions is for."""
    if library.model.actions:
        library.section("Whom orders are for")
    for action in library.model.actions:
        parts = [f"{name(STATUS)} = 'ok'", *(_held(library, test) for test in action.when)]
        library.define(
            action_name(action.id), "\n  and ".join(dict.fromkeys(parts)), action.label, private=False
        )


def _indented(made: str) -> str:
    return made.replace("\n", "\n    ")


def _unknown(value: Value) -> bool:
    return isinstance(value, str) and value == UNKNOWN


def _plain(field: Field, value: Value) -> str:
    """A result as an answer has it."""
    if value is None or _unknown(value):
        return "null"
    return _quantity(literal(value), field) if _has_unit(field) else literal(value)


def _has_unit(field: Field) -> bool:
    return bool(field.unit) and field.type in NUMERIC


def _quantity(number: str, field: Field) -> str:
    return f"System.Quantity {{ value: {number}, unit: {quoted(field.unit)} }}"


def _with_unit(field: Field, number: str) -> str:
    """A number by its name, with its unit where it has one."""
    return f"if {number} is null then null else {_quantity(number, field)}" if _has_unit(field) else number


def _typed(field: Field, made: str) -> str:
    """A value of which a type is known even where it is always null."""
    return (
        f"null as {'System.Quantity' if _has_unit(field) else TYPES[field.type]}" if made == "null" else made
    )


def chosen_unknown(rule: str, table: DecisionTable, code: str) -> str:
    """Whether a rule says that something is not known, which is another answer than none."""
    ids = [
        quoted(row.id) for row in table.rows if _unknown(row.results[table.output_fields.index(code)].value)
    ]
    return f"{rule} is not null and {rule} in {{ {', '.join(ids)} }}"
