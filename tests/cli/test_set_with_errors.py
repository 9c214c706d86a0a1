"""A set with errors does not answer, and is not shown, as if it had none."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli.live import Showing
from b12tables.cli.main import cli
from b12tables.compiler import check
from b12tables.desk.session import _ACTIONS, Session
from b12tables.site.link_check import check_site
from tests.kit.tables import model_and_findings, write_xlsx

GAP = """
## Fields
- age: whole number, 0..120, unit a
- dose: choice (low, high)

## Decision: Dose
|    | When | Then | Because  |
|----|------|------|----------|
|    | Age  | Dose | Evidence |
| R1 | < 18 | low  | inference: x |
| R2 | > 18 | high | inference: x |
"""

MIXED = """
## Fields
- a: number, unit g
- b: number, unit mg
- x: number, unit mg, computed a + b
- dose: choice (low, high)

## Decision: Dose
|    | When  | Then | Because  |
|----|-------|------|----------|
|    | X     | Dose | Evidence |
| R1 | < 10  | low  | inference: x |
| R2 | >= 10 | high | inference: x |

## Decision: Other
|    | When  | Then  | Because  |
|----|-------|-------|----------|
|    | B     | Other | Evidence |
| R1 | -     | yes   | inference: x |
"""


@pytest.fixture
def gap(tmp_path: Path) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    write_xlsx(GAP, folder)
    return folder


def evaluated(folder: Path, case: object, *more: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["eval", str(folder), "--case", "-", *more], input=json.dumps(case))
    return result.exit_code, result.output


def test_an_answer_begins_with_what_is_wrong(gap: Path) -> None:
    code, said = evaluated(gap, {"age": "30 a"})
    assert code == 1
    assert said.startswith("This table set has 1 error") and "gap: " in said.splitlines()[1]
    code, said = evaluated(gap, {"age": "30 a"}, "--format", "json")
    told = json.loads(said)
    assert code == 1 and next(iter(told)) == "set" and told["set"]["errors"] and told["status"] == "ok"


@pytest.mark.parametrize("command", ["eval", "ask"])
def test_where_no_decision_is_left_it_is_said_and_nothing_is_answered(command: str, tmp_path: Path) -> None:
    alone = MIXED[: MIXED.index("## Decision: Other")]
    write_xlsx(alone, tmp_path)
    result = CliRunner().invoke(cli, [command, str(tmp_path), "--case", "-"], input='{"a": 1, "b": 2}')
    assert result.exit_code == 1 and "low" not in result.stdout
    assert (
        result.stderr.startswith("error: unit-mismatch") and "1 decision could not be judged" in result.stderr
    )


def test_a_field_whose_rule_is_in_error_is_no_input() -> None:
    model, findings = model_and_findings(MIXED.replace("- dose:", "- other: yes/no\n- dose:"))
    assert [f.name for f in findings if f.severity == "error"] == ["unit-mismatch"]
    assert model is not None and "x" not in model.fields
    assert [table.code for table in model.decisions] == ["other"]


@pytest.mark.parametrize(
    ("unit", "accepts", "right"),
    [
        ("pmol/L", "pg/mL = 0.7378 pmol/L; ng/L = 0.8 pmol/L", False),
        ("pmol/L", "pg/mL = 0.7378 pmol/L; ng/L = 0.7378 pmol/L", True),
        ("pmol/L", "pg/mL = 0.7378 pmol/L; ng/dL = 7.378 pmol/L", True),
        ("pmol/L", "pg/mL = 0.7378 pmol/L; ng/dL = 0.7378 pmol/L", False),
        ("Cel", "[degF] = 0.5556 Cel", False),
        ("Cel", "K = 1 Cel", False),
        ("mg", "ug; [IU] = 0.1 mg", True),
    ],
)
def test_one_quantity_has_one_value_in_whatever_unit_it_is_written(
    unit: str, accepts: str, right: bool
) -> None:
    text = GAP.replace("unit a", f"unit {unit}, accepts {accepts.replace('; ', ' | ')}")
    _, findings = model_and_findings(text)
    assert ("unit-mismatch" not in [f.name for f in findings]) == right


def test_every_page_carries_a_band_that_says_so(gap: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    result = CliRunner().invoke(cli, ["docs", "build", str(gap), "--out", str(out)])
    assert result.exit_code == 1 and "The site of " in result.output, result.output
    assert "This table set has 1 error: what it answers is not to be relied on.\n- gap: " in result.stderr
    pages = set(out.rglob("*.html")) - {out / "report.html"}
    assert len(pages) > 10
    for page in pages:
        assert "1 error</strong>" in page.read_text("utf-8"), page
    assert 'href="report.html"' in (out / "findings.html").read_text("utf-8")
    whole = (out / "report.html").read_text("utf-8")
    # the report with its tables drawn, as `check --format html` writes it, and a way back
    assert "This table set cannot be built yet." in whole and 'class="edit"' in whole
    assert 'href="findings.html"' in whole
    assert [str(problem) for problem in check_site(out) if problem.page == "report.html"] == []


# ---------------------------------------------------------------- one cell wrong in each kind of sheet

WHOLE = """
## About
- Title: Whole
- Identifier: whole_set
- Version: 0.1.0
- Status: Draft
- Intended use: tests.
- Disclaimer: no advice.

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Question |
|---|---|---|---|---|---|---|---|
| age | Age | whole number | 0 | 120 | a | no | How old? |
| kidney | Kidney | choice | | | | yes | Kidney? |
| dose | Dose | choice | | | | no | |

