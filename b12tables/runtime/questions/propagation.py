"""What is known of all decisions at once, for every case of a state.

A `State` gives each input the pieces that it may still have. Which rules may hold, and which must, is carried
from decision to decision; where that settles the answer, it holds for every case of the state. A score is what its
parts may still come to (`scores`); another computed field whose parts are not all known may be stated, and counts as
free in its range.
"""

from __future__ import annotations

from b12tables.runtime.axes import Axis, Members, bits
from b12tables.runtime.fields import Number
from b12tables.runtime.problems import Problem
from b12tables.runtime.questions.scores import Scores
from b12tables.runtime.questions.tables import NO_ANSWER, Table, TooMany
from b12tables.runtime.questions.ties import SAID_UNKNOWN, Ties
from b12tables.runtime.rules import Decision
from b12tables.runtime.values import follow
from b12tables.runtime.words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.questions.tables import Outcome
    from b12tables.runtime.tableset import TableSet

    State = dict[str, int]

REMEMBERED = 50_000
"""Parts of one decision that are kept."""


class Taken:
    """What a decision says for all cases of a part of its columns: kept, because the same part is met again."""

    __slots__ = ("dead", "fails", "masks", "rules", "settled", "values")

    def __init__(
        self,
        rules: tuple[int, int],
        dead: bool,
        fails: bool,
        settled: Outcome | None,
        masks: State,
        values: dict[str, Any],
    ) -> None:
        self.rules, self.dead, self.fails = rules, dead, fails
        self.settled, self.masks, self.values = settled, masks, values


class Look:
    """What is known of the decisions in one state: the masks of their outputs, and their rules."""

    __slots__ = ("dead", "fails", "loose", "masks", "never", "rules", "settled", "values", "within")

    def __init__(self, masks: State, values: dict[str, Any]) -> None:
        self.loose: dict[str, None] = {}
        """The scores of which some that their parts may come to lies outside of the state."""
        self.within: State = {}
        """The pieces of the scores that the state admits."""
        self.never = False
        """Whether a computed field has a value that it cannot have: no case of the state is accepted."""
        self.masks, self.values = masks, values
        self.rules: dict[str, tuple[int, int]] = {}
        self.fails: set[str] = set()
        """Decisions that may have no answer somewhere in the state."""
        self.dead: set[str] = set()
        """Decisions that have no answer in all of the state."""
        self.settled: dict[str, Outcome] = {}
        """Decisions that have one and the same outcome in all of the state."""


