"""# accepted-expired, accepted-unmatched

A named person may accept a finding until a date, on the Accepted sheet. It stays in every report, marked with
the reason and the person, and no longer stands in the way of a build.

**accepted-expired**: the date has passed; the finding counts again.
**accepted-unmatched**: no finding is as described; the acceptance is a leftover, or names the wrong rules.

An acceptance matches findings of its kind; where it names a decision, only there; where it names rules, only
with exactly these rules. `analysis-incomplete` cannot be accepted: nobody knows what it would cover.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | > 18 | adult |

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until |
|---|---|---|---|---|---|
| gap | Age group | | nobody is exactly 18 | Dr A | 2026-12-31 |
| overlap | Age group | R1, R2 | was mended | Dr A | 2026-12-31 |
| gap | | | an old one | Dr A | 2026-01-31 |
```

On 2026-11-21:

```findings
gap accepted
accepted-unmatched overlap
accepted-expired gap
```

## How to mend it

Mend what was accepted, or have a named person accept it again; delete acceptances that match nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from b12tables.compiler.model import Accepted, Finding, Model

NAMES = ("accepted-expired", "accepted-unmatched")

NEVER = frozenset({"analysis-incomplete", *NAMES})
"""Kinds that nobody can accept."""


def accept(model: Model, findings: Iterable[Finding], as_of: date | None) -> list[Finding]:
    """The findings with the accepted ones marked (`data["accepted"]`), and what is wrong with acceptances.

    `as_of` is the day on which they are judged; None: none of them has expired.
    """
    found = list(findings)
    more: list[Finding] = []
    for entry in model.accepted:
        hits = [i for i, finding in enumerate(found) if _matches(entry, finding)]
        if as_of is not None and entry.until < as_of:
            more.append(_expired(entry))
        elif not hits:
            more.append(_unmatched(entry))
        else:
            words = f"{entry.reason} (accepted by {entry.by} until {entry.until.isoformat()})"
            for i in hits:
                before = found[i].data.get("accepted")
                told = f"{before}; {words}" if before else words
                found[i] = replace(found[i], data={**found[i].data, "accepted": told})
    return found + more


def _matches(entry: Accepted, finding: Finding) -> bool:
    return (
        entry.finding == finding.name
        and finding.name not in NEVER
        and entry.decision in ("", finding.decision)
        and (not entry.rules or set(entry.rules) == set(finding.rules))
    )


def _about(entry: Accepted) -> str:
    where = f" in {entry.decision}" if entry.decision else ""
    rules = f" ({', '.join(entry.rules)})" if entry.rules else ""
    return f"{entry.finding}{where}{rules}"


def _expired(entry: Accepted) -> Finding:
    return Finding(
        "accepted-expired",
        "error",
        f"the acceptance of {_about(entry)} by {entry.by} ended on {entry.until.isoformat()}",
        places=(entry.place,),
        decision=entry.decision or None,
        help=("mend what was accepted, or have a named person accept it again",),
        data={"finding": entry.finding},
    )


def _unmatched(entry: Accepted) -> Finding:
    return Finding(
        "accepted-unmatched",
        "warning",
        f"the acceptance of {_about(entry)} by {entry.by} matches no finding",
        places=(entry.place,),
        decision=entry.decision or None,
        help=("delete the row, or correct what it names",),
        data={"finding": entry.finding},
    )
