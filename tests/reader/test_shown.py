"""What a cell shows under a number format is what it holds, or it is refused: over a corpus of formats.

Two other readings of number formats judge ours: SSF (that of SheetJS, for Node.js) and LibreOffice. Wherever we take a
cell, what they show reads as the value that we took.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.compiler.reader.number_format import UnknownFormat, render
from b12tables.compiler.reader.shown import shown
from b12tables.runtime.numbers import exact, number_text, read_quantity
from b12tables.runtime.words import plain
from tests.kit.needed import npm_package
from tests.kit.node import asked_in_node
from tests.reader.office import converted

HERE = Path(__file__).parent
FORMATS = (HERE / "number_formats.txt").read_text(encoding="utf-8").splitlines()
EPOCH = date(1899, 12, 30)

VALUES: list[int | float] = [
    0, 1, 2, 5, 12, 60, 100, 140, 999, 1000, 1234, 46000, 123456, 12345678901, 123456789012, -1, -2, -5, -1000,
    0.5, 0.05, 0.25, 1.5, 2.75, 99.5, 1234.5, 46000.5, 1234567.891, 0.001, 0.00001234, 1 / 3, 0.1 + 0.2, 1e15, -0.5,
    30.004, 7306.25, 1.1,
]  # fmt: skip


def read(text: str) -> Fraction | None:
    """The number that a reader sees in a text, per cent counted as hundredths; None where it is none."""
    seen = read_quantity(re.sub(r"^-\s+", "-", text.strip()))
    if seen is None:
        return None
    number, unit = seen
    return number / 100 if unit == "%" else number


def holds(code: str, value: int | float) -> None:
    """Shown is held, or refused with a sentence and a remedy."""
    taken, text, problem, remedy = shown(value, code, EPOCH)
    if problem:
        assert taken is None and remedy
        return
    held = exact(value)
    if isinstance(taken, date):
        assert held > 60 and taken.isoformat()[:10] == (EPOCH + timedelta(days=int(held))).isoformat()
        return
    said = taken if isinstance(taken, str) else (text or number_text(exact(taken)))
    literal_percent = isinstance(taken, str) and taken.endswith("%") and read(taken) == held / 100
    assert read(said) == held or literal_percent, (code, value, taken, text)
    shows = plain(render(code, held).text)
    assert said.replace(" ", "") == shows.replace(" ", "") or code.lower() in ("general", "@") or "%" in said


def test_the_corpus_is_large() -> None:
    assert len(set(FORMATS)) >= 300


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_shown_is_held_or_refused(value: int | float) -> None:
    for code in FORMATS:
        holds(code, value)


@given(code=st.sampled_from(FORMATS), value=st.one_of(st.integers(-(10**13), 10**13), st.floats(-1e9, 1e9)))
def test_shown_is_held_or_refused_for_any_number(code: str, value: int | float) -> None:
    holds(code, value)


PIECES = [
    "0", "#", "?", "0.0", ",", ".", "%", ";", '"x"', "-", "(", ")", " ", "[Red]", "[<1]", "@", "General", "E+0", "/",
    "m", "d", "yyyy", "h", "_)", "* ", "\\", '"', "[$-409]", "[$€]", "mg",
]  # fmt: skip


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=7), value=st.sampled_from(VALUES))
def test_any_string_is_a_format_or_refused(pieces: list[str], value: int | float) -> None:
    holds("".join(pieces) or "General", value)


@given(code=st.sampled_from(FORMATS), value=st.text(max_size=12))
def test_a_text_is_shown_or_refused(code: str, value: str) -> None:
    taken, _, problem, remedy = shown(value, code, EPOCH)
    assert (taken is None and remedy) if problem else taken == value


@pytest.mark.parametrize(
    ("code", "value", "taken", "words"),
    [
        ("0;[Red]0", -2, None, "shows '2', but holds -2"),
        ("0.00,", 60, None, "shows '0.06', but holds 60"),
        ('"yes";"no";"unknown"', 1, None, "shows 'yes', but holds 1"),
        ("#,###", 0, None, "shows nothing, but holds 0"),
        ('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 0, None, "shows '-', but holds 0"),
        ('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 1000, 1000, ""),
        ('_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', -5, -5, ""),
        ('0" mm[Hg]"', 140, "140 mm[Hg]", ""),
        ("0 [$lb]", 150, "150 lb", ""),
        ('0" mg"', 5, "5 mg", ""),
        ('[=0]"-";0', 0, None, "shows '-'"),
        ('[<1]"low";0', 0.5, None, "shows 'low'"),
        ('[<1]"low";0', 5, 5, ""),
        ("[<0]0;0", -5, None, "differs between programs"),
        (";;;", 5, None, "shows nothing"),
        ("0%", 0.5, "50 %", ""),
        ("0%", 0.505, None, "shows '51%'"),
        ('0"%"', 5, "5 %", ""),
        ("# ?/?", 0.5, None, "shows '1/2'"),
        ("0.00E+00", 100000, None, "shows '1.00E+05'"),
        ("General", 1 / 3, None, "shows '0.333333333'"),
        ("General", 123456789012, None, "shows '1.23457E+11'"),
        ("General", 0.1 + 0.2, None, "shows '0.3'"),
        ('">= "0', 5, None, "shows '>= 5'"),
        ('0"-34"', 12, None, "shows '12-34'"),
        ('0" to 30"', 20, None, "shows '20 to 30'"),
        ("00-00", 1234, None, "shows '12-34'"),
        ("(0)", 5, None, "shows '(5)'"),
        ("[White]0", 5, None, "in white"),
        ("[$-2000401]0", 5, None, "of another region"),
        ("@", 5, 5, ""),
        ("d-mmm", 46000, None, "shows '9-Dec'"),
        ("mmm-yy", 46000, None, "shows 'Dec-25'"),
        ("yyyy-mm-dd", 46000, date(2025, 12, 9), ""),
        ("d-mmm-yy", 46000, date(2025, 12, 9), ""),
        ("d-mmm-yy", 7306, None, "holds the date 1920-01-01"),
        ('"before "yyyy-mm-dd', 46000, None, "shows 'before 2025-12-09'"),
        ("[h]:mm", 1.5, None, "time of day or a duration"),
        ("yyyy-mm-dd", 12, None, "programs differ"),
        ("yyyy-mm-dd", 46000.5, None, "holds a part of a day"),
        ("*-0", 5, None, "fills the width of the cell with '-'"),
        ("* 0", 5, 5, ""),
        ('0"+"', 20, None, "shows '20+'"),
        ('"≥ "0', 20, None, "shows '>= 20'"),
        ('0" or more"', 20, None, "shows '20 or more'"),
        ('0".5"', 2, None, "shows '2.5'"),
        ('"1"0', 5, None, "shows '15'"),
        ('0"0"', 5, None, "shows '50'"),
        ('0"E3"', 5, None, "shows '5E3'"),
        ('0"x10^9/L"', 5, "5 x10^9/L", ""),
        ("0.0,,", 5_000_000, None, "shows '5.0'"),
        ("$0", 5, None, "shows '$5'"),
        ("[Color2]0", 5, None, "in white"),
        ('[<1]0.0;[<10]0.00;0"!"', 50, None, "shows '50!'"),
        ("", 5, None, "differs from region to region"),
        ("0 mg", 5, None, "nobody can tell"),
    ],
)
def test_cells_as_people_format_them(code: str, value: int | float, taken: object, words: str) -> None:
    got, _, problem, remedy = shown(value, code, EPOCH)
    assert got == taken and words in problem and bool(remedy) == bool(problem)


def test_zeros_behind_the_point_and_before_it_are_kept_as_text() -> None:
    assert shown(1.1, "0.00", EPOCH)[:2] == (1.1, "1.10")
    assert shown(7, "000", EPOCH)[:2] == (7, "007")


def test_a_sheet_without_zeros() -> None:
    assert "hides its zeros" in shown(0, "General", EPOCH, zeros=False)[2]
    assert shown(1, "General", EPOCH, zeros=False)[0] == 1


def test_a_truth_under_a_format_for_numbers_is_two_things() -> None:
    assert shown(True, "General", EPOCH)[0] is True
    assert "TRUE or 1" in shown(True, "0", EPOCH)[2]


def test_the_count_of_days_from_1904() -> None:
    assert shown(44538, "yyyy-mm-dd", date(1904, 1, 1))[0] == date(2025, 12, 9)
    assert shown(44538, "d-mmm-yy", date(1904, 1, 1))[0] == date(2025, 12, 9)


# ---------------------------------------------------------------- the other readings


def taken(code: str, value: int | float) -> str | None:
    """What we read, as a text; None where the cell is refused."""
    got, text, problem, _ = shown(value, code, EPOCH)
    if problem:
        return None
    if isinstance(got, date):
        return got.isoformat()
    return got if isinstance(got, str) else text or number_text(exact(value))


def ungrouped(text: str) -> str:
    """Without the marks between groups of digits, and with the minus beside its number."""
    bare = re.sub(r"(?<=\d),(?=\d{3})", "", text.strip())
    return re.sub(r"^-\s+", "-", bare).replace(" ", "")


@cache
def ssf(node: str) -> dict[tuple[str, int | float], str | None]:
    npm_package(HERE, "ssf", "SSF")
    pairs = [(code, value) for code in FORMATS for value in VALUES]
    told = asked_in_node(node, HERE / "ssf.js", asked=json.dumps(pairs))
    return dict(zip(pairs, json.loads(told), strict=True))


def ssf_is_at_home(code: str, value: int | float) -> bool:
    """Whether SSF knows the format: it has faults of its own, which LibreOffice does not share.

    It loses a General among literals, writes a dollar for a region, rounds `0.0?` to one place, and shows nothing for
    the 0 of a fraction.
    """
    if ("General" in code and code != "General") or re.search(r"\[\$-40[79]\]|0\.0\?", code):
        return False
    return not (value == 0 and re.search(r"[?#]/", code))


def says_the_day(text: str, ours: str) -> bool:
    day = date.fromisoformat(ours[:10])
    return str(day.day) in text and f"{day.year % 100:02}" in text


def agrees(text: str, ours: str) -> bool:
    """Whether a text that another program shows says what we read."""
    if re.match(r"\d{4}-\d\d-\d\d", ours):
        return says_the_day(text, ours)
    return read(ungrouped(text)) == read(ours)


def test_ssf_shows_what_we_read(node: str) -> None:
    compared = 0
    for (code, value), text in ssf(node).items():
        ours = taken(code, value)
        if ours is not None and text is not None and ssf_is_at_home(code, value):
            compared += 1
            assert agrees(text, ours), (code, value, text, ours)
    assert compared > 2_000


def test_what_ssf_shows_as_the_number_itself_is_taken(node: str) -> None:
    """We refuse no more than is needed: a text that is the plain number is taken, where all programs agree."""
    for (code, value), text in ssf(node).items():
        plainly = text is not None and re.sub(r"(?<=\d),(?=\d{3})", "", text).strip() == number_text(
            exact(value)
        )
        if plainly and ssf_is_at_home(code, value) and taken(code, value) is None:
            assert left_open(code, value), (code, value, text)


def left_open(code: str, value: int | float) -> bool:
    """Where SSF has an answer and we have none: white, digits of regions, dates, and what programs read differently."""
    if "white" in code.lower() or (value < 0 and "[" in code):
        return True
    try:
        seen = render(code, exact(value))
    except UnknownFormat:
        return True
    return bool(seen.parts) or seen.text.strip() != number_text(exact(value))


def test_libreoffice_shows_what_we_read(soffice: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, code in enumerate(FORMATS, 1):
        for column, value in enumerate(VALUES, 1):
            if taken(code, value) is not None:
                cell = sheet.cell(row, column)
                cell.value = value
                cell.number_format = code
    for column in range(1, len(VALUES) + 1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = 60
    book.save(tmp_path / "formats.xlsx")
    (out,) = converted(soffice, [tmp_path / "formats.xlsx"], tmp_path / "out")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    compared = 0
    for code, texts in zip(FORMATS, rows, strict=False):
        for value, text in zip(VALUES, texts, strict=False):
            ours = taken(code, value)
            if ours is None or text == "#FMT":  # it cannot show that number so
                continue
            compared += 1
            if "[$-407]" in code or "-807]" in code:  # in the signs of that region
                text = text.replace(".", "").replace(",", ".").replace("’", "")
            assert agrees(text, ours), (code, value, text, ours)
    assert compared > 2_000
