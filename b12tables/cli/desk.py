"""The commands of the desk: arguments, call, exit code."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from b12tables.cli.shared import bound_options, exit_code
from b12tables.compiler import Report
from b12tables.compiler.model import KINDS, Finding, HitPolicy, Model
from b12tables.compiler.report import finding_text
from b12tables.runtime.language import speaking
from b12tables.runtime.terminal import write_json
from b12tables.runtime.words import fold, how_many, nearest

if TYPE_CHECKING:
    from b12tables.compiler.compare import Guidelines
    from b12tables.site import SecondGuideline


@click.command("compare")
@click.argument("old", required=False)
@click.argument("new", default="tables")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where an answer changes.")
@click.option(
    "--guidelines",
    is_flag=True,
    help="OLD and NEW are two guidelines on the same patients, and a sheet Mapping matches their results.",
)
@bound_options
@click.pass_context
def compare_command(
    ctx: click.Context,
    old: str | None,
    new: str,
    form: str,
    exit_code: bool,
    guidelines: bool,
    bound: float,
    memory: int,
) -> None:
    """Which kinds of patients get another answer from NEW than from OLD.

    Each is a folder, a git revision (of the folder NEW, or of "tables"), or REVISION:FOLDER. Without any, the
    tables are compared with their last release: the newest git tag (tables-v1.2.0, or v1.2.0) that holds
    them. Exit code 2: one of the two cannot be read completely, and nothing is compared.
    """
    from b12tables.compiler.compare import compare
    from b12tables.compiler.report import comparison_json, comparison_markdown, comparison_text
    from b12tables.desk import NotThere, last_release, read_version

    folder = Path(new) if Path(new).is_dir() else Path("tables")
    if old is None:
        old = last_release(folder)
    if old is None:
        raise click.UsageError(
            f"{folder} has no release yet (a git tag such as tables-v1.0.0): name a version"
        )
    models: list[Model] = []
    for name in (old, new):
        try:
            model, findings = read_version(name, folder)
        except NotThere as why:
            raise click.UsageError(f"{name}: {why}") from None
        models.append(needed(ctx, name, model, findings))
    if guidelines:
        _guidelines(ctx, models, (old, new), form, (bound, memory))
        return
    write = {
        "text": comparison_text,
        "markdown": comparison_markdown,
        "json": comparison_json,
    }
    with speaking(models[1].about.language):
        result = compare(models[0], models[1], bound, memory)
        (write_json if form == "json" else click.echo)(write[form](result, old, new))
    ctx.exit(1 if exit_code and not result.same_answers else 0)


def _guidelines(
    ctx: click.Context, models: list[Model], names: tuple[str, str], form: str, effort: tuple[float, int]
) -> None:
    """Two guidelines side by side."""
    from b12tables.compiler.report import guidelines_json, guidelines_text

    if form == "markdown":
        raise click.UsageError("two guidelines are written as text or json")
    with speaking(models[0].about.language):
        found = compared_guidelines(ctx, models[0], models[1], *effort)
        if form == "json":
            write_json(guidelines_json(found, *names))
        else:
            click.echo(guidelines_text(found, *names))


def compared_guidelines(
    ctx: click.Context, first: Model, second: Model, bound: float, memory: int
) -> Guidelines:
    """What comparing them gives, or the end of the command: what is wrong with the mapping is told."""
    from b12tables.compiler.compare import BadMapping, compare_guidelines

    try:
        return compare_guidelines(first, second, bound, memory)
    except BadMapping as why:
        click.echo("The results of the two cannot be matched:", err=True)
        for trouble in why.troubles:
            click.echo(f"  {trouble.message}\n    at {trouble.place}", err=True)
            if trouble.help:
                click.echo(f"    mend it: {trouble.help}", err=True)
        ctx.exit(2)


def second_guideline(
    ctx: click.Context, model: Model, folder: Path, bound: float, memory: int
) -> SecondGuideline:
    """What the site says of another guideline on the same patients."""
    from b12tables.compiler import read
    from b12tables.site import SecondGuideline

    other = needed(ctx, str(folder), *read(folder))
    return SecondGuideline(str(folder), compared_guidelines(ctx, model, other, bound, memory))


def needed(ctx: click.Context, name: str, model: Model | None, findings: tuple[Finding, ...]) -> Model:
    """The model, or the end of the command: what could only be read in part is not compared."""
    if trouble := _read_in_part(name, model, findings, "it is not compared"):
        click.echo(trouble, err=True)
        ctx.exit(2)
    assert model is not None
    return model


def _read_in_part(name: str, model: Model | None, findings: Sequence[Finding], so_that: str) -> str:
    """Why a set is not taken that could not be read completely; "" where it could."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if model is not None and not errors:
        return ""
    told = [finding_text(finding, model) for finding in errors]
    return "\n".join([f"{name} cannot be read completely, so that {so_that}:", *told])


