"""The written proof, checked by the program that shares no code with what wrote it."""

from __future__ import annotations

import copy
import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from b12tables import proofcheck
from b12tables.cli import cli
from b12tables.cli.proof import read_by_checker
from b12tables.compiler import read
from b12tables.compiler.model import Model
from b12tables.compiler.proof import proof_format, proof_text, prove, read_proof
from b12tables.compiler.proof.proof_file import NOT_READ, RESTS_ON_IT
from benchmarks.analysis import paper
from tests.kit.construct_sets import random_set
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.tables import write_xlsx
from tests.kit.written_sets import write_model
from tests.strategies import choices, run_part

SETS = Path(__file__).parent.parent / "kit" / "sets"
REAL = Path(__file__).parents[2] / "tables"

WARD = """
## Fields
- cause: choice (dietary, pernicious anaemia, surgery), unknown
- age: whole number, 0..120, unknown
- level: number, 0..2000, unit pg/mL
- numb: yes/no, unknown
- pale: yes/no, unknown
- tongue: yes/no, unknown
- findings: choice (neuropathy, anaemia, glossitis)
- severity: choice (mild, severe)
- regimen: choice (oral, injections, refer)
- warning: choice (w1, w2, w3)
- flag: choice (f1, f2)
- look: choice (l1, l2)
- signs: choices (hot, cold, rash), unknown
- points: whole number, 0..5
- risk: choice (low, high)

## Decision: Findings
- Hit policy: Collect
- May be empty: yes

|    | When |      |        | Then     |
|----|------|------|--------|----------|
|    | Numb | Pale | Tongue | Findings |
| N1 | yes  | -    | -      | neuropathy |
| N2 | -    | yes; unknown | - | anaemia |
| N3 | -    | -    | yes    | glossitis |

## Decision: Severity
- Hit policy: First

|    | When     |       | Then     |
|----|----------|-------|----------|
|    | Findings | Level | Severity |
| S1 | includes neuropathy | - | severe |
| S2 | excludes neuropathy and includes anaemia | < 100 | severe |
| S3 | -        | -     | mild     |

## Decision: Regimen
- Hit policy: Unique

|    | When     |       |     | Then    |
|----|----------|-------|-----|---------|
|    | Severity | Cause | Age | Regimen |
| R1 | severe   | -     | -   | injections |
| R2 | mild     | dietary | < 75 | oral |
| R3 | mild     | dietary | >= 75; unknown | refer |
| R4 | mild     | not(dietary); unknown | [0..120]; unknown | injections |

## Decision: Warning
- Hit policy: Rule order
- May be empty: yes

|    | When  |         | Then    |
|----|-------|---------|---------|
|    | Level | Regimen | Warning |
| W1 | [0..50) | -     | w1      |
| W2 | 20 to 60 | not(refer) | w2  |
| W3 | -     | refer   | w3      |

## Decision: Flag

|    | When   | Then |
|----|--------|------|
|    | Cause  | Flag |
| F1 | not(surgery) | f1 |
| F2 | surgery; unknown | f2 |

## Decision: Look

|    | When     | Then |
|----|----------|------|
|    | Findings | Look |
| L1 | empty | l1 |
| L2 | includes glossitis | l2 |
| L3 | excludes glossitis and includes neuropathy | l2 |
| L4 | excludes glossitis and excludes neuropathy and includes anaemia | l2 |

## Decision: Points
- Hit policy: Collect sum

|    | When  |      | Then   |
|----|-------|------|--------|
|    | Signs | Pale | Points |
| P0 | -     | -    | 0      |
| P1 | includes hot | - | 1   |
| P2 | includes cold and excludes hot | yes | 2 |
| P3 | unknown | -  | 1      |

## Decision: Risk

|    | When   |       | Then |
|----|--------|-------|------|
|    | Points | Signs | Risk |
| K1 | >= 2   | -     | high |
| K2 | < 2    | includes rash | high |
| K3 | < 2    | excludes rash | low |
| K4 | < 2    | unknown | low |

## Impossible

| ID | Combination | Why |
|----|-------------|-----|
| X1 | Cause: dietary<br>Age: > 110 | tests |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| A1 | Findings: includes neuropathy | Regimen: not(oral) | nerves |
| A2 | Regimen: oral | Severity: mild<br>Age: < 75 | tests |
| A3 | Level: < 20 | Warning: includes w1 | tests |
| A4 | Regimen: refer | Warning: includes w3 and excludes w2 | tests |
| A5 | Cause: surgery; unknown | Regimen: injections | tests |
| A6 | Signs: includes rash | Risk: high | tests |
| A7 | Signs: unknown<br>Points: < 2 | Risk: low | tests |
"""


