"""Breaks what comes in from outside for as long as is wanted: `python -m tests.fuzz MINUTES [SEED]`.

Seventeen targets by turns: files for the reader, texts for the grammar of cells, JSON for `eval`, audit records, cases
in the fragment of an address, documents of DMN, calls of the CDS service, texts in SQL, requests to the desk, files of
patients with their mappings, proofs and grades, requests to a service over HTTP, records of FHIR, strangers' texts in
all that is written of a set, plain tables with their mappings, charts and lists of patients at the desk, and annotated
copies of broken workbooks. An input that fails is kept in `fuzzed/`, and the others go on; at the end the command says
how much was tried, and fails where anything did.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from tests.fuzz.answers import Cases, Fragments, Records
from tests.fuzz.doors import Bundles, Copies, Exports, Lists, Plain, Services
from tests.fuzz.rooms import Cohorts, Desk, Kept
from tests.fuzz.standards import Calls, Documents, Statements
from tests.fuzz.workbooks import Cells, Files

TARGETS = (
    *(Files, Cells, Cases, Records, Fragments, Documents, Calls, Statements, Desk, Cohorts, Kept),
    *(Services, Bundles, Exports, Plain, Lists, Copies),
)
KEPT = 20
"""So many failing inputs are kept; those after them are counted."""


class Tally:
    """How one target stands."""

    def __init__(self, target: Any) -> None:
        self.target = target
        self.tried = self.failed = 0
        self.slowest = self.spent = 0.0

    def turn(self, rng: random.Random, seconds: float, seed: int) -> None:
        """Tries inputs for so many seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            begin = time.process_time()
            self.tried += 1
            try:
                self.target.try_one(rng)
            except Exception:
                self.failed += 1
                self._keep(seed)
            taken = time.process_time() - begin
            self.spent += taken
            self.slowest = max(self.slowest, taken)

    def _keep(self, seed: int) -> None:
        if self.failed > KEPT:
            return
        folder = Path("fuzzed")
        folder.mkdir(exist_ok=True)
        name = f"{self.target.name}-{seed}-{self.tried}"
        (folder / name).write_bytes(self.target.last())
        (folder / f"{name}.txt").write_text(traceback.format_exc(), encoding="utf-8")

    def __str__(self) -> str:
        return (
            f"{self.target.name:10} {self.tried:8} tried {self.failed:6} failed, "
            f"{self.spent:7.0f} s of a core, the slowest {self.slowest:.2f} s"
        )


def main(minutes: float, seed: int) -> int:
    rng = random.Random(seed)
    begin = time.monotonic()
    end = begin + 60 * minutes
    with tempfile.TemporaryDirectory() as folder:
        tallies = [Tally(target(Path(folder))) for target in TARGETS]
        rounds = 0
        while time.monotonic() < end:
            for tally in tallies:
                tally.turn(rng, min(10.0, max(0.0, end - time.monotonic())), seed)
            rounds += 1
            if rounds % 6 == 0:
                print(f"after {(time.monotonic() - begin) / 60:.1f} minutes", *tallies, sep="\n", flush=True)
        failed = sum(tally.failed for tally in tallies)
        print(
            f"{(time.monotonic() - begin) / 60:.1f} minutes, seed {seed}, {failed} failed", *tallies, sep="\n"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())))
