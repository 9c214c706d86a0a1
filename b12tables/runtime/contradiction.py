"""Stated values that are not what follows from the fields from which they could have been computed."""

from __future__ import annotations

from b12tables.runtime.language import t
from b12tables.runtime.problems import Problem
from b12tables.runtime.reading import plain_json
from b12tables.runtime.values import differs, follow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from b12tables.runtime.fields import Field
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Value


def contradictions(
    table_set: TableSet, known: dict[str, Any], values: dict[str, Any], today: date | None
) -> list[Problem]:
    """A problem for each of them. `known` is added to where a part can be computed."""
    found: list[Problem] = []
    for name, field in table_set.inputs.items():
        stated, computed = known.get(name), field.computed
        if computed is None or stated is None or table_set.may_follow(name, values.get(name)):
            continue
        parts: list[Any] = []
        for part in computed.parts:
            if part == "today" and part not in table_set.inputs:
                parts.append(today)
                continue
            table_set.follow(part, known, values, today, [])
            parts.append(known.get(part))
        follows = follow(computed, parts)
        if differs(stated, follows, computed.kind):
            found.append(_problem(table_set, field, stated, follows, parts))
    return found


def _problem(table_set: TableSet, field: Field, stated: Value, follows: Value, parts: list[Any]) -> Problem:
    computed = field.computed
    assert computed is not None
    seen = []
    for name, part in zip(computed.parts, parts, strict=True):
        of = table_set.by_code.get(name)
        seen.append(f"{of.label} {of.text(part)}" if of is not None else f"today {part}")
    *before, last = seen
    message = t(
        "{field}: {stated} was stated, but {follows} follows from {parts}. Correct what is wrong, or leave one of them "
        "out.",
        field=field.label, stated=field.text(stated), follows=field.text(follows),
        parts=f"{', '.join(before)}{t(' and ')}{last}" if before else last,
    )  # fmt: skip
    return Problem(
        "contradiction", message, field=field.code, question=field.ask(),
        given=plain_json(stated), accepted=(field.text(follows),),
    )  # fmt: skip
