"""Why not another answer: the rules that would give it, what keeps them from holding, and what would have to
change.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from heapq import heappop, heappush
from itertools import combinations, count, islice, product

from b12tables.runtime.fields import as_given
from b12tables.runtime.language import speaking, t
from b12tables.runtime.problems import InvalidCase, Problem
from b12tables.runtime.questions.parts import NO_VALUE, Parts
from b12tables.runtime.questions.search import Search
from b12tables.runtime.questions.tables import NO_ANSWER, TooMany
from b12tables.runtime.quick_way import OPEN
from b12tables.runtime.refusals import no_decision
from b12tables.runtime.values import follow
from b12tables.runtime.words import UNKNOWN, as_compared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.fields import Field
    from b12tables.runtime.questions.propagation import Look, State
    from b12tables.runtime.questions.tables import Outcome
    from b12tables.runtime.result import Result
    from b12tables.runtime.rules import Decision, Place, Rule
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Json, Value

STATES = 4_000
"""States looked at for the smallest change before the search is given up."""

TRIES = 60
"""So many values of a part, or pairs of two, are tried."""

BESIDE = 20
"""Beside so many values of parts a change of further inputs is looked for, each in so many states:"""

STATES_BESIDE = 400

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
    was given up.
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
    search = Search(table_set)
    rules = _near(table_set, search, result, table, goal)
    changes: list[Change] = []
    complete = True
    try:
        found = _Changes(table_set, search, case, today, table, goal, wanted)
        changes = found.found()
        others, sure = _by_parts(found, 1 if changes and len(changes[0].values) < 2 else 2)
        changes = _smallest(changes + others)
        if not sure and (not changes or len(changes[0].values) > 2):
            changes = _smallest(changes + _beside_parts(found))
        # no change is smaller than that of one input; and where the answer cannot be had at all, none leads there
        least = bool(changes) and len(changes[0].values) == 1
        complete = least or (sure and not found.unsure) or not (changes or found.imaginable())
    except TooMany:
        complete = False
    return WhyNot(result, table, words, False, rules, tuple(changes), complete)


def _gives(answer: Mapping[str, Value], wanted: Mapping[str, Value]) -> bool:
    """Whether an answer has the values that are wanted, in whatever case and spaces a text is written."""
    return all(as_compared(answer[name]) == as_compared(value) for name, value in wanted.items())


def _wanted(table_set: TableSet, table: Decision, value: object) -> dict[str, Value]:
    """The values that are wanted of the decision's output fields."""
    if isinstance(value, Mapping):
        wanted = {}
        for name, one in value.items():
            if name not in table.outputs:
                raise ValueError(
                    f"{name!r} is no output of {table.code}: there are {', '.join(table.outputs)}"
                )
            wanted[name] = _read(table_set.by_code[name], one, table)
        return wanted
    for name in table.outputs:
        found = _read(table_set.by_code[name], value, table)
        if not isinstance(found, Problem) and any(_gives(rule.answer, {name: found}) for rule in table.rules):
            return {name: found}
    could = sorted({str(rule.answer[name]) for rule in table.rules for name in table.outputs})
    raise ValueError(f"{value!r} is nothing that {table.code} gives: it gives {', '.join(could)}")


