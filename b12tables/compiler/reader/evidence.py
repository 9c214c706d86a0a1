"""What a rule rests on, read from its Evidence cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from b12tables.compiler.model import Evidence, Place, folded
from b12tables.compiler.reader.workbook import Cell

_MARKED = re.compile(r"(?is)\(?\s*(inference|other guidance|conflict)\b\s*:?\s*(.*)")
_PARTED = re.compile(r"[(;\n]")
_REF = re.compile(r"[A-Za-z][A-Za-z0-9._]*\d[A-Za-z0-9._-]*")


def parse_evidence(cell: Cell, statements: Mapping[str, str]) -> tuple[Evidence, ...]:
    """The items of an Evidence cell, separated by commas, semicolons or line breaks.

    A statement is named by its ID; `inference: why`, `other guidance: E15` and `conflict C10` say what else a
    rule rests on, in brackets or not. Their wording may hold commas: it ends at a semicolon or line break.
    Anything else is `unmarked`. `statements` maps the folded ID of each declared statement to the ID.
    """
    items = [item for chunk in _chunks(cell.text) for item in _items(chunk)]
    return tuple(evidence for item in items for evidence in _evidence(item, statements, cell.place))


def _chunks(text: str) -> Iterator[str]:
    """Parts between semicolons and line breaks outside of brackets; a marked bracket is a part of its own."""
    if _PARTED.search(text) is None:
        yield text  # most cells name one statement, or some between commas
        return
    depth, start, bracketed = 0, 0, False
    for position, sign in enumerate(text + ";"):
        if sign == "(" and depth == 0 and _MARKED.match(text, position):
            yield text[start:position]
            start, bracketed = position, True
        if sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
        closes = bracketed and sign == ")" and depth == 0
        if closes or (sign in ";\n" and depth == 0) or position == len(text):
            yield text[start : position + closes]
            start, bracketed = position + 1, False


def _items(chunk: str) -> Iterator[str]:
    """Parts between commas, up to the first marked one, which keeps the rest."""
    rest = chunk.strip()
    while rest:
        if _MARKED.match(rest):
            yield rest
            return
        item, _, rest = (part.strip() for part in rest.partition(","))
        if item:
            yield item


def _evidence(item: str, known: Mapping[str, str], place: Place) -> Iterator[Evidence]:
    marked = _MARKED.fullmatch(item)
    if marked is None:
        yield from _statements(item, known, place)
        return
    kind, text = folded(marked[1]), marked[2].strip()
    if item.startswith("(") and text.endswith(")"):
        text = text[:-1].rstrip()
    if kind == "inference":
        yield Evidence("inference", "", text, place)
        return
    refs, rest = _refs(text)
    for ref in refs or [""]:
        if kind == "conflict":
            yield Evidence("conflict", ref, rest, place)
        else:
            yield Evidence("other guidance", ref, rest, place)


def _refs(text: str) -> tuple[list[str], str]:
    """The IDs at the beginning of a wording (`E15, E16: dose by weight`), and the wording behind them."""
    refs: list[str] = []
    rest = text
    while match := _REF.match(rest):
        refs.append(match[0])
        behind = rest[match.end() :].lstrip()
        if behind.startswith(",") and _REF.match(behind[1:].lstrip()):
            rest = behind[1:].lstrip()
            continue
        return refs, behind.lstrip(":,- ").strip()
    return refs, rest.strip()


def _statements(item: str, known: Mapping[str, str], place: Place) -> Iterator[Evidence]:
    """A statement's ID, or several with spaces between; what has not the look of an ID is unmarked."""
    words = [item] if folded(item) in known else item.split()
    if all(folded(word) in known or _REF.fullmatch(word) for word in words):
        for word in words:
            yield Evidence("statement", known.get(folded(word), word), "", place)
    else:
        yield Evidence("unmarked", "", item, place)
