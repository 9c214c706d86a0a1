"""The cell grammar: every row of `cells.csv` means what it says, and is printed so that it reads back."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.model import CellError, Value, parse_test, parse_value, passes, value_text
from b12tables.compiler.model import test_text as printed_text
from b12tables.compiler.model.tables import Field, UnitOption, ValueRow
from b12tables.compiler.reader.dictionary import vocabulary
from b12tables.compiler.reader.workbook import Raw
from b12tables.runtime import words as words_module
from b12tables.runtime.words import UNKNOWN
from tests.kit.steps import A_SECOND, counted
from tests.kit.tables import model_from_markdown, raw

MODEL = model_from_markdown(
    """
    ## Dictionary

    | Field  | Label  | Type         | Unit | Also accepts  | Unknown |
    |--------|--------|--------------|------|---------------|---------|
    | cause  | Cause  | choice       |      |               | yes     |
    | age    | Age    | number       | a    |               | yes     |
    | count  | Count  | whole number |      |               |         |
    | dose   | Dose   | number       | mg   | [IU] = 0.1 mg |         |
    | pressure | Pressure | number |mm[Hg]|               | yes     |
    | cells  | White cells | number  |10*9/L|               | yes     |
    | filtration | eGFR | number   | mL/min/{1.73_m2} |    | yes     |
    | smoker | Smoker | yes/no       |      |               | yes     |
    | start  | Start  | date         |      |               | yes     |
    | signs  | Signs  | choices      |      |               | yes     |
    | ward   | Ward   | text         |      |               | yes     |
    | answer | Answer | yes/no       |      |               |         |

    ## Values

    | Field | Value       | Label                       |
    |-------|-------------|-----------------------------|
    | cause | dietary     | Dietary deficiency          |
    | cause | ppi         | Proton pump inhibitor (PPI) |
    | cause | surgery     | Surgery, stomach or bowel   |
    | cause | not_planned | Not planned                 |
    | cause | none        | No cause                    |
    | cause | grade_one   | 1                           |
    | signs | tingling    | Tingling                    |
    | signs | numbness    | Numbness                    |
    | signs | pins        | Pins and needles            |

    ## Decision: All

    |    | When  |     |       |      |        |       |       |      | Then   |
    |----|-------|-----|-------|------|--------|-------|-------|------|--------|
    |    | cause | age | count | dose | smoker | start | signs | ward | answer |
    | R1 | -     | -   | -     | -    | -      | -     | -     | -    | yes    |
    """
)


def rows() -> Iterator[tuple[str, str, str]]:
    with (Path(__file__).parent / "cells.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["field"], row["cell"], row["meaning"]


def held(cell: str) -> Raw:
    """What a spreadsheet holds once the text has been typed."""
    text = cell.replace("\\n", "\n")
    return text == "TRUE" if text in ("TRUE", "FALSE") else raw(text)


def words(field: str, unit: str = ""):
    return vocabulary(MODEL.fields[field], head_unit=unit)


@pytest.mark.parametrize(("field", "cell", "meaning"), list(rows()))
def test_every_cell_means_what_the_list_says(field: str, cell: str, meaning: str) -> None:
    code, _, result = field.partition(" ")
    vocabulary = words("dose", "ug") if code == "dose_in_ug" else words(code)
    try:
        if result:
            read = value_text(parse_value(held(cell), vocabulary))
        else:
            test = parse_test(held(cell), vocabulary)
            read = printed_text(test)
            assert parse_test(read, words(code.removesuffix("_in_ug"))) == test, (
                "what is printed means something else"
            )
    except CellError as error:
        assert error.message
        assert meaning == f"error: {error.name}", error.message
        if error.name != "blank-cell":
            assert error.help, "says what could stand there"
        return
    assert read == meaning


def test_the_list_is_long_enough_to_be_worth_reading() -> None:
    assert len(list(rows())) >= 150


VALUES: dict[str, list[Value]] = {
    "cause": ["dietary", "ppi", "surgery", UNKNOWN],
    "age": [Fraction(-5), Fraction(1, 2), Fraction(20), Fraction(25), Fraction(30), UNKNOWN],
    "signs": [frozenset(), frozenset({"pins"}), frozenset({"pins", "tingling"}), UNKNOWN],
    "smoker": [True, False, UNKNOWN],
}


@pytest.mark.parametrize(
    ("field", "cell", "admitted"),
    [
        ("cause", "-", ["dietary", "ppi", "surgery", UNKNOWN]),
        ("cause", "known", ["dietary", "ppi", "surgery"]),
        ("cause", "unknown", [UNKNOWN]),
        ("cause", "not(dietary)", ["ppi", "surgery"]),
        ("cause", "not(dietary); unknown", ["ppi", "surgery", UNKNOWN]),
        ("cause", "not(unknown)", ["dietary", "ppi", "surgery"]),
        ("age", "> 20", [Fraction(25), Fraction(30)]),
        ("age", "not(> 20)", [Fraction(-5), Fraction(1, 2), Fraction(20)]),
        ("age", "!= 20", [Fraction(-5), Fraction(1, 2), Fraction(25), Fraction(30)]),
        ("age", "[20..30[", [Fraction(20), Fraction(25)]),
        ("age", "< 0 or unknown", [Fraction(-5), UNKNOWN]),
        ("signs", "empty", [frozenset()]),
        ("signs", "includes pins", [frozenset({"pins"}), frozenset({"pins", "tingling"})]),
        ("signs", "includes pins and excludes tingling", [frozenset({"pins"})]),
        ("signs", "excludes tingling", [frozenset(), frozenset({"pins"})]),
        ("signs", "not(includes tingling)", [frozenset(), frozenset({"pins"})]),
        ("smoker", "not(yes)", [False]),
        ("smoker", "yes or unknown", [True, UNKNOWN]),
    ],
)
def test_which_values_pass(field: str, cell: str, admitted: list[Value]) -> None:
    test = parse_test(held(cell), words(field))
    assert [value for value in VALUES[field] if passes(test, value)] == admitted


def test_none_of_a_decision_passes_as_unknown() -> None:
    assert passes(parse_test("unknown", words("cause")), None)
    assert not passes(parse_test("known", words("cause")), None)


WORDS = """
dietary ppi surgery unknown known any not not( ( ) [ ] .. , ; or and > >= < <= = != 20 30.5 mg a "
includes excludes empty yes no 2026-11-21 between to - ≥ – none Surgery, stomach
"""
PIECES = st.sampled_from([*WORDS.split(), "\n"])
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(PIECES, max_size=12).map(" ".join),
    st.lists(PIECES, max_size=9).map("".join),
)


@pytest.mark.slow
@settings(max_examples=1500)
@given(field=st.sampled_from(sorted(MODEL.fields)), text=TEXTS)
def test_any_text_is_read_or_refused(field: str, text: str) -> None:
    for parse in (parse_test, parse_value):
        try:
            meaning = parse(text, words(field))
        except CellError as error:
            assert error.message
            continue
        if parse is parse_test:
            printed = printed_text(meaning)
            assert parse_test(printed, words(field)) == meaning, printed


@pytest.mark.parametrize(
    "text",
    [
        "a," * 4000,
        "not(" * 2000 + "a" + ")" * 2000,
        "dietary or " * 700 + "ppi",
        "(" * 8000,
        "> " * 4000,
        "x" * 40_000,
    ],
)
@pytest.mark.parametrize("field", ["cause", "age", "signs", "ward"])
def test_long_texts_do_not_hang(field: str, text: str) -> None:
    def parse() -> None:
        try:
            parse_test(text, words(field))
        except CellError as error:
            assert error.message

    counted(parse, 2 * A_SECOND)


def test_a_value_row_needs_no_label_twice() -> None:
    """Code and label both name the value, whatever the case."""
    place = MODEL.fields["cause"].place
    field = Field("c", "C", "choice", place, (ValueRow("a", "A long label", place),))
    assert parse_value("A LONG LABEL", vocabulary(field)) == parse_value("A", vocabulary(field)) == "a"


def test_a_written_factor_is_exact() -> None:
    field = Field("b", "B", "number", MODEL.fields["age"].place, unit="pg/mL",
                  accepts=(UnitOption("pmol/L", Fraction("1.355"), True),))  # fmt: skip
    assert parse_value("453 pmol/L", vocabulary(field)) == Fraction("613.815")


def other_forms() -> Iterator[tuple[str, str, str]]:
    with (Path(__file__).parent / "other_forms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["field"], row["cell"], row["write"]


@pytest.mark.parametrize(("field", "cell", "write"), list(other_forms()))
def test_what_is_written_otherwise_is_refused_with_the_exact_form(field: str, cell: str, write: str) -> None:
    vocabulary = words(field)
    with pytest.raises(CellError) as raised:
        parse_test(cell, vocabulary)
    assert " or ".join(raised.value.forms) == write, raised.value.help
    assert raised.value.help.startswith(f"write {raised.value.forms[0]}")
    for form in raised.value.forms:
        parse_test(form, vocabulary)


SIGNS = "0123456789 .,;<>=≥≤()[]-+…'½²ª to or and more not x age over"
"""Of which people make comparisons."""


@pytest.mark.slow
@settings(max_examples=2000)
@given(
    st.lists(st.sampled_from([*SIGNS.split(" ")[0], " ", "..", *SIGNS.split(" ")[1:]]), max_size=9).map(
        "".join
    )
)
def test_a_form_that_is_offered_is_read(text: str) -> None:
    """Whatever is refused: what the help tells to write is read, and alternatives differ in meaning."""
    try:
        parse_test(text, words("age"))
    except CellError as error:
        meanings = [parse_test(form, words("age")) for form in error.forms]
        assert len(set(meanings)) == len(meanings)


@pytest.mark.parametrize("mark", "¹²⁵₂①⑴⒈½ªᵃⁿ⁻⁺")
@pytest.mark.parametrize("before", ["", " ", ".", "0"])
def test_a_mark_beside_a_number_is_never_part_of_it(before: str, mark: str) -> None:
    for cell in (f"> 5{before}{mark}", f"> {mark}{before}5", f"[1..5{before}{mark}]", f"5{before}{mark}"):
        with pytest.raises(CellError):
            parse_test(cell, words("age"))


def test_a_text_is_left_as_it_is_only_where_nothing_in_it_would_become_another() -> None:
    """Of all letters and signs, alone and in words of two scripts: as if each text were made plain step by step."""
    for around in ("a{}b", "\u03b1{}\u03b2", "{}"):
        for text in (around.format(chr(code)) for code in range(0x100, 0x3400)):
            marked = words_module._SMALL.sub(words_module._marked, text.translate(words_module._TWINS))
            step_by_step = unicodedata.normalize("NFKC", marked).translate(words_module._TWINS)
            assert words_module.plain(text) == " ".join(step_by_step.split()), text
