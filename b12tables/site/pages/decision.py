"""The page of one decision: its question, its table as it was written, and everything that bears on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.checks import UnusedInput
from b12tables.compiler.model import (
    Anything,
    DecisionTable,
    Place,
    Rule,
    named_words,
    value_words,
)
from b12tables.compiler.proof import bits, make_axis
from b12tables.runtime.language import t, wording
from b12tables.runtime.words import how_many
from b12tables.site.book import Book, Page, decision_path, rule_anchor
from b12tables.site.html import Html
from b12tables.site.pages.changes import History
from b12tables.site.pages.conflicts import concerning
from b12tables.site.pages.findings import Found, Region, found_of, region_of
from b12tables.site.pages.reference import case_path
from b12tables.site.pages.row_filter import filter_data
from b12tables.site.pages.sign_offs import SignedMark, row_mark, sign_off_part, signed_history
from b12tables.site.pictures.requirements_graph import neighbourhood
from b12tables.site.templating import render
from b12tables.site.view import (
    Line,
    Link,
    Quiet,
    Run,
    Said,
    both,
    commas,
    condition_of,
    decision_link,
    difference_link,
    evidence_of,
    field_link,
    link,
    run,
    statement_link,
)

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


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    code: str
    link: Link


@dataclass(frozen=True)
class Cell:
    """A cell of the table in words; `free` where a condition asks for nothing."""

    label: str
    words: Said
    free: bool


@dataclass(frozen=True)
class Row:
    """A row of the table. `together` are its conditions as a list, in a table of which most cells ask for nothing."""

    id: str
    anchor: str
    tone: int | None
    otherwise: bool
    conditions: list[Cell]
    together: list[Line]
    results: list[Cell]
    evidence: list[Run]
    note: str
    mark: SignedMark | None
    place: Place


@dataclass(frozen=True)
class RuleTable:
    """The table in the order of the sheet."""

    code: str
    label: str
    count: str
    together: bool
    when: list[Head]
    then: list[Head]
    rows: list[Row]
    filter: str
    """The data of the filter as JSON; "" where there is none."""


@dataclass(frozen=True)
class Input:
    """A column: in how many rows it decides, which answers count alike, where it comes from."""

    field: Link
    asked: str
    idle: bool
    alike: list[Said]
    producer: Link | None


@dataclass(frozen=True)
class Ground:
    """Something that rows rest on: a disagreement, other guidance, an inference; with the rows."""

    head: Said | None
    line: Run
    rules: Run


@dataclass(frozen=True)
class Because:
    """What the rows rest on, each once: grounds by their title, statements, and what else concerns the decision."""

    grounds: list[tuple[str, list[Ground]]]
    statements: list[Line]
    also: list[Line]


@dataclass(frozen=True)
class Covered:
    """What only Otherwise covers, in words and exactly."""

    message: str
    region: Region


@dataclass(frozen=True)
class Reached:
    """A rule, and the worked cases in which it gives the answer."""

    rule: Link
    cases: Run


@dataclass(frozen=True)
class CasesPart:
    """The worked cases by row, and the rows that none reaches."""

    rows: list[Reached]
    bare: list[Link]


def decision_page(
    book: Book, table: DecisionTable, tree: Html | None = None, history: History | None = None
) -> Page:
    """The page of one decision. `tree` is its picture, where there is one; `history` says what changed."""
    here = decision_path(table.code)
    signings = signed_history(book, table)
    data = {
        "rules": rule_table(book, here, table),
        "tree": tree,
        "covered": _otherwise(book, table),
        "inputs": _inputs(book, here, table),
        "connections": neighbourhood(book, here, table),
        "because": _because(book, here, table),
        "cases": _cases(book, here, table),
        "findings": _findings(book, here, table),
        "signed": sign_off_part(book, here, table),
    }
    shown = {
        "table": (t("The table"), True),
        "tree": (t("As a tree"), tree is not None),
        "otherwise": (t("What only Otherwise covers"), table.otherwise is not None),
        "inputs": (t("Which inputs matter"), bool(data["inputs"])),
        "connections": (t("What it needs and feeds"), bool(data["connections"])),
        "evidence": (t("Evidence and notes"), data["because"] is not None),
        "cases": (t("Worked cases"), data["cases"] is not None),
        "findings": (t("Findings, and what was accepted"), True),
        "sign-off": (t("Signed off"), True),
        "history": (t("History"), history is not None or bool(signings)),
    }
    body = render(
        "decision",
        here,
        table=table,
        titles={name: title for name, (title, there) in shown.items() if there},
        history=history,
        signings=signings,
        certificate=link(here, "certificate.html", t("What was checked")),
        checked=book.certificate is not None,
        **data,
    )
    section = "Decisions" if table in book.answers else "Steps on the way"
    return Page(table.label, section, body, table.question, ("filter.js",), wide=True)


# ---------------------------------------------------------------- the table


def rule_table(book: Book, here: str, table: DecisionTable) -> RuleTable:
    """The table in the order of the sheet."""
    colours = tones(table)
    together = _is_sparse(table)
    fields = book.model.fields
    return RuleTable(
        table.code,
        table.label,
        how_many(len(table.rows), "row"),
        together,
        [Head(name, field_link(here, fields[name])) for name in table.input_fields],
        [Head(name, field_link(here, fields[name])) for name in table.output_fields],
        [_row(book, here, table, rule, colours, together) for rule in table.rows],
        filter_data(book.model, table) if len(table.rows) >= FILTERED else "",
    )


def tones(table: DecisionTable) -> dict[object, int]:
    """A colour for each different result, while there are few; the same result has the same colour."""
    distinct = list(dict.fromkeys(_result_key(rule) for rule in table.rows))
    return {key: number % TONES for number, key in enumerate(distinct)} if len(distinct) <= 3 * TONES else {}


def _result_key(rule: Rule) -> object:
    return rule.results[0].value if rule.results else None


def _row(
    book: Book, here: str, table: DecisionTable, rule: Rule, colours: dict[object, int], together: bool
) -> Row:
    fields = book.model.fields
    pairs = [] if rule.otherwise else list(zip(table.input_fields, rule.conditions, strict=True))
    told = [(fields[name], condition) for name, condition in pairs]
    asked = [(entry, condition) for entry, condition in told if not isinstance(condition.test, Anything)]
    return Row(
        rule.id,
        rule_anchor(rule.id),
        colours.get(_result_key(rule)),
        rule.otherwise,
        []
        if together
        else [
            Cell(entry.label, condition_of(condition, entry), isinstance(condition.test, Anything))
            for entry, condition in told
        ],
        [Line(field_link(here, entry), condition_of(condition, entry)) for entry, condition in asked]
        if together
        else [],
        list(_results(book, table, rule)),
        evidence_of(book, here, rule.evidence),
        rule.note,
        row_mark(book, table.code, rule.id),
        rule.place,
    )


def _results(book: Book, table: DecisionTable, rule: Rule) -> Iterator[Cell]:
    for name, result in zip(table.output_fields, rule.results, strict=True):
        entry = book.model.fields[name]
        words = value_words(result.value, entry), value_words(result.value, entry, "patient")
        yield Cell(entry.label, both(*words, result.text or None), False)


def _is_sparse(table: DecisionTable) -> bool:
    """Whether the table has many columns and few conditions: they then read better as a list in one."""
    written = sum(not isinstance(c.test, Anything) for rule in table.rules for c in rule.conditions)
    return len(table.inputs) > 10 and written < 0.35 * len(table.inputs) * len(table.rules)


# ---------------------------------------------------------------- what bears on it


def _inputs(book: Book, here: str, table: DecisionTable) -> list[Input]:
    """The columns, those that decide in most rows first."""
    extras = [finding.extras for finding in book.findings_about(table.code)]
    idle = {one.field for one in extras if isinstance(one, UnusedInput)}
    found = []
    for column, name in enumerate(table.input_fields):
        count = sum(not isinstance(rule.conditions[column].test, Anything) for rule in table.rules)
        producer = book.producers.get(name)
        told = Input(
            field_link(here, book.model.fields[name]),
            t("{count} of {rules}", count=count, rules=len(table.rules)),
            name in idle,
            [both(*words) for words in told_apart(book, table, name)],
            decision_link(here, producer) if producer else None,
        )
        found.append((-count, column, told))
    return [told for *_, told in sorted(found, key=lambda one: one[:2])]


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


GROUNDS = (
    ("conflict", wording("Where the sources disagree")),
    ("other guidance", wording("Where other guidance differs")),
    ("inference", wording("What is our own inference")),
)
"""What rows rest on beside statements, by the kind of the evidence."""


def _because(book: Book, here: str, table: DecisionTable) -> Because | None:
    """Statements, disagreements and other guidance, each once with the rows that rest on it."""
    grounds = [(t(title), _grounds(book, here, table, kind)) for kind, title in GROUNDS]
    cited = [
        Line(statement_link(here, statement.id), statement.text)
        for statement in book.model.statements
        if any(user is table for user, _ in book.cited_by.get(statement.id, ()))
    ]
    found = Because([(title, own) for title, own in grounds if own], cited, concerning(book, here, table))
    return found if found.grounds or found.statements or found.also else None


def _grounds(book: Book, here: str, table: DecisionTable, kind: str) -> list[Ground]:
    found: dict[tuple[str, str], list[Rule]] = {}
    for rule in table.rows:
        for item in rule.evidence:
            if item.kind == kind:
                found.setdefault((item.ref, item.text), []).append(rule)
    explained = _explained(book)
    grounds = []
    for (ref, said), rules in found.items():
        words: list[Said] = [said] if said and said != ref else []
        words += [explained[ref]] if ref in explained else []
        rows = commas(Link(f"#{rule_anchor(rule.id)}", rule.id) for rule in rules)
        grounds.append(Ground(difference_link(book, here, ref), commas(words, "; "), rows))
    return grounds


def _explained(book: Book) -> dict[str, Said]:
    """Each conflict and each entry of other guidance in short."""
    told = [(c.id, c.title, t("Taken: "), c.chosen) for c in book.model.conflicts]
    told += [(e.id, e.topic, t("Elsewhere: "), e.elsewhere) for e in book.model.other_guidance]
    return {name: run(title.rstrip("."), ". ", Quiet(run(word, text))) for name, title, word, text in told}


def _otherwise(book: Book, table: DecisionTable) -> list[Covered]:
    about = [finding for finding in book.findings_about(table.code) if finding.name == "otherwise-covers"]
    if table.otherwise is None:
        return []
    return [Covered(finding.message, region_of(book, finding)) for finding in about]


def _cases(book: Book, here: str, table: DecisionTable) -> CasesPart | None:
    if not book.model.cases:
        return None
    rows, bare = [], []
    for rule in table.rows:
        cases = book.cases_of_rule.get((table.code, rule.id), ())
        name = Link(f"#{rule_anchor(rule.id)}", rule.id)
        if not cases:
            bare.append(name)
            continue
        links = commas((case_link(here, case.id, case.description) for case in cases[:CASES_SHOWN]), "; ")
        more = len(cases) - CASES_SHOWN
        rest = (
            run(t(" and "), link(here, "cases/index.html", t("{more} more", more=more))) if more > 0 else None
        )
        rows.append(Reached(name, run(links, rest)))
    return CasesPart(rows, bare)


def case_link(here: str, case: str, description: str) -> Link:
    """A worked case with the beginning of its description."""
    words = description if len(description) <= 90 else description[:87].rstrip() + " …"
    return link(here, case_path(case), f"{case} ({words})" if words else case)


def _findings(book: Book, here: str, table: DecisionTable) -> list[Found]:
    about = [finding for finding in book.findings_about(table.code) if finding.name != "otherwise-covers"]
    return [found_of(book, here, finding, named=False) for finding in about]
