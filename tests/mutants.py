"""Small mistakes in the code itself, one at a time: which of them does no test notice?

    make mutants                              200 mistakes in runtime, grammar and engine, drawn at random
    python -m tests.mutants 50 --only runtime/ --seed 2

cosmic-ray makes the mistakes: a comparison turned, a sign, `and` for `or`, a number one off, a loop that is not
entered. They are made in a copy of what git knows. The tests are run there once (of the slow ones those of these
rooms), and it is kept which of them comes to which line; a mistake is put to those that come to its line, quickest
first. A test that fails, or takes far too long, has noticed. What nobody notices is printed, to be read: a test is
missing, or none could notice.

Not made: mistakes in annotations and in names of types; `==` for `is`, `is` for `==` and `>` for `!=`, which are the
same for what is compared here.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]

JUDGED = ("runtime/", "compiler/model/", "compiler/proof/", "proofcheck.py")
"""The runtime, the grammar with what a cell means, the engine, and the checker of its proofs."""

OPERATORS = (
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is")),
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt")),
    *(
        f"ReplaceBinaryOperator_{pair}"
        for pair in ("Add_Sub", "Sub_Add", "Mul_Add", "Div_Mul", "FloorDiv_Mul")
    ),
    *(f"ReplaceBinaryOperator_{pair}" for pair in ("BitOr_BitAnd", "BitAnd_BitOr", "LShift_RShift")),
    *(
        "ReplaceUnaryOperator_Delete_Not",
        "ReplaceUnaryOperator_Invert_UAdd",
        "ReplaceUnaryOperator_USub_UAdd",
    ),
    *("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "NumberReplacer", "ZeroIterationForLoop"),
)

ROUNDS = (20.0, 200.0)
"""Seconds of tests, as they were counted, that are run first, and where they notice nothing, after them."""

OWN = ("tests/runtime", "tests/model", "tests/proof", "tests/oracles")
"""Where the slow tests count too: those of the runtime, the grammar and the engine."""

Tests = Mapping[str, float]
"""Seconds by the name of a test."""


# ---------------------------------------------------------------- which test comes to which line


def copied(into: Path) -> None:
    """A copy of what git knows of this folder, as it lies here."""
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in (name for name in files.split("\0") if (ROOT / name).is_file()):
        to = into / name
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes((ROOT / name).read_bytes())


def measured(copy: Path) -> None:
    """Runs the tests once, and keeps what each comes to (.coverage) and what became of it (tests.xml, slow.xml)."""
    kept = [
        "--cov=b12tables",
        "--cov-append",
        "--cov-context=test",
        "--cov-report=",
        "-o",
        "junit_family=xunit1",
    ]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--continue-on-collection-errors", *kept]
    for where, chosen, to in ((OWN, "slow", "slow.xml"), ((), "not slow", "tests.xml")):
        marked = ["-m", f"{chosen} and not browser and not office", f"--junitxml={to}"]
        subprocess.run([*command, *where, *marked], cwd=copy, stdout=subprocess.DEVNULL, check=False)


def passed(copy: Path) -> Tests:
    """The tests that passed, with their seconds, by the names by which contexts know them."""
    found = {}
    trees = [ElementTree.parse(copy / name) for name in ("tests.xml", "slow.xml") if (copy / name).exists()]
    for case in (case for tree in trees for case in tree.getroot().iter("testcase")):
        if not len(case):
            class_ = case.get("classname", "").removeprefix(case.get("file", "")[:-3].replace("/", "."))
            name = "::".join(filter(None, (case.get("file"), class_.lstrip("."), case.get("name"))))
            found[name] = float(case.get("time", 0))
    return found


class Coming:
    """Which of the tests that passed come to which line."""

    def __init__(self, copy: Path) -> None:
        import coverage

        self.copy, self.passed = copy, passed(copy)
        self._data = coverage.CoverageData(str(copy / ".coverage"))
        self._data.read()
        self._lines: dict[str, dict[int, list[str]]] = {}

    def to(self, file: str, line: int) -> list[str]:
        """The tests that come to a line, quickest first; of a line that runs when its file is imported, to the file."""
        lines = self._lines.setdefault(file, self._data.contexts_by_lineno(str(self.copy / file)))
        here = self._tests(lines.get(line, []))
        return here or self._tests(context for contexts in lines.values() for context in contexts)

    def _tests(self, contexts: Iterable[str]) -> list[str]:
        names = {context.rpartition("|")[0] for context in contexts} & self.passed.keys()
        return sorted(names, key=lambda name: (self.passed[name], name))

    def rounds(self, tests: Sequence[str]) -> Iterator[list[str]]:
        """Some tests in rounds, each of which takes so long."""
        for seconds in ROUNDS:
            ends = accumulate(self.passed[test] for test in tests)
            count = max(1, sum(end < seconds for end in ends))
            if tests:
                yield list(tests[:count])
            tests = tests[count:]


# ---------------------------------------------------------------- mistakes


def mistakes(copy: Path, files: Sequence[str]) -> Iterator[Any]:
    """Every mistake that is made in some files, as cosmic-ray describes it."""
    from cosmic_ray.commands import init
    from cosmic_ray.work_db import WorkDB, use_db

    known = copy / "mistakes.sqlite"
    with use_db(str(known), WorkDB.Mode.open if known.exists() else WorkDB.Mode.create) as work:
        if not work.num_work_items:
            init([Path(file) for file in files], work, {})
        wanted = {f"core/{name}" for name in OPERATORS}
        every = [item.mutations[0] for item in work.work_items]
    spared = {file: list(annotations(ast.parse((copy / file).read_text("utf-8")))) for file in files}
    for one in every:
        within = any(start <= one.start_pos < end for start, end in spared[str(one.module_path)])
        if one.operator_name in wanted and not within:
            yield one


def annotations(tree: ast.AST) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where annotations stand, and what only the type checker reads."""
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            parts.append(node)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp | ast.Subscript):
            # a name for a type: `Cut = tuple[str, Any]`
            parts.append(node if node.col_offset == 0 and ast.unparse(node.targets[0]).istitle() else None)
        for part in parts:
            if isinstance(part, ast.expr | ast.stmt):
                yield (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)


