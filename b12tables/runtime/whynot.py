"""Why not another answer: the rules that would give it, what keeps them from holding, and what would have to
change.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from heapq import heappop, heappush
from itertools import combinations, count

from b12tables.runtime.fields import as_given
from b12tables.runtime.language import speaking, t
from b12tables.runtime.problems import InvalidCase, Problem
from b12tables.runtime.questions.search import Search
from b12tables.runtime.questions.start import Start
from b12tables.runtime.questions.tables import NO_ANSWER, TooMany
from b12tables.runtime.refusals import no_decision
from b12tables.runtime.words import NO_RESULT, UNKNOWN, as_compared, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from b12tables.runtime.fields import Field
    from b12tables.runtime.questions.propagation import State
    from b12tables.runtime.questions.search import Seen
    from b12tables.runtime.questions.tables import Outcome
    from b12tables.runtime.result import Result
    from b12tables.runtime.rules import Decision, Place, Rule
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Json, Value

STATES = 4_000
"""States looked at for the smallest change before the search is given up."""

SHOWN = 3
"""Changes of the smallest size that are given."""


class UnmetCondition:
    """A condition that does not hold: the field, the value that the rule saw, what it asks, and where."""

    __slots__ = ("asks", "cell", "field", "label", "seen")

    def __init__(self, field: str, label: str, seen: str, asks: str, cell: str) -> None:
        self.field, self.label, self.seen, self.asks, self.cell = field, label, seen, asks, cell

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        return {"field": self.field, "seen": self.seen, "asks": self.asks, "cell": self.cell}

    def __str__(self) -> str:
        return f"{self.label}: {self.seen} — the rule asks: {self.asks} ({self.cell})"


class NearRule:
    """A rule that would give the answer, the conditions that keep it from holding, and the rules that come
    before it.
    """

    __slots__ = ("before", "id", "obstacles", "place")

    def __init__(
        self, rule: Rule[Any], obstacles: tuple[UnmetCondition, ...], before: tuple[str, ...]
    ) -> None:
        self.id, self.place = rule.id, rule.place
        self.obstacles, self.before = obstacles, before

    place: Place

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        return {
            "rule": self.id,
            "place": self.place.to_dict(),
            "obstacles": [obstacle.to_dict() for obstacle in self.obstacles],
            "before": list(self.before),
        }


class Change:
    """A change of some inputs that gives the answer: for each field what it would have to be, and one such
    value.

    `values` can be given to `evaluate` together with the rest of the case; `words` says all that would do.
    """

    __slots__ = ("labels", "values", "words")

    def __init__(self, values: dict[str, object], words: dict[str, str], labels: dict[str, str]) -> None:
        self.values, self.words, self.labels = values, words, labels

    def and_also(self, other: Change) -> Change:
        """Both changes at once."""
        return Change(self.values | other.values, self.words | other.words, self.labels | other.labels)

    def __str__(self) -> str:
        return "; ".join(f"{self.labels[name]}: {text}" for name, text in self.words.items())


class WhyNot:
    """Why a case does not have a certain answer.

    `given` tells that it has it after all. `rules` are the rules that would give it, the nearest first;
    `changes` the smallest changes of the inputs that would; `complete` is False where the search for them
    was given up, and for a number made of several rules, for which nothing is searched.
    """

    __slots__ = ("changes", "complete", "decision", "given", "result", "rules", "wanted")

    def __init__(
        self,
        result: Result,
        decision: Decision,
        wanted: str,
        given: bool,
        rules: tuple[NearRule, ...],
        changes: tuple[Change, ...],
        complete: bool,
    ) -> None:
        self.result, self.decision, self.wanted, self.given = result, decision, wanted, given
        self.rules, self.changes, self.complete = rules, changes, complete

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        return {
            "decision": self.decision.code,
            "wanted": self.wanted,
            "given": self.given,
            "rules": [rule.to_dict() for rule in self.rules],
            "changes": [dict(change.words) for change in self.changes],
            "complete": self.complete,
        }

    def explain(self, form: str = "text") -> str:
        """In words, as "text" or "markdown"."""
        from b12tables.runtime.explain.page import Page

        page = Page()
        with speaking(self.result._set.language):
            self._told(page)
        return page.markdown() if form == "markdown" else page.text()

    def _told(self, page: Any) -> None:
        if self.given:
            page.heading(t("{label}: {wanted} is the answer", label=self.decision.label, wanted=self.wanted))
        else:
            page.heading(t("Why not {wanted}? ({label})", wanted=self.wanted, label=self.decision.label))
            if self.decision.made_of_several:
                page.item(t("a number made of several rules has no rule of its own"))
                return
            if not self.rules:
                page.item(t("no rule of the table gives it"))
            for rule in self.rules[:SHOWN]:
                page.item(t("rule {id} · {place} would give it, but", id=rule.id, place=rule.place))
                for obstacle in rule.obstacles:
                    page.item(str(obstacle), 1)
                if rule.before:
                    page.item(t("it comes after {before}", before=", ".join(rule.before)), 1)
            self._changes(page)

    def _changes(self, page: Any) -> None:
        if self.changes:
            page.heading(t("It would be the answer with"), 2)
            for change in self.changes:
                page.item(str(change))
        elif self.complete:
            page.paragraph(t("No change of the inputs leads there."))
        else:
            page.paragraph(
                t("The search for a change that leads there was given up: there are too many cases.")
            )


def why_not(table_set: TableSet, case: object, decision: str, value: object, today: object = None) -> WhyNot:
    """Why a decision does not give a value for this case.

    `value` is a value (code or label) of one of the decision's output fields, or a mapping of several.
    Raises KeyError for a decision that does not exist, ValueError for a value that none of its fields has,
    `InvalidCase` for a case that is refused.
    """
    table = next((t for t in table_set.decisions if t.code == decision), None)
    if table is None:
        raise no_decision(table_set, decision)
    wanted = _wanted(table_set, table, value)
    result = table_set.evaluate(case, today)
    if result.status == "invalid-input":
        raise InvalidCase(result)
    goal = [i for i, rule in enumerate(table.rules) if _gives(rule.answer, wanted)]
    words = "; ".join(table_set.by_code[n].result_text(v) for n, v in wanted.items())
    answer = result.outputs.get(decision)
    answers = answer if isinstance(answer, tuple) else () if answer is None else (answer,)
    if any(_gives(one, wanted) for one in answers):
        return WhyNot(result, table, words, True, (), (), True)
    if table.made_of_several:
        return WhyNot(result, table, words, False, (), (), False)
    search = Search(table_set)
    rules = _near(table_set, search, result, table, goal)
    changes: list[Change] = []
    complete = True
    if goal:
        try:
            found = _Changes(table_set, search, case, today, table, goal, wanted)
            changes = found.found()
            complete = not found.unsure
        except TooMany:
            complete = False
    return WhyNot(result, table, words, False, rules, tuple(changes), complete)


def _gives(answer: Mapping[str, Value], wanted: Mapping[str, Value]) -> bool:
    """Whether an answer has the values that are wanted, in whatever case and spaces a text is written."""
    return all(as_compared(answer[name]) == as_compared(value) for name, value in wanted.items())


def _wanted(table_set: TableSet, table: Decision, value: object) -> dict[str, Value]:
    """The values that are wanted of the decision's output fields."""
    if isinstance(value, Mapping):
        wanted: dict[str, Any] = {}
        for name, one in value.items():
            if name not in table.outputs:
                raise ValueError(
                    f"{name!r} is no output of {table.code}: there are {', '.join(table.outputs)}"
                )
            wanted[name] = _read(table_set.by_code[name], one)
            if isinstance(wanted[name], Problem):
                raise ValueError(wanted[name].message)
        return wanted
    for name in table.outputs:
        found = _read(table_set.by_code[name], value)
        given = table.made_of_several or any(_gives(rule.answer, {name: found}) for rule in table.rules)
        if not isinstance(found, Problem) and given:
            return {name: found}
    could = {
        table_set.by_code[name].result_text(rule.answer[name])
        for rule in table.rules
        for name in table.outputs
    }
    raise ValueError(f"{value!r} is nothing that {table.code} gives: it gives {', '.join(sorted(could))}")


