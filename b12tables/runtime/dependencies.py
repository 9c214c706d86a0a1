"""What a field or a decision depends on: a result on the columns of its table, a computed field on its parts.

The one home of that question. The compiler's model, what could not be read, comparison and sign-offs ask here about
workbooks; the questions and explanations of a generated package ask here about themselves.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


def reach(needs: Mapping[str, Iterable[str]], names: Iterable[str]) -> frozenset[str]:
    """Everything that some names need, directly or by way of others; they are among it."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(needs.get(current, ()))
    return frozenset(seen)


class Dependencies:
    """What the fields of a table set depend on, directly and by way of others.

    `columns` gives for each result what its table looks at, `parts` for each computed field what it follows from;
    `doses` are the fields that are worked out from a rate. Where a name is both, its table decides it.
    """

    __slots__ = ("_all", "columns", "doses", "parts")

    def __init__(
        self,
        columns: Mapping[str, Collection[str]],
        parts: Mapping[str, Collection[str]],
        doses: Collection[str] = (),
    ) -> None:
        self.columns, self.parts, self.doses = columns, parts, doses
        self._all = {**parts, **columns}

    def behind(self, names: Iterable[str], *, tables: bool = True, computed: bool = True) -> frozenset[str]:
        """Everything that some fields depend on; they are among it.

        `computed` False: what is computed is taken as it comes, but for a score or dose, which nobody states; `tables`
        False: what tables decide is.
        """
        links = self._all if tables else self.parts
        if not computed:
            links = {n: of for n, of in links.items() if n in self.columns or self.derived(n)}
        return reach(links, names)

    def decided(self, names: Iterable[str]) -> frozenset[str]:
        """The results from which some fields follow by computing alone; those among them that are results are, too."""
        return reach(self.parts, names) & self.columns.keys()

    def derived(self, name: str) -> bool:
        """Whether a field follows from what tables decide, or is a dose: nobody states it or is asked for it."""
        found = reach(self.parts, self.parts.get(name, ()))
        return name in self.doses or not found.isdisjoint(self.columns) or not found.isdisjoint(self.doses)
