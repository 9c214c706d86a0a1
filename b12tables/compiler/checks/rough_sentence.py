"""# rough-sentence

**A sentence that some answers make read badly, or that cannot be said of them at all:** a field outside of `[ … ]` says
nothing for some patients (its result is `none`, not known, or goes without saying by `Quiet`), so that they get no
sentence; a stop or comma outside of `[ … ]` stays behind alone where what stands before it is left out; a number stands
before a word in the plural and can be 1; or a unit is written behind a field that says its unit itself.

## Example

```tables
## Fields
- age: number, 0..
- tablets: whole number, 1..4
- dose: choice (none, half)
- first_visit: number, 1..12, unit mo
- later_visits: number, 1..12, unit mo

## Decision: Dose
- Sentence: {tablets} tablets of the {dose} dose.

| | When | Then | |
|---|---|---|---|
| Rule | Age | Tablets | Dose |
| R1 | < 18 | 1 | half |
| R2 | >= 18 | 2 | none |

## Decision: Visits
- Sentence: [First {first visit}], [then {later visits}].

| | When | Then | |
|---|---|---|---|
| Rule | Age | First visit | Later visits |
| V1 | < 18 | 1 | 3 |
| V2 | >= 18 | none | 3 |
```

```findings
rough-sentence
rough-sentence
rough-sentence
```

## How to mend it

Put what may be left out between `[` and `]`, its stop with it, or write `{a|b}` with a field that always says
something. Word the sentence so that it reads well with one: `tablets: {tablets}`. Leave the unit out: `{field}` says
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from b12tables.compiler.model import (
    KINDS,
    NUMERIC,
    Field,
    Finding,
    Model,
    Saying,
    can_be_one,
    left_unsaid,
    said_by_rows,
    sayings,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.explain.sentence import Part, Plain, Slot, render
from b12tables.runtime.language import t
from b12tables.runtime.units import in_words
from b12tables.runtime.words import fold

KIND = KINDS["rough-sentence"]

_ALONE = re.compile(r"(?:^|[.,;:])\s*[.,;:]")
"""A sign that belongs to words which are not there."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each field of a sentence that some answers make read badly."""
    for saying in sayings(analysis.model):
        for message, help in dict.fromkeys(_troubles(analysis.model, saying)):
            decision = saying.decision or None
            yield KIND.finding(message, places=(saying.place,), decision=decision, help=(help,))


def _troubles(model: Model, saying: Saying) -> Iterator[tuple[str, str]]:
    for part in saying.template:
        if isinstance(part, Slot) and left_unsaid(model, saying, [name for name, _ in part.fields]):
            label = model.fields[part.fields[0][0]].label
            yield (
                t(
                    "where {label} is none or goes without saying, the sentence says nothing of the answer"
                    if saying.decision
                    else "where {label} is none or goes without saying, the sentence is not said at all",
                    label=label,
                ),
                t("put it between [ and ]"),
            )
    if saying.decision and _stands_alone(model, saying):
        yield (
            t("where some of it is left out, a stop or comma of the sentence stands alone"),
            t("put the stop or comma between the same [ and ] as what it belongs to"),
        )
    for part in saying.template:
        parts = part.parts if isinstance(part, Part) else ()
        yield from _beside(model, parts)
    yield from _beside(model, [part for part in saying.template if not isinstance(part, Part)])


def _stands_alone(model: Model, saying: Saying) -> bool:
    """Whether some answer leaves a sign behind without its words."""
    whole = len(_ALONE.findall(render(saying.template, lambda *_: "x")))  # "etc., and" is the author's own
    return any(len(_ALONE.findall(said)) > whole for said in said_by_rows(model, saying))


def _beside(model: Model, parts: Sequence[Plain | Slot]) -> Iterator[tuple[str, str]]:
    """Troubles of what stands directly behind a number."""
    for slot, behind in pairwise(parts):
        if isinstance(slot, Slot) and isinstance(behind, Plain):
            for name, code in slot.fields:
                if (trouble := _number(model, model.fields[name], code, behind.text)) is not None:
                    yield trouble


def _number(model: Model, field: Field, code: bool, behind: str) -> tuple[str, str] | None:
    word = re.match(r"\s+([^\W\d_]+)", behind)
    if field.type not in NUMERIC or word is None:
        return None
    units = {fold(in_words(field.unit, 1)), fold(in_words(field.unit, 2)), fold(field.unit)}
    if field.unit and not code:
        if fold(word[1]) in units:
            return (
                t(
                    "{field} says its unit itself, and {word} stands behind it",
                    field=field.label,
                    word=word[1],
                ),
                t("leave {word} out", word=word[1]),
            )
        return None
    if word[1].endswith("s") and can_be_one(model, field.code):
        return t("{field} can be 1, and {word} stands behind it", field=field.label, word=word[1]), t(
            "write {word}: {{{field}}}", word=word[1], field=field.code
        )
    return None
