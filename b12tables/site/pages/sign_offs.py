"""Who has signed what, and whether it still counts: in words wherever a reader meets the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from b12tables.compiler.compare import Signed, Standing, cause_text, standing_of
from b12tables.compiler.model import DecisionTable, Place, SignOff
from b12tables.runtime.language import t, tn, wording
from b12tables.site.book import Book, Page, decision_path
from b12tables.site.templating import render
from b12tables.site.view import Link, Run, Said, decision_link, link, rule_address, run

PATH = "sign-offs.html"

STANDING_WORDS: dict[Standing, str] = {
    "signed": wording("signed as it stands"),
    "worded otherwise": wording("signed off, but a result is worded otherwise since: to be confirmed"),
    "voided": wording("signed off, but changed since: no longer counts"),
    "to be filled in": wording("signed, but the hash of its meaning is not filled in: does not count yet"),
    "unsigned": wording("not signed"),
}

GONE = wording("signed off, but not there any more: no longer counts")
LEFT_OUT = wording("signed off, but the table is left out because it cannot be read: does not count")


def counted(book: Book, found: Sequence[Signed]) -> str:
    """How many rows are signed as they stand, and how many no longer count: `3 of 8 rows are signed …`."""
    total = len(found)
    signed = sum(s.standing == "signed" for s in found)
    said = _signed_of(signed, total)
    voided = sum(s.standing == "voided" for s in found)
    if voided:
        said += tn(
            voided,
            "; {n} was signed off, but changed since: no longer counts",
            "; {n} were signed off, but changed since: no longer count",
        )
    reworded = sum(s.standing == "worded otherwise" for s in found)
    if reworded:
        said += tn(
            reworded,
            "; {n} is worded otherwise since: to be confirmed",
            "; {n} are worded otherwise since: to be confirmed",
        )
    open_ = sum(s.standing == "to be filled in" for s in found)
    if open_:
        said += tn(open_, "; {n} waits for the hash of the meaning", "; {n} wait for the hash of the meaning")
    return said


def _signed_of(signed: int, total: int) -> str:
    if total == 1:
        return tn(
            signed,
            "{n} of {total} row is signed as it stands",
            "{n} of {total} row are signed as they stand",
            total=total,
        )
    return tn(
        signed,
        "{n} of {total} rows is signed as it stands",
        "{n} of {total} rows are signed as they stand",
        total=total,
    )


@dataclass(frozen=True)
class SignedMark:
    """What stands in the row of a rule that somebody signed."""

    words: str
    look: str


@dataclass(frozen=True)
class Voiding:
    """What changed in a row that was signed: by which change, in which cells."""

    rule: str
    change: str
    causes: list[str]


@dataclass(frozen=True)
class Signature:
    """A sign-off in words: what, by whom, when, and whether it counts."""

    what: Said
    who: str
    standing: str
    look: str
    place: Place
    changes: list[Voiding]


@dataclass(frozen=True)
class Signing:
    """A sign-off as an event: when who signed what, and what became of it."""

    date: str
    who: str
    standing: str
    changes: list[Voiding]


@dataclass(frozen=True)
class SignedPart:
    """The sign-offs of one decision."""

    counted: str
    signatures: list[Signature]
    unsigned: list[str]
    all: Link


def review(book: Book, here: str) -> Run:
    """The state of the sign-offs in one sentence, for the first page."""
    said = (
        _capital(counted(book, book.signed))
        if book.model.sign_offs
        else t("No row is signed off by name yet")
    )
    return run(f"{said}. ", link(here, PATH, t("Who signed what")))


def row_mark(book: Book, decision: str, rule: str) -> SignedMark | None:
    """What stands in the row of a rule that somebody signed; nothing where nobody did."""
    signed = book.standings[decision, rule]
    if signed.sign is None:
        return None
    words = t("Signed off") if signed.standing == "signed" else _capital(t(STANDING_WORDS[signed.standing]))
    return SignedMark(f"{words} ({_who(signed.sign)})", _class(signed.standing))


def sign_off_part(book: Book, here: str, table: DecisionTable) -> SignedPart:
    """The sign-offs of one decision: how many rows count, then every row of the sheet, oldest first."""
    own = [book.standings[table.code, rule.id] for rule in table.rows]
    signatures = [_entry(book, here, sign) for sign in _by_date(book, table.code)]
    left = [s.rule for s in own if s.standing == "unsigned"]
    whole = link(here, PATH, t("Who signed what"))
    return SignedPart(f"{_capital(counted(book, own))}.", signatures, left, whole)


def signed_history(book: Book, table: DecisionTable) -> list[Signing]:
    """The sign-offs as events: when who signed, and what became of it."""
    return [_event(book, sign) for sign in _by_date(book, table.code)]


def _event(book: Book, sign: SignOff) -> Signing:
    what = t("row {rule}", rule=sign.rule) if sign.rule else t("the whole table")
    words = _standing_words(book, sign)
    return Signing(
        sign.date.isoformat(),
        t(": {person}, {role}, signed {what}", person=sign.person, role=sign.role, what=what),
        words if words != t(STANDING_WORDS["signed"]) else "",
        _change(book, sign),
    )


def sign_offs_page(book: Book) -> Page:
    """Decision by decision, who has signed which rows, and what no longer counts."""
    known = {table.code for table in book.model.decisions}
    lost = [sign for sign in book.model.sign_offs if sign.decision not in known]
    gone = [
        s
        for s in book.model.sign_offs
        if s.decision in known and book.meanings.of(s.decision, s.rule) is None
    ]
    body = render(
        "sign_offs",
        PATH,
        counted=f"{_capital(counted(book, book.signed))}.",
        voided=[_voided(book, s) for s in book.signed if s.standing in ("voided", "worded otherwise")],
        gone=[_entry(book, PATH, sign) for sign in gone],
        lost=[_entry(book, PATH, sign) for sign in lost],
        decisions=[_overview(book, table) for table in book.model.decisions],
    )
    return Page(
        t("Who signed what"), "Safety", body, t("Which rows are signed off, by whom, and what changed since.")
    )


def _overview(book: Book, table: DecisionTable) -> tuple[Link, list[int]]:
    """How many rows of a decision are signed, changed since, not signed."""
    found = [book.standings[table.code, rule.id].standing for rule in table.rows]
    kinds = (("signed",), ("voided", "worded otherwise"), ("unsigned", "to be filled in"))
    counts = [sum(standing in kind for standing in found) for kind in kinds]
    return link(PATH, f"{decision_path(table.code)}#sign-off", table.label), counts


# ---------------------------------------------------------------- words


def _by_date(book: Book, decision: str) -> list[SignOff]:
    found = [sign for sign in book.model.sign_offs if sign.decision == decision]
    return sorted(found, key=lambda sign: (sign.date, sign.rule, sign.person))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _class(standing: Standing) -> str:
    return standing.replace(" ", "-")


def _who(sign: SignOff) -> str:
    whole = "" if sign.rule else t(", for the whole table")
    return f"{sign.person}, {sign.role}, {sign.date.isoformat()}{whole}"


def _standing_words(book: Book, sign: SignOff) -> str:
    if sign.decision not in book.model.decision:
        return t(LEFT_OUT)
    if book.meanings.of(sign.decision, sign.rule) is None:
        return t(GONE)
    return t(STANDING_WORDS[standing_of(book.meanings, sign)])


def _entry(book: Book, here: str, sign: SignOff) -> Signature:
    """One row of the sheet: what, who, when, and whether it counts."""
    table = book.model.decision.get(sign.decision)
    own = table is not None and here == decision_path(table.code)
    name: Said = sign.rule or t("the whole table")
    if table and sign.rule and book.meanings.of(sign.decision, sign.rule) is not None:
        name = Link(rule_address(here, table.code, sign.rule), sign.rule)
    decision: Said = decision_link(here, table) if table else sign.decision
    return Signature(
        name if own else run(decision, " · ", name),
        f"{sign.person}, {sign.role}, {sign.date.isoformat()}",
        _standing_words(book, sign),
        _class(standing_of(book.meanings, sign)),
        sign.place,
        _change(book, sign),
    )


def _voided(book: Book, signed: Signed) -> Signature:
    assert signed.sign is not None
    table = book.model.decision[signed.decision]
    what = Link(rule_address(PATH, table.code, signed.rule), f"{table.label} · {signed.rule}")
    words = t(STANDING_WORDS[signed.standing])
    return Signature(what, _who(signed.sign), words, "", signed.sign.place, _changes([signed]))


def _change(book: Book, sign: SignOff) -> list[Voiding]:
    """By which change a sign-off was voided, where that is known."""
    return _changes([s for s in book.signed if s.sign is sign and s.standing == "voided"])


def _changes(found: Sequence[Signed]) -> list[Voiding]:
    return [
        Voiding(s.rule, s.change, [cause_text(cause) for cause in s.causes])
        for s in found
        if s.change or s.causes
    ]
