"""Measures the house: python tests/house.py; with --picture FILE it draws how the rooms import each other.

Floors, circles, complexity, sizes of files, comprehensions of three clauses, types defined twice in a room. Each has a
limit below; who makes one better lowers its limit, and nobody raises it. Exits with 1 where a limit is passed,
and `test_the_house_keeps_within_its_limits` fails, so CI does.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "b12tables"
FILES = sorted(PACKAGE.rglob("*.py"))

LONGEST = 600
"""Lines of a file, at most."""
HARDEST = 10
"""Cyclomatic complexity of a function, at most."""

HARD = {
    "compiler/model/evaluate.py: decide": "DMN's hit policies in a row, to be read beside the standard",
    "compiler/model/unary_tests.py: passes": "one branch for each form of test, in the innermost loop of the reference",
    "compiler/model/unary_tests.py: test_text": "one branch for each form of test: what a cell would say",
    "compiler/model/wording.py: test_words": "one branch for each form of test: what a person would say",
    "compiler/proof/solver.py: _set_boxes": "one branch for each form of test, under De Morgan's laws",
}
"""Functions that may be harder, each with the reason why it would not be easier to read in pieces."""

LIMITS = {
    "floors": 8,
    "arrows up": 0,
    "imports past a face": 0,
    "circles of files": 0,
    "circles of rooms": 0,
    f"functions of complexity over {HARDEST}": len(HARD),
    f"files over {LONGEST} lines": 0,
    "comprehensions of three clauses": 0,
    "types defined twice in a room": 0,
}

ROOMS = (
    "cli",
    "library",
    "site",
    "desk",
    "cohort",
    "web",
    "interop.dmn",
    "interop.sql",
    "interop.cql",
    "interop.fhir",
    "compiler.report",
    "disk",
    "loopback",
    "interop.cql_names",
    "compiler.checks",
    "compiler.codegen",
    "compiler.compare",
    "compiler.grading",
    "compiler.proof",
    "compiler.reader",
    "compiler.model",
    "runtime",
)

OPEN = ("runtime",)
"""Rooms whose files are imported one by one, so that an answer costs no more than it needs."""

IN_THE_ENGINE = ("compiler.checks", "compiler.compare", "compiler.grading")
"""The rooms that reach into the files of `compiler.proof`."""


# ---------------------------------------------------------------- imports


def module_of(path: Path) -> str:
    """`b12tables/compiler/model/__init__.py` is `compiler.model`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def room_of(module: str) -> str | None:
    """The room that a module stands in; None for the entrance and the face of the compiler."""
    return next((room for room in ROOMS if module == room or module.startswith(f"{room}.")), None)


def imports_of(tree: ast.AST) -> Iterator[str]:
    """What a file imports when it runs, in functions too; what only the type checker reads does not count."""
    for node in running(tree):
        if isinstance(node, ast.Import):
            yield from (inside(alias.name) for alias in node.names if ours(alias.name))
        elif isinstance(node, ast.ImportFrom) and ours(node.module or ""):
            for alias in node.names:
                yield imported(inside(node.module or ""), alias.name)


def ours(module: str) -> bool:
    return module.split(".")[0] == PACKAGE.name


def inside(module: str) -> str:
    return module.removeprefix(PACKAGE.name).lstrip(".")


def imported(module: str, name: str) -> str:
    """The file behind `from module import name`: a file of that name, unless the face gives something else by it."""
    whole = f"{module}.{name}".lstrip(".")
    is_file = (PACKAGE / whole.replace(".", "/")).with_suffix(".py").exists()
    return whole if is_file and name not in given(module) else module


@cache
def given(module: str) -> frozenset[str]:
    """The names that a face lists in `__all__`."""
    face = PACKAGE / module.replace(".", "/") / "__init__.py"
    if not face.exists():
        return frozenset()
    lists = [node.value for node in ast.parse(face.read_text("utf-8")).body if lists_names(node)]
    return frozenset(ast.literal_eval(lists[0])) if lists else frozenset()


def lists_names(node: ast.stmt) -> TypeGuard[ast.Assign | ast.AnnAssign]:
    return isinstance(node, ast.Assign | ast.AnnAssign) and ast.unparse(node).startswith("__all__")


def running(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield child
            yield from running(child)


@cache
def imports() -> dict[str, set[str]]:
    """Each file, as a module, with the files that it imports."""
    return {module_of(path): set(imports_of(ast.parse(path.read_text("utf-8")))) for path in FILES}


def between_rooms(graph: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Which room imports which."""
    arrows: dict[str, set[str]] = {room: set() for room in ROOMS}
    for module, needed in graph.items():
        room = room_of(module)
        others = {room_of(other) for other in needed} - {room, None}
        if room:
            arrows[room] |= {other for other in others if other}
    return arrows


def circles(graph: Mapping[str, set[str]]) -> list[str]:
    """Groups of two and more that need each other, by name."""
    reached = {start: reach(graph, start) for start in graph}
    found = set()
    for start in graph:
        group = sorted(other for other in reached[start] if start in reached.get(other, ()))
        if len(group) > 1:
            found.add(" ⇄ ".join(group))
    return sorted(found)


def reach(graph: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph.get(start, ()))
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting += graph.get(module, ())
    return seen


def floors() -> list[list[str]]:
    """The floors as the contract in pyproject.toml has them, top to bottom."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    [layers] = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return [[room.strip().removeprefix("b12tables.") for room in layer.split("|")] for layer in layers]


def arrows_up() -> list[str]:
    """Imports from a lower floor to a higher one, or along the same floor."""
    height = {room: number for number, floor in enumerate(floors()) for room in floor}
    arrows = between_rooms(imports())
    return sorted(
        f"{room} → {other}" for room in arrows for other in arrows[room] if height[room] >= height[other]
    )


def past_a_face() -> list[str]:
    """Imports of another room's file where its face was to be asked."""
    return sorted(
        f"{module} → {other}"
        for module, needed in imports().items()
        for other in needed
        if passes_a_face(module, other)
    )


def passes_a_face(module: str, other: str) -> bool:
    room, asked = room_of(module), room_of(other)
    if asked is None or asked in (room, other) or asked in OPEN:
        return False
    return not (asked == "compiler.proof" and room in IN_THE_ENGINE)


# ---------------------------------------------------------------- lines


def complex_functions() -> list[str]:
    """Functions that branch too often, as ruff counts it."""
    call = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--isolated",
        "--select",
        "C901",
        "--output-format",
        "json",
    ]
    call += ["--config", f"lint.mccabe.max-complexity={HARDEST}", str(PACKAGE)]
    told = json.loads(subprocess.run(call, capture_output=True, text=True, check=False).stdout)
    return sorted(f"{short(Path(entry['filename']))}: {entry['message'].split('`')[1]}" for entry in told)


def long_files() -> list[str]:
    """Files that nobody reads in one go: of the package, its scripts among them, and of the tests."""
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in written()}
    return [f"{path.relative_to(ROOT)}: {size}" for path, size in sizes.items() if size > LONGEST]


