"""A case that states what is computed is accepted exactly where that agrees with what follows, on every surface and on
as many random sets as wanted: `python -m tests.oracles.stated COUNT [SEED]`.

Masses in three units and sums of up to five of them, differences, ages and lengths of time in completed units, what is
computed of computed fields, scores and doses, which nobody states; some of it nothing looks at. Stated as it follows,
in another unit, with a part of a unit more, by a little wrong, not known, or not at all. What follows is worked out
here once more, from what the case was made of. Each set is drawn from a seed of its own, which is printed where
something differs: `differences(seed)` says what. Exit 1 where something does.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from b12tables.compiler.model import Model
from b12tables.compiler.model.evaluate import Evaluation, evaluate
from b12tables.runtime.numbers import number_text
from b12tables.runtime.possible import Possible
from b12tables.runtime.questions.tables import TooMany
from b12tables.runtime.values import Quantity
from tests.kit.many_seeds import differing
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown

TODAY = date(2026, 11, 28)
CASES = 30
"""So many cases of each set."""

EVERY = 100
"""After so many sets it says how far it is."""

MASS = {"mg": Fraction(1), "g": Fraction(1000), "ug": Fraction(1, 1000)}
TIME = {"a": Fraction(1), "mo": Fraction(1, 12)}
"""What a unit is in the field's own."""

Known = dict[str, Any]
"""What a case states, in the units of the fields; "unknown" where it says that."""


class Formula:
    """How a field follows: `between` two days, a `sum`, a `difference`, a `dose`."""

    def __init__(self, kind: str, parts: tuple[str, ...], unit: str = "") -> None:
        self.kind, self.parts, self.unit = kind, parts, unit

    def text(self) -> str:
        if self.kind == "between":
            return f"{self.unit} from {self.parts[0]} to {self.parts[1]}"
        if self.kind == "dose":
            return f"2 mg/kg * {self.parts[0]}"
        return {"sum": " + ", "difference": " - "}[self.kind].join(self.parts)

    def value(self, parts: list[Any]) -> Fraction:
        if self.kind == "between":
            return completed(self.unit, *parts)
        if self.kind == "dose":
            return Fraction(parts[0] * 2)
        return sum(parts, Fraction(0)) if self.kind == "sum" else parts[0] - sum(parts[1:], Fraction(0))


def completed(unit: str, first: date, last: date) -> Fraction:
    """Completed days, months or years between two days, as one counts an age."""
    if unit == "days":
        return Fraction((last - first).days)
    if unit == "years":
        return Fraction(last.year - first.year - ((last.month, last.day) < (first.month, first.day)))
    return Fraction((last.year - first.year) * 12 + last.month - first.month - (last.day < first.day))


