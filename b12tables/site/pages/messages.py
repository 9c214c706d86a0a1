"""Warnings and the other lists: every entry that a table can add to an answer, when it does, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import Anything, DecisionTable, Field, Rule, Value
from b12tables.site.book import (
    Book,
    Page,
    condition_of,
    decision_link,
    evidence_of,
    field_link,
    rule_link,
    value_of,
)
from b12tables.site.html import Html, commas, h, join, slug

PATH = "warnings.html"


def listing(book: Book) -> list[DecisionTable]:
    """The tables whose answer is a list; answers first, in their order."""
    told = [*book.answers, *(table for table in book.model.decisions if table not in book.answers)]
    return [table for table in told if table.hit_policy.gives_list and table.outputs]


def messages_page(book: Book) -> Page | None:
    """All entries of all lists by table; None where no table gives a list."""
    tables = listing(book)
    if not tables:
        return None
    body = join(
        h(
            "p",
            "These tables add an entry for every row that holds: warnings, reminders, things to find out. Here is each "
            "entry, the patients for whom it is shown, and what it rests on.",
            cls="question",
        ),
        h(
            "nav",
            h("ul", *(h("li", h("a", table.label, href=f"#list-{slug(table.code)}")) for table in tables)),
            cls="here",
            aria_label="On this page",
        ),
        (_list(book, table) for table in tables),
    )
    lead = "Every warning and other entry that the tables can add, when it is shown, and why."
    return Page("Warnings and other lists", "Reference", body, lead)


def _list(book: Book, table: DecisionTable) -> Html:
    entries: dict[Value, list[Rule]] = {}
    for rule in table.rows:
        entries.setdefault(rule.results[0].value, []).append(rule)
    return h(
        "section",
        h("h2", table.label, id=f"list-{slug(table.code)}"),
        h("p", table.question, " ", decision_link(PATH, table)) if table.question else None,
        *(_entry(book, table, value, rules) for value, rules in entries.items()),
    )


def _entry(book: Book, table: DecisionTable, value: Value, rules: list[Rule]) -> Html:
    entry = book.model.fields[table.output_fields[0]]
    code = str(value) if isinstance(value, str) else rules[0].id
    return h(
        "article",
        h("h3", value_of(value, entry), " ", h("code", code), id=f"entry-{slug(table.code)}-{slug(code)}"),
        _definition(entry, value),
        h("ul", *(h("li", *_shown(book, table, rule)) for rule in rules)),
        cls="entry",
    )


def _definition(entry: Field, value: Value) -> Html | None:
    told = next((row.definition for row in entry.values if row.code == value), "")
    return h("p", told, cls="quiet") if told else None


def _shown(book: Book, table: DecisionTable, rule: Rule) -> Iterator[Html | str]:
    """When one row adds the entry: its conditions, its other results, its evidence."""
    fields = book.model.fields
    others = [
        join(fields[name].label, ": ", value_of(result.value, fields[name]))
        for name, result in list(zip(table.output_fields, rule.results, strict=True))[1:]
        if result.value is not None
    ]
    conditions = [
        join(field_link(PATH, fields[name]), ": ", condition_of(condition, fields[name]))
        for name, condition in zip(table.input_fields, rule.conditions, strict=True)
        if not isinstance(condition.test, Anything)
    ]
    when = "where no other row holds" if rule.otherwise else commas(conditions, "; ") or "always"
    yield from (rule_link(PATH, table, rule), ": ", when, ". ")
    if others:
        yield from (h("strong", commas(others, "; ")), " ")
    yield evidence_of(book, PATH, rule.evidence)
