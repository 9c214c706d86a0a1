"""What is not known and could still change the answer: each unknown input tried with each value that it may have."""

from __future__ import annotations

from b12tables.runtime.explain.answers import BLOCKS
from b12tables.runtime.explain.nearest import Nearest
from b12tables.runtime.explain.scores import score_codes, scores_of
from b12tables.runtime.explain.sentence import fields_of
from b12tables.runtime.fields import Choice, as_given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, NamedTuple

    from b12tables.runtime.explain.telling import Telling
    from b12tables.runtime.result import Result
    from b12tables.runtime.rules import Answer, Decision
    from b12tables.runtime.tableset import TableSet

    class Asked(NamedTuple):
        """`telling` are the labels of what can change the answer, those first that change it most often; `idle` is
        how many of the others that are not known cannot, each of them alone. `fields` are the codes of `telling`.
        """

        telling: tuple[str, ...]
        idle: int
        fields: tuple[str, ...]

else:
    from collections import namedtuple

    Asked = namedtuple("Asked", "telling idle fields")


class Weighed:
    """What stands on the first page and can be changed, by answers and not by words: the weightiest first.

    The headline; what else is to be done; the gravest warnings; when the next check is. Lists of tests and of readings
    do not count: whatever is entered changes them.
    """

    __slots__ = ("_decided", "_entries", "_groups", "_headline", "_telling", "_warnings")

    def __init__(self, telling: Telling) -> None:
        table_set = telling.table_set
        self._telling = telling
        self._headline = fields_of(telling.parsed(telling.template("")))
        behind = table_set.dependencies.decided(self._headline)
        self._decided = tuple(name for name in table_set.producer if name in behind)
        told = [d for d in table_set.decisions if d.code in table_set.answers]
        by_block = {block: [d for d in told if telling.block(d.code) == block] for block in BLOCKS}
        self._groups = [
            tuple(decision for decision in by_block[block] if not decision.gives_list)
            for block in ("do now", "next check")
        ]
        self._warnings, self._entries = by_block["do not"], by_block["entries"]

    def nearest(self, result: Result) -> Nearest:
        """The worked cases by how near they are to what is known."""
        grid = self._telling.table_set.grid()
        # a package that was generated before has none
        return Nearest(getattr(grid, "STATED", {}), getattr(grid, "DECIDES", {}), result.inputs)

    @property
    def warnings(self) -> list[Decision]:
        """The decisions of whose answers the gravest count."""
        return self._warnings

    @property
    def against(self) -> list[Decision]:
        """The decisions that say what is wrong with the entries."""
        return self._entries

    def told(self) -> list[tuple[str, str]]:
        """The decisions and fields that count as a whole: the headline, what else is to be done, the next check."""
        producer = self._telling.table_set.producer
        found = [(producer[name].code, name) for name in self._decided]
        for group in self._groups:
            found += [(one.code, name) for one in group for name in one.outputs]
        return list(dict.fromkeys(found))

    def parts(self, result: Result) -> tuple[object, ...]:
        """The parts of a result that count."""
        headline = tuple(self._value(result, name) for name in self._headline)
        groups = [
            tuple(self._said(result, decision.code, name) for decision in group for name in decision.outputs)
            for group in self._groups
        ]
        return (headline, groups[0], self._grave(result), groups[1])

    @property
    def decisions(self) -> tuple[str, ...]:
        """The decisions whose answers count, in the order of the tables."""
        producer = self._telling.table_set.producer
        codes = {producer[name].code for name in self._decided}
        codes.update(one.code for group in (*self._groups, self._warnings) for one in group)
        return tuple(one.code for one in self._telling.table_set.decisions if one.code in codes)

    def counts(self, decision: Decision, answer: Answer) -> bool:
        """Whether a row of a decision counts: of a list of warnings only the gravest."""
        if decision not in self._warnings:
            return True
        return gravity(self._telling.table_set, decision, answer)[0] == 0

    def done(self, result: Result) -> dict[str, object]:
        """What the headline says, and what else is to be done, by field."""
        names = list(self._headline)
        names += [name for decision in self._groups[0] for name in decision.outputs]
        return {name: self._value(result, name) for name in names}

    def in_headline(self, names: Iterable[str]) -> bool:
        """Whether the headline speaks of one of these fields."""
        return not set(self._headline).isdisjoint(names)

    def entries(self, result: Result) -> frozenset[object]:
        """What is said against the entries."""
        return frozenset(one for decision in self._entries for one in self._answers(result, decision.code))

    @property
    def guards(self) -> frozenset[str]:
        """The decisions that say what is wrong with the entries."""
        return frozenset(decision.code for decision in self._entries)

    def _value(self, result: Result, name: str) -> object:
        decision = self._telling.table_set.producer.get(name)
        if decision is not None:
            return self._said(result, decision.code, name)
        score = scores_of(result).get(name)
        return None if score is None else (score,)

    def _said(self, result: Result, decision: str, name: str) -> object:
        """What a decision says in one field; None where it says nothing."""
        values = tuple(answer[name] for answer in self._answers(result, decision))
        said = tuple(value for value in values if not self._telling.silent(name, value))
        return said or None

    def _answers(self, result: Result, decision: str) -> tuple[Answer, ...]:
        fired = result._hit(decision)
        if fired is None:
            return ()
        return fired.answer if isinstance(fired.answer, tuple) else (fired.answer,)

    def _grave(self, result: Result) -> frozenset[object]:
        table_set = self._telling.table_set
        found: set[object] = set()
        for decision in self._warnings:
            answers = self._answers(result, decision.code)
            found |= {
                one[decision.outputs[0]] for one in answers if gravity(table_set, decision, one)[0] == 0
            }
        return frozenset(found)


