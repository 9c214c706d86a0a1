"""The certificate's page says no less than `check` does: every sentence of the report that limits it is there."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from b12tables.compiler import Report, check
from b12tables.compiler.checks import run_checks
from b12tables.compiler.grading import StoredGrade, StoredMistake, StoredScore
from b12tables.compiler.proof import proof_text, prove, read_proof
from b12tables.compiler.report.text import report_json
from b12tables.site.book import Book
from b12tables.site.pages.certificate import NEVER, certificate_page
from b12tables.site.pages.reference import inferences_page, safety_page
from tests.kit.tables import model_from_markdown, write_xlsx

TABLES = """
## Fields
- age: number, 0..120, unit a
- group: choice (child, adult)
- signs: choices (tired, pale, breathless, dizzy, numb, unsteady, forgetful, sore_tongue, weight_loss, low_mood, palpitations, headache, cold_hands)
- advice: choice (look_closer)
- dose: choice (small, large)

## Decision: Group
- Code: group_table
| | When | Then | Because |
|---|---|---|---|
| | Age | Group | Evidence |
| R1 | < 18 | child | S1 |
| R2 | > 18 | adult | S1 |

## Decision: Advice
- Code: advice_table
- Hit policy: Collect
- May be empty: yes
| | When | Then |
|---|---|---|
| | Signs | Advice |
| A1 | includes tired | look_closer |
| A2 | includes pale | look_closer |
| A3 | includes breathless | look_closer |
| A4 | includes dizzy | look_closer |
| A5 | includes numb | look_closer |
| A6 | includes unsteady | look_closer |
| A7 | includes forgetful | look_closer |
| A8 | includes sore_tongue | look_closer |
| A9 | includes weight_loss | look_closer |
| A10 | includes low_mood | look_closer |
| A11 | includes palpitations | look_closer |
| A12 | includes headache | look_closer |
| A13 | includes cold_hands | look_closer |

## Decision: Dose
- Code: dose_table
| | When | Then |
|---|---|---|
| | Age | Dose |
| D1 | rather old | small |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| SAFE1 | Age: >= 10 | Group: adult | wrong on purpose |
| SAFE2 | Age: < 10 | Group: child | holds |

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Meaning |
|---|---|---|---|---|---|---|---|
| gap | group_table | | nobody is exactly 18 | Dr A | 2026-12-31 | 2026-11-01 | Age: 18 |
| overlap | group_table | R1, R2 | an old one | Dr B | 2026-01-31 | | |

## Sources
| ID | Title |
|---|---|
| S | A source |

## Statements
| ID | Source | Statement | Disposition | Why |
|---|---|---|---|---|
| S1 | S | From 18 on one is an adult. | encoded | |
| S2 | S | Be kind. | not decidable | no table can say how |
| S3 | S | Never forget the folate. | encoded | |

## Conflicts
| ID | Title | Statements | Readings | Chosen | Why | Severity | Decisions | What if |
|---|---|---|---|---|---|---|---|---|
| X1 | Who is adult | one says 18, one 21 | 18 or 21 | 18 | the law | treatment | group_table | 21:<br>group_table.R2.Age: > 21 |

## Cases
| | | Given | Expect |
|---|---|---|---|
| ID | Description | Age | Group |
| C1 | a child | 7 | child |
"""  # noqa: E501


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("tables")
    write_xlsx(TABLES, folder)
    (folder / "broken.xlsx").write_bytes(b"this is no workbook")
    return check(folder, date(2026, 11, 21))


@pytest.fixture(scope="module")
def book(report: Report) -> Book:
    assert report.model is not None
    return Book(report.model, report.findings, report.certificate)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


@pytest.fixture(scope="module")
def page(book: Book) -> str:
    return words(certificate_page(book).html)


def test_everything_that_the_report_states_is_on_the_page(report: Report, page: str) -> None:
    checked = json.loads(report_json(report))["checked"]
    told = [*checked["skipped"], *checked["assumed"], *checked["accepted"], *checked["checks"]]
    assert any("broken.xlsx" in line for line in told)
    assert any("Advice" in line for line in told), "the analysis should have ended at its bound"
    assert [line for line in map(words, told) if line not in page] == []


def test_each_gap_of_the_checks_has_its_part(page: str) -> None:
    for said in (
        "SAFE1: broken",
        "bad-cell: ",
        "accepted-expired: the acceptance of",
        "rows that no worked case reaches".capitalize(),
        "Group · R2",
        "in the way of a build",
        *NEVER,
    ):
        assert said in page, said
    assert "SAFE2: " not in page


def test_what_is_proved_counts_as_proved_only(page: str) -> None:
    assert "1 of 2 safety rules are proved over every possible case" in page


def test_without_a_check_nothing_is_claimed(book: Book) -> None:
    page = words(certificate_page(Book(book.model)).html)
    assert "Nothing was checked when this site was written." in page
    assert "Everything: the tables were not checked" in page
    assert "proved" not in page
    assert "Nothing stands in the way" not in page


def test_where_nothing_is_left_out_the_page_says_so(tmp_path: Path) -> None:
    whole = """
## Fields
- age: number, 0..120
- group: choice (child, adult)

