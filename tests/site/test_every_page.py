"""Every page of the site of this project's tables, in a real browser: phone, desk and paper, in light and dark,
from a folder and over http.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler.model import stated_data
from b12tables.site.beside import NOT_FOUND
from b12tables.site.link_check import check_site
from b12tables.site.pages import REPORT
from b12tables.site.pages.row_filter import columns
from tests.kit.packages import real_model, real_package
from tests.site.browsing import WHOLE, Examiner, Watch, examine, over_http, pages_of
from tests.site.random_cases import TODAY, edges, random_case

pytest.importorskip("playwright.sync_api", reason="needs the package playwright")

ALIKE = ("cases/", "findings/", "conflicts/")
"""Pages that one template makes by the hundred, and that differ in their words."""

SHARES = 48
"""The pages are dealt out: several workers open them at once, and no test takes longer than a few seconds."""


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_in_every_form(
    real_site: Path, browser: Any, examiner: Examiner, share: int
) -> None:
    assert examine(browser, examiner, real_site, pages_of(real_site)[share::SHARES]) == {}


@pytest.mark.parametrize("share", range(4))
def test_every_page_comes_over_http_alone(real_site: Path, browser: Any, share: int) -> None:
    """Each is sent; of the hundreds that one template makes some are opened, of the others every one."""
    names = pages_of(real_site)
    alike = [name for name in names if name.startswith(ALIKE)]
    opened = [name for name in names if name not in alike] + alike[::WHOLE]
    with over_http(real_site) as address:
        watch = Watch(browser, address, viewport={"width": 1280, "height": 800})
        for name in opened[share::4]:
            answer = watch.page.goto(address + name)
            assert answer.status == 200, name
        for name in alike[share::4]:
            sent = watch.page.request.get(address + name)
            assert sent.status == 200 and sent.headers["content-type"].startswith("text/html"), name
        assert watch.wrong == []
        watch.context.close()


def test_the_menu_is_the_same_on_every_page(real_site: Path) -> None:
    """Which is why it is not examined anew on each of them."""
    found = set()
    # the report stands alone, as `check --format html` writes it, with a link back; so does the page of no address
    for name in [page for page in pages_of(real_site) if page not in (REPORT, NOT_FOUND)]:
        words = (real_site / name).read_text(encoding="utf-8")
        menu = re.search(r'<nav id="menu".*?</nav>', words, re.DOTALL)
        assert menu, name
        plain = re.sub(r' aria-current="\w+"', "", menu[0]).replace("<details open>", "<details>")
        found.add(re.sub(r'href="(?:\./|\.\./)*', 'href="', plain))
    assert len(found) == 1


def test_no_link_of_the_tables_site_is_dead_and_nothing_is_missing(real_site: Path) -> None:
    assert [str(problem) for problem in check_site(real_site)] == []


def test_no_page_shows_how_it_was_written(real_site: Path) -> None:
    """A block of code that is not closed, or not seen, shows all that follows as it stands in the file."""
    for name in pages_of(real_site):
        words = re.sub(r"(?s)<pre.*?</pre>", "", (real_site / name).read_text(encoding="utf-8"))
        assert re.findall(r"(?m)^(?:<p>)?(?:```.*|#{1,6} \w.*)", words) == [], name


def test_no_page_of_the_tables_is_heavier_than_a_ward_can_bear(real_site: Path) -> None:
    """The registers name every rule that a statement led to, so they grow with the tables; nothing else does."""
    registers = {"evidence.html", "where-each-sentence-went.html", "safety-rules.html"}
    sizes = {name: (real_site / name).stat().st_size for name in pages_of(real_site)}
    assert len(sizes) > 400
    assert registers < set(sizes)
    assert {name: size for name, size in sizes.items() if size > 400_000} == {}
    assert {name for name, size in sizes.items() if size > 300_000} <= registers


def test_search_finds_what_a_ward_looks_for(real_site: Path, browser: Any) -> None:
    """The code of a warning, a drug, the ID of a rule, a sentence of a source."""
    watch = Watch(browser, f"file://{real_site}/")
    model = real_model()
    statement = next(s for s in model.statements if len(s.text) > 60)
    warning = model.fields["warning"].values[0].code
    for words, target in [
        (warning, warning),
        ("hydroxocobalamin", ".html"),
        ("metformin", ".html"),
        (model.decision["regimen"].rules[2].id, ".html#rule-"),
        ("INV-1", "safety-rules.html#safety-INV-1"),
        (statement.text[:60], f"#statement-{statement.id}"),
    ]:
        page = watch.open("limits.html")
        page.locator("#search").fill(words)
        page.wait_for_selector("#found [data-to]")
        hits = [hit.get_attribute("data-to") or "" for hit in page.locator("#found [data-to]").all()]
        assert any(target in hit for hit in hits), (words, hits)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: not address.endswith("limits.html"))
    assert watch.wrong == []
    watch.context.close()


def test_the_form_gives_the_answers_of_the_tables_in_the_browser(real_site: Path, browser: Any) -> None:
    """What the page itself has loaded answers as the runtime does: every worked case, and random ones."""
    model, chance = real_model(), random.Random(11)
    near = edges(model)
    raws: list[dict[str, object]] = [
        {name: stated_data(value, model.fields[name]) for name, value in case.given.items()}
        for case in model.cases
    ]
    raws += [random_case(model, chance, near)[0] for _ in range(1000)]
    package = real_package()
    watch = Watch(browser, f"file://{real_site}/")
    page = watch.open("try.html")
    page.wait_for_function("() => window.tableEngine && window.tableSet")
    found = page.evaluate(
        """([raws, today]) => { const set = tableEngine.load(tableSet); return raws.map((raw) => {
            const result = tableEngine.evaluate(set, raw, today);
            return [result.status, result.steps.map((step) => [step.decision, step.rules])]; }); }""",
        [raws, TODAY.isoformat()],
    )
    for raw, (status, steps) in zip(raws, found, strict=True):
        result = package.evaluate(raw, today=TODAY).to_dict()
        assert [status, steps] == [
            result["status"],
            [[s["decision"], s["rules"]] for s in result["trace"]],
        ], raw
    assert watch.wrong == []
    watch.context.close()


def test_rows_can_be_filtered_by_values_and_by_results(real_site: Path, browser: Any) -> None:
    """In a table with a column for each condition, and in one whose conditions stand together in a cell."""
    watch = Watch(browser, f"file://{real_site}/", viewport={"width": 1280, "height": 800})
    model = real_model()
    regimen = model.decision["regimen"]
    page = watch.open("decisions/regimen.html")
    page.locator(".filters summary").click()
    rows = page.locator("table.rules tbody tr")
    named = re.compile(f"^{re.escape(model.fields[regimen.output_fields[0]].label)}$")
    result = page.locator(".filters label", has=page.locator("span", has_text=named)).locator("select")
    result.select_option(index=1)
    chosen = result.locator("option:checked").inner_text()
    shown = page.locator("table.rules tbody tr:visible")
    count = shown.count()
    assert 0 < count < rows.count()
    assert all(chosen in row.locator("td.then").first.inner_text() for row in shown.all())
    assert f"{count} of {rows.count()} rows" in page.locator(".filters [role=status]").inner_text()
    page.locator("#words").select_option("patient")
    assert shown.count() == count, "in other words the choice stays"
    page.locator("#words").select_option("clinician")

    warnings = next(table for table in model.decisions if len(table.inputs) > 15)
    page = watch.open(f"decisions/{warnings.code}.html")
    page.locator(".filters summary").click()
    column = next(column for column in columns(model, warnings) if column.when)
    option = next(option for option in column.options if option.hides)
    select = page.locator(".filters select").first
    select.select_option(label=option.words)
    left = {row.get_attribute("data-rule") for row in page.locator("table.rules tbody tr:visible").all()}
    assert left == {rule.id for rule in warnings.rows} - option.hides
    assert watch.wrong == []
    watch.context.close()


def test_what_has_the_focus_can_be_seen(real_site: Path, browser: Any) -> None:
    """Whatever the keyboard reaches on a page of each kind has an outline, or a part of it has."""
    watch = Watch(browser, f"file://{real_site}/", viewport={"width": 1280, "height": 800})
    for name in ("index.html", "decisions/regimen.html", "try.html"):
        page = watch.open(name)
        for _ in range(40):
            page.keyboard.press("Tab")
            seen = page.evaluate(FOCUS)
            assert seen, (name, page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    watch.context.close()


FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return true;
  const beside = one.nextElementSibling ? [one.nextElementSibling] : [];
  return [one, ...one.querySelectorAll("rect"), ...beside].some((part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || (part.localName === "rect" && parseFloat(style.strokeWidth) >= 3);
  });
}"""
