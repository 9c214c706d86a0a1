"""Where the sources differ for this patient: each other reading of a disagreement tried, and what it would change."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from b12tables.runtime.explain.telling import Telling
    from b12tables.runtime.result import Result

    class Differing(NamedTuple):
        """A disagreement whose other reading changes the answer: its ID, what it is about, the other answer."""

        ref: str
        title: str
        otherwise: str

else:
    from collections import namedtuple

    Differing = namedtuple("Differing", "ref title otherwise")


def differing(result: Result, telling: Telling) -> tuple[Differing, ...]:
    return ()
