"""The command about whole cohorts: arguments, call, counts, exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from b12tables.cli.shared import MadeFile, bound_options
from b12tables.compiler import check, emit, package_of
from b12tables.runtime.words import how_many

if TYPE_CHECKING:
    from b12tables.cohort import Against, Cohort, Mapped, Outcome, Patients
    from b12tables.cohort.frames import Look
    from b12tables.compiler.model import Model
    from b12tables.runtime.tableset import TableSet

SHOWN = 5
"""Reasons that are printed; all of them stand in the result."""


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("cohort")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--tables",
    "folder",
    type=click.Path(exists=True, path_type=Path),
    default=Path("tables"),
    show_default=True,
)
@click.option("--out", type=MadeFile("Parquet"), help="The result, a file of Parquet.")
@click.option("--map", "mapping", type=FILE, help="A mapping of the columns (TOML).")
@click.option(
    "--summary",
    type=MadeFile("HTML"),
    help="A report of the cohort, one page of HTML.",
)
@click.option(
    "--small",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="N",
    help="Groups of fewer patients are not shown in the report.",
)
@click.option(
    "--against",
    metavar="OLD",
    help="Another edition (a folder, or a git revision): who gets another answer, and of which kind they are.",
)
@click.option("--propose", is_flag=True, help="Print a mapping to confirm, and answer nothing.")
@click.option(
    "--engine",
    type=click.Choice(["here", "spark"]),
    default="here",
    show_default=True,
    help="Where rows are answered: in this process, or on Spark, which writes a folder of Parquet files.",
)
@click.option("--query", help="What to read from a DuckDB file.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that computed fields count to.")
@click.option("--threads", type=click.IntRange(min=1), default=os.cpu_count() or 1, show_default="all cores")
@bound_options
@click.pass_context
def cohort_command(
    ctx: click.Context,
    files: tuple[Path, ...],
    folder: Path,
    out: Path | None,
    summary: Path | None,
    small: int,
    against: str | None,
    mapping: Path | None,
    propose: bool,
    engine: str,
    query: str | None,
    today: Any,
    threads: int,
    bound: float,
    memory: int,
) -> None:
    """Answer for every row of FILES (CSV, Parquet, or a DuckDB file with --query), larger than memory.

    First what does not fit is told, and nothing is answered then. A run that was broken off goes on where it stopped.
    --summary writes a report for people beside the result, or alone.
    Exit code 1: some rows have no answer; their status and reason stand in the result.
    """
    from b12tables.cohort import CohortError, first_rows, open_patients, proposal_toml, read_mapping
    from b12tables.cohort import propose as propose_mapping

    if engine == "spark" and any((summary, against, propose, query)):
        raise click.UsageError("--engine spark takes files and writes the result, and nothing else")
    model, tables = _tables(ctx, folder, bound, memory)
    try:
        patients = open_patients(files, query)
        if propose:
            sample = first_rows(patients.batches())
            click.echo(proposal_toml(tables, propose_mapping(tables, sample)), nl=False)
            return
        if out is None and summary is None and against is None:
            raise click.UsageError(
                "--out names the result, --summary a report, --against another edition, or --propose asks for a mapping"
            )
        _check_names(out, summary)
        old = _other_model(ctx, against, folder) if against is not None else None
        wanted = _Wanted(model, files, out, summary, small, threads, old, (bound, memory))
        mapped, day = read_mapping(mapping), today and today.date()
        run = wanted.run_on_spark if engine == "spark" else wanted.run
        outcome = run(tables, patients, mapped, day)
    except CohortError as why:
        for problem in why.problems:
            click.echo(problem, err=True)
        click.echo("Nothing was answered.", err=True)
        ctx.exit(2)
    _tell(outcome, [path for path in (out, summary) if path is not None])
    ctx.exit(0 if set(outcome.statuses) <= {"ok"} else 1)


def _tables(ctx: click.Context, folder: Path, bound: float, memory: int) -> tuple[Model, TableSet]:
    """The tables of a folder, ready to be asked; the end of the command where they cannot be."""
    report = check(folder, date.today(), bound, memory=memory)
    if not report.ok or report.model is None:
        click.echo(
            f"Nothing was answered: errors stand in {folder}. `b12tables check {folder}` says which.",
            err=True,
        )
        ctx.exit(1 if report.readable else 2)
    package: Any = package_of(report.model)
    tables: TableSet = package.SET
    return report.model, tables


@dataclass(frozen=True)
class _Wanted:
    """What a run is to leave behind, and how it goes."""

    model: Model
    files: Sequence[Path]
    out: Path | None
    summary: Path | None
    small: int
    threads: int
    old: Model | None
    bounds: tuple[float, int]

    def run(self, tables: TableSet, patients: Patients, mapped: Mapped, today: date | None) -> Outcome:
        from b12tables.cohort import UNREAD, CohortReport, is_synthetic

        asked = _asked(mapped, today)
        cohort = _cohort(tables, patients, mapped, asked)
        synthetic = is_synthetic(patients.schema)
        report = CohortReport(cohort, self.model, self.small, synthetic) if self.summary is not None else None
        against = self._against(cohort, patients, mapped)
        if report is not None:
            report.against = against
        look = report.look if report is not None else against.look if against is not None else None
        with click.progressbar(
            length=patients.rows or 0, label="Rows", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            outcome = self._answered(cohort, patients, mapped, asked["today"], look, bar.update)
        if report is not None and self.summary is not None:
            report.unread = outcome.statuses[UNREAD]
            _write(self.summary, report.page())
        if against is not None:
            _tell_changes(against)
        return outcome

    def run_on_spark(
        self, tables: TableSet, patients: Patients, mapped: Mapped, today: date | None
    ) -> Outcome:
        """The result as Spark writes it; `patients` were looked at, and are read by the workers."""
        from b12tables.cohort import answer_on_spark

        assert self.out is not None
        asked = _asked(mapped, today)
        _cohort(tables, patients, mapped, asked)
        return answer_on_spark(
            self.files, tables, emit(self.model), mapped.settings, asked, self.out, self.threads
        )

    def _against(self, cohort: Cohort, patients: Patients, mapped: Mapped) -> Against | None:
        """What counts the changes from the other edition, where there is one."""
        if self.old is None:
            return None
        from b12tables.cohort import Against, other_edition
        from b12tables.compiler.compare import compare

        package: Any = package_of(self.old)
        other = other_edition(cohort, package.SET, patients.schema, mapped.settings)
        bound, memory = self.bounds
        return Against(cohort, other, compare(self.old, self.model, bound, memory))

    def _answered(
        self, cohort: Cohort, patients: Patients, mapped: Mapped, day: object, look: Look | None,
        done: Callable[[int], None],
    ) -> Outcome:  # fmt: skip
        from b12tables.cohort import FileRun, answer_unwritten

        if self.out is not None:
            settings = {"mapping": repr(mapped), "today": str(day)}
            run = FileRun(cohort, patients, self.out, settings)
            return run.go(self.threads, done, look)
        assert look is not None
        return answer_unwritten(cohort, patients, self.threads, done, look)


def _check_names(out: Path | None, summary: Path | None) -> None:
    """Raises `CohortError` where a result and a report cannot be written under these names: before anybody is asked."""
    from b12tables.cohort import CohortError

    for path in (out, summary):
        if path is not None:
            _check_free(path)
    if out is not None and summary is not None and out.absolute() == summary.absolute():
        raise CohortError((f"{out} would be the result and the report: give each its name.",))


def _check_free(path: Path) -> None:
    """Raises `CohortError` where something has the name, be it a link that leads nowhere.

    Beside a result nothing is left of a run that was killed when it had just put it there.
    """
    from b12tables.cohort import CohortError, remove_parts
    from b12tables.disk import unlistable

    if not path.name:
        raise CohortError(("A result without a name: give it one.",))
    if why := unlistable(path):
        raise CohortError((f"{why}.",))
    if os.path.lexists(path):
        remove_parts(path)
        raise CohortError((f"{path} is there already: give another name, or remove it.",))


def _cohort(tables: TableSet, patients: Patients, mapped: Mapped, asked: Mapping[str, Any]) -> Cohort:
    """Raises `CohortError` with everything that does not fit; so it is of dates that nobody counts from."""
    from b12tables.cohort import Cohort, CohortError

    cohort = Cohort(tables, patients.schema, mapped.settings, **asked)
    if problems := cohort.counted_to_no_day():
        raise CohortError(problems)
    return cohort


def _asked(mapped: Mapped, today: date | None) -> dict[str, Any]:
    """What a mapping and the command say of the run itself, as `Cohort` takes it."""
    return {**mapped.run, "today": today or mapped.run.get("today")}


def _write(path: Path, page: str) -> None:
    from b12tables.disk import create_file

    create_file(path, page.encode("utf-8"))


def _other_model(ctx: click.Context, name: str, folder: Path) -> Model:
    """The other edition, or the end of the command where nobody has it or it cannot be read completely."""
    from b12tables.desk import NotThere, read_version

    try:
        model, findings = read_version(name, folder)
    except NotThere as why:
        raise click.UsageError(f"{name}: {why}") from None
    if model is None or any(finding.severity == "error" for finding in findings):
        click.echo(f"{name} cannot be read completely, so that nothing is compared with it.", err=True)
        ctx.exit(2)
    return model


def _tell_changes(against: Against) -> None:
    told = how_many(against.changed, "patient", "no")
    click.echo(f"Against the other edition {told} of {against.rows} with another answer:")
    for code, count in against.several.most_common():
        if count:
            click.echo(f"  {against.label(code)}: {count}")
    for (was, now), count in sorted(against.statuses.items()):
        click.echo(f"  {was} -> {now}: {count}")
    if left_out := against.left_out():
        click.echo(f"  {left_out}")
    for kind in against.kinds()[:SHOWN]:
        if kind.rows:
            click.echo(f"  {kind.rows} x {kind.words}")


def _tell(outcome: Outcome, written: Sequence[Path]) -> None:
    rows = sum(outcome.statuses.values())
    click.echo(
        f"{', '.join(map(str, written)) or 'Asked'}: {how_many(rows, 'row')}, {outcome.statuses['ok']} answered."
    )
    for status, count in outcome.statuses.most_common():
        if status != "ok":
            click.echo(f"  {status}: {count}")
    for reason, count in outcome.reasons.most_common(SHOWN):
        click.echo(f"  {count} x {reason}")
    if len(outcome.reasons) > SHOWN:
        click.echo(f"  and {how_many(len(outcome.reasons) - SHOWN, 'other reason')}, in the result")


@click.command("population")
@click.argument("out", type=MadeFile("Parquet"))
@click.option(
    "--tables",
    "folder",
    type=click.Path(exists=True, path_type=Path),
    default=Path("tables"),
    show_default=True,
)
@click.option("--rows", type=click.IntRange(min=1), default=10_000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--describe", type=FILE, help="How the population is made up (TOML).")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that dates are counted from; 2026-01-01."
)
@bound_options
@click.pass_context
def population_command(
    ctx: click.Context, out: Path, folder: Path, rows: int, seed: int, describe: Path | None, today: Any,
    bound: float, memory: int,
) -> None:  # fmt: skip
    """Draw a synthetic population for the tables into OUT (Parquet): nobody is part of it.

    The same tables, description, seed and rows give the same population.
    """
    from b12tables.cohort import CohortError, read_description, synthetic_population, write_patients

    _, tables = _tables(ctx, folder, bound, memory)
    try:
        _check_free(out)
        day = today.date() if today else date(2026, 1, 1)
        write_patients(synthetic_population(tables, rows, seed, read_description(describe), day), out)
    except CohortError as why:
        for problem in why.problems:
            click.echo(problem, err=True)
        click.echo("Nothing was written.", err=True)
        ctx.exit(2)
    click.echo(f"{out}: {how_many(rows, 'row')} that nobody is part of.")


__all__ = ["cohort_command", "population_command"]
