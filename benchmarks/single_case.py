"""How long one case takes: one table beside a hand-written `if` and other engines, a whole table set, an import.

    python benchmarks/single_case.py                     what needs nothing else
    python benchmarks/single_case.py --peers PYTHON      and other engines, in an environment that has some of
                                                         zen-engine, SpiffWorkflow and pyDMNrules; may be repeated
                                                         (pyDMNrules is GPL: an environment of its own)

Tables: 60 and 1,000 rules, Unique, complete, 6 inputs, 4 outputs, from a random decision tree; 10,000 random
cases. Every evaluator answers the same cases, and the answers are compared first. The hand-written `if` is
that very tree, with the same checks of what comes in and answers made beforehand: it is the tree that the
table was cut from, so nobody could write it shorter. Medians over rounds in which all take turns, of the
processor's time, in one run, ratios beside them: what else the machine does matters less then.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from b12tables.compiler.codegen.load import load_package
from b12tables.compiler.codegen.package import emit_python
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

ROOT = Path(__file__).parent.parent
HERE = Place("benchmark.xlsx", "Table", "A1")
ABOUT = About("Benchmark", "benchmark", "1.0.0", "Draft", "benchmark", "no advice", HERE)
WORDS = {"w1": "abcde", "w2": "fghij", "w3": "klm"}
NUMBERS = ("n1", "n2", "n3")
WIDE = 1000
OUTPUTS = ("o1", "o2", "o3", "o4")
CASES = 10_000
ROUNDS = 9

Box = dict[str, Any]
"""Of a word the values, of a number the two ends [low, high)."""


# ---------------------------------------------------------------- the shape


@dataclass(frozen=True)
class Leaf:
    """A rule: its number and its region."""

    number: int
    box: Box


@dataclass(frozen=True)
class Cut:
    """A question of the tree: a number below a border, or a word among some values."""

    field: str
    border: Any
    low: Any
    high: Any


def tree(rules: int, rng: Random) -> tuple[Any, list[Leaf]]:
    """A random decision tree of so many leaves, and its leaves."""
    leaves: list[Leaf] = []

    def grow(box: Box, count: int) -> Any:
        if count == 1:
            leaves.append(Leaf(len(leaves), box))
            return leaves[-1]
        while True:
            field = rng.choice([*WORDS, *NUMBERS])
            if field in WORDS and len(box[field]) > 1:
                chosen = "".join(sorted(rng.sample(box[field], rng.randrange(1, len(box[field])))))
                parts: tuple[Any, Any] = (chosen, "".join(w for w in box[field] if w not in chosen))
                border: Any = chosen
            elif field in NUMBERS and box[field][1] - box[field][0] > 4:
                border = rng.randrange(box[field][0] + 1, box[field][1])
                parts = ((box[field][0], border), (border, box[field][1]))
            else:
                continue
            break
        left = min(count - 1, max(1, round(count * rng.uniform(0.3, 0.7))))
        return Cut(
            field,
            border,
            grow(box | {field: parts[0]}, left),
            grow(box | {field: parts[1]}, count - left),
        )

    root = grow({**WORDS, **dict.fromkeys(NUMBERS, (0, WIDE))}, rules)
    return root, leaves


def outputs(number: int) -> tuple[str, str, int, bool]:
    return f"p{number % 7}", f"q{number % 5}", number, number % 2 == 0


def model_of(leaves: list[Leaf]) -> Model:
    """The leaves as a table."""
    fields = {name: _word(name, list(values)) for name, values in WORDS.items()}
    for name in NUMBERS:
        low, high = Limit(Fraction(0)), Limit(Fraction(WIDE), closed=False)
        fields[name] = Field(name, name, "number", HERE, low=low, high=high)
    fields |= {"o1": _word("o1", [f"p{i}" for i in range(7)]), "o2": _word("o2", [f"q{i}" for i in range(5)])}
    fields |= {"o3": Field("o3", "o3", "whole number", HERE), "o4": Field("o4", "o4", "yes/no", HERE)}
    rules = []
    for leaf in leaves:
        conditions = tuple(Condition(_test(name, leaf.box[name]), "", HERE) for name in [*WORDS, *NUMBERS])
        values = outputs(leaf.number)
        exact = (values[0], values[1], Fraction(values[2]), values[3])
        rules.append(Rule(f"R{leaf.number}", conditions, tuple(Result(v, "", HERE) for v in exact), HERE))
    table = DecisionTable(
        "table",
        "Table",
        HitPolicy.UNIQUE,
        tuple(Clause(name, HERE) for name in [*WORDS, *NUMBERS]),
        tuple(Clause(name, HERE) for name in OUTPUTS),
        tuple(Random(1).sample(rules, len(rules))),
        HERE,
    )
    return Model(ABOUT, fields, (table,), content_hash=f"{len(leaves)}")


def _word(name: str, values: list[str]) -> Field:
    return Field(name, name, "choice", HERE, values=tuple(ValueRow(v, v, HERE) for v in values))


def _test(name: str, part: Any) -> Test:
    if name in WORDS:
        if len(part) == len(WORDS[name]):
            return Anything()
        tests = tuple(Equals(word) for word in part)
        return tests[0] if len(tests) == 1 else AnyOf(tests)
    if part == (0, WIDE):
        return Anything()
    return Interval(Fraction(part[0]), True, Fraction(part[1]), False)


def random_cases(rng: Random) -> list[dict[str, Any]]:
    return [
        {name: rng.choice(values) for name, values in WORDS.items()}
        | {name: rng.randrange(WIDE) for name in NUMBERS}
        for _ in range(CASES)
    ]


def with_decimals(case: dict[str, Any]) -> dict[str, Any]:
    """The same case with a little more in every number, which is a float then."""
    return {name: part + 0.3 if name in NUMBERS else part for name, part in case.items()}


# ---------------------------------------------------------------- by hand


def by_hand(root: Any) -> Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]:
    """The nested `if` that a careful person would write, with the same checks of what comes in."""
    lines = ["def decide(case):", "    if not KNOWN.issuperset(case): raise ValueError(case)"]
    for name in WORDS:
        lines += [
            f"    {name} = case['{name}']",
            f"    if {name} not in {name.upper()}: raise ValueError('{name}')",
        ]
    for name in NUMBERS:
        lines += [f"    {name} = case['{name}']"]
        lines += [f"    if type({name}) is not int and not exact({name}): raise ValueError('{name}')"]
        lines += [f"    if not 0 <= {name} < {WIDE}: raise ValueError('{name}')"]

    def write(node: Any, depth: int) -> Iterator[str]:
        pad = "    " * depth
        if isinstance(node, Leaf):
            yield f"{pad}return R{node.number}"
            return
        if node.field in NUMBERS:
            test = f"{node.field} < {node.border}"
        else:
            test = (
                f"{node.field} == {node.border!r}"
                if len(node.border) == 1
                else f"{node.field} in {node.border!r}"
            )
        yield f"{pad}if {test}:"
        yield from write(node.low, depth + 1)
        yield from write(node.high, depth)

    lines += write(root, 1)
    names: dict[str, Any] = {
        "KNOWN": frozenset([*WORDS, *NUMBERS]),
        "exact": lambda value: isinstance(value, float),
    }
    names |= {name.upper(): frozenset(values) for name, values in WORDS.items()}

    def fill(node: Any) -> None:
        if isinstance(node, Leaf):
            made = dict(zip(OUTPUTS, outputs(node.number), strict=True))
            names[f"R{node.number}"] = (node.number, made)
        else:
            fill(node.low)
            fill(node.high)

    fill(root)
    exec("\n".join(lines), names)  # the text was made here, a few lines above
    function: Callable[[dict[str, Any]], tuple[int, dict[str, Any]]] = names["decide"]
    return function


# ---------------------------------------------------------------- measuring


def medians_us(works: dict[str, Callable[[], object]], times: int, rounds: int = ROUNDS) -> dict[str, float]:
    """For several kinds of work, which take turns: the median over rounds of the time of one of the `times` calls
    in each, in microseconds of the processor.
    """
    found: dict[str, list[float]] = {name: [] for name in works}
    # what this program itself has made, models of a thousand rules, is nothing that a user's collector walks over
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, work in works.items():
            started = time.process_time()
            work()
            found[name].append((time.process_time() - started) / times * 1e6)
    return {name: statistics.median(times) for name, times in found.items()}


def over(cases: list[dict[str, Any]], function: Callable[[dict[str, Any]], object]) -> Callable[[], None]:
    """The work of calling a function for every case."""

    def work() -> None:
        for case in cases:
            function(case)

    return work


def one_table(rules: int, peers: list[str]) -> float:
    """Prints the figures of one table; gives that of the generated decision."""
    root, leaves = tree(rules, Random(rules))
    cases = random_cases(Random(7))
    package = load_package(emit_python(model_of(leaves)), "benchmark")
    alone = import_module(f"{package.__name__}.decisions.table").evaluate
    hand = by_hand(root)
    for case in cases:
        number, wanted = hand(case)
        fired, result = alone(case), package.evaluate(case)
        assert fired.id == f"R{number}" and dict(fired.answer) == wanted
        assert result.status == "ok" and result.table == fired.answer
        in_floats = with_decimals(case)
        assert alone(in_floats).id == f"R{hand(in_floats)[0]}"
    decimals = [with_decimals(case) for case in cases]
    works = {
        "generated": over(cases, alone),
        "hand-written if": over(cases, hand),
        "with a Result": over(cases, package.evaluate),
        "floats": over(decimals, alone),
        "floats, a Result": over(decimals, package.evaluate),
    }
    medians_us(works, CASES, 2)
    found = medians_us(works, CASES)
    own, theirs = found["generated"], found["hand-written if"]
    print(f"one table, {rules} rules: rule ID and outputs of a validated case")
    for name, took in found.items():
        print(f"  {name:16} {took:8.2f} us   {took / theirs:8.2f} x the hand-written if")
    print(f"  floats take {found['floats'] / own:.2f} x the time of whole numbers alone, ", end="")
    print(f"{found['floats, a Result'] / found['with a Result']:.2f} x with a Result")
    for line in peer_lines(peers, leaves, cases, own):
        print(line, flush=True)
    return own


def peer_lines(
    pythons: list[str], leaves: list[Leaf], cases: list[dict[str, Any]], own: float
) -> Iterator[str]:
    """What the other engines need for the same table; run by a Python that has them."""
    shape = {
        "words": WORDS,
        "numbers": NUMBERS,
        "wide": WIDE,
        "outputs": OUTPUTS,
        "rules": [{"box": leaf.box, "results": outputs(leaf.number), "id": leaf.number} for leaf in leaves],
        "cases": cases[:400],
    }
    peer = Path(__file__).parent / "peers.py"
    found: dict[str, dict[str, Any]] = {}
    for python in pythons:
        done = subprocess.run(
            [python, str(peer)], input=json.dumps(shape), capture_output=True, text=True, check=False
        )
        if done.returncode:
            yield f"  {python} could not measure: {done.stderr.strip().splitlines()[-1:]}"
        for line in done.stdout.splitlines():
            entry = json.loads(line)
            if "us" in entry or entry["name"] not in found:
                found[entry["name"]] = entry
    for name, entry in found.items():
        if "us" in entry:
            yield f"  {name:16} {entry['us']:8.0f} us   {entry['us'] / own:8.0f} x the generated code"
        else:
            yield f"  {name:16} not measured: {entry['why']}"


FULL = {
    "cause": "pernicious_anaemia", "bariatric_procedure": "none", "drug_ongoing": "no", "neuro_status": "none",
    "deficiency_confirmed": True, "absorption_status": "impaired", "dietary_intake": "adequate", "age_years": 60,
    "symptom_course": "improving", "depression_course": "none", "renal_diagnosis": "none", "egfr": 80,
    "diabetic_nephropathy": False, "pregnancy_status": "not_applicable", "folic_acid": "not_planned",
    "phase": "maintenance", "months_since_start": 14, "check_done": True, "months_since_last_check": 2,
    "consecutive_normal_checks": 2, "biochemical_correction": True, "current_product": "hydroxocobalamin",
    "current_route": "im", "current_interval": "every_2_months", "b12": "453 pmol/L", "mma": "200 nmol/L",
    "hcy": "9 umol/L", "vitamin_d": "80 nmol/L",
}  # fmt: skip


def whole_set() -> None:
    """Prints the figures of the real table set, where its package is there."""
    sys.path.insert(0, str(ROOT / "generated"))
    try:
        import b12_followup
    except ModuleNotFoundError:
        print("a whole table set: generated/b12_followup is not there (b12tables build)")
        return
    evaluate, flow = b12_followup.evaluate, b12_followup.SET.flow
    result = evaluate(FULL)
    assert result.status == "ok", result.problems
    _, values = b12_followup.SET.quick(FULL, None)
    # every number as a data frame has it
    in_floats = {name: float(part) if type(part) is int else part for name, part in FULL.items()}
    names = {f"unknown_{number}": number for number in range(10_000)}
    times = 200
    works = {
        "evaluate": lambda: evaluate(FULL),
        "evaluate, floats": lambda: evaluate(in_floats),
        "evaluate, full trace": lambda: evaluate(FULL).trace,
        "the decisions alone": lambda: flow(*values, None),
        "evaluate, to_dict": lambda: evaluate(FULL).to_dict(),
    }
    print(f"a whole table set: {len(b12_followup.SET.decisions)} decisions, {len(FULL)} stated inputs")
    found = medians_us({name: again(work, times) for name, work in works.items()}, times, 15)
    for name, took in found.items():
        print(f"  {name:24} {took:8.1f} us")
    refused = medians_us({"names": lambda: evaluate(names)}, 1, 15)["names"]
    print(f"  {len(names):,} names that no field has: {refused / 1000:.1f} ms")


def again(function: Callable[[], object], times: int) -> Callable[[], None]:
    """The work of calling a function so many times; nothing is kept."""

    def work() -> None:
        for _ in range(times):
            function()

    return work


IMPORT = (
    "import time; memory = lambda: int(open('/proc/self/statm').read().split()[1]) * 4; before = memory(); "
    "started = time.process_time(); {what}; took = time.process_time() - started; "
    "print(took * 1e3, memory() - before)"
)
"""Prints milliseconds of the processor and the growth of the resident memory in kB (Linux)."""


def importing() -> None:
    """Prints what importing the package costs, over a Python that imports nothing: a pair of processes each time."""
    with tempfile.TemporaryDirectory() as cache:
        paths = os.pathsep.join([str(ROOT), str(ROOT / "generated")])
        env = {"PYTHONPATH": paths, "PYTHONPYCACHEPREFIX": cache, "PATH": os.environ.get("PATH", "")}

        def spent() -> float:
            used = os.times()
            return used.children_user + used.children_system

        def process(what: str) -> tuple[float, float, float]:
            started = spent()
            done = subprocess.run(
                [sys.executable, "-S", "-c", IMPORT.format(what=what)],
                env=env, capture_output=True, text=True, check=True,
            )  # fmt: skip
            took, memory = map(float, done.stdout.split())
            return took, memory / 1024, (spent() - started) * 1e3

        process("import b12_followup")  # writes the byte code
        pairs = [(process("import b12_followup"), process("pass")) for _ in range(15)]
    inside = statistics.median(pair[0][0] for pair in pairs)
    memory = statistics.median(pair[0][1] for pair in pairs)
    outside = statistics.mean(pair[0][2] - pair[1][2] for pair in pairs)  # the clock of processes is coarse
    print("importing the package, byte code present")
    print(f"  {inside:.1f} ms inside, {outside:.1f} ms as a pair of processes, {memory:.1f} MB")


def main() -> None:
    """Prints all figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--peers", metavar="PYTHON", action="append", default=[], help="a Python that has other engines"
    )
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    small = one_table(60, options.peers)
    large = one_table(1000, options.peers)
    print(f"1,000 rules take {large / small:.2f} x the time of 60")
    whole_set()
    importing()


if __name__ == "__main__":
    main()
