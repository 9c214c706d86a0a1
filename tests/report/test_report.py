"""What `check` prints, in each of its forms: for a clinician, for tools, for GitHub, for code scanning."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from click.testing import CliRunner

from b12tables import __version__
from b12tables.cli.main import FORMATS, cli
from b12tables.compiler import Report, check
from b12tables.compiler.checks import run_checks
from b12tables.compiler.checks.certificate import Certificate, cases_words
from b12tables.compiler.model.finding import KINDS, Finding
from b12tables.compiler.model.place import Place
from b12tables.compiler.report.text import finding_text, report_json, report_text
from b12tables.compiler.report.tools import report_github, report_sarif
from tests.kit.tables import model_from_markdown, write_xlsx

TODAY = date(2026, 11, 21)

SET = """
## Fields
- age: number, 0..
- group: choice (child, adult)
- plan: choice (a, b)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | > 18 | adult |

## Decision: Plan
| | When | Then |
|---|---|---|
| Rule | Age | Plan |
| R1 | <= 65 | a |
| R2 | >= 65 | b |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Age: < 10 | Plan: a | holds |
| S2 | Age: > 70 | Plan: a | does not hold |

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Meaning |
|---|---|---|---|---|---|---|---|
| gap | Age group | | nobody is 18: "100 %" | Dr A | 2026-12-31 | 2026-11-01 | Age: 18 |

## Notes of ours
| What | Who |
|---|---|
| Ask | Dr A |
"""

BROKEN = """
## Fields
- age: number, 0..
- weight: number, 0..
- group: choice (child, adult)
- dose: choice (low, high)
- plan: choice (a, b)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | maybe | adult |

## Decision: Plan
| | When | Then |
|---|---|---|
| Rule | Group | Plan |
| R1 | child | a |
| R2 | adult | b |

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | Weight | Dose |
| R1 | < 50 | low |
| R2 | >= 50 | high |

## Decision: Lost
- Hit policy: Unique

## Impossible
| ID | Combination | Why |
|---|---|---|
| X1 | Age: heavy | no number |
| X2 | Group: child | rests on a table that is left out |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Weight: < 50 | Dose: low | holds |
| S2 | Weight: < 50 | Group: child | rests on a table that is left out |
| | Weight: oops | Dose: low | no number, and no name |

## Cases
| | | Given | Given | Expect |
|---|---|---|---|---|
| ID | Description | Weight | Age | Plan |
| C1 | rests on a table that is left out | 20 | 3 | a |
| C2 | no number | much | 3 | a |

## Notes of ours
| What | Who |
|---|---|
| Ask | Dr A |
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("work") / "our tables"
    path.mkdir()
    write_xlsx(SET, path, "règles, 1%.xlsx")
    return path


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return check(folder, TODAY)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Report:
    path = tmp_path_factory.mktemp("broken")
    write_xlsx(BROKEN, path)
    (path / "damaged.xlsx").write_text("no workbook", encoding="utf-8")
    (path / "old.xls").write_text("of another format", encoding="utf-8")
    return check(path, TODAY)


def one(report: Report, name: str) -> Finding:
    (finding,) = (finding for finding in report.findings if finding.name == name)
    return finding


def hostile(text: str) -> Report:
    """A report with one finding whose every text is given."""
    place = Place(text, text, "A1")
    return Report(None, (Finding("bad-cell", "error", text, (place,), help=(text,)),), None)


# ---------------------------------------------------------------- text


def test_a_gap_begins_with_the_patient(report: Report) -> None:
    assert finding_text(one(report, "gap"), report.model).split("\n") == [
        "error: gap in Age group (accepted): nobody is told what to do for 1 kind of patient",
        "  for example: Age: 18",
        "  today such a patient gets: no rule, the evaluator refuses to answer",
        '  rule R1 does not reach it: Age "< 18" (B5)',
        '  rule R2 does not reach it: Age "> 18" (B6)',
        "  at règles, 1%.xlsx · Age group · B5, B6",
        "  mend it by one of:",
        '    · B5: "< 18" to "<= 18" (rule R1, Age)',
        '    · B6: "> 18" to ">= 18" (rule R2, Age)',
        '    · add a row for: Age "18"',
    ]


