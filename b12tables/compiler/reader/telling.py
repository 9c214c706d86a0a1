"""What reading found, told: in English while the sheets are read, in the language of the tables at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from b12tables.compiler.model import Finding, Model
from b12tables.compiler.reader.lengths import cut
from b12tables.runtime.language import Later, told, wording

THE_CELL_SAYS = wording("{error} (the cell says {cell!r})")
"""What is wrong with a cell, and what stands in it."""


def head_of(finding: Finding) -> str:
    """What a finding says first, without the cell that it quotes."""
    message = finding.message
    if isinstance(message, Later) and message.words == THE_CELL_SAYS:
        return _error_of(message)
    head = message.partition(" (the cell says")[0].partition("\n")[0]
    return message if head == message else head


def _error_of(message: Later) -> str:
    error = message.values["error"]
    assert isinstance(error, str)
    return error


def told_model(model: Model) -> Model:
    """A model whose lines about what was left out are told in the language that is spoken."""
    return replace(model, skipped=tuple(map(told, model.skipped)))


def told_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as they are told in the language that is spoken; a word of the sheet that no line could hold is cut
    short in them.
    """
    return tuple(
        replace(
            finding, message=cut(told(finding.message)), help=tuple(cut(told(help)) for help in finding.help)
        )
        for finding in findings
    )
