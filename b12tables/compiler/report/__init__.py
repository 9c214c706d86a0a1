"""Findings and comparisons in words, and in the forms that tools read.

In: what was found, or compared. Out: text.

    text         a report as text, JSON, GitHub annotations, SARIF
    notebook     a report as a notebook shows it
    comparison   a comparison as text, Markdown, JSON
"""

from b12tables.compiler.report.comparison import (
    comparison_json,
    comparison_markdown,
    comparison_text,
    version_is_enough,
    version_line,
)
from b12tables.compiler.report.notebook import report_html
from b12tables.compiler.report.text import (
    WIDTH,
    cases_text,
    example_text,
    finding_text,
    report_data,
    report_github,
    report_json,
    report_sarif,
    report_text,
    sorted_findings,
    wrapped,
)

__all__ = [
    "WIDTH",
    "cases_text",
    "comparison_json",
    "comparison_markdown",
    "comparison_text",
    "example_text",
    "finding_text",
    "report_data",
    "report_github",
    "report_html",
    "report_json",
    "report_sarif",
    "report_text",
    "sorted_findings",
    "version_is_enough",
    "version_line",
    "wrapped",
]
