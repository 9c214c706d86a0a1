"""The site as files: text escaped, links alive, the same bytes twice; and the check of a site."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from b12tables.site import templating
from b12tables.site.build import SiteError, build_site
from b12tables.site.html import slug, text
from b12tables.site.link_check import check_site
from b12tables.site.search_index import read_page
from b12tables.site.templating import shown
from b12tables.site.view import Link, Strong, Words, commas, run
from tests.site.sample import HOSTILE, sample_findings, sample_model

DOCS = Path(__file__).parent / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    build_site(sample_model(), sample_findings(), None, DOCS, out)
    return out


def test_no_link_is_dead_and_nothing_comes_from_outside(site: Path) -> None:
    assert [str(problem) for problem in check_site(site)] == []


def test_every_page_is_found_by_following_links(site: Path) -> None:
    seen, left = set[Path](), [site / "index.html"]
    while left:
        page = left.pop()
        if page in seen or page.suffix != ".html" or not page.is_file():
            continue
        seen.add(page)
        links = re.findall(r"<a\b[^>]*?\bhref=\"([^\"#?]+)", page.read_text("utf-8"))
        left += [(page.parent / unescape(link)).resolve() for link in links if ":" not in link]
    lost = {page.relative_to(site).as_posix() for page in site.rglob("*.html")} - {
        page.relative_to(site.resolve()).as_posix() for page in (one.resolve() for one in seen)
    }
    assert lost <= {"404.html"}


def test_the_same_model_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    build_site(sample_model(), sample_findings(), None, DOCS, tmp_path / "again")
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    second = {
        p.relative_to(tmp_path / "again"): p.read_bytes()
        for p in (tmp_path / "again").rglob("*")
        if p.is_file()
    }
    assert first == second
    assert not any(str(tmp_path.parent).encode() in content for content in first.values())


WITHOUT_MKDOCS = """
import sys
from html import unescape
from pathlib import Path
sys.modules["mkdocs"] = None
from b12tables.site import build
from tests.site.sample import sample_findings, sample_model
assert build.mkdocs.__name__ == "properdocs"
build.build_site(sample_model(), sample_findings(), None, Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_properdocs_builds_the_same_site(site: Path, tmp_path: Path) -> None:
    """It carries on mkdocs 1.6 under another name; a house may have the one or the other."""
    pytest.importorskip("properdocs", reason="needs the package properdocs")
    command = [sys.executable, "-c", WITHOUT_MKDOCS, str(DOCS), str(tmp_path / "out")]
    done = subprocess.run(command, cwd=DOCS.parents[2], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    names = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert names == sorted(
        p.relative_to(tmp_path / "out") for p in (tmp_path / "out").rglob("*") if p.is_file()
    )
    assert [
        name for name in names if (site / name).read_bytes() != (tmp_path / "out" / name).read_bytes()
    ] == []


def test_every_page_says_its_status_and_the_safety_sentence(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        words = page.read_text(encoding="utf-8")
        assert "Under review" in words and sample_model().about.disclaimer in words, page
        assert 'http-equiv="Content-Security-Policy"' in words, page


def test_hostile_text_of_a_cell_is_text(site: Path) -> None:
    for page in sorted(site.rglob("*.html")):
        words = page.read_text(encoding="utf-8")
        assert "<script>alert" not in words, page
        assert "\u202e" not in words, page
        assert "javascript:alert(2)" not in "".join(re.findall(r'href="([^"]*)"', words)), page
        assert "<strong>bold</strong>" not in words and "<b>now</b>" not in words, page
    page = (site / "decisions" / "therapy.html").read_text(encoding="utf-8")
    assert str(text(HOSTILE)) in page
    assert "{{ 7*7 }} **bold** [x](javascript:alert(2))" in page


def test_a_hand_written_page_asks_for_pictures(site: Path) -> None:
    words = (site / "at-a-glance.html").read_text(encoding="utf-8")
    assert 'class="timeline"' in words and "{{ 7*7 }}" in words
    assert "Blood loss" in (site / "summary" / "cause-blood_loss.html").read_text(encoding="utf-8")
    assert 'href="../conflicts.html#C01"' in (site / "decisions" / "therapy.html").read_text(encoding="utf-8")


def test_a_block_that_asks_for_what_is_not_there_says_so(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "x.md").write_text(
        "# X\n\n```timeline\ndecision: nothing\n```\n\n```summary\nby: ferritin\n```\n"
    )
    build_site(sample_model(), (), None, docs, tmp_path / "out")
    said = [problem.message for problem in check_site(tmp_path / "out") if problem.page == "x.html"]
    assert len(said) == 2 and all("its block is wrong" in words for words in said)
    assert "there is no decision nothing" in (tmp_path / "out" / "x.html").read_text()


def test_no_page_is_heavier_than_a_ward_can_bear(site: Path) -> None:
    heavy = {str(page): page.stat().st_size for page in site.rglob("*.html") if page.stat().st_size > 300_000}
    assert heavy == {}


def test_a_folder_with_other_files_is_not_cleared(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SiteError, match="other files"):
        build_site(sample_model(), (), None, DOCS, tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_second_build_replaces_the_first(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "old.md").write_text("# Old")
    build_site(sample_model(), (), None, tmp_path / "docs", tmp_path / "out")
    assert (tmp_path / "out" / "old.html").exists()
    (tmp_path / "docs" / "old.md").unlink()
    build_site(sample_model(), (), None, tmp_path / "docs", tmp_path / "out")
    assert not (tmp_path / "out" / "old.html").exists()


def test_a_text_that_the_tables_lack_is_a_note(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from b12tables.cli.main import cli

    path = tmp_path / "index.html"
    path.write_text('<main><em data-missing="patient wording" data-note>none</em></main>', encoding="utf-8")
    result = CliRunner().invoke(cli, ["docs", "check", str(tmp_path)])
    assert result.exit_code == 0 and result.output.endswith("No problem found; 1 text to be written.\n")
    assert "note: index.html:1: no patient wording" in result.output
    path.write_text(
        '<main><em data-missing="picture (its block is wrong)">none</em></main>', encoding="utf-8"
    )
    assert CliRunner().invoke(cli, ["docs", "check", str(tmp_path)]).exit_code == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<img src="https://example.org/x.png">', "from outside"),
        ('<script src="//example.org/x.js"></script>', "from outside"),
        ('<link rel="stylesheet" href="http://example.org/x.css">', "from outside"),
        ('<img srcset="https://example.org/x.png">', "from outside"),
        ('<a href="nowhere.html">x</a>', "not there"),
        ('<a href="#nowhere">x</a>', "no anchor"),
        ('<a href="/absolute.html">x</a>', "not there"),
        ('<a href="../outside.html">x</a>', "not there"),
        ('<a href="javascript:alert(1)">x</a>', "scheme"),
        ("<script>1</script>", "script inside"),
        ('<p onclick="x">x</p>', "onclick"),
        ('<p style="color:red">x</p>', "style"),
        ('<form action="send.php"></form>', "sends what is entered"),
        ('<meta http-equiv="refresh" content="0; url=x">', "sends its reader"),
        ('<p id="a"></p><p id="a"></p>', "twice"),
        ('<em data-missing="patient wording">none</em>', "no patient wording"),
    ],
)
def test_the_check_finds_what_is_wrong(tmp_path: Path, body: str, said: str) -> None:
    (tmp_path / "index.html").write_text(
        f"<!doctype html><title>x</title><main>{body}</main>", encoding="utf-8"
    )
    problems = check_site(tmp_path)
    assert len(problems) == 1 and said in problems[0].message, problems


def test_the_check_reads_style_sheets(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>x</p>")
    (tmp_path / "x.css").write_text(
        "@import 'https://example.org/y.css';\nbody { background: url(missing.png) }\n"
    )
    assert [problem.line for problem in check_site(tmp_path)] == [1, 2]


def test_a_link_that_a_reader_may_follow_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<a href="https://doi.org/10.1000/182">x</a> <a href="index.html">y</a>'
    )
    assert check_site(tmp_path) == []


def test_an_empty_folder_is_no_site(tmp_path: Path) -> None:
    assert len(check_site(tmp_path)) == 1


def test_markup_escapes_what_it_is_given() -> None:
    said = run(Link('"x"', "<a & b>"), None, "<", Words("a", '"<', None), commas(["1", Strong("&")]))
    assert shown(said) == (
        '<a href="&quot;x&quot;">&lt;a &amp; b&gt;</a>&lt;<span data-patient="&quot;&lt;">a</span>'
        "1, <strong>&amp;</strong>"
    )
    assert text("a\x00\u202eb") == 'a\ufffd<span class="mark">U+202E</span>b'
    assert len({slug(name) for name in ("R1", "R 1", "R~1", "R/1", "É")}) == 5


def test_line_breaks_of_a_template_are_nothing_between_tags_and_a_space_beside_words() -> None:
    made = shown_template(
        "<p>\n  one\n  two <b>x</b>\n  <i>y</i>\n{% if true %}\n  <u>z</u>\n{% endif %}\n</p>\n"
    )
    assert made == "<p> one two <b>x</b><i>y</i><u>z</u></p>"


def test_what_has_markup_already_cannot_enter_an_attribute() -> None:
    with pytest.raises(TypeError, match="no plain text"):
        shown_template("<p title=\"{{ ['a']|join('; ')|attribute }}\"></p>")


def shown_template(source: str) -> str:
    return templating.environment_of("en").from_string(source).render()


def test_very_long_words_may_be_broken_and_stay_one_word_to_copy_and_to_search(tmp_path: Path) -> None:
    word = "https://example.org/" + "a&b" * 40
    written = str(text(f"see {word} there"))
    assert unescape(written.replace("<wbr>", "")) == f"see {word} there"
    assert max(map(len, re.split(r"<wbr>|\s", unescape(written)))) <= 32
    assert "<wbr>" not in text("hydroxocobalamin 1000 µg intramuscularly")
    page = f"<main><h1>Page</h1><p>{written}</p></main>"
    assert read_page(page) == ("Page", [("", f"Page see {word} there")])
