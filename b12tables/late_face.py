"""Faces of rooms whose files are loaded when a name of theirs is first asked for: nobody waits for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def late_face(room: str, files: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a room (the full name of its package). `files` gives for each name of its face the file that
    defines it, as a module within the room; any other name is an `AttributeError`, as it is of every module.
    """

    def named(name: str) -> object:
        if name not in files:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{files[name]}"), name)

    return named
