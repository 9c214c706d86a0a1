"""Where the sources disagree, with what each other reading would change; and where other guidance differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from b12tables.compiler.compare import Changed, Effect
from b12tables.compiler.model import Answer, Condition, Conflict, DecisionTable, Edit, OtherGuidance, Result
from b12tables.runtime.words import UNKNOWN, how_many
from b12tables.site.book import (
    Book,
    Page,
    conflict_path,
    decision_link,
    decision_path,
    guidance_path,
    link,
    place_of,
    rule_anchor,
    rule_link,
    value_of,
)
from b12tables.site.html import Html, commas, data_table, fact, facts, h, join, scroll, slug

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]*[0-9][A-Za-z0-9]*")
"""What looks like the ID of a statement, a conflict, a safety rule or a row."""


def conflict_pages(book: Book) -> dict[str, Page]:
    """The list of the conflicts, a page for each, and the page of other guidance; none where no sheet has any."""
    pages: dict[str, Page] = {}
    if book.model.conflicts:
        pages["conflicts.html"] = _conflicts_page(book)
        for conflict in book.model.conflicts:
            path = conflict_path(conflict.id)
            html = _conflict(book, path, conflict, book.readings.get(conflict.id))
            pages[path] = Page(f"{conflict.id} · {conflict.title}", "", html, conflict.title, wide=True)
    if book.model.other_guidance:
        pages["other-guidance.html"] = _guidance_page(book)
    return pages


# ---------------------------------------------------------------- words with links


def linked(book: Book, here: str, words: str) -> Html:
    """A text in which the IDs that the site explains are links, its line breaks kept."""
    return join(h("p", *_linked_line(book, here, line)) for line in words.split("\n") if line.strip())


def _linked_line(book: Book, here: str, line: str) -> Iterator[str | Html]:
    end = 0
    for found in _NAME.finditer(line):
        path = book.explained.get(found[0])
        if path is not None:
            yield line[end : found.start()]
            yield link(here, path, found[0])
            end = found.end()
    yield line[end:]


def _decisions(book: Book, here: str, codes: tuple[str, ...]) -> Html:
    return commas(decision_link(here, book.model.decision[c]) for c in codes if c in book.model.decision)


def _cited(book: Book, here: str, name: str) -> Html:
    return commas(rule_link(here, table, rule) for table, rule in book.cited_by.get(name, ()))


# ---------------------------------------------------------------- conflicts


def _conflicts_page(book: Book) -> Page:
    here = "conflicts.html"
    by_weight: dict[str, list[Conflict]] = {}
    for conflict in book.model.conflicts:
        by_weight.setdefault(conflict.severity or "Not weighed", []).append(conflict)
    body = join(
        h(
            "p",
            "The sources do not always say the same, and sometimes say nothing clear. Nothing is settled silently: "
            "each disagreement has a number, the tables take one reading, and its page says what the other "
            "readings would change, computed from the tables.",
            cls="question",
        ),
        h("p", "Each reading taken is a proposal of ours until a named clinician has accepted it."),
        (
            h(
                "section",
                h("h2", weight, id=f"weight-{number}"),
                scroll(weight, _conflict_table(book, here, conflicts)),
            )
            for number, (weight, conflicts) in enumerate(by_weight.items(), 1)
        ),
    )
    return Page(
        "Where the sources disagree",
        "Evidence",
        body,
        "Every disagreement of the sources: the reading taken, why, and what another would change.",
        wide=True,
    )


def _conflict_table(book: Book, here: str, conflicts: list[Conflict]) -> Html:
    items = (
        h(
            "tr",
            h("th", link(here, conflict_path(c.id), c.id), scope="row"),
            h("td", link(here, conflict_path(c.id), c.title)),
            h("td", *_linked_line(book, here, c.chosen.split("\n")[0])),
            id=slug(c.id),
        )
        for c in conflicts
    )
    return data_table(("ID", "What it is about", "What the tables do"), items)


NOT_NOW = "This takes longer and was left out here. A full build works it out: b12tables docs build."


def _conflict(book: Book, here: str, conflict: Conflict, effects: tuple[Effect, ...] | None) -> Html:
    cited = _cited(book, here, conflict.id)
    return join(
        h("p", conflict.severity, cls="question") if conflict.severity else None,
        h("h2", "What the sources say", id="statements"),
        linked(book, here, conflict.statements),
        h("h2", "How it can be read", id="readings"),
        h("ul", *(h("li", *_linked_line(book, here, line)) for line in _lines(conflict.readings))),
        h("h2", "What the tables do", id="chosen"),
        linked(book, here, conflict.chosen),
        h("h2", "Why", id="why"),
        linked(book, here, conflict.why),
        facts(
            ("Decisions concerned", _decisions(book, here, conflict.decisions)),
            ("Rows that name it", cited),
        ),
        h("h2", "What another reading would change", id="what-if"),
        h(
            "p",
            "Computed: the cells are changed in a copy, and both versions are compared for every possible patient. A "
            "kind of patient is a combination of what a decision looks at, cut at the boundaries of both versions.",
            cls="quiet",
        )
        if any(found.changed for found in effects or ())
        else None,
        (_effect(book, here, number, found) for number, found in enumerate(effects, 1))
        if effects
        else h("p", NOT_NOW if effects is None else "No other reading is written down for this one."),
        h("p", link(here, "conflicts.html", "All disagreements"), " · ", place_of(conflict.place)),
    )


def _lines(words: str) -> list[str]:
    return [line for line in words.split("\n") if line.strip()]


def _effect(book: Book, here: str, number: int, found: Effect) -> Html:
    """One other reading: the cells that would read otherwise, who would get another answer, what would break."""
    alternative = found.alternative
    if not alternative.edits:
        return h("section", h("p", *_linked_line(book, here, alternative.words)), id=f"reading-{number}")
    return h(
        "section",
        h("h3", *_linked_line(book, here, alternative.words or "Another reading")),
        h("p", "The cells that would read otherwise:"),
        h("ul", *(h("li", _edit(book, here, edit)) for edit in alternative.edits), cls="edits"),
        h("p", _summary(book, here, found)),
        scroll(f"What reading {number} would change", _changes(book, here, found)) if found.changed else None,
        _patient(book, here, found.changed[0]) if found.changed else None,
        _broken(book, here, found),
        _unfinished(book, here, found.unfinished),
        id=f"reading-{number}",
        cls="entry",
    )


def _edit(book: Book, here: str, edit: Edit) -> Html:
    table = book.model.decision[edit.decision]
    rule = next(rule for rule in table.rows if rule.id == edit.rule)
    now: Condition | Result
    if edit.field in table.input_fields:
        now = rule.conditions[table.input_fields.index(edit.field)]
    else:
        now = rule.results[table.output_fields.index(edit.field)]
    return join(
        link(here, f"{decision_path(table.code)}#{rule_anchor(rule.id)}", f"{table.label} · {rule.id}"),
        f" · {book.model.fields[edit.field].label}: ",
        h("del", now.text),
        " → ",
        h("ins", edit.text),
        " ",
        place_of(now.place),
    )


def _summary(book: Book, here: str, found: Effect) -> Html:
    if not found.changed:
        return join("No patient would get another answer.")
    first = found.changed[0]
    more = len(found.changed) - 1
    return join(
        "Another answer for ",
        h("strong", f"{first.kinds:,} of {first.of:,} kinds of patient"),
        " in ",
        _decision(book, here, first.decision),
        f", and as a consequence in {how_many(more, 'further decision')}." if more else ".",
    )


def _decision(book: Book, here: str, code: str) -> Html:
    table = book.model.decision.get(code)
    return decision_link(here, table) if table else join("what is accepted as a case")


def _changes(book: Book, here: str, found: Effect) -> Html:
    """A row for each decision: as it sees its patients, how many kinds; and one patient, before and after."""
    items = (
        h(
            "tr",
            h("th", _decision(book, here, c.decision), scope="row"),
            h("td", f"{c.kinds:,} of {c.of:,}"),
            h("td", commas(book.model.fields[name].label for name in c.told_apart_by)),
            h("td", _answer(book, c.decision, c.before, c.after)),
            h("td", _answer(book, c.decision, c.after, c.before)),
            h("td", _open(here, book, c)),
        )
        for c in found.changed
    )
    heads = ("Decision", "Kinds of patient", "Told apart by", "For example, now", "Then", "The patient")
    return data_table(heads, items)


def _answer(book: Book, code: str, answer: Answer | None, other: Answer | None) -> Html:
    """What differs of an answer: the fields that have another value, or the rows that the other does not have."""
    if answer is None:
        return join("no answer")
    if isinstance(answer, tuple):
        rest = list(other) if isinstance(other, tuple) else []
        differs = [row for row in answer if row not in rest]
        named = book.model.decision[code].output_fields[:1]
        found = [value_of(row[name], book.model.fields[name]) for row in differs for name in named]
        return commas(found, "; ") if found else h("span", "nothing more", cls="quiet")
    names = [n for n in answer if not isinstance(other, Mapping) or answer[n] != other[n]]
    fields = book.model.fields
    return join(
        h("div", f"{fields[n].label}: " if len(answer) > 1 else None, value_of(answer[n], fields[n]))
        for n in names
    )


def _entered(book: Book, change: Changed) -> dict[str, object]:
    """The example without what is not known, but for fields that would otherwise follow from others."""
    fields = book.model.fields
    return {n: v for n, v in change.example.items() if v != UNKNOWN or fields[n].computed is not None}


def _open(here: str, book: Book, change: Changed) -> Html:
    return link(here, f"try.html#case={quote(json.dumps(_entered(book, change)))}", "in the form")


def _patient(book: Book, here: str, change: Changed) -> Html:
    """The first example, written out."""
    found = [
        fact(book.model.fields[name].label, _given(book, name, value))
        for name, value in change.example.items()
        if value != UNKNOWN
    ]
    return h(
        "details",
        h("summary", "One such patient"),
        h("dl", *found, cls="case"),
        h("p", _open(here, book, change)),
    )


def _given(book: Book, name: str, value: object) -> Html | str:
    """A value of an example in the form of `eval`, as a reader says it."""
    entry = book.model.fields[name]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and entry.values:
        return value_of(value, entry)
    if isinstance(value, list):
        return commas(value_of(str(code), entry) for code in value)
    return f"{value} {entry.unit}" if isinstance(value, (int, float)) and entry.unit else str(value)


def _broken(book: Book, here: str, found: Effect) -> Html:
    """What would become of the safety rules."""
    parts = []
    if found.broken:
        number = "This safety rule" if len(found.broken) == 1 else f"These {len(found.broken)} safety rules"
        rules = _safety_links(here, found.broken)
        said = f"{number} would no longer hold, so that the set could not be built: "
        parts.append(h("p", said, rules, ".", cls="broken"))
    if found.unsettled:
        rules = _safety_links(here, found.unsettled)
        parts.append(h("p", "Whether these safety rules would still hold could not be settled: ", rules, "."))
    return join(parts) if parts else h("p", "Every safety rule would still hold.")


def _safety_links(here: str, names: tuple[str, ...]) -> Html:
    return commas(link(here, f"safety-rules.html#safety-{slug(name)}", name) for name in names)


def _unfinished(book: Book, here: str, unfinished: tuple[str, ...]) -> Html | None:
    if not unfinished:
        return None
    tables = commas(_decision(book, here, code) for code in unfinished)
    return h("p", "Could not be compared, so nothing is said of them: ", tables, ".")


# ---------------------------------------------------------------- other guidance


def _guidance_page(book: Book) -> Page:
    here = "other-guidance.html"
    entries = book.model.other_guidance
    contents = (h("li", h("a", f"{e.id} {e.topic}", href=f"#{slug(e.id)}")) for e in entries)
    body = join(
        h(
            "p",
            "The tables follow their sources. Published guidance was compared with them; where it differs, the "
            "difference is shown here and beside the rows concerned. None of it is encoded unless a row says that "
            "it rests on other guidance.",
            cls="question",
        ),
        h("nav", h("ul", *contents), cls="here", aria_label="On this page"),
        (_guidance(book, here, entry) for entry in entries),
    )
    return Page(
        "Where other guidance differs",
        "Evidence",
        body,
        "What is published elsewhere and differs from the tables; not encoded.",
    )


def _guidance(book: Book, here: str, entry: OtherGuidance) -> Html:
    return h(
        "article",
        h(
            "h2",
            f"{entry.id} · {entry.topic} ",
            h("span", _standing(book, entry), cls="kind"),
            id=slug(entry.id),
        ),
        facts(
            ("The tables say", join(*_linked_line(book, here, entry.here))),
            ("Elsewhere", join(*_linked_line(book, here, entry.elsewhere))),
            ("Reference", entry.reference),
            ("Date", entry.date),
            ("How much was read", entry.seen),
            ("Decisions concerned", _decisions(book, here, entry.decisions)),
            ("Rows that name it", _cited(book, here, entry.id)),
        ),
        place_of(entry.place),
        cls="entry",
    )


def _standing(book: Book, entry: OtherGuidance) -> str:
    """Whether a row rests on the entry alone, or it is only shown."""
    for table, rule in book.cited_by.get(entry.id, ()):
        if all(item.kind in ("other guidance", "conflict") for item in rule.evidence):
            return f"encoded: {table.label} · {rule.id} rests on it"
    return "not encoded"


def concerning(book: Book, here: str, table: DecisionTable) -> Html | None:
    """What of both concerns a decision although no row of it names it."""
    named = {item.ref for rule in table.rows for item in rule.evidence}
    found: list[tuple[str, str, str]] = [
        *((c.id, c.title, conflict_path(c.id)) for c in book.model.conflicts if table.code in c.decisions),
        *(
            (e.id, e.topic, guidance_path(e.id))
            for e in book.model.other_guidance
            if table.code in e.decisions
        ),
    ]
    items = [h("li", link(here, path, name), ": ", words) for name, words, path in found if name not in named]
    return join(h("h3", "Also concerns this decision"), h("ul", *items)) if items else None
