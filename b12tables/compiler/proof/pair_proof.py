"""Safety rules over two cases: what gets worse in one input never gets less careful in an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product

from b12tables.compiler.model import (
    Never,
    SafetyRule,
    Value,
    Worsening,
    evaluate,
    passes,
    scores_after,
    value_words,
    values_after,
)
from b12tables.compiler.proof.analysis import Analysis, Case
from b12tables.compiler.proof.axis import Axis
from b12tables.compiler.proof.constraints import NO, YES, Relation
from b12tables.compiler.proof.left_out import THERE
from b12tables.compiler.proof.pair_solver import OTHER, Below, PairState, Ranks
from b12tables.compiler.proof.solver import ANYTHING_AT_ALL, Restriction, compared_members, question
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.axes import bits
from b12tables.runtime.words import UNKNOWN, as_compared

Tie = tuple[Relation, Sequence[str]]


def refute(analysis: Analysis, rule: SafetyRule) -> Iterator[tuple[Never, Case, Case] | None]:
    """Pairs of complete cases, the better first, each of which breaks a line of the rule; one for each line that fails.

    None where a pair may break it, and no complete one could be shown. Raises `BoundReached`.
    """
    pairs = _Pairs(analysis, rule)
    for line in rule.never:
        state = pairs.breaking(line)
        if state is not None:
            pair = analysis.complete_pair(state, pairs.solver)
            fine = pair is not None and confirmed(analysis, rule, line, *pair)
            yield (line, *pair) if pair is not None and fine else None


def protects_somebody(analysis: Analysis, rule: SafetyRule) -> bool:
    """Whether two possible cases differ as the rule says. Raises `BoundReached`."""
    return _shown_by_cases(analysis, rule) or _Pairs(analysis, rule).some() is not None


TRIED = 3
"""So many worked cases are tried with another value before two cases are searched for."""


def _shown_by_cases(analysis: Analysis, rule: SafetyRule) -> bool:
    """Whether a worked case, and the same with another value in the input, differ as the rule says.

    The reference evaluator answers both, so that no search is needed to know that there are two such cases.
    """
    worse, worked = rule.worse, analysis.worked
    assert worse is not None
    ranks = input_ranks(worse, analysis.space.axes[worse.field])
    tried = 0
    for place in bits(worked.answered_with(rule.when)):
        rank = _rank_seen(analysis, ranks, worse.field, worked.answered[place])
        if rank is None:
            continue
        if not worse.steps:
            # two numbers that no cell tells apart differ too
            return True
        if _differs_beside(analysis, rule, ranks, place, rank):
            return True
        tried += 1
        if tried == TRIED:
            break
    return False


def _differs_beside(analysis: Analysis, rule: SafetyRule, ranks: Ranks, place: int, rank: int) -> bool:
    """Whether the worked case in a place passes When with a value of another rank as well, and has all its answers."""
    assert rule.worse is not None
    name = rule.worse.field
    other = next((piece for piece, its in ranks.items() if its != rank), None)
    if other is None:
        return False
    seen = analysis.worked.varied(place, name, analysis.space.axes[name].witness(1 << other))
    if seen is None or not all(
        line.field in seen and passes(line.test, seen[line.field]) for line in rule.when
    ):
        return False
    return _rank_seen(analysis, ranks, name, seen) not in (None, rank)


def _rank_seen(analysis: Analysis, ranks: Ranks, name: str, seen: Mapping[str, Value]) -> int | None:
    """How bad an input is where tables see these values; None where none looks at it, or its value has no rank."""
    if name not in seen:
        return None
    return ranks.get(analysis.space.axes[name].value_mask(seen[name]).bit_length() - 1)


class _Pairs:
    """The two cases that a rule compares."""

    def __init__(self, analysis: Analysis, rule: SafetyRule) -> None:
        assert rule.worse is not None
        self.analysis, self.rule = analysis, rule
        self.solver = analysis.pairs(rule.worse.field)
        axis = analysis.space.axes[rule.worse.field]
        ranks = input_ranks(rule.worse, axis)
        self.tie: Tie = Below(ranks, ranks), (rule.worse.field, rule.worse.field + OTHER)
        boxes = self.solver.boxes(rule.when)
        if rule.worse.field in self.solver.may_lack:
            # who is compared in it says it
            boxes = [{**box, rule.worse.field + THERE: YES} for box in boxes]
        both = [self.solver.both(one, self.solver.others(two)) for one, two in product(boxes, boxes)]
        self.when = [box for box in both if all(box.values())]

    def some(self) -> PairState | None:
        """Two cases that differ so and for which all that the rule speaks of is decided."""
        about = [name for line in self.rule.never for name in self._decided(line)]
        worse = self.rule.worse
        assert worse is not None
        if worse.steps:
            return self._search(self.when, [self.tie], about)
        # two numbers that no cell tells apart differ too
        known = self.analysis.space.axes[worse.field].known
        both = {worse.field: known, worse.field + OTHER: known}
        return self._search([self.solver.both(box, both) for box in self.when], [], about)

    def breaking(self, line: Never) -> PairState | None:
        """Two cases that break a line."""
        spared = self._not_spared(line)
        boxes = [self.solver.both(box, more) for box, more in product(self.when, spared)]
        if line.field in self.analysis.model.set_valued:
            return self._list_breaking(line, boxes)
        ranks = answer_ranks(line, self.analysis.space.axes[line.field])
        names = (line.field, self.solver.other(line.field))
        if names[0] == names[1]:
            return None
        tie: Tie = Below(ranks, ranks), names if line.more else names[::-1]
        return self._broken(boxes, [self.tie, tie], self._decided(line))

    def _list_breaking(self, line: Never, boxes: Sequence[Restriction]) -> PairState | None:
        first, second = (NO, YES) if line.more else (YES, NO)
        for member in compared_members(self.analysis.model, line):
            asked = question(line.field, member)
            other = self.solver.other(asked)
            if other != asked and self._may_break(line, member, boxes):
                here = [self.solver.both(box, {asked: first, other: second}) for box in boxes]
                state = self._broken(here, [self.tie], self._decided(line))
                if state is not None:
                    return state
        return None

    def _may_break(self, line: Never, member: Value, boxes: Sequence[Restriction]) -> bool:
        """Whether the rules that give a member can hold for one case and not for the other.

        That is asked of these rules alone, and mostly settles it: whether the table has an answer is left out.
        """
        table = self.analysis.model.produced_by[line.field]
        column = table.output_fields.index(line.field)
        ts = self.analysis.space.tables[table.code]
        asked_for = as_compared(member)
        if table.otherwise is not None and as_compared(table.otherwise.results[column].value) == asked_for:
            return True
        common = self.analysis.space.common
        giving = common.once("giving", (table.rules,), lambda: _giving(ts, column), also=column)
        asked = self.solver.any_holds(ts, giving.get(asked_for, 0))
        other = self.solver.other(asked)
        if other == asked:
            return False
        first, second = (NO, YES) if line.more else (YES, NO)
        here = [self.solver.both(box, {asked: first, other: second}) for box in boxes]
        return self._search(here, [self.tie], ()) is not None

    def _not_spared(self, line: Never) -> list[dict[str, int]]:
        """Where the second case does not pass the line's `unless`."""
        if line.unless is None:
            return [{}]
        return [self.solver.others(box) for box in self.solver.boxes((), negated=line.unless)]

    def _decided(self, line: Never) -> list[str]:
        """The variables that have a value only where the line's answer is decided, in both cases."""
        is_set = line.field in self.analysis.model.set_valued
        name = question(line.field, ANYTHING_AT_ALL) if is_set else line.field
        return list(dict.fromkeys((name, self.solver.other(name))))

    def _broken(
        self, boxes: Sequence[Restriction], ties: Sequence[Tie], about: Sequence[str]
    ) -> PairState | None:
        """The same as `_search`, where most likely there is no such pair."""
        boxes = [box for box in boxes if all(box.values())]
        doubtful = [box for box in boxes if not self.solver.surely_none(box, ties, about)]
        return self._search(doubtful, ties, about)

    def _search(
        self, boxes: Sequence[Restriction], ties: Sequence[Tie], about: Sequence[str]
    ) -> PairState | None:
        for box in boxes:
            if all(box.values()):
                state = self.solver.pair(box, ties, about)
                if state is not None:
                    return state
        return None


