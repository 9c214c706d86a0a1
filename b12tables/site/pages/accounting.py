"""Where each sentence of the sources went: a reading line by line, in the order of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from b12tables.compiler.model import Source, Statement
from b12tables.runtime.words import how_many
from b12tables.site.book import Book, Page, link, place_of, rule_link
from b12tables.site.html import Html, data_table, h, join, scroll, slug

_LINE = re.compile(r"\W*\bline (\d+)\s*$", re.IGNORECASE)
"""How a Section says in which line of its document a statement stands."""

DISPOSITIONS = {
    "encoded": "in the tables",
    "context": "context",
    "not decidable": "cannot be decided by a table",
}


def accounting_page(book: Book) -> Page:
    """Every statement in the order of its document, with the rows that carry it or why none does."""
    here = "where-each-sentence-went.html"
    known = {source.id: source for source in book.model.sources}
    names = dict.fromkeys(statement.source for statement in book.model.statements)
    dispositions = [statement.disposition for statement in book.model.statements]
    counts = ", ".join(
        f"{dispositions.count(name)} {words}" for name, words in DISPOSITIONS.items() if name in dispositions
    )
    body = join(
        h(
            "p",
            "Each document, from its first line to its last: what it says, in our words, and what became of it. "
            f"{how_many(len(dispositions), 'statement')}: {counts}.",
            cls="question",
        ),
        (_source(book, here, name, known.get(name)) for name in names),
    )
    return Page(
        "Where each sentence went",
        "Evidence",
        body,
        "The documents line by line, and the rows that carry each sentence.",
        wide=True,
    )


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Statements in the order of their document: by line where Section ends with one, else as in the sheet."""

    def key(numbered: tuple[int, Statement]) -> tuple[bool, int, int]:
        at, statement = numbered
        found = _LINE.search(statement.section)
        return found is None, int(found[1]) if found else 0, at

    return [statement for _, statement in sorted(enumerate(statements), key=key)]


def _heading(statement: Statement) -> str:
    return _LINE.sub("", statement.section).strip()


def _source(book: Book, here: str, name: str, source: Source | None) -> Html:
    statements = in_order(s for s in book.model.statements if s.source == name)
    parts = [(heading, list(same)) for heading, same in groupby(statements, key=_heading)]
    return h(
        "section",
        h("h2", f"{name}: {source.title}" if source else name, id=f"reading-{slug(name)}"),
        (
            join(
                h("h3", heading or "Without a section"),
                # a heading may come twice in a document; the name of a region may not
                scroll(f"{name}: {heading} ({same[0].id})", _table(book, here, same)),
            )
            for heading, same in parts
        ),
    )


def _table(book: Book, here: str, statements: list[Statement]) -> Html:
    items = (
        h(
            "tr",
            h("td", _line(statement)),
            h("th", link(here, f"evidence.html#statement-{slug(statement.id)}", statement.id), scope="row"),
            h("td", statement.text),
            h("td", became(book, here, statement)),
        )
        for statement in statements
    )
    return data_table(("Line", "Statement", "What it says", "What became of it"), items)


def _line(statement: Statement) -> str:
    found = _LINE.search(statement.section)
    return found[1] if found else ""


def became(book: Book, here: str, statement: Statement) -> Html:
    """The rows that rest on a statement, with their cells; and where none does, what it is and why."""
    carried = [
        join(rule_link(here, table, rule), " ", place_of(rule.place))
        for table, rule in book.cited_by.get(statement.id, ())
    ]
    carried += [
        join(
            link(here, f"safety-rules.html#safety-{slug(rule.id)}", f"Safety rule {rule.id}"),
            " ",
            place_of(rule.place),
        )
        for rule in book.model.safety_rules
        if any(item.ref == statement.id for item in rule.evidence)
    ]
    carried += [
        join(
            link(here, f"safety-rules.html#impossible-{slug(c.id)}", f"Impossible {c.id}"),
            " ",
            place_of(c.place),
        )
        for c in book.model.impossible
        if any(item.ref == statement.id for item in c.evidence)
    ]
    return join(
        h("p", DISPOSITIONS[statement.disposition], cls="quiet") if not carried else None,
        h("p", statement.why) if statement.why else None,
        h("ul", *(h("li", item) for item in carried), cls="places") if carried else None,
    )
