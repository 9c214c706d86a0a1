"""The report of a cohort: its numbers are those of the patients one by one, and no small group can be worked out."""

from __future__ import annotations

import csv
import re
from base64 import b64decode
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from b12tables.cli import cli
from b12tables.compiler.model import Model, evaluate, values_after
from b12tables.desk import new_set
from b12tables.runtime.explain.influence import Weighed, _answered, gravity
from b12tables.runtime.explain.telling import Telling
from b12tables.runtime.words import UNKNOWN
from tests.cohort.test_cohort import TODAY, as_stated, strange
from tests.kit.charts import IRON_CHART
from tests.kit.dosed_sets import dosed
from tests.kit.packages import ROOT, package_of, real_model, real_package
from tests.kit.pseudo import TAG, pseudo_language, seen, unmarked
from tests.kit.small_sets import domain, small_model
from tests.kit.tables import model_from_markdown
from tests.site.browsing import Examiner, Watch, too_wide
from tests.site.sample import HOSTILE

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
cohort = pytest.importorskip("b12tables.cohort")

from b12tables.cohort.asking import Sample, worth_asking  # noqa: E402
from b12tables.cohort.pictures import Bar, Picture  # noqa: E402
from b12tables.cohort.report import CohortReport, picture_csv  # noqa: E402
from b12tables.cohort.small import LEFT_OUT, Small, share  # noqa: E402
from b12tables.cohort.tally import Tally  # noqa: E402

IRON = (ROOT / "tests" / "kit" / "sets" / "iron.md").read_text("utf-8") + IRON_CHART
WORD = re.compile(r"[^\W\d_]{2,}")
LIST = pa.list_(pa.string())
DESCRIPTION = ROOT / "examples" / "cohort" / "population.toml"


class Asked:
    """A cohort of random patients, counted together, and each of them asked alone."""

    def __init__(self, model: Model, package: Any, arrays: dict[str, Any], units: dict[str, str]) -> None:
        self.model, self.tables = model, package.SET
        table = pa.table(arrays)
        self.ready = cohort.Cohort(package, table.schema, cohort.Settings(units=units), today=TODAY)
        self.report = CohortReport(self.ready, model)
        batches = table.to_batches(max_chunksize=61)
        self.answered = list(self.ready.answer_all(iter(batches), 1, self.report.look))
        self.tally = self.report.tally
        self.results = [self.tables.evaluate(self._case(arrays, row), TODAY) for row in range(table.num_rows)]
        self.ok = [result for result in self.results if result.status == "ok"]

    def _case(self, arrays: dict[str, Any], row: int) -> dict[str, Any]:
        columns = self.ready.kernel.columns
        return {name: columns[name].stated(as_stated(array, row)) for name, array in arrays.items()}


@pytest.fixture(scope="module")
def real() -> Asked:
    package = real_package()
    described = cohort.read_description(DESCRIPTION)
    table = cohort.synthetic_population(package.SET, 400, 5, described, TODAY)
    arrays = {name: table[name].combine_chunks() for name in table.column_names}
    draw = Random(5)
    causes = [draw.choice(["else", None, word, word, word]) for word in arrays["cause"].to_pylist()]
    arrays["cause"] = pa.array(causes)
    arrays["age_years"] = pa.array([200 if n % 90 == 7 else 50 + n % 40 for n in range(400)], pa.float32())
    arrays["trimester_check_done"] = pa.array([draw.choice([True, None, None]) for _ in range(400)])
    arrays["check_done"] = pa.array([draw.choice([True, False]) for _ in range(400)])
    return Asked(real_model(), package, arrays, described["units"])


@pytest.fixture(scope="module")
def iron() -> Asked:
    model = model_from_markdown(IRON)
    package = package_of(model)
    draw = Random(7)
    rows = 300
    arrays = {
        "ferritin": pa.array([draw.choice([None, 10.0, 20.0, 50.0, 200.0]) for _ in range(rows)]),
        "haemoglobin": pa.array([draw.choice([None, 90.0, 120.0, 140.0]) for _ in range(rows)]),
        "crp_raised": pa.array([draw.choice([None, True, False]) for _ in range(rows)]),
        "bleeding": pa.array([draw.choice([None, "none_found", "bowel", "menstrual", "zzz"]) for _ in range(rows)]),
        "tolerates": pa.array([draw.choice([None, True, False]) for _ in range(rows)]),
        "medicines": pa.array([draw.choice([None, [], ["ppi"], ["calcium"]]) for _ in range(rows)], LIST),
    }  # fmt: skip
    return Asked(model, package, arrays, {"ferritin": "ug/L", "haemoglobin": "g/L"})


