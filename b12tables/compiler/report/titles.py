"""What a finding is called on a page, and how many there are of each weight."""

from __future__ import annotations

from collections.abc import Sequence

from b12tables.compiler.model import Finding, Model
from b12tables.runtime.words import how_many

WEIGHTS = {"error": ("Error", "Errors"), "warning": ("Warning", "Warnings"), "info": ("Note", "Notes")}
"""How a weight is called, and several of it."""


def finding_title(finding: Finding, model: Model | None) -> str:
    """The kind of a finding, and the table that it is about."""
    table = model.decision.get(finding.decision) if model and finding.decision else None
    return f"{finding.name} in {table.label}" if table else finding.name


def severity_counts(findings: Sequence[Finding]) -> str:
    """How many findings there are of each weight: `1 error, no warning, 3 notes`."""
    said = []
    for severity, (one, _) in WEIGHTS.items():
        number = sum(finding.severity == severity for finding in findings)
        said.append(how_many(number, one.lower(), "no"))
    return ", ".join(said)
