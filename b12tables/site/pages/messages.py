"""Warnings and the other lists: every entry that a table can add to an answer, when it does, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from b12tables.compiler.model import Anything, DecisionTable, Field, Rule, Value
from b12tables.runtime.language import t
from b12tables.site.book import Book, Page
from b12tables.site.html import slug
from b12tables.site.templating import render
from b12tables.site.view import (
    Link,
    Run,
    Said,
    commas,
    condition_of,
    decision_link,
    evidence_of,
    field_link,
    rule_link,
    run,
    value_of,
)

PATH = "warnings.html"


@dataclass(frozen=True)
class Shown:
    """When one row adds an entry: its conditions, its other results, its evidence."""

    rule: Link
    when: Said
    others: Run
    evidence: list[Run]


@dataclass(frozen=True)
class Entry:
    """One entry of a list, and the rows that add it."""

    anchor: str
    words: Said
    code: str
    definition: str
    rows: list[Shown]


@dataclass(frozen=True)
class Listing:
    """One table whose answer is a list."""

    anchor: str
    label: str
    question: str
    link: Link
    entries: list[Entry]


def listing(book: Book) -> list[DecisionTable]:
    """The tables whose answer is a list; answers first, in their order."""
    told = [*book.answers, *(table for table in book.model.decisions if table not in book.answers)]
    return [table for table in told if table.hit_policy.gives_list and table.outputs]


def messages_page(book: Book) -> Page | None:
    """All entries of all lists by table; None where no table gives a list."""
    tables = listing(book)
    if not tables:
        return None
    body = render("messages", PATH, lists=[_list(book, table) for table in tables])
    lead = t("Every warning and other entry that the tables can add, when it is shown, and why.")
    return Page(t("Warnings and other lists"), "Reference", body, lead)


def _list(book: Book, table: DecisionTable) -> Listing:
    rows: dict[Value, list[Rule]] = {}
    for rule in table.rows:
        rows.setdefault(rule.results[0].value, []).append(rule)
    entries = [_entry(book, table, value, rules) for value, rules in rows.items()]
    anchor = f"list-{slug(table.code)}"
    return Listing(anchor, table.label, table.question, decision_link(PATH, table), entries)


def _entry(book: Book, table: DecisionTable, value: Value, rules: list[Rule]) -> Entry:
    entry = book.model.fields[table.output_fields[0]]
    code = str(value) if isinstance(value, str) else rules[0].id
    anchor = f"entry-{slug(table.code)}-{slug(code)}"
    rows = [_shown(book, table, rule) for rule in rules]
    return Entry(anchor, value_of(value, entry), code, _definition(entry, value), rows)


def _definition(entry: Field, value: Value) -> str:
    return next((row.definition for row in entry.values if row.code == value), "")


def _shown(book: Book, table: DecisionTable, rule: Rule) -> Shown:
    fields = book.model.fields
    others = [
        run(fields[name].label, ": ", value_of(result.value, fields[name]))
        for name, result in list(zip(table.output_fields, rule.results, strict=True))[1:]
        if result.value is not None
    ]
    conditions = [
        run(field_link(PATH, fields[name]), ": ", condition_of(condition, fields[name]))
        for name, condition in zip(table.input_fields, rule.conditions, strict=True)
        if not isinstance(condition.test, Anything)
    ]
    when: Said = commas(conditions, "; ") if conditions else t("always")
    if rule.otherwise:
        when = t("where no other row holds")
    evidence = evidence_of(book, PATH, rule.evidence)
    return Shown(rule_link(PATH, table, rule), when, commas(others, "; "), evidence)