class Named:
    """The answers of some decisions, as what counts: whoever asks for them wants nothing else."""

    __slots__ = ("_decisions", "_guards", "_weighed")

    def __init__(self, weighed: Weighed, decisions: tuple[str, ...]) -> None:
        self._decisions, self._weighed = decisions, weighed
        self._guards = weighed.guards.isdisjoint(decisions)

    def nearest(self, result: Result) -> Nearest:
        """No worked case: they say what decides the headline, and something else is asked for."""
        return Nearest({}, {}, result.inputs)

    def parts(self, result: Result) -> tuple[object, ...]:
        """The parts of a result that count: an answer each, of a list what stands in it."""
        answers = [result.outputs.get(code) for code in self._decisions]
        return tuple(frozenset(one) if isinstance(one, tuple) else one for one in answers)

    def entries(self, result: Result) -> frozenset[object]:
        """What is said against the entries; nothing where that is what is asked for."""
        return self._weighed.entries(result) if self._guards else frozenset()


def gravity(table_set: TableSet, decision: Decision, answer: Answer) -> tuple[int, str]:
    """How grave a row of a list of warnings is, 0 the gravest, and the word for it.

    A result behind the first one that is a choice says it: the place of its value among the declared ones. Without
    such a result no row is the gravest.
    """
    for name in decision.outputs[1:]:
        field, value = table_set.by_code[name], answer[name]
        if isinstance(field, Choice) and isinstance(value, str):
            return list(field.labels).index(value) if value in field.labels else len(
                field.labels
            ), field.text(value)
    return 1, ""


class Tried:
    """The results for each value with which an unknown input is tried, everything else as it is: evaluated once,
    whoever asks for them.
    """

    __slots__ = ("_found", "result")

    def __init__(self, result: Result) -> None:
        self.result = result
        self._found: dict[str, tuple[Result, ...]] = {}

    def of(self, name: str) -> tuple[Result, ...]:
        """Those of one input; values that the tables refuse are left out."""
        if name not in self._found:
            self._found[name] = tuple(_answered(self.result, name))
        return self._found[name]


def questions(tried: Tried, weighed: Weighed) -> Asked:
    """What can still change what stands above, the most telling first (see `to_ask`).

    A value that only adds to what is said against the entries is no answer to a question.
    """
    result = tried.result
    weights = _Weights(weighed.nearest(result))
    for name in unknown(result):
        weights.add(name, typed_for(result._set, name, result.inputs), _counts(tried, name, weighed))
    telling = weights.sorted(result._set)
    labels = tuple(result._set.by_code[name].label for name in telling)
    return Asked(labels, len(weights) - len(telling), telling)


def to_ask(result: Result, weighed: Weighed | Named) -> tuple[str, ...]:
    """The inputs that are still to be asked for because each of them alone can change what counts, the most telling
    first: what must be stated and is not comes before all others.

    Of those that change the headline that one is first which decides in most of the worked cases that are nearest to
    what is known; of others, and where the worked cases do not tell, that which changes the weightiest part most often.
    What was stated as not known is not asked again. Where none is left, several together may still change it.
    """
    tried, weights = Tried(result), _Weights(weighed.nearest(result))
    for name in unknown(result):
        asked = asked_for(result._set, name, result.inputs, result.given)
        if asked:
            weights.add(name, asked, _counts(tried, name, weighed))
    missing = {problem.field for problem in result.problems if problem.name == "missing-input"}
    needed = [name for name in result._set.inputs if name in missing]
    return tuple(dict.fromkeys([*needed, *weights.sorted(result._set)]))


class _Weights:
    """What each question weighs: whether it can change the headline, how often it decides in the worked cases nearest
    to what is known, and of each part that counts, with which share of its values it is another.
    """

    def __init__(self, nearest: Nearest) -> None:
        self._nearest = nearest
        self._of: dict[str, tuple[bool, float, tuple[float, ...]]] = {}

    def add(self, name: str, asked: Iterable[str], counts: tuple[float, ...]) -> None:
        """An input that is not known, what is asked for it, and how often it changes each part."""
        for one in asked:
            # who knows an age by the date of birth is asked for that: both decide alike
            decides = max(self._nearest.decides(name), self._nearest.decides(one))
            heavy = counts[0] > 0
            weight = heavy, decides if heavy else 0.0, counts
            self._of[one] = max(self._of.get(one, weight), weight)

    def sorted(self, table_set: TableSet) -> tuple[str, ...]:
        """The questions that can change anything, the weightiest first, then in the order of the dictionary."""
        places = {name: place for place, name in enumerate(table_set.inputs)}
        telling = [name for name, weight in self._of.items() if any(weight[2])]
        telling.sort(key=places.__getitem__)
        telling.sort(key=self._of.__getitem__, reverse=True)  # which leaves equals as they are
        return tuple(telling)

    def __len__(self) -> int:
        return len(self._of)


