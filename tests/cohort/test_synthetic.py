"""The synthetic population: within what the tables take, the same for the same seed, and never taken for a real one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.desk import new_set
from tests.kit.packages import ROOT, iron_package, package_of, real_package
from tests.kit.small_sets import small_model

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
cohort = pytest.importorskip("b12tables.cohort")

DESCRIPTION = ROOT / "examples" / "cohort" / "population.toml"
MAPPING = ROOT / "examples" / "cohort" / "mapping.toml"
TODAY = date(2026, 11, 26)


def test_every_entry_of_the_described_population_is_read() -> None:
    described, mapped = cohort.read_description(DESCRIPTION), cohort.read_mapping(MAPPING)
    people = cohort.synthetic_population(real_package().SET, 3_000, 1, described, TODAY)
    assert described["units"] == mapped.settings.units
    answered = cohort.evaluate_frame(people, real_package(), units=mapped.settings.units, today=TODAY)
    assert {row["values"]: row["counts"] for row in answered["status"].value_counts().to_pylist()} == {
        "ok": 3000
    }
    assert people.equals(cohort.synthetic_population(real_package().SET, 3_000, 1, described, TODAY))
    assert not people.equals(cohort.synthetic_population(real_package().SET, 3_000, 2, described, TODAY))
    shares = {row["values"]: row["counts"] / 3000 for row in people["cause"].value_counts().to_pylist()}
    assert 0.18 < shares["pernicious_anaemia"] < 0.25 and 0.01 < shares[None] < 0.05
    lengths = people.filter(pa.compute.not_equal(people["cause"], "ileal_resection"))["ileal_resection_cm"]
    assert set(lengths.to_pylist()) == {0.0, None}


@pytest.mark.parametrize("seed", range(10))
def test_any_table_set_has_a_population_without_a_description(seed: int) -> None:
    package = package_of(small_model(Random(seed)))
    people = cohort.synthetic_population(package.SET, 60, seed, {}, TODAY)
    answered = cohort.evaluate_frame(people, package, today=TODAY)
    told = [reason for reason in answered["reason"].to_pylist() if reason]
    assert not [reason for reason in told if "none of its values" in reason or "is no " in reason]
    assert set(people.column_names) <= set(package.SET.inputs)


def test_what_is_said_of_one_field_changes_no_other() -> None:
    described = {"fields": {"bleeding": {"known": 1.0, "values": {"bowel": 1}}}}
    before = cohort.synthetic_population(iron_package().SET, 50, 1, {}, TODAY)
    after = cohort.synthetic_population(iron_package().SET, 50, 1, described, TODAY)
    assert set(after["bleeding"].to_pylist()) == {"bowel"}
    assert all(before[name].equals(after[name]) for name in before.column_names if name != "bleeding")


def test_what_does_not_fit_the_tables_is_told_together() -> None:
    described = {
        "field": {},
        "units": {"nobody": "g/L"},
        "fields": {
            "bleeding": {"values": {"bowels": 1}, "sometimes": 1},
            "ferritin": {"when": [{"if": {"bleeding": "bowel"}, "constant": 1}]},
            "stores": {"constant": "low"},
        },
    }
    with pytest.raises(cohort.CohortError) as told:
        cohort.synthetic_population(iron_package().SET, 5, 1, described, TODAY)
    text = str(told.value)
    for word in ("'field'", "'nobody'", "'bowels'", "'sometimes'", "'bleeding' is none", "'stores'"):
        assert word in text, text


def test_the_command_says_that_nobody_is_part_of_it(tmp_path: Path) -> None:
    new_set(tmp_path / "set", "Ward")

    def run(*asked: object) -> object:
        done = CliRunner().invoke(
            cli, [*map(str, asked), "--tables", str(tmp_path / "set")], catch_exceptions=False
        )
        return done.exit_code, done.output

    people, again = tmp_path / "people.parquet", tmp_path / "again.parquet"
    assert run("population", people, "--rows", 40)[0] == 0 and run("population", again, "--rows", 40)[0] == 0  # type: ignore[index]
    assert people.read_bytes() == again.read_bytes() and cohort.is_synthetic(pq.read_schema(people))
    assert run("population", people)[0] == 2  # type: ignore[index]
    units = pq.read_table(people).column_names
    assert "systolic" in units
    (tmp_path / "map.toml").write_text('[units]\nsystolic = "mm[Hg]"\n', "utf-8")
    code, output = run("cohort", people, "--map", tmp_path / "map.toml", "--summary", tmp_path / "r.html")  # type: ignore[misc]
    assert code in (0, 1), output
    assert "A synthetic population: nobody is part of it" in (tmp_path / "r.html").read_text("utf-8")
