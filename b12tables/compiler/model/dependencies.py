"""What needs what: the order in which things can be worked out, or the circle that forbids it."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def order(needs: Mapping[str, Collection[str]]) -> tuple[list[str], list[str]]:
    """An order in which each name comes after all that it needs, and the names in or behind a circle.

    As near to the mapping's own order as it can be. Needed names that it does not hold are given from
    outside.
    """
    done: dict[str, None] = {}
    waiting = list(needs)
    while True:
        ready = next(
            (name for name in waiting if all(n in done or n not in needs for n in needs[name])), None
        )
        if ready is None:
            return list(done), waiting
        done[ready] = None
        waiting.remove(ready)


def circle(needs: Mapping[str, Collection[str]], among: Collection[str]) -> list[str]:
    """One circle among names that could not be ordered: each needs the next, the last needs the first."""
    inside = set(among)
    path: dict[str, None] = {}
    name = min(inside)
    while name not in path:
        path[name] = None
        name = min(needed for needed in needs[name] if needed in inside)
    ring = list(path)
    return ring[ring.index(name) :]
