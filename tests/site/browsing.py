"""Opening pages in a real browser: what must not happen meanwhile, and what axe-core says of them."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

NOTICED = 0.01
"""A layout shift that a reader could notice; a tenth of what Core Web Vitals call good."""

HELPERS = Path(__file__).parent / "examine.js"

WHOLE = 11
"""Every so many pages of a site one is examined whole; of the others what is new on them. Prime, so that those are not
all in one share of the pages, however these are dealt out.
"""


def axe_script() -> str:
    """The text of axe-core, as a package of the test set-up carries it."""
    package = pytest.importorskip("axe_playwright_python", reason="needs the package axe-playwright-python")
    return next(Path(package.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


@contextmanager
def over_http(site: Path) -> Iterator[str]:
    """The folder on a server of this machine; gives its address."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Watch:
    """Opens pages and notes what must not happen: a request elsewhere, an error in the console.

    The policy of the page stands as it is: what a test asks of a page, it asks from outside. Used as a context, it
    closes what it opened, and nothing may have happened till then.
    """

    def __init__(self, browser: Any, base: str, beside: tuple[str, ...] = (), **options: Any) -> None:
        """`base` is where all that is asked for has to stand, `beside` how other addresses may begin."""
        self.base, self.allowed, self.wrong = base, (base, *beside), list[str]()
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.on("request", self._request)
        self.page.on(
            "console",
            lambda m: (
                self.wrong.append(f"{self.page.url}: console {m.type}: {m.text}")
                if m.type in ("error", "warning")
                else None
            ),
        )
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: error: {error}"))

    def _request(self, request: Any) -> None:
        if not request.url.startswith(self.allowed):
            self.wrong.append(f"{self.page.url}: request to {request.url}")

    def open(self, page: str = "") -> Any:
        self.page.goto(self.base + page)
        return self.page

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # first: whoever answers the page may end after it, and its own end is no complaint
        self.context.close()
        assert kind is not None or self.wrong == [], self.wrong


class Seen:
    """What was examined already, by any worker of this run: each notes it in a file that all of them read."""

    def __init__(self, file: Path | None = None) -> None:
        self.file, self.known, self.read = file, set[str](), 0

    def fresh(self, things: list[str]) -> list[bool]:
        """Which of these nobody has examined. Who asks examines them now: from here on they are known."""
        self._catch_up()
        new = [thing not in self.known for thing in things]
        if any(new):
            self.known.update(things)
            self._note(thing for thing, is_new in zip(things, new, strict=True) if is_new)
        return new

    def _catch_up(self) -> None:
        if self.file and self.file.exists():
            with self.file.open("rb") as noted:
                noted.seek(self.read)
                whole = noted.read().rpartition(b"\n")[0]
            self.known.update(map(json.loads, whole.splitlines()))
            self.read += len(whole) + 1 if whole else 0

    def _note(self, things: Iterable[str]) -> None:
        if self.file:
            # one write a call: workers do not tear each other's lines
            with self.file.open("ab", buffering=0) as noted:
                noted.write("".join(json.dumps(thing) + "\n" for thing in things).encode())


