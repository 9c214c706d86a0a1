"""The commands of the standards: a table set out to other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from b12tables.cli.shared import MadeFile, bound_options, day_of, exit_code, folder_argument, read_whole
from b12tables.compiler import check, package_of
from b12tables.compiler.model import Model
from b12tables.compiler.report import report_text
from b12tables.runtime.words import fold, how_many

if TYPE_CHECKING:
    from b12tables.desk import NewSheet
    from b12tables.interop.dmn import Imported, PlainSheet


@click.group("export")
def export_group() -> None:
    """Write a table set in the form of another program."""


def _to_export(ctx: click.Context, folder: Path, day: Any, bound: float, memory: int) -> Model:
    """The model of a set without errors; of another one the report, and the end of the command."""
    report = check(folder, day_of(day), bound, memory=memory)
    if not report.ok or report.model is None:
        click.echo(report_text(report, notes=False), err=True)
        click.echo("Nothing was written.", err=True)
        ctx.exit(exit_code(report))
    assert report.model is not None
    return report.model


@export_group.command("dmn")
@folder_argument
@click.option("--out", type=MadeFile("DMN"), required=True, help="The file to write, such as set.dmn.")
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
    from b12tables.interop.dmn import OURS, NotWritten, export_dmn

    model = _to_export(ctx, folder, day, bound, memory)
    try:
        export = export_dmn(model, version)
        write_own(
            out, export.text.encode("utf-8"), lambda before: OURS.encode() in before[:4000], "export of ours"
        )
    except (NotWritten, NotReplaced) as why:
        click.echo(f"Nothing was written: {why}.", err=True)
        ctx.exit(2)
    about = model.about
    told = how_many(len(model.decisions), "decision table")
    click.echo(f"{about.title} {about.version} ({about.status}): {told} in {out}, DMN {version}.")
    if export.left_out:
        click.echo("What DMN cannot say of this set, by name (the file lists all of it):")
    for one in export.left_out:
        click.echo(f"- {one.line()}")


@export_group.command("fhir")
@folder_argument
@click.option("--out", type=MadeFile("JSON"), required=True, help="The file to write, such as set.json.")
@click.option(
    "--base",
    required=True,
    metavar="ADDRESS",
    help="The address under which the resources are published, such as https://example.org/fhir.",
)
@click.option(
    "--fhir",
    "release",
    type=click.Choice(["R4", "R5"]),
    default="R4",
    show_default=True,
    help="Which FHIR it is.",
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Judge acceptances as of this day (today).")
@bound_options
@click.pass_context
def export_fhir_command(
    ctx: click.Context,
    folder: Path,
    out: Path,
    base: str,
    release: str,
    day: Any,
    bound: float,
    memory: int,
) -> None:
    """A set as resources of FHIR, in one Bundle: its questions, its decisions, its orders, the words of its fields.

    A Questionnaire, in which a question is left out where it is proved not to matter; a PlanDefinition with a Library
    of CQL; an ActivityDefinition for each order of the sheet Actions; a CodeSystem and a ValueSet for each choice.
    What FHIR cannot say is listed by name. Refused while an error stands.
    """
    import json

    from b12tables.compiler.codegen import emit_bindings
    from b12tables.disk import NotReplaced, write_own
    from b12tables.interop.cql import NotWritten, export_cql
    from b12tables.interop.fhir import OURS, bindings_from, export_fhir, fhir_text, not_said

    model = _to_export(ctx, folder, day, bound, memory)
    package = package_of(model)
    bindings = [one for text in emit_bindings(model).values() for one in bindings_from(json.loads(text))]
    try:
        cql, without = export_cql(model).text, ""
    except NotWritten as why:
        cql, without = "", f"No library of CQL comes along: {str(why).rstrip('.')}."
    try:
        bundle = export_fhir(package.SET, base, bindings, cql, newer=release == "R5")
        write_own(
            out,
            fhir_text(bundle).encode("utf-8"),
            lambda before: OURS.encode() in before[:4000],
            "export of ours",
        )
    except (NotReplaced, ValueError) as why:
        click.echo(f"Nothing was written: {why}.", err=True)
        ctx.exit(2)
    about = model.about
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    told = ", ".join(how_many(kinds.count(kind), kind) for kind in dict.fromkeys(kinds))
    click.echo(f"{about.title} {about.version} ({about.status}): {told} in {out}, FHIR {release}.")
    if without:
        click.echo(without)
    click.echo("What FHIR cannot say of this set, by name (the plan lists all of it):")
    for one in not_said(package.SET, cql):
        click.echo(f"- {one.line()}")


@export_group.command("cql")
@folder_argument
@click.option("--out", type=MadeFile("CQL"), required=True, help="The file to write, such as set.cql.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Judge acceptances as of this day (today).")
@bound_options
@click.pass_context
def export_cql_command(
    ctx: click.Context, folder: Path, out: Path, day: Any, bound: float, memory: int
) -> None:
    """The decisions of a set as a library of HL7's CQL 1.5: a status, the rules that hold, and every answer.

    What CQL cannot say is listed by name, here and in the file. Refused while an error stands.
    """
    from b12tables.disk import NotReplaced, write_own
    from b12tables.interop.cql import OURS, NotWritten, export_cql

    model = _to_export(ctx, folder, day, bound, memory)
    try:
        export = export_cql(model)
        write_own(
            out,
            export.text.encode("utf-8"),
            lambda before: before.startswith(OURS.encode()),
            "library of ours",
        )
    except (NotReplaced, NotWritten) as why:
        click.echo(f"Nothing was written: {str(why).rstrip('.')}.", err=True)
        ctx.exit(2)
    about = model.about
    told = how_many(len(model.decisions), "decision table")
    click.echo(f"{about.title} {about.version} ({about.status}): {told} in {out}, CQL 1.5.")
    if export.left_out:
        click.echo("What CQL cannot say of this set, by name (the file lists all of it):")
    for one in export.left_out:
        click.echo(f"- {one.line()}")


@export_group.command("sql")
@folder_argument
@click.option(
    "--dialect", type=click.Choice(["duckdb", "spark", "postgres"]), required=True, help="Whose SQL it is."
)
@click.option("--out", type=MadeFile("SQL"), required=True, help="The file to write, such as set.sql.")
@click.option(
    "--from", "source", default="patients", show_default=True, help="The table of patients, one row each."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Where a field stands under another name.",
)
@click.option(
    "--unit", "units", multiple=True, metavar="FIELD=UNIT", help="A number that stands in another unit."
)
@click.option(
    "--absent",
    multiple=True,
    metavar="FIELD",
    help="A field of which the table has no column: it is not known.",
)
@click.option(
    "--keep", multiple=True, metavar="COLUMN", help="A column to carry along, such as the patient's number."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that is counted to.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Judge acceptances as of this day (today).")
@bound_options
@click.pass_context
def export_sql_command(
    ctx: click.Context,
    folder: Path,
    dialect: str,
    out: Path,
    source: str,
    columns: tuple[str, ...],
    units: tuple[str, ...],
    absent: tuple[str, ...],
    keep: tuple[str, ...],
    today: Any,
    day: Any,
    bound: float,
    memory: int,
) -> None:
    """The whole set as one SQL statement: a status, a reason and every answer for each row of a table of patients.

    For warehouses in which no Python runs. Refused while an error stands.
    """
    from b12tables.disk import NotReplaced, write_own
    from b12tables.interop.sql import OURS, Asked, NotWritten, export_sql

    model = _to_export(ctx, folder, day, bound, memory)
    counted = None if today is None else today.date()
    asked = Asked(source, _pairs(columns), _pairs(units), frozenset(absent), keep, counted)
    try:
        text = export_sql(model, dialect, asked)
        write_own(
            out, text.encode("utf-8"), lambda before: before.startswith(OURS.encode()), "statement of ours"
        )
    except (NotReplaced, NotWritten) as why:
        click.echo(f"Nothing was written: {str(why).rstrip('.')}.", err=True)
        ctx.exit(2)
    about = model.about
    told = how_many(len(model.decisions), "decision table")
    click.echo(
        f"{about.title} {about.version} ({about.status}): {told} in {out}, one statement for {dialect}."
    )


def _pairs(told: tuple[str, ...]) -> dict[str, str]:
    """`FIELD=WHAT`, as often as it was said."""
    found = {}
    for one in told:
        name, sign, what = one.partition("=")
        if not (name and sign and what) or name in found:
            raise click.UsageError(f"{one!r} is not FIELD=WHAT, or its field was named before.")
        found[name] = what
    return found


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="MAPPING.toml",
    help="What the heads of a plain spreadsheet or CSV file mean.",
)
@click.pass_context
def import_command(ctx: click.Context, file: Any, folder: Path, mapping: Path | None) -> None:
    """Decision tables of another program, FILE.dmn, as workbooks in DIR; or one in a plain spreadsheet, by a mapping.

    What cannot be taken is named with its place. The workbooks are a draft: b12tables check tells what they lack.
    """
    from b12tables.compiler.reader import Refused
    from b12tables.desk import Refused as NotMade
    from b12tables.desk import new_workbook
    from b12tables.disk import NotOurs
    from b12tables.interop.dmn import NotMapped, import_dmn

    plain = Path(file.name).suffix.lower() in (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
    if plain and mapping is None:
        raise click.UsageError("say with --map what the heads of a plain table mean (docs/dmn.md)")
    try:
        data = read_whole(file)
        imported = import_dmn(data) if mapping is None else _by_mapping(file.name, data, mapping)
    except Refused as why:
        click.echo(f"Nothing was written: {file.name} is not read: {why.message}.", err=True)
        ctx.exit(2)
    except NotMapped as why:
        click.echo(f"Nothing was written. What is not understood of {file.name}:", err=True)
        for line in why.why:
            click.echo(f"- {line}", err=True)
        ctx.exit(2)
    try:
        path = new_workbook(folder, imported.title, [_new_sheet(one) for one in imported.sheets])
    except (NotMade, NotOurs) as why:
        help = why.help if isinstance(why, NotMade) else ""
        click.echo(f"Nothing was written: {why}{f' ({help})' if help else ''}.", err=True)
        ctx.exit(1)
    tables = sum(one.kind == "Decision table" for one in imported.sheets)
    click.echo(f"{imported.title}: {how_many(tables, 'decision table')} in {path}")
    for lost in imported.not_taken:
        click.echo(f"not taken: {lost.line()}", err=True)
    click.echo(f"It is a draft. Check it with:  b12tables check {folder}")
    ctx.exit(0 if tables else 1)


def _by_mapping(name: str, data: bytes, mapping: Path) -> Imported:
    """A plain table as a set. Raises `NotMapped`."""
    from b12tables.compiler.reader import read_workbook
    from b12tables.interop.dmn import NotMapped, import_spreadsheet, rows_of_csv, rows_of_sheet

    def rows(sheet: str, separator: str) -> list[list[object]]:
        if Path(name).suffix.lower() not in (".xlsx", ".xlsm"):
            return rows_of_csv(data, separator)
        workbook, findings = read_workbook({Path(name).name: data})
        if not workbook.sheets:
            raise NotMapped([found.message for found in findings] or ["it has no sheets"])
        named = (
            [one for one in workbook.sheets if fold(one.name) == fold(sheet)] if sheet else workbook.sheets
        )
        if len(named) != 1:
            raise NotMapped([f"say which sheet: {', '.join(one.name for one in workbook.sheets)}"])
        return rows_of_sheet(named[0])

    try:
        text = mapping.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise NotMapped([f"{mapping} is no text in UTF-8"]) from None
    return import_spreadsheet(rows, text)


def _new_sheet(plain: PlainSheet) -> NewSheet:
    from b12tables.desk import Column, NewSheet

    columns = [Column(head, 8 if head in ("Rule", "ID") else 22) for head in plain.heads]
    return NewSheet(plain.name, plain.kind, plain.keys, columns, plain.rows, plain.bands, plain.title)