class Drawn:
    """A random set as text, with the formulas of its fields."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.fields: dict[str, str] = {}
        self.formulas: dict[str, Formula] = {}
        self.units: dict[str, dict[str, Fraction]] = {}
        """Of the numbers that have units."""
        self.ranges: dict[str, tuple[int, int]] = {}
        self.scores: set[str] = set()
        self.asked: dict[str, list[str]] = {}
        """For each field that a table may look at what its cells may ask."""
        self._masses()
        self._times()
        self._numbers()
        self.text = self._written()

    def _unknown(self, share: float = 0.6) -> str:
        return ", unknown" if self.chance.random() < share else ""

    def _mass(self, name: str, low: int, high: int, formula: Formula | None = None) -> None:
        self.units[name], self.ranges[name] = MASS, (low, high)
        self.fields[name] = f"number, {low}..{high}, unit mg, accepts g | ug{self._unknown()}"
        self.asked[name] = ["> 20 mg", "<= 20 mg", "> 0.1 g"]
        self._computed(name, formula)

    def _computed(self, name: str, formula: Formula | None) -> None:
        if formula is not None:
            self.fields[name] += f", computed {formula.text()}"
            self.formulas[name] = formula

    def _masses(self) -> None:
        chance, masses = self.chance, ["ma", "mb", "mc", "md", "me"]
        for name in masses:
            self._mass(name, 0, 200)
        for name in ("total", "other", "rest")[: chance.choice([1, 2, 3])]:
            if chance.random() < 0.6:
                parts = chance.sample(masses, chance.choice([2, 3, min(5, len(masses))]))
                self._mass(name, *chance.choice([(-1000, 1000), (0, 150)]), Formula("sum", tuple(parts)))
            else:
                self._mass(name, -1000, 1000, Formula("difference", tuple(chance.sample(masses, 2))))
            masses = [name, *masses]

    def _time(self, name: str, low: int, formula: Formula) -> None:
        own = {"years": ", unit a, accepts mo", "months": ", unit mo, accepts a", "days": ""}[formula.unit]
        if own:
            self.units[name] = {"a": TIME, "mo": {unit: by * 12 for unit, by in TIME.items()}}[
                own[7:9].strip(",")
            ]
        self.ranges[name] = low, 50000
        self.fields[name] = f"number, {low}..50000{own}{self._unknown()}"
        self.asked[name] = (
            ["> 18", "<= 18", "> 18; unknown"] if self.fields[name].endswith("unknown") else ["> 18"]
        )
        if own:
            self.asked[name] = [test.replace("18", "18 " + own[7:9].strip(",")) for test in self.asked[name]]
        self._computed(name, formula)

    def _times(self) -> None:
        chance = self.chance
        for name in ("born", "begun"):
            self.fields[name] = f"date, 1990-01-01..2026-12-31{self._unknown(0.8)}"
        unit = chance.choice(["years", "months", "days"])
        self._time("age", 0, Formula("between", ("born", "today"), unit))
        self._time("then", -9000, Formula("between", ("born", "begun"), chance.choice([unit, "months"])))
        if self.formulas["then"].unit == unit:
            own = {"years": ", unit a", "months": ", unit mo", "days": ""}[unit]
            self.fields["since"] = f"number, -50000..50000{own}{self._unknown()}"
            self._computed("since", Formula("difference", ("age", "then")))
            self.ranges["since"] = -50000, 50000
            if own:
                self.units["since"] = {own[7:]: Fraction(1)}
            self.asked["since"] = [f"> 3{own[6:]}"]

    def _numbers(self) -> None:
        chance = self.chance
        self.fields["y"] = "yes/no" + self._unknown(0.3)
        self.asked["y"] = ["yes", "no"]
        self.fields["n"] = "whole number, 0..3" + self._unknown(0.3)
        self.asked["n"] = ["> 1", "2"]
        self.fields["points"] = "whole number, 0..3, unknown"
        for name, parts in (("score", ("points", "n")), ("whole", ("score", "n", "points"))):
            self.fields[name] = "whole number, 0..30, unknown"
            self._computed(name, Formula("sum", parts))
            self.asked[name] = ["> 2", "<= 2", "unknown"]
            self.scores.add(name)
            if chance.random() < 0.5:
                break
        if chance.random() < 0.4:
            self.fields["weight"] = "number, 1..200, unit kg, unknown"
            self.units["weight"], self.ranges["weight"] = {"kg": Fraction(1)}, (1, 200)
            self.fields["dose"] = "number, 0..400, unit mg, unknown"
            self._computed("dose", Formula("dose", ("weight",)))
            self.asked["dose"] = ["> 100 mg", "<= 100 mg"]
            self.scores.add("dose")

    def _written(self) -> str:
        tables = [_table("Give", "Points", [("Y", ["yes"])], ["3"], "0")]
        for code in ("T", "L")[: self.chance.choice([1, 2])]:
            names = self.chance.sample(list(self.asked), self.chance.choice([2, 3, 4]))
            columns = [
                (name.capitalize(), [self.chance.choice([*self.asked[name], "-"]) for _ in range(2)])
                for name in names
            ]
            self.fields[f"o{code.lower()}"] = "choice (p, q, r)"
            tables.append(_table(code, f"O{code.lower()}", columns, ["p", "q"], "r"))
        lines = "\n".join(f"- {name}: {about}" for name, about in self.fields.items())
        return f"\n## Fields\n{lines}\n{''.join(tables)}"

    # ---------------------------------------------------------------- cases

    def follows(self, name: str, known: Mapping[str, Any]) -> Any:
        """What a field is: as it is stated, else as it follows in its range; None: not known."""
        if name == "today":
            return TODAY
        stated = known.get(name, "unknown")
        if stated != "unknown":
            return stated
        value = self.computed(name, known)
        return value if value is None or self._in_range(name, value) else None

    def _in_range(self, name: str, value: Any) -> bool:
        low, high = self.ranges.get(name, (-(10**9), 10**9))
        return not isinstance(value, Fraction) or low <= value <= high

    def beyond(self, known: Known) -> set[str]:
        """The fields that are stated out of their range."""
        return {name for name, value in known.items() if not self._in_range(name, value)}

    def computed(self, name: str, known: Mapping[str, Any]) -> Any:
        """What a field follows to be; None where it does not follow."""
        formula = self.formulas.get(name)
        if formula is None or name == "points":
            return None
        parts = [self.follows(part, known) for part in formula.parts]
        return None if None in parts else formula.value(parts)

    def contradicted(self, known: Mapping[str, Any]) -> set[str]:
        """The fields that are stated, and not as they follow."""
        found = set()
        for name, formula in self.formulas.items():
            stated, value = known.get(name, "unknown"), self.computed(name, known)
            if stated == "unknown" or value is None or name in self.scores:
                continue
            if (stated if formula.kind != "between" else Fraction(stated // 1)) != value:
                found.add(name)
        return found

    def case(self) -> Known:
        """Entries at random; what follows from them is stated as it does, nearly so, as not known, or not at all."""
        chance, whole = self.chance, self._entered()
        for name in self.formulas:
            if name not in self.scores:
                value = self.computed(name, whole)
                whole[name] = "unknown" if value is None else self._nearly(value, self.formulas[name].kind)
        share = chance.choice([0.0, 0.1, 0.5])
        known: Known = {}
        for name, value in whole.items():
            lot = chance.random()
            if name in self.formulas and lot < 0.35:
                continue  # so that what is computed of it follows
            if lot > share or name in self.formulas:
                known[name] = value
            elif lot > share / 2 and "unknown" in self.fields[name]:
                known[name] = "unknown"
        if chance.random() < 0.03:
            known[chance.choice(sorted(self.scores))] = Fraction(2)
        return known

    def _entered(self) -> Known:
        chance = self.chance
        whole: Known = {"y": chance.random() < 0.5, "n": Fraction(chance.randint(0, 3))}
        for name, units in self.units.items():
            if name not in self.formulas:
                whole[name] = Fraction(chance.randint(1 if "kg" in units else 0, 200), 2)
        for name in ("born", "begun"):
            day = TODAY - timedelta(days=chance.choice([0, 1, 31, 365, 366, 6574, 6575, 6576, 7000]))
            whole[name] = chance.choice([day, date(2024, 2, 29), date(2023, 1, 31)])
        return whole

    def _nearly(self, value: Fraction, kind: str) -> Any:
        lot = self.chance.random()
        if lot < 0.15:
            return "unknown"
        if lot < 0.3:
            return value + self.chance.choice([1, -1, Fraction(1, 1000), Fraction(-1, 2)])
        return (
            value + self.chance.choice([0, Fraction(1, 2), Fraction(99, 100)]) if kind == "between" else value
        )

    def raw(self, known: Known) -> dict[str, object]:
        """The case as a program states it, each number in one of its units."""
        found: dict[str, object] = {}
        for name, value in known.items():
            if isinstance(value, Fraction) and name in self.units:
                unit = self.chance.choice(sorted(self.units[name]))
                number = value / self.units[name][unit]
                if not _decimal(number):
                    unit, number = next((u, value) for u, by in self.units[name].items() if by == 1)
                text = _digits(number)
                found[name] = self.chance.choice([f"{text} {unit}", Quantity(number, unit)])
            else:
                found[name] = float(value) if isinstance(value, Fraction) else value
        return found


def _decimal(number: Fraction) -> bool:
    """Whether a number can be written with a few digits."""
    return (number * 10**7).denominator == 1


def _digits(number: Fraction) -> str:
    sign, number = "-" if number < 0 else "", abs(number)
    return f"{sign}{number // 1}.{int(number % 1 * 10**7):07}"


def _table(
    code: str, output: str, columns: list[tuple[str, list[str]]], results: list[str], otherwise: str
) -> str:
    width = len(columns)
    lines = [f"\n## Decision: {code}", "- Hit policy: First", ""]
    lines += [f"| | {' | '.join(['When'] * width)} | Then | Because |", "|---" * (width + 3) + "|"]
    lines.append(f"| | {' | '.join(head for head, _ in columns)} | {output} | Evidence |")
    for n, result in enumerate(results):
        lines.append(
            f"| {code}{n} | {' | '.join(tests[n] for _, tests in columns)} | {result} | inference: x |"
        )
    lines.append(f"| Otherwise | {' | '.join([''] * width)} | {otherwise} | inference: x |")
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- the surfaces


def differences(seed: int) -> list[str]:
    """What is told otherwise than what was stated agrees, of one set."""
    drawn = Drawn(Random(seed))
    model = model_from_markdown(drawn.text)
    package = package_of(model)
    cases = [drawn.case() for _ in range(CASES)]
    raws = [drawn.raw(known) for known in cases]
    found = []
    for known, raw in zip(cases, raws, strict=True):
        found += [f"{raw}: {told}" for told in _told(drawn, model, package, known, raw)]
    found += _on_the_page(model, package, raws)
    found += _of_columns(drawn, model, package, cases)
    return found


def _told(drawn: Drawn, model: Model, package: Any, known: Known, raw: dict[str, object]) -> Iterator[str]:
    of_answers, beyond = drawn.scores & known.keys(), drawn.beyond(known)
    wrong = drawn.contradicted(known)
    # an entry that cannot be read is always told by the runtime, and then no more than that need be
    slow = None if beyond or of_answers else evaluate(model, known, TODAY)
    if slow is not None:
        told = {trouble.about for trouble in slow.problems if trouble.name == "contradiction"}
        if told != wrong:
            yield f"the reference says that {told} contradict what follows, not {wrong}"
    for how, stated in (("evaluate", raw), ("Case", None if of_answers else package.Case(**raw))):
        if stated is not None:
            result = package.evaluate(stated, today=TODAY)
            lines = _refused(result, beyond | of_answers) if slow is None else _answered(result, slow)
            yield from (f"{how}: {line}" for line in lines)
    yield from _possible(package, raw, slow, bool(wrong))


def _refused(result: Any, unread: set[str]) -> Iterator[str]:
    told = {problem.field for problem in result.problems if problem.name in ("out-of-range", "not-an-input")}
    if result.status != "invalid-input" or result.outputs or not unread <= told:
        yield f"{result.status}, of {told} and not of {unread}"


def _answered(result: Any, slow: Evaluation) -> Iterator[str]:
    told = {(problem.name, problem.decision or problem.field) for problem in result.problems}
    names = {(trouble.name, trouble.about) for trouble in slow.problems}
    if told != names or result.status != slow.status:
        yield f"{result.status} with {told}, not {slow.status} with {names}"
    outputs = {code: dict(answer.items()) for code, answer in result.outputs.items()}
    # nothing is answered for a case that is refused
    if outputs != ({} if slow.status == "invalid-input" else slow.outputs):
        yield f"answers {outputs}, not {slow.outputs}"


def _possible(package: Any, raw: dict[str, object], slow: Evaluation | None, wrong: bool) -> Iterator[str]:
    try:
        possible = Possible(package.SET, raw, tuple(d.code for d in package.SET.decisions), TODAY)
        if slow is None or wrong:
            yield "possible does not refuse it"
        elif slow.status == "ok":
            for code, answer in slow.outputs.items():
                answers = [dict(one.items()) for one in possible.outcomes(code).answers]
                if answer not in answers:
                    yield f"{code}: {answers} are possible, and {answer} is answered"
    except package.InvalidCase:
        # a case that lacks something may be refused as well: what it says is not known leaves nothing to be stated
        if slow is not None and slow.status in ("ok", "no-rule"):
            yield f"possible refuses it, and it is {slow.status}"
    except TooMany:
        return


def _on_the_page(model: Model, package: Any, raws: list[dict[str, object]]) -> Iterator[str]:
    """Where the form's script says something else; nothing where there is no Node.js."""
    from tests.site.test_engine import expected, got, in_node

    node = shutil.which("node")
    if node is None:
        return
    plain = [json.loads(json.dumps(raw, default=_entered)) for raw in raws]
    with TemporaryDirectory() as folder:
        answers = in_node(node, model, [(raw, TODAY.isoformat()) for raw in plain], Path(folder))
    for raw, answer in zip(plain, answers, strict=True):
        mine, theirs = got(answer), expected(package.evaluate(raw, today=TODAY).to_dict())
        if mine != theirs:
            yield f"{raw}: the page says {mine}, not {theirs}"


