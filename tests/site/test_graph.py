"""The map of decisions: boxes that do not touch, what is needed above, as wide as its page, every line in words."""

from __future__ import annotations

import random
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.site.book import Book
from b12tables.site.pictures.layers import Sizes, layout
from b12tables.site.pictures.requirements_graph import (
    BOX,
    TALL,
    WIDTH,
    graph_list,
    graph_svg,
    neighbourhood,
    parts,
    title_of,
)
from tests.kit.small_sets import small_model
from tests.kit.tables import model_from_markdown
from tests.site.browsing import Watch

SIZES = Sizes(width=700, box=120, height=40, gap=12, between=30, thread=8)


@st.composite
def requirements(draw: st.DrawFn) -> dict[str, list[str]]:
    """Names in an order in which each comes after what it needs."""
    names = [f"d{number}" for number in range(draw(st.integers(0, 16)))]
    return {
        name: draw(st.lists(st.sampled_from(names[:number]), unique=True, max_size=4)) if number else []
        for number, name in enumerate(names)
    }


@pytest.mark.slow
@settings(max_examples=100)
@given(requirements())
def test_boxes_do_not_touch_and_stand_below_what_they_need(needs: dict[str, list[str]]) -> None:
    laid = layout(list(needs), needs, SIZES)
    assert laid.places.keys() == needs.keys()
    for (x1, y1), (x2, y2) in combinations(laid.places.values(), 2):
        assert y1 != y2 or abs(x1 - x2) >= SIZES.box
    for name, own in needs.items():
        for need in own:
            assert laid.places[need][1] < laid.places[name][1]
    assert all(0 <= x <= laid.width - SIZES.box for x, _ in laid.places.values())
    assert all(0 <= y <= laid.height - SIZES.height for _, y in laid.places.values())


@pytest.mark.slow
@settings(max_examples=100)
@given(requirements())
def test_lines_join_their_boxes_and_run_through_none(needs: dict[str, list[str]]) -> None:
    laid = layout(list(needs), needs, SIZES)
    assert laid.lines.keys() == {(need, name) for name, own in needs.items() for need in own}
    for (need, name), points in laid.lines.items():
        (x1, y1), (x2, y2) = points[0], points[-1]
        assert y1 == laid.places[need][1] + SIZES.height
        assert y2 == laid.places[name][1]
        assert laid.places[need][0] <= x1 <= laid.places[need][0] + SIZES.box
        assert laid.places[name][0] <= x2 <= laid.places[name][0] + SIZES.box
        for x, y in points[1:-1]:
            assert not any(
                bx < x < bx + SIZES.box and by <= y <= by + SIZES.height for bx, by in laid.places.values()
            )


def test_a_tree_has_no_crossings() -> None:
    needs = {"a": [], "b": [], "c": [], "d": [], "x": ["a", "c"], "y": ["b", "d"], "z": ["x", "y"]}
    laid = layout(list(needs), needs, SIZES)
    order = sorted("abcd", key=lambda name: laid.places[name])
    where = {name: number for number, name in enumerate(order)}
    assert abs(where["a"] - where["c"]) == abs(where["b"] - where["d"]) == 1


def test_as_wide_as_asked_for_as_long_as_one_box_fits() -> None:
    names = [f"d{number}" for number in range(9)]
    needs: dict[str, list[str]] = {**{name: [] for name in names}, "end": names}
    narrow = layout([*names, "end"], needs, Sizes(400, 120, 40, 12, 30, 8))
    assert narrow.width <= 400 + 2 * 8


TABLES = """
## Fields
- age: number, 0..120
- cause: choice (diet, other), unknown
- band: choice (young, old)
- plan: choice (wait, treat)
- visit: choice (soon, later)

## Decision: Band
- Code: band_table
| | When | Then |
|---|---|---|
| | Age | Band |
| B1 | < 18 | young |
| B2 | >= 18 | old |

## Decision: Plan
- Code: plan_table
| | When | | Then |
|---|---|---|---|
| | Band | Cause | Plan |
| P1 | young | - | wait |
| P2 | old | - | treat |

## Decision: Visit
- Code: visit_table
| | When | | Then |
|---|---|---|---|
| | Plan | Band | Visit |
| V1 | treat | - | soon |
| V2 | wait | - | later |
"""


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(model_from_markdown(TABLES))


