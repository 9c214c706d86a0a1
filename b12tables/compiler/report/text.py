"""A report as people read it in a terminal, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from b12tables.compiler.model import KINDS, Finding, Mended, Model, Place
from b12tables.compiler.report.begin import begin_here, by_cause, may_be_cause
from b12tables.compiler.report.example import finding_example
from b12tables.compiler.report.in_words import in_its_language
from b12tables.compiler.report.titles import counted, kind_title
from b12tables.runtime.language import t, tn, wording
from b12tables.runtime.values import value_json
from b12tables.runtime.words import how_many

if TYPE_CHECKING:
    from b12tables.compiler import Report
    from b12tables.compiler.model import CasesReport

WIDTH = 110
"""The width of text output in columns: what a terminal and an A4 page in a monospaced font can hold."""

_ORDER = {"error": 0, "warning": 1, "info": 2}


def plain_data(value: object) -> object:
    """What findings, certificates and comparisons know as JSON has it: a value by `value_json`."""
    match value:
        case Fraction() | date() | frozenset():
            return value_json(value)
        case set():
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
    if data := finding.data:
        found["data"] = plain_data(data)
    return found


@in_its_language
def report_json(report: Report) -> str:
    """The whole report as one JSON object."""
    return json.dumps(report_data(report), ensure_ascii=False, indent=1)


@in_its_language
def report_data(report: Report) -> dict[str, object]:
    """The whole report as plain data."""
    about = report.model.about if report.model else None
    return {
        "table_set": about.identifier if about else None,
        "ok": report.ok,
        "version": about.version if about else None,
        "status": about.status if about else None,
        "content_hash": report.model.content_hash if report.model else None,
        "begin": [cause.as_dict() for cause in begin_here(report)],
        "findings": [finding_json(finding) for finding in sorted_findings(report.findings)],
        "checked": plain_data(report.certificate.as_dict())
        if report.certificate
        else nothing_checked(report),
        "disclaimer": about.disclaimer if about else None,
    }


NOTHING_READ = wording("everything: no table set could be read")


@in_its_language
def nothing_checked(report: Report) -> dict[str, object]:
    return {
        "decisions": 0,
        "rules": 0,
        "possible_cases": "0",
        "skipped": [t(NOTHING_READ), *report.unread],
    }


# ---------------------------------------------------------------- text


ROOM = 30
"""So many lines of findings are printed where something stands in the way; the first finding always."""


@in_its_language
def report_text(report: Report, notes: bool = True, besides: Sequence[str] = ()) -> str:
    """The report as a clinician reads it in a terminal: what was found, what was checked, and where to begin.

    Without `notes` it is as long as somebody with ten minutes reads: causes first, of many findings the rest by
    number, notes a line for each table. `besides` are lines that stand before where to begin.
    """
    findings = sorted_findings(report.findings)
    if notes:
        blocks = [finding_text(finding, report.model) for finding in findings]
    else:
        blocks = _shortened(report)
    blocks.append(closing_text(report, findings) if notes or report.ok else _short_closing(report, findings))
    if besides:
        blocks.append("\n".join(map(wrapped, besides)))
    if begin := begin_text(report):
        blocks.append(begin)
    return "\n\n".join(blocks)


@in_its_language
def begin_text(report: Report) -> str:
    """Where to begin, as the last lines of a report; "" where nothing stands in the way of a build."""
    causes = begin_here(report)
    if not causes:
        return ""
    lines = [t("Begin here:")]
    for number, cause in enumerate(causes, 1):
        where = f"{cause.cell}: " if cause.cell else ""
        lines += _wrapped(f"{number}. {where}{cause.says}", "  ", "     ")
        if cause.edit:
            lines += _wrapped(t("mend it: {edit}", edit=cause.edit), "     ", "       ")
    return "\n".join(lines)


def _shortened(report: Report) -> list[str]:
    """The findings that there is room for, causes first, and the others by their number."""
    accepted = [finding for finding in report.findings if finding.accepted is not None]
    loud = [f for f in report.findings if f.severity != "info" and f.accepted is None]
    blocks: list[str] = []
    room = ROOM
    ordered = sorted_findings(loud)
    if not report.ok:
        first = {id(cause.finding) for cause in begin_here(report)}
        ordered = sorted(by_cause(report, loud), key=lambda finding: id(finding) not in first)
    told, followers = _with_followers(ordered)
    alike = _alike(told) if report.ok else {}
    for finding in told:
        same = alike.get((finding.name, finding.decision), [finding])
        if same[0] is not finding:
            continue
        block = "\n".join(
            [finding_text(_first_of(same), report.model, True), *followers.get(id(finding), ())]
        )
        room -= block.count("\n") + 2
        if blocks and not report.ok and (room < 0 or not may_be_cause(finding)):
            break
        blocks.append(block)
    rest = told[len(blocks) :] if not report.ok else []
    blocks += _accepted_lines(accepted, report.model)
    notes = [f for f in report.findings if f.severity == "info" and f.accepted is None]
    quiet = sorted_findings(notes)
    if rest or (quiet and not report.ok):
        blocks.append("\n".join(_wrapped(_the_rest(rest, 0 if report.ok else len(quiet)), "", "  ")))
    return blocks if not report.ok else [*blocks, *_grouped(quiet, report.model)]


ALIKE = 3
"""Of so many warnings of one kind about one table the first stands for all, where nothing is to be mended first."""


def _alike(findings: Sequence[Finding]) -> dict[tuple[str, str | None], list[Finding]]:
    """The findings of each kind about each table that are many."""
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.name, finding.decision), []).append(finding)
    return {key: same for key, same in groups.items() if len(same) >= ALIKE}


def _first_of(same: Sequence[Finding]) -> Finding:
    """The first of several findings, with the number of the others."""
    if len(same) == 1:
        return same[0]
    head, mark, rest = same[0].message.partition("\n")
    more = t("{head}; and {n} more of this kind (--notes tells each)", head=head, n=len(same) - 1)
    return replace(same[0], message=f"{more}{mark}{rest}")


def _accepted_lines(findings: Sequence[Finding], model: Model | None) -> list[str]:
    """What was accepted: a line for each row of the sheet Accepted, whatever it covers."""
    rows: dict[tuple[str, str | None, object], list[Finding]] = {}
    for finding in sorted_findings(findings):
        rows.setdefault((finding.name, finding.decision, finding.accepted), []).append(finding)
    lines = []
    for (name, code, why), same in rows.items():
        table = model.decision.get(code) if model and code else None
        where = t(" in {table}", table=table.label) if table else ""
        many = t(", {n} findings", n=len(same)) if len(same) > 1 else ""
        lines += _wrapped(
            t(
                "accepted {severity}: {name}{where}{many}: {why}",
                severity=t(same[0].severity),
                name=kind_title(name),
                where=where,
                many=many,
                why=why,
            ),
            "",
            "  ",
        )
    return ["\n".join(lines)] if lines else []


def _with_followers(findings: Sequence[Finding]) -> tuple[list[Finding], dict[int, list[str]]]:
    """The findings without those that one edit mends along with an earlier one, which are told there in a line."""
    told: list[Finding] = []
    leaders: dict[object, Finding] = {}
    with_it: dict[int, list[Finding]] = {}
    for finding in findings:
        leader = leaders.get(_edit(finding, finding.mends.mended_with))
        if leader is None:
            told.append(finding)
            leaders.setdefault(_edit(finding, Mended(finding.name, finding.rules)), finding)
        else:
            with_it.setdefault(id(leader), []).append(finding)
    return told, {key: _wrapped(_follower_words(here), "  ", "    ") for key, here in with_it.items()}


def _edit(finding: Finding, of: Mended | None) -> object:
    """What tells the edit of a finding from others; None: no edit. Gaps of one table differ by their edits alone."""
    return None if of is None else (of, finding.decision, finding.help[:1])


def _follower_words(findings: Sequence[Finding]) -> str:
    named = [
        t("{name} of {rules}", name=kind_title(f.name), rules=", ".join(f.rules))
        if f.rules
        else kind_title(f.name)
        for f in findings[:_SHOWN]
    ]
    more = t(", and {n} more", n=len(findings) - _SHOWN) if len(findings) > _SHOWN else ""
    return t("the same edit mends: {named}{more}", named="; ".join(named), more=more)


def _the_rest(rest: Sequence[Finding], quiet: int) -> str:
    """How many findings are not printed, by their kinds."""
    counts = Counter((finding.severity, finding.name) for finding in rest)
    said = [
        f"{how_many(sum(counts[key] for key in counts if key[0] == severity), severity)} "
        f"({', '.join(f'{kind_title(name)} {count}' for (word, name), count in counts.items() if word == severity)})"
        for severity in ("error", "warning")
        if any(key[0] == severity for key in counts)
    ]
    said += [tn(quiet, "{n} thing to note", "{n} things to note")] if quiet else []
    return t("Not printed here: {said}; all of it: b12tables check --notes", said=", ".join(said))


def _grouped(quiet: Sequence[Finding], model: Model | None) -> list[str]:
    """What is only to be noted: of several of one kind about one table a line."""
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in quiet:
        groups.setdefault((finding.name, finding.decision), []).append(finding)
    blocks = []
    for same in groups.values():
        if len(same) == 1:
            blocks.append(finding_text(same[0], model))
        else:
            head = finding_text(
                replace(same[0], message=_head(same), example=None, places=(), help=()), model
            )
            blocks.append(head)
    return blocks


def _head(same: Sequence[Finding]) -> str:
    first = same[0].message.partition("\n")[0]
    return t(
        "{first}; and {n} more of this kind (b12tables check --notes tells each)",
        first=first,
        n=len(same) - 1,
    )


def finding_text(finding: Finding, model: Model | None, folded: bool = False) -> str:
    """One finding: what it is, a patient, what happens today, where it stands, what would mend it.

    `folded`: of the patient only what the finding is about, the rest by its number.
    """
    head, *rest = finding.message.split("\n")
    table = model.decision.get(finding.decision) if model and finding.decision else None
    where = t(" in {table}", table=table.label) if table else ""
    accepted = t(" (accepted)") if finding.accepted else ""
    lines = _wrapped(f"{t(finding.severity)}: {kind_title(finding.name)}{where}{accepted}: {head}", "", "  ")
    if finding.example is not None:
        example = finding_example(finding, model, folded)
        lines += _wrapped(t("for example: {example}", example=example), "  ", "    ")
    for line in sorted((line.strip() for line in rest), key=_patient_first):
        lines += _wrapped(_last_parts(line) if folded else line, "  ", "    ")
    lines += _places_lines(finding.places)
    if len(finding.help) == 1:
        lines += _wrapped(t("mend it: {help}", help=finding.help[0]), "  ", "    ")
    elif finding.help:
        lines.append(t("  mend it by one of:"))
        for suggestion in finding.help:
            lines += _wrapped(f"· {suggestion}", "    ", "      ")
    return "\n".join(lines)


_PARTS = 6
"""So many parts of one line are printed where a report is short."""


def _last_parts(line: str) -> str:
    """Of a line that lists many things on the way to an answer, those nearest to it."""
    head, _, listed = line.partition(": ")
    parts = listed.split("; ")
    if len(parts) <= 2 * _PARTS:
        return line
    return t(
        "{head}: {n} more (--notes lists them); {parts}",
        head=head,
        n=len(parts) - _PARTS,
        parts="; ".join(parts[-_PARTS:]),
    )


def _patient_first(line: str) -> int:
    """What the tables see of the patient, then what happens to such a patient today, then rules and cells."""
    return next((i for i, words in enumerate((t("here this is:"), t("today "))) if line.startswith(words)), 2)


_SHOWN = 6
"""How many places of a finding are printed."""


def _places_lines(places: Sequence[Place]) -> list[str]:
    """Where a finding stands, a line for each sheet with its cells."""
    lines = []
    for (file, sheet), here in groupby(places[:_SHOWN], key=lambda place: (place.file, place.sheet)):
        cells = ", ".join(place.cells for place in here if place.cells)
        lines += _wrapped(t("at {place}", place=Place(file, sheet, cells)), "  ", "    ")
    if len(places) > _SHOWN:
        lines.append(t("  and {places} more", places=how_many(len(places) - _SHOWN, "place")))
    return lines


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
    indent = " " * (len(line) - len(line.lstrip()))
    return "\n".join(_wrapped(line.lstrip(), indent, f"{indent}  "))


def _short_closing(report: Report, findings: Sequence[Finding]) -> str:
    """What was checked and what was not, in few lines: the rest is of interest once nothing stands in the way."""
    lines: list[str] = []
    if report.model:
        about = report.model.about
        lines.append(
            t(
                "{about}, version {version}, status: {status}",
                about=about.title,
                version=about.version,
                status=about.status,
            )
        )
    certificate = report.certificate
    if certificate is None:
        lines.append(t("Checked: nothing."))
    else:
        skipped = len(certificate.skipped)
        left = t("; left out: {skipped} (--notes lists what)", skipped=skipped) if skipped else ""
        lines.append(
            t(
                "Checked: {decisions} with {rules}, {worked_cases}, {safety_rules}{left}.",
                decisions=how_many(certificate.decisions, "decision"),
                rules=how_many(certificate.rules, "rule"),
                worked_cases=how_many(certificate.worked_cases, "worked case"),
                safety_rules=how_many(len(certificate.safety_rules), "safety rule"),
                left=left,
            )
        )
    lines.append(
        t(
            "This table set cannot be built: mend or accept the errors above. {counted}",
            counted=_counted(findings),
        )
    )
    if report.model:
        lines.append(report.model.about.disclaimer)
    return "\n".join(part for line in lines for part in _wrapped(line, "", "  "))


@in_its_language
def closing_text(report: Report, findings: Sequence[Finding]) -> str:
    lines: list[str] = []
    if report.model:
        about = report.model.about
        lines.append(
            t(
                "{about}, version {version}, status: {status}",
                about=about.title,
                version=about.version,
                status=about.status,
            )
        )
    if report.certificate:
        lines += [part for line in report.certificate.lines() for part in _wrapped(line, "", "  ")]
    else:
        for line in (
            t("Checked: nothing."),
            t("Left out: {nothing_read}", nothing_read=t(NOTHING_READ)),
            *report.unread,
        ):
            lines += _wrapped(line, "", "  ")
    lines += _accounting(report, findings)
    verdict = (
        t("Nothing stands in the way of a build.")
        if report.ok
        else t("This table set cannot be built: mend or accept the errors above.")
    )
    lines += [verdict, _counted(findings)]
    if report.model:
        lines += _wrapped(report.model.about.disclaimer, "", "")
    return "\n".join(lines)


def _counted(findings: Sequence[Finding]) -> str:
    """How many findings there are of each severity, and how many of them are accepted."""
    said = []
    for severity in _ORDER:
        here = [finding for finding in findings if finding.severity == severity]
        accepted = sum(finding.accepted is not None for finding in here)
        suffix = t(" ({accepted} accepted)", accepted=accepted) if accepted else ""
        if severity == "info":
            words = tn(len(here), "{n} thing to note", "{n} things to note") if here else t("nothing to note")
        else:
            words = counted(len(here), severity)
        said.append(words + suffix)
    return t("Found: {said}.", said=", ".join(said))


def cases_text(cases: CasesReport, model: Model) -> str:
    """The worked cases: each one that fails, and how many rules the cases exercise."""
    lines: list[str] = []
    for result in cases.failed:
        lines.append(
            t(
                "case {case} fails: {description}  ({place})",
                case=result.case.id,
                description=result.case.description,
                place=result.case.place,
            )
        )
        for miss in result.misses:
            label = model.fields[miss.expected.field].label
            came = t("no answer") if miss.came is None else miss.came
            lines += _wrapped(
                t(
                    "{label}: expected {expected}, came {came}  ({place})",
                    label=label,
                    expected=miss.expected.text,
                    came=came,
                    place=miss.expected.place,
                ),
                "  ",
                "    ",
            )
        for problem in result.evaluation.problems:
            lines.append(f"  {problem.name}: {problem.about}")
    covered, total = cases.coverage
    number = len(cases.results)
    lines.append(
        tn(
            number,
            "{come} of {cases} gives the expected answer.",
            "{come} of {cases} give the expected answer.",
            come=number - len(cases.failed),
            cases=how_many(number, "worked case"),
        )
    )
    of = how_many(total, "rule")
    lines.append(
        tn(
            number,
            "It exercises {covered} of {rules}.",
            "They exercise {covered} of {rules}.",
            covered=covered,
            rules=of,
        )
    )
    for decision, rules in cases.unexercised.items():
        table = model.decision[decision]
        notes = {rule.id: rule.note for rule in table.rules}
        for rule in rules:
            why = f": {notes[rule]}" if notes.get(rule) else ""
            lines += _wrapped(
                t("not exercised: rule {rule} of {table}{why}", rule=rule, table=table.label, why=why),
                "  ",
                "    ",
            )
    return "\n".join(lines)


def _accounting(report: Report, findings: Sequence[Finding]) -> list[str]:
    """Where the statements of the sources went, in one line."""
    statements = report.model.statements if report.model else ()
    if not statements:
        return []
    kinds = (wording("encoded"), wording("context"), wording("not decidable"))
    counts = ", ".join(f"{sum(s.disposition == kind for s in statements)} {t(kind)}" for kind in kinds)
    uncited = sum(finding.name == "unencoded-statement" for finding in findings)
    return [t("Statements of the sources: {counts}, {uncited} uncited.", counts=counts, uncited=uncited)]
