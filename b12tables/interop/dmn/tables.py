"""One decision as DMN has it: a decision table, or the formula of a computed field."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from b12tables.compiler.model import DecisionTable, Evidence, Field, HitPolicy, Model, Rule
from b12tables.interop.dmn.feel import formula, literal, unary_tests
from b12tables.interop.dmn.names import Names
from b12tables.interop.dmn.types import BASIC, answer_type, is_structured, ordered_values, type_of
from b12tables.interop.dmn.xml import Ids, child, element, extension, ours, texted

HIT_POLICIES = {
    HitPolicy.UNIQUE: ("UNIQUE", ""),
    HitPolicy.ANY: ("ANY", ""),
    HitPolicy.FIRST: ("FIRST", ""),
    HitPolicy.PRIORITY: ("PRIORITY", ""),
    HitPolicy.RULE_ORDER: ("RULE ORDER", ""),
    HitPolicy.OUTPUT_ORDER: ("OUTPUT ORDER", ""),
    HitPolicy.COLLECT: ("COLLECT", ""),
    HitPolicy.COLLECT_SUM: ("COLLECT", "SUM"),
    HitPolicy.COLLECT_MIN: ("COLLECT", "MIN"),
    HitPolicy.COLLECT_MAX: ("COLLECT", "MAX"),
    HitPolicy.COLLECT_COUNT: ("COLLECT", "COUNT"),
}
"""Each hit policy as DMN writes it: the policy, and what it makes of numbers."""

ANNOTATIONS = ("Rule", "Evidence", "Note", "Cells")
"""The annotation columns of every table."""


class NotWritten(Exception):
    """A set that no DMN document can say; the message says why."""


class Drawing:
    """What the elements of one document share: the set, its names, the IDs, and who requires whom for the diagram."""

    def __init__(self, model: Model) -> None:
        self.model, self.names, self.ids = model, Names(model), Ids()
        self.inputs: dict[str, str] = {}
        """The ID of each input data, by its name."""
        self.decisions: dict[str, str] = {}
        """The ID of each decision, by its name."""
        self.requirements: list[tuple[str, str, str]] = []
        """Each information requirement: its ID, the ID of what is required, the ID of the decision."""

    def reserve(self) -> None:
        """Gives an ID to everything that can be required, before the first requirement is written."""
        names = self.names
        for code, name in names.of_field.items():
            kept = self.decisions if self.model.fields[code].computed is not None else self.inputs
            kept[name] = self.ids.new("computed" if kept is self.decisions else "input", code)
        for code, name in names.stated.items():
            self.inputs[name] = self.ids.new("input", code)
        if names.today:
            self.inputs[names.today] = self.ids.new("input", names.today)
        for code, name in names.of_decision.items():
            self.decisions[name] = self.ids.new("decision", code)


def input_data(drawing: Drawing) -> list[Element]:
    """What is stated of a patient."""
    names, model = drawing.names, drawing.model
    made = [
        _input(drawing, name, model.fields[code].label, type_of(code))
        for code, name in names.of_field.items()
        if model.fields[code].computed is None
    ]
    made += [
        _input(drawing, name, f"{model.fields[code].label}, as stated", type_of(code))
        for code, name in names.stated.items()
    ]
    if names.today:
        made.append(_input(drawing, names.today, "The day of the evaluation", "date"))
    return made


def _input(drawing: Drawing, name: str, label: str, type_ref: str) -> Element:
    made = element("inputData", id=drawing.inputs[name], name=name, label=label)
    child(made, "variable", id=drawing.ids.new("variable", name), name=name, typeRef=type_ref)
    return made


# ---------------------------------------------------------------- computed fields


def computed_decisions(drawing: Drawing) -> list[Element]:
    """A decision for each computed field, whose answer is its formula; what is stated of it counts before."""
    fields = drawing.model.fields.values()
    return [_computed(drawing, field) for field in fields if field.computed is not None]


def _computed(drawing: Drawing, field: Field) -> Element:
    names, computed = drawing.names, field.computed
    assert computed is not None
    name = names.of_field[field.code]
    made = _decision(drawing, name, field.label, field.question, type_of(field.code))
    decisions, inputs = names.needed(computed.parts)
    stated = names.stated.get(field.code)
    _require(drawing, made, name, decisions, [*([stated] if stated else []), *inputs])
    text = formula(computed, names.value)
    if stated:
        text = f"if {stated} != null then {stated} else {text}"
    made.insert(0, element("extensionElements"))
    child(made[0], ours("computed"), text, field=field.code, formula=computed.text)
    texted(made, "literalExpression", text, id=drawing.ids.new("formula", field.code), typeRef="number")
    return made


def _decision(drawing: Drawing, name: str, label: str, question: str, type_ref: str) -> Element:
    made = element("decision", id=drawing.decisions[name], name=name, label=label)
    if question:
        child(made, "question", question)
    child(made, "variable", id=drawing.ids.new("variable", name), name=name, typeRef=type_ref)
    return made


def _require(
    drawing: Drawing, made: Element, name: str, decisions: Iterable[str], inputs: Iterable[str]
) -> None:
    required = [("requiredDecision", drawing.decisions[one]) for one in decisions]
    required += [("requiredInput", drawing.inputs[one]) for one in inputs]
    for tag, id_ in required:
        requirement = drawing.ids.new("requires", name, id_)
        child(child(made, "informationRequirement", id=requirement), tag, href=f"#{id_}")
        drawing.requirements.append((requirement, id_, drawing.decisions[name]))


# ---------------------------------------------------------------- tables


def _hit_policy(table: DecisionTable) -> tuple[str, str]:
    if table.hit_policy not in HIT_POLICIES:
        raise NotWritten(f"{table.label}: DMN has no hit policy {table.hit_policy.value!r}")
    return HIT_POLICIES[table.hit_policy]


def table_decision(drawing: Drawing, table: DecisionTable) -> Element:
    """A decision table: its inputs, outputs, rules, what they rest on, and the cells in which they stand."""
    names, ids = drawing.names, drawing.ids
    name = names.of_decision[table.code]
    type_ref = answer_type(table.code) if is_structured(table) else type_of(table.outputs[0].field)
    made = _decision(drawing, name, table.label, table.question, type_ref)
    _require(drawing, made, name, *names.needed(table.input_fields))
    policy, aggregation = _hit_policy(table)
    body = child(
        made, "decisionTable", id=ids.new("table", table.code), hitPolicy=policy, aggregation=aggregation,
        preferredOrientation="Rule-as-Row", outputLabel=table.label,
    )  # fmt: skip
    more = extension(body)
    child(
        more,
        ours("table"),
        code=table.code,
        at=str(table.place),
        mayBeEmpty="yes" if table.may_be_empty else "",
    )
    if table.otherwise is not None:
        child(more, ours("otherwise"), **_annotated(table.otherwise))
    _clauses(drawing, table, body)
    for title in ANNOTATIONS:
        child(body, "annotation", name=title)
    for rule in table.rules:
        _rule(drawing, table, rule, body)
    return made


def _clauses(drawing: Drawing, table: DecisionTable, body: Element) -> None:
    names, ids, fields = drawing.names, drawing.ids, drawing.model.fields
    for clause in table.inputs:
        field = fields[clause.field]
        made = child(body, "input", id=ids.new("in", table.code, field.code), label=field.label)
        asked = texted(
            made, "inputExpression", names.value(field.code), id=ids.new("expression", table.code, field.code),
            typeRef="" if _is_set(drawing.model, field) else BASIC[field.type],
        )  # fmt: skip
        extension(made).append(element(ours("column"), field=field.code))
        made.remove(asked)
        made.append(asked)
    for place, clause in enumerate(table.outputs):
        field = fields[clause.field]
        made = child(
            body, "output", id=ids.new("out", table.code, field.code), label=field.label,
            name=names.component(field.code) if len(table.outputs) > 1 else "", typeRef=BASIC[field.type],
        )  # fmt: skip
        extension(made).append(element(ours("column"), field=field.code))
        if field.type == "choice":
            texted(made, "outputValues", ordered_values(field), id=ids.new("values", table.code, field.code))
        if table.otherwise is not None:
            result = table.otherwise.results[place]
            default = child(made, "defaultOutputEntry", id=ids.new("default", table.code, field.code))
            extension(default).append(element(ours("cell"), written=result.text, at=str(result.place)))
            child(default, "text", literal(result.value))


def _is_set(model: Model, field: Field) -> bool:
    return field.type == "choices" or field.code in model.set_valued


def _rule(drawing: Drawing, table: DecisionTable, rule: Rule, body: Element) -> None:
    ids, model = drawing.ids, drawing.model
    made = child(body, "rule", id=ids.new("rule", table.code, rule.id), label=rule.id)
    said = _annotated(rule)
    child(made, "description", " · ".join(filter(None, (rule.id, said["evidence"], rule.note))))
    child(extension(made), ours("rule"), **said)
    for number, (clause, condition) in enumerate(zip(table.inputs, rule.conditions, strict=True), 1):
        field = model.fields[clause.field]
        entry = child(made, "inputEntry", id=ids.new("if", table.code, rule.id, str(number)))
        extension(entry).append(element(ours("cell"), written=condition.text, at=str(condition.place)))
        child(entry, "text", unary_tests(condition.test, field, _is_set(model, field)))
    for number, result in enumerate(rule.results, 1):
        entry = child(made, "outputEntry", id=ids.new("then", table.code, rule.id, str(number)))
        extension(entry).append(element(ours("cell"), written=result.text, at=str(result.place)))
        child(entry, "text", literal(result.value))
    for text in (rule.id, said["evidence"], rule.note, str(rule.place)):
        child(child(made, "annotationEntry"), "text", text)


def _annotated(rule: Rule) -> dict[str, str]:
    evidence = "; ".join(map(_evidence, rule.evidence))
    return {"id": rule.id, "evidence": evidence, "note": rule.note, "at": str(rule.place)}


def _evidence(one: Evidence) -> str:
    if one.kind == "statement":
        return one.ref or one.text
    return " ".join(filter(None, (f"{one.kind}:", one.ref, one.text if one.text != one.ref else "")))
