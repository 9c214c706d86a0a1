"""A report in the forms that people and tools read: text, JSON, GitHub annotations, SARIF."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from b12tables.compiler.finding import KINDS, Finding, Place
from b12tables.compiler.model import Model
from b12tables.runtime.numbers import number_text

if TYPE_CHECKING:
    from b12tables.compiler.cases import CasesReport
    from b12tables.compiler.compile import Report

WIDTH = 110
"""The width of text output in columns: what a terminal and an A4 page in a monospaced font can hold."""

_ORDER = {"error": 0, "warning": 1, "info": 2}


def plain_data(value: object) -> object:
    """A value as JSON has it. An exact number that ends in decimals is a JSON number; another is a text `a/b`."""
    match value:
        case Fraction():
            text = number_text(value)
            if "/" in text:
                return text
            return int(text) if "." not in text else float(text)
        case date():
            return value.isoformat()
        case frozenset() | set():
            return sorted(str(member) for member in value)
        case Mapping():
            return {str(key): plain_data(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain_data(inner) for inner in value]
    return value


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """What stands in the way first; causes before consequences (in the order of KINDS), then as in the workbooks."""
    causes = {name: i for i, name in enumerate(KINDS)}
    return sorted(
        findings,
        key=lambda f: (_ORDER[f.severity], causes[f.name], _place_key(f.places), f.rules, f.message),
    )


def _place_key(places: Sequence[Place]) -> tuple[str, str, int, str]:
    if not places:
        return ("", "", 0, "")
    first = places[0]
    digits = "".join(sign for sign in first.cells.split(":")[0] if sign.isdigit())
    return (first.file, first.sheet, int(digits or 0), first.cells)


# ---------------------------------------------------------------- JSON


def finding_json(finding: Finding) -> dict[str, object]:
    """One finding as the contract has it."""
    found: dict[str, object] = {
        "name": finding.name,
        "severity": finding.severity,
        "decision": finding.decision,
        "rules": list(finding.rules),
        "places": [{"file": p.file, "sheet": p.sheet, "cells": p.cells} for p in finding.places],
        "message": finding.message,
        "help": list(finding.help),
        "example": plain_data(finding.example) if finding.example is not None else None,
        "region": plain_data(finding.region),
    }
    if finding.data:
        found["data"] = plain_data(finding.data)
    return found


def report_json(report: Report) -> str:
    """The whole report as one JSON object."""
    about = report.model.about if report.model else None
    whole = {
        "table_set": about.identifier if about else None,
        "ok": report.ok,
        "version": about.version if about else None,
        "status": about.status if about else None,
        "content_hash": report.model.content_hash if report.model else None,
        "findings": [finding_json(finding) for finding in sorted_findings(report.findings)],
        "checked": plain_data(report.certificate.as_dict())
        if report.certificate
        else _nothing_checked(report),
        "disclaimer": about.disclaimer if about else None,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _nothing_checked(report: Report) -> dict[str, object]:
    return {
        "decisions": 0,
        "rules": 0,
        "possible_cases": "0",
        "skipped": ["everything: no table set could be read"],
    }


# ---------------------------------------------------------------- text


def report_text(report: Report) -> str:
    """The report as a clinician reads it in a terminal."""
    findings = sorted_findings(report.findings)
    blocks = [finding_text(finding, report.model) for finding in findings]
    blocks.append(_closing(report, findings))
    return "\n\n".join(blocks)


def finding_text(finding: Finding, model: Model | None) -> str:
    """One finding: what it is, a patient, what happens today, where it stands, what would mend it."""
    head, *rest = finding.message.split("\n")
    table = model.decision.get(finding.decision) if model and finding.decision else None
    where = f" in {table.label}" if table else ""
    accepted = " (accepted)" if "accepted" in finding.data else ""
    lines = _wrapped(f"{finding.severity}: {finding.name}{where}{accepted}: {head}", "", "  ")
    for line in rest:
        lines += _wrapped(line.strip(), "  ", "    ")
    if finding.example is not None:
        lines += _wrapped(f"for example: {example_text(finding.example, model)}", "  ", "    ")
    lines += [f"  at {place}" for place in finding.places[:6]]
    if len(finding.places) > 6:
        lines.append(f"  and {len(finding.places) - 6} places more")
    if len(finding.help) == 1:
        lines += _wrapped(f"mend it: {finding.help[0]}", "  ", "    ")
    elif finding.help:
        lines.append("  mend it by one of:")
        for suggestion in finding.help:
            lines += _wrapped(f"· {suggestion}", "    ", "      ")
    return "\n".join(lines)


def example_text(example: Mapping[str, object], model: Model | None) -> str:
    """A case in the labels of the dictionary, unknown answers last and together."""
    known, unknown = [], []
    for name, value in example.items():
        field = model.fields.get(name) if model else None
        label = field.label if field else name
        if value == "unknown" or value is None:
            unknown.append(label)
        else:
            known.append(f"{label}: {_value_words(value, field.label_of if field else str)}")
    if unknown:
        known.append(f"not known: {', '.join(unknown)}")
    return "; ".join(known)


def _value_words(value: object, label_of: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple, frozenset)):
        return ", ".join(_value_words(member, label_of) for member in value) or "none of them"
    if isinstance(value, Fraction):
        return number_text(value)
    return str(label_of(value)) if isinstance(value, str) and callable(label_of) else str(value)


def _wrapped(text: str, first: str, later: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def wrapped(line: str) -> str:
    """A line of a report, broken where it is too wide."""
    return "\n".join(_wrapped(line, "", "  "))


def _closing(report: Report, findings: Sequence[Finding]) -> str:
    lines: list[str] = []
    if report.model:
        about = report.model.about
        lines.append(f"{about.title}, version {about.version}, status: {about.status}")
    if report.certificate:
        lines += [part for line in report.certificate.lines() for part in _wrapped(line, "", "  ")]
    lines += _accounting(report, findings)
    counts = [f"{sum(f.severity == s for f in findings)} {s}{'s' if s != 'info' else ''}" for s in _ORDER]
    verdict = (
        "Nothing stands in the way of a build."
        if report.ok
        else "This table set cannot be built: mend or accept the errors above."
    )
    lines.append(f"{verdict} ({', '.join(counts)})")
    if report.model:
        lines += _wrapped(report.model.about.disclaimer, "", "")
    return "\n".join(lines)


def cases_text(cases: CasesReport, model: Model) -> str:
    """The worked cases: each one that fails, and how many rules the cases exercise."""
    lines: list[str] = []
    for result in cases.failed:
        lines.append(f"case {result.case.id} fails: {result.case.description}  ({result.case.place})")
        for miss in result.misses:
            label = model.fields[miss.expected.field].label
            came = "no answer" if miss.came is None else miss.came
            lines += _wrapped(
                f"{label}: expected {miss.expected.text}, came {came}  ({miss.expected.place})", "  ", "    "
            )
        for problem in result.evaluation.problems:
            lines.append(f"  {problem.name}: {problem.about}")
    covered, total = cases.coverage
    lines.append(
        f"{len(cases.results) - len(cases.failed)} of {len(cases.results)} worked cases give the expected answer."
    )
    lines.append(f"They exercise {covered} of {total} rules.")
    for decision, rules in cases.unexercised.items():
        table = model.decision[decision]
        notes = {rule.id: rule.note for rule in table.rules}
        for rule in rules:
            why = f": {notes[rule]}" if notes.get(rule) else ""
            lines += _wrapped(f"not exercised: rule {rule} of {table.label}{why}", "  ", "    ")
    return "\n".join(lines)


def _accounting(report: Report, findings: Sequence[Finding]) -> list[str]:
    """Where the statements of the sources went, in one line."""
    statements = report.model.statements if report.model else ()
    if not statements:
        return []
    kinds = ("encoded", "context", "not decidable")
    counts = ", ".join(f"{sum(s.disposition == kind for s in statements)} {kind}" for kind in kinds)
    uncited = sum(finding.name == "unencoded-statement" for finding in findings)
    return [f"Statements of the sources: {counts}, {uncited} uncited."]


# ---------------------------------------------------------------- other tools


def report_github(report: Report) -> str:
    """Workflow commands that GitHub shows as annotations."""
    words = {"error": "error", "warning": "warning", "info": "notice"}
    lines = []
    for finding in sorted_findings(report.findings):
        text = finding_text(finding, report.model)
        message = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        file = f" file={finding.places[0].file}," if finding.places else " "
        lines.append(f"::{words[finding.severity]}{file}title={finding.name}::{message}")
    return "\n".join(lines)


def report_sarif(report: Report) -> str:
    """The report in SARIF 2.1.0, the format that code-scanning tools share."""
    levels = {"error": "error", "warning": "warning", "info": "note"}
    findings = sorted_findings(report.findings)
    rules = [
        {
            "id": name,
            "shortDescription": {"text": KINDS[name].summary},
            "defaultConfiguration": {"level": levels[KINDS[name].severity]},
        }
        for name in sorted({finding.name for finding in findings})
    ]
    results = [
        {
            "ruleId": finding.name,
            "level": levels[finding.severity],
            "message": {"text": finding_text(finding, report.model)},
            "locations": [
                {
                    "physicalLocation": {"artifactLocation": {"uri": place.file}},
                    "logicalLocations": [{"fullyQualifiedName": f"{place.sheet}!{place.cells}"}],
                }
                for place in finding.places
            ],
        }
        for finding in findings
    ]
    tool = {"driver": {"name": "b12tables", "rules": rules}}
    return json.dumps(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": tool, "results": results}],
        },
        ensure_ascii=False,
        indent=1,
    )
