"""The decision requirements graph as a picture: a box for each workbook, its decisions in rows, what they need above.

Lines inside a workbook are drawn. Those between workbooks are counted at the side, and drawn for the decision at
which a reader points; all of them together would be a thicket. The same model gives the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from b12tables.compiler.model import DecisionTable
from b12tables.runtime.language import t
from b12tables.site.book import Book, decision_path, to
from b12tables.site.html import Html
from b12tables.site.pictures.layers import Layout, Sizes, layout
from b12tables.site.templating import render
from b12tables.site.view import Link, decision_link, link

WIDTH = 956
"""Of the whole picture, in CSS pixels: what stands beside the menu on a screen of 1280."""

BOX, TALL, GAP, BETWEEN, THREAD = 146, 42, 14, 30, 8
"""A box, the room beside and below it, and the room of a line that passes a row."""

PAD, HEAD, APART, BESIDE = 14, 32, 44, 44
"""Around what is drawn in a frame, above it, and between two frames."""

GUTTER, LANE = 22, 18
"""Room at a side for the lines that pass a frame: what it takes in any case, and for each line more."""

LINE_LENGTH = 18
"""Signs in a line of a label, at the size of the picture's letters."""


@dataclass(frozen=True)
class Part:
    """The decisions of one workbook."""

    title: str
    tables: tuple[DecisionTable, ...]


def parts(book: Book) -> list[Part]:
    """The decisions by workbook, so ordered that few lines lead upwards."""
    files = list(dict.fromkeys(table.place.file for table in book.model.decisions))
    of = {table.code: table.place.file for table in book.model.decisions}
    counts = {(a, b): 0 for a in files for b in files}
    for table in book.model.decisions:
        for need in book.needs[table.code]:
            counts[of[need.code], of[table.code]] += 1
    ordered: list[str] = []
    while left := [file for file in files if file not in ordered]:
        # the one that needs least of those that are left; of equals, the one that feeds them most
        ordered.append(
            min(
                left,
                key=lambda one: (
                    sum(counts[other, one] for other in left if other != one),
                    -sum(counts[one, other] for other in left if other != one),
                ),
            )
        )
    return [
        Part(title_of(file), tuple(t for t in book.model.decisions if t.place.file == file))
        for file in ordered
    ]


def title_of(file: str) -> str:
    """The name of a workbook as a heading."""
    words = PurePosixPath(file).stem.replace("_", " ").replace("-", " ").strip() or file
    return words[:1].upper() + words[1:]


def graph_svg(book: Book, here: str) -> Html:
    """Which decision feeds which, as a picture whose boxes are links; lines run from top to bottom."""
    found, implied = parts(book), _implied(book)
    frames, sides, height = _frames(book, found, implied)
    places: dict[str, tuple[int, int]] = {}
    drawn = []
    for frame in frames:
        x, y = frame.inside
        places.update({code: (x + px, y + py) for code, (px, py) in frame.laid.places.items()})
        drawn += [_line(points, x, y, *ends) for ends, points in frame.laid.lines.items()]
    within = {table.code: number for number, part in enumerate(found) for table in part.tables}
    lines = [(need.code, table.code) for table in book.model.decisions for need in book.needs[table.code]]
    hidden = [
        _straight(places[need], places[code], need, code)
        for need, code in lines
        if within[need] != within[code] or (need, code) in implied
    ]
    nodes = [_node(t, places[t.code], here, t in book.answers) for part in found for t in part.tables]
    return render(
        "graph",
        here,
        width=WIDTH,
        height=height,
        frames=frames if len(found) > 1 else [],
        pad=PAD,
        sides=sides if len(found) > 1 else [],
        edges=[*drawn, *hidden],
        nodes=nodes,
        box=(BOX, TALL),
    )


def graph_list(book: Book, here: str) -> Html:
    """The same graph in words, by workbook."""
    found = [
        (part.title, [(decision_link(here, table), _needs(book, here, table)) for table in part.tables])
        for part in parts(book)
    ]
    return render("graph_in_words", here, parts=found)


def _needs(book: Book, here: str, table: DecisionTable) -> list[Link]:
    return [decision_link(here, need) for need in book.needs[table.code]]


