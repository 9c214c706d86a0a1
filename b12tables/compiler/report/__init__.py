"""Findings and comparisons in words, and in the forms that tools read.

In: what was found, or compared. Out: text.

    text         a report as text, and as JSON
    tools        a report as GitHub annotations, and as SARIF
    begin        where to begin: of all findings the few causes to mend first
    example      a patient in words, what a finding is about first
    titles       what a finding is called on a page, and how many there are
    marks        which cells are marked: to edit, involved, to look at
    drawing      the part of a sheet around what is marked in it
    page         a report as one page of HTML
    standalone   a page that needs nothing beside it
    notebook     a report as a notebook shows it
    comparison   a comparison as text, Markdown, JSON
    guidelines   two guidelines side by side as text, JSON
    chart_layout a derived wall chart as it is laid out
    grades       a grade of the tests as text, JSON
    proposals    worked cases that are missing most, as text, JSON
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from b12tables.compiler.report.begin import OF_READING, Cause, begin_here
from b12tables.compiler.report.drawing import Box, box_of, sheets_by_place
from b12tables.compiler.report.example import example_text, finding_example
from b12tables.compiler.report.marks import ROLE_WORDS, ROLES, Mark, Role, Told, marked, told
from b12tables.compiler.report.notebook import report_html
from b12tables.compiler.report.text import (
    WIDTH,
    begin_text,
    cases_text,
    finding_text,
    report_data,
    report_json,
    report_text,
    sorted_findings,
    wrapped,
)
from b12tables.compiler.report.titles import finding_title, severity_counts
from b12tables.compiler.report.tools import report_github, report_sarif

if TYPE_CHECKING:
    from b12tables.compiler.report.chart_layout import Band, ChartBox, ChartEntry, ChartLayout, TextPart
    from b12tables.compiler.report.comparison import (
        comparison_json,
        comparison_markdown,
        comparison_parts,
        comparison_text,
        inherited_json,
        inherited_words,
        version_is_enough,
        version_line,
    )
    from b12tables.compiler.report.grades import grade_json, grade_text, percent, stored_grade
    from b12tables.compiler.report.guidelines import (
        LETTERS,
        RELATION_WORDS,
        aspect_counts,
        aspect_heading,
        guidelines_json,
        guidelines_text,
        meeting_example,
        meeting_region,
        rule_words,
        unmatched_words,
    )
    from b12tables.compiler.report.page import report_page
    from b12tables.compiler.report.proposals import proposal_reasons, proposals_json, proposals_text
    from b12tables.compiler.report.standalone import page_from, report_style, standalone_page

__all__ = [
    "LETTERS",
    "OF_READING",
    "RELATION_WORDS",
    "ROLES",
    "ROLE_WORDS",
    "WIDTH",
    "Band",
    "Box",
    "Cause",
    "ChartBox",
    "ChartEntry",
    "ChartLayout",
    "Mark",
    "Role",
    "TextPart",
    "Told",
    "aspect_counts",
    "aspect_heading",
    "begin_here",
    "begin_text",
    "box_of",
    "cases_text",
    "comparison_json",
    "comparison_markdown",
    "comparison_parts",
    "comparison_text",
    "example_text",
    "finding_example",
    "finding_text",
    "finding_title",
    "grade_json",
    "grade_text",
    "guidelines_json",
    "guidelines_text",
    "inherited_json",
    "inherited_words",
    "marked",
    "meeting_example",
    "meeting_region",
    "page_from",
    "percent",
    "proposal_reasons",
    "proposals_json",
    "proposals_text",
    "report_data",
    "report_github",
    "report_html",
    "report_json",
    "report_page",
    "report_sarif",
    "report_style",
    "report_text",
    "rule_words",
    "severity_counts",
    "sheets_by_place",
    "sorted_findings",
    "standalone_page",
    "stored_grade",
    "told",
    "unmatched_words",
    "version_is_enough",
    "version_line",
    "wrapped",
]


_OF_GUIDELINES = (
    "LETTERS",
    "RELATION_WORDS",
    "aspect_counts",
    "aspect_heading",
    "guidelines_json",
    "guidelines_text",
    "meeting_example",
    "meeting_region",
    "rule_words",
    "unmatched_words",
)


def __getattr__(name: str) -> object:
    """Pages, charts, comparisons and grades are loaded when somebody asks: who checks need not wait for them."""
    if name in ("Band", "ChartBox", "ChartEntry", "ChartLayout", "TextPart"):
        from b12tables.compiler.report import chart_layout

        return getattr(chart_layout, name)
    if name in ("grade_json", "grade_text", "percent", "stored_grade"):
        from b12tables.compiler.report import grades

        return getattr(grades, name)
    if name in ("proposal_reasons", "proposals_json", "proposals_text"):
        from b12tables.compiler.report import proposals

        return getattr(proposals, name)
    if name in _OF_GUIDELINES:
        from b12tables.compiler.report import guidelines

        return getattr(guidelines, name)
    if name in ("standalone_page", "page_from", "report_style"):
        from b12tables.compiler.report import standalone

        return getattr(standalone, name)
    if name in __all__:
        from b12tables.compiler.report import comparison, page

        return getattr(page if name == "report_page" else comparison, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
