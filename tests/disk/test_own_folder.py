"""A command writes and removes only what it can prove is its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from b12tables.runtime.manifest import manifest_text, read_manifest

from .killing import state


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture()
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run("new", "dose_rules").exit_code == 0
    path = Path("dose_rules/dose_rules.xlsx")
    book = openpyxl.load_workbook(path)
    # something to note, for only then is there a copy
    book.create_sheet("Remarks")["A1"] = "Remarks of ours"
    book.save(path)
    return Path("dose_rules")


WRITERS = {
    "package": (["build", "dose_rules", "--out", "out"], Path("out/dose_rules")),
    "site": (["docs", "build", "dose_rules", "--out", "out", "--docs", "pages"], Path("out")),
    "copies": (["check", "dose_rules", "--no-release", "--annotate", "out"], Path("out")),
    "new": (["new", "out", "--from", "dose_rules"], Path("out")),
}


@pytest.fixture(params=WRITERS)
def writer(request: pytest.FixtureRequest, tables: Path) -> tuple[list[str], Path]:
    return WRITERS[request.param]


def _refused(command: list[str], folder: Path, said: str) -> None:
    """The command says why it writes nothing, and everything stays as it was."""
    before = state(Path())
    result = run(*command)
    assert result.exit_code in (1, 2) and isinstance(result.exception, SystemExit)
    assert said in " ".join(result.output.split())
    assert state(Path()) == before


def test_a_build_does_not_delete_the_workbook_it_is_made_from(tables: Path) -> None:
    _refused(["build", "dose_rules", "--out", "."], tables, "holds what it would be made from")


def test_no_writer_takes_the_folder_of_the_tables(tables: Path) -> None:
    _refused(["docs", "build", "dose_rules", "--out", "dose_rules"], tables, "made from")
    _refused(
        ["check", "dose_rules", "--no-release", "--annotate", "dose_rules/../dose_rules"], tables, "made from"
    )
    Path("link").symlink_to("dose_rules")
    _refused(["check", "dose_rules", "--no-release", "--annotate", "link"], tables, "is a link")
    Path("up").symlink_to(".")
    _refused(["build", "dose_rules", "--out", "up"], tables, "is a link to")
    _refused(["build", "dose_rules", "--out", "up/."], tables, "is a link to")
    _refused(["build", "dose_rules", "--out", "up/dose_rules/.."], tables, "holds what it would be made from")


def test_no_writer_takes_a_folder_around_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    work = tmp_path / "dose_rules"
    assert run("new", work / "tables", "--title", "Dose rules").exit_code == 0
    for command in (
        ["build", work / "tables", "--out", tmp_path],
        ["docs", "build", work / "tables", "--out", work],
        ["check", work / "tables", "--no-release", "--annotate", work],
    ):
        before = state(tmp_path)
        result = run(*command)
        assert result.exit_code in (1, 2) and "from which it is made" in " ".join(result.output.split())
        assert state(tmp_path) == before


def test_no_writer_touches_a_folder_with_other_files(writer: tuple[list[str], Path]) -> None:
    command, folder = writer
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text("mine")
    _refused(command, folder, "letter.txt")


def test_no_writer_removes_what_was_put_beside_its_own(writer: tuple[list[str], Path]) -> None:
    command, folder = writer
    assert run(*command).exit_code == 0
    (folder / "inner").mkdir()
    (folder / "inner" / "letter.txt").write_text("mine")
    _refused(
        command, folder, "" if command[0] == "new" else "inner/letter.txt, which b12tables did not write"
    )


@pytest.mark.slow
def test_no_writer_removes_what_was_changed_since(writer: tuple[list[str], Path]) -> None:
    command, folder = writer
    assert run(*command).exit_code == 0
    file = next(path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "MANIFEST")
    file.write_bytes(file.read_bytes() + b"\n")
    _refused(command, folder, "" if command[0] == "new" else "was changed after b12tables wrote it")


@pytest.mark.slow
@pytest.mark.parametrize("how", ["symlink", "fifo", "link to a folder"])
def test_no_writer_follows_a_link_or_opens_a_pipe(how: str, writer: tuple[list[str], Path]) -> None:
    command, folder = writer
    assert run(*command).exit_code == 0
    Path("original").mkdir()
    Path("original/letter.txt").write_text("mine")
    file = next(path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "MANIFEST")
    if how == "symlink":
        Path("original/letter.txt").write_bytes(file.read_bytes())
        file.unlink()
        file.symlink_to(Path("original/letter.txt").resolve())
    elif how == "fifo":
        file.unlink()
        os.mkfifo(file)
    else:
        (folder / "more").symlink_to(Path("original").resolve())
    before = state(Path("original"))
    result = run(*command)
    assert result.exit_code in (1, 2)
    assert state(Path("original")) == before and (file.is_symlink() or file.exists())


def test_a_folder_that_is_a_link_is_not_followed(writer: tuple[list[str], Path]) -> None:
    command, folder = writer
    Path("original").mkdir()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(Path("original").resolve())
    _refused(command, folder, "is a link to")


@pytest.mark.slow
def test_a_list_that_is_a_link_or_nonsense_proves_nothing(writer: tuple[list[str], Path]) -> None:
    command, folder = writer
    assert run(*command).exit_code == 0
    manifest = folder / "MANIFEST"
    if command[0] == "new":
        assert not manifest.exists()  # from now on the workbooks are their author's
        return
    kept = manifest.read_bytes()
    for content in (b"", b"hello", b"\xff\xfe", kept.replace(b"  ", b" "), kept + kept):
        manifest.write_bytes(content)
        _refused(command, folder, "no list of what b12tables wrote there")
    manifest.rename("list")
    manifest.symlink_to(Path("list").resolve())
    _refused(command, folder, "holds")


@pytest.mark.slow
def test_what_python_and_file_managers_leave_is_no_obstacle(writer: tuple[list[str], Path]) -> None:
    command, folder = writer
    if command[0] == "new":
        folder.mkdir()
    else:
        assert run(*command).exit_code == 0
    (folder / "__pycache__").mkdir(exist_ok=True)
    (folder / "__pycache__" / "old.cpython-311.pyc").write_bytes(b"")
    (folder / ".DS_Store").write_bytes(b"")
    (folder / "empty").mkdir()
    assert run(*command).exit_code == 0
    assert not (folder / "empty").exists()


@pytest.mark.slow
def test_a_folder_keeps_its_mode(tables: Path) -> None:
    command, folder = WRITERS["site"]
    assert run(*command).exit_code == 0
    assert folder.stat().st_mode & 0o777 == 0o777 & ~_umask()
    folder.chmod(0o750)
    assert run(*command).exit_code == 0
    assert folder.stat().st_mode & 0o777 == 0o750


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_folder_in_which_somebody_is_is_not_replaced(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    result = run("docs", "build", "../dose_rules", "--out", ".", "--docs", "../pages")
    assert result.exit_code == 1 and "the folder in which you are" in " ".join(result.output.split())


def test_a_package_of_an_earlier_release_is_replaced_and_nothing_beside_it(tables: Path) -> None:
    command, folder = WRITERS["package"]
    assert run(*command).exit_code == 0
    listed = read_manifest((folder / "MANIFEST").read_text())
    (folder / "MANIFEST").write_text(
        "".join(f"{digest}  {path}\n" for path, digest in listed.items() if path.endswith(".py"))
    )
    old = state(folder)
    (folder / "notes.md").write_text("mine")
    _refused(command, folder, "notes.md")
    (folder / "notes.md").unlink()
    assert run(*command).exit_code == 0
    assert state(folder).keys() == old.keys() and state(folder) != old


@pytest.mark.slow
def test_a_site_of_an_earlier_release_is_kept_under_another_name(tables: Path) -> None:
    command, folder = WRITERS["site"]
    assert run(*command).exit_code == 0
    (folder / "MANIFEST").unlink()
    (folder / "letter.txt").write_text("mine")
    said = "This folder was written by b12tables docs build. A new build replaces everything in it."
    (folder / "made-by-b12tables.txt").write_text("something else")
    _refused(command, folder, "no list of what b12tables wrote there")
    for name in ("out-earlier", "out-earlier-2"):
        (folder / "made-by-b12tables.txt").write_text(said + "\n")
        old = state(folder)
        result = run(*command)
        assert result.exit_code == 0 and name in result.output
        assert state(Path(name)) == old and "letter.txt" not in state(folder)
        (folder / "MANIFEST").unlink()


def test_the_list_is_read_as_it_was_written() -> None:
    files = {"a": b"1", "b/c d.txt": b"2"}
    text = manifest_text(files, ("one", "two"))
    assert list(read_manifest(text)) == ["a", "b/c d.txt"]
    for bad in ("", "# only\n", "0" * 63 + "  a\n", "g" * 64 + "  a\n", text + text):
        with pytest.raises(ValueError):
            read_manifest(bad)


# ---------------------------------------------------------------- the workbook that a sign-off is filled into


@pytest.fixture()
def signed(tables: Path) -> Path:
    import openpyxl

    path = tables / "dose_rules.xlsx"
    book = openpyxl.load_workbook(path)
    for column, text in enumerate(("next_step_decision", "R1", "A. Person", "physician", "2026-01-31"), 1):
        book["Sign-off"].cell(3, column).value = text
    book.save(path)
    return path


def test_filling_keeps_the_mode(signed: Path) -> None:
    signed.chmod(0o640)
    assert run("signoff", "--fill", signed.parent).exit_code == 0
    assert signed.stat().st_mode & 0o777 == 0o640


def test_filling_keeps_a_link_and_fills_what_it_leads_to(signed: Path) -> None:
    Path("shared").mkdir()
    shutil.move(signed, "shared/real.xlsx")
    signed.symlink_to(Path("shared/real.xlsx").resolve())
    before = Path("shared/real.xlsx").read_bytes()
    result = run("signoff", "--fill", signed.parent)
    assert result.exit_code == 0 and "1 cell under Meaning" in result.output
    assert signed.is_symlink() and Path("shared/real.xlsx").read_bytes() != before


@pytest.mark.parametrize("lock", ["~$dose_rules.xlsx", "~$se_rules.xlsx", ".~lock.dose_rules.xlsx#"])
def test_filling_minds_a_workbook_that_is_open(signed: Path, lock: str) -> None:
    (signed.parent / lock).write_bytes(b"somebody")
    _refused(["signoff", "--fill", str(signed.parent)], signed.parent, "is open in a spreadsheet program")


def test_filling_minds_a_lock_beside_what_a_link_leads_to(signed: Path) -> None:
    Path("shared").mkdir()
    shutil.move(signed, "shared/real.xlsx")
    signed.symlink_to(Path("shared/real.xlsx").resolve())
    Path("shared/~$real.xlsx").write_bytes(b"somebody")
    _refused(["signoff", "--fill", str(signed.parent)], signed.parent, "is open in a spreadsheet program")


def test_filling_minds_write_protection_and_second_names(signed: Path) -> None:
    signed.chmod(0o444)
    _refused(["signoff", "--fill", str(signed.parent)], signed.parent, "protected against writing")
    signed.chmod(0o644)
    os.link(signed, "second.xlsx")
    _refused(["signoff", "--fill", str(signed.parent)], signed.parent, "several names")
