"""Many versions of one table set under analysis: what they have in common is cut into pieces once."""

from __future__ import annotations

from functools import cache

from b12tables.compiler.model import Model
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.interning import Common
from b12tables.compiler.proof.table_space import Space


@cache
def _common() -> Common:
    return Common()


def analysis(model: Model) -> Analysis:
    """A model under analysis that differs in a few cells or rules from others that this was asked for."""
    return Analysis(model, space=Space(model, _common()))
