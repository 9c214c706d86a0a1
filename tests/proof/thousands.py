"""Proofs of random sets by the thousand: what is written is put to the checker, which has to accept it.

    python -m tests.proof.thousands 1000              a thousand sets that have no error
    python -m tests.proof.thousands 1000 --first 5000

Each set is written to a workbook that both read; a third of them has guards and kept results. What came of them is
counted in the end, with the reasons why something is left out. The suite runs a small share of the same
(`test_random_sets` in test_proofcheck.py).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from b12tables import proofcheck
from b12tables.compiler import read
from tests.kit.construct_sets import random_set
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.tables import write_xlsx
from tests.kit.written_sets import write_model
from tests.proof.test_proofcheck import proof_of

KINDS = 3
"""Small sets, larger ones, and sets with guards and kept results."""

EVERY = 200
"""After so many proofs it says how far it is."""


def write_set(seed: int, folder: Path) -> None:
    """Writes one random set to a workbook."""
    kind = seed % KINDS
    if kind == KINDS - 1:
        write_xlsx(random_set(Random(seed)), folder)
    else:
        write_model((small_model, random_model)[kind](Random(seed)), folder)


def judge(seed: int, folder: Path, found: Counter[str]) -> bool:
    """Counts what came of one set; whether it has no error, so that a proof of it is written."""
    write_set(seed, folder)
    model, findings = read(folder)
    if model is None or any(finding.severity == "error" for finding in findings):
        return False
    proof = proof_of(folder, bound=1)
    try:
        list(proofcheck.Check(proof, folder).run())
    except Exception as why:  # whatever it stumbles over is no acceptance
        found["refused"] += 1
        print(f"set {seed}: {why!r}", flush=True)
        return True
    found["accepted"] += 1
    found["tables"] += len(proof["tables"])
    found["safety rules"] += len(proof["safety"])
    found.update(f"left out: {why}" for why in proof["left_out"].values())
    return True


def main() -> int:
    """Puts so many proofs to the checker; 0 where all were accepted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first set")
    given = parser.parse_args()
    found: Counter[str] = Counter()
    seed, judged = given.first, 0
    while judged < given.count:
        with TemporaryDirectory() as folder:
            is_judged = judge(seed, Path(folder), found)
        seed, judged = seed + 1, judged + is_judged
        if is_judged and judged % EVERY == 0:
            print(f"{judged} proofs, {found['refused']} refused; next seed {seed}", flush=True)
    for what, count in sorted(found.items()):
        print(f"{count:>6} {what}")
    return 1 if found["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
