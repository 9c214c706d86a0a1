"""Workbook -> Model: every sheet read, every name resolved, as many findings as possible at once.

What cannot be read is left out and said to be left out (`Model.skipped`), so that the rest is still analysed
and nothing is called complete that is not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from b12tables.compiler.model import (
    Case,
    DecisionTable,
    Field,
    Finding,
    Model,
    SafetyRule,
    circle,
    order,
    reach,
)
from b12tables.compiler.reader import conflicts as differences
from b12tables.compiler.reader import lists
from b12tables.compiler.reader.cells import speaks_of_unknown
from b12tables.compiler.reader.decision_tables import Outline, outline, read_rules
from b12tables.compiler.reader.dictionary import read_fields
from b12tables.compiler.reader.layout import Found, Grid, kind_of, note, read_grid
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.safety_rules import read_safety_rules
from b12tables.compiler.reader.sheet_kinds import KINDS_OF_SHEET
from b12tables.compiler.reader.visibility import (
    look_over,
    look_where_nothing_is_made_out,
    marked_kind,
    without_echoes,
)
from b12tables.compiler.reader.workbook import Workbook
from b12tables.runtime.words import fold, nearest

Grids = Mapping[str, Sequence[Grid]]
"""The sheets by the name of their kind."""


def build_model(workbook: Workbook) -> tuple[Model | None, tuple[Finding, ...]]:
    """The model of a table set, and everything that is wrong in its cells.

    None where there is nothing to analyse: no Dictionary, or no decision table with a usable head.
    """
    found: Found = []
    grids, lost = _grids(workbook, found)
    told = len(found)
    if _of_another_layout(workbook, grids):
        return None, (_another_layout(workbook),)
    _missing_sheets(workbook, grids, found)
    about = lists.read_about(grids["About"], found) if grids["About"] else lists.no_about()
    sources = lists.read_sources(grids["Sources"], found)
    statements = lists.read_statements(grids["Statements"], sources, found)
    statement_ids = {fold(statement.id): statement.id for statement in statements}
    fields, names = read_fields(grids["Dictionary"], grids["Values"], found)
    outlines = [outline(grid, fields, names, found) for grid in grids["Decision table"]]
    decisions = _decision_names(outlines, found)
    about = replace(
        about,
        answers=lists.read_listed("Answers", grids["About"], decisions, found),
        questions=lists.read_listed("Questions", grids["About"], decisions, found),
    )
    produced = _produced(outlines, fields, found)
    set_valued = {name for table in outlines if table.policy.gives_list for name in table.output_fields}
    tables = {
        table.code: built
        for table in outlines
        if (built := read_rules(table, fields, set_valued, statement_ids, found)) is not None
    }
    order_ = _ordered(tables, outlines, fields, set_valued, found)
    partial = any(table.bad for table in outlines) or len(outlines) < _count(workbook, "Decision table")
    scope = lists.Scope(fields, names, set_valued, produced, statement_ids, partial)
    impossible, bad_impossible = lists.read_impossible(grids["Impossible"], scope, found)
    safety_rules, bad_safety = read_safety_rules(grids["Safety rules"], scope, tables, found)
    cases, bad_cases = lists.read_cases(grids["Cases"], scope, found)
    cells = differences.Tables(decisions, tables, fields, names, frozenset(set_valued))
    skipped = _Skipped(
        [*lost, *(f"{table.label}: {'; '.join(dict.fromkeys(table.bad))}" for table in outlines if table.bad)]
    )
    skipped.add("impossible combination", bad_impossible)
    skipped.add("safety rule", bad_safety)
    skipped.add("case", bad_cases)
    model = Model(
        about=about,
        fields=fields,
        decisions=tuple(tables[code] for code in order_),
        impossible=tuple(impossible),
        safety_rules=tuple(_kept_safety_rules(safety_rules, produced, tables, skipped)),
        cases=tuple(_kept_cases(cases, produced, tables, outlines, fields, skipped)),
        statements=tuple(statements),
        sources=tuple(sources),
        conflicts=tuple(differences.read_conflicts(grids["Conflicts"], cells, found)),
        other_guidance=tuple(differences.read_other_guidance(grids["Other guidance"], cells, found)),
        accepted=tuple(lists.read_accepted(grids["Accepted"], decisions, scope, found)),
        sign_offs=tuple(lists.read_sign_offs(grids["Sign-off"], decisions, found)),
        content_hash=_content_hash(grids),
        skipped=tuple(skipped.lines),
        undecided=frozenset(name for name, code in produced.items() if code not in tables),
    )
    _unknown_that_cannot_be(model, produced, found)
    _unused_fields(model, outlines, found)
    _unlisted_answers(model, found)
    without_echoes(found, told)
    nothing = not fields or not model.decisions
    return (None if nothing else model), tuple(found)


# ---------------------------------------------------------------- sheets


def _grids(workbook: Workbook, found: Found) -> tuple[dict[str, list[Grid]], list[str]]:
    """The tables by the kind of their sheet, and the sheets of a known kind in which no table can be made out."""
    lost: list[str] = []
    grids: dict[str, list[Grid]] = {kind.name: [] for kind in KINDS_OF_SHEET.values()}
    for sheet in workbook:
        kind = kind_of(sheet, found)
        if kind is None and marked_kind(sheet, found):
            lost.append(f"{sheet.file} · {sheet.name}: nobody can tell what the sheet is")
        if kind is None or kind.name == "Read me":
            continue
        grid = read_grid(sheet, kind, found)
        if grid is not None:
            grids[kind.name].append(look_over(grid, found))
            continue
        look_where_nothing_is_made_out(sheet, found)
        if len(sheet.by_row) > 1 or kind.name == "Decision table":
            lost.append(f"{sheet.file} · {sheet.name}: no table can be made out in this sheet ({kind.name})")
    return grids, lost


def _of_another_layout(workbook: Workbook, grids: Grids) -> bool:
    """Whether no sheet is of a known kind, or only by an accident of its first cell: nobody wrote a table set."""
    named = {fold(sheet.at(1, 1).text) for sheet in workbook}
    ours = {"about", "dictionary"} & named or any(grids.values())
    return not ours and len(named & set(KINDS_OF_SHEET)) <= 1


def _another_layout(workbook: Workbook) -> Finding:
    """The one paragraph for workbooks that were not written as a table set."""
    sheets = list(workbook)
    names = ", ".join(dict.fromkeys(sheet.name for sheet in sheets[:6])) + (" …" if len(sheets) > 6 else "")
    kinds = ("About", "Dictionary", "Decision table")
    near = [
        f"{first.place}: did you mean {kind}?"
        for sheet in sheets
        if (first := sheet.at(1, 1)).text
        and (kind := nearest(first.text, kinds))
        and fold(kind) != fold(first.text)
    ]
    return Finding(
        "missing-sheet",
        "error",
        "no sheet here is part of a table set, so nothing was read as a rule: a sheet says in its cell A1 what it is "
        f"(About, Dictionary, Decision table and others), and none does{f' (sheets: {names})' if names else ''}",
        tuple(sheet.place(1, 1) for sheet in sheets[:1]),
        help=(
            "b12tables new FOLDER writes a table set with every sheet that is needed; carry your rules over, one "
            "decision to a sheet, and leave these files as they are",
            *near[:3],
        ),
    )


def _count(workbook: Workbook, kind: str) -> int:
    return sum(fold(sheet.at(1, 1).text) == fold(kind) for sheet in workbook)


def _missing_sheets(workbook: Workbook, grids: Grids, found: Found) -> None:
    """The sheets that no table set can do without. One without a table was reported already."""
    there = {fold(sheet.at(1, 1).text) for sheet in workbook}
    first = next(iter(workbook), None)
    for name, what in (
        ("About", "what the table set is called and for whom it is"),
        ("Dictionary", "the fields"),
        ("Decision table", "a decision"),
    ):
        if fold(name) not in there:
            places = (first.place(1, 1),) if first is not None else ()
            note(
                found,
                "missing-sheet",
                f"no sheet says {name} in its first cell, so nothing states {what}",
                *places,
                help=f"add a sheet with {name} in A1",
            )


# ---------------------------------------------------------------- decisions among each other


def _decision_names(outlines: Sequence[Outline], found: Found) -> Names:
    names = Names("decision")
    by_code: dict[str, Outline] = {}
    for table in outlines:
        if not names.add(table.code, table.label, table.grid.title.place, found):
            table.bad.append("another decision has its name")
        if by_code.setdefault(table.code, table) is not table:
            by_code[table.code].bad.append("another decision has its code")
    return names


def _produced(outlines: Sequence[Outline], fields: Mapping[str, Field], found: Found) -> dict[str, str]:
    """Each output field and the decision that produces it; a second producer is an error."""
    by: dict[str, Outline] = {}
    for table in outlines:
        for _, clause in table.outputs:
            first = by.setdefault(clause.field, table)
            if first is table:
                continue
            other = next(c for _, c in first.outputs if c.field == clause.field)
            note(
                found,
                "duplicate-output",
                f"{fields[clause.field].label} is decided twice: by {first.label} and by {table.label}",
                other.place,
                clause.place,
                decision=table.code,
                help="let one table decide it, or name another field",
            )
            for both in (first, table):
                both.bad.append(f"another table also decides {fields[clause.field].label}")
    return {name: table.code for name, table in by.items()}


def _ordered(
    tables: dict[str, DecisionTable],
    outlines: Sequence[Outline],
    fields: Mapping[str, Field],
    set_valued: Collection[str],
    found: Found,
) -> list[str]:
    """The order in which the decisions can be taken. What can be part of none is taken out of `tables`."""
    by_code = {table.code: table for table in outlines}
    for code, table in by_code.items():
        if table.bad:
            tables.pop(code, None)
    _drop_without_sets(tables, by_code, set_valued)
    producers = {name: code for code, table in tables.items() for name in table.output_fields}
    needs = {code: _needed(table.input_fields, fields, producers) for code, table in tables.items()}
    done, stuck = order(needs)
    while stuck:
        ring = circle(needs, stuck)
        labels = [tables[code].label for code in (*ring, ring[0])]
        places = [
            clause.place
            for code, needed in zip(ring, (*ring[1:], ring[0]), strict=True)
            for clause in tables[code].inputs
            if needed in _needed([clause.field], fields, producers)
        ]
        note(
            found,
            "cycle",
            f"decisions need each other in a circle: {' needs '.join(labels)}",
            *places,
            decision=ring[0],
            help="take one of the columns out, or decide it in a table of its own",
        )
        for code in ring:
            by_code[code].bad.append("it stands in a circle of decisions")
            del tables[code], needs[code]
        _drop_without_sets(tables, by_code, set_valued)
        needs = {code: needed for code, needed in needs.items() if code in tables}
        done, stuck = order(needs)
    return done


def _drop_without_sets(
    tables: dict[str, DecisionTable], by_code: Mapping[str, Outline], set_valued: Collection[str]
) -> None:
    """Leaves out tables that test a list which no table left gives: a free input is one value, not a set."""
    while True:
        given = {name for table in tables.values() for name in table.output_fields}
        lost = {
            code: name
            for code, table in tables.items()
            for name in table.input_fields
            if name in set_valued and name not in given
        }
        if not lost:
            return
        for code, name in lost.items():
            by_code[code].bad.append(f"it needs {name}, whose table is left out")
            del tables[code]


def _needed(names: Sequence[str], fields: Mapping[str, Field], producers: Mapping[str, str]) -> list[str]:
    """The decisions that produce the fields, or the parts that they are computed from."""
    parts = {
        name: [part for part in (field.computed.left, field.computed.right) if part in fields]
        for name, field in fields.items()
        if field.computed is not None
    }
    reached = reach(parts, names)
    return sorted({producers[part] for part in reached if part in producers})


# ---------------------------------------------------------------- what hangs on tables that are left out


class _Skipped:
    """What was left out, and why; one line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)

    def add(self, what: str, ids: Sequence[str], why: str = "it cannot be read") -> None:
        self.lines.extend(f"{what} {id_}: {why}" for id_ in ids)


