"""Killed at any write, or refused by a full disk: the old state or the new one, and the next call works."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from b12tables.compiler import check, emit
from b12tables.desk.annotate import annotate_workbooks
from b12tables.desk.new import new_decision, new_set, set_from
from b12tables.desk.signoff import fill
from b12tables.disk import EarlierPackage, NotReplaced, OwnFolder, write_own
from b12tables.site.build import EarlierSite, build_site

from .killing import BROKEN, every_fault, faults, left_beside, state

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork"),
    pytest.mark.slow,
]

Make = Callable[[Path], tuple[Path, Callable[[], object], Callable[[], object]]]
"""From a folder: what is written, and two ways to write it that differ in what they write."""


def _tables(folder: Path, threshold: str = "< 140") -> Path:
    path = new_set(folder, "Blood pressure")
    book = openpyxl.load_workbook(path)
    for row in book["Next step"].iter_rows():
        for cell in row:
            if cell.value == "< 140":
                cell.value = threshold
    book.save(path)
    return folder


def _package(top: Path) -> tuple[Path, Callable[[], object], Callable[[], object]]:
    def writer(name: str, other: str) -> Callable[[], object]:
        tables = _tables(top / name)
        model = check(tables).model
        assert model is not None
        files = {p.removeprefix("blood_pressure/"): t for p, t in emit(model).items()}
        # one file more in one of the two, so that something must go
        if other:
            files[other] = "# Generated.\n"
            del files["MANIFEST"]
        out = top / "out" / "blood_pressure"
        return lambda: OwnFolder(out, "build", [tables], EarlierPackage()).write(files)

    return top / "out", writer("one", ""), writer("two", "decisions/more.py")


def _site(top: Path) -> tuple[Path, Callable[[], object], Callable[[], object]]:
    def writer(name: str, findings: bool) -> Callable[[], object]:
        report = check(_tables(top / name))
        model = report.model
        assert model is not None
        pages = top / f"pages-{name}"
        pages.mkdir()
        (pages / f"{name}.md").write_text(f"# {name}\n")
        return lambda: build_site(model, report.findings, report.certificate, pages, top / "out" / "site")

    return top / "out", writer("one", False), writer("two", True)


def _copies(top: Path) -> tuple[Path, Callable[[], object], Callable[[], object]]:
    def writer(name: str, threshold: str) -> Callable[[], object]:
        tables = _tables(top / name, threshold)
        report = check(tables)
        return lambda: annotate_workbooks(tables, top / "out" / "marked", report)

    # two sets of which something is said: of what nothing is said no copy is made
    return top / "out", writer("one", "< 138"), writer("two", "< 139")


def _names(folder: Path) -> set[str]:
    return set(state(folder))


def _meaning(folder: Path) -> object:
    """What a folder says: its files; of annotated copies, which are stamped with a time, their sheets."""
    found: dict[str, object] = dict(state(folder))
    for name in found:
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(folder / name) as book:
                assert book.testzip() is None
                found[name] = [book.read(n) for n in book.namelist() if not n.startswith("docProps/")]
    found.pop("marked/MANIFEST", None)
    return found


def _only_written(make: Make, inside: str, by: str) -> Make:
    """The same content without the work of making it: what is written, in the order of its names."""

    def made(top: Path) -> tuple[Path, Callable[[], object], Callable[[], object]]:
        out, *writers = make(top)

        def writer(write: Callable[[], object]) -> Callable[[], object]:
            write()
            files = state(out / inside)
            del files["MANIFEST"]  # the list of them, which is written last
            # of hundreds of pages, all written alike where nobody looks yet, some: each is a moment to be killed at
            files = {name: files[name] for name in sorted(files)[:: 1 + len(files) // 30]}
            shutil.rmtree(out / inside)

            def again() -> None:
                with OwnFolder(out / inside, by, (), EarlierSite()).fresh() as new:
                    for name, content in files.items():
                        (new / name).parent.mkdir(parents=True, exist_ok=True)
                        (new / name).write_bytes(content)

            return again

        one, two = map(writer, writers)
        return out, one, two

    return made


_pages = _only_written(_site, "site", "docs build")
_sheets = _only_written(_copies, "marked", "check --annotate")


@pytest.mark.parametrize("kind", ["kill", "full"])
@pytest.mark.parametrize("make", [_package, _sheets, _pages], ids=["package", "sheets", "pages"])
def test_a_folder_is_as_before_or_as_wanted_at_every_write(make: Make, kind: str, tmp_path: Path) -> None:
    out, one, two = make(tmp_path)
    one()
    old = _meaning(out)
    two()
    new = _meaning(out)
    assert old != new

    def looked_at(at: int) -> None:
        assert _meaning(out) in (old, new), at
        two()  # the next call works, whatever was left
        assert _meaning(out) == new and not left_beside(tmp_path), at

    assert every_fault(tmp_path, one, looked_at, kind) > 15


@pytest.mark.parametrize("kind", ["kill", "full"])
@pytest.mark.parametrize(("make", "step"), [(_package, 9), (_copies, 7), (_site, 139)])
def test_a_process_that_is_killed_leaves_a_folder_as_before_or_as_wanted(
    make: Make, step: int, kind: str, tmp_path: Path
) -> None:
    out, one, two = make(tmp_path)
    one()
    old = _meaning(out)
    two()
    new = _meaning(out)
    assert old != new
    count = 0
    for at, status in faults(tmp_path, one, kind, step):
        count += 1
        assert not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == BROKEN), at
        assert _meaning(out) in (old, new), at
        two()  # the next call works, whatever was left
        assert _meaning(out) == new and not left_beside(tmp_path), at
    assert count > 2


@pytest.mark.parametrize("make", [_package, _copies, _site])
def test_a_first_write_is_whole_or_not_there(make: Make, tmp_path: Path) -> None:
    out, one, _ = make(tmp_path)
    one()
    new = _meaning(out)
    inside = next(out.iterdir())
    for at, status in faults(tmp_path, lambda: (_gone(inside), one()), "kill", 41):
        found = _meaning(out)
        assert found == new or not found or os.WIFSIGNALED(status), at
        one()
        assert _meaning(out) == new and not left_beside(tmp_path), at


def _gone(folder: Path) -> None:
    """Removes a folder without a write that is counted: as one process moves another's work away."""
    if folder.is_dir():
        os.system(f"rm -rf '{folder}'")


