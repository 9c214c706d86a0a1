"""# analysis-incomplete

**The analysis reached its bound before everything was established.** Some tables have millions of separate
gaps, or are otherwise too hard to settle within the bound. What was found until then is right and is
reported; what was not established is named. This is never a clean pass: it stands in the way of a build.

The bound is counted in steps, not in seconds, so that the same tables give the same report on every machine.
It is also reported when a set of values is asked for more different ones than can be combined: twelve, over
all tables and lists.

## Example

Each sign doubles the combinations of signs, and thirteen are too many:

```tables
## Fields
- signs: choices (tired, pale, breathless, dizzy, numb, unsteady, forgetful, sore, thin, sad, cold, deaf, faint)
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
| R8 | includes sore | look_closer |
| R9 | includes thin | look_closer |
| R10 | includes sad | look_closer |
| R11 | includes cold | look_closer |
| R12 | includes deaf | look_closer |
| R13 | includes faint | look_closer |
```

```findings
analysis-incomplete
```

## How to mend it

Raise the bound, or split the table: a table with thirty columns is hard for its readers too. Of a set that is
asked for too many values, declare those that rules ask for as `yes/no` fields of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.analysis import Analysis
from b12tables.compiler.finding import Finding

NAME = "analysis-incomplete"

HELP = ("split the table into smaller ones, or raise the bound (b12tables check --bound SECONDS)",)

FEWER = ("ask about fewer of them, or declare those that rules ask for as yes/no fields of their own",)

SAID = 4
"""How many open questions of one table are said in the message; all of them are in the data."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each table with a question that could not be settled. Runs after all other checks."""
    model = analysis.model
    for code, why in analysis.space.left_out.items():
        table = model.decision[code]
        yield Finding(NAME, "error", f"not analysed: {why}", places=(table.place,), decision=code, help=FEWER)
    asked = {name for table in model.decisions for name in table.input_fields}
    for name in analysis.space.too_many:
        if name not in asked:
            why = analysis.space.why_not(name)
            yield Finding(
                NAME, "error", f"not analysed: {why}", places=(model.fields[name].place,), help=FEWER
            )
    open_: dict[str | None, list[str]] = {}
    for decision, what in analysis.unfinished:
        open_.setdefault(decision, []).append(what)
    for decision, questions in open_.items():
        reason = (
            "not all tables could be analysed"
            if analysis.space.left_out and not analysis.budget.spent
            else "the bound was reached before everything was established"
        )
        lines = [f"{reason}; what is reported is right, but not all"]
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