def test_an_overlap_begins_with_the_patient(report: Report) -> None:
    assert finding_text(one(report, "overlap"), report.model).split("\n") == [
        "error: overlap in Plan: rules R1 and R2 both hold for 1 kind of patient",
        "  for example: Age: 65",
        "  today such a patient gets: no answer, the evaluator does not pick one",
        "  rule R1 says: Plan a",
        "  rule R2 says: Plan b",
        "  at règles, 1%.xlsx · Plan · B5, B6",
        "  mend it by one of:",
        '    · B5: "<= 65" to "< 65" (rule R1, Age)',
        '    · B6: ">= 65" to "> 65" (rule R2, Age)',
    ]


def test_the_places_of_each_sheet_share_a_line_and_the_rest_is_counted() -> None:
    places = [*(Place("a.xlsx", "One", f"A{row}") for row in range(1, 4)), Place("a.xlsx", "Two", "B1")]
    for more, said in ((0, None), (1, "  and 1 place more"), (2, "  and 2 places more")):
        rest = tuple(Place("b.xlsx", "Three", f"C{row}") for row in range(1, 3 + more))
        text = finding_text(Finding("bad-cell", "error", "wrong", (*places, *rest)), None).split("\n")
        assert text[1:4] == [
            "  at a.xlsx · One · A1, A2, A3",
            "  at a.xlsx · Two · B1",
            "  at b.xlsx · Three · C1, C2",
        ]
        assert text[4:] == ([said] if said else [])


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ("", "Found: no errors, no warnings, nothing to note."),
        ("e w i", "Found: 1 error, 1 warning, 1 thing to note."),
        ("e e w w i i", "Found: 2 errors, 2 warnings, 2 things to note."),
        ("E e w", "Found: 2 errors (1 accepted), 1 warning, nothing to note."),
    ],
)
def test_findings_are_counted_in_words(report: Report, severities: str, said: str) -> None:
    words = {"e": "error", "w": "warning", "i": "info"}
    findings = tuple(
        Finding("gap", words[sign.lower()], "…", accepted="why" if sign == "E" else None)  # type: ignore[arg-type]
        for sign in severities.split()
    )
    assert said in report_text(replace(report, findings=findings)).split("\n")


@pytest.mark.parametrize(
    ("possible", "said"),
    [
        ("0", "0 possible cases ("),
        ("1", "1 possible case ("),
        ("1234", "1,234 possible cases (combinations"),
        ("999999999", "999,999,999 possible cases (combinations"),
        ("1000000000", "1,000,000,000 possible cases (about 1 × 10^9, a 1 with 9 zeros; combinations"),
        ("1499999999", "1,499,999,999 possible cases (about 1 × 10^9, a 1 with 9 zeros;"),
        ("9500000000", "9,500,000,000 possible cases (about 1 × 10^10, a 1 with 10 zeros;"),
        (
            "598797504516980736000000",
            "598,797,504,516,980,736,000,000 possible cases (about 6 × 10^23, a 6 with 23 zeros;",
        ),
        ("not counted", "possible cases whose number was not counted"),
    ],
)
def test_a_number_of_cases_can_be_read(possible: str, said: str) -> None:
    assert cases_words(possible).startswith(said)


# ---------------------------------------------------------------- the certificate


def test_the_certificate_says_what_was_checked_assumed_accepted_and_left_out(report: Report) -> None:
    lines = report_text(report).split("\n")
    assert "Checked: 2 decisions with 4 rules, over " in "\n".join(lines)
    looked_for = " ".join(report_text(report).partition("Looked for: ")[2].partition(".\n")[0].split())
    assert report.certificate is not None and looked_for.split(", ") == list(report.certificate.checks)
    assert "Safety rules proved over every possible case: 1 of 2." in lines
    assert "Safety rules broken: S2." in lines
    assert "Assumed: nothing beyond the dictionary's ranges." in lines
    assert 'Accepted: gap in Age group: nobody is 18: "100 %" (accepted by Dr A until 2026-12-31)' in lines, (
        lines
    )
    assert any(line.startswith("Left out: règles, 1%.xlsx · Notes of ours: ") for line in lines), lines


