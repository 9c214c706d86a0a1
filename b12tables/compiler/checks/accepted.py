"""# accepted-expired, accepted-unmatched, accepted-void, accepted-hides, accepted-wide

A named person may accept a finding until a date, on the Accepted sheet. It stays in every report, marked with
the reason and the person, and no longer stands in the way of a build.

**accepted-expired**: the date has passed; the finding counts again.
**accepted-unmatched**: no finding is as described; the acceptance is a leftover, or names the wrong rules.
**accepted-void**: an error was accepted with less than that takes; it counts as not accepted.
**accepted-hides**: an accepted error is now there for other patients too. About those nobody has said yes.
**accepted-wide**: an acceptance is about patients too for whom there is no error (any more). One that came to them
would be accepted before anybody saw it.

An acceptance matches findings of its kind; where it names a decision, only there; where it names rules, only
with exactly these rules. `analysis-incomplete` cannot be accepted: nobody knows what it would cover; nor can
`contradicting-impossible`, with which nothing is proved of anybody, or an error of reading, which leaves something out.

An *error* is accepted as one thing:

- with its decision and its rules, as far as it has them (under `Rules` also a worked case, a safety rule, a statement
  or two actions by their IDs, and a score, dose or total by the name of its field);
- with the day under `Accepted on`, and `Until` at most six months later;
- by a person, a broken safety rule by two (`Accepted by`, `Also accepted by`); `none`, `-` and
  `to be named` are nobody, and one name with a title, without its first name, by its initials or in another order is
  the same person;
- for the patients that it is about: `b12tables signoff --fill` writes them under `Meaning` (of a worked case: what it
  states, and the answer that it gets). The acceptance holds while the error stays among them. An error in too many
  parts to write down, or of a safety rule that compares two patients, cannot be accepted.

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
| R2 | > 19 | adult |

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Meaning |
|---|---|---|---|---|---|---|---|
| gap | Age group | | nobody is 18 or 19 | Dr A | 2026-12-31 | 2026-11-01 | Age: [18..19] |
| overlap | Age group | R1, R2 | was mended | Dr A | 2026-12-31 | 2026-11-01 | Age: 18 |
| gap | Age group | | an old one | Dr A | 2026-01-31 | 2025-12-01 | Age: 18 |
| gap | Age group | | for too long | Dr A | 2027-12-31 | 2026-11-01 | Age: [18..19] |
| gap | Age group | | the half of it | Dr A | 2026-12-31 | 2026-11-01 | Age: 18 |
| gap | Age group | | young people | Dr A | 2026-12-31 | 2026-11-01 | Age: [10..19] |
```

On 2026-11-21:

```findings
gap accepted
accepted-unmatched overlap
accepted-expired gap
accepted-void gap
accepted-hides gap
accepted-wide gap
```

## How to mend it

Mend what was accepted, or have a named person accept it again (a new day, and an empty `Meaning`, which
`b12tables signoff --fill` fills); delete acceptances that match nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from b12tables.compiler.checks import gap
from b12tables.compiler.checks.accepted_region import (
    PATIENTS,
    Judging,
    beyond,
    covers_more,
    only_gap,
    region_text,
    speaks_of,
)
from b12tables.compiler.model import (
    KINDS,
    Accepted,
    Extras,
    Finding,
    Model,
    Place,
    names_somebody,
    two_persons,
)
from b12tables.compiler.proof.analysis import DEFAULT_BOUND, DEFAULT_MEMORY, Analysis
from b12tables.runtime.language import t

NAMES = ("accepted-expired", "accepted-unmatched", "accepted-void", "accepted-hides", "accepted-wide")

NEVER = frozenset({"analysis-incomplete", "contradicting-impossible", *NAMES})
"""Kinds that nobody can accept: nobody knows, or nobody is left, for whom it would be."""

MONTHS = 6
"""So long at most an error is accepted."""


@dataclass(frozen=True)
class OfAcceptance(Extras):
    """The kind of finding that was accepted."""

    finding: str


def accept(analysis: Analysis, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with the accepted ones marked (`accepted`), and what is wrong with acceptances.

    They are judged as of the day of the analysis; without one none of them has expired. The search for patients whom
    an acceptance does not cover has the bound and the memory of the analysis.
    """
    model, as_of, judging = analysis.model, analysis.as_of, Judging(analysis)
    found = list(findings)
    more: list[Finding] = []
    for entry in model.accepted:
        hits = [i for i, finding in enumerate(found) if matches(entry, finding)]
        hits = [i for i in hits if _is_about(judging, model, entry, found[i], _other_gaps(found, i))]
        if as_of is not None and entry.until < as_of:
            more.append(_expired(entry))
            continue
        if not hits:
            more.append(_unmatched(entry))
        for i in hits:
            alone = only_gap(judging, model, found[i], _other_gaps(found, i))
            trouble = _trouble(judging, alone, entry, found[i], as_of)
            if trouble is not None and trouble not in more:
                more.append(trouble)
            if trouble is None and covers_more(judging, model, entry, found[i]):
                more.append(_wide(entry))
            if trouble is None or trouble.name == "accepted-hides":
                # beyond these patients it is a finding of its own
                found[i] = _marked(found[i], entry)
    return found + more


