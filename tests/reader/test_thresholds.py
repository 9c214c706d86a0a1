"""The Thresholds sheet: a number is said once, and named in conditions, rules, cases and texts."""

from __future__ import annotations

import re

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import CellEdit, Finding, Model
from tests.kit.constructs import construct_package
from tests.kit.packages import package_of
from tests.kit.tables import model_and_findings, model_from_markdown

SET = """
## Thresholds
| Name | Value | Source | Note |
|---|---|---|---|
| eGFR limit | {limit} | KDIGO 2024 | |
{more}

## Dictionary
| Field | Label | Type | Minimum | Unit | Unknown | Question |
|---|---|---|---|---|---|---|
| egfr | eGFR | number | 0 | mL/min | yes | Is the eGFR at least {{eGFR limit}}? |
| renal | Renal class | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| renal | fine | At least {{eGFR limit}} |
| renal | low | Below {{{name}}} |
| renal | open | Not known |

## Decision: Kidneys
| | When | Then |
|---|---|---|
| Rule | eGFR | Renal class |
| R1 | {first} | fine |
| R2 | {second} | low |
| R3 | unknown | open |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | eGFR: < {rule} | Renal class: not(fine) | w |

## Cases
| | | Given | Expect |
|---|---|---|---|
| Case | Description | eGFR | Renal class |
| C1 | at the line | {case} | fine |
"""
PLAIN = {
    "limit": "60 mL/min", "more": "", "name": "eGFR limit", "first": ">= eGFR limit", "second": "< egfr  LIMIT",
    "rule": "eGFR limit", "case": "eGFR limit",
}  # fmt: skip


def model(**said: str) -> Model:
    return model_from_markdown(SET.format(**{**PLAIN, **said}))


def findings(**said: str) -> list[Finding]:
    return list(model_and_findings(SET.format(**{**PLAIN, **said}))[1])


def told(kind: str, **said: str) -> Finding:
    (found,) = [finding for finding in findings(**said) if finding.name == kind]
    return found


@pytest.mark.parametrize(("limit", "number"), [("60 mL/min", 60), ("45 mL/min", 45), ("0.75 mL/s", 45)])
def test_moving_a_threshold_is_one_cell_and_everything_follows(limit: str, number: int) -> None:
    read = model(limit=limit)
    assert findings(limit=limit) == []
    proved, certificate = run_checks(read)
    assert [f.name for f in proved if f.severity == "error"] == []
    assert [entry["verdict"] for entry in certificate.safety_rules] == ["proved"]
    package = package_of(read)
    for egfr in range(number - 2, number + 3):
        answer = package.evaluate({"egfr": egfr}).outputs["kidneys"]["renal"]
        assert answer == ("fine" if egfr >= number else "low")
    assert read.cases[0].given["egfr"] == number
    words = limit.replace("mL/s", "mL/s")
    assert read.fields["renal"].label_of("fine") == f"At least {words}"
    assert read.fields["egfr"].question == f"Is the eGFR at least {words}?"


def test_an_explanation_names_the_threshold_its_figure_and_its_source() -> None:
    package = package_of(model())
    told = package.evaluate({"egfr": 70}).explain()
    assert ">= eGFR limit (60 mL/min; KDIGO 2024)" in told
    # above a table, too
    told = construct_package().evaluate({"age": 3, "kid": "fine", "now": "mo", "weight": 50}).explain()
    assert "Age: 3 — the rule asks: < cut (5; a book) (B3)" in told


@pytest.mark.parametrize(
    "written", ["[0..eGFR limit)", "[0 mL/min..eGFR limit)", "not(>= eGFR limit)", "0..59; (59..eGFR limit["]
)
def test_a_name_stands_wherever_a_number_may(written: str) -> None:
    package = package_of(model(second=written))
    assert package.evaluate({"egfr": 59.5}).outputs["kidneys"]["renal"] == "low"


@pytest.mark.parametrize("limit", ["60 mL/min", "0.75 mL/s"])
@pytest.mark.parametrize(
    ("first", "second", "mends"),
    [
        ("> eGFR limit", "< eGFR limit", {"first": ">= eGFR limit"}),
        (">= 70", "< eGFR limit", {"first": ">= eGFR limit"}),
        (">= eGFR limit", "<= eGFR limit", {"second": "< eGFR limit"}),
    ],
)
def test_a_mend_keeps_the_name_that_the_column_gives_a_number(
    limit: str, first: str, second: str, mends: dict[str, str]
) -> None:
    """Else a threshold that is moved later would leave the mended cell behind."""
    broken = [f for f in run_checks(model(limit=limit, first=first, second=second))[0] if f.mends.edits]
    told = {edit.rule: edit.after for f in broken for edit in f.mends.edits if isinstance(edit, CellEdit)}
    assert told == {{"first": "R1", "second": "R2"}[row]: text for row, text in mends.items()}
    for row, text in mends.items():
        mended = model(**{"limit": limit, "first": first, "second": second, row: text})
        names = {f.name for f in run_checks(mended)[0]}
        assert not names & {"gap", "overlap"}


