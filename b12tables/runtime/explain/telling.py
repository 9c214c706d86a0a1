"""How a result is told in sentences: its headline, and each answer as its author says it. One home for every surface.

The templates stand in the workbooks (`Headline` in About, `Sentence` above a table); `sentence` says how they are read.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from b12tables.runtime.explain.scores import scores_of
from b12tables.runtime.explain.sentence import fields_of, parse, render
from b12tables.runtime.fields import Number
from b12tables.runtime.language import t
from b12tables.runtime.units import in_words
from b12tables.runtime.values import value_text
from b12tables.runtime.words import NO_RESULT, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from b12tables.runtime.explain.sentence import Template
    from b12tables.runtime.fields import Field
    from b12tables.runtime.result import Result
    from b12tables.runtime.rules import Answer, Decision, Step
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Value

HEADLINE = ""
"""Where the templates of the headline stand among those of the decisions."""


class Telling:
    """What the authors of one table set say about how its answers are told.

    `sentences` are templates by decision; `blocks` where each answer stands; `quiet` the values of a field that go
    without saying; `upper` the upper end of a range by its lower one.
    """

    __slots__ = ("_parsed", "blocks", "lowered", "quiet", "sentences", "table_set", "upper")

    def __init__(self, table_set: TableSet) -> None:
        details = table_set.details()
        self.table_set = table_set
        self._parsed: dict[str, Template] = {}
        # a package that was generated before has none of these
        self.sentences: Mapping[str, tuple[str, str]] = getattr(details, "SENTENCES", {})
        self.blocks: Mapping[str, str] = getattr(details, "BLOCKS", {})
        self.quiet: Mapping[str, tuple[str, ...]] = getattr(details, "QUIET", {})
        self.upper: Mapping[str, str] = getattr(details, "UPPER", {})
        self.lowered: frozenset[str] = getattr(details, "LOWERED", frozenset())

    def template(self, decision: str, patient: bool = False) -> str:
        """The author's template for the answers of a decision, or the headline; "" where there is none."""
        return self.sentences.get(decision, ("", ""))[patient]

    def block(self, decision: str) -> str:
        """Where the answer of a decision stands on the first page."""
        return self.blocks.get(decision, "do now")

    def silent(self, name: str, value: Value | tuple[Value, ...]) -> bool:
        """Whether a value of a field says nothing: none, not known, empty, or what goes without saying."""
        if value is None or value in (UNKNOWN, NO_RESULT):
            return True
        if isinstance(value, (tuple, frozenset)):
            return not value
        return isinstance(value, str) and value in self.quiet.get(name, ())

    def says(self, decision: Decision, answer: Answer) -> bool:
        """Whether an answer says anything."""
        return not all(self.silent(name, answer[name]) for name in decision.outputs)

    def sentence(self, decision: str, values: Mapping[str, object], patient: bool = False) -> str:
        """The sentence of a decision (or the headline) over some values; "" where there is none, or it cannot be said.

        A value is one of the field, or a tuple of them where the decision gives a list.
        """
        text = self.template(decision, patient)
        if not text:
            return ""

        def say(name: str, code: bool) -> str:
            return self.say(name, values, code, patient)

        return render(self.parsed(text), say, self.lowered)

    def parsed(self, text: str) -> Template:
        """A template taken apart, once."""
        template = self._parsed.get(text)
        if template is None:
            template = self._parsed[text] = parse(text)
        return template

    def say(self, name: str, values: Mapping[str, object], code: bool = False, patient: bool = False) -> str:
        """A field over some values in words, or by its codes; "" where it says nothing."""
        value = values.get(name)
        each = value if isinstance(value, tuple) else (value,)
        told = [one for one in each if not self.silent(name, one)]
        upper: Any = values.get(self.upper.get(name, ""))
        if code:
            ends = [*told, upper] if len(told) == 1 and upper not in (None, *told) else told
            texts = [value_text(one) for one in ends]
            return t(" to ").join(texts) if ends is not told else listed(texts)
        field = self.table_set.by_code[name]
        if len(told) == 1 and upper is not None and not isinstance(upper, tuple):
            return range_words(field, told[0], upper, patient)
        return listed(list(dict.fromkeys(words(field, one, patient) for one in told)))


