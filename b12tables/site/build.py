"""Builds the site: generated pages joined with the hand-written ones of a folder, into plain files.

The result works from a folder or a server alike. Nothing in it is fetched from elsewhere, and the same input
gives the same bytes.
"""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import markdown  # type: ignore[import-untyped]
from markupsafe import Markup

from b12tables.compiler import Certificate, Report, blocks
from b12tables.compiler.checks import pages, told_page
from b12tables.compiler.compare import Beside, Edition, Signed
from b12tables.compiler.model import About, Finding, Logo, Model
from b12tables.compiler.reader import Sheet
from b12tables.compiler.report import report_page, words_script
from b12tables.disk import EarlierSite, NotOurs, NotReplaced, OwnFolder, write_own
from b12tables.runtime.language import ENGLISH, speaking, spoken, t
from b12tables.site.beside import beside_the_pages, has_feed
from b12tables.site.book import PROOF, Book, CertificateLike, Page, to
from b12tables.site.form_data import model_script
from b12tables.site.html import Html, harmless
from b12tables.site.html import text as shown
from b12tables.site.menu import SECTIONS, Door, doors
from b12tables.site.pages import (
    REPORT,
    SecondGuideline,
    Since,
    WidgetError,
    emit_pages,
    summary_list,
    timeline,
)
from b12tables.site.paper import PDF_MARK, NoPaper, is_pdf, pdf_of, printer
from b12tables.site.print_edition import MARK, print_edition
from b12tables.site.search_index import search_index
from b12tables.site.templating import render, speak

try:
    import mkdocs
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.plugins import BasePlugin
    from mkdocs.structure.files import File
except ImportError:  # the successor of mkdocs 1.6 under another name, with the same interface
    import properdocs as mkdocs  # type: ignore[no-redef]
    from properdocs.commands.build import build as mkdocs_build  # type: ignore[no-redef]
    from properdocs.config.defaults import (  # type: ignore[no-redef]
        ProperDocsConfig as MkDocsConfig,
    )
    from properdocs.plugins import BasePlugin  # type: ignore[no-redef]
    from properdocs.structure.files import File  # type: ignore[no-redef]

if TYPE_CHECKING:
    from b12tables.compiler.grading import StoredGrade
    from b12tables.compiler.proof import StoredProof

DESK = "desk"
"""The folder of the desk within a site."""

THEME = Path(__file__).parent / "theme"
_FENCE = re.compile(r"^(```\w+)[ \t]+\w[\w \t]*$", re.MULTILINE)
"""A block of code with more words behind its language, for whoever tests it: markdown knows no such block, and would
show all that follows as it is written.
"""
_ANCHOR = re.compile(r"\{[^}\n]*#([A-Za-z0-9_-]+)[^}\n]*\}\s*$", re.MULTILINE)


