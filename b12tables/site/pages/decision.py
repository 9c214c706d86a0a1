"""The page of one decision: its question, its table as it was written, and everything that bears on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from b12tables.compiler.checks import UnusedInput
from b12tables.compiler.model import (
    Anything,
    Condition,
    DecisionTable,
    Field,
    Result,
    Rule,
    named_words,
    value_words,
)
from b12tables.compiler.proof import bits, make_axis
from b12tables.runtime.words import how_many
from b12tables.site.book import (
    Book,
    Page,
    both,
    condition_of,
    decision_link,
    decision_path,
    difference_link,
    evidence_of,
    field_link,
    link,
    place_of,
    rule_anchor,
)
from b12tables.site.html import Html, commas, data_table, h, join, lines, scroll, slug
from b12tables.site.pages.conflicts import concerning
from b12tables.site.pages.findings import finding_block, region_table
from b12tables.site.pages.reference import case_path
from b12tables.site.pages.row_filter import filter_data
from b12tables.site.pages.sign_offs import row_mark, sign_off_part, signed_history
from b12tables.site.pictures.requirements_graph import neighbourhood

CASES_SHOWN = 3
"""How many worked cases are named for a row."""

FILTERED = 6
"""A table of so many rows can be filtered."""

APART = 12
"""Up to so many groups of values that a column tells apart are listed."""

NAMED = 6
"""Up to so many values that count alike are named one by one."""

TONES = 8
"""Colours for results; the words stand beside them, so the colour never says something alone."""


def decision_page(
    book: Book, table: DecisionTable, tree: Html | None = None, history: Html | None = None
) -> Page:
    """The page of one decision. `tree` is its picture, where there is one; `history` says what changed."""
    here = decision_path(table.code)
    sections = [
        ("table", "The table", rule_table(book, here, table)),
        ("tree", "As a tree", tree),
        ("otherwise", "What only Otherwise covers", _otherwise(book, table)),
        ("inputs", "Which inputs matter", _inputs(book, here, table)),
        ("connections", "What it needs and feeds", neighbourhood(book, here, table)),
        ("evidence", "Evidence and notes", _because(book, here, table)),
        ("cases", "Worked cases", _cases(book, here, table)),
        ("findings", "Findings, and what was accepted", _findings(book, here, table)),
        ("sign-off", "Signed off", sign_off_part(book, here, table)),
        ("history", "History", join(history, signed_history(book, table)) or None),
    ]
    shown = [(name, title, body) for name, title, body in sections if body]
    contents = (h("li", h("a", title, href=f"#{name}")) for name, title, _ in shown)
    body = join(
        h("p", table.question, cls="question") if table.question else None,
        h(
            "p",
            h("strong", table.hit_policy.value, cls="policy"),
            " ",
            table.hit_policy.words,
            " ",
            "Any rows may hold together, or none: May be empty says yes. " if table.may_be_empty else None,
            place_of(table.place),
            cls="about-table",
        ),
        h("nav", h("ul", *contents), cls="here", aria_label="On this page"),
        (h("section", h("h2", title, id=name), part, cls=f"part part-{name}") for name, title, part in shown),
    )
    section = "Decisions" if table in book.answers else "Steps on the way"
    return Page(table.label, section, body, table.question, ("filter.js",), wide=True)


# ---------------------------------------------------------------- the table


def rule_table(book: Book, here: str, table: DecisionTable, only: Iterable[Rule] | None = None) -> Html:
    """The table in the order of the sheet. Roles are written out: on a phone each row becomes a card."""
    chosen = tuple(only) if only is not None else table.rows
    colours = tones(table)
    together = _is_sparse(table)
    head = h(
        "tr",
        _head("Rule", cls="rule"),
        _head("All of these hold", "when")
        if together
        else (_field_head(book, here, name, "when") for name in table.input_fields),
        (_field_head(book, here, name, "then") for name in table.output_fields),
        _head("Because", cls="because"),
        role="row",
    )
    bands = h(
        "tr",
        h("td", cls="rule", role="cell"),
        _band("When", 1 if together else len(table.inputs)),
        _band("Then", len(table.outputs)),
        h("td", role="cell"),
        role="row",
        cls="bands",
    )
    body = (_row(book, here, table, rule, colours, together) for rule in chosen)
    whole = h(
        "table",
        h("caption", f"{table.label}: {how_many(len(chosen), 'row')}", cls="quiet"),
        h("thead", bands, head, role="rowgroup"),
        h("tbody", *body, role="rowgroup"),
        cls="rules",
        role="table",
        data_decision=table.code,
    )
    return join(_filter_place(book, table, chosen), scroll(f"The table {table.label}", whole))


def _filter_place(book: Book, table: DecisionTable, chosen: Sequence[Rule]) -> Html | None:
    """Where a script makes the filter: it has its place from the start, so that nothing moves."""
    data = filter_data(book.model, table) if len(chosen) >= FILTERED else ""
    return h("div", cls="filters-place needs-script no-print", data_filter=data) if data else None


def _band(word: str, count: int) -> Html | None:
    if not count:
        return None
    return h(
        "th", word, colspan=count, scope="colgroup", role="columnheader", cls=f"band band-{word.lower()}"
    )


def _head(word: str, cls: str) -> Html:
    return h("th", word, scope="col", role="columnheader", cls=cls)


def _field_head(book: Book, here: str, name: str, cls: str) -> Html:
    return h(
        "th",
        field_link(here, book.model.fields[name]),
        scope="col",
        role="columnheader",
        cls=cls,
        data_field=name,
    )


def tones(table: DecisionTable) -> dict[object, int]:
    """A colour for each different result, while there are few; the same result has the same colour."""
    distinct = list(dict.fromkeys(_result_key(rule) for rule in table.rows))
    return {key: number % TONES for number, key in enumerate(distinct)} if len(distinct) <= 3 * TONES else {}


def _result_key(rule: Rule) -> object:
    return rule.results[0].value if rule.results else None


def _row(
    book: Book, here: str, table: DecisionTable, rule: Rule, colours: dict[object, int], together: bool
) -> Html:
    fields = book.model.fields
    name = h(
        "th", h("a", rule.id, href=f"#{rule_anchor(rule.id)}"), scope="row", role="rowheader", cls="rule"
    )
    if rule.otherwise:
        width = None if together else len(table.inputs) or 1
        conditions = [h("td", "where no other row holds", colspan=width, role="cell", cls="when any")]
    else:
        pairs = [(fields[name], test) for name, test in zip(table.input_fields, rule.conditions, strict=True)]
        conditions = (
            [_conditions_together(here, pairs)] if together else [_condition(*pair) for pair in pairs]
        )
    results = [
        _result(fields[column], result)
        for column, result in zip(table.output_fields, rule.results, strict=True)
    ]
    because = h(
        "td",
        evidence_of(book, here, rule.evidence) or h("p", "no evidence given", cls="note"),
        h("p", lines(rule.note), cls="note") if rule.note else None,
        row_mark(book, table.code, rule.id),
        place_of(rule.place),
        role="cell",
        cls="because",
    )
    tone = colours.get(_result_key(rule))
    return h(
        "tr",
        name,
        *conditions,
        *results,
        because,
        id=rule_anchor(rule.id),
        role="row",
        cls=f"tone-{tone}" if tone is not None else None,
        data_rule=rule.id,
    )


def _is_sparse(table: DecisionTable) -> bool:
    """Whether the table has many columns and few conditions: they then read better as a list in one."""
    written = sum(not isinstance(c.test, Anything) for rule in table.rules for c in rule.conditions)
    return len(table.inputs) > 10 and written < 0.35 * len(table.inputs) * len(table.rules)


def _conditions_together(here: str, pairs: list[tuple[Field, Condition]]) -> Html:
    told = [(field, condition) for field, condition in pairs if not isinstance(condition.test, Anything)]
    if not told:
        return h("td", "always", role="cell", cls="when any")
    items = (
        h("li", field_link(here, field), ": ", condition_of(condition, field)) for field, condition in told
    )
    return h("td", h("ul", *items, cls="tests"), role="cell", cls="when together")


def _result(field: Field, result: Result) -> Html:
    words = value_words(result.value, field), value_words(result.value, field, "patient")
    return h("td", both(*words, result.text or None), role="cell", cls="then", data_label=field.label)


def _condition(field: Field, condition: Condition) -> Html:
    free = isinstance(condition.test, Anything)
    return h(
        "td",
        condition_of(condition, field),
        role="cell",
        cls="when any" if free else "when",
        data_label=field.label,
    )


# ---------------------------------------------------------------- what bears on it


def _inputs(book: Book, here: str, table: DecisionTable) -> Html | None:
    """The columns, those that decide in most rows first: in how many rows, which answers count alike, where from."""
    if not table.inputs:
        return None
    told = [finding.extras for finding in book.findings_about(table.code)]
    idle = {one.field for one in told if isinstance(one, UnusedInput)}
    found = []
    for column, name in enumerate(table.input_fields):
        entry = book.model.fields[name]
        count = sum(not isinstance(rule.conditions[column].test, Anything) for rule in table.rules)
        said = f"{count} of {len(table.rules)}"
        producer = book.producers.get(name)
        groups = [both(*words) for words in told_apart(book, table, name)]
        row = h(
            "tr",
            h("th", field_link(here, entry), scope="row"),
            h("td", said, "; but it never changes the answer" if name in idle else None),
            h(
                "td",
                h("ul", *(h("li", words) for words in groups), cls="alike") if groups else "see the table",
            ),
            h("td", decision_link(here, producer) if producer else "the patient or the record"),
        )
        found.append((-count, column, row))
    heads = ("Input", "Rows that ask for it", "Answers that count alike, a line each", "Comes from")
    return scroll("Inputs", data_table(heads, (row for *_, row in sorted(found, key=lambda one: one[:2]))))


def told_apart(book: Book, table: DecisionTable, name: str) -> list[tuple[str, str]]:
    """The groups of values that no row of the table tells apart, in words for both readers.

    Empty where there are too many to be read, or values that are combined with each other.
    """
    entry, column = book.model.fields[name], table.input_fields.index(name)
    if entry.type == "choices" or name in book.model.set_valued:
        return []
    tests = [rule.conditions[column].test for rule in table.rules]
    axis = make_axis(entry, tests, book.model.can_be_unknown(name))
    groups: dict[tuple[bool, ...], int] = {}
    for place in bits(axis.full):
        alike = tuple(bool(axis.mask(test) >> place & 1) for test in tests)
        groups[alike] = groups.get(alike, 0) | 1 << place
    if len(groups) > APART:
        return []
    found = [(axis.test(mask), axis.pieces(mask)) for mask in groups.values()]
    return [(named_words(*one, entry, NAMED), named_words(*one, entry, NAMED, "patient")) for one in found]


def _because(book: Book, here: str, table: DecisionTable) -> Html | None:
    """Statements, disagreements and other guidance, each once with the rows that rest on it."""
    blocks = []
    told = [(c.id, c.title, "Taken: ", c.chosen) for c in book.model.conflicts]
    told += [(e.id, e.topic, "Elsewhere: ", e.elsewhere) for e in book.model.other_guidance]
    explained = {
        name: join(title.rstrip("."), ". ", h("span", word, text, cls="quiet"))
        for name, title, word, text in told
    }
    for kind, title in (
        ("conflict", "Where the sources disagree"),
        ("other guidance", "Where other guidance differs"),
        ("inference", "What is our own inference"),
    ):
        found: dict[tuple[str, str], list[Rule]] = {}
        for rule in table.rows:
            for item in rule.evidence:
                if item.kind == kind:
                    found.setdefault((item.ref, item.text), []).append(rule)
        if not found:
            continue
        entries = []
        for (ref, said), rules in found.items():
            head = difference_link(book, here, ref)
            where = commas(h("a", rule.id, href=f"#{rule_anchor(rule.id)}") for rule in rules)
            words = [said] if said and said != ref else []
            words += [explained[ref]] if ref in explained else []
            line = commas(words, "; ") or None
            entries.append(h("li", head, ": " if head and line else None, line, " (", where, ")"))
        blocks.append(join(h("h3", title), h("ul", *entries)))
    cited = [
        statement
        for statement in book.model.statements
        if any(user is table for user, _ in book.cited_by.get(statement.id, ()))
    ]
    if cited:
        entries = [
            h("li", link(here, f"evidence.html#statement-{slug(s.id)}", s.id), ": ", s.text) for s in cited
        ]
        blocks.append(join(h("h3", "Statements it rests on"), h("ul", *entries)))
    blocks += [also] if (also := concerning(book, here, table)) else []
    return join(blocks) if blocks else None


def _otherwise(book: Book, table: DecisionTable) -> Html | None:
    if table.otherwise is None:
        return None
    about = [finding for finding in book.findings_about(table.code) if finding.name == "otherwise-covers"]
    if not about:
        return h("p", "The other rows cover every case." if book.certificate else "Not analysed.")
    return join((h("p", lines(finding.message)), region_table(book, finding)) for finding in about)


def _cases(book: Book, here: str, table: DecisionTable) -> Html | None:
    if not book.model.cases:
        return None
    items, bare = [], []
    for rule in table.rows:
        cases = book.cases_of_rule.get((table.code, rule.id), ())
        name = h("a", rule.id, href=f"#{rule_anchor(rule.id)}")
        if not cases:
            bare.append(name)
            continue
        links = commas((case_link(here, case.id, case.description) for case in cases[:CASES_SHOWN]), "; ")
        more = len(cases) - CASES_SHOWN
        links = join(links, (" and ", link(here, "cases/index.html", f"{more} more")) if more > 0 else None)
        items.append(h("li", name, ": ", links))
    left = h("p", "No worked case reaches ", commas(bare), ".", cls="quiet") if bare else None
    return join(h("ul", *items) if items else None, left)


def case_link(here: str, case: str, description: str) -> Html:
    words = description if len(description) <= 90 else description[:87].rstrip() + " …"
    return link(here, case_path(case), f"{case} ({words})" if words else case)


def _findings(book: Book, here: str, table: DecisionTable) -> Html:
    about = [finding for finding in book.findings_about(table.code) if finding.name != "otherwise-covers"]
    if about:
        return join(finding_block(book, here, finding, named=False) for finding in about)
    if book.certificate is None:
        return h("p", "The tables were not checked when this page was written.")
    said = "The check found nothing in this table, so that nobody had to accept anything. "
    return h("p", said, link(here, "certificate.html", "What was checked"))
