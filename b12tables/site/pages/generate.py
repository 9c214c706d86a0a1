"""The generated pages of the site: Model -> {path: Page}. Pure; every text is escaped where it enters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from b12tables.compiler.model import DecisionTable
from b12tables.compiler.proof import Budget, Reach, Space, diagram
from b12tables.runtime.addresses import ORDERS
from b12tables.runtime.language import t
from b12tables.site.book import Book, Page, decision_path, to
from b12tables.site.html import Html, slug
from b12tables.site.pages.accounting import accounting_page
from b12tables.site.pages.certificate import certificate_page
from b12tables.site.pages.changes import PATH, Since, changes_page, history_of
from b12tables.site.pages.conflicts import conflict_pages
from b12tables.site.pages.decision import decision_page
from b12tables.site.pages.findings import REPORT, begin_of, findings_page, kind_pages
from b12tables.site.pages.glance import WidgetError
from b12tables.site.pages.guidelines import PATH as GUIDELINES
from b12tables.site.pages.guidelines import SecondGuideline, guidelines_page
from b12tables.site.pages.messages import PATH as MESSAGES
from b12tables.site.pages.messages import messages_page
from b12tables.site.pages.orders import orders_page
from b12tables.site.pages.reference import (
    cases_pages,
    dictionary_page,
    evidence_page,
    inferences_page,
    questions_page,
    safety_page,
    support_page,
)
from b12tables.site.pages.sign_offs import PATH as SIGN_OFFS
from b12tables.site.pages.sign_offs import review, sign_offs_page
from b12tables.site.pages.tree import tree_picture
from b12tables.site.pages.wall_chart import chart_pages, chart_path
from b12tables.site.pages.ward_page import summary_pages
from b12tables.site.pictures.requirements_graph import graph_list, graph_svg, parts
from b12tables.site.templating import render
from b12tables.site.view import Said, link

ENGINE = ("values.js", "policies.js", "engine.js", "outlook.js")
"""What answers a case in the browser, each file after those that it stands on."""

STEPS = 2_000_000
"""Steps that are spent to learn which ends of the trees no patient arrives at."""


def emit_pages(
    book: Book,
    summaries: Sequence[Mapping[str, str]] = (),
    explained: Mapping[str, Html] | None = None,
    since: Since | None = None,
    second: SecondGuideline | None = None,
) -> dict[str, Page]:
    """Every generated page by its path.

    `summaries` are the blocks that ask for one page a value; `explained` tells what each kind of finding is;
    `since` is the version with which the pages compare, `second` another guideline on the same patients.
    """
    since = since or Since()
    model = book.model
    if not book.quick:
        book.begun  # noqa: B018 (beside what follows, where there are cores for it)
    pages = {
        "index.html": start_page(book),
        **chart_pages(book),
    }
    if model.decisions:
        # where none could be read there is nothing to ask
        pages["try.html"] = try_page(book)
        pages["decisions/index.html"] = decisions_page(book)
    space = Space(model)
    reach = Reach(space, Budget(STEPS))
    for table in in_order(book):
        path, root = decision_path(table.code), diagram(model, table, space)
        tree = tree_picture(book, path, table, root, reach) if root else None
        pages[path] = decision_page(book, table, tree, history_of(book, path, table, since))
    pages["evidence.html"] = evidence_page(book)
    pages["where-each-sentence-went.html"] = accounting_page(book)
    pages["support.html"] = support_page(book)
    if (inferences := inferences_page(book)) is not None:
        pages["inferences.html"] = inferences
    pages["safety-rules.html"] = safety_page(book)
    pages["findings.html"] = findings_page(book)
    pages[SIGN_OFFS] = sign_offs_page(book)
    pages[PATH] = changes_page(book, since)
    if second is not None:
        pages[GUIDELINES] = guidelines_page(book, second)
    pages["dictionary.html"] = dictionary_page(book)
    if (messages := messages_page(book)) is not None:
        pages[MESSAGES] = messages
    if (orders := orders_page(book)) is not None:
        pages[ORDERS] = orders
    pages["questions.html"] = questions_page(book)
    pages.update(cases_pages(book))
    pages.update(kind_pages(book, explained or {}))
    for settings in summaries:
        with suppress(WidgetError):  # the page that asks says what is wrong with its block
            pages.update(summary_pages(book, settings))
    # last, for they wait for what takes longest
    pages["certificate.html"] = certificate_page(book, since)
    pages.update(conflict_pages(book))
    return pages


@dataclass(frozen=True)
class Card:
    """An answer: a decision with its question, or a score with what it is computed from."""

    address: str
    label: str
    about: str


def start_page(book: Book) -> Page:
    """What this is for, for whom, how far it is reviewed, and the map of decisions."""
    here, about = "index.html", book.model.about
    facts: list[tuple[str, Said]] = [
        (t("Status"), about.status),
        (t("Signed off"), review(book, here)),
        (t("Version"), about.version),
        (t("Owner"), about.owner),
        (t("Approved by"), about.approved_by),
        (t("Approved on"), about.approved_on),
        (t("Review due"), about.review_due),
        (t("Licence"), about.licence),
    ]
    charts = [link(here, chart_path(number), chart.title) for number, chart in enumerate(book.model.charts)]
    body = render(
        "start",
        here,
        intended_use=about.intended_use,
        facts=[(name, said) for name, said in facts if said],
        ways_in=[*charts, link(here, "try.html", t("Try a case"))] if book.model.decisions else [],
        cards=[_card(book, here, code) for code in (*book.model.told, *book.model.folded)],
        several=len(parts(book)) > 1,
        picture=graph_svg(book, here) if book.model.decisions else "",
        words=graph_list(book, here),
        report=to(here, REPORT),
        begin=begin_of(book, here) if not book.model.decisions else [],
    )
    return Page(about.title, "Start", body, about.intended_use, wide=True)


def try_page(book: Book) -> Page:
    """The form. Its questions are made in the browser from the model; without a script it says what to do."""
    body = render("form", "try.html")
    scripts = ("model.js", *ENGINE, "first_page.js", "form_questions.js", "form_day.js", "form.js")
    return Page(t("Try a case"), "Start", body, t("A patient, the answer, and why."), scripts, wide=True)


def _card(book: Book, here: str, code: str) -> Card:
    table = book.model.decision.get(code)
    if table is not None:
        return Card(to(here, decision_path(code)), table.label, table.question)
    field = book.model.fields[code]
    formula = field.computed.text if field.computed else ""
    return Card(to(here, f"dictionary.html#field-{slug(code)}"), field.label, formula)


def in_order(book: Book) -> list[DecisionTable]:
    """The decisions: the answers as they are told, then the way to them as it is taken."""
    way = [table for table in book.model.decisions if table not in book.answers]
    return [*book.answers, *way]


def decisions_page(book: Book) -> Page:
    """All decisions: the answers in their order, then the way to them."""
    body = render("decisions", "decisions/index.html", tables=in_order(book), path=decision_path)
    return Page(
        t("All decisions"), "Decisions", body, t("Every decision: the answers first, then the way to them.")
    )