_BLOCK = re.compile(r"^```(timeline|summary)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A fenced block with which a hand-written page asks for a picture of the tables."""


class SiteError(Exception):
    """The site cannot be built where or from what was asked; the message says why."""


def build_site(
    model: Model,
    findings: Sequence[Finding],
    certificate: CertificateLike | None,
    docs_dir: Path | None,
    out_dir: Path,
    package_files: Mapping[str, str] | None = None,
    sources: Sequence[Path] = (),
    quick: bool = False,
    since: Since | None = None,
    traced: Sequence[Signed] = (),
    editions: Sequence[Edition] | None = None,
    beside: Beside | None = None,
    sheets: Sequence[Sheet] = (),
    desk_files: Mapping[str, bytes] | None = None,
    second: SecondGuideline | None = None,
    grade: StoredGrade | None = None,
    proof: StoredProof | None = None,
    print_file: Path | None = None,
) -> Path | None:
    """Writes the site of a model into `out_dir`. `package_files` are offered for download beside the pages;
    `since` is the version with which they compare; `traced` says how it stands with the sign-offs, where the
    changes that voided some are known; `editions` are the changes under git that touched each decision's cells;
    `beside` finds out what other readings would change, where that was begun before; `sheets` are those of the set,
    from which the page with the whole report draws its tables; `desk_files` are those of the desk, where it is part of
    the site; `second` is another guideline on the same patients; `grade` says who would notice
    which mistake; `proof` lies beside the pages, for somebody else to check; `print_file` is where the
    print edition goes: one file with what a ward wants on paper.

    `quick` leaves out what takes long (what other readings of the conflicts would change), and says so there.

    `docs_dir` holds hand-written pages (Markdown) that stand beside the generated ones; None: there are none.

    `sources` are the folders that it is made from, beside the pages. The result is where an earlier release's site is
    kept, which could not be told from other files.

    Raises `SiteError` where `out_dir` holds files that no build wrote, or what the site is made from, and where
    `print_file` is something else.
    """
    try:
        given = (*sources, docs_dir) if docs_dir else sources
        own = OwnFolder(out_dir, "docs build", given, EarlierSite())
    except NotOurs as why:
        raise SiteError(str(why)) from None
    if print_file is not None and print_file.resolve().is_relative_to(out_dir.resolve()):
        raise SiteError(
            f"{print_file} lies in the folder of the site, which is replaced as a whole: name another place"
        )
    docs_dir = docs_dir if docs_dir and docs_dir.is_dir() else None
    for path in sorted(docs_dir.rglob("*")) if docs_dir else ():
        if not path.is_file() and not path.is_dir():  # a pipe would be waited for
            raise SiteError(f"{path} is no file that could stand on a site")
    if docs_dir and out_dir.resolve().is_relative_to(docs_dir.resolve()):
        raise SiteError(
            f"{out_dir} lies in {docs_dir}, so that the site would be copied into itself: name another folder"
        )
    book = Book(
        model,
        tuple(findings),
        certificate,
        references(docs_dir),
        quick,
        tuple(traced),
        None if editions is None else tuple(editions),
        beside,
        grade,
        proof,
    )
    # whoever asks for what this machine cannot print is told before anything is made
    program = _printer(print_file) if print_file is not None and is_pdf(print_file) else None
    documents = sorted(docs_dir.rglob("*.md")) if docs_dir else []
    blocks = [block for path in documents for block in _blocks(path)]
    asked = [settings for kind, settings in blocks if kind == "summary"]
    with speaking(model.about.language):
        pages = emit_pages(book, asked, _explained(), since, second)
    if print_file is not None:
        with speaking(model.about.language):
            _write_edition(print_file, print_edition(book, pages, _style(model.about)), program)
    checked = certificate if isinstance(certificate, Certificate) else None
    whole = report_page(Report(model, book.findings, checked), sheets, home="findings.html")
    try:
        with own.fresh() as fresh:
            with speaking(model.about.language):
                _write_site(book, pages, docs_dir, fresh, package_files or {}, bool(desk_files))
            # behind the pages, which can be searched: it says what they say
            _write(fresh / REPORT, whole)
            with speaking(model.about.language):
                for name, text in beside_the_pages(book).items():
                    _write(fresh / name, text)
            for name, content in (desk_files or {}).items():
                path = fresh / DESK / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    except NotOurs as why:
        raise SiteError(str(why)) from None
    return own.kept


def _write_site(
    book: Book,
    pages: Mapping[str, Page],
    docs_dir: Path | None,
    out_dir: Path,
    package_files: Mapping[str, str],
    with_desk: bool,
) -> None:
    with tempfile.TemporaryDirectory() as empty:
        source = docs_dir or Path(empty)
        config = _config(book.model.about, source, out_dir)
        config.plugins["b12tables"] = _Joiner(book, pages, with_desk)
        mkdocs_build(config)
    for name, text in _assets(book, out_dir).items():
        if text:
            _write(out_dir / name, text)
    for name, text in package_files.items():
        _write(out_dir / "package" / name, text)
    if (logo := _logo(book.model.about)) is not None:
        (out_dir / "assets" / logo.file).write_bytes(logo.content)
    if book.shown_proof is not None:
        (out_dir / PROOF).write_bytes(book.shown_proof.packed)


def references(docs_dir: Path | None) -> dict[str, str]:
    """The IDs that hand-written pages explain (headings with `{#C01}`), and their addresses."""
    found: dict[str, str] = {}
    if docs_dir is None:
        return found
    for path in sorted(docs_dir.rglob("*.md")):
        page = path.relative_to(docs_dir).with_suffix(".html").as_posix()
        for name in _ANCHOR.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name, f"{page}#{name}")
    return found