def _giving(ts: TableSpace, column: int) -> dict[object, int]:
    """For each value of a result, as it is compared, the rules that give it."""
    giving: dict[object, int] = {}
    for i, row in enumerate(ts.rows):
        value = as_compared(row[column])
        giving[value] = giving.get(value, 0) | 1 << i
    return giving


def input_ranks(worse: Worsening, axis: Axis) -> Ranks:
    """How bad each piece of an input is; what the order does not name has no rank."""
    if worse.steps:
        steps = enumerate(worse.steps)
        return {piece: rank for rank, step in steps for piece in bits(axis.mask(step))}
    sign = -1 if worse.falling else 1
    return {piece: sign * piece for piece in bits(axis.known)}


def answer_ranks(line: Never, axis: Axis) -> Ranks:
    """How much each piece of an answer is; what is not compared has no rank."""
    if line.order:
        ranks = {piece: rank for rank, step in enumerate(line.order) for piece in bits(axis.mask(step))}
    else:
        ranks = {piece: piece for piece in bits(axis.known)}
        if line.none:
            ranks |= dict.fromkeys(bits(axis.unknown), -1 if line.none == "first" else axis.size)
    apart = 0 if line.apart is None else axis.mask(line.apart)
    return {piece: rank for piece, rank in ranks.items() if not apart >> piece & 1}


