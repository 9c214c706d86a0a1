"""The pages of conflicts and other guidance, and the reading line by line, on a small set."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.model.tables import Model
from b12tables.site.build import build_site
from b12tables.site.link_check import check_site
from b12tables.site.pages.accounting import in_order
from tests.kit.cases import as_values
from tests.kit.tables import model_from_markdown

SET = """
## Fields
- age: whole number, 0..120, unit a, unknown, question How old?, label Age
- cause: choice (dietary, pernicious anaemia), unknown, question Why?
- group: choice (young, old)
- regimen: choice (tablets, injections)

## Decision: Group
- Code: group
| | When | Then | Because |
|---|---|---|---|
| Rule | Age | Group | Evidence |
| G1 | <= 75 | young | S1-01; conflict C1 |
| G2 | > 75; unknown | old | S1-02; conflict C1 |

## Decision: Regimen
- Code: regimen
| | When | | Then | Because |
|---|---|---|---|---|
| Rule | Group | Cause | Regimen | Evidence |
| R1 | old | - | injections | other guidance: E2 |
| R2 | young | dietary | tablets | S1-01; other guidance: E1 |
| R3 | young | not(dietary); unknown | injections | S1-02 |

## Safety rules
| ID | When | Must | Why | Evidence |
|---|---|---|---|---|
| SR1 | Age: > 75 | Regimen: injections | the old | S1-03 |

## Sources
| ID | Title |
|---|---|
| S1 | A guideline |

## Statements
| ID | Source | Section | Statement | Disposition | Why |
|---|---|---|---|---|---|
| S1-02 | S1 | Age · line 12 | Over 75 is old. | encoded | |
| S1-01 | S1 | Age · line 3 | Up to 75 is young. | encoded | |
| S1-03 | S1 | Care · line 20 | The old get injections. | encoded | |
| S1-04 | S1 | | Good luck! | context | <b>a wish</b> |

## Conflicts
| ID | Title | Statements | Readings | Chosen | Why | Severity | Decisions | What if |
|---|---|---|---|---|---|---|---|---|
| C1 | Who is <i>old</i> | S1-01 against E1 | 75<br>80 | 75, see SR1 | safer | Treatment | Group | WHAT_IF |
| C2 | Words | a | b | c | d | | Regimen | |

## Other guidance
| ID | Decisions | Topic | The tables say | Elsewhere | Reference | Date | Seen |
|---|---|---|---|---|---|---|---|
| E1 | Group | Age | over 75 | over 65, see C1 | A journal | 2017 | abstract |
| E2 | Regimen | Route | injections | tablets | A label | | in full |
"""


WHAT_IF = "80 is the line<br>group / G1 / age: <= 80<br>group / G2 / age: > 80; unknown<br>90: nobody says so"


@pytest.fixture(scope="module")
def model() -> Model:
    return model_from_markdown(SET.replace("WHAT_IF", WHAT_IF))


@pytest.fixture(scope="module")
def site(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    build_site(model, (), None, out.parent / "no-docs", out)
    return out


def page(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_link_is_alive(site: Path) -> None:
    assert [
        str(p) for p in check_site(site) if "data-missing" not in str(p) and "is written" not in str(p)
    ] == []


def test_the_list_leads_to_a_page_for_each_conflict(site: Path) -> None:
    words = page(site, "conflicts.html")
    assert 'id="C1"' in words and 'href="conflicts/C1.html"' in words and 'href="conflicts/C2.html"' in words
    assert "Who is &lt;i&gt;old" in words and "<i>old" not in words


def test_a_conflict_shows_what_another_reading_would_change(site: Path, model: Model) -> None:
    words = page(site, "conflicts/C1.html")
    assert 'href="../evidence.html#statement-S1-01"' in words
    assert 'href="../other-guidance.html#E1"' in words
    assert 'href="../safety-rules.html#safety-SR1"' in words
    assert "<del>&lt;= 75</del> → <ins>&lt;= 80</ins>" in words
    assert "1 of 4 kinds of patient" in words and "This safety rule would no longer hold" in words
    assert "90: nobody says so" in words
    cases = re.findall(r'href="\.\./try\.html#case=([^"]+)"', words)
    assert len(cases) >= 2
    for case in cases:
        given = as_values(model, json.loads(unquote(unescape(case))))
        assert 75 < given["age"] <= 80  # type: ignore[operator]
        assert evaluate(model, given).outputs["group"] == {"group": "old"}


def test_a_conflict_without_another_reading_says_so(site: Path) -> None:
    assert "No other reading is written down" in page(site, "conflicts/C2.html")


def test_decisions_show_what_concerns_them(site: Path) -> None:
    group, regimen = page(site, "decisions/group.html"), page(site, "decisions/regimen.html")
    assert 'href="../conflicts/C1.html"' in group
    assert 'href="../other-guidance.html#E1"' in group and "Also concerns this decision" in group
    assert 'href="../conflicts/C2.html"' in regimen and 'href="../other-guidance.html#E1"' in regimen


def test_other_guidance_says_whether_a_row_rests_on_it(site: Path) -> None:
    words = page(site, "other-guidance.html")
    first, second = (re.search(rf'id="{name}".*?</article>', words, re.DOTALL) for name in ("E1", "E2"))
    assert first and "A journal" in first[0]
    heads = re.findall(r'<h2 id="E[0-9]">(.*?)</h2>', words)
    assert "not encoded" in heads[0] and "Regimen · R1 rests on it" in heads[1] and second


def test_the_documents_are_read_line_by_line(site: Path, model: Model) -> None:
    assert [s.id for s in in_order(model.statements)] == ["S1-01", "S1-02", "S1-03", "S1-04"]
    words = page(site, "where-each-sentence-went.html")
    assert re.findall(r"evidence\.html#statement-([^\"]+)", words) == ["S1-01", "S1-02", "S1-03", "S1-04"]
    assert "Group · G1" in words and "Safety rule SR1" in words and "&lt;b&gt;a wish&lt;/b&gt;" in words
    evidence = page(site, "evidence.html")
    assert "Group · G1" in evidence and "tables.xlsx · Group · A" in evidence
