"""The form beside the runtime on as many random cases as wanted: headline, blocks and the order of the questions.

python -m tests.site.thousands [CASES [SEED]]: so many cases of our tables, and a fifth as many of each of three other
sets; each seventh is asked what can still change it. The suite holds a small share (`test_first_page`, `test_engine`).
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from b12tables.compiler.model import Model
from tests.kit.packages import package_of, real_model, real_package
from tests.kit.tables import model_from_markdown
from tests.site.random_cases import TODAY, edges, random_case
from tests.site.test_first_page import SETS, agree

ASKED, BATCH = 7, 100


def hold(model: Model, package: Any, number: int, seed: str) -> None:
    """Holds the form to the runtime on so many random cases."""
    chance, near, node = random.Random(seed), edges(model), shutil.which("node")
    assert node is not None, "needs Node.js"
    for first in range(0, number, BATCH):
        cases: list[tuple[dict[str, object], str | None]] = []
        for place in range(first, min(first + BATCH, number)):
            raw = random_case(model, chance, near)[0]
            if chance.random() < 0.5:  # somebody has answered some questions only
                raw = {name: raw[name] for name in chance.sample(sorted(raw), chance.randint(0, len(raw)))}
            raw["asked"] = not place % ASKED
            if raw["asked"]:
                raw["goal"] = chance.choice(model.decisions).code
            cases.append((raw, TODAY.isoformat()))
        with tempfile.TemporaryDirectory() as folder:
            agree(node, model, package, cases, Path(folder))
        print(f"{model.about.identifier}: {min(first + BATCH, number)} cases, all alike", flush=True)


def main(number: int = 3000, seed: int = 1) -> None:
    """Our tables, then the others."""
    hold(real_model(), real_package(), number, f"ours, {seed}")
    for name in ("iron", "clinic", "clotting"):
        model = model_from_markdown((SETS / f"{name}.md").read_text("utf-8"))
        hold(model, package_of(model), number // 5, f"{name}, {seed}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
