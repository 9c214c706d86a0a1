"""Checks a proof of `b12tables check --proof` against the workbooks: `python -m b12tables.proofcheck PROOF FOLDER`.

docs/proof.md reads it aloud. Rows of the proof have to be those of the sheets, splits leave nothing out, and where they
end a row holds (no gap) and no two contradict each other, or of a safety rule `Must` passes or a line of `When` fails.
Few points stand for all that a field can be: each value that a cell names, what lies between two such numbers, unknown;
what passes a cell is a set of points, the bits of a number. A state says which points of each field are left."""

import gzip
import json
import re
import sys
from contextlib import suppress
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl

LISTS, SUM = ("collect", "rule order", "output order"), "collect sum"  # a sum can be any number
SIGNS = {**dict(zip("‘’“”–—−\u00a0µμ", "''\"\"--- uu", strict=True)), "≥": ">=", "≤": "<=", "≠": "!="}
VERBS, YES_NO = {"includes": "yes", "excludes": "no", "empty": "no"}, [["no", "false"], ["yes", "true"]]
UNIT = r'(?!.*(?:\.\.| -|e[-+]\d|\b(?:or|and|to|not|any|known|unknown)\b))[a-z%][^,;<>=!"]*'
PIECE = (  # what a cell is made of, beside what joins; {N} is a number or the name of one, {V} any value
    r"(?P<open>[][(]) *(?P<low>{N}) *\.\. *(?P<high>{N}) *(?P<close>[][)])"
    r"|(?:between )?(?P<first>{N}) *(?:\.\.|to|and|-) *(?P<last>{N})"
    r"|(?P<sign><=|>=|!=|[<>=])? *(?P<value>{V})|(?P<word>\b(?:unknown|known|any)\b|-)"
)


class Refused(Exception):
    """The proof does not show what it claims, or is not one of these workbooks."""


def fold(text):
    """A text as it is compared: without case, doubled spaces, curly quotes and long dashes."""
    return " ".join(str(text or "").translate(str.maketrans(SIGNS)).split()).casefold()


def names(row, *heads):
    """What is written in a row of a list under some heads, and as other ways to write it."""
    return [*filter(None, map(fold, [*map(row.get, heads), *re.split("[;\n]", row.get("also written", ""))]))]


