"""How often a program of ours looks for circles of objects that nothing else holds."""

from __future__ import annotations

import gc


def look_seldom() -> None:
    """To be called by a program, not by a library: it holds for the whole process.

    A check makes many objects and almost no circles of them: looking for those took a quarter of its time.
    """
    gc.set_threshold(500_000, 20, 20)
