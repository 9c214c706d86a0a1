"""What was checked, over how many cases, under which assumptions, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from b12tables.compiler.checks import conflict, empty_list, gap, otherwise_covers, overlap, two_values
from b12tables.compiler.model import Combination, Finding, HitPolicy
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.safety_proof import verdicts
from b12tables.compiler.proof.table_space import TableSpace, lines_text
from b12tables.runtime.language import grouped, t, wording
from b12tables.runtime.words import how_many


@dataclass(frozen=True)
class Certificate:
    """What stands behind a report.

    `possible_cases` counts, exactly and as text, the combinations of answers that no cell tells apart
    further, over all inputs, without those that the Impossible sheet excludes. `safety_rules` says for each
    safety rule whether it was `proved`, `broken` or `not settled`, and over how many cases; one that compares every
    two of them that differ in one input names that under `compares`. None of this is a statement
    that the tables are clinically right.
    """

    decisions: int
    rules: int
    possible_cases: str
    safety_rules: tuple[Mapping[str, object], ...] = ()
    worked_cases: int = 0
    assumed: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    tables: tuple[Mapping[str, object], ...] = ()
    """For each decision that was analysed what was looked for among its rules, and why no more than that."""

    def as_dict(self) -> dict[str, object]:
        """The certificate as plain data."""
        return {
            "decisions": self.decisions,
            "rules": self.rules,
            "possible_cases": self.possible_cases,
            "safety_rules": [dict(entry) for entry in self.safety_rules],
            "worked_cases": self.worked_cases,
            "assumed": list(self.assumed),
            "accepted": list(self.accepted),
            "skipped": list(self.skipped),
            "checks": list(self.checks),
            "tables": [dict(entry) for entry in self.tables],
        }

    def lines(self) -> list[str]:
        """The certificate in sentences."""
        lines = [
            t(
                "Checked: {decisions} with {rules}, over {cases}.",
                decisions=how_many(self.decisions, "decision"),
                rules=how_many(self.rules, "rule"),
                cases=cases_words(self.possible_cases),
            )
        ]
        if self.checks:
            lines.append(t("Looked for: {checks}.", checks=", ".join(self.checks)))
        lines += _per_table(self.tables)
        if self.safety_rules:
            proved = sum(entry["verdict"] == "proved" for entry in self.safety_rules)
            lines.append(
                t(
                    "Safety rules proved over every possible case: {proved} of {n}.",
                    proved=proved,
                    n=len(self.safety_rules),
                )
            )
            lines += [
                t(
                    "Safety rules {verdict}: {what}.",
                    verdict=t(verdict),
                    what=", ".join(str(entry["id"]) for entry in entries),
                )
                for verdict, entries in _by_verdict(self.safety_rules).items()
                if verdict != "proved"
            ]
        if self.worked_cases:
            lines.append(t("Worked cases evaluated: {worked_cases}.", worked_cases=self.worked_cases))
        lines += _listed(t("Assumed"), self.assumed, t("nothing beyond the dictionary's ranges"))
        lines += _listed(t("Accepted"), self.accepted, t("nothing"))
        lines += _listed(t("Left out"), self.skipped, t("nothing"))
        lines.append(
            t("Complete and free of contradictions is not the same as right: that is for clinicians to say.")
        )
        return lines


NOT_COUNTED = wording("not counted")


def cases_text(cases: int | None) -> str:
    """How many cases, for a report in JSON."""
    return NOT_COUNTED if cases is None else str(cases)


LARGE = 10**9
"""From here on a number is also said as a power of ten: nobody counts that many digits."""


def cases_words(possible: str) -> str:
    """How many possible cases there are, as a reader takes it in: grouped digits, and how long a large number is."""
    if not possible.isdigit():
        return t("possible cases whose number was {possible}", possible=t(possible))
    number = int(possible)
    told = how_many(number, "possible case")
    if number != 1:
        told = t("{n} possible cases", n=grouped(number))
    finest = t("combinations that no cell tells apart further")
    if number < LARGE:
        return f"{told} ({finest})"
    leading, power = int(possible[0]) + (possible[1] >= "5"), len(possible) - 1
    if leading == 10:
        leading, power = 1, power + 1
    return t(
        "{told} (about {leading} × 10^{power}, a {leading} with {power} zeros; {finest})",
        told=told,
        leading=leading,
        power=power,
        finest=finest,
    )


OF_ROWS = (gap, otherwise_covers, empty_list, overlap, conflict, two_values)
"""What is looked for among the rows of a table, as its hit policy and its head ask for."""

NAMED = 6
"""So many decisions of which the same was looked for are named in a sentence; of more it is said how many they are."""


def looked_for(ts: TableSpace) -> dict[str, object]:
    """What was looked for among the rows of a table, and why no more: none of them, or several, may be right."""
    entry: dict[str, object] = {
        "decision": ts.table.code,
        "label": ts.table.label,
        "looked_for": [module.KIND.name for module in OF_ROWS if module.looks_at(ts)],
    }
    if ts.table.may_be_empty:
        entry["because"] = t("May be empty: any of its rows may hold together, or none")
    elif ts.policy is HitPolicy.COLLECT_COUNT:
        entry["because"] = t("it counts the rows that hold, and none is 0")
    elif ts.policy.aggregates:
        entry["because"] = t("its rows are meant to hold together")
    return entry


def _per_table(tables: Iterable[Mapping[str, object]]) -> list[str]:
    """What was looked for among the rows, once for all decisions of which it is the same."""
    groups: dict[str, list[str]] = {}
    for entry in tables:
        names = entry["looked_for"]
        assert isinstance(names, list)
        because = f" ({entry['because']})" if "because" in entry else ""
        groups.setdefault(f"{', '.join(names) or t('nothing')}{because}", []).append(str(entry["label"]))
    if not groups:
        return []
    sentences = (
        f"  {what}: {', '.join(labels) if len(labels) <= NAMED else how_many(len(labels), 'decision')}"
        for what, labels in groups.items()
    )
    return [t("Looked for among the rows of each decision:"), *sentences]


def _by_verdict(rules: Sequence[Mapping[str, object]]) -> dict[str, list[Mapping[str, object]]]:
    found: dict[str, list[Mapping[str, object]]] = {}
    for entry in rules:
        found.setdefault(str(entry["verdict"]), []).append(entry)
    return found


def _assumed(analysis: Analysis, combination: Combination) -> str:
    """What is taken never to occur, and of which cases that says nothing."""
    model, lacking = analysis.model, analysis.space.leavable
    found = t("{id} never occurs: {lines}", id=combination.id, lines=lines_text(combination.tests, model))
    left_out = dict.fromkeys(line.field for line in combination.tests if line.field in lacking)
    if not left_out:
        return found
    fields = t(" or ").join(map(analysis.label, left_out))
    return found + t(
        " (of a case that leaves out {fields}, where no table looks, this says nothing)", fields=fields
    )


def _listed(head: str, entries: Sequence[str], nothing: str) -> list[str]:
    if not entries:
        return [f"{head}: {nothing}."]
    return (
        [f"{head}: {entries[0]}"] if len(entries) == 1 else [f"{head}:", *(f"  {entry}" for entry in entries)]
    )


def certify(analysis: Analysis, findings: Iterable[Finding], checks: Sequence[str]) -> Certificate:
    """The certificate of a finished analysis."""
    model = analysis.model
    try:
        uncounted = any(name in analysis.space.too_many for name in analysis.space.inputs)
        cases = NOT_COUNTED if uncounted else str(analysis.possible_cases)
    except BoundReached:
        cases = NOT_COUNTED
    skipped = list(model.skipped)
    skipped += [f"{model.decision[code].label}: {why}" for code, why in analysis.space.left_out.items()]
    skipped += [
        t("impossible combination {id}: {why_not}", id=id_, why_not=analysis.space.why_not(field))
        for id_, field in analysis.space.not_assumed.items()
    ]
    for decision, what in analysis.unfinished:
        where = f"{model.decision[decision].label}: " if decision else ""
        skipped.append(f"{where}{what}")
    return Certificate(
        decisions=len(analysis.space.tables),
        rules=sum(len(ts.table.rules) for ts in analysis.tables),
        possible_cases=cases,
        safety_rules=tuple(
            {
                "id": v.rule.id,
                "verdict": v.outcome,
                "cases": cases_text(v.cases),
                **({} if v.rule.worse is None else {"compares": v.rule.worse.field}),
            }
            for v in verdicts(analysis)
        ),
        worked_cases=len(model.cases),
        assumed=tuple(
            _assumed(analysis, c) for c in model.impossible if c.id not in analysis.space.not_assumed
        ),
        accepted=tuple(
            sorted(
                f"{f.name}{t(' in {decision}', decision=model.decision[f.decision].label) if f.decision else ''}"
                f"{f' ({chr(44).join(f.rules)})' if f.rules else ''}: {f.accepted}"
                for f in findings
                if f.accepted
            )
        ),
        skipped=tuple(skipped),
        checks=tuple(checks),
        tables=tuple(looked_for(ts) for ts in analysis.tables),
    )
