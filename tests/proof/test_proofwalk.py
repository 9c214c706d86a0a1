"""The generated functions at the leaves of the proof: what the checker finds there and what they name is the same."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from b12tables import proofcheck, proofwalk
from b12tables.compiler import emit, read
from b12tables.compiler.codegen.load import load_package
from b12tables.compiler.model import Model
from b12tables.compiler.proof import proof_text, prove
from tests.kit.construct_sets import random_set
from tests.kit.packages import ROOT, package_of
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.tables import write_xlsx
from tests.kit.written_sets import write_model
from tests.proof.test_proofcheck import GUARDED, WARD, proof_of
from tests.proof.test_proofcheck_cells import LIMITS
from tests.strategies import choices, run_part


def read_set(folder: Path) -> Model | None:
    """The model of a folder, where nothing is wrong with it."""
    model, found = read(folder)
    return None if any(finding.severity == "error" for finding in found) else model


def walk(model: Model, folder: Path) -> int:
    """How many patients the package was asked for. Raises `Refused` where it says something else than the proof."""
    return walk_package(proof_of(folder, bound=1), folder, package_of(model))


def walk_package(proof: dict[str, Any], folder: Path, package: Any) -> int:
    check = proofcheck.Check(proof, folder)
    list(check.run())
    walked = proofwalk.Walk(check, package)
    walked.run()
    return walked.met


@pytest.mark.parametrize(
    ("text", "least"), [(WARD, 22), (GUARDED, 0), (LIMITS, 3)], ids=["ward", "guarded", "limits"]
)
def test_a_package_says_what_its_proof_says(text: str, least: int, tmp_path: Path) -> None:
    write_xlsx(text, tmp_path)
    model = read_set(tmp_path)
    assert model is not None
    assert walk(model, tmp_path) >= least


@pytest.mark.parametrize("make", ["small", "random", "all constructs"])
@pytest.mark.parametrize("part", range(2))
def test_packages_of_random_sets(make: str, part: int, tmp_path: Path) -> None:
    def holds(random: Random) -> None:
        folder = tmp_path / "set"
        if make == "all constructs":
            folder.mkdir(exist_ok=True)
            write_xlsx(random_set(random), folder)
        else:
            write_model({"small": small_model, "random": random_model}[make](random), folder)
        model = read_set(folder)
        if model is not None:
            walk(model, folder)

    run_part(part, 4, holds, choices())


# ---------------------------------------------------------------- a faulty package


TWINS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "is": "is not", "is not": "is", "in": "not in"}


def faults(source: str) -> list[str]:
    """The source of a decision with one mistake each: an end opened or closed, a number moved, an answer exchanged."""
    start = source.index("def decide(")
    head, body, tail = source[:start], *source[start:].partition("\n\n\n")[::2]
    places = [*re.finditer(r"(?<= )(<=?|>=?|is not|is|not in|in)(?= )|\b\d+\b(?!\.)", body)]
    told = [*re.finditer(r"return (?!policies)\w+|append\(\w+\)", body)]
    found = []
    for place in places:
        was = place[0]
        other = str(int(was) + 1) if was.isdigit() else TWINS.get(was, "in")
        found.append(body[: place.start()] + other + body[place.end() :])
    for one, next_ in pairwise(told):
        if one[0] != next_[0] and "return" in one[0]:
            found.append(body[: one.start()] + next_[0] + body[one.end() :])
    return [f"{head}{one}\n\n\n{tail}" for one in found if one != body]


def test_a_fault_in_a_package_is_refused(tmp_path: Path) -> None:
    """Each mistake in a generated function of the small set that changes what it says to somebody."""
    write_xlsx(WARD, tmp_path)
    model = read_set(tmp_path)
    assert model is not None
    files, tried = emit(model), 0
    proof = proof_of(tmp_path, bound=1)
    for path in (path for path in files if "/decisions/" in path and "def decide(" in files[path]):
        for changed in faults(files[path]):
            tried += 1
            with pytest.raises((proofcheck.Refused, TypeError)):
                walk_package(proof, tmp_path, load_package({**files, path: changed}, model.about.identifier))
    assert tried > 20


def test_a_package_of_other_tables_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_xlsx(WARD, tmp_path)
    model = read_set(tmp_path)
    assert model is not None
    proof = tmp_path / "proof.json"
    proof.write_text(proof_text(prove(model, 1)), encoding="utf-8")
    given = [str(proof), str(tmp_path)]
    assert proofwalk.main([*given, str(ROOT / "generated" / "b12_followup")]) == 1
    assert "lacks decisions that the proof shows" in capsys.readouterr().out
    (tmp_path / "nothing.py").write_text("1 / 0\n")
    for package in ("nowhere", "nothing"):
        assert proofwalk.main([*given, str(tmp_path / package)]) == 1
        assert "is no package" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="Say which proof"):
        proofwalk.main(given)
    changed: Any = json.loads(proof.read_text("utf-8"))
    changed["tables"]["flag"]["rows"].pop()
    proof.write_text(json.dumps(changed), encoding="utf-8")
    assert proofwalk.main([*given, str(ROOT / "generated" / "b12_followup")]) == 1
    assert "are not those of the proof" in capsys.readouterr().out


@pytest.mark.slow
def test_our_package() -> None:
    """The decisions alone: the safety rules are checked beside them in `test_our_own_set`."""
    import b12_followup

    model = read_set(ROOT / "tables")
    assert model is not None
    proof = proof_of(ROOT / "tables", bound=0.05) | {"safety": {}}
    assert walk_package(proof, ROOT / "tables", b12_followup) > 10_000
