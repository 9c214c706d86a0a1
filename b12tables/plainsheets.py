"""The second reading of the workbooks, for the checker of proofs: sheets as plain rows, cells as what they mean.

It shares no code with the compiler.

`Sheets` says where something stands: cells stay texts, and fields are named by their codes. `Field` says what a cell
means. The proof tells at which numbers a field is cut, and a cell that names another one is refused: so no cell tells
apart what lies between two cuts, and a few points stand for all values: each cut and what is close to it, or all words;
and one for unknown. A condition is the set of points that pass it, as the bits of a number; of a field that holds
several values, of all that the members which it names, and whether it is known, can turn out to be together.
"""

import re
from bisect import bisect_left, bisect_right
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise, takewhile
from pathlib import Path

import openpyxl

MANY = 12  # a cell names at most so many members of a set, with whether it is known
EVERY = (1 << (1 << MANY)) - 1  # all that so many questions can turn out to be together
WORLDS = [EVERY & ~(EVERY // ((1 << (1 << i)) + 1)) for i in range(MANY)]  # and where each is a yes
NUMBER = r"(?:(?<![\w.])[+-])?\d+(?:\.\d+)?(?:/\d+)?"
TEXT = r'(?<!\w)(?!\s*(?:(?:not|or|known|unknown)\b|(?:any|-)$))(?:(?!\sor\s)[^,;()"=!])+'
MEMBER = r'(?<!\w)(?!\s*(?:not|or|and|known|unknown|empty|any|(?:in|ex)cludes)\b)(?:(?!\s(?:or|and)\s)[^,;()"=!-])+'
FORMS = {  # a cell, with V0, V1 … for the values that it names, as a formula over bits; K is all that is known
    r"\bnot *\(": "not{",  # the bracket of `not(1..5)` is none of an interval
    r"(includes|excludes) *V(\d+) *and *V(\d+)": r"\1 V\2 and \1 V\3",
    r"includes *V(\d+)": r"IN[\1]",
    r"excludes *V(\d+)": r"(K & ~IN[\1])",
    r"\[ *V(\d+) *\.\.": r"(GE[\1] &",
    r"[](] *V(\d+) *\.\.": r"(GT[\1] &",
    r"& *V(\d+) *\]": r"& LE[\1])",
    r"& *V(\d+) *[)[]": r"& LT[\1])",
    r"(?:between )? *V(\d+) *(?:\.\.|to|and|-) *V(\d+)": r"(GE[\1] & LE[\2])",
    r"<= *V(\d+)": r"LE[\1]",
    r">= *V(\d+)": r"GE[\1]",
    r"< *V(\d+)": r"LT[\1]",
    r"> *V(\d+)": r"GT[\1]",
    r"!= *V(\d+)": r"(K & ~EQ[\1])",
    r"=? *V(\d+)": r" EQ[\1]",
    r"\bnot\b": "K & ~",
    r"\{": "(",
    r"\bunknown\b": "U",
    r"\bknown\b": "K",
    r"\bempty\b": "M",
    r"\bany\b|-": "(K | U)",
    r"[,;]|\bor\b": "|",
    r"\band\b": "&",
}
JOINT = re.compile(r'[,;<>=!"]|\.\.|^-|\s-|\b(?:or|and|to|not|any|known|unknown)\b')
FORMULA = re.compile(r"(?:[KUM]|(?:LT|LE|GT|GE|EQ|IN)\[\d+\]|[|&~() ])+")
YES_NO = [["no", "false"], ["yes", "true"]]


class Refused(Exception):
    """The proof does not show what it claims, or is not one of these workbooks."""


def fold(text):
    """A text as it is compared: without case, doubled spaces, curly quotes and long dashes."""
    text = str(text or "").translate(str.maketrans("‘’“”–—−\u00a0µμ", "''\"\"--- uu"))
    return " ".join(text.replace("≥", ">=").replace("≤", "<=").replace("≠", "!=").split()).casefold()


def either(words):
    """A pattern for some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(filter(None, words), key=len, reverse=True)) or "(?!)"


def shown(cell):
    """A cell as text; a number as a fraction, made from its shortest decimal."""
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        if not re.fullmatch(r"General|@|0(\.0+)?", cell.number_format):
            raise Refused(f"{cell.coordinate}: the number format {cell.number_format!r} is not read here")
        return str(Fraction(repr(cell.value)))
    return {None: "", True: "yes", False: "no"}.get(cell.value, str(cell.value).strip())


def sheets(folder):
    """Every sheet as (what it is, its name, rows of texts)."""
    for file in sorted(Path(folder).glob("[!~.]*.xlsx")):
        for sheet in openpyxl.load_workbook(file, data_only=True):
            rows = [[shown(cell) for cell in row] for row in sheet.iter_rows()]
            yield fold(rows[0][0]), sheet.title, rows


class Rows:
    """A decision table: its hit policy, the fields of its results, and rows (name, {field: condition}, [result])."""

    def __init__(self, policy):
        self.policy, self.outputs, self.rows, self.other_units = policy, [], [], False


class Sheets:
    """All that stands in a folder. `made` are the fields that stand in no sheet, as the proof tells them: who chooses
    among several tables for one decision, and what a table says of a result that may be kept."""

    def __init__(self, folder, made):
        self.read, self.made, self.tables, self.names = [*sheets(folder)], made, {}, {}
        self.limits = {fold(row["name"]): fold(row["value"]) for row in self.records("thresholds", "name")}
        own = [{"field": code, "label": told["label"], "type": "choice"} for code, told in made.items()]
        own = {row["field"]: row for row in own}
        self.fields = {row["field"]: row for row in self.records("dictionary", "field")}
        self.fields |= {
            code: row for code, row in own.items() if code not in self.fields
        }  # these are named last
        for code, row in self.fields.items():
            for name in (code, row["label"], *self.also(row)):
                self.names.setdefault(fold(name), code)
        self.values = {code: YES_NO * (fold(row["type"]) == "yes/no") for code, row in self.fields.items()}
        for row in self.records("values", "field"):
            self.values[self.field(row["field"])].append([row["value"], row["label"], *self.also(row)])
        self.kept = {
            code: self.field(row["kept from"]) for code, row in self.fields.items() if row.get("kept from")
        }
        for code in self.kept:
            self.values[f"{code}_or_unchanged"] = [*self.values[code], ["unchanged"]]
            self.fields[f"{code}_or_unchanged"]["unknown"] = self.fields[code].get("unknown")
        for kind, title, rows in self.read:
            if kind == "decision table":
                self.table(title, rows)
        self.impossible = {
            row["id"]: self.lines(row["combination"]) for row in self.records("impossible", "id")
        }
        rules = {row["id"]: row for row in self.records("safety rules", "id")}
        self.safety = {code: (row.get("when", ""), row["must"]) for code, row in rules.items()}

    def records(self, kind, first):
        """The rows of the list sheets of a kind, each as {head: text}; `first` is the head of the first column."""
        for rows in (rows for found, _, rows in self.read if found == kind):
            at = next(i for i, row in enumerate(rows) if i and fold(row[0]) == first)
            for row in takewhile(any, rows[at + 1 :]):
                yield {fold(head): text for head, text in zip(rows[at], row, strict=True)}

    def also(self, row):
        """Other words for what a row is about."""
        return re.split("[;\n]", row.get("also written", ""))

    def field(self, name):
        """The code of a field that is called by code or label; its unit may stand behind in brackets."""
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

    def table(self, title, rows):
        """Reads a table. Of several for one decision each says above its rows to whom it applies: one table chooses,
        and the rows of all stand together, each where its own is chosen."""
        at = next(i for i, row in enumerate(rows) if i and "when" in map(fold, row))
        keys, band, when, then = {fold(row[0]): row[1] for row in rows[1:at]}, "", {}, {}
        code = keys.get("code") or re.sub(r"\W+", "_", fold(rows[0][1])).strip("_")
        table = self.tables.setdefault(code, Rows(fold(keys.get("hit policy") or "unique")))
        for place, (mark, head) in enumerate(zip(rows[at], rows[at + 1], strict=True)):
            band, unit = fold(mark) or band, re.search(r"\(([^()]*)\)$", head)
            if band == "when" and fold(head) == "combination" and "combination" not in self.names:
                when[place] = None
            elif head and band in ("when", "then"):
                (when if band == "when" else then)[place] = field = self.field(head)
                row = self.fields[field]
                in_another = unit and fold(row["type"]) in ("number", "whole number")
                table.other_units |= bool(in_another and fold(unit[1]) != fold(row.get("unit")))
        table.outputs = [f"{field}_or_unchanged" if field in self.kept else field for field in then.values()]
        chosen = {}
        if keys.get("applies when"):
            field = f"{code}_table"
            chooser = self.tables.setdefault(field, Rows("unique"))
            names = [self.made[field]["codes"][len(chooser.rows)], title]
            if {*map(fold, names)} & {fold(name) for row in self.values[field] for name in row}:
                raise Refused(f"{field}: one name stands for two tables")
            self.values[field].append(names)
            chooser.outputs, chosen = [field], {field: title}
            chooser.rows.append((None, dict(self.lines(keys["applies when"])), [title]))
        for row in takewhile(any, rows[at + 2 :]):
            asked = {**chosen, **{field: row[place] for place, field in when.items() if field}}
            for place in (place for place, field in when.items() if not field):
                asked |= dict(self.lines(row[place]))
            table.rows.append((row[0], {} if fold(row[0]) == "otherwise" else asked, [row[i] for i in then]))


class Field:
    """A field of the dictionary, from its row and what the proof tells of it: cuts, and factors of units."""

    def __init__(self, row, told, plain):
        self.row, self.code, self.label, self.type = row, row["field"], row["label"], fold(row["type"])
        self.several, self.unknown = self.type == "choices", fold(row.get("unknown")) in ("yes", "true")
        self.ordered, self.cells = self.type in ("number", "whole number", "date"), {}
        self.limits, self.unit = plain.limits if self.ordered else {}, fold(row.get("unit"))
        values, units, cuts = plain.values[self.code], told.get("units", {}), told.get("cuts", ())
        self.codes = [names[0] for names in values]
        self.words = {fold(name): place for place, names in enumerate(values) for name in filter(None, names)}
        spelled = [*map(fold, units)]  # of two that are spelled alike neither is read
        self.units = {fold(unit): units[unit] for unit in units if spelled.count(fold(unit)) == 1}
        if any(map(JOINT.search, self.units)):  # it would hide what stands behind a number
            raise Refused(f"{self.label}: the proof names a unit that is none")
        self.units |= {self.unit: 1, "": 1}
        self.tail = rf"(?:{either(self.units)})(?!\w)"
        words = rf'(?:{either([*self.words, *self.limits])})(?!\w)|"[^"]*"|(?<=cludes )unknown'
        numbers = rf"|\d{{4}}-\d\d-\d\d|{NUMBER}(?: ?{self.tail})?" if self.ordered else ""
        self.spelled = words + numbers
        days = {"date": lambda cut: date.fromisoformat(cut).toordinal(), "text": fold}
        self.cuts = {days.get(self.type, Fraction)(cut) for cut in cuts}
        self.members = self.points = sorted({*self.words.values(), *self.cuts})
        if self.ordered:
            self.spread()
        self.known = (
            1 << len(self.points) + (self.type == "text")
        ) - 1  # a text may be one that no cell names
        self.full = self.known | (self.known + 1) * self.unknown
        for sign, end in ((">=", row.get("minimum")), ("<=", row.get("maximum"))):
            if end and self.ordered:
                self.full &= self.cell(f"{end if end[0] in '<>' else sign + end}; unknown")[1]

    def spread(self):
        """Puts a point close to each cut, on either side."""
        cuts, step = sorted(self.cuts) or [0], self.row.get("step") or (self.type != "number" and 1)
        near = Fraction(step or Fraction(min((b - a for a, b in pairwise(cuts)), default=1), 1000))
        middle = [cut // near * near for cut in cuts] if step else cuts
        self.points = sorted({value + by * near for value in middle for by in (-1, 0, 1)})

    def value(self, text):
        """A value as a cell names it: a word by its place, what is a cut as it is."""
        text = self.limits.get(text.strip(), text).strip().strip('"')
        if text in self.words or text == "unknown":
            return self.words.get(text, "?")
        if self.type == "date":
            text = date.fromisoformat(text).toordinal()
        elif self.ordered:
            number, unit = re.fullmatch(rf"({NUMBER}) ?(.*)", text).groups()
            text = Fraction(number) * Fraction(self.units[unit])
        if text not in self.cuts:
            raise Refused(f"{text!r} is no value of {self.label}, or the proof does not cut there")
        return text

    def named(self, text):
        """A cell with V0, V1 … in the place of the values that it names, and these."""
        values, said = [], fold(text.replace("\n", ";"))
        if self.ordered:  # a unit behind the last number or the bracket is that of both ends
            ends = rf"({NUMBER})( ?(?:\.\.|to|and|-) ?{NUMBER})( ?[])[]? ?)({self.tail})"
            said = re.sub(ends, r"\1 \4\2 \4\3", said)

        def place(found):
            values.append(self.value(found[0]))
            return f" V{len(values) - 1} "

        texts = f"|{MEMBER if self.several else TEXT}" if self.type == "text" else ""
        return re.sub(self.spelled + texts, place, said), values

    def cell(self, text):
        """A condition as the members that it asks about and the bits that pass."""
        if text not in self.cells:
            (said, values), members = self.named(text), []
            for form, means in FORMS.items():
                while (read := re.sub(form, means, said)) != said:
                    said = read
            if not FORMULA.fullmatch(said):  # what is computed is a formula over bits, and nothing else
                raise Refused(f"{text!r} is not read here, in {self.label}")
            if self.several:
                every = {*values, *self.members} if "M" in said else {*values}
                apart = len(every) >= MANY  # of so many members *empty* is a question of its own
                members = [None, *sorted({*values} if apart else every, key=str), *["empty"] * apart]
                worlds = dict(zip(members, WORLDS, strict=False))
                bits = {"K": WORLDS[0], "U": EVERY & ~WORLDS[0], "M": WORLDS[0] & worlds.get("empty", EVERY)}
                for member in () if apart else self.members:
                    bits["M"] &= ~worlds.get(member, 0)
                bits["IN"] = [WORLDS[0] & worlds[value] for value in values]
            else:
                bits = {"K": self.known, "U": self.known + 1}
                bits["LT"] = [(1 << bisect_left(self.points, value)) - 1 for value in values]
                bits["LE"] = [(1 << bisect_right(self.points, value)) - 1 for value in values]
                bits["GE"], bits["GT"] = ([self.known & ~bit for bit in bits[name]] for name in ("LT", "LE"))
                bits["EQ"] = [upto & ~below for upto, below in zip(bits["LE"], bits["LT"], strict=True)]
            self.cells[text] = members, eval(said, {"__builtins__": {}}, bits)
        return self.cells[text]

    def result(self, text):
        """What a result cell gives; None where it gives nothing, and "?" what is unknown."""
        word = fold(text)
        if word in ("none", "unknown") and word not in self.words:
            return None if word == "none" else "?"
        said, values = self.named(text) if word != "empty" else ("V ", ())
        if self.type == "choices" and re.fullmatch(r" *V\d*(?: *(?:[,;]|or) *V\d+)* *", said):
            return frozenset(values)
        if said.strip() != "V0":
            raise Refused(f"{text!r} is not read here, in {self.label}")
        return values[0]
