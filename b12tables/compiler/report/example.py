"""A patient in words: what a finding is about first, then the rest of the case."""

from __future__ import annotations

from collections.abc import Mapping

from b12tables.compiler.model import Finding, Model, given_words
from b12tables.runtime.language import t
from b12tables.runtime.words import NOT_KNOWN, UNKNOWN

FEW = 2
"""Up to so many other entries are told in any case."""


def finding_example(finding: Finding, model: Model | None, folded: bool = False) -> str:
    """The example of a finding: the entries that it is about, then the others; `folded`: these by their number."""
    example = finding.example or {}
    first = {name: example[name] for name in finding.asked if name in example}
    rest = {name: value for name, value in example.items() if name not in first}
    if not folded or not first or len(rest) <= FEW:
        return example_text({**first, **rest}, model)
    return t(
        "{example}; and {n} more entries (--notes lists them)",
        example=example_text(first, model),
        n=len(rest),
    )


def example_text(example: Mapping[str, object], model: Model | None) -> str:
    """A case in the labels of the dictionary, unknown answers last and together."""
    known, unknown = [], []
    for name, value in example.items():
        field = model.fields.get(name) if model else None
        label = field.label if field else name
        if value == UNKNOWN or value is None:
            unknown.append(label)
        else:
            known.append(f"{label}: {given_words(value, field)}")
    if unknown:
        known.append(f"{t(NOT_KNOWN)}: {', '.join(unknown)}")
    return "; ".join(known)
