"""A file of generated Python while it is written. What it imports and which constants it needs are noted by who
uses them, so that there is never one too many or too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from b12tables.compiler.codegen.source.text import Code, docstring, literal
from b12tables.compiler.model import Value
from b12tables.runtime import PACT, keep_pact

_STANDARD = {
    "Any": "typing",
    "Decimal": "decimal",
    "Fraction": "fractions",
    "Literal": "typing",
    "Mapping": "collections.abc",
    "Sequence": "collections.abc",
    "StrEnum": "enum",
    "TypeVar": "typing",
    "TypedDict": "typing",
    "Unpack": "typing",
    "date": "datetime",
    "sys": "",
}
_RUNTIME = keep_pact.__module__
HOMES = _STANDARD | {
    name.rpartition(".")[2]: f"{_RUNTIME}.{name.rpartition('.')[0]}".rstrip(".") for name in PACT
}
"""Where each name comes from that generated code may import: "" for a module of that name."""

_IMPORT_WIDTH = 88
"""Signs of an import beyond which it takes a line a name: what a sorter without configuration does."""


class Imports:
    """What a file imports: for each module its names, as they are written there."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = {}

    def add(self, module: str, name: str) -> None:
        self._names.setdefault(module, set()).add(name)

    def has(self, module: str, name: str) -> bool:
        return name in self._names.get(module, ())

    def without(self, others: Imports) -> Imports:
        """These, but for what the others import too."""
        rest = Imports()
        for module, names in self._names.items():
            for name in names:
                if not others.has(module, name):
                    rest.add(module, name)
        return rest

    def lines(self, indent: str = "") -> list[str]:
        """The statements, sorted as `isort` does: the standard library, the runtime, the package itself."""
        groups: list[list[str]] = [[], [], []]
        for module in sorted(self._names, key=_order):
            groups[_group(module)] += self._statements(module, indent)
        lines: list[str] = []
        for group in groups:
            lines += [*([""] if lines and group else []), *group]
        return lines

    def _statements(self, module: str, indent: str) -> list[str]:
        names = sorted(self._names[module], key=_by_kind)
        if not module:
            return [f"{indent}import {name}" for name in names]
        plain = [name for name in names if " as " not in name]
        renamed = [[name] for name in names if " as " in name]
        lines: list[str] = []
        for together in [*([plain] if plain else []), *renamed]:
            lines += _statement(module, together, indent)
        return lines


def _statement(module: str, names: list[str], indent: str) -> list[str]:
    line = f"{indent}from {module} import {', '.join(names)}"
    if len(line) <= _IMPORT_WIDTH:
        return [line]
    return [f"{indent}from {module} import (", *[f"{indent}    {name}," for name in names], f"{indent})"]


def _group(module: str) -> int:
    return 2 if module.startswith(".") else 1 if module.startswith(_RUNTIME) else 0


def _order(module: str) -> tuple[int, int, str]:
    """By group; in the package itself from outside inwards."""
    dots = len(module) - len(module.lstrip("."))
    return _group(module), -dots, module


def _by_kind(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest."""
    kind = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return kind, name


class Module:
    """One file. `use` and `hint` give a name and note its import; `constant` notes a value under a name at the top.

    `taken` are the names that the file gives itself: no constant gets one of them.
    """

    def __init__(self, about: str, taken: Iterable[str] = ()) -> None:
        self._about = about
        self._taken = set(taken)
        self._early, self._imports, self._hints = Imports(), Imports(), Imports()
        self._first: list[str] = []
        self._constants: dict[Fraction | date, str] = {}
        self._body: list[str] = []

    # ---------------------------------------------------------------- names

    def use(self, name: str, module: str | None = None, alias: str = "") -> Code:
        """A name that is needed when the code runs. `module` is one of the package itself."""
        self._imports.add(*_import(name, module, alias))
        return Code(alias or name)

    def hint(self, name: str, module: str | None = None, alias: str = "") -> Code:
        """A name that only annotations need."""
        self._hints.add(*_import(name, module, alias))
        return Code(alias or name)

    def early(self, name: str) -> Code:
        """A name that is needed before anything else is imported."""
        self._early.add(*_import(name, None, ""))
        return Code(name)

    def take(self, names: Iterable[str]) -> None:
        """Notes names that the file gives itself."""
        self._taken.update(names)

    def literal(self, value: Value) -> Code:
        """A value as source, with what its classes need."""
        match value:
            case Fraction() if value.denominator != 1:
                self.use("Fraction")
            case date():
                self.use("date")
        return literal(value)

    def constant(self, value: Value) -> Code:
        """A value where it is compared with: a threshold or a date is made once, under a name."""
        whole = isinstance(value, Fraction) and value.denominator == 1
        if whole or not isinstance(value, Fraction | date):
            return literal(value)
        name = self._constants.get(value)
        if name is None:
            name = self._constants[value] = self._free(_constant_name(value))
        return Code(name)

    def _defined(self, value: Fraction | date) -> str:
        if isinstance(value, Fraction):
            return f"{self.use('Threshold')}({value.numerator}, {value.denominator})"
        return self.literal(value)

    def _free(self, stem: str) -> str:
        name, count = stem, 1
        while name in self._taken:
            count += 1
            name = f"{stem}_{count}"
        self._taken.add(name)
        return name

    # ---------------------------------------------------------------- lines

    def first(self, *lines: str) -> None:
        """What happens before anything else is imported: to a name between `__`, which linters let stand there."""
        self._first += lines

    def add(self, *lines: str) -> None:
        self._body += lines

    def text(self, head: Iterable[str]) -> str:
        """The whole file below its head."""
        constants = sorted((name, value) for value, name in self._constants.items())
        defined = [f"{name} = {self._defined(value)}" for name, value in constants]
        if not self._body:
            return "\n".join([*head, docstring(self._about)]) + "\n"
        parts = [docstring(self._about), "", "from __future__ import annotations", ""]
        parts += [*self._early.lines(), "", *self._first, ""] if self._first else []
        imports = self._imports.lines()
        parts += [*imports, ""] if imports else []
        hints = self._hints.without(self._imports).lines("    ")
        parts += ["TYPE_CHECKING = False", "if TYPE_CHECKING:", *hints, ""] if hints else []
        parts += [*defined, ""] if defined else []
        return "\n".join([*head, *parts, *self._body]).rstrip("\n") + "\n"


def _import(name: str, module: str | None, alias: str) -> tuple[str, str]:
    home = HOMES[name] if module is None else module
    return home, f"{name} as {alias}" if alias and alias != name else name


def _constant_name(value: Fraction | date) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "_" + re.sub(r"\W", "_", text.replace("-", "minus_" if text.startswith("-") else "_"))
