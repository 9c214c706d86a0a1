"""Random tables, sets and cases for hypothesis. Every choice is drawn from it, none from a seed: what fails shrinks.

The makers (`tests.kit`) take what `random.Random` gives; here it is hypothesis that answers, with few and small choices
once something has failed.

When to use which:

- a property of any set, case or edit that one example can break: a strategy from here. It shrinks to the smallest
  that fails;
- a sweep whose seed is the parameter of the test, `parametrize("seed", range(60))`: the number names the set in the
  report and is the same set on every machine; each is compared as a whole (solver, Node.js, brute force), which is too
  dear to be shrunk;
- a sample beside a process or a browser: many cases are drawn with a seed, and asked in one go;
- a statement about many sets together (how many offers bring back what was there, how many had something to find).

A whole number that hypothesis draws is never made a seed: nothing of what it makes would shrink
(`tests/test_strategies.py` looks).
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
    settings(max_examples=examples, derandomize=True)(drawn)()


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
