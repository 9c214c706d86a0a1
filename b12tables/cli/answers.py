"""The commands about one patient: eval, ask. Both answer by the package that the tables generate."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click

from b12tables.cli.shared import (
    Standing,
    answering_options,
    bound_options,
    folder_argument,
    read_whole,
    standing_of,
    with_decisions,
)
from b12tables.compiler import Report, check, package_of
from b12tables.runtime.answer_files import uncounted
from b12tables.runtime.json_text import read_json
from b12tables.runtime.terminal import write_json


@click.command("eval")
@folder_argument
@click.option("--case", "case_file", required=True, type=click.File("rb"), help="A JSON file, or -.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@answering_options
@click.option("--detail", type=click.Choice(["full", "short"]), default="full", show_default=True)
@bound_options
@click.pass_context
def eval_command(
    ctx: click.Context,
    folder: Path,
    case_file: Any,
    form: str,
    audience: str,
    today: Any,
    detail: str,
    bound: float,
    memory: int,
) -> None:
    """Answer for one patient, and the rules, cells and statements behind it; `--detail short` is the first page."""
    case = _json_case(case_file)
    package, standing = _package_to_ask(ctx, folder, bound, memory)
    result = package.evaluate(case, today=today and today.date())
    if labels := uncounted(package.SET, result):
        raise click.UsageError(
            f"the case gives a date, and {', '.join(labels)} would be counted from it to today: name that day, "
            'as --today 2026-11-25 or as "today" in the case (the clock is never asked)'
        )
    if form == "json":
        wrong = {"errors": list(standing.errors), "left_out": list(standing.left_out)}
        told = {"set": wrong, **result.to_dict()} if standing.errors else result.to_dict()
        write_json(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join([*standing.lines(), result.explain(audience=audience, detail=detail)]))
    ctx.exit(0 if result.status == "ok" and not standing.errors else 1)


@click.command("ask")
@folder_argument
@click.option("--case", "case_file", type=click.File("rb"), help="What is known already: a JSON file.")
@click.option(
    "--decision", "decisions", multiple=True, metavar="CODE", help="Ask for this one only; may be repeated."
)
@answering_options
@click.option("--detail", type=click.Choice(["full", "short"]), default="short", show_default=True)
@bound_options
@click.pass_context
def ask_command(
    ctx: click.Context,
    folder: Path,
    case_file: Any,
    decisions: tuple[str, ...],
    audience: Literal["clinician", "patient"],
    today: Any,
    detail: Literal["full", "short"],
    bound: float,
    memory: int,
) -> None:
    """Ask one question after the other, only what still matters, then explain the answer."""
    from b12tables.runtime.questions.ask import ask

    case: Any = _json_case(case_file) if case_file else {}
    package, standing = _package_to_ask(ctx, folder, bound, memory)
    for line in standing.lines():
        click.echo(line)
    known = [decision.code for decision in package.SET.decisions]
    for decision in decisions:
        if decision not in known:
            raise click.UsageError(f"there is no decision {decision}; there are {', '.join(known)}")
    # a person sits here now; what is counted to is said, and the case may say otherwise
    day = today.date() if today else None if "today" in case else date.today()
    if day is not None:
        click.echo(f"Dates are counted to {day}.")
    try:
        result = ask(
            package.SET,
            _line,
            click.echo,
            case=case,
            decisions=decisions,
            audience=audience,
            today=day,
        )
    except package.InvalidCase as refused:
        result = refused.result
    click.echo()
    click.echo("\n".join([*standing.lines(), result.explain(audience=audience, detail=detail)]))
    ctx.exit(0 if result.status == "ok" and not standing.errors else 1)


def _line(prompt: str) -> str:
    """A line that was typed; where the input ends, so do the questions."""
    while True:
        try:
            typed = input(prompt)
        except EOFError:
            return "stop"
        if "\N{REPLACEMENT CHARACTER}" not in typed:
            return typed
        click.echo(
            "Some letters of this answer are not those of this terminal: they cannot be read. Answer anew."
        )


def _package(ctx: click.Context, report: Report) -> Any:
    """The generated package of this table set, loaded without writing it anywhere."""
    return package_of(with_decisions(ctx, report))


def _package_to_ask(ctx: click.Context, folder: Path, bound: float, memory: int) -> tuple[Any, Standing]:
    """The package for answers to patients, with what is wrong with the tables that it is made from."""
    report = check(folder, date.today(), bound, memory=memory)
    package = _package(ctx, report)
    left_out = report.certificate.skipped if report.certificate is not None else ()
    return package, standing_of(report.errors, left_out)


def _json_case(case_file: Any) -> object:
    try:
        case = read_json(read_whole(case_file), exact=True)
    except ValueError as error:
        raise click.UsageError(f"the case cannot be read: {error}") from None
    if not isinstance(case, dict):
        raise click.UsageError('the case must be a JSON object: {"field": value, …}')
    return case
