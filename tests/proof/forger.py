"""The strongest forger there can be: whatever is not so he shows of random sets, if the checker lets him.

    python -m tests.proof.forger 1000                 a thousand random sets
    python -m tests.proof.forger 1000 --first 5000

He splits every field that counts down to its last point, and tries at each point every leaf there is: that what is
claimed holds, each impossible combination, each table before. If one point has no leaf that the checker takes, no tree
at all shows the claim. So of what the engine knows to be wrong (a gap, a contradiction, a safety rule that is broken)
such a point must be there.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from b12tables import proofcheck
from b12tables.compiler import read
from b12tables.compiler.proof.proof_file import NOT_SO
from tests.proof.test_proofcheck import proof_of
from tests.proof.thousands import write_set

MOST = 6000
"""So many points of a claim are tried; one with more is passed over, and counted."""


def asked(check: Any, text: str) -> dict[Any, int] | None:
    """What the lines of a cell ask; None where they are not read."""
    try:
        return dict(check.asked(("", text)))
    except (LookupError, ValueError, proofcheck.Refused):
        return None


def claim(check: Any, name: str) -> tuple[Any, Any] | None:
    """What is judged of a table or safety rule, with its rows, as the checker judges it; None where it is not read."""
    if name in check.tables:
        return check.tables[name], check.tables[name].plain
    if name not in check.rules:
        return None
    rule = check.rules[name]
    when, must = asked(check, rule["when"] or "-"), asked(check, rule["must"])
    if when is None or must is None:
        return None
    rows = [("", must, []), *(("", {field: ~bits}, []) for field, bits in when.items())]
    return proofcheck.Table(name, "first", [], rows), range(len(rows))


def points(check: Any, table: Any) -> Iterator[dict[Any, int]] | None:
    """Every point of the fields that count for a claim, as a state of the checker; None where they are too many."""
    before = [check.tables[code] for code in check.before(table)]
    fields = {*table.inputs, *(field for one in before for field in (*one.inputs, *one.outputs))}
    fields |= {member for one in before for field in one.outputs for member in field.members.values()}
    fields |= {field for text in check.impossible.values() for field in asked(check, text) or {}} & check.free
    ways = [[1 << at for at in range(field.size + 1) if field.full >> at & 1] for field in fields]
    if prod(map(len, ways)) > MOST:
        return None
    everybody = {field: field.full for field in check.fields.values()}
    return ({**everybody, **dict(zip(fields, point, strict=True))} for point in product(*ways))


def is_taken(check: Any, table: Any, rows: Any, state: dict[Any, int]) -> bool:
    """Whether the checker takes some leaf in a state."""
    for node in (0, *check.impossible, *check.before(table)):
        try:
            check.walk(node, state, table, rows)
        except Exception:  # whatever it stumbles over is no acceptance
            continue
        return True
    return False


def judge(seed: int, folder: Path, found: Counter[str]) -> None:
    """Puts what is wrong in a random set to the forger. Raises AssertionError where he can show it."""
    write_set(seed, folder)
    model, _ = read(folder)
    if model is None:
        return
    proof = proof_of(folder, bound=1)
    check = proofcheck.Check(proof, folder)
    wrong = [name for name, why in proof["left_out"].items() if why in (*NOT_SO, "broken")]
    for name in wrong:
        judged = claim(check, name)
        states = points(check, judged[0]) if judged else None
        if judged is None or states is None:
            found["not read, or too large"] += 1
            continue
        shown = all(is_taken(check, *judged, state) for state in states)
        assert not shown, f"set {seed}: {name} can be shown, and is not so"
        found["wrong, and not to be shown"] += 1


def main() -> int:
    """Sends the forger through so many sets; 0 where nothing wrong can be shown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first set")
    given = parser.parse_args()
    found: Counter[str] = Counter()
    for seed in range(given.first, given.first + given.count):
        with TemporaryDirectory() as folder:
            try:
                judge(seed, Path(folder), found)
            except AssertionError as why:
                found["bad"] += 1
                print(why, flush=True)
    for what, count in sorted(found.items()):
        print(f"{count:>6} {what}")
    return 1 if found["bad"] else 0


if __name__ == "__main__":
    sys.exit(main())
