"""How long `b12tables check` takes in two commits: processor time of whole processes, which take turns.

    python benchmarks/two_commits.py 3618113            that commit against what is here, each with its own tables
    python benchmarks/two_commits.py OLD NEW --tables tables --runs 15

Each commit is taken out of git into a folder of its own. The first run of each writes its bytecode, as installing does,
and is not counted. Needs POSIX: the time is what the operating system counts for the finished process, user and system.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]


def taken_out(commit: str, into: Path) -> Path:
    """The files of a commit; what is here where it is ""."""
    if not commit:
        return ROOT
    packed = subprocess.run(
        ["git", "archive", commit, "b12tables", "tables"], cwd=ROOT, capture_output=True, check=True
    )
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(into, filter="data")
    return into


def seconds(code: Path, tables: Path) -> float:
    """The processor time of one check, in seconds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "b12tables", "check", str(tables)],
        cwd=code,
        env={**environment, "PYTHONPATH": str(code)},
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode == 2:
        raise SystemExit(done.stderr.decode())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints the median and the least time of each, and the ratios of the medians and of the least."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old")
    parser.add_argument("new", nargs="?", default="", help="what is here, if it is left out")
    parser.add_argument("--tables", type=Path, help="check these with both; without it each checks its own")
    parser.add_argument("--runs", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        codes = [
            taken_out(commit, Path(folder, name)) for name, commit in (("old", asked.old), ("new", asked.new))
        ]
        tables = [asked.tables.resolve() if asked.tables else code / "tables" for code in codes]
        sides = list(zip(codes, tables, strict=True))
        for side in sides:
            seconds(*side)
        rounds = [[seconds(*side) for side in sides] for _ in range(asked.runs)]
    old, new = ([taken[side] for taken in rounds] for side in (0, 1))
    for name, times in ((asked.old, old), (asked.new or "here", new)):
        print(f"{name:>12}  median {median(times):.3f} s  least {min(times):.3f} s")
    print(f"{'ratio':>12}  median {median(new) / median(old):.2f}    least {min(new) / min(old):.2f}")


if __name__ == "__main__":
    main()