def counted_alone(asked: Asked) -> dict[str, Counter[Any]]:
    """For each decision how many patients have each answer, one by one."""
    found: dict[str, Counter[Any]] = {one.code: Counter() for one in asked.tables.decisions}
    for result in asked.ok:
        for code, answer in result.outputs.items():
            answers = set(answer) if isinstance(answer, tuple) else {answer}
            found[code].update(tuple(one.values()) for one in answers)
    return found


def counted_together(tally: Tally) -> dict[str, Counter[Any]]:
    found = {}
    for decision in tally.tables.decisions:
        counts: Counter[Any] = Counter()
        for number, count in tally.answers[decision.code].items():
            if decision.gives_list:
                answer = tally.listed[decision.code].answers[number]
            else:
                answer = tally.kernel.outcomes[decision.code].fired[number].answer
            counts[tuple(answer.values())] += count
        found[decision.code] = +counts
    return found


def check_counts(asked: Asked) -> None:
    tally = asked.tally
    statuses = Counter(result.status for result in asked.results)
    assert +tally.statuses == statuses and tally.rows == len(asked.results)
    assert counted_together(tally) == counted_alone(asked)
    unknown = Counter(name for result in asked.ok for name, value in result.inputs.items() if value is None)
    assert all(count == unknown[name] for name, count in tally.unknown.items())
    for decision in tally.tables.decisions:
        if decision.gives_list:
            assert tally.empty[decision.code] == sum(not r.outputs[decision.code] for r in asked.ok)
    told = Counter(
        reason
        for result in asked.results
        if result.status != "ok"
        for reason in {(result.status, one.name, one.field or one.decision) for one in result.problems}
    )
    assert tally.reasons == told


def test_every_count_is_that_of_the_patients_one_by_one(real: Asked, iron: Asked) -> None:
    assert len(real.ok) > 100 and len(real.ok) < len(real.results) and iron.ok
    check_counts(real)
    check_counts(iron)


@pytest.mark.parametrize("seed", range(12))
def test_random_sets_are_counted_as_one_by_one(seed: int) -> None:
    random = Random(seed)
    model = small_model(random)
    package = package_of(model)
    arrays = {}
    for name, field in package.SET.inputs.items():
        if name not in package.SET.scores:
            values: list[Any] = [value for value in domain(model, name) if value != UNKNOWN]
            drawn = [random.choice([*values, None]) for _ in range(50)]
            if random.random() < 0.3:
                drawn[3] = strange(field, random)
            arrays[name] = column_of(field, drawn)
    check_counts(Asked(model, package, arrays, {}))


def column_of(field: Any, drawn: list[Any]) -> Any:
    if type(field).__name__ == "Number":
        return pa.array([None if v is None else float(v) for v in drawn])
    if type(field).__name__ == "Choices":
        return pa.array([None if v is None else sorted(v) for v in drawn], pa.list_(pa.string()))
    return pa.array(drawn)


def test_the_gravest_warnings(real: Asked) -> None:
    tables = real.tables
    decision = next(one for one in tables.decisions if one.code == "warnings")
    grave = sum(
        any(gravity(tables, decision, one)[0] == 0 for one in result.outputs["warnings"])
        for result in real.ok
    )
    assert 0 < real.tally.grave["warnings"] == grave
    assert not real.tally.graves["tests"]


def test_by_how_much_is_counted_for_those_whom_it_decided(real: Asked) -> None:
    """For the window that closed: the numbers of all patients whose rule asks for it."""
    found: Counter[Any] = Counter()
    for (code, number, name), spread in real.tally.numbers.items():
        hit: Any = real.ready.kernel.outcomes[code].fired[number]
        if (code, name, hit.answer["due_status"]) == ("due_status", "from_start_closes", "overdue"):
            found += spread.counts
    alone = Counter(
        result.inputs["from_start_closes"]
        for result in real.ok
        if result._fired["due_status"].rules[0].id == "X3"
    )
    assert alone and found == alone


