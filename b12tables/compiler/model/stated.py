"""Which fields a case states: what no table decides, with the parts that computed fields follow from.

What is computed from answers, a score, is an answer itself and never stated.
"""

from __future__ import annotations

from b12tables.compiler.model.tables import Field, Model


def stated_fields(model: Model) -> tuple[Field, ...]:
    """The fields that a case states, computed ones and their parts among them, in the order of the dictionary."""
    combined = {test.field for combination in model.impossible for test in combination.tests}
    looked_at = {name for table in model.decisions for name in table.input_fields}
    wanted = combined | looked_at | set(model.told_scores)
    used = model.behind([name for name in wanted if name not in model.produced_by], tables=False)
    stated = (name for name in used if name not in model.produced_by)
    return tuple(model.fields[name] for name in stated if not model.derived(name))
