"""`bindings.json` of a package: where in a patient's record its inputs stand. Written where the Dictionary says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from b12tables.compiler.model import Field, Model
from b12tables.runtime.words import escaped

FILE = "bindings.json"


def emit_bindings(model: Model) -> dict[str, str]:
    """The file by its path; none for a set without bindings."""
    fields = {code: _binding(field) for code, field in model.fields.items() if field.binding is not None}
    if not fields:
        return {}
    text = escaped(json.dumps({"format": 1, "fields": fields}, ensure_ascii=False, indent=1)) + "\n"
    return {f"{model.about.identifier}/{FILE}": text}


def _binding(field: Field) -> dict[str, object]:
    binding = field.binding
    assert binding is not None
    told: dict[str, object] = {"resource": binding.resource, "take": binding.take}
    if binding.within is not None:
        told["within"] = list(binding.within)
    if binding.since:
        told["since"] = binding.since
    told["codes"] = [list(code) for code in _codes(field.system, field.system_code)]
    of_values = {row.code: [list(c) for c in _codes(row.system, row.system_code)] for row in field.values}
    if any(of_values.values()):
        told["values"] = {code: codes for code, codes in of_values.items() if codes}
    return told


def _codes(system: str, text: str) -> Iterator[tuple[str, str]]:
    """Each code with the address of its system; a name behind a code, between bars, is left out."""
    for part in re.split(r"[\n;]", text):
        code = re.sub(r"\s*\|[^|]*\|$", "", part.strip())
        if system and code:
            yield system, code
