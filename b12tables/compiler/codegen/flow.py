"""Model -> `flow.py` of the generated package: the decisions in the order in which they follow from each other."""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.codegen.annotations import Names
from b12tables.compiler.codegen.decision import attributes_of
from b12tables.compiler.codegen.impossible import impossible_calls
from b12tables.compiler.codegen.inputs import asked_in, inputs_of, must_be_stated, needed_of, parts_of
from b12tables.compiler.codegen.source import TAKEN, Code, Module, comment, quoted, render, unique
from b12tables.compiler.model import DecisionTable, Field, Model
from b12tables.runtime.words import UNKNOWN


def flow_module(model: Model, names: Names) -> Module:
    """`flow.py`: `flow`."""
    module = Module("The decisions in the order in which they follow from each other.")
    writer = _Flow(model, names, module)
    lines = [*writer.inputs(), *writer.decisions(), *writer.never(), *writer.returned()]
    if writer.computes:
        module.use("FIELDS", ".fields")
    stated = [Code(writer.local[name]) for name in writer.given]
    render(module, "flow.py.j2", stated=stated, lines=list(map(Code, lines)), by_code=writer.computes)
    return module


class _Flow:
    """The statements of `flow`. Fields are local names; a field is computed as soon as its parts are there."""

    def __init__(self, model: Model, names: Names, module: Module) -> None:
        self.model, self.module = model, module
        codes = [table.code for table in model.decisions]
        decide = {code: f"decide_{names.module[code]}" for code in codes}
        self.decide = {
            code: module.use("decide", f".decisions.{names.module[code]}", decide[code]) for code in codes
        }
        self.local = unique(model.fields, taken={*TAKEN, *decide.values()})
        taken = {*TAKEN, *decide.values(), *self.local.values()}
        self.step = unique(codes, prefix="step_", taken=taken)
        texts = [name for name in self.local if model.fields[name].type == "text"]
        self.folded = unique(texts, prefix="folded_", taken={*taken, *self.step.values()})
        self.asked = asked_in(model)
        self.given = inputs_of(model)
        self.parts = {part for name in self.given for part in parts_of(model.fields[name])}
        self.waiting = [name for name in self.given if model.fields[name].computed is not None]
        self.done = {name for name in self.given if model.fields[name].computed is None}
        self.computes = bool(self.waiting)

    def needs(self, name: str) -> bool:
        """Whether anything looks at a field."""
        return name in self.asked or name in self.parts

    def inputs(self) -> Iterator[str]:
        """The stated texts as they are compared, and what can be computed from what is stated alone."""
        for name in self.given:
            if self.model.fields[name].type == "text" and self.needs(name):
                # a text that nobody stated stays None
                given = self.local[name]
                yield f"{self.folded[name]} = {given} and {self.module.use('fold')}({given})"
        yield from self.computed()

    def seen(self, name: str) -> str:
        """The local name under which a field is compared."""
        return self.folded.get(name, self.local[name])

    def computed(self) -> Iterator[str]:
        """The fields whose parts are all there by now."""
        ready = next(filter(self.ready, self.waiting), None)
        while ready is not None:
            self.waiting.remove(ready)
            self.done.add(ready)
            local, key = self.local[ready], quoted(ready)
            field = self.model.fields[ready]
            assert field.computed is not None
            checked = f"{self.module.use('check_range')}(BY_CODE[{key}], {self.call(field)})"
            # what is stated as not known follows all the same
            yield f"if {local} is {self.module.use('OPEN')} or {local} is None:"
            missing = [f"{self.local[part]} is None" for part in self.must_be_stated(field)]
            if missing:
                yield f"    if {' or '.join(missing)}:"
                yield f"        raise {self.module.use('Obstacle')}"
            yield f"    {local} = {checked}"
            differs = (
                f"{self.module.use('differs')}({local}, {self.call(field)}, {quoted(field.computed.kind)})"
            )
            yield f"elif {differs}:"
            yield f"    raise {self.module.use('Obstacle')}"
            ready = next(filter(self.ready, self.waiting), None)

    def must_be_stated(self, field: Field) -> list[str]:
        """The parts of a computed field that may not be missing; of those that tables look at it is known before."""
        needed = needed_of(self.model)
        return [
            part
            for part in dict.fromkeys(parts_of(field))
            if part in self.given and part not in needed and must_be_stated(self.model.fields[part])
        ]

    def ready(self, name: str) -> bool:
        parts = parts_of(self.model.fields[name])
        return all(part in self.done or part not in self.model.fields for part in parts)

    def call(self, field: Field) -> str:
        """What computes a field."""
        assert field.computed is not None
        found, *others = (self.local.get(part, "today") for part in parts_of(field))
        if field.computed.kind == "dose":
            return (
                f"{self.module.use('dose_of')}(BY_CODE[{quoted(field.code)}], {', '.join((found, *others))})"
            )
        if field.computed.kind == "between":
            return f"{self.module.use('between')}({found}, {others[0]}, {quoted(field.computed.unit)})"
        sign = 1 if field.computed.kind == "sum" else -1
        for other in others:
            found = f"{self.module.use('total')}({found}, {other}, {sign})"
        return found

    def decisions(self) -> Iterator[str]:
        """Each decision, what it gives to others, and what can be computed then."""
        for table in self.model.decisions:
            yield ""
            yield from comment(table.label)
            arguments = ", ".join(self.seen(name) for name in dict.fromkeys(table.input_fields))
            yield f"{self.step[table.code]} = {self.decide[table.code]}({arguments})"
            for name in table.output_fields:
                self.done.add(name)
                if self.needs(name):
                    yield f"{self.seen(name)} = {self.result(table, name)}"
            yield from self.computed()

    def result(self, table: DecisionTable, name: str) -> str:
        """What later decisions see of an output field."""
        field, attribute = self.model.fields[name], attributes_of(table)[name]
        answer = f"{self.step[table.code]}.answer"
        value = f"{answer}.{attribute}"
        given = [row.results[table.output_fields.index(name)].value for row in table.rows]
        if table.hit_policy.gives_list:
            some = f" if one.{attribute} is not None" if None in given else ""
            if field.type == "choices":
                members = f"one.{attribute}"
                if UNKNOWN in given:
                    members = f'(("unknown",) if {members} == "unknown" else {members})'
                return f"frozenset([member for one in {answer}{some} for member in {members}])"
            member = f"one.{attribute}"
            if field.type == "text":
                member = f"{self.module.use('fold')}({member})"
            return f"frozenset([{member} for one in {answer}{some}])"
        if field.type != "text":
            return f'None if {value} == "unknown" else {value}' if UNKNOWN in given else value
        folded = f"{self.module.use('fold')}({value})"
        if None in given or UNKNOWN in given:
            return f'None if {value} in (None, "unknown") else {folded}'
        return folded

    def never(self) -> Iterator[str]:
        """The combinations that cannot occur."""
        calls = impossible_calls(self.model)
        if not calls:
            return
        self.module.use("impossible", ".")
        yield ""
        yield "if ("
        for i, (call, fields) in enumerate(calls):
            yield f"    {'or ' if i else ''}{call}({', '.join(self.seen(name) for name in fields)})"
        yield "):"
        yield f"    raise {self.module.use('Obstacle')}"

    def returned(self) -> Iterator[str]:
        yield ""
        fired = [self.step[table.code] for table in self.model.decisions]
        inputs = [self.local[name] for name in self.given]
        yield f"return ({_listed(fired)}), ({_listed(inputs)})"


def _listed(names: list[str]) -> str:
    """What stands in the brackets of a tuple."""
    return "".join(f"{name}, " for name in names).removesuffix(" ")
