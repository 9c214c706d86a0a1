"""What is said of a report is said in the language of its tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from b12tables.runtime.language import speaking

if TYPE_CHECKING:
    from b12tables.compiler import Report

P = ParamSpec("P")
R = TypeVar("R")


def in_its_language(says: Callable[Concatenate[Report, P], R]) -> Callable[Concatenate[Report, P], R]:
    """A function of a report, which speaks the language of the report while it runs."""

    @wraps(says)
    def told(report: Report, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with speaking(report.language):
            return says(report, *args, **kwargs)

    return told
