"""What people read: two texts for everything; patient texts are easy, without orders; nothing is copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from b12tables.compiler.reader.folder import read_workbook
from tests.kit.packages import real_model

ROOT = Path(__file__).parent.parent.parent
SOURCES = ROOT.parent / "shared" / "sources"

WORDS = re.compile(r"[A-Za-z0-9'-]+")

LONG_WORDS = frozenset(
    {
        "weight-loss",
        "breastfeeding",
        "recommended",
        "homocysteine",
        "stomach-acid",
        "long-lasting",
        "professional",
    }
    | {"hydroxocobalamin", "cyanocobalamin", "methylcobalamin"}
)
"""The only words of eleven letters or more that a patient meets: a test, the name on the box, or made of two short
ones."""


def patient_texts() -> list[tuple[str, str]]:
    fields = real_model().fields.values()
    asked = [(field.code, field.patient) for field in fields]
    return asked + [(f"{field.code} = {row.code}", row.patient) for field in fields for row in field.values]


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def everyone(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(where, sentence) for where, text in texts for sentence in sentences(text)]


# ---------------------------------------------------------------- two texts for everything


def test_every_field_has_a_question_for_each_reader() -> None:
    fields = real_model().fields
    assert len(fields) > 100
    assert [code for code, field in fields.items() if not field.question] == []
    assert [code for code, field in fields.items() if not field.patient] == []


def test_every_value_has_a_text_for_each_reader() -> None:
    rows = [(field.code, row) for field in real_model().fields.values() for row in field.values]
    assert len(rows) > 400
    assert [(code, row.code) for code, row in rows if not row.label or row.label == row.code] == []
    assert [(code, row.code) for code, row in rows if not row.patient] == []
    assert [(code, row.code) for code, row in rows if row.patient == row.label] == []


@pytest.mark.parametrize("field", ["warning", "information", "guard", "flag", "reading", "test_item"])
def test_every_warning_and_question_that_can_come_has_both_texts(field: str) -> None:
    model = real_model()
    table = model.produced_by[field]
    column = table.output_fields.index(field)
    given = {rule.results[column].value for rule in table.rules}
    assert given == set(model.fields[field].value_codes)
    assert all(row.label and row.patient for row in model.fields[field].values)


# ---------------------------------------------------------------- patient texts


def test_patient_texts_are_short_and_plain() -> None:
    found = everyone(patient_texts())
    words = [word for _, sentence in found for word in WORDS.findall(sentence)]
    assert [s for s in found if len(WORDS.findall(s[1])) > 20] == []
    assert len(words) / len(found) < 10
    # LIX: words a sentence, plus the percentage of words of seven letters or more; 25 is a children's book
    assert len(words) / len(found) + 100 * sum(len(word) > 6 for word in words) / len(words) < 25
    assert {word.lower() for word in words if len(word) >= 11} <= LONG_WORDS


def test_patient_texts_use_no_word_of_the_trade() -> None:
    trade = re.compile(
        r"\b(i\.?m\.?|intramuscular\w*|parenteral|oral\w*|renal|hepatic|eGFR|resect\w*|ileum|ileal|malabsorption|"
        r"paraesthesia|neuropathy|neurolog\w*|regimen|maintenance|loading|serum|deficien\w+|replet\w*|titrat\w*|"
        r"contraindicat\w*|anaemia)\b",
        re.IGNORECASE,
    )
    names = {"flag = C01", "flag = C10", "warning = W14"}
    """Texts that name an illness by its name."""
    assert [s for s in patient_texts() if trade.search(s[1]) and s[0] not in names] == []


ORDER = re.compile(
    r"^(please )?(stop|start|take|skip|miss|reduce|lower|increase|raise|double|halve|change|switch|inject|"
    r"use|try|add|drop|lengthen|shorten|delay|wait|replace|leave|give)\b",
    re.IGNORECASE,
)
"""A sentence that begins like this tells somebody to do something to the treatment."""

ORDER_INSIDE = re.compile(
    r"\byou (should|must|can|may|could|need to|have to|ought to) (now )?(stop|start|take|skip|miss|reduce|"
    r"lower|increase|raise|double|halve|change|switch|inject|lengthen|shorten|delay|replace|leave out)\b|"
    r"\b(a (higher|lower|bigger|smaller) dose|more tablets|fewer tablets|twice the dose|half the dose)\b",
    re.IGNORECASE,
)


def test_patient_texts_never_tell_anybody_to_change_a_dose() -> None:
    said = everyone(patient_texts())
    assert [s for s in said if ORDER.search(s[1]) or ORDER_INSIDE.search(s[1])] == []


def test_the_measure_of_orders_knows_one_when_it_sees_one() -> None:
    for order in (
        "Stop the injections.",
        "Take two tablets.",
        "You can skip the next one.",
        "You need a lower dose.",
    ):
        assert ORDER.search(order) or ORDER_INSIDE.search(order), order
    for advice in ("Do not stop on your own.", "Your clinician decides.", "You take folic acid."):
        assert not ORDER.search(advice) and not ORDER_INSIDE.search(advice), advice


def test_the_plan_is_told_as_the_rules_suggestion_and_not_as_what_the_patient_gets() -> None:
    """Who gets an injection every month must not read "every 2 months" as a change of their own."""
    fields = real_model().fields
    for code in ("regimen", "regimen_alternative", "dose", "route", "interval_min", "interval_max"):
        asked = fields[code].patient
        assert re.search(r"\bplan\b", asked) and "your B12 treatment" not in asked, code


def test_an_amount_stands_only_where_the_dose_is_explained() -> None:
    amount = re.compile(r"\b[0-9.]+ ?(mg|mcg|micrograms?|µg|ml)\b", re.IGNORECASE)
    assert {where for where, text in patient_texts() if amount.search(text)} == {
        "dose = 1_mg",
        "dose = 1000_to_2000_mcg",
    }


def test_a_change_of_treatment_always_leads_to_the_clinician() -> None:
    fields = real_model().fields
    for code in ("escalation", "action", "oral_option", "verdict"):
        for row in fields[code].values:
            changes = re.search(
                r"more often|more frequent|suggest|may be able to replace|does not suit", row.patient
            )
            leads = "clinician" in row.patient or row.patient.startswith("Nothing shows that you need")
            assert not changes or leads, (code, row.code, row.patient)


# ---------------------------------------------------------------- nothing copied

LONGEST = 8
"""So many words in a row may stand in a source too."""


def plain_words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = plain_words(text)
    return (tuple(words[i : i + LONGEST + 1]) for i in range(len(words) - LONGEST))


@pytest.fixture(scope="module")
def source_runs() -> frozenset[tuple[str, ...]]:
    if not SOURCES.is_dir():
        pytest.skip("the source documents are not part of the project")
    texts = [path.read_text("utf-8") for path in sorted(SOURCES.glob("*.txt"))]
    assert len(texts) == 3
    return frozenset(run for text in texts for run in runs(text))


@pytest.mark.slow
def test_no_cell_repeats_a_sentence_of_the_sources(source_runs: frozenset[tuple[str, ...]]) -> None:
    workbook, _ = read_workbook(ROOT / "tables")
    copied = []
    for sheet in workbook:
        heads = {cell.text: column for row in (2, 3, 4) for column, cell in sheet.by_row.get(row, {}).items()}
        # a document and its sections are named as they name themselves
        named = (
            {heads.get("Section"), heads.get("Title")}
            if sheet.at(1, 1).text in ("Statements", "Sources")
            else set()
        )
        copied += [
            (str(cell.place), " ".join(run))
            for (_, column), cell in sheet.cells.items()
            if column not in named
            for run in runs(cell.text)
            if run in source_runs
        ]
    assert copied == []


def test_no_page_repeats_a_sentence_of_the_sources(source_runs: frozenset[tuple[str, ...]]) -> None:
    pages = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
    copied = [
        (p.name, " ".join(run)) for p in pages for run in runs(p.read_text("utf-8")) if run in source_runs
    ]
    assert len(pages) > 5 and copied == []