@click.command("signoff")
@click.argument("folder", metavar="[DIR]", default="tables", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fill", is_flag=True, help="Write the hash into the sign-off rows without one; nothing else is touched."
)
@bound_options
@click.pass_context
def signoff_command(
    ctx: click.Context, folder: Path, form: str, fill: bool, bound: float, memory: int
) -> None:
    """Which rules are signed, unsigned or voided, and by which change."""
    from b12tables.compiler import read
    from b12tables.compiler.compare import standings
    from b12tables.desk import signoff_json, signoff_text, traced

    model, findings = read(folder)
    if trouble := _read_in_part(str(folder), model, findings, "nobody can say what is signed"):
        click.echo(trouble, err=True)
        ctx.exit(exit_code(Report(model, findings, None)))
    assert model is not None
    if fill:
        _fill(ctx, folder, model, bound, memory)
        return
    found = traced(model, standings(model), folder)
    if form == "json":
        write_json(signoff_json(model, found))
    else:
        click.echo(signoff_text(model, found))
    ctx.exit(0 if all(signed.standing == "signed" for signed in found) else 1)


def _fill(ctx: click.Context, folder: Path, model: Model, bound: float, memory: int) -> None:
    """Writes the hashes that are missing, cell by cell."""
    from b12tables.desk import NotWritten, fill, left_open
    from b12tables.disk import NotReplaced

    try:
        written = fill(folder, model, bound, memory)
    except NotReplaced as why:
        click.echo(f"Nothing was written: {why}.", err=True)
        ctx.exit(1)
    except NotWritten as why:
        click.echo(
            f"Nothing was written: {why}. Copy the hashes from: b12tables signoff --format json", err=True
        )
        ctx.exit(1)
    for place, meaning in written:
        click.echo(f"{place}: {meaning}")
    open_ = left_open(model, written)
    cells = how_many(len(written), "cell")
    if written or not open_:
        click.echo(f"{cells} under Meaning filled in." if written else "No Meaning was missing.")
    if open_:
        rows = "; ".join(map(str, open_))
        click.echo(f"Without a Meaning as before: {rows}. What these rows lack: b12tables check --notes")
        ctx.exit(1)


@click.command("show")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--places", is_flag=True, help="Put the number of its row before each line.")
@click.pass_context
def show_command(ctx: click.Context, path: Path, places: bool) -> None:
    """A workbook (or all of a folder) as plain text, the same for the same content."""
    from b12tables.desk import workbook_text

    text, findings = workbook_text(path, places)
    click.echo(text, nl=False)
    for finding in findings:
        click.echo(finding_text(finding, None), err=True)
    ctx.exit(2 if any(finding.severity == "error" for finding in findings) else 0)


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="What the tables are about; the folder's name when not given.")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Start from this set.",
)
@click.option("--empty", is_flag=True, help="The sheets with heads and drop-downs, without the example.")
@click.pass_context
def new_command(
    ctx: click.Context, folder: Path, title: str | None, source: Path | None, empty: bool
) -> None:
    """A table set that already passes its check, with drop-downs and help in the sheets."""
    from b12tables.desk import NotWritten, Refused, new_set, set_from
    from b12tables.disk import NotOurs

    if empty and source is not None:
        raise click.UsageError(
            "--from brings another set's tables along, and --empty brings none: take one of them"
        )
    name = (
        title
        or Path(os.path.normpath(folder.absolute())).name.replace("_", " ").replace("-", " ").capitalize()
    )
    try:
        written = set_from(source, folder, name) if source else [new_set(folder, name, empty)]
    except (Refused, NotWritten, NotOurs) as why:
        _refuse(ctx, why)
        return
    for path in written:
        click.echo(str(path))
    if empty:
        click.echo("Write the fields into its Dictionary. Then, for each decision:")
        click.echo(f"  b12tables add decision LABEL {folder} --when FIELD --then FIELD")
        return
    click.echo(f"Open it in a spreadsheet program, and check it with:  b12tables check {folder}")


