"""Questions about many cases at once: what can still come out, which input still matters, which change would
do.

Decisions are taken for all cases of a state at once. Where that does not settle the answer, the state is split
along the border of a rule that may hold. Nothing is sampled, so what is found is exact.
"""

from __future__ import annotations

from b12tables.runtime.axes import bits
from b12tables.runtime.questions.influence import Influence
from b12tables.runtime.questions.propagation import Propagation
from b12tables.runtime.questions.tables import NO_ANSWER, Table, TooMany

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any

    from b12tables.runtime.questions.propagation import Look, State
    from b12tables.runtime.questions.tables import Outcome
    from b12tables.runtime.rules import Decision
    from b12tables.runtime.tableset import TableSet

BUDGET = 20_000
"""States looked at for one question before it is given up: some seconds."""


class Seen:
    """What was seen of a state: what may come out, and along which part it is split next; None: it is clear."""

    __slots__ = ("border", "look", "possible", "state")

    def __init__(
        self, state: State, look: Look, possible: list[Outcome], border: tuple[str, int] | None
    ) -> None:
        self.state, self.look, self.possible, self.border = state, look, possible, border

    def halves(self) -> tuple[State, State]:
        """The two parts of the state."""
        assert self.border is not None
        name, part = self.border
        # a score that follows from answers alone is not in the state before it is split
        whole = self.state.get(name, self.look.masks[name])
        return self.state | {name: whole & ~part}, self.state | {name: whole & part}


class Search:
    """The outcomes of a table set over pieces."""

    def __init__(self, table_set: TableSet) -> None:
        self.known = Propagation(table_set)
        self.influence = Influence(self.known)

    def outcomes(
        self,
        decision: str,
        state: State,
        values: dict[str, Any],
        group: int | None = None,
        budget: int = BUDGET,
    ) -> dict[Outcome, State]:
        """Every outcome that some case of the state has, with a part of the state that has it.

        The outcome of a single-hit table is `(row of results,)`. Of a table that gives a list it is the list, as
        far as it counts (`compared_list`); where `group` is given, rules as a bit set, whether one of them holds.
        Raises `TooMany`.
        """
        table = self.known.tables[decision]
        found: dict[Outcome, State] = {}
        stack = [state]
        steps = 0
        while stack:
            here = stack.pop()
            steps += 1
            if steps > budget:
                raise TooMany(f"{table.decision.label}: too many cases are still possible")
            step = self.step(here, lambda _: values, table, group, found)
            if step is None:
                continue
            if step.border is None:
                found[step.possible[0]] = step.state
            else:
                stack += step.halves()
        return found

    def step(
        self,
        here: State,
        values: Callable[[State], dict[str, Any]],
        table: Table,
        group: int | None,
        found: Collection[Outcome],
        alike: bool = False,
    ) -> Seen | None:
        """One look at a state; None: no case of it has an outcome but those that are found.

        It is clear where one outcome is left, or (`alike`) only such as are not found yet.
        """
        narrowed = self.narrowed(here, values, table, group, found)
        if narrowed is None:
            return None
        here, look = narrowed
        never, border = self.influence.impossible(look, here)
        if never or not self.known.ties.meet(look):
            return None
        possible = self.known.possible(table, look, group)
        left = [] if possible is None else [outcome for outcome in possible if outcome not in found]
        if possible is not None and not left:
            return None
        clear = possible is not None and (len(possible) == 1 or (alike and len(left) == len(possible)))
        if clear and border is None:
            border = self.influence.between_rows(look, here)
        if not clear:
            among = table.with_conditions(group)
            if among is None and possible is not None:
                # towards what was not found yet: the rest of the split is then soon done with
                among = sum(1 << i for i, row in enumerate(table.rows) if (row,) in left)
            border = self.influence.split(look, here, table.decision, among) or border
            assert border is not None, table.decision.code
        return Seen(here, look, possible or [], border)

    def meets(self, state: State, values: dict[str, Any]) -> bool:
        """Whether what is computed can follow from its parts in some case of a state, whatever the decisions are."""
        return self.known.ties.meet(self.known.look(state, values, ()))

    def narrowed(
        self,
        state: State,
        values: Callable[[State], dict[str, Any]],
        table: Table,
        group: int | None,
        found: Collection[Outcome],
    ) -> tuple[State, Look] | None:
        """The state without pieces in which no outcome but those found can be; None: nothing is left."""
        needed = self.known.needs(table.decision.code)
        while True:
            look = self.known.look(state, values(state), needed)
            possible = self.known.possible(table, look, group)
            if possible is None:
                return state, look
            wanted = [outcome for outcome in possible if outcome not in found]
            if not wanted:
                return None
            holes: list[tuple[int, ...]] = []
            if NO_ANSWER in wanted:
                if table.holes is None or self.known.failing(table.decision, look):
                    return state, look
                holes = table.holes_in([look.masks[name] for name in table.columns])
            if not table.decision.takes_one:
                # several rules may have a part in the answer: none of them is where it must be
                return state, look
            may, must = look.rules[table.decision.code]
            if not must and table.otherwise is not None and (table.otherwise,) in wanted:
                return state, look
            goal = sum(1 << i for i in bits(table.hits.candidates(may, must)) if (table.rows[i],) in wanted)
            narrow = dict(state)
            self._back(table, goal, holes, look, narrow, needed)
            if not all(narrow.values()):
                return None
            if narrow == state:
                return state, look
            state = narrow

    def _back(
        self,
        table: Table,
        goal: int,
        holes: list[tuple[int, ...]],
        look: Look,
        narrow: State,
        needed: tuple[Decision, ...],
    ) -> None:
        """Narrows the inputs to where one of the goal's rules may hold or one of the holes lies;

        and so on upwards.
        """
        goals: dict[str, int | None] = {table.decision.code: goal}
        allowed: dict[str, int] = {}
        for decision in reversed(needed):
            behind = self.known.tables[decision.code]
            rules = goals[decision.code] if decision.code in goals else self._fitting(behind, look, allowed)
            if rules is None:
                continue
            boxes = [behind.boxes[rule] for rule in bits(rules)]
            for c, name in enumerate(behind.columns):
                inside = 0
                for box in boxes:
                    inside |= box[c]
                inside &= look.masks[name]
                if behind is table:
                    for hole in holes:
                        inside |= hole[c] & look.masks[name]
                if name in narrow:
                    narrow[name] &= inside
                allowed[name] = allowed.get(name, -1) & inside

    def _fitting(self, table: Table, look: Look, allowed: dict[str, int]) -> int | None:
        """The rules of a decision whose answer lies in what is allowed for it;

        None where Otherwise's does too.
        """
        decision = table.decision
        if not decision.takes_one or decision.code in look.fails:
            return None
        asked = [(table.gives[i], allowed[n]) for i, n in enumerate(decision.outputs) if n in allowed]
        if not asked:
            return None
        may, must = look.rules[decision.code]

        def fits(rule: int) -> bool:
            return all(gives[rule] & inside for gives, inside in asked)

        if not must and table.otherwise is not None and fits(-1):
            return None
        return sum(1 << i for i in bits(table.hits.candidates(may, must)) if fits(i))
