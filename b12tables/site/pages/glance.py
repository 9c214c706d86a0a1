"""Follow-up at a glance: a timeline of checks, and one printable page for each value of a field.

A hand-written page asks for them in a fenced block: which decision is about time, and which field a ward
sorts its patients by, is not written in the tables.

    ```timeline
    decision: next_check
    lane: track
    after: last_check
    from: next_check_from
    to: next_check_to
    basis: check_basis
    absolute: from_start
    relative: after_last
    ```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from b12tables.compiler.model import Anything, DecisionTable, Field, Rule, Value, evaluate, passes
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import NO_ROWS, UNKNOWN
from b12tables.site.book import (
    Book,
    Page,
    both,
    condition_of,
    decision_path,
    evidence_of,
    link,
    rule_anchor,
    rule_link,
    value_of,
)
from b12tables.site.html import Child, Html, commas, data_table, facts, h, join, scroll, slug
from b12tables.site.pages.decision import case_link
from b12tables.site.templating import shown

Settings = Mapping[str, str]

LEFT, STEP, LANE, TOP, LAST = 170, 24, 54, 34, 24
"""The timeline in CSS pixels: the names, one unit of time, one lane, the axis; and where the axis ends."""


CASES = 8
"""How many worked cases a summary names."""

MANY = 4
"""So many rows that name a value still fit on one printed page in letters of the usual size."""


class WidgetError(Exception):
    """A block of a hand-written page that asks for what the tables do not have."""


def _setting(settings: Settings, name: str) -> str:
    if name not in settings:
        raise WidgetError(f"the block lacks the line '{name}: …'")
    return settings[name]


# ---------------------------------------------------------------- timeline


@dataclass(frozen=True)
class _Mark:
    """One rule on the timeline: from when to when, counted from the start or after the mark before."""

    rule: Rule
    start: Fraction | None
    end: Fraction | None
    relative: bool
    conditional: bool


def timeline(book: Book, here: str, settings: Settings) -> Html:
    """The picture, and the same as a table."""
    table = book.model.decision.get(_setting(settings, "decision"))
    if table is None:
        raise WidgetError(f"there is no decision {settings['decision']}")
    lanes = book.model.fields[_column(table, _setting(settings, "lane"), table.input_fields)]
    marks = {row.code: _marks(table, lanes, row.code, settings) for row in lanes.values}
    unit = unit_words(book.model.fields[_setting(settings, "from")].unit)
    return join(
        scroll(f"Timeline of {table.label}", _picture(lanes, marks, unit)),
        h(
            "p",
            "● always · ◌ under a further condition, which the table names · ○ counted from the check before · "
            "shaded: at any time in this window",
            cls="quiet legend",
        ),
        h("details", h("summary", "The same as a table"), _twin(book, here, table, lanes, marks)),
    )


def _column(table: DecisionTable, name: str, names: tuple[str, ...]) -> str:
    if name not in names:
        raise WidgetError(f"{table.label} has no column {name}")
    return name


def _marks(table: DecisionTable, lanes: Field, lane: str, settings: Settings) -> list[_Mark]:
    at = table.input_fields.index(lanes.code)
    silent = {lanes.code, settings.get("after", "")}
    low, high = (
        table.output_fields.index(_column(table, _setting(settings, n), table.output_fields))
        for n in ("from", "to")
    )
    basis = table.output_fields.index(_column(table, _setting(settings, "basis"), table.output_fields))
    found = []
    for rule in table.rules:
        if not passes(rule.conditions[at].test, lane):
            continue
        more = any(
            name not in silent and not isinstance(condition.test, Anything)
            for name, condition in zip(table.input_fields, rule.conditions, strict=True)
        )
        start, end = rule.results[low].value, rule.results[high].value
        kind = rule.results[basis].value
        counted = kind in (_setting(settings, "absolute"), _setting(settings, "relative"))
        found.append(
            _Mark(
                rule,
                start if isinstance(start, Fraction) and counted else None,
                end if isinstance(end, Fraction) and counted else None,
                kind == settings["relative"],
                more,
            )
        )
    return found


def _picture(lanes: Field, marks: Mapping[str, list[_Mark]], unit: str) -> Html:
    shown = [row for row in lanes.values if any(mark.start is not None for mark in marks[row.code])]
    width, height = LEFT + LAST * STEP + 100, TOP + len(shown) * LANE + 8
    parts: list[Child] = [h("title", f"Checks in {unit}")]
    for month in range(0, LAST + 1, 3):
        x = LEFT + month * STEP
        parts.append(h("line", x1=x, y1=TOP - 6, x2=x, y2=height - 8, cls="tick"))
        parts.append(h("text", str(month), x=x, y=TOP - 12, text_anchor="middle", cls="axis"))
    parts.append(h("text", unit, x=LEFT + LAST * STEP + 18, y=TOP - 12, cls="axis"))
    for number, row in enumerate(shown):
        parts.append(_lane(row.label, marks[row.code], TOP + number * LANE + LANE // 2))
    return h(
        "svg",
        *parts,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        cls="timeline",
        role="img",
        aria_label="Timeline of checks; the table below says the same in words",
    )


def _lane(label: str, marks: list[_Mark], y: int) -> Html:
    absolute = [mark for mark in marks if mark.start is not None and not mark.relative]
    relative = [mark for mark in marks if mark.start is not None and mark.relative]
    parts: list[Child] = [
        h("text", label, x=LEFT - 16, y=y + 4, text_anchor="end", cls="lane"),
        h("line", x1=LEFT, y1=y, x2=LEFT + LAST * STEP, y2=y, cls="rail"),
    ]
    always = {mark.start for mark in absolute if not mark.conditional}
    last = max((mark.end or mark.start or Fraction(0) for mark in absolute), default=Fraction(0))
    windows = dict.fromkeys((mark.start, mark.end or mark.start) for mark in relative)
    for start, end in windows:
        assert start is not None and end is not None
        parts += _repeated(y, last, start, end)
    for start, end in dict.fromkeys((mark.start, mark.end or mark.start) for mark in absolute):
        assert start is not None and end is not None
        parts += _point(y, start, end, start in always)
    return h("g", *parts)


def _x(month: Fraction) -> str:
    return f"{float(LEFT + month * STEP):g}"


def _point(y: int, start: Fraction, end: Fraction, always: bool) -> list[Child]:
    name = "point" if always else "point maybe"
    words = number_text(start) if start == end else f"{number_text(start)}–{number_text(end)}"
    shape = (
        h("circle", cx=_x(start), cy=y, r=9, cls=name)
        if start == end
        else h(
            "rect", x=_x(start), y=y - 9, width=f"{float((end - start) * STEP):g}", height=18, rx=9, cls=name
        )
    )
    return [shape, h("text", words, x=_x((start + end) / 2), y=y - 14, text_anchor="middle", cls="when")]


def _repeated(y: int, last: Fraction, start: Fraction, end: Fraction) -> list[Child]:
    """Checks that are counted from the one before: hollow, until the axis ends."""
    parts: list[Child] = []
    words = (
        f"every {number_text(start)}" if start == end else f"every {number_text(start)} to {number_text(end)}"
    )
    if start == end:
        month = last + start
        while month <= LAST and start > 0:
            parts.append(h("circle", cx=_x(month), cy=y, r=8, cls="again"))
            month += start
        parts.append(h("text", words, x=LEFT + LAST * STEP + 18, y=y + 4, cls="when"))
    else:
        begin = last + start
        size = f"{float((LAST - begin) * STEP):g}"
        parts.append(h("rect", x=_x(begin), y=y - 8, width=size, height=16, rx=8, cls="again"))
        parts.append(h("text", words, x=LEFT + LAST * STEP + 18, y=y + 4, cls="when"))
    return parts


def _twin(
    book: Book, here: str, table: DecisionTable, lanes: Field, marks: Mapping[str, list[_Mark]]
) -> Html:
    others = [name for name in table.input_fields if name != lanes.code]
    found = []
    for row in lanes.values:
        for mark in marks[row.code]:
            conditions = [
                (
                    book.model.fields[name].label,
                    condition_of(mark.rule.conditions[at], book.model.fields[name]),
                )
                for at, name in enumerate(table.input_fields)
                if name in others and not isinstance(mark.rule.conditions[at].test, Anything)
            ]
            when = commas((join(label, ": ", words) for label, words in conditions), "; ") or join("always")
            found.append(
                h(
                    "tr",
                    h("th", both(row.label, row.patient), scope="row"),
                    h("td", when),
                    h("td", _results(book, table, mark.rule)),
                    h(
                        "td",
                        link(here, f"{decision_path(table.code)}#{rule_anchor(mark.rule.id)}", mark.rule.id),
                    ),
                )
            )
    return scroll("Timeline as a table", data_table((lanes.label, "When", "Then", "Rule"), found))


def _results(book: Book, table: DecisionTable, rule: Rule) -> Html:
    """What a row says; of several results each with its label."""
    pairs = zip(table.output_fields, rule.results, strict=True)
    return _values(book, table, {name: result.value for name, result in pairs})


# ---------------------------------------------------------------- one page a value


def summary_path(settings: Settings, code: str) -> str:
    return f"summary/{slug(_setting(settings, 'by'))}-{slug(code)}.html"


def summary_list(book: Book, here: str, settings: Settings) -> Html:
    """Links to the page of each value."""
    entry, _ = _by(book, settings), _about(book, settings)
    cards = (
        link(
            here,
            summary_path(settings, row.code),
            h("strong", row.label),
            h("span", both(row.definition, row.patient)),
        )
        for row in entry.values
    )
    return h("ul", *(h("li", card) for card in cards), cls="cards")


def _about(book: Book, settings: Settings) -> list[DecisionTable]:
    wanted = [name.strip() for name in _setting(settings, "about").split(",")]
    if missing := [name for name in wanted if name not in book.model.decision]:
        raise WidgetError(f"there is no decision {missing[0]}")
    return [book.model.decision[name] for name in wanted]


def _by(book: Book, settings: Settings) -> Field:
    entry = book.model.fields.get(_setting(settings, "by"))
    if entry is None or entry.type != "choice":
        raise WidgetError(f"there is no choice field {settings['by']}")
    return entry


def summary_pages(book: Book, settings: Settings) -> dict[str, Page]:
    """One printable page for each value of the field `by`, about the decisions `about`."""
    entry, tables = _by(book, settings), _about(book, settings)
    pages = {}
    for row in entry.values:
        here = summary_path(settings, row.code)
        html = _summary(book, here, entry, row.code, tables)
        pages[here] = Page(row.label, "", html, f"{entry.label}: {row.label}, on one page.")
    return pages


def _summary(book: Book, here: str, entry: Field, code: str, tables: list[DecisionTable]) -> Html:
    row = next(row for row in entry.values if row.code == code)
    evaluation = evaluate(book.model, {entry.code: code})
    steps = {step.decision: step for step in evaluation.steps}
    answers: list[tuple[str, Child]] = []
    lists: list[Html] = []
    for table in tables:
        if table.code not in steps:
            continue
        answer = evaluation.outputs[table.code]
        if isinstance(answer, tuple):
            items = h("ul", *(h("li", _values(book, table, row)) for row in answer)) if answer else None
            title = h("h3", link(here, decision_path(table.code), table.label))
            lists.append(h("section", title, items or h("p", NO_ROWS)))
            continue
        assert isinstance(answer, Mapping)
        fired = [rule for rule in table.rows if rule.id in steps[table.code].rules]
        links = commas(rule_link(here, table, rule) for rule in fired)
        answers.append((table.label, join(_values(book, table, answer), " (", links, ")")))
    naming = list(_naming(book, here, entry, code))
    other = f"The rows that speak of “{row.label}” in particular; all others hold for every {entry.label.lower()}."
    cases = [case for case in book.model.cases if case.given.get(entry.code) == code]
    return h(
        "div",
        h("p", both(row.definition or f"{entry.label}: {row.label}", row.patient), cls="question"),
        h("h2", "When nothing else is known", id="answers"),
        h(
            "p",
            "Every other question counts as not known here; what is entered in the form may change it.",
        ),
        facts(*answers) if answers or lists else h("p", "The tables need more than this to answer."),
        h("div", *lists, cls="sheet-lists") if lists else None,
        (
            h("h2", "Rows that name it", id="rows"),
            h("p", other),
            scroll("Rows", data_table(("Rule", "When", "Then", "Because"), naming)),
        )
        if naming
        else None,
        (
            h("h2", "Worked cases", id="cases", cls="no-print"),
            h(
                "ul",
                *(h("li", shown(case_link(here, case.id, case.description))) for case in cases[:CASES]),
                h("li", link(here, "cases/index.html", f"and {len(cases) - CASES} more"))
                if len(cases) > CASES
                else None,
                cls="no-print",
            ),
        )
        if cases
        else None,
        cls="sheet dense" if len(naming) > MANY else "sheet",
    )


def _values(book: Book, table: DecisionTable, row: Mapping[str, Value]) -> Html:
    """The results of one answer; where there are several, each with its label but the first."""
    fields = book.model.fields
    told = [name for name in table.output_fields if row[name] is not None]
    return commas(
        (
            join(f"{fields[name].label}: " if number else None, value_of(row[name], fields[name]))
            for number, name in enumerate(told)
        ),
        "; ",
    )


def _naming(book: Book, here: str, entry: Field, code: str) -> list[Html]:
    found = []
    for table in book.model.decisions:
        if entry.code not in table.input_fields:
            continue
        at = table.input_fields.index(entry.code)
        for rule in table.rules:
            test = rule.conditions[at].test
            # a row that holds for every value, or for unknown as well as for this one, does not name it
            if isinstance(test, Anything) or not passes(test, code) or passes(test, UNKNOWN):
                continue
            others = [
                join(book.model.fields[name].label, ": ", condition_of(condition, book.model.fields[name]))
                for name, condition in zip(table.input_fields, rule.conditions, strict=True)
                if name != entry.code and not isinstance(condition.test, Anything)
            ]
            found.append(
                h(
                    "tr",
                    h("th", rule_link(here, table, rule), scope="row"),
                    h("td", commas(others, "; ") or "whatever else is known"),
                    h("td", _results(book, table, rule)),
                    h("td", evidence_of(book, here, rule.evidence)),
                )
            )
    return found