@click.group("add")
def add_group() -> None:
    """Add to a table set."""


@add_group.command("decision")
@click.argument("label")
@click.argument("folder", metavar="[DIR]", default="tables", type=click.Path(path_type=Path))
@click.option(
    "--when", "inputs", multiple=True, required=True, help="A field that it looks at (again for more)."
)
@click.option(
    "--then", "outputs", multiple=True, required=True, help="A field that it decides (again for more)."
)
@click.option(
    "--hit-policy", default="Unique", show_default=True, type=click.Choice([p.value for p in HitPolicy])
)
@click.pass_context
def add_decision_command(
    ctx: click.Context,
    label: str,
    folder: Path,
    inputs: tuple[str, ...],
    outputs: tuple[str, ...],
    hit_policy: str,
) -> None:
    """An empty decision table with heads and drop-downs from the dictionary, in a workbook of its own."""
    from b12tables.desk import Refused, new_decision

    try:
        path = new_decision(folder, label, inputs, outputs, hit_policy)
    except Refused as why:
        _refuse(ctx, why)
        return
    click.echo(str(path))
    click.echo("Write one rule a row; the check then says which patients are still missing.")


def write_annotated(ctx: click.Context, folder: Path, out: Path, report: Report) -> None:
    """The copies with the findings on their cells; what they cannot hold is said."""
    from b12tables.desk import annotate_workbooks
    from b12tables.disk import NotOurs

    try:
        written, messages = annotate_workbooks(folder, out, report)
    except NotOurs as why:
        click.echo(f"No copies were written: {why}.", err=True)
        ctx.exit(2)
    for message in messages:
        click.echo(message, err=True)
    if not written and not messages:
        click.echo("Nothing is said of any workbook, so that none was copied.", err=True)
        return
    click.echo(f"Annotated copies of {how_many(len(written), 'workbook')} are in {out}.", err=True)


@click.command("explain-finding")
@click.argument("name", required=False)
@click.pass_context
def explain_command(ctx: click.Context, name: str | None) -> None:
    """The page of a kind of finding; without a name, all kinds in a line each."""
    from b12tables.compiler.checks import pages

    if name is None:
        for kind in KINDS.values():
            click.echo(f"{kind.name:24} {kind.severity:8} {kind.summary}")
        return
    named = _kind_named(name)
    if named not in KINDS:
        raise click.UsageError(f"there is no finding {name!r}{_near_kinds(named)}")
    kind = KINDS[named]
    click.echo(pages().get(named) or f"# {named}\n\n{kind.summary} Usually: {kind.severity}.")


def _kind_named(text: str) -> str:
    """The name of a kind in what somebody typed or copied from a report: `error: gap in Dose`, `Bad cell`."""
    words = fold(text).replace("_", "-")
    head, _, rest = words.partition(":")
    said = rest if rest.strip() and head in ("error", "warning", "info", "note") else head
    return "-".join(said.partition(" in ")[0].replace("(accepted)", "").split())


def _near_kinds(name: str) -> str:
    """The kinds that a name may have meant: the nearest, or those with its word in their names."""
    if near := nearest(name, KINDS):
        return f"; did you mean {near}?"
    word = name.removesuffix("s")
    having = [kind for kind in KINDS if len(word) > 2 and word in kind.split("-")]
    return f"; there are {', '.join(having)}" if having else "; b12tables explain-finding lists all"


def _refuse(ctx: click.Context, why: Exception) -> None:
    help = getattr(why, "help", "")
    click.echo(f"Nothing was written: {why}{' (' + help + ')' if help else ''}.", err=True)
    ctx.exit(1)
