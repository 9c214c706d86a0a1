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


COMMANDS: tuple[click.Command, ...] = (compare_command,)
