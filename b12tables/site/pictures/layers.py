"""Places for the boxes of a picture in rows from top to bottom: narrow enough for its page, with few lines that cross.

The steps are the well-known ones (Sugiyama, Tagawa and Toda 1981): rows of bounded width, a thread for each row that
a line passes, an order that makes few crossings, then places as straight above each other as the order allows.
Everything is decided by names and counts, so that the same input gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

Thread = tuple[str, str, int]
"""What passes a row without a box in it: the line from one name to another, and the row."""

Item = str | Thread

SWEEPS = 12
"""How often rows are sorted by their neighbours; later ones change nothing in graphs of this size."""


@dataclass(frozen=True)
class Sizes:
    """Sizes in CSS pixels: a box, the room between two boxes and between rows, and a passing line."""

    width: int
    box: int
    height: int
    gap: int
    between: int
    thread: int


@dataclass(frozen=True)
class Layout:
    """The left upper corner of each box, the points that each line passes on its way down, and the size of all."""

    places: Mapping[str, tuple[int, int]]
    lines: Mapping[tuple[str, str], tuple[tuple[int, int], ...]]
    width: int
    height: int


def layout(names: Sequence[str], needs: Mapping[str, Sequence[str]], sizes: Sizes) -> Layout:
    """Places `names`, given in an order in which each comes after what it needs.

    Needs that are not among the names are left aside. What hangs together with nothing fills the rows that have
    room, and stands below where none has.
    """
    own = {name: [need for need in needs[name] if need in names] for name in names}
    feeds: dict[str, list[str]] = {name: [] for name in names}
    for name in names:
        for need in own[name]:
            feeds[need].append(name)
    tied = [name for name in names if own[name] or feeds[name]]
    most = max(1, (sizes.width + sizes.gap) // (sizes.box + sizes.gap))
    rows: list[list[Item]] = []
    for limit in range(most, 0, -1):
        rows = _threaded(_rows(tied, own, feeds, limit), own)
        if all(_wide(row, sizes) <= sizes.width for row in rows):
            break
    rows = _ordered(rows, own)
    centres = _centres(rows, own, sizes)
    rows = _filled(rows, centres, [name for name in names if name not in tied], sizes)
    places, lines = _drawn(rows, own, centres, sizes)
    left = min((x for x, _ in places.values()), default=0)
    right = max((x + sizes.box for x, _ in places.values()), default=0)
    # a line may pass beside the boxes
    left = min([left, *(x - sizes.thread for points in lines.values() for x, _ in points)])
    right = max([right, *(x + sizes.thread for points in lines.values() for x, _ in points)])
    height = len(rows) * (sizes.height + sizes.between) - (sizes.between if rows else 0)
    return Layout(
        {name: (x - left, y) for name, (x, y) in places.items()},
        {ends: tuple((x - left, y) for x, y in points) for ends, points in lines.items()},
        right - left,
        height,
    )


def _filled(
    rows: list[list[Item]], centres: dict[Item, float], loose: Sequence[str], sizes: Sizes
) -> list[list[Item]]:
    """The rows with what hangs together with nothing wherever there is room for it, and below them.

    `centres` gets the middles of what is added.
    """
    step = sizes.box + sizes.gap
    halves = [(centres[item], _room(item, sizes) / 2) for row in rows for item in row]
    low = min((centre - half for centre, half in halves), default=0.0)
    high = max((centre + half for centre, half in halves), default=0.0)
    # a drawing that takes most of the width has nothing beside it: it may take all of it
    if high - low > sizes.width * 2 / 3:
        low, high = 0.0, float(sizes.width)
    left = list(loose)
    for row in rows:
        # room between two things of the row counts as well: what passes there is a thing of the row too
        start, free = low - sizes.gap, list[float]()
        for item in sorted(row, key=centres.__getitem__):
            half = _room(item, sizes) / 2
            free += _slots(start, centres[item] - half - sizes.gap, sizes)
            start = centres[item] + half
        free += _slots(start, high, sizes)
        for middle in free[: len(left)]:
            row.append(left.pop(0))
            centres[row[-1]] = middle
    most = int((max(high - low, 3 * step) + sizes.gap) // step)
    while left:
        rows.append([*left[:most]])
        centres.update({item: low + sizes.box / 2 + step * number for number, item in enumerate(rows[-1])})
        del left[:most]
    return rows


def _slots(start: float, end: float, sizes: Sizes) -> Iterator[float]:
    """The middles of the boxes for which there is room from `start`, with a gap before each, to `end`."""
    while start + sizes.gap + sizes.box <= end:
        start += sizes.gap + sizes.box
        yield start - sizes.box / 2


# ---------------------------------------------------------------- rows


def _rows(
    names: Sequence[str], own: Mapping[str, Sequence[str]], feeds: Mapping[str, Sequence[str]], limit: int
) -> list[list[str]]:
    """Rows of at most `limit` boxes, each below all that it needs; what starts a long way down comes first."""
    down: dict[str, int] = {}
    for name in reversed(names):
        down[name] = 1 + max((down[user] for user in feeds[name]), default=0)
    urgency = {name: (-down[name], -len(feeds[name]), number) for number, name in enumerate(names)}
    rows: list[list[str]] = []
    placed: dict[str, int] = {}
    while len(placed) < len(names):
        ready = [n for n in names if n not in placed and all(need in placed for need in own[n])]
        rows.append(sorted(ready, key=urgency.__getitem__)[:limit])
        placed.update(dict.fromkeys(rows[-1], len(rows) - 1))
    return _later(rows, own, feeds, limit)


def _later(
    rows: list[list[str]], own: Mapping[str, Sequence[str]], feeds: Mapping[str, Sequence[str]], limit: int
) -> list[list[str]]:
    """What feeds only later rows moves down to the row above the first of them, where there is room: shorter lines."""
    at = {name: number for number, row in enumerate(rows) for name in row}
    for number in range(len(rows) - 1, -1, -1):
        for name in list(rows[number]):
            last = min((at[user] for user in feeds[name]), default=number + 1) - 1
            free = [row for row in range(last, number, -1) if len(rows[row]) < limit]
            if free and len(feeds[name]) > len(own[name]):
                rows[number].remove(name)
                rows[free[0]].append(name)
                at[name] = free[0]
    return [row for row in rows if row]


def _threaded(rows: Sequence[Sequence[str]], own: Mapping[str, Sequence[str]]) -> list[list[Item]]:
    """The rows with a thread in each row that a line passes."""
    at = {name: number for number, row in enumerate(rows) for name in row}
    found: list[list[Item]] = [list(row) for row in rows]
    for row in rows:
        for name in row:
            for need in own[name]:
                for between in range(at[need] + 1, at[name]):
                    found[between].append((need, name, between))
    return found


def _wide(row: Sequence[Item], sizes: Sizes) -> int:
    return sum(_room(item, sizes) for item in row) + sizes.gap * (len(row) - 1)


def _room(item: Item, sizes: Sizes) -> int:
    return sizes.box if isinstance(item, str) else sizes.thread


# ---------------------------------------------------------------- order


def _links(rows: Sequence[Sequence[Item]], own: Mapping[str, Sequence[str]]) -> dict[Item, list[Item]]:
    """Each item and what it hangs on in the row above."""
    at = {item: number for number, row in enumerate(rows) for item in row}
    found: dict[Item, list[Item]] = {item: [] for item in at}
    for row in rows:
        for item in row:
            if not isinstance(item, str):
                need, name, number = item
                found[item].append(need if at[need] == number - 1 else (need, name, number - 1))
                continue
            for need in own[item]:
                found[item].append(need if at[need] == at[item] - 1 else (need, item, at[item] - 1))
    return found


def _ordered(rows: list[list[Item]], own: Mapping[str, Sequence[str]]) -> list[list[Item]]:
    """The order of each row with the fewest crossings that sorting by neighbours and swapping finds."""
    above = _links(rows, own)
    below: dict[Item, list[Item]] = {item: [] for item in above}
    for item, links in above.items():
        for link in links:
            below[link].append(item)
    best, least = rows, _crossings(rows, above)
    now = [list(row) for row in rows]
    for sweep in range(SWEEPS):
        around = above if sweep % 2 == 0 else below
        for row in now if sweep % 2 == 0 else now[::-1]:
            where = {item: i / max(1, len(r) - 1) for r in now for i, item in enumerate(r)}
            row.sort(
                key=lambda item: (
                    sum(where[other] for other in around[item]) / len(around[item])
                    if around[item]
                    else where[item],
                    str(item),
                )
            )
        _swapped(now, above, below)
        if (count := _crossings(now, above)) < least:
            best, least = [list(row) for row in now], count
    return best


def _swapped(
    rows: list[list[Item]], above: Mapping[Item, Sequence[Item]], below: Mapping[Item, Sequence[Item]]
) -> None:
    """Neighbours change places as long as that takes a crossing away."""
    where = {item: number for row in rows for number, item in enumerate(row)}

    def crossed(left: Item, right: Item) -> int:
        lines = [*product(above[left], above[right]), *product(below[left], below[right])]
        return sum(where[a] > where[b] for a, b in lines)

    better = True
    while better:
        better = False
        for row in rows:
            for i in range(len(row) - 1):
                left, right = row[i], row[i + 1]
                if crossed(right, left) < crossed(left, right):
                    row[i], row[i + 1] = right, left
                    where[right], where[left] = i, i + 1
                    better = True


def _crossings(rows: Sequence[Sequence[Item]], above: Mapping[Item, Sequence[Item]]) -> int:
    total = 0
    for upper, lower in pairwise(rows):
        where = {item: number for number, item in enumerate(upper)}
        ends = [sorted(where[link] for link in above[item]) for item in lower]
        seen: list[int] = []
        for group in ends:
            total += sum(earlier > end for end in group for earlier in seen)
            seen += group
    return total


# ---------------------------------------------------------------- places


def _centres(
    rows: Sequence[Sequence[Item]], own: Mapping[str, Sequence[str]], sizes: Sizes
) -> dict[Item, float]:
    """The middle of each item: near the middle of its neighbours, in the order found, inside the width."""
    above = _links(rows, own)
    around: dict[Item, list[Item]] = {item: list(links) for item, links in above.items()}
    for item, links in above.items():
        for link in links:
            around[link].append(item)
    centres: dict[Item, float] = {}
    for row in rows:
        wanted = [sizes.width / 2] * len(row)
        centres.update(zip(row, _spread(row, wanted, sizes), strict=True))
    for sweep in range(2 * SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wanted = [
                sum(centres[other] for other in around[item]) / len(around[item])
                if around[item]
                else centres[item]
                for item in row
            ]
            centres.update(zip(row, _spread(row, wanted, sizes), strict=True))
    return centres


def _spread(row: Sequence[Item], wanted: Sequence[float], sizes: Sizes) -> list[float]:
    """Middles nearest to the wanted ones (least squares) that keep order, distance and width."""
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + (_room(left, sizes) + _room(right, sizes)) / 2 + sizes.gap)
    # middles less their offsets must not fall: pools of neighbours that want to pass each other share a place
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append((want - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, n), (two, m) = pools[-2:]
            pools[-2:] = [((one * n + two * m) / (n + m), n + m)]
    low = _room(row[0], sizes) / 2
    high = max(low, sizes.width - offsets[-1] - _room(row[-1], sizes) / 2)
    flat = [min(max(place, low), high) for place, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(flat, offsets, strict=True)]


def _drawn(
    rows: Sequence[Sequence[Item]],
    own: Mapping[str, Sequence[str]],
    centres: Mapping[Item, float],
    sizes: Sizes,
) -> tuple[dict[str, tuple[int, int]], dict[tuple[str, str], tuple[tuple[int, int], ...]]]:
    step = sizes.height + sizes.between
    at = {item: number for number, row in enumerate(rows) for item in row}
    places = {
        item: (round(centres[item] - sizes.box / 2), at[item] * step) for item in at if isinstance(item, str)
    }
    ports = _ports(rows, own, centres, sizes)
    lines = {}
    for name in places:
        for need in own[name]:
            points = [(ports[need, name][0], places[need][1] + sizes.height)]
            for row in range(at[need] + 1, at[name]):
                x = round(centres[need, name, row])
                points += [(x, row * step), (x, row * step + sizes.height)]
            points.append((ports[need, name][1], places[name][1]))
            lines[need, name] = tuple(points)
    return places, lines


def _ports(
    rows: Sequence[Sequence[Item]],
    own: Mapping[str, Sequence[str]],
    centres: Mapping[Item, float],
    sizes: Sizes,
) -> dict[tuple[str, str], tuple[int, int]]:
    """Where each line leaves its box and where it enters the other: side by side, in the order of where they go."""
    at = {item: number for number, row in enumerate(rows) for item in row}
    names = [item for item in at if isinstance(item, str)]
    leaves: dict[str, list[tuple[float, str]]] = {name: [] for name in names}
    enters: dict[str, list[tuple[float, str]]] = {name: [] for name in names}
    for name in names:
        for need in own[name]:
            first = name if at[need] + 1 == at[name] else (need, name, at[need] + 1)
            last = need if at[need] + 1 == at[name] else (need, name, at[name] - 1)
            leaves[need].append((centres[first], name))
            enters[name].append((centres[last], need))
    out = {
        (need, name): x
        for need, found in leaves.items()
        for x, name in _fan(centres[need], sorted(found), sizes)
    }
    into = {
        (need, name): x
        for name, found in enters.items()
        for x, need in _fan(centres[name], sorted(found), sizes)
    }
    return {line: (x, into[line]) for line, x in out.items()}


def _fan(centre: float, found: Sequence[tuple[float, str]], sizes: Sizes) -> list[tuple[int, str]]:
    step = min(14.0, sizes.box * 0.8 / max(1, len(found)))
    first = centre - step * (len(found) - 1) / 2
    return [(round(first + step * number), name) for number, (_, name) in enumerate(found)]
