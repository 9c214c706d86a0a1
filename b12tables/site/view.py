"""What the pages say, as plain data: the templates decide how each is written down.

A `Said` is a text, or something that a text is made of. `templates/said.html.j2` has a macro for each of these types,
which a template needs not call: wherever a `Said` is shown, it is written down by the macro of its type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from b12tables.compiler.model import (
    Condition,
    DecisionTable,
    Evidence,
    Field,
    FieldTest,
    Never,
    Place,
    Rule,
    Value,
    Worsening,
    compared_words,
    test_words,
    value_words,
)
from b12tables.runtime.language import t
from b12tables.site.book import Book, decision_path, rule_anchor, to
from b12tables.site.html import slug

Said: TypeAlias = "str | Link | Words | Run | Quiet | Strong | Kind | Place"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address."""

    address: str
    words: Said


@dataclass(frozen=True, slots=True)
class Words:
    """A text that the page's reader switch can turn into the patient's words, or into what the cell says."""

    clinician: str
    patient: str | None
    written: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """Parts one after the other."""

    parts: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Words that stand back behind those around them."""

    words: Said


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    words: Said


@dataclass(frozen=True, slots=True)
class Kind:
    """On what sort of evidence something rests: the word for it, and the name of its look."""

    words: str
    look: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line `label: what is said of it`."""

    label: Said
    said: Said


def run(*parts: Said | None) -> Run:
    """Parts one after the other; None is nothing."""
    return Run(tuple(part for part in parts if part is not None))


def commas(items: Iterable[Said], between: str = ", ") -> Run:
    """Items one after the other with a comma between them; empty where there are none."""
    found: list[Said] = []
    for item in items:
        found += [between, item] if found else [item]
    return Run(tuple(found))


def empty(said: Said | None) -> bool:
    """Whether nothing is said."""
    return all(map(empty, said.parts)) if isinstance(said, Run) else not said


# ---------------------------------------------------------------- links


def link(here: str, path: str, *words: Said) -> Link:
    """Words that lead from the page `here` to a path of the site."""
    return Link(to(here, path), words[0] if len(words) == 1 else Run(words))


def decision_link(here: str, table: DecisionTable) -> Link:
    return link(here, decision_path(table.code), table.label)


def rule_address(here: str, code: str, rule: str) -> str:
    """The address of a rule on the page of its decision."""
    return to(here, f"{decision_path(code)}#{rule_anchor(rule)}")


def rule_link(here: str, table: DecisionTable, rule: Rule) -> Link:
    name = rule.id if rule.id not in ("Otherwise",) else t("otherwise")
    return Link(rule_address(here, table.code, rule.id), f"{table.label} · {name}")


def field_link(here: str, entry: Field) -> Link:
    return link(here, f"dictionary.html#field-{slug(entry.code)}", label_of(entry))


def statement_link(here: str, statement: str) -> Link:
    return link(here, f"evidence.html#statement-{slug(statement)}", statement)


def difference_link(book: Book, here: str, ref: str) -> Link | str | None:
    """The ID of a conflict or of other guidance, linked to what explains it."""
    return link(here, book.differences[ref], ref) if ref in book.differences else ref or None


# ---------------------------------------------------------------- words for two readers


def both(clinician: str, patient: str, written: str | None = None) -> str | Words:
    """A text in up to three wordings; one that is the same in all of them is a plain text."""
    if patient in ("", clinician) and written in (None, clinician):
        return clinician
    return Words(
        clinician,
        patient if patient not in ("", clinician) else None,
        written if written not in (None, clinician) else None,
    )


def label_of(entry: Field) -> str | Words:
    """The field's label; where the reader wants what is written, its code."""
    return both(entry.label, "", entry.code)


def value_of(value: Value, entry: Field) -> str | Words:
    return both(value_words(value, entry), value_words(value, entry, "patient"))


def condition_of(condition: Condition | FieldTest, entry: Field) -> str | Words:
    """A condition in words; the cell's own text is one switch away."""
    words = test_words(condition.test, entry), test_words(condition.test, entry, "patient")
    written = condition.explained if isinstance(condition, Condition) else condition.text
    return both(*words, written or None)


def tests_of(book: Book, here: str, tests: Sequence[FieldTest | Worsening | Never]) -> list[Line]:
    """Lines `Field: test` of a combination or a safety rule: for whoever audits, so without the patient's words."""
    fields = book.model.fields
    return [Line(field_link(here, fields[test.field]), _tested(book, test)) for test in tests]


def _tested(book: Book, line: FieldTest | Worsening | Never) -> str | Words:
    fields = book.model.fields
    if isinstance(line, FieldTest):
        return both(test_words(line.test, fields[line.field]), "", line.text or None)
    return compared_words(line, fields)


# ---------------------------------------------------------------- evidence


def evidence_of(book: Book, here: str, items: Sequence[Evidence]) -> list[Run]:
    """What a rule rests on, each item linked to where it is explained."""
    return [Run(tuple(_evidence_item(book, here, item))) for item in items]


def _evidence_item(book: Book, here: str, item: Evidence) -> Iterator[Said]:
    words = {"statement": "", "conflict": t("sources disagree"), "unmarked": t("not marked")}
    mark = words[item.kind] if item.kind in words else t(item.kind)
    if item.kind == "statement" and item.ref in book.statement_ids:
        yield statement_link(here, item.ref)
        return
    ref = difference_link(book, here, item.ref)
    said = item.text if item.text and item.text != item.ref else None
    if mark:
        yield Kind(mark, slug(item.kind.replace(" ", "-")))
    if mark and (ref or said):
        yield " "
    if ref:
        yield ref
    if ref and said:
        yield ": "
    if said:
        yield said
