"""Half-known cases: which answers are still possible, which inputs still matter, what to ask next.

A field that the case does not state is open: it may have any value of its domain, *unknown* among them where
the dictionary allows it. A field that the case states as unknown is settled. So is what follows from what is
stated: that a length of time could be stated beside its days with a part of a unit more is not asked.
"""

from __future__ import annotations

from contextlib import suppress

from b12tables.runtime.axes import bits
from b12tables.runtime.contradiction import contradictions
from b12tables.runtime.explain.influence import Named, Tried, Weighed, to_ask
from b12tables.runtime.explain.scores import answers_and_behind, score_codes, unstated_parts
from b12tables.runtime.explain.telling import Telling
from b12tables.runtime.problems import InvalidCase
from b12tables.runtime.questions.influence import BUDGET_OF_ONE_INPUT
from b12tables.runtime.questions.search import Search
from b12tables.runtime.questions.start import Start
from b12tables.runtime.questions.tables import NO_ANSWER, TooMany
from b12tables.runtime.refusals import no_decision
from b12tables.runtime.words import row_compared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from b12tables.runtime.fields import Field
    from b12tables.runtime.problems import Problem
    from b12tables.runtime.questions.propagation import State
    from b12tables.runtime.result import Result
    from b12tables.runtime.rules import Answer, Decision
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Json

CLOSER = 4
"""Questions that are compared exactly, after a rough comparison of all."""

BUDGET_OF_A_COMPARISON = 60
"""States looked at to count the outcomes after one answer, before the rough count is taken: somebody waits."""


BUDGET_OF_LISTS = 1_000
"""States looked at for how often a list says something, and where, before it counts as open."""

A_FEW = 40
"""States looked at to learn whether an input makes a difference soon, before any of them is asked at length."""


class Outcomes:
    """What a decision may still answer.

    `answers` are the answers that some completion of the case has: of a single-hit decision each one, of a
    decision that gives a list each member. `certain` are those that every completion has. `may_fail` tells
    that for some completion the tables have no answer.
    """

    __slots__ = ("answers", "certain", "decision", "may_fail", "settled")

    def __init__(
        self,
        decision: str,
        answers: tuple[Answer, ...],
        certain: tuple[Answer, ...],
        may_fail: bool,
        settled: bool,
    ) -> None:
        self.decision, self.answers, self.certain, self.may_fail = decision, answers, certain, may_fail
        self.settled = settled
        """Whether nothing that is still open can change what comes out."""

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        return {
            "decision": self.decision,
            "settled": self.settled,
            "answers": [answer.to_dict() for answer in self.answers],
            "certain": [answer.to_dict() for answer in self.certain],
            "may_fail": self.may_fail,
        }


