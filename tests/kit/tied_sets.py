"""Random sets in which what is computed and what it is computed from are asked about together, and every case of them.

Sums, differences and lengths of time of entries, of each other, of answers; parts that stand in several formulas; parts
that must be known and parts that need not be; combinations that cannot be, of any of them. So few values that every way
to state a case can be tried.
"""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

Case = dict[str, object]

DAYS = {
    "days": (["2026-01-01", "2026-01-02", "2026-01-03"], ["2026-01-03", "2026-01-04"]),
    "months": (["2026-01-30", "2026-01-31", "2026-02-01"], ["2026-02-28", "2026-03-01"]),
    "years": (["2024-02-28", "2024-02-29", "2024-03-01"], ["2026-02-28", "2026-03-01"]),
}


class Tied:
    """A set as text, and of each input that can be stated the values that it may have. `finer`: each has days, and what
    lies between two may be stated with a half.
    """

    def __init__(self, chance: Random, finer: bool = False) -> None:
        self.chance, self.finer = chance, finer
        self.fields: dict[str, str] = {}
        self.values: dict[str, list[object]] = {}
        self.tables: list[str] = []
        self.tests: dict[str, list[str]] = {}
        """For each field what a cell may ask of it."""
        self.computed: list[str] = []
        self._inputs()
        if chance.random() < 0.5:
            self._points()
        self._answers()
        self.text = self._written()

    def _unknown(self, share: float = 0.5) -> str:
        return ", unknown" if self.chance.random() < share else ""

    def _number(self, code: str, low: int, high: int, computed: str = "", stated: bool = True) -> None:
        # what follows from answers that may be none has to be able to be not known
        unknown = self._unknown(0.4) if stated else ", unknown"
        self.fields[code] = f"whole number, {low}..{high}{unknown}{computed and f', computed {computed}'}"
        if stated:
            self.values[code] = [*range(low, high + 1)]
        if computed:
            self.computed.append(code)
        below = self.chance.randint(low, high - 1)
        one = self.chance.randint(low, high)
        self.tests[code] = [f"> {below}", f"<= {below}", f"{one}", f"not({one})"]
        if unknown:
            self.tests[code] += ["unknown", "known", f"<= {below}; unknown"]

    def _inputs(self) -> None:
        chance = self.chance
        self.fields["y"] = "yes/no" + self._unknown()
        self.values["y"] = [True, False]
        self.tests["y"] = ["yes", "no", *(["unknown"] if "unknown" in self.fields["y"] else [])]
        self._number("a", 0, chance.choice([2, 3]))
        if chance.random() < 0.25 or self.finer:
            self._days()
            return
        self._number("b", 0, 2)
        low, high = chance.choice([(-2, 5), (0, 3), (-1, 2)])
        self._number("c", low, high, f"a {chance.choice('+-')} b")
        if chance.random() < 0.5:
            if chance.random() < 0.6:
                self._number("d", 0, 1)
            parts = chance.sample([name for name in "abcd" if name in self.fields], 2)
            if chance.random() < 0.2 and "d" in self.fields:
                self._number("e", chance.choice([0, -2]), 5, "a + b + d")
            else:
                self._number(
                    "e", *chance.choice([(-2, 4), (0, 3)]), f"{parts[0]} {chance.choice('+-')} {parts[1]}"
                )

    def _days(self) -> None:
        unit = self.chance.choice(list(DAYS))
        for code, days in zip(("first", "last"), DAYS[unit], strict=True):
            self.fields[code] = f"date, {days[0]}..{days[-1]}{self._unknown(0.4)}"
            self.values[code] = list(days)
            self.tests[code] = [f"> {days[0]}", f"<= {days[0]}", f"{days[-1]}"]
        self._number("c", 0, 3, f"{unit} from first to last")
        if self.finer:
            self.fields["c"] = self.fields["c"].removeprefix("whole ")
            self.values["c"] = [half / 2 for half in range(7)]
        if self.chance.random() < 0.4:
            self._number("e", *self.chance.choice([(-2, 4), (0, 3)]), "c + a")

    def _points(self) -> None:
        """A table that gives points, and a score of them and an entry, perhaps another of that."""
        chance = self.chance
        unknown = chance.random() < 0.3
        self.fields["p"] = "whole number, 0..2" + (", unknown" if unknown else "")
        column = chance.choice([name for name in self.tests if name in ("y", "a", "c")])
        tests = chance.sample(self.tests[column], 2)
        given = [chance.choice(["0", "1", "2", *(["none"] if unknown else [])]) for _ in range(3)]
        rows = [(test, "", points) for test, points in zip(tests, given, strict=False)]
        self.tables.append(
            _table("D", "First", [column], "P", rows, given[2] if chance.random() < 0.8 else None)
        )
        numbers = [name for name in self.fields if name in ("a", "b", "c")]
        low, high = chance.choice([(-3, 6), (0, 3), (0, 4)])
        self._number("s", low, high, f"p {chance.choice('+-')} {chance.choice(numbers)}", stated=False)
        if chance.random() < 0.4:
            also = chance.choice(["p", *numbers])
            self._number(
                "u", *chance.choice([(-6, 9), (0, 4)]), f"s {chance.choice('+-')} {also}", stated=False
            )

    def _answers(self) -> None:
        for code, policies in (
            ("T", ("First", "Priority", "Unique")),
            ("L", ("Collect", "Rule order", "First")),
        )[: self.chance.choice([1, 1, 2])]:
            self._answer(code, self.chance.choice(policies))

    def _answer(self, code: str, policy: str) -> None:
        chance = self.chance
        others = [name for name in self.tests if name not in self.computed]
        columns = dict.fromkeys(
            [chance.choice(self.computed), *chance.sample(others, chance.choice([0, 1, 1, 2]))]
        )
        if chance.random() < 0.3:
            columns[chance.choice(self.computed)] = None
        rows = []
        for n in range(chance.randint(2, 4)):
            tests = [chance.choice(["-", *self.tests[name]]) for name in columns]
            rows.append((*tests, "", "pqr"[n % 3] if chance.random() < 0.7 else chance.choice("pqr")))
        self.fields[f"o{code.lower()}"] = "choice (p, q, r)"
        otherwise = (
            chance.choice("pqr") if policy in ("First", "Priority") and chance.random() < 0.8 else None
        )
        self.tables.append(_table(code, policy, list(columns), f"o{code.lower()}", rows, otherwise))

    def _written(self) -> str:
        fields = "\n".join(f"- {code}: {about}" for code, about in self.fields.items())
        return f"\n## Fields\n{fields}\n{self._impossible()}\n{''.join(self.tables)}"

    def _impossible(self) -> str:
        chance = self.chance
        rows = []
        for n in range(chance.choice([0, 0, 1, 2])):
            names = chance.sample(
                [name for name in self.tests if name not in ("s", "u")], chance.choice([1, 2, 2])
            )
            lines = [f"{name.capitalize()}: {chance.choice(self.tests[name])}" for name in names]
            rows.append(f"| I{n} | {'<br>'.join(lines)} | w |")
        if not rows:
            return ""
        return "\n".join(["", "## Impossible", "| ID | Combination | Why |", "|----|----|----|", *rows, ""])

    def every(self) -> list[Case]:
        """Each way to state a case: each input left out, or with one of its values."""
        options = [
            [
                None,
                *values,
                *(["unknown"] if name in self.computed and "unknown" in self.fields[name] else []),
            ]
            for name, values in self.values.items()
        ]
        return [
            {name: value for name, value in zip(self.values, chosen, strict=True) if value is not None}
            for chosen in product(*options)
        ]


def _table(
    code: str, policy: str, columns: list[str], output: str, rows: list[Any], otherwise: str | None
) -> str:
    heads = " | ".join(name.capitalize() for name in columns)
    width = len(columns)
    lines = [f"\n## Decision: {code}", f"- Hit policy: {policy}", ""]
    lines.append(f"| | {' | '.join(['When'] * width)} | Then | Because |")
    lines.append("|---" * (width + 3) + "|")
    lines.append(f"| | {heads} | {output.capitalize()} | Evidence |")
    for n, (*tests, _, result) in enumerate(rows, 1):
        lines.append(f"| {code}{n} | {' | '.join(tests)} | {result} | inference: x |")
    if otherwise is not None:
        lines.append(f"| Otherwise | {' | '.join([''] * width)} | {otherwise} | inference: x |")
    return "\n".join(lines) + "\n"
