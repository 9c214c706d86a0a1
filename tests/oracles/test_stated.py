"""A small share of `tests.oracles.stated`, and what is proved and told of a length of time stated more finely."""

from __future__ import annotations

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model.finding import Finding
from tests.kit.packages import package_from, real_package
from tests.kit.tables import model_from_markdown
from tests.oracles.stated import TODAY, differences

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")


def told_of(text: str) -> dict[str, Finding]:
    return {finding.name: finding for finding in run_checks(model_from_markdown(text))[0]}


@pytest.mark.parametrize("seed", [4, 43])
def test_what_is_stated_is_accepted_exactly_where_it_follows(seed: int) -> None:
    assert differences(seed) == []


OF_AGE = """
## Fields
- born: date, 2000-01-01..2000-01-02
- begun: date, 2018-06-01..2018-06-02
- age: number, 0..50, unit a, computed years from born to begun
- o: choice (p, q)

## Safety rules
| ID | When | Must | Why |
|----|------|------|-----|
| V1 | Age: > 18 a | O: p | w |

## Decision: T
|    | When    | When       | When  | Then | Because      |
|----|---------|------------|-------|------|--------------|
|    | Age     | Born       | Begun | O    | Evidence     |
| R1 | <= 18 a | -          | -     | p    | inference: x |
| R2 | > 18 a  | 2000-01-01 | -     | q    | inference: x |
"""


def test_what_is_proved_holds_for_a_part_of_a_year_more() -> None:
    """18 years follow, and 18.5 agree with them: R2 is reached, V1 broken by it, and who was born later has no rule."""
    package = package_from(OF_AGE)
    case = {"born": "2000-01-01", "begun": "2018-06-01", "age": "18.5 a"}
    assert package.evaluate(case).outputs["t"]["o"] == "q"
    assert package.evaluate({**case, "born": "2000-01-02"}).status == "no-rule"
    told = told_of(OF_AGE)
    assert {"gap", "broken-safety-rule"} <= told.keys() and "unreachable-rule" not in told
    examples = [told[name].example for name in ("gap", "broken-safety-rule")]
    assert [package.evaluate(one).status for one in examples] == ["no-rule", "ok"]
    # without a part of a year there is nobody of the kind, and the field says so
    whole = told_of(OF_AGE.replace("age: number", "age: whole number"))
    assert "gap" not in whole and "unreachable-rule" in whole


def test_an_age_with_a_part_of_a_year_leaves_every_answer_possible() -> None:
    package = package_from(OF_AGE)
    known = package.possible({"born": "2000-01-01", "age": "18.5 a"}).outcomes("t")
    assert [answer["o"] for answer in known.answers] == ["q"] and known.settled
    assert package.possible({"born": "2000-01-02", "age": "18.5 a"}).outcomes("t").may_fail
    assert not package.possible({}).settled
    real, stated = real_package(), {"date_of_birth": "1990-01-01", "age_years": 36.5}
    answers = real.possible(stated, today=TODAY).outcomes("age_band").answers
    assert answers == real.possible({"age_years": 36.5}).outcomes("age_band").answers != ()


NOT_LOOKED_AT = """
## Fields
- a: whole number, 0..2
- b: whole number, 0..2
- d: whole number, 0..2
- c: whole number, 0..3, unknown, computed a - b
- e: whole number, -2..4, unknown, computed b - c
- o: choice (p, q)

## Decision: T
|    | When          | When | When | When | Then | Because      |
|----|---------------|------|------|------|------|--------------|
|    | E             | A    | B    | D    | O    | Evidence     |
| T1 | <= 2; unknown | -    | -    | -    | p    | inference: x |
"""


@pytest.mark.parametrize(
    ("formula", "case"), [("a - b", {"a": 0, "b": 1, "d": 0}), ("a + b + d", {"a": 2, "b": 2, "d": 2})]
)
def test_what_is_out_of_its_range_and_not_looked_at_leaves_what_follows_open(
    formula: str, case: dict[str, object]
) -> None:
    """No table looks at C: where it would be out of its range nobody is refused, and E counts as it is stated."""
    text = NOT_LOOKED_AT.replace("computed a - b", f"computed {formula}")
    package = package_from(text)
    assert package.evaluate({**case, "e": 4}).status == "no-rule"
    assert package.possible({"e": 4}).outcomes("t").may_fail
    example = told_of(text)["gap"].example
    assert example is not None and package.evaluate(example).status == "no-rule"


def test_a_part_of_a_year_is_a_change_that_leads_somewhere() -> None:
    """Of who is 18 by her days, the age alone stated as 18.5 gives q; where it is said to be not known, it is 18."""
    package = package_from(OF_AGE)
    case = {"born": "2000-01-01", "begun": "2018-06-01"}
    for stated in (case, {**case, "age": "18 a"}):
        told = package.why_not(stated, "t", "q")
        assert [change.values.keys() for change in told.changes] == [{"age"}] and told.complete
    said = package.possible({"born": "2000-01-02", "age": "unknown"}).outcomes("t")
    assert said.settled and [answer["o"] for answer in said.answers] == ["p"]
