"""A new table set that already passes its check, and new decision tables for one that is there."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from b12tables.compiler.model import HitPolicy, policy_troubles
from b12tables.compiler.reader import (
    KINDS_OF_SHEET,
    Declared,
    Files,
    Sheet,
    declared,
    identifier,
    name_too_long,
    read_workbook,
    slug,
)
from b12tables.desk.cells import write_cells
from b12tables.desk.sheets import Column, NewSheet, condition_column, result_column, write_sheets
from b12tables.disk import OwnFolder, check_no_link, create_file
from b12tables.runtime.language import spoken, t, told, wording
from b12tables.runtime.words import fold, nearest


class Refused(Exception):
    """What was asked for cannot be made; the text is a sentence for the user, the second says what would
    help.
    """

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.help = help


# ---------------------------------------------------------------- a new set


def _within_bounds(
    name: str, what: str = wording("the title"), help: str = wording("give a shorter one with --title")
) -> None:
    if why := name_too_long(name):
        raise Refused(f"{t(what)}: {told(why)}", t(help))


def new_set(folder: Path, title: str, empty: bool = False) -> Path:
    """Writes a small complete table set into a folder without workbooks, or with `empty` its sheets with heads and
    drop-downs alone; the path of its workbook.
    """
    name, content = starting_workbook(title, empty)
    _without_workbooks(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return _create(folder / name, content)


def starting_workbook(title: str, empty: bool = False) -> tuple[str, bytes]:
    """The workbook of such a set: its name and its content. Raises `Refused`."""
    _within_bounds(title)
    sheets = _starting_sheets(title)
    return f"{slug(title)}.xlsx", _written(_without_example(sheets) if empty else sheets)


def _without_example(sheets: Sequence[NewSheet]) -> list[NewSheet]:
    """The sheets without what they say of the example: no decision, and lists that have heads only."""
    kept = [sheet for sheet in sheets if sheet.kind != "Decision table"]
    return [_cases_to_come(sheet) if sheet.bands else replace(sheet, rows=()) for sheet in kept]


def _cases_to_come(sheet: NewSheet) -> NewSheet:
    """The sheet of the worked cases, whose columns are the fields that there will be."""
    given, expect = (
        Column("", 22, help=help)
        for help in (
            t("The label of a field that the case states; a column for each."),
            t("The label of a field that you expect the answer of; a column for each."),
        )
    )
    return replace(
        sheet, rows=(), columns=(*sheet.columns[:2], given, expect), bands={3: "Given", 4: "Expect"}
    )


def _without_workbooks(folder: Path) -> None:
    """Raises `Refused` where there are workbooks, and `NotOurs` where the folder is a link."""
    check_no_link(folder)
    if folder.is_dir() and any(path.suffix.lower() == ".xlsx" for path in folder.iterdir()):
        raise Refused(
            t("{folder} has workbooks already, and none is ever overwritten", folder=folder),
            t("name another folder"),
        )


def new_workbook(folder: Path, title: str, sheets: Sequence[NewSheet]) -> Path:
    """Writes sheets as the workbook of a new set, into a folder without workbooks; its path."""
    _without_workbooks(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return _create(folder / f"{slug(title)}.xlsx", _written(sheets))


def _written(sheets: Sequence[NewSheet]) -> bytes:
    content = io.BytesIO()
    write_sheets(sheets).save(content)
    return content.getvalue()


def _create(path: Path, content: bytes) -> Path:
    """Writes a workbook that is not there yet, whole or not at all."""
    try:
        create_file(path, content)
    except FileExistsError:
        raise Refused(t("{path} is there already, and no workbook is ever overwritten", path=path)) from None
    return path


FIELD_TYPES = ("choice", "choices", "number", "whole number", "yes/no", "date", "text")
_STATUS = ("Draft", "Submitted", "Under review", "Approved")
_POLICIES = tuple(policy.value for policy in HitPolicy)
_YES_NO = ("yes", "no")


def _starting_sheets(title: str) -> list[NewSheet]:
    example = f"inference: {t('an example, to be replaced')}"
    systolic, symptoms, step = t("Systolic blood pressure"), t("Symptoms now"), t("Next step")
    routine, soon, today = steps = (t("Routine visit"), t("See soon"), t("See today"))
    about = [
        ("Title", title),
        ("Identifier", identifier(title)),
        ("Version", "0.1.0"),
        ("Status", "Draft"),
        ("Owner", ""),
        ("Intended use", t("Say who may use these tables, for which patients, and for which question.")),
        ("Disclaimer", t("This supports a decision; it does not replace the judgement of the clinician.")),
        ("Language", spoken()),
    ]
    dictionary: list[list[object]] = [
        [
            "systolic",
            systolic,
            "number",
            40,
            300,
            "mm[Hg]",
            None,
            "yes",
            None,
            t("What is the systolic blood pressure?"),
            t("What is the upper number of your blood pressure?"),
        ],
        [
            "symptoms",
            symptoms,
            "yes/no",
            None,
            None,
            None,
            None,
            "yes",
            None,
            t("Are there symptoms now?"),
            t("Do you feel unwell now?"),
        ],
        ["next_step", step, "choice", None, None, None, None, "no", None, None],
    ]
    rules = [
        ["R1", "-", "yes", today, example],
        ["R2", ">= 180", "no; unknown", today, example],
        ["R3", "[140..180); unknown", "no; unknown", soon, example],
        ["R4", "< 140", "no", routine, example],
        ["R5", "< 140", "unknown", soon, example],
    ]
    return [
        NewSheet("About", "About", about, key_options={"Status": _STATUS}),
        _read_me(),
        NewSheet("Dictionary", "Dictionary", columns=_dictionary_columns(), rows=dictionary),
        NewSheet(
            "Values",
            "Values",
            columns=_list_columns(
                "Values", {"Field": 18, "Value": 18, "Label": 24, "Definition": 50, "Also written": 24}
            ),
            rows=[
                ["next_step", "routine", routine],
                ["next_step", "soon", soon],
                ["next_step", "today", today],
            ],
        ),
        NewSheet(
            step,
            "Decision table",
            [
                ("Code", "next_step_decision"),
                ("Question", t("What is the next step for this patient?")),
                ("Hit policy", "Unique"),
            ],
            [
                Column("Rule", 8, help=t("The rule's name. It stays with the row when the row moves.")),
                Column(systolic, 22, ("-", "unknown"), t("> 140, <= 140, [120..140]. - means any.")),
                Column(symptoms, 18, ("-", "yes", "no", "unknown", "no; unknown"), t("- means any, unknown too.")),
                Column(step, 20, (*steps, "none"), t("One of the values of the dictionary."), True),
                _evidence(),
                _NOTE,
            ],
            rules,
            {2: "When", 4: "Then", 5: "Because"},
            step,
            {"Hit policy": _POLICIES},
        ),
        _empty_list("Thresholds", {"Name": 24, "Value": 16, "Source": 40, "Note": 40}),
        _empty_list("Impossible", {"ID": 8, "Combination": 50, "Why": 40, "Evidence": 24}),
        NewSheet(
            "Safety rules",
            "Safety rules",
            columns=_list_columns("Safety rules", {"ID": 8, "When": 40, "Must": 40, "Why": 40, "Evidence": 24}),
            rows=[["SR1", f"{symptoms}: yes", f"{step}: {today}", t("Nobody with symptoms waits."), example]],
        ),
        NewSheet(
            "Cases",
            "Cases",
            columns=[
                Column("Case", 8),
                Column("Description", 44, help=t("A patient you can imagine.")),
                Column(systolic, 22, help=t("Blank: not stated.")),
                Column(symptoms, 18, _YES_NO, t("Blank: not stated.")),
                Column(step, 20, steps, t("What you expect. Blank: not looked at.")),
            ],
            rows=[
                ["C1", t("Well, and below 140"), 128, "no", routine],
                ["C2", t("Headache, pressure not measured"), None, "yes", today],
                ["C3", t("Exactly 140"), 140, "no", soon],
            ],
            bands={3: "Given", 5: "Expect"},
        ),
        _empty_list(
            "Statements",
            {"ID": 10, "Source": 10, "Section": 18, "Statement": 70, "Kind": 14, "Disposition": 16, "Why": 40},
        ),
        _empty_list("Sources", {"ID": 8, "Title": 50, "Publisher": 24, "Date": 14, "Locator": 40, "Review status": 24}),
        _empty_list("Sign-off", {"Decision": 22, "Rule": 10, "Person": 24, "Role": 20, "Date": 14, "Meaning": 22}),
        _empty_list(
            "Accepted",
            {
                "Finding": 22, "Decision": 22, "Rules": 14, "Reason": 50, "Accepted by": 22, "Until": 14,
                "Accepted on": 14, "Also accepted by": 22, "Meaning": 40,
            },
        ),
    ]  # fmt: skip


_NOTE = Column("Note", 30)


def _evidence() -> Column:
    return Column("Evidence", 40, help=t("IDs of statements, or inference: and your reason."))


_OPTIONS = {
    ("Statements", "Disposition"): ("encoded", "context", "not decidable"),
    ("Dictionary", "Type"): FIELD_TYPES,
    ("Dictionary", "Unknown"): _YES_NO,
    ("Dictionary", "Between"): ("refuse", "nearest"),
}

_HELP = {
    ("Thresholds", "Name"): wording(
        "Write it where the number would stand: >= Name; in texts in braces: {Name}."
    ),
    ("Thresholds", "Value"): wording("A number with its unit. It is moved here, once."),
    ("Impossible", "Combination"): wording("One test a line, Field: test. All lines together cannot occur."),
    (
        "Safety rules",
        "When",
    ): wording(
        "One test a line, Field: test. Blank: always. Of two patients who differ in one input: "
        "Field: good < worse < worst, or Field: falling."
    ),
    (
        "Safety rules",
        "Must",
    ): wording("One test a line. Proved for every possible case. Of two patients: Field: never later."),
    ("Sign-off", "Rule"): wording("Blank: the whole table."),
    ("Sign-off", "Meaning"): wording("Leave it empty: b12tables signoff --fill writes it."),
    ("Sign-off", "Date"): wording("2026-01-31"),
    ("Accepted", "Until"): wording("A date such as 2026-12-31. After it the finding counts again."),
    ("Statements", "Why"): wording("Needed unless the statement is encoded."),
    ("Dictionary", "Field"): wording("The code: small letters, digits and _."),
    ("Dictionary", "Minimum"): wording("The least value there can be; blank: no limit."),
    ("Dictionary", "Unit"): wording("A UCUM code: mg, pmol/L, mm[Hg], mo."),
    (
        "Dictionary",
        "Also accepts",
    ): wording("Other units, one a line. With a factor where it depends on the substance."),
    ("Dictionary", "Unknown"): wording(
        "yes: the answer may be unknown, and every table must say what happens then."
    ),
    ("Dictionary", "Computed"): wording(
        "years from date_of_birth to today; a + b + c; a - b; "
        "15 mg/kg * weight, rounded to 50 mg, at most 1 g."
    ),
    (
        "Dictionary",
        "Upper of",
    ): wording("The field that is the lower end of the range that ends here: both are told as one."),
    ("Dictionary", "Step"): wording("To which precision the number is given: 0.1 for 2.0, 2.1, 2.2."),
    ("Dictionary", "Between"): wording("What becomes of a number between two steps. Blank: it is refused."),
    ("Dictionary", "Also written"): wording(
        "Other words for it, one a line. They are read, and printed nowhere."
    ),
    ("Dictionary", "Group"): wording("The heading under which a form asks for it."),
    (
        "Dictionary",
        "Kept from",
    ): wording("Of a result: the field that says what was so far. Then a cell may say unchanged."),
    ("Values", "Also written"): wording(
        "Other words for it, one a line. They are read, and printed nowhere."
    ),
    ("Dictionary", "Question"): "The question to ask where the answer is missing.",
}


def _dictionary_columns() -> list[Column]:
    widths = {
        "Field": 18,
        "Label": 26,
        "Type": 14,
        "Unit": 12,
        "Question": 44,
        "Patient wording": 30,
        "Note": 30,
    }
    heads = KINDS_OF_SHEET["dictionary"].heads
    return _list_columns("Dictionary", {head: widths.get(head, 14) for head in heads})


def _list_columns(kind: str, widths: dict[str, int]) -> list[Column]:
    return [
        Column(
            head,
            width,
            _OPTIONS.get((kind, head), ()),
            t(_HELP.get((kind, head), "")),
            (kind, head) in _OPTIONS,
        )
        for head, width in widths.items()
    ]


def _empty_list(kind: str, widths: dict[str, int]) -> NewSheet:
    return NewSheet(kind, kind, columns=_list_columns(kind, widths))


def _read_me() -> NewSheet:
    return NewSheet(
        "Read me",
        "Read me",
        [
            (
                t("First"),
                t("Say on the sheet About what this is for. Then make the Dictionary: every word is there."),
            ),
            (
                t("A decision"),
                t("One sheet each. Under When: conditions. Under Then: what to do. Under Because: why."),
            ),
            (t("A rule"), t("One row. Its name under Rule stays with it when the row moves.")),
            (
                t("Any"),
                t(
                    "Write - where a condition does not matter. A blank cell is an error: nobody can see what it means."
                ),
            ),
            (t("Several"), t("a; b means one of them. not(a) means known, and not a.")),
            (t("Numbers"), t("> 20, <= 20, [20..30] (both ends belong to it), [20..30) (30 does not).")),
            (
                t("Unknown"),
                t("A patient whose answer nobody knows is a patient too: some row must hold for unknown."),
            ),
            (t("Nothing"), t("Write none where a decision gives nothing.")),
            (
                t("Check"),
                t(
                    "Save, then run b12tables check. It speaks of a patient, names the cells, and says what to do."
                ),
            ),
            (
                t("With marks"),
                t("b12tables check --annotate OUT writes a copy with the findings on their cells."),
            ),
            (
                t("Sign"),
                t(
                    "When a rule is right: a row on Sign-off. Changing what it says voids it; moving it does not."
                ),
            ),
        ],
    )


# ---------------------------------------------------------------- a set from another


def set_from(source: Path, folder: Path, title: str) -> list[Path]:
    """Copies the workbooks of a set for a new subject: another title, version 0.1.0, Draft, nobody's
    sign-offs and acceptances. Everything else stays as it is. The paths of the copies.
    """
    _within_bounds(title)
    workbook, findings = read_workbook(source)
    errors = [f for f in findings if f.severity == "error"]
    if errors:
        raise Refused(
            t("{source} cannot be read: {why}", source=source, why=errors[0].message),
            "; ".join(errors[0].help),
        )
    _without_workbooks(folder)
    own = OwnFolder(folder, "new --from", [source])
    contents: dict[str, bytes] = {}
    for file in dict.fromkeys(sheet.file for sheet in workbook):
        content = (source / file).read_bytes()
        for sheet in workbook:
            if sheet.file == file and (texts := _fresh(sheet, title)):
                content = write_cells(content, sheet.name, texts)
        contents[file] = content
    # from now on the workbooks are their author's: no list says that they could be written anew
    with own.fresh(listed=False) as fresh:
        for file, content in contents.items():
            (fresh / file).write_bytes(content)
    return [folder / file for file in contents]


def _fresh(sheet: Sheet, title: str) -> dict[tuple[int, int], str]:
    """The cells of a sheet that do not carry over to a new subject, with what stands there instead."""
    kind = fold(sheet.at(1, 1).text)
    if kind == "about":
        new = {"title": title, "identifier": identifier(title), "version": "0.1.0", "status": "Draft"}
        new |= dict.fromkeys(("approved by", "approved on", "review due"), "")
        rows = {row: fold(sheet.at(row, 1).text) for row in sheet.by_row}
        return {(row, 2): new[key] for row, key in rows.items() if key in new and not sheet.at(row, 2).blank}
    if kind in ("sign-off", "accepted"):
        heads = [row for row in sheet.by_row if row > 1]
        cells = [(row, column, cell) for row in heads[1:] for column, cell in sheet.by_row[row].items()]
        return {(row, column): "" for row, column, cell in cells if not cell.spread}
    return {}


# ---------------------------------------------------------------- a new decision


def new_decision(
    folder: Path,
    label: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    policy: str = "Unique",
) -> Path:
    """Writes a workbook with an empty decision table for the set of a folder; its path. Raises `Refused`."""
    name, content = decision_workbook(folder, label, inputs, outputs, policy)
    return _create(folder / name, content)


def decision_workbook(
    set_: Path | Files, label: str, inputs: Sequence[str], outputs: Sequence[str], policy: str = "Unique"
) -> tuple[str, bytes]:
    """A workbook with an empty decision table for a set, its name and its content: heads, drop-downs and help from the
    dictionary of the set, whether or not the tables that are there can be read.

    It is a workbook of its own, so that none that is there has to be written again. Raises `Refused`.
    """
    _within_bounds(label, wording("the name of the decision"), wording("give a shorter one"))
    known = _declared(set_)
    code = slug(label)
    if any(fold(label) == fold(table.label) or code == table.code for table in known.tables):
        raise Refused(t("there is a decision {label} already", label=label))
    asked = [_field(known, name) for name in inputs]
    decided = [_field(known, name) for name in outputs]
    _can_be_decided(known, asked, decided)
    for message, help in policy_troubles(HitPolicy(policy), [known.fields[name] for name in decided]):
        raise Refused(told(message), told(help))
    when = [condition_column(known.fields[name]) for name in asked]
    then = [result_column(known.fields[name]) for name in decided]
    sheet = NewSheet(
        re.sub(r"[\[\]:*?/\\]", " ", label)[:31],
        "Decision table",
        [("Code", code), ("Question", ""), ("Hit policy", policy), *_of_a_list(policy)],
        [
            Column("Rule", 8, help=t("The rule's name. It stays with the row when the row moves.")),
            *when,
            *then,
            _evidence(),
            _NOTE,
        ],
        bands={2: "When", 2 + len(when): "Then", 2 + len(when) + len(then): "Because"},
        title=label,
        key_options={"Hit policy": _POLICIES, "May be empty": ("yes", "no")},
    )
    return f"{code}.xlsx", _written([sheet])


def _of_a_list(policy: str) -> list[tuple[str, str]]:
    """The keys that only a table has which gives a list. Whether it may be empty is for its author to say."""
    named = {fold(name): one for one in HitPolicy for name in (one.value, one.letter)}
    found = named.get(fold(policy))
    return [("May be empty", "")] if found is not None and found.gives_list else []


def _declared(set_: Path | Files) -> Declared:
    workbook, findings = read_workbook(set_)
    named = str(set_) if isinstance(set_, Path) else t("this set")
    for finding in findings:
        if finding.severity == "error":
            # what cannot be read may decide the same field, or have the same name
            raise Refused(
                f"{finding.places[0] if finding.places else named}: {finding.message}", *finding.help[:1]
            )
    known = declared(workbook)
    if not known.fields:
        raise Refused(
            t("{named} has no Dictionary with fields in it", named=named), t("write the fields there first")
        )
    return known


def _can_be_decided(known: Declared, asked: Sequence[str], decided: Sequence[str]) -> None:
    """Raises `Refused` where a table of these columns could not be part of the set."""
    for name, count in Counter([*asked, *decided]).items():
        label = known.fields[name].label
        if count > 1 and name in asked and name in decided:
            raise Refused(
                t("{label} would be a condition for itself", label=label), t("take one of the two out")
            )
        if count > 1:
            raise Refused(t("{label} is named twice", label=label), t("name it once"))
    for name in decided:
        label = known.fields[name].label
        if known.fields[name].computed is not None:
            raise Refused(t("{label} is computed in the Dictionary", label=label), t("decide another field"))
        if name in known.producers:
            other = known.producers[name].label
            raise Refused(
                t("{label} is decided by {other} already", label=label, other=other),
                t("a field has one decision"),
            )
        if name in known.behind(asked):
            raise Refused(
                t("{label} would be decided from what is itself decided from {label}", label=label),
                t("take the column out that leads back to it"),
            )


def _field(known: Declared, name: str) -> str:
    """The code of a field, named by its code, its label or another word for it."""
    for code, field in known.fields.items():
        if fold(name) in map(fold, (code, field.label, *field.also)):
            return code
    near = nearest(name, [*known.fields, *(field.label for field in known.fields.values())])
    raise Refused(
        t("the dictionary has no field {name}", name=name),
        t("did you mean {near}?", near=near) if near else t("add it there first"),
    )