def neighbourhood(book: Book, here: str, table: DecisionTable) -> Html:
    """One decision between what it needs and what needs it; what a case states stands beside the decisions."""
    stated = [
        link(here, f"dictionary.html#field-{field.code}", field.label)
        for field in book.inputs
        if field.code in book.rests_on(table) and field.code not in book.producers
    ]
    return render(
        "neighbourhood",
        here,
        label=table.label,
        stated=stated,
        needs=_needs(book, here, table),
        feeds=[decision_link(here, user) for user in book.feeds[table.code]],
    )


# ---------------------------------------------------------------- what is drawn


@dataclass(frozen=True)
class Edge:
    """A line from one decision to another; a far one is drawn only where a reader points at one of its ends."""

    path: str
    source: str
    target: str
    far: bool = False


@dataclass(frozen=True)
class Bundle:
    """The lines between two workbooks, drawn as one, with their number and where it stands."""

    path: str
    words: str
    count: int
    x: int
    y: int


@dataclass(frozen=True)
class Box:
    """A decision: its box, and its name in lines of (text, height)."""

    code: str
    address: str
    title: str
    x: int
    y: int
    middle: int
    lines: list[tuple[str, int]]
    last: bool


@dataclass(frozen=True)
class Frame:
    """A part in its place: `shelf` is its row, `column` its place in that (of one or two)."""

    part: Part
    laid: Layout
    shelf: int
    column: int
    alone: bool
    x: int
    y: int
    width: int
    height: int

    @property
    def inside(self) -> tuple[int, int]:
        """Where the drawing begins: in the middle of the frame."""
        return self.x + (self.width - self.laid.width) // 2, self.y + (HEAD if self.part.title else 0)

    def reaches(self, side: str) -> bool:
        """Whether nothing stands between the frame and this side of the picture."""
        return self.alone or (self.column == 0) == (side == "left")


def _frames(
    book: Book, found: Sequence[Part], implied: set[tuple[str, str]]
) -> tuple[list[Frame], list[Bundle], int]:
    """The frames on shelves, two of them beside each other where both are narrow; the lines between; the height."""
    counts = _between(found, book)
    if len(found) == 1:
        laid = _laid(book, found[0], WIDTH - 2, implied)
        frame = Frame(Part("", found[0].tables), laid, 0, 0, True, 1, 1, WIDTH - 2, laid.height)
        return [frame], [], laid.height + 2
    # at either side there is room for the lines that pass a shelf; how many there are is known when all have a place
    room = 0
    while True:
        shelves = _shelves(book, found, WIDTH - 2 * room, implied)
        lanes = _lanes(shelves, counts)
        wanted = max((GUTTER + LANE * (1 + max(lane.values())) for lane in lanes.values() if lane), default=1)
        if wanted <= room:
            break
        room = wanted
    frames = _placed(shelves, room)
    last = frames[-1]
    return (
        frames,
        [*_sides(frames, counts, lanes, room)],
        max(f.y + f.height for f in frames) + 1 if last else 1,
    )


Shelves = list[list[tuple[Part, Layout]]]


def _shelves(book: Book, found: Sequence[Part], width: int, implied: set[tuple[str, str]]) -> Shelves:
    shelves: Shelves = []
    for part in found:
        laid = _laid(book, part, width - 2 * PAD, implied)
        needed = laid.width + 2 * PAD
        if shelves and len(shelves[-1]) == 1:
            beside = shelves[-1][0][1].width + 2 * PAD
            if beside + BESIDE + needed <= width:
                shelves[-1].append((part, laid))
                continue
        shelves.append([(part, laid)])
    return shelves


def _placed(shelves: Shelves, room: int) -> list[Frame]:
    frames, y = [], 1
    for number, shelf in enumerate(shelves):
        whole = WIDTH - 2 * room - BESIDE * (len(shelf) - 1)
        spare = whole - sum(laid.width + 2 * PAD for _, laid in shelf)
        tall = max(laid.height for _, laid in shelf) + HEAD + PAD
        x = room
        for column, (part, laid) in enumerate(shelf):
            width = laid.width + 2 * PAD + spare // len(shelf)
            frames.append(Frame(part, laid, number, column, len(shelf) == 1, x, y, width, tall))
            x += width + BESIDE
        y += tall + APART
    return frames