def test_a_number_that_two_thresholds_have_stands_for_itself() -> None:
    same = "| Upper limit | 60 mL/min | KDIGO | |"
    found = run_checks(model(more=same, first="> eGFR limit", second="< Upper limit"))[0]
    offered = {edit.after for f in found for edit in f.mends.edits if isinstance(edit, CellEdit)}
    assert offered == {">= 60"}


def test_a_threshold_that_nothing_names_is_told() -> None:
    found = told("unused-threshold", more="| Upper limit | 90 mL/min | KDIGO | |")
    assert "Upper limit" in found.message and found.severity == "warning"


def test_a_name_that_is_not_there_is_told_with_the_nearest() -> None:
    assert told("unknown-name", first=">= eGFR limt").help[0].startswith("did you mean eGFR limit?")
    assert told("unknown-name", name="eGFR limits").help == ("did you mean eGFR limit?",)


def test_a_unit_that_does_not_fit_is_told() -> None:
    wrong = [f for f in findings(limit="60 mg") if f.name == "unit-mismatch"]
    assert wrong and "the unit of the threshold eGFR limit" in wrong[0].message
    bare = [f for f in findings(limit="60") if f.name == "unit-mismatch"]
    assert bare and "60 mL/min" in bare[0].help[0]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("any", "a meaning of its own"), ("unknown", "a meaning of its own"), ("low or high", "several values"),
        ("a, b", "several values"), ("2nd limit", "begins with a letter"), ("limit (old)", "no brackets"),
        ("mg", "it is a unit"), ("low to high", "several values"), ("> x", "signs"),
    ],
)  # fmt: skip
def test_a_name_that_reads_as_something_else_is_refused(name: str, why: str) -> None:
    found = told("bad-cell", more=f"| {name} | 3 mL/min | x | |")
    assert why in found.message


def test_a_name_of_a_field_and_two_of_one_name_are_told() -> None:
    assert "of a threshold and of a field" in told("ambiguous-name", more="| eGFR | 3 mL/min | x | |").message
    assert "two thresholds" in told("duplicate-name", more="| EGFR  limit | 3 mL/min | x | |").message


def test_a_result_is_no_threshold() -> None:
    text = SET.format(**PLAIN).replace("| renal | Renal class | choice |", "| renal | Renal class | number |")
    text = re.sub(r"(?m)^\| renal \| (?:fine|low|open) .*\n", "", text)
    assert any(f.name == "bad-cell" and "eGFR limit" in f.message for f in _with_number(text))


def _with_number(text: str) -> list[Finding]:
    cut = text.replace("| R1 | >= eGFR limit | fine |", "| R1 | >= eGFR limit | eGFR limit |")
    return list(model_and_findings(cut)[1])


def test_a_field_beside_a_field_is_offered_as_a_difference() -> None:
    text = SET.format(**{**PLAIN, "first": ">= Other"}).replace(
        "| renal | Renal", "| other | Other | number | 0 | mL/min | | |\n| renal | Renal"
    )
    found = [f for f in model_and_findings(text)[1] if f.name == "bad-cell"]
    assert found and "Computed egfr - other" in found[0].help[0]


@pytest.mark.parametrize(
    ("label", "tells"),
    [
        ("At least 60", True), ("At least 60 mL/min", True), ("Below 60", True), ("At least 45", False),
        ("At least 0.75 mL/s", False), ("At least 60 mg", False), ("60 tablets", False),
        ("At least {eGFR limit}", False),
    ],
)  # fmt: skip
def test_a_label_with_another_number_than_its_condition_is_told(label: str, tells: bool) -> None:
    text = SET.format(**{**PLAIN, "limit": "45 mL/min"}).replace("At least {eGFR limit}", label)
    found, _ = run_checks(model_from_markdown(text))
    assert [f.rules for f in found if f.name == "label-number"] == ([("R1",)] if tells else [])


