"""How folders are recognised that releases wrote which kept no full list of their files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from b12tables.runtime.manifest import MANIFEST, read_manifest


class Earlier:
    """What an earlier release wrote. This one knows of none."""

    def listed(self, folder: Path) -> Mapping[str, str | None]:
        """The files of such a folder by path: each with its hash, or None where the name alone has to do."""
        return {}

    def unproved(self, folder: Path) -> bool:
        """Whether a folder was written by such a release, though nothing tells its files from others: it is replaced,
        and kept under another name.
        """
        return False


class EarlierPackage(Earlier):
    """Generated packages whose list had the modules only."""

    _BESIDE = ("py.typed", "case.schema.json", "result.schema.json")

    def listed(self, folder: Path) -> Mapping[str, str | None]:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        if text.startswith("#"):
            return {}
        return {**read_manifest(text), **dict.fromkeys(self._BESIDE)}


class EarlierSite(Earlier):
    """Sites with a marker instead of a list."""

    MARKER = "made-by-b12tables.txt"
    _SAID = "This folder was written by b12tables docs build. A new build replaces everything in it.\n"

    def unproved(self, folder: Path) -> bool:
        marker = folder / self.MARKER
        if (folder / MANIFEST).exists() or marker.is_symlink() or not marker.is_file():
            return False
        return marker.read_bytes().replace(b"\r\n", b"\n") == self._SAID.encode()
