"""The decision requirements graph as a picture, in layers. The same model gives the same bytes."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from b12tables.compiler.emit.book import Book, decision_link, decision_path, to
from b12tables.compiler.emit.markup import Html, commas, h, join
from b12tables.compiler.model import DecisionTable

NODE_WIDTH, NODE_HEIGHT, GAP_X, GAP_Y, MARGIN = 148, 40, 52, 12, 8
"""Sizes in CSS pixels."""


def graph_svg(book: Book, here: str) -> Html:
    """Which decision feeds which, as a picture whose nodes are links; arrows run from left to right."""
    layers = _ordered(book, _layers(book))
    places = _places(layers)
    width = MARGIN * 2 + len(layers) * (NODE_WIDTH + GAP_X) - GAP_X
    height = MARGIN * 2 + max((len(layer) for layer in layers), default=1) * (NODE_HEIGHT + GAP_Y) - GAP_Y
    far = _implied(book)
    edges = [
        _edge(places[need.code], places[table.code], need.code, table.code, (need.code, table.code) in far)
        for table in book.model.decisions
        for need in book.needs[table.code]
    ]
    nodes = [
        _node(table, places[table.code], here, not book.feeds[table.code])
        for layer in layers
        for table in layer
    ]
    return h(
        "svg",
        h("title", "Which decision needs which"),
        h("g", *edges, cls="edges"),
        h("g", *nodes, cls="nodes"),
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        cls="graph",
        role="group",
        aria_label="Which decision needs which; the list below says the same in words",
    )


def graph_list(book: Book, here: str) -> Html:
    """The same graph in words."""
    items = []
    for table in book.model.decisions:
        needs = commas(decision_link(here, need) for need in book.needs[table.code])
        items.append(h("li", decision_link(here, table), ": needs ", needs or "no other decision"))
    return h("ul", *items)


def _layers(book: Book) -> list[list[DecisionTable]]:
    depth: dict[str, int] = {}
    for table in book.model.decisions:
        depth[table.code] = 1 + max((depth[need.code] for need in book.needs[table.code]), default=-1)
    # a decision that feeds only much later ones stands just before the first of them: shorter lines
    for table in reversed(book.model.decisions):
        after = [depth[user.code] for user in book.feeds[table.code]]
        depth[table.code] = min(after) - 1 if after else depth[table.code]
    count = max(depth.values(), default=-1) + 1
    return [[table for table in book.model.decisions if depth[table.code] == level] for level in range(count)]


def _ordered(book: Book, layers: list[list[DecisionTable]]) -> list[list[DecisionTable]]:
    """Each layer sorted by the middle of its neighbours, a few times to and fro."""
    for sweep in range(8):
        neighbours = book.needs if sweep % 2 == 0 else book.feeds
        heights = {table.code: row - len(layer) / 2 for layer in layers for row, table in enumerate(layer)}
        for layer in layers if sweep % 2 == 0 else layers[::-1]:
            layer.sort(key=lambda table: (_middle(neighbours[table.code], heights, table.code), table.code))
            heights.update({table.code: row - len(layer) / 2 for row, table in enumerate(layer)})
    return layers


def _middle(around: Sequence[DecisionTable], heights: Mapping[str, float], own: str) -> float:
    if not around:
        return heights[own]
    return sum(heights[table.code] for table in around) / len(around)


def _places(layers: list[list[DecisionTable]]) -> dict[str, tuple[int, int]]:
    tallest = max((len(layer) for layer in layers), default=1)
    found = {}
    for column, layer in enumerate(layers):
        top = MARGIN + (tallest - len(layer)) * (NODE_HEIGHT + GAP_Y) // 2
        for row, table in enumerate(layer):
            found[table.code] = (MARGIN + column * (NODE_WIDTH + GAP_X), top + row * (NODE_HEIGHT + GAP_Y))
    return found


def _implied(book: Book) -> set[tuple[str, str]]:
    """Lines that follow from others: drawn only where a reader points, or the picture is a thicket."""
    above: dict[str, set[str]] = {}
    implied = set()
    for table in book.model.decisions:
        needs = {need.code for need in book.needs[table.code]}
        through = set().union(*(above[code] for code in needs)) if needs else set()
        implied |= {(code, table.code) for code in needs & through}
        above[table.code] = needs | through
    return implied


def _edge(start: tuple[int, int], end: tuple[int, int], source: str, target: str, far: bool) -> Html:
    x1, y1 = start[0] + NODE_WIDTH, start[1] + NODE_HEIGHT // 2
    x2, y2 = end[0], end[1] + NODE_HEIGHT // 2
    bend = GAP_X * 2 // 3
    return h(
        "path", d=f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}", data_from=source, data_to=target
    )


def _node(table: DecisionTable, place: tuple[int, int], here: str, last: bool) -> Html:
    x, y = place
    words = textwrap.wrap(table.label, 19, break_long_words=True)
    if len(words) > 2:
        words = [words[0], words[1][:17].rstrip() + " …"]
    first = y + NODE_HEIGHT // 2 + (4 if len(words) == 1 else -3)
    written = (h("tspan", line, x=x + 10, y=first + 15 * row) for row, line in enumerate(words))
    return h(
        "a",
        join(
            h("title", table.question or table.label),
            h("rect", x=x, y=y, width=NODE_WIDTH, height=NODE_HEIGHT, rx=7),
            h("text", *written),
        ),
        href=to(here, decision_path(table.code)),
        data_node=table.code,
        cls="last" if last else None,
    )
