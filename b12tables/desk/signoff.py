"""Who has signed the meaning of what, and by which change a sign-off was voided; writes the missing hashes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from b12tables.compiler.checks import DEFAULT_BOUND, DEFAULT_MEMORY, PATIENTS, meanings_to_fill, run_checks
from b12tables.compiler.compare import ORDER, Cause, Signed, cause_text, cell_differences
from b12tables.compiler.model import Model, Place
from b12tables.compiler.proof import Meanings
from b12tables.compiler.reader import Sheet, read_workbook
from b12tables.desk.cells import NotWritten, write_cells
from b12tables.desk.versions import NotThere, described, read_version, revisions
from b12tables.disk import check_replaceable, replace_file
from b12tables.runtime.language import t
from b12tables.runtime.words import fold, how_many


def traced(model: Model, found: list[Signed], folder: Path) -> list[Signed]:
    """The same, with the change that voided each sign-off, as far as the folder's history tells."""
    wanted = {i: s for i, s in enumerate(found) if s.standing == "voided" and s.sign is not None}
    later, later_name = model, "the edits that are not committed yet"
    result = list(found)
    for revision in revisions(folder) if wanted else []:
        try:
            earlier, _ = read_version(revision, folder)
        except NotThere:
            break
        if earlier is None:
            continue
        meanings = Meanings(earlier)
        for i, signed in list(wanted.items()):
            sign = signed.sign
            assert sign is not None
            if meanings.stands(sign) != "voided":
                result[i] = _explained(signed, earlier, later, later_name)
                del wanted[i]
        if not wanted:
            break
        later, later_name = earlier, described(revision, folder)
    return result


def _explained(signed: Signed, earlier: Model, later: Model, change: str) -> Signed:
    code = signed.decision
    rules = (signed.rule,)
    tables = earlier.decision.get(code), later.decision.get(code)
    causes = tuple(Cause(*d) for d in cell_differences(*tables, rules, rules)) if any(tables) else ()
    return Signed(code, signed.rule, signed.standing, signed.meaning, signed.sign, causes, change)


def signoff_text(model: Model, found: list[Signed]) -> str:
    """The list for a terminal: decisions with something open rule by rule, the others in a line."""
    return "\n".join(_lines(model, found))


def _lines(model: Model, found: list[Signed]) -> Iterator[str]:
    for table in model.decisions:
        rows = [s for s in found if s.decision == table.code]
        counts = {standing: sum(s.standing == standing for s in rows) for standing in ORDER}
        said = ", ".join(f"{n} {standing}" for standing, n in counts.items() if n)
        yield f"{table.label} ({table.code}): {said}"
        if counts["unsigned"] == len(rows):
            continue
        for signed in rows:
            yield from _row(signed)
    total = sum(s.standing == "signed" for s in found)
    yield ""
    yield f"Signed as they are: {total} of {how_many(len(found), 'rule')}. Status of the set: {model.about.status}."


def _row(signed: Signed) -> Iterator[str]:
    sign = signed.sign
    who = f" by {sign.person}, {sign.role}, {sign.date.isoformat()}" if sign else ""
    where = "" if sign is None or sign.rule else " (the whole table)"
    yield f"  {signed.rule}: {signed.standing}{who}{where}   meaning {signed.meaning}"
    if signed.change:
        yield f"      by {signed.change}"
    for cause in signed.causes:
        yield f"      {cause_text(cause)}"


def signoff_json(model: Model, found: list[Signed]) -> str:
    """The list for tools."""
    rows = [
        {
            "decision": s.decision,
            "rule": s.rule,
            "standing": s.standing,
            "meaning": s.meaning,
            "signed_by": s.sign and s.sign.person,
            "role": s.sign and s.sign.role,
            "date": s.sign.date.isoformat() if s.sign else None,
            "change": s.change or None,
            "causes": [cause_text(cause) for cause in s.causes],
        }
        for s in found
    ]
    meanings = Meanings(model)
    decisions = {table.code: meanings.to_sign(table.code, "") for table in model.decisions}
    whole = {"status": model.about.status, "decisions": decisions, "rules": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def to_fill(
    model: Model, bound: float = DEFAULT_BOUND, memory: int = DEFAULT_MEMORY
) -> Iterator[tuple[Place, str]]:
    """The rows without a Meaning, each with what belongs there: the hash of what was signed, the patients for whom an
    error was accepted, which are found out within the bound.
    """
    meanings = Meanings(model)
    for sign in model.sign_offs:
        meaning = meanings.to_sign(sign.decision, sign.rule)
        if not sign.meaning and meaning is not None:
            yield sign.place, meaning
    if any(not entry.meaning for entry in model.accepted):
        findings, _ = run_checks(replace(model, accepted=()), bound=bound, memory=memory)
        yield from meanings_to_fill(model, findings, bound, memory)


def fill(
    folder: Path, model: Model, bound: float = DEFAULT_BOUND, memory: int = DEFAULT_MEMORY
) -> list[tuple[Place, str]]:
    """Writes what is missing under Meaning into the workbooks, each in its own cell. Raises `NotWritten` or
    `NotReplaced` before any file changes.
    """
    by_file: dict[str, dict[str, dict[tuple[int, int], str]]] = {}
    written: list[tuple[Place, str]] = []
    workbook, _ = read_workbook(folder)
    sheets = {(sheet.file, sheet.name): sheet for sheet in workbook}
    for place, meaning in to_fill(model, bound, memory):
        sheet = sheets[place.file, place.sheet]
        row = _row_number(place)
        column = _meaning_column(sheet, row)
        by_file.setdefault(sheet.file, {}).setdefault(sheet.name, {})[row, column] = meaning
        written.append((sheet.place(row, column), meaning))
    before = {file: (folder / file).read_bytes() for file in by_file}
    after = dict(before)
    for file, edits in by_file.items():
        check_replaceable(folder / file)
        for name, texts in edits.items():
            after[file] = write_cells(after[file], name, texts)
    for file, content in after.items():
        replace_file(folder / file, content, before[file])
    return written


def left_open(model: Model, written: Iterable[tuple[Place, str]]) -> list[Place]:
    """The rows that want a Meaning and got none: nothing that is there fits what they say."""
    filled = {(place.file, place.sheet, _row_number(place)) for place, _ in written}
    wanting = [sign.place for sign in model.sign_offs if not sign.meaning]
    wanting += [entry.place for entry in model.accepted if not entry.meaning and entry.finding in PATIENTS]
    return [place for place in wanting if (place.file, place.sheet, _row_number(place)) not in filled]


def _row_number(place: Place) -> int:
    return int(re.findall(r"\d+", place.cells)[0])


def _meaning_column(sheet: Sheet, row: int) -> int:
    """The column under the head `Meaning`, nearest above a row."""
    for above in range(row, 0, -1):
        for column, cell in sheet.by_row.get(above, {}).items():
            if fold(cell.text).rstrip("*") == "meaning":
                return column
    raise NotWritten(t("{sheet} has no column Meaning", sheet=sheet.name))
