"""The generated package itself: typed, clean, the same every time, light, and true to the pact with the
runtime.
"""

from __future__ import annotations

import ast
import gc
import json
import linecache
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b12tables.compiler import emit
from b12tables.compiler.codegen.load import load_package
from b12tables.compiler.codegen.package import emit_python
from b12tables.compiler.codegen.schema import emit_schema
from b12tables.runtime import PACT
from b12tables.runtime.selfcheck import outdated
from tests.kit.packages import (
    ROOT,
    iron_model,
    iron_package,
    package_from,
    package_of,
    real_model,
    real_package,
)
from tests.kit.tables import model_from_markdown

SCENE = {"b12": "453 pmol/L", "phase": "loading_complete", "neuro_status": "none", "months_since_start": 1}


def written(files: Mapping[str, str], folder: Path) -> Path:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def run(*arguments: str, cwd: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env={"PYTHONPATH": path, "MYPYPATH": path, "PATH": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


ODD = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown |
|---|---|---|---|---|---|---|
| case | Class | choice | | | | yes |
| values | Values "quoted" \\ back | text | | | | yes |
| date | Date | date | | | | yes |
| number | Number | number | -5 | 0.5 | | no |
| items | Items | choice | | | | no |
| hits | Hits | choice | | | | no |

## Values
| Field | Value | Label |
|---|---|---|
| case | None | Nothing |
| case | 1st | First |
| case | 1_st | The other first |
| case | name | Name |
| items | def | Def |
| items | keys | Keys |
| hits | R1 | Rule one |

## Decision: Status
- Code: status
| | When | | | | Then |
|---|---|---|---|---|---|
| Rule | case | values | date | number | items |
| 1 | "None" | it's <q>\\\\ | < 2020-02-29 | > 0.1 | def |
| class | 1st, 1_st | - | - | - | keys |
| Otherwise | | | | | def |

## Decision: Import
- Code: match
- Hit policy: Collect
- May be empty: yes
| | When | Then |
|---|---|---|
| Rule | items | hits |
| decide | def | R1 |
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of three table sets, on disk."""
    from tests.kit.tables import model_from_markdown

    root = tmp_path_factory.mktemp("generated")
    for model in (real_model(), iron_model(), model_from_markdown(ODD)):
        written(emit(model), root)
    return root


def test_names_that_python_has_taken() -> None:
    package = package_from(ODD)
    case = package.Case(case_="1st", values_="x", date_="2020-01-01", number=0)
    result = package.evaluate(case)
    assert result.status == "ok" and case.case_ == "1st"
    assert result.status_.items_ == "keys" and result.outputs["status"]["items"] == "keys"
    assert result.match_ == ()
    other = package.evaluate(
        {"case": "None", "values": "IT’S <Q>\\\\", "date": "2020-02-28", "number": "0.2"}
    )
    assert other.trace[0].rules[0].id == "1" and other.match_[0].hits == "R1"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["b12_followup", "iron_followup", "test_tables"])
def test_only_the_pact_is_imported(folder: Path, name: str) -> None:
    allowed = {"__future__", "datetime", "fractions", "enum", "typing", "collections.abc", "decimal", "sys"}
    for path in (folder / name).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names} <= allowed, path
            if not isinstance(node, ast.ImportFrom) or node.level:
                continue
            module = node.module or ""
            if module == "b12tables.cohort":  # asked for by whoever has frames, with an extra of its own
                assert [alias.name for alias in node.names] == ["evaluate_frame"], path
            elif module.startswith("b12tables"):
                inside = module.removeprefix("b12tables.runtime").lstrip(".")
                names = {f"{inside}.{alias.name}".lstrip(".") for alias in node.names}
                assert names <= PACT, (path, names - PACT)
            else:
                assert module in allowed, path


@pytest.mark.slow
def test_the_same_model_gives_the_same_bytes() -> None:
    assert emit_python(real_model()) == emit_python(real_model())
    for path, text in emit(real_model()).items():
        assert str(ROOT) not in text and "\r" not in text, path


def test_the_self_check_notices_an_altered_file(tmp_path: Path) -> None:
    written(emit(iron_model()), tmp_path)
    path = f"{ROOT}:{tmp_path}"
    before = run("-m", "iron_followup", cwd=tmp_path, path=path)
    assert before.returncode == 0 and iron_model().content_hash in before.stdout
    victim = tmp_path / "iron_followup" / "decisions" / "stores_class.py"
    victim.write_text(victim.read_text("utf-8").replace("< 15", "< 16"), encoding="utf-8")
    after = run("-m", "iron_followup", cwd=tmp_path, path=path)
    assert after.returncode == 1 and "altered: decisions/stores_class.py" in after.stdout


@pytest.mark.slow
def test_the_self_check_compares_its_hash_with_that_of_the_workbooks(folder: Path, tmp_path: Path) -> None:
    path = f"{ROOT}:{folder}"
    same = run("-m", "b12_followup", str(ROOT / "tables"), cwd=tmp_path, path=path)
    assert same.returncode == 0 and "say the same" in same.stdout
    other = run("-m", "iron_followup", str(ROOT / "tables"), cwd=tmp_path, path=path)
    assert other.returncode == 2 and "are those of b12_followup" in other.stdout
    nothing = run("-m", "b12_followup", str(tmp_path), cwd=tmp_path, path=path)
    assert nothing.returncode == 2 and "cannot be read" in nothing.stdout
    bare = run("-S", "-m", "b12_followup", str(ROOT / "tables"), cwd=tmp_path, path=path)
    assert bare.returncode == 0 and "say the same" in bare.stdout, (
        "nothing but the standard library is needed"
    )


@pytest.mark.slow
def test_the_self_check_names_what_changed_in_the_workbooks(tmp_path: Path) -> None:
    for name in ("b12_followup.xlsx", "classes.xlsx"):
        assert (ROOT / "tables" / name).exists()
    shutil.copytree(ROOT / "tables", tmp_path / "tables")
    book = openpyxl.load_workbook(tmp_path / "tables" / "classes.xlsx")
    sheet = book["Serum B12 band"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "< B12 lower limit")
    cell.value = "< 179 pg/mL"
    book.save(tmp_path / "tables" / "classes.xlsx")
    assert outdated(real_package().SET, str(tmp_path / "tables")) == ("b12_band",)


def test_all_packages_in_memory_are_found_by_one_finder() -> None:
    """An import that nobody else answers asks every finder: the thousandth package must not wait for the others."""
    first = package_from(ODD)
    before = len(sys.meta_path)
    second = package_from(ODD.replace("| Nothing |", "| Another |"))
    assert first.SET.content_hash != second.SET.content_hash
    assert len(sys.meta_path) == before


def test_a_package_in_memory_is_freed_when_nobody_holds_it() -> None:
    """A desk loads one for every edit and stands open for days: nothing of those that are gone may stay."""
    held = package_from(ODD)
    evaluate, own = held.evaluate, held.__name__
    del held

    def names() -> set[str]:
        gc.collect()
        package_from(ODD)
        return {name for name in sys.modules if name.startswith("_b12tables_loaded_")}

    before, paths, lines = names(), list(sys.meta_path), set(linecache.cache)
    gone = [package_from(ODD.replace("| Nothing |", f"| Another {n} |")).__name__ for n in range(4)]
    assert len(set(gone)) == 4 and not before & set(gone)
    assert names() == before and sys.meta_path == paths and set(linecache.cache) == lines
    # what is held is whole: it finds its files, what it loads when asked, and itself as a pickle
    result = evaluate({"case": "1st", "values": "x", "date": "2020-01-01", "number": 0})
    assert result.explain() and pickle.loads(pickle.dumps(result)) == result
    assert package_from(ODD).evaluate is evaluate and sys.modules[own].evaluate is evaluate


def test_importing_is_light(folder: Path) -> None:
    """No module that costs much; the milliseconds themselves are measured in benchmarks/single_case.py."""
    code = "import b12_followup, sys; print(json.dumps(sorted(sys.modules)) if (json := __import__('json')) else '')"
    loaded = set(json.loads(run("-S", "-c", code, cwd=folder, path=f"{ROOT}:{folder}").stdout))
    assert not loaded & {
        "typing",
        "dataclasses",
        "importlib.metadata",
        "inspect",
        "logging",
        "unittest",
        "difflib",
    }
    assert {m for m in loaded if m.startswith("b12tables")} <= {
        f"b12tables{rest}"
        for rest in ("", ".version", ".runtime", *(f".runtime.{name}" for name in (
            "words", "units", "numbers", "frozen", "given",
                "values", "problems", "rules", "policies", "reading", "fields", "quick_way", "language",
                "dependencies",
                "case", "result",
                "tableset")))
    }  # fmt: skip


def test_a_rule_stands_above_its_code_in_words(folder: Path) -> None:
    table = real_model().decision["regimen"]
    text = (folder / "b12_followup" / "decisions" / "regimen.py").read_text("utf-8")
    for rule in table.rules:
        assert (
            f"# {rule.id} ({rule.place.cells})  when" in text
            or f"# {rule.id} ({rule.place.cells}) when" in text
        )
        assert f"return {rule.id}" in text


# ---------------------------------------------------------------- results and cases


@pytest.mark.slow
def test_a_result_goes_round_as_plain_data_and_as_a_pickle() -> None:
    for package, case in (
        (real_package(), SCENE),
        (real_package(), {"b12": 453}),
        (iron_package(), {"haemoglobin": 90}),
    ):
        result = package.evaluate(case, today="2026-11-21")
        again = package.Result.from_json(result.to_json())
        assert again == result and again.to_dict() == result.to_dict() and hash(again) == hash(result)
        assert [step.to_dict() for step in again.trace] == [step.to_dict() for step in result.trace]
        assert pickle.loads(pickle.dumps(result)) == result
    with pytest.raises(ValueError, match="these tables are"):
        iron_package().Result.from_dict(real_package().evaluate(SCENE).to_dict())


def test_answers_and_cases_cannot_be_changed() -> None:
    package = real_package()
    result = package.evaluate(SCENE)
    with pytest.raises(AttributeError):
        result.regimen.regimen = "other"
    case = package.Case(**SCENE)
    with pytest.raises(AttributeError):
        case.phase = "loading"
    changed = case.replace(phase="loading", b12=package.NOT_STATED)
    assert dict(changed) == {k: v for k, v in SCENE.items() if k != "b12"} | {"phase": "loading"}
    assert pickle.loads(pickle.dumps(case)) == case and case.cause is package.NOT_STATED
    assert package.evaluate(case) == package.evaluate(SCENE)
    assert package.evaluate(case).given == SCENE and package.evaluate(case).given is not case._stated
    with pytest.raises(AttributeError):
        _ = case.bananas


def test_enum_members_are_codes(folder: Path) -> None:
    package = real_package()
    values = sys.modules.get(f"{package.__name__}.values") or __import__(
        f"{package.__name__}.values", fromlist=["x"]
    )
    member = values.Cause("dietary")
    assert package.evaluate(package.Case(cause=member)).inputs["cause"] == "dietary"
    assert type(package.evaluate({"cause": member}).to_dict()["given"]["cause"]) is str


@pytest.mark.slow
def test_many_threads_get_the_same_answers() -> None:
    package = real_package()
    cases = [{**SCENE, "age_years": age} for age in range(20, 100)]
    wanted = [package.evaluate(case).to_dict() for case in cases]
    found: dict[int, list[Any]] = {}

    def work(number: int) -> None:
        found[number] = [package.evaluate(case).to_dict() for case in cases]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[number] == wanted for number in range(8))


@pytest.mark.slow
def test_the_same_files_are_the_same_module_and_others_stand_beside_it() -> None:
    files = emit_python(iron_model())
    first = load_package(files, "iron_followup")
    assert load_package(files, "iron_followup") is first
    assert load_package(emit_python(real_model()), "b12_followup") is not first


# ---------------------------------------------------------------- schema


@pytest.mark.slow
def test_the_schemas_fit_what_is_read_and_given() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for model, package in ((real_model(), real_package()), (iron_model(), iron_package())):
        files = emit_schema(model)
        schemas = {Path(path).name: json.loads(text) for path, text in files.items()}
        for schema in schemas.values():
            jsonschema.Draft202012Validator.check_schema(schema)
        case = jsonschema.Draft202012Validator(schemas["case.schema.json"])
        result = jsonschema.Draft202012Validator(schemas["result.schema.json"])
        from tests.kit.packages import given_json

        for example in model.cases:
            plain = {
                name: str(v) if name == "today" else v
                for name, v in given_json_of(model, example.given).items()
            }
            case.validate(plain)
            result.validate(package.evaluate(plain).to_dict())
        for wrong in ({"bananas": 1}, {"b12": 453}, {"age_years": "old"}, {"cause": "diet"}):
            if model is real_model():
                assert not case.is_valid(wrong)
                result.validate(package.evaluate(wrong).to_dict())
        assert given_json


@pytest.mark.parametrize("unknown", ["", ", unknown"])
def test_the_schema_asks_for_what_a_score_follows_from(unknown: str) -> None:
    """Nobody states a score: a case without what it follows from is none that is answered."""
    model = model_from_markdown(f"""
## Fields
- x: yes/no
- weight: number, 1..100, unit kg
- perhaps: number, 1..100, unit kg, unknown
- rate: number, 0..10, unit mg/kg
- dose: number, 0..1000, unit mg{unknown}, computed rate * weight
- other: number, 0..1000, unit mg, unknown, computed rate * perhaps

## Decision: Rate
| | When | Then |
|---|---|---|
| Rule | X | Rate |
| R1 | - | 2 mg/kg |
""")
    package = package_of(model)
    required = set(json.loads(emit_schema(model)["test_tables/case.schema.json"])["required"])
    whole = {"x": True, "weight": 10, "perhaps": 20}
    for name in whole:
        rest = {other: value for other, value in whole.items() if other != name}
        assert (package.evaluate(rest).status == "missing-input") == (name in required), name
    assert required == {"x", "weight"}


def given_json_of(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    from tests.kit.packages import given_json

    plain = given_json(model, {n: v for n, v in values.items() if n != "today"})
    return plain | ({"today": values["today"]} if "today" in values else {})
