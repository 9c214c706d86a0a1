"""`build --project DIR`: the package, its workbooks, and all that it takes to ship them as a distribution."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from b12tables.compiler.model import Model
from b12tables.compiler.reader import is_workbook


def write_project(
    ctx: click.Context, folder: Path, project: Path, model: Model, files: Mapping[str, str]
) -> None:
    """Writes what is not there yet; of what is there only the package is replaced. Ends the command."""
    from b12tables.compiler.codegen import emit_project
    from b12tables.disk import NotOurs, create_file, write_package

    about = model.about
    if project.exists() and not project.is_dir():
        click.echo(f"Nothing was written: {project} is a file.", err=True)
        ctx.exit(1)
    content = {name: text.encode("utf-8") for name, text in emit_project(model).items()}
    content |= {f"tables/{path.name}": path.read_bytes() for path in _workbooks(folder)}
    try:
        write_package(project, about.identifier, files, [folder])
    except NotOurs as why:
        click.echo(f"Nothing was written: {why}.", err=True)
        ctx.exit(1)
    kept = []
    for name, data in sorted(content.items()):
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            create_file(path, data)
        except FileExistsError:
            kept += [name] if not path.is_file() or path.read_bytes() != data else []
    click.echo(f"{about.title} {about.version} ({about.status}): a project round the package, in {project}")
    if kept:
        click.echo("There already, otherwise, and left as they are: " + ", ".join(kept))
    click.echo(f"Try it:  cd {project} && python -m {about.identifier} tables")
    ctx.exit(0)


def _workbooks(folder: Path) -> list[Path]:
    """The workbooks of a set, as files."""
    if folder.is_file():
        return [folder]
    return [path for path in sorted(folder.iterdir()) if path.is_file() and is_workbook(path)]
