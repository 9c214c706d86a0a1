"""LibreOffice's own reading of workbooks: every sheet as a table of the texts that it shows."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.kit.patience import PATIENCE

AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""Comma, double quotes, UTF-8, cells as they are shown, every sheet a file of its own."""


def converted(soffice: str, files: Sequence[Path], out: Path) -> list[Path]:
    """The sheets of the files, one file each, named after workbook and sheet."""
    profile = out / "profile"
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", AS_SHOWN]
    command += ["--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    shutil.rmtree(profile)
    return sorted(out.glob("*.csv"))