def _lost(names: Sequence[str], produced: Mapping[str, str], tables: Collection[str]) -> str | None:
    """The first of some fields that is an output whose table is left out."""
    return next((name for name in names if name in produced and produced[name] not in tables), None)


def _kept_safety_rules(
    rows: Sequence[SafetyRule], produced: Mapping[str, str], tables: Collection[str], skipped: _Skipped
) -> list[SafetyRule]:
    kept = []
    for row in rows:
        lost = _lost(row.fields, produced, tables)
        if lost is None:
            kept.append(row)
        else:
            skipped.add("safety rule", [row.id], f"the table that decides {lost} is left out")
    return kept


def _kept_cases(
    cases: Sequence[Case],
    produced: Mapping[str, str],
    tables: Mapping[str, DecisionTable],
    outlines: Sequence[Outline],
    fields: Mapping[str, Field],
    skipped: _Skipped,
) -> list[Case]:
    """The cases whose expected decisions need no table that is left out."""
    needs = {table.code: _needed(table.input_fields, fields, produced) for table in outlines}
    kept = []
    for case in cases:
        needed = reach(needs, [produced[test.field] for test in case.expect])
        if needed <= set(tables):
            kept.append(case)
        else:
            skipped.add(
                "case",
                [case.id],
                f"a table that it needs is left out ({', '.join(sorted(needed - set(tables)))})",
            )
    return kept


