"""What the headline hangs on in the worked cases, beside leaving out and evaluating each entry in the package."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from b12tables.compiler.model import precedents
from b12tables.compiler.model.precedents import MOST_CASES
from b12tables.runtime.axes import bits
from b12tables.runtime.explain.nearest import Nearest
from b12tables.runtime.explain.sentence import fields_of, parse
from tests.kit.packages import given_json, real_model, real_package


def told(result: Any, names: tuple[str, ...]) -> object:
    """What the headline speaks of; None where there is no answer."""
    producer = result._set.producer
    answers = [result.outputs[producer[name].code] for name in names] if result.status == "ok" else None
    return answers and [answer[name] for name, answer in zip(names, answers, strict=True)]


def test_what_decides_in_the_worked_cases_is_what_the_package_says() -> None:
    model, package = real_model(), real_package()
    names = fields_of(parse(model.about.headline))
    decides: dict[str, list[int]] = {}
    taken = 0
    for case in model.cases[:: -(-len(model.cases) // MOST_CASES)]:
        today = case.given.get("today")
        given = given_json(model, {name: value for name, value in case.given.items() if name != "today"})
        whole = told(package.evaluate(given, today=today), names)
        if whole is None:
            continue
        hangs = []
        for name in given:
            less = {other: value for other, value in given.items() if other != name}
            if told(package.evaluate(less, today=today), names) != whole:
                hangs.append(name)
        for name in hangs:
            decides.setdefault(name, []).append(taken)
        taken += bool(hangs)
    found = precedents(model)
    assert {name: list(bits(cases)) for name, cases in found.decides.items()} == decides
    assert set(found.stated) <= set(decides)
    assert len(decides["phase"]) > 50


CODES = st.sampled_from(["a", "b", None])
WORKED = st.lists(
    st.tuples(CODES, CODES, st.booleans(), st.sets(st.sampled_from(["p", "q", "r"]), min_size=1)), max_size=40
)


@given(WORKED, st.tuples(CODES, CODES, st.sampled_from([True, False, None])))
def test_cases_are_near_by_the_choices_in_which_they_agree(
    worked: list[tuple[str | None, str | None, bool, set[str]]],
    patient: tuple[str | None, str | None, bool | None],
) -> None:
    stated: dict[str, dict[str, int]] = {"p": {}, "q": {}, "r": {}}
    decides: dict[str, int] = {}
    for place, (p, q, r, hangs) in enumerate(worked):
        for name, value in (("p", p), ("q", q), ("r", "yes" if r else "no")):
            if value is not None:
                stated[name][value] = stated[name].get(value, 0) | 1 << place
        for name in hangs:
            decides[name] = decides.get(name, 0) | 1 << place
    nearest = Nearest(stated, decides, dict(zip("pqr", patient, strict=True)))
    asked = [value for value in patient if value is not None]
    for name in "pqr":
        counts = [0] * (len(asked) + 1)
        for *case, hangs in worked:
            far = sum(said is not None and said != own for said, own in zip(patient, case, strict=True))
            counts[far] += name in hangs
        assert nearest.decides(name) == sum(count * 4.0**-step for step, count in enumerate(counts))
