"""A DMN document of anybody, taken apart: types, inputs, tables, and by its place whatever is none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from b12tables.compiler.reader import Refused, read_xml
from b12tables.interop.dmn.xml import OURS

_MODELS = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    }
)
"""The namespaces of DMN 1.1 to 1.6."""


@dataclass(frozen=True)
class NotTaken:
    """Something that is not in the workbooks: where it stands in the document, and why it was not taken."""

    where: str
    why: str

    def line(self) -> str:
        return f"{self.where}: {self.why}"


@dataclass(frozen=True)
class TypeDef:
    """An item definition: the type that it rests on, its allowed values, its components, what we wrote of it."""

    name: str
    base: str
    allowed: str
    is_list: bool
    parts: Mapping[str, str]
    ours: Element | None = None


@dataclass(frozen=True)
class Column:
    """An input or output clause. `text` is the input expression, or the name of the output."""

    text: str
    label: str
    type_ref: str
    allowed: str
    default: str = ""


@dataclass(frozen=True)
class Entry:
    """A cell: its FEEL, and what stood in the workbook that it was written from."""

    text: str
    written: str = ""


@dataclass(frozen=True)
class RuleDef:
    id: str
    inputs: tuple[Entry, ...]
    outputs: tuple[Entry, ...]
    note: str


@dataclass(frozen=True)
class TableDef:
    """A decision whose logic is a decision table."""

    name: str
    label: str
    question: str
    type_ref: str
    policy: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rules: tuple[RuleDef, ...]
    may_be_empty: bool
    defaults: tuple[Entry, ...]


@dataclass(frozen=True)
class Document:
    """All of it. `computed` are formulas of ours that nobody changed: the code of the field, and its rule."""

    name: str
    about: Mapping[str, str]
    types: Mapping[str, TypeDef]
    inputs: Mapping[str, str]
    tables: tuple[TableDef, ...]
    computed: Mapping[str, str]
    extras: tuple[Element, ...]
    not_taken: list[NotTaken] = field(default_factory=list)


def read_document(data: bytes) -> Document:
    """Raises `Refused` for what is no DMN, and for XML that only a hostile file holds."""
    root = read_xml(data)
    if _space(root) not in _MODELS or _local(root) != "definitions":
        raise Refused("it is no DMN document: its first element is no `definitions` of DMN 1.1 to 1.6")
    lost: list[NotTaken] = []
    tables: list[TableDef] = []
    computed: dict[str, str] = {}
    inputs: dict[str, str] = {}
    for one in root:
        kind = _local(one)
        if kind == "inputData":
            inputs[one.get("name", "")] = _variable(one)
        elif kind == "decision":
            _decision(one, tables, computed, lost)
        elif kind not in _SILENT:
            lost.append(
                NotTaken(f"{kind} {one.get('name', '')}".strip(), _WHY.get(kind, "it is no decision table"))
            )
    extras = tuple(_extension(root))
    about = next((one.attrib for one in extras if _local(one) == "set"), {})
    types = {one.get("name", ""): _type(one) for one in _children(root, "itemDefinition")}
    return Document(root.get("name", ""), about, types, inputs, tuple(tables), computed, extras, lost)


_SILENT = {"itemDefinition", "description", "extensionElements", "DMNDI", "elementCollection"}
"""What is taken elsewhere, and what is layout."""

_WHY = {
    "businessKnowledgeModel": "a function: a table calls nothing",
    "decisionService": "how an engine calls decisions together",
    "import": "another document: import that one too",
    "knowledgeSource": "write it on the sheets Sources and Statements",
    "textAnnotation": "write it as a note",
    "association": "a line of the picture",
}


# ---------------------------------------------------------------- decisions


def _decision(one: Element, tables: list[TableDef], computed: dict[str, str], lost: list[NotTaken]) -> None:
    name = one.get("name", "")
    table = next(_children(one, "decisionTable"), None)
    if table is not None:
        tables.append(_table(one, table))
        return
    formula = next(_children(one, "literalExpression"), None)
    ours = next((said for said in _extension(one) if _local(said) == "computed"), None)
    if formula is not None and ours is not None and (ours.text or "") == _text(formula):
        computed[ours.get("field", "")] = ours.get("formula", "")
        return
    kind = next((_local(part) for part in one if _local(part) in _LOGIC), "")
    lost.append(NotTaken(f"decision {name}", _LOGIC.get(kind, "it has no logic")))


_LOGIC = {
    "literalExpression": "its answer is an expression, not a table",
    "context": "its answer is a context, not a table",
    "invocation": "it calls a function",
    "relation": "its answer is a relation",
    "list": "its answer is a list of expressions",
    "functionDefinition": "its answer is a function",
    "conditional": "its answer is an expression, not a table",
    "filter": "its answer is an expression, not a table",
    "for": "its answer is an expression, not a table",
    "some": "its answer is an expression, not a table",
    "every": "its answer is an expression, not a table",
}


def _table(decision: Element, table: Element) -> TableDef:
    outputs = tuple(_output(one) for one in _children(table, "output"))
    ours = {_local(one): one for one in _extension(table)}
    policy = table.get("hitPolicy", "UNIQUE")
    defaults = [next(_children(one, "defaultOutputEntry"), None) for one in _children(table, "output")]
    return TableDef(
        decision.get("name", ""),
        decision.get("label", "") or decision.get("name", ""),
        decision.findtext(f"{{{_space(decision)}}}question", "").strip(),
        _variable(decision),
        f"{policy} {table.get('aggregation', '')}".strip(),
        tuple(_input(one) for one in _children(table, "input")),
        outputs,
        tuple(_rules(table)),
        "table" in ours and ours["table"].get("mayBeEmpty") == "yes",
        tuple(Entry("") if one is None else _entry(one) for one in defaults),
    )


def _input(one: Element) -> Column:
    asked = next(_children(one, "inputExpression"), None)
    allowed = next(_children(one, "inputValues"), None)
    text = "" if asked is None else _text(asked)
    type_ref = "" if asked is None else asked.get("typeRef", "")
    return Column(text, one.get("label", ""), type_ref, "" if allowed is None else _text(allowed))


def _output(one: Element) -> Column:
    allowed = next(_children(one, "outputValues"), None)
    text = "" if allowed is None else _text(allowed)
    return Column(one.get("name", ""), one.get("label", ""), one.get("typeRef", ""), text)


def _rules(table: Element) -> Iterator[RuleDef]:
    heads = [one.get("name", "") for one in _children(table, "annotation")]
    taken: set[str] = set()
    for number, one in enumerate(_children(table, "rule"), 1):
        label = one.get("label", "")
        name = label if label and label not in taken else f"R{number}"
        taken.add(name)
        yield RuleDef(
            name,
            tuple(map(_entry, _children(one, "inputEntry"))),
            tuple(map(_entry, _children(one, "outputEntry"))),
            _note(one, heads),
        )


def _note(rule: Element, heads: list[str]) -> str:
    """The annotations of a rule; of a document without any, its description. The rule's own name is none."""
    texts = [_text(one) for one in _children(rule, "annotationEntry")]
    named = [
        f"{head}: {text}" if head else text
        for head, text in zip([*heads, *[""] * len(texts)], texts, strict=False)
        if text and head not in ("Rule", "Cells")
    ]
    described = rule.findtext(f"{{{_space(rule)}}}description", "").strip()
    return "; ".join(named) if texts else described


