"""Questions about many cases at once: what can still come out, which input still matters, which change would
do.

A `State` gives each input the pieces that it may still have. Decisions are taken for all of them at once:
which rules may hold, and which must. Where that settles the answer, it holds for every case of the state;
where not, the state is split along the border of a rule that may hold. Nothing is sampled, so what is found
is exact. A computed field whose parts are not all known counts as free in its range.
"""

from __future__ import annotations

from b12tables.runtime.axes import Axis, Members, bits
from b12tables.runtime.rules import Decision
from b12tables.runtime.values import between, total
from b12tables.runtime.words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import Any

    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Value

    State = dict[str, int]
    Outcome = tuple[Any, ...]

NO_ANSWER = ("no-rule",)
"""The outcome of a case for which a decision, or one before it, has no answer."""

BUDGET = 20_000
"""States looked at for one question before it is given up: some seconds."""

REMEMBERED = 50_000
"""Parts of one decision that are kept."""

BUDGET_OF_ONE_INPUT = 1_500
"""States looked at to learn whether one input can still make a difference."""


class TooMany(Exception):
    """A question that would take too long to answer exactly."""


class Table:
    """A decision over pieces: for each column and piece, the rules that hold there, as bit sets."""

    __slots__ = (
        "at",
        "boxes",
        "columns",
        "decision",
        "everyone",
        "gives",
        "holes",
        "memory",
        "noticed",
        "order",
        "otherwise",
        "ranks",
        "rows",
        "taken",
        "total",
    )

    def __init__(
        self, decision: Decision, axes: dict[str, Axis], boxes: tuple[tuple[int, ...], ...], ranks: tuple[int, ...],
        total_: bool,
        holes: tuple[tuple[int, ...], ...] | None,
    ) -> None:  # fmt: skip
        self.decision, self.columns, self.total = decision, decision.inputs, total_
        self.everyone = (1 << len(boxes)) - 1
        self.boxes, self.ranks = boxes, ranks
        self.rows = [tuple(rule.answer.values()) for rule in decision.rules]
        self.gives = [
            [axes[name].mask(None if row[c] == UNKNOWN else row[c]) for row in self.rows]
            if name in axes and not decision.gives_list
            else []
            for c, name in enumerate(decision.outputs)
        ]
        """For each output and rule the piece of the output's field that the rule gives."""
        self.order = (
            sorted(range(len(boxes)), key=lambda i: (ranks[i], i)) if ranks else list(range(len(boxes)))
        )
        self.at = [
            [
                sum(1 << i for i, box in enumerate(boxes) if box[c] >> piece & 1)
                for piece in range(axes[name].full.bit_length())
            ]
            for c, name in enumerate(self.columns)
        ]
        self.holes = holes
        """Regions that hold every case without an answer, and maybe others; None: not known."""
        self.otherwise = self.rows[-1] if len(self.rows) > len(boxes) else None
        self.memory: dict[tuple[int, int], tuple[int, int]] = {}
        self.noticed: dict[tuple[int, int, int], int] = {}
        self.taken: dict[tuple[tuple[int, ...], bool, bool], Taken] = {}

    def column(self, c: int, mask: int) -> tuple[int, int]:
        """The rules that may hold, and those that must hold, for the pieces of one column."""
        found = self.memory.get((c, mask))
        if found is None:
            may, must = 0, self.everyone
            for piece in bits(mask):
                may |= self.at[c][piece]
                must &= self.at[c][piece]
            found = self.memory[c, mask] = (may, must)
        return found

    def look(self, masks: list[int]) -> tuple[int, int]:
        """The rules that may hold, and those that must hold, for all of the columns."""
        may = must = self.everyone
        for c, mask in enumerate(masks):
            touching, containing = self.column(c, mask)
            may &= touching
            must &= containing
        return may, must

    def may_fail(self, masks: list[int]) -> bool:
        """Whether some case of the columns has no rule, or rules at odds."""
        if self.total or self.decision.gives_list or self.decision.hit_policy == "Collect count":
            return False
        if self.holes is not None:
            return bool(self.holes_in(masks))
        stack = [masks]
        while stack:
            part = stack.pop()
            may, must = self.look(part)
            if may == must or (self.decision.hit_policy == "First" and must):
                if self.fails(must):
                    return True
                continue
            c, inside = self.border(part, may & ~must)
            for mask in (inside, part[c] & ~inside):
                stack.append([*part[:c], mask, *part[c + 1 :]])
        return False

    def holes_in(self, masks: list[int]) -> list[tuple[int, ...]]:
        """The regions without an answer that reach into these columns."""
        return [hole for hole in self.holes or () if all(a & b for a, b in zip(hole, masks, strict=True))]

    def border(self, masks: list[int], open_rules: int) -> tuple[int, int]:
        """A column and the part of it inside the condition of a rule that may hold but need not."""
        rule = next(bits(open_rules))
        for c, mask in enumerate(masks):
            inside = self.inside(c, mask, rule)
            if inside != mask:
                return c, inside
        raise AssertionError

    def inside(self, c: int, mask: int, rule: int) -> int:
        """The pieces of a column in which the condition of a rule holds."""
        return mask & self.boxes[rule][c]

    def candidates(self, may: int, must: int) -> int:
        """Of the rules of a single-hit table, those that may give the answer."""
        if self.decision.hit_policy not in ("First", "Priority") or not must:
            return may
        kept = 0
        for rule in self.order:
            if may >> rule & 1:
                kept |= 1 << rule
                if must >> rule & 1:
                    break
        return kept

    def fails(self, hits: int) -> bool:
        """Whether there is no answer where exactly these rules hold."""
        return self.outcome(hits) == NO_ANSWER

    def outcome(self, hits: int) -> Outcome:
        """What the decision gives where exactly these rules hold."""
        held = [i for i in self.order if hits >> i & 1]
        rules = [self.decision.rules[i] for i in held]
        policy = self.decision.hit_policy
        if not rules and self.otherwise is not None:
            rules = [self.decision.rules[-1]]  # Otherwise
        if self.decision.gives_list:
            return tuple(tuple(rule.answer.values()) for rule in rules)
        if policy == "Collect count":
            return (tuple([len(rules)] * len(self.decision.outputs)),)
        if not rules:
            return NO_ANSWER
        if policy.startswith("Collect "):
            from b12tables.runtime import policies

            make = policies.OF_NUMBERS[policy]
            return (tuple(make(self.decision.code, rules).answer.values()),)
        if policy == "Unique" and len(rules) > 1:
            return NO_ANSWER
        if policy == "First":
            rules = rules[:1]
        if policy == "Priority" and held:
            rules = [self.decision.rules[i] for i in held if self.ranks[i] == self.ranks[held[0]]]
        rows = {tuple(rule.answer.values()) for rule in rules}
        return (rows.pop(),) if len(rows) == 1 else NO_ANSWER


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

    __slots__ = ("dead", "fails", "masks", "rules", "settled", "values")

    def __init__(self, masks: State, values: dict[str, Any]) -> None:
        self.masks, self.values = masks, values
        self.rules: dict[str, tuple[int, int]] = {}
        self.fails: set[str] = set()
        """Decisions that may have no answer somewhere in the state."""
        self.dead: set[str] = set()
        """Decisions that have no answer in all of the state."""
        self.settled: dict[str, Outcome] = {}
        """Decisions that have one and the same outcome in all of the state."""


