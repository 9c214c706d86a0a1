"""An answer that passes an error of the tables which somebody accepted says so: in text, JSON and record."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from b12tables.compiler.model import Accepted, FieldTest, Model
from b12tables.compiler.model.tables import Place
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown

HERE = Place("tables.xlsx", "Accepted", "A2")

TABLES = """
## Fields
- age: whole number, 0..120
- kidneys: choice (healthy, impaired), unknown
- dose: choice (half, full)
- remark: choice (look, wait)

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | Age | Dose |
| R1 | < 18 | half |
| R2 | >= 18 | full |

## Decision: Remarks
- Hit policy: Collect
- May be empty: yes

| | When | | Then |
|---|---|---|---|
| Rule | Dose | Kidneys | Remark |
| M1 | full | impaired | look |
| M2 | - | unknown | wait |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Kidneys: impaired | Dose: half | it is cleared by the kidneys |
| X1 | Kidneys: impaired<br>Age: >= 18 | Dose: half | a |
| X2 | Remark: includes look<br>Age: >= 18 | Dose: half | a |
| X3 | Dose: full<br>Kidneys: impaired, unknown | Dose: half | a |

## Cases
| | Given | | Expect |
|---|---|---|---|
| Case | Age | Kidneys | Dose |
| C2 | 50 | healthy | half |
| C3 | 50 | unknown | half |
"""
"""X1 to X3 are only where the parts of regions are taken from."""


def _parts(model: Model) -> dict[str, tuple[FieldTest, ...]]:
    return {rule.id: rule.when for rule in model.safety_rules}


def _package(finding: str, decision: str, rules: tuple[str, ...], *parts: str) -> Any:
    model = model_from_markdown(TABLES)
    known = _parts(model)
    entry = Accepted(
        finding,
        decision,
        rules,
        "known, and being mended",
        "A. Doctor",
        date(2027, 1, 31),
        HERE,
        date(2026, 11, 26),
        "B. Doctor",
        tuple(known[part] if part else () for part in parts),
    )
    return package_of(replace(model, safety_rules=(), accepted=(entry,)))


IMPAIRED = {"age": 50, "kidneys": "impaired"}
HEALTHY = {"age": 50, "kidneys": "healthy"}
NOT_KNOWN = {"age": 50, "kidneys": "unknown"}
CHILD = {"age": 5, "kidneys": "impaired"}


@pytest.mark.parametrize(
    ("accepted", "concerned"),
    [
        (("broken-safety-rule", "", ("S1",), "X1"), [IMPAIRED]),
        (("broken-safety-rule", "", ("S1",), "X2"), [IMPAIRED]),
        (("gap", "dose", (), "X3"), [IMPAIRED, NOT_KNOWN]),
        (("gap", "dose", (), "X3", "X1"), [IMPAIRED, NOT_KNOWN]),
        (("failed-case", "", ("C1",), ""), [IMPAIRED, HEALTHY, NOT_KNOWN, CHILD]),
        (("failed-case", "", ("C2",), ""), [HEALTHY]),
        (("failed-case", "", ("C3",), ""), [NOT_KNOWN]),
        (("unknown-statement", "dose", ("R1",)), [CHILD]),
        (("unknown-statement", "dose", ()), [IMPAIRED, HEALTHY, NOT_KNOWN, CHILD]),
        (("unencoded-statement", "", ()), [IMPAIRED, HEALTHY, NOT_KNOWN, CHILD]),
        (("unused-input", "dose", ()), []),
    ],
)
def test_exactly_the_answers_that_pass_it_say_so(accepted: Any, concerned: list[dict[str, object]]) -> None:
    package = _package(*accepted)
    for case in (IMPAIRED, HEALTHY, NOT_KNOWN, CHILD):
        result = package.evaluate(case)
        assert result.status == "ok"
        said = [error.finding for error in result.accepted]
        assert said == ([accepted[0]] if case in concerned else []), case
        text, short = result.explain(), result.explain(detail="short")
        record, patient = package.audit_record(result), result.explain(audience="patient")
        for told in (text, short):
            assert (
                "known, and being mended (accepted by A. Doctor and B. Doctor until 2027-01-31)"
                in " ".join(told.split())
            ) == (case in concerned)
        assert ("known to be wrong" in patient) == (case in concerned)
        for plain in (result.to_dict(), json.loads(record)):
            assert ("accepted" in plain) == (case in concerned)
        assert package.Result.from_json(result.to_json()) == result
        assert package.replay(record).same


def test_a_case_without_an_answer_passes_nothing() -> None:
    package = _package("failed-case", "", ("C1",), "")
    assert package.evaluate({"age": 200, "kidneys": "healthy"}).accepted == ()


def test_sound_tables_say_nothing_and_carry_nothing() -> None:
    package = package_of(model_from_markdown(TABLES))
    result = package.evaluate(IMPAIRED)
    assert result.accepted == () and "accepted" not in result.to_dict()


def test_an_error_reads_as_what_it_is() -> None:
    (error,) = _package("gap", "dose", ("R1",), "").evaluate(HEALTHY).accepted
    assert str(error).startswith("gap in Dose (R1): known, and being mended (accepted by A. Doctor")
    assert error.to_dict()["until"] == "2027-01-31"
