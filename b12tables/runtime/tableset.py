"""A table set at run time: reads a case, takes the decisions, says what stands in the way.

The generated `flow` takes all decisions of a case that has nothing wrong with it. Where something is wrong,
`_partly` goes through the decisions one by one, to find everything that stands in the way and what is
established all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import wraps

from b12tables.runtime import Pacted
from b12tables.runtime.case import BaseCase
from b12tables.runtime.dependencies import Dependencies
from b12tables.runtime.fields import Choices, Field, Many, Number, Text
from b12tables.runtime.given import Asked, native
from b12tables.runtime.language import ENGLISH, speaking, spoken, t
from b12tables.runtime.problems import INVALID, OK, Problem, worst

# packages from before pacts look for all of these here, before they are told to be built again
from b12tables.runtime.quick_way import OPEN, Obstacle, check_range, quick_reader, words_of  # noqa: F401
from b12tables.runtime.reading import plain_json, read_date, shown
from b12tables.runtime.result import keep, made
from b12tables.runtime.rules import Answer, Combination, Computed, Decision, Fired, Rule, Undecided
from b12tables.runtime.values import follow
from b12tables.runtime.words import UNKNOWN, fold, held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from b12tables.runtime.result import Result
    from b12tables.runtime.values import Json, Value

    Declared = TypeVar("Declared", bound=Callable[..., Any])

    Flowed = tuple[tuple[Rule[Any] | Fired[Any], ...], tuple[Any, ...]]
    """What fires in each decision, in their order, and the inputs in their order, once computed fields are there."""


TOLD = 100
"""So many names that no field has are told one by one."""


class TableSet(Pacted):
    """Everything generated from one table set, and how a case goes through it. Nothing in it ever changes."""

    __slots__ = (
        "_words",
        "answers",
        "by_code",
        "combinations",
        "combinations_hash",
        "compiler",
        "content_hash",
        "decisions",
        "dependencies",
        "details",
        "dictionary_hash",
        "fields",
        "flow",
        "folded",
        "grid",
        "identifier",
        "inputs",
        "intended_use",
        "language",
        "listed",
        "names",
        "needed",
        "only",
        "package",
        "places",
        "producer",
        "quick",
        "result",
        "review_status",
        "safety",
        "scores",
        "signatures",
        "title",
        "told",
        "version",
    )  # fmt: skip

    def __init__(
        self,
        *,
        package: str,
        identifier: str,
        title: str,
        version: str,
        review_status: str,
        safety: str,
        intended_use: str,
        language: str,
        content_hash: str,
        dictionary_hash: str,
        combinations_hash: str,
        fields: tuple[Field, ...],
        inputs: tuple[str, ...],
        needed: tuple[str, ...],
        decisions: tuple[Decision, ...],
        answers: tuple[str, ...],
        folded: tuple[str, ...],
        combinations: tuple[Combination, ...],
        quick: Callable[[dict[str, Any], date | None], Flowed],
        flow: Callable[..., Flowed],
        result: type[Result],
        compiler: str,
        details: Callable[[], Any],
        signatures: Callable[[], Any],
        grid: Callable[[], Any],
        only: str | None = None,
        told: tuple[str, ...] | None = None,
    ) -> None:
        self.compiler, self.only = compiler, only
        # modules of the package that are imported when they are asked for
        self.details, self.signatures, self.grid = details, signatures, grid
        self.package, self.identifier, self.title, self.version = package, identifier, title, version
        self.review_status, self.safety, self.language = review_status, safety, language
        self.intended_use, self.content_hash = intended_use, content_hash
        self.dictionary_hash, self.combinations_hash = dictionary_hash, combinations_hash
        self.by_code: dict[str, Field] = {field.code: field for field in fields}
        self.fields = fields
        self.inputs = {name: self.by_code[name] for name in inputs}
        self.needed = needed
        self.decisions, self.combinations, self.result = decisions, combinations, result
        # where what fires in a decision stands in what the flow gives
        self.places = {decision.code: place for place, decision in enumerate(decisions)}
        self.answers, self.folded = answers, folded
        # the answers with the scores among them; nothing is said of it where there are none
        self.told = answers if told is None else told
        self.quick, self.flow = quick, flow
        self._words = {fold(word): field.code for field in fields for word in field.also_called}
        self._words |= {fold(field.label): field.code for field in fields}
        self._words |= {fold(field.code): field.code for field in fields}
        self.producer = {name: decision for decision in decisions for name in decision.outputs}
        self.dependencies = Dependencies(
            {name: decision.inputs for name, decision in self.producer.items()},
            {n: f.computed.parts for n, f in self.inputs.items() if f.computed is not None},
            {n for n, f in self.inputs.items() if f.computed is not None and f.computed.kind == "dose"},
        )
        self.scores = frozenset(filter(self.dependencies.derived, inputs))
        self.listed = tuple(name for name, field in self.inputs.items() if isinstance(field, (Choices, Many)))
        self.names: dict[str, Any] = {
            name: OPEN if field.computed is not None else None for name, field in self.inputs.items()
        }

    def __reduce__(self) -> tuple[Any, ...]:
        from b12tables.runtime.stored import set_again

        return set_again, (self.result, self.content_hash, self.only)

    # ---------------------------------------------------------------- the way of a case

    def evaluate(self, case: object, today: object = None) -> Any:
        """Takes every decision for one case.

        Whatever is wrong with the case is in the result, never an exception.
        """
        return _evaluator(self)(case, today=today)

    def evaluates(self, declared: Declared) -> Declared:
        """Makes the `evaluate` that a package declares: its name, types and words, and the work of this class.

        One call less for each case, which is a tenth of what a decision takes by hand.
        """
        made: Any = wraps(declared)(_evaluator(self))
        return made  # type: ignore[no-any-return]

    def ask(self, asked: Asked) -> Result:
        """Takes every decision for a case as it was asked."""
        values, given, day, problems = self.read(asked)
        if not problems:
            for name in self.needed:
                if values[name] is None:
                    break
            else:
                try:
                    fired, inputs = self.flow(*values.values(), day)
                except (Undecided, Obstacle):
                    pass
                else:
                    return made(self.result, (self, given, inputs, fired, day, (), OK, asked, None))
        # what stands in the way is told in the language of the tables; whoever gets an answer waits for none
        with speaking(self.language):
            return self._told(asked, values, given, day, problems)

    def _told(
        self,
        asked: Asked,
        values: dict[str, Any],
        given: dict[str, object],
        day: date | None,
        problems: list[Problem],
    ) -> Result:
        """The result of a case that the quick way does not answer."""
        if problems:
            if spoken() != ENGLISH:
                problems = self.read(asked)[3]
            known = {name: value for name, value in values.items() if value is not OPEN}
            readable = asked.pairs is not None
            from b12tables.runtime.refusals import unstated

            lacking = unstated(self, given) if readable else ()
            found = (*problems, *map(self._missing, lacking))
            return made(self.result, (self, given, known, {}, day, found, INVALID, asked, None))
        return self._partly(values, given, day, asked)

    def read(
        self, case: object, today: object = None
    ) -> tuple[dict[str, Any], dict[str, object], date | None, list[Problem]]:
        """The values of a case by field (None: not known, OPEN: to be computed), what was given, and all that
        is wrong.

        `given` has only the fields that the case states.
        """
        asked = Asked.of(case, today)
        values = self.names.copy()
        given: dict[str, object] = {}
        problems: list[Problem] = []
        if asked.pairs is None:
            problems.append(
                Problem("not-a-case", t("A case is an object with a value for each field that is stated."))
            )
            return values, given, None, problems
        inputs, today = self.inputs, asked.today
        strange: list[object] = []
        for key, stated in asked.pairs:
            plain = isinstance(key, str) and key in inputs and key not in self.scores
            code = str(key) if plain else self._code(key, problems, strange)
            if code is None:
                continue
            if code == "today" and code not in inputs:
                today = self._same_day(today, stated, problems)
                continue
            if code in given:
                problems.append(self._twice(code, stated))
                continue
            given[code] = stated
            value = inputs[code].read(stated)
            if type(value) is Problem:
                problems.append(value)
                values[code] = None
            else:
                values[code] = value
        if len(strange) > TOLD:
            message = t("{n} more names are those of no field.", n=len(strange) - TOLD)
            problems.append(Problem("unknown-field", message))
        day = None
        if today is not None:
            day = read_date(today)
            if day is None:
                message = t("today: {given} is no date. Give a date as year-month-day.", given=shown(today))
                problems.append(Problem("not-a-date", message, field="today", given=plain_json(today)))
        return values, given, day, problems

    def _code(self, key: object, problems: list[Problem], strange: list[object]) -> str | None:
        """The field that a key means: a label, or a code written in another way.

        Adds a problem where it is no input; what no field is called is counted among the strange.
        """
        if not isinstance(key, str) or len(key) > 500:
            self._stranger(key, problems, strange)
            return None
        word = fold(key)
        code = self.words().get(word)
        if code is None and word == "today":
            return "today"
        if code is None:
            self._stranger(key, problems, strange)
            return None
        if code in self.inputs and code not in self.scores:
            return code
        field = self.by_code[code]
        from b12tables.runtime.refusals import no_input

        why = no_input(self, code)
        problems.append(
            Problem(
                "not-an-input",
                t("{field} ({code}) is {what}, no input.", field=field.label, code=field.code, what=why),
                field=field.code,
            )
        )
        return None

    def _stranger(self, key: object, problems: list[Problem], strange: list[object]) -> None:
        """Tells of a name that no field has; of the first ones each."""
        strange.append(key)
        if len(strange) <= TOLD:
            from b12tables.runtime.refusals import stranger

            problems.append(stranger(self, key, len(strange)))

    def words(self) -> dict[str, str]:
        """Every word for a field, folded, and the field's code."""
        return self._words

    def _same_day(self, today: object, stated: object, problems: list[Problem]) -> object:
        if today is not None and read_date(today) != read_date(stated):
            message = t("today: the case names another day than the call.")
            problems.append(Problem("stated-twice", message, field="today", given=plain_json(stated)))
        return stated

    def _twice(self, code: str, stated: object) -> Problem:
        field = self.by_code[code]
        message = t("{field} is stated twice, by two of its names.", field=field.label)
        return Problem("stated-twice", message, field=code, question=field.ask(), given=plain_json(stated))

    def decide(self, decision: Decision, case: object) -> Any:
        """What fires in one decision, given what it looks at. Raises `InvalidCase` or `NoRule`.

        Whatever the generated code cannot take the quick way comes here, and is told in the words of `evaluate`.
        """
        result = self.alone(decision).evaluate(case).or_raise()
        return result._hit(decision.code)

    def alone(self, decision: Decision) -> TableSet:
        """One decision as a table set of its own: what it looks at is stated, whoever produces it elsewhere."""
        inputs = tuple(
            self.by_code[name].as_input(name in decision.unknown, self.members(name))
            for name in decision.inputs
        )
        others = tuple(field for field in self.fields if field.code not in decision.inputs)
        needed = tuple(field.code for field in inputs if not field.unknown)
        combinations = tuple(c for c in self.combinations if set(c.fields) <= set(decision.inputs))
        return TableSet(
            package=self.package, identifier=self.identifier, title=self.title, version=self.version,
            review_status=self.review_status, safety=self.safety, intended_use=self.intended_use,
            language=self.language, content_hash=self.content_hash, dictionary_hash=self.dictionary_hash,
            combinations_hash=self.combinations_hash,
            fields=(*inputs, *others), inputs=decision.inputs, needed=needed, decisions=(decision,),
            answers=(decision.code,), folded=(), combinations=combinations,
            quick=_the_longer_way, flow=_the_longer_way, result=self.result,
            compiler=self.compiler, details=self.details, signatures=self.signatures, grid=self.grid,
            only=decision.code,
        )  # fmt: skip

    def members(self, name: str) -> bool:
        """Whether a field is the answer of a decision that gives a list: other decisions see it as a set."""
        return name in self.producer and self.producer[name].gives_list

    # ---------------------------------------------------------------- where something stands in the way

    def _partly(
        self, values: dict[str, Any], given: dict[str, object], today: date | None, asked: Asked
    ) -> Result:
        """The decisions that can be taken, and everything that keeps the others from being taken."""
        known = {name: value for name, value in values.items() if not self.may_follow(name, value)}
        problems: list[Problem] = []
        for name in self.needed:
            if known.get(name, OPEN) is None and not self.by_code[name].unknown:
                del known[name]
                problems.append(self._missing(name))
        fired: dict[str, Rule[Any] | Fired[Any]] = {}
        for decision in self.decisions:
            for name in decision.inputs:
                self.follow(name, known, values, today, problems)
            if not all(name in known for name in decision.inputs):
                continue
            try:
                hit = decision.decide(*[self.compared(name, known[name]) for name in decision.inputs])
            except Undecided as undecided:
                from b12tables.runtime import refusals

                problems.append(refusals.undecided(self, decision, undecided, known))
                continue
            fired[decision.code] = hit
            known.update(self.as_inputs(decision, hit.answer))
        for name in self.told:
            if name in self.scores:
                self.follow(name, known, values, today, problems)
        self._combine(known, values, today, problems)
        from b12tables.runtime.contradiction import contradictions

        problems += contradictions(self, known, values, today)
        found = tuple(dict.fromkeys(problems))
        status: Any = worst(found)
        inputs = {name: value for name, value in known.items() if name in self.inputs}
        if status == "invalid-input":
            fired = {}
        return made(self.result, (self, given, inputs, fired, today, found, status, asked, None))

    def _combine(
        self, known: dict[str, Any], values: dict[str, Any], today: date | None, problems: list[Problem]
    ) -> None:
        """Adds a problem for each combination of known values that no patient has, and for what is out of range."""
        for combination in self.combinations:
            found: list[Problem] = []
            for name in combination.fields:
                self.follow(name, known, values, today, found)
            problems += [problem for problem in found if problem.name == "out-of-range"]
            if all(name in known for name in combination.fields) and combination.holds(
                *[self.compared(name, known[name]) for name in combination.fields]
            ):
                from b12tables.runtime import refusals

                problems.append(refusals.impossible(self, combination, known))

    def follow(
        self,
        name: str,
        known: dict[str, Any],
        values: dict[str, Any],
        today: date | None,
        problems: list[Problem],
    ) -> None:
        """Computes a field that was not stated, where all of its parts are there; adds a problem where it cannot be."""
        if name in known or not self.may_follow(name, values.get(name)):
            return
        field = self.inputs[name]
        computed = field.computed
        assert computed is not None
        stated_unknown = values[name] is None
        parts, complete = self._parts(computed, known, values, today, [] if stated_unknown else problems)
        if not complete:
            if stated_unknown and field.unknown:
                known[name] = None
            elif stated_unknown:
                problems.append(self._missing(name))
            return
        try:
            known[name] = self.compute(field, parts)
        except Obstacle as obstacle:
            problems.append(obstacle.args[0])

    def _parts(
        self,
        computed: Computed,
        known: dict[str, Any],
        values: dict[str, Any],
        today: date | None,
        problems: list[Problem],
    ) -> tuple[list[Any], bool]:
        """What a field is computed from, and whether nothing of it is lacking; a problem for each that is missing."""
        parts: list[Any] = []
        complete = True
        for part in computed.parts:
            if part == "today" and part not in self.inputs:
                parts.append(today)
                continue
            self.follow(part, known, values, today, problems)
            if self.lacks(part, known, values):
                problems.append(self._missing(part))
            complete &= part in known and not self.lacks(part, known, values)
            parts.append(known.get(part))
        return parts, complete

    def lacks(self, name: str, known: dict[str, Any], values: dict[str, Any]) -> bool:
        """Whether an input must be known, follows from nothing, and is not there."""
        if name not in self.inputs or self.inputs[name].unknown or known.get(name) is not None:
            return False
        return not self.may_follow(name, values.get(name))

    def may_follow(self, name: str, value: object) -> bool:
        """Whether an input is still to be computed: it was not stated, or stated as not known."""
        return value is OPEN or (
            value is None and name in self.inputs and self.inputs[name].computed is not None
        )

    def compute(self, field: Field, parts: Sequence[Value]) -> Value:
        """The value of a computed field from its parts; None where a part is not known.

        Raises `Obstacle` with a problem where it lies out of range, or is not known and must be.
        """
        computed = field.computed
        assert computed is not None
        value = follow(computed, parts)
        if value is None:
            if field.unknown:
                return None
            raise Obstacle(self._missing(field.code))
        if isinstance(field, Number) and isinstance(value, (int, Fraction)):
            checked = field.in_range(value, value)
            if isinstance(checked, Problem):
                raise Obstacle(checked.with_more(f"It was computed: {computed.text}."))
        return value

    def compared(self, name: str, value: Any) -> Any:
        """A value as the decisions compare it: texts are folded, alone and in a set."""
        field = self.by_code[name]
        if not isinstance(field.one if isinstance(field, Many) else field, Text):
            return value
        return frozenset(map(fold, value)) if isinstance(value, frozenset) else value and fold(value)

    def _missing(self, name: str) -> Problem:
        from b12tables.runtime.refusals import missing

        return missing(self, name)

    # ---------------------------------------------------------------- what answers mean further down

    def as_inputs(self, decision: Decision, answer: Answer | tuple[Answer, ...]) -> dict[str, Value]:
        """An answer as the tables downstream see it: lists as sets, `none` and `unknown` as not known."""
        if isinstance(answer, tuple):
            return {
                name: frozenset(member for one in answer for member in held(one[name]))
                for name in decision.outputs
            }
        found: dict[str, Value] = {}
        for name in decision.outputs:
            value = answer[name]
            found[name] = None if value == UNKNOWN else value
        return found

    def hashes(self) -> dict[str, str]:
        """The hash of each part that decides: every table by its code, the dictionary as cases are read by it, and the
        combinations that cannot occur.
        """
        return {decision.code: decision.hash for decision in self.decisions} | {
            "Dictionary": self.dictionary_hash,
            "Impossible": self.combinations_hash,
        }

    def given_json(self, given: Mapping[str, object]) -> dict[str, Json]:
        """The case as it was given, as plain data."""
        return {name: plain_json(stated) for name, stated in given.items()}

    # ---------------------------------------------------------------- what explanations quote

    def conditions(self, decision: str) -> dict[str, tuple[tuple[str, str, str], ...]]:
        """For each rule of a decision the conditions that ask for something: field, text in the sheet, cell.

        An Otherwise rule has no entry.
        """
        found: dict[str, tuple[tuple[str, str, str], ...]] = self.details().CONDITIONS[decision]
        return found

    def statement(self, ref: str) -> tuple[str, str, str]:
        """A source statement: the source's ID, the section, the wording;

        empty texts where it is not declared.
        """
        found: tuple[str, str, str] = self.details().STATEMENTS.get(ref, ("", "", ""))
        return found

    def conflict(self, ref: str) -> tuple[str, str, str]:
        """Where the sources disagree: what about, the reading taken, and why; empty texts as in `statement`."""
        found: tuple[str, str, str] = self.details().CONFLICTS.get(ref, ("", "", ""))
        return found

    def guidance(self, ref: str) -> tuple[str, str, str]:
        """What other guidance says: topic, what it says, the publication; empty texts as in `statement`."""
        found: tuple[str, str, str] = self.details().GUIDANCE.get(ref, ("", "", ""))
        return found


def _evaluator(tables: TableSet) -> Callable[..., Any]:
    """What takes every decision of a set for one case."""
    # taken once: what stands in a slot is no method, and looking for one takes longer
    quick, kind, listed = tables.quick, tables.result, tables.listed

    def evaluate(case: object, *, today: object = None) -> Any:
        if type(case) is dict and (today is None or type(today) is date):
            try:
                fired, values = quick(case, today)
                given = case.copy()
                if listed:
                    given |= {name: native(given[name]) for name in listed if name in given}
                result = kind()
                keep(result, (tables, given, values, fired, today, (), OK, None, None))
                return result
            except Exception:  # whatever it is, the longer way says so
                pass
        elif isinstance(case, BaseCase):
            return evaluate(case._stated, today=today)
        return tables.ask(Asked.of(case, today))

    return evaluate


def _the_longer_way(*_: object) -> Any:
    """Stands where there is no generated code for the quick way."""
    raise Obstacle