def as_modelled(value: Any) -> Any:
    """A value of a result as the reference evaluator takes it."""
    if value is None:
        return UNKNOWN
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_the_numbers_of_a_wall_chart(real: Asked, iron: Asked) -> None:
    for asked in (real, iron):
        derived = asked.report.charts[0].derived
        expected: Counter[Any] = Counter()
        for result in asked.ok:
            case = {
                name: as_modelled(value)
                for name, value in result.inputs.items()
                if name not in asked.tables.scores
            }
            values = values_after(case, evaluate(asked.model, case, TODAY))
            cell = derived.cell_of(values)
            if cell is not None:
                told = [name for name in derived.chart.results if name not in asked.model.set_valued]
                expected[cell.at, tuple((name, values[name]) for name in told)] += 1
        crossing = asked.report.charts[0].crossing
        assert crossing is not None and expected
        places = list(product(*(range(axis.size) for axis in derived.axes)))
        for at, cell in zip(places, crossing.cells(asked.ready.kernel), strict=True):
            here = {key[1]: count for key, count in expected.items() if key[0] == at}
            assert cell.rows == sum(here.values())
            for name in crossing.told:
                alone: Counter[Any] = Counter()
                for told, count in here.items():
                    value = dict(told)[name]
                    alone[None if value == UNKNOWN else value] += count
                assert {
                    None if v == UNKNOWN else v: n for v, n in cell.answers.get(name, {}).items()
                } == alone
        assert crossing.outside == len(asked.ok) - sum(expected.values())


def test_what_is_worth_asking_is_what_is_worth_asking_each_of_them(iron: Asked, real: Asked) -> None:
    for asked, rows in ((iron, 300), (real, 12)):
        weighed = Weighed(Telling(asked.tables))
        sample = Sample()
        batch = pa.table(arrays_of(asked)).slice(0, rows).combine_chunks()
        sample.add({name: batch[name].combine_chunks() for name in batch.column_names}, rows)
        found = worth_asking(asked.ready.kernel, sample.arrays(), sample.rows, TODAY)
        for worth in found:
            unknown = [r for r in asked.results[:rows] if r.status == "ok" and r.inputs[worth.field] is None]
            changing = sum(
                any(
                    weighed.entries(after) <= weighed.entries(result)
                    and weighed.parts(after) != weighed.parts(result)
                    for after in _answered(result, worth.field)
                )
                for result in unknown
            )
            assert (worth.unknown, worth.changing) == (len(unknown), changing), worth
        assert any(worth.changing for worth in found)
        assert [w.changing for w in found] == sorted((w.changing for w in found), reverse=True)


def arrays_of(asked: Asked) -> dict[str, Any]:
    return asked.report.sample.arrays()


@given(st.lists(st.integers(1, 90), max_size=30), st.integers(1, 40))
def test_a_sample_hangs_on_the_rows_and_not_on_the_batches(sizes: list[int], size: int) -> None:
    whole, parts = Sample(size), Sample(size)
    rows = sum(sizes)
    numbers = pa.array(range(rows))
    whole.add({"x": numbers}, rows)
    at = 0
    for one in sizes:
        parts.add({"x": numbers.slice(at, one)}, one)
        at += one
    assert whole.arrays().get("x") == parts.arrays().get("x")
    assert min(rows, size) <= whole.rows < 2 * size or rows == 0


# ---------------------------------------------------------------- small groups


@given(st.integers(2, 7), st.lists(st.integers(0, 25), min_size=2, max_size=3))
def test_no_small_group_can_be_worked_out_from_the_total(least: int, groups: list[int]) -> None:
    """Whoever knows how numbers are rounded tries all counts: a hidden one can be every number below the limit."""
    small = Small(least, [*groups, sum(groups)])
    shown = small.parts(groups)
    hidden = [place for place, count in enumerate(groups) if 0 < count < least]
    assert all(shown[place].number is None for place in hidden)
    if not hidden or not any(count >= least for count in groups):
        return
    most = 25 + least
    fits = [
        [n for n in range(1, most) if one is LEFT_OUT or small.shown(n) == one] if one.words != "0" else [0]
        for one in shown
    ]
    total = small.shown(sum(groups))
    possible: dict[int, set[int]] = {place: set() for place in hidden}
    for counts in product(*fits):
        if small.shown(sum(counts)) == total:
            for place in hidden:
                possible[place].add(counts[place])
    assert all(found == set(range(1, least)) for found in possible.values())


