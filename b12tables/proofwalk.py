"""Holds a generated package to a proof: `python -m b12tables.proofwalk PROOF FOLDER PACKAGE`.

What the checker of proofs found at the leaves of each table's tree is put to the generated function that takes the
decision. At a leaf every row that can hold there is met, in each column at both ends of every interval and in every
word, and unknown: one column moves at a time, and all of them to their ends at once. Which rows hold is said by the
checker, which reads the cells by itself; the function has to name the same rows, or none where none holds.

It shares no code with the compiler. The package is the folder that `b12tables build` wrote; to run its functions takes
`b12tables.runtime`, on which a package stands.
"""

import gzip
import importlib
import json
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from b12tables.proofcheck import LISTS, SUM, Check, Refused, checked, fold


class Walk:
    """A generated package beside a proof that was checked; `met` counts the patients that were put to it."""

    def __init__(self, check, package):
        self.check, self.met = check, 0
        self.decisions = {decision.code: decision for decision in package.SET.decisions}
        rows = {fold(row["field"]): row for row in check.records("dictionary", "field")}
        self.columns = {code: Column(check.fields[code], row) for code, row in rows.items()}
        for row in check.records("values", "field"):
            self.columns[fold(row["field"])].codes[fold(row["value"])] = row["value"]

    def run(self):
        """Walks every table that the proof shows; what was compared, in a line. Raises `Refused`."""
        tables = self.check.proof["tables"]
        if other := sorted({*tables} - {*self.decisions}):
            raise Refused(f"the package lacks decisions that the proof shows: {', '.join(other)}")
        for code in tables:
            self.table(self.check.tables[code], self.decisions[code])
        return f"{len(tables)} generated decisions: the rows that hold, for {self.met} patients at the leaves"

    def table(self, table, decision):
        """One decision at every leaf of its tree."""
        columns, seen = [self.columns[fold(code)] for code in decision.inputs], set()
        order = [part for column in columns for part in column.parts]
        if table.inputs - {*order}:
            raise Refused(f"{table.code}: the generated decision does not ask what the cells ask")

        def judge(state, rows):
            for row in table.holding(state, rows, table.inputs)[0] or [None]:
                for point in points(order, {} if row is None else table.tests[row], state):
                    key = tuple(point.values())
                    if key not in seen:
                        seen.add(key)
                        self.compare(table, decision, columns, point)

        everybody = {field: field.full for field in self.check.fields.values()}
        tree = self.check.proof["tables"][table.code]["tree"]
        self.check.walk(tree, everybody, Beside(table, judge), table.plain)

    def compare(self, table, decision, columns, point):
        """Patients at one point, a number at either end of it: the rows that the function names are those that hold."""
        for given in dict.fromkeys(zip(*(column.values(point) for column in columns), strict=True)):
            self.met += 1
            try:
                fired = decision.decide(*given)
                named = [rule.id for rule in getattr(fired, "rules", [fired])]
            except Exception as why:
                if type(why).__name__ != "Undecided":
                    raise
                named = None
            if named not in expected(table, point):
                told = zip(columns, given, strict=True)
                patient = ", ".join(f"{column.label}: {value}" for column, value in told)
                raise Refused(f"{table.code}: the generated decision names {named}, for {patient}")


class Beside:
    """A table as `Check.walk` takes it, of which each leaf is put to somebody else."""

    def __init__(self, table, judge):
        self.holding, self.judge, self.inputs = table.holding, judge, table.inputs


def expected(table, point):
    """The answers that are right for one patient, each as the rows it rests on; None where the table has none."""
    _, every = table.holding(point, table.plain, table.inputs)
    ids = table.names
    if not every and (table.otherwise or table.policy not in LISTS):
        return [[ids[-1]] if table.otherwise else None]
    if table.policy in (SUM, *LISTS):
        return Orders([ids[row] for row in every])
    giving = table.answering(every, every)
    given = [table.results[row] for row in giving]
    if len(giving) > 1 and (table.policy == "unique" or any(one != given[0] for one in given)):
        return [None]
    return Orders([ids[row] for row in giving]) if table.policy == "any" else [[ids[row]] for row in giving]


class Orders(list[str]):
    """Some rows in any order: which one comes first is not what a proof shows."""

    def __contains__(self, named):
        return named is not None and sorted(named) == sorted(self)


