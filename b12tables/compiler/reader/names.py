"""Names of fields, values and decisions: codes and labels, what they stand for, and which cannot be told apart."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from b12tables.compiler.model import (
    RESERVED,
    Finding,
    Place,
    difference,
    folded,
    mark_help,
    skeleton,
    without_marks,
)
from b12tables.compiler.reader.layout import Found, note
from b12tables.runtime.language import later
from b12tables.runtime.words import nearest

_BETWEEN_TESTS = re.compile(r"(?i)\s*[;,&]\s*|\s+(?:and|und)\s+")
"""What people write between two tests in one line."""


@dataclass
class Names:
    """Names of one kind (fields, decisions): each code and label, folded, to its code.

    `broken` holds what is declared but not usable, with its place, so that its uses are not reported as well.
    """

    what: str
    codes: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    """How each name is written, by its folded form."""
    looks: dict[str, str] = field(default_factory=dict)
    """The folded form of each name by what is left of it for the eye."""
    places: dict[str, Place] = field(default_factory=dict)
    spots: dict[str, Place] = field(default_factory=dict)
    """Where each name is written, by its folded form."""
    labels: set[str] = field(default_factory=set)
    """The labels among the names, folded."""
    synonyms: set[str] = field(default_factory=set)
    """What is neither code nor label among the names, folded."""
    broken: dict[str, Place] = field(default_factory=dict)
    plural: str = ""
    """How several are called, where not with an s."""
    silent: bool = False
    """Nothing is declared at all, which has been said: then no name is reported as unknown."""

    def add(
        self, code: str, label: str, place: Place, found: Found, label_place: Place | None = None
    ) -> bool:
        """Declares a name; a finding and False where another has one already. A label may have a cell of its own."""
        label_spot = place if label_place is None else label_place
        spots = {folded(code): (code, place), folded(label): (label, label_spot)}
        fine = [
            self._declare(word, written, (code, label), spot, place, found)
            for word, (written, spot) in spots.items()
        ]
        self.places.setdefault(code, place)
        self.labels.add(folded(label))
        return all(fine)

    def add_also(self, code: str, label: str, place: Place, also: Iterable[str], found: Found) -> bool:
        """Declares what is also written for a name; as `add`. Called when all names are declared, codes and labels stay
        what they are.
        """
        own, fine = {folded(code), folded(label)}, True
        for word, written in {folded(word): word for word in also}.items():
            if word in own:
                continue
            taken = self._declare(word, written, (code, label), place, place, found)
            fine = fine and taken
            if taken:
                self.synonyms.add(word)
        return fine

    def _declare(
        self, word: str, written: str, own: tuple[str, str], spot: Place, place: Place, found: Found
    ) -> bool:
        """Takes a word for a code and label; a finding and False where it stands for something else."""
        if word in self.codes:
            self._clash(word, written, own, spot, found)
            return False
        self._look_alike(written, own[0], place, found)
        self.codes[word], self.written[word] = own[0], written
        self.spots[word] = spot
        return True

    def _clash(self, word: str, written: str, own: tuple[str, str], place: Place, found: Found) -> None:
        """A finding: a name stands for something else already."""
        other = self.codes[word]
        code, label = map(folded, own)
        # two codes or two labels are one name twice; a code that is also another's label could mean either
        same = (word == code and word == folded(other)) or (word == label and word in self.labels)
        if word in self.synonyms or word not in (code, label):
            kinds = self.plural or self.what + "s"
            message = later(
                "{both} would stand for two {kinds}, by what is also written for one of them",
                both=self._both(written),
                kinds=kinds,
            )
        elif same:
            message = later(
                "two {plural} are called {both}",
                plural=self.plural or self.what + "s",
                both=self._both(written),
            )
        else:
            message = later(
                "{written!r} is the code of one {what} and the label of another",
                written=written,
                what=self.what,
            )
        note(
            found, "duplicate-name" if same else "ambiguous-name", message, self.spots[word], place,
            help=later("give one of them another name"),
        )  # fmt: skip

    def stands_for_another(self, code: str, *words: str) -> bool:
        """Whether this code or one of the other words for it means something else already."""
        return any(self.codes.get(folded(name), code) != code for name in (code, *words))

    def _both(self, written: str) -> str:
        """A name that is there twice; in both spellings where they differ and mean the same."""
        other = self.written[folded(written)]
        return (
            repr(written)
            if other == written
            else later("{other!r} and {written!r}, which is the same", other=other, written=written)
        )

    def _look_alike(self, written: str, code: str, place: Place, found: Found) -> None:
        """A finding where the name of something else looks the same."""
        twin = self.looks.setdefault(skeleton(written), folded(written))
        if twin == folded(written) or self.codes[twin] == code:
            return
        other = self.written[twin]
        note(
            found,
            "look-alike",
            later(
                "two {plural} look the same and are not: {other!r} and {written!r} differ in {difference}",
                plural=self.plural or self.what + "s",
                other=other,
                written=written,
                difference=difference(other, written),
            ),
            self.places[self.codes[twin]],
            place,
            help=later("write both with the letters of one script, or give one of them another name"),
            severity="warning",
        )

    def find(self, text: str) -> str | None:
        return self.codes.get(folded(text))

    def cut(self, line: str) -> tuple[str, str] | None:
        """The name and the rest of a line `Name: rest`: cut at the first colon behind something that is declared, else
        at the first; None where there is no colon.
        """
        colons = [place for place, sign in enumerate(line) if sign == ":"]
        if not colons:
            return None
        at = next((place for place in colons if self.find(line[:place]) is not None), colons[0])
        return line[:at].strip(), line[at + 1 :].strip()

    def two_in_a_line(self, line: str, test: str, told: list[Finding]) -> list[Finding]:
        """What is told of a line `Field: test` that cannot be read; said better where a second test stands in it."""
        for sign in _BETWEEN_TESTS.finditer(test):
            second = test[sign.end() :]
            colon = second.find(":")
            if told and colon > 0 and self.find(second[:colon]) is not None:
                message = later("{line!r} holds two tests, and each stands on a line of its own", line=line)
                return [
                    replace(
                        told[0],
                        message=message,
                        help=(later("begin a new line before {second!r}", second=second),),
                    )
                ]
        return told

    def require(self, cell_text: str, place: Place, found: Found, decision: str | None = None) -> str | None:
        """The code of a name that is written somewhere; a finding and None where nothing declares it.

        None without a finding where the name is declared but broken: that has been said.
        """
        code = self.find(cell_text)
        if code is None:
            if folded(cell_text) not in self.broken and not self.silent:
                self.unknown(cell_text, place, found, decision)
            return None
        return None if code in self.broken else code

    def unknown(self, text: str, place: Place, found: Found, decision: str | None = None) -> None:
        bare, mark = without_marks(text)
        if not mark and (raised := re.fullmatch(r"(.*[^\W\d_])(\d)", text)):
            # a raised figure reads as an ordinary one here
            bare, mark = raised.groups()
        if mark and self.find(bare) is not None:
            message = later(
                "there is no {what} called {text!r}: {mark!r} looks like a mark for a note",
                what=self.what,
                text=text,
                mark=mark,
            )
            note(found, "unknown-name", message, place, decision=decision, help=mark_help(bare))
            return
        if folded(text) in REMARKS:
            message = later(
                "there is no {what} called {text!r}: remarks cannot stand among the columns that are read",
                what=self.what,
                text=text,
            )
            help = later("move the column behind the last one and head it Note, or delete it")
            note(found, "unknown-name", message, place, decision=decision, help=help)
            return
        near = nearest(text, [*self.codes, *self.codes.values()])
        note(
            found,
            "unknown-name",
            later("there is no {what} called {text!r}", what=self.what, text=text),
            place,
            decision=decision,
            help=later("did you mean {get}?", get=self.written.get(folded(near), near))
            if near
            else later("declare {text!r}, or name another", text=text),
        )


REMARKS = frozenset(
    [
        "remark",
        "remarks",
        "comment",
        "comments",
        "note",
        "notes",
        "reason",
        "reasons",
        "why",
        "explanation",
        "explanations",
        "rationale",
        "todo",
        "bemerkung",
        "bemerkungen",
        "kommentar",
        "anmerkung",
    ]
)
"""How people head a column that is not read."""


def slug(label: str) -> str:
    """The code that follows from a label: `Renal class` -> `renal_class`."""
    letters = unicodedata.normalize("NFKD", folded(label)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")


def a_code(*texts: str, otherwise: str = "a_name") -> str:
    """A code that can be used, made of the first of the texts from which one can be made."""
    slugs = [slug(text) for text in texts]
    tries = [*slugs, *(f"{made}_code" for made in slugs if made), *(f"code_{made}" for made in slugs if made)]
    return next((code for code in tries if code_trouble(code) is None), otherwise)


def code_trouble(code: str) -> str | None:
    """Why a text cannot be the code of a field or decision (it becomes a name in a program), or None."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", code):
        return later("a code has letters, digits and _ only, and begins with a letter")
    if (
        folded(code) in RESERVED | {"today", "none"}
        or keyword.iskeyword(code)
        or keyword.iskeyword(code.lower())
    ):
        return later("{code} has a meaning of its own", code=code)
    return None
