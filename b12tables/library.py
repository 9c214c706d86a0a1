"""The library's face, behind `b12tables`: what the commands do, for a program. Nothing is printed, no clock is asked.

A path may be text or a `Path`. What is wrong with workbooks is data (`Finding`); only who asks for something that needs
sound tables gets an exception, `NotReady`, and finds the report in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from b12tables.compiler import DEFAULT_BOUND, DEFAULT_MEMORY, Report, emit, package_of, read
from b12tables.compiler import check as check_folder
from b12tables.compiler.compare import Beside, Comparison
from b12tables.compiler.compare import compare as compare_models
from b12tables.compiler.model import Finding, Model
from b12tables.compiler.reader import Kept, read_workbook
from b12tables.disk import NotOurs, write_package
from b12tables.extras import how_to_install
from b12tables.runtime.language import speaking

if TYPE_CHECKING:
    Folder = str | os.PathLike[str]

__all__ = ["NotOurs", "NotReady", "Report", "build", "build_site", "check", "compare", "load", "read_tables"]


class NotReady(ValueError):
    """The tables do not allow what was asked for; `report` says why, finding by finding."""

    def __init__(self, what: str, report: Report) -> None:
        self.report = report
        errors = report.errors
        first = f": {errors[0].name}: {errors[0].message.splitlines()[0]}" if errors else ""
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{what}{first}{more}")


def read_tables(folder: Folder) -> tuple[Model | None, tuple[Finding, ...]]:
    """The workbooks of a folder as a model, with a finding for all that could not be read; nothing is proved yet.

    None where no table set could be read. A model beside findings of severity "error" is not the whole table set.
    """
    return read(Path(folder))


def check(
    folder: Folder,
    *,
    as_of: date | None = None,
    bound: float = DEFAULT_BOUND,
    memory: int = DEFAULT_MEMORY,
) -> Report:
    """Everything that can be said of the tables in a folder.

    `as_of` is the day on which acceptances are judged; None: none of them has expired. The analysis stops after `bound`
    seconds' worth of steps of an ordinary core, or where it would hold more than `memory` megabytes, and the report
    says what was left open.
    """
    return check_folder(Path(folder), as_of, bound, memory=memory)


def load(
    folder: Folder,
    *,
    as_of: date | None = None,
    bound: float = DEFAULT_BOUND,
    memory: int = DEFAULT_MEMORY,
) -> ModuleType:
    """The generated package of these tables, in memory: the module that `build` would write. See `check` for the rest.

    Raises `NotReady` where an error stands in the tables.
    """
    model = _sound(folder, "no package is made of these tables", as_of, bound, memory)
    return package_of(model)


def build(
    folder: Folder,
    out: Folder,
    *,
    as_of: date | None = None,
    bound: float = DEFAULT_BOUND,
    memory: int = DEFAULT_MEMORY,
) -> tuple[Path, ...]:
    """Writes the generated package below `out` and gives its files, sorted; what an earlier build left is replaced.
    See `check` for the rest.

    Raises `NotReady` where an error stands in the tables, and `NotOurs` where the folder holds files that no build
    wrote. Nothing is written then.
    """
    model = _sound(folder, "nothing was written", as_of, bound, memory)
    files = emit(model)
    write_package(Path(out), model.about.identifier, files, [Path(folder)])
    return tuple(Path(out) / name for name in sorted(files))


def compare(
    old: Folder | Model,
    new: Folder | Model,
    *,
    bound: float = DEFAULT_BOUND,
    memory: int = DEFAULT_MEMORY,
) -> Comparison:
    """Which kinds of patients get another answer from `new` than from `old`: two folders, or models that were read.
    What could not be established within `bound` seconds' worth of steps and `memory` megabytes is `unfinished`.

    Raises `NotReady` for a folder that cannot be read completely: what was left out would pass for something that is
    the same.
    """
    before, after = _whole(old), _whole(new)
    with speaking(after.about.language):
        return compare_models(before, after, bound, memory)


def build_site(
    folder: Folder,
    out: Folder,
    *,
    docs: Folder = "docs",
    as_of: date | None = None,
    quick: bool = False,
    bound: float = DEFAULT_BOUND,
    memory: int = DEFAULT_MEMORY,
) -> Path:
    """Writes the documentation site of these tables and gives its first page. `docs` is the folder of the pages that
    people wrote; `quick` leaves out what other readings of the conflicts would change. See `check` for the bound, which
    each other reading has by itself.

    Raises `NotReady` where no table set can be read, `SiteError` where `out` holds files that no build wrote, and
    `ImportError` where the extra `docs` is not installed.
    """
    write_site = _site_writer()
    kept: Kept = {}
    report = check_folder(Path(folder), as_of, bound, memory=memory, kept=kept)
    if report.model is None:
        raise NotReady("no site is made of this folder", report)
    beside = None if quick else Beside(report.model, bound=bound, memory=memory)
    try:
        write_site(
            report.model,
            report.findings,
            report.certificate,
            Path(docs),
            Path(out),
            sources=(Path(folder),),
            quick=quick,
            beside=beside,
            sheets=tuple(read_workbook(Path(folder), kept)[0]),
        )
    finally:
        if beside is not None:
            beside.cancel()
    return Path(out) / "index.html"


def _site_writer() -> Callable[..., object]:
    try:
        from b12tables.site import build_site as write_site
    except ModuleNotFoundError as missing:
        told = how_to_install(missing)
        if told is None:
            raise
        module, command = told
        raise ImportError(
            f"the site needs {module}, which is not installed; install it with: {command}"
        ) from missing
    return write_site


def _sound(folder: Folder, otherwise: str, as_of: date | None, bound: float, memory: int) -> Model:
    report = check(folder, as_of=as_of, bound=bound, memory=memory)
    if not report.ok or report.model is None:
        raise NotReady(otherwise, report)
    return report.model


def _whole(tables: Folder | Model) -> Model:
    """A model of which nothing was left out."""
    if isinstance(tables, Model):
        return tables
    model, findings = read_tables(tables)
    if model is None or any(finding.severity == "error" for finding in findings):
        raise NotReady(f"{os.fspath(tables)} is not compared", Report(model, findings, None))
    return model
