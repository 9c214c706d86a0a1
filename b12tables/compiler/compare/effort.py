"""What a comparison may take: steps and regions, counted, so that the same tables compare alike on every machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from b12tables.compiler.model import Model
from b12tables.compiler.proof.analysis import DEFAULT_BOUND, DEFAULT_MEMORY, Analysis, steps_of
from b12tables.compiler.proof.grid import BoundReached, Budget
from b12tables.compiler.proof.table_space import Space

REGIONS_A_SECOND = 200
"""So many regions a search looks at for each second of the bound."""

REGION_BYTES = 2_000
"""What a region takes while it is kept, at most; all regions get a fifth of the memory."""

A_REGION, RULES_A_STEP = 150, 30
"""Steps that a region costs by itself, and the rules of both tables that cost a step more."""

SHARE = Fraction(1, 3)
"""What each of the three analyses, of either version and of both together, may take of what is left."""


@dataclass(frozen=True, eq=False)
class Effort:
    """The bound of one comparison: `bound` in seconds' worth of steps for all of its phases, `memory` in megabytes."""

    bound: float = DEFAULT_BOUND
    memory: int = DEFAULT_MEMORY
    budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "budget", steps_of(self.bound))

    @property
    def regions(self) -> int:
        """How many regions one search may look at."""
        kept = self.memory * 1_000_000 // (5 * REGION_BYTES)
        return max(1, min(int(REGIONS_A_SECOND * self.bound), kept))

    def search(self, rules: int) -> Regions:
        """What is left for a search among so many rules."""
        return Regions(self.regions, A_REGION + rules // RULES_A_STEP, self.budget)

    def analysis(self, model: Model, space: Space) -> Analysis:
        """A model under analysis within this bound."""
        return Analysis(model, self.bound, space=space, memory=self.memory, budget=self.part)

    @property
    def part(self) -> Budget:
        """The steps of an analysis."""
        return self.budget.share(SHARE)


class Regions:
    """The regions of one search, counted."""

    def __init__(self, most: int, steps: int, budget: Budget) -> None:
        self._left, self._steps, self._budget = most, steps, budget

    def spend(self, steps: int) -> None:
        """Counts other work of the search. Raises `BoundReached` where no step is left."""
        self._budget.spend(steps)

    def look(self) -> None:
        """Counts a region. Raises `BoundReached` where none, or no step, is left."""
        self._left -= 1
        self.spend(self._steps)
        if self._left < 0:
            raise BoundReached
