"""`cases --grade`: which small mistakes nobody would notice; `cases --propose`: which cases are missing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from b12tables.cli.shared import exit_code
from b12tables.compiler import check
from b12tables.compiler.model import Model
from b12tables.compiler.report import report_text


def grade_cases(ctx: click.Context, folder: Path, decisions: Sequence[str], format_: str) -> None:
    """Prints the grade; exit code 1 where nothing can be graded, for a set with an error has to be mended first."""
    from b12tables.compiler.grading import grade
    from b12tables.compiler.report import grade_json, grade_text

    model = _sound(ctx, folder, decisions, "Nothing was graded")
    found = grade(model, decisions or None)
    click.echo(grade_json(found) if format_ == "json" else grade_text(found))


def propose_cases(
    ctx: click.Context,
    folder: Path,
    most: int,
    decisions: Sequence[str],
    out: Path,
    answers: bool,
    format_: str,
) -> None:
    """Prints the cases that are missing most, and writes them into a copy of the workbook with the worked cases; exit
    code 1 where the set has an error, 2 where the copy cannot be written.
    """
    from b12tables.compiler.grading import propose
    from b12tables.compiler.report import proposals_json, proposals_text
    from b12tables.desk import write_proposed
    from b12tables.disk import NotOurs

    model = _sound(ctx, folder, decisions, "No case was proposed")
    found = propose(model, most, decisions or None)
    click.echo(proposals_json(found) if format_ == "json" else proposals_text(found))
    if not found.proposals:
        return
    try:
        copy, lost = write_proposed(folder, out, found, answers)
    except NotOurs as why:
        click.echo(f"No copy was written: {why}.", err=True)
        ctx.exit(2)
    for message in lost:
        click.echo(f"{copy.name}: {message}", err=True)
    click.echo(f"The cases stand in {copy}, sheet Proposed cases: fill in what is expected.", err=True)


def _sound(ctx: click.Context, folder: Path, decisions: Sequence[str], otherwise: str) -> Model:
    """The model of a set without errors; ends the command where it has some, or where a decision is not one of its."""
    report = check(folder)
    if report.model is None or not report.ok:
        click.echo(report_text(report, notes=False), err=True)
        click.echo(f"{otherwise}: a set with errors is mended first.", err=True)
        ctx.exit(exit_code(report))
    unknown = [code for code in decisions if code not in report.model.decision]
    if unknown:
        known = ", ".join(report.model.decision)
        raise click.UsageError(f"{unknown[0]!r} is no decision; these are: {known}")
    return report.model
