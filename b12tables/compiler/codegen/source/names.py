"""Codes and rule IDs as names in generated Python, never two of one name."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping

TAKEN = frozenset(
    {
        "ANSWER", "AcceptedError", "Any", "Answer", "Axis", "BY_CODE", "Choice", "Choices", "Combination", "Computed",
        "Date", "Decimal", "Decision", "FIELDS", "FILE", "Field", "Fired", "Fraction", "HERE", "KNOWN", "KeyError",
        "LEFT_OPEN", "Literal", "Many", "Mapping", "NOT_STATED", "Number", "OPEN", "Obstacle", "Place", "Quantity",
        "Rule", "SET",
        "SHEET", "StrEnum",
        "TABLE", "TYPE_CHECKING", "Text", "TypeError", "Undecided", "YesNo", "between", "case", "check_range", "date",
        "decide", "dose_of", "evaluate", "fold", "get", "hits", "impossible", "len", "policies", "property", "stated",
        "super", "today", "total", "type", "values", "x",
    }
)  # fmt: skip
"""Names that a generated file uses for itself: nothing of a workbook gets one of these in it."""

CLASS_TAKEN = TAKEN | {
    "AnswerField",
    "BaseCase",
    "BaseResult",
    "Case",
    "DecisionName",
    "Outputs",
    "Result",
    "Stated",
    "Step",
}
"""Names that no generated class gets."""

ANSWER_TAKEN = frozenset({"Fraction", "Literal", "date", "get", "items", "keys", "to_dict", "values"})
"""Names that an answer needs for itself: an output field of such a code gets `_` behind it."""

CASE_TAKEN = ANSWER_TAKEN | {"Any", "Decimal", "Quantity", "property", "replace", "self"}
"""Names that a case needs for itself."""

MEMBER_TAKEN = frozenset(
    {
        "capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find", "format",
        "format_map", "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower",
        "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip",
        "maketrans", "mro", "name", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rindex",
        "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase",
        "title", "translate", "upper", "value", "zfill",
    }
)  # fmt: skip
"""Names that a member of an enum of texts cannot have: the methods of a text among them."""

RESULT_TAKEN = frozenset(
    {
        "accepted", "answered_by", "asked", "classmethod", "content_hash", "explain", "from_dict", "from_json", "given",
        "inputs", "or_raise", "outputs", "problems", "property", "review_status", "row", "safety", "signatures",
        "signed", "status", "step", "table_set", "title", "to_dict", "to_json", "today", "trace", "version", "words",
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


def unique(
    codes: Iterable[str],
    taken: Iterable[str] = (),
    prefix: str = "",
    spelling: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """A different Python name for each code, none of them among those taken.

    `spelling` gives what a name is made of where that is not the code.
    """
    used = set(taken)
    found: dict[str, str] = {}
    for code in codes:
        name = stem = identifier(prefix + (spelling or {}).get(code, code), taken)
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
