"""Model -> the generated Python package: `{path: text}`, deterministic, typed, nothing but the runtime imported.

__init__.py        evaluate and its companions
fields.py          the dictionary: how each value is read
case.py            Case: the inputs as typed arguments
values.py          choices as enums and literal types              (loaded on demand)
decisions/<d>.py   one decision: its rules in words, then the code that takes it
impossible.py      combinations that cannot occur
readers.py         how each field is read
quick.py           reading a case as most programs write it
flow.py            the decisions in the order in which they follow from each other
result.py          Result: one typed attribute a decision
details.py         what explanations quote: conditions, statements, sources     (loaded on demand)
signatures.py      who signed the meaning of which rules                        (loaded on demand)
grid.py            the tables over pieces of the domains, for questions about many cases (loaded on demand)
"""

from __future__ import annotations

from b12tables.compiler.codegen.accepted import lines_of_errors
from b12tables.compiler.codegen.annotations import Names
from b12tables.compiler.codegen.case import case_module
from b12tables.compiler.codegen.decision import decision_module
from b12tables.compiler.codegen.details import details_module, signatures_module
from b12tables.compiler.codegen.dictionary import fields_module, values_module
from b12tables.compiler.codegen.flow import flow_module
from b12tables.compiler.codegen.grid import grid_module
from b12tables.compiler.codegen.impossible import impossible_module
from b12tables.compiler.codegen.quick import quick_module, readers_module
from b12tables.compiler.codegen.source import Module, comment
from b12tables.compiler.codegen.table_set import main_module, result_module, set_module
from b12tables.compiler.model import Model
from b12tables.compiler.proof import Space
from b12tables.runtime import PACT_NUMBER
from b12tables.version import __version__


def emit_python(model: Model) -> dict[str, str]:
    """The files of the generated package, by path; the package is named by About's Identifier.

    Every one of them compiles.
    """
    modules = _modules(model)
    head = _head(model)
    files = {path: module.text(head) for path, module in sorted(modules.items())}
    for path, text in files.items():
        compile(text, path, "exec", dont_inherit=True)
    files["py.typed"] = ""
    return {f"{model.about.identifier}/{path}": text for path, text in sorted(files.items())}


def _modules(model: Model) -> dict[str, Module]:
    # so that the pieces of a field tell whom an accepted error concerns
    names, space = Names(model), Space(model, further=lines_of_errors(model))
    modules = {
        "__init__.py": set_module(model, names),
        "__main__.py": main_module(),
        "fields.py": fields_module(model),
        "case.py": case_module(model, names),
        "values.py": values_module(model, names),
        "impossible.py": impossible_module(model, names),
        "flow.py": flow_module(model, names),
        "quick.py": quick_module(model),
        "readers.py": readers_module(model),
        "result.py": result_module(model, names),
        "details.py": details_module(model),
        "signatures.py": signatures_module(model, space),
        "grid.py": grid_module(model, space),
        "decisions/__init__.py": Module("One module for each decision."),
    }
    for table in model.decisions:
        modules[f"decisions/{names.module[table.code]}.py"] = decision_module(model, table, names, space)
    return modules


def _head(model: Model) -> list[str]:
    """What stands above every file; what a workbook says stands lower than where Python looks for an encoding."""
    return [
        f"# By b12tables {__version__}, for runtimes of pact {PACT_NUMBER}. "
        "Do not edit: change the workbooks and build again.",
        "# fmt: off",
        *comment(f"Generated from the workbooks of {model.about.title}."),
    ]