@pytest.mark.parametrize(
    ("label", "tells"),
    [
        ("At most 0.5 below", False), ("At most 0.5 mmol/L below the target", False), ("At least 0.5", True),
        ("At most 0.4 below", True), ("At least 0.5 above", True),
    ],
)  # fmt: skip
def test_a_difference_may_be_said_by_how_far_it_lies_below(label: str, tells: bool) -> None:
    model = model_from_markdown(
        f"""
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Computed |
|---|---|---|---|---|---|---|
| now | Now | number | 0 | 9 | mmol/L | |
| target | Target | number | 0 | 9 | mmol/L | |
| apart | Apart | number | -9 | 9 | mmol/L | now - target |
| kind | Kind | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| kind | near | {label} |
| kind | far | Far off |

## Decision: How far
| | When | Then |
|---|---|---|
| Rule | Apart | Kind |
| R1 | >= -0.5 | near |
| R2 | < -0.5 | far |
"""
    )
    found, _ = run_checks(model)
    assert [f.rules for f in found if f.name == "label-number"] == ([("R1",)] if tells else [])


def test_a_moved_threshold_is_told_when_versions_are_compared() -> None:
    from b12tables.compiler.compare import compare

    comparison = compare(model(), model(limit="45 mL/min"))
    assert any("eGFR limit is 45 mL/min, it was 60 mL/min" in note.message for note in comparison.notes)
    causes = [
        text for change in comparison.changes for text in str(change).split("'") if "eGFR limit" in text
    ]
    assert any("60 mL/min" in text for text in causes) and any("45 mL/min" in text for text in causes)


CHAINED = """
## Decision: Plan
| | When | Then |
|---|---|---|
| Rule | Renal class | Plan |
| P1 | fine | go |
| P2 | low, open | stop |
"""


def test_what_was_before_is_called_as_it_was_then() -> None:
    from b12tables.compiler.compare import compare
    from b12tables.compiler.report import comparison_text

    fields = "| renal | Renal class | choice | | | | |\n"
    values = "| renal | open | Not known |\n"
    text = SET.replace(fields, fields + "| plan | Plan | choice | | | | |\n")
    text = text.replace(values, values + "| plan | go | Go |\n| plan | stop | Stop |\n") + CHAINED
    old, new = (
        model_from_markdown(text.format(**{**PLAIN, **said})) for said in ({}, {"limit": "45 mL/min"})
    )
    told = " ".join(comparison_text(compare(old, new), "old", "new").split())
    assert "Renal class (before): Below 60 mL/min" in told
    assert "Renal class (now): At least 45 mL/min" in told


def test_the_dictionary_of_the_site_lists_them_with_their_source() -> None:
    from b12tables.site.book import Book
    from b12tables.site.pages.reference import dictionary_page

    page = str(dictionary_page(Book(model())).html)
    assert 'id="thresholds"' in page and "60 mL/min" in page and "KDIGO 2024" in page


def errors(**said: str) -> list[Finding]:
    return [finding for finding in findings(**said) if finding.severity == "error"]


@pytest.mark.parametrize(
    ("limit", "message", "help"),
    [
        (
            "60 mg",
            "'mg', which is the unit of the threshold eGFR limit; 4 cells name it",
            "mL/min (on the sheet",
        ),
        (
            "60",
            "the threshold eGFR limit has no unit, and eGFR is in mL/min; 4 cells",
            "write 60 mL/min on the",
        ),
        (
            "60 ml pro min",
            "'ml pro min', which is the unit of the threshold eGFR limit",
            "did you mean mL/min?",
        ),
        ("sixty", "'sixty' is no number, and 4 cells name the threshold eGFR limit", "write one number"),
        ("", "Value is blank, and 4 cells name the threshold eGFR limit", "fill in Value"),
        (">= 60 mL/min", "'>= 60 mL/min' is no number, and 4 cells", "write 60 mL/min alone"),
        ("60,5 mL/min", "'60,5 mL/min' is no number, and 4 cells", "write 60.5 mL/min, without a comma"),
        ("1,060 mL/min", "'1,060 mL/min' is no number, and 4 cells", "write 1060 mL/min or 1.060 mL/min"),
    ],
)
def test_a_mistake_in_a_row_is_one_finding_at_the_row(limit: str, message: str, help: str) -> None:
    (finding,) = errors(limit=limit)
    assert message in finding.message and help in finding.help[0]
    assert finding.places[0].sheet == "Thresholds" and {p.sheet for p in finding.places} > {
        "Kidneys",
        "Cases",
    }
    assert finding.unjudged is not None and finding.unjudged.decisions == 1


def test_a_row_without_its_source_is_told_and_used() -> None:
    text = SET.format(**PLAIN).replace("| KDIGO 2024 |", "| |")
    read, (finding,) = model_and_findings(text)
    assert finding.name == "blank-cell" and finding.severity == "error" and read is not None
    assert [one.name for one in read.thresholds] == ["eGFR limit"] and len(read.decisions) == 1


