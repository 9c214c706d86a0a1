"""The second reading of cells beside the first: whatever form a cell has, both let the same values pass."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from b12tables import plainsheets, proofcheck
from b12tables.compiler import read
from b12tables.compiler.model import passes
from b12tables.compiler.proof import prove
from tests.kit.tables import write_xlsx
from tests.proof.test_proofcheck import WARD, proof_of

FORMS = {
    "length": r"""> 20 | >= 20 cm | < 200 mm | <= 20cm | 20 | != 20 cm | [20..30] | (20..30] | [20..30[
        ]20..30] | 20..30 | 20 - 30 | 20 to 30 cm | 20-30 cm | between 20 and 30 | [20..30) cm
        not(20..30) | not([20..30)) | not (20; 30) | not 20 | not > 20 | not(> 20 cm, unknown)
        < 20; [25..30); unknown | known | > long | [20..long) | 0.5 or 1 | ≥ 20 | 0..0.5 | (20..30); 40""",
    "day": r"""> 2026-01-01 | [2025-12-31..2026-02-01] | 2026-01-01 | not(2025-12-31 - 2026-01-01) | unknown
        != 2026-01-01""",
    "cause": r""""salt, or so" | Salt, or so | none of it; not known | not(pepper) | not pepper | != pepper
        unknown | PEPPER<br>not_known | pepper or salt, or so""",
    "alone": r"""yes | no | not(yes) | true or unknown | known | -""",
    "signs": r"""includes hot | excludes hot | includes hot and rash | includes hot and excludes rash and cold
        empty | not(empty) | not(includes hot and rash) | includes hot; includes rash | known | unknown
        excludes hot, unknown | empty or includes cold""",
    "words": r"""abc | "a, b"; abc | not(abc) | abc or unknown | != abc | salt and pepper""",
}
CELLS = {name: tuple(re.split(r" \| |\n +", texts)) for name, texts in FORMS.items()}

HEAD = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| long | 250 mm | us |

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Also accepts |
|---|---|---|---|---|---|---|---|
| length | Length | number | 0 | 600 | cm | yes | mm |
| day | Day | date | 2025-01-01 | | | yes | |
| cause | Cause | choice | | | | yes | |
| alone | Alone | yes/no | | | | yes | |
| signs | Signs | choices | | | | yes | |
| words | Words | text | | | | yes | |
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
| o | one | One |
"""


def with_cells(field: str, cells: tuple[str, ...]) -> str:
    """A set with one table, whose rows have these cells."""
    rows = "".join(f"| R{i} | {cell} | one |\n" for i, cell in enumerate(cells))
    return f"{HEAD}\n## Decision: O\n- Hit policy: First\n\n| | When | Then |\n|---|---|---|\n| | {field} | O |\n{rows}"


def values(field: Any) -> Iterator[tuple[Any, dict[Any, int]]]:
    """What a field can be, as a value of the model and as a state of the checker."""
    if field.several:
        for held in product((1, 2), repeat=len(field.codes)):
            said = {(field.code, member): one for member, one in enumerate(held)}
            yield (
                frozenset(field.codes[m] for (_, m), one in said.items() if one == 1),
                {(field.code, None): 1, **said},
            )
        yield "unknown", {(field.code, None): 2, **{(field.code, m): 2 for m in range(len(field.codes))}}
        return
    for at in (at for at in range(field.full.bit_length()) if field.full >> at & 1):
        point = field.points[at] if at < len(field.points) else "another"
        made = {"date": lambda day: date.fromordinal(int(day)), "yes/no": bool, "text": str}
        made |= {"choice": field.codes.__getitem__, "number": Fraction}
        known = field.known >> at & 1
        yield made[field.type](point) if known else "unknown", {field.code: 1 << at}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_cell_means_the_same_to_both(name: str, tmp_path: Path) -> None:
    write_xlsx(with_cells(name, CELLS[name]), tmp_path)
    model, found = read(tmp_path)
    assert model is not None and not [one for one in found if one.severity == "error"], found
    check = proofcheck.Check(prove(model, 1), tmp_path)
    field, asked = check.fields[name], 0
    for rule, text in zip(model.decisions[0].rules, CELLS[name], strict=True):
        for value, state in values(field):
            asked += 1
            expected = 1 if passes(rule.conditions[0].test, value) else 2
            assert field.outcome(text.replace("<br>", "\n"), state) == expected, (text, value)
    assert asked >= 2 * len(CELLS[name])


@pytest.mark.parametrize(
    "text",
    [
        "20 30",
        "> 20 and < 30",
        "K",
        "EQ[0]",
        "2 * 3",
        "[20..30",
        "not(20",
        "> 20 kg",
        "__import__('os')",
        "20..",
    ],
)
def test_what_is_no_cell_is_refused_and_never_computed(text: str, tmp_path: Path) -> None:
    write_xlsx(with_cells("length", ("20", "30")), tmp_path)
    field = proofcheck.Check(proof_of(tmp_path), tmp_path).fields["length"]
    if (
        text != "> 20 and < 30"
    ):  # both read this one alike: it holds for nobody whom one of its parts does not admit
        with pytest.raises((plainsheets.Refused, SyntaxError, LookupError, TypeError, AttributeError)):
            field.cell(text)


def test_the_checker_can_be_taken_away(tmp_path: Path) -> None:
    """Its two files, in a folder of their own, on the same workbooks."""
    (tmp_path / "tables").mkdir()
    write_xlsx(WARD, tmp_path / "tables")
    (tmp_path / "proof.json").write_text(json.dumps(proof_of(tmp_path / "tables")), encoding="utf-8")
    alone = tmp_path / "b12tables"
    alone.mkdir()
    (alone / "__init__.py").touch()
    for module in (plainsheets, proofcheck):
        lines = Path(module.__file__).read_text(encoding="utf-8")
        assert len(lines.splitlines()) <= 300
        (alone / Path(module.__file__).name).write_text(lines, encoding="utf-8")
    command = [sys.executable, "-m", "b12tables.proofcheck", "proof.json", "tables"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("5 decision tables and 5 safety rules: shown")


def test_that_a_set_is_empty_follows_from_its_members(tmp_path: Path) -> None:
    """Where all others are excluded, a set holds the last one or nothing: no third is left."""
    write_xlsx(with_cells("signs", ("includes rash; empty", "-")), tmp_path)
    field = proofcheck.Check(proof_of(tmp_path), tmp_path).fields["signs"]
    known = {("signs", None): 1, ("signs", field.codes.index("hot")): 2}
    assert field.outcome("includes rash; empty", known) == 3
    assert field.outcome("includes rash; empty", {**known, ("signs", field.codes.index("cold")): 2}) == 1


def test_a_list_holds_nothing_that_no_row_gives(tmp_path: Path) -> None:
    """Beside its only member a list is empty or not: a value of the dictionary that no row gives is never there."""
    write_xlsx(
        """
## Fields
- a: yes/no
- w: choice (w1, w2)
- o: choice (one, two)

## Decision: W
- Hit policy: Collect
- May be empty: yes

| | When | Then |
|---|---|---|
| | A | W |
| W1 | yes | w1 |

## Decision: O
- Hit policy: Any

| | When | Then |
|---|---|---|
| | W | O |
| O1 | empty | one |
| O2 | includes w1; includes w2 | two |
""",
        tmp_path,
    )
    check = proofcheck.Check(proof_of(tmp_path), tmp_path)
    assert next(iter(check.run())).startswith("2 decision tables")
    w = check.fields["w"]
    assert (w.have(("w", 0), {}), w.have(("w", 1), {})) == (3, 2)