def _marked(finding: Finding, entry: Accepted) -> Finding:
    persons = t(" and ").join(filter(None, (entry.by, entry.also_by)))
    words = t(
        "{reason} (accepted by {persons} until {until})",
        reason=entry.reason,
        persons=persons,
        until=entry.until.isoformat(),
    )
    before = finding.accepted
    return replace(finding, accepted=f"{before}; {words}" if before else words)


def matches(entry: Accepted, finding: Finding) -> bool:
    """Whether a finding is of the kind, the decision and the rules that an acceptance names."""
    return (
        entry.finding == finding.name
        and finding.name not in NEVER
        and entry.decision in ("", finding.decision)
        and (not entry.rules or set(entry.rules) == set(finding.rules))
    )


def _other_gaps(found: Sequence[Finding], i: int) -> list[Finding]:
    """The other gaps of the table that a gap is in; of any other finding none."""
    mine = found[i]
    alike = [f for f in found if f.name == gap.KIND.name == mine.name and f.decision == mine.decision]
    return [finding for finding in alike if finding is not mine and finding.region != mine.region]


def _is_about(
    judging: Judging, model: Model, entry: Accepted, finding: Finding, others: Sequence[Finding]
) -> bool:
    """Whether an acceptance speaks of this one, of several gaps in one table."""
    if not others or not entry.meaning:
        return True
    alone = only_gap(judging, model, finding, others)
    left = beyond(judging, alone, entry, finding)
    return left is None or speaks_of(judging, alone, entry, left)


def _trouble(
    judging: Judging, model: Model, entry: Accepted, finding: Finding, as_of: date | None
) -> Finding | None:
    """Why an acceptance does not hold for a finding that it matches; None: it does."""
    if finding.severity != "error":
        return None
    why = lacking(entry, finding, as_of)
    if why is None and finding.name in PATIENTS and not entry.meaning:
        why = t("nothing says for which patients")
    if why is not None:
        return _void(entry, why)
    more = beyond(judging, model, entry, finding)
    return None if more is None else _hides(entry, more)


def lacking(entry: Accepted, finding: Finding, as_of: date | None = None) -> str | None:
    """What an acceptance of an error lacks on a day, besides the patients that it is about; None: nothing."""
    first = entry.on
    needs = (
        (entry.decision == (finding.decision or ""), t("it names no decision")),
        (
            set(entry.rules) == set(finding.rules),
            t("it names no rules, no case, no score, no action and no safety rule"),
        ),
        (first is not None, t("it has no day under Accepted on")),
        # else a day that is still to come would lengthen it
        (first is None or as_of is None or first <= as_of, t("its day under Accepted on is still to come")),
        (first is None or first <= entry.until, t("it ends before its day under Accepted on")),
        (
            first is None or entry.until <= _latest(first),
            t("it lasts for more than {months} months", months=MONTHS),
        ),
        (names_somebody(entry.by), t("nobody is named under Accepted by")),
        (
            finding.name != "broken-safety-rule" or two_persons(entry.by, entry.also_by),
            t("a broken safety rule needs a second person under Also accepted by"),
        ),
    )
    return next((why for fine, why in needs if not fine), None)


