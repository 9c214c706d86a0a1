"""A result in words: the answer first, then why, down to the cell and the sentence of the source.

The first page is what `first_page` says it is. Behind it all answers, what is not known, where the sources disagree,
and each decision with its rules, conditions, cells and statements. The words are built as a list of blocks and set as
plain text or as Markdown.
"""

from __future__ import annotations

import textwrap

from b12tables.runtime.accepted import known_errors
from b12tables.runtime.explain.first_page import FirstPage, rows
from b12tables.runtime.explain.influence import not_known, would_change
from b12tables.runtime.explain.scores import Score, figures, score_codes, scores_of, told_steps
from b12tables.runtime.explain.telling import Telling, headline, range_words, told_of, words
from b12tables.runtime.fields import Number
from b12tables.runtime.language import LANGUAGES, speaking, t, tn, wording
from b12tables.runtime.rules import Answer, Decision, Rule, Step
from b12tables.runtime.words import NO_RESULT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from b12tables.runtime.explain.influence import Tried
    from b12tables.runtime.fields import Field
    from b12tables.runtime.problems import Problem
    from b12tables.runtime.result import Result
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Value

AUDIENCES = ("clinician", "patient")
FORMS = ("text", "markdown")
DETAILS = ("full", "short")
WIDTH = 100
FURTHER = "    "
"""Before each further line of a block of the first page."""

STATUS_WORDS = {
    "no-rule": wording("No answer: the tables do not say what happens for this case."),
    "missing-input": wording("No answer yet: something is needed that was not stated."),
    "invalid-input": wording("No answer: the case cannot be read as it stands."),
}


class Page:
    """Blocks of text: headings, paragraphs, and items of nested lists."""

    def __init__(self) -> None:
        self.blocks: list[tuple[str, int, str]] = []

    def heading(self, text: str, level: int = 1) -> None:
        self.blocks.append(("heading", level, text))

    def paragraph(self, text: str) -> None:
        self.blocks.append(("paragraph", 0, text))

    def item(self, text: str, depth: int = 0) -> None:
        self.blocks.append(("item", depth, text))

    def block(self, title: str, lines: list[str]) -> None:
        """Lines under a word that stands beside them."""
        for place, line in enumerate(lines):
            self.blocks.append(("block", 0, f"{'' if place else title}\n{line}"))

    def text(self) -> str:
        """Plain text, lines wrapped."""
        lines: list[str] = []
        for kind, level, text in self.blocks:
            if kind == "heading":
                lines += ["", text.upper() if level == 1 else text]
            elif kind == "paragraph":
                lines += ["", *textwrap.wrap(text, WIDTH, break_long_words=False)]
            elif kind == "block":
                title, _, line = text.partition("\n")
                lines += textwrap.wrap(
                    line, WIDTH, initial_indent=f"{title.upper()}  " if title else FURTHER, subsequent_indent=FURTHER,
                    break_long_words=False, break_on_hyphens=False,
                )  # fmt: skip
            else:
                pad = "  " * (level + 1)
                lines += textwrap.wrap(
                    text, WIDTH, initial_indent=pad, subsequent_indent=pad + "  ", break_long_words=False,
                    break_on_hyphens=False,
                )  # fmt: skip
        return "\n".join(lines).strip() + "\n"

    def markdown(self) -> str:
        """Markdown; what was given cannot become a link, a heading or markup."""
        lines: list[str] = []
        before = ""
        for kind, level, text in self.blocks:
            escaped = _escaped(text)
            if kind == "heading":
                lines += ["", f"{'#' * (level + 1)} {escaped}", ""]
            elif kind == "paragraph":
                lines += ["", escaped, ""]
            elif kind == "block":
                title, _, line = text.partition("\n")
                lines += ["", f"**{_escaped(title)}:** {_escaped(line)}" if title else _escaped(line)]
            else:
                lines += [""] if before == "heading" and lines and lines[-1] else []
                lines.append(f"{'    ' * level}- {escaped}")
            before = kind
        return "\n".join(_single_blanks(lines)).strip() + "\n"


def _escaped(text: str) -> str:
    for sign in "\\`*_[]<>#|":
        text = text.replace(sign, "\\" + sign)
    return text


def _single_blanks(lines: list[str]) -> list[str]:
    return [line for i, line in enumerate(lines) if line or i == 0 or lines[i - 1]]


