"""A finding as a small picture: its patient's table along the two columns that matter, and which rules hold where."""

from __future__ import annotations

from b12tables.compiler.model import Finding, Model, Value, evaluate, value_words, values_after
from b12tables.compiler.proof import Slice, Spot, slice_at
from b12tables.compiler.reader import read_stated
from b12tables.desk.draft import Draft, NotDone
from b12tables.desk.patients import EMPTY
from b12tables.runtime.language import t
from b12tables.runtime.words import UNKNOWN


def picture_data(draft: Draft, number: int) -> dict[str, object]:
    """The picture of a finding by its number. Raises `NotDone` where it has none."""
    finding = draft.told[number - 1].finding if 0 < number <= len(draft.told) else None
    model = draft.model
    if finding is None:
        raise NotDone(t("the tables have changed since this finding was shown: look at them again"))
    found = _slice(model, finding) if has_picture(finding) else None
    if found is None:
        raise NotDone(t("of this finding there is no picture: no patient of it can be seen from one table"))
    return _data(model, finding, found)


def has_picture(finding: Finding) -> bool:
    """Whether a finding is about patients of one table."""
    return bool(finding.decision and finding.example is not None and finding.region)


def _slice(model: Model, finding: Finding) -> Slice | None:
    table = model.decision.get(finding.decision or "")
    if table is None or finding.example is None:
        return None
    given, troubles = read_stated(model, {name: _stated(value) for name, value in finding.example.items()})
    if troubles:
        return None
    known = values_after(given, evaluate(model, given, None))
    values: dict[str, Value] = {}
    for name in table.input_fields:
        if name in known:
            values[name] = known[name]
        elif not model.derived(name) and model.can_be_unknown(name):
            values[name] = UNKNOWN
    return slice_at(model, table.code, values, finding.region)


def _stated(value: object) -> str:
    """An entry of an example as somebody would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or EMPTY
    return str(value)


def _data(model: Model, finding: Finding, found: Slice) -> dict[str, object]:
    """As the page draws it: a line for each stretch of the first column, one line where a single column is varied."""
    table = model.decision[finding.decision or ""]
    one_answer = not table.hit_policy.gives_list and not table.hit_policy.aggregates
    down = found.stretches[0] if len(found.columns) == 2 else ("",)
    across = found.stretches[-1]
    here = found.here if len(found.columns) == 2 else (0, *found.here)
    drawn = [_spot_data(spot, one_answer) for spot in found.spots]
    drawn[here[0] * len(across) + here[1]]["here"] = True
    labels = [model.fields[name].label for name in found.columns]
    return {
        "decision": table.label,
        "heads": ["", *labels][-2:],
        "across": list(across),
        "rows": [
            {"name": name, "spots": drawn[n * len(across) : (n + 1) * len(across)]}
            for n, name in enumerate(down)
        ],
        "others": [
            f"{model.fields[name].label}: {value_words(value, model.fields[name])}"
            for name, value in found.others.items()
        ],
        "cut": found.cut,
    }


def _spot_data(spot: Spot, one_answer: bool) -> dict[str, object]:
    """A place of the picture: `none` holds, one or several do (`many` where there can be one answer), or `never`."""
    kind = "never" if spot.why else "none" if not spot.rules else "held"
    if one_answer and len(spot.rules) > 1:
        kind = "many"
    return {"kind": kind, "rules": list(spot.rules), "why": spot.why, "here": False}
