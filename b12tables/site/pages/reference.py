"""Dictionary, questions, evidence, safety rules and worked cases as pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from urllib.parse import quote

from b12tables.compiler.model import Case, Evaluation, Field, Limit, Rule, Source, Statement, value_words
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import how_many
from b12tables.site.book import (
    Book,
    Page,
    condition_of,
    decision_link,
    decision_path,
    evidence_of,
    field_link,
    link,
    place_of,
    rule_anchor,
    rule_link,
    tests_of,
    value_of,
)
from b12tables.site.html import (
    Child,
    Html,
    commas,
    data_table,
    fact,
    facts,
    h,
    join,
    lines,
    scroll,
    slug,
)
from b12tables.site.pages.accounting import became
from b12tables.site.values_data import input_data

# ---------------------------------------------------------------- dictionary


def dictionary_page(book: Book) -> Page:
    """Every field and every value, with what they mean and who uses them."""
    here = "dictionary.html"
    inputs, decided = {entry.code for entry in book.inputs}, set(book.producers)
    groups = [
        ("inputs", "What is asked", [e for e in book.model.fields.values() if e.code in inputs]),
        ("outputs", "What is decided", [e for e in book.model.fields.values() if e.code in decided]),
        (
            "others",
            "Further fields",
            [e for e in book.model.fields.values() if e.code not in inputs | decided],
        ),
    ]
    body = join(
        h(
            "section",
            h("h2", title, id=name),
            *(_field(book, here, entry, name == "inputs") for entry in entries),
        )
        for name, title, entries in groups
        if entries
    )
    if book.model.thresholds:
        body = join([_thresholds(book), body])
    return Page("Dictionary", "Reference", body, "Every field and value, with questions, units and codes.")


def _thresholds(book: Book) -> Html:
    """The numbers that conditions name, with where each comes from."""
    rows = [
        h("tr", h("th", one.name, scope="row"), h("td", one.words), h("td", one.source), h("td", one.note))
        for one in book.model.thresholds
    ]
    heads = h("tr", *(h("th", head, scope="col") for head in ("Threshold", "Value", "Source", "Note")))
    table = h("table", h("thead", heads), h("tbody", *rows))
    return h("section", h("h2", "Thresholds", id="thresholds"), scroll("Thresholds", table))


def _field(book: Book, here: str, entry: Field, asked: bool) -> Html:
    found: list[Child] = [fact("Type", entry.type + (", may be unknown" if entry.unknown else ""))]
    if entry.low or entry.high:
        found.append(fact("Range", range_words(entry)))
    if entry.unit:
        found.append(fact("Unit", units_words(entry)))
    if entry.step or entry.rounds:
        found.append(fact("Precision", entry.precision_words))
    if entry.computed:
        found.append(fact("Follows from", entry.computed.text))
    if asked:
        found.append(fact("Question", entry.question or _missing("question")))
        found.append(fact("For patients", entry.patient or _missing("patient wording")))
    if entry.system_code:
        found.append(fact("Code", f"{entry.system} {entry.system_code}"))
    if entry.note:
        found.append(fact("Note", lines(entry.note)))
    producer = book.producers.get(entry.code)
    if producer:
        found.append(fact("Decided by", decision_link(here, producer)))
    users = commas(decision_link(here, table) for table in book.consumers.get(entry.code, ()))
    if users:
        found.append(fact("Used by", users))
    found.append(fact("Stands in", place_of(entry.place)))
    return h(
        "article",
        h("h3", entry.label, " ", h("code", entry.code), id=f"field-{slug(entry.code)}"),
        h("dl", *found, cls="facts"),
        _values(entry) if entry.values else None,
        cls="entry",
        data_also="; ".join(entry.also) or None,
    )


def _missing(what: str) -> Html:
    return h("em", f"no {what} yet", data_missing=what, data_note=True)


def range_words(entry: Field) -> str:
    """The range of a field in words."""

    def end(limit: Limit) -> str:
        return value_words(limit.value, entry)

    if entry.low and entry.high and entry.low.closed and entry.high.closed:
        low = number_text(entry.low.value) if isinstance(entry.low.value, Fraction) else end(entry.low)
        return f"{low} to {end(entry.high)}"
    parts = []
    if entry.low:
        parts.append(f"{'≥' if entry.low.closed else '>'} {end(entry.low)}")
    if entry.high:
        parts.append(f"{'≤' if entry.high.closed else '<'} {end(entry.high)}")
    return " and ".join(parts)


def units_words(entry: Field) -> str:
    """The unit of a field and the further ones it may be given in."""
    options = [f"{unit_words(option.unit)} (× {number_text(option.factor)})" for option in entry.accepts]
    said = unit_words(entry.unit) + (f"; also {', '.join(options)}" if options else "")
    return said + ("; a number without its unit is refused" if entry.needs_unit else "")


def _values(entry: Field) -> Html:
    with_code = any(row.system_code for row in entry.values)
    rows_ = (
        h(
            "tr",
            h("th", h("code", row.code), scope="row"),
            h("td", row.label, h("p", row.definition, cls="quiet") if row.definition else None),
            h("td", row.patient or h("span", "as for clinicians", cls="quiet")),
            h("td", f"{row.system} {row.system_code}".strip()) if with_code else None,
            id=f"value-{slug(entry.code)}-{slug(row.code)}",
            data_also="; ".join(row.also) or None,
        )
        for row in entry.values
    )
    heads = ["Value", "Label", "For patients"] + (["Code"] if with_code else [])
    return scroll(f"Values of {entry.label}", data_table(heads, rows_))


def questions_page(book: Book) -> Page:
    """Every question that may be asked, in both wordings, with what can be answered: a sheet to print."""
    here = "questions.html"
    items = []
    for entry in book.inputs:
        if entry.computed:
            continue
        items.append(
            h(
                "tr",
                h("th", field_link(here, entry), scope="row"),
                h("td", entry.question or _missing("question")),
                h("td", entry.patient or _missing("patient wording")),
                h("td", _answers(entry), " · not known" if entry.unknown else None),
                id=f"question-{slug(entry.code)}",
            )
        )
    heads = ["Field", "Question", "In the patient's words", "Answers"]
    body = scroll("Questions", data_table(heads, items))
    return Page(
        "Questions", "Reference", body, "Every question that may be asked, in two wordings.", wide=True
    )


def _answers(entry: Field) -> Html:
    if entry.values:
        return commas((value_of(row.code, entry) for row in entry.values), " · ")
    if entry.type == "yes/no":
        return join("yes · no")
    words = [entry.type, range_words(entry), f"in {units_words(entry)}" if entry.unit else ""]
    return commas(word for word in words if word)


# ---------------------------------------------------------------- evidence


def evidence_page(book: Book) -> Page:
    """Every source sentence and where it went."""
    here = "evidence.html"
    known = {source.id: source for source in book.model.sources}
    by_source: dict[str, list[Statement]] = {}
    for statement in book.model.statements:
        by_source.setdefault(statement.source, []).append(statement)
    dispositions = [statement.disposition for statement in book.model.statements]
    body = join(
        h(
            "p",
            f"{how_many(len(dispositions), 'statement')}: encoded in rules {dispositions.count('encoded')}, "
            f"context {dispositions.count('context')}, "
            f"not decidable {dispositions.count('not decidable')}. ",
            link(here, "where-each-sentence-went.html", "Line by line"),
            "; ",
            link(here, "support.html", "every rule and what supports it"),
            ("; ", link(here, "inferences.html", "what is inferred")) if _infers(book) else None,
            ".",
        ),
        (_source(book, here, known.get(name), name, statements) for name, statements in by_source.items()),
        (
            _source(book, here, source, source.id, [])
            for source in book.model.sources
            if source.id not in by_source
        ),
    )
    return Page("Evidence", "Evidence", body, "Every statement of the sources, and where it went.")


def _infers(book: Book) -> bool:
    every = [rule for table in book.model.decisions for rule in table.rows]
    return any(item.kind == "inference" for rule in every for item in rule.evidence)


def _source(book: Book, here: str, source: Source | None, name: str, statements: list[Statement]) -> Html:
    about = None
    if source:
        about = facts(
            ("Publisher", source.publisher),
            ("Date", source.date),
            ("Where", source.locator),
            ("Review", source.review_status),
        )
    return h(
        "section",
        h("h2", f"{name}: {source.title}" if source else name, id=f"source-{slug(name)}"),
        about,
        *(_statement(book, here, statement) for statement in statements),
    )


def _statement(book: Book, here: str, statement: Statement) -> Html:
    about = " · ".join(part for part in (statement.section, statement.kind) if part)
    return h(
        "article",
        h(
            "h3",
            statement.id,
            " ",
            h("span", statement.disposition, cls="kind"),
            id=f"statement-{slug(statement.id)}",
        ),
        h("p", statement.text),
        h("p", about, cls="quiet") if about else None,
        h("p", f"Cited in the document: {statement.citations}", cls="quiet") if statement.citations else None,
        h("p", "What became of it:"),
        became(book, here, statement),
        place_of(statement.place),
        cls="statement",
    )


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
    lines_ = []
    for (code, words), rules in found.items():
        table = book.model.decision[code]
        evidence = [item for rule in rules for item in rule.evidence]
        others = [item for item in evidence if item.kind != "inference"]
        alone = not others
        beside = dict.fromkeys(item.ref for item in others if item.ref)
        places = (link(here, f"{decision_path(code)}#{rule_anchor(rule.id)}", rule.id) for rule in rules)
        lines_.append(
            h(
                "tr",
                h("th", decision_link(here, table), scope="row"),
                h("td", words),
                h("td", commas(places)),
                h("td", "alone" if alone else join("beside ", ", ".join(beside))),
            )
        )
    body = join(
        h(
            "p",
            f"{how_many(len(found), 'inference')}: what no source says in these words, and a row needs all the "
            "same. Each is for "
            "a clinician to confirm.",
            cls="question",
        ),
        scroll(
            "Inferences", data_table(("Decision", "What is inferred", "Rows", "The rows rest on it"), lines_)
        ),
    )
    lead = "What the tables infer where the sources are silent, row by row."
    return Page("What is inferred", "Evidence", body, lead)


def support_page(book: Book) -> Page:
    """Every rule and what supports it; inferences are named as such."""
    here = "support.html"
    rules = [rule for table in book.model.decisions for rule in table.rows]
    inferences = sum(any(item.kind == "inference" for item in rule.evidence) for rule in rules)
    sections = []
    for table in book.model.decisions:
        found = (
            h(
                "tr",
                h("th", rule_link(here, table, rule), scope="row"),
                h("td", evidence_of(book, here, rule.evidence) or h("em", "no evidence given")),
            )
            for rule in table.rows
        )
        sections.append(
            h(
                "section",
                h("h2", table.label, id=f"decision-{slug(table.code)}"),
                data_table(("Rule", "Rests on"), found),
            )
        )
    body = join(
        h(
            "p",
            f"Rest on an inference of ours, alone or beside statements: {how_many(inferences, 'rule')}. ",
            link(here, "inferences.html", "All inferences") if inferences else None,
        ),
        sections,
    )
    return Page(
        "What supports each rule", "Evidence", body, "Every rule and what supports it; inferences are marked."
    )


# ---------------------------------------------------------------- safety rules, cases


def _verdict(here: str, verdict: str, cases: str) -> Html:
    if verdict == "proved":
        over = f"{grouped(cases)} possible case{'' if cases == '1' else 's'}"
        return h("span", f"proved over {over if cases.isdigit() else 'every possible case'}", cls="proved")
    if verdict == "broken":
        return h(
            "strong", link(here, "findings.html", "does not hold: see the findings"), cls="severity error"
        )
    if verdict:
        words = f"{verdict}: the search ended at its bound; nothing is claimed"
        return h("strong", words, cls="severity warning")
    return h("span", "not proved in this build", cls="quiet")


def _summary(book: Book, verdicts: Mapping[str, tuple[str, str]]) -> Html | None:
    """How many of the rules are proved."""
    total = len(book.model.safety_rules)
    if not total or not verdicts:
        return None
    proved = sum(verdict == "proved" for verdict, _ in verdicts.values())
    return h("p", h("strong", f"{proved} of {total} are proved."))


def safety_page(book: Book) -> Page:
    """Properties of every possible case, each with what became of it and over how many cases that was seen."""
    here = "safety-rules.html"
    stated = book.certificate.as_dict().get("safety_rules", ()) if book.certificate else ()
    assert isinstance(stated, Sequence)
    verdicts = {str(entry["id"]): (str(entry["verdict"]), str(entry["cases"])) for entry in stated}
    vacuous = [finding for finding in book.findings if finding.name == "vacuous-safety-rule"]
    idle = {rule for finding in vacuous for rule in finding.rules}
    items = []
    for rule in book.model.safety_rules:
        outcome, cases = verdicts.get(rule.id, ("", ""))
        verdict = _verdict(here, outcome, cases)
        if rule.worse is not None and outcome == "proved":
            field = book.model.fields[rule.worse.field]
            verdict = join(
                verdict, ", each beside those that differ from it in ", field_link(here, field), " alone."
            )
        if rule.id in idle:
            verdict = join(verdict, " Its When never holds, so that it says nothing of any patient.")
        items.append(
            h(
                "article",
                h("h2", rule.id, id=f"safety-{slug(rule.id)}"),
                h("p", rule.why),
                facts(
                    ("When", tests_of(book, here, rule.when_lines) if rule.when_lines else "always"),
                    ("Must", tests_of(book, here, rule.must_lines)),
                ),
                h("p", verdict),
                evidence_of(book, here, rule.evidence),
                place_of(rule.place),
                cls="entry",
            )
        )
    impossible = [
        h(
            "article",
            h("h3", c.id, id=f"impossible-{slug(c.id)}"),
            tests_of(book, here, c.tests),
            h("p", c.why),
            place_of(c.place),
            cls="entry",
        )
        for c in book.model.impossible
    ]
    body = join(
        h("p", "Each of these must hold for every possible case, not only for the worked ones."),
        _summary(book, verdicts),
        items or h("p", "No safety rule is stated."),
        (h("h2", "Combinations that cannot occur", id="impossible"), *impossible) if impossible else None,
    )
    return Page(
        "Safety rules", "Safety", body, "What must hold for every possible case, and whether it was proved."
    )


def grouped(digits: str) -> str:
    """A large whole number with thin spaces between its thousands."""
    return f"{int(digits):,}".replace(",", "\u202f") if digits.isdigit() else digits


def case_path(case: str) -> str:
    return f"cases/{slug(case)}.html"


def cases_pages(book: Book) -> dict[str, Page]:
    """The worked cases: a list, and a page for each with what is given, expected and answered."""
    here = "cases/index.html"
    items = (
        h("tr", h("th", link(here, case_path(case.id), case.id), scope="row"), h("td", case.description))
        for case in book.model.cases
    )
    body = join(
        h(
            "p",
            f"{how_many(len(book.model.cases), 'patient')} one can imagine, and what the tables must answer.",
        ),
        scroll("Worked cases", data_table(("Case", "Patient"), items)),
    )
    pages = {here: Page("Worked cases", "Reference", body, "Patients, and what the tables answer for them.")}
    for case in book.model.cases:
        path = case_path(case.id)
        html = _case(book, path, case, book.evaluated[case.id])
        pages[path] = Page(f"Case {case.id}", "", html, case.description)
    return pages


def _column(title: str, found: list[Html]) -> Html:
    return h("div", h("h2", title), h("dl", *found, cls="case"))


def _case(book: Book, here: str, case: Case, evaluation: Evaluation) -> Html:
    fields = book.model.fields
    entered = {name: input_data(value, fields[name]) for name, value in case.given.items()}
    given = [fact(fields[name].label, value_of(value, fields[name])) for name, value in case.given.items()]
    expect = [fact(fields[test.field].label, condition_of(test, fields[test.field])) for test in case.expect]
    wanted = {book.producers[test.field].code for test in case.expect if test.field in book.producers}
    steps = []
    for step in evaluation.steps:
        if step.decision not in wanted:
            continue
        table = book.model.decision[step.decision]
        fired = [rule for rule in table.rows if rule.id in step.rules]
        links = commas(rule_link(here, table, rule) for rule in fired)
        steps.append(h("li", links or (decision_link(here, table), ": no row holds")))
    return join(
        h("p", case.description, cls="question"),
        h("p", link(here, f"try.html#case={quote(json.dumps(entered))}", "Open in the form", cls="button")),
        h("div", _column("Given", given), _column("Expected", expect), cls="pair"),
        (h("h2", "Answered by", id="answered"), h("ul", *steps)) if steps else None,
        h("p", place_of(case.place)),
    )
