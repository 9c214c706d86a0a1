"""Every sentence of the sources is accounted for, and what the texts name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from b12tables.compiler.checks.unknown_statement import citations
from b12tables.site.book import Book
from b12tables.site.pages.accounting import accounting_page, in_order
from b12tables.site.pages.reference import evidence_page
from tests.kit.packages import real_model

ROOT = Path(__file__).parent.parent.parent
SOURCES = ROOT.parent / "shared" / "sources"

FURNITURE = {
    "S1": {},
    "S2": {},
    "S3": {
        16: "asks the reader which words suit",
        111: "kind and year of a reference", 113: "kind of a reference",
        117: "kind and year of a reference", 119: "kind of a reference",
        123: "kind and year of a reference", 125: "kind of a reference",
        129: "journal and year of a reference",
        149: "offers a further question",
    },
}  # fmt: skip
"""Lines of the documents that neither say anything nor are headings."""


def test_every_statement_is_encoded_or_says_why_not() -> None:
    model = real_model()
    cited = {evidence.ref for _, _, evidence in citations(model) if evidence.kind == "statement"}
    assert len(model.statements) == 178
    for statement in model.statements:
        if statement.disposition == "encoded":
            assert statement.id in cited, statement.id
        else:
            assert statement.why, statement.id


def test_the_page_shows_for_every_statement_what_became_of_it() -> None:
    model = real_model()
    page = str(accounting_page(Book(model)).html)
    rows = {
        match[1]: row
        for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
        if (match := re.search(r'href="evidence\.html#statement-([^"]+)"', row))
    }
    assert list(rows) == [
        s.id
        for source in model.sources
        for s in in_order(s for s in model.statements if s.source == source.id)
    ]
    for statement in model.statements:
        row = rows[statement.id]
        carried = re.findall(r'href="(?:decisions/\w+\.html#rule-|safety-rules\.html#)[^"]+"', row)
        places = re.findall(r'class="place">[^<]+ · [A-Z]+[0-9]+', row)
        if statement.disposition == "encoded":
            assert carried and len(places) == len(carried), statement.id
        else:
            assert carried or len(statement.why) > 10, statement.id


def test_the_statements_are_read_in_the_order_of_the_lines() -> None:
    for source in real_model().sources:
        statements = in_order(s for s in real_model().statements if s.source == source.id)
        lines = [int(m[1]) for s in statements if (m := re.search(r"line (\d+)$", s.section))]
        assert lines == sorted(lines) and len(lines) >= len(statements) - 1


@pytest.mark.parametrize("source", ["S1", "S2", "S3"])
def test_every_line_of_the_document_has_a_statement_or_is_a_heading(source: str) -> None:
    if not SOURCES.is_dir():
        pytest.skip("the source documents are not part of the project")
    path = sorted(SOURCES.glob("*.txt"))[int(source[1]) - 1]
    statements = [s for s in real_model().statements if s.source == source]
    carried = {int(number) for s in statements for number in re.findall(r"line (\d+)$", s.section)}
    left = {
        number: line.strip()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if line.strip() and number not in carried and number not in FURNITURE[source]
    }
    # what is left is headings: a few words, no full stop, no number but what belongs to a name
    assert left and all(len(line.split()) <= 8 and not line.endswith(".") for line in left.values()), left
    assert not any(re.search(r"\d", line.replace("B12", "")) for line in left.values()), left


def test_every_source_statement_names_its_numbers_as_the_source_does() -> None:
    """Reworded, but with the same numbers: each number of the statement stands in its line of the document."""
    if not SOURCES.is_dir():
        pytest.skip("the source documents are not part of the project")
    paths = dict(zip(["S1", "S2", "S3"], sorted(SOURCES.glob("*.txt")), strict=True))
    words = {"one": "1", "two": "2", "three": "3", "four": "4", "half": "50", "once": "1", "twice": "2"}
    strange = []
    for statement in real_model().statements:
        match = re.search(r"line (\d+)$", statement.section)
        if match is None or statement.disposition != "encoded":
            continue
        text = paths[statement.source].read_text("utf-8").splitlines()[int(match[1]) - 1].lower()
        known = set(re.findall(r"\d+(?:\.\d+)?", text)) | {n for word, n in words.items() if word in text}
        said = set(re.findall(r"\d+(?:\.\d+)?", statement.text.replace("B12", "")))
        strange += [(statement.id, sorted(said - known))] if said - known else []
    assert strange == []


def test_every_statement_keeps_the_numbers_that_its_document_cites() -> None:
    """C43: kept with their document, never merged. The numbers stand at the end of the statement's line."""
    if not SOURCES.is_dir():
        pytest.skip("the source documents are not part of the project")
    paths = dict(zip(["S1", "S2", "S3"], sorted(SOURCES.glob("*.txt")), strict=True))
    cited = [statement for statement in real_model().statements if statement.citations]
    assert len(cited) > 100
    for statement in cited:
        match = re.search(r"line (\d+)$", statement.section)
        assert match is not None, statement.id
        line = paths[statement.source].read_text("utf-8").splitlines()[int(match[1]) - 1]
        there = set(re.findall(r"(?<![\w-])[1-8](?![\w-])", line))
        for item in statement.citations.split(", "):
            source, number = item.split(":")
            assert source == statement.source and number in there, (statement.id, item)


def test_the_page_of_evidence_shows_what_a_document_cites() -> None:
    page = str(evidence_page(Book(real_model())).html)
    assert "Cited in the document: S1:1, S1:3" in page
