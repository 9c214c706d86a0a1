"""What a field depends on: through tables and through what is computed, asked in one place."""

from __future__ import annotations

from b12tables.compiler.checks import run_checks
from tests.kit.tables import model_from_markdown

TABLES = """
## Fields
- born: date, unknown
- age: number, 0..120, unit a, unknown, computed years from born to today
- weight: number, 0..300, unit kg
- group: choice (young, old)
- base: number, 0..10
- extra: number, 0..10
- total: number, 0..20, unknown, computed base + extra
- advice: choice (wait, treat)

## Decision: Group table
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| G1 | < 65; unknown | young |
| G2 | >= 65 | old |

## Decision: Base table
| | When | Then |
|---|---|---|
| Rule | Weight | Base |
| B1 | < 60 | 1 |
| B2 | >= 60 | 2 |

## Decision: Extra table
| | When | Then |
|---|---|---|
| Rule | Group | Extra |
| E1 | young | 1 |
| E2 | old | 3 |

## Decision: Advice table
| | When | Then |
|---|---|---|
| Rule | Total | Advice |
| A1 | < 4; unknown | wait |
| A2 | >= 4 | treat |
"""

SAFETY = """
## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Group: old | Base: 1; 2 | an example |
"""


def test_what_is_computed_is_followed_to_what_is_stated() -> None:
    model = model_from_markdown(TABLES)
    assert model.inputs_behind(["group"]) == ("born", "age")
    assert model.inputs_behind(["advice"]) == ("born", "age", "weight", "total")
    assert model.behind(["extra"]) == ("born", "age", "group", "extra")
    assert model.behind([]) == ()


def test_the_proof_takes_what_is_computed_as_it_comes() -> None:
    model = model_from_markdown(TABLES)
    # but a score, which nobody states, is followed to what decides it
    assert model.inputs_behind(["advice"], computed=False) == ("age", "weight", "total")
    assert model.inputs_behind(["extra"], computed=False) == ("age",)


def test_decisions_upstream_are_found_through_what_is_computed() -> None:
    model = model_from_markdown(TABLES)
    upstream = [model.decision[code].label for code in model.upstream(["advice"])]
    assert upstream == ["Group table", "Base table", "Extra table", "Advice table"]


def test_a_finding_about_a_step_names_all_that_is_behind_it() -> None:
    findings, _ = run_checks(model_from_markdown(TABLES + SAFETY))
    told = next(finding for finding in findings if finding.name == "indirect-safety-rule")
    assert told.data["rests_on"] == {"group": ("born", "age")}