def proof_of(folder: Path, bound: float = 4) -> dict[str, Any]:
    """The proof of the set in a folder, as the file holds it."""
    model, found = read(folder)
    assert model is not None, found
    return json.loads(proof_text(prove(model, bound, None, partial(read_by_checker, folder))))  # type: ignore[no-any-return]


_LOAD = openpyxl.load_workbook


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that stays as it is is read once by the checker."""
    read_ones: dict[Path, Any] = {}

    def load(file: Path, **how: Any) -> Any:
        if "ward" not in str(file) and "keep" not in str(file):
            return _LOAD(file, **how)
        if file not in read_ones:
            read_ones[file] = _LOAD(file, **how)
        return read_ones[file]

    monkeypatch.setattr(proofcheck.openpyxl, "load_workbook", load)


def checked(proof: dict[str, Any], folder: Path) -> list[str]:
    """What the checker says; raises `Refused` where it refuses, or stumbles."""
    try:
        return list(proofcheck.Check(proof, folder).run())
    except Exception as why:
        raise proofcheck.Refused(str(why)) from why


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("ward")
    write_xlsx(WARD, folder)
    return folder, proof_of(folder)


def test_everything_of_a_small_set_is_shown(ward: tuple[Path, dict[str, Any]]) -> None:
    folder, proof = ward
    assert proof["left_out"] == {}
    assert proof["claims"] == "8 of 8 decision tables, 7 of 7 safety rules"
    said = checked(proof, folder)
    assert said[0].startswith("8 decision tables and 7 safety rules: shown")
    assert len(said) == 1


@pytest.mark.parametrize("name", [path.stem for path in sorted(SETS.glob("*.md"))])
def test_the_other_sets_are_shown_as_far_as_the_proof_goes(name: str, tmp_path: Path) -> None:
    write_xlsx((SETS / f"{name}.md").read_text(encoding="utf-8"), tmp_path)
    proof = proof_of(tmp_path)
    said = checked(proof, tmp_path)
    assert proof["tables"]
    assert bool(proof["left_out"]) == (len(said) == 2)
    assert all(name in said[-1] for name in proof["left_out"])


# ---------------------------------------------------------------- what was changed is refused


def splits(node: Any) -> Iterator[list[Any]]:
    """Every split of a tree."""
    if isinstance(node, list):
        yield node
        for _, child in node[1]:
            yield from splits(child)


def tampered(proof: dict[str, Any], random: Random) -> dict[str, Any]:
    """The proof with one thing changed that it rests on."""
    changed = copy.deepcopy(proof)
    tables = list(changed["tables"].values())
    table = random.choice(tables)
    row = random.choice(table["rows"])
    trees = [entry["tree"] for kind in ("tables", "safety") for entry in changed[kind].values()]
    arms = [node for tree in trees for node in splits(tree) if len(node[1]) > 1]
    deep = [node for node in changed["safety"].values() if isinstance(node["tree"], list)]
    kind = random.randrange(7)
    if kind == 0:
        random.choice(arms)[1].pop(random.randrange(2))
    elif kind == 1:
        table["tree"] = random.choice((0, "X1", [0]))
    elif kind == 2:
        other = random.choice([entry for entry in table["rows"] if entry[3] != row[3]])
        row[3] = other[3]
    elif kind == 3 and row[2]:
        place = random.choice(list(row[2]))
        row[2][place] = "unknown" if row[2][place] != "unknown" else "known"
    elif kind == 4:
        table["rows"].remove(row)
    elif kind == 5:
        random.choice(deep)["tree"] = random.choice((0, "X1", ["cause", [["-", "X1"]]]))
    else:
        arm = random.choice(random.choice(arms)[1])
        arm[0] = "unknown" if arm[0] != "unknown" else "-"
        arm[1] = arm[1] if arm[0] == "unknown" else "X1"
    return changed


@pytest.mark.parametrize("part", range(5))
def test_every_tampered_proof_is_refused(ward: tuple[Path, dict[str, Any]], part: int) -> None:
    folder, proof = ward
    random, tried = Random(part), 0
    while tried < 100:
        changed = tampered(proof, random)
        if changed == proof:
            continue
        tried += 1
        try:
            said = checked(changed, folder)
        except proofcheck.Refused:
            continue
        pytest.fail(f"accepted: {said}")


EDITS = [
    ("R2", 3, "oral", "refer"),
    ("R2", 2, "dietary", "surgery"),
    ("R3", 3, ">= 75; unknown", "> 75; unknown"),
    ("S2", 2, "< 100", "< 101"),
    ("W3", 2, "refer", "oral"),
    ("P2", 1, "includes cold and excludes hot", "includes cold and includes hot"),
    ("P3", 3, 1, 2),
    ("K4", 2, "unknown", "known"),
    ("A6", 1, "Signs: includes rash", "Signs: includes hot"),
    ("A1", 2, "Regimen: not(oral)", "Regimen: not(injections)"),
    ("A3", 1, "Level: < 20", "Level: < 70"),
    ("X1", 1, "Cause: dietary\nAge: > 110", "Cause: surgery\nAge: > 110"),
]


@pytest.mark.parametrize(("row", "column", "old", "new"), EDITS)
def test_a_table_changed_after_the_proof_is_refused(
    ward: tuple[Path, dict[str, Any]], row: str, column: int, old: str, new: str, tmp_path: Path
) -> None:
    folder, proof = ward
    (file,) = folder.glob("*.xlsx")
    book = openpyxl.load_workbook(file)
    changed = 0
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cells[0].value == row and cell.value == old:
                    cell.value, changed = new, changed + 1
    assert changed
    book.save(tmp_path / file.name)
    if row == "X1":
        # the proof may do without the combination; what it says is then true of the new set as well
        used = '"X1"' in json.dumps(proof)
        assert not used or proofcheck.main([str(_written(proof, tmp_path)), str(tmp_path)]) == 1
        return
    with pytest.raises(proofcheck.Refused):
        checked(proof, tmp_path)


def _written(proof: dict[str, Any], folder: Path) -> Path:
    path = folder / "proof.json"
    path.write_text(json.dumps(proof), encoding="utf-8")
    return path


# ---------------------------------------------------------------- guards, and results that stay as they were


@pytest.mark.parametrize("seed", [0, 4, 5, 11])
def test_sets_of_which_the_checker_does_not_read_everything(seed: int, tmp_path: Path) -> None:
    """Several tables for one decision, and results that are kept, are left out, with whatever rests on them."""
    write_xlsx(random_set(Random(seed)), tmp_path)
    proof = proof_of(tmp_path, bound=1)
    said = checked(proof, tmp_path)
    assert {"plan", "next_kept"} <= {*proof["left_out"]}
    assert proof["left_out"]["plan"] == NOT_READ and len(said) == 2


GUARDED = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unknown | Kept from |
|---|---|---|---|---|---|---|
| age | Age | whole number | 0 | 100 | | |
| now | Present interval | choice | | | | |
| next | Next interval | choice | | | | now |

## Values
| Field | Value | Label |
|---|---|---|
| now | wk | Weekly |
| now | mo | Monthly |
| next | wk | Weekly |
| next | mo | Monthly |

## Decision: Plan
- Code: plan
- Applies when: Age: < 18

| | When | Then |
|---|---|---|
| Rule | Present interval | Next interval |
| R1 | wk | unchanged |
| R2 | mo | wk |

## Decision: Plan
- Code: plan
- Applies when: Age: >= 18

| | When | Then |
|---|---|---|
| Rule | Age | Next interval |
| R3 | < 65 | mo |
| R4 | >= 65 | unchanged |
"""


