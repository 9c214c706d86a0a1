"""What changed since another version: which kinds of patients get another answer, and that no other does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from b12tables.compiler.compare import (
    AFTER,
    BEFORE,
    STATED,
    Change,
    Comparison,
    Edition,
    base,
    cause_text,
    field_of,
    stated_words,
)
from b12tables.compiler.model import Answer, DecisionTable, Model, Row, given_words, test_words
from b12tables.runtime.language import later, t, tn, told
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import NO_ROWS, UNKNOWN
from b12tables.site.book import Book, Page
from b12tables.site.html import slug
from b12tables.site.templating import render
from b12tables.site.view import Link, Run, Said, Strong, both, commas, decision_link, link, run, value_of

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
    why: str = later("These tables were not compared with another version when this site was written.")


def not_released() -> Since:
    """There is no version yet."""
    return Since(why=later("No version has been released yet, so there is nothing to compare with."))


def not_readable(name: str) -> Since:
    """The last release cannot be read completely."""
    return Since(
        why=later(
            "The last release, {name}, cannot be read completely, so that nothing is compared.", name=name
        )
    )


@dataclass(frozen=True)
class Touched:
    """One change under git that touched a decision's cells; without cells the table was new with it."""

    change: str
    new: bool
    count: int
    cells: list[str]
    more: int


@dataclass(frozen=True)
class History:
    """Whether a decision gives other answers than in the version before; and the changes of its cells under git.

    `compared` is what the comparison says, None where there was none; `why` says then why. `edited` is None where
    nobody looked for changes.
    """

    compared: Run | None
    why: str
    edited: list[Touched] | None


@dataclass(frozen=True)
class Side:
    """One version's answer for a kind of patient."""

    version: str
    answer: Said
    rules: str


@dataclass(frozen=True)
class Turn:
    """One change: for which patients, before and now, one of them, the cells behind it."""

    patients: list[Run]
    more: int
    acceptance: str
    lists: list[tuple[str, Run]]
    sides: list[Side]
    example: list[tuple[Said, Said]]
    form: Link
    causes: list[str]


@dataclass(frozen=True)
class Changed:
    """All changes of one decision."""

    anchor: str
    label: str
    link: Link | None
    changes: list[Turn]
    more: int


def changes_page(book: Book, since: Since) -> Page:
    """The comparison as a page: what changed, patient by patient, and what was proved to be the same."""
    found = since.comparison
    data: dict[str, object] = {"found": found, "since": since, "why": told(since.why)}
    if found is not None:
        codes = list(dict.fromkeys(change.decision for change in found.changes))
        data |= {
            "verdict": _verdict(found, len(codes)),
            "step": found.step_words,
            "decisions": [_changed(book, found, code) for code in codes],
            "unfinished": [(_label(book, code), why) for code, why in found.unfinished.items()],
            "identical": [decision_link(PATH, book.model.decision[code]) for code in found.identical],
            "where_both_accept": [
                decision_link(PATH, book.model.decision[code]) for code in found.identical_where_both_accept
            ],
        }
    body = render("changes", PATH, **data)
    return Page(
        t("What changed"), "Safety", body, t("Which kinds of patients get another answer than before.")
    )


def history_of(book: Book, here: str, table: DecisionTable, since: Since) -> History:
    """What changed in a decision, for its own page."""
    edited = None
    if book.editions is not None:
        edited = [_edition(edition) for edition in book.editions if edition.decision == table.code]
    if since.comparison is None:
        return History(None, told(since.why), edited)
    whole = link(here, PATH, t("All that changed"))
    return History(run(*_compared(here, table, since, since.comparison), whole), "", edited)


def _compared(here: str, table: DecisionTable, since: Since, found: Comparison) -> list[Said]:
    version = t("{name} (version {version})", name=since.name, version=found.old.about.version)
    changes = [change for change in found.changes if change.decision == table.code]
    if table.code in found.unfinished:
        why = found.unfinished[table.code]
        return [
            t("Could not be compared with {version}: {why}. Nothing is claimed. ", version=version, why=why)
        ]
    if changes:
        kinds = sum(len(change.region) for change in changes)
        said = tn(
            kinds,
            "{n} kind of patient gets another answer than from {version}: ",
            "{n} kinds of patients get another answer than from {version}: ",
            version=version,
        )
        return [said, link(here, f"{PATH}#{_name(table.code)}", t("which")), ". "]
    if table.code in found.identical:
        return [
            t(
                "Proved: every case that either version accepts gets the same answer as from {version}. ",
                version=version,
            )
        ]
    if table.code in found.identical_where_both_accept:
        return [
            t(
                "Proved: every case that both versions accept gets the same answer as from {version}; one of them "
                "refuses some cases. ",
                version=version,
            )
        ]
    return [t("Not decided in {version}. ", version=version)]


