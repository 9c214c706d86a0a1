"""The clinician's side: workbooks begun, annotated, signed, shown and watched; and the desk, all of it on a page.

new        a table set that already passes its check; new tables and dictionaries for one that is there
sheets     sheets of the workbook format: heads, widths, drop-downs, help
cells      single cells of a workbook, while every other byte stays as it is
annotate   copies with the findings on their cells
copies     a workbook as the library has it, to be written again with something added
findings_sheet  the first sheet of such a copy: where to begin, all workbooks, every finding
proposed   a copy with the worked cases that are missing most, to be filled in
drafts     rows that would close a gap, in the words of the sheet
signoff    who has signed what; the missing hashes written
show       a workbook as plain text
versions   a version of a table set: a folder, or a git revision of it
history    which changes under git touched which decision
released   how a table set stands to its last release
since_edition what a value gets through rows that do not name it, as soon as it is written
watch      looks at a folder, and checks it again on every save
draft      a table set as the desk holds it: in memory, checked
adding     what small forms add: a set, a field, a value, a decision, a rule
patients   a patient at the desk: what may be stated, what the draft answers, a worked case to keep
patient_lists  a list of patients answered: a copy of a workbook with the answers beside them
pictures   a finding as a small picture: which rules hold around its patient
charts     the wall charts of a draft, as plain data
decision_map  the decisions of a draft in rows, each below what it needs, with what is marked
service    what else the desk can do, as functions: bytes of workbooks in, plain data out
cell_changes  edits as cells that change: what a mend writes, and whether it still fits
session    one person at the desk: what is open, what is not saved yet, what the page asks
page       the page of the desk: HTML, style, scripts
stoppable  work that somebody can stop, and that leaves nothing half done
served     the desk on this machine: a server of a folder
in_a_site  the desk as a part of a published site, where the compiler runs in the browser
in_browser what the worker of that page calls
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from b12tables.late_face import late_face

if TYPE_CHECKING:
    from b12tables.desk.annotate import annotate_workbooks
    from b12tables.desk.cells import NotWritten
    from b12tables.desk.draft import Limits
    from b12tables.desk.history import editions
    from b12tables.desk.in_a_site import NoPyodide, site_part
    from b12tables.desk.new import Refused, new_decision, new_set, new_workbook, set_from
    from b12tables.desk.proposed import write_proposed
    from b12tables.desk.released import since_release
    from b12tables.desk.served import DeskServer, held_files
    from b12tables.desk.session import Session
    from b12tables.desk.sheets import Column, NewSheet
    from b12tables.desk.show import workbook_text
    from b12tables.desk.signoff import fill, left_open, signoff_json, signoff_text, traced
    from b12tables.desk.since_edition import NewValues, new_values
    from b12tables.desk.versions import NotThere, last_release, read_version
    from b12tables.desk.watch import changes, summary

__all__ = [
    "Column",
    "DeskServer",
    "Limits",
    "NewSheet",
    "NewValues",
    "NoPyodide",
    "NotThere",
    "NotWritten",
    "Refused",
    "Session",
    "annotate_workbooks",
    "changes",
    "editions",
    "fill",
    "held_files",
    "last_release",
    "left_open",
    "new_decision",
    "new_set",
    "new_values",
    "new_workbook",
    "read_version",
    "set_from",
    "signoff_json",
    "signoff_text",
    "since_release",
    "site_part",
    "summary",
    "traced",
    "workbook_text",
    "write_proposed",
]

_FILES = {
    "NoPyodide": "in_a_site",
    "site_part": "in_a_site",
    "held_files": "served",
    "DeskServer": "served",
    "Limits": "draft",
    "Session": "session",
    "NewValues": "since_edition",
    "new_values": "since_edition",
    "NotThere": "versions",
    "NotWritten": "cells",
    "annotate_workbooks": "annotate",
    "changes": "watch",
    "editions": "history",
    "fill": "signoff",
    "left_open": "signoff",
    "signoff_json": "signoff",
    "signoff_text": "signoff",
    "Refused": "new",
    "new_decision": "new",
    "new_set": "new",
    "new_workbook": "new",
    "Column": "sheets",
    "NewSheet": "sheets",
    "set_from": "new",
    "last_release": "versions",
    "read_version": "versions",
    "workbook_text": "show",
    "since_release": "released",
    "summary": "watch",
    "traced": "signoff",
    "write_proposed": "proposed",
}

# most commands need one of them
__getattr__ = late_face(__name__, _FILES)