def _entry(one: Element) -> Entry:
    cell = next((said for said in _extension(one) if _local(said) == "cell"), None)
    return Entry(_text(one), "" if cell is None else cell.get("written", ""))


def _type(one: Element) -> TypeDef:
    allowed = next(_children(one, "allowedValues"), None)
    base = one.findtext(f"{{{_space(one)}}}typeRef", "").strip()
    parts = {
        part.get("name", ""): part.findtext(f"{{{_space(part)}}}typeRef", "").strip()
        for part in _children(one, "itemComponent")
    }
    ours = next((said for said in _extension(one) if _local(said) == "field"), None)
    return TypeDef(
        one.get("name", ""),
        base,
        "" if allowed is None else _text(allowed),
        one.get("isCollection") == "true",
        parts,
        ours,
    )


# ---------------------------------------------------------------- elements


def _local(one: Element) -> str:
    return one.tag.rpartition("}")[2]


def _space(one: Element) -> str:
    return one.tag.rpartition("}")[0].lstrip("{")


def _children(one: Element, local: str) -> Iterator[Element]:
    return (part for part in one if _local(part) == local and _space(part) == _space(one))


def _text(one: Element) -> str:
    return one.findtext(f"{{{_space(one)}}}text", "").strip()


def _variable(one: Element) -> str:
    variable = next(_children(one, "variable"), None)
    return "" if variable is None else variable.get("typeRef", "")


def _extension(one: Element) -> Iterator[Element]:
    for more in _children(one, "extensionElements"):
        yield from (said for said in more if _space(said) == OURS)
