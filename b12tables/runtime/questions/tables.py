"""A decision over pieces: which of its rules may hold for a set of cases, and which must.

A set of pieces is an int used as a bit set (a mask), and so is a set of rules: bit i stands for rule i.
"""

from __future__ import annotations

from b12tables.runtime.axes import Axis, bits
from b12tables.runtime.questions.hits import Hits, Spelling, compared_list
from b12tables.runtime.rules import Decision
from b12tables.runtime.values import whole
from b12tables.runtime.words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.questions.propagation import Taken

    Outcome = tuple[Any, ...]

NO_ANSWER = ("no-rule",)
"""The outcome of a case for which a decision, or one before it, has no answer."""


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
        "hits",
        "holes",
        "memory",
        "noticed",
        "otherwise",
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
        self.boxes = boxes
        alike = Spelling()
        self.rows = [alike(tuple(rule.answer.values())) for rule in decision.rules]
        self.gives = [
            [axes[name].mask(None if row[c] == UNKNOWN else row[c]) for row in self.rows]
            if name in axes and not decision.gives_list
            else []
            for c, name in enumerate(decision.outputs)
        ]
        """For each output and rule the piece of the output's field that the rule gives."""
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
        rows = self.rows[: len(boxes)]
        self.hits = Hits(decision.hit_policy, len(decision.outputs), rows, self.otherwise, ranks)
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
            if may == must and self.fails(must):
                return True
            if may == must or (must and not self.hits.may_clash(may, must)):
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

    def fails(self, hits: int) -> bool:
        """Whether there is no answer where exactly these rules hold."""
        return self.outcome(hits) == NO_ANSWER

    def outcome(self, hits: int) -> Outcome:
        """What the decision gives where exactly these rules hold."""
        found: Any = self.hits.outcome(hits)
        if found is None:
            return NO_ANSWER
        if self.decision.gives_list:
            return compared_list(found, (self.decision.hit_policy,))
        if not self.decision.takes_one:
            found = tuple([None if number is None else whole(number) for number in found])
        return (found,)

    def with_conditions(self, group: int | None) -> int | None:
        """A group of rules; None, which is all of them, where it has Otherwise in it."""
        return None if group is None or group & ~self.everyone else group
