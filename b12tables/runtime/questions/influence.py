"""Which input an answer still hangs on: where to split a state, and whether an input can make a difference.

That is asked of all cases that are still possible; what one entry changes while the rest stays as it is, not known
included, is told by `explain.influence`.
"""

from __future__ import annotations

from b12tables.runtime.axes import Members, bits
from b12tables.runtime.questions.open_rows import leading_out
from b12tables.runtime.questions.tables import Table, TooMany
from b12tables.runtime.rules import Decision
from b12tables.runtime.words import as_compared, held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from b12tables.runtime.questions.propagation import Look, Propagation, State
    from b12tables.runtime.questions.tables import Outcome

BUDGET_OF_ONE_INPUT = 1_500
"""States looked at to learn whether one input can still make a difference."""


class Influence:
    """How what is open in a decision hangs on the inputs, by way of the decisions before it."""

    def __init__(self, known: Propagation) -> None:
        self.known = known

    def impossible(self, look: Look, state: State) -> tuple[bool, tuple[str, int] | None]:
        """Whether every case of the state is impossible; else, where some may be, a part along which to split."""
        never, border = self.known.impossible(look)
        return never, border if never or border is not None else self._between_scores(look, state)

    def _between_scores(self, look: Look, state: State) -> tuple[str, int] | None:
        """A split between parts of a score that come to what the state admits, and others."""
        scores = self.known.scores
        parts = (part for name in look.loose for part in scores.bases(name))
        splits = (self._of_part(part, look, state) for part in dict.fromkeys(parts))
        return next((split for split in splits if split is not None), None)

    def between_rows(self, look: Look, state: State) -> tuple[str, int] | None:
        """A split between rows of a decision behind a score that come to what the state admits, and others."""
        parts = leading_out(self.known.ties, look)
        splits = (self._behind(part, look, state, None) for part in parts)
        return next((split for split in splits if split is not None), None)

    def _of_part(self, part: str, look: Look, state: State) -> tuple[str, int] | None:
        """A split in a part that is open: in what a decision gives, or along the pieces of an input."""
        if part in self.known.set.producer:
            return self._behind(part, look, state, None)
        mask = state.get(part, 0)
        return (part, mask & -mask) if mask & (mask - 1) else None

    # ---------------------------------------------------------------- splitting

    def split(
        self, look: Look, state: State, decision: Decision, among: int | None = None
    ) -> tuple[str, int] | None:
        """An input, and a part of its pieces, along which the state comes nearer to an answer;

        None: there is none.

        `among` are the rules of the decision that matter to whoever asks (None: all of them).
        """
        table = self.known.tables[decision.code]
        may, must = look.rules[decision.code]
        open_rules = may & ~must if decision.gives_list else table.hits.candidates(may, must) & ~must
        wanted = (open_rules if among is None else open_rules & among) or open_rules or may & ~must
        for rule in bits(wanted):
            for c, name in enumerate(table.columns):
                mask = look.masks[name]
                inside = table.inside(c, mask, rule)
                if inside == mask:
                    continue
                if name in state and self.known.set.producer.get(name) is None:
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
        return self._whether_it_fails(look, state, decision)

    def _whether_it_fails(self, look: Look, state: State, decision: Decision) -> tuple[str, int] | None:
        """A split in a decision that may have no answer: a score is open itself where one of its parts is, and there is
        none all the same where a table behind it leaves a gap.
        """
        splits = (self.split(look, state, before) for before in self.known.failing(decision, look))
        return next((found for found in splits if found is not None), None)

    def _behind(self, name: str, look: Look, state: State, among: int | None) -> tuple[str, int] | None:
        """A split in what a column follows from, where that is not settled."""
        producer = self.known.set.producer.get(name)
        if producer is not None:
            return None if producer.code in look.settled else self.split(look, state, producer, among)
        if name in state:
            return None
        # a day, and what is stated, follow from nothing; a part may be computed itself
        field = self.known.set.by_code.get(name)
        if field is None or field.computed is None:
            return None
        parts = (self._behind(part, look, state, None) for part in field.computed.parts)
        return next((found for found in parts if found is not None), None)

    def _leading(self, table: Table, c: int, name: str, mask: int, inside: int, rule: int) -> int | None:
        """Of the decision behind a column: its rules that lead into a part of the column's pieces;

        None: all.
        """
        producer = self.known.set.producer.get(name)
        if producer is None or not producer.takes_one:
            return self._among(table, c, name, mask, rule)
        column, found = producer.outputs.index(name), 0
        for i, piece in enumerate(self.known.tables[producer.code].gives[column]):
            if piece & inside:
                found |= 1 << i
        return found

    def _among(self, table: Table, c: int, name: str, mask: int, rules: int) -> int | None:
        """Of the decision behind a set column: its rules that give a member whose presence some of these rules
        notice.

        None: all of them.
        """
        producer, axis = self.known.set.producer.get(name), self.known.axes[name]
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
        values: set[object] = set()
        for i in range(len(axis.members) + bool(axis.others)):
            group = axis.others if i == len(axis.members) else (axis.members[i],)
            if any(
                mask >> (piece ^ 1 << i) & 1 and (at[piece] ^ at[piece ^ 1 << i]) & rules
                for piece in bits(mask & axis.known)
            ):
                values.update(map(as_compared, group))
        column = producer.outputs.index(name)
        behind = self.known.tables[producer.code]
        found = 0
        for i, row in enumerate(behind.rows):
            if not values.isdisjoint(map(as_compared, held(row[column]))):
                found |= 1 << i
        # an Otherwise row holds or not by grace of every other rule
        return -1 if found >> behind.everyone.bit_length() else found

    def depends(
        self,
        decision: str,
        varied: Collection[str],
        state: State,
        values: dict[str, Any],
        group: int | None,
        likely: list[State],
        budget: int = BUDGET_OF_ONE_INPUT,
    ) -> bool:
        """Whether there are two cases of the state that differ in these inputs alone and in the outcome.

        Raises `TooMany` where that takes a look at more states than the budget.
        """
        table = self.known.tables[decision]
        among = table.with_conditions(group)
        whole = {name: state[name] for name in varied if name in state}
        stack = [state, *[part | whole for part in likely]]
        steps = 0
        while stack:
            here = stack.pop()
            steps += 1
            if steps > budget:
                raise TooMany(f"{table.decision.label}: too many cases are still possible")
            look = self.known.look(here, values, self.known.needs(decision))
            if not self._asks(varied, table.decision, look, set(), among):
                continue
            certain, border = self._certain(table, whole, here, values, group)
            if len(certain) > 1:
                return True
            if border is not None:
                field, part = border
                stack.append(here | {field: here[field] & ~part})
                stack.append(here | {field: part})
        return False

    def _certain(
        self, table: Table, varied: Collection[str], here: State, values: dict[str, Any], group: int | None
    ) -> tuple[set[Outcome], tuple[str, int] | None]:
        """Outcomes that come out for some values of what is varied, whatever else is open, until there are two; and
        where to split the state in something else, where that may show more.
        """
        needed, among = self.known.needs(table.decision.code), table.with_conditions(group)
        certain: set[Outcome] = set()
        border: tuple[str, int] | None = None
        stack = [here]
        while stack and len(certain) < 2:
            one = stack.pop()
            look = self.known.look(one, values, needed)
            never, edge = self.impossible(look, one)
            if never:
                continue
            possible = self.known.possible(table, look, group)
            edge = edge if edge is not None and edge[0] in one else None
            clear = possible[0] if possible is not None and len(possible) == 1 else None
            if clear is not None and (clear in certain or not self.known.ties.meet(look)):
                continue
            if clear is not None and edge is None:
                certain.add(clear)
                continue
            split = edge if clear is not None else self.split(look, one, table.decision, among) or edge
            if split is None:
                continue
            field, part = split
            if field in varied:
                stack += [one | {field: one[field] & ~part}, one | {field: part}]
            elif border is None or clear is None:
                # what comes out comes first, whether such a case can be afterwards
                border = split
        return certain, border

    def _asks(
        self,
        varied: Collection[str],
        decision: Decision,
        look: Look,
        seen: set[object],
        among: int | None = None,
    ) -> bool:
        """Whether what is open in a decision hangs on these inputs, directly or by way of other decisions."""
        if (decision.code, among) in seen:
            return False
        seen.add((decision.code, among))
        table = self.known.tables[decision.code]
        may, _ = look.rules[decision.code]
        rules = may if among is None else may & among
        for before in self.known.failing(decision, look):
            if self._asks(varied, before, look, seen):
                return True  # where that decision has no answer, this one has none either
        for c, column in enumerate(table.columns):
            touching, containing = table.column(c, look.masks[column])
            noticing = touching & rules & ~containing
            if noticing and (
                column in varied
                or self._behind_asks(
                    column, varied, look, seen, self._among(table, c, column, look.masks[column], noticing)
                )
            ):
                return True
        return False

    def _behind_asks(
        self, column: str, varied: Collection[str], look: Look, seen: set[object], among: int | None
    ) -> bool:
        producer = self.known.set.producer.get(column)
        if producer is not None:
            return self._asks(varied, producer, look, seen, among)
        computed = self.known.set.by_code[column].computed
        if computed is None:
            return False
        parts = computed.parts
        return any(
            part in varied
            or (part in self.known.set.by_code and self._behind_asks(part, varied, look, seen, None))
            for part in parts
        )
