"""The third phase of a comparison: which cases the two versions accept at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from b12tables.compiler.compare.alignment import Aligned, known_to
from b12tables.compiler.compare.comparison import Cause, Change
from b12tables.compiler.compare.decision_search import TOO_MUCH, Differences, check_readable, group
from b12tables.compiler.compare.differing_regions import Pair, Search
from b12tables.compiler.compare.partial_evaluation import ACCEPTANCE, Uncomparable, domain
from b12tables.compiler.model import Answer, DecisionTable, Field, Model, Place, Value, evaluate
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.table_space import lines_text
from b12tables.compiler.reader import range_text
from b12tables.runtime.words import UNKNOWN


@dataclass(frozen=True)
class Acceptance:
    """How the cases that are accepted differ; `unfinished` says why that could not be found out, or ""."""

    changes: tuple[Change, ...]
    unfinished: str = ""


def compare_acceptance(aligned: Aligned, differences: Differences) -> Acceptance:
    """Compares which cases that state everything are accepted. What was found before the search ended is kept."""
    accepted = old, new = aligned.accepted
    pair = Pair(old, new, (ACCEPTANCE,))
    changes: list[Change] = []
    try:
        for name in (*old.input_fields, *new.input_fields):
            check_readable(aligned, name, differences.same, differences.unfinished)
        search = Search(pair, aligned.chains(aligned.alike & differences.surely), {}, aligned.effort)
        for regions in group(search, [{}]).values():
            changes += _changes(aligned, aligned.fewest(regions, {}), accepted)
    except (Uncomparable, BoundReached) as why:
        return Acceptance(tuple(changes), str(why) or TOO_MUCH)
    return Acceptance(tuple(changes))


def _changes(
    aligned: Aligned,
    regions: list[dict[str, int]],
    accepted: tuple[DecisionTable, DecisionTable],
) -> list[Change]:
    changes: list[Change] = []
    for wanted in ((True, False), (False, True)):
        shown = [(region, case) for region in regions if (case := aligned.case(region, wanted, accepted))]
        if shown:
            masks = tuple(region for region, _ in shown)
            changes.append(_change(aligned, masks, shown[0][1], refused_by_new=wanted[0]))
    return changes


def _change(
    aligned: Aligned, masks: tuple[dict[str, int], ...], case: dict[str, Value], refused_by_new: bool
) -> Change:
    old, new = aligned.models
    side = new if refused_by_new else old
    kind: Literal["no longer accepted", "newly accepted"] = "newly accepted"
    if refused_by_new:
        kind = "no longer accepted"
    causes = [_cause(old, new, about) for about in _why_refused(aligned, side, case)]
    return Change(
        "",
        kind,
        (),
        aligned.boxes(masks),
        masks,
        aligned.given(case),
        None,
        None,
        (),
        (),
        (),
        (),
        tuple(causes),
        answers=_answers(aligned.whole_sets[0 if refused_by_new else 1], case),
    )


def _answers(model: Model, case: Mapping[str, Value]) -> Mapping[str, Answer]:
    """What the version that accepts a case answers for it."""
    return evaluate(model.as_stated, known_to(model, case)).outputs


def _why_refused(aligned: Aligned, model: Model, case: Mapping[str, Value]) -> tuple[str, ...]:
    """The fields that are out of range or not stated, and the impossible combinations that the case meets."""
    problems = evaluate(model.as_stated, known_to(model, case)).problems
    outside = [
        name
        for name, axis in aligned.inputs.items()
        if not domain(model, name, axis) & axis.value_mask(case[name])
    ]
    why = tuple(dict.fromkeys([*outside, *(p.about for p in problems if p.name == "impossible")]))
    assert why, "the example of a refused case is not refused"
    return why


def _cause(old: Model, new: Model, about: str) -> Cause:
    """What refuses a case: the impossible combination, or what a field may be, as both versions have it."""
    before, now = _read(old, about), _read(new, about)
    places = (before and before[0], now and now[0])
    return Cause(*places, before[1] if before else "", now[1] if now else "")


def _read(model: Model, about: str) -> tuple[Place, str] | None:
    """Where a version says it, and what; None where it says nothing of it."""
    for combination in model.impossible:
        if combination.id == about:
            return combination.place, f"{about}: {lines_text(combination.tests, model)}"
    field = model.fields.get(about)
    return None if field is None else (field.place, f"{field.label}: {_may_be(field)}")


def _may_be(field: Field) -> str:
    """What a field may be, in short."""
    if field.values:
        known = [row.label for row in field.values]
    elif field.low is not None or field.high is not None:
        known = [range_text(field)]
    else:
        known = [f"a {field.type}"]
    return "; ".join([*known, *([UNKNOWN] if field.unknown else [])])