class Propagation:
    """A table set over pieces: what is known of its decisions in one state."""

    def __init__(self, table_set: TableSet) -> None:
        self.set = table_set
        grid = table_set.grid()
        self.axes: dict[str, Axis] = grid.AXES
        self.combinations: tuple[dict[str, int], ...] = grid.COMBINATIONS
        self.tables = {
            decision.code: Table(
                decision, self.axes, grid.BOXES[decision.code], grid.RANKS.get(decision.code, ()),
                decision.code in grid.TOTAL, grid.HOLES.get(decision.code),
            )
            for decision in table_set.decisions
            if decision.code in grid.BOXES
        }  # fmt: skip
        self.ties = Ties(table_set, self.axes, self.tables)
        self.scores = Scores(table_set, self.axes, self.tables, self.ties)
        self.upstream = {
            decision.code: frozenset(
                table_set.producer[name].code for name in table_set.dependencies.decided(decision.inputs)
            )
            for decision in table_set.decisions
        }
        """The decisions from which the columns of each follow, as results or by computing: where one has no answer, it
        has none either."""
        self.closures: dict[str, tuple[Decision, ...]] = {}

    def needs(self, decision: str) -> tuple[Decision, ...]:
        """The decisions that a decision rests on, in order, itself the last.

        Raises `TooMany` where one cannot be analysed.
        """
        found = self.closures.get(decision)
        if found is None:
            wanted = {decision} | self.ties.refusing
            for table in reversed(self.set.decisions):
                if table.code in wanted:
                    if table.code not in self.tables:
                        raise TooMany(f"{table.label} asks about too many different values at once")
                    wanted |= self.upstream[table.code]
            found = self.closures[decision] = tuple(t for t in self.set.decisions if t.code in wanted)
        return found

    def failing(self, decision: Decision, look: Look) -> tuple[Decision, ...]:
        """The decisions whose results a decision needs and that may have no answer: then it has none either."""
        needed = self.upstream[decision.code]
        if needed.isdisjoint(look.fails):
            return ()
        return tuple(one for one in self.set.decisions if one.code in needed & look.fails)

    def inputs(self, decision: str) -> tuple[str, ...]:
        """The input fields that a decision rests on, in the order of the dictionary."""
        used = {name for table in self.needs(decision) for name in table.inputs}
        return tuple(name for name in self.set.inputs if name in used)

    def look(self, state: State, values: dict[str, Any], needed: tuple[Decision, ...]) -> Look:
        """Takes the decisions for all cases of a state.

        `values` are the inputs whose value itself is known.
        """
        look = Look(dict(state), dict(values))
        for name in self.scores.names:
            look.within[name] = look.masks.pop(name, self.axes[name].full)
        for decision in needed:
            code, table = decision.code, self.tables[decision.code]
            seen = look.masks
            masks = tuple([seen[name] if name in seen else self.mask(name, look) for name in table.columns])
            upstream = self.upstream[code]
            # what must be known and is not leaves the decision without an answer
            dead = 0 in masks or not upstream.isdisjoint(look.dead)
            key = (masks, dead, dead or not upstream.isdisjoint(look.fails))
            taken = table.taken.get(key)
            if taken is None:
                if len(table.taken) > REMEMBERED:
                    table.taken.clear()
                taken = table.taken[key] = self._take(table, list(masks), key[1], key[2])
            look.rules[code] = taken.rules
            if taken.dead:
                look.dead.add(code)
            if taken.fails:
                look.fails.add(code)
            if taken.settled is not None:
                look.settled[code] = taken.settled
            look.masks.update(taken.masks)
            look.values.update(taken.values)
        return look

    def _take(self, table: Table, masks: list[int], dead: bool, fails: bool) -> Taken:
        """What one decision says for all cases of its columns; where one before it is dead or may fail, so does it."""
        may, must = table.look(masks)
        dead = dead or (may == must and table.fails(must))
        # where it is known which rules hold, a region in which others would be at odds tells nothing
        fails = dead or fails or (may != must and table.may_fail(masks))
        decision, settled = table.decision, None
        if not fails:
            if may == must:
                settled = table.outcome(must)
            elif decision.takes_one:
                rows = table.hits.rows_left(may, must)
                settled = (rows[0],) if len(rows) == 1 else None
        given: dict[str, Any] = {}
        found: State = {}
        for column, name in enumerate(decision.outputs):
            axis = self.axes.get(name)
            if settled is not None and not decision.gives_list:
                given[name] = None if settled[0][column] == UNKNOWN else settled[0][column]
            if axis is not None:
                found[name] = self._output_mask(table, axis, column, may, must, settled)
        return Taken((may, must), dead, fails, settled, found, given)

    def mask(self, name: str, look: Look) -> int:
        """The pieces of a column; of a computed field those of its value where its parts are known."""
        mask = look.masks.get(name)
        if mask is None:
            axis = self.axes[name]
            mask = axis.mask(look.values[name]) if self._follows(name, look) else axis.full
            if name in self.scores.names:
                mask = self._of_score(name, look, mask)
            look.masks[name] = mask
        return mask

    def _of_score(self, name: str, look: Look, mask: int) -> int:
        """The pieces of a score that the state admits; of what is known, that it has none in it."""
        within = look.within[name]
        if name in look.values:
            look.never = look.never or bool(mask and not mask & within)
            return mask & within or mask
        found, loose = self.scores.mask(name, look, within)
        if loose:
            look.loose[name] = None
        return found

    def _follows(self, name: str, look: Look) -> bool:
        """Whether the value of a field is known, or follows from parts that are, which may be computed themselves."""
        values = look.values
        if name in values:
            return True
        computed = self.set.by_code[name].computed if name in self.set.inputs else None
        if name in self.ties.finer and name in look.masks:
            return False  # it may be stated more finely
        if computed is None or not all(self._follows(part, look) for part in computed.parts):
            return False
        value = follow(computed, [values[part] for part in computed.parts])
        if value is None and name not in self.set.scores and name not in values.get(SAID_UNKNOWN, ()):
            return False  # it may still be stated
        field = self.set.by_code[name]
        if (
            isinstance(field, Number)
            and value is not None
            and isinstance(field.in_range(value, value), Problem)
        ):
            if name not in self.ties.followed:
                return False  # nothing looks at it, and nothing follows from it
            look.never = True
        values[name] = value
        return True

    def _output_mask(
        self, table: Table, axis: Axis, column: int, may: int, must: int, settled: Outcome | None
    ) -> int:
        decision = table.decision
        if decision.gives_list:
            assert isinstance(axis, Members)
            return axis.between(*table.hits.held(may, must, column))
        if settled is not None:
            value = settled[0][column]
            return axis.mask(None if value == UNKNOWN else value)
        if not decision.takes_one:
            return axis.full
        gives = table.gives[column]
        mask = gives[-1] if not must and table.otherwise is not None else 0
        for rule in bits(table.hits.candidates(may, must)):
            mask |= gives[rule]
        return mask

    def impossible(self, look: Look) -> tuple[bool, tuple[str, int] | None]:
        """Whether every case of the state is impossible;

        else, where some may be, a part along which to split.

        A combination that speaks of decisions which were not looked at counts as not holding.
        """
        if look.never:
            return True, None
        border = None
        for masks in self.combinations:
            open_parts = []
            for name, mask in masks.items():
                now = self.mask(name, look) if name in self.set.inputs else look.masks.get(name)
                if now is None or not now & mask:
                    break
                if now & ~mask:
                    open_parts.append((name, now & mask))
            else:
                if not open_parts:
                    return True, None
                border = border or next((part for part in open_parts if part[0] in self.set.inputs), None)
        return look.never, border

    def possible(self, table: Table, look: Look, group: int | None) -> list[Outcome] | None:
        """The outcomes that the look does not rule out;

        None where they cannot be listed. One outcome is certain.
        """
        code = table.decision.code
        may, must = look.rules[code]
        if code in look.dead:
            return [NO_ANSWER]
        fails: list[Outcome] = [NO_ANSWER] if code in look.fails else []
        if group is not None:
            # Otherwise holds where no other rule does
            rest = bool(group & ~table.everyone)
            if must & group or (rest and not may):
                return [*fails, (True,)]
            open_ = may & group or (rest and not must)
            return [*fails, (True,), (False,)] if open_ else [*fails, (False,)]
        if code in look.settled:
            return [look.settled[code]]
        if not table.decision.takes_one:
            return None
        return fails + [(row,) for row in table.hits.rows_left(may, must)]
