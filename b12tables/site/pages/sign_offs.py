"""Who has signed what, and whether it still counts: in words wherever a reader meets the rule."""

from __future__ import annotations

from collections.abc import Sequence

from b12tables.compiler.compare import Signed, Standing, cause_text, standing_of
from b12tables.compiler.model import DecisionTable, SignOff
from b12tables.site.book import (
    Book,
    Page,
    decision_link,
    decision_path,
    link,
    place_of,
    rule_anchor,
)
from b12tables.site.html import Html, data_table, h, join, scroll

PATH = "sign-offs.html"

STANDING_WORDS: dict[Standing, str] = {
    "signed": "signed as it stands",
    "worded otherwise": "signed off, but a result is worded otherwise since: to be confirmed",
    "voided": "signed off, but changed since: no longer counts",
    "to be filled in": "signed, but the hash of its meaning is not filled in: does not count yet",
    "unsigned": "not signed",
}

GONE = "signed off, but not there any more: no longer counts"
LEFT_OUT = "signed off, but the table is left out because it cannot be read: does not count"


def counted(book: Book, found: Sequence[Signed]) -> str:
    """How many rows are signed as they stand, and how many no longer count: `3 of 8 rows are signed …`."""
    total = len(found)
    signed = sum(s.standing == "signed" for s in found)
    said = f"{signed} of {total} row{'' if total == 1 else 's'} {'is' if signed == 1 else 'are'} signed as "
    said += f"{'it stands' if signed == 1 else 'they stand'}"
    voided = sum(s.standing == "voided" for s in found)
    if voided:
        said += f"; {voided} {'was' if voided == 1 else 'were'} signed off, but changed since: no longer "
        said += f"count{'s' if voided == 1 else ''}"
    reworded = sum(s.standing == "worded otherwise" for s in found)
    if reworded:
        said += f"; {reworded} {'is' if reworded == 1 else 'are'} worded otherwise since: to be confirmed"
    open_ = sum(s.standing == "to be filled in" for s in found)
    if open_:
        said += f"; {open_} {'waits' if open_ == 1 else 'wait'} for the hash of the meaning"
    return said


def review(book: Book, here: str) -> Html:
    """The state of the sign-offs in one sentence, for the first page."""
    if not book.model.sign_offs:
        return join("No row is signed off by name yet. ", link(here, PATH, "Who signed what"))
    return join(f"{_capital(counted(book, book.signed))}. ", link(here, PATH, "Who signed what"))


def row_mark(book: Book, decision: str, rule: str) -> Html | None:
    """What stands in the row of a rule that somebody signed; nothing where nobody did."""
    signed = book.standings[decision, rule]
    if signed.sign is None:
        return None
    words = {"signed": "Signed off"}.get(signed.standing, _capital(STANDING_WORDS[signed.standing]))
    return h("p", f"{words} ({_who(signed.sign)})", cls=f"signed {_class(signed.standing)}")


def sign_off_part(book: Book, here: str, table: DecisionTable) -> Html:
    """The sign-offs of one decision: how many rows count, then every row of the sheet, oldest first."""
    own = [book.standings[table.code, rule.id] for rule in table.rows]
    signs = _by_date(book, table.code)
    if not signs:
        return h("p", "Nobody has signed a row of this table yet. ", link(here, PATH, "Who signed what"))
    left = [s.rule for s in own if s.standing == "unsigned"]
    return join(
        h("p", f"{_capital(counted(book, own))}."),
        h("ul", *(h("li", _entry(book, here, sign)) for sign in signs)),
        h("p", f"Not signed: {', '.join(left)}.", cls="quiet") if left else None,
    )


def signed_history(book: Book, table: DecisionTable) -> Html | None:
    """The sign-offs as events: when who signed, and what became of it."""
    signs = _by_date(book, table.code)
    if not signs:
        return None
    return h("ul", *(h("li", _event(book, sign)) for sign in signs), cls="events")


def _event(book: Book, sign: SignOff) -> Html:
    what = f"row {sign.rule}" if sign.rule else "the whole table"
    return join(
        h("time", sign.date.isoformat(), datetime=sign.date.isoformat()),
        f": {sign.person}, {sign.role}, signed {what}",
        f" ({words})" if (words := _standing_words(book, sign)) != STANDING_WORDS["signed"] else None,
        _change(book, sign),
    )


