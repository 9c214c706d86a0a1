"""A comparison of two versions in the forms that people and tools read: text, Markdown, JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from b12tables.compiler.compare import (
    Change,
    Comparison,
    Inherited,
    cause_text,
    inherited,
    region_words,
)
from b12tables.compiler.model import Answer, Condition, Model, Place, Rule, Value, value_words
from b12tables.compiler.report.example import example_text
from b12tables.compiler.report.text import WIDTH, plain_data
from b12tables.runtime.language import t, tn
from b12tables.runtime.words import NO_ROWS, UNKNOWN, how_many

LISTED = 12
"""Lines of one change that are listed in text and Markdown; JSON has all of them."""


def comparison_text(comparison: Comparison, before: str, after: str) -> str:
    """The comparison for a terminal. `before` and `after` say what was compared."""
    return as_lines(_lines(comparison, before, after, _Text()))


def as_lines(lines: Iterable[str]) -> str:
    """Lines of a comparison, broken to the width of a terminal."""
    return "\n".join(part for line in lines for part in _wrapped(line))


def comparison_parts(comparison: Comparison, before: str, after: str) -> list[tuple[str, list[str]]]:
    """The same for a page that breaks lines itself: each head with the lines below it, those of one kind of patient
    indented further.
    """
    parts: list[tuple[str, list[str]]] = []
    for line in filter(None, _lines(comparison, before, after, _Text())):
        if line.startswith(" "):
            parts[-1][1].append(line)
        else:
            parts.append((line, []))
    return parts


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(
        line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [""]


def comparison_markdown(comparison: Comparison, before: str, after: str) -> str:
    """The comparison for a review or a release page."""
    return "\n".join(_lines(comparison, before, after, _Markdown())) + "\n"


def comparison_json(comparison: Comparison, before: str, after: str) -> str:
    """The comparison for tools. In a region, `x before` and `x after` stand for a field that the versions
    decide differently; regions are about the cases that both versions accept.
    """
    whole = {
        "before": {"name": before, **_about(comparison.old)},
        "after": {"name": after, **_about(comparison.new)},
        "same_answers": comparison.same_answers,
        "step": comparison.step,
        "proposed_version": comparison.version,
        "version_is_enough": version_is_enough(comparison),
        "changes": [_change_json(change) for change in comparison.changes],
        "notes": [
            {"about": n.about, "message": n.message, "step": n.step, "places": [_place(p) for p in n.places]}
            for n in comparison.notes
        ],
        "inherited": [inherited_json(entry) for entry in inherited(comparison.old, comparison.new)],
        "identical": list(comparison.identical),
        "identical_where_both_accept": list(comparison.identical_where_both_accept),
        "unfinished": dict(comparison.unfinished),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def inherited_json(entry: Inherited) -> dict[str, object]:
    """What a new value inherits in one decision, as plain data."""
    return {
        "field": entry.field,
        "value": entry.value,
        "decision": entry.decision,
        "otherwise": entry.otherwise,
        "rules": [
            {
                "rule": rule.id,
                "place": _place(rule.place if entry.otherwise else _condition(entry, rule).place),
            }
            for rule in entry.rules
        ],
    }


def _condition(entry: Inherited, rule: Rule) -> Condition:
    return rule.conditions[entry.column]


def _about(model: Model) -> dict[str, str]:
    return {
        "identifier": model.about.identifier,
        "version": model.about.version,
        "status": model.about.status,
        "content_hash": model.content_hash,
    }


def version_is_enough(comparison: Comparison) -> bool:
    """Whether the new set's version number is at least the proposed one."""
    return _numbers(comparison.new.about.version) >= _numbers(comparison.version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("-")[0].split("+")[0].split("."))


def _change_json(change: Change) -> dict[str, object]:
    return {
        "decision": change.decision or None,
        "kind": change.kind,
        "fields": list(change.fields),
        "step": change.step,
        "region": plain_data(change.region),
        "example": plain_data(change.example),
        "before": plain_data(change.before),
        "after": plain_data(change.after),
        "answers": plain_data(change.answers),
        "only_before": plain_data(change.only_before),
        "only_after": plain_data(change.only_after),
        "rules_before": list(change.rules_before),
        "rules_after": list(change.rules_after),
        "causes": [
            {
                "before": _place(cause.old_place),
                "after": _place(cause.new_place),
                "text_before": cause.old_text,
                "text_after": cause.new_text,
            }
            for cause in change.causes
        ],
    }


def _place(place: Place | None) -> dict[str, str] | None:
    return None if place is None else {"file": place.file, "sheet": place.sheet, "cells": place.cells}


# ---------------------------------------------------------------- text and Markdown


