"""Examples of a comparison as somebody states them: what is computed agrees with what it is computed from.

Two versions are compared with what is computed as free in its range. An example that is shown must be a case that
`eval` accepts: a computed field is left out where it follows, and a part of it where nothing asks for that part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from b12tables.compiler.model import Model, Value
from b12tables.runtime.words import UNKNOWN


def statable(
    versions: tuple[Model, Model],
    case: Mapping[str, Value],
    asked: Collection[str],
    leavable: Collection[str] = (),
) -> Iterator[dict[str, Value]]:
    """Cases near to one in which everything is stated, the most alike first; whether they show the same is to be seen.

    `asked` are the fields that the example is about: their values are not given up for others. `leavable` are left out
    where a combination excludes the case with them.
    """
    yield from _agreeing(versions, case, asked)
    if leavable:
        yield from _agreeing(versions, {n: v for n, v in case.items() if n not in leavable}, asked)


def _agreeing(
    versions: tuple[Model, Model], case: Mapping[str, Value], asked: Collection[str]
) -> Iterator[dict[str, Value]]:
    derived = set().union(*(filter(model.derived, model.fields) for model in versions))
    stated = {name: value for name, value in case.items() if name not in derived}
    yield {n: v for n, v in stated.items() if not (v == UNKNOWN and _computed(versions, n))}
    yield {n: v for n, v in stated.items() if not _computed(versions, n) or n in asked}
    parts: set[str] = set()
    for model in versions:
        parts.update(*(model.parts.get(name, ()) for name in stated))
    for part in sorted(parts.difference(asked)):
        yield {n: UNKNOWN if n == part else v for n, v in stated.items()}
    yield {n: UNKNOWN if n in parts and n not in asked else v for n, v in stated.items()}


def _computed(versions: tuple[Model, Model], name: str) -> bool:
    return any(name in model.fields and model.fields[name].computed is not None for model in versions)
