"""The desk as a part of a published site: the same page, and the compiler itself, which runs in the reader's browser.

Nothing is asked of a server but these files, and nothing leaves the machine. Python comes as Pyodide, whose files are
those of its npm package, each checked by its hash; they are no part of this package.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path

from b12tables.compiler.reader import Files
from b12tables.desk.page import page_files

PYODIDE = "0.29.5"
"""The release of the npm package `pyodide`."""

HASHES = {
    "pyodide.js": "7f832a350240263d9946a9c3c877f7bcdab6c37d6dc65f72cd3be5905dca62dd",
    "pyodide.asm.js": "356c42f69e1695397e9d8670bd3c2e678248cde76e18bdae1731e848537b47d7",
    "pyodide.asm.wasm": "54309a5a2cfd757b1f0fdbc9093c92503f7b341500110329d932487183912718",
    "python_stdlib.zip": "831fd1e535084b972f87c6a35275de3d236efd5166f5e77ce89497710635e73c",
    "pyodide-lock.json": "14d2c2dba101277999e17135e653d8f15389ad1437f53eae213bf0c3cdff723d",
}
"""Its files that a browser needs, and their SHA-256."""

PACKAGE = Path(__file__).parent.parent

NEEDED = (
    "__init__.py",
    "version.py",
    "library.py",
    "extras.py",
    "garbage.py",
    "late_face.py",
    "compiler",
    "runtime",
    "desk",
    "disk",
    "loopback",
)
"""The parts of this package that the compiler and the desk consist of; what is not asked for is not loaded."""


KINDS = ("*.py", "*.py.j2", "languages/*.json")
"""What of them is needed: code, what code is written with, and what is said in other languages than English."""


class NoPyodide(Exception):
    """Files of Pyodide that are missing, or are not what they should be; the text is a sentence for the user."""


def site_part(pyodide: Path, published: Files) -> dict[str, bytes]:
    """The files of the desk by their paths below its folder; `published` are the workbooks of the edition that the site
    shows. `pyodide` is the folder of the npm package. Raises `NoPyodide`.
    """
    files = {name: text.encode("utf-8") for name, text in page_files("browser").items()}
    files |= {f"pyodide/{name}": content for name, content in _pyodide_files(pyodide)}
    files["b12tables.zip"] = _zipped(
        {path: path.relative_to(PACKAGE.parent).as_posix() for path in _needed()}
    )
    files |= {f"{libraries[0]}.zip": _zipped(dict(_files_of(libraries))) for libraries in LIBRARIES}
    held = {name: content for name, content in sorted(published.items()) if content}
    files |= {f"published/{number}.xlsx": content for number, content in enumerate(held.values(), 1)}
    files["published/list.json"] = json.dumps(list(held), ensure_ascii=False).encode("utf-8")
    return files


def _pyodide_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for name, digest in HASHES.items():
        try:
            content = (folder / name).read_bytes()
        except OSError:
            raise NoPyodide(
                f"{folder} has no {name}: npm install pyodide@{PYODIDE} brings it (node_modules/pyodide)"
            ) from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise NoPyodide(f"{folder / name} is not the {name} of Pyodide {PYODIDE}: its hash is another")
        yield name, content


def _zipped(names: Mapping[Path, str]) -> bytes:
    """Files as a zip, each under its name: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, name in sorted(names.items(), key=lambda one: one[1]):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, path.read_bytes())
    return out.getvalue()


LIBRARIES = (("openpyxl", "et_xmlfile"), ("jinja2", "markupsafe"))
"""What writes workbooks, and what writes the package of a draft: each with what it needs, loaded when wanted."""


def _files_of(libraries: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """The files of libraries, with their licences, as they are installed here: each is the one of its release by its
    hash.
    """
    for library in libraries:
        for file in distribution(library).files or ():
            path = Path(str(file.locate()))
            if file.hash is None or ("LICEN" not in file.name and file.suffix != ".py"):
                continue
            digest = hashlib.new(file.hash.mode, path.read_bytes()).digest()
            if urlsafe_b64encode(digest).decode().rstrip("=") != file.hash.value:
                raise NoPyodide(f"{path} is not the file of its release: install {library} again")
            yield path, file.as_posix()


def _needed() -> Iterator[Path]:
    for name in NEEDED:
        part = PACKAGE / name
        yield from [part] if part.is_file() else [file for kind in KINDS for file in part.rglob(kind)]
