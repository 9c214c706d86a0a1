"""Generated files -> an imported package, without touching the disk."""

from __future__ import annotations

import hashlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import TraversableResources

_PREFIX = "_b12tables_loaded_"


def load_package(files: Mapping[str, str], identifier: str) -> ModuleType:
    """The package as `import` would give it.

    The same files give the same module; others of the same name stand beside it.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{files[path]}\0".encode())
    name = f"{_PREFIX}{digest.hexdigest()[:24]}"
    if name not in _LOADED.packages:
        _LOADED.packages[name] = _Package(name, files, identifier)
    if _LOADED not in sys.meta_path:
        sys.meta_path.append(_LOADED)
    return importlib.import_module(name)


class _Loaded(importlib.abc.MetaPathFinder):
    """Finds the modules of every package that was loaded so. One for all of them: each import that nobody else answers
    asks every finder that there is, and a session loads a package for every edit.
    """

    def __init__(self) -> None:
        self.packages: dict[str, _Package] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        package = self.packages.get(fullname.partition(".")[0])
        return None if package is None else package.spec(fullname)


_LOADED = _Loaded()


class _Package(importlib.abc.InspectLoader):
    """Loads the modules of one package from its files. Imports inside the package are relative."""

    def __init__(self, name: str, files: Mapping[str, str], identifier: str) -> None:
        self.name = name
        self.sources: dict[str, tuple[str, bool]] = {}
        self.data = {path.removeprefix(f"{identifier}/"): text for path, text in files.items()}
        for path, text in files.items():
            if not path.startswith(f"{identifier}/") or not path.endswith(".py"):
                continue
            parts = path.removesuffix(".py").split("/")[1:]
            is_package = parts[-1] == "__init__"
            module = ".".join([name, *(parts[:-1] if is_package else parts)])
            self.sources[module] = (text, is_package)

    def spec(self, fullname: str) -> importlib.machinery.ModuleSpec | None:
        """What the import of a module needs; None where the package has none of that name."""
        if fullname not in self.sources:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=self.sources[fullname][1])

    def get_source(self, fullname: str) -> str:
        return self.sources[fullname][0]

    def is_package(self, fullname: str) -> bool:
        return self.sources[fullname][1]

    def get_resource_reader(self, fullname: str) -> TraversableResources | None:
        """The files of the package, as `importlib.resources` asks for them."""
        # loaded when asked for: it takes longer than a small package
        from b12tables.compiler.codegen.resources import Resources

        return Resources(self.data) if fullname == self.name else None
