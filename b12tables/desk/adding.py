"""What small forms add to a set: a set to begin with, a field, a value, a decision, a rule. Each is a `Step`.

What may stand in a cell is for the reader to say: what is added is tried on a copy, and refused in the reader's words
where it finds fault with just that (`fault_of`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from b12tables.compiler.model import Field, HitPolicy
from b12tables.compiler.reader import (
    Declared,
    NewRow,
    Outline,
    Sheet,
    declared,
    is_of_kind,
    new_row,
    read_workbook,
    slug,
)
from b12tables.compiler.report import OF_READING, box_of
from b12tables.desk.cell_changes import CellChange, Step, row_changes, row_step
from b12tables.desk.draft import Draft, NotDone
from b12tables.desk.sheets import Column, condition_column, result_column
from b12tables.runtime.language import t
from b12tables.runtime.words import fold

Texts = Mapping[str, str]
"""What somebody wrote into a form, by the name of its entry."""

OF_A_FIELD = (
    "Minimum", "Maximum", "Unit", "Step", "Upper of", "Unknown", "Kept from", "Computed", "Question", "Also written",
    "Group",
)  # fmt: skip
"""What the form of a field asks for beside its label, its code and its type, by the heads of the Dictionary."""


def known_in(draft: Draft) -> Declared:
    """The fields and the heads of the tables, whether or not the rest can be read."""
    return declared(read_workbook(draft.files)[0])


# ---------------------------------------------------------------- what the forms offer


def forms_data(draft: Draft) -> dict[str, object]:
    """What the forms offer: types, hit policies, fields with what they are, tables with their columns."""
    from b12tables.desk.new import FIELD_TYPES  # like all of that file when somebody begins to add

    known = known_in(draft)
    return {
        "empty": not draft.sheets,
        "types": list(FIELD_TYPES),
        "policies": [policy.value for policy in HitPolicy],
        "fields": [_field_data(field, known) for field in known.fields.values()],
        "tables": [
            {
                "decision": table.code,
                "label": table.label,
                "columns": [_column_data(*one) for one in _columns(table, known)],
            }
            for table in known.tables
        ],
    }


def _field_data(field: Field, known: Declared) -> dict[str, object]:
    return {
        "code": field.code,
        "label": field.label,
        "type": field.type,
        "values": [row.label for row in field.values],
        "decided": known.producers[field.code].label if field.code in known.producers else "",
        "computed": field.computed is not None,
    }


def _columns(table: Outline, known: Declared) -> Iterator[tuple[int, str, str, Column]]:
    """The columns of a table, without the names of its rules: number, band, head, and what may stand there."""
    for band, clauses, made in (
        ("When", table.inputs, condition_column),
        ("Then", table.outputs, result_column),
    ):
        for column, clause in clauses:
            if clause.field in known.fields:
                yield column.index, band, column.head.text, made(known.fields[clause.field])
    for head, column in table.notes.items():
        yield column.index, "Because", head, Column(head)


def _column_data(number: int, band: str, head: str, about: Column) -> dict[str, object]:
    return {
        "column": number,
        "band": band,
        "head": head,
        "options": list(about.options),
        "strict": about.strict,
        "help": about.help,
    }


# ---------------------------------------------------------------- workbooks that are new


def start_step(draft: Draft, title: str, empty: bool) -> Step:
    """A set to begin with: a small complete one, or with `empty` its sheets with heads and drop-downs alone."""
    name = " ".join(title.split())
    if draft.sheets:
        raise NotDone(t("workbooks are open here already: start a set in a folder of its own"))
    if not name:
        raise NotDone(t("say what the tables are about"))
    from b12tables.desk.new import starting_workbook

    return _new_workbook(lambda: starting_workbook(name, empty), t("start {name}", name=name))


def decision_step(draft: Draft, label: str, when: Sequence[str], then: Sequence[str], policy: str) -> Step:
    """A decision: a workbook with its empty table, whose columns are fields that are there."""
    name = " ".join(label.split())
    if not name:
        raise NotDone(t("give the decision a name"))
    if not when or not then:
        raise NotDone(t("choose at least one field that it looks at, and one that it decides"))
    if policy not in {known.value for known in HitPolicy}:
        raise NotDone(t("choose a hit policy of the list"))
    from b12tables.desk.new import decision_workbook

    return _new_workbook(
        lambda: decision_workbook(draft.files, name, when, then, policy),
        t("add the decision {name}", name=name),
    )


def _new_workbook(made: Callable[[], tuple[str, bytes]], title: str) -> Step:
    from b12tables.desk.new import Refused

    try:
        return Step(title, added=(made(),))
    except Refused as why:
        raise NotDone(f"{why}{f' ({why.help})' if why.help else ''}") from None


# ---------------------------------------------------------------- rows that are new


def field_step(draft: Draft, texts: Texts, values: Sequence[str]) -> Step:
    """A field: its row in the Dictionary, and those of its values (by their labels) on the sheet Values."""
    label = _wanted(texts, "Label", t("give the field a label: what people call it"))
    kind = _wanted(texts, "Type", t("choose the type of the field"))
    labels = [line for text in values if (line := " ".join(text.split()))]
    if labels and kind not in ("choice", "choices"):
        raise NotDone(t("a field of the type {kind} has no values of its own: leave them out", kind=t(kind)))
    code = _line(texts, "Field") or slug(label)
    cells = {"Field": code, "Label": label, "Type": kind}
    cells |= {head: text for head in OF_A_FIELD if (text := _line(texts, head))}
    row = free_row(draft.sheets, "Dictionary")
    changes = list(row_changes(row, listed_cells(row, cells)))
    if labels:
        changes += _value_rows(free_row(draft.sheets, "Values", len(labels), row.sheet.file), code, labels)
    return Step(t("add the field {label}", label=label), tuple(changes))


def _value_rows(row: NewRow, field: str, labels: Sequence[str]) -> Iterator[CellChange]:
    taken: list[str] = []
    for below, label in enumerate(labels):
        taken.append(_fresh(slug(label), taken))
        cells = {"Field": field, "Value": taken[-1], "Label": label}
        yield from row_changes(row, listed_cells(row, cells), below)


def value_step(draft: Draft, texts: Texts) -> Step:
    """A value of a field that is there: a row on the sheet Values, beside the others of the field where that can be."""
    known = known_in(draft)
    field = known.fields.get(_wanted(texts, "Field", t("choose the field that gets the value")))
    if field is None:
        raise NotDone(t("there is no such field any more"))
    if field.type not in ("choice", "choices"):
        raise NotDone(
            t("{field} has the type {kind}: only a choice has values", field=field.label, kind=t(field.type))
        )
    label = _wanted(texts, "Label", t("give the value a label: what people call it"))
    code = _line(texts, "Value") or _fresh(slug(label), [row.code for row in field.values])
    cells = {"Field": field.code, "Value": code, "Label": label}
    cells |= {head: text for head in ("Definition", "Also written") if (text := _line(texts, head))}
    row = free_row(draft.sheets, "Values", 1, field.place.file)
    return row_step(
        row, listed_cells(row, cells), t("add the value {label} to {field}", label=label, field=field.label)
    )


def rule_step(draft: Draft, decision: str, rule: str, texts: Mapping[int, str]) -> Step:
    """A rule of a decision: a row below its table, with a text for each column by its number. A rule without a name
    gets the next one.
    """
    known = known_in(draft)
    table = next((one for one in known.tables if one.code == decision), None)
    if table is None:
        raise NotDone(t("there is no such decision any more"))
    row = new_row(table.grid.sheet)
    if row is None or not row.first:
        raise NotDone(
            t(
                "below the table of {table} there is no free row: add the rule in a spreadsheet program",
                table=table.label,
            )
        )
    columns = {number: head for number, _, head, _ in _columns(table, known)}
    blank = [head for number, head in columns.items() if not texts.get(number, "").strip() and head != "Note"]
    if blank:
        raise NotDone(t("say something of {heads}: - means any, none means nothing", heads=", ".join(blank)))
    names = [table.grid.sheet.at(number, row.first[0]).text for number in table.grid.rows]
    cells = {number: " ".join(text.split()) for number, text in texts.items() if number in columns}
    cells[row.first[0]] = " ".join(rule.split()) or next_name([name for name in names if name], "R1")
    return row_step(row, cells, t("add rule {rule} to {table}", rule=cells[row.first[0]], table=table.label))


def free_row(sheets: Sequence[Sheet], kind: str, rows: int = 1, file: str = "") -> NewRow:
    """The blank row below the table of a sheet of a kind, with room for so many `rows`; in a certain `file` where that
    can be. Raises `NotDone`.
    """
    for sheet in sorted(sheets, key=lambda sheet: sheet.file != file) if file else sheets:
        row = new_row(sheet) if is_of_kind(sheet, kind) else None
        if row is not None and not any(row.row + below in sheet.by_row for below in range(rows + 1)):
            return row
    raise NotDone(t("there is no sheet {kind} with a free row below its table", kind=kind))


def listed_cells(row: NewRow, texts: Texts) -> dict[int, str]:
    """Texts by the columns of a list, which are named by their heads. Raises `NotDone` where a head is missing."""
    heads = {fold(head).rstrip("*").strip(): column for (_, head), column in row.columns.items()}
    cells: dict[int, str] = {}
    for name, text in texts.items():
        column = heads.get(fold(name))
        if column is None and text:
            raise NotDone(t("the sheet {sheet} has no column {name}", sheet=row.sheet.name, name=name))
        if column is not None:
            cells[column] = " ".join(text.split())
    return cells


def next_name(names: Sequence[str], first: str) -> str:
    """A name that none has: the last one counted on."""
    if not names:
        return first
    taken = {fold(name) for name in names}
    stem = names[-1].rstrip("0123456789")
    digits = names[-1][len(stem) :]
    number = int(digits or 0)
    while True:
        number += 1
        if fold(name := f"{stem}{number:0{len(digits)}}") not in taken:
            return name


def _fresh(code: str, taken: Sequence[str]) -> str:
    return code if code not in taken else next_name([*taken, f"{code}_1"], code)


def _line(texts: Texts, name: str) -> str:
    return " ".join(texts.get(name, "").split())


def _wanted(texts: Texts, name: str, otherwise: str) -> str:
    if not (text := _line(texts, name)):
        raise NotDone(otherwise)
    return text


# ---------------------------------------------------------------- tried


def fault_of(step: Step, before: Draft, after: Draft) -> str:
    """What the reader finds wrong with the rows that a step has written, as a sentence; "" where nothing is."""
    known = {(finding.name, finding.message) for finding in before.report.findings}
    rows = {(change.file, change.sheet, change.row) for change in step.changes}
    for finding in after.report.findings:
        new = finding.stands_in_the_way and (finding.name, finding.message) not in known
        if not new or finding.name not in OF_READING:
            continue
        for place in finding.places:
            box = box_of(place)
            if box and any((place.file, place.sheet, row) in rows for row in range(box[0], box[2] + 1)):
                help = f" ({finding.help[0]})" if finding.help else ""
                return f"{finding.message.partition(chr(10))[0]}{help}"
    return ""
