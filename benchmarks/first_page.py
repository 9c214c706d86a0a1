"""How long the first page is, and what it shows open: over 40 of the worked cases, spread over all sheets.

python benchmarks/first_page.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from typing import Any

import b12tables
from b12tables.compiler.model import Case
from b12tables.runtime.explain.first_page import OPEN_DIFFERENCES, FirstPage
from b12tables.runtime.fields import as_given

PATIENTS = 40
GOALS = {"lines": 15, "warnings open": 4, "disagreements open": 3}
"""What the median of each figure may be at most."""


def spread(cases: tuple[Case, ...]) -> list[Case]:
    """So many cases, at even distances."""
    step = max(len(cases) // PATIENTS, 1)
    return list(cases[::step][:PATIENTS])


def figures(package: Any, case: Case) -> dict[str, int] | None:
    """The figures of one case; None where it has no answer."""
    given = {n: as_given(package.SET.by_code[n], v) for n, v in case.given.items() if n != "today"}
    result = package.evaluate(given, today=case.given.get("today"))
    if result.status != "ok":
        return None
    page = FirstPage(result)
    shown = page.do_not[: page.open_warnings]
    folded = [line for line in page.do_not[page.open_warnings :] if line.grave]
    return {
        "lines": sum(bool(line) for line in result.explain(detail="short").splitlines()),
        "warnings open": len(shown),
        "disagreements open": min(len(page.differing()), OPEN_DIFFERENCES),
        "critical folded": len(folded),
    }


def main(folder: str = "tables") -> int:
    """Prints each figure with its median, greatest value and goal. 1 where a goal is not met."""
    model, _ = b12tables.read_tables(Path(folder))
    assert model is not None
    package = b12tables.load(Path(folder))
    found = [one for case in spread(model.cases) if (one := figures(package, case)) is not None]
    missed = sum(one["critical folded"] for one in found) > 0
    print(f"{len(found)} patients with an answer")
    for name, goal in GOALS.items():
        values = [one[name] for one in found]
        missed = missed or median(values) > goal
        print(f"{name}: median {median(values):g}, at most {max(values)} (goal: median {goal})")
    print(f"critical warnings folded: {sum(one['critical folded'] for one in found)} (goal: none)")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
