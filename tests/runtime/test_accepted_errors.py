"""An answer that passes an error of the tables which somebody accepted says so: in text, JSON and record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.kit.known_errors import (
    ALONE,
    BEHIND,
    BEHIND_TOLD,
    EVERYBODY,
    HEALTHY,
    IMPAIRED,
    KNOWN_ERRORS,
    TABLES,
    known_error_model,
)
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown


def _package(*accepted: Any) -> Any:
    return package_of(known_error_model(*accepted))


@pytest.mark.parametrize(("accepted", "concerned"), KNOWN_ERRORS)
def test_exactly_the_answers_that_pass_it_say_so(accepted: Any, concerned: list[dict[str, object]]) -> None:
    package = _package(*accepted)
    for case in EVERYBODY:
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


@pytest.mark.parametrize("tables", [BEHIND, ALONE])
@pytest.mark.parametrize(("case", "decisions"), BEHIND_TOLD)
def test_what_is_not_decided_leaves_an_error_open_and_an_entry_excludes_it(
    case: dict[str, object], decisions: list[str], tables: str
) -> None:
    package = package_of(model_from_markdown(tables))
    result = package.evaluate(case)
    assert [error.decision for error in result.accepted] == decisions
    # who gets no answer at all is told, too
    text = " ".join(result.explain().split())
    assert text.count("(accepted by A. Doctor until 2027-01-31)") == len(decisions)
    assert package.Result.from_json(result.to_json()) == result
    assert package.replay(package.audit_record(result)).same
