"""Two guidelines side by side in the forms that people and tools read: text, JSON; and the words for both."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from b12tables.compiler.compare import (
    AFTER,
    BEFORE,
    STATED,
    Guidelines,
    Matched,
    Meeting,
    field_of,
    labelled,
    stated_words,
)
from b12tables.compiler.model import Evidence, Model, Rule, test_text
from b12tables.compiler.report.comparison import as_lines
from b12tables.compiler.report.example import example_text
from b12tables.compiler.report.text import plain_data
from b12tables.runtime.language import t, tn, wording
from b12tables.runtime.words import UNKNOWN

LETTERS = ("A", "B")
"""How the two guidelines are called beside their answers."""

LISTED = 4
"""So many lines of one pair of answers are listed in text; JSON has all of them."""

RELATION_WORDS = {
    "differ": wording("They differ"),
    "only first": wording("Only A says something"),
    "only second": wording("Only B says something"),
    "agree": wording("They agree"),
    "neither": wording("Neither says anything"),
}


COUNTED = {
    "differ": wording("different: {n}"),
    "only first": wording("only A speaks: {n}"),
    "only second": wording("only B speaks: {n}"),
    "agree": wording("the same: {n}"),
    "neither": wording("none speaks: {n}"),
}


def guidelines_text(found: Guidelines, first: str, second: str) -> str:
    """The comparison for a terminal. `first` and `second` say what was compared."""
    return as_lines(_lines(found, (first, second)))


def guidelines_json(found: Guidelines, first: str, second: str) -> str:
    """The comparison for tools. In a region, `x before` and `x after` stand for a field that A and B decide by
    different tables; regions are about the cases that both accept.
    """
    whole = {
        "first": {"name": first, **_about(found.models[0])},
        "second": {"name": second, **_about(found.models[1])},
        "aspects": [_aspect_json(found, one) for one in found.aspects],
        "accepted_by_one": [
            {
                "by": "first" if change.kind == "no longer accepted" else "second",
                "region": plain_data(change.region),
                "example": plain_data(change.example),
            }
            for change in found.accepted
        ],
        "unsettled": found.unsettled,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _about(model: Model) -> dict[str, str]:
    about = model.about
    return {
        "title": about.title,
        "identifier": about.identifier,
        "version": about.version,
        "status": about.status,
    }


def _aspect_json(found: Guidelines, one: Matched) -> dict[str, object]:
    return {
        "aspect": one.aspect.label,
        "fields": [field.code for field in one.aspect.fields],
        "unfinished": one.unfinished,
        "without_counterpart_unsaid": [
            {"of": ("first", "second")[side], "value": plain_data(value)} for side, value in one.unmatched
        ],
        "meetings": [
            {
                "relation": meeting.relation,
                "first": _side_json(found, one, meeting, 0),
                "second": _side_json(found, one, meeting, 1),
                "region": plain_data(meeting.change.region),
                "example": plain_data(meeting.change.example),
                "example_can_arise": meeting.change.confirmed,
            }
            for meeting in one.meetings
        ],
    }


def _side_json(found: Guidelines, one: Matched, meeting: Meeting, side: int) -> dict[str, object]:
    value = meeting.values[side]
    rules = found.evidence(side, one, meeting)
    return {
        "value": plain_data(value),
        "words": one.aspect.words(side, value),
        "rules": [
            {"rule": rule.id, "evidence": [source_words(found.models[side], item) for item in evidence]}
            for rule, evidence in rules
        ],
    }


# ---------------------------------------------------------------- words


def source_words(model: Model, item: Evidence) -> str:
    """What a rule rests on, in the words in which the set has its source."""
    statement = next((row for row in model.statements if row.id == item.ref), None)
    said = item.text if statement is None else statement.text
    kind = "" if item.kind == "statement" else item.kind
    return ": ".join(filter(None, (kind, item.ref, said if said != item.ref else "")))


def meeting_example(found: Guidelines, meeting: Meeting) -> str:
    """The patient of an example: what is known of them."""
    known = {name: value for name, value in meeting.change.example.items() if value not in (None, UNKNOWN)}
    told = example_text(known, found.words)
    return t("{example}; nothing else is known", example=told) if told else t("nothing is known")


def meeting_region(found: Guidelines, masks: Mapping[str, int]) -> str:
    """A box of a region in words; of what only one guideline decides it is said whose it is."""
    parts: list[tuple[int, str]] = []
    order = {name: place for place, name in enumerate([*found.models[0].fields, *found.models[1].fields])}
    for name, mask in masks.items():
        code = field_of(name)
        field = found.words.fields[code]
        label = field.label
        if name.endswith(STATED):
            parts.append((order[code], f"{label}: {stated_words(mask)}"))
            continue
        if name.endswith((BEFORE, AFTER)):
            label = _of(name.endswith(AFTER), label)
        test = test_text(labelled(found.axes[code].test(mask), field), field.unit)
        parts.append((order[code], f"{label}: {test}"))
    return "; ".join(text for _, text in sorted(parts)) or t("every patient")


def aspect_heading(one: Matched) -> str:
    """What is compared with what."""
    first, second = (field.label for field in one.aspect.fields)
    return t("{aspect}: A's {first} and B's {second}", aspect=one.aspect.label, first=first, second=second)


def _of(side: int, words: str) -> str:
    """What one of the two has or says."""
    return t("{letter}'s {words}", letter=LETTERS[side], words=words)


def unmatched_words(one: Matched) -> str:
    """The values that nobody matched, in a sentence; "" where there are none."""
    said = [_of(side, one.aspect.words(side, value)) for side, value in one.unmatched]
    if not said:
        return ""
    return t("In no row of the mapping, and so without counterpart: {values}.", values="; ".join(said))


def aspect_counts(one: Matched) -> str:
    """How many pairs of answers there are of each relation."""
    found = {meeting.relation: len(one.of(meeting.relation)) for meeting in one.meetings}
    return "; ".join(t(COUNTED[relation], n=number) for relation, number in found.items())


def _titled(found: Guidelines, names: Sequence[str]) -> Iterator[str]:
    for letter, model, name in zip(LETTERS, found.models, names, strict=True):
        about = model.about
        words = t(
            "{title} ({name}, version {version}, status: {status})",
            title=about.title,
            name=name,
            version=about.version,
            status=about.status,
        )
        yield f"{letter}: {words}"


def _lines(found: Guidelines, names: Sequence[str]) -> Iterator[str]:
    yield from _titled(found, names)
    for one in found.aspects:
        yield ""
        yield aspect_heading(one)
        if one.unfinished:
            yield "  " + t("Not settled, nothing is claimed: {why}", why=one.unfinished)
            continue
        yield "  " + t("Pairs of answers: {counts}", counts=aspect_counts(one))
        if one.unmatched:
            yield f"  {unmatched_words(one)}"
        for number, meeting in enumerate(one.meetings, 1):
            yield from _meeting(found, one, number, meeting)
    yield from _accepted(found)
    yield ""
    yield from dict.fromkeys(model.about.disclaimer for model in found.models)


def _meeting(found: Guidelines, one: Matched, number: int, meeting: Meeting) -> Iterator[str]:
    said = [f"{letter} {one.aspect.words(side, meeting.values[side])}" for side, letter in enumerate(LETTERS)]
    yield f"  {number}. {t(RELATION_WORDS[meeting.relation])}: {'; '.join(said)}"
    masks = meeting.change.masks
    for place, region in enumerate(masks[:LISTED]):
        yield f"     {t('or' if place else 'for')} {meeting_region(found, region)}"
    if len(masks) > LISTED:
        yield f"     {_more(len(masks) - LISTED)}"
    if meeting.relation in ("agree", "neither"):
        return
    example = meeting_example(found, meeting)
    confirmed = meeting.change.confirmed
    yield "     " + t(
        "for example: {example}" if confirmed else "for example (no such patient was found): {example}",
        example=example,
    )
    for side, letter in enumerate(LETTERS):
        for rule, evidence in found.evidence(side, one, meeting):
            yield f"     {letter}, {rule_words(found.models[side], rule, evidence)}"


def rule_words(model: Model, rule: Rule, evidence: Sequence[Evidence]) -> str:
    """A rule, and what it rests on."""
    said = "; ".join(source_words(model, item) for item in evidence)
    return t("rule {id}: {said}", id=rule.id, said=said or t("no source"))


def _accepted(found: Guidelines) -> Iterator[str]:
    if found.unsettled:
        yield ""
        yield t("Of whom only one of them speaks was not settled: {why}", why=found.unsettled)
    for change in found.accepted:
        yield ""
        whose = 0 if change.kind == "no longer accepted" else 1
        yield t(
            "Only {letter} takes these patients at all; the other refuses their entries:",
            letter=LETTERS[whose],
        )
        for masks in change.masks[:LISTED]:
            yield f"  {meeting_region(found, masks)}"
        if len(change.masks) > LISTED:
            yield f"  {_more(len(change.masks) - LISTED)}"


def _more(number: int) -> str:
    return tn(
        number, "and {n} line more (--format json has them)", "and {n} lines more (--format json has them)"
    )
