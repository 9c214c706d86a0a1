"""Words of the grammar in another language: the cell is not read, and the text to write is offered with its meaning."""

from __future__ import annotations

import pytest

from b12tables.compiler.model import CellError, Vocabulary, parse_test, parse_value

CHOICE = Vocabulary(
    "Bleeding",
    "choice",
    {"bowel": "bowel", "menstrual": "menstrual", "none found": "none_found", "nausea und ruhe": "nausea"},
    ("bowel", "menstrual", "none_found", "nausea"),
    labels={"bowel": "Bowel", "menstrual": "Menstrual", "none_found": "None found"},
)
SEVERAL = Vocabulary(
    "Medicines", "set", {"ppi": "ppi", "calcium": "calcium"}, ("ppi", "calcium"), labels={"ppi": "PPI"}
)
NUMBER = Vocabulary("Age", "number", unit="a")
YES_NO = Vocabulary("Smokes", "yes/no")


def help_of(text: str, vocabulary: Vocabulary) -> str:
    with pytest.raises(CellError) as error:
        parse_test(text, vocabulary)
    return error.value.help


@pytest.mark.parametrize(
    ("text", "vocabulary", "written"),
    [
        ("bowel oder menstrual", CHOICE, "bowel or menstrual"),
        ("bowel ou menstrual", CHOICE, "bowel or menstrual"),
        ("bowel eller menstrual", CHOICE, "bowel or menstrual"),
        ("bowel oder unbekannt", CHOICE, "bowel or unknown"),
        ("nicht bowel", CHOICE, "not bowel"),
        ("unbekannt", CHOICE, "unknown"),
        ("includes ppi oder calcium", SEVERAL, "includes ppi; includes calcium"),
        ("ppi und calcium", SEVERAL, "includes ppi and calcium"),
        ("mindestens 18", NUMBER, ">= 18"),
        ("moins de 18", NUMBER, "< 18"),
        ("15 bis 30", NUMBER, "15 to 30"),
        ("< 15 oder unbekannt", NUMBER, "< 15 or unknown"),
        ("ja", YES_NO, "yes"),
        ("oui ou inconnu", YES_NO, "yes or unknown"),
    ],
)
def test_what_is_offered_is_read(text: str, vocabulary: Vocabulary, written: str) -> None:
    assert help_of(text, vocabulary).startswith(f"write {written}")
    parse_test(written, vocabulary)


def test_where_two_things_may_be_meant_both_are_offered() -> None:
    assert help_of("unter 18", NUMBER) == "write < 18, or <= 18, whichever is meant"
    help = help_of("excludes ppi oder calcium", SEVERAL)
    assert "excludes ppi; excludes calcium, or excludes ppi and excludes calcium, whichever" in help


@pytest.mark.parametrize(
    "text", ["bowel perhaps menstrual", "bowel menstrual", "bowel oder menstual", "bowell ou menstrual"]
)
def test_a_text_that_names_two_values_is_near_to_neither(text: str) -> None:
    help = help_of(text, CHOICE)
    assert "write Bowel; Menstrual" in help and "did you mean" not in help


@pytest.mark.parametrize("text", ["bowel nicht menstrual", "bowel sans menstrual", "kein menstrual bowel"])
def test_two_values_of_which_one_is_denied_are_not_offered_together(text: str) -> None:
    assert "Bowel; Menstrual" not in help_of(text, CHOICE)


def test_a_label_that_holds_such_a_word_is_one_value() -> None:
    assert "did you mean nausea?" in help_of("nausea und rue", CHOICE)


@pytest.mark.parametrize("text", ["bowel oder menstrual", "bowel menstrual", "bowel oder menstual"])
def test_a_result_is_one_value(text: str) -> None:
    with pytest.raises(CellError) as error:
        parse_value(text, CHOICE)
    assert error.value.help == "write one of them: Bowel or Menstrual"
