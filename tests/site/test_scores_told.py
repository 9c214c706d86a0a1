"""A score, computed from what tables give, is an answer: on every surface, in one order, with its value."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Model, evaluate, stated_fields
from b12tables.runtime.explain.first_page import FirstPage, rows
from b12tables.runtime.questions.ask import ask
from b12tables.site.build import build_site
from tests.kit.packages import package_of
from tests.kit.tables import model_and_findings, model_from_markdown
from tests.site.browsing import Watch
from tests.site.test_answers_everywhere import _form
from tests.site.test_first_page import NOTHING, agree

DOCS = Path(__file__).parent / "docs"

SET = """
## About
- Title: Bleeding
- Identifier: bleeding
- Version: 0.1.0
- Status: Draft
- Intended use: tests
- Disclaimer: no advice
{about}

## Fields
- age: choice (young, old)
- fell: yes/no, unknown
- falls: whole number, 0..3
- by_age: whole number, 0..9
- by_falls: whole number, 0..9
- sum: whole number, label Bleeding score, computed by_age + by_falls
- burden: whole number, computed sum + falls
- risk: choice (low, high)
- remark: choice (look_at_drugs)

## Decision: Points for age
| | When | Then |
|---|---|---|
| Rule | Age | By age |
| R1 | old | 2 |
| R2 | young | 0 |

## Decision: Points for falls
| | When | Then |
|---|---|---|
| Rule | Fell | By falls |
| R1 | yes | 1 |
| R2 | no; unknown | 0 |

## Decision: Risk
| | When | Then |
|---|---|---|
| Rule | Bleeding score | Risk |
| R1 | <= 1 | low |
| R2 | > 1 | high |

## Decision: Remarks
- Hit policy: Collect
- May be empty: yes

