"""The compiler: workbooks -> `Model` -> everything. Its phases on one screen: read, check, emit; `package_of` imports
what is emitted, in memory.

model     what the tables mean; knows no file
reader    .xlsx -> `Workbook` -> `Model`, with a finding for what cannot be read
proof     the engine: questions about all cases at once
checks    what is said of a model: one file a kind of finding
compare   two models -> which kinds of patients get another answer
grading   small mistakes, one at a time -> which of them nobody would notice
codegen   `Model` -> the generated package
report    findings and comparisons in words, and for tools
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType

from b12tables.compiler.checks import DEFAULT_BOUND, DEFAULT_MEMORY, Certificate, run_checks
from b12tables.compiler.model import Finding, Model
from b12tables.compiler.reader import Files, Kept, build_model, read_workbook, told_findings, with_logo
from b12tables.runtime import PACT_NUMBER
from b12tables.runtime.language import ENGLISH, speaking
from b12tables.runtime.manifest import MANIFEST, manifest_text
from b12tables.runtime.words import visible
from b12tables.version import __version__

__all__ = [
    "DEFAULT_BOUND",
    "DEFAULT_MEMORY",
    "Certificate",
    "Report",
    "blocks",
    "check",
    "emit",
    "package_if_sound",
    "package_of",
    "read",
]


@dataclass(frozen=True, repr=False)
class Report:
    """What is known of a table set: its model where one could be built, every finding, and what was checked."""

    model: Model | None
    findings: tuple[Finding, ...]
    certificate: Certificate | None

    @property
    def ok(self) -> bool:
        """Whether nothing stands in the way of a build."""
        return self.model is not None and not any(blocks(finding) for finding in self.findings)

    @property
    def language(self) -> str:
        """In which what is found is told: that of the tables, English where none could be read."""
        return self.model.about.language if self.model is not None else ENGLISH

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stand in the way of a build, the first to mend first."""
        from b12tables.compiler.report import sorted_findings

        return tuple(filter(blocks, sorted_findings(self.findings)))

    @property
    def unread(self) -> list[str]:
        """The files and sheets that were left out as a whole, each with its reason: no model knows of them."""
        return unread(self.findings)

    def to_dict(self) -> dict[str, object]:
        """The whole report as plain data: what `b12tables check --format json` prints."""
        from b12tables.compiler.report import report_data

        return report_data(self)

    def __repr__(self) -> str:
        title = f"{self.model.about.title} {self.model.about.version}" if self.model else "no table set"
        counts = Counter(finding.severity for finding in self.findings)
        told = ", ".join(f"{severity} {counts[severity]}" for severity in sorted(counts)) or "no findings"
        return f"<Report {title}: {'ok' if self.ok else 'not ok'}, {told}>"

    def _repr_html_(self) -> str:
        """The report in a notebook."""
        from b12tables.compiler.report import report_html

        return report_html(self)

    @property
    def readable(self) -> bool:
        """Whether there was a table set to read at all."""
        return self.model is not None or not any(
            f.name in ("no-workbook", "unreadable-folder", "unreadable-file") for f in self.findings
        )


def blocks(finding: Finding) -> bool:
    """Whether a finding stands in the way of a build: an error that nobody has accepted."""
    return finding.stands_in_the_way


def read(folder: Path | Files, kept: Kept | None = None) -> tuple[Model | None, tuple[Finding, ...]]:
    """Workbooks -> model, with all that is wrong in the cells: those of a folder, or in memory. For `kept` see
    `read_workbook`.
    """
    workbook, unreadable = read_workbook(folder, kept)
    model: Model | None = None
    findings: tuple[Finding, ...] = ()
    if workbook.sheets:
        model, findings = build_model(workbook, any(f.name == "unreadable-file" for f in unreadable))
    with speaking(model.about.language if model is not None else ENGLISH):
        return model, told_findings(unreadable) + findings


def check(
    folder: Path | Files,
    as_of: date | None = None,
    bound: float = DEFAULT_BOUND,
    *,
    memory: int = DEFAULT_MEMORY,
    kept: Kept | None = None,
    meanwhile: Callable[[Model], object] | None = None,
) -> Report:
    """Everything that can be said about the table set in a folder; acceptances are judged as of a day.

    `bound` limits the analysis, in seconds' worth of steps of an ordinary core, `memory` in megabytes. For `kept` see
    `read_workbook`.
    `meanwhile` is called with the model before the checks run, to begin what is done beside them.
    """
    model, findings = read(folder, kept)
    if model is None:
        return Report(None, findings, None)
    if isinstance(folder, Path):
        model, of_logo = with_logo(model, folder)
        with speaking(model.about.language):
            findings += told_findings(of_logo)
    if meanwhile is not None and not any(map(blocks, findings)):
        meanwhile(model)
    # an error of reading leaves something out: nobody can say yes to what nobody read
    lost = tuple(finding for finding in findings if finding.severity == "error")
    told = [finding for finding in findings if finding.severity != "error"]
    more, certificate = run_checks(model, as_of=as_of, bound=bound, memory=memory, reading=told)
    certificate = replace(certificate, skipped=(*unread(findings), *certificate.skipped))
    return Report(model, lost + more, certificate)


def unread(findings: Iterable[Finding]) -> list[str]:
    """The files and sheets that were left out as a whole, each with its reason: no model knows of them."""
    return [
        f"{' · '.join(part for part in (f.places[0].file, f.places[0].sheet) if part)}: {f.message}"
        for f in findings
        if f.name in ("unreadable-file", "skipped-sheet") and f.places
    ]


def emit(model: Model) -> Mapping[str, str]:
    """The generated files by path: the Python package, its JSON Schema, and the list of them with their hashes."""
    # only who builds waits for these
    from b12tables.compiler.codegen import emit_bindings, emit_python, emit_schema

    files = {**emit_python(model), **emit_schema(model), **emit_bindings(model)}
    top = f"{model.about.identifier}/"
    contents = {path.removeprefix(top): text.encode("utf-8") for path, text in files.items()}
    title = visible(" ".join(model.about.title.split()))
    head = (
        f"{title}, version {model.about.version} ({model.about.status}): every file of the package.",
        f"Written by b12tables {__version__} for runtimes of pact {PACT_NUMBER}; content {model.content_hash}",
    )
    return {**files, f"{top}{MANIFEST}": manifest_text(contents, head)}


def package_of(model: Model) -> ModuleType:
    """The generated package of a model, in memory: the module that `import` would give of what `build` writes. The same
    model gives the same module.
    """
    # only who asks for answers waits for it
    from b12tables.compiler.codegen import load_package

    return load_package(emit(model), model.about.identifier)


def package_if_sound(model: Model | None, findings: Iterable[Finding]) -> ModuleType | None:
    """The package that would be built of a table set, in memory; None where something stands in the way."""
    return None if model is None or any(map(blocks, findings)) else package_of(model)
