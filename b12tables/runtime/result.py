"""The answer for one case: a status first, then answers, how they came about, and what stands in the way."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from b12tables.runtime.frozen import Frozen, put
from b12tables.runtime.given import Asked, native, unchanging
from b12tables.runtime.numbers import exact
from b12tables.runtime.problems import NO_RULE, OK, InvalidCase, NoRule, Problem, Refused
from b12tables.runtime.rules import Fired, Rule, Step
from b12tables.runtime.values import seen_json, whole
from b12tables.runtime.words import NO_RESULT, NO_ROWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Literal, Self

    from b12tables.runtime.accepted import AcceptedError
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Json, Value

    Status = Literal["ok", "no-rule", "missing-input", "invalid-input"]
    State = tuple[
        TableSet,
        dict[str, object],
        tuple[Any, ...] | dict[str, Value],
        tuple[Rule[Any] | Fired[Any], ...] | dict[str, Rule[Any] | Fired[Any]],
        date | None,
        tuple[Problem, ...],
        Status,
        Asked | None,
        dict[str, Json] | None,
    ]
    """The tables; what each field was stated to be; the inputs as seen, where there is an answer all of them in their
    order, a float still a float; what fired, where there is an answer in every decision in their order; the day that is
    counted to; what stands in the way; the status; the case as it was asked, where that is more than what the fields
    were stated to be; who answered, where that was not this runtime.
    """


class Signature(Frozen):
    """Who signed the meaning of a rule: person, role, and the day (ISO)."""

    __slots__ = ("date", "person", "role")

    person: str
    role: str
    date: str

    def __init__(self, person: str, role: str, date: str) -> None:
        put(self, "person", person)
        put(self, "role", role)
        put(self, "date", date)

    def __reduce__(self) -> tuple[type[Signature], tuple[str, str, str]]:
        return type(self), (self.person, self.role, self.date)

    def __str__(self) -> str:
        return f"{self.person}, {self.role}, {self.date}"

    def __repr__(self) -> str:
        return f"Signature({self.person!r}, {self.role!r}, {self.date!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Signature) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.person, self.role, self.date))

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON."""
        return {"person": self.person, "role": self.role, "date": self.date}


