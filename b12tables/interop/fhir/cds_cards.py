"""The cards of CDS Hooks 2.0: what an answer says, what it says of a draft order, and what it suggests."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from b12tables.interop.fhir.actions import FITS, NOT_TO_ORDER, ORDER, REASON, Action, actions_of, holding
from b12tables.interop.fhir.drafts import Draft
from b12tables.interop.fhir.names import Written
from b12tables.interop.fhir.orders import apart, drafted, updated
from b12tables.interop.fhir.record import FromRecord
from b12tables.runtime.accepted import known_errors
from b12tables.runtime.addresses import ORDERS, action_anchor, decision_address, rule_anchor
from b12tables.runtime.explain.first_page import FirstPage
from b12tables.runtime.explain.sentence import fields_of, parse, render
from b12tables.runtime.explain.telling import HEADLINE, Telling, values_of, words
from b12tables.runtime.language import speaking, t
from b12tables.runtime.summaries import LONGEST_SUMMARY


@dataclass(frozen=True)
class Card:
    """A card before it is written. `rules` are those that it rests on, by decision and ID; `row` is the one of Actions
    that it tells of, by its ID.
    """

    summary: str
    indicator: str
    detail: str
    suggestions: tuple[Written, ...] = ()
    reasons: tuple[Written, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    row: str = ""


class Cards:
    """What is told of one patient: of a record, and what a set answers of it.

    `patient` is the id of who it is ("" where nobody says it), `instance` the call, `link` the address of the site of
    the rules, or "".
    """

    def __init__(
        self, record: FromRecord, result: Any, *, patient: str = "", instance: str = "", link: str = ""
    ) -> None:
        self._record, self._result, self._set = record, result, result._set
        self._patient, self._instance, self._link = patient, instance, link
        self._telling = Telling(self._set)
        self._known = actions_of(self._set)
        self._held = holding(self._known, result) if result.status == "ok" else ()

    # ------------------------------------------------------------ the hooks

    def patient_view(self) -> list[Written]:
        """The cards for whoever opens a record."""
        with speaking(self._set.language):
            return [self._written(card) for card in self._of_patient(())]

    def order_select(self, drafts: Sequence[Draft]) -> list[Written]:
        """The cards for whoever chooses an order; none where the sheet Actions speaks of nothing that was chosen."""
        chosen = [draft for draft in drafts if draft.chosen]
        concerned = [
            draft for draft in chosen if any(row.is_of(draft.kind, [*draft.codes]) for row in self._known)
        ]
        nameless = [draft for draft in chosen if not draft.codes and draft.kind in self._kinds]
        with speaking(self._set.language):
            cards = [*self._of_orders(concerned), *map(_nameless, nameless)]
            if concerned:
                cards += self._of_patient(drafts)
            return [self._written(card) for card in cards]

    @property
    def _kinds(self) -> set[str]:
        return {row.resource for row in self._known}

    # ------------------------------------------------------------ the patient

    def _of_patient(self, drafts: Sequence[Draft]) -> Iterator[Card]:
        """What is unclear in the record, and entries that do not fit; then the answer, then what must not be done."""
        record, result = self._record, self._result
        if record.problems:
            lines = [self._problem(problem.field, problem.message) for problem in record.problems]
            yield Card(t("The record is not clear: somebody has to look"), "warning", "\n\n".join(lines))
        if record.refused:
            return
        if result.status != "ok":
            why = "\n\n".join([*known_errors(result), *(problem.message for problem in result.problems)])
            yield Card(t("No recommendation: the case has no answer"), "warning", why)
            return
        page = FirstPage(result)
        if page.entries:
            what = "\n\n".join(line.text for line in page.entries)
            yield Card(t("Look at the entries first: they do not fit together"), "warning", what)
        yield self._answer(page, drafts)
        short = self._short_words()
        for line in page.do_not:
            indicator = "critical" if line.grave else "warning"
            yield Card(short.get(line.text, line.text), indicator, line.text)

    def _answer(self, page: FirstPage, drafts: Sequence[Draft]) -> Card:
        # what rests on entries that do not fit, or passes an error that is known, is not told as if nothing were wrong
        sound = self._is_sound(page)
        result = self._result
        return Card(
            self._short_headline() or page.headline or result.safety,
            "info" if sound else "warning",
            f"{result.explain(form='markdown', detail='short')}\n\n{result.safety}",
            tuple(self._orders(drafts)) if sound and not self._record.problems else (),
            tuple(self._reasons()),
            tuple(self._behind(fields_of(parse(self._telling.template(HEADLINE))))),
        )

    def _is_sound(self, page: FirstPage) -> bool:
        return not page.entries and not self._result.accepted

    def _problem(self, field: str, message: str) -> str:
        known = self._set.inputs.get(field)
        return f"{known.label}: {message}" if known is not None else message

    def _short_headline(self) -> str:
        """The author's headline for where there is little room; "" where there is none."""
        text = getattr(self._set.details(), "SHORT_HEADLINE", "")
        if not text:
            return ""
        values = values_of(self._result)

        def say(name: str, code: bool) -> str:
            return self._telling.say(name, values, code)

        return render(parse(text), say, self._telling.lowered)

    def _short_words(self) -> dict[str, str]:
        """What stands for a value where there is little room, by what is said of it otherwise."""
        short: dict[str, dict[str, str]] = getattr(self._set.details(), "SHORT", {})
        return {
            words(self._set.by_code[name], code): said
            for name, rows in short.items()
            for code, said in rows.items()
        }

    def _behind(self, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The rules that gave some fields."""
        producers = {self._set.producer[name].code for name in fields if name in self._set.producer}
        for step in self._result.trace:
            if step.decision.code in producers:
                yield from ((step.decision.code, rule.id) for rule in step.rules)

    # ------------------------------------------------------------ orders

    def _orders(self, drafts: Sequence[Draft]) -> Iterator[Written]:
        """A suggestion for each order that the tables ask for, and that nobody drafted."""
        newer = any(draft.is_newer for draft in drafts)
        for row in self._held if self._patient else ():
            if row.does == ORDER and not any(row.is_of(one.kind, [*one.codes]) for one in drafts):
                order = drafted(row, self._patient, newer)
                yield self._suggestion(row.id, row.label, {"type": "create", "resource": order})

    def _reasons(self) -> Iterator[Written]:
        for row in self._held:
            if row.does == REASON:
                system = f"{self._link or f'urn:b12tables:{self._set.identifier}'}/reasons"
                own = [(code[0], code[1]) for code in row.codes[:1]] or [(system, row.id)]
                yield {"system": own[0][0], "code": own[0][1], "display": row.label}

    def _of_orders(self, drafts: Sequence[Draft]) -> Iterator[Card]:
        """What the tables say of draft orders, where they say another thing; of an order as they ask for it nothing."""
        for draft in drafts:
            if not draft.of_patient:
                yield Card(
                    t("The draft order is not for the patient whose record this is"), "warning", draft.name
                )
                continue
            if self._result.status != "ok" or self._record.problems:
                continue  # that nothing can be said is told of the patient
            rows = [row for row in self._held if row.is_of(draft.kind, [*draft.codes])]
            if any(row.does in (ORDER, FITS) and not apart(row, draft.resource) for row in rows):
                rows = [row for row in rows if row.does == NOT_TO_ORDER]  # as the tables say
            for row in rows:
                yield from self._against(row, draft)

    def _against(self, row: Action, draft: Draft) -> Iterator[Card]:
        rules = tuple(self._behind(row.fields))
        if row.does == NOT_TO_ORDER:
            taken_out = tuple(self._taking_out(row, draft))
            reasons = tuple(self._reasons())
            yield Card(row.label, "warning", row.detail or row.label, taken_out, reasons, rules, row.id)
        if row.does != ORDER:
            return
        found = apart(row, draft.resource)
        if not found:
            return
        clear = any(one.clear for one in found)
        told = t("Not as the tables say: {label}", label=row.label)
        if not clear:
            told = t("Not compared with the tables: {label}", label=row.label)
        parts = "\n".join(f"- {one.text}" for one in found)
        yield Card(
            told,
            "warning" if clear else "info",
            "\n\n".join(filter(None, (parts, row.detail))),
            tuple(self._change(row, draft)) if clear else (),
            tuple(self._reasons()),
            rules,
            row.id,
        )

    def _taking_out(self, row: Action, draft: Draft) -> Iterator[Written]:
        """That the order is deleted; none where the entries do not fit, or an error of the tables is passed."""
        if self._is_sound(FirstPage(self._result)):
            remove = {"type": "delete", "resourceId": draft.name}
            yield self._suggestion(f"{row.id} {draft.name}", t("Take the draft order out"), remove)

    def _change(self, row: Action, draft: Draft) -> Iterator[Written]:
        """The order as the row asks for it; none where the entries do not fit, or an error of the tables is passed."""
        if self._is_sound(FirstPage(self._result)):
            changed = {"type": "update", "resource": updated(row, draft.resource)}
            yield self._suggestion(f"{row.id} {draft.name}", row.label, changed)

    # ------------------------------------------------------------ writing

    def _suggestion(self, name: str, label: str, action: Written) -> Written:
        return {
            "label": label,
            "uuid": self._uuid(f"suggestion {name}"),
            "actions": [{"type": action["type"], "description": label, **action}],
        }

    def _uuid(self, name: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self._instance} {self._set.content_hash} {name}"))

    def _written(self, card: Card) -> Written:
        told = self._set
        source = {"label": f"{told.title} {told.version} ({told.review_status})"}
        written: Written = {
            "uuid": self._uuid(f"{card.indicator} {card.summary} {card.detail}"),
            "summary": cut(card.summary),
            "indicator": card.indicator,
            "detail": card.detail,
            "source": {**source, "url": self._link} if self._link else source,
        }
        if card.suggestions:
            written |= {"suggestions": list(card.suggestions), "selectionBehavior": "any"}
        if card.reasons:
            written["overrideReasons"] = list(card.reasons)
        if self._link:
            written["links"] = list(self._links(card))
        return written

    def _links(self, card: Card) -> Iterator[Written]:
        yield {"label": t("The rules"), "url": self._link, "type": "absolute"}
        top = self._link.rstrip("/")
        if card.row:
            where = f"{top}/{ORDERS}#{action_anchor(card.row)}"
            yield {"label": f"{t('Orders')} {card.row}", "url": where, "type": "absolute"}
        labels = {decision.code: decision.label for decision in self._set.decisions}
        for decision, rule in dict.fromkeys(card.rules):
            where = f"{top}/{decision_address(decision)}#{rule_anchor(rule)}"
            yield {"label": f"{labels[decision]} {rule}", "url": where, "type": "absolute"}


def cut(text: str) -> str:
    """A summary as long as the standard allows; what is proved to be short enough is never cut."""
    summary = " ".join(text.split())
    if len(summary) <= LONGEST_SUMMARY:
        return summary
    short = summary[: LONGEST_SUMMARY - 1]
    return (short.rpartition(" ")[0] or short) + "…"


def _nameless(draft: Draft) -> Card:
    return Card(t("Not compared with the tables: the draft order names no code"), "info", draft.name)
