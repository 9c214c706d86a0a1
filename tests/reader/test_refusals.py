"""Refusals are true: what is refused is wrong, the advice mends it, and one mistake is one finding."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import openpyxl
import pytest

from b12tables.compiler import check, read
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.look_alikes import skeleton
from b12tables.compiler.reader.folder import read_workbook
from b12tables.compiler.reader.names import a_code, code_trouble
from b12tables.desk.new import new_set
from b12tables.runtime.words import fold
from tests.kit.tables import ABOUT, model_and_findings, write_xlsx

SET = """
## Dictionary
| Field | Label | Type |
|---|---|---|
| {code} | {label} | choice |
| plan | Plan | choice |

## Values
| Field | Value | Label |
|---|---|---|
| {code} | a | {a} |
| {code} | b | {b} |
| plan | treat | Treat |
| plan | wait | Wait |

## Decision: What to do
| | When | Then |
|---|---|---|
| Rule | {code} | Plan |
| R1 | {a} | treat |
| R2 | {b} | wait |
"""


def said(code: str = "kind", label: str = "Kind", a: str = "Type A", b: str = "Type B") -> list[Finding]:
    _, findings = model_and_findings(SET.format(code=code, label=label, a=a, b=b))
    return list(findings)


def test_the_set_is_sound() -> None:
    assert said() == []


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    "code", ["class", "today", "none", "any", "not", "lambda", "2nd", "_x", "für immer", "True", "or"]
)
@pytest.mark.parametrize("label", ["Kind of it", "class", "12", "Ω", "import"])
def test_the_advice_does_not_repeat_the_mistake(code: str, label: str) -> None:
    (finding,) = [f for f in said(code, label) if code in f.message and f.name == "bad-cell"][:1]
    match = re.search(r"write for example (\w+)", finding.help[0])
    assert match is not None and code_trouble(match[1]) is None and match[1] != code


def test_a_code_can_be_made_of_anything() -> None:
    for text in ("class", "", "12", "any", "Ω", "a b", "None", "λ", "x" * 200, "__", "today"):
        assert code_trouble(a_code(text)) is None, text


def identifier(name: str) -> list[Finding]:
    about = "\n".join(f"- {key}: {name if key == 'Identifier' else value}" for key, value in ABOUT.items())
    _, findings = model_and_findings(
        f"## About\n{about}\n" + SET.format(code="kind", label="Kind", a="Type A", b="Type B")
    )
    return [finding for finding in findings if finding.severity == "error"]


@pytest.mark.parametrize(
    "name",
    ["sys", "json", "os", "test", "string", "list", "id", "print", "class", "match", "b12tables", "openpyxl", "yaml",
     "con", "lpt1", "distutils", "tests", "2b", "Sys", "a-b", "annotationlib", "this", "antigravity"],
)  # fmt: skip
def test_an_identifier_that_hides_something_is_refused(name: str) -> None:
    (finding,) = identifier(name)
    assert finding.name == "bad-cell" and name in finding.message and "iron_followup" in finding.help[0]


@pytest.mark.parametrize(
    "name", ["b12_followup", "iron_followup", "system", "b12tables_demo", "jsonx", "contact"]
)
def test_an_identifier_of_its_own_is_not(name: str) -> None:
    assert not identifier(name)


@pytest.mark.slow
def test_every_module_of_python_and_every_dependency_is_refused() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    needed = {re.split(r"[\[<>=]", line)[0] for extra in ("compile", "docs", "pandas", "endpoint")
              for line in project["optional-dependencies"][extra]}  # fmt: skip
    modules = {
        module
        for module, owners in packages_distributions().items()
        if {owner.lower() for owner in owners} & needed and re.fullmatch(r"[a-z][a-z0-9_]*", module)
    }
    assert {"openpyxl", "markdown", "click", "mkdocs"} <= modules
    for name in sorted(
        modules | {name for name in sys.stdlib_module_names if name.islower() and name[0] != "_"}
    ):
        assert identifier(name), name


@pytest.mark.parametrize("title", ["Set", "Test", "b12tables", "Class", "JSON", "Con", "血圧", "List"])
def test_a_new_set_has_an_identifier_that_can_be_used(tmp_path: Path, title: str) -> None:
    new_set(tmp_path / "set", title)
    assert check(tmp_path / "set").ok


# ---------------------------------------------------------------- values that look or fold alike


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Type A", "Type Α"), ("Type A", "Type А"), ("Caution", "Сaution"), ("pop", "рор"), ("Type A", "Type A\u034f"),
        ("Type I", "Type l"), ("Type 1", "Type I"), ("O", "0"), ("Grade ν", "Grade v"), ("ТEST", "TEST"),
        ("ａlpha Α", "alpha A"),
    ],
)  # fmt: skip
def test_values_that_look_alike_are_told(a: str, b: str) -> None:
    (finding,) = said(a=a, b=b)
    assert finding.name == "look-alike" and finding.severity == "warning"
    assert "differ in" in finding.message and len(finding.places) == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Type A", "Type B"),
        ("Low", "High"),
        ("Maß", "Mab"),
        ("Κύριος", "Κύρια"),
        ("да", "нет"),
        ("5", "6"),
        ("é", "e"),
        ("O2", "CO2"),
    ],
)
def test_values_that_do_not_are_not(a: str, b: str) -> None:
    assert not said(a=a, b=b)


def test_a_cell_with_a_letter_of_another_script_is_told_so() -> None:
    text = SET.format(code="kind", label="Kind", a="Type A", b="Type B").replace(
        "| R1 | Type A", "| R1 | Type Α"
    )
    (finding,) = model_and_findings(text)[1]
    assert finding.name == "unknown-name" and "greek capital letter alpha" in finding.help[0]


def test_a_skeleton_is_the_same_for_what_folds_alike() -> None:
    for text in ("TYPE a", "Ilaç", "Größe", "µg", "A\u00a0B"):
        assert skeleton(text) == skeleton(skeleton(text)) and fold(skeleton(text)) == skeleton(text)


@pytest.mark.parametrize(("a", "b"), [("Masse", "Maße"), ("ILAÇ", "İlaç"), ("Fuß", "FUSS")])
def test_two_labels_that_fold_to_one_are_one_finding(a: str, b: str) -> None:
    (finding,) = said(a=a, b=b)
    assert finding.name == "duplicate-name" and repr(a) in finding.message and repr(b) in finding.message


@pytest.mark.parametrize(
    ("label", "cell"), [("İlaç", "ilaç"), ("Diğer", "DİĞER"), ("İİ", "ii"), ("Straße", "STRASSE")]
)
def test_capitals_of_every_language_fold(label: str, cell: str) -> None:
    text = SET.format(code="kind", label="Kind", a=label, b="Type B").replace(
        f"| R1 | {label}", f"| R1 | {cell}"
    )
    model, findings = model_and_findings(text)
    assert not findings and model is not None


# ---------------------------------------------------------------- files that may not be read


def test_a_file_that_may_not_be_opened_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(SET.format(code="kind", label="Kind", a="Type A", b="Type B"), tmp_path)
    real = Path.open

    def held(self: Path, *args: object, **more: object) -> object:
        if self == path:
            raise PermissionError(13, "held open")
        return real(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", held)
    _, (finding,) = read_workbook(tmp_path)
    assert (
        finding.name == "unreadable-file"
        and "permission" in finding.message
        and "damaged" not in finding.message
    )
    assert "close it" in finding.help[0]


def test_a_folder_that_may_not_be_read_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(self: Path) -> object:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "iterdir", closed)
    _, (finding,) = read_workbook(tmp_path)
    assert finding.name == "no-workbook" and "permission" in finding.message


# ---------------------------------------------------------------- workbooks of another layout

LAYOUTS: dict[str, dict[str, list[list[object]]]] = {
    "a truth table": {"Sheet1": [["Age", "Smoker", "Risk"], ["<18", "Y", "low"], [">=18", "N", "high"]]},
    "decision logic of a guideline adaptation kit": {
        "READ ME": [["Decision-support logic"]],
        "ANC.DT.01": [["Decision ID", "ANC.DT.01 Danger signs"], ["Business rule", "Determine whether to refer"],
                      ["Trigger", "ANC.B5"], [], ["Inputs", None, "Output", "Action", "Annotations"],
                      ["Fever = TRUE", "-", "Refer", "Refer urgently", "WHO 2016"]],
    },
    "drools": {
        "Rules": [["RuleSet", "org.hospital.b12"], ["Import", "org.hospital.Patient"], [],
                  ["RuleTable Regimen"], ["CONDITION", "CONDITION", "ACTION"], ["p:Patient", "p:Patient", None],
                  ["age > $param", "cause == $param", "p.setRegimen($param)"], ["Age", "Cause", "Regimen"],
                  [18, "dietary", "oral"]],
    },
    "openrules": {
        "Decision": [[None, "Decision DetermineRegimen"], [None, "Decisions", "Execute Decision Tables"]],
        "Regimen": [[None, "DecisionTable DefineRegimen"], [None, "Condition", "Condition", "Conclusion"],
                    [None, "Age", "Cause", "Regimen"], [None, ">", "18", "Is", "dietary", "Is", "oral"]],
    },
    "a modeller's export": {
        "Regimen": [["Decision Table", None, None], ["Regimen (regimen)", "Hit Policy: UNIQUE"],
                    ["Input", "Input", "Output"],
                    ["Age", "Cause", "Regimen"], ["integer", "string", "string"], ["> 18", '"dietary"', '"oral"']],
    },
    "a cross table": {"Dose": [[None, "eGFR > 60", "eGFR 30-60", "eGFR < 30"], ["< 50 kg", "1 g", "500 mg", "-"],
                               [">= 50 kg", "2 g", "1 g", "500 mg"]]},
    "a hospital's protocol": {"Protocol": [["St. Mary's Hospital · Protocol 12 · Vitamin B12", None, None], [],
                                           ["Step", "Who", "What"], [1, "Nurse", "Take blood"],
                                           [2, "Doctor", "Prescribe"]]},
    "a checklist": {"Checklist": [["☐", "Consent signed"], ["☐", "Allergies asked"]], "Sheet2": []},
    "an empty workbook": {"Sheet1": [], "Sheet2": [], "Sheet3": []},
    "a list of patients": {"Data": [["MRN", "DOB", "B12"], [1001, "1970-01-01", 130]]},
    "a set whose first cells were overwritten": {"Dictionary": [["Dictionery"], ["Field", "Label", "Type"]],
                                                 "D": [["Decison table"]]},
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_workbooks_of_another_layout_get_one_paragraph(tmp_path: Path, layout: str) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in LAYOUTS[layout].items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if layout == "a hospital's protocol":
        book["Protocol"].merge_cells("A1:C1")
    book.save(tmp_path / "theirs.xlsx")
    model, findings = read(tmp_path)
    assert model is None
    (finding,) = findings
    assert finding.name == "missing-sheet" and "b12tables new" in finding.help[0]
    assert check(tmp_path).findings == findings
    if "overwritten" in layout:
        assert "did you mean Dictionary?" in finding.help[1]


def test_none_of_a_set_is_written_as_empty_in_a_case() -> None:
    text = SET.format(code="kind", label="Kind", a="Type A", b="Type B").replace(
        "| choice |\n| plan", "| choices |\n| plan"
    )
    text = text.replace("| R1 | Type A |", "| R1 | includes a |").replace(
        "| R2 | Type B |", "| R2 | excludes a |"
    )
    cases = "\n## Cases\n| | | Given | Expect |\n|---|---|---|---|\n| Case | Description | Kind | Plan |\n"
    cases += "| C1 | d | {} | wait |\n"
    (told,) = model_and_findings(text + cases.format("none"))[1]
    assert told.message == "Kind has no value 'none'" and told.help == ("write empty",)
    assert not model_and_findings(text + cases.format("empty"))[1]
