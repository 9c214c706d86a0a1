"""`Model` -> `{path: text}`: the generated Python package and its JSON Schema.

In: a `Model`. Out: the text of each file by its path; nothing is written here.

    package      the package as a whole, file by file
    decide       the body of a decision's `decide`
    expression   a test as a Python expression
    grid         fields and rules over pieces, for questions about many cases
    names        codes as identifiers, never two of one name
    signatures   who has signed what, as a module
    hashes       what a decision means, as a hash
    schema       JSON Schema of cases and results
    load         generated files -> an imported package, in memory
"""

from b12tables.compiler.codegen.hashes import hashes
from b12tables.compiler.codegen.load import load_package
from b12tables.compiler.codegen.package import emit_python
from b12tables.compiler.codegen.schema import emit_schema

__all__ = [
    "emit_python",
    "emit_schema",
    "hashes",
    "load_package",
]
