"""Checks a proof of `b12tables check --proof` against the workbooks: `python -m b12tables.proofcheck PROOF FOLDER`.

It shares no code with the compiler: `plainsheets` beside it reads the workbooks anew, rows and what each cell means.
The rows of the proof have to be those of the sheets. Of each table the tree has to leave nothing out, and where it ends
a row holds (no gap) and no two contradict each other (no overlap); of each safety rule `Must` passes there, or somebody
for whom it is not meant comes there. What is not checked stands in docs/proof.md.

A state says what is supposed of a patient: of some fields the points that are left, as the bits of a number; of a field
that holds several values, for (field, member) whether it is held, and for (field, None) whether it is known. A tree
splits states. It ends where what is claimed holds in all of a state, or where nobody can be: a combination that cannot
be holds there, or one table by itself answers nothing of what is supposed of its results.
"""

import gzip
import json
import sys

from b12tables.plainsheets import EVERY, WORLDS, Field, Refused, Rows, Sheets, fold

YES, NO, EITHER = 1, 2, 3  # what a question can turn out to be
LISTS = ("rule order", "output order", "collect")
LETTERS = dict(zip("uafproc", ("unique", "any", "first", "priority", *LISTS), strict=True))
LETTERS |= {"c+": "collect sum", "c<": "collect min", "c>": "collect max", "c#": "collect count"}


class Asked(Field):
    """A field, and what a state leaves open of it."""

    def have(self, key, state):
        """What a state leaves open of a field, or of a member of it."""
        if key in state or not self.several:
            return state.get(key, self.full)
        if key[1] == "empty":
            said = self.said(state)
            all_out = all(said.get(member) == NO for member in self.members)
            return NO if YES in said.values() else YES if all_out else EITHER
        if key[1] is None:
            return EITHER if self.unknown else YES
        return EITHER if key[1] in self.members else NO  # of a list no member that no row gives

    def said(self, state):
        """What a state says of the members of a set."""
        own = [key for key in state if isinstance(key, tuple) and key[0] == self.code]
        return {member: state[_, member] for _, member in own if member is not None}

    def outcome(self, text, state):
        """Whether a condition can pass, fail, or both."""
        members, passing = self.cell(text)
        have = EVERY if self.several else self.have(self.code, state)
        for member, worlds in zip(members, WORLDS, strict=False):
            held = self.have((self.code, member), state)
            have &= worlds if held == YES else ~worlds if held == NO else EVERY
        return YES * bool(have & passing) | NO * bool(have & ~passing)

    def agrees(self, result, state):
        """Whether a result can be what a state supposes."""
        if not self.several:
            at = self.known.bit_length() if result in (None, "?") else self.points.index(result)
            return self.have(self.code, state) >> at & 1
        lost = result in (None, "?")  # a set of which nothing is known holds nothing either
        known, has = (
            state.get((self.code, None), EITHER) & (NO if lost else YES),
            as_set(None if lost else result),
        )
        return known and all(held & (YES if one in has else NO) for one, held in self.said(state).items())


def as_set(result):
    """A result as what it adds to a list."""
    return result if isinstance(result, frozenset) else frozenset([result]) - {None}