def either(words):
    """A pattern for some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


class Field:
    """A field: the points that it can be, and which of them pass a cell. `words` are the names of each value."""

    def __init__(self, row, words, told, limits):
        self.label, kind, numbers = row["label"], fold(row["type"]), "number" in fold(row["type"])
        self.limits, self.members, self.is_set = limits if numbers else {}, {}, kind == "choices"
        cuts = sorted(map(Fraction, told.get("cuts", ())))
        values = [[cut] for cut in cuts] if numbers else words * (not self.is_set)
        self.places = {name: 2 * at + 1 for at, same in enumerate(values) for name in same}
        self.size = 2 * len(values) + 1  # numbers lie between the values too; behind all comes unknown
        self.known = sum(1 << at for at in range(self.size) if at % 2 or numbers or not values)
        self.full = self.known | (fold(row.get("unknown")) in ("yes", "true")) << self.size
        units = filter(re.compile(UNIT).fullmatch, map(fold, (row.get("unit"), *told.get("units", ()))))
        self.units = re.compile(rf"(?<=[]\d[)]) ?(?:{either(units) if numbers else '(?!)'})(?!\w)")
        value = rf'(?:{either(limits if numbers else self.places)})(?!\w)|"[^"]*"'
        number = rf"(?:(?:(?<![\w.])[+-])?\d+(?:[./]\d+)?(?!,?\d)|{value})" if numbers else "(?!)"
        self.pieces = re.compile(PIECE.format(N=number, V=number if numbers else value))
        step = numbers and Fraction(row.get("step") or kind != "number")
        for at, (low, high) in enumerate(zip(cuts, [*cuts[1:], float("inf")], strict=True) if step else ()):
            self.full &= ~((low % step > 0) << 2 * at + 1 | (low // step * step + step >= high) << 2 * at + 2)
        for sign, end in ((">=", row.get("minimum")), ("<=", row.get("maximum"))) if numbers else ():
            self.full &= self.cell(f"{'' if end[0] in '<>' else sign}{end}; unknown") if end else self.full
        for word in words if self.is_set or (told.get("list") and kind == "choice") else ():
            self.members |= dict.fromkeys(word, Field({"label": word[0], "type": "yes/no"}, YES_NO, {}, {}))
        self.places = {"none": self.size, **({} if self.members else {"unknown": self.size}), **self.places}

    def place(self, text):
        """The place of a value that a cell names; of a result that gives nothing, that of unknown."""
        said = self.units.sub("", self.limits.get(fold(text), fold(text))).strip('"')
        return self.places[said if said in self.places else Fraction(said)]

    def piece(self, found):
        """The points that pass one piece of a cell."""
        word, sign, value = found["word"], found["sign"] or "", found["value"]
        if word:
            return f" X{self.known * (word != 'unknown') | (word != 'known') << self.size:x} "
        low = self.place(found["low"] or found["first"] or value)
        high = self.place(found["high"] or found["last"] or value)
        start = 0 if "<" in sign else low + (sign == ">" or found["open"] in ("(", "]"))
        end = self.size if ">" in sign else high + (sign != "<" and found["close"] in (None, "]"))
        return f" X{(max(0, (1 << end) - (1 << start)) ^ -(sign == '!=')) & self.known:x} "

    @cache  # noqa: B019 (a field lives as long as the command)
    def cell(self, text):
        """The points that pass a condition, as the bits of a number."""
        said = re.sub(r"\bnot *\(", "not{", self.units.sub("", fold(text.replace("\n", ";"))))  # no interval
        said = re.sub("[|&~]", "?", self.pieces.sub(self.piece, said)).replace("{", "(")
        said = re.sub(r"[,;]|\bor\b", "|", re.sub(r"\bnot\b", " K & ~", said))
        if not re.fullmatch(r"(K|X[0-9a-f]+|[|&~() ])+", said):  # a formula over bits, and nothing else
            raise Refused(f"{text!r} is not read here, in {self.label}")
        return eval(said.replace("X", "0x"), {"__builtins__": {}}, {"K": self.known})


class Table:
    """A decision table; a row is its name, what it asks as {field: points that pass}, and what it gives."""

    def __init__(self, code, policy, outputs, rows):
        self.code, self.policy, self.outputs = code, policy, outputs
        self.names, self.tests, results = zip(*rows, strict=True)
        self.results = [[*map(Field.place, outputs, given)] for given in results]
        self.inputs = {field for tests in self.tests for field in tests}
        self.otherwise = fold(self.names[-1]) == "otherwise"
        self.plain = range(len(rows) - self.otherwise)

    def holding(self, state, rows, fields):
        """Of some rows those that can hold in a state, and those that do, as far as some fields tell."""
        some = every = rows
        for field in self.inputs & fields:
            have = state[field]
            some = [row for row in some if have & self.tests[row].get(field, have)]
            every = [row for row in every if not have & ~self.tests[row].get(field, have)]
        return some, every

    def answering(self, some, every):
        """Of the rows that can hold those that can give the answer."""
        if self.policy == "first" and every:
            return [row for row in some if row <= every[0]]
        return every if self.policy == "unique" and len(every) == 1 else some

    def judge(self, state, rows):
        """Refuses a state where none of some rows need hold, or where rows can contradict each other."""
        some, every = self.holding(state, rows, self.inputs)
        given = {"unique": some, "any": [self.results[row] for row in some]}.get(self.policy, ())
        if not (every or self.otherwise or self.policy in LISTS) or any(one != given[0] for one in given):
            raise Refused(f"{self.code}: at a leaf no row need hold, or rows can contradict each other")

    def excludes(self, state, proof):
        """Whether the table answers nothing of what a state supposes of its results: not by a gap, unless shown."""
        some, every = self.holding(state, self.plain, self.inputs)
        last = [len(self.plain)] * (self.otherwise and not every)
        rows, sure = [*self.answering(some, every), *last], every or last * (not some)
        if self.policy not in (SUM, *LISTS):
            given = (zip(self.outputs, self.results[row], strict=True) for row in rows)
            left = any(all(state[field] >> place & 1 for field, place in row) for row in given)
            return not left and (every or last or self.code in proof["tables"])
        for at, field in enumerate(self.outputs):
            can, must = ({self.results[row][at] for row in found} for found in (rows, sure))
            for word, member in field.members.items():
                says = ["yes"] * (field.places[word] in can) + ["no"] * (field.places[word] not in must)
                if not any(state[member] & member.cell(one) for one in says):
                    return True
        return False


class Check:
    """A proof beside the workbooks. A node: 0, the claim holds; a name, it leaves nobody; or a split, [field, arms]."""

    def __init__(self, proof, folder):
        self.proof, self.leaves, self.sheets, self.tables, self.decided = proof, 0, [], {}, {}
        for file in sorted(f for f in Path(folder).glob("[!.]*.[xX][lL][sS][xX]") if f.name[:2] != "~$"):
            for sheet in openpyxl.load_workbook(file, data_only=True):
                rows = [["" if cell is None else str(cell).strip() for cell in row] for row in sheet.values]
                self.sheets.append((fold(rows[0][0]) if rows else "", rows))
        self.dictionary()
        for rows in (rows for kind, rows in self.sheets if kind == "decision table"):
            self.table(rows)
        answers = set().union(*self.decided.values())
        if len(answers) < sum(map(len, self.decided.values())):
            raise Refused("two decisions answer the same")
        self.free = set().union(*(one.inputs for one in self.tables.values())) - answers
        self.impossible = {row["id"]: row["combination"] for row in self.records("impossible", "id")}
        self.rules = {row["id"]: row for row in self.records("safety rules", "id")}

    def records(self, kind, first):
        """The rows of the lists of a kind, each as {head: text}; `first` is the head of the first column."""
        for rows in (rows for found, rows in self.sheets if found == kind):
            at = next(at for at, row in enumerate(rows) if at and fold(row[0]) == first)
            for row in filter(any, rows[at + 1 :]):
                yield {fold(head): text for head, text in zip(rows[at], row, strict=True)}

    def dictionary(self):
        """Reads the fields; of one that holds several values each is a field of its own."""
        limits = {fold(row["name"]): fold(row["value"]) for row in self.records("thresholds", "name")}
        rows = {row["field"]: row for row in self.records("dictionary", "field")}
        codes = {fold(f"{row['label']} ({row.get('unit')})"): code for code, row in rows.items()}
        codes |= {name: code for code, row in rows.items() for name in names(row, "label", "field")}
        words = {code: YES_NO * (fold(row["type"]) == "yes/no") for code, row in rows.items()}
        for row in self.records("values", "field"):
            words[codes[fold(row["field"])]].append(names(row, "value", "label"))
        told = self.proof["fields"]
        fields = {code: Field(row, words[code], told.get(code, {}), limits) for code, row in rows.items()}
        self.fields = {name: fields[code] for name, code in codes.items()}
        for code, field in fields.items():
            self.fields |= {fold(f"{code} includes {word}"): one for word, one in field.members.items()}

    def asked(self, *cells):
        """What cells ask together, {field: points that pass}: (head, text) of a field, or lines `Field: test`."""
        found = {}
        for head, text in cells:
            lines = [[head, text]] if head in self.fields else [one.split(":", 1) for one in text.split("\n")]
            for name, test in (line for line in lines if fold(line[-1]) not in ("-", "any")):
                field = self.fields[fold(name)]
                whole = not field.members or (field.is_set and fold(test) in ("known", "unknown"))
                for part in () if whole else re.split(r" and (?=(?:in|ex)cludes )", fold(test)):
                    verb, _, word = part.partition(" ")
                    for member in field.members.values() if verb == "empty" else [field.members[word]]:
                        found[member] = found.get(member, -1) & member.cell(VERBS[verb])
                if whole or field.is_set:
                    found[field] = found.get(field, -1) & field.cell(test if whole else "known")
        return found

    def table(self, rows):
        """Reads a decision table; one of several, or of which something is not read, can answer anything."""
        at = next(at for at, row in enumerate(rows) if at and "when" in map(fold, row))
        keys, band, bands = {fold(row[0]): row[1] for row in rows[1:at]}, "", {"when": {}, "then": {}}
        for place, (mark, head) in enumerate(zip(rows[at], map(fold, rows[at + 1]), strict=True)):
            band = fold(mark) or band
            if band in bands and any(row[place] for row in rows[at + 1 :]):
                bands[band][place] = head
        code = keys.get("code") or re.sub(r"\W+", "_", fold(rows[0][1])).strip("_")
        outputs, body = [self.fields[head] for head in bands["then"].values()], []
        unread = self.tables.pop(code, None) or code in self.decided or "applies when" in keys
        self.decided.setdefault(code, set()).update(*([field, *field.members.values()] for field in outputs))
        with suppress(Exception):  # whatever is not read
            for row in sorted(filter(any, rows[at + 2 :]), key=lambda row: fold(row[0]) == "otherwise"):
                columns = {} if fold(row[0]) == "otherwise" else bands["when"]
                asked = self.asked(*((head, row[place]) for place, head in columns.items()))
                body.append((row[0], asked, [row[place] for place in bands["then"]]))
            table = Table(code, fold(keys.get("hit policy") or "unique"), outputs, body)
            if table.policy in ("unique", "any", "first", SUM, *LISTS) and not unread:
                for field, *places in zip(outputs, *table.results, strict=True):
                    field.full = sum(1 << place for place in {*places}) | field.known * (table.policy == SUM)
                self.tables[code] = table
        for field in self.decided[code] if code not in self.tables else ():
            field.full = field.known | 1 << field.size

    def run(self):
        """Checks every claim; what is shown, in lines. A rule is a table without a gap: Must holds, or When fails."""
        tables, rules = self.proof["tables"], self.proof["safety"]
        everybody = {field: field.full for field in self.fields.values()}
        for code, entry in tables.items():
            table = self.tables[code]
            rows = [(name, self.asked(*cells.items()), given) for name, _, cells, given in entry["rows"]]
            if vars(Table(code, entry["policy"], table.outputs, rows)) != vars(table):
                raise Refused(f"{code}: its rows or its hit policy are not those of the proof")
            self.walk(entry["tree"], everybody, table, table.plain)
        for name, entry in rules.items():
            rule = self.rules[name]
            when, must = self.asked(("", rule["when"] or "-")), self.asked(("", rule["must"]))
            rows = [("", must, []), *(("", {field: ~bits}, []) for field, bits in when.items())]
            self.walk(entry["tree"], everybody, Table(name, "first", [], rows), range(len(rows)))
        yield f"{len(tables)} decision tables and {len(rules)} safety rules: shown, over {self.leaves} leaves"
        left = [name for name in (*self.decided, *self.rules) if name not in tables and name not in rules]
        yield from [f"a partial proof: it says nothing of {len(left)} others: {', '.join(left)}"] * bool(left)

    @cache  # noqa: B019 (a check lives as long as the command)
    def before(self, table):
        """The tables that decide what a table asks, and those before them: only they can leave nobody to it."""
        near = {code for code in self.tables if self.decided[code] & table.inputs}
        return near.union(*(self.before(self.tables[code]) for code in near))

    def walk(self, node, state, table, rows):
        """Judges a table at each leaf, by its rows that can hold there; what leaves somebody out is refused."""
        if node == 0:
            self.leaves += 1
            table.judge(state, rows)
        elif isinstance(node, list):
            field = self.fields[fold(node[0])]
            have = left = state[field]
            for cell, child in node[1]:
                below = {**state, field: have & field.cell(cell)}
                left &= ~field.cell(cell)
                if below[field]:
                    self.walk(child, below, table, table.holding(below, rows, {field})[0])
            if left:
                raise Refused(f"a split of {field.label} leaves something out")
        else:
            lines = self.asked(("", re.sub(r"(?im): *(\W|any)$", "", self.impossible.get(node, "-")))).items()
            never = lines and all(field in self.free and not state[field] & ~bits for field, bits in lines)
            if not (never or (node in self.before(table) and self.tables[node].excludes(state, self.proof))):
                raise Refused(f"{node} leaves somebody where nobody is said to be")


def checked(proof: str, folder: str) -> tuple[bool, str]:
    """Whether all that a proof claims is shown, and that in words."""
    sys.setrecursionlimit(max(10_000, sys.getrecursionlimit()))  # trees are deep
    try:
        with (gzip.open if proof.endswith(".gz") else open)(proof, "rt", encoding="utf-8") as file:
            return True, "\n".join(Check(json.load(file), folder).run())
    except Exception as why:  # whatever it stumbles over is nothing that it confirms
        return False, f"refused: {why if isinstance(why, Refused) else repr(why)}"


def main(arguments):
    """Checks a proof; 0 where all that it claims is shown."""
    shown, words = checked(*arguments) if len(arguments) == 2 else (False, __doc__.partition("\n")[0])
    print(words)
    return int(not shown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
