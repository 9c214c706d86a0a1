"""# indirect-safety-rule

**The When of a safety rule rests on a step on the way, and not on what is known of the patient.** The rule is proved
as the tables define that step: where the definition is wrong, the proof says nothing of the patients that were
meant. A `When` speaks of inputs, or of decisions that are answers (those with an output that no other table looks
at). Information.

Where a step must be spoken of, another safety rule ties it to the inputs: its `Must` says what the step is for certain
patients, and its `When` names inputs only. A step that is tied so is not reported.

## Example

```tables
## Fields
- ferritin: number, 0..
- mma: number, 0..
- level: choice (low, normal)
- raised: choice (high, fine)
- advice: choice (treat, wait)

## Decision: Level table
| | When | Then |
|---|---|---|
| Rule | Ferritin | Level |
| R1 | < 148 | low |
| R2 | >= 148 | normal |

## Decision: Raised table
| | When | Then |
|---|---|---|
| Rule | Mma | Raised |
| R1 | > 271 | high |
| R2 | <= 271 | fine |

## Decision: Advice table
| | When | When | Then |
|---|---|---|---|
| Rule | Level | Raised | Advice |
| R1 | low | - | treat |
| R2 | normal | high | treat |
| R3 | normal | fine | wait |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| SR1 | Level: low | Advice: treat | a low level is treated |
| SR2 | Raised: high | Advice: treat | so is a raised MMA |
| SR3 | Ferritin: < 148 | Level: low | the limit of the source |
```

```findings
indirect-safety-rule SR2
```

SR1 is not reported, for SR3 ties *Level* to Ferritin.

## How to mend it

Write the inputs that are meant: `Mma: > 271`. Or tie the step to the inputs by a safety rule of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from b12tables.compiler.model import KINDS, Extras, Finding, SafetyRule
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t

KIND = KINDS["indirect-safety-rule"]


@dataclass(frozen=True)
class RestsOn(Extras):
    """Of each step that the When names: the inputs that it is decided from."""

    rests_on: Mapping[str, tuple[str, ...]]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each safety rule whose When rests on a decision that is no answer and that nothing ties."""
    model = analysis.model
    grounded = [rule for rule in model.safety_rules if _of_inputs(analysis, rule)]
    tied = {line.field for rule in grounded for line in rule.must}
    for rule in model.safety_rules:
        steps = [name for name in _steps(analysis, rule) if name not in tied]
        if steps:
            yield _finding(analysis, rule, steps)


def _of_inputs(analysis: Analysis, rule: SafetyRule) -> bool:
    return not any(line.field in analysis.model.produced_by for line in rule.when)


def _steps(analysis: Analysis, rule: SafetyRule) -> list[str]:
    """The fields of a When that are decided on the way to an answer."""
    model = analysis.model
    answers = set(model.answers)
    names = dict.fromkeys(line.field for line in rule.when)
    return [n for n in names if n in model.produced_by and model.produced_by[n].code not in answers]


def _finding(analysis: Analysis, rule: SafetyRule, steps: list[str]) -> Finding:
    model = analysis.model
    lines, behind = [], {}
    for name in steps:
        behind[name] = model.inputs_behind([name])
        told = ", ".join(analysis.label(read) for read in behind[name]) or t("no input")
        lines.append(t("{label} is decided on the way, from: {told}", label=analysis.label(name), told=told))
    words = t(" and ").join(map(analysis.label, steps))
    return KIND.finding(
        "\n".join(
            [
                t(
                    "the When of {rule} rests on {what}, so that it holds only as the tables define it",
                    rule=rule.id,
                    what=words,
                ),
                *lines,
            ]
        ),
        places=(rule.place, *(model.produced_by[name].place for name in steps)),
        rules=(rule.id,),
        help=(
            t("name the inputs that are meant in place of {what}", what=words),
            t(
                "or tie {what} to them: a safety rule with inputs in its When, and {what} in its Must",
                what=words,
            ),
        ),
        extras=RestsOn(behind),
    )
