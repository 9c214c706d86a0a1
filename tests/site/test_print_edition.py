"""The print edition: one file, with all its links within, that asks for nothing and replaces nothing of others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from b12tables.site import SiteError
from b12tables.site.book import Book
from b12tables.site.build import _style, _write_edition
from b12tables.site.html import text as shown
from b12tables.site.pages import emit_pages
from b12tables.site.print_edition import print_edition
from tests.site.sample import sample_model


def edition() -> str:
    book = Book(sample_model(), quick=True)
    return print_edition(book, emit_pages(book), _style(book.model.about))


def test_one_file_holds_together_and_asks_for_nothing() -> None:
    model, text = sample_model(), edition()
    assert text == edition()
    ids = re.findall(r'<[^>]*\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids)) > 20
    links = re.findall(r'<[^>]*\shref="([^"]*)"', text)
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert not [link for link in links if not re.match(r"#|https?:|mailto:", link)]
    assert not re.search(r"<(script|img|link|iframe)\b|@import", text)
    assert text.count('<section class="bound') >= len(model.decisions)
    assert shown(model.about.disclaimer) in text and "@bottom-left" in text


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "ward.html", tmp_path / "theirs.html"
    _write_edition(mine, edition())
    _write_edition(mine, edition())
    theirs.write_text("<p>mine</p>")
    with pytest.raises(SiteError, match="print edition"):
        _write_edition(theirs, edition())
    assert theirs.read_text() == "<p>mine</p>"
    with pytest.raises(SiteError):
        _write_edition(tmp_path / "nowhere" / "ward.html", edition())
