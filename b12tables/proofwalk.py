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
from datetime import date
from itertools import product
from pathlib import Path

from b12tables.plainsheets import Refused, Rows
from b12tables.proofcheck import EITHER, NO, YES, Check, Table, checked

FEW = 6
"""So many members that a cell names are tried in every combination."""


class Walk:
    """A generated package beside a proof that was checked; `met` counts the patients that were put to it."""

    def __init__(self, check, package):
        self.check, self.met = check, 0
        self.decisions = {decision.code: decision for decision in package.SET.decisions}

    def run(self):
        """Walks every table that the proof shows; what was compared, in a line. Raises `Refused`."""
        tables = self.check.proof["tables"]
        if other := sorted({*self.decisions} ^ {*self.check.tables}):
            raise Refused(f"the package and the sheets do not have the same decisions: {', '.join(other)}")
        for code, entry in tables.items():
            table, rows = self.check.tables[code], entry["rows"]
            if (
                table.made
            ):  # its rows stand in no sheet: they are those of the proof, which the checker has confirmed
                plain = Rows(table.policy)
                plain.outputs = [field.code for field in table.outputs]
                plain.rows = [(name, asked, given) for name, _, asked, given in rows]
                table = Table(code, plain, self.check.fields)
            self.table(table, self.decisions[code], [row[0] for row in rows])
        return f"{len(tables)} generated decisions: the rows that hold, for {self.met} patients at the leaves"

    def table(self, table, decision, ids):
        """One decision at every leaf of its tree."""
        fields, seen = [self.check.fields[code] for code in decision.inputs], set()
        if {*decision.inputs} - {field.code for field in table.inputs} and table.inputs:
            raise Refused(f"{table.code}: the generated decision asks what no cell asks")

        def leaf(state, rows):
            for row in table.holding(state, rows, table.inputs)[0] or [None]:
                asked = {} if row is None else table.rows[row][1]
                for point in points(table.inputs, asked, state):
                    key = tuple(sorted(point.items(), key=repr))
                    if key not in seen:
                        seen.add(key)
                        self.compare(table, decision, ids, fields, point)

        self.check.walk(self.check.proof["tables"][table.code]["tree"], {}, leaf, table, [*table.plain])

    def compare(self, table, decision, ids, fields, point):
        """One patient: the rows that the function names are those that hold."""
        self.met += 1
        given = [stated(field, point) for field in fields]
        try:
            fired = decision.decide(*given)
            named = [rule.id for rule in getattr(fired, "rules", [fired])]
        except Exception as why:
            if type(why).__name__ != "Undecided":
                raise
            named = None
        if named not in expected(table, ids, point):
            patient = ", ".join(f"{field.label}: {value}" for field, value in zip(fields, given, strict=True))
            raise Refused(f"{table.code}: the generated decision names {named}, for {patient}")


def expected(table, ids, point):
    """The answers that are right for one patient, each as the rows it rests on; None where the table has none."""
    _, every = table.holding(point, table.plain, table.inputs)
    if not every and table.otherwise:
        return [[ids[-1]]]
    if not every and table.needs_row:
        return [None]
    if table.listing or table.counts:
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


def points(fields, asked, state):
    """Patients of a leaf who meet a row or only just fail it, each as a state that leaves nothing open."""
    met = {field: list(meeting(field, asked.get(field.code, "-"), state)) for field in fields}
    if not all(met.values()):
        return
    base = {field: ways[0] for field, ways in met.items()}
    yield joined(base)
    yield joined({field: ways[-1] for field, ways in met.items()})
    for field, ways in met.items():
        for other in (*ways[1:], *beside(field, asked.get(field.code, "-"), state, ways[0])):
            yield joined({**base, field: other})


def keys(field):
    """What there is to say of a set: whether it is known, and of each member; what is not known is never one here."""
    return [(field.code, member) for member in (None, "?", *sorted({*field.words.values(), *field.cuts}))]


def joined(ways):
    """The columns of one patient put together."""
    return {key: value for way in ways.values() for key, value in way.items()}


def meeting(field, text, state):
    """What one column can be at a leaf where it meets a cell, {key: what it is}: the ends, each word, unknown."""
    members, passing = field.cell(text)
    if not field.several:
        have = field.have(field.code, state) & passing
        bits = [i for i in range(have.bit_length()) if have >> i & 1]
        known = [i for i in bits if field.known >> i & 1]
        ends = {*known[:1], *known[-1:]} if field.ordered else known
        yield from ({field.code: 1 << i} for i in sorted({*ends, *bits[len(known) :]}))
        return
    every = {key: field.have(key, state) for key in keys(field)}
    every |= {(field.code, "?"): NO}
    named = [(field.code, member) for member in members[:FEW] if member not in (None, "empty")]
    for rest, *told in product((NO, YES), repeat=1 + len(named)):
        way = {key: have if have != EITHER else rest for key, have in every.items()}
        way |= {
            (field.code, None): YES,
            **{key: to for key, to in zip(named, told, strict=True) if every[key] & to},
        }
        if every[field.code, None] & YES and field.outcome(text, way) == YES:
            yield way
    way = dict.fromkeys(every, NO)
    if all(have & NO for have in every.values()) and field.outcome(text, way) == YES:
        yield way


def beside(field, text, state, base):
    """What one column can be at a leaf just beside the ends of a cell; of a set, one member more or less."""
    if field.several:
        turned = [(key, EITHER & ~base[key]) for key in keys(field) if key[1] not in (None, "?")]
        known = base[field.code, None] == YES
        yield from ({**base, key: to} for key, to in turned if known and field.have(key, state) & to)
        return
    have, mask = field.have(field.code, state), field.cell(text)[1]
    for i in (i for i in range(have.bit_length()) if have >> i & 1):
        at_an_end = mask << 1 >> i & 7 not in (0, 7)
        if at_an_end or not field.ordered or not field.known >> i & 1:
            yield {field.code: 1 << i}


def stated(field, point):
    """What the generated function is given for one column."""
    if field.several:
        held = (key[1] for key in keys(field) if key[1] is not None and point[key] == YES)
        return frozenset(word(field, member) for member in held) if point[field.code, None] == YES else None
    at = point[field.code].bit_length() - 1
    if not field.known >> at & 1:
        return None
    return word(field, field.points[at]) if at < len(field.points) else "a text that no cell names"


def word(field, value):
    """How a value is handed to the generated function."""
    if field.type == "yes/no":
        return value == 1
    if field.codes:
        return field.codes[value]
    return date.fromordinal(int(value)) if field.type == "date" else value


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
