"""A report as one page of HTML: no server, no script, nothing loaded. A text of the tables is shown, never obeyed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from b12tables.compiler.model import Finding
from b12tables.compiler.reader import Sheet
from b12tables.compiler.report.begin import begin_here
from b12tables.compiler.report.drawing import Drawing, drawn, sheets_by_place
from b12tables.compiler.report.example import finding_example
from b12tables.compiler.report.in_words import in_its_language
from b12tables.compiler.report.marks import ROLE_WORDS, Told, told
from b12tables.compiler.report.standalone import standalone_page
from b12tables.compiler.report.titles import WEIGHTS, finding_title, severity_counts
from b12tables.runtime.language import t, wording
from b12tables.runtime.words import how_many

if TYPE_CHECKING:
    from b12tables.compiler import Report

DRAWN = 40
"""The tables of so many findings are drawn; of the others the cells are named."""

SHOWN = 300
"""So many findings stand on the page; the rest is counted."""


LISTED = 8
"""So many parts of a long list stand in its line; the rest can be opened below it."""


@dataclass(frozen=True)
class ToldLine:
    """A line of a finding, and the rest of what it lists, of so many parts."""

    shown: str
    rest: str = ""
    count: int = 0


ON_THE_WAY = wording("rules that fire on the way")


def _line(text: str) -> ToldLine:
    """A line that lists many things with `;` between, folded."""
    parts = text.split("; ")
    if len(parts) <= 2 * LISTED:
        return ToldLine(text)
    head, colon, first = parts[0].partition(": ")
    if head == t(ON_THE_WAY):
        # of what lies on the way to an answer the nearest to it come last
        parts = [f"{head}{colon}{parts[-LISTED]}", *parts[1 - LISTED :], first, *parts[1:-LISTED]]
    return ToldLine("; ".join(parts[:LISTED]), "; ".join(parts[LISTED:]), len(parts) - LISTED)


@dataclass(frozen=True)
class Entry:
    """A finding as the page shows it."""

    number: int
    told: Told
    title: str
    lines: tuple[ToldLine, ...]
    drawings: tuple[Drawing, ...]

    @property
    def finding(self) -> Finding:
        return self.told.finding


@in_its_language
def report_page(
    report: Report, sheets: Iterable[Sheet], live: bool = False, besides: Sequence[str] = (), home: str = ""
) -> str:
    """The report as a page. `sheets` are those of the set, from which the tables are drawn; `live` lets the server
    that shows it add its own script, which loads the page again; `besides` are lines that stand before the findings,
    `home` is the address of the page that it belongs to, where it is part of a site.
    """
    found = told(report)
    by_place = sheets_by_place(sheets)
    entries = [_entry(n, entry, report, by_place) for n, entry in enumerate(found[:SHOWN], 1)]
    causes = [(cause, _number_of(cause.finding, entries)) for cause in begin_here(report)]
    assert __package__ is not None
    return standalone_page(
        __package__,
        "script-src 'self'" if live else "",
        about=report.model.about if report.model else None,
        ok=report.ok,
        counts=severity_counts(report.findings),
        causes=causes,
        besides=besides,
        home=home,
        parts=_parts(entries),
        more=len(found) - len(entries),
        roles={role: t(words) for role, words in ROLE_WORDS.items()},
        checked=report.certificate.lines()
        if report.certificate
        else [t("Checked: nothing."), *report.unread],
    )


def _entry(number: int, entry: Told, report: Report, sheets: Mapping[tuple[str, str], Sheet]) -> Entry:
    finding = entry.finding
    said = [line for line in finding.message.split("\n") if line.strip()]
    if finding.example is not None:
        said.append(
            t("For example: {finding_example}", finding_example=finding_example(finding, report.model))
        )
    wanted = number <= DRAWN and finding.severity != "info"
    drawings = tuple(_drawings(entry, sheets)) if wanted else ()
    return Entry(number, entry, finding_title(finding, report.model), tuple(map(_line, said)), drawings)


MOST_DRAWINGS = 3
"""So many sheets of one finding are drawn."""


def _drawings(entry: Told, sheets: Mapping[tuple[str, str], Sheet]) -> Iterable[Drawing]:
    named = list(dict.fromkeys((place.file, place.sheet) for place in entry.places))
    for key in [key for key in named if key in sheets][:MOST_DRAWINGS]:
        here = [(place, role) for place, role in entry.roles() if (place.file, place.sheet) == key]
        drawing = drawn(sheets[key], here)
        if drawing is not None:
            yield drawing


def _number_of(finding: Finding, entries: Sequence[Entry]) -> int:
    """The number of the finding of a cause on the page; 0 where it is not shown."""
    return next((entry.number for entry in entries if entry.finding is finding), 0)


def _parts(entries: Sequence[Entry]) -> list[tuple[str, str, list[Entry]]]:
    """The findings by their weight: the key, the head, the findings."""
    parts = []
    for severity, (one, _) in WEIGHTS.items():
        own = [entry for entry in entries if entry.finding.severity == severity]
        if own:
            parts.append((severity, how_many(len(own), one.lower()), own))
    return parts
