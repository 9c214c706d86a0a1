"""The commands of the desk: arguments, call, exit code. `COMMANDS` is what the command line registers."""

from __future__ import annotations

from pathlib import Path

import click

from b12tables.compiler import report as reports
from b12tables.compiler.finding import Finding
from b12tables.compiler.model import Model


@click.command("compare")
@click.argument("old")
@click.argument("new", default="tables")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where an answer changes.")
@click.pass_context
def compare_command(ctx: click.Context, old: str, new: str, form: str, exit_code: bool) -> None:
    """Which kinds of patients get another answer from NEW than from OLD.

    Each is a folder, a git revision (of the folder NEW, or of "tables"), or REVISION:FOLDER.
    """
    from b12tables.compiler.compare import compare
    from b12tables.desk import comparison as forms
    from b12tables.desk.versions import NotThere, read_version

    folder = Path(new) if Path(new).is_dir() else Path("tables")
    models: list[Model] = []
    for name in (old, new):
        try:
            model, findings = read_version(name, folder)
        except NotThere as why:
            raise click.UsageError(f"{name}: {why}") from None
        models.append(_needed(ctx, name, model, findings))
    result = compare(models[0], models[1])
    write = {
        "text": forms.comparison_text,
        "markdown": forms.comparison_markdown,
        "json": forms.comparison_json,
    }
    click.echo(write[form](result, old, new))
    ctx.exit(1 if exit_code and not result.same_answers else 0)


def _needed(ctx: click.Context, name: str, model: Model | None, findings: tuple[Finding, ...]) -> Model:
    """The model, or the end of the command: what could only be read in part is not compared."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if model is None or errors:
        click.echo(f"{name} cannot be read completely, so that it is not compared:", err=True)
        for finding in errors:
            click.echo(reports.finding_text(finding, model), err=True)
        ctx.exit(2)
    return model


@click.command("signoff")
@click.argument("folder", metavar="[DIR]", default="tables", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fill", is_flag=True, help="Write the hash into the sign-off rows without one; nothing else is touched."
)
@click.pass_context
def signoff_command(ctx: click.Context, folder: Path, form: str, fill: bool) -> None:
    """Which rules are signed, unsigned or voided, and by which change."""
    from b12tables.compiler.compile import read
    from b12tables.desk import signoff

    model, findings = read(folder)
    model = _needed(ctx, str(folder), model, findings)
    if fill:
        _fill(ctx, folder, model)
        return
    found = signoff.traced(model, signoff.standings(model), folder)
    click.echo(signoff.signoff_json(model, found) if form == "json" else signoff.signoff_text(model, found))
    ctx.exit(0 if all(signed.standing == "signed" for signed in found) else 1)


def _fill(ctx: click.Context, folder: Path, model: Model) -> None:
    """Writes the hashes that are missing, cell by cell."""
    from b12tables.desk.cells import NotWritten
    from b12tables.desk.signoff import fill

    try:
        written = fill(folder, model)
    except NotWritten as why:
        click.echo(
            f"Nothing was written: {why}. Copy the hashes from: b12tables signoff --format json", err=True
        )
        ctx.exit(1)
    for place, meaning in written:
        click.echo(f"{place}: {meaning}")
    click.echo(f"{len(written)} sign-offs filled in." if written else "No sign-off was without its hash.")


COMMANDS: tuple[click.Command, ...] = (compare_command, signoff_command)
