"""The parts of generated files that are always the same: `codegen/templates/*.j2`, which read like what they make.

In a template, a name such as `Rule` or `hint.Mapping` is imported by being written. Everything else that it writes is
`Code` already, or becomes so by a filter: `text` a literal, `doc` a docstring, `remark` a comment. A bare text is an
error, and so is a name that was not given.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from b12tables.compiler.codegen.source.module import HOMES, Module
from b12tables.compiler.codegen.source.text import Code, comment, docstring, items, quoted

if TYPE_CHECKING:
    from jinja2 import Environment


class _Name:
    """A name that is imported when it is written."""

    def __init__(self, module: Module, name: str, only_hint: bool = False) -> None:
        self.module, self.name, self.only_hint = module, name, only_hint

    def written(self) -> Code:
        return self.module.hint(self.name) if self.only_hint else self.module.use(self.name)


def render(module: Module, template: str, **values: object) -> None:
    """Adds what a template makes to a file."""
    names = {name: _Name(module, name) for name in HOMES}
    hints = {name: _Name(module, name, only_hint=True) for name in HOMES}
    text = _environment().get_template(template).render(**names, **values, hint=hints)
    module.add(*text.rstrip("\n").split("\n"))


@cache
def _environment() -> Environment:
    # whoever only reads and checks tables needs no templates
    from jinja2 import Environment, PackageLoader, StrictUndefined

    assert __package__ is not None
    room = __package__.rpartition(".")[0]
    environment = Environment(
        loader=PackageLoader(room),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # this is Python; `_source` lets nothing pass that is not source
        finalize=_source,
    )
    environment.filters |= {
        "text": quoted,
        "texts": _texts,
        "doc": docstring,
        "remark": _remark,
        "items": items,
        "joined": _joined,
        "indented": _indented,
    }
    return environment


def _source(value: object) -> str:
    """What a template writes: source, a number, or a name, which is then imported."""
    if isinstance(value, _Name):
        return value.written()
    if type(value) in (Code, int, bool):
        return str(value)
    raise TypeError(f"{value!r} is no source")


def _texts(texts: Iterable[str]) -> Code:
    """A tuple of literals."""
    return items(map(quoted, texts))


def _remark(text: str, indent: int = 0, hanging: str = "") -> Code:
    return _indented(comment(text, hanging), indent)


def _joined(parts: Iterable[object], between: str = ", ") -> Code:
    return Code(between.join(map(_source, parts)))


def _indented(lines: Iterable[str], indent: int) -> Code:
    """Lines of source, all but the first indented: the first stands behind what the template has there."""
    pad = " " * indent
    first, *rest = list(lines) or [""]
    return Code("\n".join([first, *[pad + line if line else "" for line in rest]]))
