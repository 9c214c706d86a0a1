"""How the answers of a decision are told: the author's sentence, where it stands, and what goes without saying."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from b12tables.compiler.model.place import Place
from b12tables.compiler.model.unary_tests import IsUnknown, Value
from b12tables.runtime.explain.answers import BLOCKS
from b12tables.runtime.explain.sentence import Template, first_word, parse, render
from b12tables.runtime.language import ENGLISH
from b12tables.runtime.words import NO_RESULT, UNKNOWN

if TYPE_CHECKING:
    from b12tables.compiler.model.tables import DecisionTable, Model


@dataclass(frozen=True)
class Telling:
    """What stands above a table about how its answers are told.

    `sentence` and `patient_sentence` are templates with fields by their codes; `block` is one of `BLOCKS` or empty;
    `quiet` are the values of its results that go without saying, each with its field.
    """

    sentence: str = ""
    patient_sentence: str = ""
    block: str = ""
    quiet: tuple[tuple[str, str], ...] = ()
    place: Place | None = None


def decisions_that_ask(model: Model) -> tuple[str, ...]:
    """The decisions that ask for what is not known: those that the author lists, else those that seem to."""
    named = model.about.questions
    codes = named or tuple(code for code in model.answers if _seems_to_ask(model.decision[code]))
    lists = {table.code for table in model.decisions if table.hit_policy.gives_list}
    return tuple(code for code in codes if code in lists)


def _seems_to_ask(table: DecisionTable) -> bool:
    """Whether a table gives a list and most of its rows look for what is not known."""
    rows = [any(isinstance(c.test, IsUnknown) for c in rule.conditions) for rule in table.rules]
    return table.hit_policy.gives_list and 2 * sum(rows) > len(rows)


def block_of(model: Model, code: str) -> str:
    """Where the answer of a decision stands on the first page: as its author says, or by what it is."""
    return model.decision[code].telling.block or ("ask" if code in decisions_that_ask(model) else "do now")


ADVERB = re.compile(
    r"[A-Z][a-z]{2,}(?:ate|ite|ive|ous|ical|ual|ial|ent|ant|ed|ing|ful|less)ly|[A-Z][a-z]{2,}[ai]bly"
)
"""An English word that an adjective became by -ly (*Indefinitely*, *Preferably*): no name ends so."""


def lowered(model: Model) -> tuple[str, ...]:
    """The words that begin labels and are written without a capital somewhere else in the set; English adverbs too.

    So a name (*Crohn's*, *Roux-en-Y*) keeps its capital within a sentence, and in German every noun does.
    """
    rows = [row for field in model.fields.values() for row in field.values]
    labels = [text for row in rows for text in (row.label, row.patient)]
    written = set(_words([*labels, *_prose(model)]))
    english = model.about.language.lower().split("-")[0] in ("", ENGLISH)  # a tag such as en-GB
    firsts = {word for word in map(first_word, labels) if word[1:] == word[1:].lower()}
    return tuple(
        sorted(
            word
            for word in firsts
            if word.lower() in written - {word} or (english and ADVERB.fullmatch(word))
        )
    )


def _prose(model: Model) -> Iterator[str]:
    """Everything that is written in sentences."""
    for field in model.fields.values():
        yield from (field.label, field.question, field.note)
    for table in model.decisions:
        yield table.question
        for rule in table.rows:
            yield from (rule.note, *(one.text for one in rule.evidence))
    for conflict in model.conflicts:
        yield from (conflict.title, conflict.chosen, conflict.why)
    for guidance in model.other_guidance:
        yield from (guidance.topic, guidance.elsewhere)
    yield from (row.text for row in model.statements)
    yield from (row.why for row in model.safety_rules)
    yield from (case.description for case in model.cases)


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for part in text.replace("(", " ").replace("[", " ").split():
            word = first_word(part)
            if word and word[0].islower():
                yield word


@dataclass(frozen=True)
class Saying:
    """A sentence of the author's: of which decision ("" of the whole answer), taken apart, and where it stands."""

    decision: str
    template: Template
    place: Place


def sayings(model: Model) -> Iterator[Saying]:
    """Every sentence of a set, those for patients too."""
    for text in (model.about.headline, model.about.patient_headline):
        if text:
            yield Saying("", parse(text), model.about.place)
    for table in model.decisions:
        for text in (table.telling.sentence, table.telling.patient_sentence):
            if text:
                yield Saying(table.code, parse(text), table.telling.place or table.place)


def may_say(model: Model, name: str) -> bool:
    """Whether a field says something for some patient."""
    table = model.produced_by.get(name)
    return table is None or any(not _silent(model, name, value) for value in _given(model, name))


def may_be_silent(model: Model, name: str) -> bool:
    """Whether a field says nothing for some patient: it is none, not known, empty, or goes without saying."""
    table = model.produced_by.get(name)
    if table is None:
        return model.can_be_unknown(name)
    if table.hit_policy.gives_list and table.otherwise is None:
        return True
    return any(_silent(model, name, value) for value in _given(model, name))


def left_unsaid(model: Model, saying: Saying, names: Iterable[str]) -> bool:
    """Whether some answer says something, and none of these fields of its sentence does: then nothing is told of it."""
    names = tuple(names)
    if not saying.decision:
        return all(may_be_silent(model, name) for name in names)
    table = model.decision[saying.decision]
    if any(name not in table.output_fields and not model.can_be_unknown(name) for name in names):
        return False  # a condition or a score that is always known
    places = [table.output_fields.index(name) for name in names if name in table.output_fields]
    for row in table.rows:
        silent = [_silent(model, n, r.value) for n, r in zip(table.output_fields, row.results, strict=True)]
        if not all(silent) and all(silent[place] for place in places):
            return True
    return False


def said_by_rows(model: Model, saying: Saying) -> Iterator[str]:
    """The sentence of a decision as each of its rows leaves it, with an x in the place of what a field says."""
    table = model.decision[saying.decision]
    for row in table.rows:
        results = zip(table.output_fields, row.results, strict=True)
        silent = frozenset(name for name, result in results if _silent(model, name, result.value))
        yield render(saying.template, partial(_marked, silent))


def _marked(silent: frozenset[str], name: str, _: bool) -> str:
    return "" if name in silent else "x"


def can_be_one(model: Model, name: str) -> bool:
    """Whether a number may be 1."""
    table = model.produced_by.get(name)
    return table is None or table.hit_policy.aggregates or any(value == 1 for value in _given(model, name))


def _given(model: Model, name: str) -> list[Value]:
    """What the rules of its table give in a field."""
    table = model.produced_by[name]
    column = table.output_fields.index(name)
    return [row.results[column].value for row in table.rows]


def _silent(model: Model, name: str, value: Value) -> bool:
    quiet = model.produced_by[name].telling.quiet
    return value in (None, UNKNOWN, NO_RESULT) or value == frozenset() or (name, value) in quiet


__all__ = [
    "BLOCKS",
    "Saying",
    "Telling",
    "can_be_one",
    "left_unsaid",
    "lowered",
    "may_be_silent",
    "may_say",
    "said_by_rows",
    "sayings",
]
