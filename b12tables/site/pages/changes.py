"""What changed since another version: which kinds of patients get another answer, and that no other does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from b12tables.compiler.compare import (
    AFTER,
    BEFORE,
    STEP_WORDS,
    Change,
    Comparison,
    Edition,
    base,
    cause_text,
)
from b12tables.compiler.model import Answer, DecisionTable, Model, Row, given_words, test_words
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import NO_ROWS, UNKNOWN
from b12tables.site.book import Book, Page, both, decision_link, link, value_of
from b12tables.site.html import Html, commas, data_table, fact, facts, h, join, scroll, slug

PATH = "what-changed.html"

LISTED = 12
"""Kinds of patients of one change that are listed; `compare --format json` has all of them."""

CELLS = 20
"""Cells of one change under git that a decision's page names."""

CHANGES = 25
"""Changes of one decision that are listed."""


@dataclass(frozen=True)
class Since:
    """The version that the pages compare with; without a comparison, why there is none, as a sentence."""

    name: str = ""
    comparison: Comparison | None = None
    why: str = "These tables were not compared with another version when this site was written."


def changes_page(book: Book, since: Since) -> Page:
    """The comparison as a page: what changed, patient by patient, and what was proved to be the same."""
    found = since.comparison
    if found is None:
        body = join(
            h("p", since.why, cls="question"),
            h(
                "p",
                "Where they are compared with a release, this page says which kinds of patients get another answer "
                "than from it, and proves that nobody else does.",
            ),
        )
    else:
        body = join(_summary(book, since, found), _decisions(book, found), _rest(book, found))
    return Page("What changed", "Safety", body, "Which kinds of patients get another answer than before.")


def history(book: Book, here: str, table: DecisionTable, since: Since) -> Html:
    """Whether a decision gives other answers than in the version before, on its own page."""
    found = since.comparison
    if found is None:
        return h("p", since.why)
    version = f"{since.name} (version {found.old.about.version})"
    changes = [change for change in found.changes if change.decision == table.code]
    if table.code in found.unfinished:
        said = join(
            f"Could not be compared with {version}: {found.unfinished[table.code]}. Nothing is claimed. "
        )
    elif changes:
        kinds = sum(len(change.region) for change in changes)
        patients = "1 kind of patient gets" if kinds == 1 else f"{kinds} kinds of patients get"
        said = join(
            f"{patients} another answer than from {version}: ", link(here, _anchor(table.code), "which"), ". "
        )
    elif table.code in found.identical:
        said = join(f"Proved: every case that both versions accept gets the same answer as from {version}. ")
    else:
        said = join(f"Not decided in {version}. ")
    return h("p", said, link(here, PATH, "All that changed"))


def edited(book: Book, table: DecisionTable) -> Html | None:
    """Which changes under git touched the cells of a decision; nothing where nobody looked for them."""
    if book.editions is None:
        return None
    own = [edition for edition in book.editions if edition.decision == table.code]
    if not own:
        return h("p", "None of the changes under git that were looked at touched a cell of this table.")
    return h("ul", *(h("li", _edition(edition)) for edition in own), cls="events")


def _edition(edition: Edition) -> Html:
    if not edition.causes:
        return join("First written: ", edition.change)
    cells = [h("li", cause_text(cause)) for cause in edition.causes[:CELLS]]
    more = len(edition.causes) - CELLS
    count = len(edition.causes)
    return join(
        edition.change,
        h(
            "details",
            h("summary", f"{count} cell{'' if count == 1 else 's'} read otherwise since"),
            h("ul", *cells),
            h("p", f"and {more} more; b12tables compare lists them all", cls="quiet") if more > 0 else None,
        ),
    )


def _anchor(code: str) -> str:
    return f"{PATH}#{_name(code)}"


def _name(code: str) -> str:
    return f"decision-{slug(code)}" if code else "accepted"


def _summary(book: Book, since: Since, found: Comparison) -> Html:
    changed = list(dict.fromkeys(change.decision for change in found.changes))
    verdict = (
        "Proved: every case gets the same answers from both versions."
        if found.same_answers
        else f"Other answers in {len(changed)} decision{'' if len(changed) == 1 else 's'}."
        if changed
        else "No answer of a decision changed; what else did is below."
    )
    return join(
        h("p", verdict, cls="question"),
        facts(
            ("Compared with", f"{since.name}, version {found.old.about.version}"),
            ("These tables", f"version {found.new.about.version}"),
            ("Step of the version", STEP_WORDS[found.step]),
        ),
        h("p", "Computed: both versions are compared for every case that both accept.", cls="quiet"),
        h("ul", *(h("li", h("a", _label(book, code), href=f"#{_name(code)}")) for code in changed))
        if changed
        else None,
    )


def _label(book: Book, code: str) -> str:
    return book.model.decision[code].label if code else "Which cases are accepted"