class Examiner:
    """What axe-core finds on the pages that a `Watch` has open.

    Pages come from a few templates by the hundred, and a second form of the same page (desk, dark, paper) differs in
    its style sheet only: a page is looked at where it has an element such as none was before. For the rules about
    colours that is one that is painted otherwise, for all others one of another name, other attributes, another place,
    or one that could not be seen there yet; in a further form they are asked of what only that form shows, and of
    sizes. Rows, entries and sections that repeat what stands before them on a page are put aside meanwhile. One page in
    `WHOLE` is looked at whole: with its menu, all rows and by every rule. What places do not tell (an id twice, a label
    that leads nowhere, the order of headings, a link without words, a page too wide) is asked of every page. With a
    folder, what another worker of the run has looked at is known too.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.script = axe_script() + "\n;0"
        self.helpers = HELPERS.read_text(encoding="utf-8")
        self.painted = Seen(folder and folder / "painted")
        self.placed = Seen(folder and folder / "placed")
        self.shown = Seen(folder and folder / "shown")

    def begin(self, page: Any) -> None:
        """Gives the page what it needs to be examined; again after each load."""
        page.evaluate(self.helpers)

    def _ask(self, page: Any, question: str, about: object) -> list[Any]:
        if not page.evaluate("() => Boolean(window.axe)"):
            page.evaluate(self.script)
        found: list[Any] = page.evaluate(question, about)
        return found

    def has_new_places(self, page: Any, form: str = "") -> bool:
        """Whether an element of the page is unlike all that were examined, in a form where forms differ in elements."""
        places = page.evaluate("() => examine.places()")
        self._newly_shown(places)
        return any(self.placed.fresh([f"{form} {place}" for place in places]))

    def shows_new_places(self, page: Any) -> bool:
        """Whether an element can be seen in this form of the page such as none could be in any form of any page."""
        return self._newly_shown(page.evaluate("() => examine.places()"))

    def _newly_shown(self, places: list[str]) -> bool:
        return any(self.shown.fresh([place for place in places if place.startswith("shown")]))

    def rules(self, page: Any, but: tuple[str, ...] = (), whole: bool = False) -> list[Any]:
        """The violations of all rules but the two about colours (and `but`), each with some of the elements."""
        return self._ask(page, "([but, whole]) => examine.rules(but, whole)", [list(but), whole])

    def sizes(self, page: Any) -> list[Any]:
        """The violations of the rules that ask how large something is: they differ with the width of a page."""
        return self._ask(page, "() => examine.sizes()", None)

    def all_of(self, page: Any) -> list[object]:
        """What is wrong with the page as it stands, whatever was done to it: by the rules, the colours, the width."""
        self.begin(page)
        return [*self.rules(page), *self.colours(page), *(["too wide"] if too_wide(page) else [])]

    def new_styles(self, page: Any) -> list[int]:
        """The numbers of the styles on the page that were not seen before."""
        fresh = self.painted.fresh(page.evaluate("() => examine.styles()"))
        return [number for number, new in enumerate(fresh) if new]

    def colours(self, page: Any) -> list[Any]:
        """The violations of the two rules about colours, in styles that were not seen before."""
        return self.colours_of(page, self.new_styles(page))

    def colours_of(self, page: Any, styles: list[int]) -> list[Any]:
        """The same of these of the styles that were told last."""
        return self._ask(page, "styles => examine.colours(styles)", styles) if styles else []


def examine(
    browser: Any, examiner: Examiner, site: Path, names: list[str], wholly: Collection[str] = ()
) -> dict[tuple[str, str], object]:
    """What is wrong with these pages, opened from the folder: on phone, desk and paper, in light and dark. One in
    `WHOLE` of the site is examined whole, and those that are named.
    """
    small, large = {"width": 360, "height": 800}, {"width": 1280, "height": 800}
    watch = Watch(browser, f"file://{site}/", color_scheme="light", viewport=small)
    page = watch.page
    found: dict[tuple[str, str], object] = {}
    wholes = {*pages_of(site)[::WHOLE], *wholly}
    for name in names:
        whole = name in wholes
        said = _opened(watch, examiner, name, whole)
        new, styles = examiner.has_new_places(page), examiner.new_styles(page)
        anything = new or styles or whole
        if anything:
            said |= _phone(page, examiner, new, whole, styles)
        page.set_viewport_size(large)
        said["too wide for a desk"] = too_wide(page)
        if anything:
            said |= _desk(page, examiner, new)
        page.emulate_media(media="print", color_scheme="light")
        if anything:
            # nobody taps on paper
            said["paper"] = (
                examiner.rules(page, but=("target-size",)) if examiner.shows_new_places(page) else []
            )
            said["paper, colours"] = examiner.colours(page)
        said["paper without the safety sentence"] = not page.evaluate(SAFETY_IS_SHOWN)
        said["table on paper"] = _table_on_paper(page)
        page.emulate_media(media="screen")
        page.set_viewport_size(small)
        found |= {(name, form): what for form, what in said.items() if what}
    watch.context.close()
    return found | ({("", "errors and requests"): watch.wrong} if watch.wrong else {})


def _opened(watch: Watch, examiner: Examiner, name: str, whole: bool) -> dict[str, object]:
    """What is asked of every page as it is opened on a phone."""
    page = watch.open(name)
    examiner.begin(page)
    page.evaluate("() => examine.briefly()")
    shift = page.evaluate("() => examine.shift()")
    if not whole:
        page.evaluate("() => examine.shortMenu()")
    return {
        "moves while it is drawn": shift if shift > NOTICED else 0,
        "too wide for a phone": too_wide(page),
        "phone, as a whole": page.evaluate("() => examine.whole()"),
    }


def _phone(page: Any, examiner: Examiner, new: bool, whole: bool, styles: list[int]) -> dict[str, object]:
    """What is wrong with a page on a phone, by the rules and in these styles, and in dark."""
    said: dict[str, object] = {"phone": examiner.rules(page, whole=whole) if new or whole else []}
    said["phone, colours"] = examiner.colours_of(page, styles)
    page.emulate_media(color_scheme="dark")
    return {**said, "phone, dark": examiner.colours(page)}


def _desk(page: Any, examiner: Examiner, new: bool) -> dict[str, object]:
    """The same on a desk; it is dark still."""
    said: dict[str, object] = {"desk, dark": examiner.colours(page)}
    page.emulate_media(color_scheme="light")
    if examiner.shows_new_places(page):
        said["desk"] = examiner.rules(page)
    elif new:
        said["desk"] = examiner.sizes(page)
    return {**said, "desk, colours": examiner.colours(page)}


SAFETY_IS_SHOWN = "() => Boolean(document.querySelector('.disclaimer')?.checkVisibility())"

LANDSCAPE = round((297 - 2 * 12) / 25.4 * 96)
"""What A4 on its side leaves between the margins, in CSS pixels."""

TABLE_ON_PAPER = """() => {
  const table = document.querySelector("table.rules");
  const points = (one) => parseFloat(getComputedStyle(one).fontSize) * 72 / 96;
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("wider than the paper");
  if (Math.min(...[...table.querySelectorAll("td")].map(points)) < 6) found.push("too small");
  if (points(table.querySelector("tbody th")) > 9) found.push("too large");
  if (getComputedStyle(table.tHead).display !== "table-header-group") found.push("heads not repeated");
  if (getComputedStyle(table.tBodies[0].rows[0]).breakInside !== "avoid") found.push("rows torn");
  return found;
}"""


def _table_on_paper(page: Any) -> object:
    """What is wrong with a decision table on a sheet of A4 on its side; print is emulated already."""
    if not page.evaluate("() => Boolean(document.querySelector('table.rules'))"):
        return []
    page.set_viewport_size({"width": LANDSCAPE, "height": 720})
    return page.evaluate(TABLE_ON_PAPER)


def too_wide(page: Any) -> object:
    """Whether the whole page must be scrolled sideways."""
    return page.evaluate("innerWidth < document.documentElement.scrollWidth")


def pages_of(site: Path) -> list[str]:
    """The addresses of all pages of a site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
