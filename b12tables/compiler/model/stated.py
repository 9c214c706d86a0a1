"""Which fields a case states: what no table decides, with the parts that computed fields follow from.

What is computed from answers, a score, is an answer itself and never stated.
"""

from __future__ import annotations

from b12tables.compiler.model.tables import Field, Model
from b12tables.runtime.dependencies import reach


def stated_fields(model: Model) -> tuple[Field, ...]:
    """The fields that a case states, computed ones and their parts among them, in the order of the dictionary."""
    combined = {test.field for combination in model.impossible for test in combination.tests}
    looked_at = {name for table in model.decisions for name in table.input_fields}
    wanted = combined | looked_at | set(model.told_scores)
    used = model.behind([name for name in wanted if name not in model.produced_by], tables=False)
    stated = (name for name in used if name not in model.produced_by)
    return tuple(model.fields[name] for name in stated if not model.derived(name))


def looked_at(model: Model) -> frozenset[str]:
    """The fields that every case is asked for, itself or by what it states: those that tables look at, the scores that
    are told, and what scores follow from.
    """
    asked = [*(name for table in model.decisions for name in table.input_fields), *model.told_scores]
    return reach({name: model.parts[name] for name in model.scores}, asked)


def may_be_left_out(model: Model) -> frozenset[str]:
    """The inputs of which nothing need be there, not even that they are not known: nothing looks at them, and they
    have no *not known*, or follow from such a one. No impossible combination holds of what is not there.
    """
    seen = looked_at(model)
    beside = [name for name in model.fields if name not in model.produced_by and name not in seen]
    open_ = {name for name in beside if not model.fields[name].unknown}
    needs = {name: model.parts.get(name, ()) for name in beside}
    return frozenset(name for name in beside if not open_.isdisjoint(reach(needs, [name])))
