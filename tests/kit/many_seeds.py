"""As many random sets as wanted, from a seed on: the one loop of the programs that look at thousands."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def differing(
    differences: Callable[[int], Sequence[str]],
    count: int,
    first: int,
    *,
    what: str = "",
    every: int = 0,
    most: int | None = None,
) -> int:
    """How many of the sets differ. Prints what differs, of each set `most` lines, and how far it is after `every` sets;
    `what` is said of the sets in the last line.
    """
    found = 0
    for seed in range(first, first + count):
        told = differences(seed)
        found += bool(told)
        for line in told[:most]:
            print(f"seed {seed}: {line}", flush=True)
        if every and (seed - first + 1) % every == 0:
            print(f"{seed - first + 1} sets, {found} differ", flush=True)
    print(f"{count} random sets{what}: {found} differ")
    return found
