"""What `make mutants` found that nobody noticed, in what is told of an answer and in the questions about it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import date
from fractions import Fraction
from hashlib import sha256
from importlib import metadata
from pathlib import Path, PurePosixPath
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

import b12tables
from b12tables.compiler import package_of
from b12tables.compiler.model import evaluate, means_another, run_cases
from b12tables.compiler.proof.constraints import NotAll
from b12tables.runtime.accepted import AcceptedError, _concerns
from b12tables.runtime.axes import bits
from b12tables.runtime.explain.first_page import FirstPage
from b12tables.runtime.explain.influence import Tried, Weighed, questions
from b12tables.runtime.explain.scores import figures
from b12tables.runtime.explain.telling import Telling, headline
from b12tables.runtime.questions.search import Search
from b12tables.runtime.questions.start import Start
from b12tables.runtime.selfcheck import runtime_altered
from tests.kit.packages import package_from
from tests.kit.tables import model_from_markdown

PACKAGE = Path(b12tables.__file__).parent

SET = """
## About
- Title: Told
- Identifier: told
- Version: 0.1.0
- Status: Draft
- Intended use: tests
- Disclaimer: tests
- Headline: [{Step}, then ]{Other}.

## Fields
- a: number, 0..10, unit mg, unknown
- b: number, 0..10, unknown
- idle: choice (x, y), unknown
- step: choice (wait, act)
- every: number, 0..100, unit mg
- other: choice (one, two)

## Decision: Step

| | When | | Then | |
|---|---|---|---|---|
| | A | B | Step | Every |
| R1 | < 5 | < 5 | wait | 10 |
| R2 | < 5 | >= 5; unknown | act | 20 |
| R3 | (5..10] | - | act | 30 |

## Decision: Other

| | When | | Then |
|---|---|---|---|
| | A | Idle | Other |
| O1 | - | x; unknown | one |
| O2 | unknown | y | two |
| O3 | known | y | two |

## Cases

|    | Given | | | Expect |
|---|---|---|---|---|
| ID | A | B | Idle | Step |
| C1 | 1 | 1 | x | act |
| C2 | 1 | 1 | x | wait |
"""


@pytest.fixture(scope="module")
def package() -> Any:
    return package_from(SET)


def test_an_accepted_error_is_told_of_its_decision_and_of_its_rules() -> None:
    """Without patients it concerns every answer of a decision, or of some rules of it; of another decision none."""
    step: Any = SimpleNamespace(
        decision=SimpleNamespace(code="dose"), rules=(SimpleNamespace(id="R1"), SimpleNamespace(id="R2"))
    )
    result: Any = SimpleNamespace(trace=(step,))

    def concerned(decision: str, *rules: str) -> bool:
        entry = AcceptedError(
            "gap", decision, "", rules, reason="r", by="b", until="2030-01-01", patients=None
        )
        return _concerns(entry, result, {}, True)

    assert concerned("dose") and concerned("dose", "R2") and concerned("dose", "R7", "R1") and concerned("")
    assert not concerned("dose", "R7") and not concerned("plan") and not concerned("plan", "R1")


def test_a_headline_is_said_where_what_it_speaks_of_was_decided(package: Any) -> None:
    """And nothing where one of these has no answer, even in brackets: half a headline would be taken for the whole."""
    assert headline(package.evaluate({"a": 1, "b": 1, "idle": "x"})) == "wait, then one."
    beside = package.evaluate({"a": 5, "b": 1, "idle": "x"})
    assert beside.status != "ok" and headline(beside) == ""


def test_what_has_no_value_goes_without_saying(package: Any) -> None:
    telling = Telling(package.SET)
    assert telling.silent("step", None) and telling.silent("step", ()) and telling.silent("step", "none")
    assert telling.silent("step", frozenset()) and not telling.silent("step", "act")
    assert not telling.silent("every", Fraction(0)) and not telling.silent("step", ("act",))


def test_what_is_asked_and_how_much_of_the_rest_changes_nothing(package: Any) -> None:
    for a, expected in ((7, (("idle",), 1)), (1, (("b", "idle"), 0))):
        result = package.evaluate({"a": a})
        asked = questions(Tried(result), Weighed(FirstPage(result)._telling))
        assert (asked.fields, asked.idle) == expected


def test_a_dose_is_told_step_by_step() -> None:
    package = package_from(
        """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Computed |
|---|---|---|---|---|---|---|
| weight | Weight | number | 1 | 150 | kg | |
| rate | Rate | number | 0 | 20 | mg/kg | |
| dose | Dose | number | 0 | 4000 | mg | rate * weight, rounded to 5 mg, at most 400 mg, at least 100 mg |