def explain(
    result: Result,
    audience: str = "clinician",
    lang: str | None = None,
    form: str = "text",
    detail: str = "full",
    origin: Mapping[str, Any] | None = None,
) -> str:
    """See `Result.explain`."""
    for name, given, known in (
        ("audience", audience, AUDIENCES),
        ("form", form, FORMS),
        ("detail", detail, DETAILS),
    ):
        if given not in known:
            raise ValueError(f"{name} {given!r}: there are {', '.join(known)}")
    language = result._set.language if lang is None else lang
    if lang is not None and lang not in LANGUAGES:
        raise ValueError(f"lang {lang!r}: explanations exist in {', '.join(LANGUAGES)}")
    page = Page()
    with speaking(language):
        if audience == "patient":
            _for_patients(page, result)
        else:
            _for_clinicians(page, result, detail == "full")
        if origin is not None:
            from b12tables.runtime.explain.origin import check_origin, tell_origin

            tell_origin(page, result._set, check_origin(origin))
    return page.markdown() if form == "markdown" else page.text()


def is_answer(table_set: TableSet, decision: Decision) -> bool:
    """Whether the decision is one of the answers of its table set, shown or folded."""
    return decision.code in table_set.answers or decision.code in table_set.folded


# ---------------------------------------------------------------- for clinicians


def _for_clinicians(page: Page, result: Result, full: bool) -> None:
    if result.status != "ok":
        page.heading(t(STATUS_WORDS[result.status]))
        for problem in result.problems:
            _problem(page, problem)
    for line in (*known_errors(result), *_rounded(result)):
        page.paragraph(line)
    final = told_steps(result)
    if final:
        if result.status != "ok":
            page.heading(t("What is established all the same"))
        first = FirstPage(result)
        _first_page(page, first)
        if not full:
            _short_closing(page, result)
            return
        page.heading(t("All answers"))
        _answers(page, result._set, final)
        _unknowns(page, first.tried, full)
        _disagreements(page, result, full)
        _reasons(page, result, final)
    _closing(page, result)


def _rounded(result: Result) -> Iterator[str]:
    """What was stated more precisely than it is kept."""
    for name, given in result.given.items():
        field = result._set.by_code.get(name)
        if isinstance(field, Number) and field.rounds and name in result.inputs:
            line = field.rounded(given, result.inputs[name])
            if line:
                yield f"{line}."


def _first_page(page: Page, first: FirstPage) -> None:
    for title, lines in rows(first, first.asks(), first.differing()):
        if title:
            page.block(t(title), lines)
        else:
            page.paragraph(lines[0])


def _short_closing(page: Page, result: Result) -> None:
    page.paragraph(
        t(
            "Version {version}, {review_status}. {safety} More: the full explanation.",
            version=result.version,
            review_status=result.review_status,
            safety=result.safety,
        )
    )


def _problem(page: Page, problem: Problem) -> None:
    page.item(problem.message)
    for place in problem.places:
        page.item(str(place), 1)


def _answers(page: Page, table_set: TableSet, steps: list[Step]) -> None:
    nothing = []
    for step in steps:
        label = step.decision.label
        answers = step.answer if isinstance(step.answer, tuple) else (step.answer,)
        told = [
            text for one in answers if (text := answer_text(table_set, step.decision, one)) != t(NO_RESULT)
        ]
        if not told:
            nothing.append(label)
        elif isinstance(step.answer, tuple):
            page.item(f"{label}:")
            for text in told:
                page.item(text, 1)
        else:
            page.item(f"{label}: {told[0]}")
    if nothing:
        page.item(f"nothing to report: {', '.join(nothing)}")


def answer_text(table_set: TableSet, decision: Decision, answer: Answer) -> str:
    """An answer in words: each output with its name, without those that say what the decision is called already.

    Outputs that are `none` are left out where others are not.
    """
    told = []
    for name in decision.outputs:
        if answer[name] is not None:
            field = table_set.by_code[name]
            text = field.text(answer[name])
            known = len(decision.outputs) == 1 or field.label.casefold() == decision.label.casefold()
            told.append(text if known else f"{field.label}: {text}")
    return "; ".join(told) or t(NO_RESULT)


def _reasons(page: Page, result: Result, final: list[Step]) -> None:
    """Each decision with its rules; what a statement says is told once."""
    told: set[str] = set()
    page.heading(t("Why"))
    for step in final:
        _why(page, result._set, step, told)
    others = [step for step in result.trace if step.decision not in [one.decision for one in final]]
    if others:
        page.heading(t("What this follows from"))
        for step in others:
            _why(page, result._set, step, told)


