"""DMN: a set as XML that other tools read.

In: a `Model`. Out: the document, and by name what DMN cannot say.

    write    the document
    tables   a decision as a decision table, a computed field as a formula
    types    fields as item definitions
    feel     values, tests and formulas in FEEL
    names    how fields and decisions are called there
    limits   what DMN cannot say
    diagram  where the elements of the requirements graph stand
    xml      elements, IDs, namespaces
"""

from b12tables.interop.dmn.limits import LeftOut
from b12tables.interop.dmn.write import Export, export_dmn
from b12tables.interop.dmn.xml import OURS

__all__ = ["OURS", "Export", "LeftOut", "export_dmn"]