| | When | Then |
|---|---|---|
| Rule | Age | Remark |
| R1 | old | look at drugs |
"""

OLD = {"age": "old", "fell": True, "falls": 3}


def made(about: str = "") -> Model:
    return model_from_markdown(SET.format(about=about))


def _cards(package: Any, case: dict[str, object]) -> list[str]:
    """The labels of what JSON lists as answers, in its order."""
    labels = {decision.code: decision.label for decision in package.SET.decisions}
    labels |= {field.code: field.label for field in package.SET.fields if field.code not in labels}
    return [labels[code] for code in package.evaluate(case).to_dict()["answers"]]


def test_scores_stand_behind_the_single_answers_and_before_lists() -> None:
    model = made()
    assert model.told == ("risk", "sum", "burden", "remarks") and model.answers == ("risk", "remarks")
    assert [field.code for field in stated_fields(model)] == ["age", "fell", "falls"]
    package = package_of(model)
    result = package.evaluate(OLD)
    plain = result.to_dict()
    assert plain["answers"] == list(model.told) == _form(model)["answers"]
    assert plain["scores"] == {"sum": 3, "burden": 6} == result.scores
    listed = result.explain().partition("ALL ANSWERS")[2].partition("WHY")[0].split("\n")
    assert [line.strip() for line in listed if line.strip()] == [
        "Risk: high", "Bleeding score: 3", "Burden: 6", "Remarks:", "look at drugs",
    ]  # fmt: skip
    why = result.explain().partition("Burden (burden)")[2]
    assert [line.strip() for line in why.splitlines()[1:4]] == [
        "computed: sum + falls",
        "Bleeding score: 3",
        "Falls: 3",
    ]
    assert package.Result.from_dict(json.loads(result.to_json())) == result


def test_the_author_says_which_scores_are_answers_and_where() -> None:
    model, findings = model_and_findings(SET.format(about="- Answers: Bleeding score; Risk; Remarks"))
    assert model is not None and model.told == ("sum", "risk", "remarks")
    # the other is computed, and nobody would ever read it
    assert [f.message for f in findings if f.name == "unlisted-answer"] == [
        "nobody reads Burden: no table looks at it, and it is not among the Answers in About"
    ]
    result = package_of(model).evaluate({"age": "old", "fell": True})
    assert result.status == "ok" and result.to_dict()["answers"] == ["sum", "risk", "remarks"]
    assert result.scores == {"sum": 3}


def test_what_a_told_score_needs_is_missed_and_asked() -> None:
    model = made()
    package = package_of(model)
    missing = package.evaluate({"age": "old"})
    assert [(p.name, p.field) for p in missing.problems] == [("missing-input", "falls")]
    assert missing.scores == {"sum": 2}
    assert [(t.name, t.about) for t in evaluate(model, {"age": "old"}).problems] == [
        ("missing-input", "falls")
    ]
    lines: list[str] = []
    # what must be stated comes first
    typed = iter(["2", "3", "yes"])
    assert ask(package.SET, lambda _: next(typed), lines.append).scores == {"sum": 3, "burden": 6}


def test_a_score_that_some_patient_has_no_value_for_says_so() -> None:
    text = SET.format(about="").replace("| R2 | no; unknown | 0 |", "| R2 | no; unknown | none |")
    _, findings = model_and_findings(text)
    (told,) = [finding for finding in findings if finding.name == "bad-cell"]
    assert "Bleeding score is computed from By falls, which can be none or not known" in told.message
    text = text.replace("computed by_age", "unknown, computed by_age").replace(
        "computed sum", "unknown, computed sum"
    )
    model, findings = model_and_findings(text.replace("| R2 | > 1 | high |", "| R2 | > 1; unknown | high |"))
    assert model is not None and not [f for f in findings if f.severity == "error"]
    result = package_of(model).evaluate({"age": "old", "falls": 1})
    assert result.status == "ok" and result.scores == {"sum": None, "burden": None}
    assert result.to_dict()["scores"] == {"sum": "unknown", "burden": "unknown"}
    assert "Bleeding score: not known" in result.explain()


def test_two_answers_of_one_name_are_told() -> None:
    text = (
        SET.format(about="")
        .replace("label Bleeding score", "label Risk score")
        .replace("- sum:", "- risk_2:")
    )
    text = text.replace("| Rule | Bleeding score |", "| Rule | Risk score |").replace(
        "computed sum", "computed risk_2"
    )
    _, findings = model_and_findings(text.replace("## Decision: Remarks", "## Decision: Risk 2"))
    assert [f.name for f in findings if f.severity == "error"] == ["ambiguous-name"]


CASES = st.fixed_dictionaries(
    {"asked": st.booleans()},
    optional={
        "age": st.sampled_from(["young", "old"]),
        "fell": st.sampled_from([True, False, "unknown"]),
        "falls": st.integers(-1, 4),
    },
)


@given(
    cases=st.lists(CASES, min_size=20, max_size=20),
    answers=st.sampled_from(["", "- Answers: Burden; Risk; Remarks"]),
)
@settings(max_examples=4, derandomize=True)
def test_the_script_of_the_page_puts_the_same_first(
    cases: list[dict[str, object]], answers: str, node: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    model = made(answers)
    agree(node, model, package_of(model), [(case, None) for case in cases], tmp_path_factory.mktemp("scores"))


def test_the_form_and_the_paper_show_what_json_lists_in_its_order(browser: Any, tmp_path: Path) -> None:
    model = made()
    package = package_of(model)
    build_site(model, (), None, DOCS, tmp_path / "site")
    watch = Watch(browser, f"file://{tmp_path}/site/")
    for case in (OLD, {"age": "young", "falls": 0}, {"age": "old", "fell": False}):
        page = watch.open(f"try.html#case={quote(json.dumps(case))}")
        page.reload()
        page.wait_for_selector(".everything")
        told = page.locator(".everything > article.answer > h3").all_text_contents()
        assert told == _cards(package, case)
        text = page.locator(".everything").inner_text() if page.locator(".everything[open]").count() else ""
        values = page.locator("article[data-score] .value").all_text_contents()
        assert values == [str(value) for value in package.evaluate(case).scores.values()], text
    page = watch.open("index.html")
    shown = page.locator("ul.cards strong").all_text_contents()
    assert [re.sub(r"\s+", " ", one) for one in shown][:4] == ["Risk", "Bleeding score", "Burden", "Remarks"]
    assert watch.wrong == []
    watch.context.close()


DOSE = """
## About
- Title: Doses
- Identifier: doses
- Version: 0.1.0
- Status: Draft
- Intended use: tests
- Disclaimer: no advice
- Headline: {headline}
{about}

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Computed | Patient wording |
|---|---|---|---|---|---|---|---|---|
| kidney | Kidney | choice | | | | | | |
| weight | Weight | number | 1 | 100 | kg | {weight} | | |
| drug | Drug | choice | | | | | | Which drug do I get? |
| rate | Rate | number | 0 | 30 | mg/kg | | | |
| dose | Dose | number | 0 | 3000 | mg | yes | rate * weight, rounded to 50 mg, at most 1 g | |

