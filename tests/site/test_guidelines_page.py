"""The page that puts a second guideline beside the tables: every pair of answers, and nothing of it unsafe."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.compiler.compare import Guidelines, compare_guidelines
from b12tables.site.book import Book
from b12tables.site.pages.guidelines import SecondGuideline, guidelines_page
from tests.compare.test_guidelines import FIRST, OTHER, PLAIN, SECOND
from tests.kit.tables import model_from_markdown, write_xlsx


@pytest.fixture(scope="module")
def found() -> Guidelines:
    first, second = FIRST.format(**PLAIN), SECOND.format(**OTHER)
    return compare_guidelines(model_from_markdown(first), model_from_markdown(second))


def body_of(found: Guidelines, name: str = "second") -> str:
    return guidelines_page(Book(found.models[0]), SecondGuideline(name, found)).html


def test_every_pair_of_answers_has_its_cell_and_its_patients(found: Guidelines) -> None:
    body = body_of(found)
    links = re.findall(r'href="#(aspect-[0-9-]+)"', body)
    assert set(links) <= set(re.findall(r'id="(aspect-[0-9-]+)"', body))
    for number, one in enumerate(found.aspects, 1):
        different = [m for m in one.meetings if m.relation not in ("agree", "neither")]
        assert different and sum(link.startswith(f"aspect-{number}-") for link in links) == len(different)
    told = unescape(re.sub("<[^>]+>", "", body))
    assert "They differ: A inject; B " in told or "Only A says something: A inject" in told
    assert "the other refuses their entries:Cause: gas" in told


def test_words_of_a_stranger_stay_words() -> None:
    first = FIRST.format(**PLAIN)
    second = SECOND.format(**OTHER).replace(
        "| Again | Months | When | |", "| Again | Months | <script>x</script> | |"
    )
    body = body_of(compare_guidelines(model_from_markdown(first), model_from_markdown(second)))
    assert "<script>" not in body and "&lt;script&gt;" in body


def test_what_is_not_settled_is_said_on_the_page() -> None:
    models = model_from_markdown(FIRST.format(**PLAIN)), model_from_markdown(SECOND.format(**OTHER))
    body = body_of(compare_guidelines(*models, bound=0.0))
    assert "Not settled, nothing is claimed" in body


@pytest.mark.slow
def test_the_command_puts_it_into_the_menu(tmp_path: Path) -> None:
    about = (
        "## About\n- Title: {0}\n- Identifier: {0}\n- Version: 1.0.0\n- Status: Draft\n- Intended use: x\n"
        "- Disclaimer: no advice\n"
    )
    for name, text in (("first", FIRST.format(**PLAIN)), ("second", SECOND.format(**OTHER))):
        (tmp_path / name).mkdir()
        write_xlsx(about.format(name) + text, tmp_path / name)
    asked = [
        "docs",
        "build",
        tmp_path / "first",
        "--guideline",
        tmp_path / "second",
        "--out",
        tmp_path / "site",
    ]
    done = CliRunner().invoke(cli, [str(a) for a in asked], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    start = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert "two-guidelines-compared.html" in start
    page = (tmp_path / "site" / "two-guidelines-compared.html").read_text("utf-8")
    assert "How: A&#39;s Plan" in page or "How: A's Plan" in page