def test_what_the_checker_does_not_read_is_never_claimed(tmp_path: Path) -> None:
    """Tables with a guard, or that keep a result, are called unread; who claims something of them is refused."""
    write_xlsx(
        GUARDED + "\n## Safety rules\n| ID | When | Must | Why |\n|---|---|---|---|\n"
        "| S1 | Age: < 5 | Next interval: wk; mo | a table decides it |\n",
        tmp_path,
    )
    model, _ = read(tmp_path)
    assert model is not None
    proof = proof_of(tmp_path)
    assert proof["left_out"] == {
        "plan_table": NOT_READ,
        "plan": NOT_READ,
        "next_kept": NOT_READ,
        "S1": RESTS_ON_IT,
    }
    assert checked(proof, tmp_path)[1] == "a partial proof: it says nothing of 2 others: plan, S1"
    claimed = json.loads(proof_text(prove(model)))
    for part, name in (("tables", "plan"), ("tables", "next_kept"), ("safety", "S1")):
        with pytest.raises(proofcheck.Refused):
            checked({**proof, part: {name: claimed[part][name]}}, tmp_path)


# ---------------------------------------------------------------- random sets, and an engine with faults


@pytest.mark.parametrize("make", [small_model, random_model])
@pytest.mark.parametrize("part", range(2))
def test_random_sets(make: Callable[[Random], Model], part: int, tmp_path: Path) -> None:
    """What is read from one file by both: each claim that is written is confirmed."""

    def holds(random: Random) -> None:
        folder = tmp_path / "set"
        write_model(make(random), folder)
        model, found = read(folder)
        if model is not None and not any(finding.severity == "error" for finding in found):
            checked(proof_of(folder, bound=1), folder)

    run_part(part, 12, holds, choices())


