"""The decisions of a set as a PlanDefinition, its orders as ActivityDefinitions, the conditions as a Library of CQL.

Whether a rule holds is said in CQL alone, by the library that is exported beside (`interop.cql`): nothing else that
FHIR takes says it exactly. Without that library the plan has the conditions in words only, which is told.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from b12tables.interop.cql_names import STATUS, action_name, name, quoted, rules_name
from b12tables.interop.fhir.actions import FITS, NOT_TO_ORDER, REASON, Action, actions_of
from b12tables.interop.fhir.names import Written
from b12tables.interop.fhir.orders import dosage, one_coding
from b12tables.runtime.accepted import AcceptedError
from b12tables.runtime.language import t
from b12tables.runtime.rules import Decision, Rule
from b12tables.runtime.words import NO_RESULT

_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"

Head = Callable[[str, Sequence[str], str], Written]
"""What every resource says of itself: of its kind, the codes that it is of, and its title."""


@dataclass(frozen=True)
class CannotSay:
    """Something of a set that its resources do not say: a stable name, why, and what it concerns."""

    name: str
    text: str
    concerns: tuple[str, ...]

    def line(self) -> str:
        """As it is told."""
        return f"{self.name}: {self.text} ({', '.join(self.concerns)})"


def not_said(table_set: Any, cql: str = "") -> tuple[CannotSay, ...]:
    """What of a set its resources do not say, in a fixed order; `cql` is its library, "" where there is none."""
    decisions, actions = table_set.decisions, actions_of(table_set)
    # a package from before this was told has no such name
    errors: tuple[AcceptedError, ...] = getattr(table_set.signatures(), "ACCEPTED", ())
    found = [
        CannotSay(
            "accepted-errors",
            t(
                "errors of the tables that are known and were accepted: the plan does not say whose answers pass one"
            ),
            tuple(map(str, errors)),
        ),
        CannotSay(
            "conditions",
            t("in words only: without a library of CQL no language of FHIR says them exactly"),
            tuple(one.code for one in decisions if not cql),
        ),
        CannotSay(
            "results",
            t("what a rule gives is a text of the plan; as values it is in the library of CQL"),
            tuple(one.code for one in decisions),
        ),
        CannotSay(
            "numbers-of-several",
            t("a number made of several rules: the plan has the rules, and not the number"),
            tuple(one.code for one in decisions if not (one.gives_list or one.takes_one)),
        ),
        CannotSay(
            "computed-fields",
            t("what a field follows from is in the library of CQL; the Questionnaire asks for it"),
            tuple(name for name, field in table_set.inputs.items() if field.computed is not None),
        ),
        CannotSay(
            "as-right",
            t(
                "an order that fits as well: the plan has it like one that is asked for, and says which in words"
            ),
            tuple(one.id for one in actions if one.does == FITS),
        ),
        CannotSay(
            "reasons",
            t("why one may depart from an answer: CDS Hooks has it"),
            tuple(one.id for one in actions if one.does == REASON),
        ),
    ]
    return tuple(one for one in found if one.concerns)


class Plan:
    """The resources for the decisions of one set; `cql` is the text of its library, "" where there is none."""

    def __init__(self, table_set: Any, head: Head, cql: str = "") -> None:
        self._set, self._head, self._cql = table_set, head, cql
        self._actions = actions_of(table_set)
        self._orders = [one for one in self._actions if one.does != REASON]

    def resources(self) -> Iterator[Written]:
        """The library, the plan, and the orders that it names."""
        library = [self._library()] if self._cql else []
        activities = {action.id: self._activity(action) for action in self._orders}
        yield from library
        yield self._plan(library, activities)
        yield from activities.values()

    # ---------------------------------------------------------------- the library

    def _library(self) -> Written:
        data = base64.b64encode(self._cql.encode("utf-8")).decode("ascii")
        return {
            **self._head(
                "Library", [self._set.identifier], t("{title}: the decisions", title=self._set.title)
            ),
            "type": {"coding": [{"system": f"{_TERMINOLOGY}/library-type", "code": "logic-library"}]},
            "content": [{"contentType": "text/cql", "data": data}],
        }

    def _condition(self, expression: str) -> Written:
        if not self._cql:
            return {}
        told = {"language": "text/cql", "expression": expression}
        return {"condition": [{"kind": "applicability", "expression": told}]}

    # ---------------------------------------------------------------- the plan

    def _plan(self, library: Sequence[Written], activities: dict[str, Written]) -> Written:
        actions = [self._decision(one) for one in self._set.decisions]
        if self._orders:
            orders = [self._order(one, activities[one.id]["url"]) for one in self._orders]
            actions.append({"title": t("Orders"), "selectionBehavior": "any", "action": orders})
        usage = "\n".join(f"{one.line()}." for one in not_said(self._set, self._cql))
        return {
            **self._head("PlanDefinition", [self._set.identifier], self._set.title),
            "type": {"coding": [{"system": f"{_TERMINOLOGY}/plan-definition-type", "code": "eca-rule"}]},
            "purpose": self._set.intended_use,
            "usage": f"{t('What this plan does not say of the tables:')}\n{usage}",
            **({"library": [one["url"] for one in library]} if library else {}),
            "action": actions,
        }

    def _decision(self, decision: Decision) -> Written:
        told: Written = {"title": decision.label}
        if decision.question:
            told["description"] = decision.question
        told["textEquivalent"] = f"{t('Hit policy')}: {decision.hit_policy}"
        told["selectionBehavior"] = "exactly-one" if decision.takes_one else "all"
        told["action"] = [self._rule(decision, rule) for rule in decision.rules]
        return told

    def _rule(self, decision: Decision, rule: Rule[Any]) -> Written:
        held, id_ = name(rules_name(decision.code)), quoted(rule.id)
        is_it = f"First({held}) = {id_}" if decision.takes_one else f"{id_} in {held}"
        evidence = list(self._evidence(rule))
        return {
            "prefix": rule.id,
            "title": self._given(decision, rule.answer),
            "textEquivalent": self._asked(decision, rule),
            **({"documentation": evidence} if evidence else {}),
            **self._condition(f"{name(STATUS)} = 'ok' and {is_it}"),
        }

    def _given(self, decision: Decision, answer: Any) -> str:
        """What a rule gives, in words."""
        told = []
        for code in decision.outputs:
            field, value = self._set.by_code[code], answer[code]
            told.append(f"{field.label}: {t(NO_RESULT) if value is None else field.text(value)}")
        return "; ".join(told)

    def _asked(self, decision: Decision, rule: Rule[Any]) -> str:
        conditions = self._set.conditions(decision.code).get(rule.id)
        if conditions is None:
            return t("Where no other rule applies.")
        lines = [f"{self._set.by_code[code].label}: {text}" for code, text, _ in conditions]
        return "\n".join(lines) or t("For everybody.")

    def _evidence(self, rule: Rule[Any]) -> Iterator[Written]:
        for one in rule.evidence:
            source, section, wording = (
                self._set.statement(one.ref) if one.kind == "statement" else ("", "", "")
            )
            said = ": ".join(filter(None, (" ".join(filter(None, (source, section))), wording)))
            yield {"type": "citation", "label": one.ref or one.kind, "citation": said or str(one)}

    # ---------------------------------------------------------------- orders

    def _order(self, action: Action, activity: str) -> Written:
        asks = {FITS: t("As right as what is asked for."), NOT_TO_ORDER: t("Advised against.")}.get(
            action.does, ""
        )
        said = f"{asks} {action.detail}".strip()
        return {
            "prefix": action.id,
            "title": action.label,
            **({"description": said} if said else {}),
            "textEquivalent": "\n".join(action.lines) or t("For everybody with an answer."),
            **self._condition(name(action_name(action.id))),
            "definitionCanonical": activity,
        }

    def _activity(self, action: Action) -> Written:
        concept = {
            "coding": [one_coding(code) for code in action.codes],
            "text": action.codes[0][2] or action.label,
        }
        medicine = action.resource == "MedicationRequest"
        return {
            **self._head(
                "ActivityDefinition", [self._set.identifier, action.id.replace("_", "~")], action.label
            ),
            "kind": action.resource,
            "intent": "proposal",
            **({"doNotPerform": True} if action.does == NOT_TO_ORDER else {}),
            ("productCodeableConcept" if medicine else "code"): concept,
            **({"dosage": given} if (given := dosage(action)) else {}),
        }
