"""# analysis-incomplete

**The analysis reached its bound before everything was established.** Some tables have millions of separate
gaps, or are otherwise too hard to settle within the bound. What was found until then is right and is
reported; what was not established is named. This is never a clean pass. Where an error may have gone unseen (a gap,
an overlap, a safety rule that does not hold), it stands in the way of a build; where only a warning or a piece of
information may have, it is no more than that itself, and the build goes on.

The bound is counted in steps, not in seconds, so that the same tables give the same report on every machine.
It is the one that the option `--bound` of `check` and `build` names, and every question gets its part of it:
twice the bound gives each of them twice as much. It is also reported when a set of values is asked for more
different ones than can be combined: twelve, over all tables and lists.

## Example

Each sign doubles the combinations of signs, and thirteen are too many:

```tables
## Fields
- signs: choices (tired, pale, breathless, dizzy, numb, unsteady, forgetful, sore, thin, sad, cold, deaf, faint)
- advice: choice (look_closer)

## Decision: Advice table
- Hit policy: Collect
- May be empty: yes

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

Raise the bound, as the report proposes (`--memory` limits how many gaps can be listed), or split the table: a table
with thirty columns is hard for its readers too. Of a set that is asked for too many values, declare those that rules
ask for as `yes/no` fields of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.model import KINDS, Extras, Finding, Severity
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t, wording

KIND = KINDS["analysis-incomplete"]


@dataclass(frozen=True)
class NotEstablished(Extras):
    """The questions that were left open."""

    not_established: tuple[str, ...]


RAISED = 4
"""So many times the bound is proposed where it was reached."""

FEWER = wording("ask about fewer of them, or declare those that rules ask for as yes/no fields of their own")

GRAVE: tuple[Severity, ...] = ("error", "warning", "info")

SAID = 4
"""How many open questions of one table are said in the message; all of them are in the data."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each table with a question that could not be settled. Runs after all other checks."""
    model = analysis.model
    for code, why in analysis.space.left_out.items():
        table = model.decision[code]
        yield KIND.finding(
            t("not analysed: {why}", why=why), places=(table.place,), decision=code, help=(t(FEWER),)
        )
    asked = {name for table in model.decisions for name in table.input_fields}
    for name in analysis.space.too_many:
        if name not in asked:
            why = analysis.space.why_not(name)
            yield KIND.finding(
                t("not analysed: {why}", why=why), places=(model.fields[name].place,), help=(t(FEWER),)
            )
    open_: dict[str | None, dict[str, Severity]] = {}
    for (decision, what), severity in analysis.unfinished.items():
        open_.setdefault(decision, {})[what] = severity
    for decision, severities in open_.items():
        questions = sorted(severities, key=lambda what: GRAVE.index(severities[what]))
        reason = (
            t("not all tables could be analysed")
            if analysis.space.left_out and not analysis.budget.spent
            else t("the bound was reached before everything was established")
        )
        lines = [t("{reason}; what is reported is right, but not all", reason=reason)]
        lines += [t("not established: {what}", what=what) for what in questions[:SAID]]
        if len(questions) > SAID:
            lines.append(t("and {n} questions more", n=len(questions) - SAID))
        yield KIND.finding(
            "\n".join(lines),
            severity=severities[questions[0]],
            places=(model.decision[decision].place if decision else model.about.place,),
            decision=decision,
            help=(_help(analysis.bound),),
            extras=NotEstablished(tuple(questions)),
        )


def _help(bound: float) -> str:
    more = f"{RAISED * bound:g}"
    return t(
        "raise the bound, which was {bound:g} (b12tables check --bound {more}, and build --bound "
        "{more}), and --memory where there are very many gaps, or split the table into smaller "
        "ones",
        bound=bound,
        more=more,
    )