class _Text:
    def head(self, text: str) -> list[str]:
        return [text]

    def kind(self, number: int, text: str) -> str:
        return f"  {number}. {text}"

    def also(self, text: str) -> str:
        return f"     {t('or')} {text}"

    def detail(self, text: str) -> str:
        return f"     {text}"

    def item(self, text: str) -> str:
        return f"  {text}"


class _Markdown(_Text):
    def head(self, text: str) -> list[str]:
        return [f"### {_escape(text)}", ""]

    def kind(self, number: int, text: str) -> str:
        return f"{number}. **{_escape(text)}**"

    def also(self, text: str) -> str:
        return f"   - {t('or')} **{_escape(text)}**"

    def detail(self, text: str) -> str:
        return f"   - {_escape(text)}"

    def item(self, text: str) -> str:
        return f"- {_escape(text)}"


def _escape(text: str) -> str:
    for sign in "\\`*_<>|[]#":
        text = text.replace(sign, "\\" + sign)
    return text


def _lines(comparison: Comparison, before: str, after: str, style: _Text) -> Iterator[str]:
    old, new = comparison.old.about, comparison.new.about
    yield from style.head(
        t(
            "{title}: {before} (version {old}) and {after} (version {new})",
            title=new.title,
            before=before,
            old=old.version,
            after=after,
            new=new.version,
        )
    )
    yield ""
    for decision in dict.fromkeys(change.decision for change in comparison.changes):
        changes = [change for change in comparison.changes if change.decision == decision]
        yield from style.head(_heading(comparison, decision, changes))
        for number, change in enumerate(changes, 1):
            # the cells behind several changes are often the same: they are named once, with the last of them
            last = number == len(changes) or set(changes[number].causes) != set(change.causes)
            yield from _change_lines(comparison, number, change, style, last)
        yield ""
    yield from _inheriting(comparison, style)
    if comparison.notes:
        yield from style.head(t("What concerns the set as a whole"))
        yield from (style.item(f"{note.message} ({note.step})") for note in comparison.notes)
        yield ""
    if comparison.unfinished:
        yield from style.head(t("Not compared, so that nothing is claimed about it"))
        for code, why in comparison.unfinished.items():
            label = comparison.new.decision[code].label if code else t("which cases are accepted")
            yield style.item(f"{label}: {why}")
        yield ""
    both = comparison.identical_where_both_accept
    yield from _same(
        comparison, t("The same for every case that both accept, but one of them refuses some"), both, style
    )
    yield from _same(
        comparison, t("Provably identical for every case that either accepts"), comparison.identical, style
    )
    yield from style.head(t("Version step: {step}", step=comparison.step_words))
    yield style.item(version_line(comparison))


def _same(comparison: Comparison, what: str, codes: Sequence[str], style: _Text) -> Iterator[str]:
    if codes:
        yield from style.head(f"{what}: {how_many(len(codes), 'decision')}")
        yield style.item(", ".join(comparison.new.decision[code].label for code in codes))
        yield ""


def _inheriting(comparison: Comparison, style: _Text) -> Iterator[str]:
    """For each new value, decision by decision: through which cell such a patient gets what."""
    found = list(inherited(comparison.old, comparison.new))
    for field, value in dict.fromkeys((entry.field, entry.value) for entry in found):
        entry_field = comparison.new.fields[field]
        yield from style.head(
            t(
                "{field}: {value} is new, and gets through rows that do not name it",
                field=entry_field.label,
                value=entry_field.label_of(value),
            )
        )
        for entry in found:
            if (entry.field, entry.value) == (field, value):
                yield from (style.item(line) for line in _inherits(comparison.new, entry))
        yield ""


def _inherits(model: Model, entry: Inherited) -> Iterator[str]:
    label = model.decision[entry.decision].label
    words = list(inherited_words(model, entry))
    yield from (f"{label}: {line}" for line in words[:LISTED])
    if len(words) > LISTED:
        more = t("and {n} rules more (all of them: --format json)", n=len(words) - LISTED)
        yield f"{label}: {more}"


def inherited_words(model: Model, entry: Inherited) -> Iterator[str]:
    """What a new value inherits in one decision: for each row what it gets there, and through which cell."""
    table = model.decision[entry.decision]
    for rule in entry.rules:
        gets = ", ".join(
            f"{model.fields[name].label} {result.text}"
            for name, result in zip(table.output_fields, rule.results, strict=True)
        )
        if entry.otherwise:
            where = f"{rule.place.sheet} {rule.place.cells}"
            yield t("{gets} (only the Otherwise row is left, {where})", gets=gets, where=where)
            continue
        cell = _condition(entry, rule)
        where = f"{cell.place.sheet} {cell.place.cells}"
        yield t(
            '{gets}, where rule {rule} holds, through "{cell}" ({where})',
            gets=gets,
            rule=rule.id,
            cell=cell.text,
            where=where,
        )


