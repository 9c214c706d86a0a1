"""Plain tables of others, by a mapping of their heads: taken as they are meant, or refused with every reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from b12tables import load
from b12tables.cli import cli
from b12tables.interop.dmn import NotMapped, import_spreadsheet, rows_of_csv
from tests.kit.packages import ROOT

MAPPING = """
title = "Who waits"
decision = "Step"
"hit policy" = "Unique"
rule = "ID"
any = ["N/A"]
ignore = ["Seen"]

[[when]]
head = "Cause"
type = "choice"
values = ["Dietary", "Other, or none", "Any"]

[[when]]
head = "Age (years)"
label = "Age"
type = "whole number"
unit = "a"
minimum = 0
maximum = 120

[[when]]
head = "Smokes"
type = "yes/no"
read = { Y = "yes", N = "no", "?" = "unknown" }
unknown = true

[[then]]
head = "Do"
type = "choice"
values = "cells"

[because]
evidence = "Why"
"""

TABLE = """Who waits,,,,,,
Seen,ID,Cause,AGE (years),Smokes,Do,Why
x,a,Dietary,>= 65,N/A,see now,inference: a book
x,b,dietary,< 65,?,=1+1,inference: a book
x,c,Dietary,< 65,"Y, N",wait,inference: a book
x,d,"Other, or none; any",N/A,N/A,wait,inference: a book
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def given(folder: Path, table: str = TABLE, mapping: str = MAPPING) -> tuple[Path, Path]:
    (folder / "theirs.csv").write_text(table, "utf-8")
    (folder / "map.toml").write_text(mapping, "utf-8")
    return folder / "theirs.csv", folder / "map.toml"


