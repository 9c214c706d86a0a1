"""What the generated `Case` is made of: the fields that somebody stated, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")


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

    if not TYPE_CHECKING:
        # checkers know the arguments that each `Case` declares

        def __new__(cls, *_: object, **stated: object) -> Any:
            """Refuses an argument that is no field, and says which field is like it."""
            fields = cls.__init__.__kwdefaults__ or {}
            if not stated.keys() <= fields.keys() and cls is not BaseCase:
                from b12tables.runtime.refusals import no_such

                strange = next(name for name in stated if name not in fields)
                raise TypeError(no_such("field", strange, fields))
            return object.__new__(cls)

        def __getattr__(self, name: str) -> object:
            if name.startswith("_"):
                raise AttributeError(name)
            from b12tables.runtime.refusals import no_such

            raise AttributeError(no_such("field", name, type(self).__init__.__kwdefaults__ or {}))

    def __init__(self, **stated: object) -> None:
        codes = dict(self._codes)
        object.__setattr__(
            self,
            "_stated",
            {codes.get(name, name): value for name, value in stated.items() if value is not NOT_STATED},
        )

    def _of(self, name: str) -> T:  # type: ignore[type-var]
        """What is stated for a field, by the name of its argument; `NOT_STATED` where nothing is."""
        stated: Any = self._stated.get(dict(self._codes).get(name, name), NOT_STATED)
        return stated  # type: ignore[no-any-return]

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
