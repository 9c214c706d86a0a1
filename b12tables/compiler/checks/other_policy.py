"""Tables whose rows overlap because they were written for another hit policy than the one that is named.

Not a check of its own: `overlap` asks it before it tells the pairs one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction

from b12tables.compiler.checks.possible_edits import Edit
from b12tables.compiler.model import (
    Anything,
    Case,
    DecisionTable,
    Extras,
    Finding,
    HitPolicy,
    Model,
    PolicyEdit,
    policy_troubles,
    run_case,
)
from b12tables.compiler.proof.analysis import Analysis, Standing, named, rule_ids
from b12tables.compiler.proof.asked import asked_of
from b12tables.compiler.proof.grid import BoundReached, Masks, meet
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import grouped, t, tn

MANY = 3
"""From so many pairs of rules on it is asked whether the order of the rows was meant to decide."""

MOST = 5_000
"""So many pairs are looked at."""


@dataclass(frozen=True)
class MeantAsFirst(Extras):
    """All pairs of rules of a table that was written for another policy, and that policy."""

    pairs: tuple[tuple[str, str], ...]
    count: int
    policy: str
    asked: tuple[str, ...] = ()


def mislabelled(analysis: Analysis, ts: TableSpace, name: str) -> Finding | None:
    """The one finding about a Unique table that would be whole if its policy were First; None where it would not.

    It would be where every worked case that stops at the table then comes out, and every rule still gives an answer to
    somebody. Where no case stops there, nothing tells that from rules that are too wide: each pair is told by itself.
    """
    stopped = _stopped(analysis, ts.table.code)
    if ts.policy is not HitPolicy.UNIQUE or not stopped:
        return None
    try:
        pairs = _pairs(analysis, ts)
        if not MANY <= len(pairs) < MOST:
            return None
        if not _whole_as_first(analysis, ts.table.code, stopped):
            return None
    except BoundReached:
        return None
    return _finding(analysis, ts, name, pairs, len(stopped))


def offer_order(analysis: Analysis, findings: Sequence[Finding]) -> list[Finding]:
    """The findings; where the rows of a table may be meant in their order, the first about two of them offers it.

    They may be where in each pair that holds together one rule asks what the other does not (`-`): at a boundary
    that belongs to two rows it is the cell that is wrong. Under First every rule has to answer for somebody, and every
    worked case that stops at the table has to come out.
    """
    told = list(findings)
    for ts in analysis.tables:
        own = [n for n, finding in enumerate(findings) if _is_pair(finding, ts)]
        if (
            own
            and ts.policy in (*NO_ANSWER, HitPolicy.PRIORITY)
            and all(_one_asks_more(ts, findings[n].rules) for n in own)
        ):
            with suppress(BoundReached):
                if _whole_as_first(analysis, ts.table.code, _stopped(analysis, ts.table.code)):
                    told[own[0]] = _in_order(told[own[0]], ts.table, len(own))
    return told


def policy_edits(model: Model, codes: Collection[str]) -> Iterator[Edit]:
    """Of the tables among some in which one answer is made where several rules hold: the other policies that do so."""
    for table in model.decisions:
        policy = table.hit_policy
        if table.code in codes and (policy.chooses or policy.aggregates):
            outputs = [model.fields[name] for name in table.output_fields]
            for other in HitPolicy:
                makes_one = other.chooses or other.aggregates
                if makes_one and other is not policy and not any(policy_troubles(other, outputs)):
                    yield _instead(table, other)


def _instead(table: DecisionTable, policy: HitPolicy) -> Edit:
    place = table.policy_place or table.place
    change = PolicyEdit(place, table.code, table.hit_policy.value, policy.value)
    words = t(
        '{sheet}!{cells}: "{before}" to "{after}"',
        sheet=place.sheet,
        cells=place.cells,
        before=change.before,
        after=change.after,
    )
    return Edit(table.code, words, change, policy=policy)


NO_ANSWER = (HitPolicy.UNIQUE, HitPolicy.ANY)
"""Policies under which rules that hold together give no answer, or the same: whoever has one keeps it under First."""


def _is_pair(finding: Finding, ts: TableSpace) -> bool:
    pair = finding.name in TOGETHER and finding.decision == ts.table.code and len(finding.rules) == 2
    return pair and finding.stands_in_the_way and not isinstance(finding.extras, MeantAsFirst)


def _one_asks_more(ts: TableSpace, ids: Sequence[str]) -> bool:
    """Whether there is a column in which one of two rules asks something and the other takes any value."""
    first, second = (next(rule for rule in ts.table.rules if rule.id == id_) for id_ in ids)
    cells = zip(first.conditions, second.conditions, strict=True)
    return any(isinstance(a.test, Anything) != isinstance(b.test, Anything) for a, b in cells)


def _in_order(finding: Finding, table: DecisionTable, pairs: int) -> Finding:
    """The finding, with the hit policy under which the order of the rows decides."""
    place = table.policy_place or table.place
    before = table.hit_policy.value if table.policy_place else ""
    edit = PolicyEdit(place, table.code, before, HitPolicy.FIRST.value, pairs)
    write = (
        t('{cells}: "{before}" to "First"', cells=place.cells, before=before)
        if before
        else t('a row "Hit policy | First" above the table')
    )
    decided = t(
        "the order decides then" if pairs == 1 else "the order decides all {pairs} pairs of rules then",
        pairs=pairs,
    )
    others = (
        t("whoever has an answer today keeps it")
        if table.hit_policy in NO_ANSWER
        else t("it changes the answer in {table} of those for whom several rules hold", table=table.label)
    )
    words = t(
        "if the rows are meant in this order, {write} (hit policy): {decided}, and {others}",
        write=write,
        decided=decided,
        others=others,
    )
    return replace(finding, help=(*finding.help, words), mends=finding.mends._replace(policy=edit))


TOGETHER = ("overlap", "conflict")


def _stopped(analysis: Analysis, code: str) -> list[Case]:
    """The worked cases for which several rules of a table hold and leave no answer."""
    pairs = zip(analysis.model.cases, analysis.worked.evaluations, strict=True)
    return [
        case for case, found in pairs if any(t.name in TOGETHER and t.about == code for t in found.problems)
    ]


def _pairs(analysis: Analysis, ts: TableSpace) -> list[tuple[int, int]]:
    """The pairs of rules that hold together for somebody who can be. Raises `BoundReached`."""
    found: list[tuple[int, int]] = []
    for i, j in ts.clashes():
        if analysis.arises(ts, meet(ts.grid.boxes[i], ts.grid.boxes[j])):
            found.append((i, j))
        if len(found) == MOST:
            break
    return found


def _whole_as_first(before: Analysis, code: str, stopped: Sequence[Case]) -> bool:
    """Whether these cases come out, and no rule is hidden, when the order of the rows decides in a table."""
    model = before.model
    tables = tuple(
        replace(table, hit_policy=HitPolicy.FIRST) if table.code == code else table
        for table in model.decisions
    )
    first = replace(model, decisions=tables)
    if any(run_case(first, case).misses for case in stopped):
        return False
    share = before.budget.share(Fraction(1, 4))
    analysis = Analysis(first, before.bound, memory=before.memory, budget=share)
    ts = analysis.space.tables[code]
    answers = all(analysis.standing(ts, i) is Standing.ANSWERS for i in range(len(ts.table.rules)))
    return answers and not analysis.unfinished


def _finding(
    analysis: Analysis, ts: TableSpace, name: str, pairs: Sequence[tuple[int, int]], cases: int
) -> Finding:
    i, j = pairs[0]
    shared: Masks = meet(ts.grid.boxes[i], ts.grid.boxes[j])
    seen = analysis.shown(ts, shared)
    case = None if seen is None else seen[1]
    rules = rule_ids(ts, sum(1 << index for index in {index for pair in pairs for index in pair}))
    come_out = tn(
        cases,
        "{n} of {n} worked case that stop here would come out",
        "{n} of {n} worked cases that stop here would come out",
    )
    out = t("the order would decide all {n} pairs, and {come_out}", n=grouped(len(pairs)), come_out=come_out)
    place, policy = ts.table.policy_place, t("the hit policy is Unique")
    if place is None:
        place, policy = ts.table.place, t("no hit policy is named, so that it is Unique")
    return Finding(
        name,
        "error",
        t(
            "{n} pairs of rules hold for the same patients, and {policy}\nif the policy were First, "
            "{out}\nthe first of them: {named}\ntoday such a patient gets: no answer, the evaluator "
            "does not pick one",
            n=grouped(len(pairs)),
            policy=policy,
            out=out,
            named=named([ts.rule(i).id, ts.rule(j).id]),
        ),
        places=(place, ts.rule(i).place, ts.rule(j).place),
        decision=ts.table.code,
        rules=rules,
        help=(
            t("write First as the hit policy, if the rows are meant in this order"),
            t("else make cells narrower until each patient has one row"),
        ),
        example=analysis.as_given(case) if case is not None else None,
        extras=MeantAsFirst(
            pairs=tuple((ts.rule(a).id, ts.rule(b).id) for a, b in pairs),
            count=len(pairs),
            policy=HitPolicy.FIRST.value,
            asked=asked_of(analysis, ts, case, [shared], (ts.rule(i), ts.rule(j))),
        ),
    )
