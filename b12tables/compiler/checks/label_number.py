"""# label-number

**The label of a value says another number than the conditions that lead to it.** A reader of *At least 60* takes it
that 60 decides, though the row asks for 45: somebody has moved the line in one place and not in the other. Looked at
are rows that ask for one number and give a value whose label compares (*at least 60*, *below 60*, *> 60 mL/min*).

## Example

```tables
## Dictionary
| Field | Label | Type | Minimum | Unit |
|---|---|---|---|---|
| egfr | eGFR | number | 0 | mL/min |
| renal | Renal class | choice | | |

## Values
| Field | Value | Label |
|---|---|---|
| renal | fine | At least 60 mL/min |
| renal | low | Impaired |

## Decision: Kidneys
| | When | Then |
|---|---|---|
| Rule | eGFR | Renal class |
| R1 | >= 45 | fine |
| R2 | < 45 | low |
```

```findings
label-number R1
```

## How to mend it

Write the same number in both. Better, write it once: a row on the sheet *Thresholds*, its name in the condition
(`>= eGFR limit`), and its name in braces in the label (`At least {eGFR limit}`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from b12tables.compiler.model import (
    KINDS,
    NUMERIC,
    AllOf,
    AnyOf,
    Anything,
    Condition,
    DecisionTable,
    Equals,
    Field,
    Finding,
    Interval,
    Model,
    Not,
    Rule,
    Test,
    conversion,
    parse_unit,
    value_text,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t
from b12tables.runtime.words import plain

KIND = KINDS["label-number"]

_COMPARES = re.compile(
    r"(?i)(?:\b(?:at least|at most|below|under|over|above|more than|less than)\b|[<>]=?)\s*(\d+(?:\.\d+)?)\s*(\S+)?"
)

_FALLS = re.compile(r"(?i)\s*(?:\S+\s+)?(?:below|under|less|lower|before|earlier|short)\b")
"""Behind a number: it is how far something lies below something else."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each value whose label compares with a number that no condition of its rows names."""
    model = analysis.model
    for table in model.decisions:
        for column, name in enumerate(table.output_fields):
            if model.fields[name].type == "choice":
                yield from _of_column(model, table, column, model.fields[name])


def _of_column(model: Model, table: DecisionTable, column: int, output: Field) -> Iterator[Finding]:
    for value in output.values:
        rules = [rule for rule in table.rules if rule.results[column].value == value.code]
        asked = [_asked(model, table, rule) for rule in rules]
        known = [one for one in asked if one is not None]
        if not known or len(known) < len(asked) or len({field.code for field, _ in known}) > 1:
            continue
        field = known[0][0]
        ends = {end for _, condition in known for end in _ends(condition.test)}
        for number, said, falls in _numbers(value.label, field):
            meant = {number, -number} if falls else {number}
            if ends and not any(_among(one, ends, field) for one in meant):
                yield KIND.finding(
                    t(
                        "{output} {value!r} says {said}, and {rows} for {field} {what}",
                        output=output.label,
                        value=value.label,
                        said=said,
                        rows=_rows(rules),
                        field=field.label,
                        what=", ".join(value_text(end) for end in sorted(ends)),
                    ),
                    decision=table.code,
                    rules=tuple(rule.id for rule in rules),
                    places=(value.place, *(condition.place for _, condition in known)),
                    help=(
                        t(
                            "write the same number in both; on the sheet Thresholds it can be said once, and its "
                            "name written in the condition, and in braces in the label"
                        ),
                    ),
                )


def _rows(rules: list[Rule]) -> str:
    ids = [rule.id for rule in rules]
    return t("rule {ids} asks", ids=ids[0]) if len(ids) == 1 else t("rules {ids} ask", ids=", ".join(ids))


def _asked(model: Model, table: DecisionTable, rule: Rule) -> tuple[Field, Condition] | None:
    """The one number that a rule asks for; None where it asks for something else as well, or for nothing."""
    cells = [
        (model.fields[name], condition)
        for name, condition in zip(table.input_fields, rule.conditions, strict=True)
        if not isinstance(condition.test, Anything)
    ]
    return cells[0] if len(cells) == 1 and cells[0][0].type in NUMERIC else None


def _ends(test: Test) -> Iterator[Fraction]:
    """The numbers at which a test changes."""
    match test:
        case Equals(value) if isinstance(value, Fraction):
            yield value
        case Interval(low, _, high, _):
            yield from (end for end in (low, high) if isinstance(end, Fraction))
        case Not(inner):
            yield from _ends(inner)
        case AnyOf(tests) | AllOf(tests):
            for one in tests:
                yield from _ends(one)


def _numbers(label: str, field: Field) -> Iterator[tuple[Fraction, str, bool]]:
    """The numbers that a label compares with, in the field's unit, each with its words.

    The third says that the number may be meant downwards: *at most 0.5 below* is -0.5 of a difference. Numbers in a
    unit of something else are left out.
    """
    for match in _COMPARES.finditer(plain(label)):
        unit = (match[2] or "").strip(",;:)")
        falls = _FALLS.match(match.string, match.end(1)) is not None
        if not unit or parse_unit(unit) is None:
            yield Fraction(match[1]), match[0].strip(), falls
            continue
        factors = {option.unit: option.factor for option in field.accepts}
        factor = factors.get(unit) or (conversion(unit, field.unit) if field.unit else None)
        if factor is not None:
            yield Fraction(match[1]) * factor, match[0].strip(), falls


def _among(number: Fraction, ends: set[Fraction], field: Field) -> bool:
    """Whether a number is one of the ends; of numbers with a step `over 65` and `>= 66` are the same."""
    step = field.precision or 0
    return bool({number, number - step, number + step} & ends)
