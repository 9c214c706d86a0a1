"""A hospital's own words in About, and where a wrong answer is reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from b12tables import site
from b12tables.compiler.reader.contact import GROUNDS
from b12tables.site.build import _report_address
from tests.kit.tables import model_and_findings

SET = """
## About
- Title: A set
- Identifier: a_set
- Version: 1.2.0
- Status: Draft
- Intended use: tests
- Disclaimer: no advice
- Department: Haematology, <b>ward 4</b>
- Contact: 555 1234
- Report to: {to}
{more}

## Fields
- age: choice (young, old)
- plan: choice (a, b)

## Decision: Plan
|    | When  | Then | Because  |
|----|-------|------|----------|
|    | Age   | Plan | Evidence |
| R1 | young | a    | inference: x |
| R2 | old   | b    | inference: x |
"""


def test_department_contact_and_address_are_read() -> None:
    model, findings = model_and_findings(SET.format(to="wrong@hospital.example", more=""))
    assert model is not None and [f for f in findings if f.severity == "error"] == []
    about = model.about
    assert (about.department, about.contact) == ("Haematology, <b>ward 4</b>", "555 1234")
    assert (
        _report_address(about)
        == "mailto:wrong@hospital.example?subject=Wrong%20answer%3A%20A%20set%2C%20version%201.2.0"
    )
    model, _ = model_and_findings(SET.format(to="https://hospital.example/report?x=1", more=""))
    assert model is not None and _report_address(model.about) == "https://hospital.example/report?x=1"


@pytest.mark.parametrize(
    "to",
    [
        "javascript:alert(1)",
        "wrong at hospital",
        "a@b",
        "data:text/html,x",
        "x@y.example?bcc=z@y.example",
        "https://",
    ],
)
def test_an_address_that_nobody_could_use_is_told(to: str) -> None:
    _, findings = model_and_findings(SET.format(to=to, more=""))
    (told,) = [f for f in findings if f.name == "bad-cell"]
    assert "nobody could report a wrong answer there" in told.message and "Report to" not in (told.help or "")
    assert told.places[0].cells.startswith("B")


def _with(line: str) -> str:
    return SET.format(to="wrong@hospital.example", more=line)


def test_the_address_of_the_site_and_its_colour_are_read() -> None:
    model, findings = model_and_findings(_with("- Site address: https://h.example/b12/\n- Colour: #0A5566"))
    assert model is not None and [f for f in findings if f.severity == "error"] == []
    assert (model.about.site_address, model.about.colour) == ("https://h.example/b12", "#0a5566")


@pytest.mark.parametrize(
    "address", ["h.example", "javascript:alert(1)", "https://h.example/?a=1", "https://h.example/#a"]
)
def test_an_address_at_which_no_site_could_stand_is_told(address: str) -> None:
    _, findings = model_and_findings(_with(f"- Site address: {address}"))
    (told,) = [f for f in findings if f.name == "bad-cell"]
    assert "no address on the web" in told.message


@pytest.mark.parametrize("colour", ["blue", "#12345", "#12345g", "0a5566", "#0a5566; } body { display: none"])
def test_what_is_no_colour_is_told(colour: str) -> None:
    _, findings = model_and_findings(_with(f"- Colour: {colour}"))
    (told,) = [f for f in findings if f.name == "bad-cell"]
    assert "no colour that is known here" in told.message


@pytest.mark.parametrize(("colour", "ratio"), [("#777777", "3.8"), ("#ffcc00", "1.2"), ("#ffffff", "1.0")])
def test_a_colour_that_not_everybody_could_read_is_told_with_its_contrast(colour: str, ratio: str) -> None:
    _, findings = model_and_findings(_with(f"- Colour: {colour}"))
    (told,) = [f for f in findings if f.name == "bad-cell"]
    assert f"the contrast with the page is {ratio} to 1, and 4.5 to 1 is the least" in told.message


def test_the_grounds_of_the_contrast_are_those_of_the_page() -> None:
    style = (Path(site.__file__).parent / "theme" / "assets" / "site.css").read_text(encoding="utf-8")
    light = style[style.index(":root {") : style.index("@media")]
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    assert {named["panel"], named["paper"], named["link-soft"]} == set(GROUNDS)
