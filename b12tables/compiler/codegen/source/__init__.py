"""The one writer of Python: every line of generated code passes through here.

In: code, and texts of a workbook. Out: the text of a file. A text of a workbook enters Python in one of four
ways, each of which makes it harmless: `comment`, `docstring`, `quoted` (and `literal`) and `identifier`.

    text        a text as a comment, a docstring, a literal
    names       codes as identifiers, never two of one name
    module      a file while it is written: its imports, its constants, its lines
    templates   the parts that are always the same, from `templates/*.j2`
"""

from b12tables.compiler.codegen.source.module import Module
from b12tables.compiler.codegen.source.names import (
    ANSWER_TAKEN,
    CASE_TAKEN,
    CLASS_TAKEN,
    MEMBER_TAKEN,
    RESULT_TAKEN,
    TAKEN,
    camel,
    identifier,
    unique,
)
from b12tables.compiler.codegen.source.templates import render
from b12tables.compiler.codegen.source.text import Code, comment, docstring, items, literal, quoted

__all__ = [
    "ANSWER_TAKEN",
    "CASE_TAKEN",
    "CLASS_TAKEN",
    "MEMBER_TAKEN",
    "RESULT_TAKEN",
    "TAKEN",
    "Code",
    "Module",
    "camel",
    "comment",
    "docstring",
    "identifier",
    "items",
    "literal",
    "quoted",
    "render",
    "unique",
]
