"""Checks a proof of `b12tables check --proof` against the workbooks: `python proofcheck.py PROOF FOLDER`.

It shares no code with the compiler: it reads the workbooks with openpyxl and each cell by a second, plain reading of
the grammar. The rows have to be those of the sheets. Of each table the tree of splits has to leave nothing out, and at
each leaf a row holds (no gap) and no two contradict each other (no overlap); of each safety rule, at each leaf whatever
the tables can still answer passes `Must`, or somebody for whom it is not meant, or nobody, comes there.
Not checked: factors of units, what formats and colours make a sheet show, and whether the sheet is right.

No cell tells apart what lies between two numbers that cells name. So of each field a few samples stand for all its
values: each number that is named, the ends of each stretch between; or all its words; and "?", unknown. What a patient
can still be (a state) is a set of samples of each field, as the bits of a number. Of a field that holds several values
each member is a question of its own, held or not: its key is (field, member), and (field, None) whether it is known.
"""

import datetime
import gzip
import json
import re
import sys
from fractions import Fraction
from functools import cached_property, reduce
from itertools import pairwise, product, takewhile
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path

import openpyxl

HELD, NOT_HELD, EITHER = 1, 2, 3
PASS, FAIL = 1, 2
MANY = 10  # members of a set whose combinations are looked at one by one
LISTS = ("rule order", "output order", "collect")
LETTERS = dict(zip("UAFPROC", ("unique", "any", "first", "priority", *LISTS), strict=True))
LETTERS |= {"C+": "collect sum", "C<": "collect min", "C>": "collect max", "C#": "collect count"}
SIGNS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}
INTERVAL = r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])\s*([^\])\[]*)"
BETWEEN = r"(?i)((?:between\s+)?)(\S.*?)(?:\s*\.\.\s*|\s+(?:to|and|-)\s+)(\S.*?)()()"
NUMBER = r"[+-]?\d+(?:\.\d+)?(?:/\d+)?"
NOT = re.compile(r"not\s*\((.*)\)|not\s+(.*)", re.IGNORECASE | re.DOTALL)


class Refused(Exception):
    """The proof does not show what it claims, or is not one of these workbooks."""


def fold(text):
    """A text as it is compared: without case, doubled spaces, curly quotes and long dashes."""
    text = text.translate(str.maketrans("‘’“”–—−\u00a0µμ", "''\"\"--- uu"))
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
    """Every sheet as (what it is, its name, rows of texts)."""
    for file in sorted(Path(folder).glob("*.xlsx")):
        if not file.name.startswith(("~$", ".")):
            for sheet in openpyxl.load_workbook(file, data_only=True):
                rows = [[shown(cell) for cell in row] for row in sheet.iter_rows()]
                yield fold(rows[0][0]), sheet.title, rows


def records(read, kind, first):
    """The rows of the list sheets of a kind, each as {head: text}; `first` is the head of the first column."""
    for rows in (rows for found, _, rows in read if found == kind):
        at = next(i for i, row in enumerate(rows) if i and fold(row[0]) == first)
        for row in takewhile(any, rows[at + 1 :]):
            yield {fold(head): text for head, text in zip(rows[at], row, strict=True)}


