"""`build --project DIR`: the package, its workbooks, and all that it takes to ship them as a distribution.

And what `build` keeps right beside a package that is shipped: its bill of materials, written anew, and `--verify`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from b12tables.compiler.model import Model
from b12tables.compiler.reader import is_workbook


def write_project(
    ctx: click.Context, folder: Path, project: Path, model: Model, files: Mapping[str, str]
) -> None:
    """Writes what is not there yet; of what is there only the package is replaced. Ends the command."""
    from b12tables.compiler.codegen import BILL, emit_project
    from b12tables.disk import NotOurs, check_no_link, create_file, write_package

    about = model.about
    if project.exists() and not project.is_dir():
        click.echo(f"Nothing was written: {project} is a file.", err=True)
        ctx.exit(1)
    content = {name: text.encode("utf-8") for name, text in emit_project(model).items()}
    content |= {f"tables/{path.name}": path.read_bytes() for path in _workbooks(folder)}
    try:
        check_no_link(*sorted({project / within for name in content for within in Path(name).parents}))
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
    if BILL in kept and renew_bill(ctx, project, model):
        kept.remove(BILL)
    click.echo(f"{about.title} {about.version} ({about.status}): a project round the package, in {project}")
    if kept:
        click.echo("There already, otherwise, and left as they are: " + ", ".join(kept))
    click.echo(f"Try it:  cd {project} && python -m {about.identifier} tables")
    ctx.exit(0)


def renew_bill(ctx: click.Context, out: Path, model: Model) -> bool:
    """Writes the bill of materials beside a package anew, where one stands that a build wrote; whether it did."""
    from b12tables.compiler.codegen import BILL, emit_bill, is_bill
    from b12tables.disk import NotReplaced, write_own

    path = out / BILL
    if not path.is_file() or not is_bill(path.read_bytes()):
        return False
    try:
        write_own(path, emit_bill(model).encode("utf-8"), is_bill, "bill of materials of ours")
    except NotReplaced as why:
        click.echo(f"The package was written, and its bill of materials was not: {why}.", err=True)
        ctx.exit(1)
    return True


def verified(out: Path, files: Mapping[str, str], model: Model) -> int:
    """0 where the files on disk are exactly what would be written, and what stands beside them to ship them fits; else
    1, with the names of the others.
    """
    on_disk = _generated_files(out, model.about.identifier)
    stale = sorted(
        name
        for name in on_disk.keys() | files.keys()
        if name not in on_disk
        or name not in files
        or on_disk[name].read_text("utf-8", errors="replace") != files[name]
    )
    for name in stale:
        click.echo(f"stale: {out / name}", err=True)
    beside = list(_stale_beside(out, model))
    for line in beside:
        click.echo(f"stale: {line}", err=True)
    if stale or beside:
        click.echo("Run: b12tables build", err=True)
    return 1 if stale or beside else 0


def _generated_files(out: Path, identifier: str) -> dict[str, Path]:
    root = out / identifier
    found = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(out).as_posix(): path for path in found}


def _stale_beside(out: Path, model: Model) -> Iterator[str]:
    """What says something untrue of the package beside it: its bill of materials, the version it is shipped as."""
    from b12tables.compiler.codegen import BILL, emit_bill, is_bill, python_version

    bill, project = out / BILL, out / "pyproject.toml"
    if bill.is_file():
        text = bill.read_bytes()
        wanted = emit_bill(model).encode("utf-8")
        if text != wanted if is_bill(text) else model.content_hash.encode() not in text:
            yield f"{bill} is of other tables"
    if project.is_file():
        version = _shipped_as(project, model.about.identifier)
        if version not in (None, python_version(model.about.version)):
            yield f"{project}: its version is {version}, that on the sheet About {model.about.version}"


def _shipped_as(project: Path, identifier: str) -> str | None:
    """The version under which a project file ships a package; None where it ships another, or says no version."""
    from b12tables.compiler.codegen import distribution

    try:
        told = tomllib.loads(project.read_text("utf-8")).get("project")
    except (OSError, ValueError):
        return None
    if not isinstance(told, dict) or told.get("name") != distribution(identifier):
        return None
    version = told.get("version")
    return version if isinstance(version, str) else None


def _workbooks(folder: Path) -> list[Path]:
    """The workbooks of a set, as files."""
    if folder.is_file():
        return [folder]
    return [path for path in sorted(folder.iterdir()) if path.is_file() and is_workbook(path)]