class Column:
    """A field as a generated function takes it: what each point of the checker is as a value."""

    def __init__(self, field, row):
        self.field, self.label, self.type, self.codes = field, field.label, fold(row["type"]), {}
        self.parts = [*dict.fromkeys(field.members.values()), *[field] * (field.is_set or not field.members)]
        self.names = {place: name for name, place in reversed(field.places.items()) if place != field.size}
        cuts = sorted(cut for cut in field.places if isinstance(cut, Fraction))
        gaps = [high - low for low, high in pairwise(cuts)]
        self.step = Fraction(row.get("step") or self.type == "whole number") or min(gaps, default=1) / 1000

    def values(self, point):
        """The value at a point, twice; of a number between two cuts one close to each."""
        if self.field.is_set and point[self.field] == 1 << self.field.size:
            return None, None
        if self.field.members:
            held = {member: name for name, member in reversed(self.field.members.items())}
            told = (name for member, name in held.items() if point[member] == member.cell("yes"))
            return (frozenset(self.codes[name] for name in told),) * 2
        at = point[self.field].bit_length() - 1
        if at == self.field.size:
            return None, None
        if at % 2 or self.type not in ("number", "whole number"):
            name = self.names.get(at)
            return ((name == "yes") if self.type == "yes/no" else self.codes.get(name, name),) * 2
        low, high = self.names.get(at - 1), self.names.get(at + 1)
        step = self.step
        if low is not None and high is not None and low // step * step + step >= high:
            step = (high - low) / 2  # a total may lie there, of which the checker knows no steps
        ends = [low // step * step + step] if low is not None else []
        ends += [-(-high // step) * step - step] if high is not None else []
        return ((*ends, *ends) or (Fraction(0),) * 2)[:2]


def points(fields, tests, state):
    """Patients of a leaf who meet a row or only just fail it, each as a state that leaves nothing open."""
    met = {field: ends(field, state[field] & tests.get(field, -1)) for field in fields}
    if not all(met.values()):
        return
    base = {field: ways[0] for field, ways in met.items()}
    yield base
    yield {field: ways[-1] for field, ways in met.items()}
    for field, ways in met.items():
        for other in (*ways[1:], *beside(field, state[field], tests.get(field, -1))):
            yield {**base, field: other}


def ends(field, have):
    """Of the points of a field both ends of what is known, or each word; and unknown."""
    bits = [1 << at for at in range(field.size + 1) if have >> at & 1]
    known = [bit for bit in bits if bit & field.known]
    return [*dict.fromkeys((*known[:1], *known[-1:], *bits[len(known) :]))] if is_ordered(field) else bits


def beside(field, have, passing):
    """What a field can be at a leaf just beside the ends of a cell; of words, and unknown, each."""
    for bit in (1 << at for at in range(field.size + 1) if have >> at & 1):
        near = (bit << 1 | bit | bit >> 1) & field.known
        if not is_ordered(field) or bit > field.known or near & passing not in (0, near):
            yield bit


def is_ordered(field):
    """Whether the points of a field have an order: those of numbers lie beside each other, words do not."""
    return bool(field.known & 1)


def walked(proof, folder, package):
    """Whether a package says at the leaves of a proof what the tables say, and that in words."""
    sound, words = checked(proof, folder)
    if not sound:
        return False, words
    place = Path(package).resolve()
    sys.path.insert(0, str(place.parent))
    with (gzip.open if proof.endswith(".gz") else open)(proof, "rt", encoding="utf-8") as file:
        check = Check(json.load(file), folder)
    try:
        return True, f"{words}\n{Walk(check, importlib.import_module(place.name)).run()}"
    except Refused as refused:
        return False, f"refused: {refused}"
    except Exception as why:  # a package that was altered may raise anything, imported or asked
        return False, f"refused: {package} is no package of these tables ({why})"
    finally:
        sys.path.remove(str(place.parent))


def main(arguments):
    """Walks a package; 0 where it says what the proof says."""
    if len(arguments) != 3:
        sys.exit("Say which proof, workbooks and package: python -m b12tables.proofwalk PROOF FOLDER PACKAGE")
    same, words = walked(*arguments)
    print(words)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
