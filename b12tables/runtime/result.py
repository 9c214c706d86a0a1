"""The answer for one case: a status first, then answers, how they came about, and what stands in the way."""

from __future__ import annotations

import sys
from datetime import date

from b12tables.runtime.problems import NO_RULE, OK, InvalidCase, NoRule, Problem, Refused
from b12tables.runtime.rules import Answer, Fired, Rule, Step
from b12tables.runtime.values import seen_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Json, Value

    Status = Literal["ok", "no-rule", "missing-input", "invalid-input"]
    Given = dict[str, object]


class Signature:
    """Who signed the meaning of a rule: person, role, and the day (ISO)."""

    __slots__ = ("date", "person", "role")

    def __init__(self, person: str, role: str, date: str) -> None:
        self.person, self.role, self.date = person, role, date

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


class Result:
    """What the tables say about one case.

    `status` is `ok`, `no-rule` (a decision has no rule for this case, or rules that contradict each other),
    `missing-input` (a needed field was not stated) or `invalid-input`. Only with `ok` is every decision
    answered; otherwise `outputs` and `trace` hold the decisions that are established all the same, and
    `problems` says what and where. The generated package adds one attribute a decision:
    `result.some_decision.some_field`.
    """

    __slots__ = ("_fired", "_set", "_values", "given", "problems", "status", "today")

    status: Status

    def __init__(
        self,
        table_set: TableSet,
        given: Given,
        values: dict[str, Value],
        fired: dict[str, Rule[Any] | Fired[Any]],
        today: date | None,
        problems: tuple[Problem, ...] = (),
        status: Status = "ok",
    ) -> None:
        self._set, self._values, self._fired = table_set, values, fired
        self.given = given
        """The case as it was given: what each field was stated to be, by code."""
        self.today = today
        """The day that computed fields count to, where one was given."""
        self.problems = problems
        self.status = status

    @property
    def outputs(self) -> dict[str, Answer | tuple[Answer, ...]]:
        """The answer of each decision that was taken, by code;

        a tuple of answers where the hit policy gives a list.
        """
        return {code: fired.answer for code, fired in self._fired.items()}

    @property
    def inputs(self) -> dict[str, Value]:
        """The inputs as the tables saw them, by code: in codes and base units, computed fields too;

        None is not known.
        """
        return dict(self._values)

    @property
    def trace(self) -> tuple[Step, ...]:
        """One step for each decision that was taken, in order: its inputs, the rules that gave the answer,
        their places.
        """
        seen = dict(self._values)
        steps = []
        for decision in self._set.decisions:
            fired = self._fired.get(decision.code)
            if fired is not None:
                inputs = {name: seen[name] for name in decision.inputs}
                steps.append(Step(decision, inputs, fired.rules, fired.answer))
                seen.update(self._set.as_inputs(decision, fired.answer))
        return tuple(steps)

    def step(self, decision: str) -> Step:
        """The step of one decision. Raises KeyError where it was not taken."""
        for step in self.trace:
            if step.decision.code == decision:
                return step
        raise KeyError(decision)

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
        signed = self._set.module("signatures").SIGNED
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
        signed = self._set.module("signatures").SIGNED
        return self.status == OK and all(
            rule.id in signed.get(code, ()) for code, fired in self._fired.items() for rule in fired.rules
        )

    @property
    def safety(self) -> str:
        """The safety sentence of the table set, which belongs beside every answer."""
        return self._set.safety

    # refusing

    def or_raise(self) -> Result:
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
        fired = self._fired.get(code)
        if fired is None:
            raise self._refused()
        return fired.answer

    def words(self, field: str, audience: str = "clinician") -> str:
        """The answer of one output field in words: a choice by its label, a number with its unit; of a list all.

        `audience` "patient" takes the patient's words. Raises KeyError for a field that no decision gives, and
        `InvalidCase` or `NoRule` where its decision was not taken.
        """
        code = self._set.producer[field].code
        answer = self._answer(code)
        answers = answer if isinstance(answer, tuple) else (answer,)
        values = [one[field] for one in answers if one[field] is not None]
        texts = [self._set.by_code[field].text(value, audience == "patient") for value in values]
        return "; ".join(dict.fromkeys(texts)) or "none"

    # plain data

    def to_dict(self) -> dict[str, Json]:
        """Plain data, ready for JSON: the form that `b12tables eval --format json` prints."""
        return {
            "status": self.status,
            "outputs": {
                code: [a.to_dict() for a in answer] if isinstance(answer, tuple) else answer.to_dict()
                for code, answer in self.outputs.items()
            },
            "answers": [code for code in (*self._set.answers, *self._set.folded) if code in self._fired],
            "trace": [step.to_dict() for step in self.trace],
            "problems": [problem.to_dict() for problem in self.problems],
            "given": self._set.given_json(self.given),
            "inputs": {name: seen_json(value) for name, value in self._values.items()},
            "today": None if self.today is None else self.today.isoformat(),
            "table_set": self.table_set,
            "title": self._set.title,
            "version": self.version,
            "content_hash": self.content_hash,
            "review_status": self.review_status,
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

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Any:
        """The result that `to_dict` gave. Raises ValueError where it is of other tables than these."""
        table_set = sys.modules[cls.__module__.rpartition(".")[0]].SET
        if data["content_hash"] != table_set.content_hash or data["table_set"] != table_set.identifier:
            raise ValueError(
                f"the result is of {data['table_set']} {data['version']} ({data['content_hash'][:12]}), these tables "
                f"are {table_set.identifier} {table_set.version} ({table_set.content_hash[:12]})"
            )
        return table_set.restore(data)

    @classmethod
    def from_json(cls, text: str) -> Any:
        """The result that `to_json` gave. Raises ValueError as `from_dict` does."""
        import json

        return cls.from_dict(json.loads(text))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self._set.package, self.to_dict())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Result) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.status, self.content_hash, tuple(self._fired)))

    def __repr__(self) -> str:
        return f"<result {self.status} of {self.table_set} {self.version}>"

    # words

    def explain(
        self, audience: str = "clinician", lang: str = "en", form: str = "text", detail: str = "full"
    ) -> str:
        """The answer and why, in words.

        `audience` is "clinician" or "patient" (the answer in the patient's words); `form` is "text" or "markdown".
        `detail` "short" stops after the first page: the answers, what is not known and could change them, where the
        sources disagree; "full" goes on with each decision: rules, cells, conditions, statements. Raises ValueError
        for an audience, language, form or detail that does not exist.
        """
        from b12tables.runtime.explain.page import explain

        return explain(self, audience, lang, form, detail)


def _restored(package: str, data: dict[str, Any]) -> Any:
    """A result out of a pickle."""
    __import__(package)
    return sys.modules[package].SET.restore(data)
