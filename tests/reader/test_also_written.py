"""Also written: synonyms of fields and values are read wherever a name stands, found by search, and printed nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Finding, Model
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from b12tables.site.pages.reference import dictionary_page
from b12tables.site.search_index import read_page
from tests.kit.packages import package_of
from tests.kit.tables import model_and_findings, model_from_markdown

SET = """
## Dictionary
| Field | Label | Type | Unknown | Also written |
|---|---|---|---|---|
| drug | Blood thinner | choice | yes | {drug} |
| extra | Risks | choices | | Hazards |
| act | Action | choice | | What to do |

## Values
| Field | Value | Label | Also written |
|---|---|---|---|
| drug | warfarin | Warfarin | {warfarin} |
| drug | apixaban | Apixaban | {apixaban} |
| extra | fall | Falls | tumbles |
| extra | bleed | Bleeding | |
| act | inr | Measure INR | |
| act | none_needed | Nothing | |

## Decision: What to do with it
| | When | | Then |
|---|---|---|---|
| Rule | {head} | Hazards | What to do |
| R1 | {first} | - | inr |
| R2 | {second} | - | none_needed |
| R3 | unknown | - | inr |

## Impossible
| ID | Combination | Why |
|---|---|---|
| K1 | Thinner: Eliquis<br>Hazards: includes tumbles and includes bleed | w |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Thinner: coumadin | What to do: Measure INR | w |

## Cases
| | | Given | | Expect |
|---|---|---|---|---|
| Case | Description | Thinner | Hazards | What to do |
| C1 | the old name | Coumadin | tumbles | Measure INR |
"""
PLAIN = {
    "drug": "Thinner; Anticoagulant", "warfarin": "Coumadin; Marevan", "apixaban": "Eliquis", "head": "Thinner",
    "first": "coumadin", "second": "not(Marevan)",
}  # fmt: skip
SYNONYMS = ("Thinner", "Anticoagulant", "Coumadin", "Marevan", "Eliquis", "Hazards", "tumbles", "What to do")


def model(**said: str) -> Model:
    return model_from_markdown(SET.format(**{**PLAIN, **said}))


def findings(**said: str) -> list[Finding]:
    return list(model_and_findings(SET.format(**{**PLAIN, **said}))[1])


def test_they_are_read_in_heads_cells_combinations_rules_and_cases() -> None:
    read = model()
    assert findings() == []
    told, certificate = run_checks(read)
    assert [finding for finding in told if finding.severity == "error"] == []
    assert [entry["verdict"] for entry in certificate.safety_rules] == ["proved"]
    assert read.cases[0].given == {"drug": "warfarin", "extra": frozenset({"fall"})}


@pytest.mark.parametrize("field", ["drug", "Blood thinner", "thinner", "ANTICOAGULANT"])
@pytest.mark.parametrize("value", ["warfarin", "Warfarin", "Coumadin", " marevan "])
def test_they_are_read_in_the_case_of_a_program(field: str, value: str) -> None:
    result = package_of(model()).evaluate({field: value, "hazards": ["Tumbles"]})
    assert result.status == "ok"
    assert result.inputs == {"drug": "warfarin", "extra": frozenset({"fall"})}


def test_they_are_printed_nowhere() -> None:
    result = package_of(model()).evaluate({"thinner": "marevan", "extra": []})
    printed = result.explain() + str(result.to_dict()["outputs"]) + str(result.to_dict()["inputs"])
    refused = package_of(model()).evaluate({"drug": "aspirin", "extra": []})
    printed += refused.problems[0].message + str(refused.problems[0].accepted)
    page = dictionary_page(Book(model())).html
    _, pieces = read_page(f"<main>{page}</main>")
    found = " ".join(words for _, words in pieces)
    shown = str(page)
    for word in SYNONYMS:
        assert word in found
        shown = shown.replace(f'"{word}"', "")
    for word in ("Coumadin", "Marevan", "Eliquis", "tumbles", "Anticoagulant"):
        assert word not in printed.replace("the rule asks: ", "") and f">{word}" not in shown
    assert "Coumadin" in model_script(Book(model()))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"apixaban": "Coumadin"}, "'Coumadin' would stand for two values of Blood thinner"),
        ({"apixaban": "warfarin"}, "would stand for two values of Blood thinner"),
        ({"warfarin": "APIXABAN"}, "would stand for two values of Blood thinner"),
        ({"drug": "Thinner; Action"}, "'Action' would stand for two fields"),
        ({"drug": "Thinner; risks"}, "would stand for two fields"),
    ],
)
def test_a_word_for_two_things_is_an_error(said: dict[str, str], words: str) -> None:
    told = findings(**said)
    (found,) = [finding for finding in told if finding.name == "ambiguous-name"]
    assert words in found.message
    assert found.severity == "error"
    # which value the word means is not guessed: nothing more is said of the cells that have it
    assert {finding.name for finding in told if finding.severity == "error"} == {"ambiguous-name"}


@pytest.mark.parametrize("word", ["unknown", "any", "none"])
def test_a_word_with_a_meaning_of_its_own_is_refused(word: str) -> None:
    assert any("has a meaning of its own" in finding.message for finding in findings(apixaban=word))


def test_its_own_label_as_a_synonym_says_nothing_new() -> None:
    assert findings(apixaban="apixaban; Eliquis; ELIQUIS") == []


def test_one_synonym_less_is_a_major_change_and_one_more_a_minor_one() -> None:
    cells = {"first": "warfarin", "second": "not(warfarin)"}
    less, more = model(**cells), model(**cells, warfarin="Coumadin; Marevan; Jantoven")
    assert [(note.step, note.message) for note in compare(less, more).notes] == [
        ("minor", "Blood thinner: Warfarin is also written 'Jantoven'")
    ]
    assert [note.step for note in compare(more, less).notes] == ["major"]
    named = model(**cells, drug="Thinner; Anticoagulant; Anti")
    assert [(note.step, note.message) for note in compare(less, named).notes] == [
        ("minor", "Blood thinner is also written 'Anti'")
    ]


def test_the_page_script_reads_them(node: str, tmp_path: Path) -> None:
    from tests.site.test_engine import assert_same

    assert_same(node, model(), [{"thinner": "MAREVAN", "Hazards": ["tumbles", "Bleeding"]}], tmp_path)
