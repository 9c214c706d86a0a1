"""How long a test waits for what must come about, and how fast this machine is just now.

A test waits for a state and never for a time. Where what it waits for does not come, it fails in the end: so late that
a slow machine with much other work is no reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 600
"""Seconds until a test says that what it waits for does not come about."""


def wait_until(done: Callable[[], object]) -> None:
    """Looks again and again, until it is so."""
    limit = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < limit, "it did not come about"
        time.sleep(0.02)


def slowness() -> float:
    """How many times slower this machine is just now than an ordinary one that does nothing else (at least 1).

    Seconds of the processor are more where others use its caches and its second thread. Limits in seconds are those of
    an ordinary machine: what was measured is divided by this.
    """
    begun = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    assert total
    return max(1.0, (time.process_time() - begun) / ORDINARY)


ORDINARY = 0.05
"""Seconds of the processor that an ordinary machine takes for the loop above."""
