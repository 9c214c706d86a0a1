"""The proof of a table set as a file: rows with their cells, the trees of `written_proof`, what it does not show."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from b12tables.compiler.model import (
    Anything,
    Model,
    Rule,
    SafetyRule,
    Value,
    factor_to,
    test_text,
    value_text,
)
from b12tables.compiler.proof.grid import BoundReached, meet
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.compiler.proof.written_proof import Goal, Prover
from b12tables.runtime.units import unit_key

if TYPE_CHECKING:
    from b12tables.compiler.proof.analysis import Analysis

FORMAT = "b12tables proof 2"

NOT_SHOWN = (
    "that a safety rule over two patients holds",
    "what is computed: a computed field counts as any number",
    "factors of units",
    "what formats and colours make a sheet show",
    "that the sheets are right",
)
"""What no proof of this form shows, as it says itself."""

TOO_LARGE = "its tree would be larger than the bound allows"


def prove(model: Model, bound: float | None = None, memory: int | None = None) -> dict[str, Any]:
    """The proof of a model as plain data; what is not in it stands under `left_out`, each with why.

    `bound` limits the work, in seconds' worth of steps, `memory` what it takes in megabytes, as those of `check` do.
    """
    from b12tables.compiler.proof.analysis import DEFAULT_BOUND, DEFAULT_MEMORY, Analysis
    from b12tables.compiler.proof.safety_proof import verdicts

    limits = DEFAULT_BOUND if bound is None else bound, DEFAULT_MEMORY if memory is None else memory
    analysis = Analysis(model, limits[0], memory=limits[1])
    prover = Prover(analysis)
    tables: dict[str, Any] = {}
    safety: dict[str, Any] = {}
    left_out = dict(analysis.space.left_out)
    if analysis.nothing_possible:
        left_out.update((table.code, "no patient is possible") for table in analysis.model.decisions)
    else:
        for ts in analysis.tables:
            if prover.other_units(ts):
                left_out[ts.table.code] = "a column is headed in another unit than the dictionary's"
                continue
            _write(ts.table.code, partial(_table, prover, ts), tables, left_out)
        for verdict in verdicts(analysis):
            if verdict.rule.worse is not None:
                left_out[verdict.rule.id] = "it compares two patients"
            elif verdict.outcome not in ("proved", "vacuous"):
                left_out[verdict.rule.id] = verdict.outcome
            else:
                _write(verdict.rule.id, partial(_safety, prover, verdict.rule), safety, left_out)
    return {
        "format": FORMAT,
        "content": analysis.model.content_hash,
        "not_shown": list(NOT_SHOWN),
        "factors": _factors(analysis),
        "made": _made(analysis.model),
        "tables": tables,
        "safety": safety,
        "left_out": left_out,
    }


@dataclass(frozen=True)
class StoredProof:
    """A proof as `check --proof` wrote it: of which content, and how much it shows; `packed` is the file, packed."""

    content_hash: str
    tables: int
    rules: int
    left_out: int
    packed: bytes


def read_proof(data: bytes) -> StoredProof:
    """The proof that a file holds, packed or not. Raises ValueError, with a sentence, where it holds none."""
    try:
        plain = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        told = json.loads(plain)
        if told["format"] != FORMAT or not isinstance(told["content"], str):
            raise TypeError
        tables, rules, left_out = (len(told[part]) for part in ("tables", "safety", "left_out"))
    except (OSError, EOFError, zlib.error, LookupError, TypeError, ValueError, RecursionError):
        raise ValueError("it holds no proof that `check --proof` wrote") from None
    return StoredProof(told["content"], tables, rules, left_out, gzip.compress(plain, mtime=0))


def proof_text(proof: Mapping[str, Any]) -> str:
    """A proof as JSON, a line for each table and safety rule; the same for the same workbooks."""
    parts = []
    for key, value in proof.items():
        if isinstance(value, dict):
            lines = ",\n".join(f" {_json(name)}: {_json(entry)}" for name, entry in value.items())
            parts.append(f"{_json(key)}: {{\n{lines}\n}}")
        else:
            parts.append(f"{_json(key)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(
    name: str, make: Callable[[], dict[str, Any]], into: dict[str, Any], left_out: dict[str, str]
) -> None:
    """Writes one entry, where its tree stays within the bound."""
    try:
        into[name] = make()
    except (BoundReached, RecursionError):
        left_out[name] = TOO_LARGE


def _table(prover: Prover, ts: TableSpace) -> dict[str, Any]:
    prover.begin()
    claims = _claims(prover.analysis, ts)
    return {
        "label": ts.table.label,
        "policy": ts.policy.value.lower(),
        "rows": [_row(ts, rule) for rule in ts.table.rows],
        **claims,
        "tree": prover.table(ts, claims),
    }


def _safety(prover: Prover, rule: SafetyRule) -> dict[str, Any]:
    prover.begin()
    return {"tree": prover.under(rule.when, Goal(rule.when, rule.must))}


def _claims(analysis: Analysis, ts: TableSpace) -> dict[str, bool]:
    if not ts.needs_cover:
        complete = True
    else:
        gaps = analysis.gaps(ts)
        if not gaps.whole:
            raise BoundReached
        complete = not gaps.boxes
    boxes = ts.grid.boxes
    clash = any(analysis.arises(ts, meet(boxes[i], boxes[j])) for i, j in ts.clashes())
    return {"complete": complete, "consistent": not clash}


def _row(ts: TableSpace, rule: Rule) -> list[Any]:
    tests = {
        name: test_text(condition.test)
        for name, condition in zip(ts.table.input_fields, rule.conditions, strict=False)
        if not isinstance(condition.test, Anything)
    }
    return [rule.id, str(rule.place), tests, [_result(result.value) for result in rule.results]]


def _result(value: Value) -> str:
    if isinstance(value, frozenset):
        return "; ".join(value_text(member) for member in sorted(value)) or "empty"
    return value_text(value)


def _made(model: Model) -> dict[str, str]:
    """The fields that stand in no sheet, which tables with guards and results that are kept bring with them."""
    choosing = [table for table in model.decisions if table.chooses]
    named = {name for table in choosing for name in table.output_fields}
    kept = {name for name, field in model.fields.items() if field.says_of}
    return {name: field.label for name, field in model.fields.items() if name in named | kept}


def _factors(analysis: Analysis) -> dict[str, dict[str, str]]:
    """For each field its units and their factors, spelled also as thresholds spell them."""
    found = {}
    for name, field in analysis.model.fields.items():
        units = {option.unit: str(option.factor) for option in field.accepts}
        others = {unit_key(option.unit): option.factor for option in field.accepts}
        for unit in dict.fromkeys(threshold.unit for threshold in analysis.model.thresholds):
            factor = factor_to(field.unit, unit, others) if unit and field.unit else None
            if factor is not None:
                units.setdefault(unit, str(factor))
        if units:
            found[name] = units
    return found
