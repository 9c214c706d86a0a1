"""How long the analysis of one large table takes, and how much memory, beside what others have published.

    python benchmarks/analysis.py            all shapes, a few minutes
    python benchmarks/analysis.py --quick    the shapes that decide

The shapes of Calvanese et al. (Information Systems 78, 2018) are rebuilt after their recipe: a random
decision tree gives rules that are complete and without overlap; then 10 % of the rules are widened in one
column, 10 % shrunk. Published times, where `../shared/conformance/paper_tables.json` is there to read them
from, were measured on a laptop core of 2015: a ratio, not a pass mark. Each shape runs in a process of its
own; peak memory is that of the process.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TypeVar

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare.differ import compare
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.place import Place
from b12tables.compiler.model.tables import (
    About,
    Clause,
    Condition,
    DecisionTable,
    Field,
    Limit,
    Model,
    Result,
    Rule,
    ValueRow,
)
from b12tables.compiler.model.unary_tests import AnyOf, Anything, Equals, Interval, Test
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.grid import Budget, uncovered
from b12tables.compiler.proof.table_space import TableSpace

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ROOT.parent / "shared" / "conformance" / "paper_tables.json"
RULES = {
    3: (499, 998, 1492),
    5: (505, 1000, 1506),
    7: (502, 1019, 1496),
    9: (507, 1012, 1524),
    11: (489, 1026, 1484),
    13: (515, 987, 1527),
    15: (731, 1038, 1514),
}
"""Columns -> how many rules the published tables have."""

PAPER = [(rules, columns) for columns, sizes in RULES.items() for rules in sizes]
QUICK = [(1496, 7), (1514, 15)]
CATEGORICAL = {3: 1, 5: 2, 7: 2, 9: 3, 11: 3, 13: 4, 15: 5, 10: 3}
WIDE = 1000
"""Numbers lie between 0 and this; the tree cuts at whole numbers."""

Answer = TypeVar("Answer")
Cell = frozenset[int] | tuple[int, int]
"""The values of a word column, or the two ends [low, high) of a number column."""

Change = Callable[[Random, Cell], Cell]
"""How noise changes a cell."""

HERE = Place("benchmark.xlsx", "Table")


# ---------------------------------------------------------------- shapes


def paper(
    rules: int, columns: int, seed: int = 1, noise: float = 0.1, changes: Sequence[Change] | None = None
) -> Model:
    """A table after the recipe: a tenth of the rules widened, a tenth shrunk (or only one of these)."""
    random = Random(seed)
    words = CATEGORICAL[columns]
    whole: list[Cell] = [frozenset(range(7))] * words + [(0, WIDE)] * (columns - words)
    leaves = [whole]
    while len(leaves) < rules:
        at = random.randrange(len(leaves))
        column = random.randrange(columns)
        halves = _halves(random, leaves[at][column])
        if halves is not None:
            rest = leaves[at]
            leaves[at] = [*rest[:column], halves[0], *rest[column + 1 :]]
            leaves.append([*rest[:column], halves[1], *rest[column + 1 :]])
    for change in (widened, shrunk) if changes is None else changes:
        # in a column where there is something to widen or to shrink
        able = [[c for c, cell in enumerate(leaf) if change(Random(0), cell) != cell] for leaf in leaves]
        for at in random.sample([at for at in range(rules) if able[at]], int(rules * noise)):
            column = random.choice(able[at])
            leaves[at] = list(leaves[at])
            leaves[at][column] = change(random, leaves[at][column])
    # in the same order whatever the noise
    Random(seed).shuffle(leaves)
    return _model(leaves, words, columns)


def _halves(random: Random, cell: Cell) -> tuple[Cell, Cell] | None:
    if isinstance(cell, frozenset):
        members = sorted(cell)
        if len(members) < 2:
            return None
        part = frozenset(random.sample(members, random.randint(1, len(members) - 1)))
        return part, cell - part
    low, high = cell
    if high - low < 4:
        return None
    cut = random.randint(low + 1, high - 1)
    return (low, cut), (cut, high)


def widened(random: Random, cell: Cell) -> Cell:
    if isinstance(cell, frozenset):
        missing = sorted(set(range(7)) - cell)
        return cell | {random.choice(missing)} if missing else cell
    return max(0, cell[0] - 1), min(WIDE, cell[1] + 1)


def shrunk(random: Random, cell: Cell) -> Cell:
    if isinstance(cell, frozenset):
        return cell - {random.choice(sorted(cell))} if len(cell) > 1 else cell
    return (cell[0] + 1, cell[1] - 1) if cell[1] - cell[0] > 2 else cell


def yes_no(rules: int, columns: int, literals: int | None = None, seed: int = 3) -> Model:
    """A table over yes/no columns: a tree with some noise, or random rules of so many conditions each."""
    random = Random(seed)
    both: Cell = frozenset((0, 1))
    leaves: list[list[Cell]] = [[both] * columns]
    if literals is None:
        while len(leaves) < rules:
            at, column = random.randrange(len(leaves)), random.randrange(columns)
            rest = leaves[at]
            if len(rest[column]) == 2:
                leaves[at] = [*rest[:column], frozenset((0,)), *rest[column + 1 :]]
                leaves.append([*rest[:column], frozenset((1,)), *rest[column + 1 :]])
        for at in random.sample(range(rules), rules // 20):
            leaves[at] = [both if random.random() < 0.1 else cell for cell in leaves[at]]
    else:
        leaves = []
        for _ in range(rules):
            asked = set(random.sample(range(columns), literals))
            leaves.append(
                [frozenset((random.randint(0, 1),)) if c in asked else both for c in range(columns)]
            )
    return _model(leaves, columns, columns, yes_no=True)


def _model(leaves: list[list[Cell]], words: int, columns: int, yes_no: bool = False) -> Model:
    names = [f"c{i}" for i in range(columns)]
    codes = tuple(ValueRow(f"v{n}", f"v{n}", HERE) for n in range(7))
    fields = {}
    for i, name in enumerate(names):
        if yes_no:
            fields[name] = Field(name, name, "yes/no", HERE)
        elif i < words:
            fields[name] = Field(name, name, "choice", HERE, codes)
        else:
            fields[name] = Field(
                name, name, "number", HERE, low=Limit(Fraction(0)), high=Limit(Fraction(WIDE), False)
            )
    answers = tuple(ValueRow(f"a{n}", f"a{n}", HERE) for n in range(7))
    fields["answer"] = Field("answer", "answer", "choice", HERE, answers)
    rules = tuple(
        Rule(
            f"R{number + 1}",
            tuple(Condition(_test(cell, yes_no), "", HERE) for cell in leaf),
            (Result(f"a{number % 7}", "", HERE),),
            HERE,
        )
        for number, leaf in enumerate(leaves)
    )
    inputs = tuple(Clause(name, HERE) for name in names)
    table = DecisionTable("table", "Table", HitPolicy.UNIQUE, inputs, (Clause("answer", HERE),), rules, HERE)
    about = About("Benchmark", "benchmark", "0.1.0", "Draft", "benchmark", "benchmark", HERE)
    return Model(about, fields, (table,))


def _test(cell: Cell, yes_no: bool) -> Test:
    if isinstance(cell, tuple):
        whole = cell == (0, WIDE)
        return Anything() if whole else Interval(Fraction(cell[0]), True, Fraction(cell[1]), False)
    if len(cell) == (2 if yes_no else 7):
        return Anything()
    values = [Equals(bool(n) if yes_no else f"v{n}") for n in sorted(cell)]
    return values[0] if len(values) == 1 else AnyOf(tuple(values))


# ---------------------------------------------------------------- measuring


def measure(model: Model) -> dict[str, object]:
    """Seconds of processor time for each part of the analysis of one table, and what it found."""
    found: dict[str, object] = {}

    def timed(name: str, work: Callable[[], Answer]) -> Answer:
        start = time.process_time()
        value = work()
        found[name] = round(time.process_time() - start, 3)
        return value

    analysis = timed("build_s", lambda: Analysis(model))
    ts = analysis.space.tables["table"]
    pairs = timed("overlap_s", lambda: list(ts.clashes()))
    timed("first_gap_s", lambda: next(uncovered(ts.grid, Budget()), None))
    part = timed("gaps_s", lambda: analysis.gaps(ts))
    masked = timed("masked_s", lambda: _masked(ts))
    found |= {
        "rules": len(ts.rows),
        "columns": len(ts.fields),
        "overlap_pairs": len(pairs),
        "gap_boxes": len(part.boxes),
        "finished": part.whole,
        "masked": masked,
        "peak_mb": _peak_mb(),
    }
    found["all_s"] = round(
        sum(float(str(found[k])) for k in ("build_s", "overlap_s", "gaps_s", "masked_s")), 3
    )
    return found


def measure_report(model: Model) -> dict[str, object]:
    """The whole report: every check, and the edits that were tried before they are shown."""
    start = time.process_time()
    findings, _ = run_checks(model)
    return {
        "whole_report_s": round(time.process_time() - start, 3),
        "findings": len(findings),
        "incomplete": sum(finding.name == "analysis-incomplete" for finding in findings),
        "report_peak_mb": _peak_mb(),
    }


def measure_comparison(model: Model) -> dict[str, object]:
    """Two editions of the table that differ in the answers of twenty rules."""
    # read from a file of its own, the other edition has nothing in common with this one but what it says
    table = model.decisions[0]
    rules = [deepcopy(rule) for rule in table.rules]
    for at in range(0, len(rules), max(1, len(rules) // 20)):
        (result,) = rules[at].results
        rules[at] = replace(
            rules[at], results=(replace(result, value="a0" if result.value != "a0" else "a1"),)
        )
    other = replace(model, decisions=(replace(table, rules=tuple(rules)),))
    editions_mb = _peak_mb()
    start = time.process_time()
    comparison = compare(model, other)
    return {
        "compare_s": round(time.process_time() - start, 3),
        "changes": len(comparison.changes),
        "unfinished": len(comparison.unfinished),
        "compare_peak_mb": _peak_mb(),
        "editions_mb": editions_mb,
    }


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _masked(ts: TableSpace) -> int:
    """How many rules would never answer if the table were read from the top."""
    hidden = 0
    for index, box in enumerate(ts.grid.boxes):
        above = ts.grid.touching(box) & ((1 << index) - 1)
        # only what meets the rule can hide it
        if above and next(uncovered(ts.grid, Budget(), box, above), None) is None:
            hidden += 1
    return hidden


SHAPES: dict[str, Callable[[], Model]] = {
    **{f"paper {rules} x {columns}": (lambda r=rules, c=columns: paper(r, c)) for rules, columns in PAPER},
    "large 10000 x 10": lambda: paper(10_000, 10),
    "yes/no 500 x 30, tree": lambda: yes_no(500, 30),
    "yes/no 200 x 30, 3 conditions": lambda: yes_no(200, 30, 3),
    "yes/no 200 x 30, 5 conditions": lambda: yes_no(200, 30, 5),
}


def published() -> dict[tuple[int, int], tuple[float, float]]:
    """(rules, columns) -> published seconds for overlaps and for gaps; empty where the file is
    not.
    """
    if not PUBLISHED.exists():
        return {}
    papers = json.loads(PUBLISHED.read_text(encoding="utf-8"))["papers"]
    paper_2018 = next(entry for entry in papers if entry["id"] == "calvanese2018")
    return {
        (t["rules"], t["columns"]): (t["overlap_ms"] / 1000, t["missing_ms"] / 1000)
        for t in paper_2018["tables"]
    }


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--shape")
    parser.add_argument("--what", choices=list(MEASURES), default="parts")
    options = parser.parse_args()
    if options.shape:
        print(json.dumps(MEASURES[options.what](SHAPES[options.shape]())))
        return
    names = list(SHAPES)
    if options.quick:
        names = [name for name in names if not name.startswith("paper")] + [
            f"paper {r} x {c}" for r, c in QUICK
        ]
    others = published()
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, one core")
    _head(
        "table",
        "cut",
        "overlaps",
        "first gap",
        "all gaps",
        "masked",
        "all",
        "pairs",
        "gap boxes (merged)",
        "peak MB",
        "published",
    )
    for name in names:
        row = _run(name, "parts")
        size = (int(name.split()[1]), int(name.split()[3])) if name.startswith("paper") else (0, 0)
        beside = "{:g} + {:g}".format(*others[size]) if size in others else "-"
        boxes = row["gap_boxes"] if row["finished"] else f"{row['gap_boxes']} (bound reached)"
        columns = ("build_s", "overlap_s", "first_gap_s", "gaps_s", "masked_s", "all_s", "overlap_pairs")
        _line(name, *(row[column] for column in columns), boxes, row["peak_mb"], beside)
    print()
    _head(
        "table",
        "whole report",
        "findings",
        "not established",
        "peak MB",
        "two editions",
        "changes",
        "peak MB",
    )
    for name in (
        n for n in names if not n.startswith("paper") or n in [f"paper {r} x {c}" for r, c in QUICK]
    ):
        report, editions = _run(name, "report"), _run(name, "comparison")
        _line(name, *report.values(), editions["compare_s"], editions["changes"], editions["compare_peak_mb"])


MEASURES = {"parts": measure, "report": measure_report, "comparison": measure_comparison}


def _run(name: str, what: str) -> dict[str, object]:
    """Measures one shape in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.analysis", "--shape", name, "--what", what]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: dict[str, object] = json.loads(run.stdout)
    return found


def _head(*names: str) -> None:
    _line(*names)
    _line(*("---" for _ in names))


def _line(*cells: object) -> None:
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


if __name__ == "__main__":
    main()
