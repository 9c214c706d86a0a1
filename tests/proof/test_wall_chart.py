"""Wall charts: each cell beside `evaluate`, and all that it tells beside an enumeration of every patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest

from b12tables.compiler.model import Decide, Model, Value, evaluate, passes, remembering, values_after
from b12tables.compiler.proof import Derived, NoChart, Space, derive_chart, members_told
from b12tables.compiler.proof.neighbours import Neighbours
from b12tables.runtime.words import UNKNOWN, as_compared
from tests.kit.charts import IRON_CHART, LOOK_AGAIN_CHART
from tests.kit.packages import given_json, package_of, random_case, real_model, real_package
from tests.kit.tables import model_and_findings, model_from_markdown

SETS = Path(__file__).parents[1] / "kit" / "sets"


@cache
def charted(name: str) -> tuple[Model, Derived]:
    """A set of the tests, or the real one, with its chart."""
    if name == "real":
        model = real_model()
    else:
        chart = {"iron": IRON_CHART, "clotting": LOOK_AGAIN_CHART}[name]
        model = model_from_markdown((SETS / f"{name}.md").read_text("utf-8") + chart)
    return model, derive_chart(model, model.charts[0])


every_set = pytest.mark.parametrize("name", ["iron", "clotting", "real"])


@cache
def deciding_of(_: str) -> Decide:
    """Takes a decision of a set once for what its columns hold."""
    return remembering()


def comes_out(model: Model, case: Mapping[str, Value]) -> Mapping[str, Value] | None:
    """What the fields of a patient hold by the reference evaluator; None where they have no answer."""
    evaluation = evaluate(model, case, None, deciding_of(model.about.identifier))
    return values_after(case, evaluation) if evaluation.status == "ok" else None


def told(derived: Derived, at: tuple[int, ...]) -> set[tuple[str, object]]:
    """All that a cell tells, plain or in a footnote."""
    cell = next(cell for cell in derived.cells if cell.at == at)
    plain = {(name, as_compared(value)) for name, values in cell.plain.items() for value in values}
    return plain | {(further.field, as_compared(further.value)) for further in cell.further}


def results(derived: Derived, values: Mapping[str, Value]) -> set[tuple[str, object]]:
    return {
        (name, as_compared(value)) for name in derived.chart.results for value in members_told(values[name])
    }


@every_set
def test_each_cell_is_the_evaluation_of_its_patient(name: str) -> None:
    model, derived = charted(name)
    package = real_package() if name == "real" else package_of(model)
    for cell in derived.cells[:: 5 if name == "real" else 1]:
        if cell.case is None:
            continue
        result = package.evaluate(given_json(model, cell.case))
        assert result.status == "ok"
        steps = {step.decision.code: tuple(rule.id for rule in step.rules) for step in result.trace}
        assert {code: steps[code] for code, _ in cell.rules} == dict(cell.rules)
        values = comes_out(model, cell.case)
        assert values is not None
        assert derived.cell_of(values) is cell
        assert results(derived, values) == {
            (name, as_compared(value)) for name, members in cell.plain.items() for value in members
        }


@every_set
def test_each_footnote_is_a_patient_of_the_cell_with_that_result_because_of_that(name: str) -> None:
    model, derived = charted(name)
    for cell in derived.cells[:: 17 if name == "real" else 1]:
        for further in cell.further:
            values = comes_out(model, further.case)
            assert values is not None
            assert derived.cell_of(values) is cell
            assert (further.field, as_compared(further.value)) in results(derived, values)
            assert further.because
            for field, test in further.because:
                assert passes(test, further.case.get(field, UNKNOWN))
            others = {
                field: value for field, value in further.case.items() if field not in dict(further.because)
            }
            assert cell.case is not None
            assert others.items() <= cell.case.items()


@every_set
def test_nothing_can_be_taken_from_what_brings_a_further_result(name: str) -> None:
    model, derived = charted(name)
    for cell in derived.cells[:: 20 if name == "real" else 1]:
        for further in cell.further:
            for field, _ in further.because if len(further.because) > 1 else ():
                assert cell.case is not None
                fewer = {n: v for n, v in further.case.items() if n != field}
                if field in cell.case:
                    fewer[field] = cell.case[field]
                values = comes_out(model, fewer)
                inside = values is not None and derived.cell_of(values) is cell
                assert not inside or (further.field, as_compared(further.value)) not in results(
                    derived, values or {}
                )


def every_patient(model: Model) -> Iterator[Mapping[str, Value]]:
    """A patient for each combination of the pieces of all inputs."""
    space = Space(model)
    axes = {name: space.axes[name] for name in space.inputs}
    choices = [[axis.witness(1 << piece) for piece in range(axis.size)] for axis in axes.values()]
    for values in product(*choices):
        yield {n: v for n, v in zip(axes, values, strict=True) if v != UNKNOWN}


@pytest.mark.parametrize("name", ["iron", "clotting"])
def test_a_cell_tells_exactly_what_comes_out_for_all_its_patients(name: str) -> None:
    model, derived = charted(name)
    found: dict[tuple[int, ...], set[tuple[str, object]]] = {}
    deciding = remembering()
    for case in every_patient(model):
        evaluation = evaluate(model, case, None, deciding)
        if evaluation.status != "ok":
            continue
        values = values_after(case, evaluation)
        cell = derived.cell_of(values)
        if cell is not None:
            found.setdefault(cell.at, set()).update(results(derived, values))
    assert {cell.at for cell in derived.cells if cell.case is not None} == set(found)
    assert {at: told(derived, at) for at in found} == found


def test_a_cell_tells_what_comes_out_for_random_patients() -> None:
    model, derived = charted("real")
    rng = Random(18)
    deciding = remembering()
    inside = 0
    for _ in range(600):
        case = random_case(model, rng, stated=rng.choice((0.1, 0.3, 0.6)))
        case = {name: value for name, value in case.items() if value != UNKNOWN and name != "today"}
        case["phase"] = "maintenance"
        evaluation = evaluate(model, case, None, deciding)
        if evaluation.status != "ok":
            continue
        values = values_after(case, evaluation)
        cell = derived.cell_of(values)
        if cell is not None:
            inside += 1
            assert results(derived, values) <= told(derived, cell.at)
    assert inside > 60


@every_set
def test_every_worked_case_falls_in_one_cell_and_agrees_or_is_footnoted(name: str) -> None:
    model, derived = charted(name)
    inside = 0
    for case in model.cases:
        values = comes_out(model, case.given)
        if values is None or not all(
            passes(t.test, values.get(t.field, UNKNOWN)) for t in derived.chart.given
        ):
            continue
        at = derived.place_of(values)
        cells = [cell for cell in derived.cells if cell.at == at]
        assert len(cells) == 1, case.id
        assert results(derived, values) <= told(derived, cells[0].at), case.id
        inside += 1
    assert inside > 0 or not model.cases


def test_the_combinations_of_the_chart_are_all_there_once() -> None:
    _, derived = charted("real")
    assert len(derived.cells) == len({cell.at for cell in derived.cells}) == 108
    assert derived.sides == (12, 3, 3)


def test_what_is_taken_for_granted_is_said_with_what_comes_out_otherwise() -> None:
    _, derived = charted("real")
    otherwise = {
        entry.field: {value for _, values in entry.results for value in values}
        for entry in derived.overrides
        if entry.field == "case_ok"
    }
    assert otherwise == {"case_ok": {"REFER"}}


def test_a_chart_that_cannot_be_settled_within_the_bound_says_so() -> None:
    model, _ = charted("real")
    with pytest.raises(NoChart, match="within the bound"):
        derive_chart(model, model.charts[0], bound=0.01)


def test_a_chart_of_too_many_cells_says_so() -> None:
    rules = "".join(f"| R{n} | {n} | low |\n" for n in range(300)) + "| Otherwise | | high |\n"
    model = model_from_markdown(
        "## Fields\n- level: whole number, 0..900\n- other: yes/no\n- grade: choice (low, high)\n\n"
        "## Decision: Grade\n| | When | Then |\n|---|---|---|\n| Rule | Level | Grade |\n"
        f"{rules}\n## Impossible\n| ID | Combination | Why |\n|---|---|---|\n| K | Other: yes | no |\n"
        "\n## Wall chart\n- Rows: Level\n- Columns: Other\n- Show: Grade\n"
    )
    with pytest.raises(NoChart, match="602 cells"):
        derive_chart(model, model.charts[0])


@pytest.mark.parametrize("seed", range(4))
def test_neighbours_say_what_the_reference_evaluator_says(seed: int) -> None:
    model = real_model()
    rng = Random(seed)
    neighbours = Neighbours(model)
    space = Space(model)
    plain = {"cause": "dietary", "phase": "maintenance", "neuro_status": rng.choice(("none", "present"))}
    before = comes_out(model, plain)
    assert before is not None
    near = neighbours.of(plain, before)
    inputs = [name for name in space.inputs if not model.derived(name)]
    deciding, settled = remembering(), 0
    for _ in range(60):
        entries = {}
        for name in rng.sample(inputs, rng.choice((1, 1, 2, 4))):
            entries[name] = space.axes[name].witness(1 << rng.randrange(space.axes[name].size))
        changed = near.with_entries(entries.items())
        case = {name: value for name, value in {**plain, **entries}.items() if value != UNKNOWN}
        evaluation = evaluate(model, case, None, deciding)
        if changed is None:
            continue
        settled += 1
        if not changed:
            assert evaluation.status == "invalid-input"
            continue
        assert evaluation.status == "ok"
        values = values_after(case, evaluation)
        assert {name: changed.get(name, before[name]) for name in values if name in before} == {
            name: value for name, value in values.items() if name in before
        }
    assert settled > 30


def test_a_chart_of_tables_with_a_gap_says_so_instead_of_failing() -> None:
    text = (
        "## Fields\n- cause: choice (diet, loss)\n- nerves: yes/no\n- other: yes/no\n- regimen: choice (oral, iv)\n"
        "- remark: choice (a, b)\n\n"
        "## Decision: Treatment\n| | When | | Then |\n|---|---|---|---|\n| Rule | Cause | Nerves | Regimen |\n"
        "| R1 | diet | - | oral |\n| R2 | loss | - | iv |\n\n"
        "## Decision: Remark\n| | When | Then |\n|---|---|---|\n| Rule | Other | Remark |\n| R1 | {other} | a |\n\n"
        "## Wall chart\n- Rows: Cause\n- Columns: Nerves\n- Show: Treatment\n"
    )
    model, _ = model_and_findings(text.replace("{other}", "no"))
    assert model is not None
    try:
        derived = derive_chart(model, model.charts[0])
    except NoChart as why:
        assert "no answer" in str(why)
    else:
        assert all(cell.case is not None for cell in derived.cells)
    model, _ = model_and_findings(text.replace("{other}", "not(yes, no)"))
    assert model is not None
    if model.charts:
        with pytest.raises(NoChart, match="no answer"):
            derive_chart(model, model.charts[0])


@pytest.mark.parametrize("policy", ["Collect sum", "Collect count", "Collect max", "Collect min"])
def test_a_chart_of_what_is_made_of_several_rows_tells_every_number(policy: str) -> None:
    model = model_from_markdown(
        "## Fields\n- cause: choice (diet, loss)\n- nerves: yes/no\n- age: whole number, 0..9\n"
        "- total: whole number, 0..20\n\n"
        f"## Decision: Total\n- Hit policy: {policy}\n\n| | When | | | Then |\n|---|---|---|---|---|\n"
        "| Rule | Cause | Nerves | Age | Total |\n| R1 | diet | - | - | 1 |\n| R2 | - | yes | - | 2 |\n"
        "| R3 | - | - | > 4 | 4 |\n| R4 | loss | - | > 7 | 4 |\n| Otherwise | | | | 0 |\n\n"
        "## Wall chart\n- Rows: Cause\n- Columns: Nerves\n- Show: Total\n"
    )
    derived = derive_chart(model, model.charts[0])
    found: dict[tuple[int, ...], set[tuple[str, object]]] = {}
    for case in every_patient(model):
        values = comes_out(model, case)
        assert values is not None
        cell = derived.cell_of(values)
        assert cell is not None
        found.setdefault(cell.at, set()).update(results(derived, values))
    assert {at: told(derived, at) for at in found} == found
    assert len({number for numbers in found.values() for number in numbers}) > 2
