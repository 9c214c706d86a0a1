"""Takes the pictures that the README shows and names: python tests/site/screenshots.py SITE OUT.

Needs Chromium, and pdftoppm (Debian: poppler-utils) for the printed page.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
CASE = quote(
    json.dumps(json.loads((ROOT / "examples" / "after-four-injections.json").read_text(encoding="utf-8")))
)

PICTURES: tuple[tuple[str, str, int, int], ...] = (
    ("start", "index.html#graph", 1280, 1000),
    ("decision", "decisions/cause_class.html#table", 1280, 860),
    ("tree", "decisions/duration.html#tree", 1280, 700),
    ("timeline", "at-a-glance.html", 1280, 860),
    ("form", f"try.html#case={CASE}", 1280, 860),
    ("phone", "decisions/cause_class.html#table", 390, 844),
)
"""Name, page, width and height of each picture."""

PRINTED = "summary/cause-pernicious_anaemia.html"
"""The page that is shown as it comes out of the printer."""


def main(site: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, address, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            page.goto(f"file://{site.resolve()}/{address}")
            page.wait_for_timeout(300)
            page.screenshot(path=out / f"{name}.png")
            page.close()
        _print(browser.new_page(), site, out)
        browser.close()


def _print(page: Page, site: Path, out: Path) -> None:
    """A printed page, as a ward would pin it up."""
    page.goto(f"file://{site.resolve()}/{PRINTED}")
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "printed.pdf"
        page.pdf(path=pdf, prefer_css_page_size=True)
        subprocess.run(
            ["pdftoppm", "-r", "80", "-png", "-singlefile", str(pdf), str(out / "printed")], check=True
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