## Values
| Field | Value | Label |
|---|---|---|
| kidney | good | Good |
| kidney | bad | Bad |
| dose | low | Low |
| dose | high | High |

## Decision table: Dose
- Code: dose

|      | When  |                   | Then | Because  |
|------|-------|-------------------|------|----------|
| Rule | Age   | Kidney            | Dose | Evidence |
| R1   | < 18  | -                 | low  | S1 |
| R2   | >= 18 | bad               | low  | S1 |
| R3   | >= 18 | not(bad), unknown | high | S1 |

## Impossible
| ID | Combination | Why |
|---|---|---|
| I1 | Age: > 110<br>Kidney: good | seldom |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| SR1 | Kidney: bad | Dose: low | w |

## Cases
|      |             | Given |        | Expect |
|------|-------------|-------|--------|--------|
| Case | Description | Age   | Kidney | Dose   |
| C1   | a           | 30    | bad    | low    |
| C2   | b           | 30    | good   | high   |

## Sources
| ID | Title |
|---|---|
| P1 | paper |

## Statements
| ID | Source | Statement | Disposition |
|---|---|---|---|
| S1 | P1 | give low | encoded |

## Sign-off
| Decision | Rule | Person | Role | Date | Meaning |
|---|---|---|---|---|---|
| Dose | R1 | Ann | doctor | 2026-11-01 | |

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Accepted on | Until |
|---|---|---|---|---|---|---|
| subsumed-rule | Dose | R1 | x | Ann | 2026-11-01 | 2027-01-01 |

## Thresholds
| Name | Value | Source | Note |
|---|---|---|---|
| adult | 18 a | P1 | |

