"""The commands that follow every save: `watch`, `docs serve`, `desk`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from b12tables.cli.shared import bound_options, folder_argument, model_of, new_since, pages_option
from b12tables.compiler import DEFAULT_BOUND, DEFAULT_MEMORY, Report, check
from b12tables.compiler.reader import Kept, read_workbook
from b12tables.runtime.language import speaking

if TYPE_CHECKING:
    from b12tables.compiler.compare import Beside
    from b12tables.compiler.model import Model


@click.command("serve")
@folder_argument
@pages_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--quick", is_flag=True, help="Leave out what other readings of the conflicts would change.")
@bound_options
@click.pass_context
def serve_command(
    ctx: click.Context,
    folder: Path,
    docs_folder: Path | None,
    port: int,
    quick: bool,
    bound: float,
    memory: int,
) -> None:
    """Build the site, show it on this machine only (127.0.0.1), and follow every change of tables and pages."""
    from b12tables.compiler.compare import Beside

    checked = partial(check, folder, bound=bound, memory=memory)
    model_of(ctx, checked(date.today()))
    readings = None if quick else partial(Beside, bound=bound, memory=memory)
    showing = Showing(docs_folder, None, port, (folder,), readings)
    _follow(checked, folder, docs_folder, showing, lambda lines: None)


@click.command("watch")
@folder_argument
@click.option("--site", type=click.Path(path_type=Path), help="Keep the site in this folder too.")
@click.option("--no-site", is_flag=True, help="Check only; write and show no site.")
@pages_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--times", type=int, hidden=True, help="Stop after so many checks.")
@bound_options
@click.pass_context
def watch_command(
    ctx: click.Context,
    folder: Path,
    site: Path | None,
    no_site: bool,
    docs_folder: Path | None,
    port: int,
    times: int | None,
    bound: float,
    memory: int,
) -> None:
    """Check again on every save: what is new, what is mended, and where to begin (stop with Ctrl+C).

    The site is shown on this machine (127.0.0.1), and the pages open in a browser follow every save. While
    watching, it leaves out what other readings of the conflicts would change, which takes longer.
    """
    if not folder.is_dir():
        raise click.UsageError(f"{folder} is no folder; name the folder with the workbooks")
    showing = None if no_site else Showing(docs_folder, site, port, (folder,))
    checked = partial(check, folder, bound=bound, memory=memory)
    pages = docs_folder if showing else None
    _follow(checked, folder, pages, showing, lambda lines: click.echo("\n".join(lines)), times)


@click.command("desk")
@folder_argument
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; any that is free.")
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@bound_options
def desk_command(folder: Path, port: int, no_browser: bool, bound: float, memory: int) -> None:
    """A page in the browser: what is wrong with the tables, on their cells; mends as buttons; a patient tried.

    It runs on this machine only (127.0.0.1), and checks again on every save in a spreadsheet program. Nothing is
    written into a workbook until somebody presses Save there. Stop it with Ctrl+C.
    """
    open_desk(folder, port, not no_browser, bound, memory)


def desk_files(folder: Path, pyodide: Path) -> Mapping[str, bytes]:
    """The files of the desk for a site of these tables; the end of the command where Pyodide is not there."""
    from b12tables.desk import NoPyodide, held_files, site_part

    try:
        return site_part(pyodide, held_files(folder))
    except NoPyodide as why:
        raise click.ClickException(str(why)) from None


def offer_desk(ctx: click.Context) -> None:
    """What `b12tables` alone does: to somebody at a terminal it offers the desk, to a program it says what there is."""
    click.echo(ctx.get_help())
    if not sys.stdin.isatty():
        ctx.exit(2)
    asked = "\nOpen the desk in the browser? The folder with the workbooks (blank: leave)"
    here = "tables" if Path("tables").is_dir() else "."
    named = click.prompt(asked, default=here).strip()
    if named:
        open_desk(Path(named), 0, True, DEFAULT_BOUND, DEFAULT_MEMORY)


def open_desk(folder: Path, port: int, browser: bool, bound: float, memory: int) -> None:
    """Shows the desk of a folder until it is interrupted."""
    from b12tables.desk import DeskServer, Limits, Session

    if not folder.is_dir():
        raise click.UsageError(f"{folder} is no folder; name the folder with the workbooks")
    try:
        desk = DeskServer(folder, Session(date.today, Limits(bound, memory)), port)
    except OSError as why:
        raise click.ClickException(f"the desk cannot be opened ({why}); try another --port") from None
    click.echo(f"The desk is at {desk.address} (stop with Ctrl+C)")
    if browser:
        import webbrowser

        webbrowser.open(desk.address)
    try:
        desk.wait()
    except KeyboardInterrupt:
        click.echo()
    finally:
        desk.close()


class Showing:
    """The site in a browser, written anew from each report into a folder of its own."""

    def __init__(
        self,
        docs_folder: Path | None,
        keep: Path | None,
        port: int,
        sources: tuple[Path, ...],
        readings: Callable[[Model], Beside] | None = None,
    ) -> None:
        """`readings` begins to find out what other readings of the conflicts would change; None: it is left out."""
        import tempfile

        from b12tables.site import LiveSite, build_site

        self.build, self.docs_folder, self.keep, self.readings = build_site, docs_folder, keep, readings
        self.sources = sources
        self.kept: Kept = {}
        self.scratch = tempfile.TemporaryDirectory()
        try:
            self.live = LiveSite(port)
        except OSError as why:
            raise click.ClickException(
                f"no port from {port} on is free ({why}); try another --port"
            ) from None
        click.echo(
            f"The site is at {self.live.address} with what was found in report.html (stop with Ctrl+C)"
        )

    def write(self, report: Report) -> None:
        """Writes the site of a report with the report as a page beside it, and shows them; what could not be read
        completely is shown as far as it goes.
        """
        from b12tables.site import SiteError

        out = Path(self.scratch.name) / str(self.live.version)
        if report.model is None:
            # no site can be made: what is found is said in its place
            out.mkdir()
            self._show(out, report, ("report.html", "index.html"))
            return
        sheets = tuple(read_workbook(self.sources[0], self.kept)[0])
        try:
            for folder in (out, self.keep):
                if folder is not None:
                    self.build(
                        report.model,
                        report.findings,
                        report.certificate,
                        self.docs_folder,
                        folder,
                        sources=self.sources,
                        quick=self.readings is None,
                        beside=self.readings and self.readings(report.model),
                        sheets=sheets,
                    )
        except (SiteError, OSError) as why:
            click.echo(f"  site:   not written: {why}", err=True)
            return
        self._show(out, report, ("report.html",))

    def _show(self, out: Path, report: Report, names: tuple[str, ...]) -> None:
        from b12tables.compiler.report import report_page

        sheets = read_workbook(self.sources[0], self.kept)[0]
        home = "" if "index.html" in names else "findings.html"
        page = report_page(report, sheets, live=True, home=home)
        for name in names:
            (out / name).write_text(page, encoding="utf-8")
        self.live.show(out)
        if (older := Path(self.scratch.name) / str(self.live.version - 3)).is_dir():
            shutil.rmtree(older, ignore_errors=True)

    def close(self) -> None:
        self.live.close()
        self.scratch.cleanup()


def _follow(
    checked: Callable[..., Report],
    folder: Path,
    pages: Path | None,
    showing: Showing | None,
    say: Callable[[list[str]], None],
    times: int | None = None,
) -> None:
    """Checks on every save, says how it stands, and lets the site follow, until it is interrupted."""
    from b12tables.desk import changes, summary

    before = None
    kept: Kept = {}
    try:
        for number, changed in enumerate(changes(folder, pages=pages), 1):
            report = checked(date.today(), kept=kept)
            news = new_since(folder, report.model, None, kept) if report.model is not None else None
            with speaking(report.language):
                besides = news.lines() if news is not None else []
            lines = summary(changed, before, report, besides).split("\n")
            say(lines)
            before = report
            if showing is not None:
                showing.live.tell(lines if number > 1 or not report.ok else ())
                showing.write(report)
            if number == times:
                return
    except KeyboardInterrupt:
        click.echo()
    finally:
        if showing is not None:
            showing.close()
