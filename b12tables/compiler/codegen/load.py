"""Generated files -> an imported package, without touching the disk."""

from __future__ import annotations

import hashlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import threading
import weakref
from collections import deque
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import TraversableResources

_PREFIX = "_b12tables_loaded_"


def load_package(files: Mapping[str, str], identifier: str) -> ModuleType:
    """The package as `import` would give it.

    The same files give the same module; others of the same name stand beside it. It is freed when nobody holds anything
    of it any more, as an object is: a desk loads one for every edit, and may stand open for days.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{files[path]}\0".encode())
    package = _LOADED.package(f"{_PREFIX}{digest.hexdigest()[:24]}", files, identifier)
    importlib.import_module(package.name)
    return package.modules[package.name]


class _Loaded(importlib.abc.MetaPathFinder):
    """Finds the modules of every package that was loaded so. One for all of them: each import that nobody else answers
    asks every finder that there is, and a session loads a package for every edit.

    A package is known here, and its modules in `sys.modules`, only as long as somebody else holds any of them.
    """

    def __init__(self) -> None:
        self.packages: weakref.WeakValueDictionary[str, _Package] = weakref.WeakValueDictionary()
        self.freed: deque[dict[str, _StandIn]] = deque()
        self.lock = threading.Lock()

    def package(self, name: str, files: Mapping[str, str], identifier: str) -> _Package:
        """The package of this name, made where nobody holds one."""
        with self.lock:
            if self not in sys.meta_path:
                sys.meta_path.append(self)
            self._tidy()
            held = self.packages.get(name)
            if held is None:
                held = self.packages[name] = _Package(name, files, identifier)
                for module in held.sources:
                    # of one that was freed just now
                    sys.modules.pop(module, None)
                weakref.finalize(held, self.freed.append, held.stand_ins)
            return held

    def _tidy(self) -> None:
        """Takes what is freed out of `sys.modules`: here, since it is freed while others may walk through them."""
        while self.freed:
            for name, stand_in in self.freed.popleft().items():
                if sys.modules.get(name) is stand_in:
                    del sys.modules[name]

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        package = self.packages.get(fullname.partition(".")[0])
        return None if package is None else package.spec(fullname)


_LOADED = _Loaded()


class _StandIn(ModuleType):
    """Stands in `sys.modules` for a module, and is all that it is, as long as somebody else holds it."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__(module.__name__)
        object.__setattr__(self, "_held", weakref.ref(module))

    def __getattribute__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "_held")(), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(object.__getattribute__(self, "_held")(), name, value)


class _Package(importlib.abc.InspectLoader):
    """Loads the modules of one package from its files, and holds them: each function of them holds it, by the globals
    of its module. Imports inside the package are relative.
    """

    def __init__(self, name: str, files: Mapping[str, str], identifier: str) -> None:
        self.name = name
        self.modules: dict[str, ModuleType] = {}
        self.stand_ins: dict[str, _StandIn] = {}
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

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        name = module.__name__
        self.modules[name] = module
        self.stand_ins[name] = sys.modules[name] = _StandIn(module)

    def get_source(self, fullname: str) -> str:
        return self.sources[fullname][0]

    def is_package(self, fullname: str) -> bool:
        return self.sources[fullname][1]

    def get_resource_reader(self, fullname: str) -> TraversableResources | None:
        """The files of the package, as `importlib.resources` asks for them."""
        # loaded when asked for: it takes longer than a small package
        from b12tables.compiler.codegen.resources import Resources

        return Resources(self.data) if fullname == self.name else None
