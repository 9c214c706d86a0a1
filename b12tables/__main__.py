"""The command `b12tables`. What it needs beyond the standard library is an extra; a missing one is explained."""

from __future__ import annotations

import sys

_EXTRAS = {
    "click": "compile",
    "openpyxl": "compile",
    "defusedxml": "compile",
    "jinja2": "compile",
    "mkdocs": "docs",
}


def main() -> None:
    """Runs the command line; exits with 2 and one sentence where an extra is not installed."""
    try:
        from b12tables.cli import cli

        cli(prog_name="b12tables")
    except ModuleNotFoundError as missing:
        extra = _EXTRAS.get((missing.name or "").split(".")[0])
        if extra is None:
            raise
        print(
            f"b12tables: this command needs {missing.name}, which is not installed.\n"
            f'Install it with:  pip install "b12tables[{extra}]"',
            file=sys.stderr,
        )
        sys.exit(2)


if __name__ == "__main__":
    main()