# ---------------------------------------------------------------- the set as a whole


def _unknown_that_cannot_be(model: Model, produced: Mapping[str, str], found: Found) -> None:
    """Conditions that ask for unknown where the field is always known."""
    for table in model.decisions:
        for column, clause in enumerate(table.inputs):
            left_out = clause.field in produced and clause.field not in model.produced_by
            if left_out or model.can_be_unknown(clause.field):
                continue
            for rule in table.rules:
                condition = rule.conditions[column]
                word = speaks_of_unknown(condition.test)
                if word:
                    note(
                        found,
                        "outside-domain",
                        f"{condition.text!r} asks whether {model.fields[clause.field].label} is unknown, "
                        "but it is always known",
                        condition.place,
                        decision=table.code,
                        rules=(rule.id,),
                        severity="error" if word == "only" else "warning",
                        help="take unknown out of the cell, or write yes under Unknown in the Dictionary",
                    )


def _unused_fields(model: Model, outlines: Sequence[Outline], found: Found) -> None:
    if not outlines:
        # that there is no decision at all has been said
        return
    used = {name for table in outlines for name in (*table.input_fields, *table.output_fields)}
    used |= {test.field for row in model.impossible for test in row.tests}
    used |= {name for row in model.safety_rules for name in row.fields}
    used |= {name for case in model.cases for name in case.given}
    for field in model.fields.values():
        if field.computed is not None:
            used |= {field.computed.left, field.computed.right}
    for code, field in model.fields.items():
        if code not in used:
            note(
                found,
                "unused-field",
                f"{field.label} is declared, but nothing uses it",
                field.place,
                help="use it in a table, or remove its row",
                severity="warning",
            )


def _unlisted_answers(model: Model, found: Found) -> None:
    for code in model.unlisted:
        table = model.decision[code]
        note(
            found,
            "unlisted-answer",
            f"nobody reads {table.label}: no table looks at its results, and it is not among the Answers in About",
            table.place,
            model.about.place,
            decision=code,
            help=f"add {table.label} to Answers in About, or write Shown · no (or folded) above its table",
            severity="warning",
        )


def _content_hash(grids: Grids) -> str:
    """A hash over what the sheets say: not over the files, their arrangement, or how the sheets look."""
    # as ASCII: the same under every Python, whatever characters it knows
    sheets = sorted(json.dumps(_content(grid)) for same in grids.values() for grid in same)
    return hashlib.sha256("\n".join(sheets).encode()).hexdigest()


def _content(grid: Grid) -> list[object]:
    keys = sorted((name, cell.text) for name, cell in grid.keys.items() if not cell.blank)
    heads = [(column.band, column.head.text) for column in grid.columns]
    rows = [[grid.sheet.at(row, column.index).text for column in grid.columns] for row in grid.rows]
    title = grid.title.text if grid.kind.name == "Decision table" else ""
    return [grid.kind.name, title, keys, heads, rows]
