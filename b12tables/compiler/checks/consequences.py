"""Worked cases that have no answer because of something that is said already: counted there, not said again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import and_

from b12tables.compiler.checks import contradicting_impossible, failed_case, gap
from b12tables.compiler.model import Finding, values_after
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t, tn
from b12tables.runtime.words import UNKNOWN

KIND_OF_TROUBLE = {"no-rule": "gap", "overlap": "overlap", "conflict": "conflict"}
"""The finding about a decision that stands behind each trouble of a case with it."""


def fold_cases(findings: Sequence[Finding], analysis: Analysis) -> list[Finding]:
    """The findings without the cases that stop at a decision of which a gap or a contradiction is told.

    That finding says how many cases it stops, and names them in `stopped`. Of several gaps of a decision it is
    the one in which the case lies, of several overlaps the one whose rules hold for it. A case that stops at two
    decisions is counted under the first of them.
    """
    causes: dict[tuple[str, str | None], list[int]] = {}
    for number, finding in enumerate(findings):
        if finding.name in KIND_OF_TROUBLE.values() and _open(finding):
            causes.setdefault((finding.name, finding.decision), []).append(number)
    stops = {case.id: n for n, case in enumerate(analysis.model.cases)}
    stopped: dict[int, list[str]] = {}
    kept: list[Finding] = []
    for finding in findings:
        behind = _behind(finding)
        found = [
            _one_of(findings, causes[key], analysis, stops[finding.rules[0]])
            for key in behind
            if key in causes
        ]
        numbers = [number for number in found if number is not None]
        if behind and len(numbers) == len(behind):
            stopped.setdefault(min(numbers), []).append(finding.rules[0])
        else:
            kept.append(finding)
    kept = _by_combination(kept, analysis)
    told = {id(findings[number]): ids for number, ids in stopped.items()}
    return [_with_cases(finding, told.get(id(finding), [])) for finding in kept]


def _by_combination(findings: list[Finding], analysis: Analysis) -> list[Finding]:
    """The findings, with one for all cases that an impossible combination excludes, where it excludes several.

    Where the combinations leave no case at all, that says it.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        combination = _excluded_by(finding)
        if combination:
            groups.setdefault(combination, []).append(finding)
    none_left = any(
        finding.name == contradicting_impossible.KIND.name and _open(finding) for finding in findings
    )
    instead: dict[int, list[Finding]] = {}
    for combination, same in groups.items():
        if none_left or len(same) > 1:
            instead |= {id(finding): [] for finding in same}
            instead[id(same[0])] = [] if none_left else [_excluded(same, combination, analysis)]
    return [told for finding in findings for told in instead.get(id(finding), [finding])]


def _excluded_by(finding: Finding) -> str:
    """The combination that alone excludes a failed case; "" where it fails otherwise."""
    troubles = _troubles(finding) if _open(finding) else ()
    return troubles[0][1] if len(troubles) == 1 and troubles[0][0] == "impossible" else ""


def _excluded(same: Sequence[Finding], combination: str, analysis: Analysis) -> Finding:
    ids = [id_ for finding in same for id_ in finding.rules]
    named = ", ".join(ids[:3]) + (t(" and {n} more", n=len(ids) - 3) if len(ids) > 3 else "")
    places = [row.place for row in analysis.model.impossible if row.id == combination]
    places += [place for finding in same for place in finding.places]
    return replace(
        same[0],
        message=f"{len(ids)} worked cases ({named}) cannot occur by the Impossible sheet ({combination})",
        places=tuple(dict.fromkeys(places)),
        rules=tuple(ids),
        help=("mend the combination, or what the cases give",),
    )


def _one_of(findings: Sequence[Finding], numbers: Sequence[int], analysis: Analysis, case: int) -> int | None:
    """Which of the findings of one kind about one decision a worked case stops at; None: at none of these."""
    code, name = findings[numbers[0]].decision, findings[numbers[0]].name
    assert code is not None
    if name != gap.KIND.name:
        rules = next(
            (
                t.rules
                for t in analysis.worked.evaluations[case].problems
                if (t.name, t.about) == (name, code)
            ),
            (),
        )
        return next((n for n in numbers if _about(findings[n], rules)), numbers[0])
    ts = analysis.space.tables[code]
    parts = gap.told(analysis, ts)
    if len(parts) == 1:
        return numbers[0]
    seen = values_after({}, analysis.worked.evaluations[case])
    given = analysis.model.cases[case].given
    masks = [
        analysis.space.axes[field].value_mask(seen.get(field, given.get(field, UNKNOWN)))
        for field in ts.fields
    ]
    here = [part for part in parts if any(all(map(and_, box, masks)) for box in part.boxes)]
    regions = [analysis.region(ts, part.boxes) for part in here]
    return next((n for n in numbers if findings[n].region in regions), None if here else numbers[0])


def _about(finding: Finding, rules: Sequence[str]) -> bool:
    """Whether a finding is about some of the rules that hold for a case."""
    return set(finding.rules) <= set(rules) or set(rules) <= set(finding.rules)


def _open(finding: Finding) -> bool:
    return finding.stands_in_the_way


def _behind(finding: Finding) -> list[tuple[str, str]]:
    """The kinds and decisions of the findings that a failed case follows from; none where it stands for itself."""
    troubles = _troubles(finding) if _open(finding) else ()
    if not all(trouble in KIND_OF_TROUBLE for trouble, _ in troubles):
        return []
    return [(KIND_OF_TROUBLE[trouble], about) for trouble, about in troubles]


def _troubles(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Why a failed case has no answer; nothing where it has another one, or the finding is of another kind."""
    return finding.extras.troubles if isinstance(finding.extras, failed_case.FailedCase) else ()


def _with_cases(finding: Finding, ids: list[str]) -> Finding:
    if not ids:
        return finding
    named = ", ".join(ids[:3]) + (t(" and {n} more", n=len(ids) - 3) if len(ids) > 3 else "")
    line = tn(
        len(ids),
        "because of this {n} worked case has no answer ({named})",
        "because of this {n} worked cases have no answer ({named})",
        named=named,
    )
    return replace(finding, message=f"{finding.message}\n{line}", stopped=tuple(ids))
