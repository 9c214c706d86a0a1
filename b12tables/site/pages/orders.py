"""The sheet Actions: what an answer means in orders, what is advised against, and why one may depart from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.model import Action, Does, Ordered
from b12tables.runtime.addresses import ORDERS, action_anchor
from b12tables.runtime.language import t
from b12tables.runtime.numbers import amount_words
from b12tables.runtime.words import how_many
from b12tables.site.book import Book, Page
from b12tables.site.templating import render
from b12tables.site.view import Line, Run, Said, evidence_of, tests_of


@dataclass(frozen=True)
class OrderRow:
    """One row, for whom it holds, and what is said of its order: `facts` are (name, what is said)."""

    anchor: str
    action: Action
    when: list[Line]
    facts: list[tuple[str, Said]]
    evidence: list[Run]


@dataclass(frozen=True)
class OrderGroup:
    """The rows that do the same."""

    anchor: str
    title: str
    about: str
    rows: list[OrderRow]

    @property
    def contents(self) -> tuple[str, str]:
        """Its line in the list of what is on the page."""
        return self.anchor, f"{self.title} ({len(self.rows)})"


def orders_page(book: Book) -> Page | None:
    """Every row of Actions, by what it does; None of a set that has none."""
    actions = book.model.actions
    if not actions:
        return None
    groups = [group for does, *told in _kinds() if (group := _group(book, does, *told)).rows]
    body = render("orders", ORDERS, count=how_many(len(actions), "row"), groups=groups)
    lead = t("What the answers mean in orders, for whom, and why one may depart from them.")
    return Page(t("Orders"), "Reference", body, lead)


def _kinds() -> Iterator[tuple[Does, str, str, str]]:
    yield "order", "ordered", t("What is ordered"), t("Suggested to whoever has the answer.")
    yield "fits", "fits", t("What is as right"), t("Not suggested, and nothing is said against it.")
    against = t("Told to whoever chooses such an order.")
    yield "do not order", "advised-against", t("What is advised against"), against
    yield "reason", "reasons", t("Why one may depart"), t("Offered to whoever departs from the answer.")


def _group(book: Book, does: Does, anchor: str, title: str, about: str) -> OrderGroup:
    rows = [_row(book, action) for action in book.model.actions if action.does == does]
    return OrderGroup(anchor, title, about, rows)


def _row(book: Book, action: Action) -> OrderRow:
    return OrderRow(
        action_anchor(action.id),
        action,
        tests_of(book, ORDERS, action.when),
        list(_facts(action.ordered)),
        evidence_of(book, ORDERS, action.evidence),
    )


def _facts(ordered: Ordered) -> Iterator[tuple[str, Said]]:
    if ordered.resource:
        yield t("Kind"), ordered.resource
    for system, code, words in ordered.codes:
        yield t("Code"), " ".join(filter(None, (words, system, code)))
    for name, amount in ((t("Dose"), ordered.dose), (t("How often"), ordered.every)):
        if amount is not None:
            said = amount_words(amount.low, amount.high, amount.unit)
            yield name, said if amount is ordered.dose else t("every {every}", every=said)
    if ordered.route is not None:
        system, code, words = ordered.route
        yield t("Route"), " ".join(filter(None, (words, system, code)))
