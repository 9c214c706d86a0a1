"""Where an engine of CQL is known to do something else than the standard says: each by name, with a minimal case.

A library rests on none of them. When an engine mends one, its test fails: then docs/cql.md says it no longer.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.interop.cql_kit import run_libraries


class Deviation(NamedTuple):
    """An expression, what the standard has for it, and what each engine says that says something else."""

    expression: str
    standard: object
    reference: object = None
    execution: object = None


SAME = "as the standard"

DEVIATIONS = {
    "a product keeps the places of one number": Deviation("0.5 * 0.25", 0.125, 0.12, SAME),
    "a quotient keeps the places of one number": Deviation("1.0 / 3.0", 0.33333333, 0.3, 0.3333333333333333),
    "a whole number has no places to multiply with": Deviation("ToDecimal(301) * 0.5", 150.5, 150, SAME),
    "rounding cuts": Deviation("Round(2.7)", 3, 2, SAME),
    "no text matches": Deviation("Matches('abcd', '[a-z]+')", True, False, SAME),
    "a sign before a quote is lost": Deviation(r"'a\\\'b'", "a\\'b", SAME, "a'b"),
    "numbers are floating": Deviation("0.1 + 0.2", 0.3, SAME, 0.30000000000000004),
    "a year ends a day early": Deviation("years between @2000-02-29 and @2001-02-28", 0, 1, 1),
}


@pytest.fixture(scope="module")
def told(node: str) -> dict[str, Any]:
    """What both engines say of each expression."""
    lines = [f'define "{name}": {one.expression}' for name, one in DEVIATIONS.items()]
    library = {"cql": "\n".join(["library Deviations", *lines]), "asked": list(DEVIATIONS), "cases": [{}]}
    [found] = run_libraries(node, [library])
    assert found["messages"] == []
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", DEVIATIONS)
def test_a_known_deviation_is_still_there(name: str, told: dict[str, Any]) -> None:
    one = DEVIATIONS[name]
    for engine, met in (("reference", one.reference), ("execution", one.execution)):
        assert told[engine][0][name] == (one.standard if met == SAME else met), engine
