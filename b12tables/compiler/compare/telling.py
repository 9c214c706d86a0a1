"""The last phase of a comparison: a kind of difference in full, with the simplest example and the cells behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Literal

from b12tables.compiler.compare.alignment import Aligned, known_to
from b12tables.compiler.compare.cell_diff import cell_differences
from b12tables.compiler.compare.comparison import Cause, Change
from b12tables.compiler.compare.decision_search import Kind
from b12tables.compiler.compare.differing_regions import Pair, without
from b12tables.compiler.compare.partial_evaluation import AFTER, Chain, base
from b12tables.compiler.compare.stated import statable
from b12tables.compiler.model import Answer, DecisionTable, Evaluation, Model, Row, Value, compared, evaluate
from b12tables.runtime.words import UNKNOWN, as_compared


def tell(aligned: Aligned, same: Set[str], difference: Kind, causes: bool = True) -> Change | None:
    """A kind of difference in full: the simplest example of it, both answers, the cells behind it (if they are
    asked for). `same`: the fields that were proved to be the same. None where the example does not show it: a version
    refuses it for a score that leaves its range, which is an error of that version.
    """
    pair, regions = difference.pair, difference.masks
    case = _sparse(aligned, pair, regions[0], difference.case)
    # what the reference evaluator says: every change that is shown is a real one
    results = _answered(aligned, aligned.stating, case)
    before, after = results[0].outputs.get(pair.old.code), results[1].outputs.get(pair.new.code)
    fields, only_before, only_after = _contrast(before, after, pair)
    asked = {base(name) for region in regions for name in region}
    confirmed = False
    for stated in statable(aligned.answering, case, asked, aligned.lacking.apart):
        told = _answered(aligned, aligned.answering, stated)
        if any(result.status == "invalid-input" for result in told):
            continue
        if (told[0].outputs.get(pair.old.code), told[1].outputs.get(pair.new.code)) == (before, after):
            case, results, confirmed = stated, told, True
            break
    if compared(before) == compared(after) or not fields:
        return None
    kind: Literal["changed", "no longer answered", "newly answered"] = (
        "newly answered" if before is None else "no longer answered" if after is None else "changed"
    )
    behind = tuple(dict.fromkeys(_causes(aligned, same, pair, results))) if causes else ()
    rules_before, rules_after = _fired(results[0], pair.old), _fired(results[1], pair.new)
    return Change(
        pair.code, kind, fields, aligned.boxes(regions), regions, aligned.given(case), before, after,
        only_before, only_after, rules_before, rules_after, behind, confirmed,
    )  # fmt: skip


def _answered(aligned: Aligned, models: Sequence[Model], case: Mapping[str, Value]) -> list[Evaluation]:
    """What both versions say of a case."""
    return [
        evaluate(model, known_to(model, case), deciding=side.deciding)
        for model, side in zip(models, aligned.answers, strict=True)
    ]


def _causes(aligned: Aligned, same: Set[str], pair: Pair, results: list[Evaluation]) -> Iterator[Cause]:
    """The cells behind a difference, in the decision itself and upstream of it."""
    for old, new in _on_the_way(aligned, same, pair):
        for cells in cell_differences(old, new, _fired(results[0], old), _fired(results[1], new)):
            yield Cause(*cells)


def _sparse(
    aligned: Aligned, pair: Pair, region: Mapping[str, int], case: Mapping[str, Value]
) -> dict[str, Value]:
    """The same example with every answer left open that does not matter: fewer things to read past."""
    sparse = dict(case)
    chains = aligned.chains()
    state = aligned.stated(case)
    for chain in chains:
        chain.look_at(state)
    before = _shows(aligned, chains, pair, region)
    for name, axis in aligned.inputs.items():
        if name in region or sparse.get(name, UNKNOWN) == UNKNOWN:
            continue
        if open_ := axis.unknown & aligned.both[name]:
            undo = [chain.vary(name, open_) for chain in chains]
            if _shows(aligned, chains, pair, region) == before:
                sparse[name] = UNKNOWN
            else:
                for back in undo:
                    back()
    return sparse


def _shows(aligned: Aligned, chains: tuple[Chain, Chain], pair: Pair, region: Mapping[str, int]) -> object:
    """What both versions answer to the case that they look at, whether they accept it, and whether it lies in
    the region.
    """
    shown: list[object] = []
    for chain, table, accepted in zip(chains, (pair.old, pair.new), aligned.accepted, strict=True):
        shown += [chain.possible(table).answer, chain.possible(accepted).answer]
    for name, mask in region.items():
        chain = chains[1] if name.endswith(AFTER) else chains[0]
        shown.append(bool(chain.column(base(name))[0] & mask))
    return shown


def _on_the_way(
    aligned: Aligned, same: Set[str], pair: Pair
) -> Iterator[tuple[DecisionTable | None, DecisionTable | None]]:
    """The decision and those that changed upstream of it."""
    seen: set[str] = set()
    waiting = [(pair.old.code, pair.new.code)]
    while waiting:
        codes = waiting.pop(0)
        if not seen.isdisjoint(codes):
            continue
        seen.update(codes)
        old, new = (model.decision.get(code) for model, code in zip(aligned.whole_sets, codes, strict=True))
        if old is not None or new is not None:
            yield old, new
        else:
            # a score, which no sheet decides: its parts are what is behind it
            old, new = (model.decision.get(code) for model, code in zip(aligned.models, codes, strict=True))
        names = [*(old.input_fields if old else ()), *(new.input_fields if new else ())]
        behind = [_decided_by(aligned, name) for name in names if name not in same]
        waiting += [codes for codes in behind if any(codes)]


def _decided_by(aligned: Aligned, name: str) -> tuple[str, str]:
    """The decisions that give a field, before and after; "" where none does."""
    old, new = aligned.models
    before, after = old.produced_by.get(name), new.produced_by.get(name)
    return before.code if before else "", after.code if after else ""


def _fired(results: Evaluation, table: DecisionTable | None) -> tuple[str, ...]:
    """The rules of a table that gave the answer."""
    return next((step.rules for step in results.steps if table and step.decision == table.code), ())


def _contrast(
    before: Answer | None, after: Answer | None, pair: Pair
) -> tuple[tuple[str, ...], tuple[Row, ...], tuple[Row, ...]]:
    """The fields that differ, and for lists the rows that only one side has."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        old, new = _own_rows(before, pair.old, pair), _own_rows(after, pair.new, pair)
        return pair.fields, without(old, new, compared), without(new, old, compared)
    if before is None or after is None:
        return pair.fields, (), ()
    assert isinstance(before, Mapping) and isinstance(after, Mapping)
    return tuple(n for n in pair.fields if as_compared(before[n]) != as_compared(after[n])), (), ()


def _own_rows(rows: tuple[Row, ...], table: DecisionTable, pair: Pair) -> list[Row]:
    """Of a list of answers the rows that a table's own rules give: a part of a Collect table is about its own row."""
    columns = [table.output_fields.index(name) for name in pair.fields]
    own = {tuple(rule.results[column].value for column in columns) for rule in table.rows}
    cut = [{name: row[name] for name in pair.fields} for row in rows]
    return [row for row in cut if tuple(row.values()) in own]
