"""The one reader of what was stored: results as data, as JSON, out of a pickle, and the results that records tell of.

Nothing that is stored is believed. What was asked is asked again, and all that was stored is compared with what the
tables say now; so that what comes back is an answer of these tables, or a ValueError that says what differs.
"""

from __future__ import annotations

from b12tables.runtime.given import Asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.result import Result
    from b12tables.runtime.tableset import TableSet

_TABLES = ("table_set", "version", "content_hash")


def result_of(table_set: TableSet, data: object) -> Result:
    """The result that `to_dict` gave as this data. Raises ValueError for anything else."""
    if not isinstance(data, dict):
        raise ValueError("a stored result is an object with the names that Result.to_dict gives")
    same_tables(table_set, data)
    alone = data.get("alone")
    asked = Asked.recall(data.get("asked"))
    if alone is None:
        result: Result = table_set.ask(asked)
    else:
        decision = next((d for d in table_set.decisions if d.code == alone), None)
        if decision is None:
            raise ValueError("a stored result names no decision of these tables")
        result = table_set.alone(decision).ask(asked)
    by: Any = data.get("answered_by")
    again: dict[str, Any] = result.to_dict()
    if _is_who(by, again["answered_by"]):
        again["answered_by"] = by
        result = result._answered(by)
    if "headline" not in data:
        # what was stored before results said it
        del again["headline"]
    found = differences(data, again)
    if found:
        raise ValueError(f"the stored result is not what these tables say: {'; '.join(found[:3])}")
    return result


def set_again(kind: type[Result], content_hash: str, only: str | None) -> TableSet:
    """The table set of a package as it is now, for one that was stored: its functions were never stored with it.

    Raises ValueError where it is another one by now.
    """
    table_set = kind._of_package()
    if table_set.content_hash != content_hash:
        stored, now = shown(content_hash)[:12], table_set.content_hash[:12]
        raise ValueError(f"the stored tables are others ({stored}) than these ({now})")
    if only is None:
        return table_set
    return table_set.alone(next(decision for decision in table_set.decisions if decision.code == only))


def same_tables(table_set: TableSet, data: dict[str, Any]) -> None:
    """Raises ValueError where stored data is of other tables than these."""
    stored = [data.get(name) for name in _TABLES]
    now = [table_set.identifier, table_set.version, table_set.content_hash]
    if stored != now:
        told = [f"{shown(s[0])} {shown(s[1])} ({shown(s[2])[:12]})" for s in (stored, now)]
        raise ValueError(f"the result is of {told[0]}, these tables are {told[1]}")


def differences(old: Any, new: Any, path: str = "") -> list[str]:
    """Where two plain values differ, each in a few words."""
    if isinstance(old, dict) and isinstance(new, dict):
        found: list[str] = []
        for name in sorted({*map(str, old), *map(str, new)}):
            where = f"{path}.{shown(name)}" if path else shown(name)
            if name not in old or name not in new:
                found.append(f"{where} is {'not stored' if name not in old else 'none of its names'}")
            else:
                found += differences(old[name], new[name], where)
        return found
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [
            said
            for number, (one, other) in enumerate(zip(old, new, strict=True))
            for said in differences(one, other, f"{path}[{number}]")
        ]
    if type(old) is type(new) and old == new:
        return []
    return [f"{path} is stored as {shown(old)}, the tables say {shown(new)}"]


def shown(value: object) -> str:
    """A stored value in a few words, whatever it is."""
    from b12tables.runtime.words import visible

    if isinstance(value, str):
        return visible(value[:60])
    if isinstance(value, (list, dict)):
        return f"{'a list' if isinstance(value, list) else 'an object'} of {len(value)}"
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else str(value).lower()
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**40):
        return str(value)
    return type(value).__name__


def _is_who(by: Any, now: Any) -> bool:
    """Whether a stored part says who answered, in the form in which that is said."""
    if not isinstance(by, dict) or by.keys() != now.keys():
        return False
    return all(
        type(by[name]) is type(now[name]) and (by[name] == now[name] or _is_word(by[name])) for name in by
    )


def _is_word(text: object) -> bool:
    """Whether it is a version or a hash, as far as its form tells."""
    return not isinstance(text, str) or (text.isprintable() and text.isascii() and len(text) < 100)
