"""What the commands share: arguments and options, the model or the end of the command, the exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from b12tables.compiler import DEFAULT_BOUND, DEFAULT_MEMORY, Report
from b12tables.compiler.model import Finding, Model
from b12tables.compiler.reader import Kept
from b12tables.compiler.report import report_text
from b12tables.runtime.words import how_many

if TYPE_CHECKING:
    from b12tables.desk import NewValues


LARGEST = 1 << 26
"""Bytes of a file that are read whole; a device never ends."""


def read_whole(file: Any) -> bytes:
    """What a file, or a pipe, holds. Ends the command where that is more than anybody writes."""
    data: bytes = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise click.UsageError(f"{file.name} is longer than {LARGEST:,} bytes, and is not read")
    return data


_KINDS: Mapping[str, tuple[str, ...]] = {
    "Parquet": (".parquet", ".pq"),
    "HTML": (".html", ".htm"),
    "JSON": (".json",),
    "DMN": (".dmn", ".xml"),
    "CQL": (".cql",),
    "SQL": (".sql",),
    "other": (
        ".csv",
        ".tsv",
        ".txt",
        ".md",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".ods",
        ".pdf",
        ".docx",
        ".db",
        ".duckdb",
    ),
}
"""By kind, how the names of its files end, as programs know them."""


class MadeFile(click.Path):
    """A file of one kind that a command writes: a name that says that it is of another is refused."""

    def __init__(self, kind: str, *also: str) -> None:
        super().__init__(dir_okay=False, path_type=Path)
        self.kind = kind
        self.ends = (*_KINDS[kind], *also)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        end = path.suffix.lower()
        if end not in self.ends and any(end in ends for ends in _KINDS.values()):
            better = path.with_suffix(self.ends[0]).name
            self.fail(f"what is written is {self.kind}, whatever the name says: call it {better}", param, ctx)
        return path


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


def desk_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options with which the desk becomes a part of the site."""
    command = click.option(
        "--pyodide",
        type=click.Path(path_type=Path),
        default=Path("node_modules/pyodide"),
        show_default=True,
        help="The folder of the npm package of that name.",
    )(command)
    return click.option("--desk", is_flag=True, help="With the desk, which runs in the reader's browser.")(
        command
    )


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


def with_decisions(ctx: click.Context, report: Report) -> Model:
    """The model of a set that can be asked something; where no decision is left, the end of the command as above."""
    model = model_of(ctx, report)
    if not model.decisions:
        click.echo(report_text(report), err=True)
        click.echo("Nothing was answered: no decision of this set could be read.", err=True)
        ctx.exit(exit_code(report))
    return model


@dataclass(frozen=True)
class Standing:
    """What is wrong with a set that is asked for an answer, and what of it is left out."""

    errors: tuple[str, ...]
    left_out: tuple[str, ...]

    def lines(self) -> list[str]:
        """What stands before every answer of the set; nothing where nothing is wrong."""
        if not self.errors:
            return []
        count = len(self.errors)
        found = [f"This table set has {how_many(count, 'error')}: what it answers is not to be relied on."]
        found += [f"- {line}" for line in self.errors[:_SHOWN]]
        if count > _SHOWN:
            found.append(f"- and {count - _SHOWN} more (b12tables check)")
        return [*found, *(f"Left out: {line}" for line in self.left_out), ""]


_SHOWN = 10
"""So many errors stand before an answer."""


def standing_of(errors: Iterable[Finding], left_out: Sequence[str]) -> Standing:
    """How it stands with a set in which these errors were found, the first to mend first."""
    lines = tuple(
        f"{finding.name}: {finding.message.splitlines()[0]}"
        + (f" ({finding.places[0]})" if finding.places else "")
        for finding in errors
    )
    return Standing(lines, tuple(left_out) if lines else ())


def new_since(folder: Path, model: Model, since: str | None, kept: Kept) -> NewValues | None:
    """What is new since an edition, or since the last commit; the end of the command where nobody has that edition."""
    from b12tables.desk import NotThere, new_values

    try:
        return new_values(folder, model, since, kept)
    except NotThere as why:
        raise click.UsageError(f"{since}: {why}") from None
