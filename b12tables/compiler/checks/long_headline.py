"""# long-headline

**Words that another program shows on a card are longer than a card takes (140 letters):** the headline of some patient,
or a warning. There they would be cut. It is looked at where a set is made for such programs: where its Dictionary says
where a value stands in a record (`Source`), where it has a sheet `Actions`, or words for where there is little room.

The headline is proved: either it is short enough for every possible patient, or one is shown for whom it is not.

## Example

```tables
## About
- Title: Follow-up
- Identifier: follow_up
- Version: 1.0.0
- Status: Draft
- Intended use: An example.
- Disclaimer: This is no medical advice.
- Short headline: {Action}.[ {Strength}.]

## Dictionary
| Field | Label | Type | Question | Patient wording |
|---|---|---|---|---|
| symptoms | Symptoms | choice | How are the symptoms? | How are you? |
| action | Action | choice | | |
| strength | Strength | choice | | |

## Decision: Action now
| | When | Then | |
|---|---|---|---|
| Rule | Symptoms | Action | Strength |
| R1 | none | stay | none |
| R2 | worse | more | inferred |

## Values
| Field | Value | Label |
|---|---|---|
| symptoms | none | Free of symptoms |
| symptoms | worse | Worse |
| action | stay | Stay on what is given now, at the interval that it is given at now, until the next check |
| action | more | Give it more often, and look for another cause of the symptoms at the next visit |
| strength | inferred | No source says it in these words: it is what we conclude from several of them |
```

```findings
long-headline
```

Either sentence is short enough alone; of a patient who is worse both are said.

## How to mend it

Write a `Short headline` in About that leaves out what the detail of the card says anyway, or shorten the words that
the finding names. Of a warning, write shorter words under `Short` in its row of Values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from b12tables.compiler.model import (
    KINDS,
    AnyOf,
    DecisionTable,
    Equals,
    FieldTest,
    Finding,
    IsUnknown,
    Model,
    Rule,
    Value,
    block_of,
    evaluate,
    scores_after,
    values_after,
)
from b12tables.compiler.proof.analysis import Analysis, Case
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.safety_proof import shown_case
from b12tables.runtime.explain.sentence import Part, Plain, Slot, Template, fields_of, parse
from b12tables.runtime.explain.telling import amount_words, without_stop
from b12tables.runtime.language import speaking, t
from b12tables.runtime.summaries import LONGEST_SUMMARY
from b12tables.runtime.units import in_words
from b12tables.runtime.values import value_text
from b12tables.runtime.words import NO_RESULT, UNKNOWN

KIND = KINDS["long-headline"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for a headline that is too long for some patient, and for each warning that is."""
    model = analysis.model
    if not _is_shown_elsewhere(model):
        return
    with speaking(model.about.language):
        yield from _headline(analysis)
        yield from _warnings(analysis)


def _is_shown_elsewhere(model: Model) -> bool:
    """Whether a set is made for programs that show cards."""
    short = any(row.short for field in model.fields.values() for row in field.values)
    bound = any(field.binding is not None for field in model.fields.values())
    return bool(model.actions or model.about.short_headline or short or bound)


# ---------------------------------------------------------------- the headline


def _headline(analysis: Analysis) -> Iterator[Finding]:
    about = analysis.model.about
    text = about.short_headline or about.headline
    name = "Short headline" if about.short_headline else "Headline"
    if not text:
        return
    search = _Longest(analysis, parse(text))
    try:
        found = search.too_long()
    except BoundReached:
        what = t("whether the {name} is short enough for every card", name=name)
        analysis.leave_open(None, what, KIND.severity)
        return
    if found is not None:
        parts = "; ".join(f"{label}: {said} ({len(said)})" for label, said in found.parts)
        yield KIND.finding(
            t(
                "the {name} of this patient has {length} letters, and a card takes {most}; it says {parts}",
                name=name,
                length=found.length,
                most=LONGEST_SUMMARY,
                parts=parts,
            ),
            places=(about.place,),
            help=(
                t("shorten the longest of these words, or leave one out")
                if about.short_headline
                else t("write a Short headline in About, for where there is little room"),
            ),
            example=analysis.as_given(found.case),
        )


@dataclass(frozen=True)
class _Words:
    """What a field may say: values that are said in words, and by codes, of the same length."""

    values: tuple[Value, ...]
    length: int
    coded: int


@dataclass(frozen=True)
class _Found:
    """A patient whose headline is too long: its length at least, and what is said in it, the longest first."""

    case: Case
    length: int
    parts: tuple[tuple[str, str], ...]


