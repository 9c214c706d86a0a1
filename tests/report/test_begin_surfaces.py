"""*Begin here* is the same on every surface: one home says it, and each surface says no less."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

import pytest

from b12tables.compiler import Report
from b12tables.compiler.report import begin_here
from b12tables.desk.watch import summary
from b12tables.site.book import Book
from b12tables.site.pages.findings import findings_page
from benchmarks.reports import MISTAKES, outcome

MISTAKEN = ["c01", "c02", "c06", "i01", "i02", "i06", "l02", "l04"]
"""A sheet, a cell, a case, a gap, a safety rule, a sheet that is gone."""

WITH_A_SITE = [name for name in MISTAKEN if name not in ("l02", "l04")]
"""Where nothing could be read no site is built."""


@cache
def report_of(name: str) -> Report:
    return outcome(MISTAKES[name]).report


def said_of(report: Report) -> list[str]:
    """Cell, what is wrong, edit: what each surface has to say of each cause."""
    causes = begin_here(report)
    assert 1 <= len(causes) <= 3
    return [text for cause in causes for text in (str(cause.cell or ""), cause.says, cause.edit) if text]


def plain(text: str) -> str:
    return "".join(text.split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    return "".join(parser.words)


@pytest.mark.parametrize("name", MISTAKEN)
def test_watch_says_it(name: str) -> None:
    report = report_of(name)
    said = plain(summary(["a.xlsx"], None, report).partition("Begin here:")[2])
    assert [text for text in said_of(report) if plain(text) not in said] == []


@pytest.mark.parametrize("name", WITH_A_SITE)
def test_the_page_of_findings_says_it(name: str) -> None:
    report = report_of(name)
    assert report.model is not None
    page = findings_page(Book(report.model, report.findings, report.certificate)).html
    begin = page.partition('<section class="begin">')[2].partition("</section>")[0]
    assert [text for text in said_of(report) if plain(text) not in plain(words_of(begin))] == []


def test_where_nothing_stands_in_the_way_nothing_is_begun() -> None:
    report = report_of("i01")
    assert report.model is not None
    page = findings_page(Book(report.model, (), report.certificate)).html
    assert "Begin here" not in page
    assert "Begin here" not in summary(["a.xlsx"], None, Report(report.model, (), report.certificate))