## Wall chart
- Title: Chart
- Rows: Kidney
- Columns: Age
- Show: Dose
"""

_RULES = WHOLE[WHOLE.index("| R1 ") : WHOLE.index("## Impossible")]

STILL_ANSWERING: Mapping[str, tuple[str, str]] = {
    "About": ("- Version: 0.1.0", "- Version: abc"),
    "Impossible": ("Age: > 110<br>", "Aged: > 110<br>"),
    "Safety rules": ("| Dose: low |", "| Dose: lw |"),
    "Cases": ("| 30    | bad ", "| thirty | bad "),
    "Sources": ("| P1 | paper |", "|  | paper |"),
    "Statements": ("| encoded |", "| endcoded |"),
    "Sign-off": ("| 2026-11-01 | |", "| yesterday | |"),
    "Accepted": ("| 2027-01-01 |", "| soon |"),
    "Thresholds": ("| 18 a |", "| many |"),
    "Wall chart": ("- Rows: Kidney", "- Rows: Kidny"),
}
"""A kind of sheet, and what is wrong in it: the decision can still be read."""

SILENT: Mapping[str, tuple[str, str]] = {
    "Dictionary": ("| whole number |", "| hole |"),
    "Dictionary, the result": ("| dose | Dose | choice |", "| dose | Dose | xx |"),
    "Dictionary, its heads": ("| Field | Label | Type | Minimum", "| Feld | Lab | Tip | Minimum"),
    "no Dictionary": ("## Dictionary", "## Words"),
    "Values": ("| kidney | bad | Bad |", "| kidney |  | Bad |"),
    "Decision table, a condition": ("| < 18 ", "| < abc "),
    "Decision table, a result": ("| -                 | low  |", "| -                 | lowx |"),
    "Decision table, a head": ("| Rule | Age  ", "| Rule | Aged "),
    "Decision table, its bands": ("|      | When ", "|      | Whn  "),
    "Decision table, its policy": ("- Code: dose\n", "- Code: dose\n- Hit policy: Sometimes\n"),
    "Decision table, no rows": (_RULES, ""),
    "no decision": (WHOLE[WHOLE.index("## Decision table") : WHOLE.index("## Impossible")], ""),
    "About alone": (WHOLE[WHOLE.index("## Dictionary") :], ""),
}
"""What is wrong, where no decision is left."""

DRAWN = ("Dictionary", "Values", "Decision table, a condition", "Decision table, a result")
"""The cell to mend stands in a table."""

WRONG = {**STILL_ANSWERING, **SILENT}


def folder_with(tmp_path: Path, *edit: str) -> Path:
    assert not edit or WHOLE.count(edit[0]) == 1, edit
    folder = tmp_path / "tables"
    folder.mkdir()
    write_xlsx(WHOLE.replace(*edit) if edit else WHOLE, folder)  # type: ignore[arg-type]
    return folder


def ended(*arguments: object, given: str = "") -> tuple[int, str]:
    """The exit code of a command and all that it says. What is no exit of its own fails the test."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exception)
    return result.exit_code, result.output


CASE = '{"age": "30 a", "kidney": "bad"}'


def commands(folder: Path, scratch: Path) -> dict[str, tuple[int, str]]:
    """What every command makes of a set: its exit code and its words."""
    sound = scratch / "sound"
    sound.mkdir()
    write_xlsx(WHOLE, sound)
    (scratch / "rows.csv").write_text("age,kidney\n30,bad\n")
    return {
        "check": ended("check", folder),
        "proof": ended("check", folder, "--proof", scratch / "proof.json"),
        "cases": ended("cases", folder),
        "cases --grade": ended("cases", folder, "--grade"),
        "cases --propose": ended("cases", folder, "--propose", 2, "--out", scratch / "proposed"),
        "eval": ended("eval", folder, "--case", "-", given=CASE),
        "ask": ended("ask", folder, given="30\nbad\n"),
        "build": ended("build", folder, "--out", scratch / "generated"),
        "compare, old": ended("compare", folder, sound),
        "compare, new": ended("compare", sound, folder),
        "signoff": ended("signoff", folder),
        "signoff --fill": ended("signoff", folder, "--fill"),
        "export dmn": ended("export", "dmn", folder, "--out", scratch / "set.dmn"),
        "export fhir": ended(
            "export", "fhir", folder, "--out", scratch / "set.json", "--base", "https://example.org"
        ),
        "export sql": ended("export", "sql", folder, "--out", scratch / "set.sql", "--dialect", "duckdb"),
        "cohort": ended("cohort", scratch / "rows.csv", "--tables", folder, "--out", scratch / "r.parquet"),
        "population": ended("population", scratch / "people.parquet", "--tables", folder, "--rows", 3),
        "watch": ended("watch", folder, "--no-site", "--times", 1),
    }