def drawn(every: Iterable[Any], count: int, random: Random) -> list[Any]:
    """Some mistakes, no two in one place; each file has its share."""
    places: dict[tuple[str, tuple[int, int]], list[Any]] = defaultdict(list)
    for one in every:
        places[str(one.module_path), one.start_pos].append(one)
    chosen = random.sample(sorted(places), min(count, len(places)))
    return [random.choice(sorted(places[place], key=lambda one: one.operator_name)) for place in chosen]


def noticed(copy: Path, one: Any, tests: Sequence[str]) -> tuple[bool, str]:
    """Whether a test notices a mistake, and the mistake as a diff."""
    from cosmic_ray.mutating import mutate_and_test

    (copy / "asked.txt").write_text("\n".join(tests), encoding="utf-8")
    options = "-x -q -p no:cacheprovider -p no:xdist -p no:cov --no-header"
    result = mutate_and_test([one], f"{sys.executable} -m pytest {options} @asked.txt", 3 * ROUNDS[-1])
    return result.is_killed, result.diff or ""


def judged(copy: Path, chosen: Sequence[Any], until: float) -> Iterator[dict[str, Any]]:
    """What became of each mistake: noticed, not noticed, or no quick test comes there."""
    coming = Coming(copy)
    for one in chosen:
        if time.monotonic() > until:
            return
        file = one.module_path.as_posix()
        tests = coming.to(file, one.start_pos[0])
        killed, diff = False, ""
        for some in coming.rounds(tests):
            killed, diff = noticed(copy, one, some)
            if killed:
                break
        outcome = "noticed" if killed else "not noticed" if tests else "no test"
        yield {"file": file, "line": one.start_pos[0], "what": one.operator_name, "tests": len(tests)} | {
            "outcome": outcome,
            "diff": diff,
        }


# ---------------------------------------------------------------- the report


def report(found: Sequence[Mapping[str, Any]]) -> str:
    """The score of each room and file, and what nobody noticed."""
    lines = []
    for key in (lambda one: "all", room, lambda one: one["file"]):
        groups: dict[str, list[str]] = defaultdict(list)
        for one in found:
            groups[key(one)].append(one["outcome"])
        for name, outcomes in sorted(groups.items()):
            hits = outcomes.count("noticed")
            lines.append(
                f"{hits:>5} of {len(outcomes):>5} noticed  {100 * hits / len(outcomes):5.1f} %  {name}"
            )
    for one in found:
        if one["outcome"] != "noticed":
            lines.append(
                f"\n{one['file']}:{one['line']}: {one['what']}: {one['outcome']} ({one['tests']} tests)"
            )
            lines += [
                line
                for line in one["diff"].splitlines()
                if line[:1] in "+-" and line[:3] not in ("+++", "---")
            ]
    return "\n".join(lines)


def room(one: Mapping[str, Any]) -> str:
    """The part of the package that a mistake stands in."""
    return next((part for part in JUDGED if one["file"].startswith(f"b12tables/{part}")), "elsewhere")


def main() -> None:
    """Makes mistakes, and says which are noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--only", default="", help="files whose name, below b12tables/, begins so")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--minutes", type=float, default=600, help="ends after so long, with what is judged by then"
    )
    parser.add_argument("--copy", type=Path, help="a copy in which the tests were counted before")
    parser.add_argument("--out", type=Path, help="a file for each outcome, as a line of JSON")
    given = parser.parse_args()
    until = time.monotonic() + 60 * given.minutes
    copy = (given.copy or Path(tempfile.mkdtemp(prefix="mutants"))).resolve()
    if not (copy / "tests.xml").exists():
        copied(copy)
        measured(copy)
    out_file = given.out and given.out.resolve()
    os.chdir(copy)
    parts = tuple(f"b12tables/{part}" for part in JUDGED)
    files = [path.relative_to(copy).as_posix() for path in sorted((copy / "b12tables").rglob("*.py"))]
    every = mistakes(copy, [file for file in files if file.startswith(parts)])
    asked = (one for one in every if one.module_path.as_posix().startswith(f"b12tables/{given.only}"))
    chosen = drawn(asked, given.count, Random(given.seed))
    found = []
    for one in judged(copy, chosen, until):
        found.append(one)
        if out_file:
            with out_file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(one) + "\n")
    print(report(found))


if __name__ == "__main__":
    main()
