"""Files of patients by the command: mapped, proposed, answered, broken off and gone on with."""

from __future__ import annotations

import functools
import io
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

from b12tables.cli import cli
from b12tables.cli import cohort as command
from b12tables.compiler import Report
from tests.cohort.test_cohort import TODAY, UNITS, patients
from tests.disk.killing import every_fault, left_beside
from tests.kit.packages import ROOT, real_model, real_package

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


def run_anew(*arguments: object) -> Result:
    """The command, which checks and compiles the tables."""
    return CliRunner().invoke(
        cli, ["cohort", *map(str, arguments), "--tables", str(TABLES)], catch_exceptions=False
    )


def run(*arguments: object) -> Result:
    """The command, with the tables as they were checked and compiled once."""
    with pytest.MonkeyPatch.context() as once:
        once.setattr(command, "check", _checked)
        once.setattr(command, "package_of", lambda model: real_package())
        return run_anew(*arguments)


def _checked(folder: Path, *how: object, **more: object) -> Report:
    assert folder == TABLES
    return Report(real_model(), (), None)


@functools.cache
def _people() -> Any:
    table = pa.table(patients(real_package().SET, 900, Random(8)))
    return table.append_column("nhs", pa.array([f"P{i}" for i in range(900)]))


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Patients in a file of Parquet, and the mapping beside it."""
    pq.write_table(_people(), tmp_path / "people.parquet")
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_file_is_answered_row_by_row_as_a_frame_is(people: Path) -> None:
    done = run_anew(people / "people.parquet", "--map", people / "map.toml", "--out", people / "out.parquet")
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


def start(people: Path, out: Path, rows: int) -> Any:
    """A run over the patients in a file, by parts of so many rows."""
    from b12tables.cohort.files import FileRun, open_patients

    opened = open_patients([people / "people.parquet"])
    return FileRun(_planned(opened.schema), opened, out, {}, rows=rows)


@functools.cache
def _planned(schema: Any) -> Any:
    settings = cohort.Settings(units=UNITS, others="keep")
    return cohort.Cohort(real_package(), schema, settings, today=TODAY, decisions=["duration"])


class Stopped(Exception):
    pass


def stop(rows: int) -> None:
    raise Stopped


@pytest.mark.slow
def test_a_run_that_was_broken_off_goes_on_and_gives_the_same_bytes(people: Path) -> None:
    start(people, people / "whole.parquet", 128).go()
    for _ in range(3):  # each time one part further
        with pytest.raises(Stopped):
            start(people, people / "broken.parquet", 128).go(done=stop)
    counted = start(people, people / "broken.parquet", 128).go()
    assert (people / "broken.parquet").read_bytes() == (people / "whole.parquet").read_bytes()
    assert sum(counted.statuses.values()) == 900
    assert not (people / "broken.parquet.parts").exists() and not left_beside(people)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
@pytest.mark.parametrize("kind", ["kill", "full"])
def test_killed_at_any_write_it_goes_on_and_gives_the_same_bytes(people: Path, kind: str) -> None:
    pq.write_table(pq.read_table(people / "people.parquet").slice(0, 24), people / "people.parquet")
    start(people, people / "whole.parquet", 12).go()
    whole, below = (people / "whole.parquet").read_bytes(), people / "run"
    below.mkdir()
    out = below / "out.parquet"

    def looked_at(at: int) -> None:
        assert not out.exists() or out.read_bytes() == whole, at
        start(people, out, 12).go()  # the next call works, whatever was left
        assert out.read_bytes() == whole and [path.name for path in below.iterdir()] == [out.name], at
        out.unlink()

    assert every_fault(below, lambda: start(people, out, 12).go(), looked_at, kind) > 20


@pytest.mark.slow
def test_a_result_keeps_its_mode_and_is_refused_at_once(people: Path) -> None:
    real, out = people / "real.parquet", people / "out.parquet"
    real.write_bytes(b"an earlier one")
    real.chmod(0o640)
    out.symlink_to(real.name)
    with pytest.raises(cohort.CohortError, match=r"is a link to real\.parquet"):
        start(people, out, 900)
    out.unlink()
    start(people, real, 900).go()
    assert real.stat().st_mode & 0o777 == 0o640
    assert pq.read_table(real).num_rows == 900
    real.rename(out)
    out.chmod(0o440)
    with pytest.raises(cohort.CohortError, match="protected against writing"):
        start(people, out, 900)
    assert not (people / "out.parquet.parts").exists()
    with pytest.raises(cohort.CohortError, match="no ordinary file"):
        start(people, people, 900)


@pytest.mark.slow
def test_what_somebody_put_among_the_parts_is_left_alone(people: Path) -> None:
    parts = people / "out.parquet.parts"
    with pytest.raises(Stopped):
        start(people, people / "out.parquet", 450).go(done=stop)
    (parts / "mine.txt").write_text("somebody else's", "utf-8")
    start(people, people / "out.parquet", 450).go()
    assert (people / "out.parquet").exists() and [path.name for path in parts.iterdir()] == ["mine.txt"]


@pytest.mark.slow
@pytest.mark.parametrize("left", ["all", "some"])
def test_what_a_finished_run_left_is_in_nobodys_way(
    people: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """Broken off while it removed its parts: another run with other settings begins anew."""
    from b12tables.cohort import files

    pq.write_table(pq.read_table(people / "people.parquet").slice(0, 24), people / "people.parquet")
    out, parts = people / "out.parquet", people / "out.parquet.parts"
    with monkeypatch.context() as broken_off:
        broken_off.setattr(files, "remove_parts", lambda out: None)
        start(people, out, 12).go()
    whole = out.read_bytes()
    assert len(list(parts.iterdir())) == 3
    if left == "some":
        next(parts.glob("part-*")).unlink()
    start(people, out, 24).go()
    assert pq.read_table(out).equals(pq.read_table(io.BytesIO(whole)))
    assert not parts.exists() and not left_beside(people)


@pytest.mark.slow
def test_the_parts_of_another_run_are_not_taken(people: Path) -> None:
    parts = people / "out.parquet.parts"
    parts.mkdir()
    (parts / "mine.txt").write_text("somebody else's", "utf-8")
    done = run(people / "people.parquet", "--map", people / "map.toml", "--out", people / "out.parquet")
    assert done.exit_code == 2 and "somebody else" in done.output
    (parts / "mine.txt").unlink()
    for state in ('{"key": "other"}', "[]", "no JSON"):
        (parts / "run.json").write_text(state, "utf-8")
        with pytest.raises(cohort.CohortError, match="other tables, files or settings"):
            start(people, people / "out.parquet", 900)


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


def test_dates_are_counted_to_a_day_that_somebody_says(tmp_path: Path) -> None:
    """Without it nobody has an age, and a child is answered as somebody whose age is not recorded."""
    for head, row in (("date_of_birth", "2020-01-31"), ("date_of_birth,age_years", "2020-01-31,60")):
        (tmp_path / "a.csv").write_text(f"{head}\n{row}\n", "utf-8")
        done = run(tmp_path / "a.csv", "--out", tmp_path / "none.parquet")
        assert done.exit_code == 2 and not (tmp_path / "none.parquet").exists()
        assert "age_years (Age) is counted from column 'date_of_birth' to today: say which day" in done.output
    (tmp_path / "a.csv").write_text("date_of_birth,today\n2020-01-31,2026-11-26\n", "utf-8")
    assert run(tmp_path / "a.csv", "--out", tmp_path / "each.parquet").exit_code == 0
    (tmp_path / "a.csv").write_text("date_of_birth\n2020-01-31\n", "utf-8")
    done = run(tmp_path / "a.csv", "--out", tmp_path / "day.parquet", "--today", "2026-11-26")
    assert done.exit_code == 0
    child, same = (pq.read_table(tmp_path / f"{name}.parquet").to_pylist()[0] for name in ("day", "each"))
    assert child["guard"] and child == same


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('nr,name,inr\n1,"a;b",2.5\n', [["1", "a;b", "2.5"]]),
        ('nr;name;inr\n1;a,b;"2,5"\n2;;\n', [["1", "a,b", "2,5"], ["2", None, None]]),
        ('"nr, of whom";name;inr\r\n1;"a;b";2,5\r\n', [["1", "a;b", "2,5"]]),
        ("nr\tname\tinr\n1\ta;b\t2,5\n", [["1", "a;b", "2,5"]]),
        ("nr;of whom,name,inr\n1,b,2\n", [["1", "b", "2"]]),
        ("nr\n1\n2\n", [["1"], ["2"]]),
    ],
)
def test_the_head_says_what_separates_the_cells(text: str, cells: list[list[object]], tmp_path: Path) -> None:
    for mark in ("", "\ufeff"):
        (tmp_path / "a.csv").write_bytes((mark + text).encode())
        batches = list(cohort.open_patients([tmp_path / "a.csv"]).batches())
        assert [list(row.values()) for batch in batches for row in batch.to_pylist()] == cells
        assert batches[0].schema.names[0].startswith("nr")


def test_who_is_not_known_at_all_is_not_answered() -> None:
    """As where the head of a file is read otherwise than it was meant."""
    for others in ("keep", "drop"):
        with pytest.raises(cohort.CohortError, match="No column is a field of the tables \\('a\\|cause'"):
            cohort.evaluate_frame(pa.table({"a|cause": ["1|dietary"]}), real_package(), others=others)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"", "a.csv cannot be read: it is empty."),
        ("a.csv", "inr\n\xe4\n".encode("latin-1"), "another encoding than UTF-8. Save it as CSV UTF-8."),
        ("a.csv", "inr\n2\n".encode("utf-16"), "another encoding than UTF-8. Save it as CSV UTF-8."),
        ("a.csv", b"inr,nr\n2,1\n\xe4,2,3\n", "another encoding than UTF-8. Save it as CSV UTF-8."),
        ("a.csv", b"inr,inr\n1,2\n", "More than one column is called 'inr': nobody knows which is meant."),
        ("a.csv", b"inr\n" + b"9" * 12_000_000, "one of its rows is longer than 4,194,304 bytes."),
        ("a.parquet", b"PAR1", "a.parquet cannot be read: Parquet file size is 4 bytes"),
        ("a.parquet", b"PAR1" + b"\xff" * 60 + b"PAR1", "a.parquet cannot be read: "),
        ("a.xlsx", b"", ".xlsx: files of CSV (.csv), Parquet (.parquet) or DuckDB are read."),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    name: str, data: bytes, why: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(cohort.CohortError) as told:
        list(cohort.open_patients([tmp_path / name]).batches())
    assert why in str(told.value)
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(cohort.CohortError, match=r"a\.csv is no file"):
        cohort.open_patients([tmp_path / "a.csv"])


def test_a_file_that_ends_in_letters_of_another_encoding_is_told_when_they_come(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"inr\n" + b"2.5\n" * 5_000_000 + b"\xe4\n")
    patients = cohort.open_patients([tmp_path / "a.csv"])
    with pytest.raises(cohort.CohortError, match="another encoding"):
        list(patients.batches())


def test_a_mapping_that_is_none_is_told(tmp_path: Path) -> None:
    kinds = ("columns.a = 1", "units.a = [2]", "unit_columns.a = true", "values.a = 1", "run.nan = 1", "run.words = 1",
             "run.decisions = 'a'", "run.decisions = [1]", "run.today = 3", "a = " + "9" * 5000)  # fmt: skip
    for text in ("[[[", "columns = [1]", "run = 1", "a = " + "[" * 3000 + "]" * 3000, *kinds):
        (tmp_path / "map.toml").write_text(text, "utf-8")
        with pytest.raises(cohort.CohortError, match=r"^map\.toml: "):
            cohort.read_mapping(tmp_path / "map.toml")


def test_a_row_with_other_columns_than_the_head_is_passed_over_and_told(tmp_path: Path) -> None:
    """All good rows are answered; the row that cannot be read is in no count but its own, on the page too."""
    rows = ["inr,indication", "2.5,af", "2.5", "3,vte,left", "2,vte"]
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    told = CliRunner().invoke(
        cli, ["cohort", str(tmp_path / "a.csv"), "--tables", str(ROOT / "examples" / "warfarin"),
              "--out", str(tmp_path / "out.parquet"), "--summary", str(tmp_path / "page.html")],
        catch_exceptions=False,
    )  # fmt: skip
    assert told.exit_code == 1 and "unread: 2" in told.output
    assert "1 x a.csv, row 3: 1 cell, and its head has 2" in told.output
    assert "1 x a.csv, row 4: 3 cells, and its head has 2" in told.output
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 2
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<b>2 rows</b> of the files could not be read" in page