NOTHING_IS_ASKED = """
## Fields
- a: yes/no
- n: number, 0..10
- o: choice (one, two)
- p: choice (one, two, three)
- q: choice (one, two)

## Decision: O
- Hit policy: First

| | When | Then |
|---|---|---|
| | A | O |
| R1 | - | one |
| R2 | yes | two |

## Decision: P

| | When | | Then |
|---|---|---|---|
| | O | N | P |
| P1 | - | < 5 | one |
| P2 | - | > 5 | two |

## Decision: Q
- Hit policy: First

| | When | Then |
|---|---|---|
| | P | Q |
| Q1 | one; two | one |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | N: > 5 | N: known<br>O: - | tests |
| B2 | O: - | N: known | tests |
| B3 | Q: two | O: - | tests |
| B4 | P: one | N: < 5 | tests |
| B5 | O: two | A: no | tests |
"""


def test_what_is_not_asked_is_not_leant_on(tmp_path: Path) -> None:
    """A leaf names no table that decides only what stands as `-` in what is judged: nothing hangs on it there."""
    write_xlsx(NOTHING_IS_ASKED, tmp_path)
    proof = proof_of(tmp_path)
    assert checked(proof, tmp_path)
    # nobody with N 5 has an answer of P: B4 would be shown by that gap
    assert {*proof["safety"]} == {"B1", "B2", "B3", "B5"}
    assert proof["safety"]["B3"] == {"tree": 0}


A_LIST_OF_NUMBERS = """
## Fields
- a: yes/no
- n: number, 0..9
- m: yes/no

## Decision: N
- Hit policy: Rule order
- May be empty: yes

| | When | Then | |
|---|---|---|---|
| | A | N | M |
| R1 | yes | 1 | yes |
| R2 | - | none | no |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| B1 | A: yes | N: known | tests |
| B2 | A: yes | M: includes yes | tests |
"""


def test_lists_of_what_has_no_words_are_not_read(tmp_path: Path) -> None:
    """Their members are no fields of the checker: nothing is claimed that speaks of them."""
    write_xlsx(A_LIST_OF_NUMBERS, tmp_path)
    proof = proof_of(tmp_path)
    assert {*proof["left_out"]} == {"n", "B1", "B2"}
    assert checked(proof, tmp_path)


