"""What the checks ask of a model: gaps, pairs, what can arise, complete example cases.

One `Analysis` is made for a run and shared by all checks, so that nothing is worked out twice. Work is
bounded in steps; a question that could not be finished is remembered in `unfinished` and reported as
`analysis-incomplete`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any, TypeVar

from b12tables.compiler.model import (
    Box,
    DecisionTable,
    Interval,
    Model,
    Rule,
    Severity,
    Value,
    given_data,
    value_words,
)
from b12tables.compiler.proof.agreed_values import agreed_values, lost_among
from b12tables.compiler.proof.axes import OrderedAxis, bits, make_axis
from b12tables.compiler.proof.constraints import NO, YES, State
from b12tables.compiler.proof.coverage import cells_text, find_uncovered
from b12tables.compiler.proof.derived import stated_finer
from b12tables.compiler.proof.gap_parts import Part, unrelated
from b12tables.compiler.proof.grid import BoundReached, Budget, Grid, Masks, merged, size, uncovered
from b12tables.compiler.proof.left_out import THERE, excluded
from b12tables.compiler.proof.pair_solver import OTHER, PairSolver, PairState
from b12tables.compiler.proof.solver import FAIR, Reach, Restriction
from b12tables.compiler.proof.table_space import Space, TableSpace
from b12tables.compiler.proof.worked_cases import WorkedCases
from b12tables.runtime.language import t, wording
from b12tables.runtime.words import UNKNOWN

STEPS_PER_SECOND = 700_000
"""A step is about a microsecond of one core; the bound is kept in steps so that a report is the same
everywhere.
"""

DEFAULT_BOUND = 20.0
"""Seconds' worth of steps for a whole set of tables."""

DEFAULT_MEMORY = 300
"""Megabytes that the analysis may take in all."""

LISTED = 200
"""Boxes of a region, and findings of one kind in one table, that are listed one by one."""

REGION_SHARE = Fraction(1, 8)
"""What the region of one gap or pair of rules may take of what is left of the bound."""

SHOWN_SHARE = Fraction(1, 200)
"""The same, of a finding that only shows its region."""

Answer = TypeVar("Answer")
Case = Mapping[str, Value]


def steps_of(bound: float) -> Budget:
    """What a bound in seconds allows."""
    return Budget(int(bound * STEPS_PER_SECOND))


class Standing(Enum):
    """What becomes of a rule: it gives answers, or why it never does."""

    ANSWERS = "answers"
    EMPTY = wording("one of its cells admits nothing")
    IMPOSSIBLE = wording("only impossible cases reach it")
    UNREACHABLE = wording("no case reaches it")
    MASKED = wording("others always come first")


