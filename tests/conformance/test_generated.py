"""The generated package on the collection's tables: the asserted rows, and points of each table's grid.

At every point the package answers as the reference evaluator does, with the same rules; the rules are among
those that the independent reading finds to hold, and where it finds one alone there is an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any

import pytest

from b12tables.compiler.codegen.load import load_package
from b12tables.compiler.codegen.package import emit_python
from b12tables.compiler.model.evaluate import evaluate
from tests.conformance import test_kie, test_tck, test_verification_others
from tests.conformance.adapter import Table, compiled, translate
from tests.conformance.answers import answer_of, case_of, expected_of
from tests.conformance.feel import Value
from tests.conformance.truth import Grid

POINTS = 60
"""How many points of a table's grid are tried."""

TABLES = [
    *((test_kie.table_of(e), f"kie/{test_kie.title(e)}") for e in test_kie.ENTRIES if test_kie.within(e)),
    *((translate(e["table"]), f"kie/{e['path'].rpartition('/')[2]}") for e in test_kie.RUNTIME),
    *((translate(table), f"tck/{model}/{table['decision']}") for model, table in test_tck.SIMPLE),
    *((translate(e["table"]), f"others/{e['name']}") for e in test_verification_others.TABLES),
]

ROWS = [
    *(
        (entry["table"], case["in"], case["expected"], f"kie/{case['test']}")
        for entry, case in test_kie.CASES
        if not case.get("violation") and test_kie.feature_of_case(entry, case) is None
    ),
    *((table, row["in"], row["expected"], f"tck/{name}") for table, row, name in test_tck.ROWS),
]


@lru_cache(maxsize=200)
def package_of(table: Table) -> ModuleType:
    """The package generated from the table, loaded as a program that uses it would import it."""
    model = compiled(table).model
    assert model is not None
    return load_package(emit_python(model), model.about.identifier)


@pytest.mark.parametrize(
    ("neutral", "given", "expected"), [row[:3] for row in ROWS], ids=[row[3] for row in ROWS]
)
def test_rows(neutral: Mapping[str, Any], given: list[Any], expected: Any) -> None:
    """The rows that the origins assert."""
    table = translate(neutral, defaults=True)
    result = package_of(table).evaluate(case_of(table, given))
    if expected is None:
        assert result.status == "no-rule"
        return
    assert result.status == "ok", result.problems
    assert answer_of(table, plain(result.outputs[table.code])) == expected_of(table, expected)


def plain(answer: Any) -> Any:
    """An answer of the runtime as the reference gives it: a mapping, or a tuple of mappings."""
    if isinstance(answer, tuple):
        return tuple(plain(one) for one in answer)
    return answer if isinstance(answer, Mapping) else {name: answer[name] for name in answer}


@pytest.mark.parametrize("table", [table for table, _ in TABLES], ids=[name for _, name in TABLES])
def test_points(table: Table) -> None:
    """Points of the grid, evenly spread: the reference, the package and the independent reading agree."""
    model, package, grid = compiled(table).model, package_of(table), Grid.of(table)
    assert model is not None
    every = list(grid.points())
    for k in range(0, len(every), -(-len(every) // POINTS)):
        case = _case(table, every[k])
        meant, result = evaluate(model, case), package.evaluate(case)
        hits = [number for number, rule in enumerate(grid.rules, start=1) if rule >> k & 1]
        assert result.status == meant.status, (case, result.problems, meant.problems)
        if meant.status != "ok":
            assert not hits or table.hit_policy not in ("FIRST", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
            assert len(hits) != 1
            continue
        (step,) = meant.steps
        assert set(step.rules) <= {f"R{number}" for number in hits}
        assert [rule.id for rule in result.trace[0].rules] == list(step.rules)
        assert answer_of(table, plain(result.outputs[table.code])) == answer_of(
            table, meant.outputs[table.code]
        )


def _case(table: Table, point: tuple[Value, ...]) -> dict[str, Any]:
    return {column.code: column.ours(value) for column, value in zip(table.inputs, point, strict=True)}
