"""The proof of a table set as a file: rows with their cells, the trees of `written_proof`, what it does not show."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from b12tables.compiler.model import (
    AllOf,
    Anything,
    Excludes,
    Field,
    Includes,
    Model,
    Rule,
    SafetyRule,
    Test,
    Value,
    factor_to,
    test_text,
    value_text,
)
from b12tables.compiler.proof.axes import OrderedAxis, borders_of, named_values
from b12tables.compiler.proof.grid import BoundReached, meet
from b12tables.compiler.proof.hanging import asking, looked_at, tables_behind
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.compiler.proof.totals import with_totals_free
from b12tables.compiler.proof.written_proof import Goal, NoSplit, Prover, member_field

if TYPE_CHECKING:
    from b12tables.compiler.proof.analysis import Analysis

FORMAT = "b12tables proof 6"

_BEGINNING = re.compile(rb'\{\s*"format": "(b12tables proof \d+)"')
"""How a proof begins that any release wrote."""

NOT_SHOWN = (
    "that a safety rule over two patients holds",
    "what is computed or added up: such a field counts as any number",
    "factors of units",
    "what formats and colours make a sheet show",
    "that the sheets are right",
)
"""What no proof of this form shows, as it says itself."""

TOO_LARGE = "its tree would be larger than the bound allows"

NO_SPLIT = (
    "no splits show it: here a computed or counted value is any number, each member of a list a question"
)

NOT_READ = "it is written in a way that the checker does not read"

RESTS_ON_IT = "it rests on a decision that is written in a way that the checker does not read"

NOT_SO = "somebody is left without an answer", "two rows contradict each other"
"""Why a table is not in a proof: it is not as a proof would show it."""


def prove(
    model: Model,
    bound: float | None = None,
    memory: int | None = None,
    read_by: Callable[[Mapping[str, Any]], Collection[str]] | None = None,
) -> dict[str, Any]:
    """The proof of a model as plain data; what is not in it stands under `left_out`, each with why.

    `bound` limits the work, in seconds' worth of steps, `memory` what it takes in megabytes, as those of `check` do.
    `read_by` says, from what the proof tells of the fields, which tables (by code) and safety rules (by ID) the checker
    reads in the workbooks: of the others nothing is claimed, nor of what rests on them.
    """
    from b12tables.compiler.proof.analysis import DEFAULT_BOUND, DEFAULT_MEMORY, Analysis
    from b12tables.compiler.proof.safety_proof import verdicts

    limits = DEFAULT_BOUND if bound is None else bound, DEFAULT_MEMORY if memory is None else memory
    analysis = Analysis(with_totals_free(model), limits[0], memory=limits[1])
    tables: dict[str, Any] = {}
    safety: dict[str, Any] = {}
    left_out = dict(analysis.space.left_out)
    fields = _fields(analysis, model)
    reads = _Reads(model, None if read_by is None else read_by(fields))
    prover = Prover(analysis, reads.read)
    if analysis.nothing_possible:
        left_out.update((table.code, "no patient is possible") for table in analysis.model.decisions)
    else:
        for ts in analysis.tables:
            if why := reads.why_not(ts.table.code, reads.looked[ts.table.code]):
                left_out[ts.table.code] = why
                continue
            _write(ts.table.code, partial(_table, prover, ts), tables, left_out)
            prover.shown.update(tables)
        for verdict in verdicts(analysis):
            if verdict.rule.worse is not None:
                left_out[verdict.rule.id] = "it compares two patients"
            elif verdict.outcome not in ("proved", "vacuous"):
                left_out[verdict.rule.id] = verdict.outcome
            elif why := reads.why_not(verdict.rule.id, _asked_by(verdict.rule)):
                left_out[verdict.rule.id] = why
            else:
                _write(verdict.rule.id, partial(_safety, prover, verdict.rule), safety, left_out)
        left_out |= dict.fromkeys(_not_so_here(reads, left_out), NO_SPLIT)
    return {
        "format": FORMAT,
        "content": analysis.model.content_hash,
        "claims": _how_many(model, tables, safety),
        "not_shown": list(NOT_SHOWN),
        "fields": fields,
        "tables": tables,
        "safety": safety,
        "left_out": left_out,
    }


class _Reads:
    """What the checker reads: without names, everything. Of lists it reads those of words: only they have members."""

    def __init__(self, model: Model, read: Collection[str] | None) -> None:
        self.model, self.looked = model, looked_at(model)
        other_lists = {
            model.produced_by[name].code for name in model.set_valued if model.fields[name].type != "choice"
        }
        self.read = None if read is None else {*read} - other_lists
        decisions = {table.code for table in model.decisions}
        self.unread = decisions.difference(decisions if self.read is None else self.read)

    def why_not(self, name: str, fields: Iterable[str]) -> str:
        """Why nothing is claimed of a table or safety rule that looks at some fields; "" where it is."""
        if self.read is not None and name not in self.read:
            return NOT_READ
        return RESTS_ON_IT if self.unread & tables_behind(self.model, fields, self.looked) else ""


def _not_so_here(reads: _Reads, left_out: Mapping[str, str]) -> list[str]:
    """What is not so where a total can be any number, and so may well be so of the tables."""
    totals = {table.code for table in reads.model.decisions if table.hit_policy.counts_each}
    asked = {**reads.looked, **{rule.id: _asked_by(rule) for rule in reads.model.safety_rules}}
    wrong = [name for name, why in left_out.items() if why in (*NOT_SO, "broken")]
    return [name for name in wrong if totals & tables_behind(reads.model, asked[name], reads.looked)]


def _asked_by(rule: SafetyRule) -> list[str]:
    return [line.field for line in asking((*rule.when, *rule.must))]


def _how_many(model: Model, tables: Mapping[str, Any], safety: Mapping[str, Any]) -> str:
    """How much of a set a proof speaks of, in its head, so that nobody takes a part for the whole."""
    decisions, rules = len(model.decisions), len(model.safety_rules)
    return f"{len(tables)} of {decisions} decision tables, {len(safety)} of {rules} safety rules"


@dataclass(frozen=True)
class StoredProof:
    """A proof as `check --proof` wrote it: of which content, and how much it shows; `packed` is the file, packed."""

    content_hash: str
    tables: int
    rules: int
    left_out: int
    packed: bytes


def proof_format(data: bytes) -> str | None:
    """In which form a file is a proof, packed or not, this release's (`FORMAT`) or another's; None where it is none."""
    try:
        with gzip.open(BytesIO(data)) if _is_packed(data) else BytesIO(data) as file:
            found = _BEGINNING.match(file.read(200))
    except (OSError, EOFError, zlib.error):
        return None
    return None if found is None else found[1].decode("ascii")


def read_proof(data: bytes) -> StoredProof:
    """The proof that a file holds, packed or not. Raises ValueError, with a sentence, where it holds none, or one in
    the form of another release.
    """
    if proof_format(data) not in (None, FORMAT):
        raise ValueError("it holds a proof that another release wrote: let `check --proof` write it anew")
    try:
        plain = gzip.decompress(data) if _is_packed(data) else data
        told = json.loads(plain)
        if told["format"] != FORMAT or not isinstance(told["content"], str):
            raise TypeError
        tables, rules, left_out = (len(told[part]) for part in ("tables", "safety", "left_out"))
    except (OSError, EOFError, zlib.error, LookupError, TypeError, ValueError, RecursionError):
        raise ValueError("it holds no proof that `check --proof` wrote") from None
    return StoredProof(told["content"], tables, rules, left_out, gzip.compress(plain, mtime=0))


def _is_packed(data: bytes) -> bool:
    return data[:2] == b"\x1f\x8b"


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
    """Writes one entry, where a tree shows it and stays within the bound."""
    try:
        into[name] = make()
    except (BoundReached, RecursionError):
        left_out[name] = TOO_LARGE
    except NoSplit:
        left_out[name] = NO_SPLIT
    except _NotSo as why:
        left_out[name] = str(why)


class _NotSo(Exception):
    """What a proof of a table would show is not so."""


def _table(prover: Prover, ts: TableSpace) -> dict[str, Any]:
    """A table of which everybody who comes to it has an answer, and one only."""
    prover.begin()
    _refuse_what_is_not_so(prover.analysis, ts)
    return {
        "label": ts.table.label,
        "policy": ts.policy.value.lower(),
        "rows": [_row(prover, ts, rule) for rule in ts.table.rows],
        "tree": prover.table(ts),
    }


def _safety(prover: Prover, rule: SafetyRule) -> dict[str, Any]:
    prover.begin()
    when, must = asking(rule.when), asking(rule.must)
    # a rule of which Must asks nothing holds of everybody
    return {"tree": prover.under(when, Goal(when, must)) if must else 0}


def _refuse_what_is_not_so(analysis: Analysis, ts: TableSpace) -> None:
    if ts.needs_cover:
        gaps = analysis.gaps(ts)
        if gaps.boxes:
            raise _NotSo(NOT_SO[0])
        if not gaps.whole:
            raise BoundReached
    boxes = ts.grid.boxes
    if any(analysis.arises(ts, meet(boxes[i], boxes[j])) for i, j in ts.clashes()):
        raise _NotSo(NOT_SO[1])


def _row(prover: Prover, ts: TableSpace, rule: Rule) -> list[Any]:
    tests: dict[str, str] = {}
    for name, condition in zip(ts.table.input_fields, rule.conditions, strict=False):
        if name in prover.model.set_valued and (parts := _members_asked(name, condition.test)):
            tests |= parts
        elif not isinstance(condition.test, Anything):
            tests[name] = test_text(condition.test)
    return [rule.id, str(rule.place), tests, [_result(result.value) for result in rule.results]]


def _members_asked(name: str, test: Test) -> dict[str, str]:
    """What a condition asks of each member of a list, where it asks nothing else."""
    found: dict[str, str] = {}
    for part in test.tests if isinstance(test, AllOf) else (test,):
        if not isinstance(part, Includes | Excludes):
            return {}
        key = member_field(name, value_text(part.value))
        says = "yes" if isinstance(part, Includes) else "no"
        found[key] = says if found.get(key, says) == says else "not(yes, no)"
    return found


def _result(value: Value) -> str:
    if isinstance(value, frozenset):
        return "; ".join(value_text(member) for member in sorted(value)) or "empty"
    return value_text(value)


def _fields(analysis: Analysis, model: Model) -> dict[str, dict[str, Any]]:
    """What is told of each field: at which numbers it is cut, how its unit is also written, whether it is a list."""
    cuts, written = _cuts(analysis, model), _written_units(model)
    found: dict[str, dict[str, Any]] = {}
    for name, field in model.fields.items():
        units = [unit for unit in sorted(written) if field.unit and _is_unit_of(field, unit)]
        told: dict[str, Any] = {"list": True} if name in model.set_valued else {}
        if name in cuts:
            told["cuts"] = [value_text(value) for value in sorted(cuts[name])]
        if units:
            told["units"] = units
        if told:
            found[name] = told
    return found


def _is_unit_of(field: Field, unit: str) -> bool:
    return unit != field.unit and factor_to(field.unit, unit, field.further_units) == 1


def _cuts(analysis: Analysis, model: Model) -> dict[str, set[Any]]:
    """Each number that a cell, a result, or a bound of a field names."""
    found: dict[str, set[Any]] = defaultdict(set)
    tests = [(line.field, line.test) for combination in model.impossible for line in combination.tests]
    tests += [(line.field, line.test) for rule in model.safety_rules for line in (*rule.when, *rule.must)]
    for table in model.decisions:
        for row in table.rows:
            pairs = zip(table.input_fields, row.conditions, strict=False)
            tests += [(name, condition.test) for name, condition in pairs]
            for name, result in zip(table.output_fields, row.results, strict=True):
                found[name] |= result.value if isinstance(result.value, frozenset) else {result.value}
    for name, test in tests:
        found[name] |= {*named_values([test]), *(value for value, _ in borders_of(test))}
    for name, field in model.fields.items():
        found[name] |= {limit.value for limit in (field.low, field.high) if limit is not None}
        axis = analysis.space.axes.get(name)
        found[name] |= set(_named_by(axis)) if isinstance(axis, OrderedAxis) else set()
    numbers = {
        name: {value for value in values if isinstance(value, Fraction)} for name, values in found.items()
    }
    return {name: values for name, values in numbers.items() if values}


def _named_by(axis: OrderedAxis) -> Iterator[Value]:
    """The numbers with which conditions name the pieces of an axis."""
    for piece in range(axis.size):
        for value, _ in borders_of(axis.test(1 << piece)):
            yield value


_UNIT = re.compile(r"[0-9]\s*([^\s\d.,;:<>=()\[\]][^,;\n()\]]*?)\s*(?=\.\.|[,;\n()\]]|\s(?:to|and|or|-)\s|$)")
"""What stands behind a number in a cell, which may be a unit."""


def _written_units(model: Model) -> set[str]:
    """What thresholds, and cells of tables, combinations and safety rules, write behind a number."""
    rows = [row for table in model.decisions for row in table.rows]
    conditions = [condition.text for row in rows for condition in row.conditions]
    lines = [line for combination in model.impossible for line in combination.tests]
    lines += [line for rule in model.safety_rules for line in (*rule.when, *rule.must)]
    texts = {*conditions, *(line.text for line in lines)}
    units = {unit for text in texts for unit in _UNIT.findall(text)}
    return (units | {threshold.unit for threshold in model.thresholds}) - {""}