class Search:
    """A table set over pieces."""

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
        self.upstream = {
            decision.code: frozenset(
                table_set.producer[name].code for name in decision.inputs if name in table_set.producer
            )
            for decision in table_set.decisions
        }
        self.closures: dict[str, tuple[Decision, ...]] = {}

    # ---------------------------------------------------------------- what a decision needs

    def needs(self, decision: str) -> tuple[Decision, ...]:
        """The decisions that a decision rests on, in order, itself the last.

        Raises `TooMany` where one cannot be analysed.
        """
        found = self.closures.get(decision)
        if found is None:
            wanted = {decision}
            for table in reversed(self.set.decisions):
                if table.code in wanted:
                    if table.code not in self.tables:
                        raise TooMany(f"{table.label} asks about too many different values at once")
                    wanted |= {
                        self.set.producer[name].code
                        for name in self._reads(table)
                        if name in self.set.producer
                    }
            found = self.closures[decision] = tuple(t for t in self.set.decisions if t.code in wanted)
        return found

    def _reads(self, table: Decision) -> Iterator[str]:
        """The columns of a decision, and the parts of those that are computed."""
        waiting = list(table.inputs)
        while waiting:
            name = waiting.pop()
            yield name
            computed = self.set.by_code[name].computed
            if computed is not None and name in self.set.inputs:
                waiting += [part for part in (computed.left, computed.right) if part in self.set.by_code]

    def inputs(self, decision: str) -> tuple[str, ...]:
        """The input fields that a decision rests on, in the order of the dictionary."""
        used = {name for table in self.needs(decision) for name in table.inputs}
        return tuple(name for name in self.set.inputs if name in used)

    # ---------------------------------------------------------------- one state

    def look(self, state: State, values: dict[str, Any], needed: tuple[Decision, ...]) -> Look:
        """Takes the decisions for all cases of a state.

        `values` are the inputs whose value itself is known.
        """
        look = Look(dict(state), dict(values))
        for decision in needed:
            code, table = decision.code, self.tables[decision.code]
            seen = look.masks
            masks = tuple([seen[name] if name in seen else self._mask(name, look) for name in table.columns])
            upstream = self.upstream[code]
            key = (masks, not upstream.isdisjoint(look.dead), not upstream.isdisjoint(look.fails))
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
        fails = dead or fails or table.may_fail(masks)
        decision, settled = table.decision, None
        if not fails:
            if may == must:
                settled = table.outcome(must)
            elif not decision.gives_list and not decision.hit_policy.startswith("Collect"):
                rows = {table.rows[i] for i in bits(table.candidates(may, must))}
                if not must and table.otherwise is not None:
                    rows.add(table.otherwise)
                settled = (rows.pop(),) if len(rows) == 1 else None
        given: dict[str, Any] = {}
        found: State = {}
        for column, name in enumerate(decision.outputs):
            axis = self.axes.get(name)
            if settled is not None and not decision.gives_list:
                given[name] = None if settled[0][column] == UNKNOWN else settled[0][column]
            if axis is not None:
                found[name] = self._output_mask(table, axis, column, may, must, settled)
        return Taken((may, must), dead, fails, settled, found, given)

    def _mask(self, name: str, look: Look) -> int:
        """The pieces of a column; of a computed field those of its value where its parts are known."""
        mask = look.masks.get(name)
        if mask is None:
            field = self.set.by_code[name]
            computed, values = field.computed, look.values
            assert computed is not None
            axis = self.axes[name]
            mask = axis.full
            if computed.left in values and computed.right in values:
                left, right = values[computed.left], values[computed.right]
                if computed.kind == "between":
                    value: Any = between(left, right, computed.unit)
                else:
                    value = total(left, right, 1 if computed.kind == "sum" else -1)
                mask = axis.mask(value)
                look.values[name] = value
            look.masks[name] = mask
        return mask

    def _output_mask(
        self, table: Table, axis: Axis, column: int, may: int, must: int, settled: Outcome | None
    ) -> int:
        decision = table.decision
        if decision.gives_list:
            assert isinstance(axis, Members)
            mask = axis.known
            sure = {table.rows[i][column] for i in bits(must)}
            maybe = {table.rows[i][column] for i in bits(may)}
            if not must and table.otherwise is not None:
                (sure if not may else maybe).add(table.rows[-1][column])
                maybe |= sure
            for member in (*axis.members, *axis.others[:1]):
                holding = axis.holding(member)
                group = set(axis.others) if member in axis.others else {member}
                if group & sure:
                    mask &= holding
                elif not group & maybe:
                    mask &= ~holding
            return mask
        if settled is not None:
            value = settled[0][column]
            return axis.mask(None if value == UNKNOWN else value)
        if decision.hit_policy.startswith("Collect"):
            return axis.full
        gives = table.gives[column]
        mask = gives[-1] if not must and table.otherwise is not None else 0
        for rule in bits(table.candidates(may, must)):
            mask |= gives[rule]
        return mask

    # ---------------------------------------------------------------- splitting

    def split(
        self, look: Look, state: State, decision: Decision, among: int | None = None
    ) -> tuple[str, int] | None:
        """An input, and a part of its pieces, along which the state comes nearer to an answer;

        None: there is none.

        `among` are the rules of the decision that matter to whoever asks (None: all of them).
        """
        table = self.tables[decision.code]
        may, must = look.rules[decision.code]
        open_rules = may & ~must if decision.gives_list else table.candidates(may, must) & ~must
        wanted = (open_rules if among is None else open_rules & among) or open_rules or may & ~must
        for rule in bits(wanted):
            for c, name in enumerate(table.columns):
                mask = look.masks[name]
                inside = table.inside(c, mask, rule)
                if inside == mask:
                    continue
                if name in state and self.set.producer.get(name) is None:
                    return name, inside
                found = self._behind(
                    name, look, state, self._leading(table, c, name, mask, inside, 1 << rule)
                )
                if found is not None:
                    return found
        for name in table.columns:
            found = self._behind(name, look, state, None)
            if found is not None:
                return found
        return None

    def _behind(self, name: str, look: Look, state: State, among: int | None) -> tuple[str, int] | None:
        """A split in what a column follows from, where that is not settled."""
        producer = self.set.producer.get(name)
        if producer is not None:
            return None if producer.code in look.settled else self.split(look, state, producer, among)
        if name in state:
            return None
        computed = self.set.by_code[name].computed
        assert computed is not None
        for part in (computed.left, computed.right):
            found = self._behind(part, look, state, None) if part in self.set.producer else None
            if found is not None:
                return found
        return None

    def _leading(self, table: Table, c: int, name: str, mask: int, inside: int, rule: int) -> int | None:
        """Of the decision behind a column: its rules that lead into a part of the column's pieces;

        None: all.
        """
        producer = self.set.producer.get(name)
        if producer is None or producer.gives_list or producer.hit_policy.startswith("Collect"):
            return self._among(table, c, name, mask, rule)
        column, found = producer.outputs.index(name), 0
        for i, piece in enumerate(self.tables[producer.code].gives[column]):
            if piece & inside:
                found |= 1 << i
        return found

    def _among(self, table: Table, c: int, name: str, mask: int, rules: int) -> int | None:
        """Of the decision behind a set column: its rules that give a member whose presence some of these rules
        notice.

        None: all of them.
        """
        producer, axis = self.set.producer.get(name), self.axes[name]
        if producer is None or not producer.gives_list or not isinstance(axis, Members):
            return None
        key = (c, mask, rules)
        found = table.noticed.get(key)
        if found is None:
            found = table.noticed[key] = self._noticed(table.at[c], axis, mask, rules, producer, name)
        return None if found < 0 else found

    def _noticed(
        self, at: list[int], axis: Members, mask: int, rules: int, producer: Decision, name: str
    ) -> int:
        """As `_among`; -1: all of them."""
        values: set[Value] = set()
        for i in range(len(axis.members) + bool(axis.others)):
            group = axis.others if i == len(axis.members) else (axis.members[i],)
            if any(
                mask >> (piece ^ 1 << i) & 1 and (at[piece] ^ at[piece ^ 1 << i]) & rules
                for piece in bits(mask & axis.known)
            ):
                values.update(group)
        column = producer.outputs.index(name)
        behind = self.tables[producer.code]
        found = sum(1 << i for i, row in enumerate(behind.rows) if row[column] in values)
        # an Otherwise row holds or not by grace of every other rule
        return -1 if found >> behind.everyone.bit_length() else found

    def impossible(self, look: Look) -> tuple[bool, tuple[str, int] | None]:
        """Whether every case of the state is impossible;

        else, where some may be, a part along which to split.

        A combination that speaks of decisions which were not looked at counts as not holding.
        """
        border = None
        for masks in self.combinations:
            open_parts = []
            for name, mask in masks.items():
                now = self._mask(name, look) if name in self.set.inputs else look.masks.get(name)
                if now is None or not now & mask:
                    break
                if now & ~mask:
                    open_parts.append((name, now & mask))
            else:
                if not open_parts:
                    return True, None
                border = border or next((part for part in open_parts if part[0] in self.set.inputs), None)
        return False, border

    # ---------------------------------------------------------------- outcomes

    def outcomes(
        self,
        decision: str,
        state: State,
        values: dict[str, Any],
        group: int | None = None,
        budget: int = BUDGET,
    ) -> dict[Outcome, State]:
        """Every outcome that some case of the state has, with a part of the state that has it.

        The outcome of a single-hit table is `(row of results,)`. Of a table that gives a list, `group` must
        be given, rules as a bit set, and the outcome is whether one of them holds. Raises `TooMany`.
        """
        table = self.tables[decision]
        found: dict[Outcome, State] = {}
        stack = [state]
        steps = 0
        while stack:
            here = stack.pop()
            steps += 1
            if steps > budget:
                raise TooMany(f"{table.decision.label}: too many cases are still possible")
            narrowed = self.narrowed(here, lambda _: values, table, group, found)
            if narrowed is None:
                continue
            here, look = narrowed
            never, border = self.impossible(look)
            if never:
                continue
            possible = self.possible(table, look, group)
            if possible is not None and all(outcome in found for outcome in possible):
                continue
            if possible is not None and len(possible) == 1 and (border is None or border[0] not in here):
                found[possible[0]] = here
                continue
            if possible is None or len(possible) > 1:
                among = self.with_conditions(table, group)
                if among is None and possible is not None:
                    # towards what was not found yet: the rest of the split is then soon done with
                    among = sum(
                        1 << i
                        for i, row in enumerate(table.rows)
                        if (row,) in possible and (row,) not in found
                    )
                border = self.split(look, here, table.decision, among) or border
            assert border is not None, decision
            name, part = border
            stack.append(here | {name: here[name] & ~part})
            stack.append(here | {name: part})
        return found

    def narrowed(
        self,
        state: State,
        values: Callable[[State], dict[str, Any]],
        table: Table,
        group: int | None,
        found: Collection[Outcome],
    ) -> tuple[State, Look] | None:
        """The state without pieces in which no outcome but those found can be; None: nothing is left."""
        needed = self.needs(table.decision.code)
        while True:
            look = self.look(state, values(state), needed)
            possible = self.possible(table, look, group)
            if possible is None:
                return state, look
            wanted = [outcome for outcome in possible if outcome not in found]
            if not wanted:
                return None
            holes: list[tuple[int, ...]] = []
            if NO_ANSWER in wanted:
                if table.holes is None or any(
                    n in self.set.producer and self.set.producer[n].code in look.fails for n in table.columns
                ):
                    return state, look
                holes = table.holes_in([look.masks[name] for name in table.columns])
            if group is not None or table.decision.hit_policy.startswith("Collect"):
                return state, look
            may, must = look.rules[table.decision.code]
            if not must and table.otherwise is not None and (table.otherwise,) in wanted:
                return state, look
            goal = sum(1 << i for i in bits(table.candidates(may, must)) if (table.rows[i],) in wanted)
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
            behind = self.tables[decision.code]
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
        if decision.gives_list or decision.hit_policy.startswith("Collect") or decision.code in look.fails:
            return None
        asked = [(table.gives[i], allowed[n]) for i, n in enumerate(decision.outputs) if n in allowed]
        if not asked:
            return None
        may, must = look.rules[decision.code]

        def fits(rule: int) -> bool:
            return all(gives[rule] & inside for gives, inside in asked)

        if not must and table.otherwise is not None and fits(-1):
            return None
        return sum(1 << i for i in bits(table.candidates(may, must)) if fits(i))

    def with_conditions(self, table: Table, group: int | None) -> int | None:
        """A group of rules; None, which is all of them, where it has Otherwise in it."""
        return None if group is None or group & ~table.everyone else group

    def depends(
        self,
        decision: str,
        name: str,
        state: State,
        values: dict[str, Any],
        group: int | None,
        likely: list[State],
    ) -> bool:
        """Whether there are two cases of the state that differ in this input alone and in the outcome.

        Raises `TooMany`.
        """
        needed, table = self.needs(decision), self.tables[decision]
        among = self.with_conditions(table, group)
        pieces = [1 << piece for piece in bits(state[name])]
        stack = [state, *[part | {name: state[name]} for part in likely]]
        steps = 0
        while stack:
            here = stack.pop()
            steps += 1
            if steps > BUDGET_OF_ONE_INPUT:
                raise TooMany(f"{table.decision.label}: too many cases are still possible")
            if not self._asks(name, table.decision, self.look(here, values, needed), set(), among):
                continue
            certain: set[Outcome] = set()
            border: tuple[str, int] | None = None
            unclear = False
            for piece in pieces:
                one = here | {name: piece}
                look = self.look(one, values, needed)
                never, edge = self.impossible(look)
                if never:
                    continue
                possible = self.possible(table, look, group)
                if possible is not None and len(possible) == 1 and (edge is None or edge[0] not in here):
                    certain.add(possible[0])
                    continue
                if possible is not None and len(possible) == 1:
                    # what comes out is clear, but not whether such a case can be
                    border = border or edge
                    certain_if = possible[0]
                    unclear = unclear or certain_if not in certain
                    continue
                unclear = True
                border = self.split(look, one, table.decision, among) or border or edge
            if len(certain) > 1:
                return True
            if not unclear or border is None:
                continue
            field, part = border
            stack.append(here | {field: here[field] & ~part})
            stack.append(here | {field: part})
        return False

    def _asks(
        self, name: str, decision: Decision, look: Look, seen: set[object], among: int | None = None
    ) -> bool:
        """Whether what is open in a decision hangs on this input, directly or by way of other decisions."""
        if (decision.code, among) in seen:
            return False
        seen.add((decision.code, among))
        table = self.tables[decision.code]
        may, _ = look.rules[decision.code]
        rules = may if among is None else may & among
        for c, column in enumerate(table.columns):
            producer = self.set.producer.get(column)
            if (
                producer is not None
                and producer.code in look.fails
                and self._asks(name, producer, look, seen)
            ):
                return True  # where that decision has no answer, this one has none either
            touching, containing = table.column(c, look.masks[column])
            noticing = touching & rules & ~containing
            if noticing and (
                column == name
                or self._behind_asks(
                    column, name, look, seen, self._among(table, c, column, look.masks[column], noticing)
                )
            ):
                return True
        return False

    def _behind_asks(self, column: str, name: str, look: Look, seen: set[object], among: int | None) -> bool:
        producer = self.set.producer.get(column)
        if producer is not None:
            return self._asks(name, producer, look, seen, among)
        computed = self.set.by_code[column].computed
        if computed is None:
            return False
        parts = (computed.left, computed.right)
        return any(
            part in self.set.by_code and self._behind_asks(part, name, look, seen, None) for part in parts
        )

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
        if table.decision.gives_list or table.decision.hit_policy.startswith("Collect"):
            return None
        rows = dict.fromkeys(table.rows[i] for i in bits(table.candidates(may, must)))
        if not must and table.otherwise is not None:
            rows[table.rows[-1]] = None
        return fails + [(row,) for row in rows]
