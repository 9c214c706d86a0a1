"""In which order constraints are split where a state does not settle them."""

from __future__ import annotations

from b12tables.compiler.proof.constraints import Constraint, NotAll
from b12tables.compiler.proof.grid import Budget
from b12tables.compiler.proof.propagation import Cone, find_state


class Late(NotAll):
    split_last = True


def test_what_is_split_last_is_so_from_either_end() -> None:
    full = [0b11, 0b11, 0b11]
    late, early = Constraint(Late([0b01, 0b01]), [0, 1]), Constraint(NotAll([0b01, 0b01]), [1, 2])
    cone = Cone.of((late, early), frozenset(range(3)), full)
    for from_the_end in (True, False):
        # the early one is split at its first place, which settles both
        assert find_state(full, cone, set(), Budget(1_000), from_the_end) == [0b11, 0b10, 0b11]