def _read(field: Field, value: object, table: Decision) -> Any:
    """A value as the rules give it: `none` is None, `unknown` is the word."""
    if value is None:
        return None
    found = field.read(value)
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
    """A search for the fewest inputs that have to be changed: states with the fewest changed inputs first."""

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
        self.set, self.search, self.case, self.today, self.table = table_set, search, case, today, table
        self.goal, self.wanted = goal, wanted
        self.needed = search.known.needs(table.code)
        self.behind = search.known.tables[table.code]
        self.values, self.given, self.day, _ = table_set.read(case, today)
        self.group = sum(1 << i for i in goal) if table.gives_list else None
        if table.hit_policy.startswith("Collect ") or not goal:
            raise TooMany(t("a number made of several rules has no rule of its own"))
        self.others: list[Outcome] = [(False,)] if table.gives_list else []
        if not table.gives_list:
            rows = {self.behind.rows[i] for i in goal}
            self.others += [(row,) for row in dict.fromkeys(self.behind.rows) if row not in rows]
        self.others.append(NO_ANSWER)
        self.now = self._now()
        self.unsure = False
        """Whether the search met a change that `evaluate` would not confirm."""

    def _now(self) -> dict[str, tuple[int, Value]]:
        """The piece and value that each input has now; piece 0 where it has none."""
        found: dict[str, tuple[int, Value]] = {}
        known: dict[str, Any] = {"today": self.day}
        for name in self.set.inputs:
            if self.values[name] is not OPEN:
                known[name] = self.values[name]
        for name, axis in self.search.known.axes.items():
            if name not in self.set.inputs:
                continue
            if self.values[name] is OPEN:
                value = self._computed(name, known)
                if value is OPEN or value is not None:
                    continue  # it follows from a decision, or from parts that are changed in its stead
                # where it must be known and nothing tells it, it has no piece: whatever is stated is a change
                found[name] = (axis.mask(value), value)
            elif name in self.given or self.set.by_code[name].unknown:
                found[name] = (axis.mask(self.values[name]), self.values[name])
            else:
                found[name] = (0, None)
        return found

    def _computed(self, name: str, known: dict[str, Any]) -> Any:
        computed = self.set.by_code[name].computed
        assert computed is not None
        parts = []
        for part in computed.parts:
            if part in self.set.producer:
                return OPEN
            if part not in known and self.values.get(part) is OPEN:
                known[part] = self._computed(part, known)
            if known.get(part) is OPEN:
                return OPEN
            parts.append(known.get(part))
        return follow(computed, parts)

    def found(self, states: int = STATES) -> list[Change]:
        """The changes of the smallest size, at most `SHOWN`;

        none where no change leads there. Raises `TooMany` where more states had to be looked at.
        """
        start: State = {name: self.search.known.axes[name].full for name in self.now}
        ticket = count()
        queue: list[tuple[int, int, State]] = [(0, next(ticket), start)]
        changes: dict[str, Change] = {}
        best: int | None = None
        steps = 0
        while queue:
            cost, _, here = heappop(queue)
            if best is not None and (cost > best or len(changes) >= SHOWN):
                break
            steps += 1
            if steps > states:
                if changes:
                    break
                raise TooMany(self.table.label)
            settled, parts = self._expand(here, cost)
            change = None if settled is None else self._change(settled)
            self.unsure = self.unsure or (settled is not None and change is None)
            if change is not None:
                changes.setdefault(str(change), change)
                best = cost
            for part in parts:
                heappush(queue, (self._cost(part), next(ticket), part))
        return list(changes.values())

    def _expand(self, here: State, cost: int) -> tuple[State | None, list[State]]:
        """What is left of a state where each of its cases has the answer; else the parts to be looked at next."""
        narrowed = self.search.narrowed(here, self._concrete, self.behind, self.group, self.others)
        if narrowed is None:
            return None, []
        here, look = narrowed
        if self._cost(here) > cost:
            return None, [here]
        done, border = self._look(here, look)
        if done:
            return here, []
        if border is None:
            return None, []
        name, part = border
        return None, [here | {name: mask} for mask in (here[name] & ~part, here[name] & part) if mask]

    def _look(self, here: State, look: Look) -> tuple[bool, tuple[str, int] | None]:
        """Whether every case of the state has the answer; else where to split it."""
        never, edge = self.search.influence.impossible(look, here)
        if never:
            return False, None
        possible = self.search.known.possible(self.behind, look, self.group)
        clear = possible is not None and all(outcome not in self.others for outcome in possible)
        if clear and (edge is None or edge[0] not in here):
            return True, None
        if clear:
            return False, edge
        among = self.behind.with_conditions(self.group)
        border = self.search.influence.split(look, here, self.table, among) or edge
        if border is not None and border[0] in here:
            return False, border
        # what is left hangs on a computed field: settle the inputs one by one
        for name, (piece, _) in self.now.items():
            if here[name] & (here[name] - 1):
                return False, (name, piece & here[name] or here[name] & -here[name])
        return False, None

    def _cost(self, state: State) -> int:
        """How many inputs cannot stay as they are."""
        return sum(1 for name, (piece, _) in self.now.items() if not state[name] & piece)

    def _concrete(self, state: State) -> dict[str, Any]:
        """The inputs that have one value: as they are, or one that stands for their only piece."""
        found: dict[str, Any] = {"today": self.day}
        for name, (piece, value) in self.now.items():
            if state[name] == piece:
                found[name] = value
            elif not state[name] & (state[name] - 1):
                found[name] = self.search.known.axes[name].witness(state[name])
        for name, value in self.values.items():
            if name not in self.now and value is not OPEN:
                found[name] = value
        return found

    def _change(self, state: State) -> Change | None:
        """The change that a state stands for, where `evaluate` confirms it."""
        values: dict[str, object] = {}
        words: dict[str, str] = {}
        for name, (piece, _) in self.now.items():
            if not state[name] & piece:
                field = self.set.by_code[name]
                values[name] = as_given(field, self.search.known.axes[name].witness(state[name]))
                words[name] = self.search.known.axes[name].words(state[name], field)
        if not self.gives(values):
            return None
        return Change(values, words, {name: self.set.by_code[name].label for name in values})

    def imaginable(self) -> bool:
        """Whether the answer could be had if computed fields were as free as others: else nothing leads there."""
        axes = self.search.known.axes
        free: State = {name: axis.full for name, axis in axes.items() if name in self.set.inputs}
        found = self.search.outcomes(self.table.code, free, {}, self.group)
        return any(outcome not in self.others for outcome in found)

    def gives(self, values: dict[str, object]) -> bool:
        """Whether the case with these values instead of its own has the answer that is wanted."""
        answer = self.set.evaluate({**self.given, **values}, self.day).outputs.get(self.table.code)
        answers = answer if isinstance(answer, tuple) else () if answer is None else (answer,)
        return any(_gives(one, self.wanted) for one in answers)


