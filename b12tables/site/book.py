"""What the pages of the site need to know of a model: who feeds whom, who cites what, where things stand."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Protocol

from b12tables.compiler.compare import Beside, Edition, Effect, Signed, standings
from b12tables.compiler.model import (
    Case,
    Condition,
    DecisionTable,
    Evaluation,
    Evidence,
    Field,
    FieldTest,
    Finding,
    Model,
    Never,
    Place,
    Rule,
    Value,
    Worsening,
    compared_words,
    evaluate,
    remembering,
    stated_fields,
    test_words,
    value_words,
)
from b12tables.compiler.proof import Meanings
from b12tables.runtime.explain.answers import with_parts
from b12tables.site.html import Child, Html, h, join, slug, text


class CertificateLike(Protocol):
    """What the site asks of a certificate: its facts, and its sentences."""

    def as_dict(self) -> Mapping[str, object]: ...

    def lines(self) -> list[str]: ...


@dataclass(frozen=True)
class Page:
    """One page of the site: title, section of the menu, body. `lead` is one sentence for lists and search."""

    title: str
    section: str
    html: Html
    lead: str = ""
    scripts: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Book:
    """A model with its findings, as the pages read it.

    `refs` maps IDs that hand-written pages explain to their addresses.
    """

    model: Model
    findings: tuple[Finding, ...] = ()
    certificate: CertificateLike | None = None
    refs: Mapping[str, str] = field(default_factory=dict)
    quick: bool = False
    """Leaves out what takes long: what other readings would change."""
    traced: tuple[Signed, ...] = ()
    """How it stands with the sign-off of each rule, with the changes that voided some; empty: without these."""
    editions: tuple[Edition, ...] | None = None
    """The changes under git that touched each decision's cells, newest first; None: they were not looked for."""
    beside: Beside | None = None
    """What other readings would change, where that was begun before."""

    @cached_property
    def producers(self) -> Mapping[str, DecisionTable]:
        return self.model.produced_by

    @cached_property
    def consumers(self) -> Mapping[str, tuple[DecisionTable, ...]]:
        """Each field and the tables that have it as a condition."""
        found: dict[str, list[DecisionTable]] = {}
        for table in self.model.decisions:
            for name in table.input_fields:
                found.setdefault(name, []).append(table)
        return {name: tuple(tables) for name, tables in found.items()}

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """The fields that a case states, in the order of the dictionary."""
        return stated_fields(self.model)

    @cached_property
    def answers(self) -> tuple[DecisionTable, ...]:
        """The decisions that are answers, in the order in which they are told, folded ones last."""
        return tuple(self.model.decision[code] for code in (*self.model.answers, *self.model.folded))

    @cached_property
    def needs(self) -> Mapping[str, tuple[DecisionTable, ...]]:
        """Each decision and the decisions that it needs, in the model's order."""
        return {table.code: self._needed_by(table) for table in self.model.decisions}

    def rests_on(self, table: DecisionTable) -> set[str]:
        """The codes of the fields that a decision looks at, with those from which they are computed."""
        return with_parts(table.input_fields, self.model.parts)

    def _needed_by(self, table: DecisionTable) -> tuple[DecisionTable, ...]:
        names = self.rests_on(table)
        wanted = {self.producers[name].code for name in names if name in self.producers}
        return tuple(other for other in self.model.decisions if other.code in wanted)

    @cached_property
    def feeds(self) -> Mapping[str, tuple[DecisionTable, ...]]:
        """Each decision and the decisions that need it."""
        found: dict[str, list[DecisionTable]] = {table.code: [] for table in self.model.decisions}
        for table in self.model.decisions:
            for need in self.needs[table.code]:
                found[need.code].append(table)
        return {code: tuple(tables) for code, tables in found.items()}

    @cached_property
    def evaluated(self) -> Mapping[str, Evaluation]:
        """Each worked case and its evaluation; cases that count to today are left without that day."""
        deciding = remembering()
        return {case.id: evaluate(self.model, case.given, deciding=deciding) for case in self.model.cases}

    @cached_property
    def cases_of_rule(self) -> Mapping[tuple[str, str], tuple[Case, ...]]:
        """The worked cases in which each rule gives the answer."""
        found: dict[tuple[str, str], list[Case]] = {}
        for case in self.model.cases:
            for step in self.evaluated[case.id].steps:
                for rule in step.rules:
                    found.setdefault((step.decision, rule), []).append(case)
        return {key: tuple(cases) for key, cases in found.items()}

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[tuple[DecisionTable, Rule], ...]]:
        """Each reference (statement, guidance, conflict) and the rules that cite it."""
        found: dict[str, list[tuple[DecisionTable, Rule]]] = {}
        for table in self.model.decisions:
            for rule in table.rows:
                for ref in dict.fromkeys(item.ref for item in rule.evidence if item.ref):
                    found.setdefault(ref, []).append((table, rule))
        return {ref: tuple(rules) for ref, rules in found.items()}

    @cached_property
    def explained(self) -> Mapping[str, str]:
        """Each ID that the site explains, and the address of the explanation.

        Rows are there by an ID that no other row has; a conflict comes before a row of its name.
        """
        model = self.model
        ids = [(rule.id, table) for table in model.decisions for rule in table.rows]
        once = Counter(name for name, _ in ids)
        return {
            **{name: f"{decision_path(t.code)}#{rule_anchor(name)}" for name, t in ids if once[name] == 1},
            **{rule.id: f"safety-rules.html#safety-{slug(rule.id)}" for rule in model.safety_rules},
            **{item.id: f"evidence.html#statement-{slug(item.id)}" for item in model.statements},
            **self.differences,
        }

    @cached_property
    def differences(self) -> Mapping[str, str]:
        """Each conflict and each entry of other guidance, and the address where it is explained."""
        return {
            **self.refs,
            **{entry.id: guidance_path(entry.id) for entry in self.model.other_guidance},
            **{conflict.id: conflict_path(conflict.id) for conflict in self.model.conflicts},
        }

    @cached_property
    def meanings(self) -> Meanings:
        return Meanings(self.model)

    @cached_property
    def signed(self) -> tuple[Signed, ...]:
        """How it stands with the sign-off of each rule, in the order of the tables."""
        return self.traced or tuple(standings(self.model, self.meanings))

    @cached_property
    def standings(self) -> Mapping[tuple[str, str], Signed]:
        """The same by the codes of decision and rule."""
        return {(signed.decision, signed.rule): signed for signed in self.signed}

    @cached_property
    def readings(self) -> Mapping[str, tuple[Effect, ...]]:
        """For each conflict, what each other reading would change; empty where that is left out."""
        if self.quick:
            return {}
        found = iter(self.begun.wait())
        return {c.id: tuple(next(found) for _ in c.what_if) for c in self.model.conflicts}

    @cached_property
    def begun(self) -> Beside:
        """Begins to find out what the other readings would change, so that it is done beside other work."""
        return self.beside or Beside(self.model)

    @cached_property
    def statement_ids(self) -> frozenset[str]:
        return frozenset(statement.id for statement in self.model.statements)

    def findings_about(self, decision: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.decision == decision)


