"""Names in generated Python: codes as identifiers, rule IDs as constants, never two of one name."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

ANSWER_TAKEN = frozenset({"Fraction", "Literal", "date", "get", "items", "keys", "to_dict", "values"})
"""Names that an answer needs for itself: an output field of such a code gets `_` behind it."""

CASE_TAKEN = ANSWER_TAKEN | {"Any", "Decimal", "Quantity", "replace", "self"}
"""Names that a case needs for itself."""

RESULT_TAKEN = frozenset(
    {
        "answered_by", "asked", "content_hash", "explain", "from_dict", "from_json", "given", "inputs",
        "or_raise", "outputs", "problems", "review_status", "safety", "signatures", "signed", "status", "step",
        "table_set", "title", "to_dict", "to_json", "today", "trace", "version", "words",
    }
)  # fmt: skip
"""Names that a result needs for itself: a decision of such a code gets `_` behind it."""

_BUILTINS = frozenset(
    {
        "None", "True", "False", "frozenset", "tuple", "dict", "list", "str", "int", "bool", "float", "set", "object",
    }
)  # fmt: skip


def identifier(code: str, taken: Iterable[str] = ()) -> str:
    """A code as a Python name. Two codes that fold into one name are told apart by `unique`."""
    name = re.sub(r"\W", "_", code, flags=re.ASCII)
    if not name or name[0].isdigit():
        name = f"_{name}"
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in _BUILTINS or name in taken:
        name += "_"
    return name


def unique(codes: Iterable[str], taken: Iterable[str] = (), prefix: str = "") -> dict[str, str]:
    """A different Python name for each code, none of them among those taken."""
    used = set(taken)
    found: dict[str, str] = {}
    for code in codes:
        name = stem = identifier(prefix + code, taken)
        count = 1
        while name in used:
            count += 1
            name = f"{stem}_{count}"
        used.add(name)
        found[code] = name
    return found


def camel(code: str) -> str:
    """A code as a class name: `regimen_detail` -> `RegimenDetail`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[\W_]+", code) if part) or "Answer"
