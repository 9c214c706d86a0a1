"""The certificate as a page: what was checked, over how many cases, and everything that was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from b12tables.compiler.checks import NotEstablished
from b12tables.compiler.model import KINDS, Finding
from b12tables.runtime.language import t, tn, told, wording
from b12tables.runtime.words import how_many
from b12tables.site.book import PROOF, Book, Page, conflict_path
from b12tables.site.html import slug
from b12tables.site.pages.changes import PATH as CHANGES
from b12tables.site.pages.changes import Since
from b12tables.site.pages.sign_offs import PATH as SIGN_OFFS
from b12tables.site.pages.sign_offs import counted
from b12tables.site.templating import render
from b12tables.site.view import Run, Said, commas, decision_link, link, rule_link, run

if TYPE_CHECKING:
    from b12tables.compiler.grading import StoredMistake

HERE = "certificate.html"

NEVER = (
    wording("Whether a rule is right: whether it helps a patient is for clinicians to say."),
    wording(
        "Whether the sources are right, complete or up to date, and whether a statement repeats its source faithfully."
    ),
    wording(
        "Whether an entry for a patient is true: a wrong date or a result of another patient gives a wrong answer."
    ),
    wording("Patients and questions of whom no table speaks."),
    wording("Words: whether a question, a label or an explanation is understood as it is meant."),
    wording(
        "What stands in workbooks beside the cells: comments, pictures, colours, hidden notes, macros. Of a formula "
        "only the value is read that was stored with it."
    ),
    wording("What another program does with an answer after it was given."),
)
"""What no check can tell, whatever the tables."""


@dataclass(frozen=True)
class Unchecked:
    """Something that was not checked, or does not count: what, and each of it."""

    anchor: str
    title: str
    said: Sequence[Said]


def certificate_page(book: Book, since: Since | None = None) -> Page:
    """What was checked, over how many cases; what was assumed, accepted, left out and not settled."""
    model = book.model
    stated = book.certificate.as_dict() if book.certificate else {}
    facts = [
        (t("Table set"), f"{model.about.title} ({model.about.identifier})"),
        (t("Version"), model.about.version),
        (t("Status"), model.about.status),
        (t("Content hash"), model.content_hash or t("none")),
        (t("Decisions"), str(len(model.decisions))),
        (t("Rows"), str(sum(len(table.rows) for table in model.decisions))),
    ]
    names = [str(name) for name in _list(stated, "checks")]
    body = render(
        "certificate",
        HERE,
        facts=[(name, said) for name, said in facts if said],
        checked=None if book.certificate is None else _checked(book, stated),
        grade=_graded(book) if book.grade else None,
        proof=_proved(book) if book.proof else None,
        kinds=how_many(len(names), "kind"),
        looked_for=[_kind(name) for name in names],
        assumed=_assumed(book, stated),
        accepted=[str(line) for line in _list(stated, "accepted")],
        left_out=_left_out(book, stated),
        open=[part for part in _not_checked(book, stated, since or Since()) if part.said],
        never=[t(words) for words in NEVER],
        disclaimer=model.about.disclaimer,
    )
    return Page(
        t("Certificate"), "Safety", body, t("What was checked, over how many cases, and what was not.")
    )


# ---------------------------------------------------------------- what was


def _checked(book: Book, stated: Mapping[str, object]) -> list[Said]:
    """What was checked, a sentence each; the first is that of the report, so that page and report cannot differ."""
    assert book.certificate is not None
    first = book.certificate.lines()[0].removeprefix("Checked: ")
    return [first, _safety_said(stated), _cases_said(book, stated), _errors_said(book)]


def _safety_said(stated: Mapping[str, object]) -> Said:
    safety = _entries(stated, "safety_rules")
    proved = sum(entry["verdict"] == "proved" for entry in safety)
    if not safety:
        return t("There are no safety rules to prove.")
    return run(
        t("{n} of {whole} safety rules are proved over every possible case: ", n=proved, whole=len(safety)),
        link(HERE, "safety-rules.html", t("each with its number of cases")),
    )


def _cases_said(book: Book, stated: Mapping[str, object]) -> Said:
    failed = sum(finding.name == "failed-case" for finding in book.findings)
    if not stated.get("worked_cases"):
        return t("There are no worked cases.")
    return run(
        t("{n} worked cases were evaluated; ", n=stated.get("worked_cases")),
        tn(
            failed,
            "{n} of them gives another answer than expected: ",
            "{n} of them give another answer than expected: ",
        )
        if failed
        else t("each gives the answer that it expects: "),
        link(HERE, "findings.html", t("which"))
        if failed
        else link(HERE, "cases/index.html", t("all of them")),
    )


def _errors_said(book: Book) -> Said:
    errors = sum(f.stands_in_the_way for f in book.findings)
    if not errors:
        return t("Nothing stands in the way of a build.")
    return run(
        tn(errors, "{n} error stands in the way of a build: ", "{n} errors stand in the way of a build: "),
        link(HERE, "findings.html", t("findings")),
    )


def _kind(name: str) -> Run:
    summary = f": {KINDS[name].summary}" if name in KINDS else None
    return run(link(HERE, f"findings/{name}.html", name), summary)


def _assumed(book: Book, stated: Mapping[str, object]) -> list[Said]:
    whole = {str(line).partition(" ")[0]: str(line) for line in _list(stated, "assumed")}
    items: list[Said] = [
        run(whole.pop(rule.id, rule.id), ". ", rule.why, " ", rule.place) for rule in book.model.impossible
    ]
    return [*items, *whole.values()]


# ---------------------------------------------------------------- the proof


COMMAND = f"python -m b12tables.proofcheck {PROOF} tables"


@dataclass(frozen=True)
class Proved:
    """The proof that somebody else can check: a sentence, where it lies, and the command; without them where it is one
    of other tables.
    """

    sentence: str
    file: Said | None = None
    command: str = ""


def _proved(book: Book) -> Proved:
    proof = book.shown_proof
    if proof is None:
        return Proved(t("The proof that is there was made of other tables than these: it is not shown."))
    sentence = t(
        "Why this is so is written down for somebody else to check, with a program that shares no code with the one "
        "that says it: of {tables} decision tables and {rules} safety rules. It says nothing of {left} others, each "
        "with why; nor of what its own list of what is not shown names.",
        tables=proof.tables,
        rules=proof.rules,
        left=proof.left_out,
    )
    return Proved(sentence, run(link(HERE, PROOF, PROOF)), COMMAND)


# ---------------------------------------------------------------- who would notice a mistake


@dataclass(frozen=True)
class Graded:
    """The grade of the worked cases and safety rules: a sentence, the score of each decision, and what is missing."""

    sentence: str
    scores: Sequence[tuple[Said, int, int]]
    unnoticed: Sequence[Said]
    more: int


def _graded(book: Book) -> Graded:
    """The grade that was made of these tables; of others nothing but that it was made of others."""
    from b12tables.compiler.report import percent

    grade, model = book.grade, book.model
    assert grade is not None
    if grade.content_hash != model.content_hash:
        return Graded(
            t("The grade that is there was made of other tables than these: it is not shown."), (), (), 0
        )
    sentence = t(
        "Small mistakes were put into the tables one at a time: {of} of them would change somebody's answer and pass "
        "the check. A worked case or a safety rule notices {noticed} of these ({share}).",
        of=f"{grade.score.of:,}",
        noticed=f"{grade.score.noticed:,}",
        share=percent(grade.score.noticed, grade.score.of),
    )
    if grade.unsettled:
        more = t("Of {n} more it was not found out: nothing is claimed of them.", n=f"{grade.unsettled:,}")
        sentence = f"{sentence} {more}"
    scores = [
        (decision_link(HERE, model.decision[code]), score.noticed, score.of)
        for code, score in grade.decisions.items()
        if score.of and code in model.decision
    ]
    told = [_mistake(book, one) for one in grade.unnoticed]
    return Graded(sentence, scores, told, grade.score.of - grade.score.noticed - len(told))


def _mistake(book: Book, mistake: StoredMistake) -> Said:
    table = book.model.decision.get(mistake.decision)
    rule = next((row for row in table.rows if row.id == mistake.rule), None) if table else None
    where = rule_link(HERE, table, rule) if table and rule else mistake.decision
    return run(where, ": ", mistake.words)


# ---------------------------------------------------------------- what was not


def _not_checked(book: Book, stated: Mapping[str, object], since: Since) -> Iterator[Unchecked]:
    yield Unchecked("safety", t("Safety rules that are not proved"), _safety(stated))
    unread = [_said(f) for f in book.findings if f.name in _READING]
    yield Unchecked("unread", t("Cells that could not be read"), unread)
    void = [
        _said(f)
        for f in book.findings
        if f.name in ("accepted-expired", "accepted-unmatched", "accepted-wide")
    ]
    yield Unchecked("voided-acceptances", t("Acceptances that do not count"), void)
    yield Unchecked("sign-offs", t("What nobody has signed"), _unsigned(book))
    yield Unchecked("uncited", t("Sentences of the sources that no table carries"), _uncarried(book))
    yield Unchecked("no-case", t("Rows that no worked case reaches"), _without_case(book))
    yield Unchecked("readings", t("Other readings of disagreements"), _readings(book))
    yield Unchecked("comparison", t("Other versions"), _comparison(book, since))


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


def _left_out(book: Book, stated: Mapping[str, object]) -> list[str]:
    """Files, sheets, tables and rows left out, and questions whose search ended at its bound; said in any case."""
    found = dict.fromkeys([*(str(line) for line in _list(stated, "skipped")), *book.model.skipped])
    for finding in book.findings:
        if finding.name == "analysis-incomplete":
            open_ = finding.extras
            said = open_.not_established if isinstance(open_, NotEstablished) else (finding.message,)
            label = book.model.decision[finding.decision].label + ": " if finding.decision else ""
            found |= dict.fromkeys(f"{label}{line}" for line in said)
    return list(found)


def _safety(stated: Mapping[str, object]) -> list[Said]:
    return [
        run(link(HERE, f"safety-rules.html#safety-{slug(str(e['id']))}", str(e["id"])), f": {e['verdict']}")
        for e in _entries(stated, "safety_rules")
        if e["verdict"] != "proved"
    ]


def _said(finding: Finding) -> Run:
    kind = link(HERE, f"findings/{finding.name}.html", finding.name)
    first = finding.message.partition("\n")[0]
    where = finding.places[:1]
    return run(kind, ": ", first, " " if where else None, *where)


def _unsigned(book: Book) -> list[Said]:
    if all(signed.standing == "signed" for signed in book.signed):
        return []
    return [run(f"{counted(book, book.signed)}: ", link(HERE, SIGN_OFFS, t("who signed what")))]


def _uncarried(book: Book) -> list[Said]:
    """What of the sources is in no table, by why."""
    words = {
        "context": t("are context"),
        "not decidable": t("cannot be decided by a table"),
    }
    counts = {
        name: sum(statement.disposition == name for statement in book.model.statements) for name in words
    }
    uncited = sum(finding.name == "unencoded-statement" for finding in book.findings)
    items = [f"{number} {words[name]}" for name, number in counts.items() if number]
    items += [t("{n} should be in the tables, and no row cites them", n=uncited)] if uncited else []
    if not items:
        return []
    total = len(book.model.statements)
    page = link(HERE, "where-each-sentence-went.html", t("each with its reason"))
    return [run(t("Of {n} statements {items}: ", n=total, items=", ".join(items)), page)]


def _without_case(book: Book) -> list[Said]:
    if not book.model.cases:
        return []
    every = [(table, rule) for table in book.model.decisions for rule in table.rows]
    bare = [
        rule_link(HERE, table, rule)
        for table, rule in every
        if (table.code, rule.id) not in book.cases_of_rule
    ]
    return [run(f"{how_many(len(bare), 'row')}: ", commas(bare))] if bare else []


def _readings(book: Book) -> list[Said]:
    if book.quick and any(conflict.what_if for conflict in book.model.conflicts):
        return [
            t(
                "What other readings of the conflicts would change was not computed when this site was written."
            )
        ]
    items: list[Said] = []
    for conflict in book.model.conflicts:
        effects = book.readings.get(conflict.id, ())
        tables = dict.fromkeys(code for effect in effects for code in effect.unfinished)
        rules = dict.fromkeys(name for effect in effects for name in effect.unsettled)
        if tables or rules:
            said = [t("decisions {tables}", tables=", ".join(tables))] if tables else []
            said += [t("safety rules {rules}", rules=", ".join(rules))] if rules else []
            page = link(HERE, conflict_path(conflict.id), conflict.id)
            items.append(run(page, t(": not settled for {what}", what=t(" and ").join(said))))
    return items


def _comparison(book: Book, since: Since) -> list[Said]:
    if since.comparison is None:
        return [run(told(since.why), " ", link(HERE, CHANGES, t("What changed")))]
    return [
        f"{book.model.decision[code].label if code in book.model.decision else t('Which cases are accepted')}: {why}"
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
