"""Findings and comparisons in words, and in the forms that tools read.

In: what was found, or compared. Out: text.

    text         a report as text, and as JSON
    tools        a report as GitHub annotations, and as SARIF
    in_words     in which language a report is told
    begin        where to begin: of all findings the few causes to mend first
    example      a patient in words, what a finding is about first
    titles       what a finding is called on a page, and how many there are
    marks        which cells are marked: to edit, involved, to look at
    drawing      the part of a sheet around what is marked in it
    page         a report as one page of HTML
    standalone   a page that needs nothing beside it
    page_words   what a template and a script say, in the language that is spoken
    notebook     a report as a notebook shows it
    comparison   a comparison as text, Markdown, JSON
    guidelines   two guidelines side by side as text, JSON
    chart_layout a derived wall chart as it is laid out
    known_errors what is said beside answers of errors that were accepted
    left_out     what another language cannot say of a set
    grades       a grade of the tests as text, JSON
    proposals    worked cases that are missing most, as text, JSON
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from b12tables.late_face import late_face

if TYPE_CHECKING:
    from b12tables.compiler.report.begin import OF_READING, Cause, begin_here
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
    from b12tables.compiler.report.drawing import Box, box_of, sheets_by_place
    from b12tables.compiler.report.example import example_text, finding_example
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
    from b12tables.compiler.report.known_errors import known_of_case, known_of_patients
    from b12tables.compiler.report.left_out import (
        CannotSay,
        LeftOut,
        beside_the_tables,
        how_answers_are_told,
        what_is_left_out,
    )
    from b12tables.compiler.report.marks import ROLE_WORDS, ROLES, Mark, Role, Told, marked, told
    from b12tables.compiler.report.notebook import report_html
    from b12tables.compiler.report.page import report_page
    from b12tables.compiler.report.page_words import Translation, script_messages, words_script
    from b12tables.compiler.report.proposals import proposal_reasons, proposals_json, proposals_text
    from b12tables.compiler.report.standalone import (
        page_from,
        report_style,
        standalone_page,
        template_wordings,
    )
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
    from b12tables.compiler.report.titles import finding_title, kind_title, severity_counts
    from b12tables.compiler.report.tools import report_github, report_sarif

__all__ = [
    "LETTERS",
    "OF_READING",
    "RELATION_WORDS",
    "ROLES",
    "ROLE_WORDS",
    "WIDTH",
    "Band",
    "Box",
    "CannotSay",
    "Cause",
    "ChartBox",
    "ChartEntry",
    "ChartLayout",
    "LeftOut",
    "Mark",
    "Role",
    "TextPart",
    "Told",
    "Translation",
    "aspect_counts",
    "aspect_heading",
    "begin_here",
    "begin_text",
    "beside_the_tables",
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
    "how_answers_are_told",
    "inherited_json",
    "inherited_words",
    "kind_title",
    "known_of_case",
    "known_of_patients",
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
    "script_messages",
    "severity_counts",
    "sheets_by_place",
    "sorted_findings",
    "standalone_page",
    "stored_grade",
    "template_wordings",
    "told",
    "unmatched_words",
    "version_is_enough",
    "version_line",
    "what_is_left_out",
    "words_script",
    "wrapped",
]

_FILES = {
    "OF_READING": "begin",
    "Cause": "begin",
    "begin_here": "begin",
    "Band": "chart_layout",
    "ChartBox": "chart_layout",
    "ChartEntry": "chart_layout",
    "ChartLayout": "chart_layout",
    "TextPart": "chart_layout",
    "comparison_json": "comparison",
    "comparison_markdown": "comparison",
    "comparison_parts": "comparison",
    "comparison_text": "comparison",
    "inherited_json": "comparison",
    "inherited_words": "comparison",
    "version_is_enough": "comparison",
    "version_line": "comparison",
    "Box": "drawing",
    "box_of": "drawing",
    "sheets_by_place": "drawing",
    "example_text": "example",
    "finding_example": "example",
    "grade_json": "grades",
    "grade_text": "grades",
    "percent": "grades",
    "stored_grade": "grades",
    "LETTERS": "guidelines",
    "RELATION_WORDS": "guidelines",
    "aspect_counts": "guidelines",
    "aspect_heading": "guidelines",
    "guidelines_json": "guidelines",
    "guidelines_text": "guidelines",
    "meeting_example": "guidelines",
    "meeting_region": "guidelines",
    "rule_words": "guidelines",
    "unmatched_words": "guidelines",
    "known_of_case": "known_errors",
    "known_of_patients": "known_errors",
    "CannotSay": "left_out",
    "LeftOut": "left_out",
    "beside_the_tables": "left_out",
    "how_answers_are_told": "left_out",
    "what_is_left_out": "left_out",
    "ROLES": "marks",
    "ROLE_WORDS": "marks",
    "Mark": "marks",
    "Role": "marks",
    "Told": "marks",
    "marked": "marks",
    "told": "marks",
    "report_html": "notebook",
    "report_page": "page",
    "Translation": "page_words",
    "words_script": "page_words",
    "script_messages": "page_words",
    "proposal_reasons": "proposals",
    "proposals_json": "proposals",
    "proposals_text": "proposals",
    "page_from": "standalone",
    "report_style": "standalone",
    "standalone_page": "standalone",
    "template_wordings": "standalone",
    "WIDTH": "text",
    "begin_text": "text",
    "cases_text": "text",
    "finding_text": "text",
    "report_data": "text",
    "report_json": "text",
    "report_text": "text",
    "sorted_findings": "text",
    "wrapped": "text",
    "finding_title": "titles",
    "kind_title": "titles",
    "severity_counts": "titles",
    "report_github": "tools",
    "report_sarif": "tools",
}

# who checks waits for no page and no drawing
__getattr__ = late_face(__name__, _FILES)
