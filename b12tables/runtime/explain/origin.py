"""Where the values of a case come from, in words: what was read from a patient's record, and what was not."""

from __future__ import annotations

from b12tables.runtime.language import t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from b12tables.runtime.explain.page import Page
    from b12tables.runtime.tableset import TableSet

_TEXTS = {
    "provenance": ("resource", "date", "given", "note"),
    "left_out": ("resource", "field", "why"),
    "problems": ("field", "message"),
}
"""Each part, and the texts that each of its entries has."""


def check_origin(origin: object) -> dict[str, Any]:
    """What `FromRecord.to_dict` of `b12tables.interop.fhir` gave. Raises ValueError for anything else."""
    if isinstance(origin, dict) and all(_is_told(origin.get(part), part) for part in _TEXTS):
        return origin
    raise ValueError(f"origin is what to_dict() of a case from a record gave: {', '.join(_TEXTS)}")


def _is_told(entries: object, part: str) -> bool:
    if part == "provenance":
        if not isinstance(entries, dict) or not all(isinstance(told, list) for told in entries.values()):
            return False
        entries = [one for told in entries.values() for one in told]
    return isinstance(entries, list) and all(
        isinstance(one, dict) and all(isinstance(one.get(name), str) for name in _TEXTS[part])
        for one in entries
    )


def tell_origin(page: Page, table_set: TableSet, origin: Mapping[str, Any]) -> None:
    """Each value with its resource and date as the record has them; what is not clear; what was left out, and why."""
    if origin["provenance"]:
        page.heading(t("Where the values come from"))
    for name, told in origin["provenance"].items():
        for one in told:
            dated = f"{one['resource']}, {one['date']}" if one["date"] else one["resource"]
            note = f" {one['note']}." if one["note"] else ""
            page.item(f"{_label(table_set, name)}: {one['given']} ({dated}).{note}")
    if origin["problems"]:
        page.heading(t("Not clear in the record"))
    for problem in origin["problems"]:
        page.item(f"{_label(table_set, problem['field'])}: {problem['message']}")
    if origin["left_out"]:
        page.heading(t("In the record, and not taken"))
    for one in origin["left_out"]:
        page.item(f"{_label(table_set, one['field'])}: {one['resource']}: {one['why']}")


def _label(table_set: TableSet, name: str) -> str:
    field = table_set.by_code.get(name)
    return field.label if field is not None else t("The record")
