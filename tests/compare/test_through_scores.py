"""What comes through a score is compared as any other answer, against looking at every case."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from b12tables.compiler.compare import compare, differ
from b12tables.compiler.compare.what_if import Readings
from b12tables.compiler.model import Alternative, Edit, Model, Value, evaluate
from tests.kit.tables import model_from_markdown

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unknown | Computed |
|---|---|---|---|---|---|---|
| x | X | yes/no | | | | |
| y | Y | whole number | 0 | 2 | | |
| a | A | number | 0 | 6 | {unknown} | |
| p | P | whole number | -9 | 9 | | |
| q | Q | whole number | -9 | 9 | | |
| r | R | whole number | -9 | 9 | | |
| total | Total | whole number | {least} | {most} | {open} | {formula} |
| more | More | whole number | -30 | 30 | {open} | total + p |
| window | Window | number | {least} | 9 | {open} | {window} |
| k | K | whole number | 0 | 9 | | |
| m | M | whole number | 0 | 9 | | |
| n | N | whole number | 0 | 9 | | |

## Decision: Points
- Hit policy: First

| | When | | Then | |
|---|---|---|---|---|
| Rule | X | Y | P | Q |
| P1 | yes | < {cuts[0]} | {points[0]} | {points[1]} |
| P2 | no | >= {cuts[1]} | {points[2]} | {points[3]} |
{rest}

## Decision: R
- Hit policy: Collect sum

| | When | | Then |
|---|---|---|---|
| Rule | X | Y | R |
| R1 | yes | - | {points[5]} |
| R2 | - | > 0 | {points[6]} |
| Otherwise | | | 0 |

## Decision: K
- Hit policy: First

| | When | | Then |
|---|---|---|---|
| Rule | {columns[0]} | Y | K |
| K1 | > {cuts[2]} | - | 1 |
| K2 | <= {cuts[3]}{not_known} | < 2 | 2 |
| K3 | - | - | 3 |

## Decision: M
- Hit policy: First

| | When | | Then |
|---|---|---|---|
| Rule | K | {columns[1]} | M |
| M1 | 1 | - | 1 |
| M2 | - | >= {cuts[4]} | 2 |
| M3 | {last} | - | 3 |

## Decision: N
| | When | Then |
|---|---|---|
| Rule | M | N |
| N1 | <= 1 | 1 |
| N2 | > 1 | 2 |
"""


def _spec(random: Random) -> dict[str, object]:
    none = random.random() < 0.3
    open_ = "yes" if none or random.random() < 0.4 else ""
    points: list[object] = [random.choice([0, 1, 2, 3]) for _ in range(7)]
    if none:
        points[random.choice([0, 2, 3])] = "none"
    return {
        "unknown": open_ if random.random() < 0.5 else "",
        "open": open_,
        "least": random.choice([-30, -30, 0, -3]),
        "most": random.choice([30, 30, 4]),
        "formula": random.choice(["p + q", "p - q", "q - p", "p + q + r", "p + p", "p + r"]),
        "window": random.choice(["p - a", "a - p", "a + q", "p + q - a", "total - a"][:3]),
        "points": points,
        "cuts": [random.choice([1, 2, 3]) for _ in range(5)],
        "rest": random.choice(["", "| P3 | - | - | 0 | 1 |", "| P3 | - | - | 2 | 0 |"]),
        "columns": random.choices(["Total", "Window", "More", "P", "A"], [3, 3, 1, 1, 1], k=2),
        "not_known": "; unknown" if open_ and random.random() < 0.5 else "",
        "last": random.choice(["-", "> 1"]),
    }


def _changed(random: Random, spec: dict[str, object]) -> dict[str, object]:
    """The same set with one or two things otherwise; how what is computed is computed stays."""
    other = _spec(random)
    for name in random.sample(["points", "points", "cuts", "rest", "columns", "last", "least", "most"], 2):
        if name == "points" and ("none" in other["points"]) and not spec["open"]:  # type: ignore[operator]
            continue
        spec = {**spec, name: other[name]}
    return spec


def _text(spec: dict[str, object]) -> str:
    columns = spec["columns"]
    assert isinstance(columns, list)
    plain = {"P", "A"} if not spec["unknown"] else {"P"}
    known = spec["not_known"] if columns[0] not in plain else ""
    return SET.format(**{**spec, "not_known": known})


def _cases(model: Model) -> Iterator[dict[str, Value]]:
    numbers: list[Value] = [Fraction(n, 2) for n in range(13)]
    if model.fields["a"].unknown:
        numbers.append("unknown")
    for x, y, a in product((True, False), range(3), numbers):
        yield {"x": x, "y": Fraction(y), "a": a}


