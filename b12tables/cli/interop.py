"""The commands of the standards: a table set out to other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from b12tables.cli.shared import bound_options, day_of, exit_code, folder_argument
from b12tables.compiler import check
from b12tables.compiler.report import report_text
from b12tables.runtime.words import how_many


@click.group("export")
def export_group() -> None:
    """Write a table set in the form of another program."""


@export_group.command("dmn")
@folder_argument
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The file to write, such as set.dmn."
)
@click.option("--dmn", "version", type=click.Choice(["1.3", "1.5"]), default="1.3", show_default=True)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Judge acceptances as of this day (today).")
@bound_options
@click.pass_context
def export_dmn_command(
    ctx: click.Context, folder: Path, out: Path, version: str, day: Any, bound: float, memory: int
) -> None:
    """The whole set as DMN: decisions, what they require, rules, what they rest on.

    What DMN cannot say is listed by name, here and in the file. Refused while an error stands.
    """
    from b12tables.disk import NotReplaced, write_own
    from b12tables.interop.dmn import OURS, export_dmn

    report = check(folder, day_of(day), bound, memory=memory)
    if not report.ok or report.model is None:
        click.echo(report_text(report, notes=False), err=True)
        click.echo("Nothing was written.", err=True)
        ctx.exit(exit_code(report))
    model = report.model
    export = export_dmn(model, version)
    try:
        write_own(
            out, export.text.encode("utf-8"), lambda before: OURS.encode() in before[:4000], "export of ours"
        )
    except NotReplaced as why:
        click.echo(f"Nothing was written: {why}.", err=True)
        ctx.exit(2)
    about = model.about
    told = how_many(len(model.decisions), "decision table")
    click.echo(f"{about.title} {about.version} ({about.status}): {told} in {out}, DMN {version}.")
    if export.left_out:
        click.echo("What DMN cannot say of this set, by name (the file lists all of it):")
    for one in export.left_out:
        click.echo(f"- {one.line()}")


INTEROP: tuple[click.Command, ...] = (export_group,)