def test_a_sign_off_is_filled_in_or_not_and_the_workbook_is_whole(tmp_path: Path) -> None:
    tables = _tables(tmp_path / "set")
    path = next(tables.glob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    for column, text in enumerate(("next_step_decision", "R1", "A. Person", "physician", "2026-01-31"), 1):
        book["Sign-off"].cell(3, column).value = text
    book.save(path)
    before = path.read_bytes()
    model = check(tables).model
    assert model is not None
    fill(tables, model)
    after = path.read_bytes()
    assert all(sign.meaning for sign in check(tables).model.sign_offs)  # type: ignore[union-attr]
    path.write_bytes(before)

    def looked_at(at: int) -> None:
        assert path.read_bytes() in (before, after), at
        path.write_bytes(before)
        assert len(fill(tables, model)) == 1 and not left_beside(tmp_path), at
        path.write_bytes(before)

    for kind in ("kill", "full"):
        assert every_fault(tmp_path, lambda: fill(tables, model), looked_at, kind) > 4
    for at, status in faults(tmp_path, lambda: fill(tables, model), "kill", 3):
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        looked_at(at)


@pytest.mark.parametrize("kind", ["kill", "full"])
def test_a_file_of_our_own_is_as_before_or_as_wanted_at_every_write(kind: str, tmp_path: Path) -> None:
    """As `check --proof` writes it, new and in the place of an earlier one."""
    (tmp_path / "out").mkdir()
    for before in (b"", b"proof of yesterday\n" * 1_000):
        path, content = tmp_path / "out" / "proof.json", b"proof of today\n" * 1_000

        def write(path: Path = path, content: bytes = content) -> None:
            write_own(path, content, lambda held: held.startswith(b"proof"), "proof")

        def looked_at(at: int, path: Path = path, content: bytes = content, before: bytes = before) -> None:
            held = path.read_bytes() if path.exists() else b""
            assert held in (before, content), at
            path.unlink(missing_ok=True)
            write(path, content)
            assert path.read_bytes() == content and not left_beside(tmp_path), at
            path.unlink()
            if before:
                path.write_bytes(before)

        if before:
            path.write_bytes(before)
        assert every_fault(tmp_path, write, looked_at, kind) >= 4


def test_a_file_that_is_not_ours_is_left_and_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "mine.txt")
    (tmp_path / "nowhere").symlink_to(tmp_path / "none")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "several.json").write_text("proof")
    os.link(tmp_path / "several.json", tmp_path / "other.json")
    (tmp_path / "open.json").write_text("proof")
    (tmp_path / "~$open.json").write_text("A. Person")
    before = {path: path.read_bytes() for path in sorted(tmp_path.iterdir()) if path.is_file()}
    said = {
        "folder": "a folder", "mine.txt": "no proof", "link": "is a link to", "nowhere": "is a link to",
        "pipe": "no ordinary file", "several.json": "several names", "open.json": "is open in",
        "none/proof.json": "is no folder", "mine.txt/proof.json": "is no folder",
    }  # fmt: skip
    for name, words in said.items():
        with pytest.raises(NotReplaced, match=words):
            write_own(tmp_path / name, b"proof", lambda held: held.startswith(b"proof"), "proof")
    assert before == {path: path.read_bytes() for path in sorted(tmp_path.iterdir()) if path.is_file()}
    with pytest.raises(NotReplaced, match="no ordinary file"):
        write_own(Path(os.devnull), b"proof", lambda held: True, "proof")


