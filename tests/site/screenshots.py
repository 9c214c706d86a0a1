"""Takes the pictures that the README shows: python tests/site/screenshots.py SITE OUT (needs Chromium)."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
CASE = quote(
    json.dumps(json.loads((ROOT / "examples" / "after-four-injections.json").read_text(encoding="utf-8")))
)

PICTURES: tuple[tuple[str, str, int, int], ...] = (
    ("start", "index.html", 1280, 860),
    ("decision", "decisions/renal_class.html", 1280, 860),
    ("large-table", "decisions/regimen.html#table", 1500, 860),
    ("tree", "decisions/renal_class.html#tree", 1280, 760),
    ("timeline", "at-a-glance.html", 1280, 860),
    ("form", f"try.html#case={CASE}", 1280, 860),
    ("phone", "decisions/regimen.html", 390, 844),
)
"""Name, page, width and height of each picture."""


def main(site: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, address, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"file://{site.resolve()}/{address}")
            page.wait_for_timeout(300)
            page.screenshot(path=out / f"{name}.png")
            page.close()
        print_page(browser.new_page(), site, out)
        browser.close()


def print_page(page: Page, site: Path, out: Path) -> None:
    """A printed page, as the PDF that a ward would pin up."""
    page.goto(f"file://{site.resolve()}/at-a-glance.html")
    page.pdf(path=out / "printed.pdf", prefer_css_page_size=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
