"""A result in words: the answer first, then why, down to the cell and the sentence of the source.

The words are built as a list of blocks and set as plain text or as Markdown.
"""

from __future__ import annotations

import textwrap

from b12tables.runtime.fields import Choice, as_given
from b12tables.runtime.rules import Answer, Decision, Rule, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.problems import Problem
    from b12tables.runtime.result import Result
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Value

AUDIENCES = ("clinician", "patient")
FORMS = ("text", "markdown")
WIDTH = 100

STATUS_WORDS = {
    "no-rule": "No answer: the tables do not say what happens for this case.",
    "missing-input": "No answer yet: something is needed that was not stated.",
    "invalid-input": "No answer: the case cannot be read as it stands.",
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

    def text(self) -> str:
        """Plain text, lines wrapped."""
        lines: list[str] = []
        for kind, level, text in self.blocks:
            if kind == "heading":
                lines += ["", text.upper() if level == 1 else text]
            elif kind == "paragraph":
                lines += ["", *textwrap.wrap(text, WIDTH, break_long_words=False)]
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


def explain(result: Result, audience: str = "clinician", lang: str = "en", form: str = "text") -> str:
    """See `Result.explain`."""
    if audience not in AUDIENCES:
        raise ValueError(f"audience {audience!r}: there are {', '.join(AUDIENCES)}")
    if form not in FORMS:
        raise ValueError(f"form {form!r}: there are {', '.join(FORMS)}")
    if lang != "en":
        raise ValueError(f"lang {lang!r}: explanations exist in en")
    page = Page()
    if audience == "patient":
        _for_patients(page, result)
    else:
        _for_clinicians(page, result)
    return page.markdown() if form == "markdown" else page.text()


# ---------------------------------------------------------------- for clinicians


def _for_clinicians(page: Page, result: Result) -> None:
    table_set = result._set
    steps = result.trace
    if result.status != "ok":
        page.heading(STATUS_WORDS[result.status])
        for problem in result.problems:
            _problem(page, table_set, problem)
    if steps:
        page.heading("Answer" if result.status == "ok" else "What is established all the same")
        final = [step for step in steps if is_final(table_set, step.decision)]
        for step in final or steps:
            _answer_items(page, table_set, step)
        page.heading("Why")
        for step in steps:
            _why(page, table_set, step)
        _unknowns(page, result)
    _closing(page, result)


def is_final(table_set: TableSet, decision: Decision) -> bool:
    """Whether an output of the decision is an end in itself: no other table looks at it."""
    used = {name for other in table_set.decisions for name in other.inputs}
    return any(name not in used for name in decision.outputs)


def _problem(page: Page, table_set: TableSet, problem: Problem) -> None:
    page.item(problem.message)
    for place in problem.places:
        page.item(str(place), 1)


def _answer_items(page: Page, table_set: TableSet, step: Step) -> None:
    label = step.decision.label
    if isinstance(step.answer, tuple):
        page.item(f"{label}: {'none' if not step.answer else ''}".rstrip())
        for one in step.answer:
            page.item(answer_text(table_set, step.decision, one), 1)
    else:
        page.item(f"{label}: {answer_text(table_set, step.decision, step.answer)}")


def answer_text(table_set: TableSet, decision: Decision, answer: Answer) -> str:
    """An answer in words: the value alone where the decision has one output, else each with its name."""
    if len(decision.outputs) == 1:
        return _value(table_set, decision.outputs[0], answer[decision.outputs[0]])
    return "; ".join(
        f"{table_set.by_code[name].label}: {_value(table_set, name, answer[name])}"
        for name in decision.outputs
    )


def _value(table_set: TableSet, name: str, value: Value, patient: bool = False) -> str:
    return "none" if value is None else table_set.by_code[name].text(value, patient)


def _why(page: Page, table_set: TableSet, step: Step) -> None:
    decision = step.decision
    page.heading(f"{decision.label} ({decision.code})", 2)
    if not step.rules:
        page.item("no rule holds, so there is nothing to add")
    for rule in step.rules:
        page.item(f"rule {rule.id} · {rule.place}")
        page.item(f"gives {answer_text(table_set, decision, rule.answer)}", 1)
        _conditions(page, table_set, step, rule)
        _evidence(page, table_set, rule)
        if rule.note:
            page.item(f"note: {rule.note}", 1)


def _conditions(page: Page, table_set: TableSet, step: Step, rule: Rule[Any]) -> None:
    conditions = table_set.conditions(step.decision.code).get(rule.id)
    if conditions is None:
        page.item("because no other rule holds; seen:", 1)
        for name, value in step.inputs.items():
            page.item(f"{table_set.by_code[name].label}: {table_set.by_code[name].text(value)}", 2)
        return
    if not conditions:
        page.item("whatever the case is", 1)
    for name, text, cell in conditions:
        field = table_set.by_code[name]
        asked = f"the rule asks: {' '.join(text.split())} ({cell})"
        page.item(f"{field.label}: {field.text(step.inputs[name])} — {asked}", 1)


def _evidence(page: Page, table_set: TableSet, rule: Rule[Any]) -> None:
    for evidence in rule.evidence:
        if evidence.kind == "statement":
            source, section, text = table_set.statement(evidence.ref)
            where = ", ".join(filter(None, (source, section)))
            page.item(f"statement {evidence.ref}{f' ({where})' if where else ''}: {text}".rstrip(": "), 1)
        elif evidence.kind == "conflict":
            page.item(
                ": ".join(filter(None, (f"the sources disagree here, {evidence.ref}", evidence.text))), 1
            )
        elif evidence.kind == "inference":
            page.item(
                ": ".join(
                    filter(None, (" ".join(filter(None, ("our inference", evidence.ref))), evidence.text))
                ),
                1,
            )
        else:
            page.item(str(evidence), 1)


def _told_by_a_value(table_set: TableSet, ref: str) -> str:
    """The words of a disagreement that the tables also report as a value: the label of the value of that code."""
    for field in table_set.fields:
        if isinstance(field, Choice) and ref in field.labels:
            return field.labels[ref]
    return ""


def _unknowns(page: Page, result: Result) -> None:
    """The inputs that were looked at and are not known, and what each of them, alone, would change if it were."""
    table_set = result._set
    looked_at = {name for step in result.trace for name in step.inputs}
    names = [
        name
        for name, value in result.inputs.items()
        if value is None and name in looked_at and not _follows_from_decisions(table_set, name)
    ]
    if not names:
        return
    page.heading("Not known, and taken as not known")
    idle = []
    for name in names:
        changed = would_change(result, name)
        labels = [d.label for d in table_set.decisions if d.code in changed and is_final(table_set, d)]
        if labels:
            page.item(f"{table_set.by_code[name].label}: could change {', '.join(labels)}")
        else:
            idle.append(table_set.by_code[name].label)
    if idle:
        page.item(f"alone, these would change none of the answers: {', '.join(idle)}")


def _follows_from_decisions(table_set: TableSet, name: str) -> bool:
    """Whether a computed field has the answer of a decision as a part: nobody is asked for it."""
    computed = table_set.by_code[name].computed
    return computed is not None and bool({computed.left, computed.right} & table_set.producer.keys())


def would_change(result: Result, name: str) -> frozenset[str]:
    """The decisions whose answer another value of this input would change, everything else as it is."""
    table_set = result._set
    axis = table_set.module("grid").AXES.get(name)
    changed: set[str] = set()
    if axis is None:
        return frozenset()
    before = result.outputs
    for piece in range(axis.known.bit_length()):
        value = axis.witness(1 << piece)
        after = table_set.evaluate(
            {**result.given, name: as_given(table_set.by_code[name], value)}, result.today
        )
        if after.status != "invalid-input":
            changed |= {
                code
                for code in before.keys() | after.outputs.keys()
                if before.get(code) != after.outputs.get(code)
            }
    return frozenset(changed)


def _closing(page: Page, result: Result) -> None:
    page.heading("What this rests on")
    page.paragraph(
        f"{result._set.title}, version {result.version}, status: {result.review_status}. "
        f"Content {result.content_hash[:12]}. {result.safety}"
    )
    if result.trace:
        page.paragraph(_signed(result))


def _signed(result: Result) -> str:
    """Who has signed the rules behind the answer, in a sentence."""
    rules = [signatures for own in result.signatures.values() for signatures in own.values()]
    if not rules:
        return "No rule gave this answer, so that there is none to sign."
    who = dict.fromkeys(str(signature) for signatures in rules for signature in signatures)
    count = sum(map(bool, rules))
    if not count:
        return f"Nobody has signed the {len(rules)} rules behind this answer as they stand."
    names = "; ".join(who)
    if count == len(rules):
        return f"Every rule behind this answer is signed as it stands: {names}."
    return f"{count} of the {len(rules)} rules behind this answer are signed as they stand, the others not: {names}."


# ---------------------------------------------------------------- for patients


def _for_patients(page: Page, result: Result) -> None:
    table_set = result._set
    if result.status != "ok":
        page.heading("There is no answer yet")
        for problem in result.problems:
            field = table_set.by_code.get(problem.field)
            if field is None:
                page.item(problem.message)
            elif problem.name == "missing-input":
                page.item(field.ask(patient=True))
            else:
                page.item(f"{field.ask(patient=True)} {_patient_hint(problem)}".strip())
    else:
        page.heading("What the rules say for you")
        for step in result.trace:
            if is_final(table_set, step.decision):
                _patient_answer(page, table_set, step)
    page.heading("Please keep in mind")
    page.paragraph(f"{result.safety} Review status of these rules: {result.review_status}.")


def _patient_hint(problem: Problem) -> str:
    if problem.given is None or not problem.accepted:
        return ""
    return f"You said: {problem.given}. It can be: {', '.join(problem.accepted)}."


def _patient_answer(page: Page, table_set: TableSet, step: Step) -> None:
    answers = step.answer if isinstance(step.answer, tuple) else (step.answer,)
    for name in step.decision.outputs:
        told = [
            _value(table_set, name, answer[name], patient=True)
            for answer in answers
            if answer[name] is not None
        ]
        field = table_set.by_code[name]
        if not told or not field.patient:
            continue
        page.heading(field.ask(patient=True), 2)
        for text in dict.fromkeys(told):
            page.item(text)
