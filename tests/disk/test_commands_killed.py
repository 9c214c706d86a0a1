"""Every command that writes, killed at each of its writes or met by a full disk there: told in a sentence, and what it
writes is as before or as wanted; the next call works.
"""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.desk.served import DeskServer, held_files
from b12tables.desk.session import Session
from b12tables.interop.dmn import export_dmn
from tests.desk.desk_set import DAY
from tests.kit.doses import DOSES
from tests.kit.packages import iron_model
from tests.kit.tables import write_xlsx

from .killing import every_fault, left_beside, state

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork"),
    pytest.mark.slow,
]

TABLES = f"""{DOSES}
## Cases
| | | Given | Expect |
|---|---|---|---|
| Case | Description | Age | Dose |
| C1 | Just grown up | 18 | full |
"""

WRITERS: dict[str, tuple[str, ...]] = {
    "build --project": ("build", "set", "--project", "out/project"),
    "check --proof": ("check", "set", "--no-release", "--proof", "out/proof.json.gz"),
    "cases --grade": ("cases", "set", "--grade", "--store", "out/grade.json"),
    "cases --propose": ("cases", "set", "--propose", "3", "--out", "out/proposed"),
    "export dmn": ("export", "dmn", "set", "--out", "out/set.dmn"),
    "export sql": ("export", "sql", "set", "--dialect", "duckdb", "--out", "out/set.sql", "--unit", "age=a"),
    "export cql": ("export", "cql", "set", "--out", "out/set.cql"),
    "export fhir": ("export", "fhir", "set", "--out", "out/set.json", "--base", "https://example.org/fhir"),
    "import": ("import", "set.dmn", "out/imported"),
    "population": ("population", "out/people.parquet", "--tables", "set", "--rows", "9"),
    "cohort": ("cohort", "people.csv", "--tables", "set", "--out", "out/a.parquet", "--summary", "out/a.html"),
    "add decision": ("add", "decision", "Second", "out/set", "--when", "age", "--then", "other"),
}  # fmt: skip


