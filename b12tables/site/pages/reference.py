"""Dictionary, questions, evidence, safety rules and worked cases as pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import quote

from b12tables.compiler.model import (
    Case,
    DecisionTable,
    Evaluation,
    Field,
    Limit,
    Place,
    Rule,
    SafetyRule,
    Source,
    Statement,
    run_case,
    scores_after,
    stated_by,
    value_words,
    values_after,
)
from b12tables.compiler.report import known_of_case
from b12tables.runtime.language import t, tn
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import fold, how_many
from b12tables.site.book import Book, Page, decision_path, rule_anchor
from b12tables.site.html import slug
from b12tables.site.pages.accounting import Became, became, titled
from b12tables.site.templating import render
from b12tables.site.view import (
    Line,
    Link,
    Run,
    Said,
    Words,
    commas,
    condition_of,
    decision_link,
    evidence_of,
    field_link,
    link,
    rule_link,
    run,
    tests_of,
    value_of,
)

# ---------------------------------------------------------------- dictionary


@dataclass(frozen=True)
class FieldEntry:
    """A field of the dictionary: what is said of it, and its values."""

    field: Field
    asked: bool
    type: str
    range: str
    unit: str
    decided_by: Link | None
    used_by: list[Link]


def dictionary_page(book: Book) -> Page:
    """Every field and every value, with what they mean and who uses them."""
    here = "dictionary.html"
    inputs, decided = {entry.code for entry in book.inputs}, set(book.producers)
    every = list(book.model.fields.values())
    groups = [
        ("inputs", t("What is asked"), [e for e in every if e.code in inputs]),
        ("outputs", t("What is decided"), [e for e in every if e.code in decided]),
        ("others", t("Further fields"), [e for e in every if e.code not in inputs | decided]),
    ]
    told = [
        (name, title, [_field(book, here, entry, name == "inputs") for entry in entries])
        for name, title, entries in groups
        if entries
    ]
    body = render("dictionary", here, groups=told, letters=_letters(every), thresholds=book.model.thresholds)
    return Page(
        t("Dictionary"), "Reference", body, t("Every field and value, with questions, units and codes.")
    )


def _letters(entries: Sequence[Field]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields by the first letter of their labels: `(letter, [(anchor, label), …])`, both in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in sorted(entries, key=lambda entry: (fold(entry.label), entry.code)):
        letter = next((sign.upper() for sign in entry.label if sign.isalnum()), "#")
        found.setdefault(letter, []).append((f"field-{slug(entry.code)}", entry.label))
    return list(found.items())


def _field(book: Book, here: str, entry: Field, asked: bool) -> FieldEntry:
    producer = book.producers.get(entry.code)
    return FieldEntry(
        entry,
        asked,
        t(entry.type) + (t(", may be unknown") if entry.unknown else ""),
        range_words(entry) if entry.low or entry.high else "",
        units_words(entry) if entry.unit else "",
        decision_link(here, producer) if producer else None,
        [decision_link(here, table) for table in book.consumers.get(entry.code, ())],
    )


def range_words(entry: Field) -> str:
    """The range of a field in words."""

    def end(limit: Limit) -> str:
        return value_words(limit.value, entry)

    if entry.low and entry.high and entry.low.closed and entry.high.closed:
        low = number_text(entry.low.value) if isinstance(entry.low.value, Fraction) else end(entry.low)
        return t("{low} to {end}", low=low, end=end(entry.high))
    parts = []
    if entry.low:
        parts.append(f"{'≥' if entry.low.closed else '>'} {end(entry.low)}")
    if entry.high:
        parts.append(f"{'≤' if entry.high.closed else '<'} {end(entry.high)}")
    return t(" and ").join(parts)


def units_words(entry: Field) -> str:
    """The unit of a field and the further ones it may be given in."""
    options = [f"{unit_words(option.unit)} (× {number_text(option.factor)})" for option in entry.accepts]
    said = unit_words(entry.unit) + (t("; also {options}", options=", ".join(options)) if options else "")
    return said + (t("; a number without its unit is refused") if entry.needs_unit else "")


@dataclass(frozen=True)
class Question:
    """A question that may be asked, in both wordings, with what can be answered."""

    anchor: str
    field: Link
    words: str
    patient: str
    answers: Said
    may_be_unknown: bool


def questions_page(book: Book) -> Page:
    """Every question that may be asked, in both wordings, with what can be answered: a sheet to print."""
    here = "questions.html"
    questions = [
        Question(
            f"question-{slug(entry.code)}",
            field_link(here, entry),
            entry.question,
            entry.patient,
            _answers(entry),
            entry.unknown,
        )
        for entry in book.inputs
        if not entry.computed
    ]
    body = render("questions", here, questions=questions)
    return Page(
        t("Questions"), "Reference", body, t("Every question that may be asked, in two wordings."), wide=True
    )


def _answers(entry: Field) -> Said:
    if entry.values:
        return commas((value_of(row.code, entry) for row in entry.values), " · ")
    if entry.type == "yes/no":
        return t("yes · no")
    words = [
        t(entry.type),
        range_words(entry),
        t("in {units_words}", units_words=units_words(entry)) if entry.unit else "",
    ]
    return commas(word for word in words if word)


# ---------------------------------------------------------------- evidence


@dataclass(frozen=True)
class StatementEntry:
    """A statement of a source, and what became of it."""

    statement: Statement
    about: str
    became: Became


def evidence_page(book: Book) -> Page:
    """Every source sentence and where it went."""
    here = "evidence.html"
    known = {source.id: source for source in book.model.sources}
    by_source: dict[str, list[StatementEntry]] = {}
    for statement in book.model.statements:
        by_source.setdefault(statement.source, []).append(_statement(book, here, statement))
    for source in book.model.sources:
        by_source.setdefault(source.id, [])
    dispositions = [statement.disposition for statement in book.model.statements]
    documents = [
        (f"source-{slug(name)}", titled(name, known.get(name)), _about(known.get(name)), told)
        for name, told in by_source.items()
    ]
    body = render(
        "evidence",
        here,
        count=how_many(len(dispositions), "statement"),
        encoded=dispositions.count("encoded"),
        context=dispositions.count("context"),
        undecidable=dispositions.count("not decidable"),
        infers=_infers(book),
        documents=documents,
    )
    return Page(t("Evidence"), "Evidence", body, t("Every statement of the sources, and where it went."))


def _infers(book: Book) -> bool:
    rules = [rule for table in book.model.decisions for rule in table.rows]
    return any(_inferred(rule) for rule in rules)


def _inferred(rule: Rule) -> bool:
    return any(item.kind == "inference" for item in rule.evidence)


def _about(source: Source | None) -> list[tuple[str, str]]:
    if source is None:
        return []
    facts = (
        (t("Publisher"), source.publisher),
        (t("Date"), source.date),
        (t("Where"), source.locator),
        (t("Review"), source.review_status),
    )
    return [(name, said) for name, said in facts if said]


def _statement(book: Book, here: str, statement: Statement) -> StatementEntry:
    about = " · ".join(part for part in (statement.section, statement.kind) if part)
    return StatementEntry(statement, about, became(book, here, statement))


def inferences_page(book: Book) -> Page | None:
    """Everything that no source says and the tables infer, each with its rows and what stands beside it."""
    here = "inferences.html"
    found: dict[tuple[str, str], list[Rule]] = {}
    for table in book.model.decisions:
        for rule in table.rows:
            for item in rule.evidence:
                if item.kind == "inference":
                    found.setdefault((table.code, item.text), []).append(rule)
    if not found:
        return None
    rows = [_inference(book, here, code, words, rules) for (code, words), rules in found.items()]
    body = render("inferences", here, count=how_many(len(found), "inference"), inferences=rows)
    lead = t("What the tables infer where the sources are silent, row by row.")
    return Page(t("What is inferred"), "Evidence", body, lead)


def _inference(book: Book, here: str, code: str, words: str, rules: list[Rule]) -> tuple[Link, str, Run, str]:
    """The decision, what is inferred, the rows, and what else they rest on."""
    evidence = [item for rule in rules for item in rule.evidence]
    others = [item for item in evidence if item.kind != "inference"]
    beside = dict.fromkeys(item.ref for item in others if item.ref)
    places = commas(link(here, f"{decision_path(code)}#{rule_anchor(rule.id)}", rule.id) for rule in rules)
    said = t("beside {beside}", beside=", ".join(beside)) if others else t("alone")
    return decision_link(here, book.model.decision[code]), words, places, said


def support_page(book: Book) -> Page:
    """Every rule and what supports it; inferences are named as such."""
    here = "support.html"
    rules = [rule for table in book.model.decisions for rule in table.rows]
    inferences = sum(map(_inferred, rules))
    decisions = [
        (f"decision-{slug(table.code)}", table.label, _support(book, here, table))
        for table in book.model.decisions
    ]
    body = render(
        "support", here, count=how_many(inferences, "rule"), infers=bool(inferences), decisions=decisions
    )
    return Page(
        t("What supports each rule"),
        "Evidence",
        body,
        t("Every rule and what supports it; inferences are marked."),
    )


def _support(book: Book, here: str, table: DecisionTable) -> list[tuple[Link, list[Run]]]:
    return [(rule_link(here, table, rule), evidence_of(book, here, rule.evidence)) for rule in table.rows]


# ---------------------------------------------------------------- safety rules, cases


@dataclass(frozen=True)
class Proof:
    """A safety rule, and what became of it: `verdict` is that of the certificate, "" where nothing was checked."""

    rule: SafetyRule
    when: list[Line]
    must: list[Line]
    verdict: str
    over: str
    beside: Link | None
    idle: bool
    evidence: list[Run]


@dataclass(frozen=True)
class Never:
    """A combination that cannot occur."""

    id: str
    tests: list[Line]
    why: str
    place: Place


def safety_page(book: Book) -> Page:
    """Properties of every possible case, each with what became of it and over how many cases that was seen."""
    here = "safety-rules.html"
    stated = book.certificate.as_dict().get("safety_rules", ()) if book.certificate else ()
    assert isinstance(stated, Sequence)
    verdicts = {str(entry["id"]): (str(entry["verdict"]), str(entry["cases"])) for entry in stated}
    vacuous = [finding for finding in book.findings if finding.name == "vacuous-safety-rule"]
    idle = {rule for finding in vacuous for rule in finding.rules}
    rules = [
        _proof(book, here, rule, verdicts.get(rule.id, ("", "")), rule.id in idle)
        for rule in book.model.safety_rules
    ]
    impossible = [Never(c.id, tests_of(book, here, c.tests), c.why, c.place) for c in book.model.impossible]
    body = render(
        "safety",
        here,
        checked=bool(verdicts),
        proved=sum(verdict == "proved" for verdict, _ in verdicts.values()),
        rules=rules,
        impossible=impossible,
    )
    return Page(
        t("Safety rules"),
        "Safety",
        body,
        t("What must hold for every possible case, and whether it was proved."),
    )


def _proof(book: Book, here: str, rule: SafetyRule, found: tuple[str, str], idle: bool) -> Proof:
    verdict, cases = found
    beside = None
    if rule.worse is not None and verdict == "proved":
        beside = field_link(here, book.model.fields[rule.worse.field])
    return Proof(
        rule,
        tests_of(book, here, rule.when_lines) if rule.when_lines else [],
        tests_of(book, here, rule.must_lines),
        verdict,
        _over(cases),
        beside,
        idle,
        evidence_of(book, here, rule.evidence),
    )


def _over(cases: str) -> str:
    """Over how many cases something was proved."""
    if not cases.isdigit():
        return t("every possible case")
    return tn(
        1 if cases == "1" else 2, "{count} possible case", "{count} possible cases", count=grouped(cases)
    )


def grouped(digits: str) -> str:
    """A large whole number with thin spaces between its thousands."""
    return f"{int(digits):,}".replace(",", "\u202f") if digits.isdigit() else digits


def case_path(case: str) -> str:
    return f"cases/{slug(case)}.html"


def cases_pages(book: Book) -> dict[str, Page]:
    """The worked cases: a list, and a page for each with what is given, expected and answered."""
    here = "cases/index.html"
    rows = [
        (link(here, case_path(case.id), case.id), case.description, _in_form(book, here, case))
        for case in book.model.cases
    ]
    body = render("cases", here, count=how_many(len(book.model.cases), "patient"), cases=rows)
    pages = {
        here: Page(t("Worked cases"), "Reference", body, t("Patients, and what the tables answer for them."))
    }
    for case in book.model.cases:
        path = case_path(case.id)
        data = _case(book, path, case, book.evaluated[case.id])
        pages[path] = Page(t("Case {id}", id=case.id), "", render("case", path, **data), case.description)
    return pages


def _in_form(book: Book, here: str, case: Case) -> Said | None:
    """The form, filled with a worked case, which it knows by its name."""
    if not book.model.decisions:
        return None
    return link(here, f"try.html#worked={quote(case.id, safe='')}", t("Open in the form"))


def _case(book: Book, here: str, case: Case, evaluation: Evaluation) -> Mapping[str, object]:
    fields = book.model.fields
    return {
        "case": case,
        "form": _in_form(book, here, case),
        "given": [(fields[n].label, value_of(value, fields[n])) for n, value in case.given.items()],
        "expected": [
            (fields[test.field].label, condition_of(test, fields[test.field])) for test in case.expect
        ],
        "came": _came(book, case),
        "known": known_of_case(book.package, book.model, *stated_by(case)),
        "steps": list(_steps(book, here, case, evaluation)),
    }


def _came(book: Book, case: Case) -> list[tuple[str, str | Words]]:
    """What came out instead of what the case expects."""
    result, fields = run_case(book.model, case), book.model.fields
    given, today = stated_by(case)
    values = values_after(given, result.evaluation) | scores_after(
        book.model, given, result.evaluation, today
    )
    missed = dict.fromkeys(miss.expected.field for miss in result.misses)
    return [
        (fields[n].label, value_of(values[n], fields[n]) if n in values else t("no answer")) for n in missed
    ]


def _steps(book: Book, here: str, case: Case, evaluation: Evaluation) -> Iterator[Said]:
    """The rows that answer what the case expects."""
    wanted = {book.producers[test.field].code for test in case.expect if test.field in book.producers}
    for step in evaluation.steps:
        if step.decision not in wanted:
            continue
        table = book.model.decision[step.decision]
        fired = [rule_link(here, table, rule) for rule in table.rows if rule.id in step.rules]
        yield commas(fired) if fired else run(decision_link(here, table), t(": no row holds"))
