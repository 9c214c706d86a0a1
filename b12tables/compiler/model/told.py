"""Which decisions and scores of a model are its answers: the runtime's rule (`explain.answers`), asked of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b12tables.runtime.explain.answers import answers_of, unlisted

if TYPE_CHECKING:
    from b12tables.compiler.model.tables import Model
    from b12tables.runtime.explain.answers import Outline


def told_of(model: Model) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the decisions and scores that are answers, in the order in which they are told; then the folded."""
    stated = [code for code in model.about.answers if code in model.decision or code in model.scores]
    return answers_of(_outlines(model), model.parts, stated, _scores(model))


def told_by_nobody(model: Model) -> tuple[str, ...]:
    """The codes of the decisions, then of the scores, that nothing reads and no list of the author's names."""
    if not model.about.answers:
        return ()
    return unlisted(_outlines(model), model.parts, model.about.answers, _scores(model))


def names_twice(model: Model) -> tuple[str, ...]:
    """The scores that have the code of a decision: as answers nobody could tell the two apart."""
    return tuple(name for name in model.scores if name in model.decision)


def _scores(model: Model) -> list[str]:
    return [name for name in model.scores if name not in model.decision]


def _outlines(model: Model) -> list[Outline]:
    return [table.outline for table in model.decisions]