def test_whatever_is_left_out_is_named(broken: Report) -> None:
    left_out = json.loads(report_json(broken))["checked"]["skipped"]
    assert [line.partition(": ")[0] for line in left_out] == [
        "old.xls",
        "damaged.xlsx",
        "tables.xlsx · Notes of ours",
        "tables.xlsx · Lost",
        "Age group",
        "Plan",
        "impossible combination X1",
        "impossible combination X2",
        "safety rule without ID (tables.xlsx · Safety rules · A6:D6)",
        "case C2",
        "safety rule S2",
        "case C1",
    ]
    assert all(line.partition(": ")[2] for line in left_out), "each with its reason"
    text = " ".join(report_text(broken).split())
    assert all(" ".join(line.split()) in text for line in left_out)


def test_what_the_bound_cut_short_is_left_out_by_name(folder: Path) -> None:
    report = check(folder, TODAY, bound=1e-9)
    assert report.certificate is not None
    assert any("Plan: " in line for line in report.certificate.skipped), report.certificate.skipped
    text = " ".join(report_text(report).split())
    assert all(" ".join(line.split()) in text for line in report.certificate.skipped)


def test_where_nothing_could_be_read_nothing_is_said_to_be_checked(tmp_path: Path) -> None:
    (tmp_path / "damaged.xlsx").write_text("no workbook", encoding="utf-8")
    report = check(tmp_path, TODAY)
    lines = report_text(report).split("\n")
    assert "Checked: nothing." in lines and "Left out: everything: no table set could be read" in lines
    checked = json.loads(report_json(report))["checked"]
    assert checked["possible_cases"] == "0" and [line[:12] for line in checked["skipped"]] == [
        "everything: ",
        "damaged.xlsx",
    ]
    (run,) = json.loads(report_sarif(report))["runs"]
    assert run["invocations"] == [{"executionSuccessful": False}] and not run["properties"]["ok"]


def test_the_number_of_cases_stays_digits_in_json(report: Report) -> None:
    assert json.loads(report_json(report))["checked"]["possible_cases"].isdigit()


def test_safety_rules_that_were_not_settled_are_named() -> None:
    verdicts = tuple(
        {"id": f"S{i}", "verdict": v, "cases": "0"} for i, v in enumerate(["proved", "not settled"])
    )
    assert "Safety rules not settled: S1." in Certificate(1, 1, "1", safety_rules=verdicts).lines()


