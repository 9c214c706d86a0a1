"""The embeddings of docs/integrating.md run as they are written, its other examples in a bare environment too."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.kit import coroutines
from tests.kit.needed import library
from tests.kit.packages import ROOT, real_package

PAGE = (ROOT / "docs" / "integrating.md").read_text("utf-8")


def block(name: str) -> str:
    found = re.search(rf"```python {name}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None, name
    return found[1]


def run(name: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "embedding"}
    exec(compile(block(name), f"docs/integrating.md ({name})", "exec"), names)
    return names


def test_a_plain_function_call() -> None:
    answer = run("function")["next_injection"]
    assert answer({"cause": "pernicious_anaemia", "phase": "maintenance", "neuro_status": "none"}) == (
        "Monthly by injection"
    )
    with pytest.raises(ValueError, match="in any of these units"):
        answer({"b12": 453})


def test_a_column_of_a_data_frame() -> None:
    library("pandas")
    patients = run("pandas")["patients"]
    assert list(patients["status"]) == ["ok", "ok", "ok", "invalid-input"]
    assert patients["regimen"][0] == "IM_MONTHLY" and list(patients["regimen"].isna()) == [False] * 3 + [True]
    assert list(patients["problems"]) == ["", "", "", "b12: unit-needed"]


def test_numbers_of_numpy_are_numbers_and_what_is_missing_is_never_guessed() -> None:
    numpy = library("numpy")
    evaluate = real_package().evaluate
    result = evaluate({"age_years": numpy.int64(60), "egfr": numpy.float64(59.5)})
    assert result.inputs["age_years"] == 60 and result.to_dict()["given"] == {"age_years": 60, "egfr": 59.5}
    # the digits that are shown are what was meant
    assert evaluate({"age_years": numpy.float32(59.1)}).inputs["age_years"] == Fraction(591, 10)
    for wrong in (numpy.nan, numpy.bool_(True), numpy.float32("nan"), numpy.array([60])):
        assert [p.name for p in evaluate({"age_years": wrong}).problems] == ["not-a-number"], wrong


@pytest.mark.slow
def test_an_endpoint() -> None:
    library("fastapi")
    httpx = library("httpx")
    app = run("fastapi")["app"]

    async def post(content: str) -> Any:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            sent = {"content-type": "application/json"}
            return await client.post("/evaluate", content=content, headers=sent)

    def ask(content: str) -> Any:
        return coroutines.run(lambda: post(content))

    good = ask(json.dumps({"cause": "pernicious_anaemia", "phase": "maintenance"}))
    assert good.status_code == 200 and good.json()["outputs"]["regimen"]
    assert good.json()["safety"] == real_package().SET.safety
    for content, name in (
        ('{"b12": 453}', "unit-needed"), ('{"aeg": 1}', "unknown-field"),
        ('{"age_years": true}', "not-a-number"),
    ):  # fmt: skip
        bad = ask(content)
        assert bad.status_code == 422 and bad.json()["problems"][0]["name"] == name
    assert ask("[1, 2]").status_code == 422
    assert ask('{"age_years": NaN}').status_code == 400


def test_the_blocks_can_be_read_without_their_libraries() -> None:
    for name in ("function", "pandas", "fastapi"):
        compile(block(name), name, "exec")


@pytest.mark.slow
def test_every_example_runs_where_only_the_two_wheels_are_installed(tmp_path: Path) -> None:
    """README and page for developers, where only the wheels of tables and runtime are."""
    library("hatchling")
    make = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    [site] = (tmp_path / "bare").glob("[lL]ib/**/site-packages")
    needed = []
    for project in (ROOT, ROOT / "generated"):
        built = subprocess.run(
            [sys.executable, "-c", make, str(tmp_path)],
            cwd=project,
            capture_output=True,
            text=True,
            check=True,
        )
        wheel = zipfile.ZipFile(tmp_path / built.stdout.split()[-1])
        about = wheel.read(next(n for n in wheel.namelist() if n.endswith("/METADATA"))).decode()
        needed += [line for line in re.findall("Requires-Dist: (.*)", about) if "extra ==" not in line]
        wheel.extractall(site)
    assert [name for name in needed if not name.startswith("b12tables")] == [] and len(needed) == 1
    for name in ("b12tables/runtime/__init__.py", "b12_followup/py.typed", "b12_followup/case.schema.json"):
        assert (site / name).is_file()
    assert {path.name.split("-")[0] for path in site.iterdir()} == {"b12tables", "b12_followup"}
    python = next(p for p in (tmp_path / "bare").glob("*/python*") if p.name in ("python", "python.exe"))
    for page in ("README.md", "docs/integrating.md"):
        code = f"import doctest; print(doctest.testfile({str(ROOT / page)!r}, module_relative=False))"
        done = subprocess.run(
            [str(python), "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
            env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found = re.search(r"failed=(\d+), attempted=(\d+)", done.stdout)
        assert found and found[1] == "0" and int(found[2]) > 3, done.stdout