def test_a_threshold_that_was_renamed_is_one_finding_with_both_ways_to_mend_it() -> None:
    text = SET.format(**PLAIN).replace("| eGFR limit | 60", "| Kidney line | 60")
    (finding,) = [one for one in model_and_findings(text)[1] if one.severity == "error"]
    assert "there is no threshold called 'eGFR limit', and 7 cells use the name" in finding.message
    assert finding.places[0].sheet == "Thresholds"
    assert "if Kidney line was called eGFR limit before" in finding.help[0]


def test_a_threshold_under_another_field_is_told_at_the_column_where_it_fits_elsewhere() -> None:
    text = SET.format(**PLAIN).replace("| Rule | eGFR |", "| Rule | Weight |")
    text = text.replace("\n\n## Values", "\n| weight | Weight | number | 0 | kg | yes | |\n\n## Values", 1)
    told = [one for one in model_and_findings(text)[1] if one.name == "unit-mismatch"]
    assert [(one.message.partition("\n")[0], {p.sheet for p in one.places}) for one in told] == [
        (
            "Weight is not given in 'mL/min', which is the unit of the threshold eGFR limit "
            "(2 cells of this sheet name it)",
            {"Kidneys"},
        )
    ]


@pytest.mark.parametrize(
    ("first", "form"),
    [
        ("at least eGFR limit", ">= eGFR limit"),
        ("eGFR limit or more", ">= eGFR limit"),
        ("above egfr limit", "> eGFR limit, or >= eGFR limit, whichever is meant"),
    ],
)
def test_a_condition_in_words_is_told_with_the_form_that_names_it(first: str, form: str) -> None:
    (told,) = [
        f for f in model_and_findings(SET.format(**{**PLAIN, "first": first}))[1] if f.severity == "error"
    ]
    assert told.help == (f"write {form}",)


DOSED = """
## Thresholds
| {head} | Value | Source |
|---|---|---|
| top dose | {top} | a book |

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Computed |
|---|---|---|---|---|---|---|
| weight | Weight | number | 1 | 200 | kg | |
| dose | Dose | number | 0 | | mg | 15 mg/kg * weight, at most {name} |
| size | Size | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| size | one | One vial |
| size | two | More |

## Decision: Vials
| | When | Then |
|---|---|---|
| Rule | Dose | Size |
| R1 | <= 500 mg | one |
| R2 | > 500 mg | two |
"""


@pytest.mark.parametrize(("top", "mg"), [("1 g", 1000), ("0.9 g", 900)])
def test_a_dose_names_it_in_braces(top: str, mg: int) -> None:
    result = package_of(model_from_markdown(DOSED.format(head="Name", top=top, name="{top dose}"))).evaluate(
        {"weight": 180}
    )
    assert result.inputs["dose"] == mg and f"at most {top}" in result.explain()


@pytest.mark.parametrize(
    ("head", "top", "name", "said", "help"),
    [
        ("Name", "1 g", "top dose", "'top dose' is no amount of Dose", "in braces here: {top dose}"),
        ("Name", "1 g", "{top dos}", "there is no threshold called 'top dos'", "did you mean top dose?"),
        ("Name", "many", "{top dose}", "'many' is no number, and 1 cell names the threshold top dose", "one number"),
        ("Threshold", "1 g", "1 g", "'Threshold' is no column of the Thresholds sheet", "did you mean Name?"),
        ("Threshold", "1 g", "1 g", "the Thresholds sheet has no column Name", "if Threshold is Name"),
    ],
)  # fmt: skip
def test_what_cannot_be_named_in_a_dose_is_told_with_the_way(
    head: str, top: str, name: str, said: str, help: str
) -> None:
    _, findings = model_and_findings(DOSED.format(head=head, top=top, name=name))
    (told,) = [finding for finding in findings if finding.message.startswith(said)]
    assert help in told.help[0]


def test_a_field_may_be_called_as_a_sheet_is_and_an_answer_is_a_decision() -> None:
    text = DOSED.format(head="Name", top="1 g", name="1 g").replace(
        "| size | Size |", "| actions | Actions |"
    )
    text = text.replace("| size | ", "| actions | ").replace("Dose | Size |", "Dose | Actions |")
    text = "## About\n- Answers: Actions\n" + text
    told = [finding for finding in model_and_findings(text)[1] if finding.severity == "error"]
    (unknown,) = [finding for finding in told if finding.name != "missing-heading"]
    assert unknown.message == "there is no decision called 'Actions'"
    assert unknown.help == ("Actions is a result: write the decision that gives it, Vials",)
