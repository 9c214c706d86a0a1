"""The command line: arguments, call, render, exit code. What a command does stands elsewhere.

Exit codes: 0 when nothing stands in the way, 1 when something does, 2 when the command was called wrongly or
nothing could be read.
"""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from b12tables.cli.elsewhere import Elsewhere
from b12tables.cli.shared import (
    MadeFile,
    bound_options,
    day_of,
    desk_options,
    exit_code,
    folder_argument,
    model_of,
    new_since,
    pages_option,
    read_whole,
    standing_of,
    with_decisions,
)
from b12tables.compiler import Report, check, emit, read
from b12tables.compiler.model import Model
from b12tables.compiler.reader import Kept, read_workbook
from b12tables.compiler.report import cases_text, report_json, report_text, wrapped
from b12tables.runtime.language import speaking
from b12tables.runtime.terminal import showing, write_json
from b12tables.runtime.words import how_many
from b12tables.version import __version__

if TYPE_CHECKING:
    from b12tables.compiler.grading import StoredGrade
    from b12tables.compiler.proof import StoredProof


def _github(report: Report, folder: str) -> str:
    from b12tables.compiler.report import report_github

    return report_github(report, folder)


def _sarif(report: Report, folder: str) -> str:
    from b12tables.compiler.report import report_sarif

    return report_sarif(report, folder)


_FORMATS: dict[str, Callable[[Report, str], str]] = {
    "json": lambda report, _: report_json(report),
    "github": _github,
    "sarif": _sarif,
}


def _page(folder: Path, report: Report, kept: Kept, besides: Sequence[str]) -> str:
    """The report as a page of HTML, with the tables drawn from the sheets."""
    from b12tables.compiler.report import report_page

    return report_page(report, read_workbook(folder, kept)[0], besides=besides)


FORMATS = sorted([*_FORMATS, "html", "text"])


def _from_here(folder: Path) -> str:
    """The path from the working directory to the table set, with slashes; empty where it is no path below it."""
    inside = folder.parent if folder.is_file() else folder
    try:
        path = inside.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return ""
    return "" if path == "." else path


