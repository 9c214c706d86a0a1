"""Two editions over one cohort: what is counted is what each patient alone gets from both."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Model
from b12tables.desk import new_set
from b12tables.runtime.words import UNKNOWN
from tests.kit.packages import ROOT, package_of
from tests.kit.small_sets import domain, small_model
from tests.kit.tables import model_from_markdown

pa = pytest.importorskip("pyarrow")
cohort = pytest.importorskip("b12tables.cohort")

from b12tables.cohort.against import Against  # noqa: E402

IRON = (ROOT / "tests" / "kit" / "sets" / "iron.md").read_text("utf-8")
LIST = pa.list_(pa.string())
UNITS = {"ferritin": "ug/L", "haemoglobin": "g/L"}


def counted(
    new: Model, old: Model, people: dict[str, Any], units: dict[str, str]
) -> tuple[Against, list[tuple[Any, Any]]]:
    """The two editions over some people: together, and each of them alone."""
    table = pa.table(people)
    packages = [package_of(model) for model in (new, old)]
    settings = cohort.Settings(units=units, others="drop")
    mine, theirs = (cohort.Cohort(package, table.schema, settings) for package in packages)
    against = Against(mine, theirs, compare(old, new))
    for batch in table.to_batches(max_chunksize=37):
        found = mine.found(batch)
        before = mine.shown(batch, found).to_pylist()
        against.add(batch, found, against.old(batch, found))
        assert mine.shown(batch, found).to_pylist() == before, "what was found is left as it was"
    cases = [
        {name: mine.kernel.columns[name].stated(array[row].as_py()) for name, array in people.items()}
        for row in range(table.num_rows)
    ]
    pairs = [tuple(package.SET.evaluate(case) for package in packages) for case in cases]
    return against, [(new, old) for new, old in pairs]


def check(against: Against, pairs: list[tuple[Any, Any]]) -> None:
    statuses = Counter((old.status, new.status) for new, old in pairs if new.status != old.status)
    assert against.statuses == statuses and against.rows == len(pairs)
    both = [(new, old) for new, old in pairs if new.status == old.status == "ok"]
    changed = 0
    several: Counter[str] = Counter()
    expected: dict[str, Counter[Any]] = {code: Counter() for code in against.codes}
    for new, old in both:
        differ = [code for code in against.codes if plain(new, code) != plain(old, code)]
        changed += bool(differ)
        several.update(differ)
        for code in differ:
            expected[code][plain(old, code), plain(new, code)] += 1
    assert against.changed == changed and +against.several == several
    lists = {one.code for one in against.cohort.tables.decisions if one.gives_list}
    for code in against.codes:
        if against.pairs[code]:
            assert {(k[0], k[1]): n for k, n in against.pairs[code].items()} == expected[code]
        for told, here in ((against.gained, 1), (against.lost, 0)):
            alone: Counter[Any] = Counter()
            for pair, count in expected[code].items():
                if code in lists:
                    alone.update(dict.fromkeys({*pair[here]} - {*pair[1 - here]}, count))
            assert +told[code] == alone


def plain(result: Any, code: str) -> Any:
    """An answer; of a list the order counts where it counts in the tables."""
    answer = result.outputs[code]
    if not isinstance(answer, tuple):
        return tuple(answer.items())
    rows = [tuple(one.items()) for one in answer]
    policy = next(one.hit_policy for one in result._set.decisions if one.code == code)
    return tuple(rows) if policy in ("Rule order", "Output order") else frozenset(rows)


def iron_people(rows: int = 400) -> dict[str, Any]:
    draw = Random(3)
    return {
        "ferritin": pa.array([draw.choice([None, 10.0, 17.0, 20.0, 29.0, 50.0, 200.0]) for _ in range(rows)]),
        "haemoglobin": pa.array([draw.choice([None, 90.0, 120.0, 140.0]) for _ in range(rows)]),
        "crp_raised": pa.array([draw.choice([None, True, False]) for _ in range(rows)]),
        "bleeding": pa.array([draw.choice([None, "none_found", "bowel", "zzz"]) for _ in range(rows)]),
        "tolerates": pa.array([draw.choice([None, True, False]) for _ in range(rows)]),
    }


def test_who_changes_from_what_to_what_and_of_which_kind() -> None:
    old = model_from_markdown(IRON)
    new = model_from_markdown(
        IRON.replace("| R1 | < 15 |", "| R1 | < 20 |").replace("| R2 | [15..30)", "| R2 | [20..30)")
    )
    against, pairs = counted(new, old, iron_people(), UNITS)
    check(against, pairs)
    # ferritin from 15 to below 20 without inflammation had a rule and has another; with it there is none any more
    kinds = {(kind.change.kind, kind.words): kind.rows for kind in against.kinds()}
    ferritin, people = iron_people()["ferritin"].to_pylist(), iron_people()
    raised = people["crp_raised"].to_pylist()
    here = [row for row, value in enumerate(ferritin) if value == 17.0]
    stays = sum(
        pairs[row][0].status == pairs[row][1].status == "ok" for row in here if raised[row] is not True
    )
    told = {key[0]: rows for key, rows in kinds.items()}
    assert stays and told["changed"] == stays
    assert against.statuses["ok", "no-rule"] > 0
    # the other way round it is the other edition that has no rule for some, and nobody asks why
    back, pairs = counted(old, new, iron_people(), UNITS)
    check(back, pairs)
    assert back.statuses["no-rule", "ok"] == against.statuses["ok", "no-rule"]
    # a kind counts those who get the answer: not those whom both refuse for something else
    gained = back.statuses["no-rule", "ok"]
    for one, kind in ((back, "newly answered"), (against, "no longer answered")):
        told = [
            found.rows or 0
            for found in one.kinds()
            if (found.change.decision, found.change.kind) == ("treatment", kind)
        ]
        assert sum(told) == gained > 0
    pictures = {picture.name: picture for picture in against.pictures()}
    assert pictures["against"].bars[0].counts == (against.changed,)
    assert "Ferritin" in pictures["against-kinds"].bars[0].label


def test_what_is_the_same_is_decided_once_and_differs_nowhere() -> None:
    model = model_from_markdown(IRON)
    against, pairs = counted(model, model_from_markdown(IRON), iron_people(200), UNITS)
    check(against, pairs)
    assert against.changed == 0 and not against.statuses and not against.kinds()
    assert against.alike.decisions == {one.code for one in model.decisions}


@pytest.mark.parametrize("seed", range(25))
def test_random_editions_row_by_row(seed: int) -> None:
    """A second edition in which the answers of a table stand in another order."""
    random = Random(seed)
    old = small_model(random)
    new = small_model(Random(seed)) if seed % 5 == 0 else changed(old, random)
    people = {}
    for name, field in package_of(old).SET.inputs.items():
        if field.code in package_of(old).SET.scores:
            continue
        values: list[Any] = [value for value in domain(old, name) if value != UNKNOWN]
        if type(field).__name__ == "Choices":
            lists = [sorted(value) for value in values]
            people[name] = pa.array([random.choice([*lists, None]) for _ in range(60)], LIST)
            continue
        if type(field).__name__ == "Number":
            values = [float(value) for value in values]
        people[name] = pa.array([random.choice([*values, None]) for _ in range(60)])
    against, pairs = counted(new, old, people, {})
    check(against, pairs)
    for kind in against.kinds():
        if kind.change.kind == "changed" and kind.rows:
            assert (
                against.several[kind.change.decision] >= kind.rows
                or kind.change.decision not in against.codes
            )


def changed(model: Model, random: Random) -> Model:
    """The same tables, in one of which two rules have changed places of their results."""
    from dataclasses import replace

    place = random.randrange(len(model.decisions))
    table = model.decisions[place]
    if len(table.rules) < 2:
        return model
    first, second = random.sample(range(len(table.rules)), 2)
    rules = list(table.rules)
    rules[first] = replace(rules[first], results=table.rules[second].results)
    rules[second] = replace(rules[second], results=table.rules[first].results)
    tables = list(model.decisions)
    tables[place] = replace(table, rules=tuple(rules))
    return replace(model, decisions=tuple(tables))


def test_the_command_counts_who_changes(tmp_path: Path) -> None:
    for name in ("old", "new"):
        new_set(tmp_path / name, "Ward")
    book = openpyxl.load_workbook(tmp_path / "new" / "ward.xlsx")
    sheet = book["Next step"]
    sheet["D9"].value = "See soon"
    book.save(tmp_path / "new" / "ward.xlsx")
    people = tmp_path / "people.parquet"
    asked = ["--tables", tmp_path / "new", "--against", tmp_path / "old", "--summary", tmp_path / "r.html"]

    def run(*more: object) -> Any:
        return CliRunner().invoke(cli, list(map(str, more)), catch_exceptions=False)

    assert run("population", people, "--tables", tmp_path / "new", "--rows", 90).exit_code == 0
    (tmp_path / "map.toml").write_text('[units]\nsystolic = "mm[Hg]"\n', "utf-8")
    done = run("cohort", people, "--map", tmp_path / "map.toml", *asked)
    assert "Against the other edition " in done.output and " x Systolic blood pressure" in done.output, (
        done.output
    )
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "Who gets another answer" in page and "By kind of patient" in page and "from what to what" in page
    missing = run("cohort", people, "--tables", tmp_path / "new", "--against", tmp_path / "nowhere")
    assert missing.exit_code == 2 and "nowhere" in missing.output
