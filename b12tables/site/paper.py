"""The print edition as a PDF: printed by Chromium, where this machine has one.

A PDF of ours ends with a line of its own, by which it is known and may be replaced. It carries no clock; its pages are
those of the file of HTML, and only how Chromium numbers the elements within it is not ours to say.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = (
    "chromium", "chromium-headless-shell", "chromium-browser",
    "google-chrome", "google-chrome-stable", "chrome", "msedge",
)  # fmt: skip
"""What Chromium and its like are called."""

PDF_MARK = b"%% b12tables print edition\n"
"""The last line of a PDF of ours: a comment, which readers pass over."""

PATIENCE = 300
"""Seconds after which a Chromium that does not print is given up."""

_CLOCK = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)(\d{14})")
_ID = re.compile(rb"/ID ?\[[^\]]*\]")


class NoPaper(Exception):
    """Nothing could be printed; the message says why, and what can be done instead."""


def is_pdf(path: Path) -> bool:
    """Whether somebody wants a PDF, by the name of the file."""
    return path.suffix.lower() == ".pdf"


def printer(path: Path) -> str:
    """The program that prints. Raises `NoPaper` where this machine has none."""
    for name in PROGRAMS:
        if program := shutil.which(name):
            return program
    instead = path.with_suffix(".html").name
    raise NoPaper(
        f"{path.name} would be printed by Chromium, which is not found on this machine: name {instead} instead, "
        "which every browser prints"
    )


def pdf_of(html: str, program: str) -> bytes:
    """The pages of the print edition as a PDF. Raises `NoPaper`."""
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder, "edition.html"), Path(folder, "edition.pdf")
        page.write_text(html, encoding="utf-8", newline="\n")
        # root has no sandbox to go into; the page runs no script and asks for nothing
        alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        call = [program, "--headless", "--disable-gpu", *alone, f"--user-data-dir={folder}/profile"]
        call += ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()]
        try:
            subprocess.run(call, capture_output=True, timeout=PATIENCE, check=False)
            printed = pdf.read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            raise NoPaper(f"{program} printed nothing: print the HTML file with a browser") from None
    return _without_clock(printed).rstrip(b"\n") + b"\n" + PDF_MARK


def _without_clock(pdf: bytes) -> bytes:
    """The same with a day that is always the same, of the same length, so that nothing else moves."""
    fixed = _CLOCK.sub(rb"\g<1>20000101000000", pdf)
    return _ID.sub(lambda found: re.sub(rb"[0-9A-Fa-f]", b"0", found[0]), fixed)
