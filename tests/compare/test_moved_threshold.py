"""A threshold that moves takes labels with it: each version speaks in its own words, and only what is stated counts."""

from __future__ import annotations

import re
from pathlib import Path

from b12tables.compiler.compare import Comparison, compare
from b12tables.compiler.model import Model
from b12tables.compiler.report import comparison_text
from b12tables.site.build import build_site
from b12tables.site.pages.changes import Since
from tests.kit.tables import model_from_markdown

SET = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| limit | 60 | a book |

## Dictionary
| Field | Label | Type | Minimum | Maximum |
|---|---|---|---|---|
| egfr | eGFR | number | 0 | 200 |
| band | Band | choice | | |
| drug | Drug | choice | | |
| again | Again | choice | | |
| warning | Warning | choice | | |

## Values
| Field | Value | Label |
|---|---|---|
| band | low | Below {limit} |
| band | high | At least {limit} |
| drug | yes | Give it |
| drug | no | Leave it |
| again | yes | Look again |
| again | no | Leave off |
| warning | kidneys | Kidneys below {limit} |

## Decision: Band
| | When | Then |
|---|---|---|
| Rule | eGFR | Band |
| B1 | < limit | Below {limit} |
| B2 | >= limit | At least {limit} |

## Decision: Drug
| | When | Then |
|---|---|---|
| Rule | Band | Drug |
| D1 | Below {limit} | Leave it |
| D2 | At least {limit} | Give it |

## Decision: Warnings
- Hit policy: Collect
- May be empty: yes
| | When | Then |
|---|---|---|
| Rule | Band | Warning |
| W1 | Below {limit} | Kidneys below {limit} |

## Decision: Again
| | When | Then |
|---|---|---|
| Rule | Drug | Again |
| A1 | Leave it | Look again |
| A2 | Give it | Leave off |
"""


def moved(number: str, before: str = "| limit | 60 |") -> tuple[Model, Comparison]:
    new = model_from_markdown(SET.replace(before, f"| limit | {number} |"))
    return new, compare(model_from_markdown(SET), new)


def test_each_version_is_told_in_its_own_words() -> None:
    for number, lines in (
        (
            "45",
            ["Band (before): Below 60; Band (now): At least 45", "no longer given: Warning Kidneys below 60"],
        ),
        ("75", ["Band (before): At least 60; Band (now): Below 75", "now given: Warning Kidneys below 75"]),
    ):
        _, found = moved(number)
        text = comparison_text(found, "old", "new")
        assert all(f"{line}\n" in text for line in lines), text
        assert f"the threshold limit is {number}, it was 60" in text


def test_the_page_says_the_same(tmp_path: Path) -> None:
    new, found = moved("45")
    build_site(new, (), None, tmp_path / "no-docs", tmp_path / "out", since=Since("1.0.0", found))
    page = re.sub(r"<[^>]*>", "", (tmp_path / "out" / "what-changed.html").read_text(encoding="utf-8"))
    for said in ("Band before: Below 60", "Band now: At least 45", "Kidneys below 60"):
        assert said in " ".join(page.split())


def test_words_of_what_tables_decide_are_no_matter_of_who_is_accepted() -> None:
    new = model_from_markdown(
        SET.replace("| yes | Give it |", "| yes | Take it |").replace("| Give it |", "| Take it |")
    )
    found = compare(model_from_markdown(SET), new)
    assert found.identical == ("band", "warnings", "again") and not found.identical_where_both_accept
    # of the decision that gives them another word, nobody says that it answers alike
    assert list(found.unfinished) == ["drug"] and "called otherwise" in found.unfinished["drug"]
