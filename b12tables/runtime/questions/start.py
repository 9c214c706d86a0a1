"""Where the questions about a case begin: what is stated is known, everything else has all of its pieces."""

from __future__ import annotations

from b12tables.runtime.questions.ties import LEFT_OUT, SAID_UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date
    from typing import Any

    from b12tables.runtime.problems import Problem
    from b12tables.runtime.questions.propagation import Propagation, State
    from b12tables.runtime.tableset import TableSet


class Start:
    """The state of a case, and what follows in it.

    `values` are those of the inputs as they were read, `given` the fields that the case states, if only as not known.
    Those `left_out` are among them where nobody states them: they stay as they are. What follows is not open, but for a
    length of time among those `opened`, which may be stated with a part of a unit more.
    """

    __slots__ = ("_day", "_given", "_open", "_set", "_values", "known", "state", "stated")

    def __init__(
        self,
        table_set: TableSet,
        about: Propagation,
        values: dict[str, Any],
        given: Mapping[str, object],
        day: date | None,
        left_out: Collection[str] = (),
        opened: Collection[str] = (),
    ) -> None:
        self._set, self._values, self._given, self._day = table_set, values, given, day
        self.stated = {name for name in given if values[name] is not None or not self._may_follow(name)}
        """The fields that are settled by what is stated."""
        self._open = frozenset(self._out_of_range(about)).union(about.ties.finer.intersection(opened))
        self.known: dict[str, Any] = {name: values[name] for name in given if name in self.stated}
        """The inputs whose value is known."""
        self.known["today"] = day
        self.known[SAID_UNKNOWN] = frozenset(given) - self.stated
        self.known[LEFT_OUT] = frozenset(left_out)
        self.state: State = {}
        """The pieces that each input may have."""
        for name, axis in about.axes.items():
            if name not in table_set.inputs:
                continue
            # what no table looks at may be left out: not even that it is not known is there
            stays = name not in given or name in left_out or not table_set.by_code[name].unknown
            nothing = about.ties.left_out(name) if stays else 0
            if name in self.stated:
                self.state[name] = axis.mask(values[name]) or nothing
                if values[name] is None:
                    self.state[name] |= nothing
            elif not self.follows(name):
                self.state[name] = axis.full | nothing

    def _out_of_range(self, about: Propagation) -> Iterator[str]:
        """The computed fields at which no table looks, and which what is stated leads out of their range."""
        known = {name: self._values[name] for name in self.stated}
        for name in self._set.inputs:
            problems: list[Problem] = []
            if name not in about.ties.followed:
                self._set.follow(name, known, self._values, self._day, problems)
            if any(problem.name == "out-of-range" and problem.field == name for problem in problems):
                yield name

    def _may_follow(self, name: str) -> bool:
        """Whether a field that is stated as not known follows all the same, once its parts are known."""
        computed = self._set.by_code[name].computed
        return computed is not None and all(map(self._may_be_known, computed.parts))

    def _may_be_known(self, part: str) -> bool:
        """Whether a part has a value, or can still get one; a part that is stated as not known may follow itself."""
        if part == "today" and part not in self._set.inputs:
            return self._day is not None
        if part in self._given:
            return self._values[part] is not None or self._may_follow(part)
        return part in self._set.producer or part in self._set.inputs

    def follows(self, name: str) -> bool:
        """Whether a computed field follows from what is stated and from decisions, so that it is not open
        itself. Where a part is stated as not known, it may still be stated; a score may not.
        """
        computed = self._set.by_code[name].computed
        if computed is None or name in self._open:
            return False
        return all(
            self._day is not None or name in self._set.scores
            if part == "today" and part not in self._set.inputs
            else part in self._set.producer
            or (part in self.stated and (name in self._set.scores or self._values[part] is not None))
            or self.follows(part)
            for part in computed.parts
        )

    def lost(self, part: str) -> bool:
        """Whether an input is stated as not known, and follows from nothing."""
        return part in self._given and self._values.get(part) is None and not self._may_follow(part)