class Careful(Elsewhere):
    """What the disk refuses (a file where a folder is wanted, a name too long, no permission) is a sentence, and what
    is printed can be printed everywhere.
    """

    def main(self, *arguments: Any, **more: Any) -> Any:
        with showing():
            return super().main(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OSError as why:
            if why.errno == errno.EPIPE or why.strerror is None:
                raise
            where = f"{why.filename}: " if why.filename else ""
            click.echo(f"Error: {where}{why.strerror}.", err=True)
            ctx.exit(2)


_ELSEWHERE = {
    "add": ("desk", "add_group"),
    "ask": ("answers", "ask_command"),
    "cohort": ("cohort", "cohort_command"),
    "compare": ("desk", "compare_command"),
    "desk": ("live", "desk_command"),
    "eval": ("answers", "eval_command"),
    "explain-finding": ("desk", "explain_command"),
    "export": ("interop", "export_group"),
    "import": ("interop", "import_command"),
    "new": ("desk", "new_command"),
    "population": ("cohort", "population_command"),
    "show": ("desk", "show_command"),
    "signoff": ("desk", "signoff_command"),
    "watch": ("live", "watch_command"),
}
"""Of each command of another file, which file, and what it is called there."""


@click.group(
    cls=Careful,
    elsewhere=_ELSEWHERE,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="b12tables")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Rules of care in ordinary spreadsheets: proved, compiled, explained.

    DIR is the folder with the workbooks; without it, the folder "tables". Without a command, b12tables offers the desk:
    a page in the browser.
    """
    if ctx.invoked_subcommand is None:
        from b12tables.cli.live import offer_desk

        offer_desk(ctx)


@cli.command("check")
@folder_argument
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Judge acceptances as of this day (today).")
@bound_options
@click.option(
    "--annotate", type=click.Path(path_type=Path), help="Write copies with the findings on their cells there."
)
@click.option(
    "--since",
    help="Tell what values are new since this edition: a folder or a git revision (the last commit).",
)
@click.option("--no-release", is_flag=True, help="Compare with nothing that git holds.")
@click.option(
    "--proof", type=MadeFile("JSON", ".gz"), help="Write the proof there, for somebody else to check."
)
@click.option("--notes", is_flag=True, help="Print every finding and all that was checked, however long.")
@click.pass_context
def check_command(
    ctx: click.Context,
    folder: Path,
    form: str,
    day: Any,
    bound: float,
    memory: int,
    annotate: Path | None,
    since: str | None,
    proof: Path | None,
    no_release: bool,
    notes: bool,
) -> None:
    """Prove the tables, or say for which patient and which cells they fail. The last lines say where to begin.

    A value of a choice that is new since the last commit (or since the edition that `--since` names) is told with the
    rows that take it in without naming it.

    Where the tables are under git and have a release (a tag such as tables-v1.0.0), a set that can be built is
    compared with it: whether an answer changes, and which version number that asks for.
    """
    kept: Kept = {}
    report = check(folder, day_of(day), bound, memory=memory, kept=kept)
    fresh = None
    more: dict[str, object] = {}
    looked = not (no_release and since is None)
    if form in ("text", "json", "html") and report.model is not None and looked:
        fresh = new_since(folder, report.model, since, kept)
    with speaking(report.language):
        besides = fresh.lines(notes) if fresh is not None else []
    if form == "html":
        text = _page(folder, report, kept, besides)
    elif form == "text":
        text = report_text(report, notes, besides)
    else:
        text = _FORMATS[form](report, _from_here(folder))
    if looked:
        more["new_values"] = fresh.as_dict() if fresh is not None else None
    if report.ok and report.model is not None and not no_release and form in ("text", "json"):
        from b12tables.desk import since_release

        with speaking(report.language):
            released = since_release(folder, report.model, bound, memory)
            lines = released.lines() if released else []
        more["since_release"] = released.as_dict() if released else None
        if form == "text" and lines:
            text += "\n\n" + "\n".join(map(wrapped, lines))
    if form == "json" and more:
        text = json.dumps({**json.loads(text), **more}, ensure_ascii=False, indent=1)
    (write_json if form in ("json", "sarif") else click.echo)(text)
    if annotate is not None and report.readable:
        from b12tables.cli.desk import write_annotated

        write_annotated(ctx, folder, annotate, report)
    if proof is not None:
        from b12tables.cli.proof import write_proof

        write_proof(ctx, folder, proof, report, bound, memory)
    ctx.exit(exit_code(report))


@cli.command("build")
@folder_argument
@click.option("--out", type=click.Path(path_type=Path), default=Path("generated"), show_default=True)
@click.option(
    "--verify", is_flag=True, help="Write nothing; fail where the files in OUT are not what would be written."
)
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    help="Write a whole project there: the package, its workbooks, and what it takes to ship it.",
)
@click.option("--require-approved", is_flag=True, help="Refuse a table set whose status is not Approved.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Judge acceptances as of this day (today).")
@bound_options
@click.pass_context
def build_command(
    ctx: click.Context,
    folder: Path,
    out: Path,
    verify: bool,
    project: Path | None,
    require_approved: bool,
    day: Any,
    bound: float,
    memory: int,
) -> None:
    """Write the Python package and its schemas; refused while an error stands."""
    report = check(folder, day_of(day), bound, memory=memory)
    if not report.ok or report.model is None:
        click.echo(report_text(report, notes=False), err=True)
        click.echo("Nothing was written.", err=True)
        ctx.exit(exit_code(report))
    about = report.model.about
    if require_approved and about.status != "Approved":
        click.echo(
            f"Nothing was written: the status of {about.title} is {about.status}, not Approved.", err=True
        )
        ctx.exit(1)
    files = emit(report.model)
    from b12tables.cli.project import renew_bill, verified, write_project

    if verify:
        ctx.exit(verified(project or out, files, report.model))
    if project is not None:
        write_project(ctx, folder, project, report.model, files)
    _write(ctx, out, folder, files, about.identifier)
    renew_bill(ctx, out, report.model)
    click.echo(f"{about.title} {about.version} ({about.status}): {how_many(len(files), 'file')} in {out}")


@cli.command("cases")
@folder_argument
@click.option(
    "--grade",
    "graded",
    is_flag=True,
    help="Try small mistakes in the tables, and say which of them no worked case or safety rule notices.",
)
@click.option(
    "--propose",
    "most",
    type=click.IntRange(1, 1000),
    metavar="N",
    help="Write the N worked cases that are missing most into a copy of the workbook, to be filled in.",
)
@click.option(
    "--decision", "decisions", multiple=True, metavar="CODE", help="Of this decision only; repeat it."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("proposed-cases"),
    show_default=True,
    help="Where --propose writes the copy.",
)
@click.option(
    "--with-answers", "answers", is_flag=True, help="With --propose: what the tables answer, in comments."
)
@click.option(
    "--store",
    type=MadeFile("JSON"),
    metavar="FILE",
    help="With --grade: write the scores to a file, for `docs build --grade`.",
)
@click.option(
    "--bound",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="How long --grade and --propose may take at most, in seconds of an ordinary core.",
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def cases_command(
    ctx: click.Context,
    folder: Path,
    graded: bool,
    most: int | None,
    decisions: tuple[str, ...],
    out: Path,
    answers: bool,
    store: Path | None,
    bound: float,
    format_: str,
) -> None:
    """Run the worked cases, and say which rules none of them exercises."""
    from b12tables.compiler.model import run_cases

    if graded and most is not None:
        raise click.UsageError("--grade and --propose are two questions: ask one at a time")
    if store is not None and (not graded or decisions):
        raise click.UsageError("--store goes with --grade, of all decisions")
    if most is not None:
        from b12tables.cli.grading import propose_cases

        propose_cases(ctx, folder, most, decisions, out, answers, format_, bound)
        return
    if graded:
        from b12tables.cli.grading import grade_cases

        grade_cases(ctx, folder, decisions, format_, bound, store)
        return
    if decisions or answers or format_ != "text":
        raise click.UsageError("--decision, --format and --with-answers go with --grade or --propose")
    model, findings = read(folder)
    report = Report(model, findings, None)
    model = with_decisions(ctx, report)
    # what a case answers says nothing of the tables and cases that nobody read
    standing = standing_of(report.errors, (*report.unread, *model.skipped))
    cases = run_cases(model)
    click.echo("\n".join([*standing.lines(), cases_text(cases, model)]))
    ctx.exit(1 if cases.failed or standing.errors else 0)


@cli.group("docs", cls=Elsewhere, elsewhere={"serve": ("live", "serve_command")})
def docs_group() -> None:
    """The documentation site: build it, look at it, check its links."""


@docs_group.command("build")
@folder_argument
@click.option("--out", type=click.Path(path_type=Path), default=Path("site"), show_default=True)
@pages_option
@click.option(
    "--since", help="Say what changed since this version: a folder or a git revision (the last release)."
)
@click.option(
    "--guideline",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Put another guideline on the same patients beside: a folder.",
)
@click.option(
    "--history",
    "count",
    type=click.IntRange(0, 1000),
    default=0,
    show_default=True,
    metavar="N",
    help="Say on each decision's page which of the last N changes under git touched its cells.",
)
@click.option(
    "--grade",
    "grade_file",
    type=click.File("rb"),
    help="Say on the certificate who would notice a mistake: what `cases --grade --store` wrote.",
)
@click.option(
    "--proof",
    "proof_file",
    type=click.File("rb"),
    help="Lay the proof beside the site, for somebody else to check: what `check --proof` wrote.",
)
@click.option(
    "--print",
    "print_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write what a ward wants on paper: one file, FILE.html or, where Chromium is at hand, FILE.pdf.",
)
@desk_options
@bound_options
@click.pass_context
def docs_build(
    ctx: click.Context,
    folder: Path,
    out: Path,
    docs_folder: Path | None,
    since: str | None,
    guideline: Path | None,
    count: int,
    grade_file: Any,
    proof_file: Any,
    print_file: Path | None,
    desk: bool,
    pyodide: Path,
    bound: float,
    memory: int,
) -> None:
    """Build the site; it works offline, from a folder or a server.

    That of a set with errors says so on every page, and the command ends with 1, as `check` does.
    """
    from b12tables.cli.desk import second_guideline
    from b12tables.cli.live import desk_files
    from b12tables.compiler.compare import Beside, standings
    from b12tables.desk import editions, traced
    from b12tables.site import SiteError, build_site

    grade = _stored_grade(grade_file) if grade_file else None
    proof = _stored_proof(proof_file) if proof_file else None
    begun: list[Beside] = []

    def begin(model: Model) -> None:
        begun.append(Beside(model, bound=bound, memory=memory))
        ctx.call_on_close(begun[0].cancel)

    kept_sheets: Kept = {}
    report = check(folder, date.today(), bound, memory=memory, kept=kept_sheets, meanwhile=begin)
    model = model_of(ctx, report)
    try:
        with speaking(model.about.language):
            changed = _since(ctx, folder, model, since, bound, memory)
            second = second_guideline(ctx, model, guideline, bound, memory) if guideline else None
            signed = traced(model, standings(model), folder) if model.sign_offs else ()
            edited = editions(model, folder, count) if count else None
        kept = build_site(
            model,
            report.findings,
            report.certificate,
            docs_folder,
            out,
            sources=(folder,),
            since=changed,
            traced=tuple(signed),
            editions=edited,
            beside=begun[0] if begun else None,
            sheets=tuple(read_workbook(folder, kept_sheets)[0]),
            desk_files=desk_files(folder, pyodide) if desk else None,
            second=second,
            grade=grade,
            proof=proof,
            print_file=print_file,
        )
    except SiteError as why:
        raise click.ClickException(str(why)) from None
    click.echo(f"The site of {model.about.title} is in {out / 'index.html'}")
    if kept is not None:
        click.echo(
            f"What an earlier release had written there is in {kept}: nothing tells its files from others. "
            "Remove it when you have looked at it."
        )
    standing = standing_of(report.errors, (*report.unread, *model.skipped))
    click.echo("\n".join(standing.lines()), err=True, nl=False)
    ctx.exit(exit_code(report))


@docs_group.command("check")
@click.argument("site", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_context
def docs_check(ctx: click.Context, site: Path) -> None:
    """Fail on an external reference, a dead link or a missing anchor; note each text that the tables still lack."""
    from b12tables.site import check_site

    problems = check_site(site)
    for problem in problems:
        click.echo(str(problem))
    wrong = sum(not problem.note for problem in problems)
    notes = how_many(len(problems) - wrong, "text") + " to be written" if wrong < len(problems) else ""
    found = how_many(wrong, "problem") if wrong else "No problem found"
    click.echo(f"{found}{'; ' if notes else ''}{notes}." if notes or not wrong else found)
    ctx.exit(1 if wrong else 0)


# ---------------------------------------------------------------- what commands share


def _stored_grade(file: Any) -> StoredGrade:
    from b12tables.compiler.grading import read_grade

    try:
        return read_grade(read_whole(file))
    except ValueError as why:
        raise click.UsageError(f"--grade {file.name}: {why}") from None


def _stored_proof(file: Any) -> StoredProof:
    from b12tables.compiler.proof import read_proof

    try:
        return read_proof(file.read())
    except ValueError as why:
        raise click.UsageError(f"--proof {file.name}: {why}") from None


def _since(
    ctx: click.Context, folder: Path, model: Model, name: str | None, bound: float, memory: int
) -> Any:
    """What the site compares with: the named version, or else the last release, where there is one."""
    from b12tables.compiler.compare import compare
    from b12tables.desk import NotThere, last_release, read_version
    from b12tables.site import Since, not_readable, not_released

    asked = name or last_release(folder)
    if asked is None:
        return not_released()
    try:
        old, findings = read_version(asked, folder)
    except NotThere as why:
        raise click.UsageError(f"{asked}: {why}") from None
    if old is None or any(finding.severity == "error" for finding in findings):
        if name is not None:
            raise click.UsageError(f"{asked} cannot be read completely, so that it is not compared")
        return not_readable(asked)
    return Since(asked, compare(old, model, bound, memory))


def _write(ctx: click.Context, out: Path, folder: Path, files: Any, identifier: str) -> None:
    """Puts the files in the place of those of an earlier build, or says why not."""
    # only who writes waits for these
    from b12tables.disk import NotOurs, write_package

    try:
        write_package(out, identifier, files, [folder])
    except NotOurs as why:
        click.echo(f"Nothing was written: {why}.", err=True)
        ctx.exit(1)


def main() -> None:
    """The entry point for a program that has click installed."""
    sys.exit(cli())
