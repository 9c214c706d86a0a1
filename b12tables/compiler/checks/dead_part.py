"""# dead-part

**A part of a sentence that can never appear:** an optional part `[ … ]` with a field that never says anything (all that
its table gives is `none`, or goes without saying by `Quiet`), or a field behind `|` where the one before it always says
something.

## Example

```tables
## Fields
- age: number, 0..
- dose: choice (half, whole)
- remark: text

## Decision: Dose
- Sentence: Give a {dose} dose[, then {remark}].

| | When | Then | |
|---|---|---|---|
| Rule | Age | Dose | Remark |
| R1 | < 18 | half | none |
| R2 | >= 18 | whole | none |
```

```findings
dead-part
```

## How to mend it

Take the part out of the sentence; or give the field the results that it is meant to tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding, Model, Place, may_be_silent, may_say, sayings
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.explain.sentence import Part, Slot, slots
from b12tables.runtime.language import t

KIND = KINDS["dead-part"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each part of a sentence that no answer lets appear."""
    model = analysis.model
    for saying in sayings(model):
        for part in saying.template:
            if isinstance(part, Part):
                for name in _never(model, part):
                    what = t(
                        "an optional part waits for {field}, which never says anything",
                        field=model.fields[name].label,
                    )
                    yield _finding(
                        saying.place, saying.decision, what, t("take the part out of the sentence")
                    )
        for slot in slots(saying.template):
            if name := _behind(model, slot):
                what = t(
                    "{field} stands behind a field that always says something", field=model.fields[name].label
                )
                yield _finding(
                    saying.place, saying.decision, what, t("take |{name} out of the sentence", name=name)
                )


def _never(model: Model, part: Part) -> Iterator[str]:
    """The first field of each slot of a part in which no field ever says anything."""
    for slot in slots((part,)):
        if not any(may_say(model, name) for name, _ in slot.fields):
            yield slot.fields[0][0]


def _behind(model: Model, slot: Slot) -> str:
    """The first field of a slot that is never reached; "" where each may be."""
    for (name, _), (after, _) in zip(slot.fields, slot.fields[1:], strict=False):
        if not may_be_silent(model, name):
            return after
    return ""


def _finding(place: Place, decision: str, message: str, help: str) -> Finding:
    return KIND.finding(message, places=(place,), decision=decision or None, help=(help,))