# ---------------------------------------------------------------- parts of computed fields


def _by_parts(search: _Changes, most: int) -> tuple[list[Change], bool]:
    """Changes of at most so many parts of computed fields, alone; and whether what was tried is all there is.

    A part has no pieces, so that two parts changed at once, or a part together with another input, are not all tried.
    """
    parts = _parts_of(search)
    tries = parts.bases()
    found: list[Change] = []
    for size in range(1, most + 1):
        for chosen in combinations(tries, size):
            for values in islice(product(*[tries[name] for name in chosen]), TRIES):
                change = _part_change(search, parts, dict(zip(chosen, values, strict=True)))
                found += [change] if change is not None else []
        if found:
            break
    return found, bool(found) or not tries


def _beside_parts(search: _Changes) -> list[Change]:
    """Changes of one part, each with a change of further inputs beside it; where there are many, not all are tried."""
    parts = _parts_of(search)
    single = [{name: value} for name, values in parts.bases().items() for value in values]
    found: list[Change] = []
    for values in single[:BESIDE]:
        first = _change_of(search, _with_what_follows(search, parts, values))
        case = {**search.given, **first.values}
        if search.set.evaluate(case, search.day).status == "invalid-input":
            continue
        further = _Changes(
            search.set, search.search, case, search.today, search.table, search.goal, search.wanted
        )
        with suppress(TooMany):
            found += [first.and_also(change) for change in further.found(STATES_BESIDE)]
    return [change for change in found if search.gives(change.values)]


def _parts_of(search: _Changes) -> Parts:
    names = [name for decision in search.needed for name in decision.inputs]
    return Parts(search.set, search.search.known.axes, dict.fromkeys(names), search.values, search.day)


def _part_change(search: _Changes, parts: Parts, values: dict[str, Value]) -> Change | None:
    """The change of parts, and of what is stated and follows from them; None where it does not lead there."""
    change = _change_of(search, _with_what_follows(search, parts, values))
    return change if search.gives(change.values) else None


def _with_what_follows(search: _Changes, parts: Parts, values: dict[str, Value]) -> dict[str, Value]:
    """Changed parts, and what is stated and follows from them."""
    known = search.values | values
    after = Parts(
        search.set, parts.axes, (), {n: v for n, v in known.items() if n not in _stated(search)}, search.day
    )
    return values | {
        name: follows
        for name in _stated(search)
        if (follows := after.value(name)) is not NO_VALUE and follows != search.values[name]
    }


def _change_of(search: _Changes, values: dict[str, Value]) -> Change:
    fields = {name: search.set.by_code[name] for name in values}
    given = {name: as_given(fields[name], value) for name, value in values.items()}
    words = {name: fields[name].text(value) for name, value in values.items()}
    return Change(given, words, {name: field.label for name, field in fields.items()})


def _stated(search: _Changes) -> list[str]:
    """The computed fields that the case states with a value."""
    inputs = search.set.inputs
    return [n for n in search.given if inputs[n].computed is not None and search.values[n] is not None]


def _smallest(changes: list[Change]) -> list[Change]:
    """Of different changes those with the fewest inputs, at most `SHOWN`."""
    least = min((len(change.values) for change in changes), default=0)
    return list({str(one): one for one in changes if len(one.values) == least}.values())[:SHOWN]