def _read(field: Field, value: object) -> Any:
    """A value as the rules give it: `none` is None, `unknown` is the word, a bare number is in the field's own unit.

    A `Problem` for what the field cannot have.
    """
    if value is None:
        return None
    found = field.read(as_given(field, value) if isinstance(value, (int, Fraction)) else value)
    if isinstance(found, Problem) and isinstance(value, str) and fold(value) == NO_RESULT:
        return None
    return UNKNOWN if found is None else found


# ---------------------------------------------------------------- the nearest rules


def _near(
    table_set: TableSet, search: Search, result: Result, table: Decision, goal: list[int]
) -> tuple[NearRule, ...]:
    """The rules that would give the answer, those with the fewest obstacles first."""
    behind = search.known.tables.get(table.code)
    seen = dict(result.inputs)
    for decision in table_set.decisions:
        answer = result.outputs.get(decision.code)
        if answer is not None:
            seen.update(table_set.as_inputs(decision, answer))
    found: list[tuple[int, int, NearRule]] = []
    conditions = table_set.conditions(table.code)
    steps = [step for step in result.trace if step.decision is table]
    fired = [rule.id for step in steps for rule in step.rules]
    for i in goal:
        rule = table.rules[i]
        obstacles = []
        for name, text, cell in conditions.get(rule.id, ()):
            field = table_set.by_code[name]
            if name not in seen:
                obstacles.append(
                    UnmetCondition(name, field.label, t("no answer"), " ".join(text.split()), cell)
                )
            elif behind is not None:
                c = table.inputs.index(name)
                piece = search.known.axes[name].mask(seen[name])
                if not behind.inside(c, piece, i):
                    obstacles.append(
                        UnmetCondition(
                            name, field.label, field.text(seen[name]), " ".join(text.split()), cell
                        )
                    )
        before = tuple(fired) if rule.id not in conditions or not obstacles else ()
        found.append((len(obstacles) or len(before), i, NearRule(rule, tuple(obstacles), before)))
    return tuple(near for _, _, near in sorted(found, key=lambda entry: entry[:2]))