class Possible:
    """What is still possible for a case.

    Everything is worked out when it is asked for. Raises `TooMany` rather than guess where that would take
    too long.
    """

    def __init__(
        self,
        table_set: TableSet,
        case: object,
        decisions: tuple[str, ...],
        today: object,
        search: Search | None = None,
        counted: Weighed | None = None,
    ) -> None:
        """`search` is that of an earlier case of the same tables: what it has found out need not be found again.
        Where `counted` is given, only those rows of the decisions are looked at that count for it.
        """
        self._set = table_set
        values, given, day, problems = table_set.read(case, today)
        if problems:
            raise InvalidCase(table_set.evaluate(case, today))
        self.decisions = decisions
        self.given = given
        self._counted = counted
        self._search = search or Search(table_set)
        self._day: date | None = day
        self._start = Start(table_set, self._search.known, values, given, day)
        self._values, self._state = self._start.known, self._start.state
        if _refused(table_set, values, given, day) and not self._search.meets(self._state, self._values):
            raise InvalidCase(table_set.evaluate(case, today))
        self._outcomes: dict[str, Outcomes] = {}
        self._matter: tuple[str, ...] | None = None
        self._witnesses: dict[tuple[str, int | None], list[State]] = {}
        """For each decision (of lists: each member) a part of the state for each outcome."""

    @property
    def open(self) -> tuple[str, ...]:
        """The inputs that the decisions rest on and that are not stated; of a score, what it follows from."""
        asked: dict[str, None] = {}
        for name in self._open:
            asked.update(dict.fromkeys(self._instead(name) if name in self._set.scores else (name,)))
        return tuple(name for name in self._set.inputs if name in asked)

    @property
    def _open(self) -> tuple[str, ...]:
        """The names in the state that are not settled by what is stated."""
        used = {name for decision in self.decisions for name in self._search.known.inputs(decision)}
        # what was stated as not known is open all the same where it may still follow
        return tuple(
            n for n in self._set.inputs if n in used and n in self._state and n not in self._start.stated
        )

    def _instead(self, name: str) -> tuple[str, ...]:
        """What is asked to learn an open input: of a computed field the missing parts, itself where none is missing, or
        where it follows from nothing any more because one of them is not known.
        """
        field, inputs = self._set.by_code[name], self._set.inputs
        if field.computed is None:
            return (name,)
        if name not in self._set.scores and any(map(self._start.lost, field.computed.parts)):
            return (name,)
        missing = [part for part in field.computed.parts if part in inputs and part not in self._start.stated]
        asked: dict[str, None] = {}
        for part in missing:
            if not self._start.follows(part):
                asked.update(dict.fromkeys(self._instead(part)))
        return tuple(asked) or (name,)

    def outcomes(self, decision: str) -> Outcomes:
        """What a decision may still answer. Raises KeyError for a decision that does not exist."""
        found = self._outcomes.get(decision)
        if found is None:
            found = self._outcomes[decision] = self._made(decision, self._state, self._values)
        return found

    def _made(self, decision: str, state: State, values: dict[str, Any]) -> Outcomes:
        table = next((t for t in self._set.decisions if t.code == decision), None)
        if table is None:
            raise no_decision(self._set, decision)
        first = state is self._state
        if not table.gives_list:
            rows = self._search.outcomes(decision, state, values)
            if first:
                self._witnesses[decision, None] = list(rows.values())
            rules = reversed(list(enumerate(table.rules)))
            order = {row_compared(rule.answer.values()): i for i, rule in rules}
            found_rows = sorted(
                (row for row in rows if row != NO_ANSWER), key=lambda row: order.get(row_compared(row[0]), 0)
            )
            given = tuple(table.answer(*row[0]) for row in found_rows)
            sure = given if len(rows) == 1 else ()
            return Outcomes(decision, given, sure, NO_ANSWER in rows, len(rows) < 2)
        answers: tuple[Answer, ...] = ()
        certain: tuple[Answer, ...] = ()
        fails, settled = False, True
        for group, answer in self._groups(table).items():
            found = self._search.outcomes(decision, state, values, group)
            if first:
                self._witnesses[decision, group] = list(found.values())
            fails |= NO_ANSWER in found
            settled &= len(found) < 2
            if (True,) in found:
                answers += (answer,)
                certain += (answer,) if len(found) == 1 else ()
        if settled and self._says_twice(table):
            lists = self._lists(table, state, values)
            settled = len(lists) < 2
            if first:
                self._witnesses[decision, None] = lists
        return Outcomes(decision, answers, certain, fails, settled)

    def _says_twice(self, table: Decision) -> bool:
        """Whether several rules of a list give one answer: how often it is given, and where, counts too."""
        return self._counted is None and len(self._groups(table)) < len(table.rules)

    def _lists(self, table: Decision, state: State, values: dict[str, Any]) -> list[State]:
        """A part of the state for each list that a decision may give; the state twice where they are too many."""
        try:
            return list(self._search.outcomes(table.code, state, values, budget=BUDGET_OF_LISTS).values())
        except TooMany:
            return [state, state]  # not shown to be one list: it counts as open

    def _groups(self, table: Decision) -> dict[int, Answer]:
        """The different answers of a decision that gives a list, each by the rules that give it, as a bit set."""
        rules: dict[object, int] = {}
        answers: dict[object, Answer] = {}
        for i, rule in enumerate(table.rules):
            if self._counted is None or self._counted.counts(table, rule.answer):
                key = row_compared(rule.answer.values())
                answers.setdefault(key, rule.answer)
                rules[key] = rules.get(key, 0) | 1 << i
        return {group: answers[key] for key, group in rules.items()}

    @property
    def settled(self) -> bool:
        """Whether nothing that is still open can change an answer of the decisions asked about."""
        return all(self.outcomes(decision).settled for decision in self.decisions)

    def matter(self) -> tuple[str, ...]:
        """The open inputs that can still change an answer of the decisions asked about."""
        if self._matter is None:
            mattering: set[str] = set()
            for decision in self.decisions:
                mattering.update(self._mattering(decision))
            mattering = {part for name in mattering for part in self._instead(name)}
            self._matter = tuple(name for name in self._set.inputs if name in mattering)
        return self._matter

    def _mattering(self, decision: str) -> tuple[str, ...]:
        """The open inputs that can change an answer alone; where what cannot be ties them together, all of them do."""
        alone = tuple(one for name in self._open for one in self._alone(name, decision))
        if alone or self.outcomes(decision).settled:
            return alone
        rests_on = self._search.known.inputs(decision)
        return tuple(name for name in self._open if name in rests_on)

    def _alone(self, name: str, decision: str) -> tuple[str, ...]:
        """An input that can change an answer alone; else those that can of what it is computed from."""
        # with its parts as they are a score is what it is
        if name not in self._set.scores and self._matters(name, decision):
            return (name,)
        behind = self._set.dependencies.behind((name,), tables=False) - self._set.scores - {name}
        asked = [part for part in self._set.inputs if part in behind and part not in self.given]
        return tuple(part for part in asked if self._matters(part, decision))

    def _matters(self, name: str, decision: str) -> bool:
        if self.outcomes(decision).settled:
            return False
        table = next(t for t in self._set.decisions if t.code == decision)
        groups: tuple[int | None, ...] = tuple(self._groups(table)) if table.gives_list else (None,)
        if table.gives_list and self._says_twice(table):
            groups += (None,)
        # most inputs that matter do so for some answer that a few steps find: none waits for a long search in vain
        if len(groups) > 1 and any(self._soon_depends(name, decision, group) for group in groups):
            return True
        try:
            return any(self._depends(name, decision, group) for group in groups)
        except TooMany:
            return True  # not shown to be without influence: it counts as having one

    def _soon_depends(self, name: str, decision: str, group: int | None) -> bool:
        """Whether a few steps show that an outcome depends on an input. False: it was not seen."""
        try:
            return self._depends(name, decision, group, A_FEW)
        except TooMany:
            return False

    def _depends(
        self, name: str, decision: str, group: int | None, budget: int = BUDGET_OF_ONE_INPUT
    ) -> bool:
        likely = self._witnesses.get((decision, group)) or self._of_members(decision)
        # with an input changes what is computed from it, and from what tables decide by it
        behind = self._set.dependencies.behind
        varied = frozenset(n for n in self._state if name in behind((n,))) | {name}
        return len(likely) > 1 and self._search.influence.depends(
            decision, varied, self._state, self._values, group, likely, budget
        )

    def _of_members(self, decision: str) -> list[State]:
        """A part of the state for each outcome of each member of a list."""
        known = [states for (of, _), states in self._witnesses.items() if of == decision]
        return [state for states in known for state in states]

    def next_question(self) -> Field | None:
        """The open input that is asked for next; None where nothing is left to ask.

        First come those that change an answer alone, by how often they do (of all answers: what stands first of them,
        the headline and the gravest warnings); among them is whatever makes an answer of none, as where a combination
        excludes that it is not known. Where each alone changes nothing any more, the one that narrows most: the
        fewest outcomes left, on average over its answers. Where all is settled, what the case still lacks (see
        `_lacking`), though it changes no answer of these decisions; nothing else that changes none is asked for.
        """
        return next(iter(self._telling()), None) or self._narrowing() or next(self._lacking(), None)

    @property
    def _tables(self) -> list[Decision]:
        return [decision for decision in self._set.decisions if decision.code in self.decisions]

    def _lacking(self) -> Iterator[Field]:
        """What must be stated for these decisions and is not; what could be stated so that a case is accepted which is
        not as it stands; and the parts of the scores that are told with these decisions.
        """
        if self._counted is not None:
            return
        result: Result = self._set.evaluate(self.given, self._day)
        missing = {problem.field for problem in result.problems if problem.name == "missing-input"}
        scores = tuple(filter(self._told_with_them, score_codes(self._set)))
        asked = [name for decision in self._tables for name in decision.inputs]
        missing &= self._set.dependencies.behind([*asked, *scores])
        wanted = {part for name in missing for part in self._instead(name)}
        yield from (field for name, field in self._set.inputs.items() if name in wanted)
        if result.status == "invalid-input":
            tried = Tried(result)
            open_ = [n for n in self._set.inputs if n not in self.given and n not in self._set.scores]
            # one that is enough alone, else several are needed
            yield from (self._set.by_code[name] for name in sorted(open_, key=lambda n: not tried.of(n)))
        yield from unstated_parts(self._set, scores, self.given)

    def _told_with_them(self, score: str) -> bool:
        """Whether a score is told where these decisions are: they give all that it follows from, or are all answers."""
        given = {name for decision in self._tables for name in decision.outputs}
        decided = self._set.dependencies.decided((score,))
        return decided <= given if decided else {*self.decisions} >= {*answers_and_behind(self._set)}

    def _telling(self) -> Iterator[Field]:
        """What can change what counts alone, the most telling first."""
        stands_first = Weighed(Telling(self._set))
        all_of_it = set(self.decisions) >= set(stands_first.decisions)
        weighed = stands_first if all_of_it else Named(stands_first, self.decisions)
        result: Result = self._set.evaluate(self.given, self._day)
        # where something must be stated and is not, what changes what is answered without it is no proof
        whole = not any(problem.name == "missing-input" for problem in result.problems)
        for name in to_ask(result, weighed):
            if whole or name in self.matter():
                yield self._set.by_code[name]

    def _narrowing(self) -> Field | None:
        """The open input whose answer narrows most. All are compared roughly, the best few exactly where that is soon
        done.
        """
        if self.settled:
            return None
        rough = sorted((self._left(name, exact=False), place, name) for place, name in enumerate(self._open))
        closer: list[tuple[float, int, str]] = []
        for left, place, name in rough:
            if len(closer) == CLOSER:
                break
            if any(self._alone(name, decision) for decision in self.decisions):
                closer.append((left, place, name))
        if len(closer) > 1:
            with suppress(TooMany):  # the rough comparison stands then
                closer = [(self._left(name, exact=True), place, name) for _, place, name in closer]
        if not closer:
            # none matters alone, and yet the answer is open
            tied = self.matter()
            closer = [entry for entry in rough if entry[2] in tied]
        if not closer:
            return None
        asked = self._instead(min(closer)[2])
        return self._set.by_code[next((name for name in asked if name in self.matter()), asked[0])]

    def _left(self, name: str, exact: bool) -> float:
        """How many outcomes are left after an answer to this question, on average over the answers."""
        pieces = list(bits(self._state[name]))
        count = 0
        for piece in pieces:
            state = self._state | {name: 1 << piece}
            for decision in self.decisions:
                if not self.outcomes(decision).settled:
                    count += self._count(decision, state, exact)
        return count / len(pieces)

    def _count(self, decision: str, state: State, exact: bool) -> int:
        """How many outcomes a decision has in a state (at most, where not exact); of a list, open members."""
        search = self._search
        table = search.known.tables[decision]
        if exact and not table.decision.gives_list:
            return len(search.outcomes(decision, state, self._values, budget=BUDGET_OF_A_COMPARISON))
        look = search.known.look(state, self._values, search.known.needs(decision))
        if table.decision.gives_list:
            may, must = look.rules[decision]
            return (may & ~must).bit_count()
        return len(search.known.possible(table, look, None) or table.rows)

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        question = self.next_question()
        return {
            "outcomes": [self.outcomes(decision).to_dict() for decision in self.decisions],
            "open": list(self.open),
            "matter": list(self.matter()),
            "next_question": None
            if question is None
            else {"field": question.code, "question": question.ask()},
        }


def _refused(table_set: TableSet, values: dict[str, Any], given: dict[str, object], day: date | None) -> bool:
    """Whether what is stated cannot be as it stands: a value that follows is out of range, or contradicted."""
    stated = {name: values[name] for name in given if not table_set.may_follow(name, values[name])}
    problems: list[Problem] = []
    for name in table_set.inputs:
        table_set.follow(name, dict(stated), values, day, problems)
    problems += contradictions(table_set, dict(stated), values, day)
    return any(problem.name in ("out-of-range", "contradiction") for problem in problems)


def possible(
    table_set: TableSet, case: object, decisions: tuple[str, ...] = (), today: object = None
) -> Possible:
    """What is still possible for a case: of these decisions, or of all.

    Raises KeyError for a decision that does not exist, `InvalidCase` for a case that is refused.
    """
    known = [decision.code for decision in table_set.decisions]
    for decision in decisions:
        if decision not in known:
            raise no_decision(table_set, decision)
    return Possible(table_set, case, decisions or tuple(known), today)