# ---------------------------------------------------------------- the command


def test_the_command_writes_what_the_checker_reads(ward: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, proof = ward
    out = tmp_path / "proof.json.gz"
    run = CliRunner().invoke(cli, ["check", str(folder), "--no-release", "--proof", str(out)])
    assert "8 decision tables and 7 safety rules" in run.output
    assert "The independent checker confirms it, and anyone can" in run.output
    first = out.read_bytes()
    assert json.loads(gzip.decompress(first)) == proof | json.loads(gzip.decompress(first))
    # a proof that another release wrote, in an older form, gives way
    out.write_bytes(gzip.compress(b'{\n"format": "b12tables proof 1",\n"content": ""\n}\n'))
    CliRunner().invoke(cli, ["check", str(folder), "--no-release", "--proof", str(out)])
    assert out.read_bytes() == first
    checker = Path(proofcheck.__file__)
    alone = subprocess.run(
        [sys.executable, "-I", str(checker), str(out), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (alone.returncode, alone.stderr) == (0, "")
    assert "8 decision tables and 7 safety rules: shown" in alone.stdout


def test_a_file_that_is_no_proof_is_not_overwritten(
    ward: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    out = tmp_path / "notes.json"
    out.write_text("mine: b12tables proof 4", encoding="utf-8")
    run = CliRunner().invoke(cli, ["check", str(ward[0]), "--no-release", "--proof", str(out)])
    assert run.exit_code == 2
    assert "is there, and is no proof of ours" in run.output
    assert out.read_text(encoding="utf-8") == "mine: b12tables proof 4"


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b'{\n"format": "b12tables proof 1",', "b12tables proof 1"),
        (gzip.compress(b'{"format": "b12tables proof 12"}', mtime=0), "b12tables proof 12"),
        (b'{"title": "b12tables proof 4"}', None),
        (b"\x1f\x8bno", None),
        (gzip.compress(b'{"format": "b12tables proof 3"}', mtime=0)[:15] + b"\xff\xff", None),
    ],
)
def test_a_proof_of_any_release_is_known_by_its_beginning(content: bytes, form: str | None) -> None:
    assert proof_format(content) == form
    if form is not None:
        with pytest.raises(ValueError, match="a proof that another release wrote: let `check --proof`"):
            read_proof(content)


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"tables": 3, "safety": {}, "factors": {}}', "\x00", "[" * 100_000]
)
def test_what_is_no_proof_is_refused_in_a_sentence(
    ward: tuple[Path, dict[str, Any]], tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "proof.json"
    path.write_text(content, encoding="utf-8")
    assert proofcheck.main([str(path), str(ward[0])]) == 1
    assert capsys.readouterr().out.startswith("refused: ")


@pytest.mark.slow
def test_our_own_set(tmp_path: Path) -> None:
    proof = proof_of(REAL, bound=1)
    packed = gzip.compress(json.dumps(proof).encode(), mtime=0)
    assert len(packed) < 5_000_000
    assert len(proof["tables"]) > 50
    assert len(proof["safety"]) > 150
    assert checked(proof, REAL)[0].startswith(
        f"{len(proof['tables'])} decision tables and {len(proof['safety'])}"
    )


@pytest.mark.slow
def test_a_large_table(tmp_path: Path) -> None:
    """What is sound is within the bound, however many rows: the tree grows as they do."""
    folder = write_model(paper(500, 10, noise=0), tmp_path / "set")
    proof = proof_of(folder, bound=20)
    assert proof["left_out"] == {}
    assert checked(proof, folder)[0].startswith("1 decision tables and 0 safety rules: shown, over 5")


@pytest.mark.parametrize("broken", [b"PK\x03\x04 and no more", b"", b"text"])
def test_a_workbook_that_is_none_is_refused_in_a_sentence(
    ward: tuple[Path, dict[str, Any]], broken: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "set.xlsx").write_bytes(broken)
    assert proofcheck.main([str(_written(ward[1], tmp_path)), str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("refused: ")
    assert proofcheck.main([]) == 1
    assert "python -m b12tables.proofcheck PROOF FOLDER" in capsys.readouterr().out
