"""A report as a notebook shows it: how it stands, then a row for each finding. Every text is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from b12tables.compiler.report.in_words import in_its_language
from b12tables.compiler.report.text import sorted_findings
from b12tables.compiler.report.titles import kind_title
from b12tables.runtime.language import t, wording

if TYPE_CHECKING:
    from b12tables.compiler import Report
    from b12tables.compiler.model import Finding

SHOWN = 50
"""How many findings are shown; a notebook that somebody sends on should stay small."""


HEAD = (wording("Severity"), wording("Finding"), wording("Where"), wording("What"))


@in_its_language
def report_html(report: Report) -> str:
    """The report as a fragment of HTML, without scripts and styles."""
    about = report.model.about if report.model else None
    title = f"{about.title} {about.version} ({about.status})" if about else t("No table set could be read")
    stands = (
        t("Nothing stands in the way of a build.") if report.ok else t("Errors stand in the way of a build.")
    )
    findings = sorted_findings(report.findings)
    rest = len(findings) - SHOWN
    rows = "".join(_rows(findings[:SHOWN]))
    parts = [f"<p><b>{escape(title)}</b>: {stands}</p>"]
    if rows:
        head = "".join(f"<th>{t(words)}</th>" for words in HEAD)
        parts.append(f"<table><tr>{head}</tr>{rows}</table>")
    if rest > 0:
        parts.append(f"<p>{t('{n} more: see {where}.', n=rest, where='<code>findings</code>')}</p>")
    if about:
        parts.append(f"<p>{escape(about.disclaimer)}</p>")
    return "".join(parts)


def _rows(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        where = str(finding.places[0]) if finding.places else ""
        cells = (t(finding.severity), kind_title(finding.name), where, finding.message)
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
