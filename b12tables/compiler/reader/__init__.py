"""Workbooks -> `Model`, and a finding for whatever cannot be read.

In: a folder of .xlsx files. Out: `Workbook` (what is written, and where), then `Model` (what it means).

    folder           all the workbooks of a folder, within one budget
    package          one file: a zip of XML, taken apart within that budget
    plain_xml        an XML document that is no workbook, under the same guard
    xlsx             the sheets of one file, with what its parts say together
    sheet_xml        one sheet, cell by cell
    conditional_formats  the conditional formats of a sheet that change what is seen
    areas            cells, ranges and counts as a file writes them
    rich_text        texts, and the runs of which they are made
    styles           fonts, fills, colours: what of a text looks other than plain
    formulas         what the stored value of a formula rests on
    number_format    what a number format shows of a value, worked out
    shown            whether that is what the cell holds
    workbook         sheets and cells, free of any file format
    wall_charts      the Wall chart sheet
    visibility       what of a table is seen otherwise than it is read
    sheet_kinds      which kinds of sheet there are
    which_kind       which of them a sheet is
    list_rows        the rows of a list under the heads of its kind
    acceptances      the Accepted and Sign-off sheets
    written_numbers  numbers as XML writes them
    layout           the parts of a sheet: keys, bands, heads, rows
    lone_texts       a text alone in its row: the name of a row still to be written, or perhaps a note
    lengths          how long a name may be
    names            codes and labels of fields, values and decisions: what they stand for
    dictionary       the Dictionary and Values sheets
    actions          the sheet Actions: orders, and reasons to depart
    mappings         the Mapping sheet, as it is written
    thresholds       the Thresholds sheet, and its figures where texts name them in braces
    telling          what was found, told in the language of the tables
    threshold_troubles  what one threshold brings about in many cells, told once
    field_units      the units that a field may be written in
    computed_fields  what a computed field follows from
    ranges           rows whose range ends before it begins, or has one end
    scores           fields computed from what tables decide: always known where they must be, and listed as answers
    doses            doses: a rate times a field, rounded, kept between bounds
    kept_fields      which results may stay as they were, and from which field
    kept             the decision behind a result that may stay as it was
    precision        to which precision a number is given
    identifiers      names of table sets that can be used
    bindings         where in a patient's record a field stands
    terminology      codes of terminologies, with their check digits
    altered          what a spreadsheet program has made of what was typed
    cells            one cell about one field, held against its range
    decision_tables  decision table sheets
    combination_cells  conditions in the lines of one cell, spread into columns
    chosen_tables    several of them for one decision, and the decision that chooses
    patient_list     a sheet with a patient in each row, which is no part of a set
    lists            the lists beside them: About, Impossible, Cases, Statements and the others
    contact          whose tables these are, and where a wrong answer is reported
    logo             the picture that About names, held against what its bytes say
    safety_rules     the sheet Safety rules
    sentences        the sentences of the author about answers, and the ranges that are told as one
    conflicts        the sheets Conflicts and Other guidance
    evidence         an Evidence cell
    renamed          a name that was changed where it is declared, told once
    copies           a sheet or a workbook that was copied, told and read once
    merged           what a merged cell brings about, told once
    misplaced        columns, cells and rows that stand in another's place
    far_units        units that are converted and that nobody can have meant
    declared_otherwise  a type or a range in the Dictionary that many cells contradict, told once
    one_cause        other findings that one mistake brings about, told once
    left_out         what depends on something that cannot be read, and how much that is
    edits            one cell that reads otherwise, and a copy of the model with it
    build_model      all of it together: `Workbook` -> `Model`
    heads            where the columns of a sheet are named
    new_rows         where a further row of a list would stand
    stated_case      what somebody states of one patient, read as a worked case is
    declared         fields and heads of tables, whether or not the set can be read
"""

from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.cells import range_text
from b12tables.compiler.reader.decision_tables import Outline
from b12tables.compiler.reader.declared import Declared, declared
from b12tables.compiler.reader.edits import edited
from b12tables.compiler.reader.folder import (
    Files,
    HeldFile,
    Kept,
    guarded,
    is_put_aside,
    is_workbook,
    read_workbook,
)
from b12tables.compiler.reader.heads import head_rows
from b12tables.compiler.reader.identifiers import identifier, identifier_trouble, slug
from b12tables.compiler.reader.kept_fields import UNCHANGED
from b12tables.compiler.reader.lengths import name_too_long
from b12tables.compiler.reader.logo import with_logo
from b12tables.compiler.reader.new_rows import NewRow, new_row
from b12tables.compiler.reader.package import Refused
from b12tables.compiler.reader.patient_list import NoPatients, PatientList, patient_list
from b12tables.compiler.reader.plain_xml import read_xml
from b12tables.compiler.reader.sheet_kinds import KINDS_OF_SHEET
from b12tables.compiler.reader.stated_case import field_columns, read_stated
from b12tables.compiler.reader.telling import told_findings
from b12tables.compiler.reader.visibility import MARK
from b12tables.compiler.reader.which_kind import is_of_kind
from b12tables.compiler.reader.workbook import Cell, Sheet, column_letters

__all__ = [
    "KINDS_OF_SHEET",
    "MARK",
    "UNCHANGED",
    "Cell",
    "Declared",
    "Files",
    "HeldFile",
    "Kept",
    "NewRow",
    "NoPatients",
    "Outline",
    "PatientList",
    "Refused",
    "Sheet",
    "build_model",
    "column_letters",
    "declared",
    "edited",
    "field_columns",
    "guarded",
    "head_rows",
    "identifier",
    "identifier_trouble",
    "is_of_kind",
    "is_put_aside",
    "is_workbook",
    "name_too_long",
    "new_row",
    "patient_list",
    "range_text",
    "read_stated",
    "read_workbook",
    "read_xml",
    "slug",
    "told_findings",
    "with_logo",
]