def test_without_a_small_group_every_number_is_exact() -> None:
    small = Small(5, [0, 5, 17, 22])
    assert [small.shown(n).words for n in (0, 5, 17, 1234)] == ["0", "5", "17", "1,234"]
    assert "exact" in small.note() and Small(1, [1, 2]).note() == ""
    rounded = Small(5, [4, 17])
    assert [rounded.shown(n).words for n in (0, 1, 4, 5, 7, 8, 17)] == [
        "0",
        "< 5",
        "< 5",
        "5",
        "5",
        "10",
        "15",
    ]
    assert (
        share(rounded.shown(4), rounded.shown(17)) == ""
        and share(small.shown(6), small.shown(4000)) == "< 1 %"
    )


def test_what_is_left_beside_a_number_is_a_group_too() -> None:
    """97 of 100 say yes: that three do not is nobody's to know."""
    picture = Picture("x", "X", "", ("What", "Patients"), (Bar("yes", (97,)),), 100)
    assert Small(5, picture.counts()).rounded
    picture = Picture("x", "X", "", ("What", "Patients", "Of these"), (Bar("yes", (60, 57)),), 100)
    assert Small(5, picture.counts()).rounded


# ---------------------------------------------------------------- the page


def test_the_page_says_what_was_counted_and_nothing_of_anybody(real: Asked) -> None:
    page = real.report.page()
    assert real.model.about.disclaimer in page and page.count("<h1>") == 1
    assert "Warnings: Critical" in page and "What is worth asking for" in page
    assert "Next check status, Overdue: Window closes from start" in page
    assert "Main cause: is none of its values" in page and "“else”" not in page and '"else"' not in page
    assert "default-src &#39;none&#39;" in page and "<script" not in page and " style=" not in page
    numbers = {int(n.replace(",", "")) for n in re.findall(r'<td class="number">([\d,]+)</td>', page)}
    assert all(number % 5 == 0 for number in numbers) and "&lt; 5" in page
    for link in re.findall(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', page):
        text = b64decode(link).decode()
        assert not re.search(r"(^|,)\"?[=+@-]", text, re.MULTILINE) and "\r\n" in text
        assert all(int(n) % 5 == 0 for n in re.findall(r",(\d+)\r", text))


def test_a_limit_of_one_shows_every_number(iron: Asked) -> None:
    before, iron.report.least = iron.report.least, 1
    try:
        page = iron.report.page()
    finally:
        iron.report.least = before
    assert f"<b>{len(iron.ok)}</b> with an answer" in page and "&lt; 5" not in page


def test_a_formula_stays_a_word() -> None:
    picture = Picture("x", "X", "", ("=1+1", "Patients"), (Bar('=HYPERLINK("x")', (7,), "@a"),), 7)
    assert picture_csv(picture, Small(1, ())).split("\r\n")[:2] == [
        '"\'=1+1","Patients","Note"',
        '"\'=HYPERLINK(""x"")",7,"\'@a"',
    ]


def test_a_semicolon_begins_no_cell_of_its_own() -> None:
    """A spreadsheet program of a language that parts cells with semicolons opens the same file."""
    picture = Picture("x", "X", "", ("a;=1+1", "Patients"), (Bar("b;@c", (7,), "\uff1d1+1"),), 7)
    rows = csv.reader(picture_csv(picture, Small(1, ())).splitlines(), delimiter=";")
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "\uff1d"))]


def test_a_hostile_text_and_every_width(iron: Asked, tmp_path: Path, browser: Any) -> None:
    """Phone, desk and paper, in light and dark: nothing is obeyed or loaded, nothing to be scrolled sideways."""
    label = replace(iron.model.about, title=HOSTILE)
    report = CohortReport(iron.ready, replace(iron.model, about=label))
    report.tally, report.charts, report.sample = iron.report.tally, iron.report.charts, iron.report.sample
    (tmp_path / "report.html").write_text(report.page(), encoding="utf-8")
    found: dict[str, Any] = {}
    for scheme, width in (("light", 360), ("dark", 1280)):
        watch = Watch(browser, f"file://{tmp_path}/", color_scheme=scheme, bypass_csp=True)
        examiner = Examiner()
        page = watch.open("report.html")
        page.set_viewport_size({"width": width, "height": 800})
        examiner.begin(page)
        what = examiner.rules(page) + examiner.colours(page) + ([too_wide(page)] if too_wide(page) else [])
        page.emulate_media(media="print", color_scheme="light")
        what += examiner.rules(page, but=("target-size",)) + examiner.colours(page) + watch.wrong
        found |= {f"{scheme} {width}": what} if what else {}
        watch.context.close()
    assert found == {}


