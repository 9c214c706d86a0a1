"""`check --proof FILE`: the proof, written for somebody else to check."""

from __future__ import annotations

import gzip
from pathlib import Path

import click

from b12tables.cli.shared import exit_code
from b12tables.compiler import Report
from b12tables.runtime.words import how_many

HOW = "python -m b12tables.proofcheck {proof} {folder}"


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
    proof = prove(report.model, bound, memory)
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
