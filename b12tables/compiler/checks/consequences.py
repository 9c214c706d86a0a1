"""Worked cases that have no answer because of something that is said already: counted there, not said again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from b12tables.compiler.checks import failed_case
from b12tables.compiler.model import Finding

KIND_OF_TROUBLE = {"no-rule": "gap", "overlap": "overlap", "conflict": "conflict"}
"""The finding about a decision that stands behind each trouble of a case with it."""


def fold_cases(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without the cases that stop at a decision of which a gap or a contradiction is told.

    That finding says how many cases it stops, and names them in `data["cases"]`. A case that stops at two decisions
    is counted under the first of them.
    """
    causes = {
        (finding.name, finding.decision): number
        for number, finding in reversed(list(enumerate(findings)))
        if finding.name in KIND_OF_TROUBLE.values() and _open(finding)
    }
    stopped: dict[int, list[str]] = {}
    kept: list[Finding] = []
    for finding in findings:
        behind = _behind(finding)
        if behind and all(cause in causes for cause in behind):
            stopped.setdefault(min(causes[cause] for cause in behind), []).append(finding.rules[0])
        else:
            kept.append(finding)
    told = {id(findings[number]): ids for number, ids in stopped.items()}
    return [_with_cases(finding, told.get(id(finding), [])) for finding in kept]


def _open(finding: Finding) -> bool:
    return finding.stands_in_the_way


def _behind(finding: Finding) -> list[tuple[str, str]]:
    """The kinds and decisions of the findings that a failed case follows from; none where it stands for itself."""
    troubles = finding.data.get("troubles")
    if finding.name != failed_case.KIND.name or not _open(finding) or not isinstance(troubles, list):
        return []
    if not all(trouble in KIND_OF_TROUBLE for trouble, _ in troubles):
        return []
    return [(KIND_OF_TROUBLE[trouble], about) for trouble, about in troubles]


def _with_cases(finding: Finding, ids: list[str]) -> Finding:
    if not ids:
        return finding
    named = ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
    words = "1 worked case has" if len(ids) == 1 else f"{len(ids)} worked cases have"
    line = f"because of this {words} no answer ({named})"
    return replace(finding, message=f"{finding.message}\n{line}", data={**finding.data, "cases": ids})