# ---------------------------------------------------------------- GitHub

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^:,\r\n]*,?)+)::([^\r\n]*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands as GitHub reads them: what is escaped in properties and in the message is read back."""
    found = []
    for line in text.split("\n"):
        parts = COMMAND.fullmatch(line)
        assert parts, line
        pairs = (pair.split("=", 1) for pair in parts[2].split(","))
        found.append((parts[1], {key: unquote(value) for key, value in pairs}, unquote(parts[3])))
    return found


def test_annotations_for_github(report: Report) -> None:
    found = commands(report_github(report, "our tables"))
    assert [(word, said["title"]) for word, said, _ in found] == [
        ("notice", "gap in Age group"),  # accepted
        ("error", "overlap in Plan"),
        ("error", "broken-safety-rule"),
        ("notice", "skipped-sheet"),
        ("notice", "what was checked"),
    ]
    assert {said.get("file") for _, said, _ in found[:-1]} == {"our tables/règles, 1%.xlsx"}
    assert found[1][2] == finding_text(one(report, "overlap"), report.model)
    assert found[-1][2] in report_text(report)


@pytest.mark.parametrize(
    "text",
    ["a,b:c=d", "::error::x", "50 %0A", "one\r\n::set-output name=x::y", "%25", "a\n\nb", "x::y,file=z"],
)
def test_no_text_of_a_workbook_leaves_its_annotation(text: str) -> None:
    hit, closing = commands(report_github(hostile(text)))
    assert hit[:2] == ("error", {"file": text, "title": "bad-cell"})
    assert hit[2] == finding_text(hostile(text).findings[0], None)
    assert closing[1] == {"title": "what was checked"}


# ---------------------------------------------------------------- SARIF


def _object(**properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT = {"type": "string", "minLength": 1}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE = _object(text=_TEXT)
_LOCATION = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "physicalLocation": _object(
            artifactLocation=_object(
                uri={"type": "string", "pattern": r"^(?!/)(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+$"}
            )
        ),
        "logicalLocations": {
            "type": "array",
            "minItems": 1,
            "items": _object(name=_TEXT, fullyQualifiedName=_TEXT, kind=_TEXT),
        },
        "properties": _object(sheet=_TEXT, cells={"type": "string"}),
    },
    "additionalProperties": False,
}
_RESULT = _object(
    ruleId=_TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=_LEVEL,
    message=_MESSAGE,
    locations={"type": "array", "items": _LOCATION, "maxItems": 1},
    partialFingerprints={
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    suppressions={
        "type": "array",
        "items": _object(
            kind={"enum": ["inSource", "external"]},
            status={"enum": ["accepted", "underReview", "rejected"]},
            justification=_TEXT,
        ),
    },
    properties={"type": "object"},
)
_RESULT["properties"] |= {"relatedLocations": {"type": "array", "minItems": 1, "items": _LOCATION}}  # type: ignore[operator]
_RULE = _object(
    id=_TEXT,
    shortDescription=_MESSAGE,
    fullDescription=_MESSAGE,
    help=_object(text=_TEXT, markdown=_TEXT),
    defaultConfiguration=_object(level=_LEVEL),
)
_DRIVER = _object(
    name={"const": "b12tables"},
    version={"const": __version__},
    semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
    rules={"type": "array", "items": _RULE, "uniqueItems": True},
)
SCHEMA = _object(
    **{"$schema": {"type": "string", "pattern": "sarif-2.1.0"}},
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "minItems": 1,
        "maxItems": 1,
        "items": _object(
            tool=_object(driver=_DRIVER),
            invocations={"type": "array", "items": _object(executionSuccessful={"type": "boolean"})},
            results={"type": "array", "items": _RESULT},
            properties={"type": "object"},
        ),
    },
)
"""What SARIF 2.1.0 asks of the parts that are written; a part that is not listed here is refused."""


def sarif(report: Report, folder: str = "") -> dict[str, object]:
    """The one run of the report, after it has been held against the schema."""
    whole = json.loads(report_sarif(report, folder))
    jsonschema.Draft202012Validator(SCHEMA).validate(whole)
    (run,) = whole["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert isinstance(run, dict)
    return run


def test_sarif_has_the_form_of_sarif(report: Report, broken: Report) -> None:
    for each in (report, broken, replace(report, findings=())):
        run = sarif(each, "our tables")
        assert len(run["results"]) == len(each.findings)  # type: ignore[arg-type]


def test_every_kind_can_be_a_rule_of_sarif() -> None:
    kinds = tuple(Finding(kind.name, kind.severity, "…") for kind in KINDS.values())
    run = sarif(Report(None, kinds, None))
    rules = run["tool"]["driver"]["rules"]  # type: ignore[index]
    assert [rule["id"] for rule in rules] == list(KINDS)
    for rule in rules:
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}\n")
        assert "```" not in rule["help"]["text"] and "## " not in rule["fullDescription"]["text"]
    levels = {"error": "error", "warning": "warning", "info": "note"}
    assert [r["defaultConfiguration"]["level"] for r in rules] == [levels[k.severity] for k in KINDS.values()]


def test_sarif_says_where_and_what_is_accepted(report: Report) -> None:
    run = sarif(report, "our tables")
    results = {result["ruleId"]: result for result in run["results"]}  # type: ignore[attr-defined]
    assert {name: result["level"] for name, result in results.items()} == {
        "gap": "error",
        "overlap": "error",
        "broken-safety-rule": "error",
        "skipped-sheet": "note",
    }
    uri = "our%20tables/r%C3%A8gles%2C%201%25.xlsx"
    assert results["gap"]["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": uri}},
            "logicalLocations": [
                {"name": "B5", "fullyQualifiedName": "'Age group'!B5", "kind": "cells"},
            ],
            "properties": {"sheet": "Age group", "cells": "B5"},
        }
    ]
    assert [(at["id"], at["properties"]["cells"]) for at in results["gap"]["relatedLocations"]] == [(1, "B6")]
    (suppressed,) = results["gap"]["suppressions"]
    assert suppressed["justification"] == 'nobody is 18: "100 %" (accepted by Dr A until 2026-12-31)'
    assert results["overlap"]["suppressions"] == [] and results["overlap"]["properties"]["rules"] == [
        "R1",
        "R2",
    ]
    assert run["properties"]["checked"] == json.loads(report_json(report))["checked"]  # type: ignore[index]


def test_sarif_is_the_same_each_time(folder: Path, report: Report) -> None:
    assert report_sarif(check(folder, TODAY)) == report_sarif(report)


def fingerprints(report: Report) -> list[str]:
    run = sarif(report)
    return [result["partialFingerprints"]["finding/v1"] for result in run["results"]]  # type: ignore[attr-defined]


def test_a_fingerprint_outlives_moved_rows_and_other_figures(report: Report) -> None:
    gap = one(report, "gap")
    moved = replace(
        gap,
        places=tuple(replace(place, cells="B99") for place in gap.places),
        message=gap.message.replace("for 1 kind", "for 1,234 kind"),
    )
    assert fingerprints(replace(report, findings=(moved,))) == fingerprints(replace(report, findings=(gap,)))
    other = replace(gap, decision="plan")
    assert fingerprints(replace(report, findings=(other,))) != fingerprints(replace(report, findings=(gap,)))


def test_no_two_findings_share_a_fingerprint(broken: Report, report: Report) -> None:
    twice = replace(report, findings=report.findings * 2)
    for each in (broken, report, twice):
        assert len(set(fingerprints(each))) == len(each.findings)


def test_hostile_text_stays_text_in_sarif() -> None:
    text = "a b/ü?#%:\n'x'"
    (result,) = sarif(hostile(text))["results"]  # type: ignore[misc, attr-defined]
    (location,) = result["locations"]
    assert unquote(location["physicalLocation"]["artifactLocation"]["uri"]) == text
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "'a b/ü?#%:\n''x'''!A1"


# ---------------------------------------------------------------- from the command line


def test_files_are_named_from_where_the_tool_is_called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def uris(*arguments: str | Path) -> set[str]:
        called = ["check", *map(str, arguments), "--format", "sarif", "--day", "2026-11-21"]
        result = CliRunner().invoke(cli, called, catch_exceptions=False)
        (run,) = json.loads(result.stdout)["runs"]
        return {
            unquote(at["physicalLocation"]["artifactLocation"]["uri"])
            for found in run["results"]
            for at in found["locations"]
        }

    name = "règles, 1%.xlsx"
    monkeypatch.chdir(folder.parent)
    assert uris(folder.name) == uris(folder) == uris(folder / name) == {f"our tables/{name}"}
    assert uris("nowhere") == {"nowhere"}
    monkeypatch.chdir(folder)
    assert uris(".") == {name}
    (folder.parent / "elsewhere").mkdir(exist_ok=True)
    monkeypatch.chdir(folder.parent / "elsewhere")
    assert uris(folder) == {name}, "outside of the working directory there is no path to it"


def test_a_finding_that_two_people_accepted_names_both() -> None:
    model = model_from_markdown("""
## Fields
- age: number, 0..
- group: choice (child, adult)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | > 18 | adult |

## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Meaning |
|---|---|---|---|---|---|---|---|
| gap | Age group | | nobody is 18 | Dr A | 2027-01-01 | 2026-11-01 | Age: 18 |
| gap | Age group | | I agree | Dr B | 2026-12-31 | 2026-11-02 | Age: 18 |
""")
    (gap,) = run_checks(model, as_of=TODAY)[0]
    assert gap.data["accepted"] == (
        "nobody is 18 (accepted by Dr A until 2027-01-01); I agree (accepted by Dr B until 2026-12-31)"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_every_output_is_written_and_told_of(form: str, tmp_path: Path) -> None:
    write_xlsx(BROKEN, tmp_path)
    done = CliRunner().invoke(cli, ["check", str(tmp_path), "--format", form], catch_exceptions=False)
    assert done.exit_code == 1 and len(done.output) > 500
    told = (Path(__file__).parents[2] / "docs" / "desk.md").read_text("utf-8")
    assert f"`--format {form}`" in told or f"--format {form} >" in told