# ---------------------------------------------------------------- the smallest change


class _Changes:
    """A search for the fewest inputs that have to be changed: states with the fewest changed inputs first.

    Which pieces an input may have says nothing of what must agree with it. So of those that formulas tie together each
    choice of them is looked at for itself: those chosen are open, and the others are as they are.
    """

    def __init__(
        self,
        table_set: TableSet,
        search: Search,
        case: object,
        today: object,
        table: Decision,
        goal: list[int],
        wanted: dict[str, Value],
    ) -> None:
        self.set, self.search, self.table, self.wanted = table_set, search, table, wanted
        self.behind = search.known.tables[table.code]
        self.values, self.given, self.day, _ = table_set.read(case, today)
        self.group = sum(1 << i for i in goal) if table.gives_list else None
        self.others: list[Outcome] = [(False,)] if table.gives_list else []
        if not table.gives_list:
            rows = {self.behind.rows[i] for i in goal}
            self.others += [(row,) for row in dict.fromkeys(self.behind.rows) if row not in rows]
        self.others.append(NO_ANSWER)
        ties = search.known.ties
        looked_at = {name for one in search.known.needs(table.code) for name in one.inputs}
        looked_at.update(*(combination.fields for combination in table_set.combinations))
        self.groups = (*ties.behind(looked_at), *self._at_odds(ties.behind(looked_at)))
        tied = {name for group in self.groups for name in group}
        self.tied = tuple(name for name in table_set.inputs if name in tied and name not in table_set.scores)
        """The inputs that formulas tie together."""
        self.now = {
            name: self._now(name)
            for name in search.known.axes
            if name in table_set.inputs and name in looked_at and name not in tied
        }
        """The piece and value that each other input has now; piece 0 where it must be stated and is not."""
        self.unsure = False
        """Whether the search met a change that `evaluate` would not confirm."""

    def _at_odds(self, others: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        """The further groups of which no values agree as the case states them: no other change leads anywhere."""
        start = Start(self.set, self.search.known, self.values, self.given, self.day)
        look = self.search.known.look(start.state, start.known, ())
        for group in self.search.known.ties.groups:
            if group not in others and self.search.known.ties.case(group, look) is None:
                yield group

    def _now(self, name: str) -> tuple[int, Value]:
        axis, value = self.search.known.axes[name], self.values[name]
        lacking = self.search.known.ties.left_out(name) if value is None else 0
        return axis.mask(value) or lacking, value

    def found(self) -> list[Change]:
        """The changes of the smallest size, at most `SHOWN`; none where no change leads there.

        Raises `TooMany` where more states had to be looked at.
        """
        if not self._leads_somewhere():
            return []
        ticket = count()
        starts = self._choices()
        queue: list[tuple[int, int, State, _Chosen]] = []
        chosen = next(starts, None)
        changes: dict[str, Change] = {}
        best: int | None = None
        steps = 0
        while queue or chosen is not None:
            while chosen is not None and (not queue or len(chosen.names) <= queue[0][0]):
                heappush(queue, (len(chosen.names), next(ticket), chosen.state, chosen))
                chosen = next(starts, None)
            cost, _, here, of = heappop(queue)
            if best is not None and (cost > best or len(changes) >= SHOWN):
                break
            steps += 1
            if steps > STATES:
                if changes:
                    break
                raise TooMany(self.table.label)
            change, parts = self._expand(here, cost, of)
            if change is not None:
                changes.setdefault(str(change), change)
                best = cost
            for part in parts:
                heappush(queue, (len(of.names) + self._cost(part), next(ticket), part, of))
        return list(changes.values())

    def _leads_somewhere(self) -> bool:
        """Whether any change leads there, however many inputs it takes."""
        of = _Chosen(self, self.tied)
        stack = [of.state]
        for _ in range(STATES):
            if not stack:
                return False
            step = self.search.step(
                stack.pop(), of.concrete, self.behind, self.group, self.others, alike=True
            )
            if step is not None:
                if step.border is None:
                    return True
                stack += step.halves()
        return True

    def _choices(self) -> Iterator[_Chosen]:
        """The inputs that may be changed among those that are tied together, the fewest first."""
        for size in range(len(self.tied) + 1):
            for names in combinations(self.tied, size):
                yield _Chosen(self, names)

    def _expand(self, here: State, cost: int, of: _Chosen) -> tuple[Change | None, list[State]]:
        """The change of a state of which each case has the answer; else the parts to be looked at next."""
        step = self.search.step(here, of.concrete, self.behind, self.group, self.others, alike=True)
        if step is None:
            return None, []
        if len(of.names) + self._cost(step.state) > cost:
            return None, [step.state]
        if step.border is not None:
            return None, [half for half in step.halves() if all(half.values())]
        change = self._change(step, of)
        self.unsure = self.unsure or change is None
        return change, []

    def _cost(self, state: State) -> int:
        """How many inputs cannot stay as they are, those aside that are chosen to be changed."""
        return sum(1 for name, (piece, _) in self.now.items() if not state[name] & piece)

    def _change(self, step: Seen, of: _Chosen) -> Change | None:
        """The change that a state stands for, where `evaluate` confirms it."""
        values: dict[str, object] = {}
        words: dict[str, str] = {}
        axes, by_code = self.search.known.axes, self.set.by_code
        for name, (piece, _) in self.now.items():
            if not step.state[name] & piece:
                there = step.state[name] & axes[name].full
                values[name] = as_given(by_code[name], axes[name].witness(there) if there else None)
                words[name] = axes[name].words(there, by_code[name]) if there else self._said(name, None)
        for group in self.groups:
            names = [name for name in group if name in of.names]
            agreed = self.search.known.ties.case(group, step.look) if names else None
            if agreed is None:
                continue
            for name in names:
                value = agreed.values.get(name)
                values[name] = as_given(by_code[name], value)
                free = name in axes and not agreed.tied
                words[name] = (
                    axes[name].words(step.state[name], by_code[name]) if free else self._said(name, value)
                )
        if not self.gives(values):
            return None
        return Change(values, words, {name: by_code[name].label for name in values})

    def _said(self, name: str, value: Value) -> str:
        """A value in words; of what can only be left out, that it is not stated."""
        field = self.set.by_code[name]
        return t("not stated") if value is None and not field.unknown else field.text(value)

    def gives(self, values: dict[str, object]) -> bool:
        """Whether the case with these values instead of its own has the answer that is wanted."""
        answer = self.set.evaluate({**self.given, **values}, self.day).outputs.get(self.table.code)
        answers = answer if isinstance(answer, tuple) else () if answer is None else (answer,)
        return any(_gives(one, self.wanted) for one in answers)


class _Chosen:
    """Some of the inputs that are tied together, chosen to be changed: the state in which only they, and what nothing
    ties, are open.
    """

    __slots__ = ("_search", "known", "names", "state")

    def __init__(self, search: _Changes, names: tuple[str, ...]) -> None:
        self._search, self.names = search, names
        values: dict[str, Any] = dict(search.set.names)
        stated: dict[str, object] = {}
        for name in (*search.given, *search.tied):
            if name not in names and name not in search.now:
                stated[name] = values[name] = search.values[name] if name in search.given else None
        left_out = stated.keys() - search.given.keys()
        start = Start(search.set, search.search.known, values, stated, search.day, left_out, names)
        self.known = start.known
        axes, ties = search.search.known.axes, search.search.known.ties
        # what no table looks at can also be taken back
        self.state: State = start.state | {
            name: axes[name].full | piece | ties.left_out(name) for name, (piece, _) in search.now.items()
        }

    def concrete(self, state: State) -> dict[str, Any]:
        """The inputs that have one value: as they are, or one that stands for their only piece."""
        found = dict(self.known)
        for name, (piece, value) in self._search.now.items():
            if state[name] == piece:
                found[name] = value
            elif not state[name] & (state[name] - 1):
                axis = self._search.search.known.axes[name]
                found[name] = axis.witness(state[name]) if state[name] & axis.full else None
        return found
