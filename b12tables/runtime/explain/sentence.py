"""A sentence of the author's about an answer: its template taken apart, and said for one patient.

`{field}` is the answer in words, `{field.code}` its code; `[ … ]` is left out where a field in it says nothing; of
`{a|b}` the first is taken that says something. Nothing else is read. Loaded when a sentence is asked for; the
compiler reads templates with the same `parse`.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Say = Callable[[str, bool], str]
    """A field (and whether its code is wanted) in words; "" where it says nothing."""

_TOKEN = re.compile(r"[{}\[\]]|[^{}\[\]]+")
_NAME = re.compile(r"(?P<field>[^.]+?)(?P<code>\s*\.\s*code)?")


class BadTemplate(ValueError):
    """A template that cannot be read; says why in words for its author."""


class Plain:
    """Text that stands as it is."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class Slot:
    """`{a|b.code}`: the fields of which the first is said that says something, each with whether its code is meant."""

    __slots__ = ("fields",)

    def __init__(self, fields: tuple[tuple[str, bool], ...]) -> None:
        self.fields = fields


class Part:
    """`[ … ]`: left out where a slot in it says nothing."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[Plain | Slot, ...]) -> None:
        self.parts = parts


Template = tuple[Plain | Slot | Part, ...]


def parse(text: str) -> Template:
    """A template taken apart. Raises `BadTemplate`."""
    tokens = iter(_TOKEN.findall(" ".join(text.split())))
    found: list[Plain | Slot | Part] = []
    inside: list[Plain | Slot] | None = None
    for token in tokens:
        if token == "[":
            if inside is not None:
                raise BadTemplate("an optional part [ … ] stands within another one")
            inside = []
        elif token == "]":
            if inside is None:
                raise BadTemplate("a ] closes no [")
            if not any(isinstance(part, Slot) for part in inside):
                raise BadTemplate(
                    "an optional part [ … ] names no field, so nothing says when it is left out"
                )
            found.append(Part(tuple(inside)))
            inside = None
        else:
            part = _slot(tokens) if token == "{" else _words(token)
            (found if inside is None else inside).append(part)
    if inside is not None:
        raise BadTemplate("a [ is never closed")
    return tuple(found)


def _words(token: str) -> Plain:
    if token == "}":
        raise BadTemplate("a } closes no {")
    return Plain(token)


def _slot(tokens: Iterator[str]) -> Slot:
    inner = next(tokens, "")
    if inner in ("", "{", "}", "[", "]") or next(tokens, "") != "}":
        raise BadTemplate("between { and } stands the name of a field, or several with |")
    fields = []
    for name in inner.split("|"):
        match = _NAME.fullmatch(name.strip())
        if match is None:
            raise BadTemplate(f"{{{inner}}} is no field, no field.code, and no choice between such")
        fields.append((match["field"].strip(), match["code"] is not None))
    return Slot(tuple(fields))


def slots(template: Template) -> Iterator[Slot]:
    """Every slot of a template, in order."""
    for part in template:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, Part):
            yield from (inner for inner in part.parts if isinstance(inner, Slot))


def fields_of(template: Template) -> tuple[str, ...]:
    """The fields that a template names, each once."""
    return tuple(dict.fromkeys(name for slot in slots(template) for name, _ in slot.fields))


def with_codes(text: str, codes: Mapping[str, str]) -> str:
    """The same template with each field by its code."""
    parts = []
    for part in parse(text):
        inner = "".join(_written(one, codes) for one in (part.parts if isinstance(part, Part) else (part,)))
        parts.append(f"[{inner}]" if isinstance(part, Part) else inner)
    return "".join(parts)


def _written(part: Plain | Slot, codes: Mapping[str, str]) -> str:
    if isinstance(part, Plain):
        return part.text
    return "{" + "|".join(codes.get(n, n) + (".code" if code else "") for n, code in part.fields) + "}"


def render(template: Template, say: Say, lowered: frozenset[str] = frozenset()) -> str:
    """The sentence; "" where a field that must be said says nothing.

    A word that begins what a field says loses its capital within the sentence where it is one of `lowered`.
    """
    told = ""
    for part in template:
        if isinstance(part, Part):
            told += _joined(part.parts, say, lowered, told) or ""
            continue
        more = _joined((part,), say, lowered, told)
        if more is None:
            return ""
        told += more
    return tidy(told)


def _joined(parts: tuple[Plain | Slot, ...], say: Say, lowered: frozenset[str], before: str) -> str | None:
    """Some parts as they follow what was told before; None where a field among them says nothing."""
    told = ""
    for part in parts:
        if isinstance(part, Plain):
            told += part.text
            continue
        text = next(filter(None, (say(name, code) for name, code in part.fields)), "")
        if not text:
            return None
        told += text if begins_sentence(before + told) else lower(text, lowered)
    return told


def begins_sentence(before: str) -> bool:
    """Whether what follows begins a sentence."""
    return not before.strip() or before.rstrip()[-1] in ".!?"


def first_word(text: str) -> str:
    """The word that a text begins with, letters and what may stand between them."""
    match = re.match(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text)
    return match[0] if match else ""


def lower(text: str, lowered: frozenset[str]) -> str:
    """The text without its capital, where its first word is one that is written without it."""
    return text[0].lower() + text[1:] if first_word(text) in lowered else text


def tidy(text: str) -> str:
    """Without the double spaces, and the spaces before a stop, that a part left out leaves behind."""
    return re.sub(r"\s+([,.;:!?)])", r"\1", " ".join(text.split())).replace("( ", "(")
