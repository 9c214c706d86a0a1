"""Modules that are loaded on demand: in many threads at once, in a zip, seen by freezers; and who answers."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from modulefinder import ModuleFinder
from pathlib import Path

import pytest

from b12tables.compiler import emit
from b12tables.runtime import PACT_NUMBER, keep_pact
from b12tables.runtime.selfcheck import unloaded
from tests.kit.packages import ROOT, iron_model

CALLS = """
CALLS = [
    lambda: package.evaluate(CASE).explain(),
    lambda: package.evaluate(CASE, today="2026-01-01").to_json(),
    lambda: package.audit_record(package.evaluate(CASE)),
    lambda: package.replay(package.audit_record(package.evaluate(CASE))).same,
    lambda: package.possible({}, package.SET.decisions[0].code).settled,
    lambda: package.why_not(CASE, "stores_class", "full").complete,
    lambda: package.evaluate(CASE).signatures,
    lambda: package.Result.from_json(package.evaluate(CASE).to_json()).to_json(),
    lambda: pickle.loads(pickle.dumps(package.evaluate(CASE))).status,
    lambda: package.evaluate({"ferritin": Decimal("2E+1"), "nothing": 1}).explain(audience="patient"),
]
"""

PARALLEL = f"""
import json, pickle, sys, threading
from decimal import Decimal
CASE = {{"ferritin": "20 ug/L", "haemoglobin": 110, "tolerates": "yes", "medicines": [], "months_treated": 4}}
number = int(sys.argv[1])
package = None
if number >= 0:
    import iron_followup as package
{CALLS}
barrier = threading.Barrier(16)
failed, answers = [], []
sys.setswitchinterval(1e-6)

def work(place):
    global package
    barrier.wait()
    try:
        if number < 0:
            import iron_followup as loaded
            package = loaded
        answers.append(str((CALLS[place % len(CALLS)] if number < 0 else CALLS[number])()))
    except BaseException as error:
        failed.append(repr(error))

