"""Cohort = `evaluate`, row by row, on as many random sets as wanted: `python -m tests.cohort.thousands COUNT [SEED]`.

Each set is drawn from a seed of its own, which is printed where the two differ: `check_random_set(Random(seed))` is
that set again, every third one `check_tied_set(seed)`, in which fields follow from each other, and every fifth
`check_set_with_errors(seed)`, in which errors were accepted. Exit 1 if one differs.
"""

from __future__ import annotations

import sys
from random import Random

from tests.cohort.test_cohort import check_random_set
from tests.cohort.test_computed import check_tied_set
from tests.cohort.test_known_errors import check_set_with_errors

EVERY = 500
"""After so many sets it says how far it is."""


def main(count: int, first: int = 1) -> int:
    """How many of the sets are answered otherwise than row by row."""
    differing = 0
    for seed in range(first, first + count):
        try:
            if seed % 5 == 0:
                check_set_with_errors(seed)
            elif seed % 3:
                check_random_set(Random(seed))
            else:
                check_tied_set(seed)
        except AssertionError as told:
            differing += 1
            print(f"seed {seed}: {str(told)[:500]}")
        if (seed - first + 1) % EVERY == 0:
            print(f"{seed - first + 1} sets, {differing} differ", flush=True)
    print(f"{count} random sets, some 40 rows each: {differing} differ")
    return differing


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) > 0)
