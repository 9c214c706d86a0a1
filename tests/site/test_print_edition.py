"""The print edition: one file, with all its links within, that asks for nothing and replaces nothing of others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from b12tables.site import SiteError
from b12tables.site.book import Book
from b12tables.site.build import _style, _write_edition, build_site
from b12tables.site.html import text as shown
from b12tables.site.pages import emit_pages
from b12tables.site.paper import PDF_MARK, NoPaper, printer
from b12tables.site.print_edition import print_edition
from tests.kit.needed import lacking
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


def test_chromium_prints_a_pdf_that_is_known_as_ours(tmp_path: Path) -> None:
    mine, theirs, text = tmp_path / "ward.pdf", tmp_path / "theirs.pdf", edition()
    try:
        program = printer(mine)
    except NoPaper:
        lacking("needs Chromium")
    _write_edition(mine, text, program)
    first = mine.read_bytes()
    assert first.startswith(b"%PDF-") and len(re.findall(rb"/Type\s*/Page\b", first)) > 3
    assert not re.search(rb"Date \(D:(?!2000)", first), "no clock"
    _write_edition(mine, text, program)
    assert mine.read_bytes().endswith(PDF_MARK)
    theirs.write_bytes(first.removesuffix(PDF_MARK))
    with pytest.raises(SiteError, match="print edition"):
        _write_edition(theirs, text, program)


def test_without_chromium_a_sentence_says_what_can_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SiteError, match=r"Chromium, which is not found on this machine: name ward\.html"):
        build_site(sample_model(), (), None, None, tmp_path / "site", print_file=tmp_path / "ward.pdf")
    assert list(tmp_path.iterdir()) == [], "nothing is made"
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(SiteError, match="printed nothing"):
        _write_edition(tmp_path / "ward.pdf", "<p>", printer(tmp_path / "ward.pdf"))
    assert not (tmp_path / "ward.pdf").exists()
