"""Checks a proof of `b12tables check --proof` against the workbooks: `python proofcheck.py PROOF FOLDER`.

It shares no code with the compiler. It reads the workbooks with openpyxl and each cell by a second, plain reading of
the grammar, and confirms that the rows are those of the sheets; of each table, that its tree of splits leaves nothing
out, and at each leaf that a row holds (no gap) and no two contradict each other (no overlap); of each safety rule,
that its tree leaves no patient out, and at each leaf that whatever the tables can still answer passes `Must`.
Not checked: factors of units, what formats and colours make a sheet show, and whether the sheet is right.

A set of values is a tuple of borders (value, 0 or 1: before or behind it), in and out by turns. Values are (1, v), so
that unknown, (0,), comes before all and (2,) behind all. A state says of each key what a patient may still be; keys are
fields, and of a field that holds several values (field, value), of which the set is some of `HELD` and `NOT_HELD`.
"""

import datetime
import gzip
import json
import re
import sys
from fractions import Fraction
from functools import reduce
from itertools import product
from pathlib import Path

import openpyxl

UNKNOWN = (((0,), 0), ((0,), 1))
KNOWN = (((1,), 0), ((2,), 0))
ANY = (((0,), 0), ((0,), 1), ((1,), 0), ((2,), 0))
NOT_HELD, HELD = (((1, 0), 0), ((1, 1), 0)), (((1, 1), 0), ((1, 2), 0))
EITHER = (((1, 0), 0), ((1, 2), 0))
MANY = 10  # members of a set whose combinations are looked at one by one
LISTS = ("rule order", "output order", "collect")
LETTERS = dict(zip("UAFPROC", ("unique", "any", "first", "priority", *LISTS), strict=True))
INTERVAL = r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])\s*([^\])\[]*)"
BETWEEN = r"(?i)((?:between\s+)?)(\S.*?)(?:\s*\.\.\s*|\s+(?:to|and|-)\s+)(\S.*?)()()"
NUMBER = r"[+-]?\d+(?:\.\d+)?(?:/\d+)?"


class Refused(Exception):
    """The proof does not show what it claims, or is not one of these workbooks."""


def combined(a, b, keep):
    """The values that `keep(in a, in b)` is true of."""
    found, in_a, in_b = [], False, False
    for border in sorted({*a, *b}):
        in_a, in_b = in_a ^ (border in a), in_b ^ (border in b)
        if keep(in_a, in_b) != len(found) % 2:
            found.append(border)
    return tuple(found)


def both(a, b):
    """The values in both sets."""
    return a if a == b or b == ANY else combined(a, b, lambda x, y: x and y)


def either(a, b):
    """The values in one of the sets."""
    return combined(a, b, lambda x, y: x or y)


def without(a, b):
    """The values in the first set only."""
    return () if b == ANY else combined(a, b, lambda x, y: x and not y)


def fold(text):
    """A text as it is compared: without case, doubled spaces, curly quotes and long dashes."""
    text = text.translate(str.maketrans("‘’“”–—−\u00a0", "''\"\"--- "))
    return " ".join(text.replace("≥", ">=").replace("≤", "<=").replace("≠", "!=").split()).casefold()


def names(code, label, also):
    """All that something is called, folded; what is also written for it stands one a line."""
    return [fold(code), fold(label), *filter(None, map(fold, re.split("[;\n]", also or "")))]