def values_of(result: Result) -> dict[str, object]:
    """What a result knows, by field: inputs as they were seen, scores, answers; of a decision that gives a list all
    values.
    """
    values: dict[str, object] = {**result.inputs, **scores_of(result)}
    for decision in result._set.decisions:
        fired = result._hit(decision.code)
        if fired is not None:
            answers = fired.answer if isinstance(fired.answer, tuple) else None
            for name in decision.outputs:
                values[name] = fired.answer[name] if answers is None else tuple(one[name] for one in answers)
    return values


def headline(result: Result, patient: bool = False) -> str:
    """The sentence that stands first; "" where the author wrote none, or the case has no answer that could be said."""
    telling = Telling(result._set)
    if result.status != "ok" and not _established(result, telling.template(HEADLINE, patient)):
        return ""
    return telling.sentence(HEADLINE, values_of(result), patient)


def _established(result: Result, template: str) -> bool:
    """Whether every decision that the headline speaks of was taken all the same, and every score worked out."""
    producer, scores = result._set.producer, scores_of(result)
    return all(
        name in scores or (name in producer and result._hit(producer[name].code) is not None)
        for name in fields_of(parse(template))
    )


def words(field: Field, value: Value, patient: bool = False) -> str:
    """A value in words within a sentence: a number with its unit written out, in its number; a wording for patients
    without the stop at its end.
    """
    if isinstance(field, Number) and isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return amount_words(value, field.unit)
    if isinstance(value, date):
        return value.isoformat()
    return without_stop(field.text(value, patient))


def amount_words(value: int | Fraction, unit: str) -> str:
    """A number with its unit written out."""
    return f"{number_words(value)}{_behind(in_words(unit, value))}"


def without_stop(text: str) -> str:
    """A text as it stands within a sentence: without the one stop at its end."""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def range_words(field: Field, low: Value, high: Value, patient: bool = False) -> str:
    """The two ends of a range in words: `3 to 6 months`; one value where they are the same."""
    if low == high or isinstance(high, str):
        return words(field, low, patient)
    if isinstance(field, Number) and isinstance(low, (int, Fraction)) and isinstance(high, (int, Fraction)):
        return f"{number_words(low)}{t(' to ')}{words(field, high, patient)}"
    return f"{words(field, low, patient)}{t(' to ')}{words(field, high, patient)}"


def number_words(value: int | Fraction) -> str:
    """A number as a person reads it: exact decimals, or six digits where they would not end."""
    if isinstance(value, Fraction) and value.denominator > 10**6:
        return t("about {number}", number=f"{float(value):.6g}")
    return value_text(value)


def _behind(unit: str) -> str:
    return f" {unit}" if unit else ""


def listed(texts: list[str]) -> str:
    """Some texts as a sentence lists them."""
    texts = [text for text in texts if text]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])}{t(' and ')}{texts[-1]}" if texts else ""


def told_of(telling: Telling, step: Step, scores: Mapping[str, Value], patient: bool = False) -> list[str]:
    """The answers of a step as their author says them, one a row; of one without a sentence nothing.

    `scores` are those of the result, which a sentence may speak of where they follow from the answer.
    """
    answers = step.answer if isinstance(step.answer, tuple) else (step.answer,)
    told = []
    for answer in answers:
        if telling.says(step.decision, answer):
            told.append(telling.sentence(step.decision.code, {**step.inputs, **scores, **answer}, patient))
    return list(dict.fromkeys(filter(None, told)))


__all__ = ["Telling", "headline", "listed", "range_words", "told_of", "values_of", "words"]
