"""The menu: three doors (use it, check it, change it), each with so few entries that they are read and not searched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from b12tables.runtime.language import t, wording

MenuEntry = tuple[str, str]
"""The title of a page, and its path."""

DOORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        wording("Use it"),
        (wording("Start"), wording("Decisions"), wording("Steps on the way"), wording("At a glance")),
    ),
    (wording("Check it"), (wording("Evidence"), wording("Safety"), wording("Reference"))),
    (wording("Change it"), (wording("Guide"), wording("Findings explained"))),
)
"""The doors with their sections, in order. A section that none of them names stands behind the last one."""

SECTIONS = tuple(section for _, sections in DOORS for section in sections)

MOST = 12
"""So many entries are shown behind a door; where there are more, its longest sections are folded."""

ALONE = {"Findings explained": (wording("Kinds of findings"), "findings/index.html")}
"""Sections of which one page stands for all."""


@dataclass(frozen=True)
class MenuPart:
    """A section of the menu: its pages, and whether they are folded under its name."""

    section: str
    entries: tuple[MenuEntry, ...]
    folded: bool


@dataclass(frozen=True)
class Door:
    """One of the ways in."""

    name: str
    parts: tuple[MenuPart, ...]


def doors(listed: Mapping[str, Sequence[MenuEntry]]) -> list[Door]:
    """The menu of these pages, by their sections. Empty sections and doors are left out."""
    others = tuple(section for section in listed if section not in SECTIONS)
    last = len(DOORS) - 1
    found = []
    for number, (name, sections) in enumerate(DOORS):
        wanted = sections + (others if number == last else ())
        parts = [(section, _entries(section, listed.get(section, ()))) for section in wanted]
        shown = [(section, entries) for section, entries in parts if entries]
        if shown:
            found.append(Door(name, _folded(shown)))
    return found


def _entries(section: str, entries: Sequence[MenuEntry]) -> tuple[MenuEntry, ...]:
    alone = ALONE.get(section)
    return ((t(alone[0]), alone[1]),) if alone is not None and entries else tuple(entries)


def _folded(parts: Sequence[tuple[str, tuple[MenuEntry, ...]]]) -> tuple[MenuPart, ...]:
    """The sections of a door, the longest of them folded until few enough entries are shown."""
    folded: set[str] = set()
    by_length = sorted(parts, key=lambda part: -len(part[1]))
    for section, entries in by_length:
        shown = sum(1 if name in folded else len(own) for name, own in parts)
        if shown <= MOST or len(entries) < 2:
            break
        folded.add(section)
    return tuple(MenuPart(section, entries, section in folded) for section, entries in parts)
