"""Where the sources disagree, with what each other reading would change; and where other guidance differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from b12tables.compiler.compare import Changed, Effect
from b12tables.compiler.model import (
    Answer,
    Condition,
    Conflict,
    DecisionTable,
    Edit,
    OtherGuidance,
    Place,
    Result,
)
from b12tables.runtime.language import t
from b12tables.runtime.words import UNKNOWN, how_many
from b12tables.site.book import Book, Page, conflict_path, guidance_path
from b12tables.site.html import slug
from b12tables.site.templating import render
from b12tables.site.view import (
    Line,
    Link,
    Quiet,
    Run,
    Said,
    commas,
    decision_link,
    empty,
    link,
    rule_address,
    rule_link,
    run,
    value_of,
)

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]*[0-9][A-Za-z0-9]*")
"""What looks like the ID of a statement, a conflict, a safety rule or a row."""


@dataclass(frozen=True)
class Edited:
    """A cell that would read otherwise."""

    row: Link
    field: str
    now: str
    then: str
    place: Place


@dataclass(frozen=True)
class Differing:
    """What differs of an answer: in one line, or field by field."""

    line: Said | None
    fields: list[Run]


@dataclass(frozen=True)
class ChangedDecision:
    """A decision that would answer otherwise: as it sees its patients, how many kinds; and one patient."""

    decision: Said
    kinds: int
    of: int
    told_apart_by: str
    before: Differing
    after: Differing
    form: Link


@dataclass(frozen=True)
class Reading:
    """One other reading: the cells that would read otherwise, who would get another answer, what would break."""

    words: Run
    edits: list[Edited]
    changed: list[ChangedDecision]
    further: str
    patient: list[tuple[str, Said]]
    broken: list[Link]
    unsettled: list[Link]
    unfinished: list[Said]


@dataclass(frozen=True)
class Guidance:
    """An entry of other guidance, and whether a row rests on it alone."""

    entry: OtherGuidance
    standing: str
    facts: list[tuple[str, Said]]


def conflict_pages(book: Book) -> dict[str, Page]:
    """The list of the conflicts, a page for each, and the page of other guidance; none where no sheet has any."""
    pages: dict[str, Page] = {}
    if book.model.conflicts:
        pages["conflicts.html"] = _conflicts_page(book)
        for conflict in book.model.conflicts:
            path = conflict_path(conflict.id)
            html = render("conflict", path, **_conflict(book, path, conflict))
            pages[path] = Page(f"{conflict.id} · {conflict.title}", "", html, conflict.title, wide=True)
    if book.model.other_guidance:
        pages["other-guidance.html"] = _guidance_page(book)
    return pages


# ---------------------------------------------------------------- words with links


def _linked(book: Book, here: str, words: str) -> list[Run]:
    """A text in which the IDs that the site explains are links, by its lines."""
    return [_linked_line(book, here, line) for line in words.split("\n") if line.strip()]


def _linked_line(book: Book, here: str, line: str) -> Run:
    return Run(tuple(_parts(book, here, line)))


def _parts(book: Book, here: str, line: str) -> Iterator[Said]:
    end = 0
    for found in _NAME.finditer(line):
        path = book.explained.get(found[0])
        if path is not None:
            yield line[end : found.start()]
            yield link(here, path, found[0])
            end = found.end()
    yield line[end:]


def _decisions(book: Book, here: str, codes: tuple[str, ...]) -> Run:
    return commas(decision_link(here, book.model.decision[c]) for c in codes if c in book.model.decision)


def _cited(book: Book, here: str, name: str) -> Run:
    return commas(rule_link(here, table, rule) for table, rule in book.cited_by.get(name, ()))


# ---------------------------------------------------------------- conflicts


def _conflicts_page(book: Book) -> Page:
    here = "conflicts.html"
    by_weight: dict[str, list[tuple[str, Link, Link, Run]]] = {}
    for conflict in book.model.conflicts:
        path = conflict_path(conflict.id)
        row = (
            slug(conflict.id),
            link(here, path, conflict.id),
            link(here, path, conflict.title),
            _linked_line(book, here, conflict.chosen.split("\n")[0]),
        )
        by_weight.setdefault(conflict.severity or t("Not weighed"), []).append(row)
    return Page(
        t("Where the sources disagree"),
        "Evidence",
        render("conflicts", here, weights=by_weight),
        t("Every disagreement of the sources: the reading taken, why, and what another would change."),
        wide=True,
    )


def _conflict(book: Book, here: str, conflict: Conflict) -> Mapping[str, object]:
    effects = book.readings.get(conflict.id)
    facts = (
        (t("Decisions concerned"), _decisions(book, here, conflict.decisions)),
        (t("Rows that name it"), _cited(book, here, conflict.id)),
    )
    return {
        "conflict": conflict,
        "statements": _linked(book, here, conflict.statements),
        "readings": _linked(book, here, conflict.readings),
        "chosen": _linked(book, here, conflict.chosen),
        "why": _linked(book, here, conflict.why),
        "facts": [(name, said) for name, said in facts if said.parts],
        "effects": None if effects is None else [_reading(book, here, found) for found in effects],
        "all": link(here, "conflicts.html", t("All disagreements")),
    }


def _reading(book: Book, here: str, found: Effect) -> Reading:
    alternative = found.alternative
    edited = bool(alternative.edits)
    more = len(found.changed) - 1
    return Reading(
        _linked_line(book, here, alternative.words or (t("Another reading") if edited else "")),
        [_edit(book, here, edit) for edit in alternative.edits],
        [_changed(book, here, change) for change in found.changed],
        how_many(more, "further decision") if more > 0 else "",
        _patient(book, found.changed[0]) if found.changed else [],
        _safety_links(here, found.broken),
        _safety_links(here, found.unsettled),
        [_decision(book, here, code) for code in found.unfinished],
    )


def _edit(book: Book, here: str, edit: Edit) -> Edited:
    table = book.model.decision[edit.decision]
    rule = next(rule for rule in table.rows if rule.id == edit.rule)
    now: Condition | Result
    if edit.field in table.input_fields:
        now = rule.conditions[table.input_fields.index(edit.field)]
    else:
        now = rule.results[table.output_fields.index(edit.field)]
    row = Link(rule_address(here, table.code, rule.id), f"{table.label} · {rule.id}")
    return Edited(row, book.model.fields[edit.field].label, now.text, edit.text, now.place)


def _decision(book: Book, here: str, code: str) -> Said:
    table = book.model.decision.get(code)
    return decision_link(here, table) if table else t("what is accepted as a case")


def _changed(book: Book, here: str, change: Changed) -> ChangedDecision:
    return ChangedDecision(
        _decision(book, here, change.decision),
        change.kinds,
        change.of,
        ", ".join(book.model.fields[name].label for name in change.told_apart_by),
        _answer(book, change.decision, change.before, change.after),
        _answer(book, change.decision, change.after, change.before),
        link(here, f"try.html#case={quote(json.dumps(_entered(book, change)))}", t("in the form")),
    )


def _answer(book: Book, code: str, answer: Answer | None, other: Answer | None) -> Differing:
    """What differs of an answer: the fields that have another value, or the rows that the other does not have."""
    fields = book.model.fields
    if answer is None:
        return Differing(t("no answer"), [])
    if isinstance(answer, tuple):
        rest = list(other) if isinstance(other, tuple) else []
        differs = [row for row in answer if row not in rest]
        named = book.model.decision[code].output_fields[:1]
        found = [value_of(row[name], fields[name]) for row in differs for name in named]
        return Differing(commas(found, "; ") if found else Quiet(t("nothing more")), [])
    names = [n for n in answer if not isinstance(other, Mapping) or answer[n] != other[n]]
    several = len(answer) > 1
    told = [run(f"{fields[n].label}: " if several else None, value_of(answer[n], fields[n])) for n in names]
    return Differing(None, told)


def _entered(book: Book, change: Changed) -> dict[str, object]:
    """The example without what is not known, but for fields that would otherwise follow from others."""
    fields = book.model.fields
    return {n: v for n, v in change.example.items() if v != UNKNOWN or fields[n].computed is not None}


def _patient(book: Book, change: Changed) -> list[tuple[str, Said]]:
    """The example, written out."""
    fields = book.model.fields
    return [
        (fields[name].label, _given(book, name, value))
        for name, value in change.example.items()
        if value != UNKNOWN
    ]


def _given(book: Book, name: str, value: object) -> Said:
    """A value of an example in the form of `eval`, as a reader says it."""
    entry = book.model.fields[name]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and entry.values:
        return value_of(value, entry)
    if isinstance(value, list):
        return commas(value_of(str(code), entry) for code in value)
    return f"{value} {entry.unit}" if isinstance(value, (int, float)) and entry.unit else str(value)


def _safety_links(here: str, names: tuple[str, ...]) -> list[Link]:
    return [link(here, f"safety-rules.html#safety-{slug(name)}", name) for name in names]


# ---------------------------------------------------------------- other guidance


def _guidance_page(book: Book) -> Page:
    here = "other-guidance.html"
    entries = [_guidance(book, here, entry) for entry in book.model.other_guidance]
    return Page(
        t("Where other guidance differs"),
        "Evidence",
        render("other_guidance", here, entries=entries),
        t("What is published elsewhere and differs from the tables; not encoded."),
    )


def _guidance(book: Book, here: str, entry: OtherGuidance) -> Guidance:
    facts: list[tuple[str, Said]] = [
        (t("The tables say"), _linked_line(book, here, entry.here)),
        (t("Elsewhere"), _linked_line(book, here, entry.elsewhere)),
        (t("Reference"), entry.reference),
        (t("Date"), entry.date),
        (t("How much was read"), entry.seen),
        (t("Decisions concerned"), _decisions(book, here, entry.decisions)),
        (t("Rows that name it"), _cited(book, here, entry.id)),
    ]
    return Guidance(entry, _standing(book, entry), [fact for fact in facts if not empty(fact[1])])


def _standing(book: Book, entry: OtherGuidance) -> str:
    """Whether a row rests on the entry alone, or it is only shown."""
    for table, rule in book.cited_by.get(entry.id, ()):
        if all(item.kind in ("other guidance", "conflict") for item in rule.evidence):
            return t("encoded: {label} · {id} rests on it", label=table.label, id=rule.id)
    return t("not encoded")


def concerning(book: Book, here: str, table: DecisionTable) -> list[Line]:
    """What of both concerns a decision although no row of it names it."""
    named = {item.ref for rule in table.rows for item in rule.evidence}
    found = [(c.id, c.title, conflict_path(c.id)) for c in book.model.conflicts if table.code in c.decisions]
    found += [
        (e.id, e.topic, guidance_path(e.id)) for e in book.model.other_guidance if table.code in e.decisions
    ]
    return [Line(link(here, path, name), words) for name, words, path in found if name not in named]