class Field:
    """A field of the dictionary; `words` are its values by code and label, `limits` the numbers that have a name."""

    def __init__(self, row, factors=(), limits=()):
        self.code, self.label, self.type = row["field"], row["label"], fold(row["type"])
        self.unit, self.factors, self.kept = fold(row.get("unit", "")), dict(factors), row.get("kept from")
        self.words = {"no": 0, "yes": 1, "false": 0, "true": 1} if self.type == "yes/no" else {}
        self.several, self.unknown = self.type == "choices", fold(row.get("unknown", "")) == "yes"
        self.ordered, plain = self.type in ("number", "whole number", "date"), self.type in ("number", "text")
        self.limits, self.codes, self.labels, self.made = limits if self.ordered else (), [], [], set()
        self.named, self.tests, self.masks, self.outcomes, self.said = set(), {}, {}, {}, self
        units = [*map(fold, self.factors)]  # a unit that another one is called like is not known by that name
        named = {fold(u): f for u, f in self.factors.items() if units.count(fold(u)) == 1}
        self.factors = {**named, "": 1, self.unit: 1, **self.factors}
        self.step = self.value(row["step"]) if row.get("step") else None if plain else 1
        ends = ((sign, row.get(end)) for sign, end in ((">=", "minimum"), ("<=", "maximum")) if row.get(end))
        self.ends = [self.test(end if end[0] in "<>" else sign + end) for sign, end in ends]

    def add(self, code, label, also=""):
        self.words |= dict.fromkeys(names(code, label, also), len(self.codes))
        self.codes.append(code)
        self.labels.append(label)

    def value(self, text):
        """A value as a cell writes it: a word as its number, a date as its day."""
        text = re.sub(r'^(?:date\()?"([^"]*)"\)?$', r"\1", self.filled(text).strip())
        number = re.fullmatch(rf"({NUMBER})\s*(.*)", text)
        if fold(text) in self.words or fold(text) == "unknown":
            return self.words.get(fold(text), "?")
        if self.type == "text":
            found = fold(text)
        elif self.type == "date":
            found = Fraction(datetime.date.fromisoformat(text).toordinal())
        elif number and (factor := self.factors.get(number[2], self.factors.get(fold(number[2])))):
            found = Fraction(number[1]) * Fraction(factor)
        else:
            raise Refused(f"{text!r} is no value of {self.label}")
        whole = (
            self.type != "text" and found.denominator == 1
        )  # plain integers compare in a tenth of the time
        self.named.add(found := found.numerator if whole else found)
        return found

    def filled(self, text):
        """A cell with numbers in the place of the names of thresholds."""
        marks = ((rf"(?i)(?<!\w){re.escape(name)}(?!\w)", number) for name, number in self.limits)
        return reduce(lambda said, mark: re.sub(mark[0], lambda _: mark[1], said), marks, text)

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

    def test(self, text):
        """Whether a value passes a condition, as a function."""
        if text not in self.tests:
            tests = [self.one(part) for part in self.parts(self.filled(text))]
            self.tests[text] = lambda value: any(test(value) for test in tests)
        return self.tests[text]

    def one(self, text):
        """The same of one of the alternatives of a cell."""
        word, inner = fold(text), NOT.fullmatch(text)
        if word in ("-", "any", "known", "unknown") and word not in self.words:
            return {"known": lambda v: v != "?", "unknown": lambda v: v == "?"}.get(word, lambda v: True)
        if inner and word not in self.words:
            fails = self.test((inner[1] or inner[2]).strip())
            return lambda value: value != "?" and not fails(value)
        sign = re.fullmatch(r"(<=|>=|!=|<|>|=)\s*(.+)", word) if self.type != "text" else None
        if sign and word not in self.words:
            compare, end = SIGNS[sign[1]], self.value(sign[2])
            return lambda value: value != "?" and compare(value, end)
        found = self.ordered and (re.fullmatch(INTERVAL, text) or re.fullmatch(BETWEEN, text))
        if not found:
            same = self.value(text)
            return lambda value: value == same
        bare = re.fullmatch(NUMBER, found[2]) and self.type != "date"
        unit = found[5] or (re.sub(rf"^{NUMBER}", "", found[3]) if bare else "")
        low, high = self.value(f"{found[2]} {unit}"), self.value(f"{found[3]} {found[5]}")
        above = SIGNS[">" if found[1] in ("(", "]") else ">="]
        below = SIGNS["<" if found[4] in (")", "[") else "<="]
        return lambda value: value != "?" and above(value, low) and below(value, high)

    @cached_property
    def samples(self):
        """Values that stand for all: no cell tells another value apart from each of them."""
        if not self.ordered:
            return [*sorted(set(self.words.values()) or self.named), *([] if self.words else [None]), "?"]
        named = sorted(self.named or {Fraction(0)})
        step = self.step or Fraction(min((b - a for a, b in pairwise(named)), default=1), 1000)
        middle = [value // step * step for value in named] if self.step else named
        points = {value + by * step for value in middle for by in (-1, 0, 1)}
        return [*(point for point in sorted(points) if all(test(point) for test in self.ends)), "?"]

    def mask(self, text):
        """The samples that pass a condition."""
        if text not in self.masks:
            test = self.test(text)
            self.masks[text] = sum(1 << i for i, value in enumerate(self.samples) if test(value))
        return self.masks[text]

    def have(self, key, state):
        """What a state leaves open of a field, or of a member of it."""
        if key in state:
            return state[key]
        if self.several:
            return EITHER if key[1] is not None or self.unknown else HELD
        return self.mask("-" if self.unknown or self.made & {None, "?"} else "known")

    def cell(self, text):
        """A condition as alternatives, each {key: what it may be}, of which all have to hold."""
        if not self.several:
            return [{self.code: self.mask(text)}]
        found = []
        for part in self.parts(text):
            inner = NOT.fullmatch(part)
            found += self.opposite((inner[1] or inner[2]).strip()) if inner else [self.members(part)]
        return found

    def members(self, text):
        """What one alternative says of the members of a set."""
        word, said, verb = fold(text), {(self.code, None): HELD}, ""
        if word in ("-", "any", "known", "unknown"):
            return {(self.code, None): {"known": HELD, "unknown": NOT_HELD}[word]} if len(word) > 3 else {}
        if word == "empty":
            return said | {(self.code, member): NOT_HELD for member in self.universe}
        for part in self.parts(text, r"\s+and\s+"):
            found = re.fullmatch(r"(?:(includes|excludes)\s+)?(.*)", part, re.IGNORECASE | re.DOTALL)
            verb, key = (found[1] or verb).lower(), (self.code, self.value(found[2]))
            said[key] = said.get(key, EITHER) & (HELD if verb == "includes" else NOT_HELD)
        return said

    def opposite(self, text):
        """The known sets that a condition does not admit."""
        found = [{(self.code, None): HELD}]
        for said in self.cell(text):
            turned = [(key, EITHER & ~held) for key, held in said.items() if key[1] is not None]
            found = [one | {key: one.get(key, EITHER) & held} for one in found for key, held in turned]
        return found

    @cached_property
    def universe(self):
        """What a set can hold."""
        return {*self.words.values(), *self.made, *("?" if self.made else "")} - {None}

    def known(self, state):
        said = (item for item in state.items() if item[0][0] == self.code)
        return frozenset(said) if self.several else self.have(self.code, state)

    def outcome(self, text, state):
        """Whether a condition can pass, fail, or both; of a set by looking at all that its members can be."""
        known = text, self.known(state)
        if known not in self.outcomes:
            cell, found = self.cell(text), 0
            have = {key: self.have(key, state) for said in cell for key in said}
            left = [key for key, held in have.items() if self.several and held == EITHER]
            few = len(left) <= MANY  # of many members each is looked at for itself
            for world in product((HELD, NOT_HELD), repeat=len(left)) if few else [[EITHER] * len(left)]:
                have |= zip(left, world, strict=True)
                found |= PASS * any(all(have[key] & held for key, held in said.items()) for said in cell)
                found |= FAIL * all(any(have[key] & ~held for key, held in said.items()) for said in cell)
            self.outcomes[known] = found
        return self.outcomes[known]


def as_set(value):
    """A result as what it adds to a list."""
    return value if isinstance(value, frozenset) else frozenset() if value is None else frozenset([value])


class Table:
    """A decision table; a row is its place in `names`, `when` (what it asks, {field: text}) and `results`."""

    def __init__(self, code, policy, outputs):
        self.code, self.policy, self.outputs = code, LETTERS.get(policy.upper(), policy), outputs
        self.names, self.when, self.results, self.seen, self.other_units = [], [], [], {}, False
        self.gives_list = self.policy in LISTS

    def add(self, name, when, results):
        self.names.append(name)
        self.when.append(when)
        self.results.append(results)

    def finish(self):
        """What follows from all rows."""
        self.otherwise = fold(self.names[-1] or "") == "otherwise"
        self.rows = range(len(self.names) - self.otherwise)
        self.needs_row = not (self.otherwise or self.gives_list or self.policy == "collect count")
        self.inputs = list(dict.fromkeys(field for when in self.when for field in when))
        self.asks = {field: [when.get(field, "-") for when in self.when] for field in self.inputs}
        for field in self.outputs:
            field.several = field.several or self.gives_list
            field.unknown = field.unknown and not self.gives_list
        self.results = [[*map(result, self.outputs, row)] for row in self.results]
        for place, field in enumerate(self.outputs):
            field.unknown |= (
                field.several and not self.gives_list and any(r[place] is None for r in self.results)
            )
            field.made |= {value for row in self.results for value in (as_set(row[place]) or [None])}

    def holding(self, state, rows, fields):
        """Of some rows those that can hold in a state, and those that do, as far as some columns tell."""
        some = every = rows
        for field in fields:
            can = {text: field.outcome(text, state) for text in {self.asks[field][row] for row in some}}
            if {*can.values()} - {PASS}:
                some = [row for row in some if can[self.asks[field][row]] & PASS]
                every = [row for row in every if can[self.asks[field][row]] == PASS]
        return some, every

    def answering(self, some, every):
        """Of the rows that can hold those that can give the answer."""
        if self.policy == "first" and every:
            return [row for row in some if row <= every[0]]
        if self.policy == "priority" and every:
            ranked = [place for place, field in enumerate(self.outputs) if field.codes]
            last = {None: 10**6, "?": 10**6}  # any other by the place of its Values row
            ranks = {row: [last.get(v := self.results[row][at], v) for at in ranked] for row in some}
            return [row for row in some if all(ranks[row] <= ranks[other] for other in every)]
        return every if self.policy == "unique" and len(every) == 1 else some

    def answer(self, state):
        """All that the table can answer in a state, {key: what it may be}; None where it has no answer. What is counted
        or added is free, and so is all of a table whose columns are headed in another unit."""
        if self.other_units:
            return {}
        known = tuple(field.known(state) for field in self.inputs)
        if known not in self.seen:
            some, every = self.holding(state, self.rows, self.inputs)
            rows = [self.results[row] for row in self.answering(some, every)]
            sure = [self.results[row] for row in every]
            if self.otherwise and not every:
                rows, sure = [*rows, self.results[-1]], sure if some else [self.results[-1]]
            self.seen[known] = self.given(rows, sure) if rows or not self.needs_row else None
        return self.seen[known]

    def given(self, rows, sure):
        """What rows that can answer, of which some are sure to, leave open."""
        found = {}
        for place, field in enumerate(self.outputs):
            if field.several:
                sets = [as_set(row[place]) for row in rows]
                lost = {row[place] is None and not self.gives_list for row in rows}  # none is seen as unknown
                found[field.code, None] = EITHER if len(lost) > 1 else NOT_HELD if True in lost else HELD
                kept = [as_set(row[place]) for row in sure] if self.gives_list else sets
                for member in field.universe:
                    held = (any if self.gives_list else all)(member in one for one in kept)
                    can = any(member in one for one in sets)
                    found[field.code, member] = HELD if held else EITHER if can else NOT_HELD
            elif not self.policy.startswith("collect "):
                values = {"?" if row[place] is None else row[place] for row in rows}
                found[field.code] = sum(1 << field.samples.index(value) for value in values)
        return found


def result(field, text):
    """A result cell as a value; None where it is none, and "?" where it is unknown."""
    if fold(text) == "none" and "none" not in field.words:
        return None
    if field.type != "choices":
        return field.value(text)
    return frozenset(() if fold(text) == "empty" else map(field.value, field.parts(text)))


class Check:
    """A proof beside the workbooks. A node of a tree is a leaf (0), the ID of an impossible combination, a split
    [field, [[cell, node], …]] or [set, member, node with it, node without it] (null for the member: known or not), or
    [node]: a tree that shows that no patient comes there."""

    def __init__(self, proof, folder):
        read = list(sheets(folder))
        self.proof, self.leaves, self.fields, self.names, self.tables = proof, 0, {}, {}, {}
        limits = ((row["name"], row["value"]) for row in records(read, "thresholds", "name"))
        longest = sorted(limits, key=lambda one: -len(one[0]))
        for row in records(read, "dictionary", "field"):
            field = self.fields[row["field"]] = Field(row, proof["factors"].get(row["field"], {}), longest)
            self.names |= dict.fromkeys(names(field.code, field.label, row.get("also written")), field)
        for row in records(read, "values", "field"):
            self.field(row["field"]).add(row["value"], row["label"], row.get("also written"))
        for code, (label, _) in proof["made"].items():
            self.fields[code] = Field({"field": code, "label": label, "type": "choice"})
            self.names = dict.fromkeys(names(code, label, ""), self.fields[code]) | self.names
        kept = [field for field in self.fields.values() if field.kept]
        for field in kept:  # what a table says of it: a value, or that it is unchanged
            field.said = self.fields[f"{field.code}_or_unchanged"]
            codes, labels = field.codes or ("yes", "no"), field.labels or ("yes", "no")
            for code, label in zip((*codes, "unchanged"), (*labels, "unchanged"), strict=True):
                field.said.add(code, label)
            field.said.unknown = field.unknown
        for kind, title, rows in read:
            if kind == "decision table":
                self.sheet(title, rows)
        for table in self.tables.values():
            table.finish()
        for field in kept:
            self.keep(field, field.said, self.field(field.kept))
        self.maker = {field.code: table for table in self.tables.values() for field in table.outputs}
        self.impossible = {r["id"]: self.lines(r["combination"]) for r in records(read, "impossible", "id")}
        self.safety = {row["id"]: row for row in records(read, "safety rules", "id")}
        self.hear()

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

    def hear(self):
        """Collects the numbers that cells name, before samples are taken."""
        said = [*self.impossible.values(), *(when.items() for t in self.tables.values() for when in t.when)]
        for row in (row for entry in self.proof["tables"].values() for row in entry["rows"]):
            said.append([(self.fields[code], text) for code, text in row[2].items()])
        for rule in (self.safety[name] for name in self.proof["safety"]):
            said += [self.lines(rule.get(head, "")) for head in ("when", "must")]
        for field, text in (pair for pairs in said for pair in pairs):
            if not field.several:
                field.test(text)

    def sheet(self, title, rows):
        """Reads a table. Of several for one decision each says above its rows to whom it applies: one table chooses,
        and the rows of all stand together, each where its own is chosen."""
        at = next(i for i, row in enumerate(rows) if i and "when" in map(fold, row))
        keys = {fold(row[0]): row[1] for row in rows[1:at]}
        code = keys.get("code") or re.sub(r"\W+", "_", fold(rows[0][1])).strip("_")
        band, columns, other_units = "", [], False
        for mark, head in zip(rows[at], rows[at + 1], strict=True):
            band, field = fold(mark) or band, None
            if band == "when" and fold(head) == "combination" and "combination" not in self.names:
                columns.append(("lines", None))
                continue
            if head and band in ("when", "then"):
                field, unit = self.field(head), re.search(r"\(([^()]*)\)$", head)
                other_units |= bool(unit and field.ordered and fold(unit[1]) != field.unit)
            columns.append((band, field.said if field and band == "then" else field))
        outputs = [field for band, field in columns if field and band == "then"]
        first = Table(code, fold(keys.get("hit policy") or "unique"), outputs)
        table, chosen = self.tables.setdefault(code, first), {}
        table.other_units |= other_units
        if keys.get("applies when"):
            field = self.fields[f"{code}_table"]
            chooser = self.tables.setdefault(field.code, Table(field.code, "unique", [field]))
            field.add(self.proof["made"][field.code][1][len(chooser.names)], title)
            chooser.add(None, dict(self.lines(keys["applies when"])), [title])
            chosen = {field: title}
        for row in takewhile(any, rows[at + 2 :]):
            when, results = {**chosen}, {}
            for (band, field), text in zip(columns, row, strict=True):
                if band == "lines":
                    when |= dict(self.lines(text))
                elif field:
                    (when if band == "when" else results)[field] = text
            when = {} if fold(row[0]) == "otherwise" else when
            table.add(row[0], when, [results[field] for field in table.outputs])

    def keep(self, result, said, source):
        """The decision behind it: what its table says, or the value that was there."""
        maker = next(table for table in self.tables.values() if said in table.outputs)
        behind = self.tables[f"{result.code}_kept"] = Table(f"{result.code}_kept", "unique", [result])
        for value in dict.fromkeys(row[maker.outputs.index(said)] for row in maker.results):
            if value in (None, "?"):
                behind.add(None, {said: "unknown"}, ["none" if value is None else "unknown"])
            elif said.codes[value] != "unchanged":
                behind.add(None, {said: said.codes[value]}, [said.codes[value]])
        for code in (code for code in said.codes if code in (source.codes or ("yes", "no"))):
            behind.add(None, {said: "unchanged", source: code}, [code])
        if source.unknown and result.unknown:
            behind.add(None, {said: "unchanged", source: "unknown"}, ["unknown"])
        behind.finish()

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

    def walk(self, node, state, leaf, table=None, rows=()):
        """Every leaf below a node, with the state there and the rows of a table that can hold; the arms of a split
        leave nothing out."""
        if node == 0 or isinstance(node, str):
            self.leaves += 1
            if node == 0:
                leaf(state, rows)
            elif any(field.outcome(cell, state) != PASS for field, cell in self.impossible[node]):
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
            key, arms = field.code, [(field.mask(cell), child) for cell, child in node[1]]
        left = have = field.have(key, state)
        for values, child in arms:
            left &= ~values
            if have & values:
                below = {**state, key: have & values}
                self.walk(child, below, leaf, table, table and table.holding(below, rows, [field])[0])
        if left:
            raise Refused(f"a split of {field.label} leaves something out")

    def table(self, table, entry):
        """Of a table that it is complete (a row holds) and consistent (no two rows that contradict each other)."""
        if table.other_units or table.policy != entry["policy"] or len(table.names) != len(entry["rows"]):
            raise Refused(f"{table.code}: its rows or its hit policy are not those of the proof")
        for place, (name, _, cells, results) in enumerate(entry["rows"]):
            own, asked = table.when[place], {self.fields[code]: text for code, text in cells.items()}
            same = (f.cell(own.get(f, "-")) == f.cell(asked.get(f, "-")) for f in {**own, **asked})
            given = [result(field, text) for field, text in zip(table.outputs, results, strict=True)]
            if table.names[place] not in (name, None) or table.results[place] != given or not all(same):
                raise Refused(f"{table.code} / {name}: a cell is not what the proof says")

        def leaf(state, rows):
            some, every = table.holding(state, rows, table.inputs)
            given = [table.results[row] for row in table.answering(some, every)]
            if table.needs_row and not every:
                raise Refused(f"{table.code}: at a leaf no row need hold")
            clash = (table.policy == "unique" and len(some) > 1) or any(row != given[0] for row in given)
            if clash and not (
                table.gives_list or table.policy == "first" or table.policy.startswith("collect ")
            ):
                raise Refused(f"{table.code}: at a leaf rows can contradict each other")

        self.walk(entry["tree"], {}, leaf, table, list(table.rows))

    def rule(self, name, tree):
        """A safety rule: at each leaf Must passes, or a line of When fails, or there is no answer."""
        when, must = (self.lines(self.safety[name].get(head, "")) for head in ("when", "must"))

        def leaf(state, _):
            after = self.decided([field.code for field, _ in (*when, *must)], state)
            if after is None or not all(field.outcome(cell, after) & PASS for field, cell in when):
                return
            for field, cell in must:
                if field.outcome(cell, after) != PASS:
                    raise Refused(f"{name}: at a leaf {field.label} need not be {cell}")

        self.walk(tree, {}, leaf)

    def nobody(self, state, _):
        """For the leaves of a tree that shows that no patient comes to a box."""
        if self.decided([], state) is not None:
            raise Refused(f"a patient can come to a leaf that is said never to be reached: {state}")

    def decided(self, codes, state):
        """A state with all that some fields can be, table after table; None where no patient is left. What the state
        says of a field that a table decides is supposed: of what the table answers, that is left."""
        for table in self.order([*codes, *(key if isinstance(key, str) else key[0] for key in state)], {}):
            given = table.answer(state)
            if given is None:
                return None
            given = {key: state.get(key, can) & can for key, can in given.items()}
            if not all(given.values()):
                return None
            state = {**state, **given}
        return state

    def order(self, codes, found):
        """The tables on the way to some fields, each after those that it looks at."""
        for table in (self.maker[code] for code in codes if code in self.maker):
            if table not in found:
                self.order([field.code for field in table.inputs], found)
                found[table] = None
        return found


def checked(proof: str, folder: str) -> tuple[bool, str]:
    """Whether all that a proof claims is shown, and that in words."""
    sys.setrecursionlimit(max(10_000, sys.getrecursionlimit()))  # trees are deep
    try:
        with (gzip.open if proof.endswith(".gz") else open)(proof, "rt", encoding="utf-8") as file:
            return True, "\n".join(Check(json.load(file), folder).run())
    except Refused as refused:
        return False, f"refused: {refused}"
    except RecursionError:
        return False, "refused: the proof is nested too deeply"
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration, OSError, EOFError) as why:
        return False, f"refused: the proof or a workbook is not of the form that is read here ({why!r})"


def main(arguments):
    """Checks a proof; 0 where all that it claims is shown."""
    all_shown, words = checked(*arguments)
    print(words)
    return 0 if all_shown else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
