"""Results say who signed the rules behind them: only what is signed as it stands counts."""

from __future__ import annotations

import json

import jsonschema

from b12tables.compiler.proof.fingerprint import Meanings
from b12tables.runtime.audit import audit_record
from tests.kit.packages import package_from
from tests.kit.tables import model_from_markdown

TABLES = """
## About
- Title: Age groups
- Identifier: age_groups
- Version: 1.0.0
- Status: Under review
- Intended use: An example.
- Disclaimer: This is no medical advice.

## Fields
- age: number, 0..120
- group: choice (child, adult)
- seat: choice (small, large)

## Decision: Age group
| | When | Then | Because |
|---|---|---|---|
| | Age | Group | Evidence |
| R1 | < 18 | child | inference: a |
| R2 | >= 18 | adult | inference: b |

## Decision: Which seat
| | When | Then | Because |
|---|---|---|---|
| | Group | Seat | Evidence |
| S1 | child | small | inference: c |
| Otherwise | | large | inference: d |

## Sign-off
| Decision | Rule | Person | Role | Date | Meaning |
|---|---|---|---|---|---|
"""


def signed(*rows: tuple[str, str, str]) -> str:
    """The tables with sign-offs (decision, rule, meaning); `now` stands for the meaning of today."""
    meanings = Meanings(model_from_markdown(TABLES))
    lines = []
    for decision, rule, meaning in rows:
        now = meanings.of(decision, rule) if meaning == "now" else meaning
        lines.append(f"| {decision} | {rule} | A. Doctor | Physician | 2026-01-31 | {now} |")
    return TABLES + "\n".join(lines) + "\n"


WHO = {"person": "A. Doctor", "role": "Physician", "date": "2026-01-31"}


def test_without_a_sign_off_nothing_is_signed() -> None:
    result = package_from(TABLES).evaluate({"age": 30})
    assert not result.signed
    assert result.signatures == {"age_group": {"R2": ()}, "which_seat": {"Otherwise": ()}}
    assert "Nobody has signed the 2 rules behind this answer as they stand." in result.explain()


def test_each_rule_behind_an_answer_says_who_signed_it() -> None:
    package = package_from(
        signed(("age_group", "R1", "now"), ("age_group", "R2", "0" * 16), ("which_seat", "", "now"))
    )
    child, adult = package.evaluate({"age": 3}), package.evaluate({"age": 30})
    assert child.signed and not adult.signed
    plain = child.to_dict()
    assert plain["signed"] is True
    assert plain["signatures"] == {"age_group": {"R1": [WHO]}, "which_seat": {"S1": [WHO]}}
    assert adult.to_dict()["signatures"] == {"age_group": {"R2": []}, "which_seat": {"Otherwise": [WHO]}}
    assert "is signed as it stands: A. Doctor, Physician, 2026-01-31." in " ".join(child.explain().split())
    assert "1 of the 2 rules behind this answer is signed as it stands, the others not" in adult.explain()
    assert json.loads(audit_record(adult))["signatures"]["age_group"] == {"R2": []}
    assert package.Result.from_json(adult.to_json()) == adult


def test_a_case_that_is_refused_is_not_signed() -> None:
    package = package_from(signed(("age_group", "", "now"), ("which_seat", "", "now")))
    result = package.evaluate({})
    assert not result.signed and result.signatures == {}


def test_the_schema_of_a_result_knows_them() -> None:
    from b12tables.compiler.codegen.schema import emit_schema

    text = signed(("age_group", "", "now"))
    schema = json.loads(emit_schema(model_from_markdown(text))["age_groups/result.schema.json"])
    jsonschema.Draft202012Validator(schema).validate(package_from(text).evaluate({"age": 3}).to_dict())
