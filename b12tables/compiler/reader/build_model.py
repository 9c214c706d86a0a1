"""Workbook -> Model: every sheet read, every name resolved, as many findings as possible at once.

What cannot be read is left out and said to be left out (`Model.skipped`), so that the rest is still analysed
and nothing is called complete that is not.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from b12tables.compiler.model import (
    DecisionTable,
    Field,
    Finding,
    Model,
    Place,
    circle,
    order,
    told_by_nobody,
)
from b12tables.compiler.reader import conflicts as differences
from b12tables.compiler.reader import lists
from b12tables.compiler.reader.acceptances import read_accepted, read_sign_offs
from b12tables.compiler.reader.actions import read_actions
from b12tables.compiler.reader.cells import speaks_of_unknown
from b12tables.compiler.reader.chosen_tables import Chosen, read_chosen_rules, with_choosers
from b12tables.compiler.reader.combination_cells import spread
from b12tables.compiler.reader.contact import read_contact
from b12tables.compiler.reader.copies import Copies, content_of
from b12tables.compiler.reader.decision_tables import Outline, outline, read_rules
from b12tables.compiler.reader.declared_otherwise import tell_declarations
from b12tables.compiler.reader.dictionary import read_fields
from b12tables.compiler.reader.far_units import tell_far_units
from b12tables.compiler.reader.kept import add_kept, listed_with_kept, read_kept_results
from b12tables.compiler.reader.layout import Found, Grid, note, read_grid
from b12tables.compiler.reader.left_out import (
    LeftOut,
    Skipped,
    blind,
    fold_undecided,
    kept_cases,
    kept_safety_rules,
    needed,
    orphan_findings,
    orphans,
    sheets_left_out,
    tell_causes,
    without_source,
)
from b12tables.compiler.reader.lone_texts import without_lone_texts
from b12tables.compiler.reader.mappings import read_mapping
from b12tables.compiler.reader.merged import merged_in_rows, tell_merged
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.one_cause import tell_policies, tell_repeated, tell_values
from b12tables.compiler.reader.ranges import look_at_ranges
from b12tables.compiler.reader.renamed import tell_once
from b12tables.compiler.reader.safety_rules import read_safety_rules
from b12tables.compiler.reader.scores import deciding, look_at_scores, told_scores, with_scores
from b12tables.compiler.reader.sentences import read_headlines
from b12tables.compiler.reader.sheet_kinds import KINDS_OF_SHEET
from b12tables.compiler.reader.telling import told_findings, told_model
from b12tables.compiler.reader.threshold_troubles import tell_thresholds
from b12tables.compiler.reader.thresholds import (
    count_uses,
    named_fields,
    read_thresholds,
    tell_unused,
    with_figures,
)
from b12tables.compiler.reader.visibility import (
    look_over,
    look_where_nothing_is_made_out,
    marked_kind,
    without_echoes,
)
from b12tables.compiler.reader.wall_charts import read_wall_charts
from b12tables.compiler.reader.which_kind import kind_of
from b12tables.compiler.reader.workbook import Workbook
from b12tables.runtime.language import later, speaking, strung
from b12tables.runtime.words import fold, nearest

Grids = Mapping[str, Sequence[Grid]]
"""The sheets by the name of their kind."""


def build_model(
    workbook: Workbook, unread: bool = False, moved: Mapping[str, Fraction] | None = None
) -> tuple[Model | None, tuple[Finding, ...]]:
    """The model of a table set, and everything that is wrong in its cells.

    None where no sheet is of a known kind. A model may be without decisions: then none could be read, an error says
    why, and there is nothing to ask. `unread` says that a file of the set is not in the workbook. `moved`: other
    numbers in the place of those that thresholds have on the sheet, by name.
    """
    found: Found = []
    grids, lost, kinds = _grids(workbook, found)
    told = len(found)
    written = grids
    declared = read_thresholds(grids["Thresholds"], found)
    thresholds = declared.usable
    if moved:
        thresholds = tuple(replace(one, number=moved.get(one.name, one.number)) for one in thresholds)
        declared = declared._replace(usable=thresholds)
    grids = with_figures(grids, declared, found)
    if _of_another_layout(workbook, grids):
        return None, told_findings([_another_layout(workbook)])
    _missing_sheets(workbook, kinds, found)
    about = lists.read_about(grids["About"], found) if grids["About"] else lists.no_about()
    sources = lists.read_sources(grids["Sources"], found)
    statements, unsound = lists.read_statements(grids["Statements"], sources, found)
    statement_ids = {fold(statement.id): statement.id for statement in statements}
    fields, names = read_fields(grids["Dictionary"], grids["Values"], declared, found)
    fields = named_fields(fields, declared, found)
    sheets = [outline(spread(grid, names, found), fields, names, found) for grid in grids["Decision table"]]
    with speaking(about.language):
        kept = read_kept_results(sheets, fields, names, found)
    scope = lists.Scope(
        fields, names, _set_valued(sheets), _first_produced(sheets), statement_ids, language=about.language
    )
    outlines, chosen, fields = with_choosers(sheets, scope, found)
    outlines += [one.behind for one in kept]
    decisions = _decision_names(outlines, found)
    answers = with_scores(decisions, outlines, fields, names)
    by_result = deciding(outlines, names)
    listed = lists.read_listed("Answers", grids["About"], answers, by_result, found)
    about = replace(
        about,
        answers=listed_with_kept(listed, kept),
        questions=lists.read_listed("Questions", grids["About"], decisions, by_result, found),
    )
    produced = _produced(outlines, fields, found)
    about = read_contact(about, grids["About"], found)
    scores = told_scores(outlines, fields, about)
    about = read_headlines(about, grids["About"], names, fields, [*produced, *scores], found)
    set_valued = _set_valued(outlines)

    def rules_of(table: Outline) -> DecisionTable | None:
        return read_rules(table, fields, set_valued, statement_ids, names, scores, found)

    tables = _tables(sheets, chosen, rules_of, found)
    add_kept(kept, tables)
    partial = any(table.bad for table in outlines) or len(sheets) < kinds["Decision table"]
    cannot_know = unread or blind(sheets, kinds["Decision table"])
    missing = orphans(outlines, fields, produced, grids["Cases"], names, unread or partial, cannot_know)
    left_out = LeftOut(outlines, fields, produced, missing)
    order_ = _ordered(tables, left_out, found)
    if not cannot_know:
        left = sheets_left_out(workbook, found)
        # where only rules could not be read, worked cases are enough to tell that a table is gone
        found.extend(orphan_findings(missing, outlines, fields, grids["Cases"], names, left, partial))
    scope = lists.Scope(fields, names, set_valued, produced, statement_ids, partial)
    impossible, bad_impossible = lists.read_impossible(grids["Impossible"], scope, found)
    safety_rules, bad_safety = read_safety_rules(grids["Safety rules"], scope, tables, found)
    if cannot_know:
        asked = {name for row in safety_rules for name in row.fields}
        left_out.orphans = (*missing, *without_source(asked, fields, produced, grids["Cases"], names))
    cases, bad_cases = lists.read_cases(grids["Cases"], scope, found)
    actions, bad_actions = read_actions(grids["Actions"], scope, tables, found)
    cells = differences.Tables(decisions, tables, fields, names, frozenset(set_valued))
    charts, bad_charts = read_wall_charts(grids["Wall chart"], scope, decisions, tables, found)
    tell_far_units(fields, list(tables.values()), impossible, safety_rules, cases, found)
    skipped = Skipped([*lost, *left_out.told()])
    skipped.add(later("impossible combination"), bad_impossible)
    skipped.add(later("safety rule"), bad_safety)
    skipped.add(later("case"), bad_cases)
    skipped.add(later("wall chart"), bad_charts)
    skipped.add(later("action"), bad_actions)
    skipped.add(later("statement"), unsound)
    model = Model(
        about=about,
        fields=fields,
        decisions=tuple(tables[code] for code in order_),
        impossible=tuple(impossible),
        safety_rules=tuple(kept_safety_rules(safety_rules, left_out, tables, skipped)),
        cases=tuple(kept_cases(cases, left_out, tables, skipped)),
        statements=tuple(statements),
        sources=tuple(sources),
        conflicts=tuple(differences.read_conflicts(grids["Conflicts"], cells, found)),
        other_guidance=tuple(differences.read_other_guidance(grids["Other guidance"], cells, found)),
        accepted=tuple(read_accepted(grids["Accepted"], decisions, scope, tables.values(), found)),
        sign_offs=tuple(read_sign_offs(grids["Sign-off"], decisions, found)),
        charts=tuple(charts),
        thresholds=thresholds,
        merged=merged_in_rows(grids),
        mapping=tuple(read_mapping(grids["Mapping"], found)),
        actions=tuple(actions),
        content_hash=_content_hash(grids),
        skipped=tuple(skipped.lines),
    )
    _unknown_that_cannot_be(model, found)
    look_at_scores(model, found)
    look_at_ranges(model, found)
    if not skipped.lines and not unread:
        # what nothing uses may be used by what could not be read
        _unused_fields(model, outlines, found)
        _unlisted_answers(model, found)
        _untold_guards(model, found)
        tell_unused(written, thresholds, found)
    without_echoes(found, told)
    rows = {name: cell.place for name, cell in declared.broken.items()}
    tell_thresholds(found, thresholds, rows, lambda: count_uses(written, thresholds))
    tell_repeated(found)
    tell_policies(found, outlines, fields)
    tell_declarations(found, fields, {*produced, *missing})
    tell_values(found)
    fold_undecided(found, missing, fields)
    tell_once(found, fields, names, _used(model, outlines))
    tell_merged(found, workbook)
    tell_causes(found, left_out, names, cases, safety_rules)
    with speaking(about.language):
        return told_model(model), told_findings(found)


# ---------------------------------------------------------------- sheets


def grids_of(workbook: Workbook, found: Found) -> dict[str, list[Grid]]:
    """The tables of a set by the kind of their sheet."""
    return _grids(workbook, found)[0]


def _grids(workbook: Workbook, found: Found) -> tuple[dict[str, list[Grid]], list[str], Counter[str]]:
    """The tables by the kind of their sheet, the sheets of a known kind in which no table can be made out, and how
    many sheets there are of each kind.
    """
    kinds: Counter[str] = Counter()
    lost: list[str] = []
    grids: dict[str, list[Grid]] = {kind.name: [] for kind in KINDS_OF_SHEET.values()}
    copies = Copies()
    for sheet in workbook:
        told = len(found)
        kind = kind_of(sheet, found)
        kinds[kind.name if kind is not None else ""] += 1
        if kind is None and marked_kind(sheet, found):
            lost.append(
                later(
                    "{file} · {sheet}: nobody can tell what the sheet is", file=sheet.file, sheet=sheet.name
                )
            )
        if kind is None or kind.name == "Read me":
            continue
        grid = read_grid(sheet, kind, found)
        if grid is not None:
            if copies.is_copy(grid):
                # what is wrong in it is said of the sheet that it repeats
                del found[told:]
                kinds[kind.name] -= 1
                continue
            grid = without_lone_texts(grid, found)
            grids[kind.name].append(look_over(grid, found))
            lost += _unclear(grid)
            continue
        look_where_nothing_is_made_out(sheet, found)
        if len(sheet.by_row) > 1 or kind.name == "Decision table":
            lost.append(
                later(
                    "{file} · {sheet}: no table can be made out in this sheet ({kind})",
                    file=sheet.file,
                    sheet=sheet.name,
                    kind=kind.name,
                )
            )
    found.extend(copies.told())
    return grids, lost, kinds


def _unclear(grid: Grid) -> Iterator[str]:
    """A line for each row of a list that may be one of its rows. Of a decision it is said with the table."""
    if grid.kind.name == "Decision table":
        return
    for row in grid.unclear:
        yield later(
            "{place}: the text may be a row that is still to be written",
            place=grid.sheet.at(row, grid.columns[0].index).place,
        )


def _of_another_layout(workbook: Workbook, grids: Grids) -> bool:
    """Whether no sheet is of a known kind, or only by an accident of its first cell: nobody wrote a table set."""
    named = {fold(sheet.at(1, 1).text) for sheet in workbook}
    made_out = [grid for same in grids.values() for grid in same]
    ours = {"about", "dictionary"} & named or any(
        fold(grid.sheet.at(1, 1).text) in KINDS_OF_SHEET for grid in made_out
    )
    return not ours and len(named & set(KINDS_OF_SHEET)) <= 1


def _another_layout(workbook: Workbook) -> Finding:
    """The one paragraph for workbooks that were not written as a table set."""
    sheets = list(workbook)
    names = ", ".join(dict.fromkeys(sheet.name for sheet in sheets[:6])) + (" …" if len(sheets) > 6 else "")
    kinds = ("About", "Dictionary", "Decision table")
    near = [
        later("{place}: did you mean {kind}?", place=first.place, kind=kind)
        for sheet in sheets
        if (first := sheet.at(1, 1)).text
        and (kind := nearest(first.text, kinds))
        and fold(kind) != fold(first.text)
    ]
    return Finding(
        "missing-sheet",
        "error",
        later(
            "no sheet here is part of a table set, so nothing was read as a rule: a sheet says in "
            "its cell A1 what it is (About, Dictionary, Decision table and others), and none "
            "does{what}",
            what=later(" (sheets: {names})", names=names) if names else "",
        ),
        tuple(sheet.place(1, 1) for sheet in sheets[:1]),
        help=(
            later(
                "b12tables new FOLDER writes a table set with every sheet that is needed; carry your "
                "rules over, one decision to a sheet, and leave these files as they are"
            ),
            *near[:3],
        ),
    )


_ADDED = {"Decision table": later("; b12tables add decision writes one, with its heads and drop-downs")}
"""For a sheet that a command writes: which."""


def _missing_sheets(workbook: Workbook, kinds: Mapping[str, int], found: Found) -> None:
    """The sheets that no table set can do without. One without a table was reported already."""
    first = next(iter(workbook), None)
    for name, what in (
        ("About", later("what the table set is called and for whom it is")),
        ("Dictionary", later("the fields")),
        ("Decision table", later("a decision")),
    ):
        if not kinds[name]:
            places = (first.place(1, 1),) if first is not None else ()
            note(
                found,
                "missing-sheet",
                later(
                    "no sheet says {name} in its first cell, so nothing states {what}", name=name, what=what
                ),
                *places,
                help=later("add a sheet with {name} in A1{get}", name=name, get=_ADDED.get(name, "")),
            )


# ---------------------------------------------------------------- decisions among each other


def _set_valued(outlines: Sequence[Outline]) -> set[str]:
    """The results of which a table gives a list."""
    lists_ = [table for table in outlines if table.policy.gives_list]
    return {name for table in lists_ for name in table.output_fields}


def _first_produced(outlines: Sequence[Outline]) -> dict[str, str]:
    """Each output field and the first decision that produces it."""
    return {name: table.code for table in reversed(outlines) for name in table.output_fields}


def _tables(
    sheets: Sequence[Outline],
    chosen: Sequence[Chosen],
    rules_of: Callable[[Outline], DecisionTable | None],
    found: Found,
) -> dict[str, DecisionTable]:
    """The tables that could be read, by their codes, in the order of their sheets."""
    of_several = {id(part.outline): one for one in chosen for part in one.parts}
    tables: dict[str, DecisionTable] = {}
    read: list[Chosen] = []
    for sheet in sheets:
        one = of_several.get(id(sheet))
        if one is None:
            built = rules_of(sheet)
            tables |= {} if built is None else {sheet.code: built}
        elif one not in read:
            read.append(one)
            tables |= {table.code: table for table in read_chosen_rules(one, rules_of, found)}
    return tables


def _decision_names(outlines: Sequence[Outline], found: Found) -> Names:
    names = Names("decision")
    by_code: dict[str, Outline] = {}
    for table in outlines:
        if not names.add(table.code, table.label, table.grid.title.place, found):
            table.bad.append(later("another decision has its name"))
        if by_code.setdefault(table.code, table) is not table:
            by_code[table.code].bad.append(later("another decision has its code"))
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
                later(
                    "{field} is decided twice: by {first} and by {table}",
                    field=fields[clause.field].label,
                    first=first.label,
                    table=table.label,
                ),
                other.place,
                clause.place,
                decision=table.code,
                help=later("let one table decide it, or name another field"),
            )
            for both in (first, table):
                both.bad.append(later("another table also decides {field}", field=fields[clause.field].label))
    return {name: table.code for name, table in by.items()}


def _ordered(tables: dict[str, DecisionTable], left_out: LeftOut, found: Found) -> list[str]:
    """The order in which the decisions can be taken. What can be part of none is taken out of `tables`."""
    fields = left_out.fields
    by_code = {table.code: table for table in left_out.outlines}
    for code, table in by_code.items():
        if table.bad:
            tables.pop(code, None)
    left_out.drop(tables)
    producers = {name: code for code, table in tables.items() for name in table.output_fields}
    needs = {code: needed(table.input_fields, fields, producers) for code, table in tables.items()}
    done, stuck = order(needs)
    while stuck:
        ring = circle(needs, stuck)
        labels = [tables[code].label for code in (*ring, ring[0])]
        places: list[Place] = []
        for code, after in zip(ring, (*ring[1:], ring[0]), strict=True):
            clauses = tables[code].inputs
            places += [c.place for c in clauses if after in needed([c.field], fields, producers)]
        note(
            found,
            "cycle",
            later("decisions need each other in a circle: {labels}", labels=strung(later(" needs "), labels)),
            *places,
            decision=ring[0],
            help=later("take one of the columns out, or decide it in a table of its own"),
        )
        for code in ring:
            by_code[code].bad.append(later("it stands in a circle of decisions"))
            del tables[code], needs[code]
        left_out.drop(tables)
        needs = {code: own for code, own in needs.items() if code in tables}
        done, stuck = order(needs)
    return done


# ---------------------------------------------------------------- the set as a whole


def _unknown_that_cannot_be(model: Model, found: Found) -> None:
    """Conditions that ask for unknown where the field is always known."""
    for table in model.decisions:
        for column, clause in enumerate(table.inputs):
            if model.can_be_unknown(clause.field):
                continue
            for rule in table.rules:
                condition = rule.conditions[column]
                word = speaks_of_unknown(condition.test)
                if word:
                    note(
                        found,
                        "outside-domain",
                        later(
                            "{condition!r} asks whether {field} is unknown, but it is always known",
                            condition=condition.text,
                            field=model.fields[clause.field].label,
                        ),
                        condition.place,
                        decision=table.code,
                        rules=(rule.id,),
                        severity="error" if word == "only" else "warning",
                        help=later(
                            "take unknown out of the cell, or write yes under Unknown in the Dictionary"
                        ),
                    )


def _unused_fields(model: Model, outlines: Sequence[Outline], found: Found) -> None:
    if not outlines:
        # that there is no decision at all has been said
        return
    used = _used(model, outlines)
    for code, field in model.fields.items():
        if code not in used:
            note(
                found,
                "unused-field",
                later("{field} is declared, but nothing uses it", field=field.label),
                field.place,
                help=later(
                    "if a column that asked for it is gone, bring it back; else use it in a table, or remove "
                    "its row"
                ),
                severity="warning",
            )


def _used(model: Model, outlines: Sequence[Outline]) -> set[str]:
    """The fields that something uses."""
    used = {name for table in outlines for name in (*table.input_fields, *table.output_fields)}
    used |= set(model.scores)  # an answer of its own; of one that is on no list another finding tells
    used |= {test.field for row in model.impossible for test in row.tests}
    used |= {name for row in model.safety_rules for name in row.fields}
    used |= {test.field for row in model.actions for test in row.when}
    used |= {name for case in model.cases for name in case.given}
    for field in model.fields.values():
        if field.computed is not None:
            used |= set(field.computed.parts)
    return used


def _untold_guards(model: Model, found: Found) -> None:
    """A decision that says what is wrong with the entries, and is told nowhere: a contradictory patient would look like
    any other.
    """
    for table in model.decisions:
        if table.telling.block == "entries" and table.code not in model.answers:
            note(
                found,
                "unlisted-answer",
                later(
                    "{told} says what is wrong with the entries (its Block is entries), and it is not among the "
                    "answers: whoever has such entries would get the others as if nothing were wrong",
                    told=table.label,
                ),
                table.place,
                decision=table.code,
                help=later(
                    "add {told} to Answers in About, or write Shown · yes above its table; else take the Block away",
                    told=table.label,
                ),
                severity="error",
            )


def _unlisted_answers(model: Model, found: Found) -> None:
    for code in told_by_nobody(model):
        table = model.decision.get(code)
        told = model.fields[code] if table is None else table
        looks_at = "it" if table is None else later("its results")
        otherwise = (
            later("remove its row")
            if table is None
            else later("write Shown · no (or folded) above its table")
        )
        note(
            found,
            "unlisted-answer",
            later(
                "nobody reads {told}: no table looks at {looks_at}, and it is not among the Answers in About",
                told=told.label,
                looks_at=looks_at,
            ),
            told.place,
            model.about.place,
            decision="" if table is None else code,
            help=later(
                "add {told} to Answers in About, or {otherwise}", told=told.label, otherwise=otherwise
            ),
            severity="warning",
        )


def _content_hash(grids: Grids) -> str:
    """A hash over what the sheets say: not over the files, their arrangement, or how the sheets look."""
    # as ASCII: the same under every Python, whatever characters it knows
    sheets = sorted(json.dumps(content_of(grid)) for same in grids.values() for grid in same)
    return hashlib.sha256("\n".join(sheets).encode()).hexdigest()
