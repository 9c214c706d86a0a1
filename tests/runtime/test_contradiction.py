"""A stated value that is not what its parts give is refused: the patient who is answered is the one who was entered."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from b12tables.compiler.model.evaluate import evaluate as reference
from tests.kit.packages import real_model, real_package

TODAY = date(2026, 11, 21)


@given(
    born=st.dates(min_value=date(1910, 1, 1), max_value=TODAY),
    age=st.fractions(min_value=0, max_value=110, max_denominator=4),
)
def test_an_age_is_accepted_exactly_where_it_is_the_age_on_that_day(born: date, age: Fraction) -> None:
    completed = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    result = real_package().evaluate({"date_of_birth": born, "age_years": age}, today=TODAY)
    names = [problem.name for problem in result.problems]
    assert (names == []) == (age // 1 == completed)
    assert names in ([], ["contradiction"])


def test_the_message_holds_both_and_what_follows() -> None:
    result = real_package().evaluate({"date_of_birth": "2020-01-01", "age_years": 60}, today=TODAY)
    assert (result.status, dict(result.outputs)) == ("invalid-input", {})
    (problem,) = result.problems
    assert problem.field == "age_years"
    assert "60" in problem.message and "6 a follows from Date of birth 2020-01-01" in problem.message


def test_what_one_part_alone_says_contradicts_nothing() -> None:
    package = real_package()
    assert package.evaluate({"age_years": 60}, today=TODAY).status == "ok"
    assert package.evaluate({"age_years": 60, "date_of_birth": "unknown"}, today=TODAY).status == "ok"
    assert (
        package.evaluate({"age_years": 60, "date_of_birth": "2020-01-01"}).status == "ok"
    )  # no day to count to


def test_a_difference_of_stated_numbers_must_be_the_difference() -> None:
    stated = {"months_since_start": 14, "months_since_last_check": 3}
    package = real_package()
    assert package.evaluate({**stated, "last_check_month": 11}).status == "ok"
    refused = package.evaluate({**stated, "last_check_month": 12})
    assert [problem.name for problem in refused.problems] == ["contradiction"]
    slow = reference(
        real_model(), {name: Fraction(n) for name, n in {**stated, "last_check_month": 12}.items()}
    )
    assert [(trouble.name, trouble.about) for trouble in slow.problems] == [
        ("contradiction", "last_check_month")
    ]


def test_what_is_stated_as_unknown_follows_where_its_parts_are_known() -> None:
    case = {"date_of_birth": "2020-01-01", "age_years": "unknown"}
    result = real_package().evaluate(case, today=TODAY)
    assert (result.status, result.inputs["age_years"]) == ("ok", 6)
    assert (
        reference(real_model(), {"date_of_birth": date(2020, 1, 1), "age_years": "unknown"}, TODAY).status
        == "ok"
    )
