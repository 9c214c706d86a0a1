"""Long pages can be entered in the middle: by groups, by letters; and the search does not find the ways in."""

from __future__ import annotations

import re
from dataclasses import replace

from b12tables.site.book import Book
from b12tables.site.pages.reference import dictionary_page, evidence_page
from b12tables.site.search_index import read_page
from tests.site.sample import sample_model


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
