"""What decides an answer and is never asked, against looking at every case with the input known and not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import event, given, settings

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Value
from b12tables.compiler.model.tables import Model
from b12tables.runtime.words import UNKNOWN
from tests.kit.cases import as_values
from tests.kit.small_sets import Whole, every_case, take
from tests.oracles.test_analysis import _too_large
from tests.strategies import small_models

Pair = tuple[Whole, Whole]


def _pairs(cases: list[Whole], name: str) -> Iterator[Pair]:
    """Every two cases that differ in one input: not known in the first, known in the second."""
    known: dict[object, list[Whole]] = {}
    unknown: list[tuple[object, Whole]] = []
    for whole in cases:
        rest = tuple((n, v) for n, v in whole.given.items() if n != name)
        if whole.given[name] == UNKNOWN:
            unknown.append((rest, whole))
        else:
            known.setdefault(rest, []).append(whole)
    for rest, whole in unknown:
        yield from ((whole, other) for other in known.get(rest, ()))


def _settled(model: Model, pair: Pair, asking: list[str]) -> bool:
    """Whether the first case has a question that the second has not."""
    before, after = pair
    for name in (name for code in asking for name in model.decision[code].output_fields):
        one, other = before.values.get(name), after.values.get(name)
        if isinstance(one, frozenset) and isinstance(other, frozenset) and one - other:
            return True
    return False


def _changed(pair: Pair, outputs: list[str]) -> bool:
    before, after = pair
    both = (name for name in outputs if name in before.values and name in after.values)
    return any(before.values[name] != after.values[name] for name in both)


def _single(model: Model, outputs: list[str]) -> list[str]:
    """Without the numbers that are made of several rules: of those not every change is looked for."""
    return [name for name in outputs if not model.produced_by[name].hit_policy.aggregates]


@given(small_models())
@settings(max_examples=400, derandomize=True)
def test_what_is_never_asked_is_what_no_two_cases_ask_for(model: Model) -> None:
    lists = [table.code for table in model.decisions if table.hit_policy.gives_list]
    if _too_large(model) or not lists:
        return
    asking = lists[:1]
    model = replace(model, about=replace(model.about, questions=tuple(asking)))
    answers = [code for code in model.answers if code not in asking]
    outputs = [name for code in answers for name in model.decision[code].output_fields]
    findings, _ = run_checks(model)
    assert not [finding for finding in findings if finding.name == "analysis-incomplete"]
    told = {finding.data["field"]: finding for finding in findings if finding.name == "unasked-input"}
    cases = list(every_case(model))
    for name in (name for name in model.fields if name not in model.produced_by):
        if not model.fields[name].unknown:
            assert name not in told
            continue
        pairs = list(_pairs(cases, name)) if cases and name in cases[0].given else []
        decides = any(_changed(pair, outputs) for pair in pairs)
        clearly = any(_changed(pair, _single(model, outputs)) for pair in pairs)
        asked = any(_settled(model, pair, asking) for pair in pairs)
        event(f"decides {decides}, asked {asked}")
        assert (name in told) <= (decides and not asked), name
        assert (name in told) >= (clearly and not asked), name
        if name in told:
            data = told[name].data
            _shown(
                model,
                as_values(model, told[name].example),
                as_values(model, data["beside"]),
                name,
                data["output"],
            )


def _shown(
    model: Model, without: dict[str, Value], known: dict[str, Value], name: str, output: object
) -> None:
    """Both patients of a finding differ in the input alone, and the output named is another for each."""
    assert {n for n in without | known if without.get(n) != known.get(n)} == {name}
    assert without[name] == UNKNOWN != known[name]
    open_ = {n: UNKNOWN for n in model.fields if n not in model.produced_by and n not in without}
    one, other = take(model, without | open_), take(model, known | open_)
    assert one.values[str(output)] != other.values[str(output)]