def _refused(model: Model) -> bool:
    """Whether somebody is refused because a score leaves its range: that is an error of a set, told by `check`."""
    return any(evaluate(model, case).status == "invalid-input" for case in _cases(model))


def check_pair(old: Model, new: Model) -> tuple[int, int]:
    """Compares two versions in both ways: how many decisions answer otherwise, and how many were not compared. An
    AssertionError where the two ways differ.
    """
    found = compare(old, new)
    differing: set[str] = set()
    for case in _cases(old):
        before, after = evaluate(old, case).outputs, evaluate(new, case).outputs
        differing |= {code for code in new.decision if before.get(code) != after.get(code)}
    told = {change.decision for change in found.changes}
    left = found.unfinished.keys()
    assert told - left == differing - left, (told, differing)
    assert differing.isdisjoint({*found.identical, *found.identical_where_both_accept})
    assert all(change.confirmed for change in found.changes)
    return len(differing - left), len(left)


def pair(random: Random) -> tuple[Model, Model] | None:
    """Two versions of a random set; None where one of them cannot be read, or refuses somebody."""
    spec = _spec(random)
    try:
        two = model_from_markdown(_text(spec)), model_from_markdown(_text(_changed(random, spec)))
    except AssertionError:
        return None
    return None if any(map(_refused, two)) else two


@pytest.mark.parametrize("seed", range(40))
def test_a_change_is_followed_through_scores(seed: int) -> None:
    random = Random(seed)
    two = next(found for found in iter(lambda: pair(random), 0) if isinstance(found, tuple))
    check_pair(*two)


SAFE = """
## Fields
- x: yes/no
- a: whole number, 0..9
- p: whole number, 0..9
- q: whole number, 0..9
- total: whole number, 0..18, computed p + q
- window: whole number, -9..9, computed p - a
- k: choice (low, high)
- due: yes/no

## Decision: Points
| | When | Then | |
|---|---|---|---|
| Rule | X | P | Q |
| P1 | yes | {p} | 2 |
| P2 | no | 0 | 0 |

## Decision: K
| | When | Then |
|---|---|---|
| Rule | Total | K |
| K1 | > 4 | high |
| K2 | <= 4 | low |

## Decision: Due
| | When | Then |
|---|---|---|
| Rule | Window | Due |
| D1 | > 0 | no |
| D2 | <= 0 | yes |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | - | Total: < 5 | so |
| S2 | X: no | Total: < 1 | so |
| S3 | A: > 2 | Due: yes | so |
| S4 | X: yes | K: low | so |
"""


@pytest.mark.parametrize(
    ("points", "changed", "broken"),
    [
        (1, ["points", "due"], ()),
        (3, ["points", "k", "due"], ("S1", "S4")),
        (4, ["points", "k", "due"], ("S1", "S3", "S4")),
        (0, ["points", "due"], ()),
    ],
)
def test_another_reading_is_followed_through_scores(
    points: int, changed: list[str], broken: tuple[str, ...]
) -> None:
    model = model_from_markdown(SAFE.format(p=2))
    edit = Edit("points", "P1", "p", str(points), model.decision["points"].rules[0].place)
    found = Readings(model).effect(Alternative("another", (edit,)))
    assert ([change.decision for change in found.changed], found.broken) == (changed, broken)
    assert found.unfinished == found.unsettled == ()


