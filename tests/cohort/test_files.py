"""Files of patients by the command: mapped, proposed, answered, broken off and gone on with."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

from b12tables.cli import cli
from tests.cohort.test_cohort import TODAY, UNITS, patients
from tests.kit.packages import ROOT, real_package

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
csv = pytest.importorskip("pyarrow.csv")
cohort = pytest.importorskip("b12tables.cohort")

TABLES = ROOT / "tables"
MAPPING = """
[run]
today = "2026-11-26"
others = "keep"
decisions = ["duration", "warnings"]

[units]
""" + "\n".join(f'{name} = "{unit}"' for name, unit in UNITS.items())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(
        cli, ["cohort", *map(str, arguments), "--tables", str(TABLES)], catch_exceptions=False
    )


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Patients in a file of Parquet, and the mapping beside it."""
    table = pa.table(patients(real_package().SET, 900, Random(8)))
    table = table.append_column("nhs", pa.array([f"P{i}" for i in range(900)]))
    pq.write_table(table, tmp_path / "people.parquet")
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_file_is_answered_row_by_row_as_a_frame_is(people: Path) -> None:
    done = run(people / "people.parquet", "--map", people / "map.toml", "--out", people / "out.parquet")
    assert done.exit_code == 1 and "invalid-input: " in done.output and "900 rows" in done.output
    found = pq.read_table(people / "out.parquet")
    frame = cohort.evaluate_frame(
        pq.read_table(people / "people.parquet"), real_package(), units=UNITS, today=TODAY, others="keep",
        decisions=["duration", "warnings"],
    )  # fmt: skip
    assert found.to_pylist() == frame.to_pylist()
    assert not (people / "out.parquet.parts").exists()
    again = run(people / "people.parquet", "--map", people / "map.toml", "--out", people / "out.parquet")
    assert again.exit_code == 2 and "is there already" in again.output


@pytest.mark.slow
def test_csv_says_the_same(people: Path) -> None:
    """Text is read by the field: a number in a file of text is the number that it shows."""
    table = pq.read_table(people / "people.parquet")
    texts = {
        name: pa.array([None if v is None else _word(v) for v in table[name].to_pylist()], pa.string())
        for name in table.column_names
    }
    csv.write_csv(pa.table(texts), people / "people.csv")
    for kind in ("parquet", "csv"):
        run(people / f"people.{kind}", "--map", people / "map.toml", "--out", people / f"{kind}.out")
    one, other = (pq.read_table(people / f"{kind}.out").to_pylist() for kind in ("parquet", "csv"))
    answers = [{name: row[name] for name in ("nhs", "status", "duration", "warning")} for row in one]
    assert answers == [
        {name: row[name] for name in ("nhs", "status", "duration", "warning")} for row in other
    ]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(round(value, 4))
    return str(value)


@pytest.mark.slow
def test_a_run_that_was_broken_off_goes_on_and_gives_the_same_bytes(people: Path) -> None:
    from b12tables.cohort.files import FileRun, open_patients

    def start(name: str) -> Any:
        opened = open_patients([people / "people.parquet"])
        ready = cohort.Cohort(
            real_package(), opened.schema, cohort.Settings(units=UNITS, others="keep"), today=TODAY
        )
        return FileRun(ready, opened, people / name, {}, rows=128)

    start("whole.parquet").go()

    class Stopped(Exception):
        pass

    def stop(rows: int) -> None:
        raise Stopped

    for _ in range(3):  # each time one part further
        with pytest.raises(Stopped):
            start("broken.parquet").go(done=stop)
    # killed while it wrote the next part
    (people / "broken.parquet.parts" / ".part-000003.parquet.new").write_bytes(b"half")
    counted = start("broken.parquet").go()
    assert (people / "broken.parquet").read_bytes() == (people / "whole.parquet").read_bytes()
    assert sum(counted.statuses.values()) == 900


@pytest.mark.slow
def test_the_parts_of_another_run_are_not_taken(people: Path) -> None:
    parts = people / "out.parquet.parts"
    parts.mkdir()
    (parts / "mine.txt").write_text("somebody else's", "utf-8")
    done = run(people / "people.parquet", "--map", people / "map.toml", "--out", people / "out.parquet")
    assert done.exit_code == 2 and "somebody else" in done.output
    (parts / "mine.txt").unlink()
    (parts / "run.json").write_text('{"key": "other"}', "utf-8")
    done = run(people / "people.parquet", "--map", people / "map.toml", "--out", people / "out.parquet")
    assert done.exit_code == 2 and "other tables, files or settings" in done.output


@pytest.mark.slow
def test_what_does_not_fit_is_told_before_the_run(people: Path) -> None:
    done = run(people / "people.parquet", "--out", people / "out.parquet")
    assert done.exit_code == 2 and "say which in units" in done.output and "'nhs' is no field" in done.output
    (people / "map.toml").write_text("[colums]\n[run]\ntoday_ = 1\n", "utf-8")
    done = run(people / "people.parquet", "--map", people / "map.toml", "--out", people / "out.parquet")
    assert done.exit_code == 2 and "no mapping says 'colums'" in done.output and "'today_'" in done.output
    assert not (people / "out.parquet.parts").exists()
    done = run(people / "map.toml", "--out", people / "out.parquet")
    assert done.exit_code == 2 and ".toml" in done.output


@pytest.mark.slow
def test_a_mapping_is_proposed_from_names_units_and_values(people: Path) -> None:
    frame = pa.table(
        {
            "Main cause": ["dietary", "PA", "PA"],
            "b12 (pmol/L)": ["100", "x", None],
            "agee_years": ["1", "2", "3"],
        }
    )
    csv.write_csv(frame, people / "theirs.csv")
    done = run(people / "theirs.csv", "--propose")
    assert done.exit_code == 0
    assert 'cause = "Main cause"  # stated in 100% of the rows, read in 33%' in done.output
    assert 'b12 = "pmol/L"' in done.output and '# "PA" = ' in done.output
    assert '# "agee_years": no field is called so; age_years?' in done.output
    (people / "map.toml").write_text(done.output.replace('# "PA" = ', '"PA" = "pernicious_anaemia"'), "utf-8")
    done = run(people / "theirs.csv", "--map", people / "map.toml", "--out", people / "theirs.out")
    assert done.exit_code == 1 and "3 rows, 2 answered" in done.output


@pytest.mark.slow
def test_a_query_of_duckdb(people: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    database = duckdb.connect(str(people / "register.duckdb"))
    database.execute("create table people as select 'dietary' as cause, 1000 + range as nr from range(5)")
    database.close()
    done = run(
        people / "register.duckdb", "--query", "select cause from people", "--out", people / "out.parquet"
    )
    assert done.exit_code == 0 and "5 rows, 5 answered" in done.output
    done = run(people / "register.duckdb", "--query", "select nothing", "--out", people / "other.parquet")
    assert done.exit_code == 2 and "Nothing was answered" in done.output