class Result(Frozen):
    """What the tables say about one case.

    `status` is `ok`, `no-rule` (a decision has no rule for this case, or rules that contradict each other),
    `missing-input` (a needed field was not stated) or `invalid-input`. Only with `ok` is every decision
    answered; otherwise `outputs` and `trace` hold the decisions that are established all the same, and
    `problems` says what and where. The generated package adds one attribute a decision:
    `result.some_decision.some_field`.
    """

    __slots__ = ("_state",)

    _state: State

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """Says which attribute is like one that does not exist."""
            if name.startswith("_") or hasattr(type(self), name):
                raise AttributeError(name)
            from b12tables.runtime.refusals import no_such

            raise AttributeError(no_such("answer", name, [n for n in dir(type(self)) if n[0] != "_"]))

    @property
    def _set(self) -> TableSet:
        return self._state[0]

    @property
    def _fired(self) -> dict[str, Rule[Any] | Fired[Any]]:
        fired = self._state[3]
        return fired if isinstance(fired, dict) else dict(zip(self._set.places, fired, strict=True))

    def _hit(self, code: str) -> Rule[Any] | Fired[Any] | None:
        """What fired in one decision; None where it was not taken."""
        fired = self._state[3]
        return fired.get(code) if isinstance(fired, dict) else fired[self._set.places[code]]

    @property
    def _values(self) -> dict[str, Value]:
        seen = self._state[2]
        if isinstance(seen, dict):
            return seen
        settled = [whole(exact(value)) if isinstance(value, float) else value for value in seen]
        return dict(zip(self._set.inputs, settled, strict=True))

    @property
    def given(self) -> Mapping[str, object]:
        """The case as it was given: what each field was stated to be, by code. Nobody can change it."""
        return MappingProxyType(self._given)

    @property
    def _given(self) -> dict[str, object]:
        """The case in plain values: the quick way keeps what came as a word of a choice, if it equals one."""
        given = self._state[1]
        if self._state[7] is not None:
            return given
        return {
            name: stated if type(stated) is tuple or unchanging(stated) else self._word(name, stated)
            for name, stated in given.items()
        }

    def _word(self, name: str, stated: object) -> object:
        """The text of an enum's member, or of another kind of text; of what only equals one, the code it stood for."""
        text, seen = native(stated), self._values[name]
        return text if self._set.inputs[name].read(text) == seen else seen

    @property
    def today(self) -> date | None:
        """The day that computed fields count to, where one was given."""
        return self._state[4]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What stands in the way, if anything does."""
        return self._state[5]

    @property
    def status(self) -> Status:
        """`ok`, or why there is no answer."""
        return self._state[6]

    @property
    def asked(self) -> Asked:
        """The case as it was asked: every name and value, also those that no field has."""
        return self._state[7] or Asked.of(self._given, self.today)

    @property
    def answered_by(self) -> dict[str, Json]:
        """Which runtime answered (its version and the hash of its files), and which compiler had written the tables."""
        from b12tables.runtime.versions import answering

        return dict(self._state[8]) if self._state[8] is not None else answering(self._set)

    @property
    def outputs(self) -> Any:
        """The answer of each decision that was taken, by code: a dict.

        A tuple of answers where the hit policy gives a list.
        """
        return {code: fired.answer for code, fired in self._fired.items()}

    @property
    def inputs(self) -> dict[str, Value]:
        """The inputs as the tables saw them, by code: in codes and base units, computed fields too;

        None is not known.
        """
        return dict(self._values)

    @property
    def scores(self) -> dict[str, Value]:
        """The answers that are computed from what decisions give, by code; None is not known."""
        if len(self._set.told) == len(self._set.answers):
            return {}
        from b12tables.runtime.explain.scores import scores_of

        return scores_of(self)

    @property
    def trace(self) -> tuple[Step, ...]:
        """One step for each decision that was taken, in order: its inputs, the rules that gave the answer,
        their places.
        """
        seen = dict(self._values)
        steps = []
        for decision in self._set.decisions:
            fired = self._hit(decision.code)
            if fired is not None:
                inputs = {name: seen[name] for name in decision.inputs}
                steps.append(Step(decision, MappingProxyType(inputs), fired.rules, fired.answer))
                seen.update(self._set.as_inputs(decision, fired.answer))
        return tuple(steps)

    def step(self, decision: Any) -> Step:
        """The step of one decision, by its code. Raises KeyError for one that does not exist or was not taken."""
        for step in self.trace:
            if step.decision.code == decision:
                return step
        from b12tables.runtime.refusals import no_decision

        raise (
            KeyError(f"{decision} was not taken")
            if decision in self._set.places
            else no_decision(self._set, decision)
        )

    # the table set that answered

    @property
    def table_set(self) -> str:
        """The identifier of the table set."""
        return self._set.identifier

    @property
    def version(self) -> str:
        """The version of the table set."""
        return self._set.version

    @property
    def content_hash(self) -> str:
        """SHA-256 over what the sheets say."""
        return self._set.content_hash

    @property
    def review_status(self) -> str:
        """How far the review of the tables has come: Draft, Submitted, Under review, Approved."""
        return self._set.review_status

    @property
    def signatures(self) -> dict[str, dict[str, tuple[Signature, ...]]]:
        """For each decision that was taken and each rule that gave its answer: who signed what it says.

        Only a signature under the rule as it stands counts. An empty tuple: nobody has signed it.
        """
        signed = self._set.signatures().SIGNED
        return {
            code: {
                rule.id: tuple([Signature(*row) for row in signed.get(code, {}).get(rule.id, ())])
                for rule in fired.rules
            }
            for code, fired in self._fired.items()
        }

    @property
    def signed(self) -> bool:
        """Whether the case was answered, and somebody has signed each of the rules behind the answer as it stands."""
        signed = self._set.signatures().SIGNED
        return self.status == OK and all(
            rule.id in signed.get(code, ()) for code, fired in self._fired.items() for rule in fired.rules
        )

    @property
    def accepted(self) -> tuple[AcceptedError, ...]:
        """The errors of the tables that are known, were accepted by somebody, and concern this answer."""
        from b12tables.runtime.accepted import passed

        return passed(self)

    @property
    def safety(self) -> str:
        """The safety sentence of the table set, which belongs beside every answer."""
        return self._set.safety

    @property
    def headline(self) -> str:
        """The author's sentence about the whole answer; "" where there is none, or where the case has no answer."""
        from b12tables.runtime.explain.telling import headline

        return headline(self)

    # refusing

    def or_raise(self) -> Self:
        """This result where its status is ok.

        Raises `InvalidCase` or `NoRule`, with this result in it, where not.
        """
        if self.status == OK:
            return self
        raise self._refused()

    def _refused(self) -> Refused:
        return NoRule(self) if self.status == NO_RULE else InvalidCase(self)

    def _answer(self, code: str) -> Any:
        """The answer of a decision, for typed access; raises where it was not taken."""
        fired = self._hit(code)
        if fired is None:
            raise self._refused()
        return fired.answer

    def words(self, field: Any, audience: Any = "clinician") -> str:
        """The answer of one output field, by its code, in words: a choice by its label, a number with its unit; of
        a list all.

        `audience` "patient" takes the patient's words. Raises KeyError for a field that no decision gives, and
        `InvalidCase` or `NoRule` where its decision was not taken.
        """
        made = self._set.producer.get(field)
        if made is None:
            from b12tables.runtime.refusals import no_such

            raise KeyError(no_such("answer", field, self._set.producer))
        answer = self._answer(made.code)
        answers = answer if isinstance(answer, tuple) else (answer,)
        values = [one[field] for one in answers if one[field] is not None]
        texts = [self._set.by_code[field].text(value, audience == "patient") for value in values]
        return "; ".join(dict.fromkeys(texts)) or (NO_ROWS if answer == () else NO_RESULT)

    # plain data

    def row(self) -> dict[str, Json]:
        """The result as one flat row, ready for JSON: `status`, `reason` (what stands in the way, in words; None where
        nothing does), then each answer under the code of its field.

        The names, and their order, are the columns of `evaluate_frame`. A decision whose hit policy gives a list has a
        list; what was not decided is None.
        """
        from b12tables.runtime.flat import row_of

        flat: dict[str, Json] = row_of(self)
        return flat

    def to_dict(self, *, trace: bool = True) -> dict[str, Json]:
        """Plain data, ready for JSON: the form that `b12tables eval --format json` prints.

        `trace=False` leaves out how the answer came about, the longest part; `from_dict` takes the whole only.
        """
        accepted: list[Json] = [error.to_dict() for error in self.accepted]
        scores = {code: seen_json(value) for code, value in self.scores.items()}
        answered = {*self._fired, *scores}
        return {
            "status": self.status,
            # told where there is one: an answer of sound tables is as it always was
            **({"accepted": accepted} if accepted else {}),
            "outputs": {
                code: [a.to_dict() for a in answer] if isinstance(answer, tuple) else answer.to_dict()
                for code, answer in self.outputs.items()
            },
            "headline": self.headline,
            "answers": [c for c in (*self._set.told, *self._set.folded) if c in answered],
            # told where there is one, as above
            **({"scores": {**scores}} if scores else {}),
            **({"trace": [step.to_dict() for step in self.trace]} if trace else {}),
            "problems": [problem.to_dict() for problem in self.problems],
            "given": self._set.given_json(self.given),
            "asked": self.asked.to_dict(),
            "alone": self._set.only,
            "inputs": {name: seen_json(value) for name, value in self._values.items()},
            "today": None if self.today is None else self.today.isoformat(),
            "table_set": self.table_set,
            "title": self._set.title,
            "version": self.version,
            "content_hash": self.content_hash,
            "review_status": self.review_status,
            "answered_by": self.answered_by,
            "safety": self.safety,
            "signed": self.signed,
            "signatures": {
                code: {rule: [one.to_dict() for one in signatures] for rule, signatures in rules.items()}
                for code, rules in self.signatures.items()
            },
        }

    def to_json(self) -> str:
        """The plain data as one line of JSON."""
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False)

    def _answered(self, by: dict[str, Json]) -> Result:
        """The same result, as another runtime answered it."""
        return made(type(self), (*self._state[:8], by))

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """The result that `to_dict` gave: asked again, and compared with what was stored.

        Raises ValueError, which says what differs, for data of other tables, and for data that these tables never gave.
        """
        from b12tables.runtime.stored import result_of

        found: Any = result_of(cls._of_package(), data)
        return found  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The result that `to_json` gave. Raises ValueError as `from_dict` does."""
        from b12tables.runtime.json_text import read_json

        return cls.from_dict(read_json(text))

    @classmethod
    def _of_package(cls) -> TableSet:
        """The table set whose results these are."""
        raise NotImplementedError

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.to_dict())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Result) and self._compared() == other._compared()

    def _compared(self) -> dict[str, Json]:
        """The plain data, without the order in which the case named its fields."""
        plain = self.to_dict()
        asked: Any = plain["asked"]
        if asked["case"] is not None:
            asked["case"].sort(key=repr)
        return plain

    def __hash__(self) -> int:
        return hash((self.status, self.content_hash, tuple(self._fired)))

    def __repr__(self) -> str:
        return f"<result {self.status} of {self.table_set} {self.version}>"

    # words

    def explain(
        self,
        audience: Literal["clinician", "patient"] = "clinician",
        lang: str | None = None,
        form: Literal["text", "markdown"] = "text",
        detail: Literal["full", "short"] = "full",
        origin: Mapping[str, Any] | None = None,
    ) -> str:
        """The answer and why, in words.

        `audience` is "clinician" or "patient" (the answer in the patient's words); `lang` is "en" or "de", None that of
        the tables, where everything can be said in it; `form` is "text" or "markdown".
        `detail` "short" stops after the first page: the answers, what is not known and could change them, where the
        sources disagree; "full" goes on with each decision: rules, cells, conditions, statements.
        `origin`: what `to_dict` of a case from a record gave; where each value comes from is told last. Raises
        ValueError for an audience, language, form or detail that does not exist, and for an origin that is none.
        """
        from b12tables.runtime.explain.page import explain

        return explain(self, audience, lang, form, detail, origin)


def _restored(kind: type[Result], data: object) -> Any:
    """A result out of a pickle."""
    return kind.from_dict(data)


keep: Callable[[Result, State], None] = vars(Result)["_state"].__set__
"""Gives a new result its state, which nobody changes afterwards."""


def made(kind: type[Result], state: State) -> Result:
    """A result of its state."""
    result = kind()
    keep(result, state)
    return result
