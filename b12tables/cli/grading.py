"""`cases --grade`: which small mistakes nobody would notice; `cases --propose`: which cases are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from b12tables.cli.shared import exit_code
from b12tables.compiler import check
from b12tables.compiler.model import Model
from b12tables.compiler.reader import Kept, build_model, read_workbook
from b12tables.compiler.report import report_text

if TYPE_CHECKING:
    from b12tables.compiler.grading import Moved


def grade_cases(
    ctx: click.Context,
    folder: Path,
    decisions: Sequence[str],
    format_: str,
    bound: float,
    store: Path | None = None,
) -> None:
    """Prints the grade, and keeps it in a file; exit code 1 where nothing can be graded, for a set with an error has to
    be mended first, 2 where the file is somebody else's.
    """
    from b12tables.compiler.grading import TooLarge, grade
    from b12tables.compiler.report import grade_json, grade_text, stored_grade
    from b12tables.disk import NotReplaced, write_own

    # now, and not when everything is graded
    if store is not None and store.exists() and not (store.is_file() and _is_grade(store.read_bytes())):
        raise click.UsageError(f"{store} is there already, and holds no grade: give another name")
    kept: Kept = {}
    model = _sound(ctx, folder, decisions, "Nothing was graded", kept)
    try:
        found = grade(model, decisions or None, moved=_moved(folder, kept), whole=bound)
    except TooLarge as why:
        _too_large(ctx, "Nothing was graded", why)
    if store is not None:
        try:
            write_own(store, stored_grade(found).encode("utf-8"), _is_grade, "grade")
        except NotReplaced as why:
            raise click.UsageError(f"{why}.") from None
    click.echo(grade_json(found) if format_ == "json" else grade_text(found))


def _moved(folder: Path, kept: Kept) -> Moved:
    """The model of a folder's sheets with other thresholds."""
    workbook, _ = read_workbook(folder, kept)

    def moved(numbers: Mapping[str, Fraction]) -> Model | None:
        model, findings = build_model(workbook, moved=numbers)
        return None if any(finding.severity == "error" for finding in findings) else model

    return moved


def _is_grade(content: bytes) -> bool:
    from b12tables.compiler.grading import read_grade

    try:
        read_grade(content)
    except ValueError:
        return False
    return True


def propose_cases(
    ctx: click.Context,
    folder: Path,
    most: int,
    decisions: Sequence[str],
    out: Path,
    answers: bool,
    format_: str,
    bound: float,
) -> None:
    """Prints the cases that are missing most, and writes them into a copy of the workbook with the worked cases; exit
    code 1 where the set has an error, 2 where the copy cannot be written.
    """
    from b12tables.compiler.grading import TooLarge, propose
    from b12tables.compiler.reader import Refused
    from b12tables.compiler.report import proposals_json, proposals_text
    from b12tables.desk import write_proposed
    from b12tables.disk import NotOurs

    model = _sound(ctx, folder, decisions, "No case was proposed")
    try:
        found = propose(model, most, decisions or None, whole=bound)
    except TooLarge as why:
        _too_large(ctx, "No case was proposed", why)
    click.echo(proposals_json(found) if format_ == "json" else proposals_text(found))
    if not found.proposals:
        return
    try:
        copy, lost = write_proposed(folder, out, found, answers)
    except (NotOurs, Refused) as why:
        click.echo(f"No copy was written: {why}.", err=True)
        ctx.exit(2)
    for message in lost:
        click.echo(f"{copy.name}: {message}", err=True)
    click.echo(f"The cases stand in {copy}, sheet Proposed cases: fill in what is expected.", err=True)


def _too_large(ctx: click.Context, otherwise: str, why: Exception) -> NoReturn:
    """Says which table is too large, and ends the command with 1."""
    click.echo(
        f"{otherwise}: {why}; so many small mistakes are not tried. --decision names others.", err=True
    )
    ctx.exit(1)


def _sound(
    ctx: click.Context, folder: Path, decisions: Sequence[str], otherwise: str, kept: Kept | None = None
) -> Model:
    """The model of a set without errors; ends the command where it has some, or where a decision is not one of its."""
    report = check(folder, kept=kept)
    if report.model is None or not report.ok:
        click.echo(report_text(report, notes=False), err=True)
        click.echo(f"{otherwise}: a set with errors is mended first.", err=True)
        ctx.exit(exit_code(report))
    unknown = [code for code in decisions if code not in report.model.decision]
    if unknown:
        known = ", ".join(report.model.decision)
        raise click.UsageError(f"{unknown[0]!r} is no decision; these are: {known}")
    return report.model
