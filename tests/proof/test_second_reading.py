"""The second reading of cells beside the first: whatever form a cell has, both let the same values pass."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b12tables import proofcheck, proofwalk
from b12tables.compiler import emit, read
from b12tables.compiler.codegen.load import load_package
from b12tables.compiler.model import Model, passes
from b12tables.compiler.proof import prove
from tests.kit.tables import write_xlsx
from tests.proof.test_proofcheck import WARD, proof_of

FORMS = {
    "length": r"""> 20 | >= 20 cm | < 200 | <= 20cm | 20 | != 20 cm | [20..30] | (20..30] | [20..30[
        ]20..30] | 20..30 | 20 - 30 | 20 to 30 cm | 20-30 cm | between 20 and 30 | [20..30) cm
        not(20..30) | not([20..30)) | not (20; 30) | not 20 | not > 20 | not(> 20 cm, unknown)
        < 20; [25..30); unknown | known | > long | [20..long) | 0.5 or 1 | ≥ 20 | 0..0.5 | (20..30); 40""",
    "visits": r"""< 3 | >= 3 | 3..5 | not(3; 5) | 2 or 4; unknown | != 4""",
    "cause": r""""salt, or so" | Salt, or so | none of it; not known | not(pepper) | not pepper | != pepper
        unknown | PEPPER<br>not_known | pepper or salt, or so""",
    "alone": r"""yes | no | not(yes) | true or unknown | known | -""",
}
UNREAD = {
    "length": "< 200 mm | > 20 kg",
    "day": "> 2026-01-01 | 2026-01-01",
    "signs": "excludes rash; unknown | not(includes hot) | includes hot and cold | not(unknown)",
    "words": "abc | not(abc)",
    "hints": "includes warm; includes cold | not(empty) | not(includes warm) | includes warm and cold",
}
CELLS = {name: tuple(re.split(r" \| |\n +", texts)) for name, texts in FORMS.items()}

HEAD = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| long | 250 cm | us |

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Also accepts |
|---|---|---|---|---|---|---|---|
| length | Length | number | 0 | 600 | cm | yes | mm |
| visits | Visits | whole number | 0 | 20 | | yes | |
| day | Day | date | 2025-01-01 | | | yes | |
| cause | Cause | choice | | | | yes | |
| alone | Alone | yes/no | | | | yes | |
| signs | Signs | choices | | | | yes | |
| words | Words | text | | | | yes | |
| hints | Hints | choice | | | | | |
| o | O | choice | | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| cause | salt | Salt, or so |
| cause | pepper | Pepper |
| cause | nothing | None of it |
| cause | not_known | Not known |
| signs | hot | Hot |
| signs | rash | Rash |
| signs | cold | Cold |
| hints | warm | Warm |
| hints | cold | Cold and wet |
| o | one | One |
"""


HINTS = """
## Decision: Hints
- Hit policy: Collect
- May be empty: yes

| | When | Then |
|---|---|---|
| | Alone | Hints |
| H1 | yes | warm |
| H2 | no | cold |
"""


def with_cells(field: str, cells: tuple[str, ...]) -> str:
    """A set with one table, whose rows have these cells."""
    rows = "".join(f"| R{i} | {cell} | one |\n" for i, cell in enumerate(cells))
    top = f"- Hit policy: First\n\n| | When | Then |\n|---|---|---|\n| | {field} | O |\n"
    return f"{HEAD}{HINTS}\n## Decision: O\n{top}{rows}"


def points(field: Any) -> Iterator[int]:
    """What a field can be, each point alone."""
    return (1 << at for at in range(field.size + 1) if field.full >> at & 1)