def _why(page: Page, table_set: TableSet, step: Step, told: set[str]) -> None:
    decision = step.decision
    page.heading(f"{decision.label} ({decision.code})", 2)
    if isinstance(decision, Score):
        page.item(t("computed: {text}", text=decision.text))
        for name, value in step.inputs.items():
            page.item(f"{table_set.by_code[name].label}: {table_set.by_code[name].text(value)}", 1)
        if said := figures(table_set.by_code[decision.code], step.inputs.values()):
            page.item(said, 1)
        return
    if not step.rules:
        page.item(t("no rule holds, so there is nothing to add"))
    for rule in step.rules:
        page.item(f"{t('rule')} {rule.id} · {rule.place}")
        page.item(t("gives {answer_text}", answer_text=answer_text(table_set, decision, rule.answer)), 1)
        _conditions(page, table_set, step, rule)
        _evidence(page, table_set, rule, told)
        if rule.note:
            page.item(t("note: {note}", note=rule.note), 1)


def _conditions(page: Page, table_set: TableSet, step: Step, rule: Rule[Any]) -> None:
    conditions = table_set.conditions(step.decision.code).get(rule.id)
    if conditions is None:
        page.item(t("because no other rule holds; seen:"), 1)
        for name, value in step.inputs.items():
            page.item(f"{table_set.by_code[name].label}: {table_set.by_code[name].text(value)}", 2)
        return
    if not conditions:
        page.item(t("whatever the case is"), 1)
    for name, text, cell in conditions:
        field = table_set.by_code[name]
        asked = t("the rule asks: {split} ({cell})", split=" ".join(text.split()), cell=cell)
        page.item(f"{field.label}: {field.text(step.inputs[name])} — {asked}", 1)


def _evidence(page: Page, table_set: TableSet, rule: Rule[Any], told: set[str]) -> None:
    again = []
    for evidence in rule.evidence:
        if evidence.kind == "statement":
            if evidence.ref in told:
                again.append(evidence.ref)
                continue
            told.add(evidence.ref)
            source, section, text = table_set.statement(evidence.ref)
            where = ", ".join(filter(None, (source, section)))
            behind = f"{evidence.ref} ({where})" if where else evidence.ref
            page.item(f"{t('statement')} {behind}: {text}".rstrip(": "), 1)
        elif evidence.kind == "conflict":
            what = evidence.text or table_set.conflict(evidence.ref)[0]
            page.item(
                ": ".join(filter(None, (t("the sources disagree here, {ref}", ref=evidence.ref), what))), 1
            )
        elif evidence.kind == "inference":
            ours = " ".join(filter(None, (t("our inference"), evidence.ref)))
            page.item(": ".join(filter(None, (ours, evidence.text))), 1)
        elif evidence.kind == "other guidance" and not evidence.text:
            topic, says, reference = table_set.guidance(evidence.ref)
            first = evidence.ref not in told
            told.add(evidence.ref)
            more = f"{says} ({reference})" if first and says else t("see above") if says else ""
            page.item(": ".join(filter(None, (t("other guidance {ref}", ref=evidence.ref), topic, more))), 1)
        else:
            page.item(str(evidence), 1)
    if again:
        names = ", ".join(again)
        page.item(
            tn(len(again), "statement {names}: see above", "statements {names}: see above", names=names), 1
        )


def _disagreements(page: Page, result: Result, full: bool) -> None:
    """Where the sources disagree on what was answered: what about, the reading taken, for which decisions."""
    found: dict[str, list[str]] = {}
    for step in result.trace:
        for evidence in step.evidence:
            if evidence.kind == "conflict":
                labels = found.setdefault(evidence.ref, [])
                if step.decision.label not in labels:
                    labels.append(step.decision.label)
    if not found:
        return
    page.heading(t("Where the sources disagree"))
    for ref, labels in sorted(found.items()):
        what, chosen, why = result._set.conflict(ref)
        page.item(f"{ref}{f': {what}' if what else ''} ({', '.join(labels)})")
        if full and chosen:
            page.item(t("taken here: {chosen}", chosen=chosen), 1)
            if why:
                page.item(t("because: {why}", why=why), 1)


def _unknowns(page: Page, tried: Tried, full: bool) -> None:
    """The inputs that were looked at and are not known, and what each of them, alone, would change if it were."""
    result, table_set = tried.result, tried.result._set
    names = not_known(result)
    if not names:
        return
    page.heading(t("Not known, and taken as not known"))
    found: list[tuple[str, list[str]]] = []
    for name in names:
        changed = would_change(tried, name)
        labels = [d.label for d in table_set.decisions if d.code in changed and is_answer(table_set, d)]
        labels += [table_set.by_code[code].label for code in score_codes(table_set) if code in changed]
        found.append((table_set.by_code[name].label, labels))
    found.sort(key=lambda entry: -len(entry[1]))
    telling = [entry for entry in found if entry[1]]
    if full:
        for label, labels in telling:
            page.item(t("{label}: could change {labels}", label=label, labels=", ".join(labels)))
    elif telling:
        page.item(
            t(
                "each of these could change an answer, those first that could change most: {label}",
                label=", ".join(label for label, _ in telling),
            )
        )
    if len(telling) < len(found):
        idle = ", ".join(label for label, labels in found if not labels)
        page.item(t("alone, these would change none of the answers: {idle}", idle=idle))


