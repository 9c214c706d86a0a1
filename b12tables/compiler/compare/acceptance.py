"""The third phase of a comparison: which cases the two versions accept at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from b12tables.compiler.compare.accepted_cases import ACCEPTANCE, LEFT_OUT, SAID
from b12tables.compiler.compare.alignment import Aligned, known_to
from b12tables.compiler.compare.comparison import Cause, Change
from b12tables.compiler.compare.decision_search import TOO_MUCH, Differences, check_readable, group
from b12tables.compiler.compare.differing_regions import Pair, Search
from b12tables.compiler.compare.partial_evaluation import STATED, Uncomparable
from b12tables.compiler.model import Answer, Field, Model, Place, Value, evaluate
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
    """Compares which cases are accepted, those among them that leave out what they may. What was found before the
    search ended is kept.
    """
    old, new = aligned.accepted
    pair = Pair(old, new, (ACCEPTANCE,))
    changes: list[Change] = []
    try:
        for name in (*old.input_fields, *new.input_fields):
            check_readable(aligned, name, differences.same, differences.unfinished)
        search = Search(pair, aligned.chains(aligned.alike & differences.surely), {}, aligned.effort)
        for regions in group(search, [{}]).values():
            changes += _changes(aligned, _told_apart(aligned, aligned.fewest(regions, {})))
    except (Uncomparable, BoundReached) as why:
        return Acceptance(tuple(changes), str(why) or TOO_MUCH)
    return Acceptance(tuple(changes))


def _told_apart(aligned: Aligned, regions: list[dict[str, int]]) -> list[dict[str, int]]:
    """The same regions, in each of which an input that may be left out has values, or is said to be stated or not."""
    for name in aligned.lacking.apart:
        found: dict[tuple[tuple[str, int], ...], None] = {}
        for region in regions:
            rest = {n: mask for n, mask in region.items() if n not in (name, name + STATED)}
            about = region.get(name + STATED, SAID | LEFT_OUT)
            if name not in region:
                parts = [region]
            else:
                parts = [rest | {name: region[name]}] if about & SAID else []
                parts += [rest | {name + STATED: LEFT_OUT}] if about & LEFT_OUT else []
            found.update(dict.fromkeys(tuple(sorted(part.items())) for part in parts))
        regions = [dict(region) for region in found]
    return [region for region in regions if not any(_within(region, other) for other in regions)]


def _within(region: dict[str, int], other: dict[str, int]) -> bool:
    """Whether a region lies in another one."""
    if region == other:
        return False
    said = region | {name + STATED: SAID for name in region}
    return all(name in said and not said[name] & ~mask for name, mask in other.items())


def _changes(aligned: Aligned, regions: list[dict[str, int]]) -> list[Change]:
    changes: list[Change] = []
    for wanted in ((True, False), (False, True)):
        shown = [(region, case) for region in regions if (case := aligned.case(region, wanted)) is not None]
        if shown:
            masks = tuple(region for region, _ in shown)
            changes.append(_change(aligned, masks, shown[0][1], refused_by_new=wanted[0]))
    return changes


def _change(
    aligned: Aligned, masks: tuple[dict[str, int], ...], case: dict[str, Value], refused_by_new: bool
) -> Change:
    old, new = aligned.answering
    kind: Literal["no longer accepted", "newly accepted"] = "newly accepted"
    if refused_by_new:
        kind = "no longer accepted"
    causes = [_cause(old, new, about) for about in _why_refused(aligned, int(refused_by_new), case)]
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
        answers=_answers(aligned, 0 if refused_by_new else 1, case),
    )


def _answers(aligned: Aligned, side: int, case: Mapping[str, Value]) -> Mapping[str, Answer]:
    """What the version that accepts a case answers for it."""
    model = aligned.as_stated(side, aligned.whole_sets[side])
    return evaluate(model, known_to(model, case)).outputs


def _why_refused(aligned: Aligned, side: int, case: Mapping[str, Value]) -> tuple[str, ...]:
    """The fields that are out of range or not known, and the impossible combinations that the case meets."""
    model, domains = aligned.stating[side], aligned.domains[side]
    problems = evaluate(model, known_to(model, case)).problems
    outside = [n for n, value in case.items() if not domains[n] & aligned.inputs[n].value_mask(value)]
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
