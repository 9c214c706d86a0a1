"""The page of the sheet Actions: each row by what it does, for whom it holds, and how a medicine is given."""

from __future__ import annotations

import re
from dataclasses import replace

from b12tables.runtime.addresses import ORDERS, action_anchor
from b12tables.runtime.language import speaking
from b12tables.site.book import Book
from b12tables.site.pages.orders import orders_page
from tests.interop.actions_kit import model_with_actions
from tests.interop.fhir_kit import fhir_model


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def page_of(language: str = "") -> str:
    with speaking(language):
        page = orders_page(Book(model_with_actions()))
    assert page is not None
    return str(page.html)


def test_every_row_is_there_by_what_it_does() -> None:
    page, actions = page_of(), model_with_actions().actions
    heads = re.findall(r'<h2 id="([\w-]+)">|<h3 id="([\w.~-]+)">', page)
    assert [one or two for one, two in heads] == [
        *("ordered", action_anchor("A1"), action_anchor("A4")),
        *("fits", action_anchor("A1b")),
        *("advised-against", action_anchor("A2")),
        *("reasons", action_anchor("A3"), action_anchor("A5")),
    ]
    assert all(one.label in words_of(page) and one.detail in words_of(page) for one in actions)


def test_for_whom_it_is_and_how_it_is_given() -> None:
    entries = dict(re.findall(r'<h3 id="action-(\w+)">(.*?)</article>', page_of(), re.DOTALL))
    first = words_of(entries["A1"])
    assert "When Step : Now" in first and 'href="dictionary.html#field-step"' in entries["A1"]
    assert "Code Hydroxocobalamin http://www.whocc.no/atc B03BA03" in first
    assert "Dose 1 mg How often every 2 to 3 months Route Intramuscular route" in first
    assert "14685-2" in words_of(entries["A4"]) and "Dose" not in words_of(entries["A4"])
    assert "When for everybody with an answer" in words_of(entries["A3"])


def test_it_is_told_in_the_language_of_the_set() -> None:
    told = words_of(page_of("de"))
    for said in ("Was verordnet wird (2)", "Dosis 1 mg Wie oft alle 2 bis 3 Monate", "6 Zeilen des Blattes"):
        assert said in told


def test_what_a_page_explains_is_found_by_its_id() -> None:
    explained = Book(model_with_actions()).explained
    assert explained["A1b"] == f"{ORDERS}#{action_anchor('A1b')}" and explained["R1"].startswith("decisions/")


def test_a_set_without_the_sheet_has_no_such_page() -> None:
    assert orders_page(Book(fhir_model())) is None
    assert orders_page(Book(replace(model_with_actions(), actions=()))) is None
