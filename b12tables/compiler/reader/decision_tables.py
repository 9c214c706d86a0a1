"""Decision table sheets: first what each decides and needs, then its rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from string import ascii_uppercase as LETTERS

from b12tables.compiler.model import (
    NUMERIC,
    Clause,
    Condition,
    DecisionTable,
    Evidence,
    Field,
    Finding,
    HitPolicy,
    Named,
    Place,
    Result,
    Rule,
    Vocabulary,
    policy_troubles,
    with_figures,
)
from b12tables.compiler.reader.altered import as_text, as_typed
from b12tables.compiler.reader.cells import Failed, read_test, read_value, yes_or_no
from b12tables.compiler.reader.dictionary import fits, head_name, vocabulary
from b12tables.compiler.reader.evidence import parse_evidence
from b12tables.compiler.reader.layout import Column, Found, Grid, did_you_mean, note, readable
from b12tables.compiler.reader.lone_texts import OTHERWISE
from b12tables.compiler.reader.misplaced import Cells, Side, overwritten, pasted_twice, tell_misplaced
from b12tables.compiler.reader.names import Names, code_trouble, slug
from b12tables.compiler.reader.sentences import read_telling
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.explain.answers import SHOWN
from b12tables.runtime.language import later, strung
from b12tables.runtime.words import fold, nearest

_POLICIES = {fold(policy.value): policy for policy in HitPolicy} | {
    fold(policy.letter): policy for policy in HitPolicy
}


@dataclass
class Outline:
    """What a decision table decides and needs, before its rules are read. `bad` says why it is left out."""

    code: str
    label: str
    grid: Grid
    policy: HitPolicy = HitPolicy.UNIQUE
    inputs: list[tuple[Column, Clause]] = field(default_factory=list)
    outputs: list[tuple[Column, Clause]] = field(default_factory=list)
    notes: dict[str, Column] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)
    may_be_empty: bool = False
    waits_for: set[str] = field(default_factory=set)
    """The names among its heads, folded, whose declaration cannot be used."""

    @property
    def output_fields(self) -> list[str]:
        return [clause.field for _, clause in self.outputs]

    @property
    def input_fields(self) -> list[str]:
        return [clause.field for _, clause in self.inputs]

    def head_of(self, name: str) -> Place:
        """Where the head of the column stands that asks for a field."""
        return next(clause.place for _, clause in self.inputs if clause.field == name)


def outline(grid: Grid, fields: Mapping[str, Field], names: Names, found: Found) -> Outline:
    """The head of a decision table: code, hit policy, and the field of each column."""
    title = as_text(grid.title, exact=False)
    label = title.text if not title.spread else ""
    if not label:
        note(
            found,
            "blank-cell",
            later("the decision has no name"),
            grid.title.place,
            help=later("write its label into B1"),
        )
    unsure = [cell for cell in (title, *grid.keys.values()) if not readable(cell, found)]
    code_cell = grid.keys.get("Code")
    code = code_cell.text if code_cell is not None and code_cell.text else slug(label or grid.sheet.name)
    table = Outline(code, label or grid.sheet.name, grid)
    if not label:
        table.bad.append(later("it has no name"))
    if not grid.sound:
        table.bad.append(later("part of its sheet cannot be relied on"))
    if grid.unclear:
        table.bad.append(later("a text in it may be a rule that is still to be written"))
    if unsure:
        table.bad.append(later("a cell above its table cannot be relied on"))
    trouble = code_trouble(code)
    if trouble and code_cell not in unsure:
        place = code_cell.place if code_cell is not None and code_cell.text else grid.title.place
        note(
            found,
            "bad-cell",
            later("{code!r} cannot be a decision's code: {trouble}", code=code, trouble=trouble),
            place,
            help=later("write a code such as renal_class beside the key Code"),
        )
        table.bad.append(later("it has no usable code"))
    _policy(table, found)
    _shown(table, found)
    _may_be_empty(table, found)
    for column in grid.columns[1:] if grid.columns and not grid.columns[0].band else grid.columns:
        _clause(table, column, fields, names, found)
    if not table.outputs and not table.bad:
        table.bad.append(later("it has no result column"))
        note(
            found,
            "sheet-shape",
            later("no column stands under Then"),
            grid.place,
            decision=code,
            help=later("add a result column"),
        )
    _policy_fits(table, fields, found)
    return table


def _policy(table: Outline, found: Found) -> None:
    cell = table.grid.keys.get("Hit policy")
    if cell is None or cell.blank or cell.problem:
        return
    policy = _POLICIES.get(fold(cell.text)) or _POLICIES.get(fold(cell.text).replace(" ", ""))
    if policy is None:
        table.bad.append(later("its hit policy cannot be read"))
        note(
            found,
            "bad-cell",
            later("{cell!r} is no hit policy", cell=cell.text),
            cell.place,
            decision=table.code,
            help=did_you_mean(cell.text, [policy.value for policy in HitPolicy]),
        )
    else:
        table.policy = policy


def _shown(table: Outline, found: Found) -> None:
    cell = table.grid.keys.get("Shown")
    if cell is None or cell.blank or fold(cell.text) in SHOWN:
        return
    table.bad.append(later("its key Shown cannot be read"))
    note(
        found,
        "bad-cell",
        later("{cell!r} does not say whether the decision is shown", cell=cell.text),
        cell.place,
        decision=table.code,
        help=later("write yes, folded or no, or leave it blank"),
    )


def _may_be_empty(table: Outline, found: Found) -> None:
    cell = table.grid.keys.get("May be empty")
    if cell is None or cell.blank:
        return
    said = yes_or_no(cell.text)
    if said is None:
        message, help = (
            later("{cell!r} does not say whether the list may be empty", cell=cell.text),
            later("write yes or no, or leave it blank"),
        )
    elif said and not table.policy.gives_list:
        message, help = _not_a_list(table.policy)
    else:
        table.may_be_empty = said
        return
    table.bad.append(later("its key May be empty cannot be used"))
    note(found, "bad-cell", message, cell.place, decision=table.code, help=help)


def _not_a_list(policy: HitPolicy) -> tuple[str, str]:
    """What is said, and offered, where a table that gives no list is said to be one that may be empty."""
    message = later("May be empty is said of a list, and {policy} gives one answer", policy=policy.value)
    if policy.aggregates:
        return message, later(
            "leave it blank; an Otherwise row says what comes out where no row holds, such as 0"
        )
    return message, later("leave it blank, or take Rule order, Output order or Collect as hit policy")


def _clause(table: Outline, column: Column, fields: Mapping[str, Field], names: Names, found: Found) -> None:
    """Gives a column its meaning: a condition, a result, evidence, or a note."""
    head = column.head
    word = {"evidence": "Evidence", "note": "Note"}.get(fold(head.text))
    if column.band == "Because" or not column.band or (word and names.find(head.text) is None):
        _annotation(table, column, word, found)
        return
    if not readable(head, found, table.code):
        table.bad.append(later("a column head cannot be read"))
        return
    name, unit = head_name(head.text, names)
    code = names.require(name, head.place, found, table.code)
    if code is None or code not in fields:
        table.waits_for |= {fold(name), names.find(name) or ""} - {""}
        table.bad.append(
            later("the field {name!r} is not declared, or its declaration cannot be used", name=name)
        )
        return
    clauses = table.inputs if column.band == "When" else table.outputs
    other = next((c for _, c in (*table.inputs, *table.outputs) if c.field == code), None)
    if other is not None:
        same = any(c is other for _, c in clauses)
        note(
            found,
            "duplicate-name" if same else "cycle",
            later("{field} has two columns", field=fields[code].label)
            if same
            else later("{field} is a condition for itself", field=fields[code].label),
            other.place,
            head.place,
            decision=table.code,
            help=later("remove one of the two columns"),
        )
        table.bad.append(later("{field} stands in two columns", field=fields[code].label))
        return
    if unit and not _unit_fits(fields[code], unit):
        note(
            found,
            "unit-mismatch",
            later("{field} is not given in {unit!r}", field=fields[code].label, unit=unit),
            head.place,
            decision=table.code,
            help=later("its unit in the Dictionary is {unit}", unit=fields[code].unit or later("blank")),
        )
        table.bad.append(later("the unit of {field} does not fit", field=fields[code].label))
        return
    if column.band == "Then" and fields[code].computed is not None:
        note(
            found,
            "duplicate-output",
            later("{field} is computed in the Dictionary and decided here", field=fields[code].label),
            fields[code].place,
            head.place,
            decision=table.code,
            help=later("remove one of the two"),
        )
        table.bad.append(later("{field} is a computed field", field=fields[code].label))
        return
    clauses.append((column, Clause(code, head.place, unit)))


def _unit_fits(field: Field, unit: str) -> bool:
    return field.type in NUMERIC and fits(field, unit)


def _annotation(table: Outline, column: Column, word: str | None, found: Found) -> None:
    if word is None:
        note(
            found,
            "unknown-heading",
            later("{head!r} is no column of a decision table; it is left out", head=column.head.text),
            column.head.place,
            decision=table.code,
            severity="warning",
            help=did_you_mean(column.head.text, ("Evidence", "Note")),
        )
    elif word in table.notes:
        places = table.notes[word].head.place, column.head.place
        note(
            found,
            "duplicate-name",
            later("two columns are called {word}", word=word),
            *places,
            decision=table.code,
            help=later("join them"),
        )
    else:
        table.notes[word] = column


def _policy_fits(table: Outline, fields: Mapping[str, Field], found: Found) -> None:
    """A finding where the results are of a type that the hit policy cannot work with."""
    for message, help in policy_troubles(table.policy, [fields[name] for name in table.output_fields]):
        cell = table.grid.keys.get("Hit policy")
        place = cell.place if cell is not None else table.grid.place
        note(found, "bad-cell", message, place, decision=table.code, help=help)
        table.bad.append(later("its hit policy does not fit its results"))


# ---------------------------------------------------------------- rules


def read_rules(
    table: Outline,
    fields: Mapping[str, Field],
    set_valued: Collection[str],
    statements: Mapping[str, str],
    names: Names,
    scores: Mapping[str, frozenset[str]],
    found: Found,
) -> DecisionTable | None:
    """The decision table with its rules; None where a cell cannot be used (`table.bad` then says so).

    `scores` are the fields that are computed from results and told, each with those results.
    """
    before, since = sum(finding.severity == "error" for finding in found), len(found)
    conditions = [
        (column, fields[c.field], vocabulary(fields[c.field], c.field in set_valued, c.unit))
        for column, c in table.inputs
    ]
    results = [
        # a result is a value of its own: thresholds have names for conditions
        (column, fields[c.field], replace(vocabulary(fields[c.field], False, c.unit), named=Named()))
        for column, c in table.outputs
    ]
    rules: list[Rule] = []
    otherwise: Rule | None = None
    seen: dict[str, tuple[int, Rule]] = {}
    for row in table.grid.rows:
        rule = _rule(table, row, conditions, results, statements, found)
        if rule is None:
            continue
        if fold(rule.id) in seen:
            _twice(table, seen[fold(rule.id)], (row, rule), found)
        seen[fold(rule.id)] = row, rule
        if rule.otherwise:
            otherwise = rule
        else:
            rules.append(rule)
    in_columns = [cells for cells in conditions if not cells[0].spread]
    tell_misplaced(table.grid, (Side(in_columns, True), Side(results, False)), fields, found, since)
    if otherwise is not None and all(finding.name != "duplicate-name" for finding in found[since:]):
        _tell_early_otherwise(table, seen[OTHERWISE][0], found)
    wrong = sum(finding.severity == "error" for finding in found) - before
    if not rules and otherwise is None and not wrong:
        note(
            found,
            "sheet-shape",
            later("the table has no rules"),
            table.grid.place,
            decision=table.code,
            help=later("add a row"),
        )
        table.bad.append(later("it has no rules"))
    if wrong:
        table.bad.append(
            later("{wrong} of its cells cannot be used", wrong=wrong)
            if wrong > 1
            else later("one of its cells cannot be used")
        )
    outputs = [
        *table.output_fields,
        *(n for n, of in scores.items() if not of.isdisjoint(table.output_fields)),
    ]
    telling = read_telling(table.grid, table.code, table.input_fields, outputs, fields, names, found)
    if table.bad:
        return None
    question, policy = table.grid.keys.get("Question"), table.grid.keys.get("Hit policy")
    shown = table.grid.keys.get("Shown")
    return DecisionTable(
        code=table.code,
        label=table.label,
        hit_policy=table.policy,
        inputs=tuple(clause for _, clause in table.inputs),
        outputs=tuple(clause for _, clause in table.outputs),
        rules=tuple(rules),
        place=table.grid.place,
        question=question.text if question is not None else "",
        may_be_empty=table.may_be_empty,
        otherwise=otherwise,
        shown=fold(shown.text) if shown is not None else "",
        telling=telling,
        policy_place=policy.place if policy is not None and not policy.blank else None,
    )


def _twice(table: Outline, one: tuple[int, Rule], other: tuple[int, Rule], found: Found) -> None:
    """A finding about two rows with one ID; of rows that say the same, which to delete."""
    rule = other[1]
    if rule.otherwise:
        _otherwise_twice(table, one, other, found)
        return
    pasted = pasted_twice(table.grid, one[0], other[0])
    says = (
        later("rows {one} and {other} are the same, rule {rule}", one=one[0], other=other[0], rule=rule.id)
        if pasted
        else later("two rules are called {rule}", rule=rule.id)
    )
    note(
        found,
        "duplicate-name",
        says,
        *((rule.place, one[1].place) if pasted else (one[1].place, rule.place)),
        help=pasted or later("give each rule its own ID"),
        decision=table.code,
        rules=(rule.id,),
    )


def _otherwise_twice(table: Outline, one: tuple[int, Rule], other: tuple[int, Rule], found: Found) -> None:
    """A finding about two rows Otherwise. The last row of a table is where it stands: the other was written over."""
    last = other[0] == table.grid.rows[-1]
    (extra, written), (_, kept) = (one, other) if last else (other, one)
    lost = overwritten(table.grid, extra)
    asks = _OTHERWISE_ASKS in {f.message.partition(",")[0] for f in found if _in_row(f, table, extra)}
    # its conditions are those of the rule that it was: they are told with it
    found[:] = [f for f in found if not (_in_row(f, table, extra) and f.message.startswith(_OTHERWISE_ASKS))]
    again = (
        later("write {lost} again into row {extra}", lost=lost, extra=extra)
        if lost
        else later("write again into row {extra} what stood there", extra=extra)
    )
    note(
        found,
        "duplicate-name",
        later("two rows are called Otherwise, {one} and {other}", one=one[0], other=other[0])
        + (later(", and row {extra} has conditions", extra=extra) if asks else ""),
        written.place,
        kept.place,
        help=later("{again}, if it was written over; else delete row {extra}", again=again, extra=extra)
        if not asks
        else later(
            "give row {extra} an ID of its own{what}",
            extra=extra,
            what=later(", such as {lost}", lost=lost) if lost else "",
        ),
        decision=table.code,
        rules=("Otherwise",),
    )


_OTHERWISE_ASKS = later("the Otherwise row has a condition")


def _in_row(finding: Finding, table: Outline, row: int) -> bool:
    """Whether a finding is about one cell of a row of a table."""
    place = finding.places[0] if finding.places else Place("")
    sheet = table.grid.sheet
    return (place.file, place.sheet) == (sheet.file, sheet.name) and place.cells.lstrip(LETTERS) == str(row)


def _tell_early_otherwise(table: Outline, row: int, found: Found) -> None:
    """A warning where Otherwise stands between two rows whose numbers say that one is missing there."""
    lost = overwritten(table.grid, row)
    below = table.grid.rows[table.grid.rows.index(row) + 1 :]
    numbered = below and any(sign.isdigit() for sign in table.grid.sheet.at(below[0], 1).text)
    if lost and numbered:
        note(
            found,
            "sheet-shape",
            later(
                "Otherwise stands in row {row}, above other rules, and {lost} is missing there by the "
                "numbers around it",
                row=row,
                lost=lost,
            ),
            table.grid.row_place(row),
            help=later(
                "if it was written over {lost}, write {lost} again; else move Otherwise below the last rule",
                lost=lost,
            ),
            severity="warning",
            decision=table.code,
            rules=("Otherwise",),
        )


def _rule(
    table: Outline, row: int, conditions: Cells, results: Cells, statements: Mapping[str, str], found: Found
) -> Rule | None:
    sheet, place = table.grid.sheet, table.grid.row_place(row)
    id_cell = as_text(sheet.at(row, table.grid.columns[0].index))
    if not readable(id_cell, found, table.code):
        return None
    if id_cell.blank:
        note(
            found,
            "blank-cell",
            later("the row has no rule ID"),
            id_cell.place,
            decision=table.code,
            help=later("write an ID that no other row has; a note belongs under Note, or below an empty row"),
        )
    rule = id_cell.text
    otherwise = fold(rule) == OTHERWISE or _nearly_otherwise(table, row, id_cell, conditions, found)
    tests = [
        _condition(sheet.at(row, column.index), field, words, table.code, rule, otherwise, found)
        for column, field, words in conditions
    ]
    values = [
        _result(sheet.at(row, column.index), field, words, table.code, rule, found)
        for column, field, words in results
    ]
    note_cell = _noted(table, row, "Note", rule, found)
    return Rule(
        id="Otherwise" if otherwise else rule,
        conditions=() if otherwise else tuple(test for test in tests if test is not None),
        results=tuple(value for value in values if value is not None),
        place=place,
        evidence=_evidence(table, row, rule, statements, found),
        note=note_cell.text if note_cell is not None else "",
        otherwise=otherwise,
    )


def _nearly_otherwise(table: Outline, row: int, cell: Cell, conditions: Cells, found: Found) -> bool:
    """Whether a row without conditions is called Otherwise with a slip of the pen; a finding says so."""
    blank = all(table.grid.sheet.at(row, column.index).blank for column, _, _ in conditions)
    if not conditions or not blank or nearest(cell.text, [OTHERWISE]) is None:
        return False
    message = later("{cell!r} has no conditions, and is not called Otherwise", cell=cell.text)
    note(
        found,
        "bad-cell",
        message,
        cell.place,
        decision=table.code,
        rules=(cell.text,),
        help=later("did you mean Otherwise?"),
    )
    return True


def _evidence(
    table: Outline, row: int, rule: str, statements: Mapping[str, str], found: Found
) -> tuple[Evidence, ...]:
    cell = _noted(table, row, "Evidence", rule, found)
    return () if cell is None else parse_evidence(cell, statements)


def _noted(table: Outline, row: int, name: str, rule: str, found: Found) -> Cell | None:
    """The cell of a rule in a column of annotations; None, with a finding, where it cannot be relied on."""
    column = table.notes.get(name)
    if column is None:
        return None
    cell = table.grid.sheet.at(row, column.index)
    if name == "Note" and cell.problem:
        return cell  # a note answers nothing; what is cited must be there
    cell = as_typed(cell, name)
    return cell if readable(cell, found, table.code, (rule,)) else None


def _condition(
    cell: Cell, field: Field, words: Vocabulary, decision: str, rule: str, otherwise: bool, found: Found
) -> Condition | None:
    if otherwise:
        if not cell.blank and fold(cell.text) not in ("-", "any"):
            note(
                found,
                "bad-cell",
                strung(", ", (_OTHERWISE_ASKS, repr(cell.text))),
                cell.place,
                decision=decision,
                rules=(rule,),
                help=later("leave the conditions of Otherwise blank, or give the row an ID of its own"),
            )
        return None
    test = read_test(cell, field, words, found, decision, (rule,))
    if test is None:
        return None
    return Condition(test, cell.text, cell.place, figures_of(cell.text, field), cell.above)


def figures_of(text: str, field: Field) -> str:
    """A condition as it is written, with the figures of the thresholds that it names; empty where it names none."""
    said = with_figures(text, field.named.thresholds.values())
    return "" if said == text else said


def _result(
    cell: Cell, field: Field, words: Vocabulary, decision: str, rule: str, found: Found
) -> Result | None:
    value = read_value(cell, field, words, found, decision, (rule,))
    return None if isinstance(value, Failed) else Result(value, cell.text, cell.place)
