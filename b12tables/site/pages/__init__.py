"""`Model` -> `{path: Page}`: the generated pages of the site. Every text is escaped where it enters.

generate      all of them
decision      a decision: its table, and everything that bears on it
row_filter    the filter above a decision table: values to choose, and the rows that admit them
tree          a decision as a tree
glance        follow-up at a glance: the timeline
messages      every entry that a table can add to an answer
orders        what the answers mean in orders, and what is advised against
wall_chart    the answers for all patients of a kind, on one sheet
ward_page     one printable page for each value of a field: what to do, and what changes it
reference     dictionary, questions, evidence, safety rules, worked cases
accounting    where each sentence of the sources went
conflicts     where the sources disagree
findings      what was found
certificate   what was checked, and what was not
changes       what changed since another version
guidelines    a second guideline on the same patients
chart_of_two  the wall chart with the answers of both
sign_offs     who has signed what, in words
"""

from b12tables.site.pages.changes import Since
from b12tables.site.pages.findings import REPORT
from b12tables.site.pages.generate import emit_pages, in_order
from b12tables.site.pages.glance import WidgetError, timeline
from b12tables.site.pages.guidelines import SecondGuideline
from b12tables.site.pages.messages import PATH as MESSAGES
from b12tables.site.pages.wall_chart import chart_path
from b12tables.site.pages.ward_page import summary_list

__all__ = [
    "MESSAGES",
    "REPORT",
    "SecondGuideline",
    "Since",
    "WidgetError",
    "chart_path",
    "emit_pages",
    "in_order",
    "summary_list",
    "timeline",
]
