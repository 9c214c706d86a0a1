"""`Model` -> `{path: text}`: the generated Python package and its JSON Schema.

In: a `Model`. Out: the text of each file by its path; nothing is written here.

    package        the package as a whole, file by file
    table_set      `__init__.py`, `__main__.py`, `result.py`
    dictionary     `fields.py`, `values.py`
    case, quick    the inputs as typed arguments; reading them as most programs write them
    inputs         what a case can state, and what reads it
    annotations    fields as Python types, and the names of a model's parts
    decision       the module of a decision
    decide         the body of its `decide`
    tree           ... as a tree of questions
    rule_by_rule   ... as its rules, one after the other
    expression     a test as a Python expression
    impossible     combinations that cannot occur
    accepted       errors that are known and accepted, with the patients whom they concern
    flow           the decisions in the order in which they follow from each other
    grid           fields and rules over pieces, for questions about many cases
    actions        what is ordered beside an answer, and words for where there is little room
    bindings       where in a patient's record its inputs stand
    details        what explanations quote, and who has signed what
    readings       the other readings of disagreements, as code
    source         the one writer of all that Python, and `templates/*.j2` for what is always the same
    hashes         what a decision means, as a hash
    schema         JSON Schema of cases and results
    project        what a package needs beside it to be shipped
    load           generated files -> an imported package, in memory
    resources      ... and its files that are no Python
"""

from b12tables.compiler.codegen.bindings import emit_bindings
from b12tables.compiler.codegen.hashes import hashes
from b12tables.compiler.codegen.load import load_package
from b12tables.compiler.codegen.package import emit_python
from b12tables.compiler.codegen.project import (
    BILL,
    distribution,
    emit_bill,
    emit_project,
    is_bill,
    python_version,
)
from b12tables.compiler.codegen.schema import emit_schema

__all__ = [
    "BILL",
    "distribution",
    "emit_bill",
    "emit_bindings",
    "emit_project",
    "emit_python",
    "emit_schema",
    "hashes",
    "is_bill",
    "load_package",
    "python_version",
]
