"""What `fhir.resources` says of resources of R5: elements, types and cardinalities by its models, and the codes of the
lists that it names whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fhir.resources import get_fhir_model_class

OPEN = ("+", "etc.")
"""How a list ends that names some codes only."""


def troubles(resource: dict[str, Any]) -> list[str]:
    """Nothing, where it is valid."""
    kind = resource["resourceType"]
    try:
        read = get_fhir_model_class(kind).model_validate(resource)
    except ValueError as found:
        told: Any = found
        return [f"{kind}.{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in told.errors()]
    return [*_strange_codes(read, kind)]


def _strange_codes(part: Any, path: str) -> Iterator[str]:
    for name, field in type(part).model_fields.items():
        value, known = getattr(part, name, None), field.json_schema_extra
        codes = known.get("enum_values") if isinstance(known, dict) else None
        listed = value if isinstance(value, list) else [] if value is None else [value]
        for one in listed:
            if hasattr(one, "model_fields_set"):
                yield from _strange_codes(one, f"{path}.{name}")
            elif isinstance(codes, list) and codes[-1] not in OPEN and one not in codes:
                yield f"{path}.{name}: {one} is none of {', '.join(map(str, codes))}"
