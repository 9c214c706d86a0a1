"""The form's script reads words, numbers and units as the runtime does: over all code points, and every unit."""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from b12tables.runtime.reading import _read_text as read_quantity
from b12tables.runtime.units import NAMES, unit_key, unit_words
from b12tables.runtime.words import fold, plain
from tests.kit.node import ENGINE_FILES, asked_in_node
from tests.kit.units import all_units, spellings

HERE = Path(__file__).parent


def in_node(node: str, calls: Sequence[tuple[str, str]]) -> list[object]:
    """What the engine's functions give, call by call."""
    asked = json.dumps({"names": NAMES, "calls": calls})
    answers = json.loads(asked_in_node(node, HERE / "words.js", *ENGINE_FILES, asked=asked))
    assert isinstance(answers, list)
    return answers


def assigned() -> list[str]:
    """Every character that the older of two editions of Unicode knows; what a surrogate half means nobody says."""
    old = unicodedata.ucd_3_2_0
    return [
        sign
        for sign in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(sign) not in ("Cn", "Cs", "Co")
        or old.category(sign) not in ("Cn", "Cs", "Co")
    ]


@pytest.mark.slow
def test_all_code_points_are_folded_alike(node: str) -> None:
    texts = [text for sign in assigned() for text in (sign, f"5{sign}")]
    answers = in_node(node, [("fold", text) for text in texts])
    wrong = [(text, fold(text), got) for text, got in zip(texts, answers, strict=True) if got != fold(text)]
    assert not wrong, wrong[:20]


@pytest.mark.slow
def test_no_character_behind_a_digit_becomes_part_of_the_number(node: str) -> None:
    """What a person sees as 5 with a mark is read as no other number than 5, neither here nor in the runtime."""
    signs = [sign for sign in assigned() if not (sign.isspace() or sign in DIGITS)]
    texts = [f"5{sign}" for sign in signs] + [f"{sign}5" for sign in signs]
    answers = in_node(node, [("quantity", text) for text in texts])
    for text, got in zip(texts, answers, strict=True):
        read = read_quantity(text)
        assert (got and Fraction(got[0])) == (read and read[0]), text  # type: ignore[index]
        assert read is None or abs(read[0]) in (5, Fraction(1, 2)), text


DIGITS = {
    sign
    for sign in map(chr, range(sys.maxunicode + 1))
    if sign.isdecimal() and plain(sign) in set("0123456789")
}
"""The digits that are as large as any: also those of full width, and those of mathematical type."""


def test_every_unit_has_one_key_however_it_is_written(node: str) -> None:
    units = all_units()
    assert len(units) > 1000
    pairs = [(unit, text) for unit in units for text in spellings(unit)]
    answers = in_node(node, [("unitKey", text) for _, text in pairs])
    for (unit, text), got in zip(pairs, answers, strict=True):
        assert got == unit_key(text) == unit_key(unit), (unit, text)


@pytest.mark.slow
def test_what_is_no_unit_has_the_same_key_too(node: str) -> None:
    chance = random.Random(5)
    signs = "gmLuµ μ/·.x×10^*⁹²[]{}()°ºCHg%\u00a0١'"
    texts = ["".join(chance.choices(signs, k=chance.randint(0, 9))) for _ in range(20_000)]
    assert in_node(node, [("unitKey", text) for text in texts]) == [unit_key(text) for text in texts]
    numbers = [f"4{text}" for text in texts]
    for text, got in zip(numbers, in_node(node, [("quantity", text) for text in numbers]), strict=True):
        read = read_quantity(text)
        said = got and (Fraction(got[0]), unit_key(got[1]))  # type: ignore[index]
        assert said == (read and (read[0], unit_key(read[1]))), text


def test_every_printed_unit_is_read_back(node: str) -> None:
    """As the form prints it; the runtime and the cells are asked in `tests/model/test_units.py`."""
    units = all_units()
    printed = [f"4.5 {unit_words(unit)}" for unit in units]
    answers = in_node(node, [("quantity", text) for text in printed])
    for unit, text, got in zip(units, printed, answers, strict=True):
        assert got is not None and got[0] == "9/2" and unit_key(got[1]) == unit_key(unit), text  # type: ignore[index]
