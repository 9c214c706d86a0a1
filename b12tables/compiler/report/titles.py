"""What a finding is called on a page, and how many there are of each weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from b12tables.compiler.model import Finding, Model
from b12tables.runtime.language import t, wording
from b12tables.runtime.words import how_many

WEIGHTS = {
    "error": (wording("Error"), wording("Errors")),
    "warning": (wording("Warning"), wording("Warnings")),
    "info": (wording("Note"), wording("Notes")),
}
"""How a weight is called, and several of it."""


def kind_title(name: str) -> str:
    """The name of a kind of finding; in another language its words, and behind them the name that Accepted asks for."""
    words = t(name)
    return words if words == name else f"{words} ({name})"


def finding_title(finding: Finding, model: Model | None) -> str:
    """The kind of a finding, and the table that it is about."""
    table = model.decision.get(finding.decision) if model and finding.decision else None
    name = kind_title(finding.name)
    return t("{finding} in {table}", finding=name, table=table.label) if table else name


def severity_counts(findings: Sequence[Finding]) -> str:
    """How many findings there are of each weight: `1 error, no warning, 3 notes`."""
    numbers = Counter[str](finding.severity for finding in findings)
    return ", ".join(counted(numbers[severity], one.lower()) for severity, (one, _) in WEIGHTS.items())


def counted(number: int, weight: str) -> str:
    """How many findings of one weight there are: `1 error`, `no warnings`, where none is said by a word."""
    return how_many(number, weight) if number else t(f"no {weight}s")