## Decision: Group
| | When | Then |
|---|---|---|
| | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |
"""
    write_xlsx(whole, tmp_path)
    report = check(tmp_path)
    assert report.model is not None
    page = words(certificate_page(Book(report.model, report.findings, report.certificate)).html)
    assert "Nothing: every workbook, sheet, table and row was read" in page


def test_readings_that_were_not_computed_are_named() -> None:
    model = model_from_markdown(TABLES.replace("rather old", ">= 0"))
    said = "What other readings of the conflicts would change was not computed"
    assert said in words(certificate_page(Book(model, quick=True)).html)
    assert said not in words(certificate_page(Book(model)).html)


def test_each_safety_rule_says_what_became_of_it(book: Book) -> None:
    page = safety_page(book).html
    said = {
        name: words(page.partition(f'id="safety-{name}"')[2].partition("</article>")[0])
        for name in ("SAFE1", "SAFE2")
    }
    assert "does not hold: see the findings" in said["SAFE1"]
    assert re.search(r"proved over \d+ possible case", said["SAFE2"])
    assert "1 of 2 are proved." in words(page)
    unchecked = words(safety_page(Book(book.model)).html)
    assert unchecked.count("not proved in this build") == 2
    assert "are proved" not in unchecked


def test_inferences_are_listed_with_what_stands_beside_them() -> None:
    model = model_from_markdown(
        TABLES.replace("rather old", ">= 0")
        .replace("| R2 | > 18 | adult | S1 |", "| R2 | >= 18 | adult | S1; inference: the law |")
        .replace("| R1 | < 18 | child | S1 |", "| R1 | < 18 | child | inference: the rest |")
    )
    made = inferences_page(Book(model))
    assert made is not None
    page = words(made.html)
    assert "Groupthe lawR2beside S1" in page
    assert "Groupthe restR1alone" in page
    assert "2 inferences" in page


def test_a_safety_rule_over_two_patients_says_how_they_differ() -> None:
    rule = "| SAFE1 | Age: falling | Group: never weaker in child < adult, not comparing none | wrong on purpose |"
    text = TABLES.replace("| SAFE1 | Age: >= 10 | Group: adult | wrong on purpose |", rule)
    holds = "| SAFE2 | Age: rising | Group: never weaker in child < adult, not comparing none | holds |"
    text = text.replace("| SAFE2 | Age: < 10 | Group: child | holds |", holds)
    model = model_from_markdown(text.replace("rather old", ">= 0"))
    findings, certificate = run_checks(model)
    page = safety_page(Book(model, findings=findings, certificate=certificate)).html
    first, second = (
        words(page.partition(f'id="safety-{n}"')[2].partition("</article>")[0]) for n in ("SAFE1", "SAFE2")
    )
    assert "the lower, the worse" in first and "never weaker in child < adult; not comparing none" in first
    assert "does not hold" in first
    assert re.search(
        r"proved over \d+ possible cases?, each beside those that differ from it in Age alone", second
    )
    (stated,) = [e for e in certificate.as_dict()["safety_rules"] if e["id"] == "SAFE2"]  # type: ignore[attr-defined]
    assert stated["compares"] == "age"


def test_the_grade_of_these_tables_is_told_and_that_of_others_is_not() -> None:
    """The scores stand on the page for the content that they were found for, and for no other."""
    model = replace(model_from_markdown(TABLES.replace("rather old", ">= 0")), content_hash="1" * 64)
    mistake = StoredMistake("advice_table", 'result changed: "<b>a" becomes "b" in A1', "A1")
    score = StoredScore(2, 3)
    grade = StoredGrade(model.content_hash, score, {"advice_table": score, "gone": score}, (mistake,))
    page = str(certificate_page(Book(model, grade=grade)).html)
    assert "3 of them would change somebody" in page and "notices 2 of these (66.6 %)" in page
    assert "&lt;b&gt;a" in page and "<b>a" not in page and "And 0 more" not in page
    assert "not found out" not in page
    left = str(certificate_page(Book(model, grade=replace(grade, unsettled=7))).html)
    assert "Of 7 more it was not found out: nothing is claimed of them." in left
    other = str(certificate_page(Book(model, grade=replace(grade, content_hash="0" * 64))).html)
    assert "made of other tables than these" in other and "66.6" not in other
    assert 'id="graded"' not in str(certificate_page(Book(model)).html)


def test_the_proof_of_these_tables_is_linked_and_that_of_others_is_not() -> None:
    """What `check --proof` wrote, packed or not, with the command that checks it."""
    model = replace(model_from_markdown(TABLES.replace("rather old", ">= 0")), content_hash="1" * 64)
    written = proof_text(prove(model)).encode()
    proof = read_proof(written)
    assert read_proof(proof.packed) == proof
    page = str(certificate_page(Book(model, proof=proof)).html)
    assert 'href="proof.json.gz"' in page and "python -m b12tables.proofcheck proof.json.gz tables" in page
    other = Book(model, proof=replace(proof, content_hash="0" * 64))
    assert other.shown_proof is None
    told = str(certificate_page(other).html)
    assert "made of other tables than these" in told and "proof.json.gz" not in told
    assert 'id="proof"' not in str(certificate_page(Book(model)).html)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\x1f\x8bno", b"\xff", b"[" * 100_000])
def test_what_is_no_proof_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="holds no proof"):
        read_proof(content)