def _laid(book: Book, part: Part, width: int, implied: set[tuple[str, str]]) -> Layout:
    codes = [table.code for table in part.tables]
    needs = {
        code: [need.code for need in book.needs[code] if (need.code, code) not in implied] for code in codes
    }
    return layout(codes, needs, Sizes(width, BOX, TALL, GAP, BETWEEN, THREAD))


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


def _line(points: Sequence[tuple[int, int]], x: int, y: int, source: str, target: str) -> Edge:
    """A line through its points, upright at each of them, with a head at its end."""
    (x1, y1), *rest = [(px + x, py + y) for px, py in points]
    path = [f"M{x1} {y1}"]
    for x2, y2 in rest:
        bend = (y2 - y1) // 2
        path.append(f"V{y2}" if x1 == x2 else f"C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}")
        x1, y1 = x2, y2
    path.append("m-3 -6l3 6l3 -6")
    return Edge("".join(path), source, target)


def _straight(start: tuple[int, int], end: tuple[int, int], source: str, target: str) -> Edge:
    """A line between two workbooks, drawn only where a reader points at one of its ends."""
    x1, y1 = start[0] + BOX // 2, start[1] + TALL
    x2, y2 = end[0] + BOX // 2, end[1]
    if y2 > y1:
        bend = max(24, (y2 - y1) // 3)
        head = "m-3 -6l3 6l3 -6"
    else:  # upwards: from the upper edge to the lower one
        y1, y2, bend = start[1], end[1] + TALL, -max(24, (start[1] - end[1]) // 3)
        head = "m-3 6l3 -6l3 6"
    path = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}{head}"
    return Edge(path, source, target, far=True)


Counts = Mapping[tuple[int, int], int]
"""How many lines lead from one part to another, by their numbers."""


def _between(found: Sequence[Part], book: Book) -> Counts:
    within = {table.code: number for number, part in enumerate(found) for table in part.tables}
    counts: dict[tuple[int, int], int] = {}
    for table in book.model.decisions:
        for need in book.needs[table.code]:
            pair = within[need.code], within[table.code]
            if pair[0] != pair[1]:
                counts[pair] = counts.get(pair, 0) + 1
    return dict(sorted(counts.items()))


Lanes = Mapping[str, dict[tuple[int, int], int]]


def _lanes(shelves: Shelves, counts: Counts) -> Lanes:
    """For the lines that pass a shelf: at which side they do, and in which lane there, none over another."""
    at = [
        (number, column, len(shelf)) for number, shelf in enumerate(shelves) for column in range(len(shelf))
    ]
    lanes: dict[str, dict[tuple[int, int], int]] = {"left": {}, "right": {}}
    taken: dict[str, list[list[tuple[int, int]]]] = {"left": [], "right": []}
    far = [pair for pair in counts if abs(at[pair[0]][0] - at[pair[1]][0]) > 1]
    for pair in sorted(far, key=lambda pair: (abs(at[pair[1]][0] - at[pair[0]][0]), pair)):
        low, high = sorted(at[end][0] for end in pair)
        # the side of the end that reaches one only; where both reach both, that with fewer lines
        columns = {at[end][1] for end in pair if at[end][2] > 1}
        side = (
            "left" if 0 in columns else "right" if columns else min(taken, key=lambda s: (len(taken[s]), s))
        )
        free = next(
            (n for n, lane in enumerate(taken[side]) if all(high <= a or low >= b for a, b in lane)), None
        )
        if free is None:
            free = len(taken[side])
            taken[side].append([])
        taken[side][free].append((low, high))
        lanes[side][pair] = free
    return lanes


def _sides(frames: Sequence[Frame], counts: Counts, lanes: Lanes, room: int) -> Iterator[Bundle]:
    """The lines between workbooks: one for all of a pair, with their number."""
    ports = _frame_ports(frames, counts, lanes)
    for pair, count in counts.items():
        start, end = (frames[number] for number in pair)
        (x1, y1), (x2, y2) = ports[pair]
        side = next((side for side, lane in lanes.items() if pair in lane), None)
        if side:
            sign = -1 if side == "left" else 1
            edge = room if side == "left" else WIDTH - room
            x = edge + sign * (GUTTER - 8 + LANE * lanes[side][pair])
            turn = 6 if y2 > y1 else -6
            path = (
                f"M{x1} {y1}H{x - sign * 6}Q{x} {y1} {x} {y1 + turn}V{y2 - turn}Q{x} {y2} {x - sign * 6} {y2}"
                f"H{x2}m{sign * 6} -3l{-sign * 6} 3l{sign * 6} 3"
            )
            label = x, (y1 + y2) // 2 + 4
        elif start.shelf == end.shelf:
            sign = 1 if x2 > x1 else -1
            path = f"M{x1} {y1}H{x2}m{-sign * 6} -3l{sign * 6} 3l{-sign * 6} 3"
            label = (x1 + x2) // 2, y1 - 6
        else:
            down = 1 if y2 > y1 else -1
            bend = (y2 - y1) * 2 // 3
            path = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}m-3 {-down * 6}l3 {down * 6}l3 {-down * 6}"
            label = (x1 + x2) // 2, (y1 + y2) // 2 + 4
        said = t(
            "{count} from {title} to {title2}", count=count, title=start.part.title, title2=end.part.title
        )
        yield Bundle(path, said, count, *label)