def _edition(edition: Edition) -> Touched:
    cells = [cause_text(cause) for cause in edition.causes[:CELLS]]
    count = len(edition.causes)
    return Touched(edition.change, not edition.causes, count, cells, count - CELLS)


def _name(code: str) -> str:
    return f"decision-{slug(code)}" if code else "accepted"


def _verdict(found: Comparison, changed: int) -> str:
    if found.same_answers:
        return t("Proved: every case gets the same answers from both versions.")
    if changed:
        return tn(changed, "Other answers in {n} decision.", "Other answers in {n} decisions.")
    return t("No answer of a decision changed; what else did is below.")


def _label(book: Book, code: str) -> str:
    return book.model.decision[code].label if code else t("Which cases are accepted")


def _changed(book: Book, found: Comparison, code: str) -> Changed:
    changes = [change for change in found.changes if change.decision == code]
    table = book.model.decision.get(code)
    return Changed(
        _name(code),
        _label(book, code),
        decision_link(PATH, table) if table else None,
        [_change(book, found, change) for change in changes[:CHANGES]],
        len(changes) - CHANGES,
    )


def _change(book: Book, found: Comparison, change: Change) -> Turn:
    known = {name: value for name, value in change.example.items() if value != UNKNOWN}
    asked = {name: value for name, value in known.items() if name in book.model.fields}
    labels = book.model.fields
    lists = bool(change.only_before or change.only_after)
    return Turn(
        [_patients(found, masks) for masks in change.masks[:LISTED]],
        len(change.masks) - LISTED,
        "" if change.decision else t("Such a case is {kind}.", kind=change.kind),
        _lists(found, change) if lists else [],
        [] if lists else _sides(found, change),
        [(labels[n].label if n in labels else n, _said(book, n, v)) for n, v in known.items()],
        link(PATH, f"try.html#case={quote(json.dumps(asked))}", t("in the form")),
        [cause_text(cause) for cause in change.causes],
    )


def _patients(found: Comparison, masks: Mapping[str, int]) -> Run:
    """A kind of patient, in the words of the table: each thing that counts, and what it must be."""
    known = {**found.old.fields, **found.new.fields}
    order = {name: place for place, name in enumerate(known)}
    parts = []
    for name in sorted(masks, key=lambda n: (order[field_of(n)], n.endswith(AFTER))):
        # a value of before is called as it was called then
        side = found.old if name.endswith(BEFORE) else found.new
        entry = side.fields.get(field_of(name)) or known[field_of(name)]
        if name.endswith(STATED):
            parts.append(run(Strong(entry.label), ": ", stated_words(masks[name])))
            continue
        test = found.axes[base(name)].test(masks[name])
        when = t(" before") if name.endswith(BEFORE) else t(" now") if name.endswith(AFTER) else ""
        words = both(test_words(test, entry), test_words(test, entry, "patient"))
        parts.append(run(Strong(entry.label), f"{when}: ", words))
    return commas(parts, "; ") if parts else run(t("every patient"))


def _lists(found: Comparison, change: Change) -> list[tuple[str, Run]]:
    """What a list no longer has and has now."""
    lists = (
        (t("No longer given"), found.old, change.only_before),
        (t("Now given"), found.new, change.only_after),
    )
    return [(word, _rows(model, rows)) for word, model, rows in lists if rows]


def _sides(found: Comparison, change: Change) -> list[Side]:
    sides = (
        (t("Before"), found.old, change.before, change.rules_before),
        (t("Now"), found.new, change.after, change.rules_after),
    )
    return [
        Side(word, _answer(model, change, answer), ", ".join(rules) or "none")
        for word, model, answer, rules in sides
    ]


def _answer(model: Model, change: Change, answer: Answer | None) -> Said:
    if answer is None:
        return t("no answer")
    if isinstance(answer, Mapping):
        return _row(model, {name: answer[name] for name in change.fields if name in answer})
    return _rows(model, answer) if answer else t(NO_ROWS)


def _rows(model: Model, rows: tuple[Row, ...]) -> Run:
    return commas((_row(model, row) for row in rows), "; ")


def _row(model: Model, row: Row) -> Run:
    fields = model.fields
    return commas(
        run(f"{fields[name].label}: " if len(row) > 1 else None, value_of(value, fields[name]))
        for name, value in row.items()
    )


def _said(book: Book, name: str, value: object) -> Said:
    entry = book.model.fields.get(name)
    if isinstance(value, list) and value:
        return commas(_said(book, name, member) for member in value)
    if isinstance(value, str) and entry and entry.values:
        return value_of(value, entry)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    unit = unit_words(entry.unit) if entry and number else ""
    return f"{given_words(value, entry)} {unit}".rstrip()
