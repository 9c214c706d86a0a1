"""What a table depends on outside of its cells: no comparison calls identical what answers a stated case otherwise."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from b12tables.compiler.compare import Comparison, compare
from b12tables.compiler.compare.comparison import cause_text
from b12tables.compiler.model import Model
from b12tables.compiler.report import comparison_text
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown

SET = """
## Fields
- x: choice (p, q)
- s: choices (pen, latex)
- a: number, 0..10, unit mg, accepts ug | [IU] = 0.1 mg
- b: number, 0..10, unit mg
- c: number, unit mg, computed a + b
- o: choice (first, second)

## Decision: T
- Hit policy: Priority

|    | When | When | When | Then | Because  |
|----|------|------|------|------|----------|
|    | X    | S    | C    | O    | Evidence |
| R1 | -    | -    | -    | first  | inference: x |
| R2 | p    | includes pen | > 3 mg | second | inference: x |
"""


def compared(*changes: tuple[str, str]) -> Comparison:
    text = SET
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return compare(model_from_markdown(SET), model_from_markdown(text))


def test_the_same_is_identical() -> None:
    found = compared()
    assert (found.identical, found.changes, found.step) == (("t",), (), "none")


def test_a_note_alone_says_of_nobody_that_the_answer_changes() -> None:
    found = compared(("- a: number", "- aa: number"), ("a + b", "aa + b"))
    assert found.step == "major"
    assert bool(found.changes) == found.step_words.startswith("major: some patients who were covered before")
    found = compared(("- x: choice", "- unasked: yes/no\n- x: choice"))
    back = compare(found.new, found.old)
    assert back.step == "major" and not back.changes
    assert back.step_words == "major: what concerns the set as a whole asks for it"


SCORED = """
## Fields
- x: yes/no
- a: number, 0..10, unit mg
- p: whole number, 0..3
- q: whole number, 0..3
- total: whole number, 0..6, computed p + q
- k: choice (low, high)
- m: choice (few, many)

## Decision: Points
- Hit policy: First

|    | When | Then | Then | Because  |
|----|------|------|------|----------|
|    | X    | P    | Q    | Evidence |
| P1 | yes  | 1    | 2    | inference: x |
| P2 | no   | 0    | 0    | inference: x |

## Decision: K

|    | When  | When | Then | Because  |
|----|-------|------|------|----------|
|    | Total | A    | K    | Evidence |
| K1 | > 1   | -    | high | inference: x |
| K2 | <= 1  | <= 7 mg | low | inference: x |
| K3 | <= 1  | > 7 mg | high | inference: x |

## Decision: M

|    | When | Then | Because  |
|----|------|------|----------|
|    | K    | M    | Evidence |
| M1 | low  | few  | inference: x |
| M2 | high | many | inference: x |
"""


def test_what_comes_through_a_score_is_not_called_the_same() -> None:
    """K answers otherwise where the points do, though the total stands in it as before."""
    found = compare(
        model_from_markdown(SCORED),
        model_from_markdown(SCORED.replace("| no   | 0    | 0 ", "| no   | 0    | 2 ")),
    )
    assert found.identical == () and dict(found.unfinished) == {}
    assert [change.decision for change in found.changes] == ["points", "k", "m"]
    assert "Total is computed from P, Q, whose answers changed" in [note.message for note in found.notes]


def test_what_is_read_as_another_number_is_not_called_the_same() -> None:
    """7.3 mg is 7 mg where A is given to the nearest 1."""
    model = model_from_markdown(SCORED)
    rounded = replace(model.fields["a"], step=Fraction(1), rounds=True)
    found = compare(model, replace(model, fields={**model.fields, "a": rounded}))
    assert found.identical == ("points",) and found.identical_where_both_accept == ()
    assert {*found.unfinished} == {"k", "m"}


def test_a_sum_is_the_same_in_any_order() -> None:
    found = compared(("a + b", "b + a"))
    assert (found.identical, found.changes, found.step) == (("t",), (), "patch")


@pytest.mark.parametrize(
    "change",
    [
        ("(first, second)", "(second, first)"),  # the order of the values ranks the rows
        ("a + b", "a - b"),
        ("[IU] = 0.1 mg", "[IU] = 0.2 mg"),
    ],
)
def test_what_answers_otherwise_is_never_identical(change: tuple[str, str]) -> None:
    found = compared(change)
    assert found.identical == ()
    assert found.step == "major"


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (("(pen, latex)", "(pen)"), "major"),
        (("(pen, latex)", "(pen, latex, nut)"), "minor"),
        (("- b: number, 0..10", "- b: number, 0..5"), "major"),
        (("- b: number, 0..10", "- b: number, 0..20"), "minor"),
        (("- b: number, 0..10", "- b: number, > 0..10"), "major"),
    ],
)
def test_who_is_newly_refused_or_accepted_is_told(change: tuple[str, str], step: str) -> None:
    found = compared(change)
    assert found.step == step
    # identical is said of every case that either accepts
    assert (found.identical, found.identical_where_both_accept) == ((), ("t",))


PARTS = """
## Fields
- x: yes/no
- born: date, unknown
- age: number, 0..120, unit a, unknown, computed years from born to today
- o: choice (first, second)

