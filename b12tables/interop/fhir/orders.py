"""Draft orders: which they are, how one differs from a row of Actions, and the order that a row asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from b12tables.interop.fhir.actions import Action, Amount
from b12tables.interop.fhir.names import Written
from b12tables.interop.fhir.observations import UCUM
from b12tables.interop.fhir.resources import Resource, codes_of, parts_of, said
from b12tables.runtime.language import t
from b12tables.runtime.numbers import amount_words, exact, number_text
from b12tables.runtime.units import in_words


@dataclass(frozen=True)
class Apart:
    """A part in which an order and a row are not seen to be one, in words. `clear`: it is known that they differ."""

    text: str
    clear: bool = True


# ---------------------------------------------------------------- comparing


def apart(action: Action, order: Resource) -> list[Apart]:
    """In which of the parts that a row states an order differs, or cannot be compared. What the row leaves open is not
    looked at.
    """
    if not (action.dose or action.every or action.route):
        return []
    instructions = parts_of(order.get("dosageInstruction"))
    if len(instructions) != 1:
        told = (
            t("it has no dosage instruction") if not instructions else t("it has several dosage instructions")
        )
        return [Apart(told, clear=False)]
    found = [
        _dose_apart(action.dose, instructions[0]),
        _every_apart(action.every, instructions[0]),
        _route_apart(action.route, instructions[0]),
    ]
    return [one for one in found if one is not None]


def _dose_apart(dose: Amount | None, instruction: Resource) -> Apart | None:
    if dose is None:
        return None
    rates = parts_of(instruction.get("doseAndRate"))
    ends = _dose_of(rates[0]) if len(rates) == 1 else None
    if ends is None:
        return Apart(
            t("its dose is not given as a quantity; the tables say {dose}", dose=words(dose)), clear=False
        )
    inside = [_within(dose, *end) for end in ends]
    if None in inside:
        return Apart(
            t("its dose is given in another unit; the tables say {dose}", dose=words(dose)), clear=False
        )
    if all(inside):
        return None
    given = t(" to ").join(dict.fromkeys(f"{number_text(number)} {said(unit)}" for number, unit in ends))
    return Apart(t("its dose is {given}; the tables say {dose}", given=given, dose=words(dose)))


def _dose_of(rate: Resource) -> list[tuple[Fraction, str]] | None:
    """Both ends of a dose; None where it is given in no form that can be compared."""
    whole = rate.get("doseRange")
    quantities = (
        [whole.get("low"), whole.get("high")]
        if isinstance(whole, Mapping)
        else [rate.get("doseQuantity")] * 2
    )
    ends = [_quantity(one) for one in quantities]
    known = [one for one in ends if one is not None]
    return known if len(known) == len(ends) else None


def _quantity(found: object) -> tuple[Fraction, str] | None:
    if not isinstance(found, Mapping) or "comparator" in found:
        return None
    number = _number(found.get("value"))
    unit = found.get("code") if found.get("system") == UCUM else found.get("unit")
    return (number, unit) if number is not None and isinstance(unit, str) else None


def _number(found: object) -> Fraction | None:
    """A number above 0, as JSON has it."""
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found < 10**12:
        return None
    return exact(found)


def _within(amount: Amount, number: Fraction, unit: str) -> bool | None:
    """Whether a number lies in an amount; None where its unit cannot be compared."""
    factor = amount.units.get(unit)
    return None if factor is None else amount.low <= number * factor <= amount.high


def _every_apart(every: Amount | None, instruction: Resource) -> Apart | None:
    if every is None:
        return None
    ends = _interval_of(instruction)
    if ends is None:
        told = t("how often is not given as a time; the tables say every {every}", every=words(every))
        return Apart(told, clear=False)
    inside = [_within(every, *end) for end in ends]
    if None in inside:
        told = t("how often is given in another unit; the tables say every {every}", every=words(every))
        return Apart(told, clear=False)
    if all(inside):
        return None
    given = t(" to ").join(dict.fromkeys(f"{number_text(n)} {in_words(unit, n)}" for n, unit in ends))
    return Apart(
        t("it is given every {given}; the tables say every {every}", given=given, every=words(every))
    )


_SAYS_MORE = ("asNeededBoolean", "asNeededCodeableConcept", "asNeeded", "asNeededFor")
_REPEATS = {"period", "periodMax", "periodUnit", "frequency"}


def _interval_of(instruction: Resource) -> list[tuple[Fraction, str]] | None:
    """The shortest and the longest time between two; None where something else is said, or more than that."""
    timing = instruction.get("timing")
    repeat = timing.get("repeat") if isinstance(timing, Mapping) else None
    if not isinstance(repeat, Mapping) or any(instruction.get(name) for name in _SAYS_MORE):
        return None
    bounds = {name for name in repeat if name.startswith("bounds")}
    if set(repeat) - _REPEATS - bounds:
        return None
    period, often = _number(repeat.get("period")), _number(repeat.get("frequency", 1))
    longest = _number(repeat.get("periodMax", repeat.get("period")))
    unit = repeat.get("periodUnit")
    if period is None or often is None or longest is None or not isinstance(unit, str):
        return None
    return [(period / often, unit), (longest / often, unit)]


def _route_apart(route: tuple[str, str, str] | None, instruction: Resource) -> Apart | None:
    if route is None:
        return None
    codes = [code for system, code in codes_of(instruction.get("route")) if system == route[0]]
    if not codes:
        return Apart(t("its route has no code; the tables say {route}", route=route[2]), clear=False)
    return (
        None
        if route[1] in codes
        else Apart(t("its route is another; the tables say {route}", route=route[2]))
    )


def words(amount: Amount) -> str:
    """An amount as people write it."""
    return amount_words(amount.low, amount.high, amount.unit)


# ---------------------------------------------------------------- writing


def drafted(action: Action, patient: str, newer: bool) -> Written:
    """The order that a row asks for, as a draft; `newer`: as R5 has it."""
    told = action.codes[0][2] or action.label  # FHIR knows no empty text
    concept = {"coding": [one_coding(code) for code in action.codes[:1]], "text": told}
    made: Written = {"resourceType": action.resource, "status": "draft", "intent": "order"}
    if action.resource == "MedicationRequest":
        made |= {"medication": {"concept": concept}} if newer else {"medicationCodeableConcept": concept}
    else:
        made["code"] = {"concept": concept} if newer else concept
    made["subject"] = {"reference": f"Patient/{patient}"}
    given = dosage(action)
    return {**made, "dosageInstruction": given} if given else made


def updated(action: Action, order: Resource) -> Written:
    """A draft order with the dosage that a row asks for; what the row leaves open stays as it was drafted."""
    [before] = parts_of(order.get("dosageInstruction"))
    stays = ["additionalInstruction", "site", "method"]
    stays += [] if action.dose else ["doseAndRate"]
    stays += [] if action.every else ["timing", *_SAYS_MORE]
    stays += [] if action.route else ["route"]
    kept = {name: before[name] for name in stays if name in before}
    return {**order, "dosageInstruction": [{**kept, **dict(_instruction(action))}]}


def dosage(action: Action) -> list[Written]:
    """How a medicine is given as a row has it; empty where the row says nothing of it."""
    instruction = dict(_instruction(action))
    return [instruction] if instruction else []


def _instruction(action: Action) -> Iterator[tuple[str, Any]]:
    told = [words(action.dose)] if action.dose else []
    told += [action.route[2]] if action.route else []
    told += [t("every {every}", every=words(action.every))] if action.every else []
    if told:
        yield "text", ", ".join(told)
    if action.every:
        yield "timing", {"repeat": _repeat(action.every)}
    if action.route:
        yield "route", {"coding": [one_coding(action.route)], "text": action.route[2]}
    if action.dose:
        yield "doseAndRate", [_dose(action.dose)]


def _repeat(every: Amount) -> Written:
    longest = {"periodMax": _plain(every.high)} if every.low != every.high else {}
    return {"frequency": 1, "period": _plain(every.low), **longest, "periodUnit": every.unit}


def _dose(dose: Amount) -> Written:
    low, high = (
        {"value": _plain(end), "unit": dose.unit, "system": UCUM, "code": dose.unit}
        for end in (dose.low, dose.high)
    )
    return {"doseQuantity": low} if dose.low == dose.high else {"doseRange": {"low": low, "high": high}}


def _plain(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else float(number)


def one_coding(code: tuple[str, str, str]) -> Written:
    """A code with its words, where it has any."""
    system, own, display = code
    return {"system": system, "code": own, **({"display": display} if display else {})}
