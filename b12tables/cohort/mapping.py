"""The mapping of a file to the fields: a TOML file that a person can read, and a proposal for it.

A proposal says what it knows from names, units and values, and of how many rows. What it does not know it leaves blank,
with the words that could be meant: a mapping is for a person to confirm.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from b12tables.cohort.plan import CohortError, Settings, toml_of
from b12tables.runtime.fields import Field, Number
from b12tables.runtime.problems import Problem
from b12tables.runtime.tableset import TableSet
from b12tables.runtime.units import unit_key
from b12tables.runtime.words import fold, nearest

PARTS = ("columns", "units", "unit_columns", "values")
RUN = ("today", "nan", "others", "decisions", "words", "rules")

_BRACKETED = re.compile(r"(.+?)\s*[\[(]([^\])]+)[\])]\s*")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping file: how columns are read, and what the run is to do."""

    settings: Settings
    run: dict[str, Any]


def read_mapping(path: Path | None) -> Mapped:
    """A mapping file; nothing is mapped without one. Raises `CohortError` for what no mapping says."""
    if path is None:
        return Mapped(Settings(), {})
    told = toml_of(path)
    problems = [f"{path.name}: no mapping says {name!r}." for name in told if name not in (*PARTS, "run")]
    run = told.get("run", {})
    if not isinstance(run, dict):
        raise CohortError((f"{path.name}: run is a table.",))
    problems += [f"{path.name}: run says nothing of {name!r}." for name in run if name not in RUN]
    parts = {name: told.get(name, {}) for name in PARTS}
    problems += [
        f"{path.name}: {name} is a table." for name, part in parts.items() if not isinstance(part, dict)
    ]
    problems += [f"{path.name}: {problem}" for problem in _no_texts(parts)]
    problems += [f"{path.name}: {problem}" for problem in _no_run(run)]
    if problems:
        raise CohortError(tuple(problems))
    settings = Settings(**parts, nan=run.get("nan", "refuse"), others=run.get("others", "refuse"))
    return Mapped(settings, {name: value for name, value in run.items() if name not in ("nan", "others")})


def _no_texts(parts: dict[str, Any]) -> Iterator[str]:
    """What is no name or unit in the parts of a mapping, and no table of values."""
    for part, told in parts.items():
        for name, value in told.items() if isinstance(told, dict) else ():
            if part == "values" and not isinstance(value, dict):
                yield f"values.{name} is a table."
            elif part != "values" and not isinstance(value, str):
                yield f"{part}.{name} is a text."


def _no_run(run: dict[str, Any]) -> Iterator[str]:
    """What a run cannot be told so."""
    for name, kind, said in _KINDS:
        if name in run and not isinstance(run[name], kind):
            yield f"run.{name} is {said}."
    decisions = run.get("decisions", [])
    if isinstance(decisions, list) and not all(isinstance(one, str) for one in decisions):
        yield "run.decisions is a list of texts."


_KINDS: tuple[tuple[str, type | tuple[type, ...], str], ...] = (
    ("today", (str, date), "a day"),
    ("nan", str, "a text"),
    ("others", str, "a text"),
    ("decisions", list, "a list of texts"),
    ("words", bool, "true or false"),
    ("rules", bool, "true or false"),
)


# ---------------------------------------------------------------- a proposal


@dataclass(slots=True)
class Proposal:
    """What one column may be."""

    column: str
    code: str = ""
    unit: str = ""
    read: float = 0.0
    """The share of its rows with a value that the field reads."""
    stated: float = 0.0
    near: str = ""
    unread: tuple[str, ...] = ()


def propose(tables: TableSet, sample: pa.Table) -> list[Proposal]:
    """For each column of some rows the field that it may be: by code, label, or a name with a unit in brackets."""
    return [_propose(tables, name, sample[name]) for name in sample.column_names]


def _propose(tables: TableSet, column: str, values: pa.ChunkedArray) -> Proposal:
    words = {
        word: code
        for word, code in tables.words().items()
        if code in tables.inputs and code not in tables.scores
    }
    name, unit = column, ""
    bracketed = _BRACKETED.fullmatch(column)
    if bracketed and fold(column) not in words:
        name, unit = bracketed[1], bracketed[2]
    code = words.get(fold(name.replace("_", " "))) or words.get(fold(name))
    if code is None:
        near = nearest(name, words)
        return Proposal(column, near=words[fold(near)] if near else "")
    found = Proposal(column, code)
    field = tables.inputs[code]
    if isinstance(field, Number):
        found.unit = unit if unit_key(unit) in field.factors else ""
    _look(found, field, values)
    return found


def _look(found: Proposal, field: Field, values: pa.ChunkedArray) -> None:
    """How many of the rows the field reads, and the most frequent values that it does not."""
    rows = max(len(values), 1)
    found.stated = 1 - values.null_count / rows
    plain = values.combine_chunks()
    if pa.types.is_dictionary(plain.type):
        plain = plain.dictionary_decode()
    counted = _counted(plain.drop_null()) if found.stated else []
    unread: list[tuple[int, str]] = []
    read = 0
    for row in counted[:5000]:
        value = row["values"]
        stated = f"{value} {found.unit}" if found.unit else value
        if isinstance(field.read(stated), Problem):
            unread.append((-row["counts"], str(value)))
        else:
            read += row["counts"]
    found.read = read / rows
    found.unread = tuple(word for _, word in sorted(unread)[:8])


def _counted(values: pa.Array) -> list[dict[str, Any]]:
    """Each value with how often it stands there. Arrow counts no lists: those are counted by what they hold."""
    if not pa.types.is_nested(values.type):
        return list(values.value_counts().to_pylist())
    found: dict[str, dict[str, Any]] = {}
    for value in values.to_pylist():
        row = found.setdefault(repr(value), {"values": value, "counts": 0})
        row["counts"] += 1
    return list(found.values())


def proposal_toml(tables: TableSet, proposals: list[Proposal]) -> str:
    """The proposal as a mapping file, with what is known of each column beside it."""
    return "\n".join(_lines(tables, proposals)) + "\n"


def _lines(tables: TableSet, proposals: list[Proposal]) -> Iterator[str]:
    mapped = [one for one in proposals if one.code]
    yield f"# A mapping to the fields of {tables.title}, version {tables.version}."
    yield "# Proposed from names, units and values: confirm each line, and write what is missing."
    yield ""
    yield "[run]"
    yield 'nan = "refuse"'
    yield f"others = {_text('keep' if any(not one.code for one in proposals) else 'refuse')}"
    yield ""
    yield "[columns]"
    for one in mapped:
        yield f"{one.code} = {_text(one.column)}  # stated in {one.stated:.0%} of the rows, read in {one.read:.0%}"
    for one in proposals:
        if not one.code:
            hint = f"; {one.near}?" if one.near else ""
            yield f"# {_text(one.column)}: no field is called so{hint}"
    yield ""
    yield "[units]"
    for one in mapped:
        field = tables.inputs[one.code]
        if one.unit:
            yield f"{one.code} = {_text(one.unit)}"
        elif isinstance(field, Number) and field.needs_unit:
            yield f"# {one.code} = one of {', '.join(field.units)}"
    for one in mapped:
        if one.unread:
            yield ""
            yield f"[values.{one.code}]"
            yield from (f"# {_text(word)} = " for word in one.unread)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def first_rows(batches: Iterator[pa.RecordBatch], rows: int = 100_000) -> pa.Table:
    """The first rows of a file."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= rows:
            break
    return pa.Table.from_batches(held) if held else pa.table({})


__all__ = ["Mapped", "Proposal", "first_rows", "proposal_toml", "propose", "read_mapping"]