ANSWERING = ("eval", "ask", "cases")
COMPARING = ("compare, old", "compare, new")
FOLLOWING = ("watch",)
WRITTEN = (
    "generated", "proof.json", "proposed", "set.dmn", "set.sql", "r.parquet", "people.parquet",
)  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_every_command_ends_in_words_and_with_its_exit_code(what: str, tmp_path: Path) -> None:
    """1: something stands in the way. Two versions of which one is read in part are not compared (2: 1 would say that
    an answer changes). `watch` goes on."""
    folder = folder_with(tmp_path, *WRONG[what])
    told = commands(folder, tmp_path)
    codes = {name: code for name, (code, _) in told.items()}
    assert codes == {**dict.fromkeys(told, 1), **dict.fromkeys(COMPARING, 2), **dict.fromkeys(FOLLOWING, 0)}
    for name, (_, words) in told.items():
        assert "rror" in words, name
    for name in ANSWERING:
        words = told[name][1]
        assert words.startswith("This table set has " if what in STILL_ANSWERING else "error: "), name
        assert ("Nothing was answered" in words) == (what in SILENT), name
    assert [name for name in WRITTEN if (tmp_path / name).exists()] == []


def test_a_sound_set_is_answered_by_every_command(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    codes = {name: code for name, (code, _) in commands(folder, tmp_path).items()}
    accepted, unsigned = {"export sql": 2}, {"signoff": 1}
    assert codes == {**dict.fromkeys(codes, 0), **accepted, **unsigned}


@pytest.mark.parametrize("what", ["nothing", "a file that is no workbook"])
def test_where_nothing_can_be_read_every_command_says_so(what: str, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    if what != "nothing":
        (folder / "tables.xlsx").write_bytes(b"no workbook")
    told = commands(folder, tmp_path)
    codes = {name: code for name, (code, _) in told.items()}
    assert codes == {**dict.fromkeys(told, 2), **dict.fromkeys(FOLLOWING, 0)}
    assert all("rror" in words for _, words in told.values())
    code, words = ended("docs", "build", folder, "--out", tmp_path / "site")
    assert code == 2 and "error: " in words and not (tmp_path / "site").exists()


@pytest.mark.parametrize("what", SILENT)
def test_a_set_without_a_decision_has_a_site_that_says_so(what: str, tmp_path: Path) -> None:
    folder, out = folder_with(tmp_path, *SILENT[what]), tmp_path / "site"
    code, words = ended("docs", "build", folder, "--out", out)
    assert code == 1 and "This table set has " in words, words
    for page in set(out.rglob("*.html")) - {out / "report.html"}:
        assert re.search(r"\d+ errors?</strong>", page.read_text("utf-8")), page
    start = (out / "index.html").read_text("utf-8")
    assert "nothing can be asked here" in start and 'href="report.html"' in start and "Begin here" in start
    assert not (out / "try.html").exists() and 'class="graph"' not in start
    drawn = 'class="edit"' in (out / "report.html").read_text("utf-8")
    assert drawn or what not in DRAWN, "the tables as they look, with the cell to mend"
    assert [str(problem) for problem in check_site(out) if not problem.note] == []


def test_a_site_that_is_followed_comes_back_when_the_only_table_is_mended(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    sound = (folder / "tables.xlsx").read_bytes()
    shutil.rmtree(folder)
    broken = folder_with(tmp_path, *SILENT["Decision table, a condition"]) / "tables.xlsx"
    showing = Showing(None, None, 0, (folder,))

    def shown() -> str:
        showing.write(check(folder, date(2026, 11, 27), kept=showing.kept))
        assert showing.live.folder is not None
        return (showing.live.folder / "index.html").read_text("utf-8")

    try:
        assert "nothing can be asked here" in shown()
        bad = broken.read_bytes()
        broken.write_bytes(sound)
        assert 'href="try.html"' in shown()
        broken.write_bytes(bad)
        assert "nothing can be asked here" in shown()
    finally:
        showing.close()


@pytest.mark.parametrize("what", SILENT)
def test_the_desk_shows_what_is_wrong_where_no_decision_is_left(what: str, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, *SILENT[what])
    session = Session(lambda: date(2026, 11, 27))
    session.open({path.name: path.read_bytes() for path in folder.glob("*.xlsx")})
    assert session.draft is not None and session.draft.told
    assert "refused" not in session.ask({"do": "state"})
    for action in _ACTIONS:
        if action not in ("open", "start", "saved"):
            assert session.ask({"do": action, "given": json.loads(CASE)}), action