def version_line(comparison: Comparison) -> str:
    """Whether the version number of the new set is enough for what has changed."""
    old, new = comparison.old.about.version, comparison.new.about.version
    if version_is_enough(comparison):
        return t("{old} to {new} is enough.", old=old, new=new)
    return t(
        "{old} asks for {least} at least; the new set says {new}.", old=old, least=comparison.version, new=new
    )


def _heading(comparison: Comparison, decision: str, changes: Sequence[Change]) -> str:
    if not decision:
        return t("Which cases are accepted")
    lines = sum(len(change.region) for change in changes)
    kinds = frozenset(change.kind for change in changes)
    name = f"{comparison.new.decision[decision].label} ({decision})"
    if kinds == {"newly answered"}:
        what = tn(
            lines,
            "{n} kind of patient gets an answer, and had none",
            "{n} kinds of patients get an answer, and had none",
        )
    elif kinds == {"no longer answered"}:
        what = tn(
            lines,
            "{n} kind of patient gets no answer any more",
            "{n} kinds of patients get no answer any more",
        )
    else:
        what = tn(
            lines, "{n} kind of patient gets another answer", "{n} kinds of patients get another answer"
        )
    return f"{name}: {what}"


def _change_lines(
    comparison: Comparison, number: int, change: Change, style: _Text, with_causes: bool
) -> Iterator[str]:
    regions = [region_words(comparison, masks) for masks in change.masks]
    yield style.kind(number, regions[0])
    yield from (style.also(words) for words in regions[1:LISTED])
    if len(regions) > LISTED:
        yield style.also(t("{n} kinds more (all of them: --format json)", n=len(regions) - LISTED))
    yield from (style.detail(line) for line in _answers(comparison, change))
    yield style.detail(t("for example: {example}", example=_example(comparison, change)))
    if not with_causes:
        return
    yield from (style.detail(t("because {cause}", cause=line)) for line in map(cause_text, change.causes[:6]))
    if len(change.causes) > 6:
        yield style.detail(t("and {n} cells more", n=len(change.causes) - 6))


def _example(comparison: Comparison, change: Change) -> str:
    known = {name: value for name, value in change.example.items() if value != UNKNOWN}
    if not known:
        return t("nothing is known")
    said = example_text(known, comparison.new)
    return (
        said if len(known) == len(change.example) else t("{example}; everything else not known", example=said)
    )


def _answers(comparison: Comparison, change: Change) -> Iterator[str]:
    if not change.decision:
        accepted = change.kind == "newly accepted"
        yield t("such a case is newly accepted" if accepted else "such a case is no longer accepted")
        model = comparison.new if accepted else comparison.old
        told = [code for code in model.answers if code in change.answers]
        for code in told[:LISTED]:
            yield t(
                "the example gets {label}: {answer}" if accepted else "the example got {label}: {answer}",
                label=model.decision[code].label,
                answer=_whole(model, change.answers[code]),
            )
        return
    rules = [_rules(change.rules_before), _rules(change.rules_after)]
    if change.only_before or change.only_after:
        for verb, model, rows in (
            (t("no longer given"), comparison.old, change.only_before),
            (t("now given"), comparison.new, change.only_after),
        ):
            yield from (f"{verb}: {_row(model, row)}" for row in rows)
        return
    if change.kind == "changed" and not isinstance(change.before, tuple):
        for name in change.fields:
            values = [_value(m, name, a) for m, a in _sides(comparison, change)]
            yield t(
                "{label}: {old} before{old_rules}, {new} now{new_rules}",
                label=comparison.new.fields[name].label,
                old=values[0],
                old_rules=rules[0],
                new=values[1],
                new_rules=rules[1],
            )
        return
    for (model, answer), word, rule in zip(
        _sides(comparison, change), (t("before"), t("now")), rules, strict=True
    ):
        yield f"{word}: {_whole(model, answer)}{rule}"


def _sides(comparison: Comparison, change: Change) -> list[tuple[Model, Answer | None]]:
    return [(comparison.old, change.before), (comparison.new, change.after)]


def _rules(ids: Sequence[str]) -> str:
    return f" ({t('rule' if len(ids) == 1 else 'rules')} {', '.join(ids)})" if ids else ""


def _value(model: Model, name: str, answer: Answer | None) -> str:
    assert isinstance(answer, Mapping)
    return value_words(answer[name], model.fields[name])


def _whole(model: Model, answer: Answer | None) -> str:
    if answer is None:
        return t("no answer")
    if isinstance(answer, Mapping):
        return _row(model, answer)
    return " · ".join(_row(model, row) for row in answer) or t(NO_ROWS)


def _row(model: Model, row: Mapping[str, Value]) -> str:
    """A row in the words of the version that gives it."""
    known = model.fields
    return ", ".join(f"{known[n].label} {value_words(value, known[n])}" for n, value in row.items())