@pytest.mark.parametrize("kind", ["kill", "full"])
def test_a_new_set_is_whole_or_not_there(kind: str, tmp_path: Path) -> None:
    source = _tables(tmp_path / "source")
    (source / "more.xlsx").write_bytes(next(source.glob("*.xlsx")).read_bytes())
    for number, write in enumerate(
        (lambda to: new_set(to, "Iron"), lambda to: set_from(source, to, "Iron")), start=1
    ):
        for at, _ in faults(tmp_path, lambda w=write, n=number: w(tmp_path / f"{n}"), kind):  # type: ignore[misc]
            to = tmp_path / f"{number}"
            assert len(_names(to)) in (0, number), at
            if not _names(to):
                write(to)
                assert len(_names(to)) == number and not left_beside(to), at
            _gone(to)


def test_a_new_decision_is_whole_or_not_there(tmp_path: Path) -> None:
    tables = _tables(tmp_path / "set")
    only = next(tables.glob("*.xlsx"))
    book = openpyxl.load_workbook(only)
    del book["Next step"]  # so that what it decides is free to be decided by another table
    book.save(only)

    def write() -> None:
        new_decision(tables, "Advice", ["symptoms"], ["next_step"])

    path = tables / "advice.xlsx"
    for at, _ in faults(tmp_path, write, "kill"):
        if path.exists():
            openpyxl.load_workbook(path)
            path.unlink()
        write()
        openpyxl.load_workbook(path)
        path.unlink()
        assert not left_beside(tables), at


@pytest.mark.parametrize("make", [_package, _copies, _site])
def test_no_file_may_grow_beyond_what_the_system_allows(make: Make, tmp_path: Path) -> None:
    """The system's own refusal in the midst of a file: a limit on its size."""
    out, one, two = make(tmp_path)
    one()
    old = _meaning(out)
    refused = 0
    for limit in (0, 1, 100, 1000, 5000):
        number = os.fork()
        if number == 0:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            try:
                two()
            except OSError:
                os._exit(3)
            except BaseException as error:
                print(repr(error), file=sys.stderr)
                os._exit(4)
            os._exit(0)
        _, status = os.waitpid(number, 0)
        assert os.WEXITSTATUS(status) in (0, 3)
        refused += os.WEXITSTATUS(status) == 3
        if os.WEXITSTATUS(status) == 3:
            assert _meaning(out) == old
    assert refused
    two()
    assert not left_beside(tmp_path)


def test_many_at_once_leave_one_of_their_states(tmp_path: Path) -> None:
    out, one, two = _package(tmp_path)
    one()
    old = _meaning(out)
    two()
    new = _meaning(out)
    for _ in range(3):
        children = [_forked(one if number % 2 else two, times=8) for number in range(6)]
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * 6
        assert _meaning(out) in (old, new) and not left_beside(tmp_path)


def _forked(command: Callable[[], object], times: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        for _ in range(times):
            command()
    except BaseException as error:
        print(repr(error), file=sys.stderr)
        os._exit(1)
    os._exit(0)
