"""An XML document that is no workbook, read under the same guard: bounded, and without a DTD, hence no entities."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from b12tables.compiler.reader.package import Budget, Refused, no_dtd
from b12tables.runtime.language import later

DEEPEST = 200
"""Elements in each other: no document for people goes deeper."""

_CHUNK = 1 << 16


def read_xml(data: bytes) -> Element:
    """The root of a document; tags are `{namespace}name`. Raises `Refused`."""
    budget = Budget()
    budget.spend("xml", len(data))
    builder = TreeBuilder()
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        budget.spend("elements", 1)
        if depth > DEEPEST:
            raise Refused(later("its elements stand in each other without end"))
        builder.start(_braced(tag), attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_braced(tag))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = no_dtd
    try:
        for at in range(0, len(data), _CHUNK):
            parser.Parse(data[at : at + _CHUNK], False)
            if at + _CHUNK - parser.CurrentByteIndex > budget.token + _CHUNK:
                raise Refused(later("its XML holds a piece of markup without end"))
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as why:
        raise Refused(later("it is no well-formed XML: {why}", why=why)) from None
    return builder.close()


def _braced(tag: str) -> str:
    space, _, local = tag.rpartition(" ")
    return f"{{{space}}}{local}" if space else local