class _Longest:
    """The longest that a template can become: fields are fixed one by one, and what cannot become too long is left."""

    def __init__(self, analysis: Analysis, template: Template) -> None:
        self.analysis, self.model, self.template = analysis, analysis.model, template
        named = fields_of(template)
        uppers = [f.code for f in self.model.fields.values() if f.upper_of in named]
        self.options = {name: self._options(name) for name in dict.fromkeys((*named, *uppers))}
        self.upper = {f.upper_of: f.code for f in self.model.fields.values() if f.upper_of in named}

    def too_long(self) -> _Found | None:
        """A patient whose sentence is longer than a card takes; None where it is proved that there is none.

        Raises `BoundReached`.
        """
        return self._look(self.options)

    def of_row(self, table: DecisionTable, row: Rule) -> int:
        """How long the sentence of a row can become at most."""
        longest = {name: _at_most(told) for name, told in self.options.items()}
        for name, result in zip(table.output_fields, row.results, strict=True):
            if name in longest and not isinstance(result.value, frozenset):
                said = self._said(name, result.value)
                longest[name] = _Words((), _longer(said), len(value_text(result.value)) if said else 0)
        return self._length(longest)

    def _look(self, options: Mapping[str, tuple[_Words, ...]]) -> _Found | None:
        narrowed = self._narrowed(options)
        longest = {name: _at_most(told) for name, told in narrowed.items()}
        if self._length(longest) <= LONGEST_SUMMARY:
            return None
        lines = [self._line(name, told) for name, told in narrowed.items() if told != self.options[name]]
        case = shown_case(self.analysis, lines)
        if case is None:
            return None
        open_fields = [name for name, told in narrowed.items() if len(told) > 1]
        if not open_fields:
            return self._told(case, self._length(longest))
        # the field whose silence would shorten it most tells first: whole parts of the sentence exclude each other
        name = min(open_fields, key=lambda one: (self._without(one, longest), len(narrowed[one]), one))
        for told in sorted(narrowed[name], key=lambda one: -one.length):
            found = self._look({**narrowed, name: (told,)})
            if found is not None:
                return found
        return None

    def _narrowed(self, options: Mapping[str, tuple[_Words, ...]]) -> Mapping[str, tuple[_Words, ...]]:
        """What a field may say where the sentence is too long, whatever the others say; the longest stays always."""
        longest = {name: _at_most(told) for name, told in options.items()}

        def left(name: str) -> tuple[_Words, ...]:
            found = [one for one in options[name] if self._length({**longest, name: one}) > LONGEST_SUMMARY]
            return tuple(found) or options[name]

        return {name: left(name) for name in options}

    def _without(self, name: str, longest: Mapping[str, _Words]) -> int:
        """How long the sentence is at most where a field says nothing."""
        return self._length({**longest, name: _Words((), 0, 0)})

    def _line(self, name: str, told: Iterable[_Words]) -> FieldTest:
        tests = [IsUnknown() if value is None else Equals(value) for one in told for value in one.values]
        return FieldTest(
            name, tests[0] if len(tests) == 1 else AnyOf(tuple(tests)), "", self.model.about.place
        )

    # ------------------------------------------------------------ how long

    def _length(self, longest: Mapping[str, _Words]) -> int:
        """How long the sentence is at most."""
        return sum(self._part(part, longest) for part in self.template)

    def _part(self, part: Plain | Slot | Part, longest: Mapping[str, _Words]) -> int:
        if isinstance(part, Plain):
            return len(part.text)
        if isinstance(part, Slot):
            return max(self._slot(name, code, longest) for name, code in part.fields)
        slots = [inner for inner in part.parts if isinstance(inner, Slot)]
        if any(not self._part(slot, longest) for slot in slots):
            return 0
        return sum(self._part(inner, longest) for inner in part.parts)

    def _slot(self, name: str, code: bool, longest: Mapping[str, _Words]) -> int:
        def of(one: str) -> int:
            return longest[one].coded if code else longest[one].length

        upper = self.upper.get(name)
        behind = of(upper) if upper is not None and of(name) else 0
        return of(name) + (len(t(" to ")) + behind if behind else 0)

    # ------------------------------------------------------------ what a field may say

    def _options(self, name: str) -> tuple[_Words, ...]:
        """The values of a field by how long their words are; without values where they are not looked at one by one."""
        field, table = self.model.fields[name], self.model.produced_by.get(name)
        if table is None or name in self.model.set_valued or table.hit_policy.aggregates:
            return (self._bound(name),)
        if field.type == "choice":
            values: list[Value | None] = [row.code for row in field.values]
        else:
            column = table.output_fields.index(name)
            values = [row.results[column].value for row in table.rows]
        groups: dict[tuple[int, int], list[Value]] = {}
        for value in dict.fromkeys((*values, None)):
            said = self._said(name, value)
            coded = len(value_text(value)) if said else 0
            groups.setdefault((_longer(said), coded), []).append(value)
        return tuple(_Words(tuple(told), *lengths) for lengths, told in groups.items())

    def _bound(self, name: str) -> _Words:
        """How long a field can be at most of which there is no list of values that stand alone."""
        field = self.model.fields[name]
        if field.values:
            said = [self._said(name, row.code) for row in field.values]
            return _Words(
                (),
                sum(map(len, said)) + len(said) * len(t(" and ")),
                sum(len(r.code) + 5 for r in field.values),
            )
        return _Words((), _NUMBER + len(in_words(field.unit, 2)), _NUMBER)

    def _said(self, name: str, value: Value | None) -> str:
        """A value in words; "" where it says nothing."""
        field = self.model.fields[name]
        table = self.model.produced_by.get(name)
        quiet = table is not None and (name, value) in table.telling.quiet
        if value in (None, UNKNOWN, NO_RESULT) or quiet:
            return ""
        if isinstance(value, Fraction | int) and not isinstance(value, bool):
            return amount_words(value, field.unit)
        if isinstance(value, str) and field.values:
            return without_stop(field.label_of(value))
        return t("yes") if value is True else t("no") if value is False else value_text(value)

    def _told(self, case: Case, length: int) -> _Found:
        """The finding of a patient, with what is said of them."""
        evaluation = evaluate(self.model, case)
        values = values_after(case, evaluation) | scores_after(self.model, case, evaluation, None)
        plain = {name: values.get(name) for name in self.options if name not in self.model.set_valued}
        said = [(self.model.fields[name].label, self._said(name, value)) for name, value in plain.items()]
        parts = sorted((one for one in said if one[1]), key=lambda one: -len(one[1]))
        return _Found(case, length, tuple(parts))


