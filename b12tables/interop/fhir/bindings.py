"""The bindings of a package: which resources of a record fill which field."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from importlib.resources import files
from typing import Any

from b12tables.runtime.manifest import MANIFEST

FILE = "bindings.json"

ATC = "http://www.whocc.no/atc"
"""Its codes are classes of each other by how they begin: A02BC holds A02BC01."""

Code = tuple[str, str]


@dataclass(frozen=True)
class Bound:
    """One field: the resource, what is taken of it, how far back, its own codes, and those of its values.

    `since`: the code of a date that observations have to be later than, "" for none.
    """

    field: str
    resource: str
    take: str
    within: tuple[int, str] | None = None
    codes: tuple[Code, ...] = ()
    values: Mapping[str, tuple[Code, ...]] = part(default_factory=dict)
    since: str = ""

    @property
    def all_codes(self) -> tuple[Code, ...]:
        """Every code that leads here."""
        return (*self.codes, *(code for codes in self.values.values() for code in codes))

    def value_of(self, found: Iterable[Code]) -> frozenset[str]:
        """The values that the codes of a resource stand for."""
        given = tuple(found)
        return frozenset(value for value, codes in self.values.items() if matches(codes, given))


def matches(wanted: Iterable[Code], found: Iterable[Code]) -> bool:
    """Whether one of the codes that were found is one that is wanted, or in its class."""
    given = tuple(found)
    return any(_is(one, other) for one in wanted for other in given)


def _is(wanted: Code, found: Code) -> bool:
    if wanted[0] != found[0]:
        return False
    return found[1].startswith(wanted[1]) if wanted[0] == ATC else wanted[1] == found[1]


def read_bindings(table_set: Any) -> tuple[Bound, ...]:
    """The bindings that were shipped with a package, `iron_deficiency.SET` its table set; none where it has none.

    Raises ValueError where the package came without its data files, so that nobody can say whether it has any.
    """
    folder = files(sys.modules[table_set.package])
    try:
        text = (folder / FILE).read_text("utf-8")
    except OSError:
        if (folder / MANIFEST).is_file():
            return ()
        why = f"{table_set.package} came without its data files: freeze it with them, or give the bindings"
        raise ValueError(why) from None
    return bindings_from(json.loads(text))


def bindings_from(told: Mapping[str, Any]) -> tuple[Bound, ...]:
    """Bindings from the JSON of `bindings.json`."""
    return tuple(_bound(name, one) for name, one in told["fields"].items())


def _bound(name: str, one: Mapping[str, Any]) -> Bound:
    within = one.get("within")
    values = {value: tuple(map(_code, codes)) for value, codes in one.get("values", {}).items()}
    return Bound(
        name,
        one["resource"],
        one["take"],
        (within[0], within[1]) if within else None,
        tuple(map(_code, one.get("codes", ()))),
        values,
        one.get("since", ""),
    )


def _code(pair: Iterable[str]) -> Code:
    system, code = pair
    return system, code
