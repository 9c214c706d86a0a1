"""The site in a real browser: from a folder and over http, on phone, desk and paper, in light and dark."""

from __future__ import annotations

import json
import os
import random
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from b12tables.compiler.reference import evaluate
from b12tables.site.build import build_site
from b12tables.site.linkcheck import check_site
from tests.site.random_cases import TODAY, edges, random_case
from tests.site.sample import sample_findings, sample_model

playwright_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")

DOCS = Path(__file__).parent / "docs"
AXE = """async () => (await axe.run(document, {preload: false,
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}))
  .violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160)).slice(0, 3)])"""


def axe_script() -> str:
    """The text of axe-core, as a package of the test set-up carries it."""
    package = pytest.importorskip("axe_playwright_python", reason="needs the package axe-playwright-python")
    return next(Path(package.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site under test: the sample, or the folder named in SITE (a site that was built elsewhere)."""
    if folder := os.environ.get("SITE"):
        return Path(folder).resolve()
    out = tmp_path_factory.mktemp("site") / "out"
    build_site(sample_model(), sample_findings(), None, DOCS, out)
    return out


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    with playwright_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Watch:
    """Opens pages and notes what must not happen: a request elsewhere, an error in the console."""

    def __init__(self, browser: Any, base: str, **options: Any) -> None:
        self.base, self.wrong = base, []
        # axe needs a script inside the page; only the runs that use it set the page's policy aside
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.on("request", self._request)
        self.page.on(
            "console",
            lambda m: (
                self.wrong.append(f"console {m.type}: {m.text}") if m.type in ("error", "warning") else None
            ),
        )
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))

    def _request(self, request: Any) -> None:
        if not request.url.startswith(self.base):
            self.wrong.append(f"request to {request.url}")

    def open(self, page: str) -> Any:
        self.page.goto(self.base + page)
        return self.page


def pages_of(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


@pytest.mark.parametrize("over", ["file", "http"])
def test_every_page_loads_alone_and_fits(site: Path, address: str, browser: Any, over: str) -> None:
    watch = Watch(browser, f"file://{site}/" if over == "file" else address)
    wide = []
    for page in pages_of(site):
        opened = watch.open(page)
        for width in (360, 1280):
            opened.set_viewport_size({"width": width, "height": 800})
            if opened.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((page, width))
        opened.emulate_media(media="print")
        assert opened.locator(".disclaimer").first.is_visible(), page
        opened.emulate_media(media="screen")
    assert watch.wrong == []
    assert wide == []
    watch.context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_accessible(site: Path, browser: Any, colours: str, width: int) -> None:
    watch = Watch(
        browser,
        f"file://{site}/",
        color_scheme=colours,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    axe, found = axe_script(), {}
    for page in pages_of(site):
        opened = watch.open(page)
        opened.evaluate(axe)
        if violations := opened.evaluate(AXE):
            found[page] = violations
    assert found == {}
    watch.context.close()


def test_everything_can_be_reached_by_keyboard(site: Path, browser: Any) -> None:
    watch = Watch(browser, f"file://{site}/")
    page = watch.open("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    seen = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.dataset.node || document.activeElement.id || ''"))
    assert {"therapy", "advice", "follow_up"} <= seen or os.environ.get("SITE")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline is not None
    watch.context.close()


def test_without_a_script_the_form_says_what_to_do(site: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/try.html")
    assert "needs JavaScript" in page.locator("#try").inner_text()
    assert page.locator("#try a").count() == 2
    assert not page.locator("#search").is_visible()
    context.close()


def test_search_finds_codes_words_and_sentences(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    watch = Watch(browser, f"file://{site}/")
    for words, target in [
        ("T3", "decisions/therapy.html#rule-T3"),
        ("infusion", "#"),
        ("A4", "#"),
        ("low ferritin means iron deficiency", "evidence.html#statement-S1-01"),
        ("INV-1", "safety-rules.html#safety-INV-1"),
    ]:
        page = watch.open("findings/gap.html")
        page.locator("#search").fill(words)
        page.wait_for_selector("#found [data-to]")
        assert target in (page.locator("#found [data-to]").first.get_attribute("data-to") or ""), words
        page.keyboard.press("Enter")
        page.wait_for_url("**/*#*")
    assert watch.wrong == []
    watch.context.close()


def test_the_reader_chooses_the_words(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    watch = Watch(browser, f"file://{site}/")
    page = watch.open("decisions/therapy.html")
    row = page.locator("#rule-T1")
    assert "Blood loss" in row.inner_text()
    page.locator("#words").select_option("patient")
    assert "You lose blood" in row.inner_text()
    page.locator("#words").select_option("written")
    assert "blood_loss" in row.inner_text()
    page.reload()
    assert "blood_loss" in row.inner_text()
    page.locator("#words").select_option("clinician")
    assert "Blood loss" in row.inner_text()
    watch.context.close()


def test_the_form_asks_answers_and_shows_the_row(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    watch = Watch(browser, f"file://{site}/")
    page = watch.open("try.html")
    assert "not entered yet" in page.locator(".verdict").inner_text()
    page.locator("#goal").select_option("therapy")
    visible = page.locator(".ask:visible")
    assert {box.get_attribute("data-field") for box in visible.all()} == {"cause", "ferritin", "pregnant"}
    page.get_by_label("Ferritin with unit?").fill("10")
    page.wait_for_selector(".ask.wrong")
    assert "unit is needed" in page.locator(".ask.wrong .trouble").inner_text()
    page.locator("#ask-ferritin-unit").select_option("pmol/L")
    page.locator("#ask-cause-box").get_by_role("radio", name="Blood loss").check()
    page.locator("#ask-pregnant-box").get_by_role("radio", name="no", exact=True).check()
    page.wait_for_selector(".verdict.ok")
    card = page.locator(".answer[data-decision=therapy]")
    assert "Infusion" in card.inner_text() and "1000 mg" in card.inner_text()
    assert card.locator(".open").count() == 0
    assert "No further question" in page.locator(".questions").inner_text()
    card.locator("summary").click()
    card.get_by_text("Rule T1").click()
    page.wait_for_selector("tr.lit")
    assert page.locator("tr.lit").get_attribute("data-rule") == "T1"
    page.get_by_text("Open the case in the form").click()
    page.wait_for_selector(".verdict.ok")
    assert page.locator("#ask-ferritin").input_value() == "10"
    assert page.locator("#ask-ferritin-unit").input_value() == "pmol/L"
    assert json.loads(page.locator("#json").input_value()) == {
        "ferritin": "10 pmol/L",
        "cause": "blood_loss",
        "pregnant": "no",
    }
    assert watch.wrong == []
    watch.context.close()


def test_the_form_gives_the_answers_of_the_reference(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    model, chance = sample_model(), random.Random(5)
    near = edges(model)
    watch = Watch(browser, f"file://{site}/")
    page = watch.open("try.html")
    for _ in range(300):
        raw, given = random_case(model, chance, near)
        expected = evaluate(model, given, TODAY)
        status = page.evaluate(
            "([raw, today]) => tableEngine.evaluate(tableEngine.load(tableSet), raw, today).status",
            [raw, TODAY.isoformat()],
        )
        assert status == expected.status
    raw, given = random_case(model, chance, near)
    watch.open(
        f"try.html#case={quote(json.dumps({'pregnant': True, 'cause': 'diet', 'ferritin': '50 ug/L'}))}"
    )
    page.wait_for_selector(".verdict.ok")
    assert (
        "Refer" in page.locator(".way, .answers").first.inner_text()
        or page.locator("[data-decision=therapy]").count()
    )
    watch.context.close()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tables of this project, with its own hand-written pages."""
    from b12tables.compiler.build import build_model
    from b12tables.compiler.xlsx import read_workbook

    root = Path(__file__).parents[2]
    model, _ = build_model(read_workbook(root / "tables")[0])
    assert model is not None
    out = tmp_path_factory.mktemp("real") / "out"
    build_site(model, (), None, root / "docs", out)
    return out


def test_the_site_of_the_tables_has_no_dead_link(real: Path) -> None:
    assert [str(problem) for problem in check_site(real)] == []


def test_every_page_of_the_tables_loads_and_fits(real: Path, browser: Any) -> None:
    """Cases differ in their values only: a few stand for all of them."""
    watch = Watch(browser, f"file://{real}/", viewport={"width": 360, "height": 800})
    chosen = [page for page in pages_of(real) if not page.startswith("cases/")] + pages_of(real)[:3]
    wide = [
        page for page in chosen if watch.open(page).evaluate("document.documentElement.scrollWidth") > 360
    ]
    assert watch.wrong == [] and wide == []
    assert max(path.stat().st_size for path in real.rglob("*.html")) < 300_000
    watch.context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_pages_of_every_kind_of_the_tables_are_accessible(real: Path, browser: Any, colours: str) -> None:
    watch = Watch(
        browser,
        f"file://{real}/",
        color_scheme=colours,
        viewport={"width": 1280, "height": 900},
        bypass_csp=True,
    )
    axe, found = axe_script(), {}
    decisions = [page for page in pages_of(real) if page.startswith("decisions/")]
    kinds = [page for page in pages_of(real) if "/" not in page] + decisions[::4]
    for page in [
        *kinds,
        pages_of(real)[0],
        *[name for name in pages_of(real) if name.startswith("summary/")][:2],
    ]:
        opened = watch.open(page)
        opened.evaluate(axe)
        if violations := opened.evaluate(AXE):
            found[page] = violations
    assert found == {}
    watch.context.close()
