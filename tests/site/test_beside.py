"""The page for an address that is none, the feed of changes, a hospital's colour, and that no image is unused."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from b12tables.compiler.compare import Edition
from b12tables.compiler.model import Logo
from b12tables.site.beside import FEED, NOT_FOUND, beside_the_pages, has_feed
from b12tables.site.book import Book
from b12tables.site.build import build_site
from b12tables.site.link_check import check_site
from tests.reader.test_logo import png
from tests.site.sample import HOSTILE, sample_model

ROOT = Path(__file__).parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"


def _book(**about: str) -> Book:
    model = sample_model()
    changes = ("1a2b3c4 (2026-11-03) Therapy: " + HOSTILE, "edits that are not committed yet")
    return Book(
        replace(model, about=replace(model.about, **about)),
        editions=tuple(Edition(code, change, ()) for code in ("therapy", "advice") for change in changes),
    )


def test_a_page_for_an_address_that_is_none_needs_nothing_beside_it() -> None:
    """It is shown at any address, so that no relative address in it could be right."""
    page = beside_the_pages(_book())[NOT_FOUND]
    assert re.findall(r"(?:href|src)=", page) == []
    assert "Iron &lt;deficiency&gt;" in page and "<script" not in page
    page = beside_the_pages(_book(site_address="https://h.example/b12"))[NOT_FOUND]
    assert re.findall(r'(?:href|src)="([^"]*)"', page) == ["https://h.example/b12/index.html"]


def test_a_feed_needs_an_address_and_a_day() -> None:
    assert FEED not in beside_the_pages(_book())
    bare = replace(_book(site_address="https://h.example"), editions=None)
    assert not has_feed(bare) and FEED not in beside_the_pages(bare)


def test_the_feed_tells_each_change_that_has_a_day_the_newest_first() -> None:
    book = _book(site_address="https://h.example/b12", approved_on="2026-11-01", department="Haematology")
    text = beside_the_pages(book)[FEED]
    feed = ElementTree.fromstring(text)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2026-11-03T00:00:00Z",
        "2026-11-01T00:00:00Z",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-03T00:00:00Z"
    assert entries[0].findtext(f"{ATOM}summary") == "Therapy <b>now</b>, Advice"
    assert "\u202e" not in text
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 2 and all(
        str(one).startswith("https://h.example/b12/what-changed.html#") for one in ids
    )
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    assert beside_the_pages(book)[FEED] == text


def test_a_site_with_all_of_it_holds_together(tmp_path: Path) -> None:
    model = sample_model()
    about = replace(
        model.about,
        site_address="https://h.example",
        approved_on="2026-11-01",
        colour="#225500",
        language="de",
    )
    build_site(replace(model, about=about), (), None, None, tmp_path / "site")
    page = (tmp_path / "site" / "decisions" / "advice.html").read_text(encoding="utf-8")
    assert 'type="application/atom+xml" title="Was sich geändert hat" href="../feed.xml"' in page
    assert (tmp_path / "site" / FEED).is_file()
    assert "Diese Seite gibt es nicht" in (tmp_path / "site" / NOT_FOUND).read_text(encoding="utf-8")
    style = (tmp_path / "site" / "assets" / "site.css").read_text(encoding="utf-8")
    assert ':root[data-colours="light"] { --link: #225500; }' in style
    assert [str(one) for one in check_site(tmp_path / "site") if not one.note] == []


def test_a_logo_stands_at_the_head_of_every_page(tmp_path: Path) -> None:
    model = sample_model()
    logo = Logo("Ours.png", model.about.place, png(), "image/png", 40, 12)
    about = replace(model.about, logo=logo, department='Ward "4" <b>')
    build_site(replace(model, about=about), (), None, None, tmp_path / "site")
    page = (tmp_path / "site" / "decisions" / "advice.html").read_text(encoding="utf-8")
    (found,) = re.findall(r"<img[^>]*>", page)
    assert 'src="../assets/logo.png" width="40" height="12"' in found
    assert 'alt="Ward &#34;4&#34; &lt;b&gt;"' in found
    assert (tmp_path / "site" / "assets" / "logo.png").read_bytes() == png()
    assert [str(one) for one in check_site(tmp_path / "site") if not one.note] == []


def test_a_logo_whose_picture_is_not_there_is_left_out(tmp_path: Path) -> None:
    model = sample_model()
    about = replace(model.about, logo=Logo("gone.png", model.about.place))
    build_site(replace(model, about=about), (), None, None, tmp_path / "site")
    assert "<img" not in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_no_image_is_unused() -> None:
    asked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode:
        pytest.skip("not a clone: what belongs to the project is not known")
    files = asked.stdout.split()
    images = [name for name in files if re.search(r"\.(?:png|jpe?g|gif|svg|webp)$", name)]
    pages = [name for name in files if re.search(r"\.(?:md|html|j2|py|css|toml)$", name)]
    written = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in pages)
    assert images and [name for name in images if Path(name).name not in written] == []
