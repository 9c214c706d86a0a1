"""docs/outside-the-format.md lists every feature that the conformance tests set aside, why, and how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from tests.conformance.adapter import OUTSIDE, feature_of, literal_cells

PAGE = Path(__file__).resolve().parents[2] / "docs" / "outside-the-format.md"


def rows() -> list[list[str]]:
    """The rows of the page's table."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def test_the_page_lists_the_features_and_reasons() -> None:
    assert [row[:2] for row in rows()] == [[feature, why] for feature, why in sorted(OUTSIDE.items())]


def test_the_page_counts_what_is_set_aside() -> None:
    """Counted from the collection itself; where the collection is not there, the test is skipped with it."""
    # imported here: these modules skip themselves where the collection is not there
    from tests.conformance import test_kie, test_tck, test_verification_others

    found: dict[str, Counter[str]] = defaultdict(Counter)

    def add(what: str, feature: str | None) -> None:
        if feature is not None:
            found[feature][what] += 1

    for entry in test_kie.ENTRIES:
        add("table", feature_of(literal_cells(entry)))
        for feature in {test_kie.SET_ASIDE[key] for key in entry["expected"] if key in test_kie.SET_ASIDE}:
            add("finding", feature)
    for entry, case in test_kie.CASES:
        add("case", test_kie.feature_of_case(entry, case))
    for _, table in test_tck.TABLES:
        add("table", feature_of(table))
    for test in test_tck.CORPUS:
        add("cell", test_tck.corpus_feature(test))
    for pair in test_verification_others.CONTAINMENT:
        add("pair of cells", feature_of(test_verification_others.containment_table(pair)))
    for _, finding, policy in test_verification_others.PAIRS:
        if finding == "conflict" and policy in test_verification_others.LISTS:
            add("finding", "conflict in a list")
    said = {row[0]: row[2] for row in rows()}
    assert said == {feature: in_words(counts) for feature, counts in found.items()}


def in_words(counts: Counter[str]) -> str:
    """2 tables, 1 cell"""
    plurals = {"pair of cells": "pairs of cells"}
    words = ("table", "finding", "case", "cell", "pair of cells")
    return ", ".join(
        f"{counts[word]} {word if counts[word] == 1 else plurals.get(word, word + 's')}"
        for word in words
        if counts[word]
    )
