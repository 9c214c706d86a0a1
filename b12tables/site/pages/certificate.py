"""The certificate as a page: what was checked, over how many cases, and everything that was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from b12tables.compiler.checks import NotEstablished
from b12tables.compiler.model import KINDS, Finding
from b12tables.runtime.words import how_many
from b12tables.site.book import Book, Page, conflict_path, link, place_of, rule_link
from b12tables.site.html import Child, Html, commas, facts, h, join, lines, slug
from b12tables.site.pages.changes import PATH as CHANGES
from b12tables.site.pages.changes import Since
from b12tables.site.pages.sign_offs import PATH as SIGN_OFFS
from b12tables.site.pages.sign_offs import counted

HERE = "certificate.html"

NEVER = (
    "Whether a rule is right: whether it helps a patient is for clinicians to say.",
    "Whether the sources are right, complete or up to date, and whether a statement repeats its source faithfully.",
    "Whether an entry for a patient is true: a wrong date or a result of another patient gives a wrong answer.",
    "Patients and questions of whom no table speaks.",
    "Words: whether a question, a label or an explanation is understood as it is meant.",
    "What stands in workbooks beside the cells: comments, pictures, colours, hidden notes, macros. Of a formula only "
    "the value is read that was stored with it.",
    "What another program does with an answer after it was given.",
)
"""What no check can tell, whatever the tables."""


def certificate_page(book: Book, since: Since | None = None) -> Page:
    """What was checked, over how many cases; what was assumed, accepted, left out and not settled."""
    about = book.model.about
    listed = facts(
        ("Table set", f"{about.title} ({about.identifier})"),
        ("Version", about.version),
        ("Status", about.status),
        ("Content hash", book.model.content_hash or "none"),
        ("Decisions", str(len(book.model.decisions))),
        ("Rows", str(sum(len(table.rows) for table in book.model.decisions))),
    )
    stated = book.certificate.as_dict() if book.certificate else {}
    open_ = [part for part in _not_checked(book, stated, since or Since()) if part]
    body = join(
        listed,
        h("h2", "What was checked", id="checked"),
        _checked(book, stated),
        _assumed(book, stated),
        _accepted(book, stated),
        h("h2", "What was not checked", id="not-checked"),
        open_,
        h("h3", "What is never checked", id="limits"),
        h(
            "p",
            "Checked means: for every possible case of the tables as they are written. It does not mean that "
            "the answer is right for a particular patient. No check tells:",
        ),
        h("ul", *(h("li", line) for line in NEVER)),
        h("p", about.disclaimer, cls="safety-sentence"),
    )
    return Page("Certificate", "Safety", body, "What was checked, over how many cases, and what was not.")


# ---------------------------------------------------------------- what was


def _checked(book: Book, stated: Mapping[str, object]) -> Html:
    if book.certificate is None:
        return h("p", "Nothing was checked when this site was written.")
    safety = _entries(stated, "safety_rules")
    proved = sum(entry["verdict"] == "proved" for entry in safety)
    failed = sum(finding.name == "failed-case" for finding in book.findings)
    errors = sum(f.stands_in_the_way for f in book.findings)
    # the sentence of the report, so that page and report cannot differ
    first = book.certificate.lines()[0].removeprefix("Checked: ")
    items: list[Child] = [
        first,
        join(
            f"{proved} of {len(safety)} safety rules are proved over every possible case: ",
            link(HERE, "safety-rules.html", "each with its number of cases"),
        )
        if safety
        else "There are no safety rules to prove.",
        join(
            f"{stated.get('worked_cases')} worked cases were evaluated; ",
            f"{failed} of them {'gives' if failed == 1 else 'give'} another answer than expected: "
            if failed
            else "each gives the answer that it expects: ",
            link(
                HERE, "findings.html" if failed else "cases/index.html", "which" if failed else "all of them"
            ),
        )
        if stated.get("worked_cases")
        else "There are no worked cases.",
        join(
            f"{how_many(errors, 'error')} {_verb(errors, 'stands', 'stand')} in the way of a build: ",
            link(HERE, "findings.html", "findings"),
        )
        if errors
        else "Nothing stands in the way of a build.",
    ]
    names = [str(name) for name in _list(stated, "checks")]
    return join(
        h("ul", *(h("li", item) for item in items)),
        h(
            "details",
            h("summary", f"What was looked for ({how_many(len(names), 'kind')} of findings)"),
            h("ul", *(h("li", _kind(name)) for name in names)),
        )
        if names
        else None,
    )


def _kind(name: str) -> Html:
    summary = f": {KINDS[name].summary}" if name in KINDS else None
    return join(link(HERE, f"findings/{name}.html", name), summary)


def _assumed(book: Book, stated: Mapping[str, object]) -> Html:
    whole = {str(line).partition(" ")[0]: str(line) for line in _list(stated, "assumed")}
    items = [
        h("li", whole.pop(rule.id, rule.id), ". ", rule.why, " ", place_of(rule.place))
        for rule in book.model.impossible
    ]
    items += [h("li", line) for line in whole.values()]
    none = h("p", "Nothing beyond the ranges of the dictionary.")
    return join(h("h2", "What was assumed impossible", id="assumed"), h("ul", *items) if items else none)


def _accepted(book: Book, stated: Mapping[str, object]) -> Html:
    accepted = [h("li", str(line)) for line in _list(stated, "accepted")]
    return join(
        h("h2", "What was found and accepted", id="accepted"),
        h("ul", *accepted) if accepted else h("p", "Nothing."),
    )


# ---------------------------------------------------------------- what was not


def _not_checked(book: Book, stated: Mapping[str, object], since: Since) -> Iterable[Html | None]:
    yield _left_out(book, stated)
    yield _safety(stated)
    yield _part(
        "unread",
        "Cells that could not be read",
        [_said(f) for f in book.findings if f.name in _READING],
    )
    yield _part(
        "voided-acceptances",
        "Acceptances that do not count",
        [_said(f) for f in book.findings if f.name in ("accepted-expired", "accepted-unmatched")],
    )
    yield _part("sign-offs", "What nobody has signed", _unsigned(book))
    yield _part("uncited", "Sentences of the sources that no table carries", _uncarried(book))
    yield _part("no-case", "Rows that no worked case reaches", _without_case(book))
    yield _part("readings", "Other readings of disagreements", _readings(book))
    yield _part("comparison", "Other versions", _comparison(book, since))


_READING = frozenset(
    {
        "bad-cell",
        "blank-cell",
        "unknown-name",
        "unknown-heading",
        "missing-heading",
        "sheet-shape",
        "missing-sheet",
    }
    | {"ambiguous-name", "duplicate-name", "outside-domain", "unit-mismatch", "unreadable-file"}
)
"""Kinds of findings behind which something is left out."""


def _part(name: str, title: str, items: Sequence[Child]) -> Html | None:
    if not items:
        return None
    return join(h("h3", title, id=name), h("ul", *(h("li", item) for item in items)))


def _left_out(book: Book, stated: Mapping[str, object]) -> Html:
    """Files, sheets, tables and rows left out, and questions whose search ended at its bound; said in any case."""
    found = dict.fromkeys([*(str(line) for line in _list(stated, "skipped")), *book.model.skipped])
    for finding in book.findings:
        if finding.name == "analysis-incomplete":
            open_ = finding.extras
            said = open_.not_established if isinstance(open_, NotEstablished) else (finding.message,)
            label = book.model.decision[finding.decision].label + ": " if finding.decision else ""
            found |= dict.fromkeys(f"{label}{line}" for line in said)
    unchecked = "Everything: the tables were not checked when this site was written."
    nothing = (
        "Nothing: every workbook, sheet, table and row was read, and no search ended before everything "
        "was settled."
    )
    return join(
        h("h3", "Left out, or not settled", id="skipped"),
        h("p", unchecked) if book.certificate is None else None if found else h("p", nothing),
        h("ul", *(h("li", lines(line)) for line in found)) if found else None,
    )


def _safety(stated: Mapping[str, object]) -> Html | None:
    items = [
        join(link(HERE, f"safety-rules.html#safety-{slug(str(e['id']))}", str(e["id"])), f": {e['verdict']}")
        for e in _entries(stated, "safety_rules")
        if e["verdict"] != "proved"
    ]
    return _part("safety", "Safety rules that are not proved", items)


def _said(finding: Finding) -> Html:
    where = (" ", place_of(finding.places[0])) if finding.places else None
    return join(
        link(HERE, f"findings/{finding.name}.html", finding.name),
        ": ",
        finding.message.partition("\n")[0],
        where,
    )


def _unsigned(book: Book) -> list[Child]:
    if all(signed.standing == "signed" for signed in book.signed):
        return []
    return [join(f"{counted(book, book.signed)}: ", link(HERE, SIGN_OFFS, "who signed what"))]


def _uncarried(book: Book) -> list[Child]:
    """What of the sources is in no table, by why."""
    words = {
        "context": "are context",
        "not decidable": "cannot be decided by a table",
    }
    counts = {
        name: sum(statement.disposition == name for statement in book.model.statements) for name in words
    }
    uncited = sum(finding.name == "unencoded-statement" for finding in book.findings)
    items = [f"{number} {words[name]}" for name, number in counts.items() if number]
    items += [f"{uncited} should be in the tables, and no row cites them"] if uncited else []
    if not items:
        return []
    total = len(book.model.statements)
    page = link(HERE, "where-each-sentence-went.html", "each with its reason")
    return [join(f"Of {total} statements {', '.join(items)}: ", page)]


def _without_case(book: Book) -> list[Child]:
    if not book.model.cases:
        return []
    every = [(table, rule) for table in book.model.decisions for rule in table.rows]
    bare = [
        rule_link(HERE, table, rule)
        for table, rule in every
        if (table.code, rule.id) not in book.cases_of_rule
    ]
    return [join(f"{how_many(len(bare), 'row')}: ", commas(bare))] if bare else []


def _readings(book: Book) -> list[Child]:
    if book.quick and any(conflict.what_if for conflict in book.model.conflicts):
        return [
            "What other readings of the conflicts would change was not computed when this site was written."
        ]
    items: list[Child] = []
    for conflict in book.model.conflicts:
        effects = book.readings.get(conflict.id, ())
        tables = dict.fromkeys(code for effect in effects for code in effect.unfinished)
        rules = dict.fromkeys(name for effect in effects for name in effect.unsettled)
        if tables or rules:
            said = [f"decisions {', '.join(tables)}"] if tables else []
            said += [f"safety rules {', '.join(rules)}"] if rules else []
            page = link(HERE, conflict_path(conflict.id), conflict.id)
            items.append(join(page, f": not settled for {' and '.join(said)}"))
    return items


def _comparison(book: Book, since: Since) -> list[Child]:
    if since.comparison is None:
        return [join(since.why, " ", link(HERE, CHANGES, "What changed"))]
    return [
        f"{book.model.decision[code].label if code in book.model.decision else 'Which cases are accepted'}: {why}"
        for code, why in since.comparison.unfinished.items()
    ]


# ---------------------------------------------------------------- plain data


def _list(stated: Mapping[str, object], name: str) -> Sequence[object]:
    found = stated.get(name, ())
    assert isinstance(found, Sequence)
    return found


def _entries(stated: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    return [entry for entry in _list(stated, name) if isinstance(entry, Mapping)]


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