def shown(cell):
    """A cell as text; a number as a fraction, made from its shortest decimal."""
    if isinstance(cell.value, datetime.datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        if not re.fullmatch(r"General|@|0(\.0+)?", cell.number_format):
            raise Refused(f"{cell.coordinate}: the number format {cell.number_format!r} is not read here")
        return str(Fraction(repr(cell.value)))
    return {None: "", True: "yes", False: "no"}.get(cell.value, str(cell.value).strip())


def sheets(folder):
    """Every sheet as (kind, rows of texts)."""
    for file in sorted(Path(folder).glob("*.xlsx")):
        if not file.name.startswith(("~$", ".")):
            for sheet in openpyxl.load_workbook(file, data_only=True):
                rows = [[shown(cell) for cell in row] for row in sheet.iter_rows()]
                yield fold(rows[0][0]), rows


def records(read, kind, first):
    """The rows of the list sheets of a kind, each as {head: text}; `first` is the head of the first column."""
    for rows in (rows for found, rows in read if found == kind):
        at = next(i for i, row in enumerate(rows) if i and fold(row[0]) == first)
        for row in rows[at + 1 :]:
            if not any(row):
                break
            yield {fold(head): text for head, text in zip(rows[at], row, strict=True)}


class Field:
    """A field of the dictionary; `words` are its values by code and label, `limits` the numbers that have a name."""

    def __init__(self, row, factors, limits):
        self.code, self.label, self.type = row["field"], row["label"], fold(row["type"])
        self.unit, self.codes, self.made, units = fold(row.get("unit", "")), [], set(), [*map(fold, factors)]
        self.factors = {fold(u): f for u, f in factors.items() if units.count(fold(u)) == 1} | factors
        self.words = {"no": 0, "yes": 1, "false": 0, "true": 1} if self.type == "yes/no" else {}
        self.several, self.unknown = self.type == "choices", fold(row.get("unknown", "")) == "yes"
        self.ordered, plain = self.type in ("number", "whole number", "date"), self.type in ("number", "text")
        self.read, self.outcomes, self.keys, self.limits = {}, {}, [], limits if self.ordered else []
        self.step = self.value(row["step"]) if row.get("step") else None if plain else 1
        self.ends = [(s, row.get(end)) for s, end in ((">=", "minimum"), ("<=", "maximum")) if row.get(end)]

    def add(self, code, label, also):
        """A row of the sheet Values."""
        self.words |= dict.fromkeys(names(code, label, also), len(self.codes))
        self.codes.append(code)

    def have(self, key, state):
        """What a state says of this field, or of a member of it."""
        if key in state or key == self.code:
            return state.get(key, self.all)
        return EITHER if key[1] is not None or self.unknown else HELD

    def domain(self):
        """What a patient may be before anything is known."""
        last = len(set(self.words.values())) - 1
        known = KNOWN if self.ordered or self.type == "text" else self.interval(0, 1, last, 1)
        for sign, end in self.ends:
            known = both(known, self.one(end if end[0] in "<>" else sign + end))
        return either(known, UNKNOWN) if self.unknown or None in self.made else known

    def border(self, value, behind):
        """A border; of whole values each has one form only."""
        if self.step and (behind or value % self.step):
            return (1, (value // self.step + 1) * self.step), 0
        return (1, value), behind

    def interval(self, low, low_closed, high, high_closed):
        """The values between two ends, of which None is none."""
        start = KNOWN[0] if low is None else self.border(low, not low_closed)
        end = KNOWN[1] if high is None else self.border(high, bool(high_closed))
        return (start, end) if start < end else ()

    def filled(self, text):
        """A cell with numbers in the place of the names of thresholds."""
        marks = ((rf"(?i)(?<!\w){re.escape(name)}(?!\w)", number) for name, number in self.limits)
        return reduce(lambda said, mark: re.sub(mark[0], lambda _: mark[1], said), marks, text)

    def value(self, text):
        """A value as a cell writes it, or folded: a unit that another one is called like then is not known."""
        text = re.sub(r'^(?:date\()?"([^"]*)"\)?$', r"\1", self.filled(text).strip())
        number = re.fullmatch(rf"({NUMBER})\s*(.*)", text)
        if fold(text) in self.words:
            return self.words[fold(text)]
        if self.type == "text" or fold(text) == "unknown":
            return "?" if fold(text) == "unknown" else fold(text)
        if self.type == "date":
            return Fraction(datetime.date.fromisoformat(text).toordinal())
        if number and (not number[2] or number[2] in self.factors or fold(number[2]) == self.unit):
            return Fraction(number[1]) * Fraction(self.factors.get(number[2], 1))
        raise Refused(f"{text!r} is no value of {self.label}")

    def parts(self, text, between=r"\s*[,;\n]\s*|\s+or\s+"):
        """The parts of a cell between separators; a label that holds one is kept whole."""
        hidden = re.sub(r'"[^"]*"|[\[\](][^\[\]()]*\.\.[^\[\]()]*[\])\[]', lambda m: "_" * len(m[0]), text)
        cuts = [m.span() for m in re.finditer(between, hidden, re.IGNORECASE)]
        cuts = [cut for cut in cuts if hidden[: cut[0]].count("(") == hidden[: cut[0]].count(")")]
        starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
        while starts:
            longest = [(j, text[starts[0] : ends[j]]) for j in reversed(range(1, len(ends)))]
            labels = ((j, re.sub("^(includes|excludes) ", "", fold(whole))) for j, whole in longest)
            j = next((j for j, label in labels if label in self.words), 0)
            yield text[starts[0] : ends[j]].strip()
            starts, ends = starts[j + 1 :], ends[j + 1 :]

    def cell(self, text):
        """A condition cell as alternatives, each {key: set}, of which all have to hold."""
        if not self.several:
            return [{self.code: self.union(text)}]
        found = []
        for part in self.parts(text):
            inner = re.fullmatch(r"not\s*\((.*)\)|not\s+(.*)", part, re.IGNORECASE | re.DOTALL)
            turned = self.cell((inner[1] or inner[2]).strip()) if inner else []
            found += self.opposite(turned) if inner else [self.members(part)]
        return found

    def possible(self, text, state):
        """Whether a cell can pass, and whether it can fail; of a set by looking at all that its members can be."""
        if not self.several:
            have, values = self.have(self.code, state), self.union(text)
            return bool(both(have, values)), bool(without(have, values))
        cell = self.cell(text)
        have = {key: self.have(key, state) for said in cell for key in said}
        if sum(held == EITHER for held in have.values()) > MANY:
            passes = any(all(both(have[key], held) for key, held in said.items()) for said in cell)
            return passes, all(any(without(have[key], held) for key, held in said.items()) for said in cell)
        worlds = product(*((HELD, NOT_HELD) if held == EITHER else (held,) for held in have.values()))
        worlds = (dict(zip(have, world, strict=True)) for world in worlds)
        found = {any(said.items() <= world.items() for said in cell) for world in worlds}
        return True in found, False in found

    def members(self, text):
        """What one alternative of a cell says of the members of a set."""
        word, said, verb = fold(text), {(self.code, None): HELD}, ""
        if word in ("-", "any", "known", "unknown"):
            return {(self.code, None): {"known": HELD, "unknown": NOT_HELD}[word]} if len(word) > 3 else {}
        if word == "empty":
            return said | {(self.code, member): NOT_HELD for member in self.universe()}
        for part in self.parts(text, r"\s+and\s+"):
            found = re.fullmatch(r"(?:(includes|excludes)\s+)?(.*)", part, re.IGNORECASE | re.DOTALL)
            verb = (found[1] or verb).lower()
            key = self.code, self.value(found[2])
            said[key] = both(said.get(key, EITHER), HELD if verb == "includes" else NOT_HELD)
        return said

    def asked(self):
        """What a state may say of it."""
        if not self.several:
            return [self.code]
        self.keys = self.keys or [(self.code, member) for member in (None, *self.universe())]
        return self.keys

    def universe(self):
        """What a set can hold."""
        return {*self.words.values(), *self.made, *("?" if self.made else "")} - {None}

    def opposite(self, alternatives):
        """The known sets that none of the alternatives admits."""
        found = [{(self.code, None): HELD}]
        for said in alternatives:
            turned = [(key, without(EITHER, held)) for key, held in said.items() if key[1] is not None]
            found = [one | {key: both(one.get(key, EITHER), held)} for one in found for key, held in turned]
        return found

    def union(self, text):
        """The values that pass one of the alternatives of a cell."""
        if text not in self.read:
            self.read[text] = reduce(either, map(self.one, self.parts(self.filled(text))), ())
        return self.read[text]

    def one(self, text):
        """The values that pass one alternative of a cell."""
        word = fold(text)
        if word in self.words:
            return self.only(self.words[word])
        if word in ("-", "any", "known", "unknown"):
            return {"known": KNOWN, "unknown": UNKNOWN}.get(word, ANY)
        inner = re.fullmatch(r"not\s*\((.*)\)|not\s+(.*)", text, re.IGNORECASE | re.DOTALL)
        if inner:
            return without(KNOWN, self.union((inner[1] or inner[2]).strip()))
        sign = re.fullmatch(r"(<=|>=|!=|<|>|=)\s*(.+)", word) if self.type != "text" else None
        if sign:
            end, closed, equal = self.value(sign[2]), "=" in sign[1], sign[1] in ("=", "!=")
            if equal:
                return self.only(end) if sign[1] == "=" else without(KNOWN, self.only(end))
            return (
                self.interval(end, closed, None, 0) if word[0] == ">" else self.interval(None, 0, end, closed)
            )
        found = self.ordered and (re.fullmatch(INTERVAL, text) or re.fullmatch(BETWEEN, text))
        if not found:
            return self.only(self.value(text))
        bare = re.fullmatch(NUMBER, found[2]) and self.type != "date"
        unit = found[5] or (re.sub(rf"^{NUMBER}", "", found[3]) if bare else "")
        low, high = self.value(f"{found[2]} {unit}"), self.value(f"{found[3]} {found[5]}")
        return self.interval(low, found[1] not in ("(", "]"), high, found[4] not in (")", "["))

    def only(self, value):
        """One value; None is unknown."""
        return UNKNOWN if value in (None, "?") else self.interval(value, 1, value, 1)


def as_set(value):
    """A result as what it adds to a list."""
    return value if isinstance(value, frozenset) else frozenset() if value is None else frozenset([value])


class Table:
    """A decision table; a row is its place."""

    def __init__(self, rows, field):
        keys = {fold(row[0]): row[1] for row in rows[1:9]}
        self.code = keys.get("code") or re.sub(r"\W+", "_", fold(rows[0][1])).strip("_")
        policy = fold(keys.get("hit policy") or "unique")
        self.policy = LETTERS.get(policy.upper(), policy)
        at, band, heads = next(i for i, row in enumerate(rows) if i and "when" in map(fold, row)), "", []
        for mark, head in zip(rows[at], rows[at + 1], strict=True):
            band = fold(mark) or band
            heads.append((band, field(head) if band in ("when", "then") and head else None))
        self.inputs = [field for band, field in heads if field and band == "when"]
        self.outputs = [field for band, field in heads if field and band == "then"]
        self.names, self.cells, self.results = [], [], []
        for row in rows[at + 2 :]:
            if not any(row):
                break
            texts = [(band, text) for (band, field), text in zip(heads, row, strict=True) if field]
            self.names.append(row[0])
            self.cells.append([text for band, text in texts if band == "when"])
            self.results.append([text for band, text in texts if band == "then"])
        self.otherwise = fold(self.names[-1]) == "otherwise"
        self.rows = range(len(self.names) - self.otherwise)
        self.gives_list = self.policy in LISTS
        self.needs_row = not (self.otherwise or self.gives_list or self.policy == "collect count")
        self.seen = {}
        units = [re.findall(r"\(([^()]*)\)$", head) for head in rows[at + 1]]
        pairs = [(fold(unit[0]), f) for unit, (_, f) in zip(units, heads, strict=True) if unit and f]
        self.other_units = any(unit != field.unit for unit, field in pairs if field.ordered)

    def read(self):
        """Reads the results, once all names are known."""
        self.results = [list(map(self.result, self.outputs, row)) for row in self.results]
        for place, field in enumerate(self.outputs):
            field.several = field.several or self.gives_list
            field.unknown = field.unknown and not self.gives_list
            field.made |= {value for row in self.results for value in (as_set(row[place]) or [None])}

    def result(self, field, text):
        """A result as a value; None where it is none, and "?" where it is unknown."""
        if fold(text) in ("none", "unknown") and fold(text) not in field.words:
            return None if fold(text) == "none" else "?"
        if field.type != "choices":
            return field.value(text)
        return frozenset(() if fold(text) == "empty" else map(field.value, field.parts(text)))

    def holding(self, state, among):
        """Of some rows those that can hold in a state, and those that do."""
        some = every = list(among)
        for place, field in enumerate(self.inputs):
            can = {text: outcome(field, text, state) for text in {self.cells[row][place] for row in some}}
            every = [row for row in every if can[self.cells[row][place]] == (True, False)]
            some = [row for row in some if can[self.cells[row][place]][0]]
        return some, every

    def answering(self, some, every):
        """Of the rows that can hold those that can give the answer."""
        if self.policy == "first" and every:
            return [row for row in some if row <= every[0]]
        if self.policy == "priority" and every:
            ranks = {row: self.rank(self.results[row]) for row in some}
            return [row for row in some if all(ranks[row] <= ranks[other] for other in every)]
        return every if self.policy == "unique" and len(every) == 1 else some

    def rank(self, results):
        """The place of results in the order of the Values rows."""
        ranked = zip(self.outputs, results, strict=True)
        return [v if field.codes and v not in (None, "?") else len(field.codes) for field, v in ranked]

    def answer(self, state):
        """All that the table can answer in a state; None where it has no answer. What is counted or added is free,
        and so is all of a table whose columns are headed in another unit."""
        if self.other_units:
            return {}
        keys = [(field, key) for field in self.inputs for key in field.asked()]
        key = tuple(field.have(key, state) for field, key in keys)
        if key not in self.seen:
            some, every = self.holding(state, self.rows)
            rows = [self.results[row] for row in self.answering(some, every)]
            sure = [self.results[row] for row in every]
            if self.otherwise and not every:
                rows, sure = [*rows, self.results[-1]], sure if some else [self.results[-1]]
            self.seen[key] = self.given(rows, sure) if rows or not self.needs_row else None
        return self.seen[key]

    def given(self, rows, sure):
        """What rows that can answer, of which some are sure to, leave open."""
        found = {}
        for place, field in enumerate(self.outputs):
            values = [row[place] for row in rows]
            kept = [row[place] for row in (sure if self.gives_list else rows)]
            if field.several:
                for member in field.universe():
                    held = [member in as_set(value) for value in kept]
                    can = any(member in as_set(value) for value in values)
                    surely = any(held) if self.gives_list else all(held)
                    found[field.code, member] = HELD if surely else EITHER if can else NOT_HELD
            elif not self.policy.startswith("collect "):
                found[field.code] = reduce(either, map(field.only, values), ())
        return found


def outcome(field, text, state):
    """Whether a cell can pass, and whether it can fail, in a state."""
    known = text, tuple(field.have(key, state) for key in field.asked())
    if known not in field.outcomes:
        field.outcomes[known] = field.possible(text, state)
    return field.outcomes[known]


class Check:
    """A proof beside the workbooks. A node of a tree is a leaf (0), the ID of an impossible combination, a split
    [field, [[cell, node], …]] or [set, member, node with it, node without it] (null for the member: known or not), or
    [node]: a tree that shows that no patient comes there."""

    def __init__(self, proof, folder):
        read = list(sheets(folder))
        self.proof, self.leaves, self.fields, self.names = proof, 0, {}, {}
        limits = ((row["name"], row["value"]) for row in records(read, "thresholds", "name"))
        longest = sorted(limits, key=lambda one: -len(one[0]))
        for row in records(read, "dictionary", "field"):
            field = self.fields[row["field"]] = Field(row, proof["factors"].get(row["field"], {}), longest)
            self.names |= dict.fromkeys(names(field.code, field.label, row.get("also written")), field)
        for row in records(read, "values", "field"):
            self.field(row["field"]).add(row["value"], row["label"], row.get("also written"))
        tables = [Table(self.spread(rows), self.field) for kind, rows in read if kind == "decision table"]
        self.tables = {table.code: table for table in tables}
        self.maker = {field.code: table for table in tables for field in table.outputs}
        for table in tables:
            table.read()
        for field in self.fields.values():
            field.all = field.domain()
        self.impossible = {r["id"]: self.lines(r["combination"]) for r in records(read, "impossible", "id")}
        self.safety = {row["id"]: row for row in records(read, "safety rules", "id")}

    def field(self, name):
        """A field by code or label; its unit may stand behind in brackets."""
        found = self.names.get(fold(name)) or self.names.get(fold(re.sub(r"\s*\([^()]*\)$", "", name)))
        if found is None:
            raise Refused(f"{name!r} is no field of the dictionary")
        return found

    def lines(self, text):
        """The lines `Field: test` of a combination, When or Must."""
        found = []
        for line in text.split("\n"):
            colons = (i for i, sign in enumerate(line) if sign == ":")
            at = next((i for i in colons if fold(line[:i]) in self.names), None)
            if at is None and fold(line) not in ("", "-", "any", "always"):
                raise Refused(f"{line!r} names no field")
            found += [(self.field(line[:at]), line[at + 1 :].strip())] if at is not None else []
        return found

    def spread(self, rows):
        """A table with a column for each condition, where they stand as lines of one cell under `Combination`."""
        at = next(i for i, row in enumerate(rows) if i and "when" in map(fold, row))
        c = next((i for i, head in enumerate(rows[at + 1]) if fold(head) == "combination"), None)
        if c is None or "combination" in self.names:
            return rows
        said = [{field.code: text for field, text in self.lines(row[c])} for row in rows[at + 2 :]]
        asked = []  # each before the one that follows it in its row
        for one in said:
            place = len(asked)
            for code in reversed(one):
                place = asked.index(code) if code in asked else asked.insert(place, code) or place
        marks = [rows[at][c], *[""] * (len(asked) - 1)]
        parts = [marks, asked, *([one.get(code, "-") for code in asked] for one in said)]
        return [*rows[:at], *([*r[:c], *part, *r[c + 1 :]] for r, part in zip(rows[at:], parts, strict=True))]

    def run(self):
        """Checks every claim; what is shown, in lines. Raises `Refused`."""
        tables, rules = self.proof["tables"], self.proof["safety"]
        for code, entry in tables.items():
            self.table(self.tables[code], entry)
        for name, entry in rules.items():
            self.rule(name, entry["tree"])
        yield f"{len(tables)} decision tables and {len(rules)} safety rules: shown, over {self.leaves} leaves"
        left = [name for name in (*self.tables, *self.safety) if name not in tables and name not in rules]
        if left:
            yield f"a partial proof: it says nothing of {', '.join(left)}"

    def walk(self, node, state, leaf, among=()):
        """Every leaf below a node, with the state there; the arms of a split leave nothing out."""
        if node == 0 or isinstance(node, str):
            self.leaves += 1
            if node == 0:
                leaf(state, among)
            elif any(outcome(field, cell, state)[1] for field, cell in self.impossible[node]):
                raise Refused(f"a leaf is called impossible by {node}, which does not hold for all of it")
            return
        if len(node) == 1:
            self.walk(node[0], state, self.nobody)
            return
        field = self.fields[node[0]]
        if len(node) == 4:
            key = field.code, None if node[1] is None else field.value(node[1])
            arms = [(HELD, node[2]), (NOT_HELD, node[3])]
        else:
            key, arms = field.code, [(field.union(cell), child) for cell, child in node[1]]
        left = have = field.have(key, state)
        for values, child in arms:
            left = without(left, values)
            if both(have, values):
                below = {**state, key: both(have, values)}
                self.walk(child, below, leaf, self.near(field, below, among))
        if left:
            raise Refused(f"a split of {field.label} leaves out {left}")

    def near(self, field, state, among):
        """Of the rows of a table (table, rows) those that can hold in a state in which a field is narrowed."""
        if not among:
            return among
        table, rows = among
        for place in (place for place, own in enumerate(table.inputs) if own is field):
            can = {text: outcome(field, text, state)[0] for text in {table.cells[row][place] for row in rows}}
            rows = [row for row in rows if can[table.cells[row][place]]]
        return table, rows

    def table(self, table, entry):
        """The claims of a table: complete (a row holds), consistent (no two rows that contradict each other)."""
        known = table.policy == entry["policy"] and table.names == [row[0] for row in entry["rows"]]
        if table.other_units or not known:
            raise Refused(f"{table.code}: its rows or its hit policy are not those of the proof")
        for place, (name, _, cells, results) in enumerate(entry["rows"]):
            pairs = zip(table.inputs, table.cells[place], cells, strict=False)
            same = [field.cell(a) == field.cell(b) for field, a, b in pairs]
            given = [table.result(field, text) for field, text in zip(table.outputs, results, strict=True)]
            if not all(same) or table.results[place] != given:
                raise Refused(f"{table.code} / {name}: a cell is not what the proof says")
        found = {"complete": True, "consistent": True}

        def leaf(state, among):
            some, every = table.holding(state, among[1])
            rows = [table.results[row] for row in table.answering(some, every)]
            found["complete"] &= bool(every) or not table.needs_row
            if not (table.gives_list or table.policy == "first" or table.policy.startswith("collect ")):
                alone = table.policy != "unique" or len(some) < 2
                found["consistent"] &= alone and all(row == rows[0] for row in rows)

        self.walk(entry["tree"], {}, leaf, (table, list(table.rows)))
        for claim, holds in found.items():
            if holds != entry[claim]:
                word = claim if holds else f"not {claim}"
                raise Refused(f"{table.code} is {word}, and the proof says otherwise")

    def decided(self, codes, state):
        """A state with all that some fields can be, table after table; None where no patient is left. What the state
        says of a field that a table decides is supposed: of what the table answers, that is left."""
        for table in self.order([*codes, *(key if isinstance(key, str) else key[0] for key in state)], {}):
            given = table.answer(state)
            if given is None:
                return None
            given = {key: both(state[key], can) if key in state else can for key, can in given.items()}
            if not all(given.values()):
                return None
            state = {**state, **given}
        return state

    def order(self, codes, found):
        """The tables on the way to some fields, each after those that it looks at."""
        for code in codes:
            table = self.maker.get(code)
            if table is not None and table not in found:
                self.order([field.code for field in table.inputs], found)
                found[table] = None
        return found

    def nobody(self, state, _):
        """For the leaves of a tree that shows that no patient comes to a box."""
        if self.decided([], state) is not None:
            raise Refused(f"a patient can come to a leaf that is said never to be reached: {state}")

    def rule(self, name, tree):
        """A safety rule: at each leaf Must passes, or a line of When fails, or there is no answer."""
        when, must = (self.lines(self.safety[name].get(head, "")) for head in ("when", "must"))
        start = {field.code: field.all for field, _ in when if not field.several}
        for field, cell in when:
            if not field.several:
                start[field.code] = both(start[field.code], field.union(cell))

        def leaf(state, _):
            after = self.decided([field.code for field, _ in (*when, *must)], state)
            if after is None or not all(outcome(field, cell, after)[0] for field, cell in when):
                return
            for field, cell in must:
                if outcome(field, cell, after)[1]:
                    raise Refused(f"{name}: at a leaf {field.label} need not be {cell}")

        if all(start.values()):
            self.walk(tree, start, leaf)


def main(arguments):
    """Checks a proof; 0 where all that it claims is shown."""
    proof, folder = arguments
    try:
        with (gzip.open if proof.endswith(".gz") else open)(proof, "rt", encoding="utf-8") as file:
            print("\n".join(Check(json.load(file), folder).run()))
    except Refused as refused:
        print(f"refused: {refused}")
        return 1
    except RecursionError:
        print("refused: the proof is nested too deeply")
        return 1
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration, OSError, EOFError) as why:
        print(f"refused: the proof or a workbook is not of the form that is read here ({why!r})")
        return 1
    return 0


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)  # trees are deep
    sys.exit(main(sys.argv[1:]))