def _closing(page: Page, result: Result) -> None:
    page.heading(t("What this rests on"))
    page.paragraph(
        t(
            "{title}, version {version}, status: {review_status}. Content {content_hash}. {safety}",
            title=result._set.title,
            version=result.version,
            review_status=result.review_status,
            content_hash=result.content_hash[:12],
            safety=result.safety,
        )
    )
    if result.trace:
        page.paragraph(_signed(result))


def _signed(result: Result) -> str:
    """Who has signed the rules behind the answer, in a sentence."""
    rules = [signatures for own in result.signatures.values() for signatures in own.values()]
    if not rules:
        return t("No rule gave this answer, so that there is none to sign.")
    who = dict.fromkeys(str(signature) for signatures in rules for signature in signatures)
    count = sum(map(bool, rules))
    if not count:
        return (
            t("Nobody has signed the rule behind this answer as it stands.")
            if len(rules) == 1
            else t("Nobody has signed the {rules} rules behind this answer as they stand.", rules=len(rules))
        )
    names = "; ".join(who)
    if count == len(rules):
        return t("Every rule behind this answer is signed as it stands: {names}.", names=names)
    return tn(
        count,
        "{n} of the {rules} rules behind this answer is signed as it stands, the others not: {names}.",
        "{n} of the {rules} rules behind this answer are signed as they stand, the others not: {names}.",
        rules=len(rules),
        names=names,
    )


# ---------------------------------------------------------------- for patients


def _for_patients(page: Page, result: Result) -> None:
    table_set = result._set
    if result.status != "ok":
        page.heading(t("There is no answer yet"))
        for problem in result.problems:
            field = table_set.by_code.get(problem.field)
            if field is None:
                page.item(problem.message)
            elif problem.name == "missing-input":
                page.item(field.ask(patient=True))
            else:
                page.item(f"{field.ask(patient=True)} {_patient_hint(problem)}".strip())
    else:
        page.heading(t("What the rules say for you"))
        if first := headline(result, patient=True):
            page.paragraph(first)
        telling, scores = Telling(table_set), scores_of(result)
        for step in told_steps(result):
            _patient_answer(page, telling, step, scores)
    page.heading(t("Please keep in mind"))
    if result.accepted:
        page.paragraph(
            t("Something in these rules is known to be wrong for you. Ask your clinician about it.")
        )
    page.paragraph(
        t(
            "{safety} Review status of these rules: {review_status}.",
            safety=result.safety,
            review_status=result.review_status,
        )
    )


def _patient_hint(problem: Problem) -> str:
    if problem.given is None or not problem.accepted:
        return ""
    return t(
        "You said: {given}. It can be: {accepted}.", given=problem.given, accepted=", ".join(problem.accepted)
    )


def _patient_answer(page: Page, telling: Telling, step: Step, scores: Mapping[str, Value]) -> None:
    """One question and its answer, in the author's sentence for patients where there is one; of a list of several
    outputs each row stays together.
    """
    table_set = telling.table_set
    fields = [field for name in step.decision.outputs if (field := table_set.by_code[name]).patient]
    if isinstance(step.answer, tuple) and fields:
        rows = [
            [field.text(answer[field.code], True) for field in fields if answer[field.code] is not None]
            for answer in step.answer
        ]
        told = [row[0] + "".join(f" ({more.rstrip('.')})" for more in row[1:]) for row in rows if row]
        if told:
            page.heading(fields[0].ask(patient=True), 2)
        for text in dict.fromkeys(told):
            page.item(text)
        return
    said = told_of(telling, step, scores, patient=True)
    if said and fields:
        page.heading(fields[0].ask(patient=True), 2)
        page.item(said[0])
        return
    upper = {telling.upper[name]: name for name in step.decision.outputs if name in telling.upper}
    for field in fields:
        value = None if isinstance(step.answer, tuple) else step.answer[field.code]
        if value is not None and not (
            isinstance(field, Number) and upper.get(field.code) in step.decision.outputs
        ):
            page.heading(field.ask(patient=True), 2)
            page.item(_patient_words(telling, field, value, step))


def _patient_words(telling: Telling, field: Field, value: Value, step: Step) -> str:
    """A value for a patient: a number with its unit written out, the two ends of a range as one."""
    if not isinstance(field, Number) or isinstance(step.answer, tuple):
        return field.text(value, True)
    upper = telling.upper.get(field.code)
    high = step.answer.get(upper) if upper else None
    return words(field, value, True) if high is None else range_words(field, value, high, True)
