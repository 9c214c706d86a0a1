"""The outcome of a hit policy over sets of rules, beside the reference: for every set that may hold, and that must."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings

from b12tables.compiler.model import Answer, DecisionTable, Model, Trouble, answer_of
from b12tables.compiler.proof.table_space import Space, TableSpace
from b12tables.runtime.axes import bits
from b12tables.runtime.questions.hits import Hits
from tests.strategies import small_models

MOST = 5
"""Of larger tables not every set of rules is looked at."""


@given(small_models())
@settings(max_examples=60, derandomize=True)
def test_every_set_of_rules_has_the_outcome_of_the_reference(model: Model) -> None:
    for ts in Space(model).tables.values():
        for hits in range(1 << min(MOST, len(ts.rows))):
            assert ts.hits.outcome(hits) == _expected(model, ts, hits)


@given(small_models())
@settings(max_examples=60, derandomize=True)
def test_what_may_come_out_is_what_comes_out_of_some_set(model: Model) -> None:
    for ts in Space(model).tables.values():
        if not ts.single_hit:
            continue
        for may, must in _open_sets(min(MOST, len(ts.rows))):
            between = [hits for hits in range(may + 1) if hits & ~may == 0 and must & ~hits == 0]
            outcomes = {hits: _expected(model, ts, hits) for hits in between}
            said = {row for row in outcomes.values() if row is not None}
            assert set(ts.hits.rows_left(may, must)) == said
            clash = any(hits and row is None for hits, row in outcomes.items())
            assert ts.hits.may_clash(may, must) == clash
            left = ts.hits.remaining(may, must)
            assert all(outcomes[hits] == _expected(model, ts, hits & left) for hits in between if hits & left)
            decided = ts.hits.decided(may, must)
            if decided is not None:
                assert set(outcomes.values()) == {ts.rows[decided]}


def test_in_a_first_table_what_stands_above_decides() -> None:
    hits = Hits("First", 1, [("a",), ("b",), ("c",)], ("other",))
    assert (hits.remaining(0b111, 0b010), hits.candidates(0b111, 0b010)) == (0b011, 0b011)
    assert hits.rows_left(0b110, 0b100) == [("b",), ("c",)]
    assert (hits.outcome(0), hits.decided(0b111, 0b010), hits.decided(0b110, 0b010)) == (("other",), None, 1)


def test_two_rules_of_one_rank_leave_no_answer_unless_a_better_one_holds() -> None:
    hits = Hits("Priority", 1, [("a",), ("b",), ("c",)], None, [1, 1, 0])
    assert hits.outcome(0b011) is None
    assert hits.outcome(0b111) == ("c",)
    assert hits.may_clash(0b011, 0)
    assert not hits.may_clash(0b111, 0b100)


def _open_sets(count: int) -> Iterator[tuple[int, int]]:
    """Every pair of rules that may hold and of rules among them that must."""
    for may in range(1 << count):
        must = may
        yield may, must
        while must:
            must = (must - 1) & may
            yield may, must


def _expected(model: Model, ts: TableSpace, hits: int) -> object:
    answer = answer_of(model, ts.table, [ts.rule(i) for i in bits(hits)])
    if isinstance(answer, Trouble):
        return None
    return (
        tuple(_row(ts.table, one) for one in answer) if isinstance(answer, tuple) else _row(ts.table, answer)
    )


def _row(table: DecisionTable, answer: Answer) -> tuple[object, ...]:
    assert isinstance(answer, dict)
    return tuple(answer[name] for name in table.output_fields)