## Decision: T
|    | When | Then | Because  |
|----|------|------|----------|
|    | {column} | O    | Evidence |
| R1 | {test} | first  | inference: x |
| Otherwise |  | second | inference: x |
"""


def _with(born: str, age: str, column: str = "Age", test: str = "> 18") -> Model:
    text = PARTS.format(column=column, test=test)
    text = text.replace("- born: date, unknown", f"- born: date{born}")
    return model_from_markdown(text.replace("unit a, unknown, computed", f"unit a{age}, computed"))


def _accepted(model: Model) -> list[bool]:
    """Of every way to state the two fields whether there is an answer."""
    package = package_of(model)
    found = []
    for born, age in product((None, "unknown", "2000-01-01"), (None, "unknown", "26 a")):
        stated = {name: value for name, value in (("born", born), ("age", age)) if value is not None}
        found.append(package.evaluate({**stated, "x": True}, today="2026-11-27").status == "ok")
    return found


@pytest.mark.parametrize("old", list(product(("", ", unknown"), ("", ", unknown"), ("Age", "X"))))
def test_a_part_that_must_be_stated_is_told(old: tuple[str, str, str]) -> None:
    """A field is missed where it must be known and a table looks at what is computed from it."""

    def made(born: str, age: str, column: str) -> Model:
        return _with(born, age, column, "> 18" if column == "Age" else "yes")

    before = made(*old)
    for new in product(("", ", unknown"), ("", ", unknown"), ("Age",)):
        after = made(*new)
        pairs = list(zip(_accepted(before), _accepted(after), strict=True))
        found = compare(before, after)
        if any(was and not now for was, now in pairs):
            assert found.step == "major", (old, new)
        if any(now and not was for was, now in pairs):
            assert found.step != "patch" and not found.identical, (old, new)
        if found.identical:
            assert all(was == now for was, now in pairs), (old, new)


DOSED = """
## About
- Title: T
- Identifier: t_set
- Version: 0.1.0
- Status: Draft
- Intended use: x.
- Disclaimer: y.
- Answers: {told}

## Fields
- x: yes/no
- weight: number, 1..100, unit kg{weight}
- rate: number, 0..10, unit mg/kg
- dose: number, 0..1000, unit mg{dose}, computed rate * weight