# ---------------------------------------------------------------- the command


def test_the_command_writes_the_report_beside_the_result_or_alone(tmp_path: Path) -> None:
    new_set(tmp_path / "set", "Ward")
    (tmp_path / "people.csv").write_text("Symptoms now\n" + "yes\n" * 11 + "no\n" * 7 + "x\n" * 6, "utf-8")

    def run(*more: object) -> Any:
        asked = ["cohort", tmp_path / "people.csv", "--tables", tmp_path / "set", *more]
        return CliRunner().invoke(cli, list(map(str, asked)), catch_exceptions=False)

    alone, beside, out = tmp_path / "alone.html", tmp_path / "beside.html", tmp_path / "out.parquet"
    done = run("--summary", alone)
    assert done.exit_code == 1 and "alone.html: 24 rows, 18 answered" in done.output, done.output
    done = run("--summary", beside, "--out", out)
    assert done.exit_code == 1 and beside.read_bytes() == alone.read_bytes()
    assert pq.read_table(out).num_rows == 24
    page = alone.read_text("utf-8")
    assert "<b>18</b> with an answer" in page and "Rows without an answer" in page
    again = run("--summary", alone)
    assert again.exit_code == 2 and "is there already" in again.output
    nothing = run()
    assert nothing.exit_code == 2 and "--summary" in nothing.output


def test_a_run_that_was_broken_off_has_the_same_report(iron: Asked, tmp_path: Path) -> None:
    from b12tables.cohort.files import FileRun, open_patients

    pq.write_table(pa.table(arrays_of(iron)), tmp_path / "people.parquet")

    def start(name: str) -> tuple[Any, CohortReport]:
        opened = open_patients([tmp_path / "people.parquet"])
        units = {"ferritin": "ug/L", "haemoglobin": "g/L"}
        ready = cohort.Cohort(iron.tables, opened.schema, cohort.Settings(units=units), today=TODAY)
        return FileRun(ready, opened, tmp_path / name, {}, rows=64), CohortReport(ready, iron.model)

    run, whole = start("whole.parquet")
    run.go(look=whole.look)

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    run, _ = start("broken.parquet")
    with pytest.raises(KeyboardInterrupt):
        run.go(done=stop)
    run, broken = start("broken.parquet")
    run.go(threads=2, look=broken.look)
    assert broken.page() == whole.page()
    assert (tmp_path / "broken.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_what_decides_through_a_dose_is_worth_asking() -> None:
    """A weight that no table looks at: as many rows as its values, tried one by one, change the plan of."""
    random = Random(3)
    package = package_of(model_from_markdown(dosed(random)))
    ages, extras = (
        [random.randrange(90) for _ in range(30)],
        [random.choice([None, 0, 4, 30]) for _ in range(30)],
    )
    columns = {
        "age": pa.array(ages),
        "extra": pa.array(extras, pa.int64()),
        "weight": pa.array([None] * 30, pa.int64()),
    }
    kernel = cohort.Cohort(package, pa.table(columns).schema, cohort.Settings()).kernel
    changing = 0
    for age, extra in zip(ages, extras, strict=True):
        case = {"age": age, "extra": extra}
        plans = {
            str(package.evaluate({**case, "weight": w}).outputs["plan"]) for w in (None, *range(30, 151))
        }
        changing += len(plans) > 1
    assert changing
    (weight,) = [one for one in worth_asking(kernel, columns, 30, None) if one.field == "weight"]
    assert (weight.unknown, weight.changing) == (30, changing)


def test_the_report_is_in_the_language_of_the_tables(iron: Asked) -> None:
    """In a language whose every wording is between marks, what stands between none is of the tables."""
    with pseudo_language():
        spoken = replace(iron.model, about=replace(iron.model.about, language=TAG))
        report = CohortReport(iron.ready, spoken)
        report.tally, report.sample = iron.report.tally, iron.report.sample
        report.charts = iron.report.charts
        page = report.page()
    own = set(WORD.findall(IRON)) | {"CSV", *WORD.findall(str(iron.model.about))}
    assert f'<html lang="{TAG}"' in page
    assert [word for word in WORD.findall(unmarked(seen(page))) if word not in own] == []
