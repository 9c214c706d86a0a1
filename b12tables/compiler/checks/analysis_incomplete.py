"""# analysis-incomplete

**The analysis reached its bound before everything was established.** Some tables have millions of separate
gaps, or are otherwise too hard to settle within the bound. What was found until then is right and is
reported; what was not established is named. This is never a clean pass: it stands in the way of a build.

The bound is counted in steps, not in seconds, so that the same tables give the same report on every machine.
It is also reported when a table asks a set for more different values at once than can be combined.

## Example

Each sign doubles the combinations of signs:

```tables
## Fields
- signs: choices (tired, pale, breathless, dizzy, numb, unsteady, forgetful, sore_tongue, weight_loss, low_mood)
- advice: choice (look_closer)

## Decision: Advice table
- Hit policy: Collect

| | When | Then |
|---|---|---|
| Rule | Signs | Advice |
| R1 | includes tired | look_closer |
| R2 | includes pale | look_closer |
| R3 | includes breathless | look_closer |
| R4 | includes dizzy | look_closer |
| R5 | includes numb | look_closer |
| R6 | includes unsteady | look_closer |
| R7 | includes forgetful | look_closer |
| R8 | includes sore_tongue | look_closer |
| R9 | includes weight_loss | look_closer |
| R10 | includes low_mood | look_closer |
```

```findings
analysis-incomplete
```

## How to mend it

Raise the bound, or split the table: a table with thirty columns is hard for its readers too.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.analysis import Analysis
from b12tables.compiler.finding import Finding

NAME = "analysis-incomplete"

HELP = ("split the table into smaller ones, or raise the bound (b12tables check --bound SECONDS)",)

SAID = 4
"""How many open questions of one table are said in the message; all of them are in the data."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each table with a question that could not be settled. Runs after all other checks."""
    model = analysis.model
    for code, why in analysis.space.left_out.items():
        table = model.decision[code]
        yield Finding(NAME, "error", f"not analysed: {why}", places=(table.place,), decision=code, help=HELP)
    open_: dict[str | None, list[str]] = {}
    for decision, what in analysis.unfinished:
        open_.setdefault(decision, []).append(what)
    for decision, questions in open_.items():
        lines = [
            "the bound was reached before everything was established; what is reported is right, but not all"
        ]
        lines += [f"not established: {what}" for what in questions[:SAID]]
        if len(questions) > SAID:
            lines.append(f"and {len(questions) - SAID} questions more")
        yield Finding(
            NAME,
            "error",
            "\n".join(lines),
            places=(model.decision[decision].place if decision else model.about.place,),
            decision=decision,
            help=HELP,
            data={"not_established": questions},
        )