## Decision: Rate
| | When | Then |
|---|---|---|
| Rule | X | Rate |
| R1 | yes | 2 mg/kg |
| R2 | no | 3 mg/kg |
"""


def test_what_a_told_score_follows_from_must_be_stated() -> None:
    """No table looks at the weight: without it there is no dose, and whether that is an answer is what has changed."""
    ways = [("Rate; Dose", ", unknown", ", unknown"), ("Rate; Dose", "", ", unknown"), ("Rate; Dose", "", "")]
    ways.append(("Rate", "", ", unknown"))
    models = [
        model_from_markdown(DOSED.format(told=told, weight=weight, dose=dose)) for told, weight, dose in ways
    ]
    answered = [package_of(model).evaluate({"x": True}).status == "ok" for model in models]
    assert answered == [True, False, False, True]
    for before, after in product(range(len(models)), repeat=2):
        found = compare(models[before], models[after])
        if answered[before] and not answered[after]:
            assert found.step == "major", (ways[before], ways[after])
        if answered[after] and not answered[before]:
            assert found.step in ("minor", "major"), (ways[before], ways[after])


def test_what_is_no_longer_told_as_an_answer_is_told() -> None:
    """A dose that is not among the answers is in no result; of a decision the answer is, and it stands elsewhere."""
    both, rate, dose, turned = (
        model_from_markdown(DOSED.format(told=told, weight=", unknown", dose=", unknown"))
        for told in ("Rate; Dose", "Rate", "Dose", "Dose; Rate")
    )

    def noted(before: Model, after: Model) -> list[tuple[str, str]]:
        return [(note.message, note.step) for note in compare(before, after).notes]

    assert noted(both, rate) == [("Dose (dose) is no longer told as an answer", "major")]
    assert noted(rate, both) == [("Dose (dose) is told as an answer now", "minor")]
    assert noted(both, dose) == [("Rate (rate) is no longer told as an answer", "patch")]
    assert noted(both, turned) == [("the answers are told in another order", "patch")]


REFUSED = """
## Fields
- age: whole number, {range}, unit a{unknown}
- kind: choice ({kinds})
- dose: choice (low, high)

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | Age | Dose |
| R1 | < 18 | low |
| R2 | >= 18; unknown | high |

## Impossible
| ID | Combination | Why |
|---|---|---|
| I1 | Kind: a<br>Age: > {over} | so |
"""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"range": "0..110"}, '"Age: 0 to 120 a; unknown" is now "Age: 0 to 110 a; unknown"'),
        ({"unknown": ""}, '"Age: 0 to 120 a; unknown" is now "Age: 0 to 120 a"'),
        ({"kinds": "a, b"}, '"Kind: a; b; c" is now "Kind: a; b"'),
        ({"over": "90"}, '"I1: Kind: a; Age: > 100" is now "I1: Kind: a; Age: > 90"'),
    ],
)
def test_what_refuses_a_case_is_told_as_both_have_it(changed: dict[str, str], said: str) -> None:
    """What was there before is not called new."""
    before = {"range": "0..120", "unknown": ", unknown", "kinds": "a, b, c", "over": "100"}
    found = compare(*(model_from_markdown(REFUSED.format(**one)) for one in (before, {**before, **changed})))
    causes = [cause_text(cause) for change in found.changes for cause in change.causes]
    assert [text.split(": ", 1)[1] for text in causes] == [said]


MAY_BE_UNKNOWN = """
## Fields
- k: yes/no
- w: choice (x), unknown
- o: choice (a, b)

## Decision: T
- Hit policy: Collect

|    | When | Then    | Because      |
|----|------|---------|--------------|
|    | K    | W       | Evidence     |
| T1 | yes  | unknown | inference: x |
| T2 | no   | x       | inference: x |

## Decision: U
|    | When | Then | Because      |
|----|------|------|--------------|
|    | W    | O    | Evidence     |
| U1 | {of_w} | {then} | inference: x |
| Otherwise | | {otherwise} | inference: x |
"""


def test_a_list_may_hold_unknown_alone() -> None:
    """For K yes the list holds *unknown* and no X: it is not empty, and another answer in the second set."""
    before = model_from_markdown(MAY_BE_UNKNOWN.format(of_w="empty", then="a", otherwise="b"))
    after = model_from_markdown(MAY_BE_UNKNOWN.format(of_w="includes x", then="b", otherwise="a"))
    assert [package_of(one).evaluate({"k": True}).outputs["u"]["o"] for one in (before, after)] == ["b", "a"]
    found = compare(before, after)
    assert (found.identical, found.step, found.same_answers) == (("t",), "major", False)
    assert "excludes x and includes unknown" in " ".join(comparison_text(found, "old", "new").lower().split())
