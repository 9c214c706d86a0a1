"""A whole set as one DMN document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from b12tables.compiler.model import (
    Combination,
    FieldTest,
    Model,
    Never,
    SafetyRule,
    Worsening,
    test_text,
    with_numbers,
)
from b12tables.compiler.report import LeftOut
from b12tables.interop.dmn.diagram import diagram
from b12tables.interop.dmn.limits import left_out
from b12tables.interop.dmn.tables import Drawing, computed_decisions, input_data, table_decision
from b12tables.interop.dmn.types import answer_types, field_types
from b12tables.interop.dmn.xml import DC, DI, DIALECTS, OURS, PREFIX, child, element, extension, ours, written
from b12tables.version import __version__


@dataclass(frozen=True)
class Export:
    """A set as DMN: the document, and what DMN cannot say of it (which stands in the document too)."""

    text: str
    left_out: tuple[LeftOut, ...]


def export_dmn(model: Model, version: str = "1.3") -> Export:
    """The set as a DMN document of a version (`1.3` or `1.5`). The same model gives the same text.

    Raises `NotWritten` where a table has a hit policy that DMN does not know.
    """
    model_space, diagram_space = DIALECTS[version]
    about = model.about
    lost = left_out(model)
    drawing = Drawing(model)
    drawing.reserve()
    root = Element("definitions")
    root.attrib.update(
        {
            "xmlns": model_space,
            "xmlns:dmndi": diagram_space,
            "xmlns:dc": DC,
            "xmlns:di": DI,
            f"xmlns:{PREFIX}": OURS,
        }
    )
    said = element(
        "x", id=drawing.ids.new("set", about.identifier), name=about.title, namespace=f"urn:{about.identifier}",
        exporter="b12tables", exporterVersion=__version__,
    )  # fmt: skip
    root.attrib.update(said.attrib)
    child(root, "description", _description(model, lost))
    _of_the_set(extension(root), model, lost)
    root.extend(field_types(model, drawing.ids))
    root.extend(answer_types(model.decisions, drawing.names, drawing.ids))
    root.extend(input_data(drawing))
    root.extend(computed_decisions(drawing))
    root.extend([table_decision(drawing, table) for table in model.decisions])
    root.append(diagram(drawing))
    return Export(written(root), lost)


def _description(model: Model, lost: tuple[LeftOut, ...]) -> str:
    about = model.about
    lines = [f"{about.title} {about.version} ({about.status}). {about.intended_use} {about.disclaimer}"]
    if lost:
        lines.append("What DMN cannot say of this set:")
        lines += [f"- {one.name}: {one.text}" for one in lost]
    return "\n".join(lines)


def _of_the_set(into: Element, model: Model, lost: tuple[LeftOut, ...]) -> None:
    """Whose tables these are, what DMN cannot say, and what is proved of every patient, as the sheets have it."""
    about = model.about
    child(
        into, ours("set"), identifier=about.identifier, title=about.title, version=about.version,
        status=about.status, owner=about.owner, intendedUse=about.intended_use, disclaimer=about.disclaimer,
        licence=about.licence, language=about.language, content=model.content_hash,
    )  # fmt: skip
    for one in lost:
        made = child(into, ours("leftOut"), name=one.name, text=one.text)
        for concerned in one.concerns:
            child(made, ours("concerns"), concerned)
    for combination in model.impossible:
        _impossible(into, combination, model)
    for rule in model.safety_rules:
        _safety(into, rule, model)


def _impossible(into: Element, combination: Combination, model: Model) -> None:
    made = child(into, ours("impossible"), id=combination.id, why=combination.why, at=str(combination.place))
    _tests(made, "test", combination.tests, model)


def _safety(into: Element, rule: SafetyRule, model: Model) -> None:
    made = child(into, ours("safetyRule"), id=rule.id, why=rule.why, at=str(rule.place))
    _tests(made, "when", rule.when_lines, model)
    _tests(made, "must", rule.must_lines, model)


def _tests(into: Element, tag: str, lines: Sequence[FieldTest | Worsening | Never], model: Model) -> None:
    """Lines in the grammar of cells, without the names of thresholds, which are not in the document."""
    for line in lines:
        text = (
            test_text(line.test) if isinstance(line, FieldTest) else with_numbers(line.text, model.thresholds)
        )
        child(into, ours(tag), text, field=line.field)