class Table:
    """A decision table; a row is its name, what it asks ({field: text}), and what it gives."""

    def __init__(self, code, plain, fields):
        self.code, self.rows, self.free = code, plain.rows, plain.other_units
        self.made = any(row[0] is None for row in self.rows)
        self.policy = LETTERS.get(plain.policy, plain.policy)
        if self.policy not in LETTERS.values():
            raise Refused(f"{code}: {self.policy!r} is no hit policy that is read here")
        self.outputs = [fields[field] for field in plain.outputs]
        self.inputs = [
            fields[field] for field in dict.fromkeys(field for row in self.rows for field in row[1])
        ]
        self.asks = {field: [row[1].get(field.code, "-") for row in self.rows] for field in self.inputs}
        self.listing, self.counts = self.policy in LISTS, self.policy.startswith("collect ")
        self.otherwise = bool(self.rows) and fold(self.rows[-1][0]) == "otherwise"
        self.plain = range(len(self.rows) - self.otherwise)
        self.needs_row = not (self.otherwise or self.listing or self.policy == "collect count")
        read = [[*map(Field.result, self.outputs, texts)] for _, _, texts in self.rows if not self.free]
        self.results = read or [["?"] * len(self.outputs)] * len(self.rows)
        for field, *results in zip(self.outputs, *self.results, strict=True):
            field.several, lost = (
                field.several or self.listing,
                self.free or not {None, "?"}.isdisjoint(results),
            )
            if self.listing:
                field.members = {"?", *field.points} if self.free else set().union(*map(as_set, results))
            field.unknown = not self.listing and (lost or (self.counts and field.unknown))
            field.full = (field.full & field.known) | (field.known + 1) * field.unknown
            if self.policy in ("collect sum", "collect count"):
                self.let_out(field, [results[row] for row in self.plain])

    def let_out(self, field, rows):
        """Lets a total be any number beyond an end of its range that its rows could lead past."""
        inside = [point for at, point in enumerate(field.points) if field.full >> at & 1]
        added = [1 if "count" in self.policy else 0 if row in (None, "?") else row for row in rows]
        least, most = sum(row for row in added if row < 0), sum(row for row in added if row > 0)
        for at, point in enumerate(field.points):
            field.full |= (self.free or point < inside[0] > least or point > inside[-1] < most) << at

    def holding(self, state, rows, fields):
        """Of some rows those that can hold in a state, and those that do, as far as some columns tell."""
        some = every = rows
        for field in (field for field in fields if field in self.asks):
            can = {text: field.outcome(text, state) for text in {self.asks[field][row] for row in some}}
            some = [row for row in some if can[self.asks[field][row]] & YES]
            every = [row for row in every if can[self.asks[field][row]] == YES]
        return some, every

    def answering(self, some, every):
        """Of the rows that can hold those that can give the answer."""
        if self.policy == "first" and every:
            return [row for row in some if row <= every[0]]
        if self.policy == "priority" and every:
            places = [at for at, field in enumerate(self.outputs) if field.type == "choice"]
            last = {None: 10**6, "?": 10**6}  # any other by the place of its Values row
            ranks = {row: [last.get(v := self.results[row][at], v) for at in places] for row in some}
            return [row for row in some if all(ranks[row] <= ranks[other] for other in every)]
        return every if self.policy == "unique" and len(every) == 1 else some

    def excludes(self, state):
        """Whether the table answers nothing of what a state supposes of its results."""
        some, every = self.holding(state, self.plain, self.inputs) if not self.free else ([], [])
        if self.free or self.counts:  # what is counted or added is any number
            return self.needs_row and not self.free and not some
        rows, last = self.answering(some, every), [len(self.plain)] * (self.otherwise and not every)
        if not self.listing:
            given = (zip(self.outputs, self.results[row], strict=True) for row in (*rows, *last))
            return not any(all(field.agrees(one, state) for field, one in row) for row in given)
        for place, field in enumerate(self.outputs):
            can = set().union(*(as_set(self.results[row][place]) for row in (*rows, *last)))
            sure = set().union(*(as_set(self.results[row][place]) for row in every or last * (not some)))
            said = field.said(state).items()
            if any(member in sure if held == NO else member not in can for member, held in said):
                return True
        return False


