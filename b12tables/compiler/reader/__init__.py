"""Workbooks -> `Model`, and a finding for whatever cannot be read.

In: a folder of .xlsx files. Out: `Workbook` (what is written, and where), then `Model` (what it means).

    folder           all the workbooks of a folder, within one budget
    xlsx             one file: a zip of XML, taken apart within that budget
    number_format    what a reader of the sheet sees: a number together with its format
    workbook         sheets and cells, free of any file format
    layout           the parts of a sheet: keys, bands, heads, rows; which kinds of sheet there are
    names            codes and labels of fields, values and decisions: what they stand for
    dictionary       the Dictionary and Values sheets
    identifiers      names of table sets that can be used
    terminology      codes of terminologies, with their check digits
    altered          what a spreadsheet program has made of what was typed
    cells            one cell about one field, held against its range
    decision_tables  decision table sheets
    lists            the lists beside them: About, Impossible, Cases, Statements and the others
    safety_rules     the sheet Safety rules
    conflicts        the sheets Conflicts and Other guidance
    evidence         an Evidence cell
    edits            one cell that reads otherwise, and a copy of the model with it
    build_model      all of it together: `Workbook` -> `Model`
"""

from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.edits import edited, rows
from b12tables.compiler.reader.folder import Kept, read_workbook
from b12tables.compiler.reader.identifiers import identifier_trouble
from b12tables.compiler.reader.layout import KINDS_OF_SHEET
from b12tables.compiler.reader.workbook import Cell, Sheet, column_letters

__all__ = [
    "KINDS_OF_SHEET",
    "Cell",
    "Kept",
    "Sheet",
    "build_model",
    "column_letters",
    "edited",
    "identifier_trouble",
    "read_workbook",
    "rows",
]
