"""Random tables, sets and cases for hypothesis. Every choice is drawn from it, none from a seed: what fails shrinks.

The makers (`tests.kit`) take what `random.Random` gives; here it is hypothesis that answers, with few and small choices
once something has failed. A sweep over many sets whose seed is the test's parameter (`[17]`) needs none of this: the
number names the set, and the same one comes again on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from b12tables.compiler.model import Model
from tests.kit.derived_sets import derived_model
from tests.kit.random_models import edited, random_model
from tests.kit.small_sets import small_model

Draw = Any


def run_part(
    number: int, examples: int, test: Callable[..., None], *strategies: st.SearchStrategy[Any]
) -> None:
    """One part of many examples, so that no single test takes long: others for each number, the same every time."""
    drawn = seed(number)(given(*strategies)(test))
    settings(max_examples=examples, deadline=None, derandomize=True)(drawn)()


def choices() -> st.SearchStrategy[Random]:
    """A source of random choices that hypothesis makes and shrinks."""
    return st.randoms(use_true_random=False)


@st.composite
def small_models(draw: Draw) -> Model:
    """Sets of few fields and rules, with every kind of field, cell and hit policy; small enough to enumerate."""
    return small_model(draw(choices()))


@st.composite
def models(draw: Draw) -> Model:
    """Sets of several tables that read each other's answers, larger than can be enumerated quickly."""
    return random_model(draw(choices()))


@st.composite
def derived_models(draw: Draw) -> Model:
    """Sets with computed fields."""
    return derived_model(draw(choices()))


@st.composite
def edited_pairs(draw: Draw) -> tuple[Model, Model]:
    """A set, and the same set after an edit or two."""
    random = draw(choices())
    old = random_model(random)
    return old, edited(random, old)