def command(*words: str) -> str:
    """What a command says; a fault of the disk is a sentence, and nothing is called written then."""
    done = CliRunner().invoke(cli, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert "Traceback" not in done.output
    return done.output


def meaning(folder: Path) -> dict[str, object]:
    """The files of a folder; of workbooks what does not tell the time."""
    found: dict[str, object] = dict(state(folder))
    for name in found:
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(folder / name) as book:
                assert book.testzip() is None
                found[name] = [book.read(n) for n in book.namelist() if not n.startswith("docProps/")]
        elif name.endswith("MANIFEST"):
            found[name] = ""  # hashes of what tells the time
    return found


def placed(folder: Path) -> None:
    """Everything that the commands read, and a folder for what they write."""
    for name in ("set", "out"):
        (folder / name).mkdir()
    write_xlsx(TABLES, folder / "set")
    (folder / "people.csv").write_text("age\n17\n40\n90\n", "utf-8")
    (folder / "set.dmn").write_text(export_dmn(iron_model()).text, "utf-8")
    (folder / "out" / "set").mkdir()
    more = "- other: choice (yes_please, no_thanks)\n"
    write_xlsx(TABLES.replace("\n## Decision", f"{more}\n## Decision", 1), folder / "out" / "set")


@pytest.mark.parametrize("kind", ["kill", "full"])
@pytest.mark.parametrize("name", WRITERS)
def test_a_command_leaves_the_old_or_the_new(name: str, kind: str, tmp_path: Path) -> None:
    placed(tmp_path)
    words, out = _whole_paths(WRITERS[name], tmp_path), tmp_path / "out"
    old = meaning(out)
    command(*words)
    new = meaning(out)
    assert new.keys() > old.keys()
    _restore(out, old)

    def looked_at(at: int) -> None:
        found = meaning(out)
        wanted = {**new, **{key: found[key] for key in found if ".parts/" in key}}
        assert all(found[key] == wanted.get(key) for key in found), (at, sorted(found.keys() - new.keys()))
        if name != "build --project" and ".parts" not in str(sorted(found)):
            assert found in (old, new) or name == "cohort", at
        # of a run that had put its result there nothing else is left: the next call sees to it
        if (out / "a.parquet").exists():
            assert "already" in command(*words)
            assert not [key for key in meaning(out) if ".parts/" in key], at
        for path in (out / "a.parquet", out / "a.html", out / "people.parquet"):  # which are never replaced
            path.unlink(missing_ok=True)
        said = command(*words)  # the next call works, or says that all is there already
        assert meaning(out) == new and (not left_beside(tmp_path) or "already" in said), (at, said)
        for left in left_beside(tmp_path):
            Path(left).unlink()
        _restore(out, old)

    # of many files, written alike, some writes
    step = {"build --project": 5, "cohort": 4, "population": 2, "cases --propose": 2}.get(name, 1)
    assert every_fault(tmp_path, lambda: command(*words), looked_at, kind, step) >= 3


def _whole_paths(words: tuple[str, ...], folder: Path) -> list[str]:
    """The words of a command with whole paths: a kill at a write is told by them."""
    first = {one.partition("/")[0] for one in ("set", "out", "set.dmn", "people.csv")}
    return [str(folder / word) if word.partition("/")[0] in first else word for word in words]


def _restore(out: Path, old: dict[str, object]) -> None:
    """Takes away what is new; nothing that was there is ever changed by these commands."""
    for name in state(out).keys() - old.keys():
        (out / name).unlink()
    for folder in sorted((path for path in out.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


@pytest.mark.parametrize("kind", ["kill", "full"])
def test_what_the_desk_saves_is_whole_or_as_before(kind: str, tmp_path: Path) -> None:
    """Two workbooks changed: each is as it was, or as it was wanted; what was not saved is told."""
    names = ("fields.xlsx", "cases.xlsx")
    head, tail = TABLES.split("\n## Cases", 1)
    for name, text in zip(names, (head, "\n## Cases" + tail), strict=True):
        write_xlsx(text, tmp_path, name)
    before = {name: (tmp_path / name).read_bytes() for name in names}
    desk = DeskServer(tmp_path, Session(lambda: DAY))
    try:
        after = _changed(desk)

        def looked_at(at: int) -> None:
            for name in names:
                assert (tmp_path / name).read_bytes() in (before[name], after[name]), (at, name)
            desk.session.open(held_files(tmp_path))
            left = desk.session.unsaved()
            desk.ask({"do": "save"})
            assert {name: (tmp_path / name).read_bytes() for name in after} == after, at
            assert not left or not left_beside(tmp_path), at
            _as_before(desk, before)

        assert every_fault(tmp_path, lambda: desk.ask({"do": "save"}), looked_at, kind) >= 8
    finally:
        desk.close()


def _as_before(desk: DeskServer, before: dict[str, bytes]) -> None:
    for path in desk.folder.glob("*.xlsx"):
        path.unlink()
    for name, content in before.items():
        (desk.folder / name).write_bytes(content)
    desk.session.draft, desk.session.steps = None, []
    _changed(desk)


def _changed(desk: DeskServer) -> dict[str, bytes]:
    """Edits two workbooks: what is to be saved."""
    desk.session.open(held_files(desk.folder))
    sheets = {"fields.xlsx": "Dose", "cases.xlsx": "Cases"}
    for name, sheet in sheets.items():
        asked = {"do": "write", "file": name, "sheet": sheet, "row": 30, "column": 12, "text": "a remark"}
        told = desk.session.ask(asked)
        assert "refused" not in told, told
    return dict(desk.session.unsaved())


@pytest.mark.parametrize("name", ["population", "cohort", "summary", "new"])
def test_a_link_to_itself_or_to_nothing_is_no_name_for_a_result(name: str, tmp_path: Path) -> None:
    placed(tmp_path)
    people, tables = str(tmp_path / "people.csv"), str(tmp_path / "set")
    for link, to in (("loop", "loop"), ("dangling", "none")):
        out = tmp_path / link
        out.symlink_to(tmp_path / to)
        words = {
            "population": ["population", str(out), "--tables", tables, "--rows", "3"],
            "cohort": ["cohort", people, "--tables", tables, "--out", str(out)],
            "summary": ["cohort", people, "--tables", tables, "--summary", str(out)],
            "new": ["new", str(out)],
        }  # fmt: skip
        said = command(*words[name])
        assert link in said and ".b12tables-" not in said and not (tmp_path / "none").exists()


def test_nothing_is_made_through_a_link(tmp_path: Path) -> None:
    """A name that is a link leads to somebody else's folder or file: refused by each command that makes something."""
    placed(tmp_path)
    stranger, out = tmp_path / "stranger", tmp_path / "out"
    stranger.mkdir()
    proof = str(out / "proof.json.gz")
    assert "proof" in command("check", str(tmp_path / "set"), "--no-release", "--proof", proof)
    shutil.move(proof, stranger / "of_ours.gz")
    before = meaning(stranger)
    for name in ("project", "imported", "proposed", "package", "site", "copies", "fresh", "from"):
        (out / name).symlink_to(stranger)
    for name in (
        "proof.json.gz",
        "grade.json",
        "set.dmn",
        "set.sql",
        "set.cql",
        "set.json",
        "people.parquet",
        "a.parquet",
        "a.html",
    ):
        (out / name).symlink_to(stranger / "of_ours.gz")
    (out / "half").mkdir()
    (out / "half" / ".github").symlink_to(stranger)
    more = {
        "build": ("build", "set", "--out", "out/package"),
        "build --project, within": ("build", "set", "--project", "out/half"),
        "docs build": ("docs", "build", "set", "--out", "out/site"),
        "docs build --print": ("docs", "build", "set", "--out", "out/pages", "--print", "out/a.html"),
        "check --annotate": ("check", "set", "--no-release", "--annotate", "out/copies"),
        "new": ("new", "out/fresh"),
        "new, named with a slash": ("new", "out/fresh/"),
        "new --from": ("new", "out/from", "--from", "set"),
    }
    wanted = {name: words for name, words in WRITERS.items() if name != "add decision"} | more
    for name, words in wanted.items():
        said = command(*_whole_paths(words, tmp_path))
        assert "a link to" in said or "there already" in said, (name, said)
        assert meaning(stranger) == before, name


def test_a_name_that_cannot_be_written_is_told_as_it_was_given(tmp_path: Path) -> None:
    """Not by the name of what stands beside it for a moment, and before anybody was asked."""
    placed(tmp_path)
    tables, people = str(tmp_path / "set"), str(tmp_path / "people.csv")
    long, same = str(tmp_path / ("x" * 300)), str(tmp_path / "same")
    for words in (
        ("check", tables, "--no-release", "--proof", long),
        ("export", "dmn", tables, "--out", long),
        ("cohort", people, "--tables", tables, "--summary", long),
    ):
        said = command(*words)
        assert "x" * 300 in "".join(said.split()) and ".b12tables-" not in said, words
    said = command("cohort", people, "--tables", tables, "--out", same, "--summary", same)
    assert "give each its name" in said and not Path(same).exists()
    site = str(tmp_path / "site")
    for _ in range(2):  # whether the site is there by then or not
        said = command("docs", "build", tables, "--out", site, "--print", f"{site}/print.html")
        assert "lies in the folder of the site" in said
        assert "index.html" in command("docs", "build", tables, "--out", site)


def test_a_name_of_no_letters_and_no_name_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of files and a library that asks for text cannot hold such a name; an empty one is the folder itself."""
    placed(tmp_path)
    monkeypatch.chdir(tmp_path)
    odd = os.fsdecode(b"a\xff")
    (tmp_path / odd).mkdir()
    shutil.copy(write_xlsx(TABLES, tmp_path, "made.xlsx"), tmp_path / odd / f"{odd}.xlsx")
    command("population", "people.parquet", "--tables", "set", "--rows", "3")
    shutil.copy("people.parquet", f"{odd}.parquet")
    for words in (
        ("cohort", f"{odd}.parquet", "--tables", "set", "--summary", "a.html"),
        ("cohort", "people.csv", "--tables", "set", "--out", f"out/{odd}"),
        ("population", f"out/{odd}", "--tables", "set", "--rows", "3"),
        ("cases", odd, "--propose", "3", "--out", "out/proposed"),
    ):
        assert "bytes that are no letters" in command(*words) and not (tmp_path / "out" / "proposed").exists()
    for words in (
        ("cohort", "people.csv", "--tables", "set", "--out", ""),
        ("cohort", "people.csv", "--tables", "set", "--summary", ""),
        ("population", "", "--tables", "set", "--rows", "3"),
    ):
        assert "without a name" in command(*words), words


def test_nothing_that_is_written_turns_round_what_is_read(tmp_path: Path) -> None:
    """A mark of direction in a label: where people read it (data for programs, SQL) it is named or escaped."""
    placed(tmp_path)
    marked = TABLES.replace("label Age", "label Age\u202e\u2066").replace(
        "Just grown up", "Just\u200f grown up"
    )
    for file in (tmp_path / "set").glob("*.xlsx"):
        file.unlink()
    write_xlsx(marked.replace("| Age ", "| Age\u202e\u2066 "), tmp_path / "set")
    tables, out = str(tmp_path / "set"), tmp_path / "out"
    command("build", tables, "--project", str(out / "project"))
    command("docs", "build", tables, "--out", str(out / "site"), "--print", str(out / "print.html"))
    command("export", "dmn", tables, "--out", str(out / "a.dmn"))
    command("export", "sql", tables, "--dialect", "duckdb", "--unit", "age=a", "--out", str(out / "a.sql"))
    command("export", "fhir", tables, "--base", "https://example.org/fhir", "--out", str(out / "a.json"))
    files = [path for path in out.rglob("*") if path.is_file() and path.suffix not in (".xlsx", ".woff2")]
    assert len(files) > 20
    turned = [path for path in files if re.search("[\u200f\u202e\u2066]", path.read_text("utf-8"))]
    assert not turned


def test_what_never_ends_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed(tmp_path)
    monkeypatch.setattr("b12tables.cli.shared.LARGEST", 1000)
    endless = tmp_path / "endless"
    endless.write_bytes(b"[" * 1001)
    for words in (
        ("eval", str(tmp_path / "set"), "--case", str(endless)),
        ("ask", str(tmp_path / "set"), "--case", str(endless)),
        ("import", str(endless), str(tmp_path / "imported")),
        ("docs", "build", str(tmp_path / "set"), "--grade", str(endless), "--out", str(tmp_path / "site")),
    ):
        assert "is longer than 1,000 bytes" in command(*words), words


def test_a_pipe_among_the_pages_is_not_waited_for(tmp_path: Path) -> None:
    placed(tmp_path)
    (tmp_path / "pages").mkdir()
    os.mkfifo(tmp_path / "pages" / "a.md")
    words = ("docs", "build", str(tmp_path / "set"), "--docs", str(tmp_path / "pages"))
    assert "a.md is no file" in command(*words, "--out", str(tmp_path / "site"))
