"""Faults in the engine: the checker refuses what a faulty one writes, or it claims nothing that is not so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from b12tables.compiler import read
from b12tables.compiler.model import AnyOf, Equals, Excludes, Interval, IsEmpty, IsUnknown, Not
from b12tables.compiler.proof import written_proof as writer
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.axes import OrderedAxis, SetAxis, WordAxis
from b12tables.compiler.proof.axis import Axis
from b12tables.compiler.proof.grid import Column, Grid
from b12tables.compiler.proof.proof_file import NOT_SO
from b12tables.compiler.proof.table_space import TableSpace
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.tables import write_xlsx
from tests.kit.written_sets import write_model
from tests.proof.test_proofcheck import WARD, checked, proof_of


def _lost(method: Callable[..., int]) -> Callable[..., int]:
    """A rule that is forgotten where several are found."""
    return lambda self, *given: (
        found & (found - 1) if (found := method(self, *given)) & (found - 1) else found
    )


def _ends(low: bool) -> Callable[[OrderedAxis, Any], int]:
    true = OrderedAxis._simple

    def wrong(self: OrderedAxis, test: Any) -> int:
        match test:
            case Interval(a, a_in, b, b_in):
                test = Interval(a, a_in and not low, b, b_in and low)
        return true(self, test)

    return wrong


def _axis(kind: type, instead: Callable[[Axis], int]) -> Callable[[Axis, Any], int]:
    true = Axis._mask
    return lambda self, test: instead(self) if isinstance(test, kind) else true(self, test)


def _in_sets(kind: type, instead: Callable[[SetAxis], int]) -> Callable[[SetAxis, Any], int]:
    true = SetAxis._simple
    return lambda self, test: instead(self) if isinstance(test, kind) else true(self, test)


def _first_of(self: Axis, test: Any) -> int:
    return self.mask(test.tests[0]) if isinstance(test, AnyOf) else _TRUE_MASK(self, test)


_TRUE_MASK = Axis._mask
_TRUE_ANSWER = writer.Prover._answer
_TRUE_WORD = WordAxis._simple

FAULTS: dict[str, tuple[Any, str, Any]] = {
    "a rule is forgotten among those that touch": (Column, "touching", _lost(Column.touching)),
    "a rule is forgotten among those that contain": (Column, "containing", _lost(Column.containing)),
    "what touches is taken to contain": (Column, "containing", lambda self, mask: self.touching(mask)),
    "every rule contains every box": (Grid, "containing", lambda self, box, among: among),
    "no rule contains a box": (Grid, "containing", lambda self, box, among: 0),
    "lower ends are left out": (OrderedAxis, "_simple", _ends(True)),
    "upper ends are left out": (OrderedAxis, "_simple", _ends(False)),
    "not() admits unknown": (
        Axis,
        "_mask",
        lambda self, t: _TRUE_MASK(self, t) | (self.unknown if isinstance(t, Not) else 0),
    ),
    "not() admits everything": (Axis, "_mask", _axis(Not, lambda axis: axis.known)),
    "unknown is never met": (Axis, "_mask", _axis(IsUnknown, lambda axis: 0)),
    "of several alternatives the first counts": (Axis, "_mask", _first_of),
    "excludes admits every set": (SetAxis, "_simple", _in_sets(Excludes, lambda axis: axis.known)),
    "empty is never met": (SetAxis, "_simple", _in_sets(IsEmpty, lambda axis: 0)),
    "the last value is never met": (
        WordAxis,
        "_simple",
        lambda self, t: 0 if isinstance(t, Equals) and t.value == self.values[-1] else _TRUE_WORD(self, t),
    ),
    "no two rules clash": (TableSpace, "clashes", lambda self: iter(())),
    "nothing needs a rule": (TableSpace, "needs_cover", property(lambda self: False)),
    "gaps are not looked for": (Analysis, "arising", lambda self, ts, boxes, share=1: ([], True)),
    "nothing can arise": (Analysis, "arises", lambda self, ts, box, reach=None: False),
    "the last row never answers": (
        writer.Prover,
        "_answer",
        lambda self, ts, some, every: _TRUE_ANSWER(self, ts, some & ~(1 << len(ts.rows) - 1), every),
    ),
    "what can hold does": (
        writer.Prover,
        "holding",
        lambda self, ts, state: (ts.grid.touching(tuple(self.mask(n, state) for n in ts.fields)),) * 2,
    ),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, dict[str, Any]]]:
    """Some random sets, each with its proof by the engine as it is."""
    write_xlsx(WARD, folder := tmp_path_factory.mktemp("keep_ward"))
    found = [(folder, proof_of(folder, bound=1))]
    for seed in range(40):
        folder = tmp_path_factory.mktemp(f"keep{seed}")
        write_model((small_model, random_model)[seed % 2](Random(seed)), folder)
        model, findings = read(folder)
        if model is not None and not any(finding.severity == "error" for finding in findings):
            found.append((folder, proof_of(folder, bound=1)))
    return found


def claims(proof: dict[str, Any]) -> set[str]:
    """What a proof claims, without how."""
    return {*proof["tables"], *proof["safety"]}


def not_so(proof: dict[str, Any]) -> set[str]:
    """What a proof says that it is not so."""
    whys = {*NOT_SO, "broken"}
    return {name for name, why in proof["left_out"].items() if why in whys}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_engine_is_caught(
    fault: str, written: list[tuple[Path, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a faulty engine writes is refused, or claims nothing of what the engine as it is knows not to be so."""
    where, name, wrong = FAULTS[fault]
    monkeypatch.setattr(where, name, wrong)
    noticed = 0
    for folder, true in written:
        known, claimed = claims(true), set()
        try:
            proof = proof_of(folder, bound=1)
            claimed = claims(proof)
            checked(proof, folder)
        except Exception:  # refused; and an engine with a fault may fall over itself
            noticed += 1
            continue
        noticed += claimed != known or proof["left_out"] != true["left_out"]
        assert not claimed & not_so(true)
    assert noticed
