"""# analysis-incomplete

**The analysis reached its bound before everything was established.** Some tables have millions of separate
gaps, or are otherwise too hard to settle within the bound. What was found until then is right and is
reported; what was not established is named. This is never a clean pass: it stands in the way of a build.

The bound is counted in steps, not in seconds, so that the same tables give the same report on every machine.
It is also reported when a cell asks a set for more different values at once than can be combined.

## How to mend it

Raise the bound, or split the table: a table with thirty columns is hard for its readers too.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.analysis import Analysis
from b12tables.compiler.finding import Finding

NAME = "analysis-incomplete"

HELP = ("split the table into smaller ones, or raise the bound",)


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each question that could not be settled. Runs after all other checks."""
    model = analysis.model
    for code, why in analysis.space.left_out.items():
        table = model.decision[code]
        yield Finding(NAME, "error", f"not analysed: {why}", places=(table.place,), decision=code, help=HELP)
    for decision, what in analysis.unfinished:
        place = (model.decision[decision].place,) if decision else ()
        yield Finding(NAME, "error", f"not established: {what}", places=place, decision=decision, help=HELP)
