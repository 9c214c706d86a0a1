"""DMN: a set as XML that other tools read, and decision tables of others as sheets.

In: a `Model`, or the bytes of a document. Out: the document, or sheets; and by name what was left out.

    write      the document
    tables     a decision as a decision table, a computed field as a formula
    types      fields as item definitions
    feel       values, tests and formulas in FEEL
    names      how fields and decisions are called there
    limits     what DMN cannot say
    diagram    where the elements of the requirements graph stand
    xml        elements, IDs, namespaces
    read       a document of anybody as sheets
    document   its elements, taken apart
    fields_in  its types, inputs and columns as fields
    feel_in    FEEL, read
    spreadsheet  a plain table in a spreadsheet or CSV file as sheets, by a mapping of its heads
"""

from b12tables.interop.dmn.document import NotTaken
from b12tables.interop.dmn.read import Imported, PlainSheet, import_dmn
from b12tables.interop.dmn.spreadsheet import NotMapped, import_spreadsheet, rows_of_csv, rows_of_sheet
from b12tables.interop.dmn.tables import NotWritten
from b12tables.interop.dmn.write import Export, export_dmn
from b12tables.interop.dmn.xml import OURS

__all__ = [
    "OURS",
    "Export",
    "Imported",
    "NotMapped",
    "NotTaken",
    "NotWritten",
    "PlainSheet",
    "export_dmn",
    "import_dmn",
    "import_spreadsheet",
    "rows_of_csv",
    "rows_of_sheet",
]
