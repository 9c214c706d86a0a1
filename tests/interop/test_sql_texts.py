"""Texts of strangers in a statement, what is refused, and `b12tables export sql` as a user meets it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from b12tables.cli import cli
from b12tables.compiler.model import Model
from b12tables.interop.sql import DIALECTS, Asked, NotWritten, export_sql
from b12tables.interop.sql.reading import unit_factor
from b12tables.runtime.words import visible
from tests.cohort.test_cohort import UNITS
from tests.interop.sql_kit import run_duckdb
from tests.interop.strange_set import STRANGE
from tests.interop.test_sql import postgres
from tests.kit.known_errors import KNOWN_ERRORS, known_error_model
from tests.kit.packages import package_of, real_model
from tests.kit.tables import model_from_markdown, write_xlsx

__all__ = ["postgres"]

pa = pytest.importorskip("pyarrow")

HOSTILE = (
    "'; DROP TABLE patients; --",
    'a"b',
    "back\\slash '' \\' quote",
    "${env:HOME} $x $$",
    "/* open",
    "grün 中文 😀 `tick`",
    "two\n\nlines\rand 'quotes'",
    "turned \u202e\u2066 round\u2069\u200f",
)


def with_results(model: Model, texts: tuple[str, str]) -> Model:
    """The small set with two results that are texts of strangers, and a label of one."""
    table = model.decisions[0]
    rules = list(table.rules)
    for place, text in enumerate(texts):
        rules[place] = replace(rules[place], results=(replace(rules[place].results[0], value=text),))
    fields = {**model.fields, "note": replace(model.fields["note"], label=f"{texts[0]}\n; DROP TABLE x --")}
    return replace(model, fields=fields, decisions=(replace(table, rules=tuple(rules)),))


PATIENTS: dict[str, Any] = {
    "id": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    "level": [100.4, 100.5, 100.5, 500.0, None, 1e30, float("nan"), 0.1, 100.5, -1.0],
    "note": [None, "Look  out".replace("  ", " "), None, "x", None, None, None, None, "größer", None],
    "sign": [[], None, ["pale", "pale"], ["tired"], [], [], [], ["nobody"], [], []],
}
OWN = {"level": "nmol/L"}
EXPECTED = ["ok"] * 4 + ["missing-input"] + ["invalid-input"] * 5


def rows_of(dialect: str, model: Model, server: Any) -> list[dict[str, Any]]:
    statement = export_sql(model, dialect, Asked(units=OWN, keep=("id",)))
    table = pa.table(PATIENTS)
    found = run_duckdb(statement, table) if dialect == "duckdb" else server.rows(statement, table)
    return sorted(found, key=lambda row: row["id"])


def check_hostile(dialect: str, server: Any = None) -> None:
    for first, second in zip(HOSTILE, HOSTILE[1:] + HOSTILE[:1], strict=True):
        model = with_results(model_from_markdown(STRANGE), (first, second))
        rows = rows_of(dialect, model, server)
        assert [row["status"] for row in rows] == EXPECTED
        assert [row["step"] for row in rows] == [first, second, "third", "fourth"] + [None] * 6
        assert [row["reason"] is None for row in rows] == [status == "ok" for status in EXPECTED]


def test_hostile_texts_in_duckdb() -> None:
    check_hostile("duckdb")


def test_hostile_texts_in_postgresql(postgres: Any) -> None:
    check_hostile("postgres", postgres)


def test_nothing_of_a_text_ends_a_comment_or_turns_a_line_round() -> None:
    model = with_results(model_from_markdown(STRANGE), ("a", HOSTILE[-1]))
    for dialect in DIALECTS:
        text = export_sql(model, dialect, Asked(units=OWN))
        assert text == visible(text)
        lines = [line for line in text.splitlines() if "DROP" in line and not line.lstrip().startswith("--")]
        # what is left stands in the reasons, as a text
        assert all("THEN '" in line for line in lines)


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_the_same_bytes_again(dialect: str) -> None:
    # the real tables once: what is written in another dialect comes the same way
    model = real_model() if dialect == "spark" else model_from_markdown(STRANGE)
    units = UNITS if dialect == "spark" else {"level": "nmol/L"}
    asked = Asked(columns={next(iter(model.fields)): 'main "cause" `x`'}, units=units, keep=("nr",))
    assert export_sql(model, dialect, asked) == export_sql(model, dialect, asked)


def test_a_unit_is_put_into_the_fields_own_exactly() -> None:
    model = model_from_markdown(STRANGE)
    table = pa.table({**PATIENTS, "level": [0.1004, 0.1005, 0.1005, 0.5, None, 1e14, 1.1, 0.1, 0.1, -1.0]})
    rows = run_duckdb(export_sql(model, "duckdb", Asked(units={"level": "umol/L"}, keep=("id",))), table)
    assert [row["status"] for row in sorted(rows, key=lambda row: row["id"])][:7] == [
        *["ok"] * 4, "missing-input", "invalid-input", "invalid-input"
    ]  # fmt: skip
    assert [row["step"] for row in rows][:4] == ["TEXT", "OTHER", "third", "fourth"]


@pytest.mark.parametrize("unit", ["umol/L", "µmol/L", "UMOL/L"])
def test_a_unit_is_the_same_however_it_is_spelt(unit: str) -> None:
    model = model_from_markdown(STRANGE)
    level = package_of(model).SET.inputs["level"].read(f"0.5 {unit}")
    assert unit_factor(model.fields["level"], unit) == 1000 and level == 500


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(columns={"nobody": "x"}), "nobody is no input"),
        (Asked(units={"level": "mg"}), "is not taken in mg"),
        (Asked(absent=frozenset({"step"})), "step is no input"),
        (Asked(units=OWN, keep=("Status",)), "name of an answer"),
        (Asked(units=OWN, keep=("a\nb",)), "'a.nb' is no name of a table or column"),
        (Asked(units=OWN, source=""), "'' is no name of a table or column"),
        (Asked(), r"Level: its numbers could be in any of nmol/L, umol/L, \[IU\]; say in which \(level\)"),
    ],
)
def test_what_is_refused(asked: Asked, said: str) -> None:
    with pytest.raises(NotWritten, match=said):
        export_sql(model_from_markdown(STRANGE), "duckdb", asked)


def test_a_set_with_accepted_errors_is_refused() -> None:
    finding, _ = KNOWN_ERRORS[0]
    with pytest.raises(NotWritten, match="accepted"):
        export_sql(known_error_model(*finding), "duckdb")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


UNIT = ("--unit", "level=nmol/L")


def test_the_command(tmp_path: Path) -> None:
    folder, out = tmp_path / "tables", tmp_path / "set.sql"
    folder.mkdir()
    write_xlsx(STRANGE.replace("TEXT", "first").replace("OTHER", "second"), folder)
    done = run("export", "sql", folder, "--dialect", "duckdb", "--out", out, "--keep", "id", *UNIT)
    assert done.exit_code == 0, done.output
    rows = run_duckdb(out.read_text("utf-8"), pa.table(PATIENTS))
    assert [row["status"] for row in sorted(rows, key=lambda row: row["id"])] == EXPECTED
    assert run("export", "sql", folder, "--dialect", "spark", "--out", out, *UNIT).exit_code == 0
    out.write_text("SELECT 1")
    refused = run("export", "sql", folder, "--dialect", "duckdb", "--out", out)
    assert refused.exit_code == 2 and "Nothing was written" in refused.output
    wrong = run(
        "export", "sql", folder, "--dialect", "duckdb", "--out", tmp_path / "x.sql", "--unit", "level=mg"
    )
    assert wrong.exit_code == 2 and "is not taken in mg" in wrong.output
    assert not (tmp_path / "x.sql").exists()
