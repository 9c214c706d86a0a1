"""What the generated `Case` is made of: the fields that somebody stated, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class _NotStated:
    """The type of `NOT_STATED`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_STATED"

    def __reduce__(self) -> str:
        return "NOT_STATED"


NOT_STATED = _NotStated()
"""A field that the case does not state. Where the dictionary allows it, the evaluators take it as unknown."""


class BaseCase(Mapping[str, object]):
    """A frozen mapping of the stated fields, which the generated `Case` gives typed arguments and
    documentation.
    """

    __slots__ = ("_stated",)

    _stated: dict[str, object]
    _codes: tuple[tuple[str, str], ...] = ()
    """Names of arguments that differ from the codes of their fields."""

    def __init__(self, **stated: object) -> None:
        codes = dict(self._codes)
        object.__setattr__(
            self,
            "_stated",
            {codes.get(name, name): value for name, value in stated.items() if value is not NOT_STATED},
        )

    def __getattr__(self, name: str) -> object:
        if name.startswith("_") or name not in self.__class__.__annotations__:
            raise AttributeError(name)
        return self._stated.get(dict(self._codes).get(name, name), NOT_STATED)

    def _by_name(self) -> dict[str, object]:
        names = {code: name for name, code in self._codes}
        return {names.get(code, code): value for code, value in self._stated.items()}

    def __getitem__(self, name: str) -> object:
        return self._stated[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stated)

    def __len__(self) -> int:
        return len(self._stated)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a case cannot be changed: {name}; use replace({name}=...)")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a case cannot be changed: {name}")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{n}={v!r}' for n, v in self._stated.items())})"

    def __hash__(self) -> int:
        return hash(tuple(sorted((name, repr(value)) for name, value in self._stated.items())))

    def __getstate__(self) -> dict[str, object]:
        return self._stated

    def __setstate__(self, stated: dict[str, object]) -> None:
        object.__setattr__(self, "_stated", stated)