## Values
| Field | Value | Label |
|---|---|---|
| kidney | fine | Fine |
| kidney | bad | Bad |
| kidney | failed | Failed |
| drug | vanco | Vancomycin |
| drug | nothing | Nothing |

## Decision: Drug
- Sentence: {sentence}
- Patient sentence: You get {{drug}}[, {{dose}}].
- Block: next check

| | When | Then | |
|---|---|---|---|
| Rule | Kidney | Drug | Rate |
| R1 | Fine | Vancomycin | 15 mg/kg |
| R2 | Bad | Vancomycin | 7.5 mg/kg |
| R3 | Failed | Nothing | none |
"""


def dosed(sentence: str, headline: str, about: str = "", weight: str = "") -> str:
    return DOSE.format(sentence=sentence, headline=headline, about=about, weight=weight)


@pytest.mark.parametrize("weight", ["", "yes"])
def test_a_sentence_and_the_headline_speak_of_a_dose(node: str, tmp_path: Path, weight: str) -> None:
    model = model_from_markdown(
        dosed("{drug}[, {dose} at {rate}]", "Give {drug}[ {dose}]", "- Answers: drug; dose", weight)
    )
    package = package_of(model)
    result = package.evaluate({"kidney": "fine", "weight": 40})
    assert result.headline == "Give Vancomycin 600 mg"
    # what the headline says is not said again under "Do now"; by its own block the table says it
    assert rows(FirstPage(result), NOTHING, ()) == [
        ("", ["Give Vancomycin 600 mg"]),
        ("Next check", ["Vancomycin, 600 mg at 15 mg/kg."]),
    ]
    assert "You get Vancomycin, 600 mg." in result.explain("patient")
    assert package.evaluate({"kidney": "failed", "weight": 40}).headline == "Give Nothing"
    cases: list[dict[str, object]] = [
        {"kidney": kidney, "weight": kg} for kidney in ("fine", "bad", "failed") for kg in (3, 40, 99)
    ]
    cases += [{"kidney": "fine", "weight": None}, {"kidney": "fine"}, {"weight": 70}]
    agree(node, model, package, [({**case, "asked": True}, None) for case in cases], tmp_path)


def test_a_sentence_speaks_of_no_dose_that_is_no_answer_or_of_another_table() -> None:
    _, findings = model_and_findings(dosed("{drug}[ {dose}]", "Give {drug}[ {dose}]", "- Answers: drug"))
    assert list(dict.fromkeys(f.message for f in findings if f.name == "bad-cell")) == [
        "the sentence names Dose, which is no result of a decision, and no score among the answers",
        "the sentence names Dose, which is no result and no condition of this table, and no answer computed from its "
        "results",
    ]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("{drug}[, {dose}]", []),
        (
            "{drug} {dose}",
            ["where Dose is none or goes without saying, the sentence says nothing of the answer"],
        ),
    ],
)
def test_a_dose_that_may_be_missing_is_told(sentence: str, said: list[str]) -> None:
    findings = run_checks(model_from_markdown(dosed(sentence, "Give {drug}[ {dose}]")))[0]
    assert [f.message for f in findings if f.name == "rough-sentence"] == said
    assert not [f for f in findings if f.name == "dead-part"]
