"""XML to be written: elements in order, texts that any reader can take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from b12tables.runtime.words import visible

OURS = "urn:b12tables:dmn"
"""The namespace of what we add in extension elements."""

PREFIX = "b12tables"

DIALECTS = {
    "1.3": ("https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20191111/DMNDI/"),
    "1.5": ("https://www.omg.org/spec/DMN/20230324/MODEL/", "https://www.omg.org/spec/DMN/20230324/DMNDI/"),
}
"""The versions of DMN that are written: the namespaces of the model and of its diagram."""

DC, DI = "http://www.omg.org/spec/DMN/20180521/DC/", "http://www.omg.org/spec/DMN/20180521/DI/"


def element(tag: str, text: str = "", /, **attributes: str) -> Element:
    """An element; attributes without a value are left out. A `_` behind a name stands for a word of Python."""
    made = Element(tag, {name.rstrip("_"): visible(value) for name, value in attributes.items() if value})
    made.text = visible(text) if text else None
    return made


def child(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """A new last child of an element."""
    made = element(tag, text, **attributes)
    parent.append(made)
    return made


def texted(parent: Element, tag: str, text: str, /, **attributes: str) -> Element:
    """A child that holds its text in an element `text`, as DMN has it for expressions."""
    made = child(parent, tag, **attributes)
    child(made, "text").text = visible(text)
    return made


def extension(parent: Element) -> Element:
    """Where what DMN has no element for stands in one of its elements."""
    return child(parent, "extensionElements")


def ours(tag: str) -> str:
    return f"{PREFIX}:{tag}"


def written(root: Element) -> str:
    """The document."""
    ElementTree.indent(root, " ")
    body = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


class Ids:
    """IDs that are valid in XML and unique in the document, made of codes."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def new(self, *parts: str) -> str:
        base = "_".join(re.sub(r"[^A-Za-z0-9.-]+", "_", part) for part in parts)
        base = base if re.match(r"[A-Za-z_]", base) else f"_{base}"
        return next(name for name in _numbered(base) if self._take(name))

    def _take(self, name: str) -> bool:
        free = name not in self._used
        self._used.add(name)
        return free


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}_{number}"
        number += 1