class Analysis:
    """A model under analysis.

    `bound` is in seconds' worth of steps, `memory` in megabytes; `as_of` is the day acceptances are judged on;
    `space` is the model as pieces, where it is known. `budget`: what is left of the bound, where others share it.
    """

    def __init__(
        self,
        model: Model,
        bound: float = DEFAULT_BOUND,
        as_of: date | None = None,
        space: Space | None = None,
        memory: int = DEFAULT_MEMORY,
        budget: Budget | None = None,
    ) -> None:
        self.model, self.as_of = model, as_of
        self.bound, self.memory = bound, memory
        self.budget = steps_of(bound) if budget is None else budget
        self.space = Space(model) if space is None else space
        self.reach = Reach(self.space, self.budget)
        self.unfinished: dict[tuple[str | None, str], Severity] = {}
        """(decision or None, what could not be established), with how grave what it would have told is."""
        self.worked = WorkedCases(model)
        self.listed: Counter[tuple[str, str]] = Counter()
        """How many findings of a kind were listed for a decision."""
        self.focus: frozenset[str] | None = None
        """The decisions that checks look at; None: all."""
        self._gaps: dict[str, Part] = {}
        self._standings: dict[tuple[str, int], Standing] = {}
        self._pairs: dict[str, PairSolver] = {}
        self._rule_states: dict[tuple[str, int, bool], State | None] = {}
        self._counts: dict[tuple[int, ...], int] = {}
        self._once: dict[Callable[[Analysis], Any], Any] = {}

    def once(self, work: Callable[[Analysis], Answer]) -> Answer:
        """What a piece of work upon this analysis gives, done when somebody first asks."""
        if work not in self._once:
            self._once[work] = work(self)
        result: Answer = self._once[work]
        return result

    # ---------------------------------------------------------------- bounded questions

    def bounded(
        self,
        decision: str | None,
        what: str,
        ask: Callable[[], Answer],
        instead: Answer,
        severity: Severity = "warning",
    ) -> Answer:
        """The answer to a question, or `instead` where the bound was reached, which is remembered.

        `severity` is that of the finding that the answer could have led to.
        """
        try:
            return ask()
        except BoundReached:
            self.leave_open(decision, what, severity)
            return instead

    def leave_open(self, decision: str | None, what: str, severity: Severity = "error") -> None:
        """Remembers a question that could not be settled, with the severity of what it could have led to."""
        self.unfinished.setdefault((decision, what), severity)

    @property
    def tables(self) -> Iterable[TableSpace]:
        """The tables that can be analysed, in the order of evaluation."""
        focus = self.focus
        return [ts for code, ts in self.space.tables.items() if focus is None or code in focus]

    # ---------------------------------------------------------------- gaps

    def gaps(self, ts: TableSpace) -> Part:
        """What no rule covers (leaving out `Otherwise`) and can arise."""
        code = ts.table.code
        if code not in self._gaps:
            self._gaps[code] = self._find_gaps(ts)
        return self._gaps[code]

    def _find_gaps(self, ts: TableSpace) -> Part:
        waiting = sum(
            1 for other in self.tables if other.expects_cover and other.table.code not in self._gaps
        )
        share = Fraction(1, 1 + max(1, min(FAIR, waiting)))
        found = find_uncovered(ts.grid, self.budget, share, self.memory)
        boxes, whole, cells = merged(found.boxes, self.budget.share(REGION_SHARE)), found.whole, found.cells
        if boxes and not self.reach.free(ts.fields):
            boxes, finished = self.arising(ts, boxes)
            whole = whole and finished
            cells = sum(map(size, boxes)), cells[1]
        if not whole:
            none = t("the combinations of its columns without a rule")
            what = (
                t(
                    "all gaps: there are more than those reported; {none} are {cells}",
                    none=none,
                    cells=cells_text(cells, size(ts.grid.full)),
                )
                if boxes
                else t("whether a rule holds for everyone")
            )
            self.leave_open(ts.table.code, what, ts.weight_of_gap)
        return Part(tuple(boxes), whole, None if whole else cells)

    def arising(
        self, ts: TableSpace, boxes: Sequence[Masks], share: Fraction = REGION_SHARE
    ) -> tuple[list[Masks], bool]:
        """The part of some disjoint boxes that can arise, and whether all of it was found.

        The whole of it may be in very many parts: it gets a share of the bound. Where that does not suffice, and
        nothing was found before, a single part is looked for.
        """
        if self.reach.free(ts.fields):
            return list(boxes), True
        found: list[Masks] = []
        with self.reach.within(self.budget.share(share)):
            try:
                for box in boxes:
                    found.extend(self.reach.part(ts, [box]))
            except BoundReached:
                pass
            else:
                return merged(found), True
        # nothing of the boxes before the one that was too much can arise
        return (merged(found), False) if found else self._first_arising(ts, boxes)

    def _first_arising(self, ts: TableSpace, boxes: Sequence[Masks]) -> tuple[list[Masks], bool]:
        """A part of some boxes that can arise, as `arising` gives it."""
        try:
            for box in boxes:
                state = self.reach.witness(ts.masks(box), strict=ts.fields)
                if state is not None:
                    return [tuple(state[self.reach.number[name]] for name in ts.fields)], False
        except BoundReached:
            return [], False
        return [], True

    def gap_parts(self, ts: TableSpace) -> list[Part]:
        """The gaps of a table as the parts that have nothing to do with each other."""
        gaps = self.gaps(ts)
        axes = [self.space.axes[name] for name in ts.fields]
        parts = unrelated(axes, gaps.boxes)
        return [gaps] if len(parts) == 1 else [Part(boxes, gaps.whole) for boxes in parts]

    def left_out(self, ts: TableSpace, box: Masks) -> tuple[str, ...]:
        """The inputs of which only cases come to a box that leave some of them out."""
        lacking = self.reach.may_lack
        stated = {**ts.masks(box), **{name + THERE: YES for name in lacking}}
        try:
            return lacking if lacking and self.reach.witness(stated, about=ts.fields) is None else ()
        except BoundReached:
            return ()

    # ---------------------------------------------------------------- rules

    def rule_state(self, ts: TableSpace, index: int, with_tables: bool = True) -> State | None:
        """A state in which the rule's conditions hold, or None. Contradictions upstream are no obstacle.

        Raises `BoundReached`.
        """
        key = (ts.table.code, index, with_tables)
        if key not in self._rule_states:
            box = ts.grid.boxes[index]
            self._rule_states[key] = self.lenient.some(ts, box, with_tables) if all(box) else None
        return self._rule_states[key]

    def arises(self, ts: TableSpace, box: Masks, reach: Reach | None = None) -> bool:
        """Whether the table can see something of the box. Raises `BoundReached`."""
        reach = reach or self.reach
        return all(box) and (reach.free(ts.fields) or reach.some(ts, box) is not None)

    @cached_property
    def lenient(self) -> Reach:
        """What could arise if every contradiction between rules were settled one way or the other."""
        clashing = any(next(ts.clashes(), None) is not None for ts in self.space.tables.values())
        return Reach(self.space, self.budget, lenient=True) if clashing else self.reach

    def standing(self, ts: TableSpace, index: int) -> Standing:
        """What becomes of a rule among all cases that can arise."""
        key = (ts.table.code, index)
        if key not in self._standings:
            what = t("whether rule {rule} ever gives the answer", rule=ts.rule(index).id)
            self._standings[key] = self.bounded(
                ts.table.code, what, lambda: self._find_standing(ts, index), Standing.ANSWERS
            )
        return self._standings[key]

    def _find_standing(self, ts: TableSpace, index: int) -> Standing:
        if not all(ts.grid.boxes[index]):
            return Standing.EMPTY
        if (ts.table.code, ts.rule(index).id) in self.worked.fired:
            return Standing.ANSWERS
        if self.nothing_possible:
            # a finding of its own; that no rule is reached then says nothing more
            return Standing.ANSWERS
        if self.rule_state(ts, index) is None:
            alone = self.rule_state(ts, index, with_tables=False)
            return Standing.IMPOSSIBLE if alone is None else Standing.UNREACHABLE
        if not ts.policy.chooses:
            return Standing.ANSWERS
        arises = any(self.arises(ts, box, self.lenient) for box in self.left_to(ts, index))
        return Standing.ANSWERS if arises else Standing.MASKED

    @cached_property
    def nothing_possible(self) -> bool:
        """Whether the impossible combinations leave no case that leaves nothing out. Raises `BoundReached`."""
        return self.excluded({name + THERE: YES for name in self.reach.may_lack})

    def excluded(self, stated: dict[str, int]) -> bool:
        """Whether the impossible combinations leave no case of a region. Raises `BoundReached`."""
        tests = [test for combination in self.model.impossible for test in combination.tests]
        named = [test.field for test in tests if test.field in self.space.axes]
        return bool(named) and self.reach.witness(stated, about=named, with_tables=False) is None

    def left_to(self, ts: TableSpace, index: int) -> Iterator[Masks]:
        """The parts of a rule's box where it gives the answer. Raises `BoundReached`."""
        box = ts.grid.boxes[index]
        if all(box):
            yield from uncovered(ts.grid, self.budget, box, ts.prevents[index])

    # ---------------------------------------------------------------- examples

    def example(self, question: Restriction, fields: Iterable[str] = ()) -> Case | None:
        """A complete case that meets the question, with every input that these fields and the question depend
        on.

        None where there is none, or where the bound was reached.
        """
        try:
            return self.case_of(question, fields)
        except BoundReached:
            return None

    def case_of(self, question: Restriction, fields: Iterable[str] = ()) -> Case | None:
        """As `example`, and None only where there is no such case. Raises `BoundReached`."""
        names = [*dict.fromkeys((*question, *fields))]
        state = self.reach.witness(question, strict=names)
        return None if state is None else self._complete(state, names)

    def shown(self, ts: TableSpace, box: Masks) -> tuple[Masks, Case] | None:
        """A complete case in a box of a table, and the cell of the table's grid that it lies in."""
        try:
            state = self.reach.witness(ts.masks(box), strict=ts.fields)
            if state is None:
                return None
            case = self._complete(state, ts.fields)
            if self.reach.may_lack and excluded(self.model, case):
                return None  # formulas of what may be left out are looked at one by one
            return tuple(state[self.reach.number[n]] & -state[self.reach.number[n]] for n in ts.fields), case
        except BoundReached:
            return None

    def pairs(self, field: str) -> PairSolver:
        """Questions about two cases that differ in one input alone."""
        if field not in self._pairs:
            self._pairs[field] = PairSolver(self.reach, field)
        return self._pairs[field]

    def complete_pair(self, state: PairState, solver: PairSolver) -> tuple[Case, Case] | None:
        """The two complete cases of a state of a pair's solver; None where the bound was reached."""
        own, other = solver.field, solver.field + OTHER
        inputs = [name for name in self.space.inputs if name in self.space.axes]
        inputs += [name + THERE for name in solver.may_lack]
        twins = [name + OTHER for name in self.model.parts if name + OTHER in solver.number]
        chain = [n for n in (*inputs, *dict.fromkeys((other, *twins))) if solver.number[n] in state.variables]
        try:
            found, case = self._completed(state.masks, solver, chain)
        except BoundReached:
            return None
        second = {**case, own: self.space.axes[own].witness(found[other])}
        for name in self.model.parts:
            # what is stated and hangs on the input is another in the second case, too
            if name in case and name + OTHER in found:
                second[name] = self.space.axes[name].witness(found[name + OTHER])
        return case, second

    def _complete(self, state: State, names: Sequence[str]) -> Case:
        reach = self.reach
        cone = reach.cone(reach.number[name] for name in names).variables
        # of a score that is told, also what no table looks at: a dose hangs on the weight
        behind = self.model.inputs_behind(self.model.told_scores)
        looked_at = {*self.space.inputs, *behind}
        known = (n for n in self.model.fields if n in looked_at and n in self.space.axes)
        chain = [n for n in known if reach.number[n] in cone]
        chain += [n for name in reach.may_lack if reach.number[n := name + THERE] in cone]
        return self._completed(state, reach, chain)[1]

    def _completed(
        self, state: State, reach: Reach, chain: Sequence[str]
    ) -> tuple[Mapping[str, int], dict[str, Value]]:
        """A case of a state, with the pieces that its inputs were given; `chain` are what the state decides."""
        axes = self.space.axes
        fixed = {n: state[reach.number[n]] & -state[reach.number[n]] for n in chain}
        # what may be there or not is there
        fixed |= {n: YES for n in chain if n.endswith(THERE) and state[reach.number[n]] & YES}
        others = [n for n in self.space.inputs if n in axes and n not in fixed]
        wished = dict(fixed)
        for name in others:
            wished[name] = axes[name].unknown or axes[name].full
        found = self._fit(reach, wished, fixed, others)
        there = {n: mask for n, mask in found.items() if fixed.get(n + THERE) != NO}
        # what nothing looks at says something where it is out of its range: nothing follows from it then
        unasked = (n for n in reach.computed if n not in there and axes[n].unknown)
        there |= {n: axes[n].unknown for n in unasked if state[reach.number[n]] == axes[n].unknown}
        agreed = agreed_values(self.model, axes, there, self._rates(there, reach))
        lost = lost_among(self.model, agreed)
        lacking = {name for name in reach.may_lack if fixed.get(name + THERE) != YES}
        case = {n: agreed[n] for n in chain if n in axes and n not in lacking}
        for name in others:
            if name in self._needed or (self.model.fields[name].unknown and agreed[name] != UNKNOWN):
                case[name] = agreed[name]
        for name in self._needed - {*chain, *others}:
            # nothing asks for it, and yet what is computed from it is told
            axis = axes[name] if name in axes else make_axis(self.model.fields[name], (), False)
            case[name] = axis.witness(axis.known)
        case |= (finer := stated_finer(self.model, axes, found, case))
        for name in list(case):
            stated = name in finer or not lost.isdisjoint(self.model.parts.get(name, ()))
            if not stated and self._follows(name, case):
                del case[name]
        for name in (*chain, *others):
            # unknown has to be said where what it follows from would be missed
            wanted = name not in case and name not in reach.may_lack
            if wanted and self.model.parts.get(name) and self._misses(name, case):
                case[name] = UNKNOWN
        order = {name: i for i, name in enumerate(self.model.fields)}
        return found, dict(sorted(case.items(), key=lambda entry: order[entry[0]]))

    def _is_dose(self, name: str) -> bool:
        computed = self.model.fields[name.removesuffix(OTHER)].computed
        return computed is not None and computed.kind == "dose"

    def _rates(self, found: Mapping[str, int], reach: Reach) -> dict[str, Interval]:
        """What the tables give, in the first pieces of some inputs, of that which doses are computed from."""
        doses = filter(self._is_dose, self.model.fields)
        parts = {part for name in doses for part in self.model.parts[name]}
        rates = [part for part in parts & self.model.produced_by.keys() if part in reach.number]
        if not rates:
            return {}
        first = {n: mask if self._is_dose(n) else mask & -mask for n, mask in found.items()}
        state = reach.witness(first)
        within: dict[str, Interval] = {}
        if state is None:
            return within
        for name in sorted(rates):
            axis, mask = self.space.axes[name], state[reach.number[name]]
            if isinstance(axis, OrderedAxis) and mask and not mask & axis.unknown:
                within[name] = axis.ends((mask & -mask).bit_length() - 1, mask.bit_length())
        return within

    def _follows(self, name: str, case: Case) -> bool:
        """Whether a field of a case follows from others of it, or from what is decided: it is not stated then."""
        computed = self.model.fields[name].computed
        if computed is None:
            return False
        return self.model.derived(name) or all(
            case.get(part, UNKNOWN) != UNKNOWN or (part in self.model.fields and self._follows(part, case))
            for part in computed.parts
        )

    def _misses(self, name: str, case: Case) -> bool:
        """Whether a case lacks an input without which it is refused: this one, or one that it follows from."""
        if name in case or name not in self.model.fields or name in self.model.produced_by:
            return False
        if any(self._misses(part, case) for part in self.model.parts.get(name, ())):
            return True
        return not self.model.fields[name].unknown and not self._follows(name, case)

    def _fit(
        self, reach: Reach, wished: Restriction, fixed: Restriction, others: Sequence[str]
    ) -> dict[str, int]:
        """Masks for all inputs that no impossible combination forbids, near to what is wished."""
        names = [*fixed, *others]
        masks = dict(wished)
        bound = bool(reach.combinations or reach.computed)
        while True:
            state = reach.witness(masks) if bound else None
            if state is not None or not bound:
                break
            given_up = next((n for n in others if masks[n] != self.space.axes[n].full), None)
            if given_up is None:
                break
            masks[given_up] = self.space.axes[given_up].full
        if state is None and bound:
            # where decisions behind a score are at odds, or silent, nothing follows: what can be stated still agrees
            state = reach.witness({n: mask for n, mask in masks.items() if not self.model.derived(n)})
        return {n: state[reach.number[n]] if state is not None else masks[n] for n in names}

    @cached_property
    def _needed(self) -> frozenset[str]:
        """The inputs without which some decision refuses the case, or a score that is told."""
        used = {name for table in self.model.decisions for name in table.input_fields}
        used.update(self.model.behind(self.model.told_scores, tables=False))
        used -= self.space.leavable | self.model.produced_by.keys()
        return frozenset(n for n in used if not self.model.fields[n].unknown)

    def as_given(self, case: Case) -> dict[str, object]:
        """A case in the form that `eval` reads."""
        return {name: given_data(value, self.model.fields[name]) for name, value in case.items()}

    # ---------------------------------------------------------------- regions and counts

    def region(self, ts: TableSpace, boxes: Sequence[Masks]) -> tuple[Box, ...]:
        """Boxes in the form of the contract."""
        return tuple(self._json_box(ts, box) for box in boxes[:LISTED])

    def exhibit(self, ts: TableSpace, boxes: Iterable[Masks]) -> dict[str, Any]:
        """What a finding about these boxes shows: the region of them that can arise, and a case in it.

        Nothing where nothing of them arises; no region where it could not be found out within a small part of the
        bound: what a finding shows takes nothing from what is still to be established.
        """
        found, whole = self.arising(ts, [box for box in boxes if all(box)], SHOWN_SHARE)
        if not found:
            return {}
        seen = self.shown(ts, found[0])
        example = None if seen is None else self.as_given(seen[1])
        # a region is exact, or it is not said
        return {"region": self.region(ts, found) if whole else (), "example": example}

    def _json_box(self, ts: TableSpace, box: Masks) -> Box:
        return {
            name: self.space.axes[name].pieces(mask)
            for name, mask in zip(ts.fields, box, strict=True)
            if mask != self.space.axes[name].full
        }

    @cached_property
    def possible_cases(self) -> int:
        """How many combinations of pieces of all inputs are possible. Raises `BoundReached`."""
        return self.count(self.space.inputs)

    def count(self, fields: Iterable[str]) -> int:
        """The combinations of pieces of these inputs that no impossible combination over inputs forbids.

        The inputs that combinations tie to these are counted with them; that one of these is left out, which none
        forbids, counts as a piece. Raises `BoundReached`.
        """
        axes, produced = self.space.axes, self.model.produced_by
        wanted = [name for name in fields if name in axes]
        tied = [
            c
            for c in self.model.impossible
            if all(t.field in axes and t.field not in produced for t in c.tests)
        ]
        tied = [c for c in tied if any(t.field in wanted for t in c.tests)]
        columns = tuple(dict.fromkeys(t.field for c in tied for t in c.tests))
        boxes = []
        for combination in tied:
            masks = {name: axes[name].full for name in columns}
            for line in combination.tests:
                masks[line.field] &= axes[line.field].mask(line.test)
            boxes.append(tuple(masks.values()))
        free = prod(axes[name].size for name in wanted if name not in columns)
        if not columns:
            return free
        key = tuple(map(id, tied))
        if key not in self._counts:
            sizes = [axes[n].size + (n in self.space.leavable) for n in columns]
            grid = Grid(sizes, [axes[n].ordered for n in columns], boxes)
            budget = self.budget.share(Fraction(1, 4))
            self._counts[key] = sum(size(box) for box in uncovered(grid, budget))
        return free * self._counts[key]

    # ---------------------------------------------------------------- words

    def label(self, name: str) -> str:
        return self.model.fields[name].label

    def seen_text(self, ts: TableSpace, box: Masks, part: Part) -> str:
        """One situation of a region as the table sees it, in the columns that the region restricts: `cause dietary
        deficiency, eGFR 30`.
        """
        parts = []
        told = [any(other[c] != mask for other in part.boxes) for c, mask in enumerate(ts.grid.full)]
        for name, mask, matters in zip(ts.fields, box, told, strict=True):
            if not matters and any(told):
                continue
            axis, field = self.space.axes[name], self.model.fields[name]
            parts.append(f"{field.label} {value_words(axis.witness(mask), field)}")
        return ", ".join(parts)


def rule_ids(ts: TableSpace, rules: int) -> tuple[str, ...]:
    """The IDs of a set of rules, in sheet order."""
    return tuple(ts.table.rules[i].id for i in bits(rules))


def named(ids: Sequence[str]) -> str:
    """`rule R1`, `rules R1 and R2`, `rules R1, R2 and 5 more`."""
    if len(ids) == 1:
        return t("rule {ids}", ids=ids[0])
    if len(ids) > 6:
        return t("rules {ids} and {n} more", ids=", ".join(ids[:5]), n=len(ids) - 5)
    return t("rules {ids} and {last}", ids=", ".join(ids[:-1]), last=ids[-1])


def answer_words(model: Model, table: DecisionTable, rule: Rule) -> str:
    """What a rule answers, in a clinician's words."""
    return ", ".join(
        f"{model.fields[name].label} {value_words(result.value, model.fields[name])}"
        for name, result in zip(table.output_fields, rule.results, strict=True)
    )
