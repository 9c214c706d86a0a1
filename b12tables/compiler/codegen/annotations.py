"""Fields as Python types: what a case may state, what a decision sees, what it answers."""

from __future__ import annotations

from collections.abc import Iterable

from b12tables.compiler.codegen.source import CLASS_TAKEN, Code, Module, camel, identifier, unique
from b12tables.compiler.codegen.source.names import CASE_TAKEN, RESULT_TAKEN
from b12tables.compiler.model import DecisionTable, Field, HitPolicy, Model
from b12tables.runtime.words import UNKNOWN


class Names:
    """The Python names of a model's parts, each unique within its kind."""

    def __init__(self, model: Model) -> None:
        codes = [table.code for table in model.decisions]
        self.module = unique(codes)
        self.answer = _classes(codes)
        self.on_result = unique(codes, taken=RESULT_TAKEN)
        self.field = unique(model.fields, taken=CASE_TAKEN)
        self.enum = _classes([field.code for field in model.fields.values() if field.values])

    def by_module(self, tables: Iterable[DecisionTable]) -> list[DecisionTable]:
        """Tables in the order of their modules."""
        return sorted(tables, key=lambda table: self.module[table.code])


def _classes(codes: list[str]) -> dict[str, str]:
    """A class for each code; the enum of a field has beside it a type of the same name with `Code` behind it."""
    made: dict[str, str] = {}
    used: set[str] = set()
    for code in codes:
        name = stem = identifier(camel(code), CLASS_TAKEN)
        count = 1
        while used & {name, f"{name}Code"}:
            count += 1
            name = f"{stem}{count}"
        used |= {name, f"{name}Code"}
        made[code] = name
    return made


class Annotations:
    """The types of fields in one file, which gets the imports that they need. `home` is where `values` lies."""

    def __init__(self, model: Model, names: Names, module: Module, home: str = ".") -> None:
        self.model, self.names, self.module, self.home = model, names, module, home

    def seen(self, name: str) -> Code:
        """The type in which a decision sees a field."""
        base = self._hint("frozenset[{Any}]") if name in self.model.set_valued else self._compared(name)
        return Code(f"{base} | None" if self.model.can_be_unknown(name) else base)

    def _compared(self, name: str) -> str:
        """As `_base`, but a number may be a float, by which a whole number goes for type checkers."""
        if self.model.fields[name].type in ("number", "whole number"):
            return self._hint("float | {Fraction}")
        return self._base(name)

    def answered(self, table: DecisionTable, name: str) -> Code:
        """The type of an output field in an answer, given what the rules of its table give."""
        column = table.output_fields.index(name)
        given = [row.results[column].value for row in table.rows]
        if table.hit_policy is HitPolicy.COLLECT_COUNT:
            return Code("int")
        if table.hit_policy.aggregates:
            # where no rule that holds gives a number
            none = None in given or UNKNOWN in given
            return self._hint("int | {Fraction} | None" if none else "int | {Fraction}")
        base = self._base(name)
        if UNKNOWN in given and self.model.fields[name].type != "text":
            base += self._hint(' | {Literal}["unknown"]')
        return Code(base + (" | None" if None in given else ""))

    def _base(self, name: str) -> str:
        field = self.model.fields[name]
        match field.type:
            case "choice" if field.code in self.names.enum:
                return f"{self._values()}.{self.names.enum[field.code]}Code"
            case "choices":
                return "frozenset[str]"
            case "number" | "whole number":
                return self._hint("int | {Fraction}")
            case "yes/no":
                return "bool"
            case "date":
                return self._hint("{date}")
        return "str"

    # ---------------------------------------------------------------- a case

    def stated(self, field: Field) -> Code:
        """The type of what a case states for a field, or does not state."""
        return Code(self._given(field) + self._hint(" | {_NotStated}") + (" | None" if field.unknown else ""))

    def _given(self, field: Field) -> str:
        match field.type:
            case "choice" if field.code in self.names.enum:
                name = f"{self._values()}.{self.names.enum[field.code]}"
                return f"{name}Code | {name}{self._unknown(field)}"
            case "choices" if field.code in self.names.enum:
                name = f"{self._values()}.{self.names.enum[field.code]}"
                return f"list[{name}Code] | set[{name}Code] | frozenset[str] | list[{name}]{self._unknown(field)}"
            case "number" | "whole number":
                # a whole number is a float to type checkers
                plain = "" if field.needs_unit else self._hint("float | {Decimal} | {Fraction} | ")
                return plain + self._hint("str | {Quantity}")
            case "yes/no":
                words = '"yes", "no", "unknown"' if field.unknown else '"yes", "no"'
                return self._hint(f"bool | {{Literal}}[{words}]")
            case "date":
                return self._hint("{date} | str")
        return "str"

    def _unknown(self, field: Field) -> str:
        return self._hint(' | {Literal}["unknown"]') if field.unknown else ""

    # ---------------------------------------------------------------- imports

    def _hint(self, type_: str) -> Code:
        """A type whose names in braces are imported for it."""
        return Code(type_.format_map(_Hints(self.module)))

    def _values(self) -> str:
        return self.module.hint("values", self.home)


class _Hints(dict[str, str]):
    """Gives each name that is asked for, and imports it."""

    def __init__(self, module: Module) -> None:
        super().__init__()
        self.module = module

    def __missing__(self, name: str) -> str:
        return self.module.hint(name)
