"""# unreachable-value

**A declared value that no rule gives**, though the field is the output of a table. If a table downstream has
a cell that names it, that cell waits in vain, and is among the places. (A value upstream that a table
downstream does not hear of is a `gap` there, or covered by its `Otherwise`.)

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult, old)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |
```

```findings
unreachable-value old
```

## How to mend it

Write the rule that gives the value, or delete it from the Values sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.model import (
    KINDS,
    AllOf,
    AnyOf,
    Equals,
    Excludes,
    Extras,
    Finding,
    Includes,
    Not,
    Place,
    Test,
    Value,
)
from b12tables.compiler.proof.analysis import Analysis, Standing
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t

KIND = KINDS["unreachable-value"]


@dataclass(frozen=True)
class Unproduced(Extras):
    """The value, by its code, and its field."""

    field: str
    value: str


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each declared value of an output that no rule ever gives."""
    for ts in analysis.tables:
        for column, name in enumerate(ts.table.output_fields):
            field = analysis.model.fields[name]
            if field.type != "choice" or ts.policy.aggregates or field.says_of:
                # what stays as it was is given by the decision behind
                continue
            given = _given(analysis, ts, column)
            for row in field.values:
                if row.code not in given:
                    waiting = _waiting(analysis, name, row.code)
                    yield KIND.finding(
                        t(
                            "{row} is a declared value of {field}, but no rule ever gives it",
                            row=row.label,
                            field=field.label,
                        )
                        + _named_by(len(waiting)),
                        places=(row.place, *waiting),
                        decision=ts.table.code,
                        help=(t("write the rule that gives it, or delete it from the Values sheet"),),
                        extras=Unproduced(name, row.code),
                    )


def _given(analysis: Analysis, ts: TableSpace, column: int) -> set[Value]:
    given = {
        row[column] for index, row in enumerate(ts.rows) if analysis.standing(ts, index) is Standing.ANSWERS
    }
    otherwise = ts.table.otherwise
    if otherwise is not None:
        part = analysis.gaps(ts)
        # where the bound was reached before anything was found for it, it may give its value all the same
        if part.boxes or not part.whole:
            given.add(otherwise.results[column].value)
    return given


def _named_by(cells: int) -> str:
    if not cells:
        return ""
    return (
        t("; 1 cell downstream names it")
        if cells == 1
        else t("; {cells} cells downstream name it", cells=cells)
    )


def _waiting(analysis: Analysis, name: str, code: str) -> list[Place]:
    """The condition cells downstream that name a value."""
    readers = [table for table in analysis.model.decisions if name in table.input_fields]
    cells: list[Place] = []
    for table in readers:
        columns = [column for column, field in enumerate(table.input_fields) if field == name]
        conditions = [rule.conditions[column] for rule in table.rules for column in columns]
        cells += [condition.place for condition in conditions if _names(condition.test, code)]
    return cells


def _names(test: Test, code: str) -> bool:
    match test:
        case Equals(value) | Includes(value) | Excludes(value):
            return value == code
        case Not(inner):
            return _names(inner, code)
        case AnyOf(parts) | AllOf(parts):
            return any(_names(part, code) for part in parts)
    return False