def written() -> list[Path]:
    """All Python and JavaScript of the package, of its tests and benchmarks; what others wrote is left out."""
    rooms = (PACKAGE, ROOT / "tests", ROOT / "benchmarks", ROOT / "docs", ROOT / "examples")
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".js", ".mjs")]
    return sorted(path for path in files if "node_modules" not in path.parts)


def crowded_comprehensions() -> list[str]:
    """Comprehensions with three clauses and more, counting each `for` and each `if`."""
    kinds = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    crowded = []
    for path in FILES:
        nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kinds)]
        crowded += [f"{short(path)}:{node.lineno}" for node in nodes if clauses(node) > 2]
    return crowded


def clauses(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> int:
    return sum(1 + len(generator.ifs) for generator in node.generators)


def double_types() -> list[str]:
    """Types that two files of one room define under one name, a name of the file's own (`_Row`) included."""
    homes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in FILES:
        room = room_of(module_of(path)) or ""
        for name in types_of(ast.parse(path.read_text("utf-8"))):
            homes[room, name].append(path.stem)
    return [
        f"{room}: {name} in {', '.join(files)}" for (room, name), files in sorted(homes.items()) if files[1:]
    ]


def types_of(tree: ast.Module) -> Iterator[str]:
    """The classes and type aliases of a file."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name.lstrip("_")
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id.lstrip("_")
            if name[:1].isupper() and not name.isupper():
                yield name


def short(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


# ---------------------------------------------------------------- the picture


WIDE, HIGH, BETWEEN, STEP = 150, 40, 30, 100


def picture() -> str:
    """The rooms on their floors, an arrow for each room that another one imports."""
    rows = [floor for floor in floors() if floor != ["__main__"]]
    width = max(len(row) for row in rows) * (WIDE + BETWEEN) + BETWEEN
    places = {}
    for y, row in enumerate(rows):
        left = (width - len(row) * WIDE - (len(row) - 1) * BETWEEN) / 2
        for x, room in enumerate(row):
            places[room] = (left + x * (WIDE + BETWEEN), 20 + y * STEP)
    height = 20 + len(rows) * STEP - STEP + HIGH + 20
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-family="sans-serif"'
        ' font-size="14">',
        "<title>Which room imports which: every arrow points down</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#5b6770"/></marker></defs>',
        f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>',
    ]
    arrows = between_rooms(imports())
    for room in places:
        lines += [arrow(places[room], places[other]) for other in sorted(arrows[room])]
    for room, (x, y) in places.items():
        lines.append(
            f'<rect x="{x:g}" y="{y:g}" width="{WIDE}" height="{HIGH}" rx="6" fill="#e8f0f4" stroke="#2b4a5a"/>'
        )
        lines.append(
            f'<text x="{x + WIDE / 2:g}" y="{y + 25:g}" text-anchor="middle" fill="#12252f">{escape(room)}</text>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    x1, y1 = start[0] + WIDE / 2, start[1] + HIGH
    x2, y2 = end[0] + WIDE / 2, end[1] - 2
    bend = (y2 - y1) / 2
    curve = f"M{x1:g} {y1:g}C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"
    return f'<path d="{curve}" fill="none" stroke="#5b6770" stroke-opacity=".55" marker-end="url(#tip)"/>'


# ---------------------------------------------------------------- all of it


def measures() -> dict[str, list[str]]:
    """What is counted under each name of `LIMITS`."""
    graph = imports()
    return dict(
        zip(
            LIMITS,
            (
                [" | ".join(floor) for floor in floors()],
                arrows_up(),
                past_a_face(),
                circles(graph),
                circles(between_rooms(graph)),
                complex_functions(),
                long_files(),
                crowded_comprehensions(),
                double_types(),
            ),
            strict=True,
        )
    )


def reason(line: str) -> str:
    """Why a function may be hard, where that is allowed."""
    return f" ({HARD[line]})" if line in HARD else ""


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--picture"]:
        Path(arguments[1]).write_text(picture(), encoding="utf-8", newline="\n")
        return 0
    passed = False
    for name, counted in measures().items():
        limit = LIMITS[name]
        passed |= len(counted) > limit
        verdict = "TOO MANY" if len(counted) > limit else "lower the limit" if len(counted) < limit else "ok"
        print(f"{name}: {len(counted)} (limit {limit}) {verdict}")
        if counted and name != "floors":
            print("".join(f"    {line}{reason(line)}\n" for line in counted), end="")
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
