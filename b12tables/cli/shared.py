"""What the commands share: arguments and options, the model or the end of the command, the exit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from b12tables.compiler import DEFAULT_BOUND, DEFAULT_MEMORY, Report
from b12tables.compiler.model import Model
from b12tables.compiler.reader import Kept
from b12tables.compiler.report import report_text

if TYPE_CHECKING:
    from b12tables.desk import NewValues


def folder_argument(command: Callable[..., None]) -> Callable[..., None]:
    """The argument DIR that every command shares: the folder with the table set."""
    return click.argument("folder", metavar="[DIR]", default="tables", type=click.Path(path_type=Path))(
        command
    )


def pages_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option with which hand-written pages come onto the site; None: there are none."""
    return click.option(
        "--docs",
        "docs_folder",
        type=click.Path(path_type=Path),
        help="A folder with Markdown pages of your own to stand beside the generated ones.",
    )(command)


def answering_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that commands share which answer for a patient."""
    audience = click.Choice(["clinician", "patient"])
    command = click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        help="The day that computed fields count to; the case may state it instead.",
    )(command)
    return click.option("--audience", type=audience, default="clinician", show_default=True)(command)


def bound_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that bound the analysis: `bound` in seconds, `memory` in megabytes."""
    command = click.option(
        "--memory",
        type=click.IntRange(min=20),
        default=DEFAULT_MEMORY,
        show_default=True,
        metavar="MB",
        help="How much memory the analysis may take at most.",
    )(command)
    return click.option(
        "--bound",
        type=click.FloatRange(min=0, min_open=True),
        default=DEFAULT_BOUND,
        show_default=True,
        metavar="SECONDS",
        help="How long the analysis may take at most, in seconds of an ordinary core.",
    )(command)


def day_of(given: Any) -> date:
    return given.date() if given else date.today()


def exit_code(report: Report) -> int:
    if report.ok:
        return 0
    return 1 if report.readable else 2


def model_of(ctx: click.Context, report: Report) -> Model:
    """The model, or the end of the command with the findings that stand in its way."""
    if report.model is None:
        click.echo(report_text(report), err=True)
        ctx.exit(exit_code(report))
    return report.model


def new_since(folder: Path, model: Model, since: str | None, kept: Kept) -> NewValues | None:
    """What is new since an edition, or since the last commit; the end of the command where nobody has that edition."""
    from b12tables.desk import NotThere, new_values

    try:
        return new_values(folder, model, since, kept)
    except NotThere as why:
        raise click.UsageError(f"{since}: {why}") from None