# ---------------------------------------------------------------- what the evaluator says


def values_of(analysis: Analysis, case: Case) -> dict[str, Value]:
    """What the fields of a case hold once every decision is taken, as tables see them."""
    evaluation = evaluate(analysis.model, case)
    return values_after(case, evaluation) | scores_after(analysis.model, case, evaluation, None)


def answer_text(analysis: Analysis, case: Case, name: str) -> str:
    """What a case gets in a field, in words."""
    value = values_of(analysis, case)[name]
    field = analysis.model.fields[name]
    return f"{field.label} {'none' if value == UNKNOWN else value_words(value, field)}"


def confirmed(analysis: Analysis, rule: SafetyRule, line: Never, better: Case, worse: Case) -> bool:
    """Whether two cases differ as the rule says, and break the line."""
    first, second = values_of(analysis, better), values_of(analysis, worse)
    if not all(passes(t.test, values.get(t.field, UNKNOWN)) for t in rule.when for values in (first, second)):
        return False
    if line.field not in first or line.field not in second:
        return False
    spared = line.unless is not None and passes(line.unless.test, second.get(line.unless.field))
    return not spared and not keeps(line, first[line.field], second[line.field])


def keeps(line: Never, better: Value, worse: Value) -> bool:
    """Whether the worse patient's answer keeps to a line, beside the better one's."""
    if isinstance(better, frozenset) and isinstance(worse, frozenset):
        small, large = (worse, better) if line.more else (better, worse)
        lost = {*map(as_compared, small)} - {*map(as_compared, large)}
        return not (lost if line.members is None else lost.intersection(map(as_compared, line.members)))
    if line.apart is not None and (passes(line.apart, better) or passes(line.apart, worse)):
        return True
    one, two = _place(line, better), _place(line, worse)
    if one is None or two is None:
        return True
    return one >= two if line.more else one <= two


def _place(line: Never, value: Value) -> tuple[int, Fraction] | None:
    """Where a value stands in a line's order; None where it is not compared."""
    if line.order:
        return next(
            ((rank, Fraction(0)) for rank, step in enumerate(line.order) if passes(step, value)), None
        )
    match value:
        case Fraction():
            return 0, value
        case date():
            return 0, Fraction(value.toordinal())
    places = {"first": (-1, Fraction(0)), "last": (1, Fraction(0))}
    return places.get(line.none)
