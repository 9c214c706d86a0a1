"""The menu: three doors, few entries behind each, and every section behind one of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from b12tables.site.menu import DOORS, MOST, SECTIONS, doors
from tests.kit.packages import real_model


def pages(**counts: int) -> dict[str, list[tuple[str, str]]]:
    return {
        name.replace("_", " "): [(f"{name} {n}", f"{name}-{n}.html") for n in range(count)]
        for name, count in counts.items()
    }


def shown(listed: dict[str, list[tuple[str, str]]]) -> dict[str, int]:
    return {
        door.name: sum(1 if part.folded else len(part.entries) for part in door.parts)
        for door in doors(listed)
    }


@pytest.mark.parametrize("decisions", [0, 3, 30])
def test_few_entries_stand_behind_each_door(decisions: int) -> None:
    listed = pages(
        Start=3, Decisions=decisions, Steps_on_the_way=decisions, Evidence=8, Safety=5, Reference=4, Guide=40
    )
    assert all(count <= MOST for count in shown(listed).values())


def test_the_longest_sections_are_folded_and_no_others() -> None:
    use, check = doors(pages(Start=3, Decisions=16, Steps_on_the_way=30, At_a_glance=2, Evidence=5, Safety=5))
    assert [(part.section, part.folded) for part in use.parts] == [
        ("Start", False),
        ("Decisions", True),
        ("Steps on the way", True),
        ("At a glance", False),
    ]
    assert [part.folded for part in check.parts] == [False, False]


def test_every_page_stands_behind_one_door() -> None:
    listed = pages(
        **{name.replace(" ", "_"): 2 for name in SECTIONS if name != "Findings explained"}, Something=3
    )
    entries = [entry for door in doors(listed) for part in door.parts for entry in part.entries]
    assert sorted(entries) == sorted(entry for own in listed.values() for entry in own)
    assert [door.name for door in doors(listed)] == [name for name, _ in DOORS]


def test_the_menu_of_the_tables(real_site: Path) -> None:
    words = (real_site / "index.html").read_text("utf-8")
    menu = re.search(r'<nav id="menu".*?</nav>', words, re.DOTALL)
    assert menu is not None
    assert re.findall(r"<h2>(.*?)</h2>", menu[0]) == [name for name, _ in DOORS]
    assert menu[0].index("index.html") < menu[0].index("wall-chart.html") < menu[0].index("try.html")
    answers = [f"decisions/{code}.html" for code in real_model().answers]
    places = [menu[0].index(path) for path in answers]
    assert places == sorted(places)
    assert words.count(real_model().about.disclaimer) <= 3
