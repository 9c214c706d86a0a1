"""The longest headline, found by narrowing: as long as that of some patient, and of nobody longer."""

from __future__ import annotations

from itertools import product

import pytest

from b12tables.compiler.checks import long_headline
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.explain.first_page import FirstPage
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown

SET = """
## About
- Title: Ward
- Identifier: ward
- Version: 1.0.0
- Status: Draft
- Intended use: A test.
- Disclaimer: No advice.
- Headline: {Step}[: {Drug} {Dose}][ by {Way}][, {Dose} in the morning].

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Question | Patient wording |
|---|---|---|---|---|---|---|---|
| ill | Ill | choice | | | | How ill? | How ill? |
| old | Old | yes/no | | | | Old? | Old? |
| thin | Thin | yes/no | | | | Thin? | Thin? |
| step | Step | choice | | | | | |
| drug | Drug | choice | | | | | |
| dose | Dose | number | 0 | 500 | mg | | |
| way | Way | choice | | | | | |

## Decision: Step
| | When | | Then | |
|---|---|---|---|---|
| Rule | Ill | Old | Step | Drug |
| R1 | well | - | rest | no_drug |
| R2 | ill | yes | little | a |
| R3 | ill | no | treat | b |
| R4 | very | - | treat | a |

## Decision: Way
| | When | | Then | |
|---|---|---|---|---|
| Rule | Drug | Thin | Dose | Way |
| W1 | a | yes | 2.5 mg | mouth |
| W2 | a | no | 250 mg | needle |
| W3 | b | - | 1 mg | needle |
| W4 | no_drug | - | none | none |

## Values
| Field | Value | Label |
|---|---|---|
| ill | well | Not ill |
| ill | ill | Ill |
| ill | very | Very ill |
| step | rest | Rest, and come again in a week or two, earlier if anything changes |
| step | little | Treat a little |
| step | treat | Treat |
| drug | a | Long-name-of-a-drug |
| drug | b | B |
| drug | no_drug | none |
| way | mouth | mouth |
| way | needle | needle, into a muscle |
"""


@pytest.mark.parametrize("part", ["", "{Drug} ", "[{Way}. ]"])
def test_as_long_as_that_of_some_patient(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_from_markdown(SET.replace("- Headline: ", f"- Headline: {part}"))
    package = package_of(model).SET
    lengths = {
        len(FirstPage(package.evaluate({"ill": ill, "old": old, "thin": thin})).headline)
        for ill, old, thin in product(("well", "ill", "very"), (True, False), (True, False))
    }
    assert len(lengths) > 3
    for most in range(min(lengths) - 2, max(lengths) + 3):
        monkeypatch.setattr(long_headline, "LONGEST_SUMMARY", most)
        search = long_headline._Longest(Analysis(model), long_headline.parse(model.about.headline))
        found = search.too_long()
        assert (found is not None) == (max(lengths) > most), most
        if found is not None:
            shown = FirstPage(package.evaluate({name: found.case[name] for name in ("ill", "old", "thin")}))
            assert len(shown.headline) == found.length > most
