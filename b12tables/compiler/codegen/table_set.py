"""Model -> `__init__.py`, `__main__.py` and `result.py` of the generated package: the set as a whole."""

from __future__ import annotations

from b12tables.compiler.codegen.annotations import Names
from b12tables.compiler.codegen.hashes import combinations_hash, dictionary_hash
from b12tables.compiler.codegen.inputs import inputs_of, needed_of
from b12tables.compiler.codegen.source import Code, Module, quoted, render
from b12tables.compiler.model import DecisionTable, Model
from b12tables.runtime import PACT_NUMBER
from b12tables.version import __version__


def set_module(model: Model, names: Names) -> Module:
    """`__init__.py`: evaluate and its companions."""
    about = model.about
    text = f"{about.title}, version {about.version} ({about.status}).\n\n{about.disclaimer}"
    module = Module(f"{text}\n\nIntended use: {about.intended_use}")
    module.first(f"__pact__ = {module.early('keep_pact')}({PACT_NUMBER}, __name__, {quoted(__version__)})")
    for name in ("InvalidCase", "NOT_STATED", "NoRule", "Problem", "Quantity"):
        module.use(name)
    for home, name in _PARTS:
        module.use(name, home)
    tables = [
        module.use("TABLE", f".decisions.{names.module[table.code]}", f"{names.module[table.code]}_table")
        for table in model.decisions
    ]
    render(
        module,
        "set.py.j2",
        names=module.hint("values", "."),
        about=about,
        content_hash=model.content_hash,
        dictionary_hash=dictionary_hash(model),
        combinations_hash=combinations_hash(model),
        inputs=inputs_of(model),
        needed=needed_of(model),
        tables=tables,
        answers=model.answers,
        told=model.told if model.told_scores else (),
        folded=model.folded,
        compiler=__version__,
    )
    return module


_PARTS = (
    (".case", "Case"),
    (".fields", "FIELDS"),
    (".flow", "flow"),
    (".impossible", "COMBINATIONS"),
    (".quick", "quick"),
    (".result", "Result"),
)
"""What the set takes from its other files."""


def main_module() -> Module:
    """`__main__.py`: the package asked about itself."""
    module = Module(
        "What this package is, whether it was altered, and whether the workbooks still say the same."
    )
    module.use("SET", ".")
    render(module, "main.py.j2")
    return module


def result_module(model: Model, names: Names) -> Module:
    """`result.py`: Result, with one typed attribute for each decision."""
    module = Module("The result: one typed attribute for each decision.")
    module.use("Result", alias="BaseResult")
    decisions = [
        (table, Code(names.on_result[table.code]), _answer(table, names, module)) for table in model.decisions
    ]
    render(module, "result.py.j2", decisions=decisions, names=module.hint("values", "."))
    return module


def _answer(table: DecisionTable, names: Names, module: Module) -> Code:
    answer = names.answer[table.code]
    made = module.hint(answer, f".decisions.{names.module[table.code]}", f"{answer}Answer")
    return Code(f"tuple[{made}, ...]") if table.hit_policy.gives_list else made