def _effect(text: str, points: int) -> tuple[list[str], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    model = model_from_markdown(text)
    edit = Edit("points", "P1", "p", str(points), model.decision["points"].rules[0].place)
    found = Readings(model).effect(Alternative("another", (edit,)))
    return [change.decision for change in found.changed], found.broken, found.unfinished, found.unsettled


def test_a_rule_about_a_score_behind_what_is_not_followed_is_proved_anew() -> None:
    """More follows from two inputs, so that Q is not compared; Total hangs on it."""
    text = SAFE.format(p=2).replace("| P | Q |", "| P | Z |").replace("computed p + q", "computed z + q")
    more = "- z: whole number, 0..9\n- b: whole number, 0..9\n- more: whole number, 0..30, computed p + a + b\n- a: "
    text = text.replace("- a: ", more) + (
        "\n## Decision: Q\n| | When | Then |\n|---|---|---|\n| Rule | More | Q |\n"
        "| Q1 | > 20 | 4 |\n| Q2 | <= 20 | 0 |\n"
    )
    changed, broken, unfinished, _ = _effect(text, 4)
    assert changed[0] == "points" and {"q", "k"} <= {*unfinished} and "S1" in broken


def test_a_score_that_stands_for_a_piece_is_no_part_of_another() -> None:
    text = SAFE.format(p=2).replace("- k: ", "- third: number, -30..30, computed window - q\n- k: ")
    text = text.replace("Total: < 5", "Third: < 5")
    changed, broken, unfinished, _ = _effect(text, 3)
    assert "S1" not in broken and "due" in {*unfinished} and changed[0] == "points"


def test_a_score_that_only_one_version_lets_follow_is_followed_in_neither() -> None:
    safe = SAFE.replace("- a: ", "- b: whole number, 0..9\n- a: ").replace("0..18", "0..40")
    of_two = safe.replace("computed p + q", "computed p + q + a + b")
    for old, new in ((safe, of_two), (of_two, safe), (of_two, of_two)):
        found = compare(model_from_markdown(old.format(p=2)), model_from_markdown(new.format(p=4)))
        assert "k" in found.unfinished and "k" not in found.identical
        assert {change.decision: change.kind for change in found.changes}["points"] == "changed"


def test_a_score_that_a_table_decides_in_the_other_version_is_not_compared() -> None:
    decided = SAFE.replace(", computed p + q", "") + (
        "\n## Decision: Sum\n| | When | | Then |\n|---|---|---|---|\n| Rule | P | Q | Total |\n"
        "| T1 | 2 | - | 4 |\n| T2 | 0 | - | 0 |\n| T3 | not(0, 2) | - | 0 |\n"
    )
    for old, new in ((SAFE, decided), (decided, SAFE)):
        found = compare(model_from_markdown(old.format(p=2)), model_from_markdown(new.format(p=2)))
        assert "k" in found.unfinished and "k" not in found.identical and found.changes == ()


ORDERED = """
## Fields
- x: yes/no
- p: whole number, 0..9
- r: whole number, 0..9
- k: choice (low, high)

## Decision: P
| | When | Then |
|---|---|---|
| Rule | {p} | P |
| P1 | {p_is} | 3 |
| P2 | not({p_is}) | 0 |

## Decision: K
| | When | Then |
|---|---|---|
| Rule | {k} | K |
| K1 | > 2 | high |
| K2 | <= 2 | low |

## Decision: R
| | When | Then |
|---|---|---|
| Rule | {r} | R |
| R1 | {r_is} | 2 |
| R2 | not({r_is}) | 0 |
"""


@pytest.mark.parametrize("columns", [("P", "R"), ("R", "P")])
def test_a_table_that_looks_at_another_one_is_compared_after_both(columns: tuple[str, str]) -> None:
    plain = {"p": "X", "p_is": "yes", "r": "X", "r_is": "yes"}
    old, new = (model_from_markdown(ORDERED.format(k=column, **plain)) for column in columns)
    found = compare(old, new)
    assert [change.decision for change in found.changes] == ["k"] and found.unfinished == {}
    assert {*found.identical} == {"p", "r"}


def test_tables_that_rest_on_each_other_in_two_versions_are_not_compared() -> None:
    first = ORDERED.format(k="P", p="X", p_is="yes", r="P", r_is="3")
    second = ORDERED.format(k="P", r="X", r_is="yes", p="R", p_is="2")
    found = compare(model_from_markdown(first), model_from_markdown(second))
    assert {*found.unfinished} == {"p", "r", "k"} and found.identical == ()


STEPPED = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Step | Computed |
|---|---|---|---|---|---|---|
| x | X | yes/no | | | | |
| p | P | number | 0 | 9 | | |
| q | Q | number | 0 | 9 | | |
| total | Total | number | 0 | 18 | {step} | p + q |
| k | K | whole number | 0 | 9 | | |

## Decision: Points
| | When | Then | |
|---|---|---|---|
| Rule | X | P | Q |
| P1 | yes | {p} | 2 |
| P2 | no | 0 | 0 |

## Decision: K
- Hit policy: First

| | When | Then |
|---|---|---|
| Rule | Total | K |
| K1 | > {t} | 1 |
| K2 | - | 2 |
"""


@pytest.mark.parametrize(("limit", "told"), [("3", ["points"]), ("3.5", ["points", "k"])])
def test_a_score_on_other_steps_in_the_other_version_is_compared(limit: str, told: list[str]) -> None:
    old = model_from_markdown(STEPPED.format(step="1", p="3", t="4"))
    new = model_from_markdown(STEPPED.format(step="0.5", p="1.5", t=limit))
    for one, other in ((old, new), (new, old)):
        assert [change.decision for change in compare(one, other).changes] == told


def test_what_its_example_does_not_show_is_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A score that leaves its range is an error of a set: whom it refuses, nobody is told to get another answer."""

    monkeypatch.setattr(differ, "tell", lambda *_: None)
    old, new = (model_from_markdown(SAFE.format(p=points)) for points in (2, 3))
    found = compare(old, new)
    assert found.changes == () and found.identical == () and {*found.unfinished} == {"points", "k", "due"}
    changed, _, unfinished, _ = _effect(SAFE.format(p=2), 3)
    assert changed == [] and {*unfinished} == {"points", "k", "due"}
