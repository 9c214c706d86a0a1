"""# broken-safety-rule

**A safety rule does not hold for some possible case.** The report shows one complete patient, which
`b12tables eval` confirms, and the rules that fire on the way. A safety rule that is not reported as broken is
proved: over every possible combination of the inputs that it depends on, leaving out what the Impossible
sheet excludes.

## Example

```tables
## Fields
- kidneys: choice (healthy, impaired), unknown
- product: choice (half_dose, full_dose)

## Decision: Product choice
| | When | Then |
|---|---|---|
| Rule | Kidneys | Product |
| R1 | impaired | half_dose |
| R2 | healthy; unknown | full_dose |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| SR1 | Kidneys: not(healthy) | Product: not(full_dose) | it is cleared by the kidneys |
| SR2 | Kidneys: unknown | Product: not(full_dose) | not known is not healthy |
```

```findings
broken-safety-rule SR2
```

SR1 is proved: `not(healthy)` speaks of known kidneys only.

## How to mend it

Mend the rules that fire on the way; or the safety rule, if it says more than it should.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.checks.certificate import cases_text
from b12tables.compiler.model import Finding, Place
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.safety_proof import Verdict, verdicts
from b12tables.compiler.proof.table_space import all_rows, lines_text

NAME = "broken-safety-rule"


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each safety rule that a possible case breaks."""
    for verdict in verdicts(analysis):
        if verdict.outcome == "broken":
            yield _finding(analysis, verdict)
        elif verdict.outcome == "not settled":
            analysis.leave_open(None, f"whether safety rule {verdict.rule.id} always holds")


def _finding(analysis: Analysis, verdict: Verdict) -> Finding:
    model, rule = analysis.model, verdict.rule
    assert verdict.failing is not None and verdict.case is not None
    places: list[Place] = [rule.place]
    way = []
    for code, ids in verdict.fired.items():
        table = model.decision[code]
        way.append(f"{table.label} {', '.join(ids) or 'no rule'}")
        places += [row.place for row in all_rows(table) if row.id in ids]
    when = f"when {lines_text(rule.when, model)}, " if rule.when else ""
    lines = [
        f"{rule.id} does not hold: {when}it must be {lines_text([verdict.failing], model)}",
        f"why it must: {rule.why}",
        f"rules that fire on the way: {'; '.join(way)}",
    ]
    return Finding(
        NAME,
        "error",
        "\n".join(lines),
        places=tuple(dict.fromkeys(places)),
        rules=(rule.id,),
        help=("mend the rules that fire on the way, or the safety rule if it says more than it should",),
        example=analysis.as_given(verdict.case),
        data={
            "fired": {code: list(ids) for code, ids in verdict.fired.items()},
            "cases": cases_text(verdict.cases),
        },
    )