threads = [threading.Thread(target=work, args=(place,)) for place in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps({{"failed": failed, "answers": len(set(answers))}}))
"""


def written(files: Mapping[str, str], folder: Path) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(emit(iron_model()), tmp_path_factory.mktemp("generated"))


def run(*words: str, path: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {"PYTHONPATH": path, "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *words], capture_output=True, encoding="utf-8", cwd=cwd, env=env, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("number", range(-1, 10))
def test_first_uses_in_sixteen_threads_all_answer(number: int, folder: Path, tmp_path: Path) -> None:
    """-1: the package itself is imported in all of them, and each calls something else."""
    done = run("-c", PARALLEL, str(number), path=f"{ROOT}:{folder}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["failed"] == [] and (found["answers"] == 1 or number < 0)


@pytest.mark.slow
def test_a_freezer_sees_every_module(folder: Path) -> None:
    """Each module that is loaded on demand stands in an import statement, in the package and in the runtime."""
    script = folder / "app.py"
    script.write_text("import iron_followup\n")
    # the libraries of cohorts are an extra: whoever freezes an evaluator leaves them out
    extra = ["duckdb", "numpy", "pandas", "polars", "pyarrow", "pyspark"]
    finder = ModuleFinder(path=[str(folder), str(ROOT), *sys.path], excludes=extra)
    finder.run_script(str(script))
    found = set(finder.modules)
    wanted = {
        ".".join(["iron_followup", *path.relative_to(folder / "iron_followup").with_suffix("").parts])
        for path in (folder / "iron_followup").rglob("*.py")
        if path.name not in ("__init__.py", "__main__.py", "values.py")
    }
    assert wanted <= found
    runtime = {
        "explain.page",
        "stored",
        "audit",
        "whynot",
        "possible",
        "questions.search",
        "given",
        "versions",
    }
    assert {f"b12tables.runtime.{name}" for name in runtime} <= found


@pytest.fixture(scope="module")
def zipped(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zip") / "app.zip"
    with zipfile.ZipFile(path, "w") as target:
        for root, top in ((ROOT / "b12tables", ROOT), (folder / "iron_followup", folder)):
            for file in sorted(root.rglob("*")):
                if file.is_file() and "__pycache__" not in file.parts:
                    target.write(file, file.relative_to(top).as_posix())
    return path


@pytest.mark.slow
def test_everything_works_from_a_zip(zipped: Path, tmp_path: Path) -> None:
    done = run("-S", "-c", PARALLEL, "-1", path=str(zipped), cwd=tmp_path)
    assert done.returncode == 0 and json.loads(done.stdout)["failed"] == [], done.stdout + done.stderr


@pytest.mark.slow
def test_the_self_check_covers_every_file_in_a_zip_too(folder: Path, zipped: Path, tmp_path: Path) -> None:
    sound = run("-S", "-m", "iron_followup", path=str(zipped), cwd=tmp_path)
    assert sound.returncode == 0 and f"pact {PACT_NUMBER}" in sound.stdout, sound.stdout + sound.stderr
    with zipfile.ZipFile(zipped) as source:
        names = [name for name in source.namelist() if name.startswith("iron_followup/")]
        for victim in (*names[:2], "iron_followup/case.schema.json", "iron_followup/MANIFEST"):
            other = tmp_path / "other.zip"
            with zipfile.ZipFile(other, "w") as target:
                for name in source.namelist():
                    target.writestr(name, source.read(name) + (b"\n# x\n" if name == victim else b""))
            altered = run("-S", "-m", "iron_followup", path=str(other), cwd=tmp_path)
            said = victim.removeprefix("iron_followup/")
            assert (altered.returncode == 1 and f"altered: {said}" in altered.stdout) or said == "MANIFEST"


def test_the_self_check_tells_of_what_is_there_beside_and_of_what_is_not(tmp_path: Path) -> None:
    written(emit(iron_model()), tmp_path)
    package = tmp_path / "iron_followup"
    (package / "more.txt").write_text("x")
    (package / "py.typed").unlink()
    done = run("-m", "iron_followup", path=f"{ROOT}:{tmp_path}", cwd=tmp_path)
    assert done.returncode == 1 and "altered: more.txt\naltered: py.typed" in done.stdout
    (package / "MANIFEST").unlink()
    done = run("-m", "iron_followup", path=f"{ROOT}:{tmp_path}", cwd=tmp_path)
    assert done.returncode == 1 and "altered: MANIFEST" in done.stdout and not done.stderr


def test_the_self_check_sees_a_runtime_that_is_not_as_it_was_installed(folder: Path, tmp_path: Path) -> None:
    """An installed runtime has a record of its files; one of them is edited."""
    import base64
    import hashlib
    import shutil

    shutil.copytree(ROOT / "b12tables" / "runtime", tmp_path / "b12tables" / "runtime")
    shutil.copy(ROOT / "b12tables" / "__init__.py", tmp_path / "b12tables")
    shutil.copy(ROOT / "b12tables" / "version.py", tmp_path / "b12tables")
    record = tmp_path / "b12tables-0.1.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: b12tables\nVersion: 0.1.0\n")
    lines = []
    for file in sorted(path for path in (tmp_path / "b12tables").rglob("*.*") if path.is_file()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(file.read_bytes()).digest()).rstrip(b"=").decode()
        lines.append(f"{file.relative_to(tmp_path).as_posix()},sha256={digest},{file.stat().st_size}")
    (record / "RECORD").write_text("\n".join(lines) + "\n")
    path = f"{tmp_path}:{folder}"
    sound = run("-S", "-m", "iron_followup", path=path, cwd=tmp_path)
    assert sound.returncode == 0 and "not as it was installed" not in sound.stdout, (
        sound.stdout + sound.stderr
    )
    runtime, said = tmp_path / "b12tables" / "runtime", "The runtime is not as it was installed ({}): install"
    fields, versions, shadow = runtime / "fields.py", runtime / "versions.py", runtime / "policies"
    listed = record / "RECORD"
    before = {path: path.read_bytes() for path in (fields, versions, listed)}

    def shadowed() -> None:
        shadow.mkdir()
        (shadow / "__init__.py").write_text("")

    # edited, gone, one that would be imported in the place of another, a list that nobody can read
    for does, name in (
        (lambda: fields.write_bytes(before[fields] + b"\n"), "b12tables/runtime/fields.py"),
        (versions.unlink, "b12tables/runtime/versions.py"),
        (shadowed, "b12tables/runtime/policies/__init__.py"),
        (lambda: listed.write_text("a,b,c,d,e\n"), "RECORD"),
    ):
        does()
        after = run("-S", "-m", "iron_followup", path=path, cwd=tmp_path)
        assert after.returncode == 1 and said.format(name) in after.stdout, after.stdout + after.stderr
        for where, content in before.items():
            where.write_bytes(content)
        shutil.rmtree(shadow, ignore_errors=True)


def test_the_self_check_is_of_the_runtime_that_answers(folder: Path, tmp_path: Path) -> None:
    """One that comes first on the path, beside a list of another that is installed: nobody can say what it is."""
    record = tmp_path / "b12tables-0.1.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: b12tables\nVersion: 0.1.0\n")
    (record / "RECORD").write_text("b12tables/runtime/fields.py,sha256=x,1\n")
    (tmp_path / "b12tables" / "runtime").mkdir(parents=True)
    done = run("-S", "-m", "iron_followup", path=f"{ROOT}:{tmp_path}:{folder}", cwd=tmp_path / "b12tables")
    assert done.returncode == 0 and "no list says" in done.stdout, done.stdout + done.stderr


def test_a_package_that_cannot_be_imported_any_more_is_told_of_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One letter of any file: nothing of it is run."""
    written(emit(iron_model()), tmp_path)
    package = (tmp_path / "iron_followup").rename(tmp_path / "iron_broken")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert unloaded("iron_broken") == 0 and "as it was written" in capsys.readouterr().out
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.stat().st_size)
    for path in files:
        before = path.read_bytes()
        path.write_bytes(before[:-1] + b"(")
        assert unloaded("iron_broken") == 1
        told = capsys.readouterr().out
        said = (
            f"altered: {path.relative_to(package).as_posix()}\n" if path.name != "MANIFEST" else "altered: "
        )
        assert said in told and "build it again" in told
        path.write_bytes(before)
    for name in ("iron_missing", "os", "..", ""):
        assert unloaded(name) == 2 and "no package" in capsys.readouterr().out


