"""The hit policies: which of the rules that hold give the answer, and what is said of each.

What one makes of rules is written where rules are taken: `evaluate` (the reference), `proof.constraints.aggregate`,
and, of a generated package, `runtime.policies` as `codegen.rule_by_rule` calls it.
"""

from __future__ import annotations

from enum import Enum


class HitPolicy(Enum):
    """Which of the rules that hold give the answer (DMN 1.5, 8.2.8)."""

    UNIQUE = "Unique"
    ANY = "Any"
    FIRST = "First"
    PRIORITY = "Priority"
    RULE_ORDER = "Rule order"
    OUTPUT_ORDER = "Output order"
    COLLECT = "Collect"
    COLLECT_SUM = "Collect sum"
    COLLECT_MIN = "Collect min"
    COLLECT_MAX = "Collect max"
    COLLECT_COUNT = "Collect count"

    @property
    def gives_list(self) -> bool:
        """Whether the answer is a list of objects, one a rule that holds."""
        return self in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)

    @property
    def aggregates(self) -> bool:
        """Whether the answer is one number made of all rules that hold."""
        return self.value.startswith("Collect ")

    @property
    def ranks(self) -> bool:
        """Whether the order of the results' values in the dictionary counts."""
        return self in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)

    @property
    def in_order(self) -> bool:
        """Whether the order of the rules counts (in an Output order table among rules of one rank)."""
        return self in (HitPolicy.FIRST, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)

    @property
    def letter(self) -> str:
        """How DMN abbreviates it above a table."""
        return _LETTERS[self]

    @property
    def words(self) -> str:
        """What it means, in one sentence for a reader of the table."""
        return _WORDS[self]


_LETTERS = {
    HitPolicy.UNIQUE: "U",
    HitPolicy.ANY: "A",
    HitPolicy.FIRST: "F",
    HitPolicy.PRIORITY: "P",
    HitPolicy.RULE_ORDER: "R",
    HitPolicy.OUTPUT_ORDER: "O",
    HitPolicy.COLLECT: "C",
    HitPolicy.COLLECT_SUM: "C+",
    HitPolicy.COLLECT_MIN: "C<",
    HitPolicy.COLLECT_MAX: "C>",
    HitPolicy.COLLECT_COUNT: "C#",
}

_WORDS = {
    HitPolicy.UNIQUE: "At most one row holds for any patient.",
    HitPolicy.ANY: "Several rows may hold together; they then give the same answer.",
    HitPolicy.FIRST: "Read from the top: the first row that holds gives the answer.",
    HitPolicy.PRIORITY: "Of the rows that hold, the one whose answer ranks first in the dictionary counts.",
    HitPolicy.RULE_ORDER: "Every row that holds contributes, from the top; none holding is a valid answer.",
    HitPolicy.OUTPUT_ORDER: "Every row that holds contributes, ranked as in the dictionary.",
    HitPolicy.COLLECT: "Every row that holds contributes; none holding is a valid answer.",
    HitPolicy.COLLECT_SUM: "The numbers of all rows that hold are added up.",
    HitPolicy.COLLECT_MIN: "The smallest number of all rows that hold counts.",
    HitPolicy.COLLECT_MAX: "The largest number of all rows that hold counts.",
    HitPolicy.COLLECT_COUNT: "The rows that hold are counted.",
}