def _decisions(book: Book, found: Comparison) -> Iterator[Html]:
    for code in dict.fromkeys(change.decision for change in found.changes):
        changes = [change for change in found.changes if change.decision == code]
        table = book.model.decision.get(code)
        more = len(changes) - CHANGES
        yield h(
            "section",
            h("h2", _label(book, code), id=_name(code)),
            h("p", decision_link(PATH, table)) if table else None,
            *(_change(book, found, change) for change in changes[:CHANGES]),
            h("p", f"and {more} changes more; b12tables compare lists them all", cls="quiet")
            if more > 0
            else None,
        )


def _change(book: Book, found: Comparison, change: Change) -> Html:
    kinds = [_patients(found, masks) for masks in change.masks]
    more = len(kinds) - LISTED
    causes = [h("li", cause_text(cause)) for cause in change.causes]
    return h(
        "article",
        h("h3", "For these patients"),
        h("ul", *(h("li", words) for words in kinds[:LISTED])),
        h("p", f"and {more} kinds more", cls="quiet") if more > 0 else None,
        _before_and_after(found, change),
        h("details", h("summary", "One such patient"), _example(book, change)),
        h("details", h("summary", "The cells behind it"), h("ul", *causes)) if causes else None,
        cls="entry",
    )


def _patients(found: Comparison, masks: Mapping[str, int]) -> Html:
    """A kind of patient, in the words of the table: each thing that counts, and what it must be."""
    known = {**found.old.fields, **found.new.fields}
    order = {name: place for place, name in enumerate(known)}
    parts = []
    for name in sorted(masks, key=lambda n: (order[base(n)], n.endswith(AFTER))):
        entry, test = known[base(name)], found.axes[base(name)].test(masks[name])
        when = " before" if name.endswith(BEFORE) else " now" if name.endswith(AFTER) else ""
        words = both(test_words(test, entry), test_words(test, entry, "patient"))
        parts.append(join(h("strong", entry.label), f"{when}: ", words))
    return commas(parts, "; ") or join("every patient")


def _before_and_after(found: Comparison, change: Change) -> Html:
    if not change.decision:
        return h("p", f"Such a case is {change.kind}.")
    if change.only_before or change.only_after:
        lists = (
            ("No longer given", found.old, change.only_before),
            ("Now given", found.new, change.only_after),
        )
        return facts(*((word, _rows(model, rows)) for word, model, rows in lists if rows))
    sides = (
        ("Before", found.old, change.before, change.rules_before),
        ("Now", found.new, change.after, change.rules_after),
    )
    rows = (
        h(
            "tr",
            h("th", word, scope="row"),
            h("td", _answer(model, change, answer)),
            h("td", ", ".join(rules) or "none"),
        )
        for word, model, answer, rules in sides
    )
    return scroll("Before and now", data_table(("Version", "Answer", "Rows"), rows))


def _answer(model: Model, change: Change, answer: Answer | None) -> Html:
    if answer is None:
        return join("no answer")
    if isinstance(answer, Mapping):
        return _row(model, {name: answer[name] for name in change.fields if name in answer})
    return _rows(model, answer) or join(NO_ROWS)


def _rows(model: Model, rows: tuple[Row, ...]) -> Html:
    return commas((_row(model, row) for row in rows), "; ")


def _row(model: Model, row: Row) -> Html:
    fields = model.fields
    return commas(
        join(f"{fields[name].label}: " if len(row) > 1 else None, value_of(value, fields[name]))
        for name, value in row.items()
    )


def _example(book: Book, change: Change) -> Html:
    known = {name: value for name, value in change.example.items() if value != UNKNOWN}
    asked = {name: value for name, value in known.items() if name in book.model.fields}
    labels = book.model.fields
    return join(
        h(
            "dl",
            *(fact(labels[n].label if n in labels else n, _said(book, n, v)) for n, v in known.items()),
            cls="case",
        ),
        h("p", link(PATH, f"try.html#case={quote(json.dumps(asked))}", "in the form")),
    )


def _said(book: Book, name: str, value: object) -> Html | str:
    entry = book.model.fields.get(name)
    if isinstance(value, list) and value:
        return commas(_said(book, name, member) for member in value)
    if isinstance(value, str) and entry and entry.values:
        return value_of(value, entry)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    unit = unit_words(entry.unit) if entry and number else ""
    return f"{given_words(value, entry)} {unit}".rstrip()


def _rest(book: Book, found: Comparison) -> Iterator[Html]:
    """What concerns the set as a whole, what could not be compared, what was proved to be the same."""
    if found.notes:
        yield h("h2", "What concerns the set as a whole", id="notes")
        yield h("ul", *(h("li", f"{note.message} ({note.step})") for note in found.notes))
    if found.unfinished:
        yield h("h2", "Not compared", id="unfinished")
        yield h("p", "Nothing is claimed about these.")
        yield h("ul", *(h("li", f"{_label(book, code)}: {why}") for code, why in found.unfinished.items()))
    if found.identical:
        yield h("h2", "Proved to be the same", id="same")
        yield h("p", "For every case that both versions accept, these decisions give the same answer.")
        yield h("p", commas(decision_link(PATH, book.model.decision[code]) for code in found.identical))