def test_a_package_for_another_pact_says_so_in_a_sentence(tmp_path: Path) -> None:
    written(emit(iron_model()), tmp_path)
    init = tmp_path / "iron_followup" / "__init__.py"
    init.write_text(init.read_text().replace(f"keep_pact({PACT_NUMBER},", "keep_pact(999,"))
    done = run("-c", "import iron_followup", path=f"{ROOT}:{tmp_path}", cwd=tmp_path)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: iron_followup was written by b12tables") and "build it again" in last
    with pytest.raises(ImportError, match="pact 1"):
        keep_pact(1, "old", "0.0.9")


def test_head_manifest_and_result_say_who_wrote_and_who_answers(folder: Path) -> None:
    from b12tables import __version__
    from tests.kit.packages import iron_package

    package = folder / "iron_followup"
    said = f"b12tables {__version__}, for runtimes of pact {PACT_NUMBER}"
    for file in package.rglob("*.py"):
        assert said in file.read_text().splitlines()[0]
    assert (
        f"Written by b12tables {__version__} for runtimes of pact {PACT_NUMBER}"
        in (package / "MANIFEST").read_text()
    )
    result = iron_package().evaluate({})
    by = result.to_dict()["answered_by"]
    assert by["runtime"] == by["compiler"] == __version__ and len(by["runtime_hash"]) == 64
    assert json.loads(iron_package().audit_record(result))["answered_by"] == by