def _entered(value: Any) -> str:
    """A value as the form has it: with its unit behind it."""
    return f"{number_text(value.number)} {value.unit}" if isinstance(value, Quantity) else str(value)


def _of_columns(drawn: Drawn, model: Model, package: Any, cases: list[Known]) -> Iterator[str]:
    """Where a cohort says something else than row by row, or a statement than the cohort."""
    import pyarrow as pa

    from b12tables.cohort import Settings
    from b12tables.interop.sql import Asked, export_sql
    from tests.cohort.test_cohort import compare
    from tests.interop.sql_kit import run_duckdb
    from tests.interop.test_sql import PLACE, answered, placed
    from tests.interop.test_sql import differences as of_rows

    units: dict[str, str] = {}
    for name in [name for name in drawn.units if name not in drawn.scores]:
        # a statement takes no month for a year, and no more digits than a database keeps
        written = [
            unit
            for unit, by in drawn.units[name].items()
            if _decimal(by) and all(_exact(known.get(name), by) for known in cases)
        ]
        units[name] = drawn.chance.choice(sorted(written))
    arrays: dict[str, Any] = {}
    rows: list[dict[str, Any]] = [{} for _ in cases]
    for name in [name for name in package.SET.inputs if name not in drawn.scores]:
        by = drawn.units.get(name, {}).get(units.get(name, ""), Fraction(1))
        values = [_in_a_column(known.get(name), by) for known in cases]
        for row, value in zip(rows, values, strict=True):
            row[name] = Quantity(value, units[name]) if name in units and value is not None else value
        kind = {"date": pa.date32(), "yes/no": pa.bool_()}.get(model.fields[name].type, pa.float64())
        arrays[name] = pa.array(values, kind)
    try:
        compare(package.SET, rows, arrays, today=TODAY, how=Settings(units=units))
    except AssertionError as told:
        yield f"cohort: {told}"
    table = placed(arrays)
    told_rows = answered(package, table, today=TODAY, units=units)
    statement = export_sql(model, "duckdb", Asked(keep=(PLACE,), units=units, today=TODAY))
    yield from (f"SQL: {line}" for line in of_rows(run_duckdb(statement, table), told_rows))
    for row, told_row, known in zip(rows, told_rows, cases, strict=True):
        read = {name: value for name, value in known.items() if name not in drawn.scores}
        if drawn.contradicted(read) and told_row["status"] != "invalid-input":
            yield f"cohort: {row} is {told_row['status']}, and contradicts itself"


def _in_a_column(value: Any, by: Fraction) -> Any:
    if value is None or value == "unknown":
        return None
    return float(value / by) if isinstance(value, Fraction) else value


def _exact(value: Any, by: Fraction) -> bool:
    return not isinstance(value, Fraction) or _decimal(value / by)


def main(count: int, first: int = 0) -> int:
    """How many of the sets are told otherwise."""
    return differing(differences, count, first, what=f", {CASES} cases each", every=EVERY, most=5)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) > 0)
