"""Cases that are refused: each with the problems that it gets, all at once;

and that nothing else ever happens.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.runtime.values import Quantity
from tests.kit.packages import iron_package, package_from, real_package

SET = """
## Fields
- cause: choice (dietary, pernicious anaemia), unknown, question What is the cause?
- signs: choices (numbness, ataxia), unknown, question Which signs?
- age: whole number, 0..120, unit a, question How old?
- level: number, 0 ..5000, unit pg/mL, accepts pmol/L = 1.355 pg/mL | ng/mL, unknown, question Level with its unit?
- length: number, > 0 ..700, unit cm, accepts mm, unknown, question How long?
- taken: yes/no, unknown, question Is it taken?
- started: date, 2000-01-01..2030-12-31, unknown, question When?
- remark: text, unknown, question Anything else?
- advice: choice (treat, wait)

## Decision: Advice
| | When | | | | | | | | Then |
|---|---|---|---|---|---|---|---|---|---|
| Rule | cause | signs | age | level | length | taken | started | remark | advice |
| R1 | - | - | < 200 | - | - | - | - | - | treat |

## Impossible
| ID | Combination | Why |
|---|---|---|
| X1 | cause: dietary<br>taken: no | a diet is always taken |
"""

GOOD = {"age": 50}

UCUM = {"system": "http://unitsofmeasure.org"}


@pytest.fixture(scope="module")
def package() -> Any:
    return package_from(SET)


MALFORMED: list[tuple[object, list[tuple[str, str]]]] = [
    # the case itself
    (None, [("not-a-case", "")]),
    ([], [("not-a-case", "")]),
    ("age", [("not-a-case", "")]),
    (5, [("not-a-case", "")]),
    # names
    ({"age": 50, "casue": "dietary"}, [("unknown-field", "casue")]),
    ({"age": 50, "": 1}, [("unknown-field", "")]),
    ({"age": 50, 5: 1}, [("unknown-field", "")]),
    ({"age": 50, None: 1}, [("unknown-field", "")]),
    ({"age": 50, ("a", "b"): 1}, [("unknown-field", "")]),
    ({"age": 50, "x" * 1000: 1}, [("unknown-field", "")]),
    ({"age": 50, "advice": "treat"}, [("not-an-input", "advice")]),
    ({"age": 50, "Age": 51}, [("stated-twice", "age")]),
    ({"age": 50, " CAUSE ": "dietary", "cause": "dietary"}, [("stated-twice", "cause")]),
    # what is missing
    ({}, [("missing-input", "age")]),
    ({"age": None}, [("missing-input", "age")]),
    ({"age": "unknown"}, [("missing-input", "age")]),
    # choices
    ({"age": 50, "cause": "diet"}, [("not-a-value", "cause")]),
    ({"age": 50, "cause": ""}, [("not-a-value", "cause")]),
    ({"age": 50, "cause": 1}, [("not-a-value", "cause")]),
    ({"age": 50, "cause": True}, [("not-a-value", "cause")]),
    ({"age": 50, "cause": ["dietary"]}, [("not-a-value", "cause")]),
    ({"age": 50, "cause": {"a": 1}}, [("not-a-value", "cause")]),
    ({"age": 50, "cause": "x" * 20_000}, [("not-a-value", "cause")]),
    ({"age": 50, "cause": "none"}, [("not-a-value", "cause")]),
    # sets
    ({"age": 50, "signs": "numbness"}, [("not-a-value", "signs")]),
    ({"age": 50, "signs": ["numb"]}, [("not-a-value", "signs")]),
    ({"age": 50, "signs": ["unknown"]}, [("not-a-value", "signs")]),
    ({"age": 50, "signs": [None]}, [("not-a-value", "signs")]),
    ({"age": 50, "signs": [["numbness"]]}, [("not-a-value", "signs")]),
    ({"age": 50, "signs": {"numbness": True}}, [("not-a-value", "signs")]),
    ({"age": 50, "signs": 3}, [("not-a-value", "signs")]),
    # whole numbers
    ({"age": True}, [("not-a-number", "age")]),
    ({"age": "fifty"}, [("not-a-number", "age")]),
    ({"age": ""}, [("not-a-number", "age")]),
    ({"age": 50.5}, [("out-of-range", "age")]),
    ({"age": "50.5"}, [("out-of-range", "age")]),
    ({"age": -1}, [("out-of-range", "age")]),
    ({"age": 121}, [("out-of-range", "age")]),
    ({"age": 10**5000}, [("not-a-number", "age")]),
    ({"age": "9" * 5000}, [("not-a-number", "age")]),
    ({"age": float("nan")}, [("not-a-number", "age")]),
    ({"age": float("inf")}, [("not-a-number", "age")]),
    ({"age": -float("inf")}, [("not-a-number", "age")]),
    ({"age": 1e300}, [("not-a-number", "age")]),
    ({"age": Decimal("NaN")}, [("not-a-number", "age")]),
    ({"age": Decimal("1E+999999")}, [("not-a-number", "age")]),
    ({"age": 5j}, [("not-a-number", "age")]),
    ({"age": [50]}, [("not-a-number", "age")]),
    ({"age": "50 kg"}, [("unknown-unit", "age")]),
    ({"age": date(2000, 1, 1)}, [("not-a-number", "age")]),
    ({"age": Quantity(50, "kg")}, [("unknown-unit", "age")]),
    ({"age": Quantity("50", "a")}, [("not-a-number", "age")]),
    ({"age": Quantity(True, "a")}, [("not-a-number", "age")]),
    # numbers that need a unit
    ({"age": 50, "level": 300}, [("unit-needed", "level")]),
    ({"age": 50, "level": 300.5}, [("unit-needed", "level")]),
    ({"age": 50, "level": "300"}, [("unit-needed", "level")]),
    ({"age": 50, "level": Fraction(1, 3)}, [("unit-needed", "level")]),
    ({"age": 50, "level": Quantity(300, "")}, [("unit-needed", "level")]),
    ({"age": 50, "level": "300 mg"}, [("unknown-unit", "level")]),
    ({"age": 50, "level": "3e2 pmol/L"}, [("not-a-number", "level")]),
    ({"age": 50, "level": "1,300 pmol/L"}, [("not-a-number", "level")]),
    ({"age": 50, "level": "0,5 pmol/L"}, [("not-a-number", "level")]),
    ({"age": 50, "level": "> 300 pmol/L"}, [("not-a-number", "level")]),
    ({"age": 50, "level": "-1 pmol/L"}, [("out-of-range", "level")]),
    ({"age": 50, "level": "4000 pmol/L"}, [("out-of-range", "level")]),
    ({"age": 50, "level": "1/0 pmol/L"}, [("not-a-number", "level")]),
    # an object that says two units: one shown, the other coded
    ({"age": 50, "length": UCUM | {"value": 30, "unit": "cm", "code": "mm"}}, [("not-a-number", "length")]),
    (
        {"age": 50, "level": UCUM | {"value": 300, "unit": "pmol/l", "code": "pg/mL"}},
        [("not-a-number", "level")],
    ),
    # an open end
    ({"age": 50, "length": 0}, [("out-of-range", "length")]),
    ({"age": 50, "length": "0 mm"}, [("out-of-range", "length")]),
    ({"age": 50, "length": "7001 mm"}, [("out-of-range", "length")]),
    # yes/no
    ({"age": 50, "taken": 1}, [("not-a-value", "taken")]),
    ({"age": 50, "taken": 0.0}, [("not-a-value", "taken")]),
    ({"age": 50, "taken": "maybe"}, [("not-a-value", "taken")]),
    ({"age": 50, "taken": []}, [("not-a-value", "taken")]),
    # dates
    ({"age": 50, "started": "21.11.2026"}, [("not-a-date", "started")]),
    ({"age": 50, "started": "2026-02-30"}, [("not-a-date", "started")]),
    ({"age": 50, "started": "2026-1-1"}, [("not-a-date", "started")]),
    ({"age": 50, "started": 20261121}, [("not-a-date", "started")]),
    ({"age": 50, "started": datetime(2026, 1, 1, 12)}, [("not-a-date", "started")]),
    ({"age": 50, "started": "1999-12-31"}, [("out-of-range", "started")]),
    ({"age": 50, "started": date(2031, 1, 1)}, [("out-of-range", "started")]),
    # texts
    ({"age": 50, "remark": 5}, [("not-a-value", "remark")]),
    ({"age": 50, "remark": "  "}, [("not-a-value", "remark")]),
    ({"age": 50, "remark": "x" * 20_000}, [("not-a-value", "remark")]),
    # combinations, today
    ({"age": 50, "cause": "dietary", "taken": False}, [("impossible", "cause")]),
    ({"age": 50, "today": "soon"}, [("not-a-date", "today")]),
    # several at once, in the order of the case, what is missing last
    (
        {"cause": "diet", "level": 300, "lenght": 3, "taken": "maybe"},
        [
            ("not-a-value", "cause"),
            ("unit-needed", "level"),
            ("unknown-field", "lenght"),
            ("not-a-value", "taken"),
            ("missing-input", "age"),
        ],
    ),
]


@pytest.mark.parametrize(("case", "problems"), MALFORMED, ids=[str(i) for i in range(len(MALFORMED))])
def test_a_malformed_case_gets_all_its_problems(
    package: Any, case: object, problems: list[tuple[str, str]]
) -> None:
    result = package.evaluate(case)
    assert [(p.name, p.field) for p in result.problems] == problems
    assert result.status == (
        "missing-input" if {name for name, _ in problems} == {"missing-input"} else "invalid-input"
    )
    assert result.status == "missing-input" or result.outputs == {}
    for problem in result.problems:
        assert problem.message and len(problem.message) < 2000
        field = package.SET.by_code.get(problem.field)
        if field is not None and problem.name not in ("not-an-input",):
            assert problem.question == field.question
    with pytest.raises(package.InvalidCase) as refused:
        result.or_raise()
    assert refused.value.problems == result.problems
    with pytest.raises(package.InvalidCase):
        _ = result.advice
    assert package.Result.from_json(result.to_json()) == result
    assert result.explain() and result.explain("patient") and result.explain(form="markdown")


def test_there_are_at_least_sixty() -> None:
    assert len(MALFORMED) >= 60


@pytest.mark.parametrize(
    ("case", "seen"),
    [
        ({"Age": "50"}, {"age": 50}),
        ({"AGE": 50.0}, {"age": 50}),
        ({"age": "50 years"}, {"age": 50}),
        ({"age": Quantity(50, "a"), "cause": "Pernicious anaemia"}, {"cause": "pernicious_anaemia"}),
        ({"age": 50, "cause": "  PERNICIOUS   ANAEMIA "}, {"cause": "pernicious_anaemia"}),
        ({"age": 50, "signs": ["Numbness", "numbness"]}, {"signs": frozenset({"numbness"})}),
        ({"age": 50, "signs": []}, {"signs": frozenset()}),
        ({"age": 50, "level": "200 pmol/L"}, {"level": 271}),
        ({"age": 50, "level": "271 PG/ML"}, {"level": 271}),
        ({"age": 50, "level": Quantity(Decimal("0.271"), "ng/mL")}, {"level": 271}),
        ({"age": 50, "level": "1/3 pg/mL"}, {"level": Fraction(1, 3)}),
        ({"age": 50, "length": 0.1}, {"length": Fraction(1, 10)}),
        ({"age": 50, "length": Decimal("0.1")}, {"length": Fraction(1, 10)}),
        ({"age": 50, "length": "25 mm"}, {"length": Fraction(5, 2)}),
        (
            {"age": 50, "length": UCUM | {"value": 25, "unit": "lines", "code": "mm"}},
            {"length": Fraction(5, 2)},
        ),
        ({"age": 50, "taken": "Yes"}, {"taken": True}),
        ({"age": 50, "taken": "unknown"}, {"taken": None}),
        ({"age": 50, "started": "2026-11-21"}, {"started": date(2026, 11, 21)}),
        ({"age": 50, "started": datetime(2026, 11, 21)}, {"started": date(2026, 11, 21)}),
        ({"age": 50, "remark": " two  words"}, {"remark": "two words"}),
    ],
    ids=repr,
)
def test_a_case_is_read_in_the_words_of_the_person(package: Any, case: Any, seen: dict[str, object]) -> None:
    result = package.evaluate(case)
    assert result.status == "ok", result.problems
    assert {name: result.inputs[name] for name in seen} == seen
    assert result.advice.advice == "treat"


def test_a_misspelt_field_is_recognised(package: Any) -> None:
    [problem] = package.evaluate({"age": 50, "causes": "dietary"}).problems
    assert problem.accepted == ("cause",) and "Did you mean cause" in problem.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.slow
@settings(max_examples=300)
@given(data=st.data())
def test_arbitrary_json_gives_a_result_and_nothing_else(package: Any, data: st.DataObject) -> None:
    module = data.draw(st.sampled_from([iron_package(), real_package(), package]))
    names = st.sampled_from(list(module.SET.inputs)) | st.text(max_size=12)
    words = st.sampled_from([w for f in module.SET.inputs.values() for w in getattr(f, "words", ["unknown"])])
    numbers = st.builds(
        "{} {}".format, st.integers(-10, 2000), st.sampled_from(["", "mg", "pmol/L", "months"])
    )
    values = JSON | words | numbers | st.lists(words, max_size=3)
    case = data.draw(st.dictionaries(names, values, max_size=12) | JSON)
    today = data.draw(st.none() | st.dates() | st.text(max_size=10))
    result = module.evaluate(case, today=today)
    assert result.status in ("ok", "no-rule", "missing-input", "invalid-input")
    assert (result.status == "ok") == (not result.problems)
    text = result.to_json()
    assert module.Result.from_json(text) == result
    json.loads(text, parse_constant=lambda word: pytest.fail(word))
    assert result.explain() and result.explain("patient", form="markdown")
