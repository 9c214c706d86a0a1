"""How the fields and decisions of a set are called in DMN, and where in it the value of a field is found."""

from __future__ import annotations

from collections.abc import Iterable

from b12tables.compiler.model import DecisionTable, Model
from b12tables.runtime.words import TODAY

_GRAMMAR = """if then else for in return some every satisfies instance of between and or not true false null function
external"""
_FUNCTIONS = (
    "date time duration list item count flatten floor max min distinct values contains years months days"
)

_TAKEN = frozenset(f"{_GRAMMAR} {_FUNCTIONS}".split())
"""The words of FEEL's grammar, and of the functions that are used here: a variable of that name would hide them."""


class Names:
    """The names of one set. Codes of fields are kept wherever FEEL can read them."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._used: set[str] = set()
        self.of_field = {code: self._new(code) for code in model.fields if code not in model.produced_by}
        self.of_decision = {table.code: self._new(table.code, "decision") for table in model.decisions}
        self.stated = {
            code: self._new(f"{code}_stated")
            for code, field in model.fields.items()
            if field.computed is not None and not model.derived(code)
        }
        """What is stated of a computed field, where it may be stated: it counts before what follows."""
        self.today = self._new(TODAY) if self._counts_to_today() else ""

    def _counts_to_today(self) -> bool:
        computed = [field.computed for field in self.model.fields.values() if field.computed]
        return TODAY not in self.model.fields and any(TODAY in one.parts for one in computed)

    def _new(self, code: str, kind: str = "field") -> str:
        name = f"{code}_{kind}" if code in _TAKEN or code in self._used else code
        while name in self._used:
            name += "_"
        self._used.add(name)
        return name

    def component(self, code: str) -> str:
        """What an output is called inside of the answer of its decision."""
        return f"{code}_field" if code in _TAKEN else code

    def value(self, code: str) -> str:
        """An expression for the value of a field, as a table sees it that looks at it."""
        table = self.model.produced_by.get(code)
        if table is None:
            return self.today if code == TODAY and self.today else self.of_field[code]
        return self._of_output(table, code)

    def _of_output(self, table: DecisionTable, code: str) -> str:
        """A list is seen as the set of what its rows hold: what is none is no part of it."""
        decision = self.of_decision[table.code]
        found = decision if len(table.outputs) == 1 else f"{decision}.{self.component(code)}"
        if not table.hit_policy.gives_list:
            return found
        return f"if {decision} = null then [] else flatten({found})[item != null]"

    def needed(self, codes: Iterable[str]) -> tuple[list[str], list[str]]:
        """What some fields require: names of decisions (of computed fields too), and names of inputs."""
        decisions: dict[str, None] = {}
        inputs: dict[str, None] = {}
        for code in codes:
            table = self.model.produced_by.get(code)
            if table is not None:
                decisions[self.of_decision[table.code]] = None
            elif code == TODAY and self.today:
                inputs[self.today] = None
            elif self.model.fields[code].computed is not None:
                decisions[self.of_field[code]] = None
            else:
                inputs[self.of_field[code]] = None
        return list(decisions), list(inputs)