def _explained() -> dict[str, Html]:
    """What each kind of finding means: the page that its check carries, without its heading, in the language that is
    spoken.
    """
    found = {}
    for name, words in pages().items():
        body = told_page(words).removeprefix(f"# {name}")
        made = markdown.markdown(body, extensions=["fenced_code", "tables", "sane_lists"])
        found[name] = Html(made.replace("<pre>", '<pre tabindex="0">'))
    return found


def _blocks(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _BLOCK.finditer(path.read_text(encoding="utf-8")):
        yield found[1], _settings(found[2])


def _settings(lines: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _widget(book: Book, here: str, kind: str, settings: Mapping[str, str]) -> str:
    """What stands where the block stood; a block that asks for what is not there says so on the page."""
    try:
        html = timeline(book, here, settings) if kind == "timeline" else summary_list(book, here, settings)
    except WidgetError as error:
        html = render("wrong_block", here, kind=kind, why=str(error))
    return f"\n<div>{html}</div>\n"


def _config(about: About, source: Path, out_dir: Path) -> Any:
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": about.title,
            "docs_dir": str(source.resolve()),
            "site_dir": str(out_dir.resolve()),
            "use_directory_urls": False,
            "theme": {"name": None, "custom_dir": str(THEME)},
            "plugins": [],
            "markdown_extensions": ["attr_list", "sane_lists", "def_list"],
        }
    )
    errors, _ = config.validate()
    if errors:
        raise AssertionError(errors)
    config.theme.static_templates, config.theme.dirs = set(), [str(THEME)]
    # mkdocs reports through its logger; what matters of that, `docs check` finds in the result
    logging.getLogger(mkdocs.__name__).setLevel(logging.CRITICAL)
    return config