def sign_offs_page(book: Book) -> Page:
    """Decision by decision, who has signed which rows, and what no longer counts."""
    known = {table.code for table in book.model.decisions}
    lost = [sign for sign in book.model.sign_offs if sign.decision not in known]
    voided = [s for s in book.signed if s.standing in ("voided", "worded otherwise")]
    gone = [
        s
        for s in book.model.sign_offs
        if s.decision in known and book.meanings.of(s.decision, s.rule) is None
    ]
    overview = (
        h(
            "tr",
            h(
                "th",
                link(PATH, f"{decision_path(table.code)}#sign-off", table.label),
                scope="row",
            ),
            *(
                h("td", str(sum(book.standings[table.code, r.id].standing in kinds for r in table.rows)))
                for kinds in (("signed",), ("voided", "worded otherwise"), ("unsigned", "to be filled in"))
            ),
        )
        for table in book.model.decisions
    )
    body = join(
        h("p", f"{_capital(counted(book, book.signed))}.", cls="question"),
        h(
            "p",
            "A sign-off is bound to what a row means. Another spelling or another place leaves it standing; as soon "
            "as the row says something else, it no longer counts, and the row needs a name again. So "
            "does a row of which a result has another label or definition.",
        ),
        (
            h("h2", "No longer counts", id="voided"),
            h(
                "ul",
                *(h("li", _voided(book, signed)) for signed in voided),
                *(h("li", _entry(book, PATH, sign)) for sign in gone),
            ),
        )
        if voided or gone
        else None,
        (
            h("h2", "Signed, but left out of these tables", id="left-out"),
            h("ul", *(h("li", _entry(book, PATH, sign)) for sign in lost)),
        )
        if lost
        else None,
        h("h2", "By decision", id="decisions"),
        scroll(
            "Sign-offs by decision",
            data_table(("Decision", "Signed", "Changed since", "Not signed"), overview),
        ),
    )
    return Page(
        "Who signed what", "Safety", body, "Which rows are signed off, by whom, and what changed since."
    )


# ---------------------------------------------------------------- words


def _by_date(book: Book, decision: str) -> list[SignOff]:
    found = [sign for sign in book.model.sign_offs if sign.decision == decision]
    return sorted(found, key=lambda sign: (sign.date, sign.rule, sign.person))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _class(standing: Standing) -> str:
    return standing.replace(" ", "-")


def _who(sign: SignOff) -> str:
    whole = "" if sign.rule else ", for the whole table"
    return f"{sign.person}, {sign.role}, {sign.date.isoformat()}{whole}"


def _standing_words(book: Book, sign: SignOff) -> str:
    if sign.decision not in book.model.decision:
        return LEFT_OUT
    if book.meanings.of(sign.decision, sign.rule) is None:
        return GONE
    return STANDING_WORDS[standing_of(book.meanings, sign)]


def _entry(book: Book, here: str, sign: SignOff) -> Html:
    """One row of the sheet: what, who, when, and whether it counts."""
    table = book.model.decision.get(sign.decision)
    own = table is not None and here == decision_path(table.code)
    name: Html | str = sign.rule or "the whole table"
    if table and sign.rule and book.meanings.of(sign.decision, sign.rule) is not None:
        name = link(here, f"{decision_path(table.code)}#{rule_anchor(sign.rule)}", sign.rule)
    return join(
        (decision_link(here, table) if table else sign.decision, " · ") if not own else None,
        name,
        f": {sign.person}, {sign.role}, {sign.date.isoformat()}: ",
        h("strong", _standing_words(book, sign), cls=f"signed {_class(standing_of(book.meanings, sign))}"),
        ". ",
        place_of(sign.place),
        _change(book, sign),
    )


def _voided(book: Book, signed: Signed) -> Html:
    assert signed.sign is not None
    table = book.model.decision[signed.decision]
    return join(
        link(
            PATH, f"{decision_path(table.code)}#{rule_anchor(signed.rule)}", f"{table.label} · {signed.rule}"
        ),
        f": {_who(signed.sign)}: {STANDING_WORDS[signed.standing]}. ",
        place_of(signed.sign.place),
        _changes([signed]),
    )


def _change(book: Book, sign: SignOff) -> Html | None:
    """By which change a sign-off was voided, where that is known."""
    return _changes([s for s in book.signed if s.sign is sign and s.standing == "voided"])


def _changes(found: Sequence[Signed]) -> Html | None:
    known = [s for s in found if s.change or s.causes]
    if not known:
        return None
    return h(
        "ul",
        *(
            h(
                "li",
                f"{s.rule} changed",
                f" by {s.change}" if s.change else None,
                h("ul", *(h("li", cause_text(cause)) for cause in s.causes)) if s.causes else None,
            )
            for s in known
        ),
        cls="changes",
    )
