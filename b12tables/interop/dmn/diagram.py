"""Where the elements of the requirements graph stand: what is stated below, what follows from it above.

Lines are straight, as editors of DMN draw them when something is moved: there is no way round a box to be found, as
on the site's picture, and a set of a hundred elements is placed at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from b12tables.compiler.model import order
from b12tables.interop.dmn.tables import Drawing
from b12tables.interop.dmn.xml import child, element

WIDTH, HEIGHT, GAP, BETWEEN = 180, 80, 30, 90
"""Of a box, and between two boxes and two rows, in the units of DMN's diagrams."""

LONGEST_ROW = 14
SWEEPS = 4
"""How often the rows are sorted by their neighbours."""

Needs = Mapping[str, Sequence[str]]


def diagram(drawing: Drawing) -> Element:
    """The diagram of all that is decided and stated."""
    needs: dict[str, list[str]] = {id_: [] for id_ in [*drawing.inputs.values(), *drawing.decisions.values()]}
    for _, required, decision in drawing.requirements:
        needs[decision].append(required)
    places = _places(needs)
    made = element("dmndi:DMNDI")
    page = child(made, "dmndi:DMNDiagram", id=drawing.ids.new("diagram"))
    for id_, (x, y) in places.items():
        shape = child(page, "dmndi:DMNShape", id=drawing.ids.new("shape", id_), dmnElementRef=id_)
        child(shape, "dc:Bounds", x=str(x), y=str(y), width=str(WIDTH), height=str(HEIGHT))
    for id_, required, decision in drawing.requirements:
        edge = child(page, "dmndi:DMNEdge", id=drawing.ids.new("edge", id_), dmnElementRef=id_)
        (x, y), (to_x, to_y) = places[required], places[decision]
        child(edge, "di:waypoint", x=str(x + WIDTH // 2), y=str(y))
        child(edge, "di:waypoint", x=str(to_x + WIDTH // 2), y=str(to_y + HEIGHT))
    return made


def _places(needs: Needs) -> dict[str, tuple[int, int]]:
    """The left upper corner of each box; the last row at the top."""
    rows = _broken(_sorted(_rows(needs), needs))
    widest = max(map(len, rows), default=0)
    places: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(reversed(rows)):
        left = (widest - len(row)) * (WIDTH + GAP) // 2
        for place, name in enumerate(row):
            places[name] = left + place * (WIDTH + GAP), number * (HEIGHT + BETWEEN)
    return places


def _broken(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The rows, a long one in several."""
    parts: list[Sequence[str]] = []
    for row in rows:
        parts += [row[start : start + LONGEST_ROW] for start in range(0, len(row), LONGEST_ROW)]
    return parts


def _rows(needs: Needs) -> list[list[str]]:
    """The boxes by how many steps stand below them; what is stated right below the first that needs it."""
    level: dict[str, int] = {}
    for name in order(needs)[0]:
        level[name] = 1 + max((level[need] for need in needs[name]), default=-1)
    for name in [name for name in needs if not needs[name]]:
        used = [level[other] for other in needs if name in needs[other]]
        level[name] = min(used, default=1) - 1
    rows: list[list[str]] = [[] for _ in range(1 + max(level.values(), default=0))]
    for name in needs:
        rows[level[name]].append(name)
    return [row for row in rows if row]


def _sorted(rows: list[list[str]], needs: Needs) -> list[list[str]]:
    """Each box near the middle of those that it is tied to."""
    tied: dict[str, set[str]] = {name: set(needs[name]) for name in needs}
    for name in needs:
        for need in needs[name]:
            tied[need].add(name)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            at = {name: place / len(one) for one in rows for place, name in enumerate(one)}
            middle = {n: sum(at[o] for o in tied[n]) / len(tied[n]) if tied[n] else at[n] for n in row}
            row.sort(key=lambda name: (middle[name], name))
    return rows