def meanings_to_fill(
    model: Model, findings: Iterable[Finding], bound: float = DEFAULT_BOUND, memory: int = DEFAULT_MEMORY
) -> Iterator[tuple[Place, str]]:
    """The rows that accept an error and say for no patients, each with the patients whom the error is about."""
    analysis = Analysis(model, bound, memory=memory)
    errors = [finding for finding in findings if finding.severity == "error"]
    for entry in model.accepted:
        if entry.meaning:
            continue
        hits = [finding for finding in errors if matches(entry, finding) and lacking(entry, finding) is None]
        # one row accepts all gaps of a table: its patients are those of all of them
        texts = dict.fromkeys(region_text(analysis, finding) for finding in hits)
        yield from ((entry.place, text) for text in texts if text is not None)


def _latest(on: date) -> date:
    """The last day to which an error can be accepted."""
    month = on.month - 1 + MONTHS
    year, month = on.year + month // 12, month % 12 + 1
    # the 31st of August is followed by the last of February
    for day in range(on.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, on.day)


def _about(entry: Accepted) -> str:
    where = t(" in {decision}", decision=entry.decision) if entry.decision else ""
    rules = f" ({', '.join(entry.rules)})" if entry.rules else ""
    return f"{entry.finding}{where}{rules}"


def _void(entry: Accepted, why: str) -> Finding:
    return KINDS["accepted-void"].finding(
        t(
            "the acceptance of {about} by {by} does not count: {why}",
            about=_about(entry),
            by=entry.by,
            why=why,
        ),
        places=(entry.place,),
        decision=entry.decision or None,
        help=(t("mend the error, or complete the row; b12tables signoff --fill writes Meaning"),),
        extras=OfAcceptance(entry.finding),
    )


def _hides(entry: Accepted, more: Finding) -> Finding:
    """What an accepted error is beyond the patients for whom it was accepted."""
    return KINDS["accepted-hides"].finding(
        t(
            "{about} was accepted by {by} for other patients than these\n{more}",
            about=_about(entry),
            by=entry.by,
            more=more.message,
        ),
        places=(entry.place, *more.places),
        decision=more.decision,
        rules=more.rules,
        help=(t("mend the error, or accept it again: a new day, and an empty Meaning"),),
        example=more.example,
        region=more.region,
        extras=OfAcceptance(entry.finding),
    )


def _wide(entry: Accepted) -> Finding:
    """An acceptance that is about more patients than the error."""
    return KINDS["accepted-wide"].finding(
        t(
            "the acceptance of {about} by {by} is about patients too for whom there is no such "
            "error: one that came to them would be accepted before anybody saw it",
            about=_about(entry),
            by=entry.by,
        ),
        places=(entry.place,),
        decision=entry.decision or None,
        help=(
            t("empty the cell under Meaning; b12tables signoff --fill writes the patients as they are now"),
        ),
        extras=OfAcceptance(entry.finding),
    )


def _expired(entry: Accepted) -> Finding:
    return KINDS["accepted-expired"].finding(
        t(
            "the acceptance of {about} by {by} ended on {until}",
            about=_about(entry),
            by=entry.by,
            until=entry.until.isoformat(),
        ),
        places=(entry.place,),
        decision=entry.decision or None,
        help=(t("mend what was accepted, or have a named person accept it again"),),
        extras=OfAcceptance(entry.finding),
    )


def _unmatched(entry: Accepted) -> Finding:
    return KINDS["accepted-unmatched"].finding(
        t("the acceptance of {about} by {by} matches no finding", about=_about(entry), by=entry.by),
        places=(entry.place,),
        decision=entry.decision or None,
        help=(t("delete the row, or correct what it names"),),
        extras=OfAcceptance(entry.finding),
    )
