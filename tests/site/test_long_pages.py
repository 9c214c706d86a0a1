"""Long pages can be entered in the middle: by groups, by letters; and the search does not find the ways in."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from b12tables.site.book import Book
from b12tables.site.pages.reference import dictionary_page, evidence_page
from b12tables.site.search_index import read_page
from tests.site.browsing import Watch
from tests.site.sample import sample_model

SHOWN = """() => [...document.querySelectorAll('table.rules tr[data-rule]')].filter(row => !row.hidden).map(row =>
  [...row.querySelectorAll('td.when[data-label]')].map(cell =>
    [cell.classList.contains('any'), cell.checkVisibility()]))"""
EDGES = """() => [...document.querySelectorAll('table.rules tr')].filter(row => row.checkVisibility()).map(row =>
  [...row.cells].filter(cell => cell.checkVisibility()).reduce((sum, cell) => sum + cell.colSpan, 0))"""


def test_the_dictionary_leads_to_every_field_by_its_letter() -> None:
    model = sample_model()
    body = dictionary_page(Book(model)).html
    way = re.findall(r"<dt>(.)</dt><dd>(.*?)</dd>", body[: body.index("<section>")])
    assert [letter for letter, _ in way] == sorted(
        {entry.label[0].upper() for entry in model.fields.values()}
    )
    led = re.findall(r'href="#(field-[^"]+)"', "".join(links for _, links in way))
    assert sorted(led) == sorted(re.findall(r'<h3 id="(field-[^"]+)"', body)) and len(led) == len(set(led))


def test_each_group_of_the_dictionary_says_how_many_fields_it_has() -> None:
    body = dictionary_page(Book(sample_model())).html
    for anchor, count in re.findall(r'href="#(inputs|outputs|others)">[^<(]+\((\d+)\)', body):
        group = body[body.index(f'<h2 id="{anchor}"') :].partition("</section>")[0]
        assert group.count("<article") == int(count) > 0


def test_the_evidence_leads_to_its_documents_where_there_are_several() -> None:
    model = sample_model()
    assert "<nav" not in evidence_page(Book(model)).html
    (first, *_), statements = model.sources, model.statements
    second = replace(first, id="S9", title="Another paper")
    body = evidence_page(Book(replace(model, sources=(first, second)))).html
    assert f'href="#source-{first.id}">{first.id}: {first.title} ({len(statements)})' in body
    assert 'href="#source-S9">S9: Another paper (0)' in body


def test_the_search_reads_no_ways_in() -> None:
    _, pieces = read_page(f"<main>{dictionary_page(Book(sample_model())).html}</main>")
    assert "by its first letter" not in " ".join(words for _, words in pieces)


def test_columns_that_are_any_in_all_rows_shown_are_folded_and_unfold(real_site: Path, browser: Any) -> None:
    watch = Watch(browser, f"file://{real_site}/")
    page = watch.open("decisions/regimen.html")
    page.locator(".filters summary").click()
    selects = page.locator(".filters select")
    note = page.locator(".folded-note")
    folding = []
    for at in range(selects.count()):
        selects.nth(at).select_option(index=1)
        rows = [row for row in page.evaluate(SHOWN) if row]
        for column in zip(*rows, strict=True):
            free = all(any_value for any_value, _ in column)
            assert {visible for _, visible in column} == {not free}
            folding += [at] * free
        assert note.is_visible() == (at in folding)
        assert len(set(page.evaluate(EDGES))) == 1, "every row, the heads and Otherwise are as wide"
        selects.nth(at).select_option(value="")
    selects.nth(folding[0]).select_option(index=1)
    named = note.inner_text()
    assert named.startswith("Folded, for any value holds in every row shown: ")
    note.locator("button").press("Enter")
    assert all(visible for row in page.evaluate(SHOWN) for _, visible in row)
    assert note.locator("button").inner_text() == "Fold these columns"
    watch.context.close()
