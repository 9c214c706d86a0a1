"""Which decisions are answers: what a patient's case is about, and not a step on the way there."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def answer_codes(decisions: Iterable[tuple[str, Collection[str], Collection[str]]]) -> tuple[str, ...]:
    """The codes of the decisions that are answers, in the order given; each comes with its inputs and its outputs.

    A decision is an answer where no other one looks at some output of it.
    """
    everything = list(decisions)
    used = {name for _, inputs, _ in everything for name in inputs}
    return tuple(code for code, _, outputs in everything if not used.issuperset(outputs))
