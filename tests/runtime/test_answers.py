"""Which decisions are answers, and in which order: said by the author, or by one rule for every surface."""

from __future__ import annotations

from b12tables.runtime.explain.answers import Outline, answers_of, unlisted

FOLLOW_UP = (
    Outline("target", ("indication",), ("target_range",), False),
    Outline("position", ("target_range", "inr"), ("band",), False),
    Outline("reversal", ("bleeding", "band"), ("reversal", "vitamin_k"), False),
    Outline("dose_change", ("reversal", "band"), ("change",), False),
    Outline("next_check", ("change", "reversal"), ("next",), False),
    Outline("alerts", ("new_medicine",), ("alert",), True),
)


def test_what_is_decided_after_an_answer_is_an_answer_and_the_conclusion_comes_first() -> None:
    told, folded = answers_of(FOLLOW_UP, {})
    assert told == ("dose_change", "reversal", "next_check", "alerts")
    assert folded == ()


def test_the_author_says_which_and_in_which_order() -> None:
    told, folded = answers_of(FOLLOW_UP, {}, ["alerts", "next_check"])
    assert (told, folded) == (("alerts", "next_check"), ())
    assert unlisted(FOLLOW_UP, {}, ["alerts", "next_check"]) == ("reversal",)


def test_shown_adds_folds_and_takes_out() -> None:
    shown = {"target": "yes", "next_check": "folded", "alerts": "no"}
    tables = [table._replace(shown=shown.get(table.code, "")) for table in FOLLOW_UP]
    assert answers_of(tables, {}) == (("dose_change", "reversal", "target"), ("next_check",))
    assert answers_of(tables, {}, ["alerts"]) == (("target",), ("next_check",))
    assert unlisted(tables, {}, ["reversal"]) == ()


def test_a_part_of_a_computed_field_is_looked_at() -> None:
    tables = (
        Outline("left", ("a",), ("left_score",), False),
        Outline("right", ("b",), ("right_score",), False),
        Outline("verdict", ("total",), ("class",), False),
    )
    parts = {"total": ("left_score", "right_score")}
    assert answers_of(tables, parts) == (("verdict",), ())
    assert answers_of(tables, {})[0] == ("left", "right", "verdict")