class _Joiner(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Puts the generated pages beside the hand-written ones and gives the theme what it shows around them."""

    def __init__(self, book: Book, pages: Mapping[str, Page], with_desk: bool) -> None:
        super().__init__()
        self.book, self.model, self.pages, self.with_desk = book, book.model, pages, with_desk
        self.menu: list[Door] = []

    def on_files(self, files: Any, /, *, config: Any) -> Any:
        for path in self.pages:
            source = f"{path.removesuffix('.html')}.md"
            if (existing := files.get_file_from_path(source)) is not None:
                files.remove(existing)
            files.append(File.generated(config, source, content=""))
        return files

    def on_page_markdown(self, markdown: str, /, *, page: Any, config: Any, files: Any) -> str:
        made = _BLOCK.sub(lambda found: _widget(self.book, page.url, found[1], _settings(found[2])), markdown)
        return _FENCE.sub(r"\1", made)

    def on_page_content(self, html: str, /, *, page: Any, config: Any, files: Any) -> str:
        made = self.pages.get(page.url)
        # a block of code scrolls by itself where it is wide, so the keyboard must reach it
        return str(made.html) if made else html.replace("<pre>", '<pre tabindex="0">')

    def on_env(self, env: Any, /, *, config: Any, files: Any) -> Any:
        env.autoescape = True
        speak(env)
        env.filters.update(harmless=harmless, shown=lambda words: Markup(str(shown(words))))
        listed: dict[str, list[tuple[str, str]]] = {section: [] for section in SECTIONS}
        for path, made in self.pages.items():
            if made.section:
                listed.setdefault(made.section, []).append((made.title, path))
        for file in files.documentation_pages():
            if file.url not in self.pages:
                section = str(file.page.meta.get("section", "Guide"))
                listed.setdefault(section, []).append((str(file.page.title), file.url))
        self.menu = doors(listed)
        return env

    def on_page_context(self, context: Any, /, *, page: Any, config: Any, nav: Any) -> Any:
        made = self.pages.get(page.url)
        context.update(
            about=self.model.about,
            logo=_logo(self.model.about),
            feed=has_feed(self.book),
            translated=spoken() != ENGLISH,
            content_hash=self.model.content_hash,
            errors=sum(1 for finding in self.book.findings if blocks(finding)),
            menu=self.menu,
            desk=to(page.url, f"{DESK}/index.html") if self.with_desk else "",
            report_address=_report_address(self.model.about),
            made=made,
            heading=made.title if made else page.title,
            section=made.section if made else str(page.meta.get("section", "Guide")),
        )
        return context


def _logo(about: About) -> Logo | None:
    """The logo, where the picture that About names is there."""
    return about.logo if about.logo and about.logo.content else None


def _report_address(about: About) -> str:
    """Where *Report a wrong answer* leads; "" where nobody said it. A mail names the tables in its subject."""
    if "@" not in about.report_to or "://" in about.report_to:
        return about.report_to
    what = t("Wrong answer: {title}, version {version}", title=about.title, version=about.version)
    return f"mailto:{about.report_to}?subject={quote(what)}"


def _assets(book: Book, out_dir: Path) -> dict[str, str]:
    """Files that follow from the model or from the finished pages."""
    return {
        "assets/site.css": _style(book.model.about),
        "assets/model.js": model_script(book),
        "assets/words.js": words_script(_scripts()),
        "assets/search-index.js": search_index(out_dir),
    }


def _style(about: About) -> str:
    """The style sheet, with what a hospital and the margins of its paper have of their own."""
    theme = (THEME / "assets" / "site.css").read_text(encoding="utf-8")
    return theme + _own_colour(about) + _page_margins(about)


def _scripts() -> list[str]:
    """The scripts of the theme."""
    return [path.read_text(encoding="utf-8") for path in sorted((THEME / "assets").glob("*.js"))]


def _own_colour(about: About) -> str:
    """The colour of links and buttons that About names, for light pages: on dark ones nobody could read it."""
    if not about.colour:
        return ""
    own = f"{{ --link: {about.colour}; }}"
    return (
        f'\n@media (prefers-color-scheme: light) {{ :root:not([data-colours="dark"]) {own} }}\n'
        f':root[data-colours="light"] {own}\n'
    )


def _page_margins(about: About) -> str:
    """What stands in the margin of every printed page, so that a single sheet says what it is."""

    def quoted(words: str) -> str:
        safe = "".join(
            sign if sign.isalnum() or sign in " .,:;-()" else f"\\{ord(sign):x} " for sign in words
        )
        return f'"{safe}"'

    what = quoted(f"{about.title} · {t('version')} {about.version} · {about.status}")
    return (
        "\n@page {\n"
        f"  @bottom-left {{ content: {quoted(about.disclaimer)}; }}\n"
        f"  @top-left {{ content: {what}; }}\n"
        '  @top-right { content: counter(page) " / " counter(pages); }\n'
        "}\n"
    )


def _printer(path: Path) -> str:
    try:
        return printer(path)
    except NoPaper as why:
        raise SiteError(str(why)) from None


def _write_edition(path: Path, text: str, program: str | None = None) -> None:
    """One file of HTML, or a PDF where a program prints it."""
    try:
        content = text.encode() if program is None else pdf_of(text, program)
        write_own(path, content, _is_edition, "print edition")
    except (NoPaper, NotReplaced, OSError) as why:
        raise SiteError(str(why)) from None


def _is_edition(before: bytes) -> bool:
    return MARK.encode() in before[:1500] or before.endswith(PDF_MARK)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
