"""What the resources of a set are called: the same where they are written and where answers to them are read."""

from __future__ import annotations

import hashlib
import re
from typing import Any

Written = dict[str, Any]
"""A resource, or a part of one, as plain data."""

LONGEST = 64
"""Characters of an id of FHIR, which has letters, digits, `-` and `.`."""


def fhir_id(*parts: str) -> str:
    """An id of codes: `iron_followup`, `cause` is `iron-followup-cause`. A long one, or one of signs that no id has,
    ends in a hash of the whole.
    """
    whole = "-".join(parts).replace("_", "-")
    plain = re.sub(r"[^A-Za-z0-9.-]", "-", whole)
    if len(whole) <= LONGEST and plain == whole:
        return whole
    digest = hashlib.sha256(whole.encode("utf-8")).hexdigest()[:12]
    return f"{plain[: LONGEST - 13]}-{digest}"


def questionnaire_id(table_set: Any) -> str:
    """The id of the Questionnaire that asks for the inputs of a set."""
    return fhir_id(table_set.identifier)


def code_system_id(table_set: Any, name: str) -> str:
    """The id of the CodeSystem with the values of a field."""
    return fhir_id(table_set.identifier, name)
