"""Names under which nothing is made. What a command makes stands where it was named, and never where a link leads,
which is somebody's original; only a workbook that is edited keeps its link (`replace_file`).
"""

from __future__ import annotations

from pathlib import Path


def led_elsewhere(path: Path, what: str) -> str:
    """Why nothing is made under a name, in a sentence that asks for the `what` ("folder"); "" where it is no link."""
    return f"{path} is a link to {path.readlink()}: name the {what} itself" if path.is_symlink() else ""


def unlistable(*paths: Path) -> str:
    """Why a name can stand in no list, in a sentence: it holds bytes that are no letters; "" where none does."""
    for path in paths:
        try:
            str(path).encode("utf-8")
        except UnicodeEncodeError:
            return f"{path}: its name holds bytes that are no letters (UTF-8): give it another"
    return ""