def written(folder: Path) -> tuple[Model, proofcheck.Check]:
    model, found = read(folder)
    assert model is not None and not [one for one in found if one.severity == "error"], found
    return model, proofcheck.Check(prove(model, 1), folder)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_cell_means_the_same_to_both(name: str, tmp_path: Path) -> None:
    write_xlsx(with_cells(name, CELLS[name]), tmp_path)
    model, check = written(tmp_path)
    column, asked = proofwalk.Walk(check, load_package(emit(model), model.about.identifier)).columns[name], 0
    (table,) = [one for one in model.decisions if one.code == "o"]
    for rule, text in zip(table.rules, CELLS[name], strict=True):
        passing = column.field.cell(text.replace("<br>", "\n"))
        for point in points(column.field):
            for value in column.values({column.field: point}):
                asked += 1
                one = "unknown" if value is None else value
                assert bool(passing & point) == passes(rule.conditions[0].test, one), (text, value)
    assert asked >= 2 * len(CELLS[name])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("includes warm", [("hints includes warm", "yes")]),
        ("excludes Cold and wet", [("hints includes cold", "no")]),
        (
            "excludes warm and includes cold and wet",
            [("hints includes warm", "no"), ("hints includes cold", "yes")],
        ),
        ("empty", [("hints includes warm", "no"), ("hints includes cold", "no")]),
        ("-", []),
        ("any", []),
        ("excludes hot", [("signs includes hot", "no"), ("signs", "known")]),
        ("unknown", [("signs", "unknown")]),
        ("known", [("signs", "known")]),
    ],
)
def test_of_a_set_each_member_is_a_question(text: str, says: list[tuple[str, str]], tmp_path: Path) -> None:
    field = "signs" if says and says[0][0].startswith("signs") else "hints"
    write_xlsx(with_cells(field, (text,)), tmp_path)
    _, check = written(tmp_path)
    assert check.asked((field, text)) == {
        check.fields[name]: check.fields[name].cell(cell) for name, cell in says
    }
    assert "o" in check.tables


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in UNREAD.items() for text in texts.split(" | ")]
)
def test_what_is_not_read_leaves_its_table_open(name: str, text: str, tmp_path: Path) -> None:
    """Nothing is claimed of the table, and it can answer anything; the others are read."""
    write_xlsx(with_cells(name, (text, "-")), tmp_path)
    check = proofcheck.Check(proof_of(tmp_path), tmp_path)
    assert [*check.tables] == ["hints"]
    answer = check.fields["o"]
    assert answer.full == answer.known | 1 << answer.size


@pytest.mark.parametrize("name", ["length", "Combination"])
def test_a_blank_condition_is_not_taken_for_any(name: str, tmp_path: Path) -> None:
    """Such as stands below the first in cells that are merged: what it means is not read here."""
    cells = ("Cause: salt", "Cause: pepper") if name == "Combination" else ("20", "30")
    write_xlsx(with_cells(name, cells), tmp_path)
    (file,) = tmp_path.glob("*.xlsx")
    proof = proof_of(tmp_path)
    assert "o" in proofcheck.Check(proof, tmp_path).tables
    book = openpyxl.load_workbook(file)
    (below,) = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value) == cells[1]
    ]
    below.value = None
    book.save(file)
    assert "o" not in proofcheck.Check({"fields": proof["fields"]}, tmp_path).tables


@pytest.mark.parametrize(
    "text",
    [
        "20 30",
        "> 20 and < 30",
        "K",
        "0xff",
        "2 * 3",
        "[20..30",
        "not(20",
        "> 20 kg",
        "20,30",
        "< 30,20",
        "20,3",
        "__import__('os')",
        "20..",
        "",
    ],
)
def test_what_is_no_cell_is_refused_and_never_computed(text: str, tmp_path: Path) -> None:
    write_xlsx(with_cells("length", ("20", "30")), tmp_path)
    field = proofcheck.Check(proof_of(tmp_path), tmp_path).fields["length"]
    with pytest.raises((proofcheck.Refused, SyntaxError, LookupError, TypeError)):
        field.cell(text)


def test_the_checker_can_be_taken_away(tmp_path: Path) -> None:
    """Its one file, of at most 300 lines, alone in a folder, on the same workbooks."""
    (tmp_path / "tables").mkdir()
    write_xlsx(WARD, tmp_path / "tables")
    (tmp_path / "proof.json").write_text(json.dumps(proof_of(tmp_path / "tables")), encoding="utf-8")
    lines = Path(proofcheck.__file__).read_text(encoding="utf-8")
    assert len(lines.splitlines()) <= 300
    (tmp_path / "proofcheck.py").write_text(lines, encoding="utf-8")
    command = [sys.executable, "-I", "proofcheck.py", "proof.json", "tables"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("8 decision tables and 7 safety rules: shown")