## Decision: Rate
| | When | Then |
|---|---|---|
| Rule | Weight | Rate |
| R1 | - | 4 |
"""
    )
    dose = package.SET.by_code["dose"]
    assert figures(dose, [Fraction(4), Fraction("50.5")]) == "this makes 202 mg, rounded 200 mg"
    assert figures(dose, [Fraction(4), Fraction(10)]) == "this makes 40 mg, at least 100 mg"
    assert figures(dose, [Fraction(4), Fraction(101)]) == "this makes 404 mg, rounded 405 mg, at most 400 mg"
    assert figures(dose, [Fraction(4), None]) == "" == figures(package.SET.by_code["weight"], [Fraction(4)])


def test_whether_a_decision_may_fail_is_what_its_cells_say(package: Any) -> None:
    """Without regions that are known beforehand: as one finds that looks at each piece of each column."""
    table = Search(package.SET).known.tables["step"]
    assert not table.total
    table.holes = None
    random, seen = Random(3), set()
    sizes = [package.SET.grid().AXES[name].full.bit_length() for name in table.columns]
    for _ in range(60):
        masks = [random.randrange(1, 1 << size) for size in sizes]
        places = [(1 << one, 1 << other) for one in bits(masks[0]) for other in bits(masks[1])]
        expected = any(table.fails(table.look(list(place))[0]) for place in places)
        assert table.may_fail(masks) == expected
        seen.add(expected)
    assert seen == {True, False}


def test_a_part_that_a_decision_gives_can_still_become_known() -> None:
    tables: Any = SimpleNamespace(inputs={"age": None}, producer={"rate": None})
    for day in (None, date(2024, 1, 1)):
        asked: Any = SimpleNamespace(_set=tables, _day=day, _given={}, _values={})
        known = [Start._may_be_known(asked, part) for part in ("rate", "age", "else", "today")]
        assert known == [True, True, False, day is not None]


def test_an_impossible_combination_takes_away_what_would_complete_it() -> None:
    relation = NotAll([0b01, 0b10])
    assert relation.narrowed((0b01, 0b10)) is None
    assert relation.narrowed((0b11, 0b10)) == (0b10, 0b10)
    assert relation.narrowed((0b01, 0b11)) == (0b01, 0b01)
    assert relation.narrowed((0b11, 0b11)) == (0b11, 0b11)
    assert relation.narrowed((0b10, 0b10)) == (0b10, 0b10)


def test_a_worked_case_that_fails_says_what_came_instead() -> None:
    first, second = run_cases(model_from_markdown(SET)).results
    assert [miss.came for miss in first.misses] == ["wait"] and not second.misses


def test_an_input_in_another_unit_means_another_thing() -> None:
    """In two versions a stated case means it otherwise, and everything else as before."""
    old, new = (
        model_from_markdown(SET),
        model_from_markdown(SET.replace("unit mg, unknown", "unit g, unknown")),
    )
    (before, *_), (after, *_) = old.decisions, new.decisions
    assert means_another(old, new, before, after) == ("a",)
    assert means_another(old, old, before, before) == ()


def test_what_is_counted_from_today_on_needs_the_day_that_it_is_counted_to() -> None:
    """The reference and the package read both ends, today first."""
    model = model_from_markdown(
        """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Computed |
|---|---|---|---|---|---|---|---|
| planned | Planned | date | 2020-01-01 | 2040-01-01 | | yes | |
| wait | Wait | whole number | -9000 | 9000 | d | yes | days from today to planned |
| soon | Soon | yes/no | | | | | |

## Decision: Soon
| | When | Then |
|---|---|---|
| Rule | Wait | Soon |
| R1 | <= 7 | yes |
| R2 | > 7; unknown | no |
"""
    )
    tables = package_of(model).SET
    today = date(2024, 2, 26)
    for planned, soon in ((date(2024, 3, 4), True), (date(2024, 3, 5), False)):
        assert evaluate(model, {"planned": planned}, today).outputs["soon"] == {"soon": soon}
        assert tables.evaluate({"planned": planned.isoformat()}, today).outputs["soon"]["soon"] is soon


def test_a_flat_row_holds_every_answer(package: Any) -> None:
    row = package.evaluate({"a": 1, "b": 1, "idle": "x"}).row()
    fields = [
        name for table in package.SET.decisions if table.code in package.SET.answers for name in table.outputs
    ]
    assert fields and {name: row.get(name, "is not there") for name in fields} == {
        "step": "wait",
        "every": 10,
        "other": "one",
    }


class _Listed(PurePosixPath):
    """A file of an installation, as the standard library lists it."""

    content: bytes

    @property
    def hash(self) -> Any:
        digest = urlsafe_b64encode(sha256(self.content).digest()).rstrip(b"=")
        return SimpleNamespace(mode="sha256", value=digest.decode())

    def read_binary(self) -> bytes:
        return (PACKAGE.parent / self).read_bytes()


def test_a_runtime_that_was_altered_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file as it was listed: nothing; one that is otherwise: its name; another runtime than listed: no word."""
    listed = [
        _Listed(path.relative_to(PACKAGE.parent)) for path in sorted((PACKAGE / "runtime").rglob("*.*"))
    ]
    listed = [file for file in listed if "__pycache__" not in file.parts]
    for file in listed:
        file.content = file.read_binary()
    installed = SimpleNamespace(files=listed, locate_file=lambda name: PACKAGE.parent / name)
    monkeypatch.setattr(metadata, "distribution", lambda name: installed)
    assert runtime_altered() == ()
    listed[0].content += b"#"
    assert runtime_altered() == (str(listed[0]),)
    installed.locate_file = lambda name: Path("/elsewhere") / name
    assert runtime_altered() is None
