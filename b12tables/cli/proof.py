"""`check --proof FILE`: the proof, written for somebody else to check."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from b12tables.cli.shared import exit_code
from b12tables.compiler import Report
from b12tables.runtime.words import how_many

HOW = "python -m b12tables.proofcheck {proof} {folder}"


def read_by_checker(folder: Path, fields: Mapping[str, Any]) -> set[str]:
    """The tables and safety rules of a folder that the independent checker reads, by code and ID."""
    from b12tables.proofcheck import Check

    try:
        check: Any = Check({"fields": fields}, folder)  # type: ignore[no-untyped-call]
    except Exception:  # a sheet that it stumbles over
        return set()
    return {*check.tables, *(name for name, row in check.rules.items() if _is_read(check, row))}


def _is_read(check: Any, row: Mapping[str, str]) -> bool:
    try:
        for part in ("when", "must"):
            check.asked(("", row[part] or "-"))
    except Exception:  # one of its lines is of another form
        return False
    return True


def write_proof(
    ctx: click.Context, folder: Path, out: Path, report: Report, bound: float, memory: int
) -> None:
    """Writes the proof of a set, packed where the name ends with .gz, and says how it is checked."""
    from b12tables.compiler.proof import proof_format, proof_text, prove
    from b12tables.disk import NotReplaced, write_own
    from b12tables.proofcheck import checked

    if report.model is None or not report.ok:
        click.echo("No proof was written: it is written of a set without errors.", err=True)
        ctx.exit(exit_code(report))
    proof = prove(report.model, bound, memory, partial(read_by_checker, folder))
    content = proof_text(proof).encode("utf-8")
    if out.suffix == ".gz":
        content = gzip.compress(content, mtime=0)
    try:
        write_own(out, content, lambda before: proof_format(before) is not None, "proof of ours")
    except NotReplaced as why:
        click.echo(f"No proof was written: {why}.", err=True)
        ctx.exit(2)
    told = f"{how_many(len(proof['tables']), 'decision table')} and {how_many(len(proof['safety']), 'safety rule')}"
    click.echo(f"The proof of {told} is in {out}.", err=True)
    if proof["left_out"]:
        click.echo(
            f"It is a partial one: {len(proof['left_out'])} claims left out, each with why.",
            err=True,
        )
    shown, words = checked(str(out), str(folder))
    if shown:
        click.echo(
            f"The independent checker confirms it, and anyone can: {HOW.format(proof=out, folder=folder)}",
            err=True,
        )
    else:
        click.echo(
            f"The independent checker does not confirm it ({words}): rely on what `check` says alone.",
            err=True,
        )
