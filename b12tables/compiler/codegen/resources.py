"""The files of a package that was loaded from memory, as `importlib.resources` asks for them."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable, TraversableResources
from typing import Any


class Resources(TraversableResources):
    """The files of a package by their paths within it."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self.data = data

    def files(self) -> Traversable:
        return _File("", self.data)


class _File(Traversable):
    """A file of the package, or the package itself, by the path within it."""

    def __init__(self, path: str, data: Mapping[str, str]) -> None:
        self.path, self.data = path, data

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def is_file(self) -> bool:
        return self.path in self.data

    def is_dir(self) -> bool:
        return not self.is_file()

    def iterdir(self) -> Iterator[_File]:
        inside = f"{self.path}/" if self.path else ""
        names = {path[len(inside) :].partition("/")[0] for path in self.data if path.startswith(inside)}
        return iter([_File(inside + name, self.data) for name in sorted(names)])

    def joinpath(self, *descendants: str) -> _File:  # type: ignore[override]
        return _File("/".join(filter(None, (self.path, *map(str, descendants)))), self.data)

    def __truediv__(self, child: str | os.PathLike[str]) -> _File:
        return self.joinpath(os.fspath(child))

    def open(self, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if not self.is_file():
            raise FileNotFoundError(self.path)
        text = self.data[self.path]
        return io.BytesIO(text.encode("utf-8")) if "b" in mode else io.StringIO(text)

    def read_bytes(self) -> bytes:
        with self.open("rb") as stream:
            return bytes(stream.read())

    def read_text(self, encoding: str | None = None) -> str:
        return self.read_bytes().decode(encoding or "utf-8")
