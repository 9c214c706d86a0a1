"""Which extra brings what a command or a function may miss, and the sentence that says so."""

from __future__ import annotations

EXTRAS = {
    "click": "compile",
    "jinja2": "compile",
    "markupsafe": "compile",
    "openpyxl": "compile",
    "defusedxml": "compile",
    "mkdocs": "docs",
    "properdocs": "docs",
    "markdown": "docs",
    "numpy": "cohort",
    "pyarrow": "cohort",
    "pyspark": "spark",
    "fastapi": "endpoint",
}


def how_to_install(missing: ModuleNotFoundError) -> tuple[str, str] | None:
    """The module that is not installed, and the command that installs it; None where no extra brings it: our bug."""
    module = (missing.name or "").split(".")[0]
    extra = EXTRAS.get(module)
    return (module, f'pip install "b12tables[{extra}]"') if extra else None
