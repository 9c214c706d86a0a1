"""Where each sentence of the sources went: a reading line by line, in the order of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from b12tables.compiler.model import Source, Statement
from b12tables.runtime.language import t, wording
from b12tables.runtime.words import how_many
from b12tables.site.book import Book, Page
from b12tables.site.html import slug
from b12tables.site.templating import render
from b12tables.site.view import Link, Run, link, rule_link, run, statement_link

_LINE = re.compile(r"\W*\bline (\d+)\s*$", re.IGNORECASE)
"""How a Section says in which line of its document a statement stands."""

DISPOSITIONS = {
    wording("encoded"): wording("in the tables"),
    wording("context"): wording("context"),
    wording("not decidable"): wording("cannot be decided by a table"),
}


@dataclass(frozen=True)
class Became:
    """What became of a statement: the rows that carry it; where there are none, what it is; and why."""

    disposition: str
    why: str
    carried: list[Run]


@dataclass(frozen=True)
class Told:
    """One statement: its line in the document, its ID, what it says."""

    line: str
    link: Link
    text: str
    became: Became


@dataclass(frozen=True)
class Passage:
    """The statements below one heading of a document. A heading may come twice there, a name of a region may not."""

    heading: str
    region: str
    statements: list[Told]


def accounting_page(book: Book) -> Page:
    """Every statement in the order of its document, with the rows that carry it or why none does."""
    here = "where-each-sentence-went.html"
    known = {source.id: source for source in book.model.sources}
    names = dict.fromkeys(statement.source for statement in book.model.statements)
    dispositions = [statement.disposition for statement in book.model.statements]
    counts = ", ".join(
        f"{dispositions.count(name)} {t(words)}"
        for name, words in DISPOSITIONS.items()
        if name in dispositions
    )
    documents = [
        (f"reading-{slug(name)}", titled(name, known.get(name)), _passages(book, here, name))
        for name in names
    ]
    count = how_many(len(dispositions), "statement")
    return Page(
        t("Where each sentence went"),
        "Evidence",
        render("accounting", here, count=count, counts=counts, documents=documents),
        t("The documents line by line, and the rows that carry each sentence."),
        wide=True,
    )


def titled(name: str, source: Source | None) -> str:
    """A document by its name and title."""
    return f"{name}: {source.title}" if source else name


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Statements in the order of their document: by line where Section ends with one, else as in the sheet."""

    def key(numbered: tuple[int, Statement]) -> tuple[bool, int, int]:
        at, statement = numbered
        found = _LINE.search(statement.section)
        return found is None, int(found[1]) if found else 0, at

    return [statement for _, statement in sorted(enumerate(statements), key=key)]


def _heading(statement: Statement) -> str:
    return _LINE.sub("", statement.section).strip()


def _passages(book: Book, here: str, name: str) -> list[Passage]:
    statements = in_order(s for s in book.model.statements if s.source == name)
    found = []
    for heading, grouped in groupby(statements, key=_heading):
        same = list(grouped)
        told = [Told(_line(s), statement_link(here, s.id), s.text, became(book, here, s)) for s in same]
        found.append(Passage(heading, f"{name}: {heading} ({same[0].id})", told))
    return found


def _line(statement: Statement) -> str:
    found = _LINE.search(statement.section)
    return found[1] if found else ""


def became(book: Book, here: str, statement: Statement) -> Became:
    """The rows that rest on a statement, with their cells; and where none does, what it is and why."""
    carried = [
        run(rule_link(here, table, rule), " ", rule.place)
        for table, rule in book.cited_by.get(statement.id, ())
    ]
    carried += [
        run(
            link(here, f"safety-rules.html#safety-{slug(rule.id)}", t("Safety rule {id}", id=rule.id)),
            " ",
            rule.place,
        )
        for rule in book.model.safety_rules
        if any(item.ref == statement.id for item in rule.evidence)
    ]
    carried += [
        run(
            link(here, f"safety-rules.html#impossible-{slug(c.id)}", t("Impossible {id}", id=c.id)),
            " ",
            c.place,
        )
        for c in book.model.impossible
        if any(item.ref == statement.id for item in c.evidence)
    ]
    return Became(t(DISPOSITIONS[statement.disposition]), statement.why, carried)
