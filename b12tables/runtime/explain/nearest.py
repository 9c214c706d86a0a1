"""The worked cases that are nearest to what is known: what their headline hangs on is asked first.

Which cases state a value, and in which of them the headline is another once an input is left out, stands in the
generated package as bit sets (`STATED`, `DECIDES`), a bit for each case. Near is who has the same choices: a case that
states another value than the one known, or none, is one step farther off, and a step farther off it counts a quarter.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

A_STEP = 0.25
"""What a case one step farther off counts for: a power of two, so that every program comes to the same sum."""


def spoken(value: str | bool) -> str:
    """A choice or a yes/no as the worked cases are looked up by it."""
    return value if isinstance(value, str) else "yes" if value else "no"


class Nearest:
    """The worked cases by how far they are from what is known of one patient."""

    __slots__ = ("_decides", "_steps")

    def __init__(
        self,
        stated: Mapping[str, Mapping[str, int]],
        decides: Mapping[str, int],
        known: Mapping[str, object],
    ) -> None:
        self._decides = decides
        every = 0
        for cases in decides.values():
            every |= cases
        steps = [every]
        for name, values in stated.items():
            value = known.get(name)
            if isinstance(value, (str, bool)):
                same = values.get(spoken(value), 0)
                near, far = [here & same for here in steps], [here & ~same for here in steps]
                steps = [one | other for one, other in zip([*near, 0], [0, *far], strict=True)]
        self._steps = steps

    def decides(self, name: str) -> float:
        """In how many worked cases an input decides the headline, each counted by how near it is."""
        cases = self._decides.get(name, 0)
        return sum((here & cases).bit_count() * A_STEP**steps for steps, here in enumerate(self._steps))