# ---------------------------------------------------------------- addresses


def decision_path(code: str) -> str:
    return f"decisions/{slug(code)}.html"


def conflict_path(conflict: str) -> str:
    return f"conflicts/{slug(conflict)}.html"


def guidance_path(entry: str) -> str:
    return f"other-guidance.html#{slug(entry)}"


def rule_anchor(rule: str) -> str:
    return f"rule-{slug(rule)}"


@cache
def to(here: str, path: str) -> str:
    """The address of a path of the site, seen from the page `here`."""
    file, _, anchor = path.partition("#")
    address = posixpath.relpath(file, posixpath.dirname(here) or ".") if file and file != here else ""
    return address + (f"#{anchor}" if anchor else "") or posixpath.basename(here)


def link(here: str, path: str, *words: Child, **attributes: str | None) -> Html:
    return h("a", *words, href=to(here, path), **attributes)


def decision_link(here: str, table: DecisionTable) -> Html:
    return link(here, decision_path(table.code), table.label)


def rule_link(here: str, table: DecisionTable, rule: Rule) -> Html:
    name = rule.id if rule.id not in ("Otherwise",) else "otherwise"
    return link(here, f"{decision_path(table.code)}#{rule_anchor(rule.id)}", f"{table.label} · {name}")


def field_link(here: str, entry: Field) -> Html:
    return link(here, f"dictionary.html#field-{slug(entry.code)}", label_of(entry))