def unknown(result: Result) -> list[str]:
    """The inputs that some decision looked at, that are not known and that a person can be asked for."""
    return [name for name in not_known(result) if typed_for(result._set, name, result.inputs)]


def not_known(result: Result) -> list[str]:
    """The inputs that are not known and that some decision looked at, itself or through a score; and those from which a
    score follows that is told. Scores are none of them.
    """
    looked_at = through_scores(result._set, {name for step in result.trace for name in step.inputs})
    return [name for name, value in result.inputs.items() if value is None and name in looked_at]


def through_scores(table_set: TableSet, names: Iterable[str]) -> set[str]:
    """The fields, with those from which scores among them, and told ones, follow in the place of the scores."""
    looked_at = set(names)
    todo = [*looked_at.intersection(table_set.scores), *score_codes(table_set)]
    while todo:
        computed = table_set.by_code[todo.pop()].computed
        parts = computed.parts if computed is not None else ()
        looked_at.update(parts)
        todo += [part for part in parts if part in table_set.scores]
    return looked_at - table_set.scores


def tried_with(table_set: TableSet, name: str) -> list[Any]:
    """The values with which an input is tried: one for each of its pieces, and what scores may hang on."""
    grid = table_set.grid()
    axis = grid.AXES.get(name)
    pieces = range(axis.known.bit_length()) if axis is not None else ()
    # a package without scores, or one that was generated before, tries nothing else
    more = getattr(grid, "TRIED", {}).get(name, ())
    return [*(axis.witness(1 << piece) for piece in pieces), *more]


def typed_for(table_set: TableSet, name: str, known: dict[str, Any]) -> tuple[str, ...]:
    """What a person states so that an input is known: the input; of a computed one the parts that are not known.

    Empty where it follows from what a decision gives: nobody is asked for that.
    """
    if name not in table_set.inputs:
        return ()
    computed = table_set.inputs[name].computed
    if computed is None:
        return (name,)
    found: list[str] = []
    for part in computed.parts:
        if part == "today" and part not in table_set.inputs:
            continue
        if part not in table_set.inputs:
            return ()
        if known.get(part) is None:
            found += typed_for(table_set, part, known)
    return tuple(found) or (name,)


def asked_for(
    table_set: TableSet, name: str, known: Mapping[str, Any], given: Mapping[str, object]
) -> tuple[str, ...]:
    """What a person is asked for so that an input is known: what is typed, and not what is computed from it.

    Where a part of a computed field was stated as not known, the field itself, if it has a question: who does not
    know the date of birth may know the age, and another part alone would tell nothing. Empty where there is nothing
    to ask.
    """
    if name not in table_set.inputs or name in given:
        return ()
    field = table_set.inputs[name]
    if field.computed is None:
        return (name,)
    parts = [part for part in field.computed.parts if part != "today" or part in table_set.inputs]
    if any(part not in table_set.inputs for part in parts):
        return ()
    open_ = [part for part in parts if known.get(part) is None]
    of_parts = [asked_for(table_set, part, known, given) for part in open_]
    if of_parts and all(of_parts):
        return tuple(dict.fromkeys(one for asked in of_parts for one in asked))
    plain = all(table_set.inputs[part].computed is None for part in open_)
    return (name,) if plain and field.question else ()


def _counts(tried: Tried, name: str, weighed: Weighed | Named) -> tuple[float, ...]:
    """Of each part of what stands above: with which share of the values of an input it is another."""
    before, against = weighed.parts(tried.result), weighed.entries(tried.result)
    changed = [0] * len(before)
    of = 0
    for after in tried.of(name):
        if not weighed.entries(after) <= against:
            continue
        of += 1
        for place, (old, new) in enumerate(zip(before, weighed.parts(after), strict=True)):
            changed[place] += old != new
    return tuple(count / of for count in changed) if of else tuple(0.0 for _ in before)


def would_change(tried: Tried, name: str) -> frozenset[str]:
    """The decisions and told scores that another value of this input would change, everything else as it is."""
    before: dict[str, Any] = {**tried.result.outputs, **scores_of(tried.result)}
    changed: set[str] = set()
    for after in tried.of(name):
        now = {**after.outputs, **scores_of(after)}
        changed |= {code for code in before.keys() | now.keys() if before.get(code) != now.get(code)}
    return frozenset(changed)


def _answered(result: Result, name: str) -> Iterator[Result]:
    """The result for each value with which an input is tried, everything else as it is."""
    table_set = result._set
    for value in tried_with(table_set, name):
        given = {**result.given, name: as_given(table_set.by_code[name], value)}
        after: Result = table_set.evaluate(given, result.today)
        if after.status != "invalid-input":
            yield after