def _frame_ports(
    frames: Sequence[Frame], counts: Counts, lanes: Lanes
) -> dict[tuple[int, int], tuple[tuple[int, int], tuple[int, int]]]:
    """Where the line of each pair leaves one frame and enters the other; those at one edge stand side by side."""
    edges: dict[tuple[int, str], list[tuple[float, tuple[int, int], int]]] = {}
    for pair in counts:
        side = next((side for side, lane in lanes.items() if pair in lane), None)
        for end, (own, other) in enumerate((pair, pair[::-1])):
            one, two = frames[own], frames[other]
            if side:
                # the outermost lane leaves highest and enters lowest, so that lines at one side do not cross
                nested = lanes[side][pair]
                edge, key = side, float(-nested if one.shelf < two.shelf else 1000 + nested)
            elif one.shelf == two.shelf:
                edge, key = "right" if one.column < two.column else "left", 500.0
            else:
                edge, key = "below" if one.shelf < two.shelf else "above", two.x + two.width / 2
            edges.setdefault((own, edge), []).append((key, pair, end))
    ports: dict[tuple[tuple[int, int], int], tuple[int, int]] = {}
    for (number, edge), entries in edges.items():
        frame = frames[number]
        for place, (_, pair, end) in enumerate(sorted(entries), 1):
            if edge in ("left", "right"):
                x = frame.x if edge == "left" else frame.x + frame.width
                ports[pair, end] = x, frame.y + frame.height * place // (len(entries) + 1)
            else:
                y = frame.y if edge == "above" else frame.y + frame.height
                ports[pair, end] = frame.x + frame.width * place // (len(entries) + 1), y
    # within a shelf the line is level: both ends at the height of the first
    for pair in counts:
        one, two = frames[pair[0]], frames[pair[1]]
        if one.shelf == two.shelf:
            ports[pair, 1] = ports[pair, 1][0], ports[pair, 0][1]
    return {pair: (ports[pair, 0], ports[pair, 1]) for pair in counts}


def _node(table: DecisionTable, place: tuple[int, int], here: str, last: bool) -> Box:
    x, y = place
    length = LINE_LENGTH - 2 * last  # an answer stands in bold letters
    words = textwrap.wrap(table.label, length, break_long_words=True)
    if len(words) > 2:
        words = [words[0], words[1][: length - 2].rstrip() + " …"]
    first = y + TALL // 2 + (4 if len(words) == 1 else -4)
    return Box(
        table.code,
        to(here, decision_path(table.code)),
        table.question or table.label,
        x,
        y,
        x + BOX // 2,
        [(line, first + 16 * row) for row, line in enumerate(words)],
        last,
    )