# ---------------------------------------------------------------- words for two readers


def both(clinician: str, patient: str, written: str | None = None) -> Html:
    """A text that the page's reader switch can turn into the patient's words, or into what the cell says."""
    if patient in ("", clinician) and written in (None, clinician):
        return text(clinician)
    return h(
        "span",
        clinician,
        data_patient=patient if patient not in ("", clinician) else None,
        data_written=written if written not in (None, clinician) else None,
    )


def label_of(entry: Field) -> Html:
    """The field's label; where the reader wants what is written, its code."""
    return both(entry.label, "", entry.code)


def question_of(entry: Field) -> Html:
    return both(entry.question or entry.label, entry.patient)


def value_of(value: Value, entry: Field) -> Html:
    return both(value_words(value, entry), value_words(value, entry, "patient"))


def condition_of(condition: Condition | FieldTest, entry: Field) -> Html:
    """A condition in words; the cell's own text is one switch away."""
    words = test_words(condition.test, entry), test_words(condition.test, entry, "patient")
    written = condition.explained if isinstance(condition, Condition) else condition.text
    return both(*words, written or None)


def tests_of(book: Book, here: str, tests: Sequence[FieldTest | Worsening | Never]) -> Html:
    """Lines `Field: test` of a combination or a safety rule: for whoever audits, so without the patient's words."""
    found = ((book.model.fields[test.field], test) for test in tests)
    lines = (h("li", field_link(here, entry), ": ", _said(book, test)) for entry, test in found)
    return h("ul", *lines, cls="tests")


def _said(book: Book, line: FieldTest | Worsening | Never) -> Child:
    fields = book.model.fields
    if isinstance(line, FieldTest):
        return both(test_words(line.test, fields[line.field]), "", line.text or None)
    return compared_words(line, fields)


def place_of(place: Place) -> Html:
    """Where something is written: file · sheet · cells."""
    return h("span", str(place), cls="place")


def places_of(places: tuple[Place, ...]) -> Html:
    return h("ul", *(h("li", place_of(place)) for place in places), cls="places")


def evidence_of(book: Book, here: str, items: tuple[Evidence, ...]) -> Html:
    """What a rule rests on, each item linked to where it is explained."""
    return (
        h("ul", *(h("li", _evidence_item(book, here, item)) for item in items), cls="evidence")
        if items
        else Html()
    )


def difference_link(book: Book, here: str, ref: str) -> Html | str | None:
    """The ID of a conflict or of other guidance, linked to what explains it."""
    return link(here, book.differences[ref], ref) if ref in book.differences else ref or None


def _evidence_item(book: Book, here: str, item: Evidence) -> Html:
    words = {"statement": "", "conflict": "sources disagree", "unmarked": "not marked"}
    mark = words.get(item.kind, item.kind)
    if item.kind == "statement" and item.ref in book.statement_ids:
        return link(here, f"evidence.html#statement-{slug(item.ref)}", item.ref)
    ref = difference_link(book, here, item.ref)
    said = item.text if item.text and item.text != item.ref else None
    return join(
        h("span", mark, cls=f"kind kind-{slug(item.kind.replace(' ', '-'))}") if mark else None,
        " " if mark and (ref or said) else None,
        ref,
        ": " if ref and said else None,
        said,
    )
