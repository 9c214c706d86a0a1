"""A report for other tools: annotations of GitHub, and SARIF."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from b12tables.compiler.checks import pages
from b12tables.compiler.model import KINDS, Finding, Model, Place
from b12tables.compiler.report.in_words import in_its_language
from b12tables.compiler.report.text import (
    closing_text,
    finding_text,
    nothing_checked,
    plain_data,
    sorted_findings,
)
from b12tables.compiler.report.titles import finding_title
from b12tables.runtime.language import t
from b12tables.version import __version__

if TYPE_CHECKING:
    from b12tables.compiler import Report


def _path(finding: Finding, place: Place, folder: str) -> str:
    """The path of the file from where the tool was called; `folder` leads to the table set (empty: it is there)."""
    if finding.name == "no-workbook":
        # it is the folder itself that stands in the place
        return folder or place.file
    return f"{folder}/{place.file}" if folder else place.file


@in_its_language
def report_github(report: Report, folder: str = "") -> str:
    """Workflow commands that GitHub shows as annotations; the last one says what was checked.

    `folder` is the path from the repository to the table set, with slashes.
    """
    words = {"error": "error", "warning": "warning", "info": "notice"}
    findings = sorted_findings(report.findings)
    lines = []
    for finding in findings:
        word = "notice" if finding.accepted else words[finding.severity]
        properties = {"title": finding_title(finding, report.model)}
        if finding.places and (path := _path(finding, finding.places[0], folder)):
            properties = {"file": path, **properties}
        lines.append(_command(word, properties, finding_text(finding, report.model)))
    lines.append(_command("notice", {"title": t("what was checked")}, closing_text(report, findings)))
    return "\n".join(lines)


_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def _command(word: str, properties: Mapping[str, str], message: str) -> str:
    """A workflow command; what would end a property, or the command, is written as GitHub reads it back."""
    stated = ",".join(f"{key}={value.translate(_table(_PROPERTY))}" for key, value in properties.items())
    return f"::{word} {stated}::{message.translate(_table(_DATA))}"


def _table(signs: Mapping[str, str]) -> dict[int, str]:
    return {ord(sign): written for sign, written in signs.items()}


_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


@in_its_language
def report_sarif(report: Report, folder: str = "") -> str:
    """The report in SARIF 2.1.0, the format that code-scanning tools share.

    `folder` is the path from the repository to the table set, with slashes. What was checked and what was left
    out stands in the properties of the run.
    """
    findings = sorted_findings(report.findings)
    names = [name for name in KINDS if any(finding.name == name for finding in findings)]
    identities = _identities(findings)
    results = [
        _sarif_result(finding, names.index(finding.name), identity, report.model, folder)
        for finding, identity in zip(findings, identities, strict=True)
    ]
    certificate = report.certificate
    run = {
        "tool": {
            "driver": {
                "name": "b12tables",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_sarif_rule(name) for name in names],
            }
        },
        "invocations": [{"executionSuccessful": certificate is not None}],
        "results": results,
        "properties": {
            "ok": report.ok,
            "checked": plain_data(certificate.as_dict()) if certificate else nothing_checked(report),
        },
    }
    whole = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _sarif_rule(name: str) -> dict[str, object]:
    """A kind of finding with its page."""
    kind, page = KINDS[name], pages()[name].strip()
    about = page.partition("\n\n")[2].partition("\n## ")[0].strip()
    return {
        "id": name,
        "shortDescription": {"text": kind.summary},
        "fullDescription": {"text": _unmarked(about)},
        "help": {"text": _unmarked(page), "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
    }


def _unmarked(markdown: str) -> str:
    """Markdown without fences and marks for bold and code, for readers that show plain text."""
    lines = [line for line in markdown.split("\n") if not line.startswith("```")]
    return re.sub(r"\*\*|`", "", "\n".join(lines))


def _sarif_result(
    finding: Finding, index: int, identity: str, model: Model | None, folder: str
) -> dict[str, object]:
    # Several `locations` would mean that each of them must be changed: the others are related.
    places = [_sarif_location(finding, place, folder) for place in finding.places]
    accepted = finding.accepted
    result: dict[str, object] = {
        "ruleId": finding.name,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding_text(finding, model)},
        "locations": places[:1],
        "partialFingerprints": {"finding/v1": identity},
        "suppressions": [{"kind": "external", "status": "accepted", "justification": str(accepted)}]
        if accepted is not None
        else [],
        "properties": {"decision": finding.decision, "rules": list(finding.rules)},
    }
    if places[1:]:
        result["relatedLocations"] = [{"id": i, **place} for i, place in enumerate(places[1:], 1)]
    return result


def _sarif_location(finding: Finding, place: Place, folder: str) -> dict[str, object]:
    """The file by its path, sheet and cells by name: a workbook has no lines that a region could count."""
    uri = quote(_path(finding, place, folder), safe="/", errors="surrogateescape")
    location: dict[str, object] = {"physicalLocation": {"artifactLocation": {"uri": uri}}} if uri else {}
    if place.sheet:
        sheet = "'" + place.sheet.replace("'", "''") + "'"
        location["logicalLocations"] = [
            {
                "name": place.cells or place.sheet,
                "fullyQualifiedName": f"{sheet}!{place.cells}" if place.cells else sheet,
                "kind": "cells" if place.cells else "sheet",
            }
        ]
        location["properties"] = {"sheet": place.sheet, "cells": place.cells}
    return location


def _identities(findings: Sequence[Finding]) -> list[str]:
    """What a finding is recognised by after rows have moved or numbers of cases have changed.

    Neither cells nor figures are part of it; findings that are alike otherwise are counted.
    """
    seen: Counter[str] = Counter()
    found = []
    for finding in findings:
        sheet = [(place.file, place.sheet) for place in finding.places[:1]]
        head = re.sub(r"\d[\d,.]*", "#", finding.message.partition("\n")[0])
        key = json.dumps([finding.name, finding.decision, finding.rules, sheet, head])
        seen[key] += 1
        found.append(hashlib.sha256(f"{key} {seen[key]}".encode()).hexdigest())
    return found