def test_a_table_becomes_a_set_that_passes_its_check(tmp_path: Path) -> None:
    theirs, mapping = given(tmp_path)
    made = run("import", theirs, tmp_path / "new", "--map", mapping)
    assert made.exit_code == 0, made.output
    assert "Who waits: 1 decision table in" in made.output
    for lost in (
        "not taken: row 1: it stands above the heads: 'Who waits'",
        "not taken: column 'Seen': the mapping leaves it out",
        "not taken: column 'Do': any value that no cell names: taken as all there are: see now; =1+1; wait",
    ):
        assert lost in made.output
    checked = run("check", tmp_path / "new")
    assert checked.exit_code == 0 and "Found: no errors" in checked.output, checked.output
    package = load(tmp_path / "new")
    answers = {
        ("Dietary", 70, None): "see_now",
        ("Dietary", 60, None): "t_1_1",
        ("Dietary", 60, "no"): "wait",
        ("Other, or none", 60, None): "wait",
        ("value_any", 90, "yes"): "wait",
    }
    for (cause, age, smokes), do in answers.items():
        result = package.evaluate({"cause": cause, "age": age, "smokes": smokes})
        assert result.outputs == {"step_table": {"do": do}}
    assert package.SET.by_code["do"].text("t_1_1") == "=1+1"  # a text in the sheet, and no formula
    assert package.evaluate({"cause": "Dietary", "age": 60}).outputs["step_table"] == {"do": "t_1_1"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("N/A,see", ",see"), "row 3, 'Smokes': blank. If that means any value, say any = [\"\"]"),
        (
            (
                "wait,",
                ",",
            ),
            "row 5, 'Do': blank. If that means none",
        ),
        (("Dietary,>=", "Diet,>="), "row 3, 'Cause': 'Diet' is none of its values"),
        (("Seen,ID", "Saw,ID"), "nobody says what the column 'Saw' is"),
        (("x,b", "x,A"), "the rule a is there twice"),
        (("x,b", "x,"), "row 4: the rule has no name under 'ID'"),
        ((",Why\n", ",Cause\n"), "no row has all the heads: 'Why' is not in row 2"),
        (("Seen,ID", "Cause,ID"), "the head 'Cause' is there twice"),
        (("Dietary,>=", "Diet\x07ary,>="), "row 3, 'Cause': it holds the character U+0007"),
        (("a book\n", "a \x1bbook\n"), "row 3, 'Why': it holds the character U+001B"),
        (("a book\n", "a book,more\n"), "row 3: 'more' stands behind the last head"),
        (('"Y, N"', '"Y, N'), "the file is no CSV"),
    ],
)
def test_what_is_not_understood_of_a_table_is_told_and_nothing_is_written(
    change: tuple[str, str], why: str, tmp_path: Path
) -> None:
    theirs, mapping = given(tmp_path, TABLE.replace(change[0], change[1], 1))
    made = run("import", theirs, tmp_path / "new", "--map", mapping)
    assert made.exit_code == 2 and why in made.output, made.output
    assert "Nothing was written" in made.output and not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (('decision = "Step"', ""), "the mapping does not say 'decision'"),
        (('"Unique"', '"Best"'), "'Best' is no hit policy: Unique, "),
        (('rule = "ID"', 'rules = "ID"'), "the mapping has no key 'rules'"),
        (('any = ["N/A"]', 'any = "N/A"'), "any is a list"),
        (("[[when]]", "[[whenever]]"), "the mapping has no key 'whenever'"),
        (('type = "yes/no"', 'type = "boolean"'), "when 'Smokes': type is one of choice, "),
        (('["Dietary", "Other, or none", "Any"]', '"cells"'), "looks like a test, and not like a value"),
        (('values = "cells"', ""), "then 'Do': values is a list of all values, or \"cells\""),
        (('unit = "a"', 'units = "a"'), "when 'Age (years)': there is no key 'units'"),
        (('label = "Age"', 'label = "cause"'), "when 'Age (years)': another column is called so too"),
        (('evidence = "Why"', 'evidence = "Do"'), "the mapping uses the head 'Do' twice"),
        (("unknown = true", 'unknown = "yes"'), "when 'Smokes': unknown is true or false"),
        (('evidence = "Why"', 'reason = "Why"'), "because has evidence and note"),
        (('decision = "Step"', 'decision = "Step\\u0007"'), "the mapping holds the character U+0007"),
        (('rule = "ID"', 'separator = ";;"'), "separator is one sign"),
        (("title =", "title"), "the mapping is no TOML"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_told(change: tuple[str, str], why: str, tmp_path: Path) -> None:
    table = TABLE.replace("x,d,", "x,e,not Dietary,N/A,N/A,wait,\nx,d,")
    theirs, mapping = given(tmp_path, table, MAPPING.replace(change[0], change[1], 1))
    made = run("import", theirs, tmp_path / "new", "--map", mapping)
    assert made.exit_code == 2 and why in made.output and "Traceback" not in made.output, made.output


def test_a_plain_table_without_a_mapping_is_not_guessed_at(tmp_path: Path) -> None:
    theirs, mapping = given(tmp_path)
    without = run("import", theirs, tmp_path / "new")
    assert without.exit_code == 2 and "--map" in without.output
    theirs.write_bytes("Größe".encode("latin-1"))
    refused = run("import", theirs, tmp_path / "new", "--map", mapping)
    assert refused.exit_code == 2 and "no text in UTF-8" in refused.output
    mapping.write_bytes(b"\xff")
    assert "is no text in UTF-8" in run("import", theirs, tmp_path / "new", "--map", mapping).output


# ---------------------------------------------------------------- a truth table, against a slow reading of it


def truth_table(random: Random) -> tuple[list[str], list[list[str]]]:
    """Every combination of a few inputs, each a row; in another order, with a result drawn."""
    inputs = {f"in {number}": ["T", "F"] if random.random() < 0.5 else ["low", "mid, or so", "no high"]
              for number in range(random.randint(1, 4))}  # fmt: skip
    rows = [[*values, random.choice(["go", "stop", "ask; then go"])] for values in product(*inputs.values())]
    random.shuffle(rows)
    return [*inputs, "out"], rows


def mapping_of(heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield 'decision = "Truth"\n"hit policy" = "Unique"'
    for place, head in enumerate(heads):
        yield f'[[{"then" if head == "out" else "when"}]]\nhead = "{head}"'
        if rows[0][place] in "TF":
            yield 'type = "yes/no"\nread = { T = "yes", F = "no" }'
        else:
            yield 'type = "choice"\nvalues = "cells"'


def as_csv(heads: list[str], rows: list[list[str]], path: Path) -> Path:
    with path.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path.with_suffix(".csv")


def as_workbook(heads: list[str], rows: list[list[str]], path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in [["Decision ID", "X.1"], [], heads, *rows]:
        book.worksheets[0].append(row)
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


@pytest.mark.parametrize("write", [as_csv, as_workbook])
@pytest.mark.parametrize("seed", range(3))
def test_a_truth_table_answers_as_its_rows_do(
    seed: int, write: Callable[[list[str], list[list[str]], Path], Path], tmp_path: Path
) -> None:
    heads, rows = truth_table(Random(seed))
    theirs, mapping = write(heads, rows, tmp_path / "theirs"), tmp_path / "map.toml"
    mapping.write_text("\n".join(mapping_of(heads, rows)), "utf-8")
    made = run("import", theirs, tmp_path / "new", "--map", mapping)
    assert made.exit_code == 0, made.output
    package = load(tmp_path / "new")
    for row in rows:
        case = {head.replace(" ", "_"): {"T": True, "F": False}.get(value, value)
                for head, value in zip(heads[:-1], row[:-1], strict=True)}  # fmt: skip
        result = package.evaluate(case)
        assert result.status == "ok" and result.words("out") == row[-1]


# ---------------------------------------------------------------- decision logic as the WHO lays it out

WHO = [
    ["Decision ID", "X.DT.01 Danger signs"],
    ["Business rule", "Refer where there is a danger sign"],
    ["Trigger", "X.B5 Quick check"],
    [None, "Inputs", None, "Output", "Action", "Annotations", "Reference(s)"],
    ["Hit policy", "Danger signs", "Heart rate", "Result", "Do", "Annotations", "Reference(s)"],
    [1, '"Danger signs" = "Bleeding"', "–", '"Result" = "Danger"', "Refer", "at once", "inference: a guide"],
    [2, '"Danger signs" = "No danger signs"', '"Heart rate" > 100 /min', "Danger", "Refer", None, "inference: a guide"],
    [3, '"Danger signs" = "No danger signs"', '"Heart rate" ≤ 100 /min', "None", "Go on", None, "inference: a guide"],
]  # fmt: skip

WHO_MAPPING = """
decision = "Quick check"
"hit policy" = "Unique"
rule = "Hit policy"
any = ["–"]
[[when]]
head = "Danger signs"
type = "choice"
values = ["Bleeding", "No danger signs"]
[[when]]
head = "Heart rate"
type = "whole number"
unit = "/min"
minimum = 0
maximum = 300
[[then]]
head = "Result"
type = "choice"
values = ["Danger", "None"]
[[then]]
head = "Do"
type = "choice"
values = "cells"
[because]
note = "Annotations"
evidence = "Reference(s)"
"""


def who_book(path: Path, **change: object) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "X.DT.01"
    for row in WHO:
        sheet.append(row)
    sheet.merge_cells("B4:C4")
    for place, value in change.items():
        sheet[place] = value
    book.create_sheet("Cover")["A1"] = "Decision-support logic"
    book.save(path)
    return path


def test_decision_logic_of_the_who_comes_in(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(WHO_MAPPING, "utf-8")
    theirs = who_book(tmp_path / "who.xlsx")
    unsaid = run("import", theirs, tmp_path / "new", "--map", tmp_path / "map.toml")
    assert unsaid.exit_code == 2 and "say which sheet: X.DT.01, Cover" in unsaid.output
    (tmp_path / "map.toml").write_text(f'sheet = "x.dt.01"{WHO_MAPPING}', "utf-8")
    made = run("import", theirs, tmp_path / "new", "--map", tmp_path / "map.toml")
    assert made.exit_code == 0, made.output
    assert made.output.count("it stands above the heads") == 4
    checked = run("check", tmp_path / "new")
    assert checked.exit_code == 0, checked.output
    package = load(tmp_path / "new")
    for signs, rate, rule in (
        ("Bleeding", 80, "1"),
        ("No danger signs", 101, "2"),
        ("No danger signs", 100, "3"),
    ):
        result = package.evaluate({"danger_signs": signs, "heart_rate": f"{rate} /min"})
        assert [fired.id for fired in result.step("quick_check_table").rules] == [rule]
    assert result.words("do") == "Go on"


def test_a_cell_that_cannot_be_relied_on_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(f'sheet = "X.DT.01"{WHO_MAPPING}', "utf-8")
    theirs = who_book(tmp_path / "who.xlsx", C7="=1/0", C8=datetime(2026, 3, 1))
    made = run("import", theirs, tmp_path / "new", "--map", tmp_path / "map.toml")
    assert made.exit_code == 2 and "C7: " in made.output, made.output


def test_a_cell_far_outside_is_no_end_of_the_table(tmp_path: Path) -> None:
    """Two cells in a file of a few kilobytes: not all that lies between is made room for."""
    _, mapping = given(tmp_path)
    theirs = tmp_path / "far.xlsx"
    for far in ("XFD1000", "A1000001"):
        book = openpyxl.Workbook()
        book.worksheets[0]["A1"], book.worksheets[0]["B2"] = "Cause", "x"
        book.worksheets[0][far] = "x"
        book.save(theirs)
        refused = run("import", theirs, tmp_path / "new", "--map", mapping)
        assert refused.exit_code == 2 and "clear what stands far outside" in refused.output, refused.output
        assert far in refused.output and not (tmp_path / "new").exists()


def test_the_page_says_how(tmp_path: Path) -> None:
    """The mapping and the table that docs/dmn.md shows."""
    page = (ROOT / "docs" / "dmn.md").read_text("utf-8")
    table, mapping = page.split("```csv\n")[1].split("```")[0], page.split("```toml\n")[1].split("```")[0]
    theirs, said = given(tmp_path, table, mapping)
    assert run("import", theirs, tmp_path / "new", "--map", said).exit_code == 0
    assert run("check", tmp_path / "new").exit_code == 0


def test_whatever_stands_in_a_table_it_is_taken_or_refused_in_words() -> None:
    """Cells exchanged for one another and for strange things: no exception but ours."""
    random = Random(5)
    strange: list[Any] = [
        "",
        " ",
        "-",
        "\x00",
        "\ud800",
        "=A1",
        "9" * 400,
        "x" * 40_000,
        "not(",
        '"',
        "ID",
        "N/A",
    ]
    cells = [list(row) for row in csv.reader(io.StringIO(TABLE))]
    pool = [*strange, *(value for row in cells for value in row)]
    taken = 0
    for _ in range(150):
        rows = [list(row) for row in cells]
        for _ in range(random.randint(1, 3)):
            row = random.choice(rows)
            row[random.randrange(len(row))] = random.choice(pool)
        try:
            taken += len(import_spreadsheet(lambda *_, rows=rows: rows, MAPPING).sheets) > 0
        except NotMapped as why:
            assert why.why
    with pytest.raises(NotMapped):
        rows_of_csv(b"x" * 6_000_000, ",")


@pytest.mark.parametrize(
    "broken", ["any = " + "9" * 5000, "any = " + "[" * 3000, "any = {", "any = 1\nany = 2"]
)
def test_a_mapping_that_is_no_toml_is_refused_in_a_sentence(broken: str) -> None:
    with pytest.raises(NotMapped, match="the mapping is no TOML: "):
        import_spreadsheet(lambda *_: [], broken)