_NUMBER = 30
"""Letters of a number of which only the range is known: fifteen digits, and as many behind the point."""


def _longer(said: str) -> int:
    """The letters of some words, with or without the capital that they begin with."""
    return max(len(said), len(said[:1].lower() + said[1:]))


def _at_most(told: Iterable[_Words]) -> _Words:
    """As long as the longest in words and the longest by codes."""
    known = tuple(told)
    return _Words((), max(one.length for one in known), max(one.coded for one in known))


# ---------------------------------------------------------------- warnings


def _warnings(analysis: Analysis) -> Iterator[Finding]:
    """The warnings whose words are too long."""
    model = analysis.model
    for code in (*model.answers, *model.folded):
        if block_of(model, code) == "do not":
            table = model.decision[code]
            yield from _sentence(analysis, table) if table.telling.sentence else _labels(model, table)


def _labels(model: Model, table: DecisionTable) -> Iterator[Finding]:
    given = {row.results[0].value for row in table.rows}
    for row in model.fields[table.output_fields[0]].values:
        length = len(" ".join((row.short or row.label).split()))
        if row.code in given and length > LONGEST_SUMMARY:
            told = t("{label}: it has {length} letters, and a card takes {most}")
            if row.short:
                told = t("{label}: its words under Short have {length} letters, and a card takes {most}")
            yield KIND.finding(
                told.format(label=repr(row.label), length=length, most=LONGEST_SUMMARY),
                places=(row.place,),
                decision=table.code,
                help=(t("write shorter words under Short in this row of Values"),),
            )


def _sentence(analysis: Analysis, table: DecisionTable) -> Iterator[Finding]:
    """Of a sentence how long it can become for each row: what it says of entries is as long as their longest value."""
    search = _Longest(analysis, parse(table.telling.sentence))
    for row in table.rows:
        length = search.of_row(table, row)
        if length > LONGEST_SUMMARY:
            yield KIND.finding(
                t(
                    "the sentence of {rule} can have {length} letters, and a card takes {most}",
                    rule=row.id,
                    length=length,
                    most=LONGEST_SUMMARY,
                ),
                places=(row.place, table.telling.place or table.place),
                decision=table.code,
                rules=(row.id,),
                help=(t("shorten the sentence, or the labels that it names"),),
            )
