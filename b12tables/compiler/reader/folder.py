"""A folder of .xlsx files -> Workbook. What is broken, hostile or of another format is a finding.

The other files of the folder are read all the same.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from b12tables.compiler.model import Finding, Place
from b12tables.compiler.reader.package import CONVERT, MEGABYTE, Budget, Refused
from b12tables.compiler.reader.workbook import Sheet, Workbook
from b12tables.compiler.reader.xlsx import read_archive
from b12tables.runtime.language import later

try:
    from lzma import LZMAError
except ModuleNotFoundError:  # a Python without it (in a browser) cannot meet it either

    class LZMAError(Exception):  # type: ignore[no-redef]
        """Stands for what is never raised."""


Files = Mapping[str, bytes | None]
"""The files of a folder by name, as somebody holds them in memory; None: one that may not be opened."""

Kept = dict[str, tuple[str, list[Sheet], dict[str, int]]]
"""Files that were read before, by name: the hash of their content, their sheets, what they took of the budget."""


class HeldFile(NamedTuple):
    """A file that somebody holds in memory."""

    name: str
    content: bytes | None

    @property
    def suffix(self) -> str:
        return PurePath(self.name).suffix


File = Path | HeldFile


def _size(file: File) -> int:
    return file.stat().st_size if isinstance(file, Path) else len(file.content or b"")


def _stream(file: File) -> BinaryIO:
    """The content of a file. Raises `OSError` where it may not be opened."""
    if isinstance(file, Path):
        return file.open("rb")
    if file.content is None:
        raise PermissionError(file.name)
    return io.BytesIO(file.content)


def read_workbook(path: Path | Files, kept: Kept | None = None) -> tuple[Workbook, tuple[Finding, ...]]:
    """All sheets of the .xlsx files directly in a folder (or of one file, or of files in memory), and what could not be
    read.

    Places name the files relative to the folder. A file that is refused is left out; the others are read. A file
    in `kept` whose content is still the same is not read again; what is read is put there.
    """
    found: list[Finding] = []
    sheets: list[Sheet] = []
    budget = Budget()
    for file in _workbooks(path, found):
        try:
            budget.spend("files", 1)
            sheets.extend(_read_file(file, budget) if kept is None else _kept_file(file, budget, kept))
        except Refused as refused:
            help = (refused.help,) if refused.help else ()
            found.append(
                Finding(
                    "unreadable-file",
                    "error",
                    later("the file is not read: {refused}", refused=refused.message),
                    (Place(file.name),),
                    help=help,
                )
            )
    return Workbook(tuple(sheets)), tuple(found)


# ---------------------------------------------------------------- the folder

_OTHER_FORMATS = {
    ".xls": (later(".xls is the old Excel format"), CONVERT),
    ".xlsb": (later(".xlsb is a binary Excel format"), CONVERT),
    ".xlsm": (
        later("a workbook with macros (.xlsm) is not read: a program in it could change the cells"),
        later("save it as Excel workbook without macros (.xlsx)"),
    ),
    ".xltm": (
        later("a template with macros (.xltm) is not read"),
        later("save it as Excel workbook without macros (.xlsx)"),
    ),
    ".xltx": (later(".xltx is a template"), CONVERT),
    ".ods": (
        later(".ods is the LibreOffice format"),
        later("open it in LibreOffice, File > Save As, and choose Excel 2007-365 (.xlsx)"),
    ),
    ".fods": (
        later(".fods is a LibreOffice format"),
        later("open it in LibreOffice, File > Save As, and choose Excel 2007-365 (.xlsx)"),
    ),
    ".csv": (
        later(".csv has no sheets and no cell formats"),
        later("import it into a sheet of an Excel workbook (.xlsx)"),
    ),
    ".tsv": (
        later(".tsv has no sheets and no cell formats"),
        later("import it into a sheet of an Excel workbook (.xlsx)"),
    ),
    ".numbers": (later(".numbers is the Apple format"), later("in Numbers, File > Export To > Excel")),
    ".gsheet": (
        later(".gsheet is only a link"),
        later("in Google Sheets, File > Download > Microsoft Excel (.xlsx)"),
    ),
}


def _workbooks(path: Path | Files, found: list[Finding]) -> list[File]:
    """The files to read, by name; findings for those of another format and where there is none."""
    files = _files(path, found)
    if files is None:
        return []
    for file in files:
        if file.suffix.lower() in _OTHER_FORMATS:
            message, help = _OTHER_FORMATS[file.suffix.lower()]
            found.append(
                Finding(
                    "unreadable-file",
                    "error",
                    later("the file is not read: {message}", message=message),
                    (Place(file.name),),
                    help=(help,),
                )
            )
    workbooks = [file for file in files if file.suffix.lower() == ".xlsx" and not is_put_aside(file.name)]
    if not workbooks:
        message = later("there is no workbook (.xlsx) here")
        help = later("put the workbooks of the table set into this folder")
        where = path.name if isinstance(path, Path) else ""
        found.append(Finding("no-workbook", "error", message, (Place(where),), help=(help,)))
    return workbooks


def is_put_aside(name: str) -> bool:
    """Whether a file is hidden, or a lock: that means a workbook is open somewhere, not that there is another one."""
    return name.startswith(("~$", "."))


def _files(path: Path | Files, found: list[Finding]) -> list[File] | None:
    """All files that are no locks, by name; None, with a finding, where a folder cannot be looked into."""
    if not isinstance(path, Path):
        return [HeldFile(name, path[name]) for name in sorted(path) if not is_put_aside(name)]
    if path.is_file():
        return [path]
    try:
        entries = sorted(path.iterdir(), key=attrgetter("name"))
    except PermissionError:
        help = later("ask for the right to read it")
        message = later("there is no permission to read this folder")
        found.append(Finding("no-workbook", "error", message, (Place(path.name),), help=(help,)))
        return None
    except OSError:
        help = later("name the folder in which the workbooks are")
        found.append(
            Finding(
                "no-workbook", "error", later("there is no such folder"), (Place(path.name),), help=(help,)
            )
        )
        return None
    visible = [entry for entry in entries if not is_put_aside(entry.name)]
    for entry in visible:
        if entry.is_dir() and any(is_workbook(inner) for inner in _listed(entry)):
            message = later("the workbooks in this folder are left out: only those beside it are read")
            found.append(Finding("skipped-sheet", "info", message, (Place(entry.name),)))
    return [entry for entry in visible if entry.is_file()]  # no pipe, which would be waited for


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def is_workbook(path: Path) -> bool:
    """Whether a path is a workbook of a table set: a file (no folder, no pipe) that is no lock and not hidden."""
    return path.suffix.lower() == ".xlsx" and not is_put_aside(path.name) and path.is_file()


def guarded(file: File) -> None:
    """Raises `Refused` for a file that the reader refuses, or whose ranges a library would walk cell by cell without
    end: another library may open only what passed here.
    """
    budget = Budget()
    _read_file(file, budget)
    if budget.ranged > MOST_RANGED:
        raise Refused(
            later("its merges and links reach over too many cells"),
            later("let them end where the table ends"),
        )


MOST_RANGED = 2_000_000
"""Cells of ranges that another library may walk."""


# ---------------------------------------------------------------- one file

# What a broken file makes the readers of zip and XML raise. It is no mistake of ours: the bytes are
# arbitrary.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    expat.ExpatError,
    EOFError,
    OSError,
    ValueError,
    LookupError,  # a part that is not there, or one in an encoding that nobody knows
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


def _kept_file(file: File, budget: Budget, kept: Kept) -> list[Sheet]:
    """The sheets of a file, read again only where its content is another than last time."""
    before = kept.pop(file.name, None)
    try:
        small = _size(file) <= budget.file_size
        with _stream(file) as stream:
            digest = hashlib.sha256(stream.read()).hexdigest() if small else ""
    except OSError:
        digest = ""
    if before is not None and digest and before[0] == digest:
        for what, amount in before[2].items():
            budget.spend(what, amount)
        kept[file.name] = before
        return before[1]
    left = dict(vars(budget))
    sheets = _read_file(file, budget)
    kept[file.name] = digest, sheets, {what: left[what] - now for what, now in vars(budget).items()}
    return sheets


def _read_file(file: File, budget: Budget) -> list[Sheet]:
    try:
        _guard(file, budget)
        with _stream(file) as stream, zipfile.ZipFile(stream) as archive:
            return read_archive(archive, file.name, budget)
    except Refused:
        raise
    except PermissionError:
        raise Refused(
            later(
                "it may not be opened: there is no permission to read it, or another program holds it open"
            ),
            later("close it in the spreadsheet program, or ask for the right to read it"),
        ) from None
    except MemoryError:
        raise Refused(
            later("it is too large"), later("remove sheets that hold data rather than tables")
        ) from None
    except _BROKEN:
        raise Refused(
            later("it is damaged or no .xlsx workbook"),
            later("open it in Excel or LibreOffice, let it be repaired, and save it again as .xlsx"),
        ) from None


def _guard(file: File, budget: Budget) -> None:
    """Refuses what can be told from the first bytes and the size."""
    with _stream(file) as stream:
        start = stream.read(8)
    if not start:
        raise Refused(later("it is empty"), later("save the workbook again"))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            later("it is locked with a password, or in the old .xls format"),
            later("remove the password (File > Info > Protect Workbook), or save it as .xlsx"),
        )
    if not start.startswith(b"PK"):
        raise Refused(later("it is no .xlsx workbook, whatever its name says"), CONVERT)
    if _size(file) > budget.file_size:
        raise Refused(
            later("it is larger than {n} MB", n=budget.file_size // MEGABYTE),
            later("remove pictures and data from it"),
        )
