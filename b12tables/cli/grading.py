"""`cases --grade`: which small mistakes in the tables nobody would notice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from b12tables.cli.shared import exit_code
from b12tables.compiler import check
from b12tables.compiler.report import report_text


def grade_cases(ctx: click.Context, folder: Path, decisions: Sequence[str], format_: str) -> None:
    """Prints the grade; exit code 1 where nothing can be graded, for a set with an error has to be mended first."""
    from b12tables.compiler.grading import grade
    from b12tables.compiler.report import grade_json, grade_text

    report = check(folder)
    if report.model is None or not report.ok:
        click.echo(report_text(report, notes=False), err=True)
        click.echo("Nothing was graded: a set with errors is mended first.", err=True)
        ctx.exit(exit_code(report))
    unknown = [code for code in decisions if code not in report.model.decision]
    if unknown:
        known = ", ".join(report.model.decision)
        raise click.UsageError(f"{unknown[0]!r} is no decision; these are: {known}")
    found = grade(report.model, decisions or None)
    click.echo(grade_json(found) if format_ == "json" else grade_text(found))
