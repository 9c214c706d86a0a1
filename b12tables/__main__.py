"""The command `b12tables`. What it needs beyond the standard library is an extra; a missing one is explained."""

from __future__ import annotations

import gc
import sys

from b12tables.extras import how_to_install
from b12tables.garbage import look_seldom


def main() -> None:
    """Runs the command line; exits with 2 and one sentence where an extra is not installed."""
    look_seldom()
    if sys.argv[1:] == ["--version"]:  # which release is installed can be asked of the base install too
        from b12tables.version import __version__

        print(f"b12tables, version {__version__}")
        return
    try:
        from b12tables.cli import cli

        cli(prog_name="b12tables")
    except ModuleNotFoundError as missing:
        told = how_to_install(missing)
        if told is None:
            raise
        module, command = told
        print(
            f"b12tables: this command needs {module}, which is not installed.\nInstall it with:  {command}",
            file=sys.stderr,
        )
        sys.exit(2)
    finally:
        # the process ends, and all of its memory with it: no look at each object for circles before
        gc.freeze()


if __name__ == "__main__":
    main()