class Check:
    """A proof beside the workbooks. A node of a tree is 0, where what is claimed holds; the name of a table or of an
    impossible combination that leaves nobody here; or a split, [field, [[cell, node], …]] or [set, member, node with
    it, node without it] (null for the member: whether the set is known)."""

    def __init__(self, proof, folder):
        told, self.proof, self.leaves = proof["fields"], proof, 0
        self.sheets = plain = Sheets(folder, {code: one for code, one in told.items() if "label" in one})
        self.fields = {code: Asked(row, told.get(code, {}), plain) for code, row in plain.fields.items()}
        self.tables = {code: Table(code, rows, self.fields) for code, rows in plain.tables.items()}
        for field, source in plain.kept.items():
            self.keep(field, source)
        self.decided = {field for table in self.tables.values() for field in table.outputs}
        seen = {field.code for table in self.tables.values() for field in (*table.inputs, *table.outputs)}
        need_not = {
            code for code, row in plain.fields.items() if row.get("computed") or not self.fields[code].unknown
        }
        self.stated, self.open = set(), need_not - seen  # no table looks at these: they may be left out

    def keep(self, field, source):
        """The decision behind a result that may stay unchanged: what the table says of it, or what was there."""
        rows, said, told = Rows("unique"), f"{field}_or_unchanged", self.sheets.fields
        codes, both = self.fields[field].codes, [fold(told[code].get("unknown")) for code in (field, source)]
        kept = [code for code in codes if code in self.fields[source].codes]
        kept += ["unknown"] * ({*both} <= {"yes", "true"})
        says = [*codes, *["unknown"] * self.fields[said].unknown]
        rows.outputs, rows.rows = [field], [(None, {said: code}, [code]) for code in says]
        rows.rows += [(None, {said: "unchanged", source: code}, [code]) for code in kept]
        self.tables[f"{field}_kept"] = Table(f"{field}_kept", rows, self.fields)

    def run(self):
        """Checks every claim; what is shown, in lines. Raises `Refused`."""
        tables, rules = self.proof["tables"], self.proof["safety"]
        for code, entry in tables.items():
            self.table(self.tables[code], entry)
        for name, entry in rules.items():
            self.rule(name, entry["tree"])
        yield f"{len(tables)} decision tables and {len(rules)} safety rules: shown, over {self.leaves} leaves"
        there = {"decision tables": (self.tables, tables), "safety rules": (self.sheets.safety, rules)}
        left = {what: [name for name in every if name not in shown] for what, (every, shown) in there.items()}
        told = [f"{len(names)} {what} ({', '.join(names)})" for what, names in left.items() if names]
        if told:
            yield f"a partial proof: it says nothing of {' and '.join(told)}"

    def walk(self, node, state, leaf, table=None, rows=()):
        """Every leaf below a node where a claim is to hold, with the state there and the rows of a table that can
        hold; the arms of a split leave nothing out."""
        if not isinstance(node, list):
            self.leaves += 1
            if node == 0:
                leaf(state, rows)
            elif not self.nobody(node, state):
                raise Refused(f"{node} leaves somebody where nobody is said to be: {state}")
            return
        field = self.fields[node[0]]
        if len(node) == 4:
            key = field.code, None if node[1] is None else field.value(fold(node[1]))
            arms = [(YES, node[2]), (NO, node[3])]
        else:
            key, arms = field.code, [(field.cell(cell)[1], child) for cell, child in node[1]]
        have = left = field.have(key, state)
        for bits, child in arms:
            left &= ~bits
            if have & bits:
                below = {**state, key: have & bits}
                self.walk(child, below, leaf, table, table and table.holding(below, rows, [field])[0])
        if left:
            raise Refused(f"a split of {field.label} leaves something out")

    def nobody(self, name, state):
        """Whether a table answers nothing that a state supposes, or an impossible combination holds in all of it: no
        combination holds of what is left out."""
        lines = [(self.fields[field], cell) for field, cell in self.sheets.impossible.get(name, ())]
        asked = {field.code for field, _ in lines}
        # an answer is never assumed away
        fine = self.decided.isdisjoint(field for field, _ in lines) and self.stated >= asked & self.open
        cannot_be = lines and fine and all(field.outcome(cell, state) == YES for field, cell in lines)
        return cannot_be or (name in self.tables and self.tables[name].excludes(state))

    def table(self, table, entry):
        """Of a table that it is complete (a row holds) and consistent (no two rows that contradict each other)."""

        def same(at, row):
            (name, own, _), given = table.rows[at], [*map(Field.result, table.outputs, row[3])]
            asked = [
                (self.fields[code], own.get(code, "-"), row[2].get(code, "-")) for code in {**own, **row[2]}
            ]
            cells = all(field.cell(one) == field.cell(other) for field, one, other in asked)
            return cells and name in (row[0], None) and given == table.results[at]

        told, many = entry["rows"], range(len(table.rows))
        if table.made:  # in which order, and which of them never arise, no sheet says
            is_so = all(any(same(at, row) for at in many) for row in told)
        else:
            is_so = len(told) == len(many) and all(map(same, many, told))
        if table.free or table.policy != entry["policy"] or not is_so:
            raise Refused(f"{table.code}: its rows or its hit policy are not those of the proof")

        def leaf(state, rows):
            some, every = table.holding(state, rows, table.inputs)
            given = [table.results[row] for row in table.answering(some, every)]
            if table.needs_row and not every:
                raise Refused(f"{table.code}: at a leaf no row need hold")
            clash = (table.policy == "unique" and len(some) > 1) or any(row != given[0] for row in given)
            if clash and not (table.listing or table.counts or table.policy == "first"):
                raise Refused(f"{table.code}: at a leaf rows can contradict each other")

        self.stated = set()
        self.walk(entry["tree"], {}, leaf, table, [*table.plain])

    def rule(self, name, tree):
        """Of a safety rule, at each leaf, that Must passes or a line of When fails."""
        when, must = map(self.sheets.lines, self.sheets.safety[name])

        def leaf(state, _):
            fails = any(self.fields[code].outcome(cell, state) == NO for code, cell in when)
            for code, cell in () if fails else must:
                if self.fields[code].outcome(cell, state) != YES:
                    raise Refused(f"{name}: at a leaf {self.fields[code].label} need not be {cell}")

        # where a field is left out no line about it passes: of such a patient the rule says nothing
        self.stated = {code for code, _ in (*when, *(must if len(must) == 1 else ()))}
        self.walk(tree, {}, leaf)


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
    except Exception as why:  # whatever it stumbles over is nothing that it confirms
        return False, f"refused: the proof or a workbook is not of the form that is read here ({why!r})"


def main(arguments):
    """Checks a proof; 0 where all that it claims is shown."""
    if len(arguments) != 2:
        sys.exit("Say which proof, and of which workbooks: python -m b12tables.proofcheck PROOF FOLDER")
    all_shown, words = checked(*arguments)
    print(words)
    return 0 if all_shown else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
