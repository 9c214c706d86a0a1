"""What an embedder leans on beside the answer: documented fields, names that are refused with a hint, flat rows."""

from __future__ import annotations

import inspect
import pydoc
from typing import Any

import pytest

from b12tables.runtime.problems import Problem
from tests.kit.packages import iron_package, package_from, real_package

CASE = {"cause": "pernicious_anaemia", "neuro_status": "none", "phase": "maintenance"}


def test_help_tells_every_field_with_unit_and_values() -> None:
    package = real_package()
    told = " ".join(pydoc.plain(pydoc.render_doc(package.Case)).split())
    stated = inspect.signature(package.Case).parameters
    for name in stated:
        field = package.SET.by_code[name]
        doc = " ".join(str(inspect.getdoc(getattr(package.Case, name))).split())
        assert doc.startswith(f"{field.label}.") and field.ask() in doc and name in told
        assert set(getattr(field, "labels", ())) <= set(doc.replace(",", " ").split())
        assert getattr(field, "unit", "") in doc
    assert set(stated) <= set(dir(package.Case()))
    case = package.Case(**CASE)
    assert (case.cause, case.b12) == ("pernicious_anaemia", package.NOT_STATED)
    assert package.evaluate(case.replace(cause="dietary")).outputs != package.evaluate(case).outputs


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda p: p.Case(casue="dietary"), "did you mean cause?"),
        (lambda p: p.Case().replace(phse="maintenance"), "did you mean phase?"),
        (lambda p: p.Case().casue, "did you mean cause?"),
        (lambda p: p.possible(CASE, "duratoin"), "did you mean duration?"),
        (lambda p: p.why_not(CASE, "duratoin", "for_life"), "did you mean duration?"),
        (lambda p: p.evaluate(CASE).step("duratoin"), "did you mean duration?"),
        (lambda p: p.evaluate(CASE).words("duratoin"), "did you mean duration?"),
        (lambda p: p.evaluate(CASE).duratoin, "did you mean duration?"),
        (lambda p: p.possible(CASE).outcomes("duratoin"), "did you mean duration?"),
    ],
)
def test_a_name_that_is_none_is_refused_with_the_one_that_is_like_it(ask: Any, hint: str) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError)) as refused:
        ask(real_package())
    assert hint in str(refused.value)


def test_what_is_like_nothing_is_refused_without_a_hint() -> None:
    package = real_package()
    for ask in (
        lambda: package.Case(ζζζ=1),
        lambda: package.possible({}, 7),
        lambda: package.possible({}, ""),
    ):
        with pytest.raises((KeyError, TypeError)) as refused:
            ask()
        assert "did you mean" not in str(refused.value)


def test_a_decision_that_was_not_taken_is_no_unknown_name() -> None:
    with pytest.raises(KeyError, match="duration was not taken"):
        real_package().evaluate({"b12": 453}).step("duration")


def test_every_name_of_a_problem_is_declared() -> None:
    """The literal type is read from the source, for it is there for checkers only."""
    import re

    from b12tables.runtime import problems

    source = inspect.getsource(problems)
    declared = set(
        re.findall(r'"([\w-]+)"', source[source.index("ProblemName = ") : source.index("INVALID:")])
    )
    package = real_package()
    refused = package.evaluate(
        {"b12": 453, "neuro_status": "absent", "colour": "red", "age_years": 300, "duration": 1}
    )
    assert refused.problems and {problem.name for problem in refused.problems} <= declared
    assert isinstance(refused.problems[0], Problem)


def test_a_result_without_its_trace_is_all_the_rest() -> None:
    for package, case in ((real_package(), CASE), (iron_package(), {})):
        result = package.evaluate(case)
        whole = result.to_dict()
        del whole["trace"]
        assert result.to_dict(trace=False) == whole


TABLES = """
## Fields
- number: number, 0..10, unknown
- plan: choice (a, b, c)
- seen: yes/no, unknown
- more: choice (x, y)

## Decision: Plan
|    | When   | Then |      |
|----|--------|------|------|
|    | Number | Plan | Seen |
| R1 | < 3    | a    | yes  |
| R2 | 3..5   | b    | unknown |
| R3 | > 5    | c    | no   |
| R4 | unknown | c   | no   |

## Decision: More
Hit policy: Rule order

|    | When   | Then |
|----|--------|------|
|    | Number | More |
| R1 | < 5    | x    |
| R2 | < 7    | y    |
| R3 | >= 7, unknown | y |
"""


def test_a_row_has_the_columns_of_a_frame() -> None:
    import pyarrow as pa

    for package, cases in (
        (real_package(), [CASE, {"cause": "dietary", "b12": "453 pmol/L"}, {"cause": "nothing"}, {}]),
        (package_from(TABLES), [{"number": n} for n in (0, 3, 5, 6, 9, 11, None)]),
    ):
        columns = dict.fromkeys(name for case in cases for name in case)
        frame = pa.table({name: pa.array([case.get(name) for case in cases]) for name in columns})
        for case, found in zip(cases, package.evaluate_frame(frame).to_pylist(), strict=True):
            row = package.evaluate(case).row()
            assert list(row) == list(found)
            for name, value in row.items():
                was = found[name]
                if value != was and not (was is None and value == []):
                    assert value in (True, False) and was == ("yes" if value else "no"), (name, value, was)
