"""A good table set, edits of it, and what the reader is to make of each: the frame of the corpora of workbooks."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.tables import Model
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.folder import read_workbook
from tests.kit.meaning import meaning
from tests.kit.tables import write_xlsx

GOOD = (Path(__file__).parents[1] / "kit" / "sets" / "clinic.md").read_text(encoding="utf-8")

REGIMEN, CHECK = "Regimen", "Check"
# The sheet Regimen: keys in rows 2 to 4, bands in 6, heads in 7, rules in 8 to 11; rule IDs in column A, Main
# cause, Length and Smoker in B to D, Regimen and Dose in E and F, Evidence and Note in G and H.

Edit = Callable[..., object]


@dataclass(frozen=True)
class Edited:
    """One edit and what is to come of it: the same model, or findings of these names (no other errors).

    `says` stands in one of the messages. `meant`: of the same model, every word is the same.
    """

    edit: Edit
    findings: tuple[str, ...]
    same: bool
    says: str = ""
    meant: bool = True


@dataclass
class Corpus:
    """Edits in the order in which they are written; each documented by its docstring."""

    edits: list[Edited] = field(default_factory=list)

    def same(self, *findings: str, says: str = "", meant: bool = True) -> Callable[[Edit], Edit]:
        """The model stays the same; `findings` are said (warnings and information)."""
        return self._noting(findings, True, says, meant)

    def refused(self, *findings: str, says: str = "") -> Callable[[Edit], Edit]:
        """The findings are made, and among them an error."""
        return self._noting(findings, False, says, True)

    def _noting(
        self, findings: tuple[str, ...], same: bool, says: str, meant: bool
    ) -> Callable[[Edit], Edit]:
        def note(edit: Edit) -> Edit:
            assert edit.__doc__
            self.edits.append(Edited(edit, findings, same, says, meant))
            return edit

        return note


def read(folder: Path) -> tuple[Model | None, tuple[Finding, ...]]:
    """What is read of a folder, with everything that is found."""
    workbook, unreadable = read_workbook(folder)
    model, findings = build_model(workbook)
    return model, unreadable + findings


def good_model(folder: Path) -> Model:
    """The model of the good set, written to a folder and read again."""
    write_xlsx(GOOD, folder)
    model, findings = read(folder)
    assert model is not None and findings == ()
    return model


def edited_book(edit: Edit, folder: Path) -> Path:
    """The good set with one edit made by openpyxl."""
    path = write_xlsx(GOOD, folder)
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def check_edited(edited: Edited, good: Model, folder: Path) -> None:
    """What is found of an edited set is what its corpus says."""
    model, findings = read(folder)
    named = {finding.name for finding in findings}
    errors = [finding for finding in findings if finding.severity == "error"]
    assert set(edited.findings) <= named, findings
    assert not edited.says or any(edited.says in finding.message for finding in findings), findings
    for finding in findings:
        assert finding.message and finding.places
        assert finding.help or finding.severity == "info"
    if not edited.same:
        assert errors
        assert {finding.name for finding in errors} <= set(edited.findings), errors
        return
    assert not errors, errors
    assert named <= set(edited.findings), findings
    assert model is not None
    if edited.meant:
        assert meaning(model) == meaning(good)


def patched(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Changes one XML part of the file (`folder/*`: each of a folder), as another program might have written it."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            matches = name == part or (
                part.endswith("*") and name.startswith(part[:-1]) and name.endswith(".xml")
            )
            archive.writestr(name, change(data.decode()) if matches else data)
