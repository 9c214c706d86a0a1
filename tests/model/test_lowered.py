"""Which words of labels lose their capital within a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from b12tables.compiler.model.telling import ADVERB, lowered
from tests.kit.packages import real_model


@pytest.mark.parametrize(
    "language, without_capital", [("en", True), ("en-GB", True), ("fr", False), ("de", False)]
)
def test_an_english_adverb_needs_no_other_place_that_writes_it(language: str, without_capital: bool) -> None:
    model = real_model()
    spoken = replace(model, about=replace(model.about, language=language))
    assert ("Indefinitely" in lowered(spoken)) == without_capital


def test_no_name_is_taken_for_an_adverb() -> None:
    names = (
        "Connally Connolly Kelly Beverly Charly Bently Bentley Lilly Italy Kimberly Waverly Assembly Crohn"
    )
    assert [name for name in names.split() if ADVERB.fullmatch(name)] == []