def test_one_workbook_needs_no_frame_and_each_box_is_a_link(book: Book) -> None:
    picture = graph_svg(book, "index.html")
    assert 'class="parts"' not in picture
    assert re.findall(r'<a href="([^"]+)" data-node', picture) == [
        "decisions/band_table.html",
        "decisions/plan_table.html",
        "decisions/visit_table.html",
    ]
    # what follows from other lines is drawn only for the box at which a reader points
    assert re.findall(r'data-from="(\w+)" data-to="(\w+)"( class="far")?', picture) == [
        ("band_table", "plan_table", ""),
        ("plan_table", "visit_table", ""),
        ("band_table", "visit_table", ' class="far"'),
    ]


def test_the_words_beside_the_picture_name_every_line(book: Book) -> None:
    words = re.sub(r"<[^>]+>", "", graph_list(book, "index.html").replace("</li>", "\n"))
    assert words.split("\n")[:3] == [
        "Band: needs no other decision",
        "Plan: needs Band",
        "Visit: needs Band, Plan",
    ]


def test_a_decision_stands_between_what_it_needs_and_what_needs_it(book: Book) -> None:
    plan = book.model.decision["plan_table"]
    words = re.sub(r"<[^>]+>", "|", neighbourhood(book, "decisions/plan_table.html", plan))
    said = [part for part in words.split("|") if part.strip()]
    assert said == [
        "Asked of the patient or the record",
        "Cause",
        "Decisions that it needs",
        "Band",
        "Plan",
        "Decisions that need it",
        "Visit",
    ]


@pytest.mark.slow
def test_workbooks_become_frames_in_the_order_of_what_they_need(real_site: Path) -> None:
    page = (real_site / "index.html").read_text(encoding="utf-8")
    picture = page.partition("<svg")[2].partition("</svg>")[0]
    frames = picture.partition('class="parts"')[2].partition("</g>")[0]
    assert frames.count("<rect") > 2
    boxes = [
        tuple(map(int, b))
        for b in re.findall(rf'<rect x="(\d+)" y="(\d+)" width="{BOX}" height="{TALL}"', picture)
    ]
    assert len(boxes) == page.count("data-node=")
    assert all(abs(x1 - x2) >= BOX or abs(y1 - y2) >= TALL for (x1, y1), (x2, y2) in combinations(boxes, 2))
    assert all(x + BOX <= WIDTH for x, _ in boxes)


@pytest.mark.parametrize("seed", range(12))
def test_any_set_has_a_picture(seed: int) -> None:
    model = small_model(random.Random(seed))
    book = Book(model)
    picture = graph_svg(book, "index.html")
    assert picture.count("data-node=") == len(model.decisions)
    assert sum(len(part.tables) for part in parts(book)) == len(model.decisions)


@pytest.mark.parametrize(
    ("file", "title"), [("iron_tables.xlsx", "Iron tables"), ("X.xlsx", "X"), ("_.xlsx", "_.xlsx")]
)
def test_the_name_of_a_workbook_is_a_heading(file: str, title: str) -> None:
    assert title_of(file) == title


def test_on_a_desk_the_whole_picture_is_seen_and_can_be_read_on_a_phone_its_words(
    real_site: Path, browser: Any
) -> None:
    watch = Watch(browser, f"file://{real_site}/", viewport={"width": 1280, "height": 800})
    page = watch.open("index.html")
    hidden = (
        "() => { const box = document.querySelector('.picture .scroll');"
        " return box.scrollWidth - box.clientWidth; }"
    )
    assert page.evaluate(hidden) <= 0
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('svg.graph text')].map((text) =>
            parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    )
    assert min(sizes) >= 12
    # no label is wider than its box
    assert (
        page.evaluate(
            """() => [...document.querySelectorAll('svg.graph a')].filter((node) =>
            node.querySelector('text').getBBox().width > node.querySelector('rect').getBBox().width - 6)
            .map((node) => node.textContent)"""
        )
        == []
    )
    node = page.locator("svg.graph a").last
    node.focus()
    assert page.locator("svg.graph path.near").count() > 0
    assert page.evaluate("() => document.activeElement.dataset.node") is not None
    watch.context.close()

    phone = Watch(browser, f"file://{real_site}/", viewport={"width": 360, "height": 740})
    page = phone.open("index.html")
    assert not page.locator("svg.graph").is_visible()
    assert page.locator(".twin li").first.is_visible()
    phone.context.close()
